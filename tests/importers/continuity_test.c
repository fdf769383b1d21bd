#include "importers/parse/continuity.c"

#include "tests/importers/sample.h"

enum { LINES_MAX = 8 };

struct given { /* amount and balance in fen, second of the day */
    int64_t amount, balance;
    int32_t second;
};

static const money none = {-1};

/* Lines of one day in the given order; rows are numbered from 11. */
static struct statement statement_of(struct arena *arena, const struct given *given, uint32_t count)
{
    struct statement statement = {.count = count};
    MUST(ARENA_TAKE(arena, count, &statement.lines));
    for (uint32_t i = 0; i < count; i++)
        statement.lines[i] = (struct statement_line){.row = i + 11,
                                                     .transacted_on = 19800,
                                                     .booked_on = 19800,
                                                     .seconds = given[i].second,
                                                     .amount = FEN(given[i].amount),
                                                     .has_balance = true,
                                                     .balance = FEN(given[i].balance),
                                                     .serial = ""};
    return statement;
}

static void arranged(void **state, const struct given *given, const uint32_t *rows, uint32_t count, money opening)
{
    struct ctx ctx = sample_ctx(state);
    const struct statement statement = statement_of(*state, given, count);
    MUST(continuity_arrange(&ctx, statement.lines, count, opening.fen == none.fen ? NULL : &opening));
    for (uint32_t i = 0; i < count; i++)
        assert_int_equal(statement.lines[i].row, rows[i]);
    MUST(continuity_check(&ctx, &statement, COUNT_UNKNOWN));
}

static void a_file_that_runs_forwards_stays(void **state)
{
    const struct given given[] = {{100, 100, 1}, {-30, 70, 2}, {5, 75, 3}};
    arranged(state, given, (const uint32_t[]){11, 12, 13}, 3, none);
}

static void a_file_that_runs_backwards_is_turned(void **state)
{
    const struct given given[] = {{5, 75, 3}, {-30, 70, 2}, {100, 100, 1}};
    arranged(state, given, (const uint32_t[]){13, 12, 11}, 3, none);
}

static void one_line_is_a_statement(void **state)
{
    const struct given given[] = {{5, 75, 3}};
    arranged(state, given, (const uint32_t[]){11}, 1, none);
}

static void dates_decide_where_both_ways_follow(void **state)
{
    const struct given forward[] = {{100, 100, 1}, {-100, 0, 2}}, backward[] = {{100, 100, 2}, {-100, 0, 1}};
    arranged(state, forward, (const uint32_t[]){11, 12}, 2, none);
    arranged(state, backward, (const uint32_t[]){12, 11}, 2, none);
}

static void the_opening_balance_decides_where_dates_do_not(void **state)
{
    const struct given given[] = {{100, 100, 1}, {-100, 0, 1}};
    arranged(state, given, (const uint32_t[]){11, 12}, 2, FEN(0));
    arranged(state, given, (const uint32_t[]){12, 11}, 2, FEN(100));
}

static void dates_that_mislead_give_way_to_balances(void **state)
{
    const struct given given[] = {{100, 100, 5}, {-30, 70, 2}, {5, 75, 3}}; /* the first was entered late */
    arranged(state, given, (const uint32_t[]){11, 12, 13}, 3, none);
}

static void lines_of_one_second_are_put_in_order(void **state)
{
    const struct given given[] = {{100, 100, 1}, {7, 97, 9}, {-5, 90, 9}, {-5, 95, 9}, {3, 100, 10}};
    arranged(state, given, (const uint32_t[]){11, 14, 13, 12, 15}, 5, none);
}

static void lines_of_one_day_without_times_too(void **state)
{
    const struct given given[] = {{7, 97, -1}, {-5, 95, -1}, {-5, 90, -1}};
    arranged(state, given, (const uint32_t[]){12, 13, 11}, 3, FEN(100));
}

static void without_balances_dates_decide(void **state)
{
    struct ctx ctx = sample_ctx(state);
    const struct given given[] = {{7, 0, 9}, {-5, 0, 3}};
    const struct statement statement = statement_of(*state, given, 2);
    statement.lines[0].has_balance = statement.lines[1].has_balance = false;
    MUST(continuity_arrange(&ctx, statement.lines, 2, NULL));
    assert_int_equal(statement.lines[0].row, 12);
    MUST(continuity_check(&ctx, &statement, COUNT_UNKNOWN));
    MUST(continuity_arrange(&ctx, statement.lines, 0, NULL));
}

static void breaks(void **state, const struct given *given, uint32_t count, enum continuity_count counted,
                   const char *cause)
{
    struct ctx ctx = sample_ctx(state);
    const struct statement statement = statement_of(*state, given, count);
    MUST(continuity_arrange(&ctx, statement.lines, count, NULL));
    EXPECT(continuity_check(&ctx, &statement, counted), import, balance_break);
    assert_string_equal(error_get(&ctx.error, "line"), "13");
    if (!strstr(error_get(&ctx.error, "cause"), cause))
        fail_msg("%s", error_get(&ctx.error, "cause"));
}

static void a_break_names_figures(void **state)
{
    struct ctx ctx = sample_ctx(state);
    const struct given given[] = {{10000, 10000, 1}, {5, 10005, 2}, {7, 1000000, 3}};
    const struct statement statement = statement_of(*state, given, 3);
    EXPECT(continuity_check(&ctx, &statement, COUNT_UNKNOWN), import, balance_break);
    assert_string_equal(error_get(&ctx.error, "line"), "13");
    assert_string_equal(error_get(&ctx.error, "expected"), "100.12");
    assert_string_equal(error_get(&ctx.error, "found"), "10,000.00");
    assert_string_equal(error_get(&ctx.error, "difference"), "9,899.88");
}

static void a_missing_row_is_named_with_its_amount(void **state)
{
    const struct given given[] = {{100, 100, 1}, {10, 110, 2}, {5, 95, 4}, {1, 96, 5}};
    breaks(state, given, 4, COUNT_MISSING, "a row of -0.20 is missing");
    breaks(state, given, 4, COUNT_UNKNOWN, "or this one was altered");
    breaks(state, given, 4, COUNT_EQUAL, "the amount of this row was altered by -0.20");
}

static void an_altered_balance_is_named(void **state)
{
    const struct given given[] = {{100, 100, 1}, {10, 110, 2}, {5, 195, 4}, {1, 116, 5}};
    breaks(state, given, 4, COUNT_UNKNOWN, "the balance of this row was altered");
}

static void swapped_rows_are_named(void **state)
{
    const struct given given[] = {{100, 100, 1}, {10, 110, 2}, {7, 122, 4}, {5, 115, 3}, {1, 123, 5}};
    breaks(state, given, 5, COUNT_EQUAL, "line 14 follows here");
}

static void a_doubled_row_is_named(void **state)
{
    const struct given given[] = {{100, 100, 1}, {10, 110, 2}, {10, 110, 2}, {1, 111, 5}};
    breaks(state, given, 4, COUNT_MORE, "the same as line 12");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(a_file_that_runs_forwards_stays),
        ARENA_TEST(a_file_that_runs_backwards_is_turned),
        ARENA_TEST(one_line_is_a_statement),
        ARENA_TEST(dates_decide_where_both_ways_follow),
        ARENA_TEST(the_opening_balance_decides_where_dates_do_not),
        ARENA_TEST(dates_that_mislead_give_way_to_balances),
        ARENA_TEST(lines_of_one_second_are_put_in_order),
        ARENA_TEST(lines_of_one_day_without_times_too),
        ARENA_TEST(without_balances_dates_decide),
        ARENA_TEST(a_break_names_figures),
        ARENA_TEST(a_missing_row_is_named_with_its_amount),
        ARENA_TEST(an_altered_balance_is_named),
        ARENA_TEST(swapped_rows_are_named),
        ARENA_TEST(a_doubled_row_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
