/* The month of data/01: the three statutory forms to the fen, before closing, after it, in the year after; what was
 * known before a late entry. */
#include "reports/statement.h"

#include "ledger/book/apportionment.h"
#include "ledger/book/bank_account.h"
#include "ledger/book/deposit.h"
#include "ledger/book/interest.h"
#include "ledger/book/period.h"
#include "ledger/book/reversal.h"
#include "ledger/people/unit.h"
#include "reports/render/json.h"
#include "tests/harness/harness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

static const uint64_t code = UINT64_C(330681000217);
static struct harness harness;
static struct unit *units; /* 101, 102, 103 commodity; 201 public */
static int64_t bank;

static struct ctx *ctx(void)
{
    return &harness.ctx;
}

static void must(result done)
{
    harness_expect(ctx(), done, ERROR_none);
}

static day date(const char *text)
{
    day found;
    must(date_parse(text, &found));
    return found;
}

/* ---- the books of data/01 ---- */

static void register_units(void)
{
    static const struct unit_in in[] = {
        {.building = "1幢", .number = "101", .area_cm2 = 1000000, .use = UNIT_COMMODITY},
        {.building = "1幢", .number = "102", .area_cm2 = 1000000, .use = UNIT_COMMODITY},
        {.building = "1幢", .number = "103", .area_cm2 = 1000000, .use = UNIT_COMMODITY},
        {.building = "2幢", .number = "201", .area_cm2 = 800000, .use = UNIT_PUBLIC},
    };
    const struct unit_register_in list = {
        .community = code, .units = in, .count = LENGTH(in), .owned_from = date("2026-01-01")};
    size_t count;
    must(unit_register(ctx(), &list, &count));
    must(unit_list(ctx(), code, &units, &count));
    assert_int_equal(count, LENGTH(in));
}

static struct entry_line_in line(const char *account, uint8_t side, int64_t fen)
{
    struct entry_line_in made = {.fund = FUND_MF, .account = account, .side = side, .amount = FEN(fen)};
    if (strncmp(account, "1001", 4) == 0)
        made.dimensions[made.dimension_count++] = (struct entry_dimension_in){DIMENSION_BANK_ACCOUNT, (uint64_t)bank};
    return made;
}

static void post_lines(const char *key, const char *on, uint8_t type, const struct entry_line_in *lines, size_t count)
{
    const struct entry_in entry = {.community = code,
                                   .key = key,
                                   .entry_type = type,
                                   .source = SOURCE_HAND,
                                   .word = type == ENTRY_OPENING ? WORD_OPENING : WORD_GENERAL,
                                   .booking_date = date(on),
                                   .original_date = {type == ENTRY_CORRECTION, date("2025-12-31")},
                                   .summary = key,
                                   .lines = lines,
                                   .line_count = count};
    struct entry_out out;
    must(entry_post(ctx(), &entry, 1, &out));
}

/* Debit one account, credit another. */
static void post(const char *on, const char *debit, const char *credit, int64_t fen)
{
    static int number;
    char key[40];
    const struct entry_line_in lines[] = {line(debit, SIDE_DEBIT, fen), line(credit, SIDE_CREDIT, fen)};
    (void)snprintf(key, sizeof key, "by-hand-%06d", number++);
    post_lines(key, on, ENTRY_ORDINARY, lines, LENGTH(lines));
}

static void open_balances(void)
{
    const struct entry_share_in commodity[] = {{units[0].unit, FEN(100000)}, {units[1].unit, FEN(100000)}};
    const struct entry_share_in public[] = {{units[3].unit, FEN(50000)}};
    struct entry_line_in lines[] = {line("100101", SIDE_DEBIT, 220000), line("100102", SIDE_DEBIT, 50000),
                                    line("3001", SIDE_CREDIT, 200000), line("3002", SIDE_CREDIT, 50000),
                                    line("310101", SIDE_CREDIT, 20000)};
    lines[2].shares = commodity;
    lines[2].share_count = LENGTH(commodity);
    lines[3].shares = public;
    lines[3].share_count = LENGTH(public);
    post_lines("opening-0001", "2026-10-01", ENTRY_OPENING, lines, LENGTH(lines));
}

static uint64_t deposit(const char *on, size_t unit, int64_t fen)
{
    static int number;
    char key[40];
    const struct entry_share_in share = {units[unit].unit, FEN(fen)};
    struct entry_out out;
    (void)snprintf(key, sizeof key, "deposit-%06d", number++);
    const struct deposit_in in = {.community = code,
                                  .key = key,
                                  .booking_date = date(on),
                                  .bank_account_seq = bank,
                                  .shares = &share,
                                  .count = 1};
    must(deposit_post(ctx(), &in, &out));
    return out.seq;
}

static void refund(const char *on, size_t unit, int64_t fen, enum refund_kind kind)
{
    static int number;
    char key[40];
    const struct entry_share_in share = {units[unit].unit, FEN(fen)};
    struct entry_out out;
    (void)snprintf(key, sizeof key, "refund-%06d", number++);
    const struct deposit_in in = {.community = code,
                                  .key = key,
                                  .booking_date = date(on),
                                  .bank_account_seq = bank,
                                  .shares = &share,
                                  .count = 1};
    must(deposit_refund(ctx(), &in, kind, &out));
}

static void repair(const char *on, size_t first, size_t count, int64_t fen)
{
    static int number;
    char key[40];
    struct charge scope[4] = {{.share = 0}};
    struct entry_out out;
    for (size_t i = 0; i < count; i++)
        scope[i].unit = units[first + i].unit;
    (void)snprintf(key, sizeof key, "repair-%06d", number++);
    const struct apportionment_post_in in = {.community = code,
                                             .key = key,
                                             .booking_date = date(on),
                                             .bank_account_seq = bank,
                                             .summary = "维修",
                                             .cost = FEN(fen),
                                             .method = APPORTIONMENT_BY_AREA,
                                             .scope = scope,
                                             .count = count};
    must(apportionment_post(ctx(), &in, &out));
}

static void share_out(const char *on, int64_t fen)
{
    uint64_t seq;
    const struct interest_in in = {.community = code,
                                   .year = 2026,
                                   .housing = HOUSING_COMMODITY,
                                   .amount = FEN(fen),
                                   .by = INTEREST_BY_AREA,
                                   .from = date("2026-01-01"),
                                   .to = date(on),
                                   .booking_date = date(on)};
    must(interest_distribute(ctx(), &in, &seq));
}

static void reverse(uint64_t seq, const char *on)
{
    char key[40];
    struct entry_out out;
    (void)snprintf(key, sizeof key, "void-%06llu", (unsigned long long)seq);
    const struct reversal_in in = {.community = code, .seq = seq, .key = key, .booking_date = date(on)};
    must(reversal_post(ctx(), &in, &out));
}

static void keep_october(void)
{
    open_balances();
    (void)deposit("2026-10-01", 0, 200000);
    const uint64_t wrong = deposit("2026-10-02", 0, 100000);
    (void)deposit("2026-10-02", 1, 150000);
    (void)deposit("2026-10-02", 3, 80000);
    repair("2026-10-03", 0, 3, 80000);
    repair("2026-10-03", 3, 1, 20000);
    post("2026-10-04", "100101", "410101", 5000);
    post("2026-10-04", "100101", "420101", 3000);
    post("2026-10-04", "1201", "100101", 20000);
    post("2026-10-04", "110101", "100101", 100000);
    const struct entry_line_in redeemed[] = {line("100101", SIDE_DEBIT, 104000), line("110101", SIDE_CREDIT, 100000),
                                             line("410201", SIDE_CREDIT, 4000)};
    post_lines("redeem-0001", "2026-10-05", ENTRY_ORDINARY, redeemed, LENGTH(redeemed));
    share_out("2026-10-05", 10000);
    refund("2026-10-05", 1, 30000, REFUND_HOUSE_LOST);
    refund("2026-10-05", 1, 30000, REFUND_PAID);
    refund("2026-10-05", 0, 50000, REFUND_THIS_YEAR);
    reverse(wrong, "2026-10-06");
    (void)deposit("2026-10-06", 2, 10000);
}

/* ---- reading reports ---- */

static struct report *report(enum statement_kind kind, const char *period, const char *as_of, const char *known_at)
{
    struct report *built;
    struct statement_in in = {.community = code, .fund = FUND_MF, .known_at = known_at};
    must(report_period_parse(ctx(), period, &in.period));
    if (as_of)
        in.as_of = date(as_of);
    must(statement_build(ctx(), kind, &in, &built));
    return built;
}

/* The amount with this name: "row.column", or a name of its own. */
static int64_t amount(const struct report *from, const char *name)
{
    const struct report_table *table = from->sections.items[0]->tables.items[0];
    for (size_t r = 0; r < table->rows.count; r++)
        for (size_t c = 0; c < table->column_count; c++) {
            char own[80];
            const struct report_row *row = table->rows.items[r];
            (void)snprintf(own, sizeof own, "%s.%s", row->key, table->columns[c].key);
            if (strcmp(row->cells[c].name ? row->cells[c].name : own, name) == 0)
                return row->cells[c].amount.fen;
        }
    fail_msg("no figure %s", name);
    return 0;
}

struct expected {
    const char *name;
    int64_t fen;
};

static void expect(const struct report *from, const struct expected *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (amount(from, list[i].name) != list[i].fen)
            fail_msg("%s: %s is %lld, not %lld", from->key, list[i].name, (long long)amount(from, list[i].name),
                     (long long)list[i].fen);
}

/* data/01: balance_sheet. */
static const struct expected sheet[] = {
    {"assets.opening", 270000}, {"1001.opening", 270000},   {"3001.opening", 200000},       {"3002.opening", 50000},
    {"3101.opening", 20000},    {"assets.closing", 542000}, {"1001.closing", 522000},       {"1101.closing", 0},
    {"1201.closing", 20000},    {"2001.closing", 0},        {"fund.closing", 520000},       {"3001.closing", 410000},
    {"3002.closing", 110000},   {"3101.closing", 22000},    {"net_assets.closing", 542000}, {"claims.closing", 542000},
};
/* income_statement, and net of it. */
static const struct expected income[] = {
    {"4001.year", 390000}, {"4101.year", 5000}, {"4102.year", 4000},      {"4201.year", 3000},
    {"4301.year", 0},      {"4901.year", 0},    {"income.year", 402000},  {"5001.year", 100000},
    {"5101.year", 30000},  {"5901.year", 0},    {"expense.year", 130000}, {"surplus.year", 272000},
};
/* net_asset_statement. */
static const struct expected changes[] = {
    {"brought_forward.3001", 200000}, {"brought_forward.3002", 50000}, {"brought_forward.3101", 20000},
    {"start.total", 270000},          {"adjusted.total", 0},           {"surplus.3001", 200000},
    {"surplus.3002", 60000},          {"surplus.3101", 12000},         {"surplus.total", 272000},
    {"distributed.3001", 10000},      {"distributed.3002", 0},         {"distributed.3101", -10000},
    {"distributed.total", 0},         {"transferred.total", 0},        {"changed.total", 272000},
    {"closing.3001", 410000},         {"closing.3002", 110000},        {"closing.3101", 22000},
    {"closing.total", 542000},
};

static void expect_october(void)
{
    expect(report(STATEMENT_BALANCE_SHEET, "2026-10", NULL, NULL), sheet, LENGTH(sheet));
    expect(report(STATEMENT_INCOME, "2026-10", NULL, NULL), income, LENGTH(income));
    expect(report(STATEMENT_INCOME, "2026", "2026-10-31", NULL), income, LENGTH(income));
    expect(report(STATEMENT_NET_ASSETS, "2026", "2026-10-31", NULL), changes, LENGTH(changes));
}

/* ---- tests, in this order ---- */

static void test_the_three_forms_are_those_of_the_golden_case(void **state)
{
    (void)state;
    expect_october();
    const struct expected first = {"4001.period", 390000};
    expect(report(STATEMENT_INCOME, "2026-10", NULL, NULL), &first, 1);
}

static void test_every_day_balances_and_has_its_own_figures(void **state)
{
    static const struct expected on_the_third[] = {
        {"3001.closing", 570000}, {"3002.closing", 110000}, {"3101.closing", 20000}, {"assets.closing", 700000}};
    char on[DATE_TEXT];
    (void)state;
    expect(report(STATEMENT_BALANCE_SHEET, "2026-10", "2026-10-03", NULL), on_the_third, LENGTH(on_the_third));
    for (day d = date("2026-10-01"); d <= date("2026-10-10"); d++) {
        date_format(d, on);
        (void)report(STATEMENT_BALANCE_SHEET, "2026-10", on, NULL);
        (void)report(STATEMENT_NET_ASSETS, "2026", on, NULL);
        (void)report(STATEMENT_TRIAL_BALANCE, "2026-10", on, NULL);
    }
}

static void test_the_first_year_has_no_year_to_compare_with(void **state)
{
    (void)state;
    const struct report *year = report(STATEMENT_INCOME, "2026", NULL, NULL);
    assert_int_equal(year->sections.items[0]->tables.items[0]->column_count, 2);
}

/* What was printed with a day and a size comes again, whatever is booked later: the same bytes. */
static void print(const struct report *from, struct bytes *ret_bytes)
{
    struct buffer out;
    buffer_init(&out, ctx()->arena, 1 << 20);
    must(report_json(from, &out));
    must(buffer_done(&out, ret_bytes));
}

static void test_known_at_repeats_what_was_known(void **state)
{
    static const enum statement_kind kinds[] = {STATEMENT_BALANCE_SHEET, STATEMENT_INCOME, STATEMENT_NET_ASSETS,
                                                STATEMENT_TRIAL_BALANCE};
    struct bytes before[LENGTH(kinds)], after, now;
    struct journal_head head;
    char size[24];
    (void)state;
    must(journal_head(ctx(), code, &head));
    (void)snprintf(size, sizeof size, "%llu", (unsigned long long)head.size);
    for (size_t i = 0; i < LENGTH(kinds); i++)
        print(report(kinds[i], "2026", "2026-10-31", NULL), &before[i]);
    harness.ctx.now += INT64_C(86400) * 1000000; /* the next day */
    reverse(deposit("2026-10-20", 0, 7700), "2026-10-21");
    (void)deposit("2026-10-22", 3, 100);
    for (size_t i = 0; i < LENGTH(kinds); i++) {
        print(report(kinds[i], "2026", "2026-10-31", size), &after);
        assert_int_equal(before[i].size, after.size);
        assert_memory_equal(before[i].data, after.data, after.size);
        print(report(kinds[i], "2026", "2026-10-31", "2026-11-10"), &after); /* the end of yesterday */
        assert_memory_equal(before[i].data, after.data, after.size);
        print(report(kinds[i], "2026", "2026-10-31", NULL), &now);
        assert_false(now.size == after.size && memcmp(now.data, after.data, now.size) == 0);
    }
    refund("2026-10-23", 3, 100, REFUND_THIS_YEAR);
    expect_october();
}

static void test_closing_a_month_changes_no_figure(void **state)
{
    struct period_out out;
    (void)state;
    must(period_close(ctx(), &(struct period_in){code, 2026 * 12 + 9, false}, &out));
    expect_october();
    const struct expected turned = {"4001.period", 0}; /* November */
    expect(report(STATEMENT_INCOME, "2026-11", NULL, NULL), &turned, 1);
}

static void test_the_year_after(void **state)
{
    static const struct expected sheet_2027[] = {{"3001.opening", 410000}, {"3002.opening", 110000},
                                                 {"3101.opening", 22000},  {"3001.closing", 400000},
                                                 {"3002.closing", 112000}, {"assets.closing", 534000}};
    static const struct expected changes_2027[] = {{"brought_forward.3001", 410000}, {"adjusted.3001", -1000},
                                                   {"adjusted.total", -1000},        {"start.3001", 409000},
                                                   {"surplus.3001", -6000},          {"surplus.3002", 2000},
                                                   {"transferred.3001", -3000},      {"transferred.total", -3000},
                                                   {"closing.3001", 400000},         {"closing.total", 534000}};
    static const struct expected income_2027[] = {{"5001.year", 6000}, {"4001.year", 2000}, {"4001.last_year", 390000}};
    const struct entry_share_in share[] = {{units[0].unit, FEN(1000)}}, moved[] = {{units[1].unit, FEN(3000)}};
    struct entry_line_in adjusted[] = {line("3001", SIDE_DEBIT, 1000), line("100101", SIDE_CREDIT, 1000)};
    struct entry_line_in away[] = {line("3001", SIDE_DEBIT, 3000), line("100101", SIDE_CREDIT, 3000)};
    struct period_out out;
    (void)state;
    harness.ctx.now = date_begin(date("2027-03-15"));
    repair("2027-01-20", 0, 3, 6000); /* November and December are closed after it: they must not swallow it */
    must(period_close(ctx(), &(struct period_in){code, 2026 * 12 + 10, false}, &out));
    must(period_close(ctx(), &(struct period_in){code, 2026 * 12 + 11, false}, &out));
    (void)deposit("2027-02-01", 3, 2000);
    adjusted[0].shares = share;
    adjusted[0].share_count = 1;
    away[0].shares = moved;
    away[0].share_count = 1;
    post_lines("adjust-0001", "2027-02-02", ENTRY_CORRECTION, adjusted, LENGTH(adjusted));
    post_lines("away-000001", "2027-02-03", ENTRY_ORDINARY, away, LENGTH(away));
    expect(report(STATEMENT_BALANCE_SHEET, "2027-03", NULL, NULL), sheet_2027, LENGTH(sheet_2027));
    expect(report(STATEMENT_NET_ASSETS, "2027", NULL, NULL), changes_2027, LENGTH(changes_2027));
    expect(report(STATEMENT_INCOME, "2027", NULL, NULL), income_2027, LENGTH(income_2027));
    must(period_close(ctx(), &(struct period_in){code, 2027 * 12 + 0, false}, &out));
    expect(report(STATEMENT_BALANCE_SHEET, "2027-03", NULL, NULL), sheet_2027, LENGTH(sheet_2027));
    expect(report(STATEMENT_NET_ASSETS, "2027", NULL, NULL), changes_2027, LENGTH(changes_2027));
    expect_october();
}

static int begin(void **state)
{
    const struct bank_account_open_in account = {code, FUND_MF, "中国工商银行", "1211024009200012345"};
    struct bank_account found;
    (void)state;
    harness_begin(&harness, "2026-11-10");
    (void)harness_community(&harness, code);
    must(bank_account_open(ctx(), &account));
    must(bank_account_find(ctx(), code, account.number, &found));
    bank = found.opened_seq;
    register_units();
    keep_october();
    return 0;
}

static int end(void **state)
{
    (void)state;
    harness_end(&harness);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_three_forms_are_those_of_the_golden_case),
        cmocka_unit_test(test_every_day_balances_and_has_its_own_figures),
        cmocka_unit_test(test_the_first_year_has_no_year_to_compare_with),
        cmocka_unit_test(test_known_at_repeats_what_was_known),
        cmocka_unit_test(test_closing_a_month_changes_no_figure),
        cmocka_unit_test(test_the_year_after),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
