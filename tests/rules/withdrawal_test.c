/* May it be paid, and who must approve: a golden table by the packs of Zhuji and of Shenzhen on one day. An accountant
 * reads a row so: this fund asks for so much, so much was asked before, this is known; then tier, steps, outcome and
 * the first rule that fails or lacks something. */
#include "embed/pack.h"
#include "rules/pack_json.h"
#include "rules/withdrawal.h"

#include "tests/base/expect.h"

enum { ON = 20782 /* 2026-11-25 */ };

enum known {
    PAPERS = 1,
    DECIDED = 2,
    PASSED = 4,
    PROJECT = 8,
    CONTRACT = 16,
    FITS = 32,
    RELATED = 64,
    SAID = 128,
    FROZEN = 256,
    BUDGET = 512, /* of 100 yuan */
    LIMIT = 1024  /* of 60,000 yuan, of which 10,000 was asked */
};

static const struct row {
    const char *place;
    uint16_t fund;
    int64_t yuan, before;
    unsigned known;
    int tier;
    unsigned steps; /* how many agree */
    enum withdrawal_outcome outcome;
    enum withdrawal_rule rule; /* WITHDRAWAL_RULES: none fails */
} rows[] = {
    /* the tiers, both ends included (CN-CC-1259); in Zhuji the supervisor approves every withdrawal (ZHJ-11-3) */
    {"330681000217", FUND_PI, 1, 0, PAPERS, 1, 3, WITHDRAWAL_PASS, WITHDRAWAL_RULES},
    {"330681000217", FUND_PI, 5000, 0, PAPERS, 1, 3, WITHDRAWAL_PASS, WITHDRAWAL_RULES},
    {"330681000217", FUND_PI, 5001, 0, PAPERS, 2, 3, WITHDRAWAL_PASS, WITHDRAWAL_RULES},
    {"330681000217", FUND_PI, 50000, 0, PAPERS, 2, 3, WITHDRAWAL_PASS, WITHDRAWAL_RULES},
    {"330681000217", FUND_PI, 50001, 0, PAPERS, 3, 3, WITHDRAWAL_FAIL, WITHDRAWAL_DECISION},
    {"330681000217", FUND_PI, 50001, 0, PAPERS | DECIDED | PASSED, 3, 3, WITHDRAWAL_PASS, WITHDRAWAL_RULES},
    {"330681000217", FUND_PI, 50001, 0, PAPERS | DECIDED, 3, 3, WITHDRAWAL_FAIL, WITHDRAWAL_DECISION},
    /* where no rule asks for the supervisor, the committee is alone in the first tier */
    {"440305000001", FUND_PI, 5000, 0, PAPERS, 1, 2, WITHDRAWAL_PASS, WITHDRAWAL_RULES},
    {"440305000001", FUND_PI, 5001, 0, PAPERS, 2, 3, WITHDRAWAL_PASS, WITHDRAWAL_RULES},
    /* the sum decides; a part that alone would need less is flagged, and fails where the owners were not asked */
    {"330681000217", FUND_PI, 3000, 2000, PAPERS, 1, 3, WITHDRAWAL_PASS, WITHDRAWAL_RULES},
    {"330681000217", FUND_PI, 3000, 2001, PAPERS, 2, 3, WITHDRAWAL_WARN, WITHDRAWAL_RULES},
    {"330681000217", FUND_PI, 20000, 40000, PAPERS, 3, 3, WITHDRAWAL_FAIL, WITHDRAWAL_SPLIT},
    {"330681000217", FUND_PI, 20000, 40000, PAPERS | DECIDED | PASSED, 3, 3, WITHDRAWAL_WARN, WITHDRAWAL_RULES},
    /* the maintenance fund always rests on the owners (CN-MF-22-2), or on the procedure of its project */
    {"330681000217", FUND_MF, 1, 0, PAPERS, 3, 3, WITHDRAWAL_FAIL, WITHDRAWAL_DECISION},
    {"330681000217", FUND_MF, 1, 0, PAPERS | PROJECT, 3, 3, WITHDRAWAL_PASS, WITHDRAWAL_RULES},
    /* what else can fail, and what only warns */
    {"330681000217", FUND_PI, 1, 0, 0, 1, 3, WITHDRAWAL_NEEDS, WITHDRAWAL_DOCUMENT},
    {"330681000217", FUND_PI, 1, 0, PAPERS | FROZEN, 1, 3, WITHDRAWAL_FAIL, WITHDRAWAL_ORDER},
    {"330681000217", FUND_PI, 1, 0, PAPERS | CONTRACT, 1, 3, WITHDRAWAL_FAIL, WITHDRAWAL_CONTRACT},
    {"330681000217", FUND_PI, 1, 0, PAPERS | CONTRACT | FITS, 1, 3, WITHDRAWAL_PASS, WITHDRAWAL_RULES},
    {"330681000217", FUND_PI, 1, 0, PAPERS | RELATED, 1, 3, WITHDRAWAL_FAIL, WITHDRAWAL_RELATED},
    {"330681000217", FUND_PI, 1, 0, PAPERS | RELATED | SAID, 1, 3, WITHDRAWAL_WARN, WITHDRAWAL_RULES},
    {"330681000217", FUND_PI, 101, 0, PAPERS | BUDGET, 1, 3, WITHDRAWAL_WARN, WITHDRAWAL_RULES},
    {"330681000217", FUND_PI, 50000, 0, PAPERS | DECIDED | PASSED | LIMIT, 2, 3, WITHDRAWAL_PASS, WITHDRAWAL_RULES},
    {"330681000217", FUND_PI, 50001, 0, PAPERS | DECIDED | PASSED | LIMIT, 3, 3, WITHDRAWAL_FAIL, WITHDRAWAL_LIMIT},
};

static void resolve(struct ctx *ctx, const char *place, struct rule_set *set)
{
    static struct pack packs[64];
    struct pack_stack stack;
    size_t count = 0;
    for (; pack_all[count]; count++)
        MUST(pack_json_read(ctx, pack_all[count]->name, BYTES(pack_all[count]->text, pack_all[count]->size),
                            &packs[count]));
    MUST(pack_stack_make(ctx, packs, count, place, &stack));
    MUST(rule_set_make(ctx, &stack, ON, set));
}

static struct withdrawal_facts facts_of(const struct row *row)
{
    const unsigned known = row->known;
    return (struct withdrawal_facts){.fund = row->fund,
                                     .use = 2,
                                     .amount = FEN(row->yuan * 100),
                                     .before = FEN(row->before * 100),
                                     .spent = FEN(known & LIMIT ? 1000000 : 0),
                                     .limit = FEN(6000000),
                                     .decided = known & DECIDED,
                                     .has_limit = known & LIMIT,
                                     .passed = known & PASSED,
                                     .in_project = known & PROJECT,
                                     .has_contract = known & CONTRACT,
                                     .contract_fits = known & FITS,
                                     .related = known & RELATED,
                                     .disclosed = known & SAID,
                                     .has_document = known & PAPERS,
                                     .budgeted = known & BUDGET,
                                     .budget_left = FEN(10000),
                                     .frozen = known & FROZEN};
}

/*= test ZHJ-11-3 */
/*= test CN-MF-22-2 */
static void the_table_holds(void **state)
{
    struct ctx ctx = {.arena = *state};
    static struct rule_set set;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        const struct withdrawal_facts facts = facts_of(&rows[i]);
        struct withdrawal_verdict verdict;
        int first = 0;
        if (i == 0 || rows[i].place != rows[i - 1].place)
            resolve(&ctx, rows[i].place, &set);
        MUST(withdrawal_judge(&set, &facts, &verdict));
        while (first < WITHDRAWAL_RULES && verdict.items[first].outcome < WITHDRAWAL_NEEDS)
            first++;
        if (verdict.tier != rows[i].tier || (unsigned)__builtin_popcount(verdict.steps) != rows[i].steps ||
            verdict.outcome != rows[i].outcome || first != (int)rows[i].rule)
            fail_msg("row %zu: tier %d, %d steps, outcome %d, rule %d", i + 1, verdict.tier,
                     __builtin_popcount(verdict.steps), (int)verdict.outcome, first);
    }
}

/* Each rule has a name in both languages, and says something in every verdict. */
static void every_rule_speaks(void **state)
{
    struct ctx ctx = {.arena = *state};
    static struct rule_set set;
    const struct withdrawal_facts facts = facts_of(&rows[0]);
    struct withdrawal_verdict verdict;
    resolve(&ctx, rows[0].place, &set);
    MUST(withdrawal_judge(&set, &facts, &verdict));
    for (int rule = 0; rule < WITHDRAWAL_RULES; rule++) {
        assert_true(verdict.items[rule].outcome >= WITHDRAWAL_PASS);
        assert_true(withdrawal_rule_name((enum withdrawal_rule)rule, LANGUAGE_ZH)[0] != '\0');
        assert_true(withdrawal_rule_name((enum withdrawal_rule)rule, LANGUAGE_EN)[0] != '\0');
        for (int other = 0; other < rule; other++)
            assert_string_not_equal(withdrawal_rule_code((enum withdrawal_rule)rule),
                                    withdrawal_rule_code((enum withdrawal_rule)other));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(the_table_holds),
        ARENA_TEST(every_rule_speaks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
