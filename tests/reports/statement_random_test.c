/* Random books over sixteen months, months closed here and there: every statement adds up on every day that is asked
 * for, agrees with the sub-accounts of units, names its vouchers, and comes again byte for byte when told what was
 * known; and what is read from turnover is what the postings say. */
#include "reports/statement.h"

#include "embed/sql.h"
#include "ledger/book/bank_account.h"
#include "ledger/book/deposit.h"
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

enum { UNITS = 6, STEPS = 160, ASKED = 20, KEPT_MAX = 24, FIRST_MONTH = 2025 * 12 + 10 };

static const uint64_t code = UINT64_C(330681000217);
static struct harness harness;
static struct unit *units; /* the last two public */
static int64_t banks[FUND_OP + 1];
static uint64_t state_of_chance = 20261125;

struct kept { /* a statement as printed once */
    enum statement_kind kind;
    struct statement_in in;
    char size[24];
    struct bytes text;
};

static struct kept kept[KEPT_MAX];
static size_t kept_count;

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

/* 0 … below - 1, the same on every run. */
static uint64_t chance(uint64_t below)
{
    state_of_chance = state_of_chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (state_of_chance >> 33) % below;
}

/* ---- entries ---- */

static struct entry_line_in line(uint16_t fund, const char *account, uint8_t side, int64_t fen)
{
    struct entry_line_in made = {.fund = fund, .account = account, .side = side, .amount = FEN(fen)};
    if (strncmp(account, "100", 3) == 0)
        made.dimensions[made.dimension_count++] =
            (struct entry_dimension_in){DIMENSION_BANK_ACCOUNT, (uint64_t)banks[fund]};
    else if (strcmp(account, "1122") == 0)
        made.dimensions[made.dimension_count++] = (struct entry_dimension_in){DIMENSION_STREAM, 3};
    else if (fund == FUND_PI && (account[0] == '4' || account[0] == '5'))
        made.dimensions[made.dimension_count++] = (struct entry_dimension_in){
            DIMENSION_STREAM, strncmp(account, "5101", 4) == 0 ? 1 + chance(3) : (uint64_t)(account[3] - '0')};
    return made;
}

static void post(day on, const struct entry_line_in *lines, size_t count)
{
    static int number;
    char key[40];
    struct entry_out out;
    (void)snprintf(key, sizeof key, "random-%06d", number++);
    const struct entry_in entry = {.community = code,
                                   .key = key,
                                   .entry_type = ENTRY_ORDINARY,
                                   .source = SOURCE_HAND,
                                   .word = WORD_GENERAL,
                                   .booking_date = on,
                                   .summary = key,
                                   .lines = lines,
                                   .line_count = count};
    must(entry_post(ctx(), &entry, 1, &out));
}

static void post_pair(uint16_t fund, day on, const char *debit, const char *credit, int64_t fen)
{
    const struct entry_line_in lines[] = {line(fund, debit, SIDE_DEBIT, fen), line(fund, credit, SIDE_CREDIT, fen)};
    post(on, lines, LENGTH(lines));
}

/* An entry with one line for units `first` …, who share it. */
static void post_shared(day on, struct entry_line_in shared, struct entry_line_in other, size_t first, size_t count)
{
    struct entry_share_in shares[UNITS];
    uint64_t weights[UNITS];
    money parts[UNITS];
    for (size_t i = 0; i < count; i++)
        weights[i] = 1 + chance(5);
    must(money_share(shared.amount, weights, count, parts));
    for (size_t i = 0; i < count; i++)
        shares[i] = (struct entry_share_in){units[first + i].unit, parts[i]};
    shared.shares = shares;
    shared.share_count = count;
    const struct entry_line_in lines[] = {shared, other};
    post(on, lines, LENGTH(lines));
}

static int64_t fen(void)
{
    return 1000 + (int64_t)chance(500000);
}

static void post_maintenance(day on)
{
    const int64_t amount = fen();
    const bool public = chance(3) == 0;
    const size_t first = public ? 4 : 0, count = public ? 2 : 4;
    const struct entry_line_in bank_in = line(FUND_MF, "100101", SIDE_DEBIT, amount),
                               bank_out = line(FUND_MF, "100101", SIDE_CREDIT, amount);
    switch (chance(8)) {
    case 0:
    case 1:
        post_shared(on, line(FUND_MF, public ? "400102" : "400101", SIDE_CREDIT, amount), bank_in, first, count);
        return;
    case 2: /* repairs of all units together */
        post_shared(on, line(FUND_MF, "500101", SIDE_DEBIT, amount), bank_out, 0, UNITS);
        return;
    case 3:
        post_shared(on, line(FUND_MF, "500102", SIDE_DEBIT, amount), bank_out, first, count);
        return;
    case 4:
        post_shared(on, line(FUND_MF, public ? "510102" : "510101", SIDE_DEBIT, amount), bank_out, first, count);
        return;
    case 5:
        post_pair(FUND_MF, on, "100101", public ? "410102" : "410101", amount);
        return;
    case 6: /* shared out, or moved to another keeper */
        post_shared(on, line(FUND_MF, public ? "3002" : "3001", SIDE_CREDIT, amount),
                    chance(2) == 0 ? line(FUND_MF, "310101", SIDE_DEBIT, amount) : bank_in, first, count);
        return;
    default:
        post_pair(FUND_MF, on, "590101", "1201", amount);
        return;
    }
}

static void post_public(day on)
{
    static const char *const pairs[][2] = {
        {"100201", "4001"}, {"100201", "4002"},   {"100201", "4003"}, {"500103", "100201"}, {"6002", "100201"},
        {"6003", "100201"}, {"6001", "230101"},   {"3101", "310201"}, {"5101", "100201"},   {"6002", "2202"},
        {"2202", "100201"}, {"100201", "224103"}, {"1122", "4003"},   {"100201", "1122"},   {"224103", "100201"}};
    const size_t pick = chance(LENGTH(pairs));
    post_pair(FUND_PI, on, pairs[pick][0], pairs[pick][1], fen());
}

/* Cancels the newest entry when it is still ordinary and open. */
static void reverse_newest(day on)
{
    static int number;
    struct entry_listed *list;
    struct entry_out out;
    size_t count;
    char key[40];
    must(entry_list(ctx(), code, 1, &list, &count));
    if (count == 0 || list[0].entry_type != ENTRY_ORDINARY)
        return;
    (void)snprintf(key, sizeof key, "reverse-%06d", number++);
    const struct reversal_in in = {.community = code, .seq = list[0].seq, .key = key, .booking_date = on};
    must(reversal_post(ctx(), &in, &out));
}

/* ---- statements ---- */

static struct report *build(enum statement_kind kind, const struct statement_in *in)
{
    struct report *report;
    must(statement_build(ctx(), kind, in, &report));
    return report;
}

static void name_of(const struct report_table *table, const struct report_row *row, size_t column, char out[80])
{
    if (row->cells[column].name)
        (void)snprintf(out, 80, "%s", row->cells[column].name);
    else
        (void)snprintf(out, 80, "%s.%s", row->key, table->columns[column].key);
}

static int64_t amount(const struct report *report, const char *wanted)
{
    const struct report_table *table = report->sections.items[0]->tables.items[0];
    char name[80];
    for (size_t r = 0; r < table->rows.count; r++)
        for (size_t c = 1; c < table->column_count; c++) {
            name_of(table, table->rows.items[r], c, name);
            if (strcmp(name, wanted) == 0)
                return table->rows.items[r]->cells[c].amount.fen;
        }
    return 0;
}

/* A figure of the report drawn by lot: its vouchers add up to it (statement_build refuses them otherwise). */
static void ask_behind(enum statement_kind kind, struct statement_in in, const struct report *report)
{
    const struct report_section *section = report->sections.items[chance(report->sections.count)];
    const struct report_table *table = section->tables.items[0];
    char name[80];
    if (table->rows.count == 0)
        return;
    const struct report_row *row = table->rows.items[chance(table->rows.count)];
    const size_t column = chance(table->column_count);
    if (!row->cells[column].figure)
        return;
    name_of(table, row, column, name);
    in.behind = name;
    const struct report *vouchers = build(kind, &in);
    const struct report_table *list = vouchers->sections.items[0]->tables.items[0];
    int64_t sum = 0;
    for (size_t r = 0; r + 1 < list->rows.count; r++)
        sum += list->rows.items[r]->cells[3].amount.fen;
    assert_int_equal(sum, row->cells[column].amount.fen);
}

static void print(const struct report *report, struct bytes *ret_text)
{
    struct buffer out;
    buffer_init(&out, ctx()->arena, 1 << 20);
    must(report_json(report, &out));
    must(buffer_done(&out, ret_text));
}

static void keep(enum statement_kind kind, const struct statement_in *in, const struct report *report)
{
    struct kept *item = &kept[kept_count];
    if (kept_count == KEPT_MAX || chance(12) != 0)
        return;
    kept_count++;
    *item = (struct kept){.kind = kind, .in = *in};
    (void)snprintf(item->size, sizeof item->size, "%llu", (unsigned long long)report->journal_size);
    print(report, &item->text);
}

/* C3: the sub-accounts of the units are what the balance sheet says of each kind of housing. */
static void compare_units(const struct report *sheet, day on)
{
    struct subledger_balance *list;
    size_t count;
    int64_t sums[2] = {0, 0};
    must(subledger_balances(ctx(), code, on, &list, &count));
    for (size_t i = 0; i < count; i++)
        sums[list[i].use == UNIT_PUBLIC] += list[i].balance.fen;
    assert_int_equal(amount(sheet, "3001.closing"), sums[0]);
    assert_int_equal(amount(sheet, "3002.closing"), sums[1]);
}

static void look(day on)
{
    struct statement_in in = {.community = code, .as_of = on};
    char text[16];
    for (int i = 0; i <= STATEMENT_GENERAL + 1; i++) {
        const int kind = i <= STATEMENT_GENERAL ? i : STATEMENT_RECEIPTS;
        in.fund = kind != STATEMENT_RECEIPTS && chance(2) == 0 ? FUND_MF : FUND_PI;
        const int32_t month = month_of(on);
        const bool year = kind == STATEMENT_NET_ASSETS || chance(2) == 0;
        (void)snprintf(text, sizeof text, "%04d-%02d", month / 12 % 10000, month % 12 + 1);
        text[year ? 4 : 7] = '\0';
        must(report_period_parse(ctx(), text, &in.period));
        const struct report *report = build((enum statement_kind)kind, &in);
        ask_behind((enum statement_kind)kind, in, report);
        keep((enum statement_kind)kind, &in, report);
        if (kind == STATEMENT_BALANCE_SHEET && in.fund == FUND_MF)
            compare_units(report, on);
    }
}

/* A step: an entry dated in an open month, sometimes a red letter, sometimes the end of a month. */
static void step(int i)
{
    struct period_out out;
    int32_t next = FIRST_MONTH;
    const day today = month_first(FIRST_MONTH) + 3 + i * 3;
    harness.ctx.now = date_begin(today) + INT64_C(3600) * 1000000;
    if (i > 0)
        must(period_next(ctx(), code, &next));
    const day open = month_first(next), on = open + (day)chance((uint64_t)(today - open) + 1);
    if (chance(2) == 0)
        post_maintenance(on);
    else
        post_public(on);
    if (chance(10) == 0)
        reverse_newest(today);
    if (i > 0 && month_last(next) < today && chance(6) == 0)
        must(period_close(ctx(), &(struct period_in){code, next, false}, &out));
    const day first = month_first(FIRST_MONTH);
    if (i % 2 == 0)
        look(first + (day)chance((uint64_t)(today - first) + 1));
}

/* Money brought forward from before the first month. */
static void open_books(day on)
{
    const struct entry_line_in lines[] = {line(FUND_PI, "100201", SIDE_DEBIT, 12345678),
                                          line(FUND_PI, "3101", SIDE_CREDIT, 12345678)};
    const struct entry_in entry = {.community = code,
                                   .key = "random-opening",
                                   .entry_type = ENTRY_OPENING,
                                   .source = SOURCE_HAND,
                                   .word = WORD_OPENING,
                                   .booking_date = on,
                                   .summary = "期初",
                                   .lines = lines,
                                   .line_count = LENGTH(lines)};
    struct entry_out out;
    must(entry_post(ctx(), &entry, 1, &out));
}

/* Money to pay from: no payment takes more than there is. */
static void endow(void)
{
    const day first = month_first(FIRST_MONTH);
    const int64_t plenty = INT64_C(100000000000);
    harness.ctx.now = date_begin(first + 3) + INT64_C(3600) * 1000000;
    post_pair(FUND_MF, first, "100101", "410101", plenty);
    post_pair(FUND_MF, first, "1201", "100101", plenty / 10);
    post_pair(FUND_PI, first, "100201", "4001", plenty);
    open_books(first);
}

static void test_random_books(void **state)
{
    (void)state;
    endow();
    for (int i = 0; i < STEPS; i++)
        step(i);
    assert_true(kept_count > KEPT_MAX / 2);
}

static void test_what_was_printed_comes_again(void **state)
{
    (void)state;
    for (size_t i = 0; i < kept_count; i++) {
        struct bytes again;
        kept[i].in.known_at = kept[i].size;
        print(build(kept[i].kind, &kept[i].in), &again);
        assert_int_equal(again.size, kept[i].text.size);
        assert_memory_equal(again.data, kept[i].text.data, again.size);
    }
}

/* ---- turnover against postings ---- */

static const char oracle[] =
    "create view oracle_line as select p.*, a.code, a.name, p.amount_fen::bigint as amount, "
    "(extract(year from p.booking_date) * 12 + extract(month from p.booking_date) - 1)::integer as month, "
    "e.entry_type, "
    "case e.entry_type when 6 then 2 when 5 then 4 else 1 end as flow, "
    "case p.side when 1 then p.amount_fen::bigint end as debit, case p.side when 2 then p.amount_fen::bigint end as "
    "credit, "
    "coalesce((select value from posting_dim d where (d.community_id, d.seq, d.line, dimension) = (p.community_id, "
    "p.seq, "
    "p.line, 1)), 0) as bank_account, coalesce((select value from posting_dim d where (d.community_id, d.seq, d.line, "
    "dimension) = (p.community_id, p.seq, p.line, 2)), 0) as stream from posting p join account a using (community_id, "
    "account_no) join entry e on e.community_id = p.community_id and e.seq = p.seq";

/* What a query of ours answers is what `slow` answers, which adds up postings; and it is not nothing. */
static void same(const char *fast, const char *values, const char *slow)
{
    struct buffer out;
    struct bytes script;
    buffer_init(&out, ctx()->arena, 1 << 16);
    buffer_print(&out,
                 "prepare asked as %s;\ncreate temp table fast as execute asked%s; create temp table slow (like fast); "
                 "insert into "
                 "slow %s; "
                 "do $$ begin assert not exists ((table fast except all table slow) union all (table slow except all "
                 "table fast)), 'not what the postings say'; assert exists (table slow), 'nothing compared'; end $$",
                 fast, values, slow);
    must(buffer_done(&out, &script));
    harness_sql(&harness, (const char *)script.data);
}

struct ask {
    int fund;
    int32_t from, to; /* months */
    char day[DATE_TEXT];
    uint64_t size;
};

/* As far as the first records know, on any day. */
static void same_until(const struct ask *ask)
{
    char fast[512], slow[512];
    (void)snprintf(
        fast, sizeof fast,
        "select account_no, month, flow, bank_account, stream, sum(debit) as debit, sum(credit) as credit from "
        "turnover_until(%llu, %d, '%s', %llu) group by 1, 2, 3, 4, 5 having sum(debit) <> 0 or sum(credit) <> 0",
        (unsigned long long)code, ask->fund, ask->day, (unsigned long long)ask->size);
    (void)snprintf(
        slow, sizeof slow,
        "select account_no, month, flow, bank_account, stream, coalesce(sum(debit), 0), coalesce(sum(credit), "
        "0) from oracle_line where fund = %d and booking_date <= '%s' and seq < %llu group by 1, 2, 3, 4, 5 "
        "having coalesce(sum(debit), 0) <> 0 or coalesce(sum(credit), 0) <> 0",
        ask->fund, ask->day, (unsigned long long)ask->size);
    same(fast, "", slow);
}

/* Whole months, everything that is recorded. */
static void same_months(const struct ask *ask)
{
    char values[80], slow[1024];
    (void)snprintf(values, sizeof values, "(%llu, %d, %d, %d)", (unsigned long long)code, ask->fund, ask->from,
                   ask->to);
    (void)snprintf(
        slow, sizeof slow,
        "select code, name, bank_account, bank, right(convert_from(value, 'UTF8'), 4), case when month < %d then "
        "0 else month end, coalesce(sum(debit), 0)::bigint, coalesce(sum(credit), 0)::bigint from oracle_line l "
        "left join bank_account b on opened_seq = bank_account left join opening on commitment = number where "
        "l.fund = %d and month <= %d and left(code, 4) in ('1001', '1002', '1012', '1201') group by 1, 2, 3, 4, 5, 6",
        ask->from, ask->fund, ask->to);
    same(sql_money_turnover_list.text, values, slow);
    (void)snprintf(
        slow, sizeof slow,
        "select (select count(distinct seq) from oracle_line where fund = %d and month between %d and %d), "
        "(select count(distinct seq) from oracle_line where fund = %d and month between %d and %d and entry_type = 2)",
        ask->fund, ask->from, ask->to, ask->fund, ask->from, ask->to);
    same(sql_voucher_count.text, values, slow);
    (void)snprintf(
        slow, sizeof slow,
        "select code, stream, case when month < %d then 0 else month end, coalesce(sum(debit), 0)::bigint, "
        "coalesce(sum(credit), 0)::bigint from oracle_line where fund = 2 and month <= %d and entry_type <> 6 and "
        "(code like '5101%%' or code in ('224103', '122109')) group by 1, 2, 3",
        ask->from, ask->to);
    (void)snprintf(values, sizeof values, "(%llu, 2, %d, %d)", (unsigned long long)code, ask->from, ask->to);
    same(sql_stream_turnover_list.text, values, slow);
}

/* The ten entries by which most money left. */
static void same_payments(const struct ask *ask)
{
    char values[80], slow[1024];
    (void)snprintf(values, sizeof values, "(%llu, %d, %d, %d)", (unsigned long long)code, ask->fund, ask->from,
                   ask->to);
    (void)snprintf(
        slow, sizeof slow,
        "select e.booking_date, n.word, n.series, n.number, convert_from(o.value, 'UTF8'), paid, exists (select "
        "from entry_ref r where r.ref_seq = e.seq and r.role = 1), (select string_agg(distinct l.code, ' ') from "
        "oracle_line l where l.seq = e.seq and l.fund = %d and l.side = 1 and l.code not like '100%%') from (select "
        "seq, (coalesce(sum(credit), 0) - coalesce(sum(debit), 0))::bigint as paid from oracle_line where fund = %d "
        "and month between %d and %d and left(code, 4) in ('1001', '1002', '1012', '1201') group by seq order by 2 "
        "desc, 1 limit 10) p join entry e using (seq) join entry_number n on n.seq = e.seq and n.fund = %d join "
        "opening o on o.commitment = e.summary where paid > 0",
        ask->fund, ask->fund, ask->from, ask->to, ask->fund);
    same(sql_payment_largest.text, values, slow);
}

static void test_turnover_is_what_the_postings_say(void **state)
{
    struct journal_head head;
    (void)state;
    harness_sql(&harness, oracle);
    must(journal_head(ctx(), code, &head));
    const day first = month_first(FIRST_MONTH);
    for (int i = 0; i < ASKED; i++) {
        struct ask ask = {.fund = chance(2) == 0 ? FUND_MF : FUND_PI,
                          .to = FIRST_MONTH + 3 + (int32_t)chance(13),
                          .size =
                              i % 3 == 0 ? head.size : head.size - chance(head.size / 4)}; /* the charts come first */
        ask.from = ask.to - 1 - (int32_t)chance(6);
        date_format(first + 90 + (day)chance(400), ask.day);
        same_until(&ask);
        same_months(&ask);
        same_payments(&ask);
    }
}

static void register_units(void)
{
    struct unit_in in[UNITS];
    char numbers[UNITS][8];
    size_t count;
    for (size_t i = 0; i < UNITS; i++) {
        (void)snprintf(numbers[i], sizeof numbers[i], "%zu", 101 + i);
        in[i] = (struct unit_in){.building = "1幢",
                                 .number = numbers[i],
                                 .area_cm2 = 1000000 + i * 10000,
                                 .use = i < 4 ? UNIT_COMMODITY : UNIT_PUBLIC};
    }
    const struct unit_register_in list = {
        .community = code, .units = in, .count = UNITS, .owned_from = date("2025-01-01")};
    must(unit_register(ctx(), &list, &count));
    must(unit_list(ctx(), code, &units, &count));
}

static int begin(void **state)
{
    const struct bank_account_open_in account = {code, FUND_MF, "中国工商银行", "1211024009200012345"};
    struct bank_account found;
    (void)state;
    harness_begin(&harness, "2025-11-03");
    banks[FUND_PI] = harness_community(&harness, code);
    must(bank_account_open(ctx(), &account));
    must(bank_account_find(ctx(), code, account.number, &found));
    banks[FUND_MF] = found.opened_seq;
    register_units();
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
        cmocka_unit_test(test_random_books),
        cmocka_unit_test(test_what_was_printed_comes_again),
        cmocka_unit_test(test_turnover_is_what_the_postings_say),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
