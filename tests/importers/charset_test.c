#include "importers/parse/charset.c"

#include "tests/base/expect.h"

#define TEXT(literal) BYTES(literal, sizeof(literal) - 1)

static void is_text(struct bytes found, const char *expected)
{
    assert_int_equal(found.size, strlen(expected));
    assert_memory_equal(found.data, expected, found.size);
}

static void utf8_stays_as_it_is(void **state)
{
    struct ctx ctx = {.arena = *state};
    const struct bytes file = TEXT("摘要,金额\n");
    struct charset_text text;
    MUST(charset_decode(&ctx, file, &text));
    assert_string_equal(text.name, "UTF-8");
    assert_ptr_equal(text.utf8.data, file.data);
}

static void the_mark_is_taken_off(void **state)
{
    struct ctx ctx = {.arena = *state};
    struct charset_text text;
    MUST(charset_decode(&ctx, TEXT("\xEF\xBB\xBF余额"), &text));
    is_text(text.utf8, "余额");
    is_text(text.source, "余额");
}

static void gb18030_becomes_utf8(void **state)
{
    struct ctx ctx = {.arena = *state};
    struct charset_text text;
    MUST(
        charset_decode(&ctx, TEXT("\xD3\xE0\xB6\xEE,\x95\x32\x82\x36\n"), &text)); /* two bytes a character, and four */
    assert_string_equal(text.name, "GB18030");
    is_text(text.utf8, "余额,𠀀\n");
    is_text(text.source, "\xD3\xE0\xB6\xEE,\x95\x32\x82\x36\n");
}

static void the_first_bad_byte_is_named(void **state)
{
    struct ctx ctx = {.arena = *state};
    struct charset_text text;
    EXPECT(charset_decode(&ctx, TEXT("abc\xD3\xE0\xFF\xFF"), &text), import, charset);
    assert_string_equal(error_get(&ctx.error, "offset"), "5");
}

static void a_character_cut_in_half_is_bad(void **state)
{
    struct ctx ctx = {.arena = *state};
    struct charset_text text;
    EXPECT(charset_decode(&ctx, TEXT("ab\xD3\xE0\xB6"), &text), import, charset);
    assert_string_equal(error_get(&ctx.error, "offset"), "4");
}

static void a_mark_promises_utf8(void **state)
{
    struct ctx ctx = {.arena = *state};
    struct charset_text text;
    EXPECT(charset_decode(&ctx,
                          TEXT("\xEF\xBB\xBF"
                               "a\xD3\xE0"),
                          &text),
           import, charset);
    assert_string_equal(error_get(&ctx.error, "offset"), "4");
}

static void the_charset_that_got_further_names_the_byte(void **state)
{
    struct ctx ctx = {.arena = *state};
    struct charset_text text;
    EXPECT(charset_decode(&ctx, TEXT("余额余额余额余额\xFF"), &text), import, charset);
    assert_string_equal(error_get(&ctx.error, "offset"), "24");
}

static void encode_is_the_way_back(void **state)
{
    struct ctx ctx = {.arena = *state};
    const struct bytes utf8 = TEXT("账　　号,￥1.00,é,𠀀\r\n");
    struct charset_text text;
    struct bytes encoded;
    MUST(charset_encode(&ctx, utf8, &encoded));
    MUST(charset_decode(&ctx, encoded, &text));
    assert_string_equal(text.name, "GB18030");
    is_text(text.utf8, "账　　号,￥1.00,é,𠀀\r\n");
}

static void encode_refuses_what_is_not_utf8(void **state)
{
    struct ctx ctx = {.arena = *state};
    struct bytes encoded;
    EXPECT(charset_encode(&ctx, TEXT("ab\xFF"), &encoded), import, charset);
    assert_string_equal(error_get(&ctx.error, "offset"), "2");
}

static void memory_is_bounded(void **state)
{
    struct arena *arena = arena_new(64);
    struct ctx ctx = {.arena = arena};
    struct charset_text text;
    uint8_t file[64];
    (void)state;
    memset(file, 0xB6, sizeof file);
    EXPECT(charset_decode(&ctx, BYTES(file, sizeof file), &text), memory, exhausted);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(utf8_stays_as_it_is),
        ARENA_TEST(the_mark_is_taken_off),
        ARENA_TEST(gb18030_becomes_utf8),
        ARENA_TEST(the_first_bad_byte_is_named),
        ARENA_TEST(a_character_cut_in_half_is_bad),
        ARENA_TEST(a_mark_promises_utf8),
        ARENA_TEST(the_charset_that_got_further_names_the_byte),
        ARENA_TEST(encode_is_the_way_back),
        ARENA_TEST(encode_refuses_what_is_not_utf8),
        ARENA_TEST(memory_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
