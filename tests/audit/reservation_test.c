/* The replay of reservations, limits and money: each rule broken once, in records that no writer of ours would make. */
#include "audit/replay/reservation.h"

#include "replay.h"

static const day last_day = 20535; /* records are written on 20530 */

static struct record_reservation_made held(int64_t fen)
{
    return (struct record_reservation_made){
        .fund = FUND_PI, .account_no = 2, .amount = FEN(fen), .expires = last_day, .has_payee = true, .payee = {{7}}};
}

static uint64_t make(struct replay *r, int64_t fen)
{
    const struct record_reservation_made body = held(fen);
    return builder_add(r->b, RECORD_reservation_made, &body);
}

static struct builder_entry *payment(struct replay *r, int64_t fen)
{
    struct builder_entry *e = builder_income(r->b, fen);
    e->lines[0].side = SIDE_CREDIT;
    e->lines[1].side = SIDE_DEBIT;
    return e;
}

/* Pays `fen` and captures as much. */
static struct builder_entry *capturing(struct replay *r, uint64_t reservation, int64_t fen)
{
    struct builder_entry *e = payment(r, fen);
    e->refs[0] = (struct record_ref){REF_CAPTURES, reservation, FEN(fen)};
    e->body.refs_count = 1;
    e->body.has_payee = true;
    e->body.payee = (struct digest){{7}};
    return e;
}

static void finish(struct replay *r, uint64_t reservation, uint8_t reason, int64_t remaining)
{
    const struct record_reservation_closed body = {reservation, reason, FEN(remaining)};
    builder_add(r->b, RECORD_reservation_closed, &body);
}

static void limit(struct replay *r, uint32_t account_no, uint8_t kind, int64_t fen)
{
    const struct record_limit_set body = {.account_no = account_no, .limit = kind, .amount = FEN(fen)};
    builder_add(r->b, RECORD_limit_set, &body);
}

static void reservations_are_captured_and_closed(void **state)
{
    struct replay *r = *state;
    builder_post(r->b, builder_income(r->b, 100));
    const uint64_t first = make(r, 60), second = make(r, 40);
    builder_post(r->b, capturing(r, first, 25));
    builder_post(r->b, capturing(r, first, 35));
    finish(r, first, 3, 0);
    finish(r, second, 1, 40);
    const uint64_t third = make(r, 40);
    r->b->next.recorded_at = date_begin(last_day + 1);
    finish(r, third, 2, 40);
    builder_post(r->b, payment(r, 40));
    expect_none(r);
    const struct row_reservation *row = FACTS(r->books, reservation);
    assert_int_equal(r->books->facts[ROW_reservation].count, 3);
    assert_int_equal(row[0].captured_fen.value, 60);
    assert_int_equal(row[0].state.value, RESERVATION_EXHAUSTED);
    assert_int_equal(row[1].state.value, RESERVATION_RELEASED);
    assert_int_equal(row[2].state.value, RESERVATION_EXPIRED);
    assert_int_equal(row[2].seq.value, r->b->count - 2);
}

static void nothing_leaves_that_is_not_there(void **state)
{
    struct replay *r = *state;
    builder_post(r->b, builder_income(r->b, 100));
    builder_post(r->b, payment(r, 101));
    expect(r, FOUND_overdrawn);
    assert_string_equal(r->report.findings.items[0].key, "account_no=2");
    assert_string_equal(r->report.findings.items[0].found, "-0.01");
}

static void the_first_bad_payment_is_named(void **state)
{
    struct replay *r = *state;
    struct builder_entry *e = payment(r, 50);
    e->body.source = SOURCE_IMPORT;
    builder_post(r->b, e);                        /* a fact of the bank */
    builder_post(r->b, builder_income(r->b, 20)); /* still short, but no worse */
    expect_none(r);
    builder_post(r->b, payment(r, 1));
    expect(r, FOUND_overdrawn);
}

static void held_money_is_not_for_others(void **state)
{
    struct replay *r = *state;
    builder_post(r->b, builder_income(r->b, 100));
    make(r, 60);
    builder_post(r->b, payment(r, 40));
    expect_none(r);
    builder_post(r->b, payment(r, 1));
    expect(r, FOUND_overdrawn);
}

static void no_more_is_reserved_than_is_available(void **state)
{
    struct replay *r = *state;
    builder_post(r->b, builder_income(r->b, 100));
    make(r, 60);
    make(r, 41);
    expect(r, FOUND_overdrawn);
}

static void a_reservation_is_for_an_account_of_money(void **state)
{
    struct replay *r = *state;
    struct record_reservation_made body = held(1);
    builder_post(r->b, builder_income(r->b, 100));
    body.account_no = 4;
    limit(r, 4, LIMIT_DEBIT, -100);
    builder_add(r->b, RECORD_reservation_made, &body);
    expect(r, FOUND_reservation_wrong);
}

static void a_capture_keeps_to_the_rest(void **state)
{
    struct replay *r = *state;
    builder_rich(r->b);
    builder_post(r->b, capturing(r, make(r, 60), 61));
    expect(r, FOUND_capture_exceeded);
}

static void a_closed_reservation_is_not_captured(void **state)
{
    struct replay *r = *state;
    builder_rich(r->b);
    const uint64_t reservation = make(r, 60);
    finish(r, reservation, 1, 60);
    builder_post(r->b, capturing(r, reservation, 10));
    expect(r, FOUND_capture_exceeded);
}

static void an_expired_reservation_is_not_captured(void **state)
{
    struct replay *r = *state;
    builder_rich(r->b);
    const uint64_t reservation = make(r, 60);
    r->b->next.recorded_at = date_begin(last_day) + 1;
    builder_post(r->b, capturing(r, reservation, 10));
    expect_none(r);
    r->b->next.recorded_at = date_begin(last_day + 1);
    builder_post(r->b, capturing(r, reservation, 10));
    expect(r, FOUND_capture_expired);
}

static void a_capture_pays_the_payee(void **state)
{
    struct replay *r = *state;
    builder_rich(r->b);
    struct builder_entry *e = capturing(r, make(r, 60), 60);
    e->body.payee.b[0] = 8;
    builder_post(r->b, e);
    expect(r, FOUND_capture_payee);
}

static void a_capture_is_paid(void **state)
{
    struct replay *r = *state;
    builder_rich(r->b);
    struct builder_entry *e = capturing(r, make(r, 60), 60);
    e->lines[0].amount = e->lines[1].amount = FEN(59);
    builder_post(r->b, e);
    expect(r, FOUND_capture_unpaid);
}

static void a_capture_names_a_reservation(void **state)
{
    struct replay *r = *state;
    builder_rich(r->b);
    builder_post(r->b, capturing(r, 2, 60));
    expect(r, FOUND_target_unknown);
}

static void a_reservation_ends_once_and_truly(void **state)
{
    static const struct {
        uint8_t reason;
        int64_t remaining;
        day on;
    } wrong[] = {{1, 59, 20531}, {3, 60, 20531}, {2, 60, 20535}, {3, 0, 20531}};
    (void)state;
    for (size_t i = 0; i <= LENGTH(wrong); i++) {
        void *own;
        (void)setup(&own);
        struct replay *r = own;
        builder_rich(r->b);
        const uint64_t reservation = make(r, 60);
        if (i == LENGTH(wrong))
            finish(r, reservation, 1, 60);
        else
            r->b->next.recorded_at = date_begin(wrong[i].on);
        finish(r, reservation, i < LENGTH(wrong) ? wrong[i].reason : 1, i < LENGTH(wrong) ? wrong[i].remaining : 60);
        expect(r, FOUND_reservation_wrong);
        (void)teardown(&own);
    }
}

static void a_closing_names_a_reservation(void **state)
{
    struct replay *r = *state;
    finish(r, 3, 1, 60);
    expect(r, FOUND_target_unknown);
}

static void limits_bind_what_follows(void **state)
{
    struct replay *r = *state;
    builder_post(r->b, builder_income(r->b, 100));
    limit(r, 3, LIMIT_CREDIT, 100);
    limit(r, 2, LIMIT_DEBIT, 40);
    limit(r, 2, LIMIT_DEBIT, -40); /* money is never lent */
    builder_post(r->b, builder_income(r->b, 100));
    builder_post(r->b, payment(r, 100));
    expect_none(r);
    assert_int_equal(r->books->facts[ROW_limit_policy].count, 2);
    assert_int_equal(FACTS(r->books, limit_policy)[0].amount_fen.value, -40);
    builder_post(r->b, payment(r, 1));
    expect(r, FOUND_overdrawn);
    assert_string_equal(r->report.findings.items[0].key, "account_no=3");
}

static void a_limit_needs_its_account(void **state)
{
    struct replay *r = *state;
    limit(r, 99, LIMIT_DEBIT, 0);
    expect(r, FOUND_target_unknown);
}

/* Nothing is said about money where records are lost; their rows stand in for them. */
static void lost_records_are_no_overdraft(void **state)
{
    struct replay *r = *state;
    run(r);
    const struct row_reservation row = {.opened_seq = books_number((int64_t)r->b->count),
                                        .account_no = books_number(2),
                                        .amount_fen = books_number(60),
                                        .captured_fen = books_number(0),
                                        .state = books_number(RESERVATION_OPEN),
                                        .seq = books_number((int64_t)r->b->count)};
    r->books->lost = true;
    assert_false(FAILED(books_put(r->books, ROW_reservation, &row)));
    reservation_assume(r->books, r->b->count + 1, r->b->count, 25);
    reservation_assume(r->books, r->b->count + 1, r->b->count, 25); /* the row knows it already */
    reservation_assume(r->books, r->b->count + 2, 1, 25);
    int64_t count, fen;
    reservation_sum(r->books, &count, &fen);
    assert_int_equal(count, 1);
    assert_int_equal(fen, 35);
}

int main(void)
{
#define REPLAY_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        REPLAY_TEST(reservations_are_captured_and_closed),
        REPLAY_TEST(nothing_leaves_that_is_not_there),
        REPLAY_TEST(the_first_bad_payment_is_named),
        REPLAY_TEST(held_money_is_not_for_others),
        REPLAY_TEST(no_more_is_reserved_than_is_available),
        REPLAY_TEST(a_reservation_is_for_an_account_of_money),
        REPLAY_TEST(a_capture_keeps_to_the_rest),
        REPLAY_TEST(a_closed_reservation_is_not_captured),
        REPLAY_TEST(an_expired_reservation_is_not_captured),
        REPLAY_TEST(a_capture_pays_the_payee),
        REPLAY_TEST(a_capture_is_paid),
        REPLAY_TEST(a_capture_names_a_reservation),
        cmocka_unit_test(a_reservation_ends_once_and_truly),
        REPLAY_TEST(a_closing_names_a_reservation),
        REPLAY_TEST(limits_bind_what_follows),
        REPLAY_TEST(a_limit_needs_its_account),
        REPLAY_TEST(lost_records_are_no_overdraft),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
