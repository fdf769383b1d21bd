#include "rules/voter.h"

#include <stdlib.h>
#include <string.h>

static int compare_units(const void *x, const void *y)
{
    const struct voter_unit *const *a = x, *const *b = y;
    const int order = strcmp((*a)->owners, (*b)->owners);
    return order != 0 ? order : (*a > *b) - (*a < *b);
}

/*= CN-MF-22-2 只由列支范围内的业主表决 */
/*= NB-18 车位面积不计入专有面积 */
static bool counts(const struct voter_unit *unit, bool parking)
{
    return !unit->outside && unit->area_cm2 > 0 && (parking || !unit->parking);
}

/* Units by owners; of each owner the first in the register speaks for all. */
static void join(struct voter_unit **sorted, size_t count, struct voter_unit *units)
{
    const struct voter_unit *first = NULL;
    for (size_t i = 0; i < count; i++) {
        if (!first || strcmp(first->owners, sorted[i]->owners) != 0)
            first = sorted[i];
        sorted[i]->voter = (size_t)(first - units);
    }
}

/*= CN-SPC-9 一个专有部分算一人；未售或者未交付的部分合算一人，同一买受人有几户的算一人 */
/*= CN-SPC-8 专有面积按登记簿，总面积为各户之和 */
static void number_voters(struct voter_unit *units, size_t count, struct voter_base *base)
{
    for (size_t i = 0; i < count; i++) {
        struct voter_unit *unit = &units[i];
        if (unit->voter == VOTER_NONE)
            continue;
        unit->voter = unit->voter == i ? base->people++ : units[unit->voter].voter;
        base->voters[unit->voter].area_cm2 += unit->area_cm2;
        base->voters[unit->voter].units++;
        base->area_cm2 += unit->area_cm2;
    }
}

RESULT voter_count(struct ctx *ctx, const struct rule_set *set, struct voter_unit *units, size_t count,
                   struct voter_base *ret_base)
{
    const struct rule *parking = &set->rules[RULE_vote_parking_in_area];
    struct voter_unit **sorted;
    size_t kept = 0;
    *ret_base = (struct voter_base){.people = 0};
    error_set(&ctx->error, "key", "%s", pack_key_get(RULE_vote_parking_in_area)->name);
    if (!parking->stated)
        return REFUSE(decision, no_rule);
    TRY(ARENA_TAKE(ctx->arena, count + 1, &sorted));
    TRY(ARENA_TAKE(ctx->arena, count + 1, &ret_base->voters));
    for (size_t i = 0; i < count; i++) {
        units[i].voter = VOTER_NONE;
        if (counts(&units[i], parking->stated->value.a != 0))
            sorted[kept++] = &units[i];
    }
    qsort(sorted, kept, sizeof *sorted, compare_units);
    join(sorted, kept, units);
    number_voters(units, count, ret_base);
    return OK;
}
