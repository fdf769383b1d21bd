/* JSON text: commas, escapes, forms of values. */
#include "base/json_write.c"

#include "tests/base/expect.h"

static const char *finish(struct buffer *out)
{
    struct bytes bytes;
    MUST(buffer_done(out, &bytes));
    return (const char *)bytes.data;
}

static struct buffer fresh(void **state)
{
    struct buffer out;
    buffer_init(&out, *state, 10000);
    return out;
}

static void commas_stand_between_members(void **state)
{
    struct buffer out = fresh(state);
    json_open_object(&out, NULL);
    json_put_string(&out, "a", "x");
    json_put_number(&out, "b", -7);
    json_open_array(&out, "c");
    json_put_number(&out, NULL, 1);
    json_put_number(&out, NULL, 2);
    json_open_object(&out, NULL);
    json_close_object(&out);
    json_open_array(&out, NULL);
    json_close_array(&out);
    json_close_array(&out);
    json_put_bool(&out, "d", true);
    json_put_bool(&out, "e", false);
    json_put_null(&out, "f");
    json_put_string(&out, "g", NULL);
    json_close_object(&out);
    assert_string_equal(finish(&out),
                        "{\"a\":\"x\",\"b\":-7,\"c\":[1,2,{},[]],\"d\":true,\"e\":false,\"f\":null,\"g\":null}");
}

static void lines_of_their_own_take_no_comma(void **state)
{
    struct buffer out = fresh(state);
    json_put_number(&out, NULL, 1);
    buffer_char(&out, '\n');
    json_put_number(&out, NULL, 2);
    assert_string_equal(finish(&out), "1\n2");
}

static void strings_are_escaped(void **state)
{
    struct buffer out = fresh(state);
    json_open_array(&out, NULL);
    json_put_text(&out, NULL, BYTES("a\"b\\c\n\t\x01\x1f\x7f/账\0z", 16));
    json_put_string(&out, NULL, "");
    json_close_array(&out);
    assert_string_equal(finish(&out), "[\"a\\\"b\\\\c\\u000a\\u0009\\u0001\\u001f\x7f/账\\u0000z\",\"\"]");
}

static void strings_that_end_like_structure_do_not_confuse(void **state)
{
    struct buffer out = fresh(state);
    json_open_object(&out, NULL);
    json_put_string(&out, "a{", "[");
    json_put_string(&out, "b:", "{");
    json_close_object(&out);
    assert_string_equal(finish(&out), "{\"a{\":\"[\",\"b:\":\"{\"}");
}

static void numbers_keep_all_their_digits(void **state)
{
    struct buffer out = fresh(state);
    json_open_array(&out, NULL);
    json_put_number(&out, NULL, INT64_MIN);
    json_put_unsigned(&out, NULL, UINT64_MAX);
    json_close_array(&out);
    assert_string_equal(finish(&out), "[-9223372036854775808,18446744073709551615]");
}

static void money_is_a_string_and_bytes_are_hexadecimal(void **state)
{
    struct buffer out = fresh(state);
    json_open_object(&out, NULL);
    json_put_money(&out, "amount", FEN(-123450));
    json_put_hex(&out, "root", BYTES("\x00\xff", 2));
    json_put_hex(&out, "none", (struct bytes){NULL, 0});
    json_close_object(&out);
    assert_string_equal(finish(&out), "{\"amount\":\"-1234.50\",\"root\":\"00ff\",\"none\":\"\"}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(commas_stand_between_members),  ARENA_TEST(lines_of_their_own_take_no_comma),
        ARENA_TEST(strings_are_escaped),           ARENA_TEST(strings_that_end_like_structure_do_not_confuse),
        ARENA_TEST(numbers_keep_all_their_digits), ARENA_TEST(money_is_a_string_and_bytes_are_hexadecimal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
