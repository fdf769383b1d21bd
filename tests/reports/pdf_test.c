/* A PDF: equal bytes for equal reports, a page more where rows are more, every cell in the text that poppler finds. */
#include "reports/render/html.h"
#include "reports/render/pdf.h"
#include "tests/reports/sample.h"

#include <fcntl.h>
#include <setjmp.h>
#include <spawn.h>
#include <stdarg.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { FILE_MAX = 8 << 20, TEXT_MAX = 4 << 20, MANY_ROWS = 200, LONG_CELL = 20000 };

static struct ctx fresh(void)
{
    return (struct ctx){.arena = arena_new(128 << 20)};
}

static struct bytes pdf(struct ctx *ctx, const struct report *report)
{
    struct buffer out;
    struct bytes bytes;
    buffer_init(&out, ctx->arena, FILE_MAX);
    sample_must(report_pdf(ctx, report, &out));
    sample_must(buffer_done(&out, &bytes));
    return bytes;
}

/* Runs poppler's tool on one file, its words into another. */
static void run_tool(bool info, char *from, char *to)
{
    char *const args[] = {info ? (char[]){"pdfinfo"} : (char[]){"pdftotext"}, info ? from : (char[]){"-raw"},
                          info ? NULL : from, (char[]){"-"}, NULL};
    posix_spawn_file_actions_t actions;
    pid_t child;
    int status;
    assert_int_equal(posix_spawn_file_actions_init(&actions), 0);
    assert_int_equal(posix_spawn_file_actions_addopen(&actions, 1, to, O_WRONLY | O_TRUNC, 0), 0);
    assert_int_equal(posix_spawnp(&child, args[0], &actions, NULL, args, environ), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    (void)posix_spawn_file_actions_destroy(&actions);
}

/* What pdfinfo or pdftotext says of the file, blanks and form feeds apart, since lines break where the paper ends. */
static const char *told(struct ctx *ctx, struct bytes file, bool info)
{
    char from[] = "/tmp/mz-pdf-XXXXXX", to[] = "/tmp/mz-told-XXXXXX";
    const int in = mkstemp(from), told_in = mkstemp(to);
    struct buffer out;
    struct bytes text;
    assert_true(in >= 0 && told_in >= 0);
    assert_int_equal(write(in, file.data, file.size), (ssize_t)file.size);
    run_tool(info, from, to);
    FILE *words = fdopen(told_in, "r");
    assert_non_null(words);
    buffer_init(&out, ctx->arena, TEXT_MAX);
    for (int c; (c = fgetc(words)) != EOF;)
        if (!strchr(" \t\r\n\f", c))
            buffer_char(&out, (char)c);
    (void)fclose(words);
    (void)close(in);
    (void)unlink(from);
    (void)unlink(to);
    sample_must(buffer_done(&out, &text));
    return (const char *)text.data;
}

static const char *text_of(struct ctx *ctx, struct bytes file)
{
    return told(ctx, file, false);
}

static size_t occurrences(const char *text, const char *wanted)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, wanted)); at += strlen(wanted))
        count++;
    return count;
}

static const char *without_blanks(struct ctx *ctx, const char *text)
{
    struct buffer out;
    struct bytes done;
    buffer_init(&out, ctx->arena, TEXT_MAX);
    for (const char *p = text; *p; p++)
        if (!strchr(" \t\r\n", *p))
            buffer_char(&out, *p);
    sample_must(buffer_done(&out, &done));
    return (const char *)done.data;
}

static void equal_reports_give_equal_bytes(void **state)
{
    struct ctx ctx = fresh();
    const struct bytes one = pdf(&ctx, sample_report(&ctx, FEN(500)));
    const struct bytes two = pdf(&ctx, sample_report(&ctx, FEN(500)));
    const struct bytes other = pdf(&ctx, sample_report(&ctx, FEN(501)));
    (void)state;
    assert_int_equal(one.size, two.size);
    assert_memory_equal(one.data, two.data, one.size);
    assert_false(other.size == one.size && memcmp(other.data, one.data, one.size) == 0);
    assert_memory_equal(one.data, "%PDF-1.", 7);
    arena_free(&ctx.arena);
}

static void expect_table(struct ctx *ctx, const struct report_table *table, const char *text)
{
    for (size_t i = 0; i < table->rows.count * table->column_count; i++) {
        const char *cell;
        const struct report_row *row = table->rows.items[i / table->column_count];
        sample_must(report_html_cell(ctx->arena, &row->cells[i % table->column_count], &cell));
        if (!strstr(text, without_blanks(ctx, cell)))
            print_error("%s, row %s: no %s\n", table->key, row->key, cell);
        assert_non_null(strstr(text, without_blanks(ctx, cell)));
    }
}

static void every_cell_is_in_the_text(void **state)
{
    struct ctx ctx = fresh();
    const struct report *report = sample_report(&ctx, FEN(500));
    const char *text = text_of(&ctx, pdf(&ctx, report));
    (void)state;
    assert_true(occurrences(text, without_blanks(&ctx, SAMPLE_HOSTILE)) >= 7);
    for (size_t s = 0; s < report->sections.count; s++)
        for (size_t t = 0; t < report->sections.items[s]->tables.count; t++)
            expect_table(&ctx, report->sections.items[s]->tables.items[t], text);
    assert_non_null(strstr(text, "制表："));
    assert_non_null(strstr(text, "第1页共1页"));
    arena_free(&ctx.arena);
}

static struct report_table *long_table(struct ctx *ctx, struct report *report)
{
    struct report_table *table;
    struct report_section *section;
    struct report_row *row;
    sample_must(report_section_add(report, "long", PHRASE_accounts, &section));
    sample_must(report_table_add(report, section, "long", "长表", &table));
    report_column_add(table, "item", "长表项目", REPORT_TEXT);
    report_column_add(table, "date", "日期", REPORT_DATE);
    report_column_add(table, "amount", "金额", REPORT_MONEY);
    for (int i = 0; i < MANY_ROWS; i++) {
        const char *label;
        sample_must(arena_print(ctx->arena, &label, "第%03d行 电梯维修", i));
        sample_must(report_row_add(table, (struct report_row){.key = label, .sum_from = -1}, &row));
        report_put_text(row, label);
        report_put_date(row, 20000 + i);
        report_put_money(row, FEN(INT64_C(100000000) * i - 12345), NULL);
    }
    return table;
}

static void long_tables_repeat_their_head(void **state)
{
    struct ctx ctx = fresh();
    struct report *report = sample_report(&ctx, FEN(500));
    const struct report_table *table = long_table(&ctx, report);
    const struct bytes file = pdf(&ctx, report);
    const char *text = text_of(&ctx, file);
    (void)state;
    expect_table(&ctx, table, text);
    assert_in_range(occurrences(text, "长表项目日期金额"), 4, 8);
    assert_non_null(strstr(told(&ctx, file, true), "Tagged:yes"));
    assert_non_null(strstr(told(&ctx, file, true), "Pages:6"));
    assert_non_null(strstr(text, "第6页共6页"));
    arena_free(&ctx.arena);
}

static void a_cell_longer_than_a_page_goes_on(void **state)
{
    struct ctx ctx = fresh();
    struct report *report = sample_report(&ctx, FEN(500));
    struct report_table *table = long_table(&ctx, report);
    char *cell;
    (void)state;
    sample_must(ARENA_TAKE(ctx.arena, LONG_CELL + 8, &cell));
    memset(cell, 'z', LONG_CELL);
    memcpy(cell + LONG_CELL, "END", 3);
    table->rows.items[3]->cells[0].text = cell;
    const char *text = text_of(&ctx, pdf(&ctx, report));
    assert_int_equal(occurrences(text, "z"), LONG_CELL);
    assert_non_null(strstr(text, "zEND"));
    assert_non_null(strstr(text, "第199行电梯维修"));
    arena_free(&ctx.arena);
}

/* Twelve columns of the largest amounts: the paper lies across, letters get smaller, no figure is cut. */
static void wide_tables_lie_across(void **state)
{
    struct ctx ctx = fresh();
    struct report *report = sample_report(&ctx, FEN(500));
    struct report_section *section;
    struct report_table *table;
    struct report_row *row;
    (void)state;
    sample_must(report_section_add(report, "wide", PHRASE_accounts, &section));
    sample_must(report_table_add(report, section, "wide", "宽表", &table));
    report_column_add(table, "item", "项目", REPORT_TEXT);
    sample_must(report_row_add(table, (struct report_row){.key = "a", .sum_from = -1}, &row));
    for (int i = 1; i < REPORT_COLUMNS_MAX; i++)
        report_column_add(table, "amount", "某一年度的金额合计数", REPORT_MONEY);
    report_put_text(row, "很长的科目名称很长的科目名称");
    for (int i = 1; i < REPORT_COLUMNS_MAX; i++)
        report_put_money(row, FEN(-MONEY_MAX_FEN + i), NULL);
    const struct bytes file = pdf(&ctx, report);
    expect_table(&ctx, table, text_of(&ctx, file));
    assert_non_null(strstr(told(&ctx, file, true), "Pagesize:841.89x595.276pts"));
    arena_free(&ctx.arena);
}

static void a_file_larger_than_the_buffer_is_refused(void **state)
{
    struct ctx ctx = fresh();
    struct buffer out;
    (void)state;
    buffer_init(&out, ctx.arena, 1000);
    assert_int_equal(report_pdf(&ctx, sample_report(&ctx, FEN(500)), &out).code, ERROR_buffer_full);
    arena_free(&ctx.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_reports_give_equal_bytes), cmocka_unit_test(every_cell_is_in_the_text),
        cmocka_unit_test(long_tables_repeat_their_head),  cmocka_unit_test(a_cell_longer_than_a_page_goes_on),
        cmocka_unit_test(wide_tables_lie_across),         cmocka_unit_test(a_file_larger_than_the_buffer_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
