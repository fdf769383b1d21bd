/* Records: golden bytes, both directions on random records of every kind, and everything that must be refused. */
#include "base/record.c"

#include "tests/base/record_sample.h"

static void expect_hex(struct bytes bytes, const char *expected)
{
    char hex[4096];
    assert_true(bytes.size * 2 < sizeof hex);
    hex_encode(bytes, hex);
    assert_string_equal(hex, expected);
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
    expect_hex(bytes, "0000000000000001"
                      "fffffffffffb6c20"
                      "0000000000bc614e"
                      "001ff973cafa8000"
                      "000028a8"
                      "00004ed2"
                      "000631a583270000"
                      "0000004cfe1fa119"
                      "0000000ce585ace585b1e694b6e79b8a");
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
    struct record_entry entry = {
        .entry_type = 1, .booking_date = 20178, .source = 1, .has_value_date = true, .value_date = 20178};
    const struct bytes bytes = shape_bytes(*state, shape_entry(), &entry);
    expect_hex(BYTES(bytes.data, 15), "01"
                                      "00000000"
                                      "00004ed2"
                                      "0100004ed2"
                                      "00");
}

static void golden_entry_is_369_bytes(void **state)
{
    struct record_header header;
    struct record_entry entry;
    const struct bytes record = golden_entry(*state, &header, &entry);
    assert_int_equal(record.size, 369);
    expect_hex(BYTES(record.data, 36), "6d696e677a68616e672f7265632f7631"
                                       "0201"
                                       "0001"
                                       "0000004cfe1fa119"
                                       "000000000000019c");
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
    const struct record_layout *layout = known_layout(RECORD_entry);
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
    const struct record_layout *layout = known_layout(RECORD_entry);
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

static void refused_entry(struct arena *arena, const struct record_header *header, const struct record_entry *entry,
                          enum error code)
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

static void first_and_last_dates_are_accepted(void **state)
{
    struct record_header header;
    struct record_entry entry;
    (void)golden_entry(*state, &header, &entry);
    entry.booking_date = DAY_MIN;
    same_back(*state, &header, &entry);
    entry.booking_date = DAY_MAX;
    same_back(*state, &header, &entry);
}

/* Both directions: the reader's bytes are six good hands and a seventh spliced in. */
static void long_lists_are_refused(void **state)
{
    struct record_header header;
    struct record_entry entry;
    struct bytes record = golden_entry(*state, &header, &entry);
    struct record_hand hands[7] = {{1, {{1}}}, {1, {{1}}}, {1, {{1}}}, {1, {{1}}}, {1, {{1}}}, {1, {{1}}}, {1, {{1}}}};
    const void *body;
    struct buffer out;
    entry.hands = hands;
    entry.hands_count = 7;
    refused_entry(*state, &header, &entry, ERROR_record_malformed);
    entry.hands_count = 6;
    record = encoded(*state, &header, &entry);
    const size_t hand = 267, width = 17;
    buffer_init(&out, *state, RECORD_MAX);
    buffer_put(&out, record.data, hand + width);
    buffer_put(&out, record.data + hand, record.size - hand);
    out.data[hand - 1] = 7;
    out.data[RECORD_HEADER - 2] = (uint8_t)((out.size - RECORD_HEADER) >> 8);
    out.data[RECORD_HEADER - 1] = (uint8_t)(out.size - RECORD_HEADER);
    MUST(buffer_done(&out, &record));
    MUST(record_decode_header(record, &header));
    EXPECT(record_decode(*state, record, &header, &body), record, malformed);
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
    static const char *const rows[][3] = {{"a", "b", "+"}, {"a", "ab", "+"}, {"B", "a", "+"},  {"aa", "b", "+"},
                                          {"b", "a", "-"}, {"a", "a", "-"},  {"ab", "a", "-"}, {"b", "aa", "-"}};
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct record_clause clauses[2] = {{BYTES(rows[i][0], strlen(rows[i][0]))},
                                           {BYTES(rows[i][1], strlen(rows[i][1]))}};
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
    } rows[] = {{long_text + 1, ERROR_none},           {long_text, ERROR_record_malformed},
                {"", ERROR_record_malformed},          {"明月湾　", ERROR_record_malformed},
                {"e\xCC\x81", ERROR_record_malformed}, {"a\xE2\x80\xAE", ERROR_record_malformed},
                {"\xFF", ERROR_record_malformed}};
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct bytes record;
        opened.name = BYTES(rows[i].text, strlen(rows[i].text));
        assert_int_equal(record_encode(*state, &header, &opened, &record).code, rows[i].code);
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
    const struct digest list[] = {record_commitment(7, COMMIT_SUMMARY, &salt, BYTES("a", 1)),
                                  record_commitment(8, COMMIT_SUMMARY, &salt, BYTES("a", 1)),
                                  record_commitment(7, COMMIT_PAYEE_NAME, &salt, BYTES("a", 1)),
                                  record_commitment(7, COMMIT_SUMMARY, &other, BYTES("a", 1)),
                                  record_commitment(7, COMMIT_SUMMARY, &salt, BYTES("b", 1)),
                                  record_row_leaf(&salt, BYTES("a", 1)),
                                  record_row_leaf(&other, BYTES("a", 1)),
                                  record_row_leaf(&salt, BYTES("b", 1)),
                                  record_ballot_leaf(&salt, BYTES("a", 1)),
                                  record_ballot_leaf(&other, BYTES("a", 1)),
                                  record_ballot_leaf(&salt, BYTES("b", 1))};
    for (size_t i = 0; i < LENGTH(list); i++)
        for (size_t k = 0; k < i; k++)
            assert_false(digest_equal(&list[i], &list[k]));
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
        ARENA_TEST(unknown_layouts_are_refused),
        ARENA_TEST(impossible_headers_are_refused),
        ARENA_TEST(bad_codes_are_refused),
        ARENA_TEST(amounts_and_dates_out_of_range_are_refused),
        ARENA_TEST(first_and_last_dates_are_accepted),
        ARENA_TEST(long_lists_are_refused),
        ARENA_TEST(lists_out_of_order_are_refused),
        ARENA_TEST(clauses_ascend_by_their_bytes),
        ARENA_TEST(references_point_backwards),
        ARENA_TEST(texts_keep_their_rules),
        cmocka_unit_test(event_ids_are_uuids_of_version_eight),
        cmocka_unit_test(commitments_depend_on_everything),
    };
    return cmocka_run_group_tests(tests, sample_start, NULL);
}
