/* Html, csv and json show the same cells, in the same order; formulas are disarmed in text and only there. */
#include "embed/web.h"
#include "reports/render/csv.h"
#include "reports/render/html.h"
#include "reports/render/json.h"
#include "tests/reports/sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct ctx fresh(void)
{
    return (struct ctx){.arena = arena_new(32 << 20)};
}

static const char *finish(struct buffer *out, result done)
{
    struct bytes bytes;
    sample_must(done);
    sample_must(buffer_done(out, &bytes));
    return (const char *)bytes.data;
}

static const char *html(struct ctx *ctx, const struct report *report)
{
    struct buffer out;
    buffer_init(&out, ctx->arena, 4 << 20);
    return finish(&out, report_html(ctx, report, &out));
}

static const char *csv(struct ctx *ctx, const struct report *report)
{
    struct buffer out;
    buffer_init(&out, ctx->arena, 4 << 20);
    return finish(&out, report_csv(report, &out));
}

static const char *json(struct ctx *ctx, const struct report *report)
{
    struct buffer out;
    buffer_init(&out, ctx->arena, 4 << 20);
    return finish(&out, report_json(report, &out));
}

/* All tables of a report, one after the other; NULL behind the last. */
static const struct report_table *table_at(const struct report *report, size_t index)
{
    for (size_t s = 0; s < report->sections.count; s++) {
        const struct report_section *section = report->sections.items[s];
        if (index < section->tables.count)
            return section->tables.items[index];
        index -= section->tables.count;
    }
    return NULL;
}

/* Each cell of a table must be found in *at behind the one before, written as `write` says. */
static void expect_cells(struct ctx *ctx, const struct report_table *table, const char **at,
                         const char *(*write)(struct ctx *ctx, const struct report_cell *cell, bool head))
{
    for (size_t i = 0; i < table->rows.count * table->column_count; i++) {
        const size_t row = i / table->column_count, column = i % table->column_count;
        const char *wanted = write(ctx, &table->rows.items[row]->cells[column], column == 0);
        const char *found = strstr(*at, wanted);
        if (!found)
            print_error("%s, row %zu, column %zu: no %s\n", table->key, row, column, wanted);
        assert_non_null(found);
        *at = found + strlen(wanted);
    }
}

static const char *escaped(struct ctx *ctx, const char *text)
{
    static const struct embedded one = {"one", "{{v}}", 5, ""};
    const struct embedded *const files[] = {&one, NULL};
    struct template_scope *scope;
    struct buffer out;
    buffer_init(&out, ctx->arena, 1 << 16);
    sample_must(template_scope_new(ctx->arena, &scope));
    sample_must(template_text(scope, "v", text));
    return finish(&out, template_render(ctx, files, "one", scope, &out));
}

static const char *in_html(struct ctx *ctx, const struct report_cell *cell, bool head)
{
    const char *text, *wanted;
    sample_must(report_html_cell(ctx->arena, cell, &text));
    sample_must(arena_print(ctx->arena, &wanted, ">%s</%s>", escaped(ctx, text), head ? "th" : "td"));
    return wanted;
}

static const char *in_csv(struct ctx *ctx, const struct report_cell *cell)
{
    struct buffer out;
    char amount[MONEY_TEXT];
    buffer_init(&out, ctx->arena, 4096);
    if (cell->kind == REPORT_MONEY) {
        money_format(cell->amount, amount);
        buffer_text(&out, amount);
    }
    if (cell->kind == REPORT_NUMBER)
        buffer_print(&out, "%lld", (long long)cell->number);
    if (cell->kind == REPORT_TEXT) {
        buffer_text(&out, cell->text[0] && strchr("=+-@\t\r", cell->text[0]) ? "\"'" : "\"");
        for (const char *p = cell->text; *p; p++)
            buffer_print(&out, *p == '"' ? "\"%c" : "%c", *p);
        buffer_char(&out, '"');
    }
    return finish(&out, buffer_status(&out));
}

static const char *in_json(struct ctx *ctx, const struct report_cell *cell, bool head)
{
    struct buffer out;
    char amount[MONEY_TEXT];
    (void)head;
    buffer_init(&out, ctx->arena, 4096);
    if (cell->kind == REPORT_EMPTY)
        buffer_text(&out, "null");
    if (cell->kind == REPORT_NUMBER)
        buffer_print(&out, "%lld", (long long)cell->number);
    if (cell->kind == REPORT_MONEY) {
        money_format(cell->amount, amount);
        buffer_print(&out, "\"%s\"", amount);
    }
    for (const char *p = cell->kind == REPORT_TEXT ? cell->text : ""; *p; p++) {
        if (*p == '\t')
            buffer_text(&out, "\\u0009");
        else
            buffer_print(&out, *p == '"' ? "\\%c" : "%c", *p);
    }
    return finish(&out, buffer_status(&out));
}

static void every_cell_is_in_html_and_json(void **state)
{
    struct ctx ctx = fresh();
    const struct report *report = sample_report(&ctx, FEN(500));
    const char *page = html(&ctx, report), *object = strstr(json(&ctx, report), "\"sections\"");
    (void)state;
    for (size_t t = 0; table_at(report, t); t++) {
        expect_cells(&ctx, table_at(report, t), &page, in_html);
        expect_cells(&ctx, table_at(report, t), &object, in_json);
    }
    arena_free(&ctx.arena);
}

static const char *csv_line(struct ctx *ctx, const struct report_row *row)
{
    struct buffer line;
    buffer_init(&line, ctx->arena, 8192);
    for (size_t c = 0; c < row->cell_count; c++) {
        buffer_text(&line, c > 0 ? "," : "\r\n");
        buffer_text(&line, in_csv(ctx, &row->cells[c]));
    }
    buffer_text(&line, "\r\n");
    return finish(&line, buffer_status(&line));
}

/* Whole lines: a cell is looked for in its own place only. */
static void every_cell_is_in_the_csv(void **state)
{
    struct ctx ctx = fresh();
    const struct report *report = sample_report(&ctx, FEN(500));
    const char *text = csv(&ctx, report);
    (void)state;
    for (size_t t = 0; table_at(report, t); t++) {
        const struct report_table *table = table_at(report, t);
        for (size_t r = 0; table && r < table->rows.count; r++)
            assert_non_null(strstr(text, csv_line(&ctx, table->rows.items[r])));
    }
    arena_free(&ctx.arena);
}

static void csv_begins_with_a_mark_and_disarms_formulas(void **state)
{
    struct ctx ctx = fresh();
    const char *text = csv(&ctx, sample_report(&ctx, FEN(500)));
    (void)state;
    assert_memory_equal(text, "\xEF\xBB\xBF\"'=1+1 <script>", 18);
    assert_non_null(strstr(text, "\r\n\"'\t@cmd\",,\"'-无-\",,\r\n"));
    assert_non_null(strstr(text, ",0.11,-1.00,1234569.00\r\n")); /* an amount is exempt: it stays a number */
    assert_non_null(strstr(text, "\"2025\",-12\r\n"));
    arena_free(&ctx.arena);
}

static void html_is_escaped_everywhere(void **state)
{
    struct ctx ctx = fresh();
    const char *text = html(&ctx, sample_report(&ctx, FEN(500)));
    (void)state;
    assert_null(strstr(text, "<script"));
    assert_null(strstr(text, "\"onmouseover"));
    assert_null(strstr(text, "title=\"科目 1002 \"x"));
    assert_non_null(strstr(text, "<style>"));
    assert_null(strstr(text, "src="));
    assert_null(strstr(text, "href="));
    arena_free(&ctx.arena);
}

static void json_states_facts_and_money_as_text(void **state)
{
    struct ctx ctx = fresh();
    const char *text = json(&ctx, sample_report(&ctx, FEN(500)));
    (void)state;
    assert_non_null(strstr(text, "\"journal_size\":\"4711\""));
    assert_non_null(strstr(text, "\"as_of\":\"2025-01-02\""));
    assert_non_null(strstr(text, "\"cells\":[\"结余\",\"5.00\"]"));
    assert_non_null(strstr(text, "\"code\":\"330681000217\""));
    arena_free(&ctx.arena);
}

static void chart_draws_what_the_table_says(void **state)
{
    struct ctx ctx = fresh();
    const char *text = html(&ctx, sample_report(&ctx, FEN(500)));
    const char *chart = strstr(text, "<svg"), *end = strstr(text, "</svg>");
    (void)state;
    assert_non_null(chart);
    assert_in_range((size_t)(end - chart), 100, 4000);
    assert_non_null(strstr(chart, "role=\"img\""));
    assert_non_null(strstr(chart, "<title>合计表</title><desc>"));
    assert_true(strstr(chart, ">12.00<") < end);
    assert_true(strstr(chart, ">-0.99<") < end);
    assert_non_null(strstr(chart, "width=\"177\"")); /* 12.00 of the whole -0.99 … 12.00 on 192 units */
    arena_free(&ctx.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cell_is_in_html_and_json),
        cmocka_unit_test(every_cell_is_in_the_csv),
        cmocka_unit_test(csv_begins_with_a_mark_and_disarms_formulas),
        cmocka_unit_test(html_is_escaped_everywhere),
        cmocka_unit_test(json_states_facts_and_money_as_text),
        cmocka_unit_test(chart_draws_what_the_table_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
