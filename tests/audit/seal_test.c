/* The trees of a seal over charts whose account numbers lie far apart and came in any order. */
#include "audit/replay/seal.c"

#include "replay.h"

static void open_number(struct replay *r, uint32_t account_no, struct bytes code)
{
    const struct record_account_opened body = {.account_no = account_no,
                                               .fund = FUND_PI,
                                               .code = code,
                                               .name = TEXT_BYTES("科目"),
                                               .class = CLASS_ASSET,
                                               .normal_side = SIDE_DEBIT};
    builder_add(r->b, RECORD_account_opened, &body);
}

/* Every account has a leaf, ascending by number, whatever lies between. */
static void gaps_and_disorder_leave_the_trees_whole(void **state)
{
    static const uint32_t ascending[] = {1, 2, 3, 4, 10, 4000000, UINT32_MAX - 1, UINT32_MAX};
    struct replay *r = *state;
    struct tree_frontier balances, accounts, expected;
    struct digest found, wanted;
    open_number(r, UINT32_MAX, TEXT_BYTES("1601"));
    open_number(r, 10, TEXT_BYTES("1602"));
    open_number(r, UINT32_MAX - 1, TEXT_BYTES("1123"));
    open_number(r, 4000000, TEXT_BYTES("1201"));
    builder_rich(r->b);
    run_records(r);
    assert_int_equal(r->report.findings.count, 0);
    tree_init(&balances);
    tree_init(&accounts);
    tree_init(&expected);
    grow_trees(r->books, 20543, &balances, &accounts);
    assert_int_equal(accounts.size, LENGTH(ascending));
    assert_int_equal(balances.size, 2);
    for (size_t i = 0; i < LENGTH(ascending); i++)
        add_account(r->books, book_find_account(r->books, ascending[i]), &expected);
    tree_root(&accounts, &found);
    tree_root(&expected, &wanted);
    assert_true(digest_equal(&found, &wanted));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(gaps_and_disorder_leave_the_trees_whole, setup, teardown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
