/* Records under change: every field counts, and damaged bytes are refused or mean exactly what they say. */
#include "base/record.c"

#include "tests/base/record_sample.h"

/* ---- every field counts ---- */

struct flips {
    struct sample *sample;
    const struct record_header *header;
    const void *body;
    struct digest leaf;
};

/* The changed record has another leaf; false when the change is not allowed. */
static bool differs(struct flips *flips)
{
    struct bytes record;
    struct digest leaf;
    if (FAILED(record_encode(flips->sample->arena, flips->header, flips->body, &record)))
        return false;
    record_leaf(record, &leaf);
    assert_false(digest_equal(&leaf, &flips->leaf));
    return true;
}

static size_t width(const struct record_field *field)
{
    static const size_t widths[] = {[RECORD_U8] = 1,
                                    [RECORD_U16] = 2,
                                    [RECORD_U32] = 4,
                                    [RECORD_U64] = 8,
                                    [RECORD_AMOUNT] = 8,
                                    [RECORD_DATE] = 4,
                                    [RECORD_B16] = 16,
                                    [RECORD_B32] = 32,
                                    [RECORD_TEXT] = sizeof(struct bytes),
                                    [RECORD_BYTES] = sizeof(struct bytes)};
    return widths[field->type];
}

static bool same_value(const struct record_field *field, const uint8_t *a, const uint8_t *b)
{
    if (field->type == RECORD_TEXT || field->type == RECORD_BYTES)
        return same(*(const struct bytes *)(const void *)a, *(const struct bytes *)(const void *)b);
    return memcmp(a, b, width(field)) == 0;
}

static void flip_scalar(struct flips *flips, const struct record_field *field, uint8_t *at)
{
    uint8_t old[32];
    bool tried = false;
    memcpy(old, at, width(field));
    for (int i = 0; i < 200 && !tried; i++) {
        sample_scalar(flips->sample, field, at);
        tried = !same_value(field, at, old) && differs(flips);
    }
    assert_true(tried || field->low == field->high);
    memcpy(at, old, width(field));
}

static void flip_shape(struct flips *flips, const struct record_shape *shape, uint8_t *at)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct record_field *field = &shape->fields[i];
        if (field->type == RECORD_LIST) {
            uint32_t *count = (uint32_t *)(void *)(at + field->flag_offset);
            flip_shape(flips, field->shape(), *(uint8_t **)(void *)(at + field->offset));
            (*count)--;
            assert_true(differs(flips));
            (*count)++;
            continue;
        }
        if (field->optional) {
            bool *present = (bool *)(at + field->flag_offset);
            *present = false;
            assert_true(differs(flips));
            *present = true;
        }
        if (field->type == RECORD_SHAPE)
            flip_shape(flips, field->shape(), at + field->offset);
        else
            flip_scalar(flips, field, at + field->offset);
    }
}

static void every_field_changes_the_leaf(void **state)
{
    EACH_LAYOUT(layout)
    {
        struct sample sample = sample_new(*state, 4);
        sample.full = true;
        sample.most = 1;
        sample.seq = UINT64_MAX; /* any reference points backwards */
        const struct record_header header = sample_header(&sample, layout);
        void *body = sample_body(&sample, layout);
        struct flips flips = {.sample = &sample, .header = &header, .body = body};
        record_leaf(encoded(*state, &header, body), &flips.leaf);
        flip_shape(&flips, layout->body(), body);
        arena_reset(*state);
    }
}

static void every_header_field_changes_the_leaf(void **state)
{
    struct record_header header;
    struct record_entry entry;
    struct sample sample = sample_new(*state, 5);
    struct flips flips = {.sample = &sample, .header = &header, .body = &entry};
    record_leaf(golden_entry(*state, &header, &entry), &flips.leaf);
    const struct record_header good = header;
#define CHANGED(change)                                                                                                \
    do {                                                                                                               \
        header = good;                                                                                                 \
        change;                                                                                                        \
        assert_true(differs(&flips));                                                                                  \
    } while (0)
    CHANGED(header.community++);
    CHANGED(header.seq++);
    CHANGED(header.prev.b[31]++);
    CHANGED(header.batch--);
    CHANGED(header.recorded_at++);
    CHANGED(header.blind.b[15]++);
    CHANGED(header.actor_kind++);
    CHANGED(header.actor.b[15]++);
    CHANGED(header.actor_role++);
    CHANGED(header.actor_key.b[31]++);
    CHANGED(header.event_id.b[15]++);
#undef CHANGED
}

/* ---- damaged bytes ---- */

/* Refused, or the very same bytes again. */
static void refused_or_same(struct arena *scratch, struct bytes record)
{
    struct record_header header;
    const void *body;
    arena_reset(scratch);
    const result read = record_decode(scratch, record, &header, &body);
    if (FAILED(read))
        assert_int_equal(read.code, ERROR_record_malformed);
    else
        assert_true(same(encoded(scratch, &header, body), record));
}

/* A record of the layout with something in every place, but small. */
static struct bytes small_record(struct sample *sample, const struct record_layout *layout)
{
    sample->full = true;
    sample->most = 1;
    sample->seq = 300;
    const struct record_header header = sample_header(sample, layout);
    return encoded(sample->arena, &header, sample_body(sample, layout));
}

static void every_truncation_is_refused(void **state)
{
    struct arena *scratch = arena_new(1 << 20);
    EACH_LAYOUT(layout)
    {
        struct sample sample = sample_new(*state, 6);
        const struct bytes record = small_record(&sample, layout);
        for (size_t size = 0; size < record.size; size++) {
            struct record_header header;
            const void *body;
            struct bytes cut;
            arena_reset(scratch);
            MUST(arena_bytes(scratch, BYTES(record.data, size), &cut));
            EXPECT(record_decode(scratch, cut, &header, &body), record, malformed);
            if (size < RECORD_HEADER)
                continue;
            uint8_t *data = (uint8_t *)(uintptr_t)cut.data; /* the same with a length that fits */
            const size_t length = size - RECORD_HEADER;
            data[169] = (uint8_t)(length >> 8);
            data[170] = (uint8_t)length;
            EXPECT(record_decode(scratch, cut, &header, &body), record, malformed);
        }
    }
    arena_free(&scratch);
}

static void every_mutation_is_refused_or_faithful(void **state)
{
    struct arena *scratch = arena_new(1 << 20);
    EACH_LAYOUT(layout)
    {
        struct sample sample = sample_new(*state, 7);
        const struct bytes record = small_record(&sample, layout);
        struct bytes copy;
        MUST(arena_bytes(*state, record, &copy));
        uint8_t *data = (uint8_t *)(uintptr_t)copy.data;
        for (size_t at = 0; at < record.size; at++) {
            for (int change = 1; change < 256; change++) {
                data[at] = (uint8_t)(record.data[at] ^ change);
                refused_or_same(scratch, copy);
            }
            data[at] = record.data[at];
        }
    }
    arena_free(&scratch);
}

static void trailing_bytes_are_refused(void **state)
{
    EACH_LAYOUT(layout)
    {
        struct sample sample = sample_new(*state, 8);
        const struct bytes record = small_record(&sample, layout);
        struct buffer out;
        struct bytes longer;
        struct record_header header;
        const void *body;
        buffer_init(&out, *state, RECORD_MAX + 1);
        buffer_put(&out, record.data, record.size);
        buffer_char(&out, '\0');
        MUST(buffer_done(&out, &longer));
        EXPECT(record_decode(*state, longer, &header, &body), record, malformed);
        const size_t length = longer.size - RECORD_HEADER;
        out.data[169] = (uint8_t)(length >> 8);
        out.data[170] = (uint8_t)length;
        MUST(record_decode_header(longer, &header)); /* the frame is right, the body is not */
        EXPECT(record_decode(*state, longer, &header, &body), record, malformed);
    }
}

static void oversized_bytes_are_refused(void **state)
{
    uint8_t *data;
    struct record_header header;
    const void *body;
    MUST(ARENA_TAKE(*state, RECORD_MAX + 1, &data));
    EXPECT(record_decode(*state, BYTES(data, RECORD_MAX + 1), &header, &body), record, malformed);
}

/* One byte of the golden entry set to a value that no rule allows. */
static void bad_bytes_are_refused(void **state)
{
    static const struct {
        size_t at;
        uint8_t value;
    } rows[] = {{0, 'M'}, {15, '2'}, {16, 0xff}, {19, 2},  {100, 0}, {100, 5},    {167, 1}, {170, 0xc5},
                {171, 0}, {171, 8},  {175, 5},   {177, 5}, {178, 7}, {181, 13},   {190, 2}, {191, 2},
                {224, 0}, {224, 5},  {225, 2},   {258, 4}, {263, 9}, {266, 7},    {267, 0}, {267, 6},
                {304, 2}, {306, 15}, {325, 255}, {328, 5}, {333, 3}, {334, 0x7f}, {342, 2}};
    struct record_header header;
    struct record_entry entry;
    const struct bytes record = golden_entry(*state, &header, &entry);
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct bytes copy;
        struct record_header read;
        const void *body;
        MUST(arena_bytes(*state, record, &copy));
        ((uint8_t *)(uintptr_t)copy.data)[rows[i].at] = rows[i].value;
        if (!FAILED(record_decode(*state, copy, &read, &body)))
            fail_msg("byte %zu set to %u is accepted", rows[i].at, rows[i].value);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(every_field_changes_the_leaf), ARENA_TEST(every_header_field_changes_the_leaf),
        ARENA_TEST(every_truncation_is_refused),  ARENA_TEST(every_mutation_is_refused_or_faithful),
        ARENA_TEST(trailing_bytes_are_refused),   ARENA_TEST(oversized_bytes_are_refused),
        ARENA_TEST(bad_bytes_are_refused),
    };
    return cmocka_run_group_tests(tests, sample_start, NULL);
}
