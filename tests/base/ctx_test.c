/* Today is the civil date in China of the context's clock. */
#include "base/ctx.c"

#include "tests/base/expect.h"

static void today_begins_at_midnight_in_china(void **state)
{
    (void)state;
    struct ctx ctx = {.now = INT64_C(0x000631a583270000)};
    assert_int_equal(ctx_today(&ctx), 0x4ed3);
    ctx.now--;
    assert_int_equal(ctx_today(&ctx), 0x4ed2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(today_begins_at_midnight_in_china),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
