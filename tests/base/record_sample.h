/* record_sample.h  Random valid records of any kind, made by walking the layouts; included behind base/record.c, whose
 * order check decides which items of a list may follow each other. */
#pragma once

#include "base/random.h"
#include "tests/base/record_golden.h"

struct sample {
    struct arena *arena;
    struct random random;
    uint64_t seq;  /* of the record: references point below it */
    uint32_t most; /* items in a list, at most */
    bool full;     /* every option present and every list filled with `most` items, where its own limit allows */
};

static inline struct sample sample_new(struct arena *arena, uint8_t seed)
{
    return (struct sample){.arena = arena, .random = {.seeded = true, .seed = {{seed}}}, .most = 3};
}

static inline uint64_t sample_between(struct sample *sample, uint64_t low, uint64_t high)
{
    uint64_t value;
    uint8_t bytes[8];
    random_bytes(&sample->random, bytes, sizeof bytes);
    value = canon_load_u64(bytes);
    return high - low == UINT64_MAX ? value : low + value % (high - low + 1);
}

static inline bool sample_coin(struct sample *sample)
{
    return sample_between(sample, 0, 1) == 1;
}

/* Between 1 and max bytes of text that every rule allows. */
static inline struct bytes sample_text(struct sample *sample, uint64_t max)
{
    static const char *const letters[] = {"a",  "Z",  "7",  "-",  "(", "é",  "ß",  "Ж",
                                          "账", "明", "１", "、", "“", "ガ", "한", "𠮷"};
    struct buffer out;
    struct bytes text;
    uint64_t left = sample_between(sample, 1, max);
    buffer_init(&out, sample->arena, max);
    while (left > 0) {
        const char *letter = letters[sample_between(sample, 0, LENGTH(letters) - 1)];
        if (strlen(letter) > left)
            letter = "x";
        buffer_text(&out, letter);
        left -= strlen(letter);
    }
    MUST(buffer_done(&out, &text));
    return text;
}

static inline money sample_money(struct sample *sample)
{
    static const int64_t edges[] = {0, 1, -1, MONEY_MAX_FEN, -MONEY_MAX_FEN};
    if (sample_between(sample, 0, 3) == 0)
        return FEN(edges[sample_between(sample, 0, LENGTH(edges) - 1)]);
    return FEN((int64_t)sample_between(sample, 0, 2 * (uint64_t)MONEY_MAX_FEN) - MONEY_MAX_FEN);
}

static inline void sample_shape(struct sample *sample, const struct record_shape *shape, uint8_t *to);

static inline void sample_scalar(struct sample *sample, const struct record_field *field, uint8_t *at)
{
    const uint64_t code = sample_between(sample, field->low, field->high > field->low ? field->high : UINT64_MAX);
    switch (field->type) {
    case RECORD_U8:
        *at = (uint8_t)code;
        return;
    case RECORD_U16:
        *(uint16_t *)(void *)at = (uint16_t)code;
        return;
    case RECORD_U32:
        *(uint32_t *)(void *)at = (uint32_t)code;
        return;
    case RECORD_U64:
        *(uint64_t *)(void *)at = code;
        return;
    case RECORD_AMOUNT:
        *(money *)(void *)at = sample_money(sample);
        return;
    case RECORD_DATE:
        *(day *)(void *)at = (day)sample_between(sample, DAY_MIN, DAY_MAX);
        return;
    case RECORD_B16:
        random_bytes(&sample->random, at, sizeof(struct uuid));
        return;
    case RECORD_B32:
        random_bytes(&sample->random, at, sizeof(struct digest));
        return;
    case RECORD_TEXT:
    case RECORD_BYTES: /* any text is octets as well */
        *(struct bytes *)(void *)at = sample_text(sample, field->high < 400 ? field->high : 400);
        return;
    case RECORD_SHAPE:
        sample_shape(sample, field->shape(), at);
        return;
    case RECORD_LIST:
        break;
    }
    fail_msg("a list is no scalar");
}

static inline struct bytes sample_encoded(struct sample *sample, const struct record_shape *shape, const uint8_t *item)
{
    struct buffer out;
    struct bytes bytes;
    buffer_init(&out, sample->arena, RECORD_MAX);
    MUST(encode_shape(&out, shape, item));
    MUST(buffer_done(&out, &bytes));
    return bytes;
}

/* Puts a new item where it belongs among `count` items in order; an item that equals one of them is left out. */
static inline uint32_t sample_insert(struct sample *sample, const struct record_shape *shape, uint8_t *items,
                                     uint32_t count)
{
    uint8_t item[256];
    assert_true(shape->size <= sizeof item);
    memcpy(item, items + count * shape->size, shape->size);
    const struct bytes bytes = sample_encoded(sample, shape, item);
    uint32_t at = count;
    while (shape->key != 0 && at > 0) {
        const struct bytes before = sample_encoded(sample, shape, items + (at - 1) * shape->size);
        if (!FAILED(check_order(shape->key, before, bytes)))
            break;
        if (FAILED(check_order(shape->key, bytes, before)))
            return count;
        at--;
    }
    memmove(items + (at + 1) * shape->size, items + at * shape->size, (count - at) * shape->size);
    memcpy(items + at * shape->size, item, shape->size);
    return count + 1;
}

static inline void sample_list(struct sample *sample, const struct record_field *field, uint8_t *owner)
{
    const struct record_shape *shape = field->shape();
    const uint64_t most = field->high < sample->most ? field->high : sample->most;
    const bool impossible = sample->seq == 0 && strcmp(shape->name, "ref") == 0;
    const uint64_t wanted = impossible ? 0 : sample->full ? most : sample_between(sample, 0, most);
    uint8_t *items;
    uint32_t count = 0;
    MUST(ARENA_TAKE(sample->arena, (wanted + 1) * shape->size, &items));
    for (uint64_t i = 0; i < wanted; i++) {
        sample_shape(sample, shape, items + count * shape->size);
        count = sample_insert(sample, shape, items, count);
    }
    *(uint32_t *)(void *)(owner + field->flag_offset) = count;
    *(uint8_t **)(void *)(owner + field->offset) = items;
}

static inline void sample_shape(struct sample *sample, const struct record_shape *shape, uint8_t *to)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct record_field *field = &shape->fields[i];
        if (field->type == RECORD_LIST) {
            sample_list(sample, field, to);
            continue;
        }
        if (field->optional && !(*(bool *)(to + field->flag_offset) = sample->full || sample_coin(sample)))
            continue;
        sample_scalar(sample, field, to + field->offset);
    }
    if (strcmp(shape->name, "ref") == 0)
        ((struct record_ref *)(void *)to)->seq = sample_between(sample, 0, sample->seq - 1);
}

/* A random body of the layout; its references point below sample->seq. */
static inline void *sample_body(struct sample *sample, const struct record_layout *layout)
{
    uint8_t *body;
    MUST(ARENA_TAKE(sample->arena, layout->body()->size, &body));
    sample_shape(sample, layout->body(), body);
    return body;
}

/* A random header of the layout with sample->seq; instants lie between 1990 and 2199. */
static inline struct record_header sample_header(struct sample *sample, const struct record_layout *layout)
{
    struct record_header header = {.kind = layout->kind, .kind_version = layout->version, .seq = sample->seq};
    header.community = sample_between(sample, 0, UINT64_C(999999999999));
    header.batch = sample->seq - sample_between(sample, 0, sample->seq < 9 ? sample->seq : 9);
    header.recorded_at = (inst)sample_between(sample, UINT64_C(631152000000000), UINT64_C(7258118399999999));
    header.actor_kind = (uint8_t)sample_between(sample, 1, 4);
    header.actor_role = (uint16_t)sample_between(sample, 0, 40);
    if (sample->seq > 0)
        random_bytes(&sample->random, header.prev.b, sizeof header.prev.b);
    if (header.actor_kind != 3)
        random_bytes(&sample->random, header.actor.b, sizeof header.actor.b);
    if (sample_coin(sample))
        random_bytes(&sample->random, header.actor_key.b, sizeof header.actor_key.b);
    random_bytes(&sample->random, header.blind.b, sizeof header.blind.b);
    header.event_id = record_event_id(header.community, BYTES(header.blind.b, sizeof header.blind.b), 0);
    return header;
}
