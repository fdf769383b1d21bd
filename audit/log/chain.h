/* chain.h  Checks one record after another: bytes to leaf, leaf to prev, seq, batch, time, community; and grows the
 * tree.
 *
 * Rows go in with chain_add in the order in which they are stored; verdicts come out with chain_next in the order of
 * the journal, up to two records later: which of two neighbours was changed only shows when the one behind them is
 * known. A leaf has three witnesses (the bytes, the stored leaf, the prev of the next record); the one that stands
 * alone is wrong. Pure: takes no memory, cannot fail. */
#pragma once

#include "audit/log/tree.h"
#include "base/record.h"

enum chain_fault {
    CHAIN_OK,
    CHAIN_LEAF,      /* the stored leaf was changed; the record is good */
    CHAIN_ALTERED,   /* the bytes do not give the leaf that stands for them */
    CHAIN_REWRITTEN, /* bytes and stored leaf were changed together: the next prev, or the head, remembers another leaf
                      */
    CHAIN_MALFORMED, /* the leaf is right, the header is not one */
    CHAIN_MISSING,   /* no record from seq to last */
    CHAIN_INSERTED,  /* stands between two records that follow each other */
    CHAIN_MOVED,     /* a record of another place (claimed seq or community) */
    CHAIN_COMMUNITY, /* the header names another community */
    CHAIN_SEQ,       /* the header names another seq */
    CHAIN_BATCH,     /* batch is neither the running one nor the own seq */
    CHAIN_TIME,      /* earlier than the record before, or not equal inside a batch */
};

enum { CHAIN_COLUMN_KIND = 1, CHAIN_COLUMN_TIME = 2, CHAIN_COLUMN_EVENT = 4 };

struct chain_row { /* as stored */
    uint64_t seq;
    struct bytes record;
    const struct digest *leaf; /* NULL: not known */
    bool has_columns;          /* kind, recorded_at and event_id are stored beside the record */
    int64_t kind;
    inst recorded_at;
    struct uuid event_id;
};

struct chain_verdict {
    enum chain_fault fault;
    uint64_t seq, last; /* place in the journal; last differs for CHAIN_MISSING only */
    uint64_t stored_at; /* seq under which the row was found */
    bool trusted;       /* what the bytes say may be compared with other tables */
    bool has_leaf;      /* false for gaps of more than one record */
    struct digest leaf; /* that stands at this place in the tree; CHAIN_MOVED, CHAIN_INSERTED: of the bytes */
    bool ends_tile;     /* with this leaf a tile of 256 is complete */
    struct digest tile_root;
    bool has_root_before; /* of a seal: root over the leaves before it */
    struct digest root_before;
    bool has_header;
    struct record_header header;
    unsigned columns; /* CHAIN_COLUMN_… that differ from the header */
};

struct chain_link { /* one record in the window */
    struct chain_verdict verdict;
    struct digest leaf, stored, prev;
    bool has_stored, has_prev, stored_ok, out_ok, has_next;
    struct digest next; /* leaf of this record as the next one, or the head, remembers it */
};

enum { CHAIN_SLOTS = 4, CHAIN_GAPS = 2, CHAIN_VERDICTS = 8 };

struct chain {                   /* points into itself: never copied */
    uint64_t community, next;    /* seq expected next */
    int64_t shift;               /* place in the journal minus stored seq */
    struct tree_frontier tree;   /* over the leaves that stand at each place */
    struct tree_frontier actual; /* over the leaves of the stored bytes */
    bool tree_known, actual_known, diverged;
    uint32_t window_count;
    struct chain_link slot[CHAIN_SLOTS], *window[2]; /* the records that wait for a verdict, oldest first */
    struct digest before;                            /* leaf in front of the window */
    bool has_before;
    uint64_t trusted_next, batch; /* behind the last trusted record, and its batch */
    inst recorded_at;
    bool started;
    uint64_t watch; /* the root of so many leaves is kept when it comes by */
    bool has_watched_root;
    struct digest watched_root;
    struct chain_verdict gap[CHAIN_GAPS];
    uint32_t gap_count;
    const struct chain_verdict *queue[CHAIN_VERDICTS];
    uint32_t queue_first, queue_count;
};

struct chain_head { /* what is remembered of the newest state; NULL leaf: not remembered */
    uint64_t size;
    const struct digest *root, *leaf;
};

/* watch: a size whose root shall be kept in watched_root. */
void chain_init(struct chain *chain, uint64_t community, uint64_t watch);

/* All verdicts of the last call must have been taken with chain_next. */
void chain_add(struct chain *chain, const struct chain_row *row);

/* A place whose record is lost while its leaf is still known, from a tile. */
void chain_add_lost(struct chain *chain, uint64_t seq, const struct digest *leaf);

/* Behind the last row; head NULL when there is none. */
void chain_end(struct chain *chain, const struct chain_head *head);

/* The next verdict, valid until the next chain_add; NULL when there is none. */
const struct chain_verdict *chain_next(struct chain *chain);

/* After chain_end: root over the leaves that stand at each place, and over the leaves of the stored bytes as they are.
 * False when a gap makes it unknown. When the second is the head's, all disagreement inside is about prev alone. */
bool chain_root(const struct chain *chain, struct digest *ret_root);
bool chain_stored_root(const struct chain *chain, struct digest *ret_root);
