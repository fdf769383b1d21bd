/* Random bytes: seeded ones repeat, strong ones do not; identifiers carry their version. */
#include "base/random.c"

#include "tests/base/expect.h"

static int start(void **state)
{
    (void)state;
    return FAILED(digest_start()) ? -1 : 0;
}

static void the_same_seed_gives_the_same_bytes(void **state)
{
    (void)state;
    struct random a = {.seeded = true, .seed = {{1}}}, b = a, other = {.seeded = true, .seed = {{2}}};
    uint8_t first[70], second[70], third[70];
    random_bytes(&a, first, sizeof first);
    random_bytes(&b, second, sizeof second);
    random_bytes(&other, third, sizeof third);
    assert_memory_equal(first, second, sizeof first);
    assert_memory_not_equal(first, third, sizeof first);
    random_bytes(&a, second, sizeof second);
    assert_memory_not_equal(first, second, sizeof first);
}

static void strong_bytes_differ_and_leave_the_pool(void **state)
{
    (void)state;
    struct random random = {.seeded = false};
    uint8_t first[32], second[32], large[RANDOM_POOL + 1];
    random_bytes(&random, first, sizeof first);
    random_bytes(&random, second, sizeof second);
    assert_memory_not_equal(first, second, sizeof first);
    for (size_t i = 0; i < sizeof first + sizeof second; i++)
        assert_int_equal(random.pool[i], 0);
    random_bytes(&random, large, sizeof large);
    assert_int_equal(random.left, 2 * RANDOM_POOL - 64 - sizeof large);
}

static void version_seven_carries_the_time(void **state)
{
    (void)state;
    struct random random = {.seeded = true};
    char text[UUID_TEXT];
    const struct uuid id = random_uuid7(&random, INT64_C(0x000632628635d840));
    uuid_format(&id, text);
    assert_memory_equal(text, "01961d51-763b-7", 15);
    assert_non_null(strchr("89ab", text[19]));
    assert_int_equal(strlen(text), 36);
}

static void identifiers_are_written_with_hyphens(void **state)
{
    (void)state;
    const struct uuid id = {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255}};
    char text[UUID_TEXT];
    uuid_format(&id, text);
    assert_string_equal(text, "00010203-0405-0607-0809-0a0b0c0d0eff");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_seed_gives_the_same_bytes),
        cmocka_unit_test(strong_bytes_differ_and_leave_the_pool),
        cmocka_unit_test(version_seven_carries_the_time),
        cmocka_unit_test(identifiers_are_written_with_hyphens),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
