/* record.h  Records: the canonical bytes of one business fact (docs/journal.md §2, §3).
 *
 * record_encode is the only producer of record bytes and validates whatever the reader validates; stored bytes are
 * hashed as they lie and never re-encoded. decode(encode(x)) = x and encode(decode(b)) = b for every accepted b. */
#pragma once

#include "base/buffer.h"
#include "base/date.h"
#include "base/money.h"

enum { RECORD_HEADER = 171, RECORD_MAX = 65535, RECORD_PREV_AT = 36 };

/* enum record_kind: RECORD_entry = 0x0201, … */
enum record_kind {
#define RECORD(kind, name, version) RECORD_##name = (kind),
#define END_RECORD(kind, name, version)
#include "base/record_each.h"
};

/* One struct per shape and kind, members in stored order. An optional field x has has_x beside it; a list x has
 * x_count. */
/* clang-format off */
#define RECORD_C_U8 uint8_t
#define RECORD_C_U16 uint16_t
#define RECORD_C_U32 uint32_t
#define RECORD_C_U64 uint64_t
#define RECORD_C_AMOUNT money
#define RECORD_C_DATE day
#define RECORD_C_B16 struct uuid
#define RECORD_C_B32 struct digest
#define RECORD_C_TEXT struct bytes
#define RECORD_C_BYTES struct bytes
#define FIELD(type, name, low, high) RECORD_C_##type name;
#define OPT_FIELD(type, name, low, high) bool has_##name; RECORD_C_##type name;
#define OPT(name, shape) bool has_##name; struct record_##shape name;
#define ONE(name, shape) struct record_##shape name;
#define MANY(name, shape, max) uint32_t name##_count; struct record_##shape *name;
#define SHAPE(name, key) struct record_##name {
#define END_SHAPE(name, key) };
#define RECORD(kind, name, version) struct record_##name {
#define END_RECORD(kind, name, version) };
/* clang-format on */
#include "base/record_each.h"

struct record_header {
    uint16_t kind, kind_version;
    uint64_t community, seq;
    struct digest prev;
    uint64_t batch;
    inst recorded_at;
    struct uuid blind;
    uint8_t actor_kind;
    struct uuid actor;
    uint16_t actor_role;
    struct digest actor_key;
    struct uuid event_id;
};

/* The description that codec, JSON view and format document walk. */
enum record_type {
    RECORD_U8,
    RECORD_U16,
    RECORD_U32,
    RECORD_U64,
    RECORD_AMOUNT,
    RECORD_DATE,
    RECORD_B16,
    RECORD_B32,
    RECORD_TEXT,
    RECORD_BYTES,
    RECORD_SHAPE,
    RECORD_LIST
};

struct record_field {
    const char *name;
    enum record_type type;
    bool optional;
    uint64_t low, high;         /* codes: allowed range; texts and octets: bytes; lists: high = most items */
    size_t offset, flag_offset; /* flag: has_x of an optional field, x_count of a list */
    const struct record_shape *(*shape)(void);
};

struct record_shape {
    const char *name;
    const struct record_field *fields;
    size_t count, size; /* number of fields, bytes of the struct */
    int key;            /* as in record.def */
};

struct record_layout {
    uint16_t kind, version;
    const struct record_shape *(*body)(void);
};

/* NULL for an unknown kind or version. */
const struct record_layout *record_layout(uint16_t kind, uint16_t version);
/* Layout number i, or NULL past the end. */
const struct record_layout *record_layout_at(size_t i);

/* header->kind and kind_version choose the body's struct. Refusals, the first field that is wrong decides:
 * record.malformed (header, unknown kind, code out of range, text rules, unordered list), money.range, date.invalid;
 * then record.too_large, memory.exhausted; then record.malformed for a reference that does not point backwards. */
RESULT record_encode(struct arena *arena, const struct record_header *header, const void *body,
                     struct bytes *ret_record);

/* Texts in the body are borrowed from `record`, lists lie in the arena. Refusals: record.malformed for anything that
 * record_encode would not have written, trailing bytes included; memory.exhausted. */
RESULT record_decode(struct arena *arena, struct bytes record, struct record_header *ret_header, const void **ret_body);

/* The header alone. Refusals: record.malformed. */
RESULT record_decode_header(struct bytes record, struct record_header *ret_header);

/* SHA-256(0x00 ‖ record). */
void record_leaf(struct bytes record, struct digest *ret_leaf);

/* First 16 bytes of SHA-256("mingzhang/eid/v1" ‖ …) with the bits of a UUIDv8. key: as given by the client; index:
 * place in the request. */
struct uuid record_event_id(uint64_t community, struct bytes key, uint32_t index);

enum commitment_class {
    COMMIT_SUMMARY = 1,
    COMMIT_PAYEE_NAME = 2,
    COMMIT_PAYEE_ACCOUNT = 3,
    COMMIT_DOCUMENT_CONTENT = 4,
    COMMIT_ADDRESS = 5,
    COMMIT_PERSON = 6,
    COMMIT_REASON = 7,
    COMMIT_DOCUMENT_TITLE = 8,
    COMMIT_BANK_ACCOUNT = 9,
    COMMIT_DOCUMENT_IDENTITY = 10, /* kind, issuer and number of a document: ledger/matter/document.h */
    COMMIT_MATTER_DETAILS = 11
};

/* SHA-256("mingzhang/cmt/v1" ‖ u64 community ‖ u16 class ‖ salt ‖ bytes value). */
struct digest record_commitment(uint64_t community, enum commitment_class class, const struct digest *salt,
                                struct bytes value);

/* What an approval binds: docs/journal.md §2.6, "mingzhang/apr/v1". */
struct record_intent {
    uint64_t community;
    struct digest subject; /* leaf of the record of what is approved */
    money amount;          /* 0, and payees of zeros, where the subject moves no money */
    struct digest payee, payee_account;
    struct digest decision; /* leaf of the record of the decision; zeros: none */
    struct uuid event_id;   /* of the approval */
    uint16_t step;
    uint8_t verdict;
    uint64_t valid_until; /* instant */
};
struct digest record_intent(const struct record_intent *intent);

/* The name of a public key: SHA-256 of (u8 algorithm ‖ octets), as header.actor_key and shape sig have it. */
struct digest record_key_id(uint8_t algorithm, struct bytes public_key);

/* What the owner of a key signs to register it: SHA-256("mingzhang/pop/v1" ‖ u64 community ‖ b16 subject ‖ b32 key). */
struct digest record_possession(uint64_t community, const struct uuid *subject, const struct digest *key);

/* SHA-256(0x00 ‖ "mingzhang/row/v1" ‖ salt ‖ bytes value): a raw row's leaf in import_received.row_root. */
struct digest record_row_leaf(const struct digest *salt, struct bytes row);

/* SHA-256(0x00 ‖ "mingzhang/blt/v1" ‖ salt ‖ bytes value): a ballot's leaf in decision_recorded.ballot_root. */
struct digest record_ballot_leaf(const struct digest *salt, struct bytes ballot);

/* The record as one JSON object: header members, then "body". */
void record_json(struct buffer *out, const struct record_header *header, const void *body);
