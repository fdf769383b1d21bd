#include "importers/parse/totals.c"

#include "tests/importers/sample.h"

static void sums_and_numbers_are_kept_column_by_column(void **state)
{
    struct totals totals = {0};
    (void)state;
    MUST(totals_add(&totals, &(struct line_row){.in = FEN(100)}));
    MUST(totals_add(&totals, &(struct line_row){.out = FEN(30)}));
    MUST(totals_add(&totals, &(struct line_row){.in = FEN(-100)})); /* a reversal lowers its own column */
    assert_int_equal(totals.in.fen, 0);
    assert_int_equal(totals.out.fen, 30);
    assert_int_equal(totals.count_in, 2);
    assert_int_equal(totals.count_out, 1);
}

static void sums_stay_in_range(void **state)
{
    struct totals totals = {0};
    (void)state;
    MUST(totals_add(&totals, &(struct line_row){.out = FEN(MONEY_MAX_FEN)}));
    EXPECT(totals_add(&totals, &(struct line_row){.out = FEN(1)}), money, range);
}

static void counts_say_whether_rows_are_missing(void **state)
{
    const struct comparison nothing = {0}, two = {.stated = {true, 2}, .found = 2},
                            one = {.stated = {true, 2}, .found = 1}, three = {.stated = {true, 2}, .found = 3};
    (void)state;
    assert_int_equal(judge_counts(&nothing, &two), COUNT_UNKNOWN);
    assert_int_equal(judge_counts(&two, &two), COUNT_EQUAL);
    assert_int_equal(judge_counts(&one, &two), COUNT_MISSING);
    assert_int_equal(judge_counts(&two, &three), COUNT_MORE);
}

static void a_refused_total_says_where_to_look(void **state)
{
    struct ctx ctx = sample_ctx(state);
    const struct comparison c = {.what = "w", .is_amount = true, .stated = {true, 123456}, .found = 100};
    struct statement_line lines[2] = {
        {.row = 3, .has_balance = true, .balance = FEN(100), .amount = FEN(100), .serial = ""},
        {.row = 4, .has_balance = true, .balance = FEN(150), .amount = FEN(50), .serial = ""}};
    const struct statement statement = {.lines = lines, .count = 2};
    EXPECT(refuse_total(&ctx, &c, &statement, COUNT_UNKNOWN), import, totals);
    assert_string_equal(error_get(&ctx.error, "expected"), "1,234.56");
    assert_string_equal(error_get(&ctx.error, "found"), "1.00");
    assert_non_null(strstr(error_get(&ctx.error, "cause"), "look at both ends"));
    lines[1].balance = FEN(170);
    EXPECT(refuse_total(&ctx, &c, &statement, COUNT_MISSING), import, totals);
    assert_non_null(strstr(error_get(&ctx.error, "cause"), "第 4 行"));
    lines[0].has_balance = false;
    EXPECT(refuse_total(&ctx, &c, &statement, COUNT_MISSING), import, totals);
    assert_non_null(strstr(error_get(&ctx.error, "cause"), "no balance column"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(sums_and_numbers_are_kept_column_by_column),
        ARENA_TEST(sums_stay_in_range),
        ARENA_TEST(counts_say_whether_rows_are_missing),
        ARENA_TEST(a_refused_total_says_where_to_look),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
