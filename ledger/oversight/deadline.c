#include "ledger/oversight/deadline.h"

#include "ledger/people/holiday.h"
#include "ledger/people/rule_activation.h"
#include "rules/duty.h"

#include <assert.h>

RESULT deadline_find(struct ctx *ctx, const struct deadline_in *in, struct maybe *ret_day)
{
    struct rules_in_force *rules;
    struct calendar calendar;
    day last;
    assert(pack_key_get(in->key)->type == PACK_SPAN);
    TRY(ARENA_TAKE(ctx->arena, 1, &rules));
    TRY(rule_activation_set(ctx, in->community, in->from, rules));
    const struct pack_rule *rule = rules->set.rules[in->key].stated;
    *ret_day = (struct maybe){0};
    if (!rule)
        return OK;
    TRY(holiday_calendar(ctx, &calendar));
    calendar.weekend_is_rest = duty_weekend_rests(&rules->set);
    TRY(calendar_due(&calendar, in->from, &rule->value, &last));
    *ret_day = (struct maybe){true, last};
    return OK;
}

int32_t deadline_late(struct maybe deadline, day on)
{
    return deadline.present && on > deadline.value ? on - (day)deadline.value : 0;
}
