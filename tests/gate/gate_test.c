/* Random payments: people with random roles and terms apply, approve, pay, and try every way around the gate; after
 * each step that was accepted the oracle reads the tables. MINGZHANG_SEED repeats a run, MINGZHANG_STEPS says how long
 * it lasts; MINGZHANG_LONG makes it 10,000 steps. */
#include "audit/desk/verify.h"
#include "base/number.h"
#include "base/role.h"
#include "embed/check.h"
#include "ledger/book/apportionment.h"
#include "ledger/book/deposit.h"
#include "ledger/book/draft.h"
#include "ledger/book/reversal.h"
#include "ledger/matter/approval.h"
#include "ledger/matter/relation.h"
#include "ledger/people/rule_activation.h"
#include "tests/gate/gate_life.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS = 400, STEPS_LONG = 10000, ARENA_STEP = 256 << 20, KINDS_MAX = 32 };
static const inst day_us = INT64_C(86400000000), second_us = 1000000;

static struct harness harness;
static struct gate_oracle *oracle;

/* ---- applications ---- */

static bool submit(void)
{
    const struct withdrawal_submit_in in = {
        .community = gate.town->code,
        .key = gate_key_of("apply"),
        .fund = gate_once_in(12) ? FUND_MF : FUND_PI,
        .use = (uint16_t)(1 + gate_any(15)),
        .account = "100201",
        .party = gate_any_payee(),
        .reason = "维修",
        .documents = &gate.town->papers,
        .document_count = !gate_once_in(15),
        .amount = gate_any_amount(),
        .valid_until = {true, ctx_today(gate.ctx) + (day)gate_any(gate_once_in(8) ? 5 : 300)}};
    uint64_t seq;
    if (!gate_once_in(3))
        gate_act_in_office(gate_once_in(2) ? ROLE_TREASURER : ROLE_MEMBER);
    return gate_accepted(withdrawal_submit(gate.ctx, &in, &seq));
}

/* Whoever must decide next, mostly; whoever has decided tries again now and then. */
static bool decide(void)
{
    struct withdrawal withdrawal;
    struct approval_out out;
    struct approval *given;
    bool any_accepted = false;
    size_t count, step_no = 0;
    if (!gate_some_withdrawal(WITHDRAWAL_submitted, &withdrawal))
        return false;
    harness_expect(gate.ctx, approval_list(gate.ctx, gate.town->code, withdrawal.seq, &given, &count), ERROR_none);
    for (size_t i = 0; i < count; i++)
        step_no += !given[i].withdrawn.present;
    for (int i = 0; i < 3; i++) {
        static const uint16_t offices[] = {ROLE_MEMBER, ROLE_CHAIR, ROLE_SUPERVISOR};
        const struct approval_give_in in = {.community = gate.town->code,
                                            .withdrawal = gate_record_name(withdrawal.seq),
                                            .verdict =
                                                gate_once_in(12) ? (uint8_t)(VERDICT_NO + gate_any(2)) : VERDICT_YES,
                                            .reason = "看过"};
        if (gate_once_in(10))
            gate.ctx->actor.subject = withdrawal.applicant;
        else if (!gate_once_in(10))
            gate_act_in_office(offices[gate_once_in(6) || step_no > 2 ? gate_any(3) : step_no]);
        const bool done = gate_accepted(approval_give(gate.ctx, &in, &out));
        step_no += done;
        any_accepted |= done;
    }
    return any_accepted;
}

static bool take_back(void)
{
    struct withdrawal withdrawal;
    if (!gate_some_withdrawal(WITHDRAWAL_submitted, &withdrawal))
        return false;
    if (!gate_once_in(3))
        gate.ctx->actor.subject = withdrawal.applicant;
    return gate_accepted(withdrawal_take_back(gate.ctx, gate.town->code, gate_record_name(withdrawal.seq)));
}

static bool think_again(void)
{
    struct withdrawal withdrawal;
    struct approval *list;
    size_t count;
    if (!gate_some_withdrawal(gate_once_in(4) ? WITHDRAWAL_approved : WITHDRAWAL_submitted, &withdrawal))
        return false;
    harness_expect(gate.ctx, approval_list(gate.ctx, gate.town->code, withdrawal.seq, &list, &count), ERROR_none);
    if (count == 0)
        return false;
    const struct approval *approval = &list[gate_any(count)];
    if (!gate_once_in(3))
        gate.ctx->actor.subject = approval->approver;
    return gate_accepted(approval_take_back(gate.ctx, gate.town->code, gate_record_name(approval->seq), "看错了"));
}

static bool run_out(void)
{
    size_t count;
    return gate_accepted(gate_once_in(2) ? withdrawal_expire(gate.ctx, gate.town->code, &count)
                                         : reservation_expire(gate.ctx, gate.town->code, ctx_today(gate.ctx), &count));
}

static bool pay(void)
{
    struct withdrawal withdrawal;
    uint64_t seq;
    if (!gate_some_withdrawal(gate_once_in(8) ? WITHDRAWAL_submitted : WITHDRAWAL_approved, &withdrawal))
        return false;
    gate_act_in_office(gate_once_in(4) ? ROLE_CASHIER : ROLE_TREASURER);
    const struct withdrawal_pay_in in = {
        .community = gate.town->code,
        .key = gate_key_of("pay"),
        .withdrawal = gate_record_name(withdrawal.seq),
        .account = gate_once_in(5) ? "6002" : NULL,
        .bank_account = GATE_BANK,
        .on = ctx_today(gate.ctx),
        .amount = gate_once_in(2) ? FEN(0) : FEN(1 + (int64_t)gate_any((uint64_t)withdrawal.amount.fen))};
    const result got = withdrawal_pay(gate.ctx, &in, &seq);
    return gate_posted(got, seq);
}

/* ---- people ---- */

static bool grant(void)
{
    static const uint16_t roles[] = {ROLE_TREASURER, ROLE_MEMBER,     ROLE_MEMBER, ROLE_CHAIR,
                                     ROLE_CASHIER,   ROLE_SUPERVISOR, ROLE_CLERK,  ROLE_AGENCY};
    const uint16_t role = roles[gate_any(LENGTH(roles))];
    const day from = ctx_today(gate.ctx) - 60 + (day)gate_any(90);
    const size_t body = role == ROLE_SUPERVISOR ? 1 + gate_any(2)
                        : role == ROLE_AGENCY   ? 4
                        : gate_any(20) < 18     ? 0
                                                : gate_any(5);
    const struct role_grant_in in = {.community = gate.town->code,
                                     .person = gate_names[gate_any(GATE_PEOPLE)],
                                     .organization = role == ROLE_CLERK ? NULL : gate_bodies[body],
                                     .role = role,
                                     .from = from,
                                     .until = from + (day)gate_any(400)};
    uint64_t seq;
    return gate_accepted(role_grant(gate.ctx, &in, &seq));
}

static bool dismiss(void)
{
    struct role_grant *grants;
    size_t count;
    harness_expect(gate.ctx, role_list(gate.ctx, gate.town->code, &grants, &count), ERROR_none);
    const struct role_grant *grant = &grants[gate_any(count)];
    const struct role_end_in in = {.community = gate.town->code,
                                   .grant = grant->seq,
                                   .on = ctx_today(gate.ctx) - 20 + (day)gate_any(40),
                                   .reason = (uint16_t)(1 + gate_any(3))};
    return grant->role != ROLE_TOWNSHIP && gate_accepted(role_end(gate.ctx, &in));
}

static bool relate(void)
{
    const size_t person = gate_any(GATE_PEOPLE);
    const struct relation_record_in in = {.community = gate.town->code,
                                          .party = gate_once_in(2) ? gate_payees[5] : gate_any_payee(),
                                          .person = gate_names[person],
                                          .words = "亲属"};
    uint64_t seq;
    if (gate_once_in(2))
        gate_act(person);
    return gate_accepted(relation_record(gate.ctx, &in, &seq));
}

/* The second and the last town stay free. */
static bool activate(void)
{
    const struct rule_activation_in in = {.community = gate.town->code,
                                          .from = ctx_today(gate.ctx) + (day)gate_any(10)};
    uint64_t seq;
    if ((gate.town - gate.towns) % 2 == 1)
        return false;
    gate.ctx->actor = gate.town->township;
    const bool done = gate_accepted(rule_activate(gate.ctx, &in, &seq));
    gate.town->bound |= done;
    return done;
}

/* ---- the life ---- */

static const struct kind {
    const char *name;
    unsigned weight;
    bool (*run)(void);
} kinds[] = {{"apply", 14, submit},
             {"decide", 26, decide},
             {"take back", 2, take_back},
             {"think again", 2, think_again},
             {"expire", 1, run_out},
             {"pay", 9, pay},
             {"by hand", 8, gate_pay_by_hand},
             {"out of income", 2, gate_pay_out_of_income},
             {"income", 2, gate_receive},
             {"move", 2, gate_move_money},
             {"reverse", 5, gate_reverse},
             {"replace", 5, gate_replace},
             {"adjust", 3, gate_adjust},
             {"reserve", 4, gate_reserve},
             {"draft", 4, gate_draft},
             {"deposit", 3, gate_deposit},
             {"repair", 2, gate_repair},
             {"grant", 6, grant},
             {"dismiss", 1, dismiss},
             {"relate", 1, relate},
             {"activate", 2, activate}};
static struct {
    uint64_t accepted, refused;
} counts[LENGTH(kinds)];

static size_t draw_kind(void)
{
    unsigned all = 0;
    size_t kind = 0;
    for (size_t i = 0; i < LENGTH(kinds); i++)
        all += kinds[i].weight;
    for (unsigned at = (unsigned)gate_any(all); at >= kinds[kind].weight; kind++)
        at -= kinds[kind].weight;
    return kind;
}

static void ask(void)
{
    struct journal_head head;
    harness_expect(gate.ctx, journal_head(gate.ctx, gate.town->code, &head), ERROR_none);
    const struct gate_question question = {.community = gate.town->code, .since = gate.town->asked_until};
    if (head.size > gate.town->asked_until && gate_oracle_ask(oracle, &question) > 0)
        fail_msg("step %u: the gate let something through", gate.step);
    gate.town->asked_until = head.size;
}

static void take_step(void)
{
    const size_t kind = draw_kind();
    gate.ctx->now += (inst)gate_any(3600) * second_us;
    if (gate_once_in(20))
        gate.ctx->now += (inst)gate_any(6) * day_us;
    gate.town = &gate.towns[gate_any(GATE_TOWNS)];
    gate_act(gate_any(GATE_PEOPLE));
    const bool done = kinds[kind].run();
    counts[kind].accepted += done;
    counts[kind].refused += !done;
    ask();
}

static int64_t setting(const char *name, int64_t otherwise)
{
    const char *given = getenv(name);
    int64_t value = otherwise;
    if (given)
        harness_expect(gate.ctx, number_parse(given, 1, INT64_MAX, &value), ERROR_none);
    return value;
}

/* All ways were tried, and the gate was both passed and shut. */
static void tell(void)
{
    for (size_t i = 0; i < LENGTH(kinds); i++)
        print_message("%-16s %8" PRIu64 " accepted %8" PRIu64 " refused\n", kinds[i].name, counts[i].accepted,
                      counts[i].refused);
    for (size_t code = 0; code < GATE_CODES; code++)
        if (gate.codes[code] > 0)
            print_message("%-32s %8" PRIu64 "\n", error_info((enum error)code)->name, gate.codes[code]);
    for (size_t i = 0; i < LENGTH(kinds); i++) {
        assert_true(counts[i].accepted + counts[i].refused > 0);
        if (kinds[i].run == pay || kinds[i].run == decide || kinds[i].run == submit)
            assert_true(counts[i].accepted > 0);
    }
    assert_true(gate.codes[ERROR_payment_unapproved] > 0 && gate.codes[ERROR_role_missing] > 0 &&
                gate.codes[ERROR_approval_same_person] > 0);
}

static void verify_all(void)
{
    static const struct verify_options everything = {false};
    struct report report;
    struct ctx reader;
    harness_connect(&harness, "mz_verify", &reader);
    for (size_t i = 0; check_all[i]; i++) {
        int64_t rows = 0;
        harness_expect(&reader, db_count_rows(&reader, check_all[i], &rows), ERROR_none);
        if (rows != 0)
            fail_msg("%s finds %" PRId64, check_all[i]->name, rows);
    }
    for (size_t t = 0; t < GATE_TOWNS; t++) {
        harness_expect(&reader, verify_run(&reader, gate.towns[t].code, &everything, &report), ERROR_none);
        for (size_t i = 0; i < report.findings.count; i++)
            print_message("finding: %s %s\n", finding_name(&report.findings.items[i]), report.findings.items[i].key);
        assert_int_equal(report.findings.count, 0);
    }
    harness_disconnect(&reader);
}

static void test_no_money_leaves_around_the_gate(void **state)
{
    const int64_t steps = setting("MINGZHANG_STEPS", getenv("MINGZHANG_LONG") ? STEPS_LONG : STEPS);
    struct arena *kept = gate.ctx->arena, *step_arena = arena_new(ARENA_STEP);
    (void)state;
    gate.seed = (uint64_t)setting("MINGZHANG_SEED", 20261125);
    print_message("seed %" PRIu64 ", %" PRId64 " steps\n", gate.seed, steps);
    gate.ctx->arena = step_arena;
    for (gate.step = 1; gate.step <= steps; gate.step++) {
        take_step();
        arena_reset(step_arena);
    }
    gate.ctx->arena = kept;
    tell();
    verify_all();
    arena_free(&step_arena);
}

/* The oracle sees what it is there for: in a town that nobody bound, as if it had been bound from the first day. */
static void test_the_oracle_finds_what_nobody_approved(void **state)
{
    const struct gate_question question = {.community = gate.towns[1].code, .bound = {true, 0}};
    (void)state;
    assert_true(gate_oracle_ask(oracle, &question) > 0);
}

int main(void)
{
    static const uint64_t first_codes[GATE_TOWNS] = {UINT64_C(330681000217), UINT64_C(330681000218),
                                                     UINT64_C(330602000217), UINT64_C(330602000218)};
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_no_money_leaves_around_the_gate),
                                       cmocka_unit_test(test_the_oracle_finds_what_nobody_approved)};
    harness_begin_in_memory(&harness, "2026-01-15");
    gate.ctx = &harness.ctx;
    struct arena *kept = harness.ctx.arena;
    oracle = gate_oracle_open(&harness);
    for (size_t t = 0; t < GATE_TOWNS; t++) {
        gate.towns[t].code = first_codes[t];
        gate_town_found(&harness, &gate.towns[t]);
    }
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    harness.ctx.arena = kept; /* a failed step leaves its own */
    gate_oracle_close(&oracle);
    harness_end(&harness);
    return failed;
}
