/* voter.h  计票基数: who counts as one person among the owners, and with what area. Pure.
 *
 * All units of one owner are one person, all units that nobody has bought or taken over are one person together (the
 * builder), co-owners are one person; the same set of owners is the same buyer. Owners are compared by the names in the
 * register. Units outside the scope of a decision, accounts of selling units (no area), and parking spaces where
 * vote.parking_in_area is off, do not count. */
#pragma once

#include "rules/pack.h"

#define VOTER_NONE SIZE_MAX

struct voter_unit {
    const char *owners; /* names in bytewise order, one a line; "" for unsold or undelivered */
    uint64_t area_cm2;
    bool parking, outside; /* outside the scope */
    size_t voter;          /* set by voter_count: number of the person, VOTER_NONE where the unit does not count */
};

struct voter {
    uint64_t area_cm2;
    uint32_t units;
};

struct voter_base {
    struct voter *voters;
    size_t people;
    uint64_t area_cm2;
};

/* Numbers the persons in the order of their first unit. Refusals: decision.no_rule (detail key), memory.exhausted. */
RESULT voter_count(struct ctx *ctx, const struct rule_set *set, struct voter_unit *units, size_t count,
                   struct voter_base *ret_base);
