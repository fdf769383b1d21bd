/* Amounts: range, text forms, order of refusals. */
#include "base/money.c"

#include "tests/base/expect.h"

static void sum_inside_range_is_exact(void **state)
{
    (void)state;
    money sum;
    MUST(money_add(FEN(MONEY_MAX_FEN - 1), FEN(1), &sum));
    assert_int_equal(sum.fen, MONEY_MAX_FEN);
}

static void sum_outside_range_is_refused(void **state)
{
    (void)state;
    money sum = FEN(7);
    EXPECT(money_add(FEN(MONEY_MAX_FEN), FEN(1), &sum), money, range);
    EXPECT(money_add(FEN(-MONEY_MAX_FEN), FEN(-1), &sum), money, range);
    EXPECT(money_add(FEN(INT64_MAX), FEN(1), &sum), money, range);
    assert_int_equal(sum.fen, 7);
}

static void difference_inside_range_is_exact(void **state)
{
    (void)state;
    money difference;
    MUST(money_sub(FEN(100), FEN(250), &difference));
    assert_int_equal(difference.fen, -150);
}

static void difference_outside_range_is_refused(void **state)
{
    (void)state;
    money difference = FEN(7);
    EXPECT(money_sub(FEN(-MONEY_MAX_FEN), FEN(1), &difference), money, range);
    EXPECT(money_sub(FEN(INT64_MIN), FEN(1), &difference), money, range);
    assert_int_equal(difference.fen, 7);
}

static void range_ends_at_ninety_trillion_yuan(void **state)
{
    (void)state;
    MUST(money_check(FEN(INT64_C(9000000000000000))));
    MUST(money_check(FEN(INT64_C(-9000000000000000))));
    EXPECT(money_check(FEN(INT64_C(9000000000000001))), money, range);
    EXPECT(money_check(FEN(INT64_C(-9000000000000001))), money, range);
}

static void negation_and_order(void **state)
{
    (void)state;
    assert_int_equal(money_neg(FEN(5)).fen, -5);
    assert_int_equal(money_cmp(FEN(-1), FEN(1)), -1);
    assert_int_equal(money_cmp(FEN(1), FEN(1)), 0);
    assert_int_equal(money_cmp(FEN(2), FEN(1)), 1);
}

static void good_texts_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t fen;
    } rows[] = {{"0.00", 0},
                {"0.01", 1},
                {"-0.01", -1},
                {"10.05", 1005},
                {"1234.50", 123450},
                {"-3000.00", -300000},
                {"90000000000000.00", MONEY_MAX_FEN},
                {"-90000000000000.00", -MONEY_MAX_FEN}};
    for (size_t i = 0; i < LENGTH(rows); i++) {
        money value;
        char text[MONEY_TEXT];
        MUST(money_parse(rows[i].text, &value));
        assert_int_equal(value.fen, rows[i].fen);
        money_format(value, text);
        assert_string_equal(text, rows[i].text);
    }
}

static void bad_texts_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum error code;
    } rows[] = {
        {"", ERROR_money_malformed},
        {"-", ERROR_money_malformed},
        {".50", ERROR_money_malformed},
        {"+1.00", ERROR_money_malformed},
        {" 1.00", ERROR_money_malformed},
        {"1.00 ", ERROR_money_malformed},
        {"01.00", ERROR_money_malformed},
        {"00.00", ERROR_money_malformed},
        {"-0.00", ERROR_money_malformed},
        {"1,234.50", ERROR_money_malformed},
        {"--1.00", ERROR_money_malformed},
        {"1.0.0", ERROR_money_malformed},
        {"1e2", ERROR_money_malformed},
        {"0x1.00", ERROR_money_malformed},
        {"\xEF\xBC\x91.00", ERROR_money_malformed}, /* a full-width digit */
        {"00000000000000000000.00", ERROR_money_malformed},
        {"99999999999999999999x", ERROR_money_malformed},
        {"1", ERROR_money_scale},
        {"1.", ERROR_money_scale},
        {"1.5", ERROR_money_scale},
        {"1.000", ERROR_money_scale},
        {"1.00000000000000000000", ERROR_money_scale},
        {"99999999999999999999", ERROR_money_scale},
        {"90000000000000.01", ERROR_money_range},
        {"-90000000000000.01", ERROR_money_range},
        {"99999999999999999999.00", ERROR_money_range},
        {"900000000000000.00", ERROR_money_range},
    };
    for (size_t i = 0; i < LENGTH(rows); i++) {
        money value = FEN(7);
        assert_int_equal(money_parse(rows[i].text, &value).code, rows[i].code);
        assert_int_equal(value.fen, 7);
    }
}

static void groups_of_three_digits(void **state)
{
    (void)state;
    static const struct {
        int64_t fen;
        const char *text;
    } rows[] = {{0, "0.00"},
                {99999, "999.99"},
                {100000, "1,000.00"},
                {-12345678, "-123,456.78"},
                {MONEY_MAX_FEN, "90,000,000,000,000.00"},
                {-100, "-1.00"}};
    for (size_t i = 0; i < LENGTH(rows); i++) {
        char text[MONEY_TEXT];
        money_format_grouped(FEN(rows[i].fen), text);
        assert_string_equal(text, rows[i].text);
    }
}

static void widest_value_fits_its_text(void **state)
{
    (void)state;
    char text[MONEY_TEXT];
    money_format(FEN(INT64_MIN), text);
    assert_string_equal(text, "-92233720368547758.08");
    money_format_grouped(FEN(INT64_MIN), text);
    assert_string_equal(text, "-92,233,720,368,547,758.08");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sum_inside_range_is_exact),
        cmocka_unit_test(sum_outside_range_is_refused),
        cmocka_unit_test(difference_inside_range_is_exact),
        cmocka_unit_test(difference_outside_range_is_refused),
        cmocka_unit_test(range_ends_at_ninety_trillion_yuan),
        cmocka_unit_test(negation_and_order),
        cmocka_unit_test(good_texts_are_read),
        cmocka_unit_test(bad_texts_are_refused),
        cmocka_unit_test(groups_of_three_digits),
        cmocka_unit_test(widest_value_fits_its_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
