/* Cross-footing: a report that does not add up is refused, and the refusal names the place and both amounts. */
#include "reports/measure.h"
#include "reports/period.h"
#include "tests/reports/sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct ctx fresh(void)
{
    return (struct ctx){.arena = arena_new(32 << 20)};
}

static void expect_refused(struct ctx *ctx, result done, const char *reason)
{
    assert_int_equal(done.code, ERROR_report_cross_foot);
    assert_string_equal(error_get(&ctx->error, "reason"), reason);
    arena_free(&ctx->arena);
}

static void a_right_report_passes(void **state)
{
    struct ctx ctx = fresh();
    (void)state;
    sample_must(report_check(&ctx, sample_report(&ctx, FEN(500))));
    arena_free(&ctx.arena);
}

static void a_total_off_by_one_fen_is_refused(void **state)
{
    struct ctx ctx = fresh();
    (void)state;
    const struct report *report = sample_report(&ctx, FEN(501));
    expect_refused(&ctx, report_check(&ctx, report), "table totals, row surplus, column amount: 5.00 / 5.01");
}

static void a_row_that_does_not_roll_forward_is_refused(void **state)
{
    struct ctx ctx = fresh();
    const struct report *report = sample_report(&ctx, FEN(500));
    (void)state;
    report->sections.items[0]->tables.items[0]->rows.items[0]->cells[4].amount = FEN(123456899);
    expect_refused(&ctx, report_check(&ctx, report), "table movements, row a, across: 0.01 / 0.00");
}

static void a_row_with_a_missing_cell_is_refused(void **state)
{
    struct ctx ctx = fresh();
    const struct report *report = sample_report(&ctx, FEN(500));
    (void)state;
    report->sections.items[0]->tables.items[0]->rows.items[1]->cell_count--;
    expect_refused(&ctx, report_check(&ctx, report), "table movements, row b: 4 cells for 5 columns");
}

static void a_rule_of_totals_leaves_lines_alone(void **state)
{
    struct ctx ctx = fresh();
    const struct report *report = sample_report(&ctx, FEN(500));
    (void)state;
    sample_must(report_rule_add(report->sections.items[1]->tables.items[0],
                                (struct report_rule){.totals_only = true, .sign = {0, 1}}));
    expect_refused(&ctx, report_check(&ctx, report), "table totals, row surplus, across: 5.00 / 0.00");
}

/* ---- measures of a hand-made snapshot: 100.00 of P01, of which 6.00 tax and 10.00 cost; 30.00 used, 20.00 to the fund
 * ---- */

enum { MARCH = 2026 * 12 + 2 };

struct books {
    struct turnover_row turnover[8];
    struct stream_row streams[1];
    struct snapshot snapshot;
};

static struct books books(void)
{
    return (struct books){
        .turnover = {{"100201", "公共收益专户", CLASS_ASSET, SIDE_DEBIT, 0, FEN(5000), FEN(0), FEN(0), FEN(0)},
                     {"100201", "公共收益专户", CLASS_ASSET, SIDE_DEBIT, MARCH, FEN(10000), FEN(6600), FEN(0), FEN(0)},
                     {"3101", "非限定净资产", CLASS_NET_ASSET, SIDE_CREDIT, 0, FEN(0), FEN(5000), FEN(0), FEN(0)},
                     {"4001", "地面车位月租", CLASS_INCOME, SIDE_CREDIT, MARCH, FEN(0), FEN(10000), FEN(0), FEN(0)},
                     {"500103", "系统平台费", CLASS_EXPENSE, SIDE_DEBIT, MARCH, FEN(1000), FEN(0), FEN(0), FEN(0)},
                     {"5101", "税金及附加", CLASS_EXPENSE, SIDE_DEBIT, MARCH, FEN(600), FEN(0), FEN(0), FEN(0)},
                     {"6001", "补充维修资金", CLASS_EXPENSE, SIDE_DEBIT, MARCH, FEN(2000), FEN(0), FEN(0), FEN(0)},
                     {"6002", "维修更新", CLASS_EXPENSE, SIDE_DEBIT, MARCH, FEN(3000), FEN(0), FEN(0), FEN(0)}},
        .streams = {{"5101", 1, MARCH, FEN(600), FEN(0)}},
    };
}

static result take(struct ctx *ctx, struct books *b, struct measure *m)
{
    b->snapshot = (struct snapshot){
        .turnover = b->turnover, .turnover_count = LENGTH(b->turnover), .streams = b->streams, .stream_count = 1};
    return measure_take(ctx, &b->snapshot, (struct span){MARCH, MARCH}, m);
}

static void measures_are_told_apart(void **state)
{
    struct ctx ctx = fresh();
    struct books b = books();
    struct measure m;
    struct worth worth;
    (void)state;
    sample_must(take(&ctx, &b, &m));
    assert_int_equal(m.gross[1].fen, 10000);
    assert_int_equal(m.tax[1].fen, 600);
    assert_int_equal(m.cost[1].fen, 1000);
    assert_int_equal(m.net_total.fen, 8400);
    assert_int_equal(m.uses_total.fen, 3000);
    assert_int_equal(m.to_fund.fen, 2000);
    assert_int_equal(m.surplus.fen, 3400);
    sample_must(measure_worth(&ctx, &b.snapshot, MARCH - 1, &worth));
    assert_int_equal(worth.net_assets.fen, 5000);
    sample_must(measure_worth(&ctx, &b.snapshot, MARCH, &worth));
    assert_int_equal(worth.net_assets.fen, 8400);
    assert_int_equal(worth.money_total.fen, 8400);
    arena_free(&ctx.arena);
}

static void an_account_without_a_line_is_refused(void **state)
{
    struct ctx ctx = fresh();
    struct books b = books();
    struct measure m;
    (void)state;
    b.turnover[7].code = "6999";
    expect_refused(&ctx, take(&ctx, &b, &m), "account 6999 has no line in this report");
}

static void taxes_that_are_not_the_balance_are_refused(void **state)
{
    struct ctx ctx = fresh();
    struct books b = books();
    struct measure m;
    (void)state;
    b.streams[0].debit_fen = FEN(599);
    expect_refused(&ctx, take(&ctx, &b, &m), "5101 by stream / balance: 5.99 / 6.00");
}

static void assets_that_are_not_covered_are_refused(void **state)
{
    struct ctx ctx = fresh();
    struct books b = books();
    struct measure m;
    struct worth worth;
    (void)state;
    b.turnover[1].debit_fen = FEN(9999);
    sample_must(take(&ctx, &b, &m));
    expect_refused(&ctx, measure_worth(&ctx, &b.snapshot, MARCH, &worth),
                   "assets / liabilities and net assets: 83.99 / 84.00");
}

static void an_income_account_of_the_wrong_class_is_refused(void **state)
{
    struct ctx ctx = fresh();
    struct books b = books();
    struct measure m;
    (void)state;
    b.turnover[3].class = CLASS_EXPENSE; /* 4001 as an expense has no place */
    expect_refused(&ctx, take(&ctx, &b, &m), "account 4001 has no line in this report");
}

static void streams_are_read_from_codes(void **state)
{
    (void)state;
    assert_int_equal(measure_stream("4001"), 1);
    assert_int_equal(measure_stream("501709"), 17);
    assert_int_equal(measure_stream("4018"), 0);
    assert_int_equal(measure_stream("4901"), 0);
    assert_int_equal(measure_stream("6001"), 0);
}

/* ---- periods ---- */

static void periods_are_read(void **state)
{
    struct ctx ctx = fresh();
    struct period period;
    const char *title;
    (void)state;
    sample_must(report_period_parse(&ctx, "2026Q3", &period));
    assert_int_equal(period.first, 2026 * 12 + 6);
    assert_int_equal(period.last, 2026 * 12 + 8);
    assert_true(period.quarter);
    sample_must(report_period_title(&ctx, &period, LANGUAGE_ZH, &title));
    assert_string_equal(title, "2026年第3季度");
    sample_must(report_period_parse(&ctx, "2023..2025", &period));
    assert_int_equal(period.first, 2023 * 12);
    assert_int_equal(period.last, 2025 * 12 + 11);
    sample_must(report_period_title(&ctx, &period, LANGUAGE_EN, &title));
    assert_string_equal(title, "2023 to 2025");
    sample_must(report_period_parse(&ctx, "2026-09", &period));
    assert_true(period.month && period.first == 2026 * 12 + 8 && period.last == period.first);
    sample_must(report_period_title(&ctx, &period, LANGUAGE_ZH, &title));
    assert_string_equal(title, "2026年9月");
    sample_must(report_period_parse(&ctx, "2026", &period));
    assert_true(!period.month && !period.quarter && period.first == 2026 * 12 && period.last == period.first + 11);
    sample_must(report_period_title(&ctx, &period, LANGUAGE_EN, &title));
    assert_string_equal(title, "2026");
    static const char *const wrong[] = {"",           "202",      "2026-13",    "2026-9",      "2026-00",
                                        "2026-09-01", "2026Q",    "2026Q0",     "2026Q5",      "2026q3",
                                        "2026Q3 ",    "1989Q1",   "2200Q1",     "2025..2023",  "2023..2026",
                                        "2023.2025",  "2023..25", "２０２６Q3", "2023...2025", "2023-..2025"};
    for (size_t i = 0; i < LENGTH(wrong); i++) {
        assert_int_equal(report_period_parse(&ctx, wrong[i], &period).code, ERROR_report_period);
        assert_string_equal(error_get(&ctx.error, "value"), wrong[i]);
    }
    arena_free(&ctx.arena);
}

static void a_period_is_over_on_the_day_after(void **state)
{
    struct ctx ctx = fresh();
    struct period period;
    day last;
    (void)state;
    sample_must(report_period_parse(&ctx, "2026Q3", &period));
    sample_must(date_from_civil(2026, 9, 30, &last));
    ctx.now = date_begin(last + 1) - 1;
    assert_int_equal(report_period_finished(&ctx, &period).code, ERROR_report_unfinished);
    ctx.now = date_begin(last + 1);
    sample_must(report_period_finished(&ctx, &period));
    assert_string_equal(report_period_newest(last + 1).name, "2026Q3");
    assert_string_equal(report_period_newest(last).name, "2026Q2");
    arena_free(&ctx.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_right_report_passes),
        cmocka_unit_test(a_total_off_by_one_fen_is_refused),
        cmocka_unit_test(a_row_that_does_not_roll_forward_is_refused),
        cmocka_unit_test(a_row_with_a_missing_cell_is_refused),
        cmocka_unit_test(a_rule_of_totals_leaves_lines_alone),
        cmocka_unit_test(measures_are_told_apart),
        cmocka_unit_test(an_account_without_a_line_is_refused),
        cmocka_unit_test(taxes_that_are_not_the_balance_are_refused),
        cmocka_unit_test(assets_that_are_not_covered_are_refused),
        cmocka_unit_test(an_income_account_of_the_wrong_class_is_refused),
        cmocka_unit_test(streams_are_read_from_codes),
        cmocka_unit_test(periods_are_read),
        cmocka_unit_test(a_period_is_over_on_the_day_after),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
