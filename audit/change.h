/* change.h  What an operation wants written: requests, their records, and the openings and files behind them.
 *
 * An operation decides on a snapshot and fills a change; journal_commit writes it. Bodies live in ctx->arena and are
 * completed under the head lock: voucher numbers, and links to records of the same change whose seq is not known
 * before. */
#pragma once

#include "base/ctx.h"
#include "base/list.h"
#include "base/record.h"

enum {
    CHANGE_REQUESTS_MAX = 200000,
    CHANGE_ITEMS_MAX = 400000,
    CHANGE_LINKS_MAX = 600000,
    CHANGE_OPENINGS_MAX = 600000,
    CHANGE_UNITS_MAX = 4000000
};

struct change_request { /* one idempotency key */
    uint64_t community;
    struct uuid event_id;
    struct digest mac;
    struct bytes key;
    uint32_t item_count;
    uint64_t at_size; /* not 0: holds only while the journal has this size (journal.moved) */
    bool by_door;     /* added by journal_commit itself, behind all others; a repeated commit decides it anew */
    bool replayed;    /* set by journal_commit: the key was used before for the same request */
    uint64_t seq;     /* set by journal_commit: first record of the request */
};

struct change_item {         /* one record to be written */
    uint32_t request, index; /* index within the request */
    uint16_t kind;
    void *body;
    uint64_t seq; /* set by journal_commit, as is leaf */
    struct digest leaf;
};

struct change_link { /* *field becomes the seq of `item` */
    uint64_t *field;
    uint32_t item;
};

struct change_opening {
    uint32_t request;
    uint64_t community;
    struct digest commitment, salt;
    uint16_t class;
    struct bytes value;
};

struct change_blob {
    uint32_t request;
    uint64_t community;
    struct uuid document;
    struct digest sha256;
    struct bytes content;
};

struct change_key { /* a new key for the lines of a unit, from the record `item` on */
    uint32_t request, item;
    struct uuid unit;
    struct digest key;
};

struct change_unit { /* share of a unit in line `line` of the entry `item` */
    uint32_t item;
    uint16_t line;
    struct uuid unit;
    money amount;
    uint64_t key_seq;
};

struct change {
    LIST(struct change_request) requests;
    LIST(struct change_item) items;
    LIST(struct change_link) links;
    LIST(struct change_opening) openings;
    LIST(struct change_blob) blobs;
    LIST(struct change_key) keys;
    LIST(struct change_unit) units; /* ascending by item */
};

/* An empty change whose lists live in the arena. No refusals. */
void change_init(struct change *change, struct arena *arena);

/* Starts a request. key: 8–128 of [A-Za-z0-9._:-]; mac: of the canonical request (change_mac). *ret_request: its
 * number. Refusals: idempotency.key_malformed (detail key), list.full, memory.exhausted. */
RESULT change_request(struct ctx *ctx, struct change *change, uint64_t community, const char *key,
                      const struct digest *mac);

/* Adds a record of `kind` to the newest request; *ret_item: its number in the change. Refusals: list.full,
 * memory.exhausted. */
RESULT change_add(struct change *change, uint16_t kind, void *body, uint32_t *ret_item);

/* *field, inside a body of this change, shall be the seq of an earlier item. Refusals: list.full, memory.exhausted. */
RESULT change_link(struct change *change, uint64_t *field, uint32_t item);

/* Commits to a value with a fresh salt and keeps its opening. Refusals: list.full, memory.exhausted. */
RESULT change_commit(struct ctx *ctx, struct change *change, enum commitment_class class, struct bytes value,
                     struct digest *ret_commitment);

/* Keeps the bytes of an archived document. Refusals: list.full, memory.exhausted. */
RESULT change_blob(struct change *change, const struct uuid *document, const struct digest *sha256,
                   struct bytes content);

/* Makes the key of a unit, registered or sold by `item`. Refusals: list.full, memory.exhausted. */
RESULT change_unit_key(struct ctx *ctx, struct change *change, const struct uuid *unit, uint32_t item);

struct change_share { /* of one unit */
    struct uuid unit;
    money amount;
    struct digest key; /* newest of the unit, and the record it is from */
    uint64_t key_seq;
};

struct change_shares { /* of one line, ascending by unit */
    uint16_t line;     /* from 1 */
    uint8_t side;
    const struct change_share *items;
    size_t count;
};

/* Adds the unit lines of a line of the entry that the next change_add will add; *ret_lines: what its record says.
 * Refusals: list.full, memory.exhausted. */
RESULT change_units(struct change *change, const struct change_shares *shares, struct record_unit_lines *ret_lines);

/* HMAC-SHA-256 under the server secret over "mingzhang/req/v1" ‖ u64 community ‖ operation ‖ request. */
struct digest change_mac(const struct digest *secret, uint64_t community, const char *operation, struct bytes request);

/* The order in which records list their references, by role and record; for qsort. */
int change_compare_refs(const void *x, const void *y);

/* The key of a request that names none, where *key is NULL: "<word>-<32 digits of the mac>", which shows nothing of the
 * request and makes the same request the same. Refusals: memory.exhausted. */
RESULT change_default_key(struct ctx *ctx, const char *word, const struct digest *mac, const char **key);

/* False for records of requests that were written before. */
bool change_is_new(const struct change *change, const struct change_item *item);
uint64_t change_community(const struct change *change, const struct change_item *item);
