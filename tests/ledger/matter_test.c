/* Matters on a real server: the tables of moves in C and in SQL, and the guard of every pair of states. */
#include "ledger/matter/matter.c"

#include "rules/moves.h"
#include "tests/harness/harness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

enum { SQL_MAX = 1 << 17 };

static struct harness harness;
static char sql[SQL_MAX];
static size_t used;

__attribute__((format(printf, 1, 2))) static void add(const char *format, ...)
{
    va_list list;
    va_start(list, format);
    used += (size_t)vsnprintf(sql + used, sizeof sql - used, format, list);
    va_end(list);
    assert_true(used < sizeof sql);
}

/* Every noun, every state, every verb, every state: one row in both or in neither. */
static void test_the_moves_in_c_are_the_moves_in_sql(void **state)
{
    (void)state;
    used = 0;
    add("do $$ declare wrong text; begin with c (noun, code, from_state, to_state, verb, roles) as (values ");
    for (size_t t = 0; moves_at(t); t++) {
        const struct moves *moves = moves_at(t);
        for (size_t i = 0; i < moves->count; i++)
            add("%s('%s', %u, %u::smallint, %u::smallint, '%s', %u)", t + i ? ", " : "", moves->noun, moves->code,
                moves->list[i].from, moves->list[i].to, moves->list[i].verb, moves->list[i].roles);
    }
    add("), d as (select noun, code, from_state, to_state, verb, roles from transition),"
        " w as ((table c except table d) union all (table d except table c))"
        " select string_agg(w::text, ' ') into wrong from w;"
        " if wrong is not null then raise exception 'only in one of the two: %%', wrong; end if; end $$");
    harness_sql(&harness, sql);
}

/* As superuser, past the program: each pair of states is a move of the table, or refused; without a table all pass. */
static void guard_noun(uint16_t noun, size_t states)
{
    used = 0;
    add("do $$ declare f int; t int; u uuid; passed boolean; legal boolean; listed boolean; begin"
        " listed := exists (select from transition where code = %u);"
        " for f in 0..%zu loop for t in 1..%zu loop u := gen_random_uuid();"
        " if f > 0 then"
        "  alter table matter disable trigger matter_moves;"
        "  insert into matter values (1, %u, u, f, '2026-01-01', null, null, sha256('x'), f * 100 + t, 1);"
        "  alter table matter enable always trigger matter_moves; end if;"
        " legal := not listed or exists (select from transition where code = %u and from_state = f and to_state = t);"
        " begin"
        "  if f = 0 then insert into matter values (1, %u, u, t, '2026-01-01', null, null, sha256('x'), t, 1);"
        "  else update matter set state = t where id = u; end if;"
        "  passed := true;"
        " exception when sqlstate 'MZ670' then passed := false; end;"
        " if passed <> legal then raise exception 'noun %u from %% to %%: %%', f, t, passed; end if;"
        ""
        " end loop; end loop; delete from matter where community_id = 1; end $$",
        noun, states, states, noun, noun, noun, noun);
    harness_sql(&harness, sql);
}

static void test_the_database_guards_every_pair_of_states(void **state)
{
    (void)state;
    for (size_t t = 0; moves_at(t); t++)
        if (moves_at(t)->code != 0)
            guard_noun(moves_at(t)->code, moves_at(t)->state_count);
    guard_noun(NOUN_DOCUMENT, 4);
}

static void test_what_a_matter_is_never_changes(void **state)
{
    static const char *const changes[] = {"noun = 1", "id = gen_random_uuid()", "opened_seq = 5", "community_id = 2"};
    char text[512];
    (void)state;
    harness_sql(&harness, "insert into matter values (1, 2, gen_random_uuid(), 1, '2026-01-01', null, null, "
                          "sha256('x'), 1, 1)");
    for (size_t i = 0; i < LENGTH(changes); i++) {
        (void)snprintf(text, sizeof text,
                       "do $$ begin update matter set %s where community_id = 1; raise exception 'not guarded';"
                       " exception when sqlstate 'MZ670' then null; end $$",
                       changes[i]);
        harness_sql(&harness, text);
    }
    harness_sql(&harness, "delete from matter where community_id = 1");
}

/* A record that says an illegal move is refused as a whole; the words come from the table of errors. */
static void test_an_illegal_move_is_refused_through_the_door(void **state)
{
    static const uint64_t code = UINT64_C(330681000217);
    struct record_matter_opened opened = {.noun = NOUN_BUDGET, .id = {{7}}, .from = 20000};
    struct record_matter_moved moved = {.noun = NOUN_BUDGET, .id = {{7}}, .old_state = 1, .new_state = 4};
    static const struct digest mac = {{1}};
    struct change change;
    (void)state;
    (void)harness_community(&harness, code);
    change_init(&change, harness.ctx.arena);
    harness_expect(&harness.ctx, change_request(&harness.ctx, &change, code, "matter-test-1", &mac), ERROR_none);
    harness_expect(&harness.ctx,
                   change_commit(&harness.ctx, &change, COMMIT_MATTER_DETAILS, BYTES("a", 1), &opened.details),
                   ERROR_none);
    harness_expect(&harness.ctx, change_add(&change, RECORD_matter_opened, &opened, NULL), ERROR_none);
    harness_expect(&harness.ctx, change_commit(&harness.ctx, &change, COMMIT_REASON, BYTES("b", 1), &moved.details),
                   ERROR_none);
    harness_expect(&harness.ctx, change_add(&change, RECORD_matter_moved, &moved, NULL), ERROR_none);
    harness_keep(&harness, 0);
    harness_expect(&harness.ctx, journal_post(&harness.ctx, &change), ERROR_matter_move);
    harness_expect_kept(&harness, 0);
}

static int begin(void **state)
{
    (void)state;
    harness_begin(&harness, "2026-03-31");
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
        cmocka_unit_test(test_the_moves_in_c_are_the_moves_in_sql),
        cmocka_unit_test(test_the_database_guards_every_pair_of_states),
        cmocka_unit_test(test_what_a_matter_is_never_changes),
        cmocka_unit_test(test_an_illegal_move_is_refused_through_the_door),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
