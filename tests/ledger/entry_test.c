/* The gate through which money is booked, on a real server: what two writers, a meddled head and a lost answer must not
 * break. */
#include "ledger/book/entry.h"

#include "embed/sql.h"
#include "tests/harness/harness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <string.h>

enum { WRITERS = 4, ENTRIES_EACH = 50 };
static const uint64_t first = UINT64_C(330681000217), second = UINT64_C(330681000218), third = UINT64_C(330681000219);
static struct harness harness;
static int64_t bank_first, bank_second, bank_third;

struct sample {
    struct entry_line_in lines[2];
    struct entry_in entry;
};

/* 收地面车位月租 into the bank account, with a key of its own. */
static void make(struct sample *s, uint64_t community, int64_t bank, const char *key, money amount)
{
    memset(s, 0, sizeof *s);
    s->lines[0] = (struct entry_line_in){.fund = FUND_PI,
                                         .account = "100201",
                                         .side = SIDE_DEBIT,
                                         .amount = amount,
                                         .dimensions = {{DIMENSION_BANK_ACCOUNT, (uint64_t)bank}},
                                         .dimension_count = 1};
    s->lines[1] = (struct entry_line_in){.fund = FUND_PI,
                                         .account = "4001",
                                         .side = SIDE_CREDIT,
                                         .amount = amount,
                                         .dimensions = {{DIMENSION_STREAM, 1}},
                                         .dimension_count = 1};
    s->entry = (struct entry_in){.community = community,
                                 .key = key,
                                 .entry_type = ENTRY_ORDINARY,
                                 .source = SOURCE_HAND,
                                 .word = WORD_GENERAL,
                                 .summary = "收地面车位月租",
                                 .lines = s->lines,
                                 .line_count = 2};
    harness_expect(&harness.ctx, date_parse("2026-03-31", &s->entry.booking_date), ERROR_none);
}

static uint64_t size_of(uint64_t community)
{
    struct journal_head head;
    harness_expect(&harness.ctx, journal_head(&harness.ctx, community, &head), ERROR_none);
    return head.size;
}

static void test_a_batch_over_two_communities_is_one_transaction(void **state)
{
    struct sample a, b;
    struct entry_out out[2];
    (void)state;
    make(&a, second, bank_second, "two-communities-a", FEN(100));
    make(&b, first, bank_first, "two-communities-b", FEN(200));
    const uint64_t before = size_of(first);
    b.lines[1].amount = FEN(201);
    const struct entry_in bad[] = {a.entry, b.entry};
    harness_expect(&harness.ctx, entry_post(&harness.ctx, bad, 2, out), ERROR_entry_unbalanced);
    assert_int_equal(size_of(first), before);
    b.lines[1].amount = FEN(200);
    const struct entry_in good[] = {a.entry, b.entry};
    harness_expect(&harness.ctx, entry_post(&harness.ctx, good, 2, out), ERROR_none);
    assert_int_equal(out[1].seq, before);
    assert_int_equal(size_of(first), before + 1);
}

static void test_a_partly_repeated_batch_writes_only_what_is_new(void **state)
{
    struct sample a, b;
    struct entry_out once[1], both[2];
    (void)state;
    make(&a, first, bank_first, "partly-0001", FEN(100));
    make(&b, first, bank_first, "partly-0002", FEN(100));
    harness_expect(&harness.ctx, entry_post(&harness.ctx, &a.entry, 1, once), ERROR_none);
    const struct entry_in batch[] = {a.entry, b.entry};
    harness_expect(&harness.ctx, entry_post(&harness.ctx, batch, 2, both), ERROR_none);
    assert_true(both[0].replayed);
    assert_int_equal(both[0].seq, once[0].seq);
    assert_false(both[1].replayed);
    assert_int_equal(both[1].seq, once[0].seq + 1);
}

static void test_one_key_twice_in_a_batch_is_refused(void **state)
{
    struct sample a;
    struct entry_out out[2];
    (void)state;
    make(&a, first, bank_first, "twice-in-batch", FEN(100));
    const struct entry_in batch[] = {a.entry, a.entry};
    harness_expect(&harness.ctx, entry_post(&harness.ctx, batch, 2, out), ERROR_idempotency_key_reused);
}

static void test_a_bank_account_of_another_community_is_refused(void **state)
{
    struct sample a;
    struct entry_out out[1];
    (void)state;
    make(&a, first, bank_first + 1000, "foreign-bank", FEN(100));
    harness_expect(&harness.ctx, entry_post(&harness.ctx, &a.entry, 1, out), ERROR_entry_dimension_unknown);
}

struct writer {
    struct ctx ctx;
    int number;
};

static void *write_entries(void *arg)
{
    struct writer *writer = arg;
    for (int i = 0; i < ENTRIES_EACH; i++) {
        struct sample s;
        struct entry_out out[1];
        char key[32];
        (void)snprintf(key, sizeof key, "writer-%d-%d", writer->number, i);
        make(&s, second, bank_second, key, FEN(100 + i));
        harness_expect(&writer->ctx, entry_post(&writer->ctx, &s.entry, 1, out), ERROR_none);
        arena_reset(writer->ctx.arena);
    }
    return NULL;
}

static void test_writers_at_once_leave_numbers_without_a_gap(void **state)
{
    static struct writer writers[WRITERS];
    static struct random randoms[WRITERS];
    pthread_t threads[WRITERS];
    (void)state;
    for (int i = 0; i < WRITERS; i++) {
        harness_connect(&harness, "mz_app", &writers[i].ctx);
        writers[i].ctx.random = &randoms[i];
        writers[i].number = i;
    }
    for (int i = 0; i < WRITERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, write_entries, &writers[i]), 0);
    for (int i = 0; i < WRITERS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        harness_disconnect(&writers[i].ctx);
    }
    harness_sql(
        &harness,
        "do $$ begin assert (select count(*) = max(number) and min(number) = 1 and count(*) >= 200 from entry_number"
        " where community_id = 330681000218); end $$");
    harness_sql(
        &harness,
        "do $$ begin assert (select bool_and(j.leaf = sha256('\\x00'::bytea || j.record)"
        " and substring(j.record from 37 for 32) = coalesce(b.leaf, decode(repeat('00', 32), 'hex')))"
        " from journal j left join journal b on b.community_id = j.community_id and b.seq = j.seq - 1); end $$");
}

static void test_a_meddled_head_stops_all_writing(void **state)
{
    struct sample a;
    struct entry_out out[1];
    (void)state;
    make(&a, third, bank_third, "meddled-0001", FEN(100));
    harness_sql(&harness, "update head set size = size - 1 where community_id = 330681000219");
    harness_expect(&harness.ctx, entry_post(&harness.ctx, &a.entry, 1, out), ERROR_journal_head);
    harness_sql(&harness, "update head set size = size + 1 where community_id = 330681000219");
    harness_expect(&harness.ctx, entry_post(&harness.ctx, &a.entry, 1, out), ERROR_community_held);
}

static void test_a_clock_far_behind_the_journal_is_a_fault(void **state)
{
    struct sample a;
    struct entry_out out[1];
    (void)state;
    make(&a, first, bank_first, "clock-0001", FEN(100));
    harness.ctx.now -= INT64_C(3600) * 1000000;
    harness_expect(&harness.ctx, entry_post(&harness.ctx, &a.entry, 1, out), ERROR_journal_clock);
    harness.ctx.now += INT64_C(3600) * 1000000;
    harness_expect(&harness.ctx, entry_post(&harness.ctx, &a.entry, 1, out), ERROR_none);
}

/* The trigger is the second lock: it refuses what the program would never send. */
static void test_the_database_guards_by_itself(void **state)
{
    static const char *const states[] = {"MZ101", "MZ102", "MZ103", "MZ104"};
    static const char *const lines[] = {
        "(330681000217, 900000, 1, 2, 60, 1, 5, '2026-03-31'), (330681000217, 900000, 2, 2, 60, 2, 6, '2026-03-31')",
        "(330681000217, 900000, 1, 2, 60, 1, 5, '2026-03-31')",
        "(330681000217, 900000, 1, 2, 1, 1, 5, '2026-03-31'), (330681000217, 900000, 2, 2, 1, 2, 5, '2026-03-31')",
        "(330681000217, 900000, 1, 2, 60, 1, -5, '2026-03-31'), (330681000217, 900000, 2, 2, 60, 2, -5, '2026-03-31')",
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(states); i++) {
        char sql[1600];
        (void)snprintf(sql, sizeof sql,
                       "do $$ begin insert into entry (community_id, seq, event_id, entry_type, booking_date, "
                       "recorded_at, source, line_count, summary,"
                       " rule_set, outcome) values (330681000217, 900000, gen_random_uuid(), 1, '2026-03-31', now(), "
                       "1, 2, decode(repeat('00', 32), 'hex'),"
                       " decode(repeat('00', 32), 'hex'), 0); insert into posting (community_id, seq, line, fund, "
                       "account_no, side, amount_fen, booking_date)"
                       " values %s; raise exception 'not guarded'; exception when sqlstate '%s' then null; end $$",
                       lines[i], states[i]);
        harness_sql(&harness, sql);
    }
}

static int begin(void **state)
{
    (void)state;
    harness_begin(&harness, "2026-03-31");
    bank_first = harness_community(&harness, first);
    bank_second = harness_community(&harness, second);
    bank_third = harness_community(&harness, third);
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
        cmocka_unit_test(test_a_batch_over_two_communities_is_one_transaction),
        cmocka_unit_test(test_a_partly_repeated_batch_writes_only_what_is_new),
        cmocka_unit_test(test_one_key_twice_in_a_batch_is_refused),
        cmocka_unit_test(test_a_bank_account_of_another_community_is_refused),
        cmocka_unit_test(test_writers_at_once_leave_numbers_without_a_gap),
        cmocka_unit_test(test_a_meddled_head_stops_all_writing),
        cmocka_unit_test(test_a_clock_far_behind_the_journal_is_a_fault),
        cmocka_unit_test(test_the_database_guards_by_itself),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
