/* Typed values of packs: their one text, what is no value, what people read, which of two is stricter. */
#include "rules/pack_value.c"

#include "tests/base/expect.h"

static struct pack_value value_of(struct ctx *ctx, enum pack_key_no key, const char *text)
{
    struct pack_value value;
    MUST(pack_value_parse(ctx, key, text, &value));
    return value;
}

static const char *text_of(struct ctx *ctx, enum pack_key_no key, const char *text)
{
    const struct pack_value value = value_of(ctx, key, text);
    struct buffer out;
    struct bytes done;
    buffer_init(&out, ctx->arena, TEXT_MAX);
    pack_value_text(key, &value, &out);
    MUST(buffer_done(&out, &done));
    return (const char *)done.data;
}

static const char *said(struct ctx *ctx, enum pack_key_no key, const char *text, enum language language)
{
    const struct pack_value value = value_of(ctx, key, text);
    struct buffer out;
    struct bytes done;
    buffer_init(&out, ctx->arena, TEXT_MAX);
    pack_value_say(key, &value, language, &out);
    MUST(buffer_done(&out, &done));
    return (const char *)done.data;
}

static void keys_are_in_bytewise_order(void **state)
{
    (void)state;
    enum pack_key_no key;
    for (size_t i = 1; i < RULE_KEYS; i++)
        assert_true(strcmp(keys[i - 1].name, keys[i].name) < 0);
    assert_true(pack_key_find("vote.quorum_area", &key));
    assert_int_equal(key, RULE_vote_quorum_area);
    assert_string_equal(pack_key_get(key)->name, "vote.quorum_area");
    assert_false(pack_key_find("vote.quorum", &key));
    assert_false(pack_key_find("", &key));
}

/* Words stand where there is something to choose, and each can be said. */
static void every_word_can_be_said(void **state)
{
    const char *word;
    size_t size;
    struct ctx ctx = {.arena = *state};
    for (size_t i = 0; i < RULE_KEYS; i++) {
        const enum pack_key_no key = (enum pack_key_no)i;
        const bool chooses = keys[i].type == PACK_CHOICE || keys[i].type == PACK_SET;
        assert_int_equal(chooses, keys[i].words[0] != '\0');
        for (size_t w = 0; word_at(keys[i].words, w, &word, &size); w++) {
            char alone[64];
            (void)snprintf(alone, sizeof alone, "%.*s", (int)size, word);
            assert_string_equal(text_of(&ctx, key, alone), alone);
            assert_true(said(&ctx, key, alone, LANGUAGE_ZH)[0] != '\0');
            assert_true(said(&ctx, key, alone, LANGUAGE_EN)[0] != '\0');
        }
    }
}

static void a_value_has_one_text(void **state)
{
    static const struct {
        enum pack_key_no key;
        const char *given, *canonical;
    } cases[] = {
        {RULE_preparation_rate, "1.00", "1.00"},
        {RULE_works_audit_exempt, "<=30000.00", "<=30000.00"},
        {RULE_works_overrun_amount, ">10000.00", ">10000.00"},
        {RULE_warranty_share, "2/100", "1/50"},
        {RULE_to_fund_share, ">=0/7", ">=0/1"},
        {RULE_replenish_trigger, "<30/100", "<3/10"},
        {RULE_vote_quorum_area, ">=1000000000/999999999", ">=1000000000/999999999"},
        {RULE_disclosure_display, "5wd", "5wd"},
        {RULE_disclosure_display, "99999d", "99999d"},
        {RULE_warranty_dispute, "6m", "6m"},
        {RULE_warranty_term, "8y", "8y"},
        {RULE_small_account_day, "10", "10"},
        {RULE_small_account_day, "0", "0"},
        {RULE_disclosure_income_interval, "half_yearly", "half_yearly"},
        {RULE_income_banned_uses, "lend guarantee", "guarantee lend"},
        {RULE_vote_changeable, "true", "true"},
        {RULE_vote_changeable, "false", "false"},
        {RULE_disclosure_income_by, "03-31", "03-31"},
        {RULE_disclosure_income_by, "02-28", "02-28"},
    };
    struct ctx ctx = {.arena = *state};
    for (size_t i = 0; i < LENGTH(cases); i++)
        assert_string_equal(text_of(&ctx, cases[i].key, cases[i].given), cases[i].canonical);
}

static void what_is_no_value_is_refused(void **state)
{
    static const struct {
        enum pack_key_no key;
        const char *text;
    } cases[] = {
        {RULE_preparation_rate, "1"},
        {RULE_preparation_rate, "-1.00"},
        {RULE_preparation_rate, ">=1.00"},
        {RULE_works_audit_exempt, "30000.00"},
        {RULE_works_audit_exempt, "=<30000.00"},
        {RULE_works_audit_exempt, "<=-1.00"},
        {RULE_warranty_share, "2%"},
        {RULE_warranty_share, "0.02"},
        {RULE_warranty_share, "1/0"},
        {RULE_warranty_share, "-1/2"},
        {RULE_warranty_share, "1/1000000001"},
        {RULE_warranty_share, "01/2"},
        {RULE_warranty_share, "1/2/3"},
        {RULE_warranty_share, "/2"},
        {RULE_vote_quorum_area, "2/3"},
        {RULE_vote_quorum_area, "==2/3"},
        {RULE_vote_quorum_area, ""},
        {RULE_disclosure_display, "5"},
        {RULE_disclosure_display, "0d"},
        {RULE_disclosure_display, "05d"},
        {RULE_disclosure_display, "5w"},
        {RULE_disclosure_display, "100000d"},
        {RULE_disclosure_display, "d"},
        {RULE_disclosure_display, "-5d"},
        {RULE_small_account_day, "1.0"},
        {RULE_small_account_day, ""},
        {RULE_disclosure_income_interval, "weekly"},
        {RULE_disclosure_income_interval, "half"},
        {RULE_disclosure_income_interval, ""},
        {RULE_income_banned_uses, "lend lend"},
        {RULE_income_banned_uses, "lend, invest"},
        {RULE_income_banned_uses, ""},
        {RULE_vote_changeable, "yes"},
        {RULE_disclosure_income_by, "02-29"},
        {RULE_disclosure_income_by, "3-31"},
        {RULE_disclosure_income_by, "13-01"},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct ctx ctx = {.arena = *state};
        struct pack_value value = {PACK_MORE, 7, 7};
        EXPECT(pack_value_parse(&ctx, cases[i].key, cases[i].text, &value), pack, value);
        assert_string_equal(error_get(&ctx.error, "key"), keys[cases[i].key].name);
        assert_string_equal(error_get(&ctx.error, "value"), cases[i].text);
        assert_true(error_get(&ctx.error, "expected")[0] != '\0');
        assert_int_equal(value.a, 7);
    }
}

static void people_read_signs_units_and_words(void **state)
{
    struct ctx ctx = {.arena = *state};
    assert_string_equal(said(&ctx, RULE_vote_quorum_area, ">=2/3", LANGUAGE_ZH), "≥ 2/3");
    assert_string_equal(said(&ctx, RULE_replenish_trigger, "<3/10", LANGUAGE_ZH), "< 3/10 (30%)");
    assert_string_equal(said(&ctx, RULE_penalty_fund_multiple, "<=2/1", LANGUAGE_ZH), "≤ 2/1");
    assert_string_equal(said(&ctx, RULE_works_overrun_amount, ">10000.00", LANGUAGE_ZH), "> 10,000.00 元");
    assert_string_equal(said(&ctx, RULE_preparation_least, "50000.00", LANGUAGE_EN), "50,000.00 yuan");
    assert_string_equal(said(&ctx, RULE_disclosure_display, "5wd", LANGUAGE_ZH), "5 个工作日");
    assert_string_equal(said(&ctx, RULE_disclosure_display, "5wd", LANGUAGE_EN), "5 working days");
    assert_string_equal(said(&ctx, RULE_disclosure_income_interval, "quarterly", LANGUAGE_ZH), "每季度");
    assert_string_equal(said(&ctx, RULE_income_banned_uses, "invest lend", LANGUAGE_EN), "invest, lend");
    assert_string_equal(said(&ctx, RULE_income_banned_uses, "invest lend", LANGUAGE_ZH), "投资、借贷");
    assert_string_equal(said(&ctx, RULE_vote_changeable, "false", LANGUAGE_ZH), "否");
    assert_string_equal(said(&ctx, RULE_disclosure_income_by, "03-31", LANGUAGE_ZH), "03-31");
    assert_string_equal(said(&ctx, RULE_small_account_day, "10", LANGUAGE_ZH), "10");
}

/*= test CN-CC-1259 May `local` stand below `upper`, and the other way round? */
static void stricter_one_way_only(void **state)
{
    static const struct {
        enum pack_key_no key;
        const char *stricter, *laxer;
    } cases[] = {
        {RULE_disclosure_display, "16d", "15d"}, /* longer */
        {RULE_disclosure_display, "5wd", "5d"},  /* five working days last at least five days */
        {RULE_disclosure_display, "1y", "11m"},
        {RULE_handover_committee, "9d", "10d"}, /* shorter */
        {RULE_handover_committee, "10d", "10wd"},
        {RULE_to_fund_share, ">1/2", ">=1/2"}, /* more than half is more than at least half */
        {RULE_to_fund_share, ">=50001/100000", ">1/2"},
        {RULE_replenish_trigger, "<=3/10", "<3/10"}, /* reached earlier */
        {RULE_preassembly_cost_cap, "<30/100", "<=3/10"},
        {RULE_works_overrun_amount, ">=10000.00", ">10000.00"},
        {RULE_works_overrun_share, ">1/10", ">=1/5"},
        {RULE_works_audit_exempt, "<=29999.99", "<=30000.00"},
        {RULE_warranty_share, "3/100", "1/50"},
        {RULE_preparation_least, "50000.01", "50000.00"},
        {RULE_disclosure_income_interval, "quarterly", "half_yearly"},
        {RULE_disclosure_income_by, "02-28", "03-31"},
        {RULE_audit_triggers, "bylaws term_end", "term_end"},
        {RULE_fund_investments, "time_deposit", "time_deposit treasury_bond"},
        {RULE_approval_supervisor_every, "true", "false"},
        {RULE_small_account_day, "9", "10"},
    };
    struct ctx ctx = {.arena = *state};
    for (size_t i = 0; i < LENGTH(cases); i++) {
        const struct pack_value stricter = value_of(&ctx, cases[i].key, cases[i].stricter);
        const struct pack_value laxer = value_of(&ctx, cases[i].key, cases[i].laxer);
        assert_true(pack_value_may_follow(cases[i].key, &stricter, &laxer));
        assert_false(pack_value_may_follow(cases[i].key, &laxer, &stricter));
        assert_true(pack_value_may_follow(cases[i].key, &laxer, &laxer));
    }
}

static void what_does_not_compare_may_not_follow(void **state)
{
    static const struct {
        enum pack_key_no key;
        const char *a, *b;
    } cases[] = {
        {RULE_disclosure_display, "15d", "1m"},
        {RULE_disclosure_display, "4wd", "5d"}, /* may be six days or four */
        {RULE_audit_triggers, "bylaws", "term_end"},
        {RULE_to_fund_share, "<1/2", ">=1/2"},
        {RULE_vote_quorum_area, ">=3/4", ">=2/3"}, /* fixed */
    };
    struct ctx ctx = {.arena = *state};
    for (size_t i = 0; i < LENGTH(cases); i++) {
        const struct pack_value a = value_of(&ctx, cases[i].key, cases[i].a),
                                b = value_of(&ctx, cases[i].key, cases[i].b);
        assert_false(pack_value_may_follow(cases[i].key, &a, &b));
        assert_false(pack_value_may_follow(cases[i].key, &b, &a));
    }
    const struct pack_value eight = value_of(&ctx, RULE_warranty_term, "8y"),
                            two = value_of(&ctx, RULE_warranty_term, "2y");
    assert_true(pack_value_may_follow(RULE_warranty_term, &two, &eight));
    assert_true(pack_value_may_follow(RULE_warranty_term, &eight, &two));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(keys_are_in_bytewise_order),
        ARENA_TEST(every_word_can_be_said),
        ARENA_TEST(a_value_has_one_text),
        ARENA_TEST(what_is_no_value_is_refused),
        ARENA_TEST(people_read_signs_units_and_words),
        ARENA_TEST(stricter_one_way_only),
        ARENA_TEST(what_does_not_compare_may_not_follow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
