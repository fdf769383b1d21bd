/* duty.h  应办事项: what a community owes by when, by the rules of the day, and whether it was done. Pure: facts in,
 * duties out.
 *
 * Periods are calendar months, quarters, half-years and years from the first month of the books on. Each is judged by
 * the rules in force on its last day (ADR 0022). A duty is binding where its clause is a MUST of law.def; what law only
 * encourages is shown and never counted as overdue. */
#pragma once

#include "base/list.h"
#include "base/words.h"
#include "rules/calendar.h"
#include "rules/pack.h"

enum duty_kind {
#define DUTY(name, code, shape, fund, who, interval, by, within, zh, en) DUTY_##name = (code),
#define SCOPE(name, zh, en)
#include "rules/duty.def"
#undef DUTY
#undef SCOPE
    DUTY_END
};
enum duty_who {
#define DUTY(name, code, shape, fund, who, interval, by, within, zh, en)
#define SCOPE(name, zh, en) DUTY_BY_##name,
#include "rules/duty.def"
#undef DUTY
#undef SCOPE
};
enum duty_state { DUTY_DONE = 1, DUTY_LATE, DUTY_OPEN, DUTY_OVERDUE, DUTY_LAPSED }; /* lapsed: not done, not demanded */
enum { DUTY_LIST_MAX = 20000 };

struct duty_deed { /* something done: a publication, a budget, a reconciliation, a transfer, a filing, a hand-over */
    enum duty_kind kind;
    day first, last; /* what it speaks of: a period, a year, a term; for what happens on a day that day */
    day on;          /* when it was done */
    uint64_t seq;    /* the record that says so */
};

struct duty_term { /* of a committee */
    day from, to, formed_on;
    uint64_t seq;
};

struct duty_departure {  /* somebody who has something to hand over */
    enum duty_kind kind; /* DUTY_handover_member or DUTY_handover_manager */
    day left_on;
    day done_on;  /* the hand-over was completed; 0: not yet */
    uint64_t seq; /* its record; 0: not yet */
};

struct duty_facts {
    day since;               /* first day of the books */
    bool kept[FUND_OP + 1];  /* which funds have books */
    struct duty_deed *deeds; /* in any order */
    size_t deed_count;
    day used_on;             /* since when a warranty deposit that was used is not refilled; 0: none */
    struct duty_term *terms; /* ascending, not overlapping */
    size_t term_count;
    struct duty_departure *departures; /* in any order */
    size_t departure_count;
};

struct duty_rules { /* rule sets of a place by month, made once for all its communities */
    const struct pack_stack *stack;
    struct calendar calendar;
    int32_t first;         /* month of sets[0] */
    struct rule_set *sets; /* of the last day of each month */
    size_t count;
};

struct duty {
    enum duty_kind kind;
    day first, last; /* the period, or the term */
    day due;
    enum duty_state state;
    day done_on;                  /* 0: not yet */
    int32_t days;                 /* late, or overdue; 0 in time or open */
    uint64_t seq;                 /* what fulfilled it; 0: nothing yet */
    bool binding;                 /* law demands it */
    bool week_only;               /* the notice on holidays of the year in which it falls due is not there */
    const struct pack_rule *rule; /* the value that makes it a duty: clause and certainty */
};

struct duty_list {
    struct duty *items; /* by due day, then kind and period */
    size_t count;
};

const char *duty_kind_code(enum duty_kind kind);                         /* "income" */
const char *duty_kind_name(enum duty_kind kind, enum language language); /* "公共收益公示" */
bool duty_kind_is_published(enum duty_kind kind);                        /* disclosures fulfil it */
/* False for an unknown name. */
bool duty_kind_parse(const char *code, enum duty_kind *ret_kind);
const char *duty_who_name(enum duty_kind kind, enum language language);     /* "业委会" */
const char *duty_state_code(enum duty_state state);                         /* "overdue" */
const char *duty_state_name(enum duty_state state, enum language language); /* "逾期" */

/* The rule sets of a place for all months from `first` to the one of `until`. `calendar`: without its parameter, which
 * is taken from the rules of the last month. Refusals: memory.exhausted, date.invalid. */
RESULT duty_rules_make(struct ctx *ctx, const struct pack_stack *stack, const struct calendar *calendar,
                       const day span[2], struct duty_rules *ret_rules);

/* Whether Saturday and Sunday are days of rest on which no period ends, by a rule set. */
bool duty_weekend_rests(const struct rule_set *set);

/* All duties that fall due up to `until`, as they stand on `as_of`. Refusals: memory.exhausted, list.full,
 * date.invalid. */
RESULT duty_list_make(struct ctx *ctx, const struct duty_rules *rules, const struct duty_facts *facts,
                      const day as_of_until[2], struct duty_list *ret_list);
