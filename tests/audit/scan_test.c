#include "audit/log/chain.c"
#include "audit/replay/scan.c"

#include "builder.h"

/* A stored journal that a test damages: rows with columns beside the bytes, and a head. */
struct stored {
    struct builder *b;
    struct chain_row rows[64];
    struct digest leaves[64];
    uint8_t bytes[64][4096];
    size_t count;
    struct scan_head head;
    struct digest head_leaf;
    uint8_t frontier[TREE_LEVELS * 32];
    struct bytes frontier_bytes;
    struct report report;
    struct scan scan;
};

static void store(struct stored *s, uint64_t seq)
{
    struct chain_row *row = &s->rows[seq];
    struct record_header header;
    memcpy(s->bytes[seq], s->b->record[seq].data, s->b->record[seq].size);
    s->leaves[seq] = s->b->leaf[seq];
    assert_false(FAILED(record_decode_header(s->b->record[seq], &header)));
    *row = (struct chain_row){.seq = seq,
                              .record = BYTES(s->bytes[seq], s->b->record[seq].size),
                              .leaf = &s->leaves[seq],
                              .has_columns = true,
                              .kind = header.kind,
                              .recorded_at = header.recorded_at,
                              .event_id = header.event_id};
}

static int setup(void **state)
{
    struct stored *s = calloc(1, sizeof *s);
    assert_non_null(s);
    s->b = builder_new();
    builder_open(s->b);
    for (int i = 0; i < 20; i++)
        builder_post(s->b, builder_income(s->b, 1000 + i));
    s->count = s->b->count;
    for (uint64_t seq = 0; seq < s->count; seq++)
        store(s, seq);
    tree_root(&s->b->tree, &s->head.root);
    s->head_leaf = s->leaves[s->count - 1];
    s->frontier_bytes = BYTES(s->frontier, tree_store(&s->b->tree, s->frontier));
    s->head.size = s->count;
    s->head.leaf = &s->head_leaf;
    s->head.frontier = &s->frontier_bytes;
    s->head.has_recorded_at = true;
    s->head.recorded_at = s->rows[s->count - 1].recorded_at;
    s->head.state = 1;
    *state = s;
    return 0;
}

static int teardown(void **state)
{
    struct stored *s = *state;
    builder_free(s->b);
    free(s);
    return 0;
}

static void drop(struct stored *s, size_t at)
{
    memmove(&s->rows[at], &s->rows[at + 1], (s->count - at - 1) * sizeof s->rows[0]);
    s->count--;
}

/* Writes a number big-endian into a record and takes the new leaf over. */
static void poke(struct stored *s, size_t at, size_t offset, uint8_t value, bool with_leaf)
{
    s->bytes[at][offset] ^= value;
    if (with_leaf)
        record_leaf(s->rows[at].record, &s->leaves[at]);
}

static void run(struct stored *s, bool with_head)
{
    const struct scan_in in = {.community = BUILDER_COMMUNITY, .head_table = "head"};
    report_init(&s->report, s->b->arena);
    assert_false(FAILED(scan_init(&s->scan, s->b->arena, &s->report, &in, with_head ? s->head.size : 0)));
    for (size_t i = 0; i < s->count; i++)
        assert_false(FAILED(scan_row(&s->scan, &s->rows[i])));
    assert_false(FAILED(scan_end(&s->scan, with_head ? &s->head : NULL)));
}

static void expect(struct stored *s, enum finding_reason reason, uint64_t seq)
{
    if (s->report.findings.count != 1)
        for (size_t i = 0; i < s->report.findings.count; i++)
            print_message("%s %llu %s\n", finding_name(&s->report.findings.items[i]),
                          (unsigned long long)s->report.findings.items[i].seq, s->report.findings.items[i].column);
    assert_int_equal(s->report.findings.count, 1);
    assert_string_equal(finding_name(&s->report.findings.items[0]), finding_name(&(struct finding){.reason = reason}));
    assert_int_equal(s->report.findings.items[0].seq, seq);
}

static void a_sound_journal_has_no_finding(void **state)
{
    struct stored *s = *state;
    run(s, true);
    assert_int_equal(s->report.findings.count, 0);
    assert_int_equal(report_status(&s->report), 0);
}

static void changed_bytes_are_named_at_every_place(void **state)
{
    struct stored *s = *state;
    for (size_t at = 0; at < s->count; at++) {
        poke(s, at, s->rows[at].record.size - 1, 1, false);
        run(s, true);
        expect(s, FOUND_record_altered, at);
        assert_false(scan_trusts(&s->scan, at));
        poke(s, at, s->rows[at].record.size - 1, 1, false);
    }
}

static void every_byte_of_a_record_counts(void **state)
{
    struct stored *s = *state;
    for (size_t at = 12; at < s->count; at += 12) {
        for (size_t i = 0; i < s->rows[at].record.size; i++) {
            poke(s, at, i, 0x40, false);
            run(s, true);
            expect(s, FOUND_record_altered, at);
            poke(s, at, i, 0x40, false);
        }
    }
}

static void a_changed_leaf_column_does_not_accuse_the_record(void **state)
{
    struct stored *s = *state;
    for (size_t at = 0; at < s->count; at++) {
        s->leaves[at].b[7] ^= 1;
        run(s, true);
        expect(s, FOUND_leaf_differs, at);
        assert_true(scan_trusts(&s->scan, at));
        s->leaves[at].b[7] ^= 1;
    }
}

static void a_record_rewritten_with_its_leaf_is_named(void **state)
{
    struct stored *s = *state;
    for (size_t at = 0; at < s->count; at++) {
        poke(s, at, s->rows[at].record.size - 1, 1, true);
        run(s, true);
        expect(s, FOUND_record_rewritten, at);
        poke(s, at, s->rows[at].record.size - 1, 1, true);
    }
}

static void a_changed_prev_with_its_leaf_is_named_there(void **state)
{
    struct stored *s = *state;
    for (size_t at = 1; at < s->count; at++) {
        poke(s, at, RECORD_PREV_AT + 3, 1, true);
        run(s, true);
        expect(s, FOUND_record_rewritten, at);
        poke(s, at, RECORD_PREV_AT + 3, 1, true);
    }
}

static void columns_beside_the_bytes_are_compared(void **state)
{
    struct stored *s = *state;
    s->rows[9].kind = 0x0102;
    run(s, true);
    expect(s, FOUND_column_differs, 9);
    assert_string_equal(s->report.findings.items[0].column, "kind");
    s->rows[9].kind = s->rows[10].kind;
    s->rows[10].recorded_at++;
    run(s, true);
    expect(s, FOUND_column_differs, 10);
    s->rows[10].recorded_at--;
    s->rows[11].event_id.b[0] ^= 1;
    run(s, true);
    expect(s, FOUND_column_differs, 11);
}

static void a_lost_record_is_named_and_the_root_still_holds(void **state)
{
    struct stored *s = *state;
    drop(s, 14);
    run(s, true);
    expect(s, FOUND_record_missing, 14);
    assert_int_equal(s->report.findings.items[0].consequences, 0);
}

static void several_lost_records_are_one_finding(void **state)
{
    struct stored *s = *state;
    drop(s, 14);
    drop(s, 14);
    drop(s, 14);
    run(s, true);
    expect(s, FOUND_record_missing, 14);
    assert_int_equal(s->report.findings.items[0].last, 16);
}

static void a_lost_record_behind_renumbered_rows_is_named(void **state)
{
    struct stored *s = *state;
    drop(s, 14);
    for (size_t i = 14; i < s->count; i++)
        s->rows[i].seq--;
    run(s, true);
    expect(s, FOUND_record_missing, 14);
}

static void an_inserted_record_is_named(void **state)
{
    struct stored *s = *state;
    memmove(&s->rows[13], &s->rows[12], (s->count - 12) * sizeof s->rows[0]);
    s->count++;
    for (size_t i = 13; i < s->count; i++)
        s->rows[i].seq++;
    memcpy(s->bytes[60], s->rows[12].record.data, s->rows[12].record.size);
    s->bytes[60][90] ^= 5;
    s->rows[12].record = BYTES(s->bytes[60], s->rows[12].record.size);
    record_leaf(s->rows[12].record, &s->leaves[60]);
    s->rows[12].leaf = &s->leaves[60];
    run(s, true);
    expect(s, FOUND_record_inserted, 12);
    assert_true(scan_is_stray(&s->scan, 12));
    assert_true(scan_trusts(&s->scan, 12));
}

static void a_moved_record_is_one_finding(void **state)
{
    struct stored *s = *state;
    s->rows[15].seq = 9999;
    const struct chain_row moved = s->rows[15];
    drop(s, 15);
    s->rows[s->count++] = moved;
    run(s, true);
    expect(s, FOUND_record_moved, 15);
}

static void swapped_records_are_one_finding(void **state)
{
    struct stored *s = *state;
    const struct chain_row a = s->rows[15], b = s->rows[16];
    s->rows[15] = b;
    s->rows[16] = a;
    s->rows[15].seq = 15;
    s->rows[16].seq = 16;
    run(s, true);
    expect(s, FOUND_record_moved, 15);
}

static void a_lost_tail_is_told_by_the_head(void **state)
{
    struct stored *s = *state;
    s->count -= 3;
    run(s, true);
    expect(s, FOUND_record_missing, s->count);
    assert_int_equal(s->report.findings.items[0].last, s->count + 2);
}

static void a_record_behind_the_head_is_named(void **state)
{
    struct stored *s = *state;
    builder_post(s->b, builder_income(s->b, 77));
    store(s, s->count++);
    run(s, true);
    expect(s, FOUND_record_beyond, s->count - 1);
}

static void every_column_of_the_head_counts(void **state)
{
    struct stored *s = *state;
    const struct scan_head good = s->head;
    s->head.size--;
    run(s, true);
    expect(s, FOUND_head_differs, 0);
    s->head.size += 2;
    run(s, true);
    expect(s, FOUND_head_differs, 0);
    s->head = good;
    s->head.root.b[0] ^= 1;
    run(s, true);
    expect(s, FOUND_head_differs, 0);
    s->head = good;
    s->head_leaf.b[0] ^= 1;
    run(s, true);
    expect(s, FOUND_head_differs, 0);
    assert_string_equal(s->report.findings.items[0].column, "leaf");
    s->head_leaf.b[0] ^= 1;
    s->frontier[9] ^= 1;
    run(s, true);
    expect(s, FOUND_head_differs, 0);
    s->frontier[9] ^= 1;
    s->head.recorded_at++;
    run(s, true);
    expect(s, FOUND_head_differs, 0);
    s->head = good;
    s->head.state = 2;
    run(s, true);
    expect(s, FOUND_head_held, 0);
    run(s, false);
    expect(s, FOUND_head_missing, 0);
}

/* Builds the journal anew with one header field of one record spoiled before it is hashed: only the header rules can
 * object. */
static void spoiled(struct stored *s, uint64_t at, void (*spoil)(struct record_header *header),
                    enum finding_reason reason)
{
    static const uint64_t records = 24;
    struct builder *b = builder_new();
    struct builder *kept = s->b;
    builder_open(b);
    while (b->count < records) {
        const struct record_header before = b->next;
        if (b->count == at)
            spoil(&b->next);
        const struct builder_entry *e = builder_income(b, 500);
        struct bytes record;
        b->next.kind = RECORD_entry;
        if (b->count == at) {
            struct record_header header = b->next;
            header.seq = b->count;
            header.prev = b->leaf[b->count - 1];
            header.batch = header.batch == 0 || header.batch == before.batch ? b->count : header.batch;
            header.event_id.b[0] = 9;
            assert_false(FAILED(record_encode(b->arena, &header, &e->body, &record)));
            b->record[b->count] = record;
            record_leaf(record, &b->leaf[b->count]);
            tree_append(&b->tree, &b->leaf[b->count++]);
            b->next = before;
        } else {
            builder_add(b, RECORD_entry, &e->body);
        }
    }
    s->b = b;
    s->count = b->count;
    for (uint64_t seq = 0; seq < s->count; seq++)
        store(s, seq);
    run(s, false);
    for (size_t i = 0; i < s->report.findings.count; i++)
        if (s->report.findings.items[i].reason != FOUND_head_missing) {
            assert_int_equal(s->report.findings.items[i].reason, reason);
            assert_int_equal(s->report.findings.items[i].seq, at);
        }
    assert_int_equal(s->report.findings.count, 2); /* and the head that is not there */
    s->b = kept;
    builder_free(b);
}

static void earlier(struct record_header *header)
{
    header->recorded_at -= 5000000;
}

static void other_batch(struct record_header *header)
{
    header->batch = 3;
}

static void other_community(struct record_header *header)
{
    header->community++;
}

static void headers_are_judged(void **state)
{
    spoiled(*state, 15, earlier, FOUND_time_differs);
    spoiled(*state, 15, other_batch, FOUND_batch_differs);
    spoiled(*state, 15, other_community, FOUND_community_differs);
}

int main(void)
{
#define SCAN_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        SCAN_TEST(a_sound_journal_has_no_finding),
        SCAN_TEST(changed_bytes_are_named_at_every_place),
        SCAN_TEST(every_byte_of_a_record_counts),
        SCAN_TEST(a_changed_leaf_column_does_not_accuse_the_record),
        SCAN_TEST(a_record_rewritten_with_its_leaf_is_named),
        SCAN_TEST(a_changed_prev_with_its_leaf_is_named_there),
        SCAN_TEST(columns_beside_the_bytes_are_compared),
        SCAN_TEST(a_lost_record_is_named_and_the_root_still_holds),
        SCAN_TEST(several_lost_records_are_one_finding),
        SCAN_TEST(a_lost_record_behind_renumbered_rows_is_named),
        SCAN_TEST(an_inserted_record_is_named),
        SCAN_TEST(a_moved_record_is_one_finding),
        SCAN_TEST(swapped_records_are_one_finding),
        SCAN_TEST(a_lost_tail_is_told_by_the_head),
        SCAN_TEST(a_record_behind_the_head_is_named),
        SCAN_TEST(every_column_of_the_head_counts),
        SCAN_TEST(headers_are_judged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
