/* Corrections that race: what is left, and whether an entry is reversed, is decided under the head lock. */
#include "ledger/book/reversal.h"

#include "ledger/book/period.h"

#include "tests/harness/harness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <string.h>

enum { ROUNDS = 8 };
static const uint64_t code = UINT64_C(330681000217);
static struct harness harness;

/* Suspense against other income. */
static enum error post(struct ctx *ctx, const char *key, uint8_t type, struct maybe adjusts, money amount)
{
    const struct entry_line_in lines[] = {
        {.fund = FUND_PI, .account = "224103", .side = SIDE_DEBIT, .amount = amount},
        {.fund = FUND_PI, .account = "4901", .side = SIDE_CREDIT, .amount = amount},
    };
    struct entry_in entry = {.community = code,
                             .key = key,
                             .entry_type = type,
                             .source = SOURCE_HAND,
                             .word = WORD_GENERAL,
                             .summary = "调整",
                             .adjusts = adjusts,
                             .lines = lines,
                             .line_count = LENGTH(lines)};
    struct entry_out out[1];
    harness_expect(ctx, date_parse("2026-03-31", &entry.booking_date), ERROR_none);
    return entry_post(ctx, &entry, 1, out).code;
}

static uint64_t size_now(void)
{
    struct journal_head head;
    harness_expect(&harness.ctx, journal_head(&harness.ctx, code, &head), ERROR_none);
    return head.size;
}

/* An ordinary entry of 100.00; its seq. */
static struct maybe original(const char *key)
{
    const uint64_t seq = size_now();
    harness_expect(&harness.ctx, (result){post(&harness.ctx, key, ENTRY_ORDINARY, (struct maybe){0}, FEN(10000))},
                   ERROR_none);
    return (struct maybe){true, (int64_t)seq};
}

struct racer {
    struct ctx ctx;
    struct random random;
    pthread_barrier_t *start;
    char key[32];
    struct maybe target;
    bool reverses; /* else a difference of -60.00 */
    enum error got;
};

static void *race(void *arg)
{
    struct racer *r = arg;
    (void)pthread_barrier_wait(r->start);
    if (r->reverses) {
        struct reversal_in in = {.community = code, .seq = (uint64_t)r->target.value, .key = r->key};
        struct entry_out out[1];
        in.booking_date = ctx_today(&r->ctx);
        r->got = reversal_post(&r->ctx, &in, out).code;
    } else {
        r->got = post(&r->ctx, r->key, ENTRY_DIFFERENCE, r->target, FEN(-6000));
    }
    return NULL;
}

/* Two at once on one new entry; exactly one is written. ret_lost: what the other one was told. */
static void run_round(const char *name, int round, const bool reverses[2], enum error *ret_lost)
{
    static struct racer pair[2];
    pthread_t threads[2];
    pthread_barrier_t start;
    char key[32];
    (void)snprintf(key, sizeof key, "%s-origin-%d", name, round);
    memset(pair, 0, sizeof pair);
    const struct maybe target = original(key);
    const uint64_t before = size_now();
    assert_int_equal(pthread_barrier_init(&start, NULL, 2), 0);
    for (int i = 0; i < 2; i++) {
        harness_connect(&harness, "mz_app", &pair[i].ctx);
        pair[i].ctx.random = &pair[i].random;
        pair[i].start = &start;
        pair[i].target = target;
        pair[i].reverses = reverses[i];
        (void)snprintf(pair[i].key, sizeof pair[i].key, "%s-racer-%d-%d", name, round, i);
        assert_int_equal(pthread_create(&threads[i], NULL, race, &pair[i]), 0);
    }
    for (int i = 0; i < 2; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        harness_disconnect(&pair[i].ctx);
    }
    (void)pthread_barrier_destroy(&start);
    assert_true((pair[0].got == ERROR_none) != (pair[1].got == ERROR_none));
    assert_int_equal(size_now(), before + 1);
    *ret_lost = pair[0].got == ERROR_none ? pair[1].got : pair[0].got;
}

static void test_two_differences_take_what_is_left_once(void **state)
{
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        enum error lost;
        run_round("differ", round, (const bool[2]){false, false}, &lost);
        assert_int_equal(lost, ERROR_entry_beyond_original);
    }
}

static void test_two_reversals_are_one(void **state)
{
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        enum error lost;
        run_round("reverse", round, (const bool[2]){true, true}, &lost);
        assert_int_equal(lost, ERROR_entry_already_reversed);
    }
}

static void test_a_reversal_and_a_difference_never_both(void **state)
{
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        enum error lost;
        run_round("either", round, (const bool[2]){true, false}, &lost);
        assert_true(lost == ERROR_entry_already_reversed || lost == ERROR_entry_already_adjusted);
    }
}

/* It follows from all others: what it carried is put right by what comes after. */
static void test_a_carry_forward_entry_stays_as_it_is(void **state)
{
    struct period_out closed;
    struct entry_out out;
    (void)state;
    harness.ctx.now += INT64_C(86400000000); /* 1 April: March is over */
    harness_expect(&harness.ctx, period_close(&harness.ctx, &(struct period_in){code, 2026 * 12 + 2, false}, &closed),
                   ERROR_none);
    assert_int_equal(closed.entries, 1);
    const uint64_t carried = closed.seal_seq - 1;
    const struct reversal_in in = {
        .community = code, .seq = carried, .key = "closing-red", .booking_date = ctx_today(&harness.ctx)};
    harness_keep(&harness, 0);
    harness_expect(&harness.ctx, reversal_post(&harness.ctx, &in, &out), ERROR_entry_not_reversible);
    assert_int_equal(
        post(&harness.ctx, "closing-less", ENTRY_DIFFERENCE, (struct maybe){true, (int64_t)carried}, FEN(-100)),
        ERROR_entry_not_reversible);
    harness_expect_kept(&harness, 0);
}

static int begin(void **state)
{
    (void)state;
    harness_begin(&harness, "2026-03-31");
    (void)harness_community(&harness, code);
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
        cmocka_unit_test(test_two_differences_take_what_is_left_once),
        cmocka_unit_test(test_two_reversals_are_one),
        cmocka_unit_test(test_a_reversal_and_a_difference_never_both),
        cmocka_unit_test(test_a_carry_forward_entry_stays_as_it_is),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
