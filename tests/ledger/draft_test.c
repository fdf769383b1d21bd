/* Drafts on a real server: every state under every verb and every person, hands in
 * the entry, refusals that change nothing, two who meet. */
#include "ledger/book/draft.c"

#include "tests/harness/harness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <stdlib.h>

static const uint64_t code = UINT64_C(330681000217);
static const char *const people[] = {"财务委员", "李复核", "王主任"}; /* in the order of their classes */
static const char content[] = "{\"date\":\"2026-03-31\",\"summary\":\"调整\",\"lines\":["
                              "{\"fund\":\"PI\",\"account\":\"224103\",\"debit\":\"100.00\"},"
                              "{\"fund\":\"PI\",\"account\":\"4901\",\"credit\":\"100.00\"}]}";
static struct harness harness;

static void become(struct ctx *ctx, const char *who)
{
    struct person person;
    harness_expect(ctx, person_act(ctx, code, who, &person), ERROR_none);
}

static struct draft begin_draft(struct ctx *ctx, const char *text)
{
    const struct draft_in in = {.community = code, .content = BYTES(text, strlen(text))};
    struct draft draft;
    become(ctx, people[0]);
    harness_expect(ctx, draft_create(ctx, &in, &draft), ERROR_none);
    return draft;
}

/* One verb by one person on the version that the draft has. */
static enum error attempt(struct ctx *ctx, struct draft *draft, const char *verb, const char *who)
{
    const struct draft_in in = {.community = code,
                                .draft = draft->draft,
                                .version = draft->version,
                                .content = BYTES(content, strlen(content)),
                                .reason = "附件不全"};
    become(ctx, who);
    return draft_move(ctx, verb, &in, draft).code;
}

static void must(struct draft *draft, const char *verb, const char *who)
{
    harness_expect(&harness.ctx, (result){attempt(&harness.ctx, draft, verb, who)}, ERROR_none);
}

static struct draft draft_in_state(enum draft_state state)
{
    struct draft draft = begin_draft(&harness.ctx, content);
    if (state >= DRAFT_submitted)
        must(&draft, "submit", people[0]);
    if (state >= DRAFT_reviewed)
        must(&draft, "review", people[1]);
    if (state >= DRAFT_posted)
        must(&draft, "approve", people[2]);
    assert_int_equal(draft.state, state);
    return draft;
}

/* What draft.def says of a state, a verb and a person, read apart from the code under test. */
static enum error expected(enum draft_state state, const char *verb, int class, enum draft_state *ret_to)
{
    static const struct {
        int from;
        const char *verb;
        int class, to;
    } legal[] = {{1, "edit", 1, 1},     {1, "discard", 1, 0},  {1, "submit", 1, 2},
                 {2, "withdraw", 1, 1}, {3, "withdraw", 1, 1}, {2, "review", 2, 3},
                 {2, "return", 2, 1},   {3, "return", 3, 1},   {3, "approve", 3, 4}};
    for (size_t i = 0; i < LENGTH(legal); i++) {
        if (legal[i].from != (int)state || strcmp(legal[i].verb, verb) != 0)
            continue;
        *ret_to = (enum draft_state)legal[i].to;
        if (legal[i].class == class)
            return ERROR_none;
        if ((legal[i].to == 3 && class == 1) || (legal[i].to == 4 && class <= 2))
            return ERROR_draft_same_hand; /* prepared or reviewed it */
        return ERROR_draft_role;
    }
    return ERROR_draft_state;
}

/* The stored draft is what the answer says: moved when it was legal, untouched when not. */
static void check_stored(const struct draft *before, enum draft_state to, enum error got)
{
    struct draft stored;
    const bool gone = got == ERROR_none && to == DRAFT_none;
    const enum error found = draft_get(&harness.ctx, code, &before->draft, &stored).code;
    assert_int_equal(found, gone ? ERROR_draft_unknown : ERROR_none);
    if (gone)
        return;
    assert_int_equal(stored.state, got == ERROR_none ? (int)to : before->state);
    assert_int_equal(stored.version, got == ERROR_none ? before->version + 1 : before->version);
    assert_memory_equal(stored.content.data, content, strlen(content));
}

static void try_verb(enum draft_state from, const char *verb, int class)
{
    enum draft_state to = from;
    const struct draft before = draft_in_state(from);
    struct draft draft = before;
    const enum error wanted = expected(from, verb, class, &to);
    const enum error got = attempt(&harness.ctx, &draft, verb, people[class - 1]);
    if (got != wanted)
        fail_msg("%s from %d by %d: %s", verb, from, class, error_info(got)->name);
    check_stored(&before, to, got);
}

static void test_every_state_under_every_verb_and_person(void **state)
{
    static const char *const verbs[] = {"edit", "discard", "submit", "withdraw", "review", "return", "approve"};
    (void)state;
    for (enum draft_state from = DRAFT_draft; from <= DRAFT_posted; from++)
        for (size_t v = 0; v < LENGTH(verbs); v++)
            for (int class = PERSON_TREASURER; class <= PERSON_CHAIR; class ++)
                try_verb(from, verbs[v], class);
}

/* As superuser, past the program: each pair of states is a move of the table, or refused. */
static void test_the_database_guards_every_pair_of_states(void **state)
{
    (void)state;
    harness_sql(
        &harness,
        "do $$ declare f int; t int; u uuid; p uuid := gen_random_uuid(); q uuid := gen_random_uuid();"
        " r uuid := gen_random_uuid(); passed boolean; legal boolean; begin"
        " for f in 1..4 loop for t in 0..4 loop u := gen_random_uuid();"
        " alter table draft disable trigger draft_moves;"
        " insert into draft (community_id, draft, version, state, content, prepared_by, reviewed_by, approved_by,"
        " created_at, entry_seq) values (1, u, 1, f, '{}', p, case when f in (3, 4) then q end,"
        " case when f = 4 then r end, now(), case when f = 4 then 7 end);"
        " alter table draft enable always trigger draft_moves;"
        " legal := exists (select from transition where noun = 'draft' and from_state = f and to_state = t);"
        " begin"
        "  if t = 0 then delete from draft where draft = u;"
        "  else update draft set version = 2, state = t, reviewed_by = case when t in (3, 4) then q end,"
        "   approved_by = case when t = 4 then r end, entry_seq = case when t = 4 then 7 end where draft = u; end if;"
        "  passed := true;"
        " exception when sqlstate 'MZ123' then passed := false; end;"
        " if passed <> legal then raise exception 'from % to %: %', f, t, passed; end if;"
        " end loop; end loop;"
        " alter table draft disable trigger draft_moves; delete from draft where community_id = 1;"
        " alter table draft enable always trigger draft_moves; end $$");
}

static void test_the_database_guards_versions_content_and_hands(void **state)
{
    static const char *const changes[][2] = {
        {"set version = version", "MZ123"},
        {"set version = version + 2", "MZ123"},
        {"set version = version + 1, state = 2, content = '{\"x\":1}'", "MZ123"},
        {"set version = version + 1, created_at = now() + interval '1 hour'", "MZ123"},
        {"set version = version + 1, state = 3, reviewed_by = prepared_by", "MZ123"},
    };
    (void)state;
    const struct draft draft = draft_in_state(DRAFT_draft);
    char id[UUID_TEXT], sql[800];
    uuid_format(&draft.draft, id);
    for (size_t i = 0; i < LENGTH(changes); i++) {
        (void)snprintf(sql, sizeof sql,
                       "do $$ begin update draft %s where draft = '%s'; raise exception 'not guarded';"
                       " exception when sqlstate '%s' then null; end $$",
                       changes[i][0], id, changes[i][1]);
        harness_sql(&harness, sql);
    }
    const struct draft submitted = draft_in_state(DRAFT_submitted);
    uuid_format(&submitted.draft, id);
    (void)snprintf(
        sql, sizeof sql,
        "do $$ begin update draft set version = version + 1, state = 3, reviewed_by = prepared_by"
        " where draft = '%s'; raise exception 'not guarded'; exception when check_violation then null; end $$",
        id);
    harness_sql(&harness, sql);
}

static void test_the_entry_carries_three_hands(void **state)
{
    static const struct db_column row[] = {{"record", DB_M_BYTES, offsetof(struct draft_in, content)}};
    struct draft_in stored;
    struct record_header header;
    const void *body;
    (void)state;
    const struct draft draft = draft_in_state(DRAFT_posted);
    const struct db_value key[] = {db_number((int64_t)code), db_number(draft.entry_seq.value)};
    harness_expect(&harness.ctx, db_one(&harness.ctx, CALL(sql_journal_get, key), ROW(draft_in, row), &stored),
                   ERROR_none);
    harness_expect(&harness.ctx, record_decode(harness.ctx.arena, stored.content, &header, &body), ERROR_none);
    const struct record_entry *entry = body;
    const struct uuid *const hands[] = {&draft.prepared_by, &draft.reviewed_by, &draft.approved_by};
    assert_int_equal(entry->hands_count, LENGTH(hands));
    for (uint32_t i = 0; i < LENGTH(hands); i++) {
        assert_int_equal(entry->hands[i].function, i + 1);
        assert_true(same(&entry->hands[i].subject, hands[i]));
    }
    assert_true(same(&header.actor, &draft.approved_by));
}

static void test_what_cannot_be_posted_cannot_be_submitted(void **state)
{
    static const struct {
        const char *text;
        enum error code;
    } cases[] = {
        {"{}", ERROR_field_required},
        {"{\"key\":\"own-key-1\"}", ERROR_field_unknown},
        {"{\"date\":\"2026-03-31\",\"summary\":\"x\",\"lines\":[{\"fund\":\"PI\",\"account\":\"224103\",\"debit\":\"1."
         "00\"},"
         "{\"fund\":\"PI\",\"account\":\"4901\",\"credit\":\"2.00\"}]}",
         ERROR_entry_unbalanced},
        {"{\"date\":\"2199-03-31\",\"summary\":\"x\",\"lines\":[{\"fund\":\"PI\",\"account\":\"224103\",\"debit\":\"1."
         "00\"},"
         "{\"fund\":\"PI\",\"account\":\"4901\",\"credit\":\"1.00\"}]}",
         ERROR_date_future},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct draft draft = begin_draft(&harness.ctx, cases[i].text), stored;
        assert_int_equal(attempt(&harness.ctx, &draft, "submit", people[0]), cases[i].code);
        harness_expect(&harness.ctx, draft_get(&harness.ctx, code, &draft.draft, &stored), ERROR_none);
        assert_int_equal(stored.version, 1);
        assert_int_equal(stored.state, DRAFT_draft);
    }
}

static void test_content_is_an_object_of_bounded_size(void **state)
{
    struct draft draft;
    struct draft_in in = {.community = code, .content = BYTES("[1]", 3)};
    static char large[DRAFT_CONTENT_MAX + 1];
    (void)state;
    become(&harness.ctx, people[0]);
    harness_expect(&harness.ctx, draft_create(&harness.ctx, &in, &draft), ERROR_field_type);
    in.content = BYTES("{", 1);
    harness_expect(&harness.ctx, draft_create(&harness.ctx, &in, &draft), ERROR_json_malformed);
    in.content = BYTES(large, sizeof large);
    harness_expect(&harness.ctx, draft_create(&harness.ctx, &in, &draft), ERROR_file_too_large);
    in.content = BYTES("{}", 2);
    become(&harness.ctx, people[1]);
    harness_expect(&harness.ctx, draft_create(&harness.ctx, &in, &draft), ERROR_draft_role);
    in.community++;
    harness_expect(&harness.ctx, draft_create(&harness.ctx, &in, &draft), ERROR_community_unknown);
}

static void test_a_return_says_why(void **state)
{
    struct draft_in in = {.community = code, .reason = ""};
    struct draft draft = draft_in_state(DRAFT_submitted);
    (void)state;
    in.draft = draft.draft;
    in.version = draft.version;
    become(&harness.ctx, people[1]);
    harness_expect(&harness.ctx, draft_move(&harness.ctx, "return", &in, &draft), ERROR_field_required);
    in.reason = " 空格";
    harness_expect(&harness.ctx, draft_move(&harness.ctx, "return", &in, &draft), ERROR_text_refused);
    in.reason = "缺发票";
    harness_expect(&harness.ctx, draft_move(&harness.ctx, "return", &in, &draft), ERROR_none);
    assert_string_equal(draft.reason, "缺发票");
    must(&draft, "submit", people[0]);
    assert_null(draft.reason);
}

static void test_an_approval_whose_answer_was_lost_is_answered_again(void **state)
{
    struct draft draft = draft_in_state(DRAFT_reviewed), again = draft, other = draft;
    (void)state;
    must(&draft, "approve", people[2]);
    must(&again, "approve", people[2]);
    assert_int_equal(again.entry_seq.value, draft.entry_seq.value);
    assert_int_equal(attempt(&harness.ctx, &other, "approve", people[1]), ERROR_draft_stale);
}

static void test_a_key_used_past_the_draft_is_refused(void **state)
{
    struct draft draft = draft_in_state(DRAFT_reviewed);
    CLEANUP(json_free) struct json *json = NULL;
    char id[UUID_TEXT], key[64];
    struct entry_in entry = {.community = code, .key = key};
    struct entry_out out[1];
    (void)state;
    uuid_format(&draft.draft, id);
    (void)snprintf(key, sizeof key, "draft-%s", id);
    harness_expect(&harness.ctx, json_parse(&harness.ctx, BYTES(content, strlen(content)), &json), ERROR_none);
    harness_expect(&harness.ctx, entry_read(&harness.ctx, json_root(json), "", &entry), ERROR_none);
    become(&harness.ctx, people[0]);
    harness_expect(&harness.ctx, entry_post(&harness.ctx, &entry, 1, out), ERROR_none);
    assert_int_equal(attempt(&harness.ctx, &draft, "approve", people[2]), ERROR_idempotency_key_reused);
    harness_expect(&harness.ctx, draft_get(&harness.ctx, code, &draft.draft, &draft), ERROR_none);
    assert_int_equal(draft.state, DRAFT_reviewed);
}

/* ---- two who meet ---- */

struct meeting {
    struct ctx ctx;
    struct random random;
    struct draft draft;
    const char *verb, *who;
    pthread_barrier_t *start;
    enum error got;
};

static void *meet(void *arg)
{
    struct meeting *m = arg;
    (void)pthread_barrier_wait(m->start);
    m->got = attempt(&m->ctx, &m->draft, m->verb, m->who);
    return NULL;
}

static void run_both(struct meeting pair[2])
{
    pthread_barrier_t start;
    pthread_t threads[2];
    assert_int_equal(pthread_barrier_init(&start, NULL, 2), 0);
    for (int i = 0; i < 2; i++) {
        harness_connect(&harness, "mz_app", &pair[i].ctx);
        pair[i].ctx.random = &pair[i].random;
        pair[i].start = &start;
        assert_int_equal(pthread_create(&threads[i], NULL, meet, &pair[i]), 0);
    }
    for (int i = 0; i < 2; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        harness_disconnect(&pair[i].ctx);
    }
    (void)pthread_barrier_destroy(&start);
}

static void test_approved_twice_at_once_is_one_entry(void **state)
{
    (void)state;
    for (int round = 0; round < 10; round++) {
        struct journal_head before, after;
        const struct draft draft = draft_in_state(DRAFT_reviewed);
        static struct meeting pair[2];
        memset(pair, 0, sizeof pair);
        for (int i = 0; i < 2; i++)
            pair[i] = (struct meeting){.draft = draft, .verb = "approve", .who = people[2]};
        harness_expect(&harness.ctx, journal_head(&harness.ctx, code, &before), ERROR_none);
        run_both(pair);
        harness_expect(&harness.ctx, journal_head(&harness.ctx, code, &after), ERROR_none);
        assert_int_equal(after.size, before.size + 1);
        for (int i = 0; i < 2; i++) /* the same person: the second is told what the first one did */
            assert_int_equal(pair[i].got, ERROR_none);
        assert_int_equal(pair[0].draft.entry_seq.value, before.size);
        assert_int_equal(pair[1].draft.entry_seq.value, before.size);
    }
}

static void test_edit_against_submit_has_one_winner(void **state)
{
    (void)state;
    for (int round = 0; round < 10; round++) {
        const struct draft draft = draft_in_state(DRAFT_draft);
        static struct meeting pair[2];
        memset(pair, 0, sizeof pair);
        pair[0] = (struct meeting){.draft = draft, .verb = "edit", .who = people[0]};
        pair[1] = (struct meeting){.draft = draft, .verb = "submit", .who = people[0]};
        run_both(pair);
        assert_true((pair[0].got == ERROR_none) != (pair[1].got == ERROR_none));
        assert_true(pair[0].got == ERROR_draft_stale || pair[1].got == ERROR_draft_stale);
    }
}

static int begin(void **state)
{
    struct person person;
    (void)state;
    harness_begin(&harness, "2026-03-31");
    (void)harness_community(&harness, code);
    for (int i = 1; i < 3; i++) {
        const struct person_add_in in = {.community = code, .name = people[i], .class = (enum person_class)(i + 1)};
        harness_expect(&harness.ctx, person_add(&harness.ctx, &in, &person), ERROR_none);
    }
    return 0;
}

static int end(void **state)
{
    (void)state;
    harness_end(&harness);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_state_under_every_verb_and_person),
        cmocka_unit_test(test_the_database_guards_every_pair_of_states),
        cmocka_unit_test(test_the_database_guards_versions_content_and_hands),
        cmocka_unit_test(test_the_entry_carries_three_hands),
        cmocka_unit_test(test_what_cannot_be_posted_cannot_be_submitted),
        cmocka_unit_test(test_content_is_an_object_of_bounded_size),
        cmocka_unit_test(test_a_return_says_why),
        cmocka_unit_test(test_an_approval_whose_answer_was_lost_is_answered_again),
        cmocka_unit_test(test_a_key_used_past_the_draft_is_refused),
        cmocka_unit_test(test_approved_twice_at_once_is_one_entry),
        cmocka_unit_test(test_edit_against_submit_has_one_winner),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
