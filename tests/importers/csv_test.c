#include "importers/parse/csv.c"

#include "tests/base/expect.h"

/* Reads all rows and writes them as cells in «», one row behind the other. */
static const char *rows_of(struct ctx *ctx, struct bytes file, result *ret_result)
{
    CLEANUP(csv_close) struct csv_reader *reader = NULL;
    struct charset_text text;
    const struct csv_row *row;
    struct buffer out;
    struct bytes bytes;
    buffer_init(&out, ctx->arena, 1 << 20);
    MUST(charset_decode(ctx, file, &text));
    MUST(csv_open(ctx, &text, &reader));
    for (;;) {
        *ret_result = csv_next(ctx, reader, &row);
        if (FAILED(*ret_result) || !row)
            break;
        buffer_print(&out, "%u:", row->line);
        for (uint32_t i = 0; i < row->count; i++)
            buffer_print(&out, "«%s»", row->cells[i]);
        buffer_print(&out, "%s\n", row->complete ? "" : "…");
    }
    MUST(buffer_done(&out, &bytes));
    return (const char *)bytes.data;
}

static void reads(void **state, const char *text, const char *expected)
{
    struct ctx ctx = {.arena = *state};
    result read;
    const char *found = rows_of(&ctx, BYTES(text, strlen(text)), &read);
    assert_int_equal(read.code, ERROR_none);
    assert_string_equal(found, expected);
}

static void rows_and_cells(void **state)
{
    reads(state, "a,b\nc,d\n", "1:«a»«b»\n2:«c»«d»\n");
    reads(state, "a,b\r\nc,d", "1:«a»«b»\n2:«c»«d»…\n");
    reads(state, "a,b\rc,d\r", "1:«a»«b»\n2:«c»«d»\n");
    reads(state, "a,,\n,,\n", "1:«a»«»«»\n2:«»«»«»\n");
}

static void blank_lines_are_no_rows_but_count(void **state)
{
    reads(state, "\n\na\n  \n\t\nb\n\n", "3:«a»\n6:«b»\n");
    reads(state, "a\n  ", "1:«a»\n");
}

static void quotes_and_line_ends_in_them(void **state)
{
    reads(state, "\"a,b\",c\n", "1:«a,b»«c»\n");
    reads(state, "\"a\"\"b\"\n", "1:«a\"b»\n");
    reads(state, "x,\"a\nb\r\nc\",y\nz,1,2\n", "1:«x»«a\nb\r\nc»«y»\n4:«z»«1»«2»\n");
    reads(state, "a \"b\" c,d\n", "1:«a \"b\" c»«d»\n");
}

static void wrappings_are_taken_off(void **state)
{
    reads(state, "=\"001\",`002,\"\t003\",\"004\t\"\n", "1:«001»«002»«003»«004»\n");
    reads(state, "\"=\"\"005\"\"\",x\n", "1:«005»«x»\n");
    reads(state, "=\"\",=1+1,=\"x,y\n", "1:«»«=1+1»«=\"x»«y»\n");
    reads(state, "　a　, b ,\"\xC2\xA0 c\r\n\xC2\xA0\"\n", "1:«a»«b»«c»\n");
}

static void an_open_quote_is_torn(void **state)
{
    struct ctx ctx = {.arena = *state};
    result read;
    const char text[] = "a,b\n\nc,\"d\ne,f\n";
    (void)rows_of(&ctx, BYTES(text, strlen(text)), &read);
    EXPECT(read, import, torn);
    assert_string_equal(error_get(&ctx.error, "line"), "3");
}

static void a_closed_quote_at_the_end_is_not_torn(void **state)
{
    reads(state, "a,\"b\"", "1:«a»«b»…\n");
}

static void too_many_columns(void **state)
{
    struct ctx ctx = {.arena = *state};
    char text[STATEMENT_COLUMNS_MAX + 8];
    result read;
    memset(text, ',', sizeof text);
    (void)rows_of(&ctx, BYTES(text, STATEMENT_COLUMNS_MAX - 1), &read);
    MUST(read);
    (void)rows_of(&ctx, BYTES(text, STATEMENT_COLUMNS_MAX), &read);
    EXPECT(read, import, columns);
    assert_string_equal(error_get(&ctx.error, "found"), "257");
}

static void too_long_a_cell(void **state)
{
    struct ctx ctx = {.arena = *state};
    char *text;
    result read;
    MUST(ARENA_TAKE(ctx.arena, STATEMENT_CELL_MAX + 4, &text));
    memset(text, 'x', STATEMENT_CELL_MAX + 4);
    text[1] = ',';
    (void)rows_of(&ctx, BYTES(text, STATEMENT_CELL_MAX + 2), &read);
    MUST(read);
    (void)rows_of(&ctx, BYTES(text, STATEMENT_CELL_MAX + 3), &read);
    EXPECT(read, import, text);
    assert_string_equal(error_get(&ctx.error, "column"), "第 2 列");
}

static void evidence_is_the_bytes_of_the_file(void **state)
{
    struct ctx ctx = {.arena = *state};
    CLEANUP(csv_close) struct csv_reader *reader = NULL;
    static const char file[] = "\xD3\xE0,1\r\n\r\n =\"\xB6\xEE\" ,\"a\nb\" \r\nlast";
    struct charset_text text;
    const struct csv_row *row;
    MUST(charset_decode(&ctx, BYTES(file, sizeof file - 1), &text));
    assert_string_equal(text.name, "GB18030");
    MUST(csv_open(&ctx, &text, &reader));
    const char *const expected[] = {"\xD3\xE0,1", " =\"\xB6\xEE\" ,\"a\nb\" ", "last"};
    for (size_t i = 0; i < LENGTH(expected); i++) {
        MUST(csv_next(&ctx, reader, &row));
        assert_int_equal(row->raw.size, strlen(expected[i]));
        assert_memory_equal(row->raw.data, expected[i], row->raw.size);
        assert_true(row->raw.data >= (const uint8_t *)file && row->raw.data < (const uint8_t *)file + sizeof file);
    }
    MUST(csv_next(&ctx, reader, &row));
    assert_null(row);
    MUST(csv_next(&ctx, reader, &row));
    assert_null(row);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(rows_and_cells),
        ARENA_TEST(blank_lines_are_no_rows_but_count),
        ARENA_TEST(quotes_and_line_ends_in_them),
        ARENA_TEST(wrappings_are_taken_off),
        ARENA_TEST(an_open_quote_is_torn),
        ARENA_TEST(a_closed_quote_at_the_end_is_not_torn),
        ARENA_TEST(too_many_columns),
        ARENA_TEST(too_long_a_cell),
        ARENA_TEST(evidence_is_the_bytes_of_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
