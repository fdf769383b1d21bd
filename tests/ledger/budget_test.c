/* Budgets: two change orders at once are two versions, and each says what it changed. */
#include "ledger/matter/budget.h"

#include "tests/harness/harness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <string.h>

static const uint64_t code = UINT64_C(330681000217);
static struct harness harness;

static struct budget_in plan(const char *key, const struct budget_line *lines, size_t count)
{
    return (struct budget_in){.scope = {.community = code, .fund = FUND_PI, .year = 2026},
                              .key = key,
                              .decided_on = ctx_today(&harness.ctx),
                              .decision = "业主大会第3号决议",
                              .reason = "材料涨价",
                              .lines = lines,
                              .count = count};
}

struct racer {
    struct ctx ctx;
    struct random random;
    pthread_barrier_t *start;
    const char *key;
    struct budget_line line;
    enum error got;
};

static void *race(void *arg)
{
    struct racer *r = arg;
    const struct budget_in in = plan(r->key, &r->line, 1);
    uint64_t seq;
    (void)pthread_barrier_wait(r->start);
    r->got = budget_change(&r->ctx, &in, &seq).code;
    return NULL;
}

static void test_two_change_orders_are_two_versions(void **state)
{
    static struct racer pair[2] = {{.key = "budget-race-1", .line = {.account = "6002", .amount = {70000}}},
                                   {.key = "budget-race-2", .line = {.account = "6006", .amount = {9000}}}};
    const struct budget_line lines[] = {{.account = "6006", .amount = FEN(5000)},
                                        {.account = "6002", .amount = FEN(50000)}};
    struct budget_in in = plan("budget-adopt-1", lines, 2);
    struct budget budget;
    pthread_t threads[2];
    pthread_barrier_t start;
    uint64_t seq;
    (void)state;
    harness_expect(&harness.ctx, budget_get(&harness.ctx, &in.scope, &budget), ERROR_budget_unknown);
    harness_expect(&harness.ctx, budget_adopt(&harness.ctx, &in, &seq), ERROR_none);
    assert_int_equal(pthread_barrier_init(&start, NULL, 2), 0);
    for (int i = 0; i < 2; i++) {
        harness_connect(&harness, "mz_app", &pair[i].ctx);
        pair[i].ctx.random = &pair[i].random;
        pair[i].start = &start;
        assert_int_equal(pthread_create(&threads[i], NULL, race, &pair[i]), 0);
    }
    for (int i = 0; i < 2; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        harness_expect(&pair[i].ctx, (result){pair[i].got}, ERROR_none);
        harness_disconnect(&pair[i].ctx);
    }
    (void)pthread_barrier_destroy(&start);
    harness_expect(&harness.ctx, budget_get(&harness.ctx, &in.scope, &budget), ERROR_none);
    assert_int_equal(budget.version_count, 4); /* draft, adopted, two orders */
    assert_int_equal(budget.state, BUDGET_changed);
    const struct budget_version *last = &budget.versions[3];
    assert_int_equal(last->version, 3);
    assert_int_equal(last->change_count, 1);
    assert_int_equal(last->count, 2);
    assert_int_equal(last->lines[0].amount.fen, 70000);
    assert_int_equal(last->lines[1].amount.fen, 9000);
    assert_string_equal(last->decision, "业主大会第3号决议");
}

static void test_a_version_counts_from_the_day_it_was_decided(void **state)
{
    const struct budget_line line = {.account = "6002", .amount = FEN(100)};
    struct budget_in in = plan("budget-days-1", &line, 1);
    struct budget_line order = {.account = "6002", .amount = FEN(200)};
    struct budget budget;
    struct budget_actual *lines;
    size_t count;
    uint64_t seq;
    (void)state;
    in.scope.year = 2025;
    in.decided_on -= 40;
    harness_expect(&harness.ctx, budget_adopt(&harness.ctx, &in, &seq), ERROR_none);
    in.key = "budget-days-2";
    in.lines = &order;
    in.decided_on += 20;
    harness_expect(&harness.ctx, budget_change(&harness.ctx, &in, &seq), ERROR_none);
    harness_expect(&harness.ctx, budget_get(&harness.ctx, &in.scope, &budget), ERROR_none);
    assert_null(budget_version_at(&budget, in.decided_on - 21));
    assert_int_equal(budget_version_at(&budget, in.decided_on - 20)->lines[0].amount.fen, 100);
    assert_int_equal(budget_version_at(&budget, in.decided_on)->lines[0].amount.fen, 200);
    harness_expect(&harness.ctx, budget_lines(&harness.ctx, &in.scope, in.decided_on, &lines, &count), ERROR_none);
    assert_int_equal(count, 1);
    assert_int_equal(lines[0].left.fen, 200);
    harness_expect(&harness.ctx, budget_lines(&harness.ctx, &in.scope, in.decided_on - 21, &lines, &count), ERROR_none);
    assert_int_equal(count, 0);
    in.key = "budget-days-3";
    in.lines = NULL;
    in.count = 0;
    harness_expect(&harness.ctx, budget_close(&harness.ctx, &in, &seq), ERROR_none);
    in.key = "budget-days-4";
    harness_expect(&harness.ctx, budget_close(&harness.ctx, &in, &seq), ERROR_budget_state);
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
        cmocka_unit_test(test_two_change_orders_are_two_versions),
        cmocka_unit_test(test_a_version_counts_from_the_day_it_was_decided),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
