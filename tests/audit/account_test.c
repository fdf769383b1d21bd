/* Accounts that are opened, renamed and closed after the chart, judged from the records alone. */
#include "audit/replay/book.c"

#include "replay.h"

/* Below account 4 (6109), which has no lines. */
static const struct record_account_opened leaf = {.account_no = 5,
                                                  .fund = FUND_PI,
                                                  .code = TEXT_BYTES("610901"),
                                                  .name = TEXT_BYTES("诉讼保全费"),
                                                  .class = CLASS_EXPENSE,
                                                  .normal_side = SIDE_DEBIT,
                                                  .has_parent = true,
                                                  .parent = 4};

static void open_as(struct replay *r, struct record_account_opened body)
{
    builder_add(r->b, RECORD_account_opened, &body);
}

static uint64_t rename_to(struct replay *r, uint32_t account_no, struct bytes name)
{
    const struct record_account_renamed body = {account_no, name};
    return builder_add(r->b, RECORD_account_renamed, &body);
}

static uint64_t close(struct replay *r, uint32_t account_no)
{
    const struct record_account_closed body = {account_no};
    return builder_add(r->b, RECORD_account_closed, &body);
}

/* An income of `fen` that is spent again on `account_no`. */
static void spend(struct replay *r, uint32_t account_no, int64_t fen)
{
    struct builder_entry *e = builder_income(r->b, fen);
    builder_post(r->b, e);
    e = builder_income(r->b, fen);
    e->lines[0].side = SIDE_CREDIT;
    e->lines[1] =
        (struct record_line){.fund = FUND_PI, .account_no = account_no, .side = SIDE_DEBIT, .amount = FEN(fen)};
    builder_post(r->b, e);
}

static const struct row_account *row_of(const struct replay *r, int64_t account_no)
{
    for (size_t i = 0; i < r->books->facts[ROW_account].count; i++)
        if (FACTS(r->books, account)[i].account_no.value == account_no)
            return &FACTS(r->books, account)[i];
    return NULL;
}

static bool is_text(struct bytes found, const char *text)
{
    return found.size == strlen(text) && memcmp(found.data, text, found.size) == 0;
}

static void a_leaf_takes_lines_and_its_parent_none(void **state)
{
    struct replay *r = *state;
    open_as(r, leaf);
    spend(r, 5, 100);
    expect_none(r);
    struct builder_entry *e = builder_income(r->b, 100);
    e->lines[1].account_no = 4;
    e->lines[1].dimensions_count = 0;
    builder_post(r->b, e);
    expect(r, FOUND_account_parent);
}

static void a_leaf_follows_what_is_above(void **state)
{
    struct replay *r = *state;
    struct record_account_opened wrong[] = {leaf, leaf, leaf, leaf, leaf, leaf};
    wrong[0].class = CLASS_ASSET;
    wrong[1].normal_side = SIDE_CREDIT;
    wrong[2].unit_ledger = 1;
    wrong[3].code = TEXT_BYTES("610801");
    wrong[4].code = TEXT_BYTES("61090101");
    wrong[5].code = TEXT_BYTES("6109");
    for (size_t i = 0; i < LENGTH(wrong); i++) {
        assert_int_equal(teardown(state), 0);
        assert_int_equal(setup(state), 0);
        r = *state;
        open_as(r, wrong[i]);
        run(r);
        assert_true(r->report.findings.count >= 1);
        bool misplaced = false;
        for (size_t f = 0; f < r->report.findings.count; f++)
            misplaced |= r->report.findings.items[f].reason == FOUND_account_misplaced;
        assert_true(misplaced);
    }
}

static void no_parent_with_lines(void **state)
{
    struct replay *r = *state;
    builder_rich(r->b);
    struct record_account_opened below = leaf;
    below.code = TEXT_BYTES("400101");
    below.class = CLASS_INCOME;
    below.normal_side = SIDE_CREDIT;
    below.parent = 3;
    open_as(r, below);
    expect(r, FOUND_account_misplaced);
}

static void names_are_kept(void **state)
{
    struct replay *r = *state;
    open_as(r, leaf);
    const uint64_t first = rename_to(r, 5, TEXT_BYTES("保全费"));
    const uint64_t second = rename_to(r, 5, TEXT_BYTES("诉讼费用"));
    expect_none(r);
    assert_true(is_text(row_of(r, 5)->name, "诉讼费用"));
    assert_true(is_text(row_of(r, 5)->opened_name, "诉讼保全费"));
    assert_int_equal(row_of(r, 5)->seq.value, second);
    assert_int_equal(row_of(r, 5)->opened_seq.value, first - 1);
    assert_int_equal(r->books->facts[ROW_account_name].count, 2);
    assert_true(is_text(FACTS(r->books, account_name)[0].name, "保全费"));
    assert_int_equal(FACTS(r->books, account_name)[0].from_seq.value, first);
    assert_true(is_text(FACTS(r->books, account_name)[1].name, "诉讼费用"));
    assert_int_equal(FACTS(r->books, account_name)[1].from_seq.value, second);
}

static void the_chart_is_fixed(void **state)
{
    static const struct record_fund_opened wd = {.fund = FUND_WD, .custodian = TEXT_BYTES("住建局"), .regime = 2};
    static const struct record_account_opened listed = {.account_no = 5,
                                                        .fund = FUND_WD,
                                                        .code = TEXT_BYTES("1002"),
                                                        .name = TEXT_BYTES("银行存款"),
                                                        .class = CLASS_ASSET,
                                                        .normal_side = SIDE_DEBIT};
    struct replay *r = *state;
    builder_add(r->b, RECORD_fund_opened, &wd);
    r->b->same_batch = true;
    open_as(r, listed);
    r->b->same_batch = false;
    expect_none(r);
    rename_to(r, 5, TEXT_BYTES("存款"));
    expect(r, FOUND_account_fixed);
}

static void a_listed_account_is_not_closed(void **state)
{
    static const struct record_fund_opened wd = {.fund = FUND_WD, .custodian = TEXT_BYTES("住建局"), .regime = 2};
    struct record_account_opened listed = leaf;
    struct replay *r = *state;
    listed.fund = FUND_WD;
    listed.has_parent = false;
    builder_add(r->b, RECORD_fund_opened, &wd);
    r->b->same_batch = true;
    open_as(r, listed);
    r->b->same_batch = false;
    close(r, 5);
    expect(r, FOUND_account_fixed);
}

static void only_accounts_change(void **state)
{
    struct replay *r = *state;
    rename_to(r, 77, TEXT_BYTES("无"));
    expect(r, FOUND_target_unknown);
}

static void only_accounts_close(void **state)
{
    struct replay *r = *state;
    close(r, 4294967295);
    expect(r, FOUND_target_unknown);
}

static void a_closed_account_stays_as_it_is(void **state)
{
    struct replay *r = *state;
    open_as(r, leaf);
    const uint64_t closed = close(r, 5);
    expect_none(r);
    assert_int_equal(row_of(r, 5)->closed_seq.value, closed);
    assert_int_equal(row_of(r, 5)->seq.value, closed);
    rename_to(r, 5, TEXT_BYTES("又开"));
    expect(r, FOUND_account_fixed);
}

static void a_closed_account_takes_no_lines(void **state)
{
    struct replay *r = *state;
    open_as(r, leaf);
    builder_rich(r->b);
    close(r, 5);
    struct builder_entry *e = builder_income(r->b, 100);
    e->lines[1].account_no = 5;
    e->lines[1].dimensions_count = 0;
    builder_post(r->b, e);
    expect(r, FOUND_account_closed);
}

static void a_balance_holds_an_account_open(void **state)
{
    struct replay *r = *state;
    open_as(r, leaf);
    spend(r, 5, 100);
    close(r, 5);
    expect(r, FOUND_account_unsettled);
}

static void sub_accounts_hold_an_account_open(void **state)
{
    struct replay *r = *state;
    struct record_account_opened below = leaf;
    open_as(r, leaf);
    below.account_no = 6;
    below.code = TEXT_BYTES("61090101");
    below.parent = 5;
    open_as(r, below);
    close(r, 5);
    expect(r, FOUND_account_unsettled);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_leaf_takes_lines_and_its_parent_none, setup, teardown),
        cmocka_unit_test_setup_teardown(a_leaf_follows_what_is_above, setup, teardown),
        cmocka_unit_test_setup_teardown(no_parent_with_lines, setup, teardown),
        cmocka_unit_test_setup_teardown(names_are_kept, setup, teardown),
        cmocka_unit_test_setup_teardown(the_chart_is_fixed, setup, teardown),
        cmocka_unit_test_setup_teardown(a_listed_account_is_not_closed, setup, teardown),
        cmocka_unit_test_setup_teardown(only_accounts_change, setup, teardown),
        cmocka_unit_test_setup_teardown(only_accounts_close, setup, teardown),
        cmocka_unit_test_setup_teardown(a_closed_account_stays_as_it_is, setup, teardown),
        cmocka_unit_test_setup_teardown(a_closed_account_takes_no_lines, setup, teardown),
        cmocka_unit_test_setup_teardown(a_balance_holds_an_account_open, setup, teardown),
        cmocka_unit_test_setup_teardown(sub_accounts_hold_an_account_open, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
