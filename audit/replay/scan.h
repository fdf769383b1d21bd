/* scan.h  The first pass over a journal: bytes, leaves, chain, root and head; what it objects to, and which records may
 * be believed.
 *
 * The same for rows of the database and for bundles of a folder: rows go in, findings come out. */
#pragma once

#include "audit/log/chain.h"
#include "audit/log/tile.h"
#include "audit/replay/finding.h"

struct scan_bad { /* records seq … last may not be compared with other tables */
    uint64_t seq, last;
};

struct scan_seal { /* root over the leaves before a seal */
    uint64_t seq;
    struct digest root;
};

struct scan_in {
    uint64_t community;
    bool leaves_in_tiles;   /* stored leaves come from tile/0, not from a column */
    const char *head_table; /* "head" or "checkpoint" */
};

struct scan {
    struct scan_in in;
    struct arena *arena;
    struct report *report;
    struct chain chain;
    uint64_t rows;
    LIST(struct scan_bad) bad;              /* ascending */
    LIST(uint64_t) strays;                  /* stored seqs of rows that belong elsewhere, ascending */
    LIST(struct digest) roots[TILE_LEVELS]; /* of the complete tiles of each level */
    LIST(struct scan_seal) seals;           /* ascending */
    struct tree_frontier tile[TILE_LEVELS]; /* under way, from level 1 on */
    struct digest last_leaf;
    bool last_trusted;
    inst last_recorded_at;
};

struct scan_head { /* as stored; NULL members are not kept there */
    uint64_t size;
    struct digest root;
    const struct digest *leaf;
    const struct bytes *frontier;
    bool has_recorded_at;
    inst recorded_at;
    int state; /* 0: not kept */
};

/* watch: the size that the head states, 0 when there is none. Refusals: memory.exhausted. */
RESULT scan_init(struct scan *scan, struct arena *arena, struct report *report, const struct scan_in *in,
                 uint64_t watch);

/* The next row, ascending by stored seq. Refusals: list.full, memory.exhausted. */
RESULT scan_row(struct scan *scan, const struct chain_row *row);

/* The row at seq is lost, its leaf is not. Refusals: list.full, memory.exhausted. */
RESULT scan_lost(struct scan *scan, uint64_t seq, const struct digest *leaf);

/* Behind the last row; head NULL: there is none. Refusals: list.full, memory.exhausted. */
RESULT scan_end(struct scan *scan, const struct scan_head *head);

/* Seals whose root is not that of the leaves before them become findings. periods: rows as the records give them, of
 * which the records at their seqs can be believed. */
void scan_check_seals(struct scan *scan, const struct row_period *periods, size_t count);

/* Whether the record at this place may be believed; whether the row stored under this seq belongs to no place. */
bool scan_trusts(const struct scan *scan, uint64_t seq);
bool scan_is_stray(const struct scan *scan, uint64_t stored_at);
