#include "importers/parse/own_account.c"

#include "tests/base/expect.h"

static void reads(void **state, const char *text, const char *expected)
{
    const char *digits;
    MUST(own_account_digits(*state, text, &digits));
    if (expected)
        assert_string_equal(digits, expected);
    else
        assert_null(digits);
}

static void digits_however_they_are_grouped(void **state)
{
    reads(state, "33050161234500000888", "33050161234500000888");
    reads(state, "3305 0161 2345 0000 0888\t", "33050161234500000888");
    reads(state, "3305-0161-2345", "330501612345");
    reads(state, "", "");
}

static void lost_digits_are_no_account(void **state)
{
    reads(state, "6.22E+18", NULL);
    reads(state, "6222****1234", NULL);
    reads(state, "账号123", NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {ARENA_TEST(digits_however_they_are_grouped),
                                       ARENA_TEST(lost_digits_are_no_account)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
