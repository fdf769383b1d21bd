#include "importers/parse/profile.c"

#include "embed/profile.h"
#include "tests/base/expect.h"

/* clang-format off */
#define GOOD                                                                                                           \
    "{\"id\":\"x@1\",\"title\":\"t\",\"bank\":\"b\",\"markers\":[],\"header\":[\"日期\"],\"footer\":[],"             \
    "\"amount\":{\"model\":\"in_out\",\"in\":\"收\",\"out\":\"支\"},\"captions\":{},"                               \
    "\"columns\":{\"booked\":\"日期\"}}"
/* clang-format on */

static result load(void **state, const char *text, struct profile *ret, struct ctx *ctx)
{
    const struct embedded file = {"x.json", text, strlen(text), "00"};
    *ctx = (struct ctx){.arena = *state};
    return profile_load(ctx, &file, ret);
}

static void every_profile_of_the_program_loads(void **state)
{
    struct ctx ctx = {.arena = *state};
    size_t count = 0;
    for (const struct embedded *const *file = profile_all; *file; file++, count++) {
        struct profile profile;
        MUST(profile_load(&ctx, *file, &profile));
        assert_non_null(strchr(profile.id, '@')); /* each layout has a version */
        assert_int_equal(strlen(profile.sha256), 64);
        assert_non_null(profile.columns[COLUMN_BALANCE].text);
    }
    assert_true(count >= 2);
}

static void a_profile_has_names_and_keys(void **state)
{
    struct profile profile;
    struct ctx ctx;
    MUST(load(state, GOOD, &profile, &ctx));
    assert_string_equal(profile.columns[COLUMN_BOOKED].key, "日期");
    assert_string_equal(profile.columns[COLUMN_IN].text, "收");
    assert_null(profile.columns[COLUMN_SERIAL].text);
    assert_int_equal(profile.header.count, 1);
}

/* The good profile with one piece replaced. */
static void refuses(void **state, const char *from, const char *to)
{
    struct profile profile;
    struct ctx ctx;
    char text[1024];
    const char *at = strstr(GOOD, from);
    assert_non_null(at);
    (void)snprintf(text, sizeof text, "%.*s%s%s", (int)(at - GOOD), GOOD, to, at + strlen(from));
    const result loaded = load(state, text, &profile, &ctx);
    if (loaded.code != ERROR_import_profile)
        fail_msg("%s: %s", text, error_info(loaded.code)->name);
    assert_string_equal(error_get(&ctx.error, "profile"), "x.json");
}

static void wrong_profiles_are_refused(void **state)
{
    refuses(state, "{\"id\"", "[\"id\"");
    refuses(state, "\"title\"", "\"subtitle\"");
    refuses(state, "\"b\"", "7");
    refuses(state, "\"markers\":[]", "\"markers\":{}");
    refuses(state, "[\"日期\"]", "[1]");
    refuses(state, "[\"日期\"]", "[]");
    refuses(state, "in_out", "signed");
    refuses(state, "\"in\":\"收\",", "");
    refuses(state, "\"in\":\"收\"", "\"in\":\"收\",\"flag\":\"借/贷\"");
    refuses(state, "\"booked\"", "\"balance\"");
    refuses(state, "\"booked\"", "\"bookd\"");
    refuses(state, "\"booked\":\"日期\"", "\"booked\":1");
    refuses(state, ",\"captions\":{}", "");
}

static void too_many_names_are_refused(void **state)
{
    char many[PROFILE_NAMES_MAX * 4 + 16] = "\"footer\":[\"a\"";
    for (size_t i = 0, used = strlen(many); i < PROFILE_NAMES_MAX; i++, used += 4)
        (void)snprintf(many + used, sizeof many - used, ",\"a\"");
    (void)snprintf(many + strlen(many), 2, "]");
    refuses(state, "\"footer\":[]", many);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(every_profile_of_the_program_loads),
        ARENA_TEST(a_profile_has_names_and_keys),
        ARENA_TEST(wrong_profiles_are_refused),
        ARENA_TEST(too_many_names_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
