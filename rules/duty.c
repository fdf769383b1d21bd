#include "rules/duty.h"

#include "rules/handover.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { MONTHS = 12, QUARTER = 3, HALF = 6, DECEMBER = 11 };
enum shape { PUBLISHED = 1, BOOKED, RECONCILED, MOVED, FILED, TERM, ROTATED, LEFT, REFILLED };
enum force { MUST = 1, MAY, INFO };

static const struct duty_row {
    const char *code, *name[2];
    enum shape shape;
    int fund;
    enum duty_who who;
    enum pack_key_no interval, by, within;
} rows[DUTY_END] = {
#define DUTY(name_, code_, shape_, fund_, who_, interval_, by_, within_, zh, en)                                       \
    [code_] = {#name_, {zh, en}, shape_, fund_, DUTY_BY_##who_, interval_, by_, within_},
#define SCOPE(name, zh, en)
#include "rules/duty.def"
#undef DUTY
#undef SCOPE
};

/* ---- names ---- */

const char *duty_kind_code(enum duty_kind kind)
{
    assert(kind > 0 && kind < DUTY_END);
    return rows[kind].code;
}

const char *duty_kind_name(enum duty_kind kind, enum language language)
{
    assert(kind > 0 && kind < DUTY_END);
    return rows[kind].name[language];
}

bool duty_kind_is_published(enum duty_kind kind)
{
    return kind > 0 && kind < DUTY_END && rows[kind].shape == PUBLISHED;
}

bool duty_kind_parse(const char *code, enum duty_kind *ret_kind)
{
    for (enum duty_kind kind = 1; kind < DUTY_END; kind++)
        if (strcmp(rows[kind].code, code) == 0) {
            *ret_kind = kind;
            return true;
        }
    return false;
}

const char *duty_who_name(enum duty_kind kind, enum language language)
{
    static const char *const names[][2] = {
#define DUTY(name, code, shape, fund, who, interval, by, within, zh, en)
#define SCOPE(name, zh, en) [DUTY_BY_##name] = {zh, en},
#include "rules/duty.def"
#undef DUTY
#undef SCOPE
    };
    assert(kind > 0 && kind < DUTY_END);
    return names[rows[kind].who][language];
}

static const char *const states[][3] = {[DUTY_DONE] = {"done", "按期完成", "done in time"},
                                        [DUTY_LATE] = {"late", "迟办", "done late"},
                                        [DUTY_OPEN] = {"open", "未到期", "open"},
                                        [DUTY_OVERDUE] = {"overdue", "逾期", "overdue"},
                                        [DUTY_LAPSED] = {"lapsed", "未办（倡导）", "not done (encouraged)"}};

const char *duty_state_code(enum duty_state state)
{
    assert(state >= DUTY_DONE && state <= DUTY_LAPSED);
    return states[state][0];
}

const char *duty_state_name(enum duty_state state, enum language language)
{
    assert(state >= DUTY_DONE && state <= DUTY_LAPSED);
    return states[state][1 + language];
}

/* Whether law demands what a value rests on. */
static bool is_must(const char *law)
{
    static const struct {
        const char *id;
        enum force force;
    } clauses[] = {
#define LAW(id, from, until, force, standing, carried, digest) {id, force},
#include "rules/law/law.def"
#undef LAW
    };
    for (size_t i = 0; i < LENGTH(clauses); i++)
        if (strcmp(clauses[i].id, law) == 0)
            return clauses[i].force == MUST;
    return false;
}

/* ---- rules ---- */

bool duty_weekend_rests(const struct rule_set *set)
{
    const struct pack_rule *stated = set->rules[RULE_deadline_weekend_is_rest].stated;
    return !stated || stated->value.a == 1;
}

RESULT duty_rules_make(struct ctx *ctx, const struct pack_stack *stack, const struct calendar *calendar,
                       const day span[2], struct duty_rules *ret_rules)
{
    struct duty_rules rules = {.stack = stack, .calendar = *calendar, .first = month_of(span[0])};
    const int32_t last = month_of(span[1]);
    assert(last >= rules.first);
    rules.count = (size_t)(last - rules.first) + 1;
    TRY(ARENA_TAKE(ctx->arena, rules.count, &rules.sets));
    for (size_t i = 0; i < rules.count; i++)
        TRY(rule_set_make(ctx, stack, month_last(rules.first + (int32_t)i), &rules.sets[i]));
    rules.calendar.weekend_is_rest = duty_weekend_rests(&rules.sets[rules.count - 1]);
    *ret_rules = rules;
    return OK;
}

/* The rules of the last day of the month in which a day lies; of the first or last month outside. */
static const struct rule_set *set_of(const struct duty_rules *rules, day on)
{
    const int32_t at = month_of(on) - rules->first;
    if (at < 0)
        return &rules->sets[0];
    return &rules->sets[(size_t)at < rules->count ? (size_t)at : rules->count - 1];
}

static const struct pack_rule *stated(const struct rule_set *set, enum pack_key_no key)
{
    return key < RULE_KEYS ? set->rules[key].stated : NULL;
}

/* Months of a period; 0: no period (at once). */
static int32_t interval_months(enum pack_key_no key, const struct pack_rule *rule)
{
    static const struct {
        const char *word;
        int32_t months;
    } intervals[] = {{"three_yearly", 36}, {"yearly", 12}, {"half_yearly", 6}, {"quarterly", 3}, {"monthly", 1}};
    const struct pack_key *info = pack_key_get(key);
    const char *word = info->words;
    if (info->type != PACK_CHOICE)
        return MONTHS; /* a day of the year: every year */
    for (int64_t i = 0; i < rule->value.a; i++)
        word = strchr(word, ' ') + 1;
    for (size_t i = 0; i < LENGTH(intervals); i++) {
        const size_t size = strlen(intervals[i].word);
        if (strncmp(word, intervals[i].word, size) == 0 && (word[size] == ' ' || word[size] == '\0'))
            return intervals[i].months;
    }
    return 0;
}

/* ---- making the list ---- */

struct making {
    struct ctx *ctx;
    const struct duty_rules *rules;
    const struct duty_facts *facts;
    day as_of, until;
    LIST(struct duty) list;
};

/* What was done by `on`: 0 nothing. */
struct found {
    day on;
    uint64_t seq;
};

static void settle(const struct making *m, struct duty *duty, struct found found)
{
    const bool done = found.on != 0 && found.on <= m->as_of;
    duty->done_on = done ? found.on : 0;
    duty->seq = done ? found.seq : 0;
    const day end = done ? found.on : m->as_of;
    duty->days = end > duty->due ? end - duty->due : 0;
    if (done)
        duty->state = duty->days > 0 ? DUTY_LATE : DUTY_DONE;
    else if (duty->days == 0)
        duty->state = DUTY_OPEN;
    else
        duty->state = duty->binding ? DUTY_OVERDUE : DUTY_LAPSED;
}

static RESULT add(struct making *m, struct duty duty, struct found found)
{
    if (duty.due > m->until)
        return OK;
    duty.binding = is_must(duty.rule->law);
    duty.week_only = !calendar_knows(&m->rules->calendar, date_to_civil(duty.due).year);
    settle(m, &duty, found);
    return LIST_ADD(&m->list, duty);
}

/* ---- what fulfils a period ---- */

/* Deeds that together cover the period from its first day on, each the earliest that goes on: the day of the last. */
static struct found covering(const struct duty_facts *facts, enum duty_kind kind, day first, day last)
{
    struct found all = {0, 0};
    for (day next = first; next <= last;) {
        const struct duty_deed *best = NULL;
        for (size_t i = 0; i < facts->deed_count; i++) {
            const struct duty_deed *deed = &facts->deeds[i];
            if (deed->kind == kind && deed->first <= next && deed->last >= next && (!best || deed->on < best->on))
                best = deed;
        }
        if (!best)
            return (struct found){0, 0};
        next = best->last + 1;
        if (best->on >= all.on)
            all = (struct found){best->on, best->seq};
    }
    return all;
}

/* The earliest deed that happened inside a span of days. */
static struct found inside(const struct duty_facts *facts, enum duty_kind kind, day first, day last)
{
    struct found found = {0, 0};
    for (size_t i = 0; i < facts->deed_count; i++) {
        const struct duty_deed *deed = &facts->deeds[i];
        if (deed->kind == kind && deed->first >= first && deed->first <= last && (found.on == 0 || deed->on < found.on))
            found = (struct found){deed->on, deed->seq};
    }
    return found;
}

static struct found fulfilled(const struct making *m, const struct duty *duty, int32_t months)
{
    switch (rows[duty->kind].shape) {
    case PUBLISHED:
    case BOOKED:
    case FILED:
        return covering(m->facts, duty->kind, duty->first, duty->last);
    case RECONCILED:
        return inside(m->facts, duty->kind, duty->first, duty->last);
    case MOVED:
        return inside(m->facts, duty->kind, duty->last + 1, month_last(month_of(duty->last) + months));
    case TERM:
    case ROTATED:
    case LEFT:
    case REFILLED:
        break;
    }
    return (struct found){0, 0};
}

/* ---- when a period falls due ---- */

/* A span behind the period; months after the end of a month run to the end of a month where the rules say so. */
static RESULT due_within(const struct making *m, const struct rule_set *set, const struct pack_value *within,
                         struct duty *duty)
{
    const struct pack_rule *whole = stated(set, RULE_disclosure_due_month_end);
    if (rows[duty->kind].within == RULE_disclosure_due && whole && whole->value.a == 1 && within->b == PACK_MONTHS &&
        duty->last == month_last(month_of(duty->last))) {
        duty->due = calendar_roll(&m->rules->calendar, month_last(month_of(duty->last) + (int32_t)within->a));
        return OK;
    }
    return calendar_due(&m->rules->calendar, duty->last, within, &duty->due);
}

/* The last day of the year after the period; a budget is adopted in its own year. */
static RESULT due_by(const struct making *m, const struct pack_value *by, struct duty *duty)
{
    const int year = date_to_civil(duty->last).year + (rows[duty->kind].shape == BOOKED ? 0 : 1);
    TRY(date_from_civil(year, (int)by->a, (int)by->b, &duty->due));
    duty->due = calendar_roll(&m->rules->calendar, duty->due);
    return OK;
}

static RESULT set_due(const struct making *m, const struct rule_set *set, int32_t months, struct duty *duty)
{
    const struct duty_row *row = &rows[duty->kind];
    const struct pack_rule *by = stated(set, row->by), *within = stated(set, row->within);
    const struct pack_rule *on = row->shape == FILED ? stated(set, RULE_small_account_day) : NULL;
    if (by && months >= MONTHS)
        return due_by(m, &by->value, duty);
    if (within)
        return due_within(m, set, &within->value, duty);
    duty->due = on ? calendar_roll(&m->rules->calendar, duty->last + (day)on->value.a) : duty->last;
    return OK;
}

static RESULT add_period(struct making *m, enum duty_kind kind, int32_t month)
{
    const struct rule_set *set = set_of(m->rules, month_last(month));
    const struct pack_rule *rule = stated(set, rows[kind].interval);
    const int32_t months = rule ? interval_months(rows[kind].interval, rule) : 0;
    struct duty duty = {.kind = kind, .rule = rule, .last = month_last(month)};
    if (months == 0 || (month + 1) % months != 0)
        return OK;
    duty.first = month_first(month - months + 1);
    TRY(set_due(m, set, months, &duty));
    return add(m, duty, fulfilled(m, &duty, months));
}

static bool is_kept(const struct making *m, enum duty_kind kind)
{
    return rows[kind].code && (rows[kind].fund == 0 || m->facts->kept[rows[kind].fund]);
}

/* Periods that end up to the end of the year behind the horizon: a budget is due before its year is over. */
static RESULT add_periods(struct making *m, enum duty_kind kind)
{
    const int32_t end = month_of(m->until) / MONTHS * MONTHS + DECEMBER;
    for (int32_t month = month_of(m->facts->since); month <= end; month++)
        TRY(add_period(m, kind, month));
    return OK;
}

/* ---- terms ---- */

/* The committee that follows is there. */
static struct found reelected(const struct duty_facts *facts, size_t term)
{
    const struct duty_term *next = term + 1 < facts->term_count ? &facts->terms[term + 1] : NULL;
    return next ? (struct found){next->formed_on, next->seq} : (struct found){0, 0};
}

/* An audit that reaches into the time in which it is to be made. */
static struct found audited(const struct duty_facts *facts, day from, day to)
{
    struct found found = {0, 0};
    for (size_t i = 0; i < facts->deed_count; i++) {
        const struct duty_deed *deed = &facts->deeds[i];
        if (deed->kind == DUTY_audit && deed->last >= from && deed->first <= to &&
            (found.on == 0 || deed->on < found.on))
            found = (struct found){deed->on, deed->seq};
    }
    return found;
}

/* Within so many days of the end of the term, or of the next committee taking office. */
static RESULT add_handover(struct making *m, size_t at)
{
    const struct duty_term *term = &m->facts->terms[at];
    const struct handover_event event = {HANDOVER_term, term->to, at + 1 < m->facts->term_count ? term[1].from : 0};
    struct handover_deadline deadline;
    TRY(handover_deadline_find(set_of(m->rules, term->to), &m->rules->calendar, &event, &deadline));
    const struct duty duty = {
        .kind = DUTY_handover, .rule = deadline.rule, .first = term->from, .last = term->to, .due = deadline.due};
    return deadline.rule ? add(m, duty, covering(m->facts, DUTY_handover, term->to, term->to)) : OK;
}

static RESULT add_term(struct making *m, enum duty_kind kind, size_t at)
{
    const struct duty_term *term = &m->facts->terms[at];
    const struct calendar *calendar = &m->rules->calendar;
    const struct pack_rule *rule = stated(set_of(m->rules, term->to), rows[kind].interval);
    struct duty duty = {.kind = kind, .rule = rule, .first = term->from, .last = term->to, .due = term->to};
    struct found found;
    if (kind == DUTY_handover)
        return add_handover(m, at);
    if (!rule)
        return OK;
    if (kind == DUTY_reelect) {
        TRY(calendar_before(calendar, term->to, &rule->value, &duty.due));
        found = reelected(m->facts, at);
    } else {
        assert(kind == DUTY_term_audit);
        TRY(calendar_before(calendar, term->to, &rule->value, &duty.first));
        found = audited(m->facts, duty.first, term->to);
    }
    return add(m, duty, found);
}

/* ---- who left ---- */

static bool same_departure(const struct duty_departure *a, const struct duty_departure *b)
{
    return a->kind == b->kind && a->left_on == b->left_on;
}

/* All who left on one day are one duty, done when the last of them has handed over. */
static struct found handed_over(const struct duty_facts *facts, const struct duty_departure *of)
{
    struct found last = {0, 0};
    for (size_t i = 0; i < facts->departure_count; i++) {
        const struct duty_departure *other = &facts->departures[i];
        if (!same_departure(other, of))
            continue;
        if (other->done_on == 0)
            return (struct found){0, 0};
        if (other->done_on >= last.on)
            last = (struct found){other->done_on, other->seq};
    }
    return last;
}

static RESULT add_departure(struct making *m, size_t at)
{
    const struct duty_departure *left = &m->facts->departures[at];
    const struct handover_event event = {
        .kind = left->kind == DUTY_handover_member ? HANDOVER_member : HANDOVER_manager, .on = left->left_on};
    struct handover_deadline deadline;
    for (size_t i = 0; i < at; i++)
        if (same_departure(&m->facts->departures[i], left))
            return OK;
    TRY(handover_deadline_find(set_of(m->rules, left->left_on), &m->rules->calendar, &event, &deadline));
    const struct duty duty = {
        .kind = left->kind, .rule = deadline.rule, .first = left->left_on, .last = left->left_on, .due = deadline.due};
    return deadline.rule ? add(m, duty, handed_over(m->facts, left)) : OK;
}

/* ---- rotation ---- */

/* So many years after the end of the last audited period; where nothing was audited yet, this year. */
static RESULT add_rotation(struct making *m)
{
    const struct pack_rule *rule = stated(set_of(m->rules, m->as_of), RULE_audit_rotation);
    struct duty duty = {.kind = DUTY_rotation, .rule = rule, .first = m->facts->since};
    day last = 0;
    if (!rule)
        return OK;
    for (size_t i = 0; i < m->facts->deed_count; i++)
        if (m->facts->deeds[i].kind == DUTY_audit && m->facts->deeds[i].on <= m->as_of &&
            m->facts->deeds[i].last > last)
            last = m->facts->deeds[i].last;
    TRY(date_from_civil(date_to_civil(m->as_of).year, MONTHS, 31, &duty.due));
    if (last != 0) {
        duty.first = last + 1;
        TRY(calendar_end(&m->rules->calendar, last, &rule->value, &duty.due));
    }
    duty.last = duty.due;
    return add(m, duty, (struct found){0, 0});
}

/* ---- warranty deposits ---- */

/*= HZ-67-4 动用保修金后，建设单位应当在十五日内补足 */
/*= HU-46-2 动用后十五日内补足 */
static RESULT add_refill(struct making *m)
{
    const day used = m->facts->used_on;
    const struct pack_rule *rule = stated(set_of(m->rules, used), RULE_warranty_refill);
    struct duty duty = {.kind = DUTY_refill, .rule = rule, .first = used, .last = used};
    if (used == 0 || !rule)
        return OK;
    TRY(calendar_due(&m->rules->calendar, used, &rule->value, &duty.due));
    return add(m, duty, (struct found){0, 0});
}

/* ---- all ---- */

static int compare(const void *x, const void *y)
{
    const struct duty *a = x, *b = y;
    if (a->due != b->due)
        return a->due < b->due ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return a->first < b->first ? -1 : a->first > b->first;
}

static RESULT add_departures(struct making *m, enum duty_kind kind)
{
    for (size_t i = 0; i < m->facts->departure_count; i++)
        if (m->facts->departures[i].kind == kind)
            TRY(add_departure(m, i));
    return OK;
}

static RESULT add_kind(struct making *m, enum duty_kind kind)
{
    if (!is_kept(m, kind))
        return OK;
    if (rows[kind].shape == ROTATED)
        return add_rotation(m);
    if (rows[kind].shape == LEFT)
        return add_departures(m, kind);
    if (rows[kind].shape == REFILLED)
        return add_refill(m);
    if (rows[kind].shape != TERM)
        return add_periods(m, kind);
    for (size_t i = 0; i < m->facts->term_count; i++)
        TRY(add_term(m, kind, i));
    return OK;
}

RESULT duty_list_make(struct ctx *ctx, const struct duty_rules *rules, const struct duty_facts *facts,
                      const day as_of_until[2], struct duty_list *ret_list)
{
    struct making m = {.ctx = ctx,
                       .rules = rules,
                       .facts = facts,
                       .as_of = as_of_until[0],
                       .until = as_of_until[1],
                       .list = LIST_INIT(ctx->arena, DUTY_LIST_MAX)};
    assert(rules->count > 0 && as_of_until[0] <= as_of_until[1]);
    for (enum duty_kind kind = 1; kind < DUTY_END; kind++)
        TRY(add_kind(&m, kind));
    if (m.list.count > 0)
        qsort(m.list.items, m.list.count, sizeof *m.list.items, compare);
    *ret_list = (struct duty_list){m.list.items, m.list.count};
    return OK;
}
