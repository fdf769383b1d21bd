/* Imports, documents and matters, judged from the records alone. */
#include "audit/replay/matter.c"

#include "replay.h"

static uint64_t receive(struct replay *r, uint32_t rows)
{
    const struct record_document_archived document = {
        .document = {{5}}, .type = 1, .length = 10, .title = {{6}}, .content = {{7}}, .keep_until = 30000};
    struct record_import_received received = {.import = {{8}}, .source = 1, .rows = rows};
    received.document_seq = builder_add(r->b, RECORD_document_archived, &document);
    return builder_add(r->b, RECORD_import_received, &received);
}

static void import_line(struct replay *r, uint64_t received)
{
    struct builder_entry *e = builder_income(r->b, 100);
    e->refs[0] = (struct record_ref){REF_IMPORTED_BY, received, FEN(0)};
    e->body.refs_count = 1;
    builder_post(r->b, e);
}

static void imports_add_up(void **state)
{
    struct replay *r = *state;
    const uint64_t received = receive(r, 3);
    import_line(r, received);
    import_line(r, received);
    const struct record_import_posted posted = {.received_seq = received, .posted = 2, .duplicate = 1};
    builder_add(r->b, RECORD_import_posted, &posted);
    expect_none(r);
    assert_int_equal(FACTS(r->books, import_batch)[0].posted.value, 2);
    builder_add(r->b, RECORD_import_posted, &posted);
    expect(r, FOUND_opened_twice);
}

static void imports_that_do_not_add_up_are_named(void **state)
{
    struct replay *r = *state;
    const uint64_t received = receive(r, 3);
    import_line(r, received);
    const struct record_import_posted posted = {.received_seq = received, .posted = 1, .duplicate = 1};
    builder_add(r->b, RECORD_import_posted, &posted);
    expect(r, FOUND_import_counts);
}

static void imports_count_their_entries(void **state)
{
    struct replay *r = *state;
    const uint64_t received = receive(r, 3);
    import_line(r, received);
    const struct record_import_posted posted = {.received_seq = received, .posted = 2, .duplicate = 1};
    builder_add(r->b, RECORD_import_posted, &posted);
    expect(r, FOUND_import_counts);
}

static void an_import_needs_its_document(void **state)
{
    struct replay *r = *state;
    const struct record_import_received received = {.import = {{8}}, .source = 1, .document_seq = 2, .rows = 1};
    builder_add(r->b, RECORD_import_received, &received);
    expect(r, FOUND_target_unknown);
}

static void open_document(struct replay *r)
{
    const struct record_document_archived document = {.document = {{5}},
                                                      .type = DOCUMENT_INVOICE,
                                                      .length = 10,
                                                      .title = {{6}},
                                                      .content = {{7}},
                                                      .keep_until = 30000};
    const struct record_matter_opened opened = {
        .noun = NOUN_DOCUMENT, .id = {{5}}, .from = 20000, .has_amount = true, .amount = FEN(100), .details = {{9}}};
    builder_add(r->b, RECORD_document_archived, &document);
    builder_add(r->b, RECORD_matter_opened, &opened);
}

static const struct record_matter_moved published = {.noun = NOUN_DOCUMENT,
                                                     .id = {{5}},
                                                     .old_state = VISIBILITY_WITHHELD,
                                                     .new_state = VISIBILITY_PUBLIC,
                                                     .details = {{10}}};

static void a_matter_moves(void **state)
{
    struct replay *r = *state;
    open_document(r);
    expect_none(r);
    assert_int_equal(FACTS(r->books, matter)[0].state.value, VISIBILITY_WITHHELD);
    struct record_matter_moved moved = published;
    moved.has_amount = true;
    moved.amount = FEN(90);
    builder_add(r->b, RECORD_matter_moved, &moved);
    expect_none(r);
    assert_int_equal(r->books->facts[ROW_matter].count, 1);
    assert_int_equal(FACTS(r->books, matter)[0].state.value, VISIBILITY_PUBLIC);
    assert_int_equal(FACTS(r->books, matter)[0].amount_fen.value, 90);
    assert_int_equal(FACTS(r->books, matter)[0].opened_seq.value, r->b->count - 2);
    assert_int_equal(FACTS(r->books, matter)[0].seq.value, r->b->count - 1);
}

static void a_matter_moves_from_the_state_it_is_in(void **state)
{
    struct replay *r = *state;
    open_document(r);
    builder_add(r->b, RECORD_matter_moved, &published);
    builder_add(r->b, RECORD_matter_moved, &published);
    expect(r, FOUND_state_wrong);
}

/* A budget on its way through all its states. */
static void move_budget(struct replay *r, uint16_t from, uint16_t to)
{
    const struct record_matter_moved moved = {
        .noun = NOUN_BUDGET, .id = {{5}}, .old_state = from, .new_state = to, .details = {{10}}};
    builder_add(r->b, RECORD_matter_moved, &moved);
}

/* Every pair of states of a noun with a table: an objection unless the table has a row. */
static void a_matter_moves_along_its_table(void **state)
{
    static const bool legal[5][6] = {
        {false}, {[2] = true}, {[3] = true, [4] = true}, {[3] = true, [4] = true}, {false}};
    static const struct record_matter_opened opened = {
        .noun = NOUN_BUDGET, .id = {{5}}, .from = 20000, .details = {{9}}};
    (void)state;
    for (uint16_t pair = 5; pair < 25; pair++) {
        const uint16_t from = pair / 5, to = pair % 5 + 1; /* 1 … 4 to 1 … 5 */
        void *fresh;
        assert_int_equal(setup(&fresh), 0);
        struct replay *r = fresh;
        builder_add(r->b, RECORD_matter_opened, &opened);
        for (uint16_t on = 1; on < from; on++)
            move_budget(r, on, on + 1);
        move_budget(r, from, to);
        if (legal[from][to])
            expect_none(r);
        else
            expect(r, FOUND_move_unlisted);
        assert_int_equal(teardown(&fresh), 0);
    }
}

static void a_matter_is_opened_before_it_moves(void **state)
{
    struct replay *r = *state;
    builder_add(r->b, RECORD_matter_moved, &published);
    expect(r, FOUND_target_unknown);
}

static void a_matter_is_opened_once(void **state)
{
    struct replay *r = *state;
    const struct record_matter_opened again = {.noun = NOUN_DOCUMENT, .id = {{5}}, .from = 20000, .details = {{9}}};
    open_document(r);
    builder_add(r->b, RECORD_matter_opened, &again);
    expect(r, FOUND_opened_twice);
}

static void the_matter_of_a_document_needs_the_document(void **state)
{
    struct replay *r = *state;
    const struct record_matter_opened opened = {.noun = NOUN_DOCUMENT, .id = {{6}}, .from = 20000, .details = {{9}}};
    builder_add(r->b, RECORD_matter_opened, &opened);
    expect(r, FOUND_target_unknown);
}

/* An entry that books a record of a matter names matter_opened or matter_moved, nothing else. */
static void an_entry_books_a_record_of_a_matter(void **state)
{
    struct replay *r = *state;
    static const struct record_matter_opened opened = {
        .noun = NOUN_PLACEMENT, .id = {{7}}, .from = 20000, .details = {{9}}};
    static const struct record_matter_moved moved = {
        .noun = NOUN_PLACEMENT, .id = {{7}}, .old_state = 1, .new_state = 2, .details = {{8}}};
    uint64_t target = r->b->count;
    builder_add(r->b, RECORD_matter_opened, &opened);
    for (int i = 0; i < 3; i++) {
        struct builder_entry *e = builder_income(r->b, 60 + i);
        e->refs[0] = (struct record_ref){REF_APPLIED_BY, target, FEN(0)};
        e->body.refs_count = 1;
        const uint64_t entry = builder_post(r->b, e);
        if (i < 2)
            expect_none(r);
        target = i == 0 ? r->b->count : entry;
        if (i == 0)
            builder_add(r->b, RECORD_matter_moved, &moved);
    }
    expect(r, FOUND_target_unknown);
}

static uint64_t book_on(struct replay *r, uint64_t document, int64_t fen)
{
    struct builder_entry *e = builder_income(r->b, fen);
    e->refs[0] = (struct record_ref){REF_DOCUMENT, document, FEN(fen)};
    e->body.refs_count = 1;
    return builder_post(r->b, e);
}

static void a_document_is_booked_up_to_its_amount(void **state)
{
    struct replay *r = *state;
    open_document(r); /* of 1.00 */
    const uint64_t document = r->b->count - 2;
    const uint64_t original = book_on(r, document, 60);
    book_on(r, document, 40);
    builder_post(r->b, builder_red(r->b, original, 60));
    book_on(r, document, 60);
    expect_none(r);
    book_on(r, document, 1);
    expect(r, FOUND_document_exhausted);
}

static void a_document_without_amount_serves_one_entry(void **state)
{
    struct replay *r = *state;
    const struct record_document_archived documents[] = {{.document = {{5}},
                                                          .type = DOCUMENT_CONTRACT,
                                                          .length = 10,
                                                          .title = {{6}},
                                                          .content = {{7}},
                                                          .keep_until = 30000},
                                                         {.document = {{6}},
                                                          .type = DOCUMENT_RECEIPT,
                                                          .length = 10,
                                                          .title = {{8}},
                                                          .content = {{9}},
                                                          .keep_until = 30000}};
    const uint64_t contract = builder_add(r->b, RECORD_document_archived, &documents[0]);
    const uint64_t receipt = builder_add(r->b, RECORD_document_archived, &documents[1]);
    book_on(r, contract, 60);
    book_on(r, contract, 60);
    book_on(r, receipt, 60);
    expect_none(r);
    book_on(r, receipt, 60);
    expect(r, FOUND_document_exhausted);
}

int main(void)
{
#define REPLAY_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        REPLAY_TEST(imports_add_up),
        REPLAY_TEST(imports_that_do_not_add_up_are_named),
        REPLAY_TEST(imports_count_their_entries),
        REPLAY_TEST(an_import_needs_its_document),
        REPLAY_TEST(a_matter_moves),
        REPLAY_TEST(a_matter_moves_from_the_state_it_is_in),
        cmocka_unit_test(a_matter_moves_along_its_table),
        REPLAY_TEST(a_matter_is_opened_before_it_moves),
        REPLAY_TEST(a_matter_is_opened_once),
        REPLAY_TEST(the_matter_of_a_document_needs_the_document),
        REPLAY_TEST(an_entry_books_a_record_of_a_matter),
        REPLAY_TEST(a_document_is_booked_up_to_its_amount),
        REPLAY_TEST(a_document_without_amount_serves_one_entry),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
