#include "base/record.h"

#include "base/canon.h"
#include "base/digest.h"
#include "base/text.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

/* The description tables drawn from record.def. Each shape is a function: only inside one can `owner` name its struct.
 */
#define FIELD(type, member, low, high) {#member, RECORD_##type, false, low, high, offsetof(owner, member), 0, NULL},
#define OPT_FIELD(type, member, low, high)                                                                             \
    {#member, RECORD_##type, true, low, high, offsetof(owner, member), offsetof(owner, has_##member), NULL},
#define OPT(member, shape)                                                                                             \
    {#member, RECORD_SHAPE, true, 0, 0, offsetof(owner, member), offsetof(owner, has_##member), shape_##shape},
#define ONE(member, shape) {#member, RECORD_SHAPE, false, 0, 0, offsetof(owner, member), 0, shape_##shape},
#define MANY(member, shape, max)                                                                                       \
    {#member, RECORD_LIST, false, 0, max, offsetof(owner, member), offsetof(owner, member##_count), shape_##shape},
#define BEGIN_FIELDS(name)                                                                                             \
    static const struct record_shape *shape_##name(void)                                                               \
    {                                                                                                                  \
        typedef struct record_##name owner;                                                                            \
        static const struct record_field fields[] = {
/* clang-format off */
#define END_FIELDS(name, key)                                                                                          \
        };                                                                                                             \
        static const struct record_shape shape = {#name, fields, LENGTH(fields), sizeof(owner), key};                  \
        return &shape;                                                                                                 \
    }
/* clang-format on */
#define SHAPE(name, key) BEGIN_FIELDS(name)
#define END_SHAPE(name, key) END_FIELDS(name, key)
#define RECORD(kind, name, version) BEGIN_FIELDS(name)
#define END_RECORD(kind, name, version) END_FIELDS(name, 0)
#include "base/record_each.h"

#define RECORD(kind, name, version) {kind, version, shape_##name},
#define END_RECORD(kind, name, version)
static const struct record_layout layouts[] = {
#include "base/record_each.h"
};

static const char record_tag[] = "mingzhang/rec/v1";

const struct record_layout *record_layout_at(size_t i)
{
    return i < LENGTH(layouts) ? &layouts[i] : NULL;
}

const struct record_layout *record_layout(uint16_t kind, uint16_t version)
{
    for (size_t i = 0; i < LENGTH(layouts); i++)
        if (layouts[i].kind == kind && layouts[i].version == version)
            return &layouts[i];
    return NULL;
}

/* ---- what both directions check ---- */

static RESULT check_number(const struct record_field *field, uint64_t value)
{
    if (value < field->low || value > field->high)
        return REFUSE(record, malformed);
    return OK;
}

static RESULT check_date(day value)
{
    return value < DAY_MIN || value > DAY_MAX ? REFUSE(date, invalid) : OK;
}

static RESULT check_text(const struct record_field *field, struct bytes value)
{
    const char *reason;
    return FAILED(text_check(value, field->high, &reason)) ? REFUSE(record, malformed) : OK;
}

static RESULT check_octets(const struct record_field *field, struct bytes value)
{
    return value.size < field->low || value.size > field->high ? REFUSE(record, malformed) : OK;
}

/* Two neighbours of a list must strictly ascend by the leading `key` encoded bytes, or by their first text. */
static RESULT check_order(int key, struct bytes before, struct bytes after)
{
    if (key == 0 || !before.data)
        return OK;
    const size_t skip = key < 0 ? 4 : 0; /* the length prefix of the text does not sort */
    const size_t a = key < 0 ? before.size - skip : (size_t)key;
    const size_t b = key < 0 ? after.size - skip : (size_t)key;
    const int order = memcmp(before.data + skip, after.data + skip, a < b ? a : b);
    return order < 0 || (order == 0 && a < b) ? OK : REFUSE(record, malformed);
}

/* What refers to a record refers to an earlier one. Only lists of a body itself hold references. */
static RESULT check_refs(const struct record_shape *shape, const uint8_t *body, uint64_t seq)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct record_field *field = &shape->fields[i];
        if (field->type != RECORD_LIST || field->shape() != shape_ref())
            continue;
        const uint32_t count = *(const uint32_t *)(const void *)(body + field->flag_offset);
        const struct record_ref *refs = *(struct record_ref *const *)(const void *)(body + field->offset);
        for (uint32_t k = 0; k < count; k++)
            if (refs[k].seq >= seq)
                return REFUSE(record, malformed);
    }
    return OK;
}

static bool is_zero(const uint8_t *bytes, size_t size)
{
    uint8_t any = 0;
    for (size_t i = 0; i < size; i++)
        any |= bytes[i];
    return any == 0;
}

static RESULT check_header(const struct record_header *header)
{
    if (header->actor_kind < 1 || header->actor_kind > 4)
        return REFUSE(record, malformed);
    if (header->actor_kind == 3 && !is_zero(header->actor.b, sizeof header->actor.b)) /* a scheduled job is nobody */
        return REFUSE(record, malformed);
    if (header->batch > header->seq)
        return REFUSE(record, malformed);
    if (header->seq == 0 && !is_zero(header->prev.b, sizeof header->prev.b))
        return REFUSE(record, malformed);
    return OK;
}

/* ---- encode ---- */

static RESULT encode_shape(struct buffer *out, const struct record_shape *shape, const uint8_t *from);

static RESULT encode_scalar(struct buffer *out, const struct record_field *field, const uint8_t *at)
{
    switch (field->type) {
    case RECORD_U8:
        canon_u8(out, *at);
        return check_number(field, *at);
    case RECORD_U16:
        canon_u16(out, *(const uint16_t *)(const void *)at);
        return check_number(field, *(const uint16_t *)(const void *)at);
    case RECORD_U32:
        canon_u32(out, *(const uint32_t *)(const void *)at);
        return check_number(field, *(const uint32_t *)(const void *)at);
    case RECORD_U64:
        canon_u64(out, *(const uint64_t *)(const void *)at);
        return OK;
    case RECORD_AMOUNT:
        canon_i64(out, ((const money *)(const void *)at)->fen);
        return money_check(*(const money *)(const void *)at);
    case RECORD_DATE:
        canon_i32(out, *(const day *)(const void *)at);
        return check_date(*(const day *)(const void *)at);
    case RECORD_B16:
        buffer_put(out, at, sizeof(struct uuid));
        return OK;
    case RECORD_B32:
        buffer_put(out, at, sizeof(struct digest));
        return OK;
    case RECORD_TEXT:
        canon_bytes(out, *(const struct bytes *)(const void *)at);
        return check_text(field, *(const struct bytes *)(const void *)at);
    case RECORD_BYTES:
        canon_bytes(out, *(const struct bytes *)(const void *)at);
        return check_octets(field, *(const struct bytes *)(const void *)at);
    case RECORD_SHAPE:
        return encode_shape(out, field->shape(), at);
    case RECORD_LIST:
        break;
    }
    assert(false);
    return REFUSE(record, malformed);
}

static RESULT encode_list(struct buffer *out, const struct record_field *field, const uint8_t *owner)
{
    const uint32_t count = *(const uint32_t *)(const void *)(owner + field->flag_offset);
    const uint8_t *items = *(const uint8_t *const *)(const void *)(owner + field->offset);
    const struct record_shape *shape = field->shape();
    if (count > field->high)
        return REFUSE(record, malformed);
    canon_u32(out, count);
    size_t before = 0;
    for (uint32_t i = 0; i < count; i++) {
        const size_t start = out->size;
        TRY(encode_shape(out, shape, items + i * shape->size));
        TRY(buffer_status(out));
        if (i > 0)
            TRY(check_order(shape->key, BYTES(out->data + before, start - before),
                            BYTES(out->data + start, out->size - start)));
        before = start;
    }
    return OK;
}

static RESULT encode_shape(struct buffer *out, const struct record_shape *shape, const uint8_t *from)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct record_field *field = &shape->fields[i];
        if (field->type == RECORD_LIST) {
            TRY(encode_list(out, field, from));
            continue;
        }
        if (field->optional) {
            const bool present = *(const bool *)(from + field->flag_offset);
            canon_u8(out, present);
            if (!present)
                continue;
        }
        TRY(encode_scalar(out, field, from + field->offset));
    }
    return OK;
}

static void encode_header(struct buffer *out, const struct record_header *header)
{
    canon_tag(out, record_tag);
    canon_u16(out, header->kind);
    canon_u16(out, header->kind_version);
    canon_u64(out, header->community);
    canon_u64(out, header->seq);
    buffer_put(out, header->prev.b, sizeof header->prev.b);
    canon_u64(out, header->batch);
    canon_i64(out, header->recorded_at);
    buffer_put(out, header->blind.b, sizeof header->blind.b);
    canon_u8(out, header->actor_kind);
    buffer_put(out, header->actor.b, sizeof header->actor.b);
    canon_u16(out, header->actor_role);
    buffer_put(out, header->actor_key.b, sizeof header->actor_key.b);
    buffer_put(out, header->event_id.b, sizeof header->event_id.b);
}

RESULT record_encode(struct arena *arena, const struct record_header *header, const void *body,
                     struct bytes *ret_record)
{
    const struct record_layout *layout = record_layout(header->kind, header->kind_version);
    if (!layout)
        return REFUSE(record, malformed);
    TRY(check_header(header));
    struct buffer out;
    buffer_init(&out, arena, RECORD_MAX);
    encode_header(&out, header);
    canon_u32(&out, 0); /* the body's length, known below */
    const result encoded = encode_shape(&out, layout->body(), body);
    const enum error status = buffer_status(&out).code;
    if (FAILED(encoded) && encoded.code != status) /* a refusal of content, not of room */
        return encoded;
    if (status == ERROR_buffer_full)
        return REFUSE(record, too_large);
    TRY(buffer_status(&out));
    TRY(check_refs(layout->body(), body, header->seq));
    const size_t length = out.size - RECORD_HEADER;
    for (size_t i = 0; i < 4; i++)
        out.data[RECORD_HEADER - 4 + i] = (uint8_t)(length >> (24 - 8 * i));
    return buffer_done(&out, ret_record);
}

/* ---- decode ---- */

static RESULT decode_shape(struct canon_reader *in, struct arena *arena, const struct record_shape *shape, uint8_t *to);

static RESULT decode_scalar(struct canon_reader *in, struct arena *arena, const struct record_field *field, uint8_t *at)
{
    switch (field->type) {
    case RECORD_U8:
        return check_number(field, *at = canon_read_u8(in));
    case RECORD_U16:
        return check_number(field, *(uint16_t *)(void *)at = canon_read_u16(in));
    case RECORD_U32:
        return check_number(field, *(uint32_t *)(void *)at = canon_read_u32(in));
    case RECORD_U64:
        *(uint64_t *)(void *)at = canon_read_u64(in);
        return OK;
    case RECORD_AMOUNT:
        return money_check(*(money *)(void *)at = FEN(canon_read_i64(in)));
    case RECORD_DATE:
        return check_date(*(day *)(void *)at = canon_read_i32(in));
    case RECORD_B16:
        canon_read_raw(in, at, sizeof(struct uuid));
        return OK;
    case RECORD_B32:
        canon_read_raw(in, at, sizeof(struct digest));
        return OK;
    case RECORD_TEXT:
        return check_text(field, *(struct bytes *)(void *)at = canon_read_bytes(in, field->high));
    case RECORD_BYTES:
        return check_octets(field, *(struct bytes *)(void *)at = canon_read_bytes(in, field->high));
    case RECORD_SHAPE:
        return decode_shape(in, arena, field->shape(), at);
    case RECORD_LIST:
        break;
    }
    assert(false);
    return REFUSE(record, malformed);
}

static RESULT decode_list(struct canon_reader *in, struct arena *arena, const struct record_field *field,
                          uint8_t *owner)
{
    const struct record_shape *shape = field->shape();
    const uint32_t count = canon_read_u32(in);
    TRY(in->status);
    if (count > field->high || count > (size_t)(in->end - in->at)) /* every item takes at least a byte */
        return REFUSE(record, malformed);
    void *memory = NULL;
    if (count > 0)
        TRY(arena_take(arena, count, shape->size, &memory));
    struct bytes before = {NULL, 0};
    for (uint32_t i = 0; i < count; i++) {
        const uint8_t *start = in->at;
        TRY(decode_shape(in, arena, shape, (uint8_t *)memory + i * shape->size));
        const struct bytes item = BYTES(start, (size_t)(in->at - start));
        TRY(check_order(shape->key, before, item));
        before = item;
    }
    *(uint32_t *)(void *)(owner + field->flag_offset) = count;
    *(void **)(void *)(owner + field->offset) = memory;
    return OK;
}

static RESULT decode_shape(struct canon_reader *in, struct arena *arena, const struct record_shape *shape, uint8_t *to)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct record_field *field = &shape->fields[i];
        if (field->type == RECORD_LIST) {
            TRY(decode_list(in, arena, field, to));
            continue;
        }
        if (field->optional) {
            const uint8_t present = canon_read_u8(in);
            if (present > 1)
                return REFUSE(record, malformed);
            *(bool *)(to + field->flag_offset) = present == 1;
            if (!present)
                continue;
        }
        TRY(decode_scalar(in, arena, field, to + field->offset));
        TRY(in->status);
    }
    return in->status;
}

static uint32_t decode_header(struct canon_reader *in, struct record_header *header)
{
    char tag[16];
    canon_read_raw(in, tag, sizeof tag);
    if (memcmp(tag, record_tag, sizeof tag) != 0)
        canon_fail(in);
    header->kind = canon_read_u16(in);
    header->kind_version = canon_read_u16(in);
    header->community = canon_read_u64(in);
    header->seq = canon_read_u64(in);
    canon_read_raw(in, header->prev.b, sizeof header->prev.b);
    header->batch = canon_read_u64(in);
    header->recorded_at = canon_read_i64(in);
    canon_read_raw(in, header->blind.b, sizeof header->blind.b);
    header->actor_kind = canon_read_u8(in);
    canon_read_raw(in, header->actor.b, sizeof header->actor.b);
    header->actor_role = canon_read_u16(in);
    canon_read_raw(in, header->actor_key.b, sizeof header->actor_key.b);
    canon_read_raw(in, header->event_id.b, sizeof header->event_id.b);
    return canon_read_u32(in);
}

RESULT record_decode_header(struct bytes record, struct record_header *ret_header)
{
    if (record.size > RECORD_MAX)
        return REFUSE(record, malformed);
    struct canon_reader in;
    canon_open(&in, record);
    struct record_header header;
    const uint32_t length = decode_header(&in, &header);
    TRY(in.status);
    TRY(check_header(&header));
    if (length != record.size - RECORD_HEADER)
        return REFUSE(record, malformed);
    *ret_header = header;
    return OK;
}

RESULT record_decode(struct arena *arena, struct bytes record, struct record_header *ret_header, const void **ret_body)
{
    struct record_header header;
    TRY(record_decode_header(record, &header));
    const struct record_layout *layout = record_layout(header.kind, header.kind_version);
    if (!layout)
        return REFUSE(record, malformed);
    void *body;
    TRY(arena_take(arena, 1, layout->body()->size, &body));
    struct canon_reader in;
    canon_open(&in, BYTES(record.data + RECORD_HEADER, record.size - RECORD_HEADER));
    const result decoded = decode_shape(&in, arena, layout->body(), body);
    if (decoded.code == ERROR_memory_exhausted)
        return decoded;
    if (FAILED(decoded) || FAILED(canon_end(&in)))
        return REFUSE(record, malformed);
    TRY(check_refs(layout->body(), body, header.seq));
    *ret_header = header;
    *ret_body = body;
    return OK;
}

/* ---- digests ---- */

void record_leaf(struct bytes record, struct digest *ret_leaf)
{
    static const uint8_t prefix = 0;
    const struct bytes parts[] = {BYTES(&prefix, 1), record};
    digest_sha256_parts(parts, LENGTH(parts), ret_leaf);
}

struct uuid record_event_id(uint64_t community, struct bytes key, uint32_t index)
{
    uint8_t head[8 + 4], tail[4];
    canon_store_u64(head, community);
    for (int i = 0; i < 4; i++) {
        head[8 + i] = (uint8_t)(key.size >> (24 - 8 * i));
        tail[i] = (uint8_t)(index >> (24 - 8 * i));
    }
    const struct bytes parts[] = {BYTES("mingzhang/eid/v1", 16), BYTES(head, sizeof head), key,
                                  BYTES(tail, sizeof tail)};
    struct digest digest;
    digest_sha256_parts(parts, LENGTH(parts), &digest);
    struct uuid id;
    memcpy(id.b, digest.b, sizeof id.b);
    id.b[6] = (uint8_t)((id.b[6] & 0x0F) | 0x80);
    id.b[8] = (uint8_t)((id.b[8] & 0x3F) | 0x80);
    return id;
}

struct digest record_commitment(uint64_t community, enum commitment_class class, const struct digest *salt,
                                struct bytes value)
{
    uint8_t head[8 + 2], length[4];
    canon_store_u64(head, community);
    head[8] = (uint8_t)((unsigned)class >> 8);
    head[9] = (uint8_t) class;
    for (int i = 0; i < 4; i++)
        length[i] = (uint8_t)(value.size >> (24 - 8 * i));
    const struct bytes parts[] = {BYTES("mingzhang/cmt/v1", 16), BYTES(head, sizeof head),
                                  BYTES(salt->b, sizeof salt->b), BYTES(length, sizeof length), value};
    struct digest commitment;
    digest_sha256_parts(parts, LENGTH(parts), &commitment);
    return commitment;
}

struct digest record_intent(const struct record_intent *intent)
{
    enum { EVENT = sizeof intent->event_id.b };
    uint8_t community[8], amount[8], act[EVENT + 2 + 1 + 8];
    struct digest digest;
    canon_store_u64(community, intent->community);
    canon_store_u64(amount, (uint64_t)intent->amount.fen);
    memcpy(act, intent->event_id.b, EVENT);
    act[EVENT] = (uint8_t)(intent->step >> 8);
    act[EVENT + 1] = (uint8_t)intent->step;
    act[EVENT + 2] = intent->verdict;
    canon_store_u64(act + EVENT + 3, intent->valid_until);
    const struct bytes parts[] = {BYTES("mingzhang/apr/v1", 16),
                                  BYTES(community, sizeof community),
                                  BYTES(intent->subject.b, sizeof intent->subject.b),
                                  BYTES(amount, sizeof amount),
                                  BYTES(intent->payee.b, sizeof intent->payee.b),
                                  BYTES(intent->payee_account.b, sizeof intent->payee_account.b),
                                  BYTES(intent->decision.b, sizeof intent->decision.b),
                                  BYTES(act, sizeof act)};
    digest_sha256_parts(parts, LENGTH(parts), &digest);
    return digest;
}

struct digest record_key_id(uint8_t algorithm, struct bytes public_key)
{
    const struct bytes parts[] = {BYTES(&algorithm, 1), public_key};
    struct digest digest;
    digest_sha256_parts(parts, LENGTH(parts), &digest);
    return digest;
}

struct digest record_possession(uint64_t community, const struct uuid *subject, const struct digest *key)
{
    uint8_t code[8];
    struct digest digest;
    canon_store_u64(code, community);
    const struct bytes parts[] = {BYTES("mingzhang/pop/v1", 16), BYTES(code, sizeof code),
                                  BYTES(subject->b, sizeof subject->b), BYTES(key->b, sizeof key->b)};
    digest_sha256_parts(parts, LENGTH(parts), &digest);
    return digest;
}

static struct digest salted_leaf(const char tag[static 16], const struct digest *salt, struct bytes value)
{
    static const uint8_t prefix = 0;
    uint8_t length[4];
    for (int i = 0; i < 4; i++)
        length[i] = (uint8_t)(value.size >> (24 - 8 * i));
    const struct bytes parts[] = {BYTES(&prefix, 1), BYTES(tag, 16), BYTES(salt->b, sizeof salt->b),
                                  BYTES(length, sizeof length), value};
    struct digest leaf;
    digest_sha256_parts(parts, LENGTH(parts), &leaf);
    return leaf;
}

struct digest record_row_leaf(const struct digest *salt, struct bytes row)
{
    return salted_leaf("mingzhang/row/v1", salt, row);
}

struct digest record_ballot_leaf(const struct digest *salt, struct bytes ballot)
{
    return salted_leaf("mingzhang/blt/v1", salt, ballot);
}
