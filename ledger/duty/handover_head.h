/* handover_head.h  移交的要点: which hand-overs a community has and how far they are, and who left without one; what
 * duties need, and what ledger/handover/handover.h builds on.
 *
 * A hand-over is a matter (noun 7). Its text says kind, left_on, due_on, term, giver, receiver, body, journal, items;
 * each move a text with verb, on and what it speaks of. */
#pragma once

#include "ledger/matter/matter.h"
#include "rules/handover.h"

enum handover_state {
#define STATE(name, code, zh, en) HANDOVER_##name = (code),
#define STATES "rules/states/handover.def"
#include "rules/states/each.h"
};

struct handover_head {
    struct uuid handover, giver;
    uint64_t seq, changed_seq;
    uint16_t kind, state; /* enum handover_kind, handover_state */
    day left_on;          /* last day of the term, or the day on which somebody left */
    struct maybe due;     /* last day, absent where no rule speaks */
    struct maybe term;    /* record of the term that ended */
    day closed_on;        /* completed or cancelled; 0: open */
    struct bytes text;    /* with which it was opened */
};

/* In order of their records. Refusals: those of db_list. */
RESULT handover_head_list(struct ctx *ctx, uint64_t community, struct handover_head **ret_list, size_t *ret_count);

struct handover_departure { /* a member who resigned or was removed and holds no seat the day after */
    struct uuid subject;
    day left_on;
};

/* By day. Refusals: those of db_list. */
RESULT handover_departures(struct ctx *ctx, uint64_t community, struct handover_departure **ret_list,
                           size_t *ret_count);
