/* interest.h  结息分配: shares accumulated income of the maintenance fund out to the sub-accounts (CN-MF-27). */
#pragma once

#include "ledger/book/subledger.h"
#include "rules/interest.h"

enum housing { HOUSING_COMMODITY = 1, HOUSING_PUBLIC = 2 }; /* 3101 and the sub-accounts are kept apart for each */

struct interest_in {
    uint64_t community;
    int year; /* each year is shared out once for each kind of housing */
    enum housing housing;
    money amount; /* of 310101 or 310102, > 0 */
    enum interest_key by;
    day from, to; /* the period over which balances count */
    day booking_date;
    const char *summary; /* NULL: 分配2026年收益 */
};

/* What 310101 or 310102 holds and may be shared out, after the months closed so far. Refusals: those of db_one. */
RESULT interest_undistributed(struct ctx *ctx, uint64_t community, enum housing housing, money *ret_amount);

struct interest_share_listed {
    struct uuid unit;
    const char *address;
    uint64_t weight; /* fen-days, fen or cm², as `by` says */
    money share;
};

/* The shares of every unit in order of registration, nothing written. Refusals in order: community.unknown,
 * interest.no_units (of this kind of housing), those of interest_share. */
RESULT interest_preview(struct ctx *ctx, const struct interest_in *in, struct interest_share_listed **ret_list,
                        size_t *ret_count);

/* Adds the entry 3101 to 3001 or 3002 with its unit lines to a change. Refusals in order: those of interest_preview,
 * interest.distributed (detail year), interest.unearned (more than 3101 holds), those of entry_prepare. */
RESULT interest_prepare(struct ctx *ctx, struct change *change, const struct interest_in *in);

/* Posts it. Refusals: those of interest_prepare and journal_commit. */
RESULT interest_distribute(struct ctx *ctx, const struct interest_in *in, uint64_t *ret_seq);
