/* Packs in layers: what holds for a place on a day, what gives way, which packs and stacks are refused, canonical
 * bytes. */
#include "rules/pack.c"

#include "tests/base/expect.h"

enum { DAY_2020 = 18262, DAY_2021 = 18628, DAY_2026 = 20454 }; /* 1 January each */

/* A value in force for ever. */
static struct pack_rule rule_of(struct ctx *ctx, enum pack_key_no key, const char *text)
{
    struct pack_rule rule = {.key = key,
                             .law = "CN-CC-278-2",
                             .clause = {"条文", "clause"},
                             .from = DAY_2020,
                             .until = DAY_MAX,
                             .certainty = PACK_VERIFIED};
    MUST(pack_value_parse(ctx, key, text, &rule.value));
    return rule;
}

static struct pack pack_of(enum pack_layer layer, const char *division, const struct pack_rule *rules, size_t count)
{
    static const char *const names[] = {"default", "nation", "province", "city", "county", "community"};
    return (struct pack){.name = names[layer],
                         .under = layer == PACK_DEFAULT ? "" : names[layer - 1],
                         .division = division,
                         .title = {"包", "pack"},
                         .layer = layer,
                         .rules = rules,
                         .count = count};
}

/* All six layers; each test fills in rules. */
static void fill(struct pack packs[PACK_LAYERS])
{
    static const char *const divisions[] = {"", "", "33", "3306", "330681", "330681000217"};
    for (size_t i = 0; i < PACK_LAYERS; i++)
        packs[i] = pack_of((enum pack_layer)i, divisions[i], NULL, 0);
}

static struct pack_stack stack_of(struct ctx *ctx, const struct pack packs[PACK_LAYERS])
{
    struct pack_stack stack;
    MUST(pack_stack_make(ctx, packs, PACK_LAYERS, "330681000217", &stack));
    return stack;
}

static void expect_rule(const struct rule *rule, const char *pack, const struct pack_rule *stated)
{
    assert_non_null(rule->stated);
    assert_string_equal(rule->pack->name, pack);
    assert_ptr_equal(rule->stated, stated);
}

static void the_most_local_value_holds(void **state)
{
    struct ctx ctx = {.arena = *state};
    const struct pack_rule nation = rule_of(&ctx, RULE_disclosure_display, "5d");
    const struct pack_rule city = rule_of(&ctx, RULE_disclosure_display, "5wd");
    const struct pack_rule bylaws = rule_of(&ctx, RULE_disclosure_display, "10wd");
    struct pack packs[PACK_LAYERS];
    struct rule_set *set;
    struct rule gave_way[PACK_LAYERS];
    MUST(ARENA_TAKE(ctx.arena, 1, &set));
    fill(packs);
    packs[PACK_NATION] = pack_of(PACK_NATION, "", &nation, 1);
    packs[PACK_CITY] = pack_of(PACK_CITY, "3306", &city, 1);
    packs[PACK_COMMUNITY] = pack_of(PACK_COMMUNITY, "330681000217", &bylaws, 1);
    const struct pack_stack stack = stack_of(&ctx, packs);
    assert_int_equal(stack.count, PACK_LAYERS);
    MUST(rule_set_make(&ctx, &stack, DAY_2026, set));
    expect_rule(&set->rules[RULE_disclosure_display], "community", &bylaws);
    assert_null(set->rules[RULE_vote_notice].stated);
    assert_int_equal(rule_overridden(&stack, set, RULE_disclosure_display, gave_way), 2);
    expect_rule(&gave_way[0], "city", &city);
    expect_rule(&gave_way[1], "nation", &nation);
    assert_int_equal(rule_overridden(&stack, set, RULE_vote_notice, gave_way), 0);
}

static void values_hold_from_their_first_day_to_their_last(void **state)
{
    struct ctx ctx = {.arena = *state};
    struct pack_rule rules[2] = {rule_of(&ctx, RULE_vote_quorum_area, ">1/2"),
                                 rule_of(&ctx, RULE_vote_quorum_area, ">=2/3")};
    struct pack packs[PACK_LAYERS];
    struct rule_set *set;
    MUST(ARENA_TAKE(ctx.arena, 1, &set));
    rules[0].until = DAY_2021 - 1;
    rules[1].from = DAY_2021;
    rules[1].until = DAY_2026;
    fill(packs);
    packs[PACK_NATION] = pack_of(PACK_NATION, "", rules, 2);
    MUST(pack_check(&ctx, &packs[PACK_NATION]));
    const struct pack_stack stack = stack_of(&ctx, packs);
    MUST(rule_set_make(&ctx, &stack, DAY_2020 - 1, set));
    assert_null(set->rules[RULE_vote_quorum_area].stated);
    MUST(rule_set_make(&ctx, &stack, DAY_2020, set));
    assert_ptr_equal(set->rules[RULE_vote_quorum_area].stated, &rules[0]);
    MUST(rule_set_make(&ctx, &stack, DAY_2021 - 1, set));
    assert_ptr_equal(set->rules[RULE_vote_quorum_area].stated, &rules[0]);
    MUST(rule_set_make(&ctx, &stack, DAY_2021, set));
    assert_ptr_equal(set->rules[RULE_vote_quorum_area].stated, &rules[1]);
    MUST(rule_set_make(&ctx, &stack, DAY_2026, set));
    assert_ptr_equal(set->rules[RULE_vote_quorum_area].stated, &rules[1]);
    MUST(rule_set_make(&ctx, &stack, DAY_2026 + 1, set));
    assert_null(set->rules[RULE_vote_quorum_area].stated);
}

static void defaults_bind_nobody_and_replacing_goes_both_ways(void **state)
{
    struct ctx ctx = {.arena = *state};
    const struct pack_rule defaults[] = {rule_of(&ctx, RULE_disclosure_display, "30d"),
                                         rule_of(&ctx, RULE_warranty_term, "8y")};
    const struct pack_rule county[] = {rule_of(&ctx, RULE_disclosure_display, "3d"),
                                       rule_of(&ctx, RULE_warranty_term, "2y")};
    const struct pack_rule bylaws = rule_of(&ctx, RULE_warranty_term, "5y");
    struct pack packs[PACK_LAYERS];
    struct rule_set *set;
    MUST(ARENA_TAKE(ctx.arena, 1, &set));
    fill(packs);
    packs[PACK_DEFAULT] = pack_of(PACK_DEFAULT, "", defaults, 2);
    packs[PACK_COUNTY] = pack_of(PACK_COUNTY, "330681", county, 2);
    packs[PACK_COMMUNITY] = pack_of(PACK_COMMUNITY, "330681000217", &bylaws, 1);
    const struct pack_stack stack = stack_of(&ctx, packs);
    MUST(rule_set_make(&ctx, &stack, DAY_2026, set));
    expect_rule(&set->rules[RULE_disclosure_display], "county", &county[0]);
    expect_rule(&set->rules[RULE_warranty_term], "community", &bylaws);
}

/* A stack that was made is good; the layer above may be changed later by a law that nobody told the bylaws of. Here the
 * stack is put together by hand. */
static void a_stricter_law_prevails_over_older_bylaws(void **state)
{
    struct ctx ctx = {.arena = *state};
    const struct pack_rule nation = rule_of(&ctx, RULE_disclosure_display, "30d");
    const struct pack_rule bylaws = rule_of(&ctx, RULE_disclosure_display, "7d");
    const struct pack above = pack_of(PACK_NATION, "", &nation, 1);
    const struct pack below = pack_of(PACK_COMMUNITY, "330681000217", &bylaws, 1);
    const struct pack_stack stack = {{&above, &below}, 2};
    struct rule gave_way[PACK_LAYERS];
    struct rule_set *set;
    MUST(ARENA_TAKE(ctx.arena, 1, &set));
    MUST(rule_set_make(&ctx, &stack, DAY_2026, set));
    expect_rule(&set->rules[RULE_disclosure_display], "nation", &nation);
    assert_int_equal(rule_overridden(&stack, set, RULE_disclosure_display, gave_way), 1);
    expect_rule(&gave_way[0], "community", &bylaws);
}

static void only_packs_of_the_place_are_taken(void **state)
{
    struct ctx ctx = {.arena = *state};
    struct pack packs[PACK_LAYERS];
    struct pack_stack stack;
    fill(packs);
    MUST(pack_stack_make(&ctx, packs, PACK_LAYERS, "330602000001", &stack));
    assert_int_equal(stack.count, 4); /* another county of the same city */
    MUST(pack_stack_make(&ctx, packs, PACK_LAYERS, "110105000001", &stack));
    assert_int_equal(stack.count, 2);
    MUST(pack_stack_make(&ctx, packs, PACK_LAYERS, "330681", &stack));
    assert_int_equal(stack.count, 5);
}

/* ---- refusals ---- */

static void expect_detail(const struct ctx *ctx, const char *key, const char *value)
{
    assert_non_null(error_get(&ctx->error, key));
    assert_string_equal(error_get(&ctx->error, key), value);
}

static void a_division_fits_its_layer(void **state)
{
    static const struct {
        enum pack_layer layer;
        const char *division;
    } cases[] = {{PACK_NATION, "33"},   {PACK_PROVINCE, ""},        {PACK_PROVINCE, "330"},  {PACK_CITY, "33x6"},
                 {PACK_COUNTY, "3306"}, {PACK_COMMUNITY, "330681"}, {PACK_DEFAULT, "000000"}};
    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct ctx ctx = {.arena = *state};
        const struct pack pack = pack_of(cases[i].layer, cases[i].division, NULL, 0);
        EXPECT(pack_check(&ctx, &pack), pack, layer);
        expect_detail(&ctx, "division", cases[i].division);
    }
}

static void dates_of_a_key_do_not_overlap(void **state)
{
    struct ctx ctx = {.arena = *state};
    struct pack_rule rules[] = {rule_of(&ctx, RULE_vote_notice, "15d"), rule_of(&ctx, RULE_disclosure_display, "5d"),
                                rule_of(&ctx, RULE_disclosure_display, "7d")};
    const struct pack pack = pack_of(PACK_CITY, "3306", rules, LENGTH(rules));
    EXPECT(pack_check(&ctx, &pack), pack, overlap);
    expect_detail(&ctx, "pack", "city");
    expect_detail(&ctx, "key", "disclosure.display");
    expect_detail(&ctx, "place", "3");
    expect_detail(&ctx, "other", "2");
    rules[1].until = DAY_2021;
    rules[2].from = DAY_2021; /* one day is shared */
    EXPECT(pack_check(&ctx, &pack), pack, overlap);
    rules[2].from = DAY_2021 + 1;
    MUST(pack_check(&ctx, &pack));
    rules[2].until = DAY_2021;
    EXPECT(pack_check(&ctx, &pack), pack, dates);
    expect_detail(&ctx, "from", "2021-01-02");
}

static void only_the_nation_states_what_is_fixed(void **state)
{
    struct ctx ctx = {.arena = *state};
    const struct pack_rule rule = rule_of(&ctx, RULE_vote_quorum_people, ">=3/4");
    const struct pack nation = pack_of(PACK_NATION, "", &rule, 1), city = pack_of(PACK_CITY, "3306", &rule, 1);
    MUST(pack_check(&ctx, &nation));
    EXPECT(pack_check(&ctx, &city), pack, fixed);
    expect_detail(&ctx, "key", "vote.quorum_people");
    expect_detail(&ctx, "place", "1");
}

static void packs_do_not_stand_in_a_loop(void **state)
{
    struct ctx ctx = {.arena = *state};
    struct pack packs[PACK_LAYERS];
    struct pack_stack stack = {.count = 77};
    fill(packs);
    packs[PACK_NATION].under = "county";
    EXPECT(pack_stack_make(&ctx, packs, PACK_LAYERS, "330681000217", &stack), pack, loop);
    expect_detail(&ctx, "pack", "nation");
    packs[PACK_NATION].under = "nation"; /* on itself */
    EXPECT(pack_stack_make(&ctx, packs, PACK_LAYERS, "330681000217", &stack), pack, loop);
    assert_int_equal(stack.count, 77);
}

static void packs_do_not_leave_a_layer_out(void **state)
{
    static const char *const wrong[] = {"province", "nowhere", ""};
    for (size_t i = 0; i < LENGTH(wrong); i++) {
        struct ctx ctx = {.arena = *state};
        struct pack packs[PACK_LAYERS];
        struct pack_stack stack;
        fill(packs);
        packs[PACK_COUNTY].under = wrong[i];
        EXPECT(pack_stack_make(&ctx, packs, PACK_LAYERS, "330681000217", &stack), pack, gap);
        expect_detail(&ctx, "pack", "county");
        expect_detail(&ctx, "under", wrong[i]);
        expect_detail(&ctx, "expected", "city");
    }
}

static void a_place_has_one_pack_a_layer(void **state)
{
    struct ctx ctx = {.arena = *state};
    struct pack packs[PACK_LAYERS + 1];
    struct pack_stack stack;
    fill(packs);
    packs[PACK_LAYERS] = packs[PACK_CITY];
    packs[PACK_LAYERS].name = "second";
    EXPECT(pack_stack_make(&ctx, packs, PACK_LAYERS + 1, "330681000217", &stack), pack, twice);
    expect_detail(&ctx, "pack", "second");
    expect_detail(&ctx, "other", "city");
}

static void a_lower_layer_does_not_loosen(void **state)
{
    struct ctx ctx = {.arena = *state};
    struct pack_rule nation = rule_of(&ctx, RULE_replenish_trigger, "<3/10");
    struct pack_rule bylaws[] = {rule_of(&ctx, RULE_vote_notice, "20d"), rule_of(&ctx, RULE_replenish_trigger, "<1/5")};
    struct pack packs[PACK_LAYERS];
    struct pack_stack stack;
    fill(packs);
    packs[PACK_NATION] = pack_of(PACK_NATION, "", &nation, 1);
    packs[PACK_COMMUNITY] = pack_of(PACK_COMMUNITY, "330681000217", bylaws, 2);
    EXPECT(pack_stack_make(&ctx, packs, PACK_LAYERS, "330681000217", &stack), pack, loosens);
    expect_detail(&ctx, "pack", "community");
    expect_detail(&ctx, "key", "replenish.trigger");
    expect_detail(&ctx, "place", "2");
    expect_detail(&ctx, "value", "<1/5");
    expect_detail(&ctx, "bound", "<3/10");
    expect_detail(&ctx, "above", "nation");
    nation.until = DAY_2021; /* they never meet */
    bylaws[1].from = DAY_2021 + 1;
    MUST(pack_stack_make(&ctx, packs, PACK_LAYERS, "330681000217", &stack));
}

/* ---- canonical bytes ---- */

static void expect_hex(struct bytes data, const char *expected)
{
    char hex[1000];
    assert_true(data.size * 2 < sizeof hex);
    hex_encode(data, hex);
    assert_string_equal(hex, expected);
}

/* The vector of docs/rules.md, put together there by hand. */
static void a_set_has_canonical_bytes(void **state)
{
    struct ctx ctx = {.arena = *state};
    const struct pack_rule nation = rule_of(&ctx, RULE_vote_quorum_area, ">=4/6");
    struct pack packs[PACK_LAYERS];
    struct rule_set *set;
    struct bytes bytes;
    char hash[65];
    MUST(ARENA_TAKE(ctx.arena, 1, &set));
    fill(packs);
    packs[PACK_NATION] = pack_of(PACK_NATION, "", &nation, 1);
    const struct pack_stack stack = stack_of(&ctx, packs);
    MUST(rule_set_make(&ctx, &stack, DAY_2026, set));
    MUST(rule_set_encode(&ctx, set, &bytes));
    expect_hex(bytes, "6d696e677a68616e672f72756c2f7631"         /* mingzhang/rul/v1 */
                      "00000001"                                 /* one value */
                      "00000010766f74652e71756f72756d5f61726561" /* vote.quorum_area */
                      "000000053e3d322f33"                       /* >=2/3 */
                      "0000000b434e2d43432d3237382d32"           /* CN-CC-278-2 */
                      "00004756"                                 /* 2020-01-01 */
                      "00014825"                                 /* without end */
                      "01"                                       /* V */
                      "000000066e6174696f6e");                   /* nation */
    hex_encode(BYTES(set->digest.b, sizeof set->digest.b), hash);
    assert_string_equal(hash, "bc7ce19037a6d0801200dd7c9a2b9d16a3cde66c35c0d68f79d70050ba790107");
    MUST(rule_set_make(&ctx, &stack, DAY_2020 - 1, set));
    MUST(rule_set_encode(&ctx, set, &bytes));
    expect_hex(bytes, "6d696e677a68616e672f72756c2f763100000000");
}

static void a_pack_is_encoded_in_one_order(void **state)
{
    struct ctx ctx = {.arena = *state};
    struct pack_rule rules[] = {rule_of(&ctx, RULE_vote_notice, "15d"), rule_of(&ctx, RULE_disclosure_display, "5d"),
                                rule_of(&ctx, RULE_disclosure_display, "7d")};
    rules[1].from = DAY_2021;
    rules[2].until = DAY_2021 - 1;
    const struct pack_rule turned[] = {rules[2], rules[1], rules[0]};
    struct pack one = pack_of(PACK_CITY, "3306", rules, 3), other = pack_of(PACK_CITY, "3306", turned, 3);
    struct bytes a, b;
    MUST(pack_encode(&ctx, &one, &a));
    MUST(pack_encode(&ctx, &other, &b));
    assert_int_equal(a.size, b.size);
    assert_memory_equal(a.data, b.data, a.size);
    assert_memory_equal(a.data, "mingzhang/pck/v1\0\0\0\4city\3\0\0\0\0043306", 16 + 8 + 1 + 8);
    rules[2].clause[LANGUAGE_EN] = "Clause"; /* words count too */
    MUST(pack_encode(&ctx, &one, &b));
    assert_memory_not_equal(a.data, b.data, a.size);
}

static void words_are_read_and_written(void **state)
{
    (void)state;
    enum pack_layer layer = PACK_DEFAULT;
    enum pack_certainty certainty = PACK_OWN;
    assert_true(pack_layer_parse("county", &layer));
    assert_int_equal(layer, PACK_COUNTY);
    assert_string_equal(pack_layer_name(layer), "county");
    assert_false(pack_layer_parse("village", &layer));
    assert_true(pack_certainty_parse("U", &certainty));
    assert_int_equal(certainty, PACK_UNVERIFIED);
    assert_string_equal(pack_certainty_name(certainty), "U");
    assert_string_equal(pack_certainty_say(certainty, LANGUAGE_ZH), "未核实");
    assert_false(pack_certainty_parse("v", &certainty));
    assert_int_equal(certainty, PACK_UNVERIFIED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(the_most_local_value_holds),
        ARENA_TEST(values_hold_from_their_first_day_to_their_last),
        ARENA_TEST(defaults_bind_nobody_and_replacing_goes_both_ways),
        ARENA_TEST(a_stricter_law_prevails_over_older_bylaws),
        ARENA_TEST(only_packs_of_the_place_are_taken),
        ARENA_TEST(a_division_fits_its_layer),
        ARENA_TEST(dates_of_a_key_do_not_overlap),
        ARENA_TEST(only_the_nation_states_what_is_fixed),
        ARENA_TEST(packs_do_not_stand_in_a_loop),
        ARENA_TEST(packs_do_not_leave_a_layer_out),
        ARENA_TEST(a_place_has_one_pack_a_layer),
        ARENA_TEST(a_lower_layer_does_not_loosen),
        ARENA_TEST(a_set_has_canonical_bytes),
        ARENA_TEST(a_pack_is_encoded_in_one_order),
        ARENA_TEST(words_are_read_and_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
