/* JSON documents: what is read, what is refused, and the details of each refusal. */
#include "base/json.c"

#include "tests/base/expect.h"

#define TEXT(literal) BYTES(literal, sizeof(literal) - 1)

static struct json *parsed(struct ctx *ctx, const char *text)
{
    struct json *json = NULL;
    MUST(json_parse(ctx, BYTES(text, strlen(text)), &json));
    return json;
}

static void expect_malformed(struct bytes text, const char *line, const char *reason)
{
    struct ctx ctx = {0};
    struct json *json = NULL;
    EXPECT(json_parse(&ctx, text, &json), json, malformed);
    assert_null(json);
    assert_string_equal(error_get(&ctx.error, "line"), line);
    assert_true(strlen(error_get(&ctx.error, "reason")) > 3);
    if (reason)
        assert_string_equal(error_get(&ctx.error, "reason"), reason);
}

static void broken_documents_are_refused(void **state)
{
    (void)state;
    expect_malformed((struct bytes){NULL, 0}, "1", NULL);
    expect_malformed(TEXT("{"), "1", NULL);
    expect_malformed(TEXT("{}\n{}"), "2", NULL);
    expect_malformed(TEXT("{\"a\":1,}"), "1", NULL);
    expect_malformed(TEXT("{\"a\":\n'b'}"), "2", NULL);
    expect_malformed(TEXT("[\"\xff\"]"), "1", NULL);
    expect_malformed(TEXT("[\"\\u0000\"]"), "1", NULL);
    expect_malformed(TEXT("[\"\\ud800\"]"), "1", NULL);
    expect_malformed(TEXT("[9223372036854775808]"), "1", NULL);
    expect_malformed(TEXT("[01]"), "1", NULL);
    expect_malformed(TEXT("[1]\0"), "1", NULL);
    expect_malformed(TEXT("7"), "1", NULL);
}

static void duplicate_members_are_refused(void **state)
{
    (void)state;
    expect_malformed(TEXT("{\"a\":1,\n\"a\":1}"), "2", NULL);
    expect_malformed(TEXT("[{\"b\":{\"a\":1,\"a\":2}}]"), "1", NULL);
}

static void real_numbers_are_refused_wherever_they_stand(void **state)
{
    (void)state;
    static const char reason[] = "a number with a decimal point or an exponent";
    expect_malformed(TEXT("[1.0]"), "1", reason);
    expect_malformed(TEXT("{\"a\":1,\n\n\"b\":[{\"c\":-0.5}]}"), "3", reason);
    expect_malformed(TEXT("[1e2]"), "1", reason);
    expect_malformed(TEXT("[1E2]"), "1", reason);
    expect_malformed(TEXT("{\"a\\\"\": \"\\\\\", \"b\": 7, \"c\": 8e-1}"), "1", reason);
}

static void points_and_exponents_inside_strings_are_text(void **state)
{
    (void)state;
    struct ctx ctx = {0};
    struct json *json = parsed(&ctx, "{\"1.5\": \"2.5\", \"e\": \"\\\"3.5\", \"n\": [12, -7,true, false,null]}");
    assert_int_equal(ctx.error.count, 0);
    assert_string_equal(json_as_text(json_member(json_root(json), "1.5")), "2.5");
    assert_string_equal(json_as_text(json_member(json_root(json), "e")), "\"3.5");
    json_free(&json);
}

static void deep_nesting_is_refused(void **state)
{
    (void)state;
    char text[200];
    for (int depth = DEPTH_MAX; depth <= DEPTH_MAX + 1; depth++) {
        memset(text, '[', (size_t)depth);
        memset(text + depth, ']', (size_t)depth);
        text[2 * depth] = '\0';
        struct ctx ctx = {0};
        struct json *json = NULL;
        if (depth == DEPTH_MAX)
            MUST(json_parse(&ctx, BYTES(text, strlen(text)), &json));
        else
            expect_malformed(BYTES(text, strlen(text)), "1", "nested too deeply");
        json_free(&json);
    }
}

static void freeing_twice_is_nothing(void **state)
{
    (void)state;
    struct ctx ctx = {0};
    struct json *json = parsed(&ctx, "[]");
    json_free(&json);
    assert_null(json);
    json_free(&json);
}

static void unknown_members_are_refused_by_pointer(void **state)
{
    (void)state;
    static const char *const names[] = {"a", "b", NULL};
    struct ctx ctx = {0};
    struct json *json = parsed(&ctx, "{\"a\":1,\"b\":{\"c\":2}}");
    MUST(json_members(&ctx, json_root(json), "", names));
    EXPECT(json_members(&ctx, json_member(json_root(json), "b"), "/entries/0", names), field, unknown);
    assert_string_equal(error_get(&ctx.error, "pointer"), "/entries/0/c");
    json_free(&json);
}

static void members_of_no_object_are_refused(void **state)
{
    (void)state;
    static const char *const names[] = {NULL};
    struct ctx ctx = {0};
    struct json *json = parsed(&ctx, "[7]");
    EXPECT(json_members(&ctx, json_root(json), "", names), field, type);
    assert_string_equal(error_get(&ctx.error, "pointer"), "/");
    EXPECT(json_members(&ctx, json_at(json_root(json), 0), "/lines/0", names), field, type);
    assert_string_equal(error_get(&ctx.error, "pointer"), "/lines/0");
    assert_string_equal(error_get(&ctx.error, "expected"), "对象 object");
    json_free(&json);
}

static void absent_and_null_members_are_missing(void **state)
{
    (void)state;
    struct ctx ctx = {0};
    const char *text = "kept";
    struct json *json = parsed(&ctx, "{\"n\":null}");
    assert_null(json_member(json_root(json), "n"));
    assert_null(json_member(json_root(json), "x"));
    EXPECT(json_get_text(&ctx, json_root(json), "/lines/3", "n", &text), field, required);
    assert_string_equal(error_get(&ctx.error, "pointer"), "/lines/3/n");
    EXPECT(json_get_text(&ctx, json_root(json), "", "x", &text), field, required);
    assert_string_equal(error_get(&ctx.error, "pointer"), "/x");
    assert_string_equal(text, "kept");
    json_free(&json);
}

static void good_members_are_read_without_a_trace(void **state)
{
    (void)state;
    struct ctx ctx = {0};
    const char *text;
    money amount;
    day date;
    const struct json_value *array;
    struct json *json = parsed(&ctx, "{\"t\":\"公共收益\",\"m\":\"-12.50\",\"d\":\"2025-03-31\",\"a\":[\"x\",2]}");
    MUST(json_get_text(&ctx, json_root(json), "", "t", &text));
    MUST(json_get_money(&ctx, json_root(json), "", "m", &amount));
    MUST(json_get_date(&ctx, json_root(json), "", "d", &date));
    MUST(json_get_array(&ctx, json_root(json), "", "a", &array));
    assert_string_equal(text, "公共收益");
    assert_int_equal(amount.fen, -1250);
    assert_int_equal(date, 0x4ed2);
    assert_int_equal(json_count(array), 2);
    assert_string_equal(json_as_text(json_at(array, 0)), "x");
    assert_null(json_at(array, 2));
    assert_int_equal(ctx.error.count, 0);
    json_free(&json);
}

static void wrong_types_say_what_was_expected(void **state)
{
    (void)state;
    struct ctx ctx = {0};
    const char *text;
    money amount;
    day date;
    const struct json_value *array;
    struct json *json = parsed(&ctx, "{\"n\":12,\"t\":\"x\"}");
    EXPECT(json_get_text(&ctx, json_root(json), "/e", "n", &text), field, type);
    assert_string_equal(error_get(&ctx.error, "pointer"), "/e/n");
    assert_string_equal(error_get(&ctx.error, "expected"), "文字 text");
    EXPECT(json_get_money(&ctx, json_root(json), "", "n", &amount), field, type);
    EXPECT(json_get_date(&ctx, json_root(json), "", "n", &date), field, type);
    EXPECT(json_get_array(&ctx, json_root(json), "", "t", &array), field, type);
    assert_string_equal(error_get(&ctx.error, "pointer"), "/t");
    assert_string_equal(error_get(&ctx.error, "expected"), "列表 array");
    json_free(&json);
}

static void bad_values_are_quoted(void **state)
{
    (void)state;
    struct ctx ctx = {0};
    money amount = FEN(7);
    day date = 7;
    struct json *json =
        parsed(&ctx, "{\"a\":\"1,000.00\",\"b\":\"1.5\",\"c\":\"90000000000000.01\",\"d\":\"2025-02-30\"}");
    EXPECT(json_get_money(&ctx, json_root(json), "/l", "a", &amount), money, malformed);
    assert_string_equal(error_get(&ctx.error, "value"), "1,000.00");
    assert_string_equal(error_get(&ctx.error, "pointer"), "/l/a");
    EXPECT(json_get_money(&ctx, json_root(json), "", "b", &amount), money, scale);
    EXPECT(json_get_money(&ctx, json_root(json), "", "c", &amount), money, range);
    EXPECT(json_get_date(&ctx, json_root(json), "", "d", &date), date, invalid);
    assert_string_equal(error_get(&ctx.error, "value"), "2025-02-30");
    assert_true(amount.fen == 7 && date == 7);
    json_free(&json);
}

static void types_are_told_apart(void **state)
{
    (void)state;
    struct ctx ctx = {0};
    struct json *json = parsed(&ctx, "[\"t\",7,true,[],{},false]");
    const struct json_value *root = json_root(json), *item[6];
    for (size_t i = 0; i < 6; i++)
        item[i] = json_at(root, i);
    for (size_t i = 0; i < 6; i++) {
        int64_t number = 0;
        bool flag = false;
        assert_int_equal(json_is_text(item[i]), i == 0);
        assert_int_equal((json_is_array)(item[i]), i == 3);
        assert_int_equal((json_is_object)(item[i]), i == 4);
        assert_int_equal(json_as_text(item[i]) != NULL, i == 0);
        assert_int_equal(json_as_integer(item[i], &number), i == 1);
        assert_int_equal(json_as_bool(item[i], &flag), i == 2 || i == 5);
        assert_int_equal(number, i == 1 ? 7 : 0);
        assert_int_equal(flag, i == 2);
    }
    json_free(&json);
}

static void absent_values_are_of_no_type(void **state)
{
    (void)state;
    int64_t number;
    bool flag;
    assert_false(json_is_text(NULL) || (json_is_array)(NULL) || (json_is_object)(NULL));
    assert_null(json_as_text(NULL));
    assert_false(json_as_integer(NULL, &number) || json_as_bool(NULL, &flag));
    assert_int_equal(json_count(NULL), 0);
    assert_null(json_at(NULL, 0));
    assert_null(json_member(NULL, "a"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(broken_documents_are_refused),
        cmocka_unit_test(duplicate_members_are_refused),
        cmocka_unit_test(real_numbers_are_refused_wherever_they_stand),
        cmocka_unit_test(points_and_exponents_inside_strings_are_text),
        cmocka_unit_test(deep_nesting_is_refused),
        cmocka_unit_test(freeing_twice_is_nothing),
        cmocka_unit_test(unknown_members_are_refused_by_pointer),
        cmocka_unit_test(members_of_no_object_are_refused),
        cmocka_unit_test(absent_and_null_members_are_missing),
        cmocka_unit_test(good_members_are_read_without_a_trace),
        cmocka_unit_test(wrong_types_say_what_was_expected),
        cmocka_unit_test(bad_values_are_quoted),
        cmocka_unit_test(types_are_told_apart),
        cmocka_unit_test(absent_values_are_of_no_type),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
