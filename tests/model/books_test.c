/* A long random life of one community: every step is taken by the ledger on a real server and by the model in memory;
 * both must come to the same accounts, the same units and the same refusals after each. MINGZHANG_SEED repeats a run;
 * MINGZHANG_LONG makes it 100,000 steps. */
#include "audit/desk/verify.h"
#include "base/number.h"
#include "embed/sql.h"
#include "ledger/book/apportionment.h"
#include "ledger/book/bank_account.h"
#include "ledger/book/deposit.h"
#include "ledger/book/fund.h"
#include "ledger/book/interest.h"
#include "ledger/book/period.h"
#include "ledger/book/reversal.h"
#include "ledger/people/unit.h"
#include "tests/harness/harness.h"
#include "tests/model/model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS = 1000, STEPS_LONG = 100000, KEYS = 48, DIGEST_EVERY = 40, VERIFY_EVERY = 20000 };
static const uint64_t community = UINT64_C(330681000217);
static const inst day_us = INT64_C(86400000000);

static struct harness harness;
static struct model model;
static struct arena *step_arena;
static struct unit units[MODEL_UNITS];
static int64_t bank_mf, bank_pi;
static uint64_t seed, refusals, accepted;
static unsigned step;

/* ---- randomness ---- */

static uint64_t any(uint64_t limit)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed % limit;
}

static day today(void)
{
    return ctx_today(&harness.ctx);
}

/* A day that may lie in a sealed period or ahead of today. */
static day some_day(void)
{
    const day from = model.sealed ? model.sealed - 3 : today() - 40;
    return from + (day)any((uint64_t)(today() - from) + 2);
}

static const char *key_of(void)
{
    const char *key;
    harness_expect(&harness.ctx, arena_print(step_arena, &key, "model-step-%u", step), ERROR_none);
    return key;
}

/* What any entry of this day meets before and under the lock. */
static enum error date_verdict(day date)
{
    if (date > today())
        return ERROR_date_future;
    return date <= model.sealed ? ERROR_period_sealed : ERROR_none;
}

/* ---- a refusal leaves every row as it was ---- */

static void keep_digest(void)
{
    harness_sql(&harness,
                "drop table if exists kept_digest; create table kept_digest as select book_digest() as digest");
}

static void check_digest(void)
{
    harness_sql(&harness, "do $$ begin assert (select digest from kept_digest) = book_digest(), 'changed'; end $$");
}

static bool sampled(void)
{
    return step % DIGEST_EVERY == 0;
}

/* Both must say the same; counts, and checks now and then that a refusal changed nothing. */
static bool agreed(result got, enum error expected)
{
    if (got.code != expected)
        print_message("step %u: %s\n", step, error_info(got.code)->name);
    harness_expect(&harness.ctx, got, expected);
    if (expected == ERROR_none) {
        accepted++;
        return true;
    }
    refusals++;
    if (sampled())
        check_digest();
    return false;
}

/* ---- the kinds of steps ---- */

struct plan { /* an entry of two lines */
    uint16_t fund;
    const char *debit, *credit;
    int64_t debit_bank, credit_bank;
    uint16_t debit_stream, credit_stream;
    int64_t amount, difference; /* of the credit line */
    day date;
};

static struct entry_line_in line_of(const struct plan *p, const char *code, uint8_t side)
{
    const bool debit = side == SIDE_DEBIT;
    const int64_t bank = debit ? p->debit_bank : p->credit_bank;
    const uint16_t stream = debit ? p->debit_stream : p->credit_stream;
    struct entry_line_in line = {
        .fund = p->fund, .account = code, .side = side, .amount = FEN(p->amount + (debit ? 0 : p->difference))};
    if (bank)
        line.dimensions[line.dimension_count++] = (struct entry_dimension_in){DIMENSION_BANK_ACCOUNT, (uint64_t)bank};
    if (stream)
        line.dimensions[line.dimension_count++] = (struct entry_dimension_in){DIMENSION_STREAM, stream};
    return line;
}

static void record(const struct plan *p, uint64_t seq)
{
    const struct model_entry entry = {.seq = seq,
                                      .type = ENTRY_ORDINARY,
                                      .date = p->date,
                                      .count = 2,
                                      .lines = {{.account = model_account(&model, p->fund, p->debit),
                                                 .side = SIDE_DEBIT,
                                                 .amount = p->amount,
                                                 .left = p->amount},
                                                {.account = model_account(&model, p->fund, p->credit),
                                                 .side = SIDE_CREDIT,
                                                 .amount = p->amount,
                                                 .left = p->amount}}};
    model_post(&model, &entry);
}

static void post(const struct plan *p)
{
    const struct entry_line_in lines[] = {line_of(p, p->debit, SIDE_DEBIT), line_of(p, p->credit, SIDE_CREDIT)};
    const struct entry_in entry = {.community = community,
                                   .key = key_of(),
                                   .entry_type = ENTRY_ORDINARY,
                                   .source = SOURCE_HAND,
                                   .word = WORD_GENERAL,
                                   .booking_date = p->date,
                                   .summary = "随机",
                                   .lines = lines,
                                   .line_count = 2};
    struct entry_out out;
    enum error verdict = date_verdict(p->date);
    if (p->difference != 0 && verdict != ERROR_date_future)
        verdict = ERROR_entry_unbalanced;
    if (!agreed(entry_post(&harness.ctx, &entry, 1, &out), verdict))
        return;
    record(p, out.seq);
    if (any(8) != 0)
        return;
    harness_expect(&harness.ctx, entry_post(&harness.ctx, &entry, 1, &out), ERROR_none);
    assert_true(out.replayed);
}

static void income(void)
{
    static const char *const codes[] = {"4001", "4003", "4007"};
    static const uint16_t streams[] = {1, 3, 7};
    const size_t i = any(LENGTH(codes));
    post(&(struct plan){.fund = FUND_PI,
                        .debit = "100201",
                        .credit = codes[i],
                        .debit_bank = bank_pi,
                        .credit_stream = streams[i],
                        .amount = 1 + (int64_t)any(1000000),
                        .difference = any(12) == 0 ? 1 : 0,
                        .date = some_day()});
}

static void expense(void)
{
    const int64_t held = model_net(&model, FUND_PI, "100201");
    if (held < 2)
        return;
    post(&(struct plan){.fund = FUND_PI,
                        .debit = any(2) ? "6003" : "6006",
                        .credit = "100201",
                        .credit_bank = bank_pi,
                        .amount = 1 + (int64_t)any((uint64_t)held / 2),
                        .date = some_day()});
}

static void bank_interest(void)
{
    post(&(struct plan){.fund = FUND_MF,
                        .debit = "100101",
                        .credit = any(2) ? "410101" : "420101",
                        .debit_bank = bank_mf,
                        .amount = 1 + (int64_t)any(50000),
                        .date = some_day()});
}

static void record_units(const char *account, uint8_t side, const int64_t shares[MODEL_UNITS],
                         struct model_entry *entry)
{
    struct model_line *line = &entry->lines[entry->count++];
    *line = (struct model_line){.account = model_account(&model, FUND_MF, account), .side = side};
    for (size_t u = 0; u < MODEL_UNITS; u++) {
        line->share[u] = shares[u];
        line->amount += shares[u];
    }
    line->left = line->amount;
}

static void record_money(const char *account, uint8_t side, int64_t amount, struct model_entry *entry)
{
    entry->lines[entry->count++] = (struct model_line){
        .account = model_account(&model, FUND_MF, account), .side = side, .amount = amount, .left = amount};
}

static void deposit(void)
{
    const size_t u = any(MODEL_UNITS);
    const struct entry_share_in share = {units[u].unit, FEN(1 + (int64_t)any(500000))};
    const struct deposit_in in = {.community = community,
                                  .key = key_of(),
                                  .booking_date = some_day(),
                                  .bank_account_seq = bank_mf,
                                  .shares = &share,
                                  .count = 1};
    struct model_entry entry = {.type = ENTRY_ORDINARY, .date = in.booking_date};
    struct entry_out out;
    int64_t shares[MODEL_UNITS] = {0};
    if (!agreed(deposit_post(&harness.ctx, &in, &out), date_verdict(in.booking_date)))
        return;
    shares[u] = share.amount.fen;
    entry.seq = out.seq;
    record_money("100101", SIDE_DEBIT, share.amount.fen, &entry);
    record_units(model.units[u].public ? "400102" : "400101", SIDE_CREDIT, shares, &entry);
    model_post(&model, &entry);
}

static void refund(void)
{
    static const char *const codes[][2] = {{"400101", "400102"}, {"510101", "510102"}, {"510101", "510102"}};
    const size_t u = any(MODEL_UNITS), k = any(3);
    const bool lost = k + 1 == REFUND_HOUSE_LOST;
    const int64_t held = model_net(&model, FUND_MF, "100101");
    const char *const other = lost ? (model.units[u].public ? "200102" : "200101") : "100101";
    if (held < 10)
        return;
    const struct entry_share_in share = {units[u].unit, FEN(1 + (int64_t)any((uint64_t)held / 4 + 1))};
    const struct deposit_in in = {.community = community,
                                  .key = key_of(),
                                  .booking_date = some_day(),
                                  .bank_account_seq = bank_mf,
                                  .shares = &share,
                                  .count = 1};
    struct model_entry entry = {.type = ENTRY_ORDINARY, .date = in.booking_date};
    struct entry_out out;
    int64_t shares[MODEL_UNITS] = {0};
    if (!agreed(deposit_refund(&harness.ctx, &in, (enum refund_kind)(k + 1), &out), date_verdict(in.booking_date)))
        return;
    shares[u] = share.amount.fen;
    entry.seq = out.seq;
    record_money(other, SIDE_CREDIT, share.amount.fen, &entry);
    record_units(codes[k][model.units[u].public], SIDE_DEBIT, shares, &entry);
    model_post(&model, &entry);
}

static void repair(void)
{
    struct charge scope[MODEL_UNITS];
    struct apportionment_post_in in = {.community = community,
                                       .key = key_of(),
                                       .booking_date = some_day(),
                                       .bank_account_seq = bank_mf,
                                       .method = APPORTIONMENT_BY_AREA,
                                       .scope = scope};
    struct model_entry entry = {.type = ENTRY_APPORTIONMENT, .date = in.booking_date};
    bool chosen[MODEL_UNITS] = {false};
    int64_t shares[MODEL_UNITS];
    struct entry_out out;
    const bool public = any(3) == 0; /* one kind at a time: mixed ownership has golden cases of its own */
    for (size_t u = 0; u < MODEL_UNITS; u++)
        if (!model.units[u].public && !public && any(2)) {
            chosen[u] = true;
            scope[in.count++] = (struct charge){.unit = units[u].unit};
        }
    const int64_t held = model_net(&model, FUND_MF, "100101");
    if (held < 10)
        return;
    in.cost = FEN(1 + (int64_t)any((uint64_t)held / 3 + 1));
    const enum error verdict = in.count == 0 ? ERROR_apportionment_no_units : date_verdict(in.booking_date);
    if (!agreed(apportionment_post(&harness.ctx, &in, &out), verdict))
        return;
    model_share(&model, in.cost.fen, chosen, shares);
    entry.seq = out.seq;
    record_money("100101", SIDE_CREDIT, in.cost.fen, &entry);
    record_units("500101", SIDE_DEBIT, shares, &entry);
    model_post(&model, &entry);
}

static void share_income(void)
{
    const int year = 2020 + (int)any(40);
    const int64_t earned = -model_net(&model, FUND_MF, "310101");
    struct interest_in in = {.community = community,
                             .year = year,
                             .housing = HOUSING_COMMODITY,
                             .by = INTEREST_BY_AREA,
                             .from = today() - 30,
                             .to = today(),
                             .booking_date = today(),
                             .amount = FEN(1 + (int64_t)any(earned > 0 ? (uint64_t)earned + 2 : 3))};
    struct model_entry entry = {.type = ENTRY_ORDINARY, .date = in.booking_date};
    bool commodity[MODEL_UNITS];
    int64_t shares[MODEL_UNITS];
    const bool done = model.years[0] >> (year - 2020) & 1;
    const enum error verdict = done                     ? ERROR_interest_distributed
                               : in.amount.fen > earned ? ERROR_interest_unearned
                                                        : date_verdict(in.booking_date);
    if (!agreed(interest_distribute(&harness.ctx, &in, &entry.seq), verdict))
        return;
    for (size_t u = 0; u < MODEL_UNITS; u++)
        commodity[u] = !model.units[u].public;
    model_share(&model, in.amount.fen, commodity, shares);
    record_money("310101", SIDE_DEBIT, in.amount.fen, &entry);
    record_units("3001", SIDE_CREDIT, shares, &entry);
    model_post(&model, &entry);
    model.years[0] |= UINT64_C(1) << (year - 2020);
}

/* Whether cancelling the entry takes more money than there is. */
static bool overdraws(const struct model_entry *original)
{
    for (size_t l = 0; l < original->count; l++) {
        const struct model_account *account = &model.accounts[original->lines[l].account];
        if (strncmp(account->code, "100", 3) == 0 && original->lines[l].side == SIDE_DEBIT &&
            account->debit - account->credit < original->lines[l].amount)
            return true;
    }
    return false;
}

static void reverse(void)
{
    if (model.entry_count == 0)
        return;
    const size_t i = any(model.entry_count);
    const struct model_entry *original = &model.entries[i];
    const struct reversal_in in = {
        .community = community, .seq = original->seq, .key = key_of(), .booking_date = today()};
    struct entry_out out;
    const enum error verdict = original->type == ENTRY_RED_LETTER ? ERROR_entry_not_reversible
                               : original->reversed               ? ERROR_entry_already_reversed
                               : overdraws(original)              ? ERROR_fund_overdrawn
                                                                  : date_verdict(today());
    if (agreed(reversal_post(&harness.ctx, &in, &out), verdict))
        model_reverse(&model, i, out.seq, today());
}

static void close_month(void)
{
    const int32_t next = month_of(model.sealed ? model.sealed + 1 : model.first);
    const int32_t month = next + (any(6) == 0 ? 1 : 0);
    struct period_out out;
    enum error verdict = ERROR_none;
    if (model.entry_count == 0)
        verdict = ERROR_period_empty;
    else if (month_last(month) >= today())
        verdict = ERROR_period_future;
    else if (month > next && model.sealed)
        verdict = ERROR_period_gap;
    if (agreed(period_close(&harness.ctx, &(struct period_in){community, month, false}, &out), verdict))
        assert_int_equal(out.entries, model_close(&model, month));
}

/* ---- comparison ---- */

struct total_row {
    uint32_t account_no;
    uint16_t fund;
    struct bytes code, name;
    uint8_t class, normal_side;
    struct maybe parent, closed_seq;
    uint64_t opened_seq;
    int64_t debit, credit;
};

static bool same(const char *text, struct bytes code)
{
    return strlen(text) == code.size && memcmp(text, code.data, code.size) == 0;
}

static void compare_accounts(void)
{
    static const struct db_column row[] = {
        COLUMN(total_row, account_no), COLUMN(total_row, fund),       COLUMN(total_row, code),
        COLUMN(total_row, name),       COLUMN(total_row, class),      COLUMN(total_row, normal_side),
        COLUMN(total_row, parent),     COLUMN(total_row, closed_seq), COLUMN(total_row, opened_seq),
        COLUMN(total_row, debit),      COLUMN(total_row, credit)};
    const struct db_value in[] = {db_number((int64_t)community), db_number(month_of(today()) + 1)};
    struct total_row *rows = NULL;
    size_t count = 0;
    harness_expect(&harness.ctx, db_list(&harness.ctx, CALL(sql_seal_totals, in), ROW(total_row, row), &rows, &count),
                   ERROR_none);
    for (size_t i = 0; i < count; i++) {
        int64_t debit = 0, credit = 0;
        for (size_t a = 0; a < model.account_count; a++)
            if (model.accounts[a].fund == rows[i].fund && same(model.accounts[a].code, rows[i].code)) {
                debit = model.accounts[a].debit;
                credit = model.accounts[a].credit;
            }
        if (rows[i].debit - rows[i].credit != debit - credit)
            print_message("step %u: account %u %.*s\n", step, rows[i].fund, (int)rows[i].code.size,
                          (const char *)rows[i].code.data);
        assert_int_equal(rows[i].debit - rows[i].credit, debit - credit);
    }
}

static void compare_units(void)
{
    struct subledger_balance *list;
    size_t count;
    harness_expect(&harness.ctx, subledger_balances(&harness.ctx, community, today() + 1, &list, &count), ERROR_none);
    assert_int_equal(count, MODEL_UNITS);
    for (size_t u = 0; u < MODEL_UNITS; u++)
        assert_int_equal(list[u].balance.fen, model.units[u].balance);
}

static void verify(void)
{
    static const struct verify_options everything = {false};
    struct report report;
    struct ctx reader;
    harness_connect(&harness, "mz_verify", &reader);
    harness_expect(&reader, verify_run(&reader, community, &everything, &report), ERROR_none);
    for (size_t i = 0; i < report.findings.count; i++)
        print_message("finding: %s %s\n", finding_name(&report.findings.items[i]), report.findings.items[i].key);
    assert_int_equal(report.findings.count, 0);
    harness_disconnect(&reader);
}

/* ---- the life ---- */

static void take_step(void)
{
    static void (*const kinds[])(void) = {income, income,  expense,       deposit, deposit,     refund,
                                          repair, reverse, bank_interest, income,  close_month, share_income};
    if (any(6) == 0)
        harness.ctx.now += (inst)any(3) * day_us;
    harness.ctx.now += (inst)any(3600) * 1000000;
    if (sampled())
        keep_digest();
    kinds[any(LENGTH(kinds))]();
    compare_accounts();
    compare_units();
}

static void test_ledger_and_model_agree_at_every_step(void **state)
{
    const char *given = getenv("MINGZHANG_SEED");
    const unsigned steps = getenv("MINGZHANG_LONG") ? STEPS_LONG : STEPS;
    struct arena *kept = harness.ctx.arena;
    (void)state;
    int64_t chosen = 20261125;
    if (given)
        harness_expect(&harness.ctx, number_parse(given, 1, INT64_MAX, &chosen), ERROR_none);
    seed = (uint64_t)chosen;
    print_message("seed %llu\n", (unsigned long long)seed);
    harness.ctx.arena = step_arena;
    for (step = 1; step <= steps; step++) {
        take_step();
        arena_reset(step_arena);
        if (step % VERIFY_EVERY == 0)
            verify();
    }
    harness.ctx.arena = kept;
    verify();
    print_message("%llu accepted, %llu refused\n", (unsigned long long)accepted, (unsigned long long)refusals);
    assert_true(accepted > steps / 3 && refusals > steps / 50);
}

static void open_books(void)
{
    const struct bank_account_open_in bank = {community, FUND_MF, "中国工商银行", "1211024009200012345"};
    struct unit_in list[MODEL_UNITS];
    static const char *const numbers[MODEL_UNITS] = {"101", "102", "103", "104", "201", "202"};
    struct unit_register_in in = {.community = community, .units = list, .count = MODEL_UNITS, .owned_from = today()};
    struct bank_account found;
    struct unit *registered;
    size_t count;
    bank_pi = harness_community(&harness, community);
    harness_expect(&harness.ctx, bank_account_open(&harness.ctx, &bank), ERROR_none);
    harness_expect(&harness.ctx, bank_account_find(&harness.ctx, community, bank.number, &found), ERROR_none);
    bank_mf = found.opened_seq;
    for (size_t u = 0; u < MODEL_UNITS; u++) {
        model.units[u] = (struct model_unit){.area = 700000 + 123457 * u, .public = u >= 4};
        list[u] = (struct unit_in){.building = "1幢",
                                   .number = numbers[u],
                                   .area_cm2 = model.units[u].area,
                                   .use = u >= 4 ? UNIT_PUBLIC : UNIT_COMMODITY};
    }
    harness_expect(&harness.ctx, unit_register(&harness.ctx, &in, &count), ERROR_none);
    harness_expect(&harness.ctx, unit_list(&harness.ctx, community, &registered, &count), ERROR_none);
    memcpy(units, registered, sizeof units);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_ledger_and_model_agree_at_every_step)};
    harness_begin(&harness, "2024-01-15");
    step_arena = arena_new(64 << 20);
    model.entries = calloc(MODEL_ENTRIES, sizeof *model.entries);
    assert_non_null(model.entries);
    harness_sql(
        &harness,
        "create function book_digest() returns text language plpgsql as $$ declare t text; r text; d text := ''; begin "
        "for t in select tablename from pg_tables where schemaname = 'public' and tablename <> 'kept_digest' order by "
        "1 loop "
        "execute format('select md5(coalesce(string_agg(md5(x::text), '''' order by x::text), '''')) from %I x', t) "
        "into r; "
        "d := d || r; end loop; return md5(d); end $$");
    open_books();
    struct arena *kept = harness.ctx.arena;
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    harness.ctx.arena = kept; /* a failed step leaves its own */
    free(model.entries);
    arena_free(&step_arena);
    harness_end(&harness);
    return failed;
}
