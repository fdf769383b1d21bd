/* Reservations and overdrafts: what is available is decided under the head lock, whoever comes first. */
#include "ledger/book/reservation.h"

#include "ledger/book/entry.h"
#include "ledger/book/limit_policy.h"
#include "tests/harness/harness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <string.h>

enum { ROUNDS = 6 };
static const uint64_t code = UINT64_C(330681000217);
static struct harness harness;
static uint64_t bank;

struct payment { /* of PI, out of the bank; below zero: received */
    const char *key, *payee;
    int64_t fen;
    uint64_t reservation; /* 0: none */
    int64_t captured;     /* 0: all of it */
    uint8_t source;       /* 0: by hand */
};

static enum error pay(struct ctx *ctx, const struct payment *p)
{
    const bool in = p->fen < 0;
    const struct entry_line_in lines[] = {{.fund = FUND_PI,
                                           .account = "100201",
                                           .side = in ? SIDE_DEBIT : SIDE_CREDIT,
                                           .amount = FEN(in ? -p->fen : p->fen),
                                           .dimensions = {{DIMENSION_BANK_ACCOUNT, bank}},
                                           .dimension_count = 1},
                                          {.fund = FUND_PI,
                                           .account = "224103",
                                           .side = in ? SIDE_CREDIT : SIDE_DEBIT,
                                           .amount = FEN(in ? -p->fen : p->fen)}};
    const struct reservation_capture_in capture = {p->reservation, FEN(p->captured != 0 ? p->captured : p->fen)};
    const struct entry_in entry = {.community = code,
                                   .key = p->key,
                                   .entry_type = ENTRY_ORDINARY,
                                   .source = p->source ? p->source : SOURCE_HAND,
                                   .word = WORD_GENERAL,
                                   .booking_date = 20540, /* 2026-03-28 */
                                   .summary = "收付",
                                   .payee = p->payee,
                                   .lines = lines,
                                   .line_count = LENGTH(lines),
                                   .captures = &capture,
                                   .capture_count = p->reservation != 0};
    struct entry_out out[1];
    return entry_post(ctx, &entry, 1, out).code;
}

#define PAY(...) pay(&harness.ctx, &(const struct payment){__VA_ARGS__})

static enum error make(const char *key, int64_t fen, const char *payee, uint64_t *ret_seq)
{
    const struct reservation_make_in in = {.community = code,
                                           .key = key,
                                           .fund = FUND_PI,
                                           .account = "100201",
                                           .amount = FEN(fen),
                                           .expires = ctx_today(&harness.ctx),
                                           .payee = payee};
    return reservation_make(&harness.ctx, &in, ret_seq).code;
}

static int64_t available(void)
{
    struct reservation_available sum;
    harness_expect(&harness.ctx, reservation_available(&harness.ctx, code, FUND_PI, "100201", &sum), ERROR_none);
    return sum.available.fen;
}

/* Leaves exactly this much available, by hand. */
static void fill_up(const char *key, int64_t fen)
{
    const int64_t missing = fen - available();
    if (missing != 0)
        assert_int_equal(PAY(.key = key, .fen = -missing), ERROR_none);
    assert_int_equal(available(), fen);
}

static struct reservation_listed find(uint64_t seq)
{
    struct reservation_listed *list;
    size_t count;
    harness_expect(&harness.ctx, reservation_list(&harness.ctx, code, true, &list, &count), ERROR_none);
    for (size_t i = 0; i < count; i++)
        if (list[i].seq == seq)
            return list[i];
    fail_msg("no such reservation");
    return list[0];
}

static void test_nobody_spends_what_is_not_there(void **state)
{
    (void)state;
    fill_up("there-fill-1", 10000);
    assert_int_equal(PAY(.key = "there-pay-1", .fen = 10001), ERROR_fund_overdrawn);
    assert_string_equal(error_get(&harness.ctx.error, "available"), "100.00");
    assert_int_equal(PAY(.key = "there-pay-2", .fen = 10001, .source = SOURCE_SCHEDULE), ERROR_fund_overdrawn);
    assert_int_equal(PAY(.key = "there-pay-3", .fen = 10000), ERROR_none);
    assert_int_equal(PAY(.key = "there-pay-4", .fen = 1), ERROR_fund_overdrawn);
}

/* What the bank reports has happened; what comes in is welcome even then. */
static void test_a_bank_line_is_a_fact(void **state)
{
    (void)state;
    fill_up("fact-fill-1", 10000);
    assert_int_equal(PAY(.key = "fact-pay-1", .fen = 15000, .source = SOURCE_IMPORT), ERROR_none);
    assert_int_equal(available(), -5000);
    assert_int_equal(PAY(.key = "fact-pay-2", .fen = -2000), ERROR_none);
    assert_int_equal(PAY(.key = "fact-pay-3", .fen = 1), ERROR_fund_overdrawn);
}

static void test_a_batch_is_judged_in_its_order(void **state)
{
    const char *const keys[2][2] = {{"order-pay-1", "order-take-1"}, {"order-take-2", "order-pay-2"}};
    (void)state;
    fill_up("order-fill-1", 0);
    for (int round = 0; round < 2; round++) {
        struct entry_in entries[2];
        struct entry_line_in lines[2][2];
        struct entry_out out[2];
        for (int i = 0; i < 2; i++) {
            const bool in = (i == 0) == (round == 1);
            lines[i][0] = (struct entry_line_in){.fund = FUND_PI,
                                                 .account = "100201",
                                                 .side = in ? SIDE_DEBIT : SIDE_CREDIT,
                                                 .amount = FEN(700),
                                                 .dimensions = {{DIMENSION_BANK_ACCOUNT, bank}},
                                                 .dimension_count = 1};
            lines[i][1] = (struct entry_line_in){
                .fund = FUND_PI, .account = "224103", .side = in ? SIDE_CREDIT : SIDE_DEBIT, .amount = FEN(700)};
            entries[i] = (struct entry_in){.community = code,
                                           .key = keys[round][i],
                                           .entry_type = ENTRY_ORDINARY,
                                           .source = SOURCE_HAND,
                                           .word = WORD_GENERAL,
                                           .booking_date = 20540,
                                           .summary = "收付",
                                           .lines = lines[i],
                                           .line_count = 2};
        }
        assert_int_equal(entry_post(&harness.ctx, entries, 2, out).code,
                         round == 0 ? ERROR_fund_overdrawn : ERROR_none);
    }
}

static void test_reserved_money_is_held_for_its_payee(void **state)
{
    uint64_t seq, other;
    (void)state;
    fill_up("hold-fill-1", 10000);
    assert_int_equal(make("hold-make-1", 10001, NULL, &seq), ERROR_fund_overdrawn);
    assert_int_equal(make("hold-make-2", 6000, "安居维修部", &seq), ERROR_none);
    assert_int_equal(make("hold-make-2", 6000, "安居维修部", &other), ERROR_none);
    assert_int_equal(other, seq);
    assert_int_equal(available(), 4000);
    assert_int_equal(PAY(.key = "hold-pay-1", .fen = 4001), ERROR_fund_overdrawn);
    assert_int_equal(PAY(.key = "hold-pay-2", .fen = 100, .reservation = seq, .payee = "别人"),
                     ERROR_reservation_payee);
    assert_int_equal(PAY(.key = "hold-pay-3", .fen = 6001, .reservation = seq), ERROR_reservation_exceeded);
    assert_string_equal(error_get(&harness.ctx.error, "left"), "60.00");
    assert_int_equal(PAY(.key = "hold-pay-4", .fen = 100, .captured = 101, .reservation = seq),
                     ERROR_reservation_unpaid);
    assert_int_equal(PAY(.key = "hold-pay-5", .fen = -100, .captured = 100, .reservation = seq),
                     ERROR_reservation_unpaid);
    assert_int_equal(PAY(.key = "hold-pay-6", .fen = 100, .captured = -1, .reservation = seq),
                     ERROR_reservation_amount);
    assert_int_equal(PAY(.key = "hold-pay-7", .fen = 100, .reservation = 1), ERROR_reservation_unknown);
    assert_int_equal(PAY(.key = "hold-pay-8", .fen = 2500, .reservation = seq), ERROR_none);
    assert_int_equal(available(), 4000);
    assert_int_equal(find(seq).captured.fen, 2500);
    /* more than the rest, the excess out of what is free */
    assert_int_equal(PAY(.key = "hold-pay-9", .fen = 4000, .captured = 3500, .reservation = seq, .payee = "安居维修部"),
                     ERROR_none);
    assert_int_equal(available(), 3500);
    assert_int_equal(find(seq).state, RESERVATION_EXHAUSTED);
    assert_int_equal(PAY(.key = "hold-pay-10", .fen = 1, .reservation = seq), ERROR_reservation_closed);
    assert_int_equal(reservation_release(&harness.ctx, code, "hold-release", seq).code, ERROR_reservation_closed);
}

static void test_what_is_released_is_free(void **state)
{
    uint64_t seq;
    (void)state;
    fill_up("free-fill-1", 5000);
    assert_int_equal(make("free-make-1", 5000, NULL, &seq), ERROR_none);
    assert_int_equal(PAY(.key = "free-pay-1", .fen = 1), ERROR_fund_overdrawn);
    harness_expect(&harness.ctx, reservation_release(&harness.ctx, code, "free-release", seq), ERROR_none);
    harness_expect(&harness.ctx, reservation_release(&harness.ctx, code, "free-release", seq), ERROR_none);
    assert_int_equal(find(seq).state, RESERVATION_RELEASED);
    assert_int_equal(PAY(.key = "free-pay-2", .fen = 5000), ERROR_none);
    assert_int_equal(reservation_release(&harness.ctx, code, "free-release-2", 1).code, ERROR_reservation_unknown);
}

static void test_reservations_are_checked_before_they_are_made(void **state)
{
    uint64_t seq;
    struct reservation_make_in in = {.community = code,
                                     .key = "check-make-1",
                                     .fund = FUND_PI,
                                     .account = "4901",
                                     .amount = FEN(100),
                                     .expires = ctx_today(&harness.ctx) - 1,
                                     .payee = " 张三"};
    const struct {
        enum error expected;
    } steps[] = {{ERROR_text_refused},       {ERROR_reservation_amount}, {ERROR_money_range},
                 {ERROR_reservation_late},   {ERROR_account_unknown},    {ERROR_account_not_leaf},
                 {ERROR_reservation_account}};
    (void)state;
    in.amount = FEN(0);
    for (size_t i = 0; i < LENGTH(steps); i++) {
        harness_expect(&harness.ctx, reservation_make(&harness.ctx, &in, &seq), steps[i].expected);
        in.payee = NULL;
        in.amount = FEN(i == 1 ? MONEY_MAX_FEN + 1 : i >= 2 ? 100 : 0);
        in.expires += i == 3;
        in.account = i < 3 ? "4901" : i == 3 ? "9999" : i == 4 ? "1002" : "4901";
    }
}

/* Past its last day nothing is captured, although no job has run; the job then frees what is left. */
static void test_an_expired_reservation_pays_nothing(void **state)
{
    const inst today = harness.ctx.now;
    uint64_t seq;
    size_t count;
    (void)state;
    fill_up("late-fill-1", 5000);
    assert_int_equal(make("late-make-1", 3000, NULL, &seq), ERROR_none);
    assert_int_equal(PAY(.key = "late-pay-1", .fen = 1000, .reservation = seq), ERROR_none);
    harness_expect(&harness.ctx, reservation_expire(&harness.ctx, code, ctx_today(&harness.ctx) + 9, &count),
                   ERROR_none);
    assert_int_equal(count, 0);
    harness.ctx.now = date_begin(ctx_today(&harness.ctx) + 1);
    assert_int_equal(PAY(.key = "late-pay-2", .fen = 1000, .reservation = seq), ERROR_reservation_expired);
    assert_int_equal(available(), 2000);
    harness_expect(&harness.ctx, reservation_expire(&harness.ctx, code, ctx_today(&harness.ctx), &count), ERROR_none);
    assert_int_equal(count, 1);
    harness_expect(&harness.ctx, reservation_expire(&harness.ctx, code, ctx_today(&harness.ctx), &count), ERROR_none);
    assert_int_equal(count, 0);
    assert_int_equal(available(), 4000);
    assert_int_equal(find(seq).state, RESERVATION_EXPIRED);
    assert_true(harness.ctx.now > today);
}

static void limit(const char *key, const char *account, uint8_t kind, int64_t fen, enum error expected)
{
    const struct limit_policy_in in = {code, key, FUND_PI, account, kind, FEN(fen)};
    harness_expect(&harness.ctx, limit_policy_set(&harness.ctx, &in), expected);
}

static void test_other_accounts_have_the_limits_given_to_them(void **state)
{
    (void)state;
    fill_up("limit-fill-1", 10000);
    limit("limit-set-0", "9999", LIMIT_DEBIT, 0, ERROR_account_unknown);
    limit("limit-set-1", "100201", LIMIT_DEBIT, 4000, ERROR_none);
    assert_int_equal(PAY(.key = "limit-pay-1", .fen = 6001), ERROR_fund_overdrawn);
    assert_int_equal(PAY(.key = "limit-pay-2", .fen = 6000), ERROR_none);
    limit("limit-set-2", "100201", LIMIT_DEBIT, -4000, ERROR_none); /* money is never lent */
    assert_int_equal(PAY(.key = "limit-pay-3", .fen = 4001), ERROR_fund_overdrawn);
    assert_int_equal(PAY(.key = "limit-pay-4", .fen = -10000), ERROR_none);
    const int64_t suspense = 100000;
    assert_int_equal(PAY(.key = "limit-pay-5", .fen = -suspense), ERROR_none);
    limit("limit-set-3", "224103", LIMIT_CREDIT, suspense * 10, ERROR_none); /* binds what comes, not what was */
    assert_int_equal(PAY(.key = "limit-pay-6", .fen = 1), ERROR_limit_exceeded);
    assert_int_equal(PAY(.key = "limit-pay-7", .fen = -1), ERROR_none);
    limit("limit-set-4", "224103", LIMIT_CREDIT, -suspense * 10, ERROR_none);
    assert_int_equal(PAY(.key = "limit-pay-8", .fen = 1), ERROR_none);
    limit("limit-set-5", "224103", LIMIT_DEBIT, -suspense * 1000, ERROR_none);
    assert_int_equal(PAY(.key = "limit-pay-9", .fen = -1), ERROR_none);
    limit("limit-set-6", "224103", LIMIT_DEBIT, 0, ERROR_none);
    assert_int_equal(PAY(.key = "limit-pay-10", .fen = -1), ERROR_limit_exceeded);
    limit("limit-set-7", "224103", LIMIT_DEBIT, -suspense * 1000, ERROR_none);
}

/* The database refuses by itself what the program would never send. */
static void test_the_database_guards_captures(void **state)
{
    uint64_t seq;
    (void)state;
    fill_up("guard-fill-1", 5000);
    assert_int_equal(make("guard-make-1", 1000, NULL, &seq), ERROR_none);
    for (int i = 0; i < 2; i++) {
        char sql[600];
        (void)snprintf(sql, sizeof sql,
                       "do $$ begin perform entry_ref_append('{%llu}', '{900000}', '{7}', '{%llu}', '{%d}'); "
                       "raise exception 'not guarded'; exception when sqlstate '%s' then null; end $$",
                       (unsigned long long)code, (unsigned long long)(i == 0 ? seq : 1), i == 0 ? 1001 : 1,
                       i == 0 ? "MZ347" : "MZ159");
        harness_sql(&harness, sql);
    }
    harness_expect(&harness.ctx, reservation_release(&harness.ctx, code, "guard-release", seq), ERROR_none);
}

/* ---- two at once ---- */

struct racer {
    struct ctx ctx;
    struct random random;
    pthread_barrier_t *start;
    char key[32];
    struct payment payment;
    inst clock;   /* 0: that of the harness */
    bool expires; /* runs the job instead of paying */
    size_t count;
    enum error got;
};

static void *race(void *arg)
{
    struct racer *r = arg;
    (void)pthread_barrier_wait(r->start);
    r->got =
        r->expires ? reservation_expire(&r->ctx, code, ctx_today(&r->ctx), &r->count).code : pay(&r->ctx, &r->payment);
    return NULL;
}

static void run_pair(struct racer pair[2])
{
    pthread_t threads[2];
    pthread_barrier_t start;
    assert_int_equal(pthread_barrier_init(&start, NULL, 2), 0);
    for (int i = 0; i < 2; i++) {
        harness_connect(&harness, "mz_app", &pair[i].ctx);
        pair[i].ctx.random = &pair[i].random;
        if (pair[i].clock != 0)
            pair[i].ctx.now = pair[i].clock;
        pair[i].start = &start;
        pair[i].payment.key = pair[i].key;
    }
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, race, &pair[i]), 0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        harness_disconnect(&pair[i].ctx);
    }
    (void)pthread_barrier_destroy(&start);
}

static enum error lost_one(const struct racer pair[2])
{
    assert_true((pair[0].got == ERROR_none) != (pair[1].got == ERROR_none));
    return pair[0].got == ERROR_none ? pair[1].got : pair[0].got;
}

static void test_the_last_money_is_paid_once(void **state)
{
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        struct racer pair[2] = {{.payment.fen = 800}, {.payment.fen = 700}};
        char key[32];
        (void)snprintf(key, sizeof key, "last-fill-%d", round);
        fill_up(key, 1000);
        for (int i = 0; i < 2; i++)
            (void)snprintf(pair[i].key, sizeof pair[i].key, "last-racer-%d-%d", round, i);
        run_pair(pair);
        assert_int_equal(lost_one(pair), ERROR_fund_overdrawn);
        assert_true(available() >= 0);
    }
}

static void test_a_reservation_is_captured_once(void **state)
{
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        struct racer pair[2] = {{.payment.fen = 1000}, {.payment.fen = round % 2 == 0 ? 1000 : 600}};
        char key[32];
        uint64_t seq;
        (void)snprintf(key, sizeof key, "once-fill-%d", round);
        fill_up(key, 9000);
        (void)snprintf(key, sizeof key, "once-make-%d", round);
        assert_int_equal(make(key, 1000, "安居维修部", &seq), ERROR_none);
        for (int i = 0; i < 2; i++) {
            (void)snprintf(pair[i].key, sizeof pair[i].key, "once-racer-%d-%d", round, i);
            pair[i].payment.reservation = seq;
        }
        run_pair(pair);
        const enum error lost = lost_one(pair);
        assert_true(lost == ERROR_reservation_closed || lost == ERROR_reservation_exceeded);
        assert_true(find(seq).captured.fen <= 1000);
        if (find(seq).state == RESERVATION_OPEN) {
            (void)snprintf(key, sizeof key, "once-release-%d", round);
            harness_expect(&harness.ctx, reservation_release(&harness.ctx, code, key, seq), ERROR_none);
        }
    }
}

/* A payment in the last minute of the last day, the job in the first minute of the next: one order or the other, and
 * the job closes what is left. */
static void test_a_capture_meets_the_end_of_its_day(void **state)
{
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        struct racer pair[2] = {{.payment.fen = 400}, {.expires = true}};
        char key[32];
        uint64_t seq;
        (void)snprintf(key, sizeof key, "night-fill-%d", round);
        fill_up(key, 2000);
        (void)snprintf(key, sizeof key, "night-make-%d", round);
        assert_int_equal(make(key, 1000, NULL, &seq), ERROR_none);
        (void)snprintf(pair[0].key, sizeof pair[0].key, "night-racer-%d", round);
        pair[0].payment.reservation = seq;
        pair[0].clock = date_begin(ctx_today(&harness.ctx) + 1) - 30 * INT64_C(1000000);
        pair[1].clock = pair[0].clock + 60 * INT64_C(1000000);
        run_pair(pair);
        assert_int_equal(pair[1].got, ERROR_none);
        assert_int_equal(pair[1].count, 1);
        assert_true(pair[0].got == ERROR_none || pair[0].got == ERROR_reservation_closed);
        assert_int_equal(find(seq).state, RESERVATION_EXPIRED);
        assert_int_equal(find(seq).captured.fen, pair[0].got == ERROR_none ? 400 : 0);
        assert_int_equal(available(), pair[0].got == ERROR_none ? 1600 : 2000);
        harness.ctx.now = pair[1].clock;
    }
}

static int begin(void **state)
{
    (void)state;
    harness_begin(&harness, "2026-03-31");
    bank = (uint64_t)harness_community(&harness, code);
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
        cmocka_unit_test(test_nobody_spends_what_is_not_there),
        cmocka_unit_test(test_a_bank_line_is_a_fact),
        cmocka_unit_test(test_a_batch_is_judged_in_its_order),
        cmocka_unit_test(test_reserved_money_is_held_for_its_payee),
        cmocka_unit_test(test_what_is_released_is_free),
        cmocka_unit_test(test_reservations_are_checked_before_they_are_made),
        cmocka_unit_test(test_an_expired_reservation_pays_nothing),
        cmocka_unit_test(test_other_accounts_have_the_limits_given_to_them),
        cmocka_unit_test(test_the_database_guards_captures),
        cmocka_unit_test(test_the_last_money_is_paid_once),
        cmocka_unit_test(test_a_reservation_is_captured_once),
        cmocka_unit_test(test_a_capture_meets_the_end_of_its_day),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
