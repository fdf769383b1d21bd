#include "rules/earning.h"

#include <assert.h>

size_t earning_months(day from, day to)
{
    assert(to >= from);
    const int whole = date_to_civil(to).day >= date_to_civil(from).day;
    const int32_t months = month_of(to) - month_of(from) + whole;
    return months < 1 ? 1 : (size_t)months;
}

/* Place of the first month that a due covers. */
static size_t start_of(const struct earning_plan *plan, day due)
{
    const int32_t place = month_of(due) - plan->first;
    if (place < 0)
        return 0;
    return (size_t)place < plan->months ? (size_t)place : plan->months - 1;
}

RESULT earning_make(struct ctx *ctx, const struct earning_in *in, struct earning_plan *ret_plan)
{
    struct earning_plan plan = {.first = month_of(in->from), .months = earning_months(in->from, in->to)};
    uint64_t *weights;
    assert(plan.months <= EARNING_MONTHS_MAX);
    TRY(ARENA_TAKE(ctx->arena, plan.months, &plan.parts));
    TRY(ARENA_TAKE(ctx->arena, plan.months, &weights));
    for (size_t m = 0; m < plan.months; m++)
        weights[m] = 1;
    for (size_t i = 0; i < in->count;) {
        const size_t start = start_of(&plan, in->dues[i].due);
        money amount = FEN(0);
        for (; i < in->count && start_of(&plan, in->dues[i].due) == start; i++)
            TRY(money_add(amount, in->dues[i].amount, &amount));
        const size_t end = i < in->count ? start_of(&plan, in->dues[i].due) : plan.months;
        assert(end > start);
        TRY(money_share(amount, weights, end - start, plan.parts + start));
    }
    *ret_plan = plan;
    return OK;
}

RESULT earning_through(const struct earning_plan *plan, int32_t month, money *ret_earned)
{
    money earned = FEN(0);
    assert(plan->months > 0);
    for (size_t m = 0; m < plan->months && plan->first + (int32_t)m <= month; m++)
        TRY(money_add(earned, plan->parts[m], &earned));
    *ret_earned = earned;
    return OK;
}
