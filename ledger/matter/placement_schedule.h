/* placement_schedule.h  What placements are to bring, what they brought, and what is overdue on a day. */
#pragma once

#include "ledger/matter/placement.h"

enum placement_due_state {
    PLACEMENT_DUE_LATER = 1, /* open, due after the day */
    PLACEMENT_DUE_NOW,       /* open, due on the day */
    PLACEMENT_OVERDUE,       /* open, due before it */
    PLACEMENT_RECEIVED,
    PLACEMENT_DROPPED, /* will not come: withdrawn before, or the purchase was cancelled */
    PLACEMENT_EARLY    /* what an early withdrawal brought, payment 0 */
};

struct placement_due { /* one payment, as of a day */
    const struct placement *placement;
    uint32_t payment;
    day due;
    money interest, principal;               /* expected */
    const struct placement_receipt *receipt; /* of that day or before; else NULL */
    enum placement_due_state state;
};

struct placement_sums {
    money interest, principal; /* expected, dropped ones apart */
    money received, returned;  /* interest and principal that came in */
    money difference;          /* interest received less expected, of what was received */
    money overdue;             /* interest and principal */
    money open;                /* interest and principal due on the day or later */
};

struct placement_schedule_in {
    uint64_t community;
    day first, last; /* due in these days */
    day as_of;       /* receipts after it have not come yet */
};

struct placement_schedule {
    struct placement_due *dues; /* by placement and payment */
    size_t count;
    struct placement_sums sums;
};

/* "overdue", "逾期未收". */
const char *placement_due_code(int state);
const char *placement_due_name(int state, enum language language);

/* All payments of a community in a span of days. Refusals: community.unknown, money.range. */
RESULT placement_schedule(struct ctx *ctx, const struct placement_schedule_in *in,
                          struct placement_schedule *ret_schedule);
