#include "rules/withdrawal.h"

#include <assert.h>

enum { USE_MAX = 15 };

static const struct {
    const char *code, *text[2];
} names[WITHDRAWAL_RULES] = {
    [WITHDRAWAL_ORDER] = {"order", {"没有被责令停止", "not stopped by an order"}},
    [WITHDRAWAL_USE] = {"use", {"用途可以列支", "a use that the fund may pay"}},
    [WITHDRAWAL_SPLIT] = {"split", {"没有拆分付款", "not split under a tier"}},
    [WITHDRAWAL_DECISION] = {"decision",
                             {"需业主共同决定的，已有通过的决定", "decided by the owners where they must decide"}},
    [WITHDRAWAL_LIMIT] = {"limit", {"有限额的，没有超过决定的限额", "within what was decided, where a limit was"}},
    [WITHDRAWAL_CONTRACT] = {"contract", {"有合同的，合同是收款人的", "the contract, if any, is the payee's"}},
    [WITHDRAWAL_RELATED] = {"related", {"有关联关系的，本人已经披露", "relations, if any, are disclosed"}},
    [WITHDRAWAL_DOCUMENT] = {"document", {"有原始凭证", "papers are there"}},
    [WITHDRAWAL_BUDGET] = {"budget", {"有预算的，在预算之内", "inside the budget, where there is one"}},
    [WITHDRAWAL_SUPERVISOR] = {"supervisor", {"由社区监督人审批", "the supervisor approves"}},
};

const char *withdrawal_rule_code(enum withdrawal_rule rule)
{
    return names[rule].code;
}

const char *withdrawal_rule_name(enum withdrawal_rule rule, enum language language)
{
    return names[rule].text[language];
}

const char *withdrawal_outcome_name(enum withdrawal_outcome outcome, enum language language)
{
    static const char *const texts[][2] = {
        {"", ""}, {"通过", "pass"}, {"提醒", "warning"}, {"缺材料", "needs evidence"}, {"不通过", "fail"}};
    return texts[outcome][language];
}

struct judging {
    const struct rule_set *set;
    const struct withdrawal_facts *facts;
    struct withdrawal_verdict *verdict;
};

static void find(struct judging *j, enum withdrawal_rule rule, enum withdrawal_outcome outcome, const char *law)
{
    struct withdrawal_item *item = &j->verdict->items[rule];
    *item = (struct withdrawal_item){.outcome = outcome, .law = law};
    if (outcome > j->verdict->outcome)
        j->verdict->outcome = outcome;
}

/* The clause is the one from which the value comes. */
static void find_by_key(struct judging *j, enum withdrawal_rule rule, enum withdrawal_outcome outcome,
                        enum pack_key_no key)
{
    const struct rule *stated = &j->set->rules[key];
    find(j, rule, outcome, stated->stated ? stated->stated->law : "");
    j->verdict->items[rule].rule = stated->stated ? stated : NULL;
}

/* Bounds of tiers: "<=5000.00" includes the amount (CN-CC-1259), "<5000.00" does not. */
static bool within(const struct rule_set *set, enum pack_key_no key, money amount)
{
    const struct pack_rule *stated = set->rules[key].stated;
    return stated && pack_compare_holds(stated->value.compare, amount.fen, stated->value.a);
}

static bool flag(const struct rule_set *set, enum pack_key_no key)
{
    const struct pack_rule *stated = set->rules[key].stated;
    return stated && stated->value.a == 1;
}

static int tier_of(const struct rule_set *set, const struct withdrawal_facts *facts, money amount)
{
    /*= CN-MF-22-2 列支范围内的业主讨论通过使用方案 */
    if (facts->fund == FUND_MF)
        return 3;
    if (within(set, RULE_approval_tier_committee, amount))
        return 1;
    return within(set, RULE_approval_tier_supervisor, amount) ? 2 : 3;
}

static bool supervised(const struct judging *j)
{
    /*= ZHJ-11-3 公共收益支取审批 */
    return j->verdict->tier > 1 || flag(j->set, RULE_approval_supervisor_every);
}

static void judge_decision(struct judging *j)
{
    const struct withdrawal_facts *facts = j->facts;
    const bool needed = j->verdict->tier == 3 && !facts->in_project;
    enum withdrawal_outcome outcome = WITHDRAWAL_PASS;
    if (facts->decided ? !facts->passed : needed)
        outcome = WITHDRAWAL_FAIL;
    if (facts->fund == FUND_MF)
        find(j, WITHDRAWAL_DECISION, outcome, "CN-MF-22-2");
    else
        find_by_key(j, WITHDRAWAL_DECISION, outcome, RULE_approval_tier_supervisor);
}

/* Parts that each stay under a tier which their sum passes: the sum decides, and what is then missing is named as the
 * split that it is. */
static void judge_split(struct judging *j)
{
    const struct withdrawal_facts *facts = j->facts;
    const int alone = tier_of(j->set, facts, facts->amount);
    enum withdrawal_outcome outcome = WITHDRAWAL_PASS;
    if (facts->before.fen > 0 && alone < j->verdict->tier) {
        const bool missing = j->verdict->tier == 3 && !facts->in_project && !(facts->decided && facts->passed);
        outcome = missing ? WITHDRAWAL_FAIL : WITHDRAWAL_WARN;
    }
    find_by_key(j, WITHDRAWAL_SPLIT, outcome, RULE_approval_split_window);
}

static RESULT judge_limit(struct judging *j)
{
    const struct withdrawal_facts *facts = j->facts;
    money asked;
    TRY(money_add(facts->spent, facts->amount, &asked));
    const bool over = (facts->decided || facts->in_project) && facts->has_limit && money_cmp(asked, facts->limit) > 0;
    find(j, WITHDRAWAL_LIMIT, over ? WITHDRAWAL_FAIL : WITHDRAWAL_PASS, "");
    return OK;
}

static void judge_papers(struct judging *j)
{
    const struct withdrawal_facts *facts = j->facts;
    const bool over = facts->budgeted && money_cmp(facts->amount, facts->budget_left) > 0;
    find(j, WITHDRAWAL_CONTRACT, facts->has_contract && !facts->contract_fits ? WITHDRAWAL_FAIL : WITHDRAWAL_PASS, "");
    find(j, WITHDRAWAL_RELATED,
         !facts->related    ? WITHDRAWAL_PASS
         : facts->disclosed ? WITHDRAWAL_WARN
                            : WITHDRAWAL_FAIL,
         "");
    find(j, WITHDRAWAL_DOCUMENT, facts->has_document ? WITHDRAWAL_PASS : WITHDRAWAL_NEEDS, "CN-BAW-51-4");
    find(j, WITHDRAWAL_BUDGET, over ? WITHDRAWAL_WARN : WITHDRAWAL_PASS, "");
}

RESULT withdrawal_judge(const struct rule_set *set, const struct withdrawal_facts *facts,
                        struct withdrawal_verdict *ret_verdict)
{
    struct judging j = {.set = set, .facts = facts, .verdict = ret_verdict};
    assert(facts->amount.fen > 0 && facts->before.fen >= 0);
    *ret_verdict = (struct withdrawal_verdict){.outcome = WITHDRAWAL_PASS, .rule_set = set->digest};
    TRY(money_add(facts->before, facts->amount, &ret_verdict->matter));
    ret_verdict->tier = tier_of(set, facts, ret_verdict->matter);
    /*= ZHJ-12-3 责令限期改正或者撤销 */
    find(&j, WITHDRAWAL_ORDER, facts->frozen ? WITHDRAWAL_FAIL : WITHDRAWAL_PASS, "ZHJ-12-3");
    find(&j, WITHDRAWAL_USE, facts->use >= 1 && facts->use <= USE_MAX ? WITHDRAWAL_PASS : WITHDRAWAL_FAIL, "");
    judge_split(&j);
    judge_decision(&j);
    TRY(judge_limit(&j));
    judge_papers(&j);
    ret_verdict->steps = 1U << STEP_REVIEW | 1U << STEP_COMMITTEE;
    if (supervised(&j))
        ret_verdict->steps |= 1U << STEP_SUPERVISOR;
    find_by_key(&j, WITHDRAWAL_SUPERVISOR, WITHDRAWAL_PASS, RULE_approval_supervisor_every);
    ret_verdict->own_key = flag(set, RULE_approval_own_key);
    return OK;
}
