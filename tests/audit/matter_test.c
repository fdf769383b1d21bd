/* Documents and matters in the replay: states, and what entries book on a document. */
#include "audit/replay/matter.c"

#include "replay.h"

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
    assert_int_equal(r->books->matters.items[0].state.value, VISIBILITY_WITHHELD);
    struct record_matter_moved moved = published;
    moved.has_amount = true;
    moved.amount = FEN(90);
    builder_add(r->b, RECORD_matter_moved, &moved);
    expect_none(r);
    assert_int_equal(r->books->matters.count, 1);
    assert_int_equal(r->books->matters.items[0].state.value, VISIBILITY_PUBLIC);
    assert_int_equal(r->books->matters.items[0].amount_fen.value, 90);
    assert_int_equal(r->books->matters.items[0].opened_seq.value, r->b->count - 2);
    assert_int_equal(r->books->matters.items[0].seq.value, r->b->count - 1);
}

static void a_matter_moves_from_the_state_it_is_in(void **state)
{
    struct replay *r = *state;
    open_document(r);
    builder_add(r->b, RECORD_matter_moved, &published);
    builder_add(r->b, RECORD_matter_moved, &published);
    expect(r, FOUND_state_wrong);
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
        REPLAY_TEST(a_matter_moves),
        REPLAY_TEST(a_matter_moves_from_the_state_it_is_in),
        REPLAY_TEST(a_matter_is_opened_before_it_moves),
        REPLAY_TEST(a_matter_is_opened_once),
        REPLAY_TEST(the_matter_of_a_document_needs_the_document),
        REPLAY_TEST(a_document_is_booked_up_to_its_amount),
        REPLAY_TEST(a_document_without_amount_serves_one_entry),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
