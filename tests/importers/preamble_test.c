#include "importers/parse/preamble.c"

#include "tests/base/expect.h"

/* One row of the cells up to the NULL. */
static void add(struct ctx *ctx, struct preamble *preamble, uint32_t line, const char *const *cells)
{
    struct csv_row row = {.line = line};
    bool kept;
    while (cells[row.count]) {
        row.cells[row.count] = cells[row.count];
        row.count++;
    }
    MUST(preamble_add(ctx, preamble, &row, &kept));
    assert_true(kept);
}

static void says(struct ctx *ctx, const struct preamble *preamble, const char *key, const char *expected, uint32_t line)
{
    struct preamble_value value;
    MUST(preamble_find(ctx, preamble, key, &value));
    if (!expected) {
        assert_null(value.text);
        return;
    }
    assert_string_equal(value.text, expected);
    assert_int_equal(value.line, line);
}

static void a_value_stands_behind_its_caption(void **state)
{
    struct ctx ctx = {.arena = *state};
    struct preamble preamble = {0};
    add(&ctx, &preamble, 4, (const char *const[]){"账　　号", "123", "账户名称", "某某小区", NULL});
    says(&ctx, &preamble, "账号", "123", 4);
    says(&ctx, &preamble, "账户名称", "某某小区", 4);
    says(&ctx, &preamble, "币种", NULL, 0);
}

static void a_value_may_follow_a_colon(void **state)
{
    struct ctx ctx = {.arena = *state};
    struct preamble preamble = {0};
    add(&ctx, &preamble, 1, (const char *const[]){"账号: 123", "户名：某某", "币种：", "人民币", NULL});
    says(&ctx, &preamble, "账号", "123", 1);
    says(&ctx, &preamble, "户名", "某某", 1);
    says(&ctx, &preamble, "币种", "人民币", 1);
}

static void an_empty_value_is_none(void **state)
{
    struct ctx ctx = {.arena = *state};
    struct preamble preamble = {0};
    add(&ctx, &preamble, 1, (const char *const[]){"期初余额", "", "当前余额", NULL});
    says(&ctx, &preamble, "期初余额", NULL, 0);
    says(&ctx, &preamble, "当前余额", NULL, 0);
}

static void markers_are_whole_cells(void **state)
{
    struct ctx ctx = {.arena = *state};
    struct preamble preamble = {0};
    add(&ctx, &preamble, 1, (const char *const[]){"", "[HISTORYDETAIL]", NULL});
    assert_true(preamble_has(&preamble, "[HISTORYDETAIL]"));
    assert_false(preamble_has(&preamble, "HISTORYDETAIL"));
}

static void sixty_four_rows_are_kept(void **state)
{
    struct ctx ctx = {.arena = *state};
    struct preamble preamble = {0};
    const struct csv_row row = {.line = 1, .count = 1, .cells = {"x"}};
    bool kept;
    for (size_t i = 0; i < PREAMBLE_ROWS_MAX; i++)
        add(&ctx, &preamble, 1, (const char *const[]){"x", NULL});
    MUST(preamble_add(&ctx, &preamble, &row, &kept));
    assert_false(kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(a_value_stands_behind_its_caption),
        ARENA_TEST(a_value_may_follow_a_colon),
        ARENA_TEST(an_empty_value_is_none),
        ARENA_TEST(markers_are_whole_cells),
        ARENA_TEST(sixty_four_rows_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
