/* Civil dates and instants: the calendar is counted a second time, day by day. */
#include "base/date.c"

#include "tests/base/expect.h"

static bool is_leap(int year)
{
    return year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
}

static int month_length(int year, int month)
{
    if (month == 2)
        return is_leap(year) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

static void calendar_agrees_with_counting(void **state)
{
    (void)state;
    day expected = DAY_MIN;
    for (int year = 1990; year <= 2199; year++) {
        for (int month = 1; month <= 12; month++) {
            assert_int_equal(month_first(year * 12 + month - 1), expected);
            for (int d = 1; d <= month_length(year, month); d++, expected++) {
                day date;
                MUST(date_from_civil(year, month, d, &date));
                assert_int_equal(date, expected);
                const struct civil c = date_to_civil(date);
                assert_true(c.year == year && c.month == month && c.day == d);
                assert_int_equal(month_of(date), year * 12 + month - 1);
            }
            assert_int_equal(month_last(year * 12 + month - 1), expected - 1);
        }
    }
    assert_int_equal(expected, DAY_MAX + 1);
}

static void dates_that_do_not_exist_are_refused(void **state)
{
    (void)state;
    static const int rows[][3] = {{2026, 2, 29}, {2024, 2, 30}, {2100, 2, 29}, {2026, 4, 31},  {2026, 13, 1},
                                  {2026, 0, 1},  {2026, 1, 0},  {2026, 1, 32}, {1989, 12, 31}, {2200, 1, 1}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        day date = 7;
        EXPECT(date_from_civil(rows[i][0], rows[i][1], rows[i][2], &date), date, invalid);
        assert_int_equal(date, 7);
    }
}

static void text_is_read_and_written(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        day date;
    } rows[] = {{"1990-01-01", 7305},   {"1998-07-01", 0x28a8}, {"2025-03-31", 0x4ed2},
                {"2025-04-10", 0x4edc}, {"2024-02-29", 19782},  {"2199-12-31", 84005}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        day date;
        char text[DATE_TEXT];
        MUST(date_parse(rows[i].text, &date));
        assert_int_equal(date, rows[i].date);
        date_format(date, text);
        assert_string_equal(text, rows[i].text);
    }
}

static void other_texts_are_refused(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "",           "2026",     "2026-",      "2026-3-31",  "2026-03-1", "2026-03-31 ", " 2026-03-31", "2026/03/31",
        "2026-03/31", "26-03-31", "2026-03-3x", "2026-0a-31", "20260331",  "2026-02-29",  "-026-03-31"};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        day date;
        EXPECT(date_parse(rows[i], &date), date, invalid);
    }
}

static void china_is_eight_hours_ahead(void **state)
{
    (void)state;
    assert_int_equal(date_begin(0x4ed3), INT64_C(0x000631a583270000)); /* 2025-04-01 */
    assert_int_equal(date_of_inst(INT64_C(0x000631a583270000)), 0x4ed3);
    assert_int_equal(date_of_inst(INT64_C(0x000631a583270000) - 1), 0x4ed2);
    assert_int_equal(date_of_inst(INT64_C(0x000632628635d840)), 0x4edc);
    assert_int_equal(date_of_inst(-1), 0);
    assert_int_equal(date_of_inst(INT64_C(-28800000001)), -1);
}

static void instants_are_written_in_utc(void **state)
{
    (void)state;
    char text[INST_TEXT];
    inst_format(INT64_C(0x000632628635d840), text);
    assert_string_equal(text, "2025-04-10T01:30:00.123456Z");
    inst_format(0, text);
    assert_string_equal(text, "1970-01-01T00:00:00.000000Z");
    inst_format(-1, text);
    assert_string_equal(text, "1969-12-31T23:59:59.999999Z");
}

static void any_stored_instant_can_be_shown(void **state)
{
    (void)state;
    char text[INST_TEXT];
    inst_format(INT64_MAX, text);
    assert_string_equal(text, "294247-01-10T04:00:54.775807Z");
    inst_format(INT64_MIN, text);
    assert_string_equal(text, "-290308-12-21T19:59:05.224192Z");
    assert_int_equal(date_of_inst(INT64_MAX), 106751991);
    assert_int_equal(date_of_inst(INT64_MIN), -106751991); /* it is eight hours later in China */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(calendar_agrees_with_counting),   cmocka_unit_test(dates_that_do_not_exist_are_refused),
        cmocka_unit_test(text_is_read_and_written),        cmocka_unit_test(other_texts_are_refused),
        cmocka_unit_test(china_is_eight_hours_ahead),      cmocka_unit_test(instants_are_written_in_utc),
        cmocka_unit_test(any_stored_instant_can_be_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
