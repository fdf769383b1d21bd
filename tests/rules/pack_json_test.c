/* Pack files: the shipped ones are sound, a good one is read, each bad one has its own refusal. */
#include "rules/pack_json.c"

#include "embed/pack.h"
#include "tests/base/expect.h"

#define PLACE "\"layer\":\"community\",\"division\":\"330681000217\",\"under\":\"zhuji\","
#define HEAD "{\"pack\":\"mine\"," PLACE "\"title\":\"规约\",\"title_en\":\"bylaws\",\"rules\":["
#define GROUP                                                                                                          \
    "{\"law\":\"GY-12\",\"clause\":\"条文\",\"clause_en\":\"clause\",\"from\":\"2025-01-01\",\"certainty\":\"V\","
#define VALUES "\"values\":["
#define TAIL "]}]}"

static result read_text(struct ctx *ctx, const char *text, struct pack *ret_pack)
{
    return pack_json_read(ctx, "mine.json", BYTES(text, strlen(text)), ret_pack);
}

/* Every pack of the program can be read, is named after its file and stands well at its place. */
static void shipped_packs_are_sound(void **state)
{
    struct ctx ctx = {.arena = *state};
    struct pack packs[64];
    size_t count = 0;
    for (; pack_all[count]; count++) {
        MUST(pack_json_read(&ctx, pack_all[count]->name, BYTES(pack_all[count]->text, pack_all[count]->size),
                            &packs[count]));
        assert_int_equal(strlen(packs[count].name) + strlen(".json"), strlen(pack_all[count]->name));
        assert_memory_equal(packs[count].name, pack_all[count]->name, strlen(packs[count].name));
        assert_true(packs[count].count > 0);
    }
    assert_true(count >= 20);
    for (size_t i = 0; i < count; i++) {
        struct pack_stack stack;
        MUST(pack_stack_make(&ctx, packs, count, packs[i].division, &stack));
        assert_string_equal(stack.packs[stack.count - 1]->name,
                            packs[i].layer == PACK_DEFAULT ? "nation" : packs[i].name);
    }
}

static void a_good_pack_is_read(void **state)
{
    struct ctx ctx = {.arena = *state};
    struct pack pack;
    MUST(read_text(&ctx,
                   HEAD GROUP
                   "\"until\":\"2025-12-31\"," VALUES "{\"key\":\"disclosure.display\",\"value\":\"10wd\"},"
                   "{\"key\":\"vote.changeable\",\"value\":false}]},"
                   "{\"clause\":\"无\",\"clause_en\":\"none\",\"from\":\"2026-01-01\",\"certainty\":\"own\"," VALUES
                   "{\"key\":\"income.banned_uses\",\"value\":[\"lend\",\"invest\"]}" TAIL,
                   &pack));
    assert_string_equal(pack.name, "mine");
    assert_string_equal(pack.under, "zhuji");
    assert_string_equal(pack.title[LANGUAGE_EN], "bylaws");
    assert_int_equal(pack.layer, PACK_COMMUNITY);
    assert_int_equal(pack.count, 3);
    assert_int_equal(pack.rules[0].key, RULE_disclosure_display);
    assert_int_equal(pack.rules[0].value.a, 10);
    assert_int_equal(pack.rules[0].value.b, PACK_WORKING_DAYS);
    assert_string_equal(pack.rules[0].law, "GY-12");
    assert_string_equal(pack.rules[0].clause[LANGUAGE_ZH], "条文");
    assert_int_equal(pack.rules[0].from, 20089);
    assert_int_equal(pack.rules[0].until, 20453);
    assert_int_equal(pack.rules[0].certainty, PACK_VERIFIED);
    assert_int_equal(pack.rules[1].key, RULE_vote_changeable);
    assert_int_equal(pack.rules[1].value.a, 0);
    assert_int_equal(pack.rules[1].until, 20453);
    assert_int_equal(pack.rules[2].until, DAY_MAX);
    assert_string_equal(pack.rules[2].law, "");
    assert_int_equal(pack.rules[2].certainty, PACK_OWN);
}

struct bad {
    const char *text;
    enum error code;
    const char *key, *value; /* one detail of the refusal */
};

#define ONE(value) HEAD GROUP VALUES value TAIL

static const struct bad bad[] = {
    {"", ERROR_json_malformed, "file", "mine.json"},
    {"[]", ERROR_field_type, "pointer", "/"},
    {"{\"pack\":\"mine\",\"pack\":\"mine\"}", ERROR_json_malformed, "file", "mine.json"},
    {"{\"packs\":\"mine\"}", ERROR_field_unknown, "pointer", "/packs"},
    {"{\"layer\":\"city\"}", ERROR_field_required, "pointer", "/pack"},
    {"{\"pack\":\"mine\",\"layer\":\"village\"}", ERROR_pack_file, "pack", "mine"},
    {"{\"pack\":\"mine\",\"layer\":\"city\",\"division\":\"33\",\"title\":\"t\",\"title_en\":\"t\",\"rules\":[]}",
     ERROR_pack_layer, "division", "33"},
    {"{\"pack\":\"Mine\",\"layer\":\"city\"}", ERROR_pack_file, "reason", "pack: a-z 0-9 - _"},
    {"{\"pack\":\"mine\",\"layer\":\"nation\",\"title\":\"a\\u0007\"}", ERROR_pack_file, "reason",
     "title: control character"},
    {"{\"pack\":\"mine\",\"layer\":\"nation\",\"title\":\" a\"}", ERROR_pack_file, "place", "–"},
    {HEAD "7]}", ERROR_field_type, "pointer", "/rules/0"},
    {HEAD GROUP "\"rates\":[]}]}", ERROR_field_unknown, "pointer", "/rules/0/rates"},
    {HEAD "{\"law\":\"GY 12\",\"certainty\":\"V\"}]}", ERROR_pack_file, "place", "1"},
    {HEAD "{\"law\":\"GY-12\",\"certainty\":\"sure\"}]}", ERROR_pack_file, "reason", "certainty: V, V2, U, own"},
    {HEAD "{\"clause\":\"c\",\"certainty\":\"V\"}]}", ERROR_pack_file, "reason", "law"},
    {HEAD "{\"law\":\"GY-12\",\"certainty\":\"V\"}]}", ERROR_field_required, "pointer", "/rules/0/clause"},
    {HEAD "{\"law\":\"GY-12\",\"certainty\":\"V\",\"clause\":\"c\",\"clause_en\":\"c\",\"from\":\"2025-02-29\"}]}",
     ERROR_date_invalid, "pointer", "/rules/0/from"},
    {HEAD GROUP VALUES "]}]}", ERROR_pack_file, "reason", "values"},
    {ONE("{\"key\":\"disclosure.display\",\"value\":\"10wd\",\"unit\":\"wd\"}"), ERROR_field_unknown, "pointer",
     "/rules/0/values/0/unit"},
    {ONE("{\"value\":\"10wd\"}"), ERROR_field_required, "pointer", "/rules/0/values/0/key"},
    {ONE("{\"key\":\"disclosure.displays\",\"value\":\"10wd\"}"), ERROR_pack_key, "key", "disclosure.displays"},
    {ONE("{\"key\":\"disclosure.display\",\"value\":\"10\"}"), ERROR_pack_value, "value", "10"},
    {ONE("{\"key\":\"disclosure.display\",\"value\":10}"), ERROR_pack_value, "key", "disclosure.display"},
    {ONE("{\"key\":\"disclosure.display\"}"), ERROR_pack_value, "key", "disclosure.display"},
    {ONE("{\"key\":\"disclosure.display\",\"value\":[\"10wd\"]}"), ERROR_pack_value, "key", "disclosure.display"},
    {ONE("{\"key\":\"vote.changeable\",\"value\":\"true\"}"), ERROR_pack_value, "key", "vote.changeable"},
    {ONE("{\"key\":\"income.banned_uses\",\"value\":\"lend\"}"), ERROR_pack_value, "key", "income.banned_uses"},
    {ONE("{\"key\":\"income.banned_uses\",\"value\":[]}"), ERROR_pack_value, "key", "income.banned_uses"},
    {ONE("{\"key\":\"income.banned_uses\",\"value\":[1]}"), ERROR_pack_file, "place", "1"},
    {ONE("{\"key\":\"works.overrun_share\",\"value\":0.1}"), ERROR_json_malformed, "line", "1"},
    {ONE("{\"key\":\"vote.quorum_area\",\"value\":\">=3/4\"}"), ERROR_pack_fixed, "key", "vote.quorum_area"},
    {ONE("{\"key\":\"disclosure.display\",\"value\":\"9wd\"},{\"key\":\"disclosure.display\",\"value\":\"9wd\"}"),
     ERROR_pack_overlap, "other", "1"},
    {HEAD GROUP "\"until\":\"2024-12-31\"," VALUES "{\"key\":\"disclosure.display\",\"value\":\"9wd\"}" TAIL,
     ERROR_pack_dates, "place", "1"},
};

static void each_mistake_has_its_refusal(void **state)
{
    for (size_t i = 0; i < LENGTH(bad); i++) {
        struct ctx ctx = {.arena = *state};
        struct pack pack = {.count = 77};
        const result read = read_text(&ctx, bad[i].text, &pack);
        if (read.code != bad[i].code)
            print_message("%zu: %s\n", i, bad[i].text);
        assert_int_equal(read.code, bad[i].code);
        assert_non_null(error_get(&ctx.error, bad[i].key));
        assert_string_equal(error_get(&ctx.error, bad[i].key), bad[i].value);
        assert_int_equal(pack.count, 77);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(shipped_packs_are_sound),
        ARENA_TEST(a_good_pack_is_read),
        ARENA_TEST(each_mistake_has_its_refusal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
