#include "reports/render/html.h"

#include "embed/web.h"
#include "reports/render/chart.h"
#include "reports/render/phrase.h"

#include <string.h>

enum { WIDE_COLUMNS = 4 }; /* beyond this many columns a phone shows each row as a card */

RESULT report_html_words(struct template_scope *scope, enum language language)
{
    TRY(template_text(scope, "lang", language == LANGUAGE_EN ? "en" : "zh-CN"));
    TRY(template_flag(scope, "english", language == LANGUAGE_EN));
    for (enum phrase key = 0; key < PHRASE_COUNT; key++)
        TRY(template_text(scope, phrase_key(key), phrase(key, language)));
    return OK;
}

RESULT report_html_cell(struct arena *arena, const struct report_cell *cell, const char **ret_text)
{
    if (cell->kind == REPORT_NUMBER)
        return arena_print(arena, ret_text, "%lld", (long long)cell->number);
    if (cell->kind == REPORT_MONEY) {
        char amount[MONEY_TEXT];
        money_format_grouped(cell->amount, amount);
        return arena_text(arena, amount, strlen(amount), ret_text);
    }
    if (cell->kind == REPORT_DATE) {
        char date[DATE_TEXT];
        date_format(cell->date, date);
        return arena_text(arena, date, strlen(date), ret_text);
    }
    *ret_text = cell->kind == REPORT_TEXT && cell->text ? cell->text : "";
    return OK;
}

static bool left(const struct report_column *column)
{
    return column->kind == REPORT_TEXT || column->kind == REPORT_DATE;
}

static const char *cell_class(const struct report_table *table, size_t column, const struct report_cell *cell)
{
    if (cell->kind == REPORT_MONEY && cell->amount.fen < 0)
        return "neg";
    if (cell->kind == REPORT_EMPTY)
        return "e";
    return left(&table->columns[column]) ? "t" : "";
}

/* A line without any amount; a phone leaves it out, paper does not. */
static bool nil(const struct report_row *row)
{
    bool any = false;
    for (size_t c = 0; c < row->cell_count; c++) {
        if (row->cells[c].kind == REPORT_NUMBER ||
            (row->cells[c].kind == REPORT_MONEY && row->cells[c].amount.fen != 0))
            return false;
        any |= row->cells[c].kind == REPORT_MONEY;
    }
    return any && row->total == REPORT_LINE;
}

/* The accounts that stand behind every amount of the row, said once at its head; NULL where amounts differ in that. */
static const char *common_sources(const struct report_row *row)
{
    const char *common = NULL;
    for (size_t c = 0; c < row->cell_count; c++) {
        const struct report_cell *cell = &row->cells[c];
        if (cell->kind != REPORT_MONEY)
            continue;
        if (!cell->sources || (common && strcmp(common, cell->sources) != 0))
            return NULL;
        common = cell->sources;
    }
    return common;
}

static RESULT fill_cell(const struct report_table *table, const struct report_row *row, size_t column,
                        struct template_scope *scope)
{
    const char *text, *common = common_sources(row);
    const struct report_cell *cell = &row->cells[column];
    const char *own = common || cell->amount.fen == 0 ? NULL : cell->sources;
    TRY(report_html_cell(table->arena, cell, &text));
    TRY(template_text(scope, "text", text));
    TRY(template_flag(scope, "head", column == 0));
    TRY(template_text(scope, "class", cell_class(table, column, cell)));
    TRY(template_text(scope, "sources", column == 0 ? common : own));
    const bool labelled = table->column_count > WIDE_COLUMNS && !nil(row); /* a phone shows no nil rows */
    return template_text(scope, "label", labelled ? table->columns[column].title : "");
}

static RESULT fill_row(const struct report_table *table, const struct report_row *row, struct template_scope *scope)
{
    static const char *const totals[] = {[REPORT_LINE] = "", [REPORT_SUBTOTAL] = "sub", [REPORT_TOTAL] = "total"};
    const char *class = totals[row->total];
    if (row->total == REPORT_LINE && (row->level > 0 || nil(row)))
        TRY(arena_print(table->arena, &class, "l%d%s", row->level, nil(row) ? " nil" : ""));
    TRY(template_text(scope, "row_class", class));
    for (size_t c = 0; c < row->cell_count; c++) {
        struct template_scope *cell;
        TRY(template_item(scope, "cells", &cell));
        TRY(fill_cell(table, row, c, cell));
    }
    return OK;
}

static RESULT fill_table(const struct report *report, const struct report_section *section,
                         const struct report_table *table, struct template_scope *scope)
{
    const bool same =
        strcmp(section->title, table->title) == 0; /* the heading above says it already: for screen readers only */
    TRY(template_text(scope, "table_title", table->title));
    TRY(template_text(scope, "caption_class", same ? "same" : "own"));
    TRY(template_text(scope, "table_class", table->column_count > WIDE_COLUMNS ? "wide" : "slim"));
    TRY(template_flag(scope, "empty", table->rows.count == 0));
    TRY(template_list(scope, "columns"));
    TRY(template_list(scope, "rows"));
    for (size_t c = 0; c < table->column_count; c++) {
        struct template_scope *column;
        TRY(template_item(scope, "columns", &column));
        TRY(template_text(column, "title", table->columns[c].title));
        TRY(template_text(column, "class", left(&table->columns[c]) ? "t" : ""));
    }
    for (size_t r = 0; r < table->rows.count; r++) {
        struct template_scope *row;
        TRY(template_item(scope, "rows", &row));
        TRY(fill_row(table, table->rows.items[r], row));
    }
    return report_chart_fill(report, table, scope);
}

static RESULT fill_notes(struct template_scope *scope, const char *name, const char *const *notes, size_t count)
{
    TRY(template_list(scope, name));
    for (size_t i = 0; i < count; i++) {
        struct template_scope *note;
        TRY(template_item(scope, name, &note));
        TRY(template_text(note, "text", notes[i]));
    }
    return OK;
}

static RESULT fill_section(const struct report *report, const struct report_section *section,
                           struct template_scope *scope)
{
    TRY(template_text(scope, "section_title", section->title));
    TRY(template_text(scope, "section_key", section->key));
    TRY(fill_notes(scope, "section_notes", section->notes.items, section->notes.count));
    TRY(template_list(scope, "tables"));
    for (size_t t = 0; t < section->tables.count; t++) {
        struct template_scope *table;
        TRY(template_item(scope, "tables", &table));
        TRY(fill_table(report, section, section->tables.items[t], table));
    }
    return OK;
}

static RESULT fill_head(const struct report *report, struct template_scope *scope)
{
    const char *last = report->last_hand ? report->last_hand : phrase(PHRASE_supervised_by, report->language);
    TRY(template_text(scope, "last_hand", last));
    const char *code;
    TRY(arena_print(report->arena, &code, "%012llu", (unsigned long long)report->community));
    TRY(template_text(scope, "report_title", report->title));
    TRY(template_text(scope, "report_community", report->community_name));
    TRY(template_text(scope, "report_code", code));
    TRY(template_text(scope, "report_period", report->period_title));
    TRY(template_list(scope, "facts"));
    for (size_t i = 0; i < report->facts.count; i++) {
        struct template_scope *fact;
        TRY(template_item(scope, "facts", &fact));
        TRY(template_text(fact, "fact_label", report->facts.items[i].label));
        TRY(template_text(fact, "fact_value", report->facts.items[i].value));
    }
    return fill_notes(scope, "report_notes", report->notes.items, report->notes.count);
}

RESULT report_html_fill(const struct report *report, struct template_scope *scope)
{
    TRY(fill_head(report, scope));
    TRY(template_list(scope, "sections"));
    for (size_t s = 0; s < report->sections.count; s++) {
        struct template_scope *section;
        TRY(template_item(scope, "sections", &section));
        TRY(fill_section(report, report->sections.items[s], section));
    }
    return OK;
}

RESULT report_html(struct ctx *ctx, const struct report *report, struct buffer *out)
{
    struct template_scope *scope;
    TRY(template_scope_new(ctx->arena, &scope));
    TRY(report_html_words(scope, report->language));
    TRY(report_html_fill(report, scope));
    return template_render(ctx, web_all, web_report_file.name, scope, out);
}
