/* Buffer: grows up to its maximum, remembers the first refusal. */
#include "base/buffer.c"

#include "tests/base/expect.h"

static void pieces_follow_each_other(void **state)
{
    struct buffer buffer;
    struct bytes bytes = {NULL, 0};
    buffer_init(&buffer, *state, 100);
    buffer_text(&buffer, "ab");
    buffer_char(&buffer, 'c');
    buffer_put(&buffer, "d\0", 2);
    buffer_print(&buffer, "%d", 12);
    MUST(buffer_done(&buffer, &bytes));
    assert_int_equal(bytes.size, 7);
    assert_memory_equal(bytes.data, "abcd\00012", 8);
}

static void nothing_written_is_empty_and_ended(void **state)
{
    struct buffer buffer;
    struct bytes bytes = {NULL, 0};
    buffer_init(&buffer, *state, 0);
    buffer_put(&buffer, NULL, 0);
    buffer_print(&buffer, "%s", "");
    MUST(buffer_done(&buffer, &bytes));
    assert_int_equal(bytes.size, 0);
    assert_string_equal((const char *)bytes.data, "");
}

static void growth_keeps_what_was_written(void **state)
{
    struct buffer buffer;
    struct bytes bytes = {NULL, 0};
    buffer_init(&buffer, *state, 1 << 20);
    for (int i = 0; i < 100000; i++)
        buffer_print(&buffer, "%05d", i);
    MUST(buffer_done(&buffer, &bytes));
    assert_int_equal(bytes.size, 500000);
    assert_memory_equal(bytes.data + 5 * 99999, "99999", 6);
    assert_memory_equal(bytes.data + 5 * 31, "00031", 5);
}

static void one_piece_may_be_large(void **state)
{
    static const char piece[5000] = {[4999] = 'z'};
    struct buffer buffer;
    struct bytes bytes = {NULL, 0};
    buffer_init(&buffer, *state, 1 << 20);
    buffer_char(&buffer, 'a');
    buffer_put(&buffer, piece, sizeof piece);
    MUST(buffer_done(&buffer, &bytes));
    assert_int_equal(bytes.size, 5001);
    assert_memory_equal(bytes.data + 4999, "\0z", 3);
}

static void maximum_can_be_filled_but_not_passed(void **state)
{
    struct buffer buffer;
    struct bytes bytes = {NULL, 0};
    buffer_init(&buffer, *state, 4);
    buffer_text(&buffer, "abcd");
    MUST(buffer_done(&buffer, &bytes));
    buffer_char(&buffer, 'e');
    EXPECT(buffer_status(&buffer), buffer, full);
}

static void first_refusal_stays(void **state)
{
    struct buffer buffer;
    struct bytes bytes = {NULL, 0};
    buffer_init(&buffer, *state, 4);
    buffer_text(&buffer, "abcde");
    buffer_text(&buffer, "a");
    buffer_print(&buffer, "%d", 1);
    assert_int_equal(buffer.size, 0);
    EXPECT(buffer_done(&buffer, &bytes), buffer, full);
    assert_null(bytes.data);
}

static void arena_cap_is_told_apart(void **state)
{
    (void)state;
    struct arena *arena = arena_new(300);
    struct buffer buffer;
    struct bytes bytes = {NULL, 0};
    buffer_init(&buffer, arena, 1 << 20);
    buffer_print(&buffer, "%0200d", 1);
    MUST(buffer_status(&buffer));
    buffer_print(&buffer, "%0200d", 1);
    EXPECT(buffer_status(&buffer), memory, exhausted);
    EXPECT(buffer_done(&buffer, &bytes), memory, exhausted);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(pieces_follow_each_other),
        ARENA_TEST(nothing_written_is_empty_and_ended),
        ARENA_TEST(growth_keeps_what_was_written),
        ARENA_TEST(one_piece_may_be_large),
        ARENA_TEST(maximum_can_be_filled_but_not_passed),
        ARENA_TEST(first_refusal_stays),
        cmocka_unit_test(arena_cap_is_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
