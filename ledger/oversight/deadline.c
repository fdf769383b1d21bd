#include "ledger/oversight/deadline.h"

#include "ledger/people/rule_pack.h"
#include "rules/calendar.h"

#include <assert.h>

RESULT deadline_find(struct ctx *ctx, const struct deadline_in *in, struct maybe *ret_day)
{
    static const struct calendar week = {.count = 0}; /* every Saturday and Sunday, no holidays */
    struct rule_set set;
    day last;
    assert(pack_key_get(in->key)->type == PACK_SPAN);
    TRY(rule_pack_resolve(ctx, in->community, in->from, &set));
    const struct pack_rule *rule = set.rules[in->key].stated;
    *ret_day = (struct maybe){0};
    if (!rule)
        return OK;
    TRY(calendar_end(&week, in->from, &rule->value, &last));
    *ret_day = (struct maybe){true, last};
    return OK;
}

int32_t deadline_late(struct maybe deadline, day on)
{
    return deadline.present && on > deadline.value ? on - (day)deadline.value : 0;
}
