/* Contracts on a real server: what clients at once must not break, what a sealed month refuses, what the database
 * guards by itself. */
#include "ledger/matter/contract.h"

#include "ledger/book/entry.h"
#include "ledger/book/period.h"
#include "ledger/matter/asset.h"
#include "ledger/matter/document.h"
#include "ledger/matter/income_gap.h"
#include "ledger/matter/recognition.h"
#include "ledger/people/party.h"
#include "tests/harness/harness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum { CLIENTS = 4 };
static const uint64_t community = UINT64_C(330681000217), other = UINT64_C(330681000218);
static struct harness harness;
static int64_t bank;
static const char *scan; /* id of the archived contract */

static day on(const char *text)
{
    day date;
    harness_expect(&harness.ctx, date_parse(text, &date), ERROR_none);
    return date;
}

static struct contract recorded(const char *from, const char *to, int64_t fen)
{
    const struct contract_due_in due = {on(from), FEN(fen)};
    const struct contract_record_in in = {.community = community,
                                          .party = "张三",
                                          .stream = 1,
                                          .from = on(from),
                                          .to = on(to),
                                          .document = scan,
                                          .dues = &due,
                                          .due_count = 1};
    struct contract contract;
    harness_expect(&harness.ctx, contract_record(&harness.ctx, &in, &contract), ERROR_none);
    return contract;
}

static struct entry_line_in prepaid(uint8_t side, int64_t fen, uint64_t contract)
{
    return (struct entry_line_in){.fund = FUND_PI,
                                  .account = "220301",
                                  .side = side,
                                  .amount = FEN(fen),
                                  .dimensions = {{DIMENSION_STREAM, 1}, {DIMENSION_CONTRACT, contract}},
                                  .dimension_count = contract ? 2 : 1};
}

/* Money in advance under a contract; contract 0: none named. */
static result receive(const char *key, const char *date, uint64_t contract, int64_t fen)
{
    const struct entry_line_in lines[] = {{.fund = FUND_PI,
                                           .account = "100201",
                                           .side = SIDE_DEBIT,
                                           .amount = FEN(fen),
                                           .dimensions = {{DIMENSION_BANK_ACCOUNT, (uint64_t)bank}},
                                           .dimension_count = 1},
                                          prepaid(SIDE_CREDIT, fen, contract)};
    const struct entry_in entry = {.community = community,
                                   .key = key,
                                   .entry_type = ENTRY_ORDINARY,
                                   .source = strncmp(key, "import", 6) == 0 ? SOURCE_IMPORT : SOURCE_HAND,
                                   .word = WORD_GENERAL,
                                   .booking_date = on(date),
                                   .summary = "预收车位费",
                                   .lines = lines,
                                   .line_count = LENGTH(lines)};
    struct entry_out out;
    return entry_post(&harness.ctx, &entry, 1, &out);
}

static void test_a_contract_is_demanded_once_there_are_contracts(void **state)
{
    (void)state;
    harness_expect(&harness.ctx, receive("before-contracts", "2025-01-02", 0, 100), ERROR_none);
    const struct contract contract = recorded("2025-01-01", "2025-12-31", 360000);
    assert_string_equal(contract.party, "张三");
    harness_expect(&harness.ctx, receive("without-contract", "2025-01-02", 0, 100), ERROR_entry_dimension_missing);
    harness_expect(&harness.ctx, receive("wrong-contract", "2025-01-02", contract.party_seq, 100),
                   ERROR_entry_dimension_unknown);
    harness_expect(&harness.ctx, receive("every-contract", "2025-01-02", UINT64_MAX, 100),
                   ERROR_entry_dimension_unknown);
    harness_expect(&harness.ctx, receive("import-no-contract", "2025-01-02", 0, 100), ERROR_none);
    harness_expect(&harness.ctx, receive("with-contract", "2025-01-02", contract.seq, 360000), ERROR_none);
}

static void test_the_same_contract_is_one(void **state)
{
    struct contract *list;
    size_t before, after;
    (void)state;
    harness_expect(&harness.ctx, contract_list(&harness.ctx, community, &list, &before), ERROR_none);
    const struct contract first = recorded("2025-01-01", "2025-12-31", 360000);
    harness_expect(&harness.ctx, contract_list(&harness.ctx, community, &list, &after), ERROR_none);
    assert_int_equal(before, after);
    assert_int_equal(first.seq, list[0].seq);
    harness_expect(&harness.ctx, contract_list(&harness.ctx, other, &list, &after), ERROR_none);
    assert_int_equal(after, 0);
}

static struct recognition run_month(int year, int month, enum error code)
{
    const struct recognition_in in = {community, year * 12 + month - 1};
    struct recognition *list = NULL, none = {.amount = FEN(0)};
    size_t count = 0;
    harness_expect(&harness.ctx, recognition_run(&harness.ctx, &in, &list, &count), code);
    return count > 0 ? list[0] : none;
}

static void test_a_year_is_earned_month_by_month(void **state)
{
    (void)state;
    for (int month = 1; month <= 10; month++) {
        const struct recognition now = run_month(2025, month, ERROR_none);
        assert_int_equal(now.amount.fen, 30000);
        assert_int_equal(now.left.fen, 360000 - 30000 * month);
        assert_true(now.seq > 0);
        assert_true(run_month(2025, month, ERROR_none).done);
    }
    harness_expect(&harness.ctx, receive("late-money", "2025-10-20", recorded("2025-10-01", "2025-10-31", 5).seq, 5),
                   ERROR_none);
    assert_int_equal(run_month(2025, 3, ERROR_none).amount.fen,
                     0); /* an earlier month again: nothing is earned twice */
    assert_int_equal(run_month(2199, 12, ERROR_date_future).amount.fen, 0);
}

static void test_a_sealed_month_is_not_touched(void **state)
{
    struct period_out out;
    (void)state;
    harness_expect(&harness.ctx, period_close(&harness.ctx, &(struct period_in){community, 2025 * 12 + 9, false}, &out),
                   ERROR_none);
    (void)run_month(2025, 10, ERROR_period_sealed); /* of the money that came after the run of October */
    const struct contract late = recorded("2025-08-01", "2025-08-31", 700);
    harness_expect(&harness.ctx, receive("sealed-money", "2025-10-20", late.seq, 700), ERROR_period_sealed);
    harness_expect(&harness.ctx, receive("later-money", "2025-11-20", late.seq, 700), ERROR_none);
    const struct recognition_in november = {community, 2025 * 12 + 10};
    struct recognition *list;
    size_t count;
    harness_expect(&harness.ctx, recognition_preview(&harness.ctx, &november, &list, &count), ERROR_none);
    assert_int_equal(list[count - 1].contract->seq, late.seq);
    assert_int_equal(list[count - 1].amount.fen, 700);
    assert_int_equal(list[count - 1].seq, 0);
}

struct client {
    struct ctx ctx;
    struct random random;
    pthread_barrier_t *start;
    struct recognition *list;
    size_t count;
    result got;
};

static void *run_one(void *arg)
{
    struct client *client = arg;
    const struct recognition_in in = {community, 2025 * 12 + 10};
    (void)pthread_barrier_wait(client->start);
    client->got = recognition_run(&client->ctx, &in, &client->list, &client->count);
    return NULL;
}

static void test_clients_at_once_earn_a_month_once(void **state)
{
    struct client clients[CLIENTS];
    pthread_t threads[CLIENTS];
    pthread_barrier_t start;
    (void)state;
    assert_int_equal(pthread_barrier_init(&start, NULL, CLIENTS), 0);
    for (size_t i = 0; i < CLIENTS; i++) {
        clients[i] = (struct client){.start = &start};
        harness_connect(&harness, "mz_app", &clients[i].ctx);
        clients[i].ctx.random = &clients[i].random;
    }
    for (size_t i = 0; i < CLIENTS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, run_one, &clients[i]), 0);
    for (size_t i = 0; i < CLIENTS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        harness_expect(&clients[i].ctx, clients[i].got, ERROR_none);
        harness_disconnect(&clients[i].ctx);
    }
    (void)pthread_barrier_destroy(&start);
    harness_sql(&harness, "do $$ begin assert (select count(*) from entry where source = 3 and booking_date = "
                          "'2025-11-30') = 3, 'twice'; end $$");
}

static void test_expected_booked_banked(void **state)
{
    const struct contract_span span = {on("2025-11-01"), on("2025-11-30")};
    struct income_gap *list;
    size_t count;
    (void)state;
    harness_expect(&harness.ctx, income_gap_list(&harness.ctx, community, &span, &list, &count), ERROR_none);
    assert_int_equal(count, 1);
    assert_int_equal(list[0].stream, 1);
    assert_int_equal(list[0].expected.fen, 0);
    assert_int_equal(list[0].booked.fen, 30705);
    assert_int_equal(list[0].banked.fen, 700);
    harness_expect(&harness.ctx, income_gap_list(&harness.ctx, 1, &span, &list, &count), ERROR_community_unknown);
}

static void test_an_end_is_recorded_once(void **state)
{
    const struct contract contract = recorded("2025-12-01", "2026-02-28", 300);
    char name[24];
    struct contract ended;
    (void)state;
    (void)snprintf(name, sizeof name, "#%llu", (unsigned long long)contract.seq);
    struct contract_end_in in = {community, name, on("2026-03-01"), CONTRACT_AGREED};
    harness_expect(&harness.ctx, contract_end(&harness.ctx, &in, &ended), ERROR_contract_end_day);
    in.on = on("2026-01-15");
    harness_expect(&harness.ctx, contract_end(&harness.ctx, &in, &ended), ERROR_none);
    assert_int_equal(ended.ended_on.value, in.on);
    harness_expect(&harness.ctx, contract_end(&harness.ctx, &in, &ended), ERROR_none);
    in.reason = CONTRACT_OTHER;
    harness_expect(&harness.ctx, contract_end(&harness.ctx, &in, &ended), ERROR_contract_ended);
    in.reason = 9;
    harness_expect(&harness.ctx, contract_end(&harness.ctx, &in, &ended), ERROR_contract_reason);
    in = (struct contract_end_in){community, "#0", on("2026-01-15"), CONTRACT_AGREED};
    harness_expect(&harness.ctx, contract_end(&harness.ctx, &in, &ended), ERROR_contract_unknown);
}

static void test_schedules_follow_their_rule(void **state)
{
    struct contract_schedule_in in = {on("2026-01-31"), on("2026-06-29"), CONTRACT_MONTHLY, FEN(100)};
    static const char *const monthly[] = {"2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"};
    struct contract_due_in *dues;
    size_t count;
    (void)state;
    harness_expect(&harness.ctx, contract_schedule(&harness.ctx, &in, &dues, &count), ERROR_none);
    assert_int_equal(count, LENGTH(monthly));
    for (size_t i = 0; i < count; i++)
        assert_int_equal(dues[i].due, on(monthly[i]));
    in = (struct contract_schedule_in){on("2026-01-01"), on("2026-12-31"), CONTRACT_QUARTERLY, FEN(100)};
    harness_expect(&harness.ctx, contract_schedule(&harness.ctx, &in, &dues, &count), ERROR_none);
    assert_int_equal(count, 4);
    in = (struct contract_schedule_in){on("2026-01-01"), on("2045-12-31"), CONTRACT_MONTHLY, FEN(100)};
    harness_expect(&harness.ctx, contract_schedule(&harness.ctx, &in, &dues, &count), ERROR_none);
    assert_int_equal(count, CONTRACT_DUES_MAX);
    in.to = on("2046-01-01");
    harness_expect(&harness.ctx, contract_schedule(&harness.ctx, &in, &dues, &count), ERROR_contract_schedule);
    in.to = on("2025-12-31");
    harness_expect(&harness.ctx, contract_schedule(&harness.ctx, &in, &dues, &count), ERROR_contract_term);
}

static void test_parties_by_every_name(void **state)
{
    const struct party_add_in rows[] = {
        {community, NULL, "李四", NULL}, {community, NULL, "王五 ", NULL}, {community, NULL, "李四", "6222"}};
    struct party party, found;
    char name[UUID_TEXT];
    (void)state;
    harness_expect(&harness.ctx, party_add(&harness.ctx, &rows[0], &party), ERROR_none);
    harness_expect(&harness.ctx, party_add(&harness.ctx, &rows[1], &found), ERROR_text_refused);
    harness_expect(&harness.ctx, party_add(&harness.ctx, &rows[2], &found), ERROR_party_exists);
    assert_string_equal(party.bank_account, "");
    uuid_format(&party.party, name);
    harness_expect(&harness.ctx, party_find(&harness.ctx, community, name, &found), ERROR_none);
    (void)snprintf(name, sizeof name, "#%llu", (unsigned long long)party.seq);
    harness_expect(&harness.ctx, party_find(&harness.ctx, community, name, &found), ERROR_none);
    assert_int_equal(found.seq, party.seq);
    const struct party_add_in same = {community, NULL, name, NULL}; /* a name that looks like a record */
    harness_expect(&harness.ctx, party_add(&harness.ctx, &same, &found), ERROR_none);
    harness_expect(&harness.ctx, party_find(&harness.ctx, community, name, &found), ERROR_party_ambiguous);
    harness_expect(&harness.ctx, party_find(&harness.ctx, other, name, &found), ERROR_party_unknown);
}

static void test_assets_are_checked(void **state)
{
    struct asset_add_in in = {community, NULL, ASSET_LOCKER, 0, 2, "南门", on("2026-01-01")};
    struct asset asset;
    (void)state;
    harness_expect(&harness.ctx, asset_add(&harness.ctx, &in, &asset), ERROR_none);
    assert_int_equal(asset.stream, 7);
    assert_int_equal(asset.count, 2);
    assert_string_equal(asset.place, "南门");
    in.stream = STREAM_MAX + 1;
    harness_expect(&harness.ctx, asset_add(&harness.ctx, &in, &asset), ERROR_contract_stream);
    in.stream = 7;
    in.count = ASSET_COUNT_MAX + 1;
    harness_expect(&harness.ctx, asset_add(&harness.ctx, &in, &asset), ERROR_asset_count);
    in.kind = 0;
    harness_expect(&harness.ctx, asset_add(&harness.ctx, &in, &asset), ERROR_asset_kind);
}

static void test_the_database_guards_by_itself(void **state)
{
    static const struct {
        const char *statement, *state;
    } rows[] = {
        {"perform contract_append(330681000217, 9, gen_random_uuid(), gen_random_uuid(), 1, '2026-01-01', "
         "'2026-02-01', "
         "'{}', '{}', 5)",
         "MZ330"},
        {"perform contract_end(330681000217, 9, opened_seq, '2026-01-16', 1) from contract where ended_on is not null",
         "MZ337"},
        {"delete from contract_due", "MZ001"},
        {"update party set seq = 0", "MZ001"},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        char sql[600];
        (void)snprintf(sql, sizeof sql,
                       "do $$ begin %s; raise exception 'not guarded'; exception when sqlstate '%s' then null; end $$",
                       rows[i].statement, rows[i].state);
        harness_sql(&harness, sql);
    }
}

static int begin(void **state)
{
    static char id[UUID_TEXT];
    const struct party_add_in tenant = {community, NULL, "张三", NULL};
    const struct document_archive_in paper = {.community = community,
                                              .name = "contract.xml",
                                              .file = BYTES("<contract/>", 11),
                                              .type = DOCUMENT_CONTRACT,
                                              .visibility = VISIBILITY_WITHHELD};
    struct document document;
    struct party party;
    enum file_type type;
    bool existing;
    (void)state;
    harness_begin(&harness, "2026-03-31");
    bank = harness_community(&harness, community);
    (void)harness_community(&harness, other);
    harness_expect(&harness.ctx, party_add(&harness.ctx, &tenant, &party), ERROR_none);
    harness_expect(&harness.ctx, document_archive(&harness.ctx, &paper, &document, &existing, &type), ERROR_none);
    uuid_format(&document.document, id);
    scan = id;
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
        cmocka_unit_test(test_a_contract_is_demanded_once_there_are_contracts),
        cmocka_unit_test(test_the_same_contract_is_one),
        cmocka_unit_test(test_a_year_is_earned_month_by_month),
        cmocka_unit_test(test_a_sealed_month_is_not_touched),
        cmocka_unit_test(test_clients_at_once_earn_a_month_once),
        cmocka_unit_test(test_expected_booked_banked),
        cmocka_unit_test(test_an_end_is_recorded_once),
        cmocka_unit_test(test_schedules_follow_their_rule),
        cmocka_unit_test(test_parties_by_every_name),
        cmocka_unit_test(test_assets_are_checked),
        cmocka_unit_test(test_the_database_guards_by_itself),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
