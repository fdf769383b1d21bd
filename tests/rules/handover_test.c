/* The last day of a hand-over by the packs of a place: a term, a member, a manager; weekends move it on, and where no
 * rule names days there is none. */
#include "rules/handover.c"

#include "embed/pack.h"
#include "rules/pack_json.h"

#include "tests/base/expect.h"

static day on(const char *text)
{
    day date;
    MUST(date_parse(text, &date));
    return date;
}

static const struct row {
    const char *place;
    int kind;
    const char *left, *next;      /* next: first day of the next committee, "": none is known */
    const char *from, *due, *law; /* due "": none */
} rows[] = {
    /*= test ZJ-15-3 from the end of the term, whoever follows; 2026-10-10 is a Saturday */
    {"330702000001", HANDOVER_term, "2026-09-28", "", "2026-09-28", "2026-10-08", "ZJ-15-3"},
    {"330702000001", HANDOVER_term, "2026-09-30", "2026-11-01", "2026-09-30", "2026-10-12", "ZJ-15-3"},
    /*= test HZ-34-1 */
    {"330106000001", HANDOVER_term, "2026-09-28", "2026-11-01", "2026-09-28", "2026-10-08", "HZ-34-1"},
    /*= test TZ-28-1 from the day on which the new committee takes office; without one, from the end of the term */
    {"331002000001", HANDOVER_term, "2026-09-28", "2026-11-02", "2026-11-02", "2026-11-12", "TZ-28-1"},
    {"331002000001", HANDOVER_term, "2026-09-28", "2026-09-01", "2026-09-28", "2026-10-08", "TZ-28-1"},
    {"331002000001", HANDOVER_term, "2026-09-28", "", "2026-09-28", "2026-10-08", "TZ-28-1"},
    /*= test SX-17-3 */
    {"330681000217", HANDOVER_member, "2026-11-23", "", "2026-11-23", "2026-11-26", "SX-17-3"},
    {"330681000217", HANDOVER_member, "2026-11-25", "", "2026-11-25", "2026-11-30", "SX-17-3"},
    /*= test HZ-34-2 */
    {"330106000001", HANDOVER_member, "2026-11-23", "", "2026-11-23", "2026-11-30", "HZ-34-2"},
    /*= test TZ-28-2 */
    {"331002000001", HANDOVER_member, "2026-11-23", "2026-12-01", "2026-11-23", "2026-11-26", "TZ-28-2"},
    /*= test SH-50 */
    {"310104000001", HANDOVER_manager, "2025-11-10", "", "2025-11-10", "2025-11-20", "SH-50"},
    /*= test SH-PI2026 the same days for money and books */
    {"310104000001", HANDOVER_manager, "2026-11-10", "", "2026-11-10", "2026-11-20", "SH-50"},
    /*= test CN-CC-949 a reasonable time: no day */
    {"330681000217", HANDOVER_manager, "2026-11-10", "", "2026-11-10", "", ""},
    {"310104000001", HANDOVER_member, "2026-11-10", "", "2026-11-10", "", ""},
    /* before any law there is none */
    {"330681000217", HANDOVER_member, "2020-12-31", "", "2020-12-31", "", ""},
};

static void resolve(struct ctx *ctx, const char *place, day date, struct rule_set *set)
{
    static struct pack packs[64];
    struct pack_stack stack;
    size_t count = 0;
    for (; pack_all[count]; count++)
        MUST(pack_json_read(ctx, pack_all[count]->name, BYTES(pack_all[count]->text, pack_all[count]->size),
                            &packs[count]));
    MUST(pack_stack_make(ctx, packs, count, place, &stack));
    MUST(rule_set_make(ctx, &stack, date, set));
}

static void the_last_day_is_that_of_the_place(void **state)
{
    static const struct calendar week = {.weekend_is_rest = true};
    static struct rule_set set;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct ctx ctx = {.arena = *state};
        struct handover_event event = {.kind = rows[i].kind, .on = on(rows[i].left)};
        struct handover_deadline found;
        if (rows[i].next[0])
            event.next = on(rows[i].next);
        resolve(&ctx, rows[i].place, event.on, &set);
        MUST(handover_deadline_find(&set, &week, &event, &found));
        assert_int_equal(found.from, on(rows[i].from));
        assert_int_equal(found.rule != NULL, rows[i].due[0] != '\0');
        if (!found.rule)
            continue;
        assert_int_equal(found.due, on(rows[i].due));
        assert_string_equal(found.rule->law, rows[i].law);
    }
}

/* Books alone, where no rule speaks of the rest. */
static void books_of_a_manager_have_a_day_of_their_own(void **state)
{
    static const struct calendar every_day = {.weekend_is_rest = false};
    static struct rule_set set;
    struct ctx ctx = {.arena = *state};
    const struct handover_event event = {.kind = HANDOVER_manager, .on = on("2026-11-10")};
    struct handover_deadline found;
    resolve(&ctx, "310104000001", event.on, &set);
    set.rules[RULE_handover_manager] = (struct rule){0};
    MUST(handover_deadline_find(&set, &every_day, &event, &found));
    assert_string_equal(found.rule->law, "SH-PI2026");
    assert_int_equal(found.due, on("2026-11-20"));
}

static void too_far_is_refused(void **state)
{
    static const struct calendar week = {.weekend_is_rest = true};
    static struct rule_set set;
    struct ctx ctx = {.arena = *state};
    const struct handover_event event = {.kind = HANDOVER_term, .on = DAY_MAX};
    struct handover_deadline found;
    resolve(&ctx, "330681000217", on("2026-11-10"), &set);
    EXPECT(handover_deadline_find(&set, &week, &event, &found), date, invalid);
}

static void every_word_speaks(void **state)
{
    uint16_t code;
    (void)state;
    for (int kind = HANDOVER_term; kind <= HANDOVER_manager; kind++) {
        assert_true(handover_kind_parse(handover_kind_code(kind), &code) && code == kind);
        assert_true(handover_kind_name(kind, LANGUAGE_ZH)[0] && handover_kind_name(kind, LANGUAGE_EN)[0]);
        assert_true(handover_item_of(HANDOVER_ITEM_free, kind) && handover_item_of(HANDOVER_ITEM_role, kind));
    }
    for (int body = HANDOVER_TO_successor; body <= HANDOVER_TO_residents_committee; body++) {
        assert_true(handover_body_parse(handover_body_code(body), &code) && code == body);
        assert_true(handover_body_name(body, LANGUAGE_ZH)[0] && handover_body_name(body, LANGUAGE_EN)[0]);
    }
    for (int item = HANDOVER_ITEM_journal; item <= HANDOVER_ITEM_free; item++) {
        assert_true(handover_item_parse(handover_item_code(item), &code) && code == item);
        assert_true(handover_item_name(item, LANGUAGE_ZH)[0] && handover_item_name(item, LANGUAGE_EN)[0]);
    }
    assert_false(handover_kind_parse("picnic", &code));
    assert_false(handover_item_of(HANDOVER_ITEM_money, HANDOVER_member));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(the_last_day_is_that_of_the_place),
        ARENA_TEST(books_of_a_manager_have_a_day_of_their_own),
        ARENA_TEST(too_far_is_refused),
        cmocka_unit_test(every_word_speaks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
