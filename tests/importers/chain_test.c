#include "importers/parse/chain.c"

#include "tests/importers/sample.h"

enum { LINES_MAX = 8 };

static void set(struct statement_line *lines, const int64_t steps[][2], uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        lines[i] = (struct statement_line){
            .row = i + 1, .amount = FEN(steps[i][1] - steps[i][0]), .has_balance = true, .balance = FEN(steps[i][1])};
}

static void has_rows(const struct statement_line *lines, const uint32_t *rows, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        assert_int_equal(lines[i].row, rows[i]);
}

static void a_path_is_found_from_its_start(void **state)
{
    struct ctx ctx = sample_ctx(state);
    struct statement_line lines[LINES_MAX];
    const money start = FEN(100);
    bool found;
    set(lines, (const int64_t[][2]){{90, 97}, {95, 90}, {100, 95}}, 3);
    MUST(chain_order(&ctx, lines, 3, &start, &found));
    assert_true(found);
    has_rows(lines, (const uint32_t[]){3, 2, 1}, 3);
}

static void without_a_start_the_free_end_is_taken(void **state)
{
    struct ctx ctx = sample_ctx(state);
    struct statement_line lines[LINES_MAX];
    bool found;
    set(lines, (const int64_t[][2]){{90, 97}, {95, 90}, {100, 95}}, 3);
    MUST(chain_order(&ctx, lines, 3, NULL, &found));
    assert_true(found);
    has_rows(lines, (const uint32_t[]){3, 2, 1}, 3);
}

static void a_circle_begins_with_its_first_line(void **state)
{
    struct ctx ctx = sample_ctx(state);
    struct statement_line lines[LINES_MAX];
    bool found;
    set(lines, (const int64_t[][2]){{100, 150}, {120, 100}, {150, 120}}, 3);
    MUST(chain_order(&ctx, lines, 3, NULL, &found));
    assert_true(found);
    has_rows(lines, (const uint32_t[]){1, 3, 2}, 3);
}

static void detours_are_walked_too(void **state)
{
    struct ctx ctx = sample_ctx(state);
    struct statement_line lines[LINES_MAX];
    const money start = FEN(0);
    bool found;
    set(lines, (const int64_t[][2]){{0, 10}, {10, 20}, {10, 0}, {0, 10}, {20, 10}, {10, 30}}, 6);
    MUST(chain_order(&ctx, lines, 6, &start, &found));
    assert_true(found);
    int64_t here = 0;
    for (uint32_t i = 0; i < 6; i++) {
        assert_int_equal(lines[i].balance.fen - lines[i].amount.fen, here);
        here = lines[i].balance.fen;
    }
}

static void equal_lines_stay_two_lines(void **state)
{
    struct ctx ctx = sample_ctx(state);
    struct statement_line lines[LINES_MAX];
    const money start = FEN(100);
    bool found;
    set(lines, (const int64_t[][2]){{95, 90}, {100, 95}}, 2);
    MUST(chain_order(&ctx, lines, 2, &start, &found));
    assert_true(found);
    has_rows(lines, (const uint32_t[]){2, 1}, 2);
}

static void where_no_path_leads_the_lines_stay(void **state)
{
    struct ctx ctx = sample_ctx(state);
    struct statement_line lines[LINES_MAX];
    const money start = FEN(100), elsewhere = FEN(7);
    bool found;
    set(lines, (const int64_t[][2]){{90, 97}, {94, 90}, {100, 95}}, 3); /* 94 is not 95 */
    MUST(chain_order(&ctx, lines, 3, &start, &found));
    assert_false(found);
    has_rows(lines, (const uint32_t[]){1, 2, 3}, 3);
    set(lines, (const int64_t[][2]){{100, 95}, {95, 90}}, 2);
    MUST(chain_order(&ctx, lines, 2, &elsewhere, &found));
    assert_false(found);
}

static void a_doubled_line_leads_nowhere(void **state)
{
    struct ctx ctx = sample_ctx(state);
    struct statement_line lines[LINES_MAX];
    const money start = FEN(100);
    bool found;
    set(lines, (const int64_t[][2]){{100, 95}, {100, 95}, {95, 90}}, 3);
    MUST(chain_order(&ctx, lines, 3, &start, &found));
    assert_false(found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(a_path_is_found_from_its_start),      ARENA_TEST(without_a_start_the_free_end_is_taken),
        ARENA_TEST(a_circle_begins_with_its_first_line), ARENA_TEST(detours_are_walked_too),
        ARENA_TEST(equal_lines_stay_two_lines),          ARENA_TEST(where_no_path_leads_the_lines_stay),
        ARENA_TEST(a_doubled_line_leads_nowhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
