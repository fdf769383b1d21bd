#include "ledger/oversight/deadline.h"

#include "ledger/people/rule_pack.h"

#include <assert.h>

/* 1970-01-01 was a Thursday. */
static bool is_weekend(day date)
{
    return (date + 3) % 7 >= 5;
}

static day after_working_days(day from, int64_t days)
{
    while (days > 0)
        days -= !is_weekend(++from);
    return from;
}

/* The same day of a later month, or the last one of a shorter month. */
static day after_months(day from, int64_t months)
{
    const int32_t month = month_of(from) + (int32_t)months;
    const day same = month_first(month) + date_to_civil(from).day - 1;
    return same < month_last(month) ? same : month_last(month);
}

static day after_span(day from, const struct pack_value *span)
{
    switch ((enum pack_unit)span->b) {
    case PACK_WORKING_DAYS:
        return after_working_days(from, span->a);
    case PACK_MONTHS:
        return after_months(from, span->a);
    case PACK_YEARS:
        return after_months(from, span->a * 12);
    case PACK_DAYS:
        break;
    }
    return from + (day)span->a;
}

RESULT deadline_find(struct ctx *ctx, const struct deadline_in *in, struct maybe *ret_day)
{
    struct rule_packs packs;
    struct pack_stack stack;
    struct rule_set set;
    assert(pack_key_get(in->key)->type == PACK_SPAN);
    TRY(rule_pack_load(ctx, NULL, &packs));
    TRY(rule_pack_stack(ctx, &packs, in->community, &stack));
    TRY(rule_set_make(ctx, &stack, in->from, &set));
    const struct pack_rule *rule = set.rules[in->key].stated;
    *ret_day = rule ? (struct maybe){true, after_span(in->from, &rule->value)} : (struct maybe){0};
    return OK;
}

int32_t deadline_late(struct maybe deadline, day on)
{
    return deadline.present && on > deadline.value ? on - (day)deadline.value : 0;
}
