/* What entries turn over, told apart by account, month, kind of entry, bank account and stream. */
#include "audit/replay/turnover.c"

#include "replay.h"

enum { BANK_ACCOUNT = 7 }; /* record of the bank account in builder_open */

/* The row of turnover of an account with these dimensions in 2026-03; it must be there. */
static const struct row_turnover *found(const struct replay *r, int64_t account_no, int64_t flow, int64_t stream)
{
    for (size_t i = 0; i < r->books->turnovers.count; i++) {
        const struct row_turnover *row = &r->books->turnovers.items[i];
        if (row->account_no.value == account_no && row->flow.value == flow && row->stream.value == stream) {
            assert_int_equal(row->fund.value, FUND_PI);
            assert_int_equal(row->month.value, 2026 * 12 + 2);
            assert_int_equal(row->bank_account.value, account_no == 2 ? BANK_ACCOUNT : 0);
            return row;
        }
    }
    fail_msg("no turnover of account %lld", (long long)account_no);
    return NULL;
}

static void equal(const struct row_turnover *row, int64_t debit, int64_t credit)
{
    assert_int_equal(row->debit_fen.value, debit);
    assert_int_equal(row->credit_fen.value, credit);
}

static void equal_lines_are_added_up(void **state)
{
    struct replay *r = *state;
    builder_post(r->b, builder_income(r->b, 300000));
    builder_post(r->b, builder_income(r->b, 4500));
    expect_none(r);
    assert_int_equal(r->books->turnovers.count, 2);
    equal(found(r, 2, FLOW_ORDINARY, 0), 304500, 0);
    equal(found(r, 3, FLOW_ORDINARY, 1), 0, 304500);
}

static void a_red_letter_takes_back_where_it_was(void **state)
{
    struct replay *r = *state;
    const uint64_t original = builder_post(r->b, builder_income(r->b, 300000));
    builder_post(r->b, builder_income(r->b, 4500));
    builder_post(r->b, builder_red(r->b, original, 300000));
    expect_none(r);
    assert_int_equal(r->books->turnovers.count, 2);
    equal(found(r, 2, FLOW_ORDINARY, 0), 4500, 0);
    equal(found(r, 3, FLOW_ORDINARY, 1), 0, 4500);
}

static void streams_stand_apart(void **state)
{
    struct replay *r = *state;
    struct builder_entry *other = builder_income(r->b, 70000);
    other->dimensions[1].value = 17;
    builder_post(r->b, other);
    builder_post(r->b, builder_income(r->b, 4500));
    expect_none(r);
    assert_int_equal(r->books->turnovers.count, 3);
    equal(found(r, 2, FLOW_ORDINARY, 0), 74500, 0);
    equal(found(r, 3, FLOW_ORDINARY, 1), 0, 4500);
    equal(found(r, 3, FLOW_ORDINARY, 17), 0, 70000);
}

static void opening_and_carry_forward_stand_apart(void **state)
{
    struct replay *r = *state;
    struct builder_entry *opening = builder_income(r->b, 500000), *carried = builder_income(r->b, 20000);
    opening->body.entry_type = ENTRY_OPENING;
    carried->body.entry_type = ENTRY_CARRY_FORWARD;
    builder_post(r->b, opening);
    builder_post(r->b, carried);
    builder_post(r->b, builder_income(r->b, 4500));
    run(r);
    assert_int_equal(r->books->turnovers.count, 6);
    equal(found(r, 2, FLOW_OPENING, 0), 500000, 0);
    equal(found(r, 2, FLOW_CARRIED, 0), 20000, 0);
    equal(found(r, 2, FLOW_ORDINARY, 0), 4500, 0);
    equal(found(r, 3, FLOW_CARRIED, 1), 0, 20000);
    assert_int_equal(r->books->balances.count, 2); /* the sum of it, what was carried beside */
    assert_int_equal(r->books->balances.items[0].debit_fen.value, 524500);
    assert_int_equal(r->books->balances.items[0].carried_debit_fen.value, 20000);
    assert_int_equal(r->books->balances.items[1].carried_credit_fen.value, 20000);
}

/* Credit less debit of money accounts: income comes in, its red letter goes out. */
static void an_entry_says_what_it_paid(void **state)
{
    struct replay *r = *state;
    const uint64_t original = builder_post(r->b, builder_income(r->b, 300000));
    struct builder_entry *fee = builder_income(r->b, 1250);
    fee->lines[0].side = SIDE_CREDIT;
    fee->lines[1] = (struct record_line){.fund = FUND_PI, .account_no = 4, .side = SIDE_DEBIT, .amount = FEN(1250)};
    builder_post(r->b, fee);
    struct builder_entry *rebooked = builder_income(r->b, 800); /* no money moves */
    rebooked->lines[0] = (struct record_line){.fund = FUND_PI, .account_no = 4, .side = SIDE_DEBIT, .amount = FEN(800)};
    builder_post(r->b, rebooked);
    builder_post(r->b, builder_income(r->b, 300000));
    builder_post(r->b, builder_red(r->b, original, 300000));
    static const int64_t paid[] = {-300000, 1250, 0, -300000, 300000};
    expect_none(r);
    assert_int_equal(r->rows.entry_number.count, LENGTH(paid));
    for (size_t i = 0; i < LENGTH(paid); i++)
        assert_int_equal(r->rows.entry_number.items[i].paid_fen.value, paid[i]);
}

int main(void)
{
#define REPLAY_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        REPLAY_TEST(equal_lines_are_added_up),   REPLAY_TEST(a_red_letter_takes_back_where_it_was),
        REPLAY_TEST(streams_stand_apart),        REPLAY_TEST(opening_and_carry_forward_stand_apart),
        REPLAY_TEST(an_entry_says_what_it_paid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
