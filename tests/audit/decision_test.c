/* Decisions, judged from the records alone: figures and days that can be, and the outcome by the law of the day. */
#include "audit/replay/decision.c"

#include "replay.h"

#include "rules/pack.h"

enum { CLOSED = 20500 }; /* 2026-02-16, before the builder's first record */

/* 60 of 90 people and area took part, 31 are in favour of using the fund. */
static const struct record_decision_recorded passed = {.decision = {{5}},
                                                       .matter = DECISION_USE_FUND,
                                                       .result = DECISION_PASSED,
                                                       .owners = 90,
                                                       .took_part = 60,
                                                       .in_favour = 31,
                                                       .area_cm2 = 9000,
                                                       .area_took_part = 6000,
                                                       .area_in_favour = 3100,
                                                       .from = CLOSED - 5,
                                                       .to = CLOSED,
                                                       .has_announced = true,
                                                       .announced = CLOSED - 25};

static void an_outcome_needs_no_packs(void **state)
{
    struct replay *r = *state;
    builder_add(r->b, RECORD_decision_recorded, &passed);
    expect_none(r);
    assert_int_equal(r->books->facts[ROW_decision].count, 1);
    assert_int_equal(FACTS(r->books, decision)[0].in_favour.value, 31);
    assert_false(FACTS(r->books, decision)[0].limit_fen.present);
    builder_add(r->b, RECORD_decision_recorded, &passed);
    expect(r, FOUND_opened_twice);
}

/* Each of these cannot be; what else is wrong with a vote then does not matter. */
static void impossible_figures_are_named(void **state)
{
    struct record_decision_recorded wrong[9];
    (void)state;
    for (size_t i = 0; i < LENGTH(wrong); i++)
        wrong[i] = passed;
    wrong[0].matter = 50;
    wrong[1].took_part = 91;
    wrong[2].in_favour = 61;
    wrong[3].area_took_part = 9001;
    wrong[4].area_in_favour = 6001;
    wrong[5].from = CLOSED + 1;
    wrong[6].to = wrong[6].from = 20600; /* later than its record */
    wrong[7].announced = CLOSED - 4;
    wrong[8].ballots = 59;
    for (size_t i = 0; i < LENGTH(wrong); i++) {
        void *fresh;
        assert_int_equal(setup(&fresh), 0);
        builder_add(((struct replay *)fresh)->b, RECORD_decision_recorded, &wrong[i]);
        expect(fresh, FOUND_decision_figures);
        assert_int_equal(teardown(&fresh), 0);
    }
}

/* ---- by the law of the day on which voting closed ---- */

static struct pack_rule rule_of(struct ctx *ctx, enum pack_key_no key, const char *text)
{
    struct pack_rule rule = {
        .key = key, .law = "", .clause = {"", ""}, .from = CLOSED - 100, .until = DAY_MAX, .certainty = PACK_VERIFIED};
    assert_false(FAILED(pack_value_parse(ctx, key, text, &rule.value)));
    return rule;
}

static void judge_by(struct replay *r, const struct record_decision_recorded *body, const struct pack *pack)
{
    run(r);
    r->books->packs = pack;
    r->books->pack_count = 1;
    assert_false(FAILED(judge(r->books, &(struct record_header){.seq = 9, .recorded_at = date_begin(20530)}, body)));
}

#define NATION(rules_)                                                                                                 \
    {                                                                                                                  \
        .name = "nation", .under = "", .division = "", .title = {"", ""}, .layer = PACK_NATION, .rules = (rules_),     \
        .count = LENGTH(rules_)                                                                                        \
    }

/*= test CN-CC-278-2 */
static void the_outcome_is_computed_anew(void **state)
{
    struct replay *r = *state;
    struct ctx ctx = {.arena = r->b->arena};
    struct record_decision_recorded body = passed;
    const struct pack_rule rules[] = {
        rule_of(&ctx, RULE_vote_ordinary_base, "participating"),
        rule_of(&ctx, RULE_vote_ordinary_majority, ">1/2"),
        rule_of(&ctx, RULE_vote_quorum_area, ">=2/3"),
        rule_of(&ctx, RULE_vote_quorum_people, ">=2/3"),
        rule_of(&ctx, RULE_vote_special_base, "participating"),
        rule_of(&ctx, RULE_vote_special_majority, ">=3/4"),
        rule_of(&ctx, RULE_vote_special_matters, "operate_common_parts raise_fund rebuild"),
    };
    const struct pack pack = NATION(rules);
    judge_by(r, &body, &pack);
    assert_int_equal(r->report.findings.count, 0);
    body.in_favour = 30; /* exactly half */
    judge_by(r, &body, &pack);
    assert_int_equal(r->report.findings.count, 1);
    assert_int_equal(r->report.findings.items[0].reason, FOUND_decision_result);
    assert_string_equal(r->report.findings.items[0].expected, "failed");
    assert_string_equal(r->report.findings.items[0].found, "passed");
    body.result = DECISION_FAILED;
    judge_by(r, &body, &pack);
    assert_int_equal(r->report.findings.count, 0);
}

/* A day for which the packs say nothing, and a place without packs, object to nothing. */
static void no_law_judges_nothing(void **state)
{
    struct replay *r = *state;
    struct ctx ctx = {.arena = r->b->arena};
    struct record_decision_recorded body = passed;
    const struct pack_rule rules[] = {rule_of(&ctx, RULE_vote_quorum_area, ">=2/3")};
    const struct pack pack = NATION(rules);
    body.result = DECISION_FAILED;
    judge_by(r, &body, &pack);
    assert_int_equal(r->report.findings.count, 0);
}

static void its_documents_are_documents(void **state)
{
    struct replay *r = *state;
    struct record_ref refs[] = {{REF_DOCUMENT, 2, FEN(0)}};
    struct record_decision_recorded body = passed;
    body.refs = refs;
    body.refs_count = 1;
    builder_add(r->b, RECORD_decision_recorded, &body);
    expect(r, FOUND_target_unknown);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_outcome_needs_no_packs, setup, teardown),
        cmocka_unit_test(impossible_figures_are_named),
        cmocka_unit_test_setup_teardown(the_outcome_is_computed_anew, setup, teardown),
        cmocka_unit_test_setup_teardown(no_law_judges_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(its_documents_are_documents, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
