#include "rules/warranty.h"

#include "base/bytes.h"

#include <string.h>

static const struct word rules_judged[] = {
#define RULE(name, zh, en) {WARRANTY_RULE_##name, #name, {zh, en}},
#include "rules/warranty.def"
#undef RULE
};

const char *warranty_rule_name(int rule)
{
    return word_of(rules_judged, LENGTH(rules_judged), rule)->name;
}

const char *warranty_rule_text(int rule, enum language language)
{
    return word_of(rules_judged, LENGTH(rules_judged), rule)->text[language];
}

const char *warranty_clause(const struct warranty_verdict *verdict)
{
    if (verdict->stated)
        return verdict->stated->law;
    return verdict->rule == WARRANTY_RULE_appraised ? "HZ-67-2" : "";
}

/* ---- states ---- */

bool warranty_holds(int state)
{
    return !warranty_pays(state) && state != WARRANTY_refunded && state != WARRANTY_to_fund;
}

bool warranty_pays(int state)
{
    return state == WARRANTY_refundable || state == WARRANTY_transferable;
}

bool warranty_claim_pays(int state)
{
    return state >= WARRANTY_CLAIM_verified && state <= WARRANTY_CLAIM_settled;
}

bool warranty_claim_is_open(int state)
{
    return state != WARRANTY_CLAIM_closed && state != WARRANTY_CLAIM_refused && state != WARRANTY_CLAIM_withdrawn;
}

/* ---- judging ---- */

struct judging {
    const struct rule_set *rules;
    struct calendar calendar;
    const struct warranty_facts *facts;
    struct warranty_verdicts *verdicts;
};

static const struct pack_rule *stated(const struct rule_set *rules, enum pack_key_no key)
{
    return rules->rules[key].stated;
}

/* The word of a choice. */
static bool choice_is(const struct pack_rule *rule, const char *name)
{
    const char *words = pack_key_get(rule->key)->words;
    for (int64_t place = 0; place < rule->value.a; place++)
        words += strcspn(words, " ") + 1;
    const size_t size = strcspn(words, " ");
    return size == strlen(name) && strncmp(words, name, size) == 0;
}

static struct warranty_verdict *give(struct judging *j, enum warranty_rule rule, const struct pack_rule *by,
                                     bool passes)
{
    struct warranty_verdict *verdict = &j->verdicts->list[j->verdicts->count++];
    *verdict = (struct warranty_verdict){
        .rule = rule, .outcome = passes ? WARRANTY_PASS : WARRANTY_FAIL, .missing = 0, .from = 0, .stated = by};
    return verdict;
}

/* All of these papers must be there. */
static void need(struct judging *j, enum warranty_rule rule, const struct pack_rule *by, uint32_t papers)
{
    const uint32_t missing = papers & ~j->facts->papers;
    struct warranty_verdict *verdict = give(j, rule, by, missing == 0);
    if (missing == 0)
        return;
    verdict->outcome = WARRANTY_NEEDS_PAPER;
    verdict->missing = missing;
}

static void give_from(struct judging *j, enum warranty_rule rule, const struct pack_rule *by, day from)
{
    give(j, rule, by, j->facts->today >= from)->from = from;
}

/*= SX-50-2 建设单位接到维修通知后五日内不履行保修义务的 */
/*= HU-46-1 主管部门催告后十五日内建设单位仍不履行的 */
static RESULT judge_idle(struct judging *j)
{
    const struct pack_rule *idle = stated(j->rules, RULE_warranty_idle),
                           *from = stated(j->rules, RULE_warranty_idle_from);
    const bool reminded = from && choice_is(from, "authority_reminder");
    const uint32_t paper = reminded ? PAPER_BIT(reminder) : PAPER_BIT(repair_notice);
    day last;
    if (j->facts->told != 0 && !(j->facts->papers & paper)) {
        need(j, WARRANTY_RULE_idle, idle, paper);
        return OK;
    }
    if (j->facts->told == 0) {
        give(j, WARRANTY_RULE_idle, idle, false);
        return OK;
    }
    TRY(calendar_due(&j->calendar, j->facts->told, &idle->value, &last));
    give_from(j, WARRANTY_RULE_idle, idle, last + 1);
    return OK;
}

/*= SX-50-2 已不存在的 */
/*= HZ-67-2 拒不履行或者无力履行，缺陷经鉴定的 */
static RESULT judge_claim(struct judging *j)
{
    const struct pack_rule *idle = stated(j->rules, RULE_warranty_idle);
    const day told = j->facts->told != 0 ? j->facts->told : j->facts->today;
    give(j, WARRANTY_RULE_term, stated(j->rules, RULE_warranty_term), told <= j->facts->expires);
    if (j->facts->gone)
        need(j, WARRANTY_RULE_gone, idle, PAPER_BIT(gone));
    else if (idle)
        return judge_idle(j);
    else
        need(j, WARRANTY_RULE_appraised, NULL, PAPER_BIT(appraisal) | PAPER_BIT(repair_notice));
    return OK;
}

/*= NB-80 期满六十日前查验 */
static void judge_notice(struct judging *j)
{
    const struct pack_rule *inspect = stated(j->rules, RULE_warranty_inspect_before);
    if (inspect)
        need(j, WARRANTY_RULE_inspected, inspect, PAPER_BIT(inspection));
}

/*= SX-50-3 建设单位不存在的，公告三十日后转入该区域维修资金 */
static void judge_gone(struct judging *j)
{
    const struct pack_rule *to = stated(j->rules, RULE_warranty_gone_to);
    need(j, WARRANTY_RULE_gone, to, PAPER_BIT(gone));
    give(j, WARRANTY_RULE_to_fund, to, to && choice_is(to, "fund"));
}

/*= SX-50-2 有未完成的维修的，期限顺延至维修完毕 */
/*= SX-50-3 保修金期满后 */
static void judge_end(struct judging *j)
{
    give(j, WARRANTY_RULE_repaired, stated(j->rules, RULE_warranty_idle), j->facts->claims == 0);
    give_from(j, WARRANTY_RULE_ended, stated(j->rules, RULE_warranty_term), j->facts->expires + 1);
}

/* A notice of the days that a key sets. */
static RESULT judge_hung(struct judging *j, enum pack_key_no key)
{
    const struct pack_rule *length = stated(j->rules, key);
    day last;
    if (!length || j->facts->noticed == 0)
        return OK;
    TRY(calendar_end(&j->calendar, j->facts->noticed, &length->value, &last));
    give_from(j, WARRANTY_RULE_notice, length, last);
    return OK;
}

/*= HZ-68 有异议的，六个月内处理，未起诉或者仲裁的退还 */
static RESULT judge_dispute(struct judging *j)
{
    const struct pack_rule *dispute = stated(j->rules, RULE_warranty_dispute);
    day last;
    if (j->facts->objected == 0)
        return OK;
    if (!dispute || (j->facts->papers & PAPER_BIT(ruling))) {
        need(j, WARRANTY_RULE_dispute, dispute, PAPER_BIT(ruling));
        return OK;
    }
    TRY(calendar_due(&j->calendar, j->facts->objected, &dispute->value, &last));
    give_from(j, WARRANTY_RULE_dispute, dispute, last + 1);
    return OK;
}

/*= HZ-68 公示三十日 */
/*= TZ-50-4 期满前一个月公示一个月 */
/*= NB-80 公示不少于七日 */
static RESULT judge_refund(struct judging *j)
{
    judge_end(j);
    TRY(judge_hung(j, RULE_warranty_notice_length));
    return judge_dispute(j);
}

static RESULT judge_transfer(struct judging *j)
{
    const struct pack_rule *to = stated(j->rules, RULE_warranty_gone_to);
    give(j, WARRANTY_RULE_to_fund, to, to && choice_is(to, "fund") && j->facts->gone);
    judge_end(j);
    TRY(judge_hung(j, RULE_warranty_gone_notice));
    return judge_dispute(j);
}

static struct calendar calendar_of(const struct warranty_law *law)
{
    const struct pack_rule *weekend = stated(law->rules, RULE_deadline_weekend_is_rest);
    struct calendar calendar = *law->calendar;
    calendar.weekend_is_rest = !weekend || weekend->value.a == 1;
    return calendar;
}

RESULT warranty_judge(const struct warranty_law *law, enum warranty_stage stage, const struct warranty_facts *facts,
                      struct warranty_verdicts *ret_verdicts)
{
    struct judging j = {law->rules, calendar_of(law), facts, ret_verdicts};
    ret_verdicts->count = 0;
    switch (stage) {
    case WARRANTY_AT_CLAIM:
        return judge_claim(&j);
    case WARRANTY_AT_NOTICE:
        judge_notice(&j);
        return OK;
    case WARRANTY_AT_GONE:
        judge_gone(&j);
        return OK;
    case WARRANTY_AT_REFUND:
        return judge_refund(&j);
    case WARRANTY_AT_TRANSFER:
        return judge_transfer(&j);
    }
    return OK;
}

/* ---- days ---- */

/*= NB-80 期满六十日前查验，期满三十日前公示 */
/*= TZ-50-4 期满后三十日内退还 */
/*= HZ-67-4 动用保修金后，建设单位应当在十五日内补足 */
/*= HU-46-2 动用后十五日内补足 */
RESULT warranty_days(const struct warranty_law *law, day expires, day used, struct warranty_days *ret_days)
{
    const struct calendar calendar = calendar_of(law);
    const struct {
        enum pack_key_no key;
        day from; /* 0: nothing to count from */
        bool before;
        day *by;
    } list[] = {{RULE_warranty_inspect_before, expires, true, &ret_days->inspect_by},
                {RULE_warranty_notice_before, expires, true, &ret_days->announce_by},
                {RULE_warranty_refund_within, expires, false, &ret_days->refund_by},
                {RULE_warranty_refill, used, false, &ret_days->refill_by}};
    *ret_days = (struct warranty_days){.inspect_by = 0};
    for (size_t i = 0; i < LENGTH(list); i++) {
        const struct pack_rule *rule = stated(law->rules, list[i].key);
        if (!rule || list[i].from == 0)
            continue;
        if (list[i].before)
            TRY(calendar_before(&calendar, list[i].from, &rule->value, list[i].by));
        else
            TRY(calendar_due(&calendar, list[i].from, &rule->value, list[i].by));
    }
    return OK;
}

/* ---- what the books say ---- */

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t open_of(const struct warranty_sums *sums)
{
    return sums->used.fen > sums->refilled.fen ? sums->used.fen - sums->refilled.fen : 0;
}

static RESULT add_principal(struct warranty_sums *sums, money amount)
{
    const int64_t part = amount.fen >= 0 ? least(amount.fen, open_of(sums)) : -least(-amount.fen, sums->refilled.fen);
    money rest;
    TRY(money_add(sums->refilled, FEN(part), &sums->refilled));
    TRY(money_sub(amount, FEN(part), &rest));
    return money_add(sums->principal, rest, &sums->principal);
}

static RESULT add_sum(struct warranty_sums *sums, const struct warranty_movement *movement)
{
    if (!movement->debit)
        return movement->interest ? money_add(sums->interest, movement->amount, &sums->interest)
                                  : add_principal(sums, movement->amount);
    money *sum = movement->to_fund ? &sums->to_fund : movement->returned ? &sums->refunded : &sums->used;
    return money_add(*sum, movement->amount, sum);
}

RESULT warranty_count(struct warranty_sums *sums, const struct warranty_movement *movement)
{
    money *held = &sums->held[movement->interest];
    TRY(add_sum(sums, movement));
    if (open_of(sums) == 0)
        sums->used_on = 0;
    else if (sums->used_on == 0)
        sums->used_on = movement->on;
    return movement->debit ? money_sub(*held, movement->amount, held) : money_add(*held, movement->amount, held);
}
