#include "importers/parse/heading.c"

#include "tests/base/expect.h"

static void keys_as(struct arena *arena, const char *text, const char *expected)
{
    const char *key;
    MUST(heading_key(arena, text, &key));
    assert_string_equal(key, expected);
}

static void blanks_do_not_count(void **state)
{
    keys_as(*state, "账　　号", "账号");
    keys_as(*state, " 户  名\t", "户名");
    keys_as(*state, "交易\n时间", "交易时间");
    keys_as(*state, "交易\xC2\xA0时间", "交易时间");
}

static void brackets_and_their_content_do_not_count(void **state)
{
    keys_as(*state, "借方发生额/元(支取)", "借方发生额");
    keys_as(*state, "借方发生额（支取）", "借方发生额");
    keys_as(*state, "余额【元】", "余额");
    keys_as(*state, "a[b(c)d]e", "ae");
    keys_as(*state, "a)b", "ab");
    keys_as(*state, "a(b", "a");
}

static void widths_are_one(void **state)
{
    keys_as(*state, "借／贷", "借/贷");
    keys_as(*state, "ＡＢＣ１", "ABC1");
    keys_as(*state, "余额／元", "余额");
}

static void only_the_unit_yuan_is_dropped(void **state)
{
    keys_as(*state, "余额/元", "余额");
    keys_as(*state, "元旦", "元旦");
    keys_as(*state, "", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(blanks_do_not_count),
        ARENA_TEST(brackets_and_their_content_do_not_count),
        ARENA_TEST(widths_are_one),
        ARENA_TEST(only_the_unit_yuan_is_dropped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
