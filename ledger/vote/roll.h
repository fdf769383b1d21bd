/* roll.h  表决名册: who may vote, by the register as of a day and within a scope; and the members of the committee.
 *
 * Owners are counted as persons by rules/voter.h. A unit that nobody owns that day belongs to the developer. */
#pragma once

#include "audit/journal.h"
#include "rules/voter.h"

/* How ballots call the owner of units that are not sold. */
#define ROLL_DEVELOPER "建设单位"

struct roll_in {
    uint64_t community;
    day on;
    const struct rule_set *set;
    const char *const *scope; /* buildings ("1幢") and units ("1幢 101") */
    size_t scope_count;       /* 0: the whole community */
};

struct roll_unit {
    struct uuid unit;
    const char *address, *owners; /* owners: names, one a line, "" for the developer's */
};

struct roll_name { /* a way to write a unit */
    const char *name;
    uint32_t unit;
};

struct roll {
    const struct roll_unit *units;
    struct voter_unit *counted; /* of each unit: its person */
    size_t count;
    struct voter_base base;
    size_t *first;                 /* of each person: the first unit in the register */
    const struct roll_name *names; /* in bytewise order */
    size_t name_count;
};

/* Refusals in order: decision.register (nobody owns anything that day), decision.scope (detail unit),
 * decision.no_rule. */
RESULT roll_load(struct ctx *ctx, const struct roll_in *in, struct roll *ret_roll);

/* The place of a unit by "1幢 101", or "101" where only one has that number; false otherwise. */
bool roll_find(const struct roll *roll, const char *name, size_t *ret_unit);

/* Whether somebody is an owner of the unit, or speaks for the developer. */
bool roll_owns(const struct roll *roll, size_t unit, const char *name);

struct roll_member { /* of the committee */
    struct uuid subject;
    const char *name;
};

/* Members in office on a day, each once. Refusals: those of role_list. */
RESULT roll_members(struct ctx *ctx, uint64_t community, day on, struct roll_member **ret_list, size_t *ret_count);
