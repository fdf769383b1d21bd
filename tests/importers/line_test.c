#include "importers/parse/line.c"

#include "tests/importers/sample.h"

/* Reads one ICBC row of 13 cells, with one cell replaced. */
static result read_icbc(struct ctx *ctx, size_t column, const char *value, struct line_row *ret_row)
{
    CLEANUP(csv_close) struct csv_reader *reader = NULL;
    static const char header[] = ICBC_HEADER;
    struct charset_text text;
    const struct layout *layout;
    struct csv_row row = {.line = 7,
                          .count = 13,
                          .complete = true,
                          .cells = {"1", ICBC_ACCOUNT, "6217", "2024-01-05 10:00:00", "贷", "", "12.00", "", "转账",
                                    "停车费", "甲", "100.00", ""}};
    row.cells[column] = value;
    MUST(charset_decode(ctx, BYTES(header, sizeof header - 1), &text));
    MUST(csv_open(ctx, &text, &reader));
    MUST(layout_find(ctx, reader, &layout));
    return line_read(ctx, layout, &row, ret_row);
}

enum { VOUCHER, OWN, PARTY_ACCOUNT, TIME, FLAG, OUT, IN, BANK_NUMBER, SUMMARY, PURPOSE, PARTY, BALANCE };

static void refuses(void **state, size_t column, const char *value, enum error code)
{
    struct ctx ctx = sample_ctx(state);
    struct line_row row;
    const result read = read_icbc(&ctx, column, value, &row);
    if (read.code != code)
        fail_msg("%s: %s", value, error_info(read.code)->name);
    assert_string_equal(error_get(&ctx.error, "line"), "7");
}

static void a_row_becomes_a_line(void **state)
{
    struct ctx ctx = sample_ctx(state);
    struct line_row row;
    MUST(read_icbc(&ctx, VOUCHER, "1", &row));
    assert_int_equal(row.line.row, 7);
    assert_int_equal(row.line.amount.fen, 1200);
    assert_int_equal(row.line.balance.fen, 10000);
    assert_int_equal(row.line.seconds, 36000);
    assert_int_equal(row.line.booked_on, row.line.transacted_on);
    assert_string_equal(row.line.purpose, "停车费");
    assert_string_equal(row.line.serial, "");
    assert_string_equal(row.own_account, ICBC_ACCOUNT);
}

static void amounts_are_checked(void **state)
{
    refuses(state, IN, "1e3", ERROR_import_amount);
    refuses(state, OUT, "x", ERROR_import_amount);
    refuses(state, OUT, "1.00", ERROR_import_both_sides);
    refuses(state, IN, "0.00", ERROR_import_no_amount);
    refuses(state, IN, "--", ERROR_import_no_amount);
    refuses(state, BALANCE, "", ERROR_import_amount);
    refuses(state, BALANCE, "--", ERROR_import_amount);
}

static void nothing_on_the_other_side_has_many_faces(void **state)
{
    static const char *const faces[] = {"", "-", "--", "0", "0.00"};
    for (size_t i = 0; i < LENGTH(faces); i++) {
        struct ctx ctx = sample_ctx(state);
        struct line_row row;
        MUST(read_icbc(&ctx, OUT, faces[i], &row));
        assert_int_equal(row.line.amount.fen, 1200);
    }
}

static void a_reversal_keeps_its_sign(void **state)
{
    struct ctx ctx = sample_ctx(state);
    struct line_row row;
    MUST(read_icbc(&ctx, IN, "-12.00", &row));
    assert_int_equal(row.line.amount.fen, -1200);
    assert_int_equal(row.in.fen, -1200);
}

static void the_flag_agrees_with_the_column(void **state)
{
    struct ctx ctx = sample_ctx(state);
    struct line_row row;
    refuses(state, FLAG, "借", ERROR_import_direction);
    refuses(state, FLAG, "?", ERROR_import_direction);
    MUST(read_icbc(&ctx, FLAG, "", &row));
}

static void dates_are_checked(void **state)
{
    refuses(state, TIME, "", ERROR_import_date);
    refuses(state, TIME, "2024-02-30", ERROR_import_date);
}

static void text_is_kept_in_normal_form(void **state)
{
    struct ctx ctx = sample_ctx(state);
    struct line_row row;
    MUST(read_icbc(&ctx, SUMMARY, "第一行\r\n第二行\t尾 \n x", &row));
    assert_string_equal(row.line.summary, "第一行 第二行 尾 x");
    MUST(read_icbc(&ctx, SUMMARY, "Cafe\xCC\x81", &row));
    assert_string_equal(row.line.summary, "Caf\xC3\xA9");
}

static void characters_that_cannot_be_kept(void **state)
{
    refuses(state, PARTY, "甲\xEE\x80\x80", ERROR_import_text);
    refuses(state, PURPOSE, "a\x01z", ERROR_import_text);
    refuses(state, VOUCHER, "\xE2\x80\xAE", ERROR_import_text);
    char heap[2302] = "a"; /* more marks on one letter than writing needs */
    for (size_t i = 1; i + 2 < sizeof heap; i += 2)
        memcpy(heap + i, "\xCC\x81", 3);
    refuses(state, SUMMARY, heap, ERROR_import_text);
}

static void numbers_that_a_spreadsheet_has_eaten(void **state)
{
    refuses(state, PARTY_ACCOUNT, "6.217E+18", ERROR_import_text);
    refuses(state, OWN, "1.21E+18", ERROR_import_text);
}

static void rows_have_the_width_of_their_header(void **state)
{
    struct ctx ctx = sample_ctx(state);
    struct layout layout = {.width = 3};
    struct csv_row row = {.line = 7, .count = 3, .complete = true, .cells = {"a", "b", "c", "", "x"}};
    const struct reading reading = {&ctx, &layout, &row};
    MUST(check_columns(&reading));
    row.count = 4; /* an empty cell behind the last one */
    MUST(check_columns(&reading));
    row.count = 5;
    EXPECT(check_columns(&reading), import, columns);
    assert_string_equal(error_get(&ctx.error, "found"), "5");
    row.count = 2;
    EXPECT(check_columns(&reading), import, columns);
    row.complete = false;
    EXPECT(check_columns(&reading), import, torn);
}

static void currencies(void **state)
{
    (void)state;
    assert_true(line_currency_is_ours("人民币元"));
    assert_true(line_currency_is_ours("人民币"));
    assert_true(line_currency_is_ours("CNY"));
    assert_true(line_currency_is_ours("RMB"));
    assert_true(line_currency_is_ours("156"));
    assert_true(line_currency_is_ours(""));
    assert_false(line_currency_is_ours("USD"));
    assert_false(line_currency_is_ours("美元"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(a_row_becomes_a_line),
        ARENA_TEST(amounts_are_checked),
        ARENA_TEST(nothing_on_the_other_side_has_many_faces),
        ARENA_TEST(a_reversal_keeps_its_sign),
        ARENA_TEST(the_flag_agrees_with_the_column),
        ARENA_TEST(dates_are_checked),
        ARENA_TEST(text_is_kept_in_normal_form),
        ARENA_TEST(characters_that_cannot_be_kept),
        ARENA_TEST(numbers_that_a_spreadsheet_has_eaten),
        ARENA_TEST(rows_have_the_width_of_their_header),
        ARENA_TEST(currencies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
