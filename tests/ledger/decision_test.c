/* Decisions on a real server: what others rest on, the limit and scope that they find, and where they find nothing. */
#include "ledger/vote/decision.h"

#include "base/role.h"
#include "ledger/people/role.h"
#include "ledger/people/unit.h"
#include "tests/harness/harness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const uint64_t community = UINT64_C(330681000217);
static struct harness harness;

/* Two owners of one flat each, and a chair who acts. */
static void begin(void)
{
    const struct unit_in flats[] = {{.building = "1幢",
                                     .number = "101",
                                     .area_cm2 = 1000000,
                                     .use = UNIT_COMMODITY,
                                     .owners = {"甲"},
                                     .owner_count = 1},
                                    {.building = "2幢",
                                     .number = "101",
                                     .area_cm2 = 600000,
                                     .use = UNIT_COMMODITY,
                                     .owners = {"乙"},
                                     .owner_count = 1}};
    const day today = ctx_today(&harness.ctx);
    const struct unit_register_in units = {
        .community = community, .units = flats, .count = 2, .owned_from = today - 99};
    const struct person_add_in chair = {.community = community, .name = "陈主任", .class = PERSON_CHAIR};
    const struct role_grant_in grant = {
        .community = community, .person = "陈主任", .role = ROLE_CHAIR, .from = today - 99, .until = today + 99};
    struct person person;
    uint64_t seq;
    size_t count;
    harness_expect(&harness.ctx, unit_register(&harness.ctx, &units, &count), ERROR_none);
    harness_expect(&harness.ctx, person_add(&harness.ctx, &chair, &person), ERROR_none);
    harness_expect(&harness.ctx, role_grant(&harness.ctx, &grant, &seq), ERROR_none);
    harness_expect(&harness.ctx, person_act(&harness.ctx, community, "陈主任", &person), ERROR_none);
}

static const char *const scope[] = {"1幢"};
static const struct tally_totals_in one_yes = {{0, 1, 1}, {0, 1000000, 1000000}};

static struct decision_record_in vote(const char *key)
{
    const day today = ctx_today(&harness.ctx);
    return (struct decision_record_in){.community = community,
                                       .key = key,
                                       .kind = DECISION_USE_FUND,
                                       .words = {.title = "换水泵", .text = "", .scope = scope, .scope_count = 1},
                                       .from = today - 9,
                                       .to = today,
                                       .announced = {true, today - 24},
                                       .limit = {true, 500000},
                                       .totals = &one_yes};
}

static uint64_t record(const struct decision_record_in *in)
{
    uint64_t seq;
    harness_expect(&harness.ctx, decision_record(&harness.ctx, in, &seq), ERROR_none);
    return seq;
}

/*= test CN-MF-22-2 */
static void test_what_passed_can_be_rested_on(void **state)
{
    const struct decision_record_in in = vote("decision-0001");
    const uint64_t seq = record(&in);
    struct decision found;
    char name[2][32], id[UUID_TEXT];
    (void)state;
    assert_int_equal(record(&in), seq);
    (void)snprintf(name[0], sizeof name[0], "#%llu", (unsigned long long)seq);
    (void)snprintf(name[1], sizeof name[1], "%llu", (unsigned long long)seq);
    for (int i = 0; i < 2; i++) {
        harness_expect(&harness.ctx, decision_require(&harness.ctx, community, name[i], &found), ERROR_none);
        assert_int_equal(found.seq, seq);
    }
    uuid_format(&found.decision, id);
    harness_expect(&harness.ctx, decision_require(&harness.ctx, community, id, &found), ERROR_none);
    assert_int_equal(found.figures.matter, DECISION_USE_FUND);
    assert_int_equal(found.figures.people.all, 1); /* the owners of one building */
    assert_true(found.limit.present && found.limit.value == 500000);
    assert_int_equal(found.words.scope_count, 1);
    assert_string_equal(found.words.scope[0], "1幢");
    assert_true(found.outcome.passed);
}

/*= test CN-CC-278-2 */
static void test_what_failed_cannot(void **state)
{
    struct decision_record_in in = vote("decision-0002");
    struct decision found;
    char name[32];
    (void)state;
    in.words.scope_count = 0; /* one of two owners, and not two thirds of the area */
    (void)snprintf(name, sizeof name, "#%llu", (unsigned long long)record(&in));
    harness_expect(&harness.ctx, decision_find(&harness.ctx, community, name, &found), ERROR_none);
    assert_int_equal(found.result, DECISION_FAILED);
    harness_expect(&harness.ctx, decision_require(&harness.ctx, community, name, &found), ERROR_decision_failed);
    harness_expect(&harness.ctx, decision_require(&harness.ctx, community, "#1", &found), ERROR_decision_unknown);
}

static void test_a_day_before_the_register_judges_nothing(void **state)
{
    struct decision_record_in in = vote("decision-0003");
    uint64_t seq;
    (void)state;
    harness_keep(&harness, 0);
    in.from = in.to = 10957; /* 2000-01-01 */
    in.announced.present = false;
    harness_expect(&harness.ctx, decision_record(&harness.ctx, &in, &seq), ERROR_decision_register);
    harness_expect_kept(&harness, 0);
}

static int begin_group(void **state)
{
    (void)state;
    harness_begin(&harness, "2026-03-31");
    (void)harness_community(&harness, community);
    begin();
    return 0;
}

static int end_group(void **state)
{
    (void)state;
    harness_end(&harness);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_passed_can_be_rested_on),
        cmocka_unit_test(test_what_failed_cannot),
        cmocka_unit_test(test_a_day_before_the_register_judges_nothing),
    };
    return cmocka_run_group_tests(tests, begin_group, end_group);
}
