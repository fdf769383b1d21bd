/* handover.h  移交: what an old committee, a leaving member or a leaving manager hands over, item by item, by when, and
 * what was not.
 *
 * A hand-over is a matter (noun 7): ledger/duty/handover_head.h. Its checklist is drawn from the books when it is
 * opened (checklist.h), and cut off at that size of the journal; free items are added by whoever opens it. Giver and
 * receiver sign each item for themselves, or mark it missing with a reason; with an open item nothing is completed, and
 * what is missing stays listed. The last day: rules/handover.h. Law: ZJ-15-3, HZ-34-1, TZ-28-1 (committees), SX-17-3,
 * HZ-34-2, TZ-28-2 (members), SH-50 (managers). */
#pragma once

#include "ledger/duty/handover_head.h"

enum { HANDOVER_ITEMS_MAX = 500, HANDOVER_TEXT_MAX = 500 };

/* Bits of what happened to an item. */
enum handover_mark { HANDOVER_GIVEN = 1, HANDOVER_RECEIVED = 2, HANDOVER_SIGNED = 3, HANDOVER_MISSING = 4 };

struct handover_item {
    uint16_t kind;    /* enum handover_item_kind */
    const char *text; /* "公共收益 中国建设银行 尾号 1234" */
    struct maybe record, number, amount;
    unsigned marks;            /* enum handover_mark; 0: open */
    day given_on, received_on; /* 0: not yet */
    const char *reason;        /* why it is missing, "": it is not */
    bool in_force;             /* an access right that still works although the hand-over is completed or overdue */
};

struct handover {
    struct handover_head head;
    struct uuid receiver;
    uint16_t body;                                   /* enum handover_body */
    const char *giver_name, *receiver_name, *reason; /* reason: why it was cancelled, "": it was not */
    uint64_t size;                                   /* cut-off: records of the journal, and their root */
    struct digest root;
    struct handover_item *items;
    size_t count, open, missing; /* open: neither signed by both nor missing */
    int32_t days_late;           /* of the completion; while it is open, by today */
};

struct handover_open_in {
    uint64_t community;
    const char *key;
    uint16_t kind, body;
    const char *giver, *receiver; /* names or tokens of people */
    day left_on;                  /* term: its last day, as registered */
    const char *const *free;      /* items that somebody wrote */
    size_t free_count;
};

/* The actor opens a hand-over. Refusals in order: text.refused, community.unknown, role.missing, person.unknown,
 * person.ambiguous, handover.same_person, handover.day (in the future, or no term ends then), handover.giver (never
 * held a role that hands over), handover.exists, list.full, those of journal_post. *ret_seq: its record; the same key
 * gives the same one. */
RESULT handover_open(struct ctx *ctx, const struct handover_open_in *in, uint64_t *ret_seq);

struct handover_move_in {
    uint64_t community;
    const char *key, *handover; /* key NULL: the same move of the hand-over as it stands is the same request */
    const char *verb;           /* sign, miss, complete, cancel: rules/states/handover.def */
    const char *reason;         /* of miss and cancel */
    const size_t *items;        /* of sign and miss, from 1 on; count 0: all that the actor has not signed */
    size_t count;
};

/* The actor moves a hand-over. Refusals in order: text.refused, community.unknown, handover.unknown, handover.state,
 * then of sign and miss handover.party, of the others role.missing; field.required (reason, items of miss),
 * handover.item (not there, signed by this person, signed by both before it is said to be missing), handover.incomplete
 * (complete: the open ones are listed); those of journal_post. */
RESULT handover_move(struct ctx *ctx, const struct handover_move_in *in);

/* In order of their records. */
RESULT handover_list(struct ctx *ctx, uint64_t community, struct handover **ret_list, size_t *ret_count);

/* By record ("#412" or "412") or id. Refusals: handover.unknown. */
RESULT handover_find(struct ctx *ctx, uint64_t community, const char *name, struct handover *ret_handover);

const char *handover_state_name(int state, enum language language);     /* "移交中" */
const char *handover_mark_name(unsigned marks, enum language language); /* "已签收", "待接收人签" */
