#include "importers/parse/layout.c"

#include "tests/importers/sample.h"

static result find(struct ctx *ctx, const char *text, const struct layout **ret_layout)
{
    CLEANUP(csv_close) struct csv_reader *reader = NULL;
    struct charset_text decoded;
    MUST(charset_decode(ctx, BYTES(text, strlen(text)), &decoded));
    MUST(csv_open(ctx, &decoded, &reader));
    return layout_find(ctx, reader, ret_layout);
}

static void each_bank_is_known_by_its_header(void **state)
{
    struct ctx ctx = sample_ctx(state);
    const struct layout *layout;
    MUST(find(&ctx, "中国建设银行\n明细查询结果\n" CCB_HEADER, &layout));
    assert_string_equal(layout->profile->id, "ccb-corp-c@1");
    assert_int_equal(layout->line, 3);
    assert_int_equal(layout->width, 16);
    assert_int_equal(layout->place[COLUMN_SERIAL], 12);
    assert_int_equal(layout->place[COLUMN_FLAG], 0);
    MUST(find(&ctx, ICBC_HEADER, &layout));
    assert_string_equal(layout->profile->id, "icbc-corp-b@1");
    assert_int_equal(layout->place[COLUMN_SERIAL], 0);
}

static void headings_may_stand_in_any_order_and_width(void **state)
{
    struct ctx ctx = sample_ctx(state);
    const struct layout *layout;
    MUST(find(&ctx,
              "[HISTORYDETAIL]\n余　额,凭证号,本方账号,对方账号,交易时间,借／贷,借方发生额/"
              "元,贷方发生额（收入）,对方行号,摘要,用途,"
              "对方单位名称,个性化信息,另加一列,,\n",
              &layout));
    assert_int_equal(layout->place[COLUMN_BALANCE], 1);
    assert_int_equal(layout->place[COLUMN_VOUCHER], 2);
    assert_int_equal(layout->width, 14);
}

static void refuses(void **state, const char *text, const char *reason)
{
    struct ctx ctx = sample_ctx(state);
    const struct layout *layout;
    EXPECT(find(&ctx, text, &layout), import, unknown_layout);
    assert_non_null(strstr(error_get(&ctx.error, "reason"), reason));
}

static void a_marker_must_stand_above(void **state)
{
    refuses(state, "中国银行\n明细查询结果\n" CCB_HEADER, "no known header row");
    refuses(state, CCB_HEADER, "no known header row");
}

static void a_missing_heading_is_another_layout(void **state)
{
    refuses(state, "[HISTORYDETAIL]\n凭证号,本方账号,对方账号,交易时间,借方发生额,贷方发生额,摘要,余额\n",
            "no known header row");
}

static void a_heading_that_stands_twice_is_no_heading(void **state)
{
    refuses(state,
            "[HISTORYDETAIL]\n凭证号,本方账号,对方账号,交易时间,借/贷,借方发生额,贷方发生额,对方行号,摘要,用途,"
            "对方单位名称,余额,个性化信息,余额\n",
            "no known header row");
}

static void the_header_stands_in_the_first_rows(void **state)
{
    struct arena *arena = *state;
    struct buffer out;
    buffer_init(&out, arena, 4096);
    for (size_t i = 0; i <= PREAMBLE_ROWS_MAX; i++)
        buffer_text(&out, "x,y\n");
    buffer_text(&out, ICBC_HEADER);
    refuses(state, (const char *)sample_done(&out).data, "first 64 rows");
}

static void two_layouts_that_fit_are_none(void **state)
{
    struct ctx ctx = sample_ctx(state);
    struct candidates all;
    struct layout layout = {0};
    const struct csv_row row = {.line = 1,
                                .count = 13,
                                .cells = {"凭证号", "本方账号", "对方账号", "交易时间", "借/贷", "借方发生额",
                                          "贷方发生额", "对方行号", "摘要", "用途", "对方单位名称", "余额",
                                          "个性化信息"}};
    bool kept;
    const struct csv_row marker = {.line = 1, .count = 1, .cells = {"[HISTORYDETAIL]"}};
    MUST(load_all(&ctx, &all));
    MUST(preamble_add(&ctx, &layout.preamble, &marker, &kept));
    all.items[0] = all.items[1];
    EXPECT(try_header(&ctx, &all, &row, &layout), import, unknown_layout);
    assert_non_null(strstr(error_get(&ctx.error, "reason"), "two layouts"));
}

static bool skips(struct ctx *ctx, const struct layout *layout, const struct csv_row *row)
{
    bool skip = false;
    MUST(layout_skips(ctx, layout, row, &skip));
    return skip;
}

static void footers_and_empty_rows_are_no_transactions(void **state)
{
    struct ctx ctx = sample_ctx(state);
    const struct layout *layout;
    MUST(find(&ctx, ICBC_HEADER, &layout));
    assert_true(skips(&ctx, layout, &(struct csv_row){.count = 2, .cells = {"", ""}}));
    assert_true(skips(&ctx, layout, &(struct csv_row){.count = 2, .cells = {"合 计：", "1"}}));
    assert_true(skips(&ctx, layout, &(struct csv_row){.count = 3, .cells = {"", "本页小计", "1.00"}}));
    assert_false(skips(&ctx, layout, &(struct csv_row){.count = 2, .cells = {"0", ""}}));
    assert_false(skips(&ctx, layout, &(struct csv_row){.count = 4, .cells = {"合计", "", "", "2024-01-05"}}));
}

static void a_column_that_is_not_there_is_empty(void **state)
{
    struct ctx ctx = sample_ctx(state);
    const struct layout *layout;
    const struct csv_row row = {.count = 2, .cells = {"a", "b"}};
    MUST(find(&ctx, ICBC_HEADER, &layout));
    assert_string_equal(layout_cell(layout, &row, COLUMN_VOUCHER), "a");
    assert_string_equal(layout_cell(layout, &row, COLUMN_BALANCE), "");
    assert_string_equal(layout_cell(layout, &row, COLUMN_SERIAL), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(each_bank_is_known_by_its_header),
        ARENA_TEST(headings_may_stand_in_any_order_and_width),
        ARENA_TEST(a_marker_must_stand_above),
        ARENA_TEST(a_missing_heading_is_another_layout),
        ARENA_TEST(a_heading_that_stands_twice_is_no_heading),
        ARENA_TEST(the_header_stands_in_the_first_rows),
        ARENA_TEST(two_layouts_that_fit_are_none),
        ARENA_TEST(footers_and_empty_rows_are_no_transactions),
        ARENA_TEST(a_column_that_is_not_there_is_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
