/* Amounts: range, text forms, shares, order of refusals. tests/rules/share_test.py compares shares with exact
 * fractions. */
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

/* ---- shares ---- */

enum { SHARES_MAX = 8 };

struct share_row {
    int64_t total;
    size_t count;
    uint64_t weights[SHARES_MAX];
    int64_t expected[SHARES_MAX];
};

static void check_shares(const struct share_row *row)
{
    money shares[SHARES_MAX];
    MUST(money_share(FEN(row->total), row->weights, row->count, shares));
    for (size_t i = 0; i < row->count; i++)
        assert_int_equal(shares[i].fen, row->expected[i]);
    MUST(money_share(FEN(-row->total), row->weights, row->count, shares));
    for (size_t i = 0; i < row->count; i++)
        assert_int_equal(shares[i].fen, -row->expected[i]);
}

/* Every row holds with its sign turned, too: red letters mirror the black ones. */
static void shares_follow_the_largest_remainder(void **state)
{
    (void)state;
    static const struct share_row rows[] = {
        /* the golden figures of 01_maintenance_fund_e2e and 06_apportionment */
        {80000, 3, {10000, 10000, 10000}, {26667, 26667, 26666}},
        {10000, 3, {10000, 10000, 10000}, {3334, 3333, 3333}},
        {1234567,
         7,
         {881300, 881300, 1014700, 1014700, 1190600, 1190600, 1439000},
         {142931, 142931, 164567, 164567, 193095, 193095, 233381}},
        /* nothing odd; one weight; more units than fen; equal remainders go to the first */
        {300, 3, {1, 1, 1}, {100, 100, 100}},
        {1, 1, {7}, {1}},
        {0, 2, {1, 2}, {0, 0}},
        {1, 4, {1, 1, 1, 1}, {1, 0, 0, 0}},
        {3, 4, {1, 1, 1, 1}, {1, 1, 1, 0}},
        {2, 4, {0, 1, 1, 1}, {0, 1, 1, 0}},
        /* a larger remainder goes before a smaller index; zero weights get nothing, wherever they stand */
        {2, 3, {1, 4, 4}, {0, 1, 1}},
        {10, 3, {1, 1, 4}, {2, 2, 6}},
        {5, 5, {0, 3, 0, 3, 0}, {0, 3, 0, 2, 0}},
        {100, 4, {0, 0, 0, 1}, {0, 0, 0, 100}},
        /* the ends of both ranges: a sum of weights above 2^64 is still exact */
        {MONEY_MAX_FEN, 2, {1, 1}, {4500000000000000, 4500000000000000}},
        {MONEY_MAX_FEN, 1, {UINT64_MAX}, {MONEY_MAX_FEN}},
        {MONEY_MAX_FEN, 3, {UINT64_MAX, UINT64_MAX, 1}, {4500000000000000, 4500000000000000, 0}},
        {MONEY_MAX_FEN, 3, {1, UINT64_MAX, UINT64_MAX}, {0, 4500000000000000, 4500000000000000}},
        {MONEY_MAX_FEN - 1,
         4,
         {UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX - 1},
         {2250000000000000, 2250000000000000, 2250000000000000, 2249999999999999}},
    };
    for (size_t i = 0; i < LENGTH(rows); i++)
        check_shares(&rows[i]);
}

static void shares_without_weight_or_out_of_range_are_refused(void **state)
{
    (void)state;
    static const uint64_t none[] = {0, 0}, some[] = {1, 2};
    money shares[] = {FEN(7), FEN(7)};
    EXPECT(money_share(FEN(1), none, 2, shares), share, no_weight);
    EXPECT(money_share(FEN(0), none, 2, shares), share, no_weight);
    EXPECT(money_share(FEN(1), some, 0, shares), share, no_weight);
    EXPECT(money_share(FEN(MONEY_MAX_FEN + 1), some, 2, shares), money, range);
    EXPECT(money_share(FEN(INT64_MIN), none, 2, shares), money, range);
    assert_int_equal(shares[0].fen, 7);
    assert_int_equal(shares[1].fen, 7);
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
        cmocka_unit_test(shares_follow_the_largest_remainder),
        cmocka_unit_test(shares_without_weight_or_out_of_range_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
