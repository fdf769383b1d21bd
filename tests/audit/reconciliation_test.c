/* Asserted balances, held lines and matches, judged from the records alone. */
#include "audit/replay/reconciliation.c"

#include "replay.h"

enum { BANK = 7, OF_RECORDS = 20530 }; /* record of the bank account, day of the records */

static uint64_t receive(struct replay *r, uint32_t rows)
{
    const struct record_document_archived document = {.document = {{5}},
                                                      .type = DOCUMENT_STATEMENT,
                                                      .length = 10,
                                                      .title = {{6}},
                                                      .content = {{7}},
                                                      .keep_until = 30000};
    struct record_import_received received = {.import = {{8}}, .source = 1, .rows = rows};
    received.document_seq = builder_add(r->b, RECORD_document_archived, &document);
    return builder_add(r->b, RECORD_import_received, &received);
}

static uint64_t hold(struct replay *r, uint64_t received, int64_t fen)
{
    const struct record_line_held held = {.received_seq = received,
                                          .bank_account_seq = BANK,
                                          .booked_on = OF_RECORDS,
                                          .amount = FEN(fen),
                                          .summary = {{9}}};
    return builder_add(r->b, RECORD_line_held, &held);
}

static uint64_t match(struct replay *r, uint64_t line, uint64_t entry, int64_t fen)
{
    struct record_line_match item = {line, entry, FEN(fen)};
    const struct record_lines_matched body = {.matches_count = 1, .matches = &item};
    return builder_add(r->b, RECORD_lines_matched, &body);
}

static void undo(struct replay *r, uint64_t seq)
{
    const struct record_match_undone body = {.match_seq = seq, .reason = 1};
    builder_add(r->b, RECORD_match_undone, &body);
}

static uint64_t income(struct replay *r, int64_t fen)
{
    return builder_post(r->b, builder_income(r->b, fen));
}

static uint64_t import_line(struct replay *r, uint64_t received, int64_t fen)
{
    struct builder_entry *e = builder_income(r->b, fen);
    e->refs[0] = (struct record_ref){REF_IMPORTED_BY, received, FEN(0)};
    e->body.refs_count = 1;
    return builder_post(r->b, e);
}

/* The newest record is what a test has just added; the next one takes its place. */
static void take_back(struct replay *r)
{
    r->b->count--;
}

static void a_balance_names_account_statement_and_day(void **state)
{
    struct replay *r = *state;
    struct record_balance_asserted body = {.bank_account_seq = BANK,
                                           .as_of = OF_RECORDS - 1,
                                           .balance = FEN(-5),
                                           .document_seq = receive(r, 1) - 1,
                                           .lines = 3};
    builder_add(r->b, RECORD_balance_asserted, &body);
    expect_none(r);
    assert_int_equal(FACTS(r->books, assertion)[0].balance_fen.value, -5);
    assert_int_equal(FACTS(r->books, assertion)[0].as_of.value, OF_RECORDS - 1);
    take_back(r);
    body.as_of = OF_RECORDS; /* not over when it was recorded */
    builder_add(r->b, RECORD_balance_asserted, &body);
    expect(r, FOUND_booked_ahead);
    take_back(r);
    body.as_of = OF_RECORDS - 1;
    body.document_seq = BANK;
    builder_add(r->b, RECORD_balance_asserted, &body);
    expect(r, FOUND_target_unknown);
    take_back(r);
    body.document_seq = r->b->count - 2;
    body.bank_account_seq = 6;
    builder_add(r->b, RECORD_balance_asserted, &body);
    expect(r, FOUND_target_unknown);
}

static void imports_count_what_they_hold(void **state)
{
    struct replay *r = *state;
    const uint64_t received = receive(r, 2);
    import_line(r, received, 100);
    hold(r, received, -700);
    struct record_import_posted posted = {.received_seq = received, .posted = 1, .refused = 1};
    builder_add(r->b, RECORD_import_posted, &posted);
    expect_none(r);
    assert_int_equal(FACTS(r->books, held_line)[0].amount_fen.value, -700);
    take_back(r);
    posted.posted = 1;
    posted.refused = 0;
    posted.duplicate = 1;
    builder_add(r->b, RECORD_import_posted, &posted);
    expect(r, FOUND_import_counts);
}

static void a_held_line_has_an_amount_and_an_import(void **state)
{
    struct replay *r = *state;
    const uint64_t received = receive(r, 1);
    hold(r, received, 0);
    expect(r, FOUND_sign_wrong);
    take_back(r);
    hold(r, received - 1, 100);
    expect(r, FOUND_target_unknown);
}

static void matches_stay_within_the_line(void **state)
{
    struct replay *r = *state;
    const uint64_t line = hold(r, receive(r, 1), 700), first = income(r, 500), second = income(r, 500);
    match(r, line, first, 500);
    match(r, line, second, 200);
    expect_none(r);
    take_back(r);
    match(r, line, second, 201);
    expect(r, FOUND_match_exceeded);
    take_back(r);
    match(r, line, second, -200);
    expect(r, FOUND_match_exceeded);
    take_back(r);
    match(r, line, second, 0);
    expect(r, FOUND_match_exceeded);
}

static void matches_stay_within_the_entry(void **state)
{
    struct replay *r = *state;
    const uint64_t received = receive(r, 2);
    const uint64_t first = hold(r, received, 700), second = hold(r, received, 700), entry = income(r, 1000);
    match(r, first, entry, 700);
    match(r, second, entry, 300);
    expect_none(r);
    take_back(r);
    match(r, second, entry, 301);
    expect(r, FOUND_match_exceeded);
}

static void what_is_undone_is_free_again(void **state)
{
    struct replay *r = *state;
    const uint64_t line = hold(r, receive(r, 1), 700), first = income(r, 700), second = income(r, 700);
    const uint64_t made = match(r, line, first, 700);
    undo(r, made);
    match(r, line, second, 700);
    expect_none(r);
    assert_int_equal(FACTS(r->books, line_match)[0].undone_seq.value, made + 1);
    assert_false(FACTS(r->books, line_match)[1].undone_seq.present);
    undo(r, made);
    expect(r, FOUND_target_unknown);
}

/* Its own entry has the line of an import; reversed, the line can go to another, and nothing reversed can be matched.
 */
static void a_booked_line_is_free_when_its_entry_is_reversed(void **state)
{
    struct replay *r = *state;
    const uint64_t own = import_line(r, receive(r, 1), 700), other = income(r, 700);
    match(r, own, other, 700);
    expect(r, FOUND_target_unknown);
    take_back(r);
    builder_post(r->b, builder_red(r->b, own, 700));
    match(r, own, other, 700);
    expect_none(r);
    match(r, own, own, 700);
    expect(r, FOUND_target_unknown);
}

static void only_entries_that_stand_are_matched(void **state)
{
    struct replay *r = *state;
    const uint64_t received = receive(r, 2), line = hold(r, received, 700), imported = import_line(r, received, 700);
    const uint64_t reversed = income(r, 700);
    builder_post(r->b, builder_red(r->b, reversed, 700));
    const uint64_t targets[] = {imported, reversed, r->b->count - 1, BANK};
    for (size_t i = 0; i < LENGTH(targets); i++) {
        match(r, line, targets[i], 700);
        expect(r, FOUND_target_unknown);
        take_back(r);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_balance_names_account_statement_and_day, setup, teardown),
        cmocka_unit_test_setup_teardown(imports_count_what_they_hold, setup, teardown),
        cmocka_unit_test_setup_teardown(a_held_line_has_an_amount_and_an_import, setup, teardown),
        cmocka_unit_test_setup_teardown(matches_stay_within_the_line, setup, teardown),
        cmocka_unit_test_setup_teardown(matches_stay_within_the_entry, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_undone_is_free_again, setup, teardown),
        cmocka_unit_test_setup_teardown(a_booked_line_is_free_when_its_entry_is_reversed, setup, teardown),
        cmocka_unit_test_setup_teardown(only_entries_that_stand_are_matched, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
