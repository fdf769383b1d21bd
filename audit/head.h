/* head.h  Locked heads: what a writer reads under the lock and moves forward at the end (docs/journal.md §5, §8). */
#pragma once

#include "audit/journal.h"
#include "audit/log/tree.h"

struct head { /* of one community, locked */
    uint64_t community_id, size;
    struct digest leaf;
    struct bytes frontier;
    inst recorded_at;
    struct maybe sealed_to;
    int16_t state;
    uint64_t journal_size;
    struct bytes journal_leaf;
    uint64_t old_size; /* before this change */
    struct tree_frontier tree;
};

struct heads { /* of one change, ascending by community */
    struct head *items;
    size_t count;
};

/* Locks the heads of all communities of the change; communities without a journal are absent. */
RESULT head_lock(struct ctx *ctx, const struct change *change, struct heads *ret_heads);

/* NULL when the community is not among them. */
struct head *head_of(const struct heads *heads, uint64_t community);

/* Refusals in order: community.held, community.closed, journal.head. */
RESULT head_check(struct ctx *ctx, struct head *head);

/* The empty head of a new journal. Refusals: community.exists. */
RESULT head_open(struct ctx *ctx, uint64_t community);

/* Writes the tiles that filled up and moves every grown head forward. Refusals: journal.head. */
RESULT head_advance(struct ctx *ctx, const struct heads *heads, inst recorded_at);

/* Sets detail `community`. */
void head_name(struct ctx *ctx, uint64_t community);
