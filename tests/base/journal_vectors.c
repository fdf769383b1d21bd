/* Prints docs/journal-vectors.json: accepted records of every kind with view, bytes and leaf, a chain, derived values,
 * trees, and one refused example for every rule of docs/journal.md §2. The random bytes in it are seeded, so every run
 * prints the same. */
#include "base/record.c"

#include "audit/log/tree.h"
#include "base/json_write.h"
#include "tests/base/record_sample.h"

enum { SAMPLES = 4 };

struct vectors {
    struct arena *arena;
    struct buffer out;
    struct sample sample;
};

/* ---- layout of the file ---- */

static void open_section(struct vectors *v, const char *name)
{
    buffer_text(&v->out, v->out.size > 1 ? ",\n" : "\n");
    json_open_array(&v->out, name);
}

static void open_vector(struct vectors *v)
{
    buffer_text(&v->out, v->out.data[v->out.size - 1] == '[' ? "\n" : ",\n");
    json_open_object(&v->out, NULL);
}

static void put_digest(struct vectors *v, const char *key, const struct digest *digest)
{
    json_put_hex(&v->out, key, BYTES(digest->b, sizeof digest->b));
}

static void put_view(struct vectors *v, const struct record_header *header, const void *body)
{
    buffer_text(&v->out, ",\"view\":");
    record_json(&v->out, header, body);
}

/* ---- accepted records ---- */

static void put_record(struct vectors *v, const char *name, const struct record_header *header, const void *body)
{
    struct bytes record;
    struct digest leaf;
    MUST(record_encode(v->arena, header, body, &record));
    record_leaf(record, &leaf);
    open_vector(v);
    json_put_string(&v->out, "name", name);
    put_view(v, header, body);
    json_put_hex(&v->out, "hex", record);
    put_digest(v, "leaf", &leaf);
    json_close_object(&v->out);
}

/* The entry of §17 with a little of everything: it is also what most refused examples are made from. */
struct example {
    struct record_header header;
    struct record_entry entry;
    struct record_number numbers[2];
    struct record_clause clauses[2];
    struct record_hand hands[7];
    struct record_ref refs[2];
    struct record_dimension dimensions[2];
    struct record_line lines[2];
};

static void example_fill(struct example *e)
{
    *e = (struct example){.header = {.kind = RECORD_entry,
                                     .kind_version = 1,
                                     .community = UINT64_C(330681000217),
                                     .seq = 412,
                                     .prev = {{0xAB}},
                                     .batch = 412,
                                     .recorded_at = INT64_C(0x000632628635d840),
                                     .blind = {{0xCD}},
                                     .actor_kind = 1,
                                     .actor = {{0xEF}},
                                     .actor_role = 3},
                          .numbers = {{2, 1, 2025, 4, 17}, {3, 1, 2025, 4, 5}},
                          .clauses = {{BYTES("CN-MF-10", 8)}, {BYTES("CN-SW-21-3", 10)}},
                          .hands = {{1, {{1}}}, {2, {{2}}}},
                          .refs = {{6, 411, {0}}, {8, 410, {0}}},
                          .dimensions = {{1, 5}, {2, 3}},
                          .lines = {{.fund = 2, .account_no = 1002, .side = 1, .amount = {300000}},
                                    {.fund = 2, .account_no = 4001, .side = 2, .amount = {300000}}}};
    e->header.event_id = record_event_id(e->header.community, BYTES("icbc:20250410:000017", 20), 0);
    e->lines[0].dimensions = e->dimensions;
    e->lines[0].dimensions_count = 2;
    e->entry = (struct record_entry){.entry_type = 1,
                                     .numbers_count = 1,
                                     .numbers = e->numbers,
                                     .booking_date = 20188,
                                     .source = 2,
                                     .judged = {.outcome = 2, .clauses_count = 2, .clauses = e->clauses},
                                     .hands_count = 2,
                                     .hands = e->hands,
                                     .refs_count = 2,
                                     .refs = e->refs,
                                     .lines_count = 2,
                                     .lines = e->lines};
}

/* Exactly the entry that §17 counts: 369 bytes. */
static void put_golden(struct vectors *v)
{
    struct example e;
    example_fill(&e);
    e.entry.judged.clauses_count = 0;
    e.entry.judged.outcome = 1;
    e.entry.refs_count = 1;
    e.lines[0].dimensions_count = 0;
    put_record(v, "the entry of section 17, 369 bytes", &e.header, &e.entry);
    e.lines[0].amount = money_neg(e.lines[0].amount);
    e.lines[1].amount = money_neg(e.lines[1].amount);
    e.entry.entry_type = 2;
    e.refs[0] = (struct record_ref){1, 411, FEN(300000)};
    put_record(v, "the same reversed in red", &e.header, &e.entry);
}

static void put_records(struct vectors *v)
{
    open_section(v, "records");
    put_golden(v);
    for (size_t i = 0; record_layout_at(i); i++) {
        const struct record_layout *layout = record_layout_at(i);
        for (uint32_t k = 0; k < SAMPLES; k++) {
            const char *name;
            v->sample.full = k % 2 == 0;
            v->sample.most = k / 2 * 2 + 1;
            v->sample.seq = k == 1 ? 0 : sample_between(&v->sample, 1, k == 3 ? UINT64_MAX : 100000);
            const struct record_header header = sample_header(&v->sample, layout);
            MUST(arena_print(v->arena, &name, "%s, random %u", layout->body()->name, k + 1));
            put_record(v, name, &header, sample_body(&v->sample, layout));
        }
    }
    json_close_array(&v->out);
}

/* One community's journal, a record of every kind, each holding the leaf of the one before. */
static void put_chain(struct vectors *v)
{
    struct tree_frontier frontier;
    struct digest leaf = {{0}}, root;
    tree_init(&frontier);
    open_section(v, "chain");
    for (uint64_t seq = 0; record_layout_at(seq); seq++) {
        const struct record_layout *layout = record_layout_at(seq);
        struct bytes record;
        v->sample.seq = seq;
        struct record_header header = sample_header(&v->sample, layout);
        header.community = UINT64_C(330681000217);
        header.prev = leaf;
        header.batch = seq - seq % 2;
        header.recorded_at = INT64_C(1744248600123456) + (inst)header.batch * 1000000;
        MUST(record_encode(v->arena, &header, sample_body(&v->sample, layout), &record));
        record_leaf(record, &leaf);
        tree_append(&frontier, &leaf);
        tree_root(&frontier, &root);
        open_vector(v);
        json_put_hex(&v->out, "hex", record);
        put_digest(v, "leaf", &leaf);
        put_digest(v, "root", &root);
        json_close_object(&v->out);
    }
    json_close_array(&v->out);
}

/* ---- derived values ---- */

static void put_commitments(struct vectors *v)
{
    static const char *const values[] = {
        "四月份地面车位月租", "张三",         "6222020000000000001", "x", "绍兴市柯桥区明月湾1幢101室", "{}",
        "重复付款",           "物业服务合同", "33050165583500001234"};
    open_section(v, "commitments");
    for (uint16_t i = 0; i < LENGTH(values); i++) {
        struct digest salt, commitment;
        random_bytes(&v->sample.random, salt.b, sizeof salt.b);
        commitment = record_commitment(UINT64_C(330681000217), i + 1, &salt, BYTES(values[i], strlen(values[i])));
        open_vector(v);
        json_put_string(&v->out, "community", "330681000217");
        json_put_unsigned(&v->out, "class", i + 1U);
        put_digest(v, "salt", &salt);
        json_put_string(&v->out, "value", values[i]);
        put_digest(v, "commitment", &commitment);
        json_close_object(&v->out);
    }
    json_close_array(&v->out);
}

static void put_event_ids(struct vectors *v)
{
    static const char *const keys[] = {"icbc:20250410:000017", "a.b_c:d-e", "00000000"};
    open_section(v, "event_ids");
    for (uint32_t i = 0; i < LENGTH(keys) * 2; i++) {
        const char *key = keys[i / 2];
        const struct uuid id = record_event_id(UINT64_C(330681000217), BYTES(key, strlen(key)), i % 2 * 999);
        open_vector(v);
        json_put_string(&v->out, "community", "330681000217");
        json_put_string(&v->out, "key", key);
        json_put_unsigned(&v->out, "index", i % 2 * 999);
        json_put_hex(&v->out, "event_id", BYTES(id.b, sizeof id.b));
        json_close_object(&v->out);
    }
    json_close_array(&v->out);
}

static void put_row_leaves(struct vectors *v)
{
    static const char *const rows[] = {"20250410,3000.00,,\"车位\"", "", "\xB5\xD8\xC3\xE6"};
    open_section(v, "row_leaves");
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct digest salt;
        random_bytes(&v->sample.random, salt.b, sizeof salt.b);
        const struct bytes row = BYTES(rows[i], strlen(rows[i]));
        const struct digest leaf = record_row_leaf(&salt, row);
        open_vector(v);
        put_digest(v, "salt", &salt);
        json_put_hex(&v->out, "row", row);
        put_digest(v, "leaf", &leaf);
        json_close_object(&v->out);
    }
    json_close_array(&v->out);
}

static void put_ballot_leaves(struct vectors *v)
{
    static const struct {
        uint8_t choice;
        uint32_t units;
        uint64_t area_cm2;
    } ballots[] = {{1, 1, 895000}, {4, 3, UINT64_C(12345678901)}, {2, 0, 0}};
    open_section(v, "ballot_leaves");
    for (size_t i = 0; i < LENGTH(ballots); i++) {
        const struct digest salt = {{0xA1, (uint8_t)i}};
        const struct uuid voter = {{0xB2, (uint8_t)i}};
        struct buffer out;
        struct bytes value;
        buffer_init(&out, v->arena, 64);
        buffer_put(&out, voter.b, sizeof voter.b);
        canon_u8(&out, ballots[i].choice);
        canon_u32(&out, ballots[i].units);
        canon_u64(&out, ballots[i].area_cm2);
        MUST(buffer_done(&out, &value));
        const struct digest leaf = record_ballot_leaf(&salt, value);
        open_vector(v);
        put_digest(v, "salt", &salt);
        json_put_hex(&v->out, "voter", BYTES(voter.b, sizeof voter.b));
        json_put_unsigned(&v->out, "choice", ballots[i].choice);
        json_put_unsigned(&v->out, "units", ballots[i].units);
        json_put_unsigned(&v->out, "area_cm2", ballots[i].area_cm2);
        put_digest(v, "leaf", &leaf);
        json_close_object(&v->out);
    }
    json_close_array(&v->out);
}

static void put_trees(struct vectors *v)
{
    open_section(v, "trees");
    for (uint64_t size = 0; size <= 9; size++) {
        struct tree_frontier frontier;
        struct digest root;
        tree_init(&frontier);
        open_vector(v);
        json_open_array(&v->out, "leaves");
        for (uint8_t i = 0; i < size; i++) {
            struct digest leaf;
            record_leaf(BYTES(&i, 1), &leaf);
            tree_append(&frontier, &leaf);
            put_digest(v, NULL, &leaf);
        }
        tree_root(&frontier, &root);
        json_close_array(&v->out);
        put_digest(v, "root", &root);
        json_close_object(&v->out);
    }
    json_close_array(&v->out);
}

/* ---- refused records ---- */

static void raw_shape(struct buffer *out, const struct record_shape *shape, const uint8_t *from);

/* The bytes of a field whatever its value: what a wrong program would write. */
static void raw_field(struct buffer *out, const struct record_field *field, const uint8_t *owner)
{
    if (field->type != RECORD_LIST) {
        if (field->type == RECORD_SHAPE)
            raw_shape(out, field->shape(), owner + field->offset);
        else
            IGNORE(encode_scalar(out, field, owner + field->offset)); /* refusals are what these examples are about */
        return;
    }
    const uint32_t count = *(const uint32_t *)(const void *)(owner + field->flag_offset);
    const uint8_t *items = *(const uint8_t *const *)(const void *)(owner + field->offset);
    canon_u32(out, count);
    for (uint32_t i = 0; i < count; i++)
        raw_shape(out, field->shape(), items + i * field->shape()->size);
}

static void raw_shape(struct buffer *out, const struct record_shape *shape, const uint8_t *from)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct record_field *field = &shape->fields[i];
        if (field->optional)
            canon_u8(out, *(const bool *)(from + field->flag_offset));
        if (!field->optional || *(const bool *)(from + field->flag_offset))
            raw_field(out, field, from);
    }
}

static struct bytes raw_record(struct vectors *v, const struct record_header *header, const void *body)
{
    struct buffer all, part;
    struct bytes bytes;
    buffer_init(&all, v->arena, 1 << 20);
    buffer_init(&part, v->arena, 1 << 20);
    raw_shape(&part, known_layout(header->kind)->body(), body);
    MUST(buffer_done(&part, &bytes));
    encode_header(&all, header);
    canon_bytes(&all, bytes);
    MUST(buffer_done(&all, &bytes));
    return bytes;
}

/* An example by its bytes; the reader names only one error. */
static void refuse_bytes(struct vectors *v, const char *rule, struct bytes record)
{
    struct record_header header;
    const void *body;
    EXPECT(record_decode(v->arena, record, &header, &body), record, malformed);
    open_vector(v);
    json_put_string(&v->out, "rule", rule);
    json_put_hex(&v->out, "hex", record);
    json_put_string(&v->out, "error", error_info(ERROR_record_malformed)->name);
    json_close_object(&v->out);
}

/* An example by its view, with the error of the writer, and by its bytes, with the error of the reader. */
static void refuse(struct vectors *v, const char *rule, const struct record_header *header, const void *body)
{
    struct bytes record;
    const result written = record_encode(v->arena, header, body, &record);
    assert_true(FAILED(written));
    open_vector(v);
    json_put_string(&v->out, "rule", rule);
    put_view(v, header, body);
    json_put_string(&v->out, "error", error_info(written.code)->name);
    json_close_object(&v->out);
    refuse_bytes(v, rule, raw_record(v, header, body));
}

/* REFUSED(v, rule, change): the example entry after one change to `e`. */
#define REFUSED(v, rule, change)                                                                                       \
    do {                                                                                                               \
        struct example e;                                                                                              \
        example_fill(&e);                                                                                              \
        change;                                                                                                        \
        refuse(v, rule, &e.header, &e.entry);                                                                          \
    } while (0)

static void refuse_scalars(struct vectors *v)
{
    REFUSED(v, "2.1 fen: one above the largest", e.lines[1].amount = FEN(MONEY_MAX_FEN + 1));
    REFUSED(v, "2.1 fen: one below the smallest", e.lines[1].amount = FEN(-MONEY_MAX_FEN - 1));
    REFUSED(v, "2.1 day: before 1990-01-01", e.entry.booking_date = DAY_MIN - 1);
    REFUSED(v, "2.1 day: after 2199-12-31", e.entry.booking_date = DAY_MAX + 1);
    REFUSED(v, "2.1 enumeration: 0 is no code", e.entry.entry_type = 0);
    REFUSED(v, "2.1 enumeration: unknown code", e.entry.entry_type = 8);
    REFUSED(v, "2.1 list: more items than allowed",
            (e.hands[6] = e.hands[5] = e.hands[4] = e.hands[3] = e.hands[2] = e.hands[1], e.entry.hands_count = 7));
    struct record_account_opened account = {.account_no = 1,
                                            .fund = 1,
                                            .code = BYTES("1001", 4),
                                            .name = BYTES("a", 1),
                                            .class = 1,
                                            .normal_side = 1,
                                            .unit_ledger = 2};
    const struct record_header header = {
        .kind = RECORD_account_opened, .kind_version = 1, .community = 1, .actor_kind = 1};
    refuse(v, "2.1 boolean: neither 0 nor 1", &header, &account);
}

static void refuse_headers(struct vectors *v)
{
    REFUSED(v, "2.3 batch: later than the record", e.header.batch = 413);
    REFUSED(v, "2.3 actor_kind: 0", e.header.actor_kind = 0);
    REFUSED(v, "2.3 actor_kind: unknown", e.header.actor_kind = 5);
    REFUSED(v, "2.3 actor: a job has none", e.header.actor_kind = 3);
    const struct record_import_posted body = {.posted = 1};
    const struct record_header first = {
        .kind = RECORD_import_posted, .kind_version = 1, .community = 1, .prev = {{1}}, .actor_kind = 4};
    refuse(v, "2.3 prev: zero in the first record", &first, &body);
}

static void refuse_shapes(struct vectors *v)
{
    REFUSED(v, "2.5 ref: role 0", e.refs[0].role = 0);
    REFUSED(v, "2.5 ref: unknown role", e.refs[1].role = 15);
    REFUSED(v, "2.5 ref: lists ascend by role", e.refs[0].role = 9);
    REFUSED(v, "2.5 ref: lists ascend by seq within a role", e.refs[1].role = 6);
    REFUSED(v, "2.5 ref: no duplicates", e.refs[1] = ((struct record_ref){6, 411, FEN(1)}));
    REFUSED(v, "2.5 ref: seq below the own", e.refs[1].seq = 412);
    REFUSED(v, "2.5 judged: unknown outcome", e.entry.judged.outcome = 4);
    REFUSED(v, "2.5 judged: clauses ascend bytewise", e.clauses[0].id = BYTES("CN-SW-21-4", 10));
    REFUSED(v, "2.5 judged: no clause twice", e.clauses[1] = e.clauses[0]);
    REFUSED(v, "2.5 hand: function 0", e.hands[0].function = 0);
    REFUSED(v, "2.5 hand: unknown function", e.hands[1].function = 6);
    REFUSED(v, "2.5 number: unknown fund", e.numbers[0].fund = 5);
    REFUSED(v, "2.5 number: unknown word", e.numbers[0].word = 7);
    REFUSED(v, "2.5 number: month 13", e.numbers[0].month = 13);
    REFUSED(v, "2.5 number: number 0", e.numbers[0].number = 0);
    REFUSED(v, "2.5 number: ascending by fund", (e.entry.numbers_count = 2, e.numbers[0].fund = 4));
    REFUSED(v, "2.5 number: one per fund", (e.entry.numbers_count = 2, e.numbers[0].fund = 3));
    REFUSED(v, "2.5 line: fund 0", e.lines[0].fund = 0);
    REFUSED(v, "2.5 line: unknown side", e.lines[0].side = 3);
    REFUSED(v, "2.5 line: dimensions ascend", e.dimensions[0].dimension = 3);
    REFUSED(v, "2.5 line: dimension 0", e.dimensions[0].dimension = 0);
    REFUSED(v, "2.5 line: unit lines counted 0", e.lines[0].has_unit_lines = true);
}

/* The example's bytes with one byte changed, or cut or lengthened. */
static void refuse_frames(struct vectors *v)
{
    static const struct {
        const char *rule;
        size_t at;
        uint8_t value;
    } rows[] = {{"2.1 opt: neither 00 nor 01", 190, 2},

                {"2.1 list: more items than bytes", 172, 255},
                {"2.3 tag", 15, '2'},
                {"2.3 kind: unknown", 16, 0x7f},
                {"2.3 kind_version: unknown", 19, 2},
                {"2.3 body_length: too small", 170, 0},
                {"2.3 body_length: too large", 167, 1}};
    struct example e;
    example_fill(&e);
    const struct bytes record = raw_record(v, &e.header, &e.entry);
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct bytes copy;
        MUST(arena_bytes(v->arena, record, &copy));
        ((uint8_t *)(uintptr_t)copy.data)[rows[i].at] = rows[i].value;
        refuse_bytes(v, rows[i].rule, copy);
    }
    refuse_bytes(v, "2.3 body_length: a byte is missing", BYTES(record.data, record.size - 1));
    refuse_bytes(v, "2.7 trailing byte", BYTES(record.data, record.size + 1)); /* the NUL behind the end */
    refuse_bytes(v, "2.3 header: cut off", BYTES(record.data, 170));
}

static void refuse_texts(struct vectors *v)
{
    static const struct {
        const char *rule, *text;
    } rows[] = {{"2.1 text: longer than its limit", NULL},
                {"2.2 rule 1: a stray continuation byte", "a\x80"},
                {"2.2 rule 1: overlong form", "\xC0\xAF"},
                {"2.2 rule 1: surrogate", "\xED\xA0\x80"},
                {"2.2 rule 1: above U+10FFFF", "\xF4\x90\x80\x80"},
                {"2.2 rule 2: not NFC, e and U+0301", "e\xCC\x81"},
                {"2.2 rule 2: not NFC, compatibility ideograph U+F900", "\xEF\xA4\x80"},
                {"2.2 rule 2: unassigned U+0378", "a\xCD\xB8"},
                {"2.2 rule 2: U+323B0, assigned after Unicode 15.0", "\xF0\xB2\x8E\xB0"},
                {"2.2 rule 3: C0, line feed", "a\nb"},
                {"2.2 rule 3: DEL", "a\x7F"
                                    "b"},
                {"2.2 rule 3: C1, U+0085", "a\xC2\x85"
                                           "b"},
                {"2.2 rule 3: U+2028", "a\xE2\x80\xA8"
                                       "b"},
                {"2.2 rule 3: U+2029", "a\xE2\x80\xA9"
                                       "b"},
                {"2.2 rule 3: U+FEFF", "\xEF\xBB\xBF"
                                       "a"},
                {"2.2 rule 3: U+FFFD", "a\xEF\xBF\xBD"},
                {"2.2 rule 3: non-character U+FDD0", "a\xEF\xB7\x90"},
                {"2.2 rule 3: non-character U+1FFFF", "a\xF0\x9F\xBF\xBF"},
                {"2.2 rule 3: private use U+E000", "a\xEE\x80\x80"},
                {"2.2 rule 3: private use U+F0000", "a\xF3\xB0\x80\x80"},
                {"2.2 rule 3: direction, U+061C", "a\xD8\x9C"
                                                  "b"},
                {"2.2 rule 3: direction, U+200E", "a\xE2\x80\x8E"
                                                  "b"},
                {"2.2 rule 3: direction, U+202E", "a\xE2\x80\xAE"
                                                  "b"},
                {"2.2 rule 3: direction, U+2066", "a\xE2\x81\xA6"
                                                  "b"},
                {"2.2 rule 4: U+0020 in front", " a"},
                {"2.2 rule 4: U+00A0 at the end", "a\xC2\xA0"},
                {"2.2 rule 4: U+3000 at the end", "维修资金　"},
                {"2.2 rule 4: empty", ""}};
    static const char long_text[202] = {[0 ... 200] = 'a'};
    const struct record_header header = {
        .kind = RECORD_community_opened, .kind_version = 1, .community = 1, .actor_kind = 1};
    for (size_t i = 0; i < LENGTH(rows); i++) {
        const char *text = rows[i].text ? rows[i].text : long_text;
        const struct record_community_opened body = {
            .name = BYTES(text, strlen(text)), .county = 330681, .ordinal = 217};
        refuse_bytes(v, rows[i].rule, raw_record(v, &header, &body));
    }
}

/* ---- the file ---- */

static void put_refused(struct vectors *v)
{
    open_section(v, "refused");
    refuse_scalars(v);
    refuse_headers(v);
    refuse_shapes(v);
    refuse_frames(v);
    refuse_texts(v);
    json_close_array(&v->out);
}

int main(void)
{
    struct arena *arena = arena_new(64 << 20);
    struct vectors v = {.arena = arena, .sample = sample_new(arena, 77)};
    struct bytes text;
    if (FAILED(digest_start()))
        return 1;
    buffer_init(&v.out, arena, 8 << 20);
    json_open_object(&v.out, NULL);
    put_records(&v);
    put_chain(&v);
    put_commitments(&v);
    put_event_ids(&v);
    put_row_leaves(&v);
    put_ballot_leaves(&v);
    put_trees(&v);
    put_refused(&v);
    buffer_text(&v.out, "\n");
    json_close_object(&v.out);
    buffer_text(&v.out, "\n");
    MUST(buffer_done(&v.out, &text));
    const size_t written = fwrite(text.data, 1, text.size, stdout);
    arena_free(&arena);
    return written == text.size && fflush(stdout) == 0 ? 0 : 1;
}
