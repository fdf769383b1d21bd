#include "rules/project.h"

#include "base/bytes.h"
#include "rules/word.h"

#include <stdio.h>
#include <string.h>

/* ---- words ---- */

static const struct word exclusions[] = {
#define EXCLUSION(name, code, zh, en) {(code), #name, {zh, en}},
#include "rules/project.def"
};
static const struct word cases[] = {
#define CASE(name, code, zh, en) {(code), #name, {zh, en}},
#include "rules/project.def"
};
static const struct word rules_judged[] = {
#define RULE(name, zh, en) {PROJECT_RULE_##name, #name, {zh, en}},
#include "rules/project.def"
};

const char *project_case_name(int code)
{
    return word_of(cases, LENGTH(cases), code)->name;
}

const char *project_case_text(int code, enum language language)
{
    return word_of(cases, LENGTH(cases), code)->text[language];
}

bool project_case_parse(const char *name, uint16_t *ret_code)
{
    return word_parse(cases, LENGTH(cases), name, ret_code);
}

const char *project_exclusion_text(int code, enum language language)
{
    return word_of(exclusions, LENGTH(exclusions), code)->text[language];
}

bool project_exclusion_parse(const char *name, uint16_t *ret_code)
{
    char short_name[8];
    for (size_t i = 0; i < LENGTH(exclusions); i++) {
        (void)snprintf(short_name, sizeof short_name, "X%d", exclusions[i].code);
        if (strcmp(short_name, name) != 0)
            continue;
        *ret_code = (uint16_t)exclusions[i].code;
        return true;
    }
    return word_parse(exclusions, LENGTH(exclusions), name, ret_code);
}

const char *project_rule_name(int rule)
{
    return word_of(rules_judged, LENGTH(rules_judged), rule)->name;
}

const char *project_rule_text(int rule, enum language language)
{
    return word_of(rules_judged, LENGTH(rules_judged), rule)->text[language];
}

bool project_pays(enum project_state state)
{
    static const unsigned paying = 1U << PROJECT_contracted | 1U << PROJECT_working | 1U << PROJECT_accepted |
                                   1U << PROJECT_settled | 1U << PROJECT_apportioned | 1U << PROJECT_advanced;
    return (paying >> state & 1U) != 0;
}

/* ---- comparisons ---- */

static const struct pack_rule *stated(const struct rule_set *rules, enum pack_key_no key)
{
    return rules->rules[key].stated;
}

/* part / whole against the bound. */
static bool share_holds(const struct pack_value *bound, __int128 part, money whole)
{
    return pack_compare_holds(bound->compare, part * bound->b, (__int128)whole.fen * bound->a);
}

/* Whether a set of words holds the one with this name. */
static bool set_holds(const struct pack_rule *rule, const char *name)
{
    const char *words = pack_key_get(rule->key)->words;
    const size_t length = strlen(name);
    for (int bit = 0; *words; bit++) {
        const size_t size = strcspn(words, " ");
        if (size == length && strncmp(words, name, size) == 0)
            return (rule->value.a >> bit & 1) != 0;
        words += size + (words[size] == ' ');
    }
    return false;
}

/* Whether a choice is the word with this name. */
static bool choice_is(const struct pack_rule *rule, const char *name)
{
    const char *words = pack_key_get(rule->key)->words;
    for (int64_t place = 0; place < rule->value.a; place++)
        words += strcspn(words, " ") + 1;
    const size_t size = strcspn(words, " ");
    return size == strlen(name) && strncmp(words, name, size) == 0;
}

static bool is_on(const struct pack_rule *rule)
{
    return rule && rule->value.a != 0;
}

/* ---- the rules ---- */

struct judging {
    const struct rule_set *rules;
    enum project_stage stage;
    const struct project_facts *facts;
    struct project_verdict *verdicts;
    size_t count;
};

static void give(struct judging *j, enum project_rule rule, const struct pack_rule *by, bool passes)
{
    j->verdicts[j->count++] = (struct project_verdict){
        .rule = rule, .outcome = passes ? PROJECT_PASS : PROJECT_FAIL, .missing = 0, .stated = by};
}

/* One of `any` must be there. */
static void need(struct judging *j, enum project_rule rule, const struct pack_rule *by, uint32_t any)
{
    const bool there = (j->facts->papers & any) != 0;
    give(j, rule, by, there);
    if (there)
        return;
    j->verdicts[j->count - 1].outcome = PROJECT_NEEDS_PAPER;
    j->verdicts[j->count - 1].missing = any;
}

/*= CN-MF-25 建设单位、专业单位、责任人和物业企业承担的费用不得从维修资金列支 */
/*= SX-47-3 同 */
static void judge_excluded(struct judging *j)
{
    const struct pack_rule *rule = stated(j->rules, RULE_fund_excluded);
    const char *name = word_of(exclusions, LENGTH(exclusions), j->facts->exclusion)->name;
    give(j, PROJECT_RULE_excluded, rule, j->facts->exclusion == 0 || (rule && !set_holds(rule, name)));
}

/*= LS-46-2 余额低于首期交存额百分之三十的，只能用于应急维修 */
static void judge_emergency_only(struct judging *j)
{
    const struct pack_rule *rule = stated(j->rules, RULE_fund_emergency_only);
    if (rule)
        give(j, PROJECT_RULE_emergency_only, rule,
             j->facts->emergency != 0 || !share_holds(&rule->value, j->facts->balance.fen, j->facts->first_deposits));
}

/*= SX-51 电梯、消防、排水、外墙和其他危险五种情形；消防设施须有消防机构的通知 */
/*= CN-CC-281-2 紧急情况下可以依法申请使用维修资金 */
static void judge_case(struct judging *j)
{
    const struct pack_rule *rule = stated(j->rules, RULE_emergency_cases);
    give(j, PROJECT_RULE_emergency_case, rule, rule && set_holds(rule, project_case_name(j->facts->emergency)));
    if (j->facts->emergency == PROJECT_CASE_fire && !(j->facts->papers & PAPER_BIT(brigade)))
        need(j, PROJECT_RULE_emergency_paper, rule, PAPER_BIT(brigade));
    else if (j->facts->emergency == PROJECT_CASE_danger && !(j->facts->papers & PAPER_BIT(appraisal)))
        need(j, PROJECT_RULE_emergency_paper, rule, PAPER_BIT(appraisal));
    else
        need(j, PROJECT_RULE_emergency_paper, rule, PAPER_BIT(attestation));
}

/*= WZ-44-2 申请应急使用前，在小区内公示情况说明和维修方案 */
static void judge_plan(struct judging *j)
{
    const struct pack_rule *rule = stated(j->rules, RULE_emergency_plan_published);
    if (is_on(rule))
        need(j, PROJECT_RULE_plan_published, rule, PAPER_BIT(posted));
}

/*= HU-47-2 应急使用累计不超过首期交存总额的百分之十 */
static void judge_cap(struct judging *j)
{
    const struct pack_rule *rule = stated(j->rules, RULE_emergency_cap);
    const __int128 used = (__int128)j->facts->amount.fen + j->facts->emergency_before.fen;
    if (rule && j->facts->emergency)
        give(j, PROJECT_RULE_cap, rule, share_holds(&rule->value, used, j->facts->first_deposits));
}

/* a / b of what was applied for is at least the advance, and at most a fen above it where that is the smallest share.
 */
/*= SX-51-2 可先拨付申请金额的百分之五十, LS-47-2 可预拨百分之五十至七十 */
static void judge_advance(struct judging *j)
{
    const struct pack_rule *most = stated(j->rules, RULE_emergency_advance_max),
                           *least = stated(j->rules, RULE_emergency_advance_min);
    const __int128 paid = j->facts->amount.fen, applied = j->facts->decided.fen;
    const bool fits = most && j->facts->emergency && paid > 0 && paid * most->value.b <= applied * most->value.a;
    give(j, PROJECT_RULE_advance, fits && least ? least : most,
         fits && (!least || (paid + 1) * least->value.b > applied * least->value.a));
}

/* Whether this excess is applied for again: by share, by amount, by any or all of them; nothing stated: always. */
static bool overruns(const struct judging *j, money over)
{
    const struct pack_rule *share = stated(j->rules, RULE_works_overrun_share),
                           *amount = stated(j->rules, RULE_works_overrun_amount),
                           *joined = stated(j->rules, RULE_works_overrun_joined);
    if (!share && !amount)
        return true;
    const bool by_share = share && share_holds(&share->value, over.fen, j->facts->decided);
    const bool by_amount = amount && pack_compare_holds(amount->value.compare, over.fen, amount->value.a);
    if (share && amount && joined && choice_is(joined, "all"))
        return by_share && by_amount;
    return by_share || by_amount;
}

/*= HZ-72-1-2 超出预算百分之十以上的部分重新申请, LS-46-1, ZS-56-2 */
static void judge_overrun(struct judging *j)
{
    const struct pack_rule *rule = stated(j->rules, RULE_works_overrun_share);
    const struct pack_rule *settle = stated(j->rules, RULE_emergency_settle);
    const money over = FEN(j->facts->amount.fen - j->facts->decided.fen);
    if (j->facts->emergency && settle && choice_is(settle, "actual_cost")) {
        give(j, PROJECT_RULE_overrun, settle, true);
        return;
    }
    give(j, PROJECT_RULE_overrun, rule ? rule : stated(j->rules, RULE_works_overrun_amount),
         over.fen <= 0 || !overruns(j, over));
}

/*= HZ-72-1-2 维修工程应当决算审计，决算三万元以下且业委会同意的除外 */
static void judge_audit(struct judging *j)
{
    const struct pack_rule *rule = stated(j->rules, RULE_works_settlement_audit),
                           *exempt = stated(j->rules, RULE_works_audit_exempt);
    uint32_t papers_that_do = PAPER_BIT(audit);
    if (!is_on(rule))
        return;
    if (exempt && pack_compare_holds(exempt->value.compare, j->facts->amount.fen, exempt->value.a))
        papers_that_do |= PAPER_BIT(consent);
    need(j, PROJECT_RULE_settlement_audit, rule, papers_that_do);
}

/*= SH-67-1 维修工程须经审价 */
static void judge_price(struct judging *j)
{
    const struct pack_rule *rule = stated(j->rules, RULE_works_price_review);
    if (is_on(rule))
        need(j, PROJECT_RULE_price_review, rule, PAPER_BIT(price_review));
}

size_t project_judge(const struct rule_set *rules, enum project_stage stage, const struct project_facts *facts,
                     struct project_verdict ret_verdicts[PROJECT_RULES])
{
    static const struct {
        void (*judge)(struct judging *j);
        unsigned stages; /* bits */
        bool emergencies;
    } list[] = {{judge_excluded, 1U << PROJECT_APPLICATION, false},
                {judge_emergency_only, 1U << PROJECT_APPLICATION, false},
                {judge_case, 1U << PROJECT_APPLICATION, true},
                {judge_plan, 1U << PROJECT_APPLICATION, true},
                {judge_cap, 1U << PROJECT_APPLICATION | 1U << PROJECT_SETTLEMENT, true},
                {judge_advance, 1U << PROJECT_ADVANCE, false},
                {judge_overrun, 1U << PROJECT_CHANGE | 1U << PROJECT_SETTLEMENT, false},
                {judge_audit, 1U << PROJECT_SETTLEMENT, false},
                {judge_price, 1U << PROJECT_SETTLEMENT, false}};
    struct judging j = {rules, stage, facts, ret_verdicts, 0};
    for (size_t i = 0; i < LENGTH(list); i++)
        if ((list[i].stages & 1U << stage) && (facts->emergency || !list[i].emergencies))
            list[i].judge(&j);
    return j.count;
}

const char *project_clause(const struct project_verdict *verdict)
{
    return verdict->stated ? verdict->stated->law : "";
}

enum pack_certainty project_certainty(const struct project_verdict *verdict)
{
    return verdict->stated ? verdict->stated->certainty : PACK_OWN;
}
