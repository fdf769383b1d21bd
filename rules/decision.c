#include "rules/decision.h"

#include <string.h>

static const struct {
    const char *code, *text[2];
} kinds[] = {
    [DECISION_PROCEDURE] = {"procedure", {"制定和修改议事规则", "rules of the assembly"}},
    [DECISION_BYLAWS] = {"bylaws", {"制定和修改管理规约", "bylaws"}},
    [DECISION_ELECTION] = {"election", {"选举或者更换业委会成员", "electing the committee"}},
    [DECISION_MANAGER] = {"manager", {"选聘和解聘物业服务人", "hiring or dismissing the manager"}},
    [DECISION_USE_FUND] = {"use_fund", {"使用维修资金", "using the maintenance fund"}},
    [DECISION_RAISE_FUND] = {"raise_fund", {"筹集维修资金", "raising the maintenance fund"}},
    [DECISION_REBUILD] = {"rebuild", {"改建、重建", "rebuilding"}},
    [DECISION_OPERATE] = {"operate_common_parts", {"改变共有部分用途或者经营", "operating common parts"}},
    [DECISION_OTHER] = {"other", {"其他重大事项", "another major matter"}},
};

static const struct {
    const char *code, *text[2];
} bodies[] = {[DECISION_ASSEMBLY] = {"assembly", {"业主大会", "owners' assembly"}},
              [DECISION_COMMITTEE] = {"committee", {"业主委员会", "committee"}}};

bool decision_matter_known(uint16_t matter)
{
    const int kind = matter > DECISION_COMMITTEE_BASE ? matter - DECISION_COMMITTEE_BASE : matter;
    return kind >= DECISION_PROCEDURE && kind <= DECISION_OTHER;
}

enum decision_body decision_body_of(uint16_t matter)
{
    return matter > DECISION_COMMITTEE_BASE ? DECISION_COMMITTEE : DECISION_ASSEMBLY;
}

enum decision_kind decision_kind_of(uint16_t matter)
{
    return (enum decision_kind)(matter % DECISION_COMMITTEE_BASE);
}

const char *decision_kind_code(enum decision_kind kind)
{
    return kinds[kind].code;
}

const char *decision_kind_name(enum decision_kind kind, enum language language)
{
    return kinds[kind].text[language];
}

const char *decision_body_code(enum decision_body body)
{
    return bodies[body].code;
}

const char *decision_body_name(enum decision_body body, enum language language)
{
    return bodies[body].text[language];
}

RESULT decision_kind_parse(struct ctx *ctx, const char *code, enum decision_kind *ret_kind)
{
    error_set(&ctx->error, "value", "%s", code);
    for (int i = DECISION_PROCEDURE; i <= DECISION_OTHER; i++) {
        if (strcmp(kinds[i].code, code) != 0)
            continue;
        *ret_kind = (enum decision_kind)i;
        return OK;
    }
    return REFUSE(decision, matter);
}

const char *decision_figures_wrong(const struct decision_figures *figures)
{
    const struct decision_measure *people = &figures->people, *area = &figures->area;
    const bool meeting = decision_body_of(figures->matter) == DECISION_COMMITTEE;
    if (people->all == 0)
        return "没有可以表决的人 nobody may vote";
    if (people->part > people->all)
        return "参与人数多于总人数 more people took part than there are";
    if (people->yes > people->part)
        return "同意人数多于参与人数 more people in favour than took part";
    if (meeting)
        return area->all || area->part || area->yes ? "业委会按人数决定，不计面积 a committee has no area" : NULL;
    if (area->all == 0)
        return "没有专有部分面积 there is no area";
    if (area->part > area->all)
        return "参与面积大于登记面积 more area took part than is registered";
    return area->yes > area->part ? "同意面积大于参与面积 more area in favour than took part" : NULL;
}

/* ---- one comparison ---- */

static bool compares(const struct pack_value *bound, uint64_t have, uint64_t of)
{
    return pack_compare_holds(bound->compare, (__int128)have * bound->b, (__int128)of * bound->a);
}

/*= CN-CC-1259 以上包括本数：达到四分之三即可；过半数不包括本数，恰好一半不够 */
static struct decision_test compare(const struct rule *rule, uint64_t have, uint64_t of)
{
    const struct pack_value *bound = &rule->stated->value;
    const unsigned __int128 share = (unsigned __int128)of * (uint64_t)bound->a;
    struct decision_test test = {.have = have, .of = of, .met = compares(bound, have, of), .rule = rule};
    test.needed = (uint64_t)(share / (uint64_t)bound->b);
    if (!compares(bound, test.needed, of))
        test.needed++;
    return test;
}

static RESULT rule_of(struct ctx *ctx, const struct rule_set *set, enum pack_key_no key, const struct rule **ret_rule)
{
    char date[DATE_TEXT];
    date_format(set->on, date);
    error_set(&ctx->error, "key", "%s", pack_key_get(key)->name);
    error_set(&ctx->error, "date", "%s", date);
    *ret_rule = &set->rules[key];
    return (*ret_rule)->stated ? OK : REFUSE(decision, no_rule);
}

/* ---- the assembly ---- */

/* Places of the words of vote.special_matters. */
static bool is_listed(const struct rule *special_matters, enum decision_kind kind)
{
    static const enum decision_kind words[] = {DECISION_OPERATE, DECISION_RAISE_FUND, DECISION_REBUILD,
                                               DECISION_USE_FUND};
    for (size_t i = 0; i < LENGTH(words); i++)
        if (words[i] == kind)
            return (special_matters->stated->value.a >> i & 1) != 0;
    return false;
}

/* Half of everybody in favour, by people and by area: then a rule of the assembly may count the silent with them. The
 * quorum stays that of those who voted (own: CN-CC-278-2 gives way to no rule of an assembly). */
static bool silent_join(const struct rule_set *set, const struct decision_figures *figures)
{
    enum { WITH_MAJORITY = 1 };
    const struct rule *nonvoter = &set->rules[RULE_vote_nonvoter];
    const struct decision_measure *people = &figures->people, *area = &figures->area;
    return nonvoter->stated && nonvoter->stated->value.a == WITH_MAJORITY && people->yes > people->all - people->yes &&
           area->yes > area->all - area->yes;
}

static struct decision_test judge_majority(const struct rule *bound, bool of_all, bool joined,
                                           const struct decision_measure *measure)
{
    const uint64_t silent = joined ? measure->all - measure->part : 0;
    return compare(bound, measure->yes + silent, of_all || joined ? measure->all : measure->part);
}

/*= CN-CC-278-2 面积三分之二以上且人数三分之二以上参与；特别事项四分之三以上、其他事项过半数同意，面积和人数各自计算 */
/*= CN-PMR-12-1 2020年底以前：面积过半数且人数过半数参加 */
/*= CN-PMR-12-3 2020年底以前：按全部面积和全部人数计算同意 */
static RESULT judge_assembly(struct ctx *ctx, const struct rule_set *set, const struct decision_figures *figures,
                             struct decision_outcome *out)
{
    enum { ALL = 1 };
    const struct rule *matters, *quorum_people, *quorum_area, *bound, *base;
    TRY(rule_of(ctx, set, RULE_vote_quorum_people, &quorum_people));
    TRY(rule_of(ctx, set, RULE_vote_quorum_area, &quorum_area));
    TRY(rule_of(ctx, set, RULE_vote_special_matters, &matters));
    out->special = is_listed(matters, decision_kind_of(figures->matter));
    TRY(rule_of(ctx, set, out->special ? RULE_vote_special_majority : RULE_vote_ordinary_majority, &bound));
    TRY(rule_of(ctx, set, out->special ? RULE_vote_special_base : RULE_vote_ordinary_base, &base));
    const bool of_all = base->stated->value.a == ALL;
    out->joined = silent_join(set, figures);
    out->quorum_people = compare(quorum_people, figures->people.part, figures->people.all);
    out->quorum_area = compare(quorum_area, figures->area.part, figures->area.all);
    out->majority_people = judge_majority(bound, of_all, out->joined, &figures->people);
    out->majority_area = judge_majority(bound, of_all, out->joined, &figures->area);
    out->passed = out->quorum_people.met && out->quorum_area.met && out->majority_people.met && out->majority_area.met;
    return OK;
}

/* ---- the committee ---- */

/*= ZJ-14-1 半数以上委员出席，决定须经全体委员半数以上同意：基数是在任的全体委员 */
/*= SX-21-2 业委会会议应当有半数以上委员出席，决定须经全体委员半数以上同意 */
static RESULT judge_committee(struct ctx *ctx, const struct rule_set *set, const struct decision_figures *figures,
                              struct decision_outcome *out)
{
    enum { ALL_MEMBERS = 1 };
    const struct decision_measure *members = &figures->people;
    const struct rule *quorum, *bound, *base, *tie;
    TRY(rule_of(ctx, set, RULE_committee_quorum, &quorum));
    TRY(rule_of(ctx, set, RULE_committee_majority, &bound));
    TRY(rule_of(ctx, set, RULE_committee_majority_base, &base));
    TRY(rule_of(ctx, set, RULE_committee_tie_passes, &tie));
    out->quorum_people = compare(quorum, members->part, members->all);
    out->majority_people =
        compare(bound, members->yes, base->stated->value.a == ALL_MEMBERS ? members->all : members->part);
    out->tie = members->yes > 0 && members->yes == out->majority_people.of - members->yes;
    if (out->tie && tie->stated->value.a == 0) {
        out->majority_people.met = false;
        out->majority_people.needed = members->yes + 1;
    }
    out->quorum_area.met = out->majority_area.met = true;
    out->passed = out->quorum_people.met && out->majority_people.met;
    return OK;
}

RESULT decision_judge(struct ctx *ctx, const struct rule_set *set, const struct decision_figures *figures,
                      struct decision_outcome *ret_outcome)
{
    struct decision_outcome out = {.passed = false};
    error_set(&ctx->error, "value", "%u", figures->matter);
    if (!decision_matter_known(figures->matter))
        return REFUSE(decision, matter);
    const char *wrong = decision_figures_wrong(figures);
    error_set(&ctx->error, "what", "%s", wrong ? wrong : "");
    if (wrong)
        return REFUSE(decision, figures);
    if (decision_body_of(figures->matter) == DECISION_ASSEMBLY)
        TRY(judge_assembly(ctx, set, figures, &out));
    else
        TRY(judge_committee(ctx, set, figures, &out));
    *ret_outcome = out;
    return OK;
}
