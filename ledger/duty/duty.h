/* duty.h  应办事项: gathers what the books know of disclosures, budgets, statements, transfers, small accounts and
 * terms, and has rules/duty.c judge it. */
#pragma once

#include "ledger/people/community.h"
#include "rules/duty.h"

struct duty_in {
    uint64_t community;
    day as_of, until; /* as it stands on a day; what falls due up to another */
};

/* Everything that a community owes, oldest due day first. Refusals: community.unknown, those of duty_list_make. */
RESULT duty_read(struct ctx *ctx, const struct duty_in *in, struct duty_list *ret_list);

struct duty_community { /* one with something overdue */
    uint64_t community;
    const char *name;
    struct duty_list overdue; /* in state DUTY_OVERDUE only */
    int32_t days;             /* of the one that is overdue longest */
};

/* All communities of a county (0: of the database) with something overdue on a day, the worst first: by days, then by
 * number, then by code. Refusals: those of duty_read. */
RESULT duty_overdue(struct ctx *ctx, int32_t county, day as_of, struct duty_community **ret_list, size_t *ret_count);

/* How far ahead a calendar looks: a year. Refusals: date.invalid. */
RESULT duty_horizon(day as_of, day *ret_until);
