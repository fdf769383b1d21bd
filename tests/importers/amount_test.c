#include "importers/parse/amount.c"

#include "tests/base/expect.h"

static void accepts(const char *text, int64_t fen)
{
    money amount = FEN(-1);
    const result parsed = amount_parse(text, &amount);
    if (FAILED(parsed) || amount.fen != fen)
        fail_msg("%s: %s, %lld fen", text, error_info(parsed.code)->name, (long long)amount.fen);
}

static void refuses(const char *text, enum error code)
{
    money amount = FEN(77);
    const result parsed = amount_parse(text, &amount);
    if (parsed.code != code || amount.fen != 77)
        fail_msg("%s: %s", text, error_info(parsed.code)->name);
}

static void plain_decimals(void **state)
{
    (void)state;
    accepts("0", 0);
    accepts("0.00", 0);
    accepts("12", 1200);
    accepts("12.5", 1250);
    accepts("1234.50", 123450);
    accepts("0.01", 1);
}

static void signs_of_every_width(void **state)
{
    (void)state;
    accepts("-1234.50", -123450);
    accepts("－1234.50", -123450);
    accepts("−1234.50", -123450);
    accepts("+1234.50", 123450);
    refuses("--1.00", ERROR_money_malformed);
    refuses("-+1.00", ERROR_money_malformed);
    refuses("1.00-", ERROR_money_malformed);
}

static void brackets_mean_negative(void **state)
{
    (void)state;
    accepts("(12.00)", -1200);
    accepts("（12.00）", -1200);
    refuses("(12.00", ERROR_money_malformed);
    refuses("12.00)", ERROR_money_malformed);
    refuses("(-12.00)", ERROR_money_malformed);
}

static void currency_marks(void **state)
{
    (void)state;
    accepts("￥12.00", 1200);
    accepts("¥ 12.00", 1200);
    accepts("-￥12.00", -1200);
    accepts("￥-12.00", -1200);
    accepts("12.00元", 1200);
    accepts("12.00 元", 1200);
    refuses("$12.00", ERROR_money_malformed);
    refuses("12.00 CNY", ERROR_money_malformed);
    refuses("-￥-12.00", ERROR_money_malformed);
}

static void separators_stand_right_or_not_at_all(void **state)
{
    (void)state;
    accepts("1,234.50", 123450);
    accepts("12,345,678.90", 1234567890);
    refuses("1,23.45", ERROR_money_malformed);
    refuses("1234,567.00", ERROR_money_malformed);
    refuses("1,234567.00", ERROR_money_malformed);
    refuses(",234.00", ERROR_money_malformed);
    refuses("1,,234.00", ERROR_money_malformed);
    refuses("1,234,.00", ERROR_money_malformed);
    refuses("1.234,50", ERROR_money_malformed);
}

static void full_width_digits_and_exponents_are_refused(void **state)
{
    (void)state;
    refuses("１２３", ERROR_money_malformed);
    refuses("1e3", ERROR_money_malformed);
    refuses("1E+3", ERROR_money_malformed);
    refuses("0x10", ERROR_money_malformed);
    refuses("1．00", ERROR_money_malformed);
}

static void what_is_no_number_is_refused(void **state)
{
    (void)state;
    refuses("", ERROR_money_malformed);
    refuses(".", ERROR_money_malformed);
    refuses("1.", ERROR_money_malformed);
    refuses(".50", ERROR_money_malformed);
    refuses("007.00", ERROR_money_malformed);
    refuses("1 234.00", ERROR_money_malformed);
    refuses("abc", ERROR_money_malformed);
    refuses("元", ERROR_money_malformed);
    refuses("1.2.3", ERROR_money_malformed);
}

static void minus_zero_is_no_amount(void **state)
{
    (void)state;
    refuses("-0.00", ERROR_money_malformed);
    refuses("(0.00)", ERROR_money_malformed);
    refuses("－0", ERROR_money_malformed);
}

static void more_than_two_decimals_only_next_to_a_fen(void **state)
{
    (void)state;
    accepts("2176.9099999999999", 217691);
    accepts("2176.9100000000001", 217691);
    accepts("12.340", 1234);
    accepts("0.9999999", 100);
    accepts("12.3400009", 1234);             /* nine ten-millionths away */
    refuses("12.340001", ERROR_money_scale); /* a millionth away exactly */
    refuses("12.349999", ERROR_money_scale);
    accepts("12.3499991", 1235);
    refuses("12.345", ERROR_money_scale);
    refuses("12.3449", ERROR_money_scale);
}

static void the_range_ends_at_ninety_trillion(void **state)
{
    (void)state;
    accepts("90000000000000.00", MONEY_MAX_FEN);
    refuses("90000000000000.01", ERROR_money_range);
    refuses("900000000000000", ERROR_money_range);
    refuses("99999999999999999999999999999999999999", ERROR_money_range);
    refuses("99999999999999999999999999999999999999999999", ERROR_money_malformed);
}

static void absent_amounts(void **state)
{
    (void)state;
    assert_true(amount_is_absent(""));
    assert_true(amount_is_absent("-"));
    assert_true(amount_is_absent("--"));
    assert_false(amount_is_absent("0.00"));
    assert_false(amount_is_absent("---"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_decimals),
        cmocka_unit_test(signs_of_every_width),
        cmocka_unit_test(brackets_mean_negative),
        cmocka_unit_test(currency_marks),
        cmocka_unit_test(separators_stand_right_or_not_at_all),
        cmocka_unit_test(full_width_digits_and_exponents_are_refused),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(minus_zero_is_no_amount),
        cmocka_unit_test(more_than_two_decimals_only_next_to_a_fen),
        cmocka_unit_test(the_range_ends_at_ninety_trillion),
        cmocka_unit_test(absent_amounts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
