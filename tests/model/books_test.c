/* A long random life of a few communities: every step is taken by the ledger on a real server and by the model in
 * memory; both must come to the same answers and the same figures after each. MINGZHANG_SEED repeats a run,
 * MINGZHANG_STEPS says how long it lasts; MINGZHANG_LONG makes it 100,000 steps. */
#include "base/number.h"
#include "tests/model/compare.h"
#include "tests/model/operation.h"
#include "tests/model/town.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <inttypes.h>
#include <stdlib.h>

enum {
    STEPS = 1500,
    STEPS_LONG = 100000,
    TOWN_STEPS = 7000, /* of one community, then another one is founded in its place */
    TOWN_EVERY = 500,  /* steps between comparisons of everything */
    EVIDENCE_EVERY = 5000,
    KEEP_EVERY = 12,
    KEEP_EVERY_LONG = 250,
    ARENA_STEP = 256 << 20
};
static const inst day_us = INT64_C(86400000000), second_us = 1000000;

static struct harness harness;
static struct life life;
static struct arena *step_arena;

/* ---- the kinds ---- */

static const struct operation {
    const char *name;
    unsigned weight;
    void (*run)(struct life *life);
} operations[] = {
    {"income", 14, entry_income},
    {"expense", 14, entry_expense},
    {"tenant", 8, entry_tenant},
    {"batch", 3, entry_batch},
    {"reversal", 5, correction_reverse},
    {"replacement", 3, correction_replace},
    {"difference", 5, correction_difference},
    {"former year", 2, correction_former_year},
    {"deposit", 10, deposit_pay_in},
    {"refund", 4, deposit_give_back},
    {"fund income", 4, deposit_earn},
    {"repair", 4, apportionment_repair},
    {"interest", 2, interest_share_out},
    {"sale of a unit", 2, unit_sell},
    {"new unit", 2, unit_add},
    {"close", 3, period_end_month},
    {"reservation", 6, reservation_hold},
    {"release", 2, reservation_give_back},
    {"expiry", 2, reservation_run_out},
    {"limit", 1, reservation_bound},
    {"document", 6, document_bring},
    {"visibility", 2, document_show},
    {"party", 2, contract_meet},
    {"contract", 3, contract_sign},
    {"end of contract", 2, contract_break_off},
    {"recognition", 2, contract_earn},
    {"budget", 2, budget_decide},
    {"draft", 5, draft_write},
    {"move of a draft", 16, draft_step},
    {"bank file", 3, import_statement},
};

static size_t draw_kind(void)
{
    unsigned all = 0;
    size_t kind = 0;
    for (size_t i = 0; i < LENGTH(operations); i++)
        all += operations[i].weight;
    for (unsigned at = (unsigned)life_any(&life, all); at >= operations[kind].weight; kind++)
        at -= operations[kind].weight;
    return kind;
}

/* ---- the life ---- */

static void take_step(void)
{
    const size_t place = life_any(&life, LIFE_TOWNS);
    if (life_once_in(&life, 5))
        harness.ctx.now += day_us;
    harness.ctx.now += (inst)life_any(&life, 3600) * second_us;
    if (!life.towns[place])
        town_open(&life, place);
    town_enter(&life, place);
    life.kind = draw_kind();
    operations[life.kind].run(&life);
    compare_step(&life);
    if (life.step % TOWN_EVERY == 0)
        compare_town(&life);
    if (life.step % EVIDENCE_EVERY == 0) {
        compare_evidence(&life);
        print_message("step %u: %u towns, %" PRIu64 " refused\n", life.step, life.opened, life.refusals);
    }
    if (++life.town->steps == TOWN_STEPS)
        town_close(&life, place);
}

static int64_t setting(const char *name, int64_t otherwise)
{
    const char *given = getenv(name);
    int64_t value = otherwise;
    if (given)
        harness_expect(&harness.ctx, number_parse(given, 1, INT64_MAX, &value), ERROR_none);
    return value;
}

/* Every kind of operation came about in both ways or, when the life was short, in one. */
static void tell(bool long_enough)
{
    uint64_t accepted = 0, refused = 0;
    for (size_t i = 0; i < LENGTH(operations); i++) {
        const struct life_count *count = &life.kinds[i];
        print_message("%-16s %8" PRIu64 " accepted %8" PRIu64 " refused\n", operations[i].name, count->accepted,
                      count->refused);
        accepted += count->accepted;
        refused += count->refused;
        assert_true(count->accepted + count->refused > 0);
        if (long_enough)
            assert_true(count->accepted > 0 && (count->refused > 0 || operations[i].run == reservation_run_out));
    }
    for (size_t code = 0; code < LIFE_CODES; code++)
        if (life.codes[code] > 0)
            print_message("%-32s %8" PRIu64 "\n", error_info((enum error)code)->name, life.codes[code]);
    print_message("%u towns, %" PRIu64 " accepted, %" PRIu64 " refused\n", life.opened, accepted, refused);
    assert_true(accepted > life.step / 2 && refused > life.step / 10);
}

static void test_ledger_and_model_agree_at_every_step(void **state)
{
    const bool long_run = getenv("MINGZHANG_LONG") != NULL;
    const int64_t steps = setting("MINGZHANG_STEPS", long_run ? STEPS_LONG : STEPS);
    struct arena *kept = harness.ctx.arena;
    (void)state;
    life = (struct life){.harness = &harness,
                         .ctx = &harness.ctx,
                         .random = (uint64_t)setting("MINGZHANG_SEED", 20261125),
                         .keep_every = long_run ? KEEP_EVERY_LONG : KEEP_EVERY};
    print_message("seed %" PRIu64 ", %" PRId64 " steps\n", life.random, steps);
    life.compare = compare_open(&harness);
    harness.ctx.arena = step_arena;
    for (life.step = 1; life.step <= steps; life.step++) {
        take_step();
        arena_reset(step_arena);
    }
    life.step--;
    for (size_t place = 0; place < LIFE_TOWNS; place++)
        if (life.towns[place])
            town_close(&life, place);
    harness.ctx.arena = kept;
    compare_close(&life.compare);
    tell(steps >= STEPS_LONG / 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_ledger_and_model_agree_at_every_step)};
    harness_begin_in_memory(&harness, "2024-01-15");
    step_arena = arena_new(ARENA_STEP);
    struct arena *kept = harness.ctx.arena;
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    harness.ctx.arena = kept; /* a failed step leaves its own */
    arena_free(&step_arena);
    harness_end(&harness);
    return failed;
}
