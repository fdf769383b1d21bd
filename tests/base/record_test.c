/* Records: golden bytes, both directions on random records of every kind, and everything that must be refused. */
#include "base/record.c"

#include "base/digest.h"
#include "tests/base/record_sample.h"

#define EACH_LAYOUT(layout)                                                                                            \
    for (const struct record_layout *layout = record_layout_at(0); layout;                                             \
         layout = record_layout_at((size_t)(layout - layouts) + 1))

static int start(void **state)
{
    (void)state;
    return FAILED(digest_start()) ? -1 : 0;
}

static void expect_hex(struct bytes bytes, const char *expected)
{
    char hex[4096];
    assert_true(bytes.size * 2 < sizeof hex);
    hex_encode(bytes, hex);
    assert_string_equal(hex, expected);
}

static struct bytes encoded(struct arena *arena, const struct record_header *header, const void *body)
{
    struct bytes record;
    MUST(record_encode(arena, header, body, &record));
    return record;
}

static bool same(struct bytes a, struct bytes b)
{
    return a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

/* ---- golden examples of §17 ---- */

static struct bytes shape_bytes(struct arena *arena, const struct record_shape *shape, const void *value)
{
    struct buffer out;
    struct bytes bytes;
    buffer_init(&out, arena, RECORD_MAX);
    MUST(encode_shape(&out, shape, value));
    MUST(buffer_done(&out, &bytes));
    return bytes;
}

static void golden_scalars(void **state)
{
    struct buffer out;
    struct bytes bytes;
    buffer_init(&out, *state, 1000);
    canon_i64(&out, 1);
    canon_i64(&out, -300000);
    canon_i64(&out, 12345678);
    canon_i64(&out, MONEY_MAX_FEN);
    canon_i32(&out, 10408);
    canon_i32(&out, 20178);
    canon_i64(&out, date_begin(20179));
    canon_u64(&out, UINT64_C(330681000217));
    canon_bytes(&out, BYTES("公共收益", 12));
    MUST(buffer_done(&out, &bytes));
    expect_hex(bytes, "0000000000000001" "fffffffffffb6c20" "0000000000bc614e" "001ff973cafa8000" "000028a8" "00004ed2"
                      "000631a583270000" "0000004cfe1fa119" "0000000ce585ace585b1e694b6e79b8a");
}

static void golden_line(void **state)
{
    struct record_line line = {.fund = 2, .account_no = 1002, .side = 1, .amount = FEN(300000)};
    expect_hex(shape_bytes(*state, shape_line(), &line), "0002000003ea0100000000000493e0000000000000");
    line.amount = money_neg(line.amount);
    expect_hex(shape_bytes(*state, shape_line(), &line), "0002000003ea01fffffffffffb6c20000000000000");
}

static void golden_ref_and_number(void **state)
{
    const struct record_ref ref = {1, 412, FEN(300000)};
    const struct record_number number = {2, 1, 2025, 4, 17};
    expect_hex(shape_bytes(*state, shape_ref(), &ref), "0001000000000000019c00000000000493e0");
    expect_hex(shape_bytes(*state, shape_number(), &number), "00020107e90400000011");
}

static void golden_options(void **state)
{
    struct record_entry entry = {.entry_type = 1, .booking_date = 20178, .source = 1, .has_value_date = true, .value_date = 20178};
    const struct bytes bytes = shape_bytes(*state, shape_entry(), &entry);
    expect_hex(BYTES(bytes.data, 15), "01" "00000000" "00004ed2" "0100004ed2" "00");
}

/* The entry of §17: income 3,000.00 of fund 2, two lines, two hands, one import reference, no options. */
static struct bytes golden_entry(struct arena *arena, struct record_header *header, struct record_entry *entry)
{
    static struct record_line lines[2] = {{.fund = 2, .account_no = 1002, .side = 1, .amount = {300000}},
                                          {.fund = 2, .account_no = 4001, .side = 2, .amount = {300000}}};
    static struct record_number number[1] = {{2, 1, 2025, 4, 17}};
    static struct record_hand hands[2] = {{1, {{1}}}, {2, {{2}}}};
    static struct record_ref ref[1] = {{6, 411, {0}}};
    *header = (struct record_header){.kind = RECORD_entry, .kind_version = 1, .community = UINT64_C(330681000217), .seq = 412,
                                     .batch = 412, .recorded_at = INT64_C(0x000632628635d840), .actor_kind = 1};
    *entry = (struct record_entry){.entry_type = 1, .numbers_count = 1, .numbers = number, .booking_date = 20188, .source = 2,
                                   .judged = {.outcome = 1}, .hands_count = 2, .hands = hands, .refs_count = 1, .refs = ref,
                                   .lines_count = 2, .lines = lines};
    return encoded(arena, header, entry);
}

static void golden_entry_is_369_bytes(void **state)
{
    struct record_header header;
    struct record_entry entry;
    const struct bytes record = golden_entry(*state, &header, &entry);
    assert_int_equal(record.size, 369);
    expect_hex(BYTES(record.data, 36), "6d696e677a68616e672f7265632f7631" "0201" "0001" "0000004cfe1fa119" "000000000000019c");
    expect_hex(BYTES(record.data + 167, 4), "000000c6");
}

/* ---- both directions ---- */

static void same_back(struct arena *arena, const struct record_header *header, const void *body)
{
    const struct bytes record = encoded(arena, header, body);
    struct record_header read, again;
    const void *read_body;
    struct buffer before, after;
    struct bytes first, second;
    MUST(record_decode(arena, record, &read, &read_body));
    MUST(record_decode_header(record, &again));
    assert_memory_equal(&read.prev, &again.prev, sizeof read.prev);
    assert_true(same(encoded(arena, &read, read_body), record));
    buffer_init(&before, arena, 1 << 20);
    buffer_init(&after, arena, 1 << 20);
    record_json(&before, header, body);
    record_json(&after, &read, read_body);
    MUST(buffer_done(&before, &first));
    MUST(buffer_done(&after, &second));
    assert_true(same(first, second));
}

static void random_records_survive_both_ways(void **state)
{
    EACH_LAYOUT(layout)
    {
        struct sample sample = sample_new(*state, 1);
        for (uint64_t round = 0; round < 300; round++) {
            sample.seq = round < 3 ? 0 : sample_between(&sample, 1, round % 2 ? 5000 : UINT64_MAX);
            sample.full = round % 5 == 0;
            sample.most = (uint32_t)(round % 9);
            const struct record_header header = sample_header(&sample, layout);
            same_back(*state, &header, sample_body(&sample, layout));
            arena_reset(*state);
        }
    }
}

static void longest_lists_fit(void **state)
{
    struct sample sample = sample_new(*state, 2);
    const struct record_layout *layout = record_layout(RECORD_entry, 1);
    sample.seq = 100000;
    sample.full = true;
    sample.most = 64;
    struct record_header header = sample_header(&sample, layout);
    struct record_entry *entry = sample_body(&sample, layout);
    assert_int_equal(entry->refs_count, 64);
    same_back(*state, &header, entry);
    struct record_line *lines;
    MUST(ARENA_TAKE(*state, 501, &lines));
    for (size_t i = 0; i < 501; i++)
        lines[i] = (struct record_line){.fund = 1, .account_no = (uint32_t)i, .side = 1};
    entry->lines = lines;
    entry->lines_count = 500;
    same_back(*state, &header, entry);
    struct bytes record;
    entry->lines_count = 501;
    EXPECT(record_encode(*state, &header, entry, &record), record, malformed);
}

static void records_above_the_limit_are_too_large(void **state)
{
    struct sample sample = sample_new(*state, 3);
    const struct record_layout *layout = record_layout(RECORD_entry, 1);
    sample.seq = 7;
    sample.full = true;
    sample.most = 8;
    const struct record_header header = sample_header(&sample, layout);
    struct record_entry *entry = sample_body(&sample, layout);
    const struct record_line line = entry->lines[0];
    struct record_line *lines;
    struct bytes record;
    MUST(ARENA_TAKE(*state, 500, &lines));
    for (size_t i = 0; i < 500; i++)
        lines[i] = line;
    entry->lines = lines;
    entry->lines_count = 500;
    EXPECT(record_encode(*state, &header, entry, &record), record, too_large);
    lines[1].fund = 9; /* a field that is wrong comes first */
    EXPECT(record_encode(*state, &header, entry, &record), record, malformed);
    lines[1].fund = 1;
    lines[499].amount = FEN(MONEY_MAX_FEN + 1); /* never reached */
    EXPECT(record_encode(*state, &header, entry, &record), record, too_large);
}

static void arena_cap_is_told_apart(void **state)
{
    struct arena *small = arena_new(400), *smaller = arena_new(64);
    struct record_header header;
    struct record_entry entry;
    struct bytes record;
    const void *body;
    const struct bytes good = golden_entry(*state, &header, &entry);
    EXPECT(record_encode(small, &header, &entry, &record), memory, exhausted);
    EXPECT(record_decode(small, good, &header, &body), memory, exhausted);
    EXPECT(record_decode(smaller, good, &header, &body), memory, exhausted);
    arena_free(&small);
    arena_free(&smaller);
}

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
    static const size_t widths[] = {[RECORD_U8] = 1,          [RECORD_U16] = 2,  [RECORD_U32] = 4,  [RECORD_U64] = 8,
                                    [RECORD_AMOUNT] = 8,      [RECORD_DATE] = 4, [RECORD_B16] = 16, [RECORD_B32] = 32,
                                    [RECORD_TEXT] = sizeof(struct bytes)};
    return widths[field->type];
}

static bool same_value(const struct record_field *field, const uint8_t *a, const uint8_t *b)
{
    if (field->type == RECORD_TEXT)
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

/* ---- what both directions refuse ---- */

static void unknown_layouts_are_refused(void **state)
{
    struct record_header header, read;
    struct record_entry entry;
    struct bytes record = golden_entry(*state, &header, &entry);
    const void *body;
    uint8_t *data = (uint8_t *)(uintptr_t)record.data;
    data[19] = 2;
    EXPECT(record_decode(*state, record, &read, &body), record, malformed);
    MUST(record_decode_header(record, &read));
    assert_int_equal(read.kind_version, 2);
    header.kind_version = 2;
    EXPECT(record_encode(*state, &header, &entry, &record), record, malformed);
    assert_null(record_layout(0, 1));
    assert_null(record_layout_at(1000));
}

static void refused_header(void **state, struct record_header header)
{
    struct record_header read;
    struct record_entry entry;
    struct bytes record = golden_entry(*state, &read, &entry);
    entry.refs_count = 0;
    struct buffer out;
    buffer_init(&out, *state, RECORD_MAX);
    encode_header(&out, &header);
    buffer_put(&out, record.data + RECORD_HEADER - 4, record.size - RECORD_HEADER + 4);
    EXPECT(record_encode(*state, &header, &entry, &record), record, malformed);
    MUST(buffer_done(&out, &record));
    EXPECT(record_decode_header(record, &read), record, malformed);
}

static void impossible_headers_are_refused(void **state)
{
    struct record_header good, header;
    struct record_entry entry;
    (void)golden_entry(*state, &good, &entry);
    for (uint8_t kind = 0; kind <= 5; kind = (uint8_t)(kind + 5)) {
        header = good;
        header.actor_kind = kind;
        refused_header(state, header);
    }
    header = good;
    header.batch = good.seq + 1;
    refused_header(state, header);
    header = good;
    header.actor_kind = 3;
    header.actor.b[15] = 1; /* a job is nobody */
    refused_header(state, header);
    header = good;
    header.seq = header.batch = 0;
    header.prev.b[31] = 1; /* the first record follows nothing */
    refused_header(state, header);
}

/* The entry is refused as a struct with `code`; its bytes, written without any check, are refused as malformed. */
static void refused_entry(struct arena *arena, const struct record_header *header, const struct record_entry *entry, enum error code)
{
    struct bytes record;
    assert_int_equal(record_encode(arena, header, entry, &record).code, code);
}

static void bad_codes_are_refused(void **state)
{
    struct record_header header;
    struct record_entry good, entry;
    (void)golden_entry(*state, &header, &good);
    entry = good;
    entry.entry_type = 0;
    refused_entry(*state, &header, &entry, ERROR_record_malformed);
    entry.entry_type = 8;
    refused_entry(*state, &header, &entry, ERROR_record_malformed);
    entry = good;
    entry.judged.outcome = 4;
    refused_entry(*state, &header, &entry, ERROR_record_malformed);
    struct record_line lines[2] = {good.lines[0], good.lines[1]};
    entry = good;
    entry.lines = lines;
    lines[1].fund = 5;
    refused_entry(*state, &header, &entry, ERROR_record_malformed);
    lines[1] = good.lines[1];
    lines[1].has_unit_lines = true; /* a count of 0 */
    refused_entry(*state, &header, &entry, ERROR_record_malformed);
}

static void amounts_and_dates_out_of_range_are_refused(void **state)
{
    struct record_header header;
    struct record_entry good, entry;
    (void)golden_entry(*state, &header, &good);
    struct record_line lines[2] = {good.lines[0], good.lines[1]};
    entry = good;
    entry.lines = lines;
    lines[0].amount = FEN(MONEY_MAX_FEN + 1);
    refused_entry(*state, &header, &entry, ERROR_money_range);
    lines[0].amount = FEN(-MONEY_MAX_FEN - 1);
    refused_entry(*state, &header, &entry, ERROR_money_range);
    entry = good;
    entry.booking_date = DAY_MIN - 1;
    refused_entry(*state, &header, &entry, ERROR_date_invalid);
    entry.booking_date = DAY_MAX + 1;
    refused_entry(*state, &header, &entry, ERROR_date_invalid);
}

static void lists_out_of_order_are_refused(void **state)
{
    struct record_header header;
    struct record_entry entry;
    (void)golden_entry(*state, &header, &entry);
    struct record_ref refs[2] = {{6, 411, {0}}, {6, 410, {0}}};
    entry.refs = refs;
    entry.refs_count = 2;
    refused_entry(*state, &header, &entry, ERROR_record_malformed);
    refs[1].seq = 411; /* twice the same, with another amount */
    refs[1].amount = FEN(1);
    refused_entry(*state, &header, &entry, ERROR_record_malformed);
    entry.refs_count = 1;
    struct record_number numbers[2] = {{2, 1, 2025, 4, 17}, {2, 2, 2025, 4, 18}};
    entry.numbers = numbers;
    entry.numbers_count = 2;
    refused_entry(*state, &header, &entry, ERROR_record_malformed);
}

static void clauses_ascend_by_their_bytes(void **state)
{
    struct record_header header;
    struct record_entry entry;
    (void)golden_entry(*state, &header, &entry);
    static const char *const rows[][3] = {{"a", "b", "+"}, {"a", "ab", "+"}, {"B", "a", "+"}, {"aa", "b", "+"},
                                          {"b", "a", "-"}, {"a", "a", "-"},  {"ab", "a", "-"}, {"b", "aa", "-"}};
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct record_clause clauses[2] = {{BYTES(rows[i][0], strlen(rows[i][0]))}, {BYTES(rows[i][1], strlen(rows[i][1]))}};
        entry.judged.clauses = clauses;
        entry.judged.clauses_count = 2;
        refused_entry(*state, &header, &entry, rows[i][2][0] == '+' ? ERROR_none : ERROR_record_malformed);
    }
}

static void references_point_backwards(void **state)
{
    struct record_header header, read;
    struct record_entry entry;
    struct bytes record = golden_entry(*state, &header, &entry);
    const void *body;
    uint8_t *data = (uint8_t *)(uintptr_t)record.data;
    struct record_ref refs[1] = {{6, 412, {0}}};
    entry.refs = refs;
    refused_entry(*state, &header, &entry, ERROR_record_malformed);
    canon_store_u64(data + 28, 411); /* the record moves to the place that it refers to */
    canon_store_u64(data + 68, 411);
    EXPECT(record_decode(*state, record, &read, &body), record, malformed);
}

static void texts_keep_their_rules(void **state)
{
    static const char long_text[202] = {[0 ... 200] = 'a'};
    struct record_community_opened opened = {.county = 330681, .ordinal = 217};
    const struct record_header header = {.kind = RECORD_community_opened, .kind_version = 1, .actor_kind = 1};
    static const struct {
        const char *text;
        enum error code;
    } rows[] = {{long_text + 1, ERROR_none}, {long_text, ERROR_record_malformed}, {"", ERROR_record_malformed},
                {"明月湾　", ERROR_record_malformed}, {"e\xCC\x81", ERROR_record_malformed}, {"a\xE2\x80\xAE", ERROR_record_malformed},
                {"\xFF", ERROR_record_malformed}};
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct bytes record;
        opened.name = BYTES(rows[i].text, strlen(rows[i].text));
        assert_int_equal(record_encode(*state, &header, &opened, &record).code, rows[i].code);
    }
}

/* One byte of the golden entry set to a value that no rule allows. */
static void bad_bytes_are_refused(void **state)
{
    static const struct {
        size_t at;
        uint8_t value;
    } rows[] = {{0, 'M'},   {15, '2'},  {16, 0xff}, {19, 2},    {100, 0},   {100, 5},   {167, 1},  {170, 0xc5}, {171, 0},
                {171, 8},   {175, 5},   {177, 5},   {178, 7},   {181, 13},  {190, 2},   {191, 2},  {224, 0},    {224, 5},
                {225, 2},   {258, 4},   {263, 9},   {266, 7},   {267, 0},   {267, 6},   {304, 2},  {306, 13},   {325, 255},
                {328, 5},   {333, 3},   {334, 0x7f}, {342, 2}};
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

/* ---- derived values ---- */

static void event_ids_are_uuids_of_version_eight(void **state)
{
    (void)state;
    const struct uuid a = record_event_id(7, BYTES("import-1", 8), 0), b = record_event_id(7, BYTES("import-1", 8), 1);
    assert_int_equal(a.b[6] >> 4, 8);
    assert_int_equal(a.b[8] >> 6, 2);
    assert_memory_not_equal(a.b, b.b, sizeof a.b);
}

static void commitments_depend_on_everything(void **state)
{
    (void)state;
    const struct digest salt = {{1}}, other = {{2}};
    const struct digest list[] = {
        record_commitment(7, COMMIT_SUMMARY, &salt, BYTES("a", 1)),    record_commitment(8, COMMIT_SUMMARY, &salt, BYTES("a", 1)),
        record_commitment(7, COMMIT_PAYEE_NAME, &salt, BYTES("a", 1)), record_commitment(7, COMMIT_SUMMARY, &other, BYTES("a", 1)),
        record_commitment(7, COMMIT_SUMMARY, &salt, BYTES("b", 1)),    record_row_leaf(&salt, BYTES("a", 1)),
        record_row_leaf(&other, BYTES("a", 1)),                        record_row_leaf(&salt, BYTES("b", 1))};
    for (size_t i = 0; i < LENGTH(list); i++)
        for (size_t k = 0; k < i; k++)
            assert_false(digest_equal(&list[i], &list[k]));
}

static void view_has_every_member(void **state)
{
    const struct record_header header = {.kind = RECORD_import_posted, .kind_version = 1, .community = 110101000001, .seq = 3,
                                         .batch = 3, .recorded_at = 0, .actor_kind = 4};
    const struct record_import_posted posted = {.received_seq = 2, .posted = 10, .refused = 1, .duplicate = 0};
    struct buffer out;
    struct bytes text;
    buffer_init(&out, *state, 4096);
    record_json(&out, &header, &posted);
    MUST(buffer_done(&out, &text));
    assert_string_equal((const char *)text.data,
                        "{\"kind\":\"import_posted\",\"kind_version\":1,\"community\":\"110101000001\",\"seq\":3,\"prev\":"
                        "\"0000000000000000000000000000000000000000000000000000000000000000\",\"batch\":3,"
                        "\"recorded_at\":\"1970-01-01T00:00:00.000000Z\",\"blind\":\"00000000000000000000000000000000\","
                        "\"actor_kind\":4,\"actor\":\"00000000000000000000000000000000\",\"actor_role\":0,\"actor_key\":"
                        "\"0000000000000000000000000000000000000000000000000000000000000000\","
                        "\"event_id\":\"00000000000000000000000000000000\","
                        "\"body\":{\"received_seq\":2,\"posted\":10,\"refused\":1,\"duplicate\":0}}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(golden_scalars),
        ARENA_TEST(golden_line),
        ARENA_TEST(golden_ref_and_number),
        ARENA_TEST(golden_options),
        ARENA_TEST(golden_entry_is_369_bytes),
        ARENA_TEST(random_records_survive_both_ways),
        ARENA_TEST(longest_lists_fit),
        ARENA_TEST(records_above_the_limit_are_too_large),
        ARENA_TEST(arena_cap_is_told_apart),
        ARENA_TEST(every_field_changes_the_leaf),
        ARENA_TEST(every_header_field_changes_the_leaf),
        ARENA_TEST(every_truncation_is_refused),
        ARENA_TEST(every_mutation_is_refused_or_faithful),
        ARENA_TEST(trailing_bytes_are_refused),
        ARENA_TEST(oversized_bytes_are_refused),
        ARENA_TEST(unknown_layouts_are_refused),
        ARENA_TEST(impossible_headers_are_refused),
        ARENA_TEST(bad_codes_are_refused),
        ARENA_TEST(amounts_and_dates_out_of_range_are_refused),
        ARENA_TEST(lists_out_of_order_are_refused),
        ARENA_TEST(clauses_ascend_by_their_bytes),
        ARENA_TEST(references_point_backwards),
        ARENA_TEST(texts_keep_their_rules),
        ARENA_TEST(bad_bytes_are_refused),
        cmocka_unit_test(event_ids_are_uuids_of_version_eight),
        cmocka_unit_test(commitments_depend_on_everything),
        ARENA_TEST(view_has_every_member),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
