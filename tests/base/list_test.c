/* List: growable array with a maximum. */
#include "base/list.c"

#include "tests/base/expect.h"

struct pair {
    int a, b;
};

static void items_stay_in_order(void **state)
{
    LIST(struct pair) pairs = LIST_INIT(*state, 1000);
    for (int i = 0; i < 1000; i++)
        MUST(LIST_ADD(&pairs, (struct pair){i, -i}));
    assert_int_equal(pairs.count, 1000);
    for (int i = 0; i < 1000; i++)
        assert_true(pairs.items[i].a == i && pairs.items[i].b == -i);
}

static void maximum_is_refused(void **state)
{
    LIST(int) numbers = LIST_INIT(*state, 3);
    for (int i = 0; i < 3; i++)
        MUST(LIST_ADD(&numbers, i));
    EXPECT(LIST_ADD(&numbers, 3), list, full);
    assert_int_equal(numbers.count, 3);
    EXPECT(list_grow((void **)&numbers.items, &numbers.cap, 3, 3, sizeof(int), *state), list, full);
}

static void arena_cap_is_told_apart(void **state)
{
    (void)state;
    struct arena *arena = arena_new(100);
    LIST(uint64_t) numbers = LIST_INIT(arena, 1000);
    for (uint64_t i = 0; i < 8; i++)
        MUST(LIST_ADD(&numbers, i));
    EXPECT(LIST_ADD(&numbers, 8), memory, exhausted);
    assert_int_equal(numbers.count, 8);
    arena_free(&arena);
}

static void empty_maximum_takes_nothing(void **state)
{
    LIST(int) none = LIST_INIT(*state, 0);
    EXPECT(LIST_ADD(&none, 1), list, full);
    assert_null(none.items);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(items_stay_in_order),
        ARENA_TEST(maximum_is_refused),
        cmocka_unit_test(arena_cap_is_told_apart),
        ARENA_TEST(empty_maximum_takes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
