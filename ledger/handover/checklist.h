/* checklist.h  移交清册的内容: what the books hold at the opening of a hand-over. */
#pragma once

#include "ledger/handover/handover.h"

struct checklist_scope {
    uint64_t community;
    int kind;          /* enum handover_kind */
    struct uuid giver; /* of a member: only what he keeps and may do */
    day left_on;
    struct journal_head head; /* cut-off */
};

/* Roles that end with a hand-over of a kind: ROLE_BIT of each. */
unsigned checklist_roles(int kind);

/* The items by kind and record. Refusals: those of the lists that it reads, list.full. */
RESULT checklist_make(struct ctx *ctx, const struct checklist_scope *scope, struct handover_item **ret_items,
                      size_t *ret_count);
