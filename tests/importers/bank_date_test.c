#include "importers/parse/bank_date.c"

#include "tests/base/expect.h"

static void accepts(const char *text, const char *date, int32_t seconds)
{
    struct bank_date parsed;
    char found[DATE_TEXT] = "";
    const result r = bank_date_parse(text, &parsed);
    if (!FAILED(r))
        date_format(parsed.date, found);
    if (strcmp(found, date) != 0 || parsed.seconds != seconds)
        fail_msg("%s: %s %s", text, error_info(r.code)->name, found);
}

static void refuses(const char *text)
{
    struct bank_date parsed;
    if (bank_date_parse(text, &parsed).code != ERROR_date_invalid)
        fail_msg("%s was accepted", text);
}

static void dates_in_every_style(void **state)
{
    (void)state;
    accepts("2026-03-31", "2026-03-31", -1);
    accepts("20260331", "2026-03-31", -1);
    accepts("2026/3/31", "2026-03-31", -1);
    accepts("2026年3月31日", "2026-03-31", -1);
    accepts("2024-02-29", "2024-02-29", -1);
}

static void times_in_every_style(void **state)
{
    (void)state;
    accepts("20240105 10:15:33", "2024-01-05", 36933);
    accepts("2024-01-05 10:15:33", "2024-01-05", 36933);
    accepts("2024-01-05T10:15:33", "2024-01-05", 36933);
    accepts("2024-01-05  08:15", "2024-01-05", 29700);
    accepts("2024/1/5 8:15", "2024-01-05", 29700);
    accepts("20240105 081530", "2024-01-05", 29730);
    accepts("20240105081530", "2024-01-05", 29730);
    accepts("2024-01-05 08:15:30.123", "2024-01-05", 29730);
    accepts("2024年1月5日 00:00:00", "2024-01-05", 0);
    accepts("2024年1月5日23:59:59", "2024-01-05", 86399);
}

static void days_that_do_not_exist(void **state)
{
    (void)state;
    refuses("2024-02-30");
    refuses("20230229");
    refuses("2024-13-01");
    refuses("2024-00-10");
    refuses("2024-01-00");
    refuses("1989-12-31");
    refuses("2200-01-01");
}

static void years_have_four_digits(void **state)
{
    (void)state;
    refuses("24-01-05");
    refuses("24/1/5");
    refuses("240105");
    refuses("02024-01-05");
}

static void times_that_do_not_exist(void **state)
{
    (void)state;
    refuses("2024-01-05 24:00:00");
    refuses("2024-01-05 10:60:00");
    refuses("2024-01-05 10:15:60");
    refuses("2024-01-05 1015");
    refuses("2024-01-05 10:5");
    refuses("2024-01-05 10:15:");
    refuses("2024-01-05 10:15.5");
    refuses("2024-01-05 10:15:30.");
}

static void what_is_no_date(void **state)
{
    (void)state;
    refuses("");
    refuses("合计");
    refuses("2024-01-05 ");
    refuses("2024-01-05T");
    refuses("2024-01-05 10:15:33 x");
    refuses("2024-01/05");
    refuses("2024-1");
    refuses("2024年1月5");
    refuses("45000");
    refuses("２０２４-01-05");
    refuses("2024-01-0510:15:33");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_in_every_style),    cmocka_unit_test(times_in_every_style),
        cmocka_unit_test(days_that_do_not_exist),  cmocka_unit_test(years_have_four_digits),
        cmocka_unit_test(times_that_do_not_exist), cmocka_unit_test(what_is_no_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
