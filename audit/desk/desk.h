/* desk.h  One community under verification: what the files of this folder share.
 *
 * Order of work: stream.c reads the journal once (bytes, chain, head, tiles); compare.c replays it in chunks against
 * the rows of entries; then the small tables, sums and counters; evidence.c looks behind the records: claims, openings,
 * files, raw rows, bank lines. */
#pragma once

#include "audit/desk/table.h"
#include "audit/replay/recompute.h"
#include "audit/replay/scan.h"

struct desk_fact { /* of a record: what claims are compared with */
    uint64_t event;
    uint16_t kind;
    bool begins_batch, trusted;
};

struct desk_stored { /* stored rows of a table that is compared whole */
    void *rows;
    size_t count;
};

struct desk_key { /* a stored row of unit_key */
    struct bytes unit;
    struct maybe from_seq;
    struct bytes key, key_sha256;
};

struct desk_suspects { /* of a whole run: bank lines whose id does not follow though all else fits; perhaps the secret
                          is wrong */
    LIST(struct finding) findings;
    uint64_t bank_lines;
};

struct pack; /* rules/pack.h */

struct desk {
    struct ctx *ctx; /* its arena: memory of the community */
    struct arena *arena, *chunk;
    struct report *report;
    uint64_t community;
    struct digest secret;
    const struct pack *packs; /* by which decisions are judged anew, NULL: none */
    size_t pack_count;
    struct scan scan;
    struct books *books;
    struct desk_stored stored[ROW_TABLES];
    struct desk_key *keys; /* ascending by unit and seq */
    size_t key_count;
    LIST(struct row_turnover) drift; /* what the stored lines sum up to beyond the records */
    struct map drift_at;
    LIST(struct desk_fact) facts;
    bool has_lone_head, has_head;
    struct maybe head_sealed; /* its watermark */
    struct finding lone_head; /* a head without journal */
    struct desk_suspects *suspects;
    uint64_t entries;
};

/* Runs with ctx->arena set to the memory of the chunk, which is emptied first. */
struct arena *desk_enter_chunk(struct desk *desk);
void desk_leave_chunk(struct desk *desk, struct arena *kept);

/* A finding of this community about a table. */
struct finding desk_finding(const struct desk *desk, enum finding_reason reason, const char *table);

/* True when rows that this record caused cannot be compared. */
bool desk_lost(const struct desk *desk, uint64_t seq);

/* Stored rows against expected ones, both in key order: missing, extra and different ones become findings. Lists of row
 * structs. */
struct desk_merge {
    enum row_table_id id;
    const void *expected, *found;
    size_t expected_count, found_count, expected_stride; /* stride: bytes from one expected row to the next */
};
void desk_merge(struct desk *desk, const struct desk_merge *merge);
