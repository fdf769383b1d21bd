/* Arena: zeroed, aligned, capped memory that is given back at once. */
#include "base/arena.c"

#include "tests/base/expect.h"

static void memory_is_zeroed_and_aligned(void **state)
{
    for (size_t size = 1; size < 70; size += 3) {
        uint8_t *memory;
        void *taken;
        MUST(arena_take(*state, 1, size, &taken));
        memory = taken;
        assert_int_equal((uintptr_t)memory % alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(memory[i], 0);
        memset(memory, 0xAA, size);
    }
}

static void reset_forgets_and_zeroes_again(void **state)
{
    uint64_t *numbers;
    MUST(ARENA_TAKE(*state, 5000, &numbers));
    memset(numbers, 0xAA, 5000 * sizeof *numbers);
    arena_reset(*state);
    assert_int_equal(arena_used(*state), 0);
    MUST(ARENA_TAKE(*state, 5000, &numbers));
    for (size_t i = 0; i < 5000; i++)
        assert_int_equal(numbers[i], 0);
}

static void reset_of_an_unused_arena_is_nothing(void **state)
{
    arena_reset(*state);
    assert_int_equal(arena_used(*state), 0);
}

static void cap_is_a_refusal(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1000);
    uint8_t *bytes;
    MUST(ARENA_TAKE(arena, 600, &bytes));
    EXPECT(ARENA_TAKE(arena, 600, &bytes), memory, exhausted);
    MUST(ARENA_TAKE(arena, 300, &bytes));
    assert_true(arena_used(arena) <= 1000);
    arena_free(&arena);
    assert_null(arena);
}

static void rounding_does_not_pass_the_cap(void **state)
{
    (void)state;
    struct arena *arena = arena_new(33);
    uint8_t *bytes;
    MUST(ARENA_TAKE(arena, 33, &bytes));
    assert_int_equal(arena_used(arena), 33);
    EXPECT(ARENA_TAKE(arena, 1, &bytes), memory, exhausted);
    arena_free(&arena);
}

static void absurd_sizes_do_not_overflow(void **state)
{
    uint64_t *numbers = NULL;
    EXPECT(ARENA_TAKE(*state, SIZE_MAX / 8 + 2, &numbers), memory, exhausted);
    EXPECT(ARENA_TAKE(*state, SIZE_MAX, &numbers), memory, exhausted);
    assert_null(numbers);
}

static void blocks_grow_with_use(void **state)
{
    for (int i = 0; i < 600; i++) {
        uint8_t *bytes;
        MUST(ARENA_TAKE(*state, 20000, &bytes));
        bytes[19999] = 1;
    }
    assert_true(arena_used(*state) >= 600 * 20000);
}

static void texts_are_copied_and_ended(void **state)
{
    const char *copy;
    MUST(arena_text(*state, "abcdef", 3, &copy));
    assert_string_equal(copy, "abc");
    MUST(arena_text(*state, NULL, 0, &copy));
    assert_string_equal(copy, "");
}

static void printed_texts_have_any_length(void **state)
{
    const char *text;
    MUST(arena_print(*state, &text, "%s-%d", "公共收益", 7));
    assert_string_equal(text, "公共收益-7");
    MUST(arena_print(*state, &text, "%030000d", 7));
    assert_int_equal(strlen(text), 30000);
}

static void bytes_are_copied_and_ended(void **state)
{
    struct bytes copy;
    MUST(arena_bytes(*state, BYTES("a\0b", 3), &copy));
    assert_int_equal(copy.size, 3);
    assert_memory_equal(copy.data, "a\0b\0", 4);
    MUST(arena_bytes(*state, (struct bytes){NULL, 0}, &copy));
    assert_non_null(copy.data);
    assert_int_equal(copy.size, 0);
}

static void copies_respect_the_cap(void **state)
{
    (void)state;
    struct arena *arena = arena_new(8);
    const char *text = NULL;
    struct bytes copy;
    EXPECT(arena_text(arena, "123456789", 9, &text), memory, exhausted);
    EXPECT(arena_print(arena, &text, "%09d", 1), memory, exhausted);
    EXPECT(arena_bytes(arena, BYTES("123456789", 9), &copy), memory, exhausted);
    assert_null(text);
    arena_free(&arena);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(memory_is_zeroed_and_aligned),
        ARENA_TEST(reset_forgets_and_zeroes_again),
        ARENA_TEST(reset_of_an_unused_arena_is_nothing),
        cmocka_unit_test(cap_is_a_refusal),
        cmocka_unit_test(rounding_does_not_pass_the_cap),
        ARENA_TEST(absurd_sizes_do_not_overflow),
        ARENA_TEST(blocks_grow_with_use),
        ARENA_TEST(texts_are_copied_and_ended),
        ARENA_TEST(printed_texts_have_any_length),
        ARENA_TEST(bytes_are_copied_and_ended),
        cmocka_unit_test(copies_respect_the_cap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
