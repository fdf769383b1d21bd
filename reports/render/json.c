#include "reports/render/json.h"

#include "base/json_write.h"

#include <stdio.h>

static const char *kind_name(enum report_kind kind)
{
    static const char *const names[] = {"empty", "text", "money", "number", "date"};
    return names[kind];
}

static const char *total_name(enum report_total total)
{
    static const char *const names[] = {"line", "subtotal", "total"};
    return names[total];
}

static void put_cell(struct buffer *out, const struct report_cell *cell)
{
    switch (cell->kind) {
    case REPORT_EMPTY:
        json_put_null(out, NULL);
        return;
    case REPORT_TEXT:
        json_put_string(out, NULL, cell->text);
        return;
    case REPORT_NUMBER:
        json_put_number(out, NULL, cell->number);
        return;
    case REPORT_MONEY:
        json_put_money(out, NULL, cell->amount);
        return;
    case REPORT_DATE:
        json_put_date(out, NULL, cell->date);
        return;
    }
}

static bool has_sources(const struct report_row *row)
{
    for (size_t c = 0; c < row->cell_count; c++)
        if (row->cells[c].sources)
            return true;
    return false;
}

static void put_row(struct buffer *out, const struct report_row *row)
{
    json_open_object(out, NULL);
    json_put_string(out, "key", row->key);
    json_put_number(out, "level", row->level);
    json_put_string(out, "is", total_name(row->total));
    json_open_array(out, "cells");
    for (size_t c = 0; c < row->cell_count; c++)
        put_cell(out, &row->cells[c]);
    json_close_array(out);
    if (has_sources(row)) {
        json_open_array(out, "sources");
        for (size_t c = 0; c < row->cell_count; c++)
            json_put_string(out, NULL, row->cells[c].sources);
        json_close_array(out);
    }
    json_close_object(out);
}

static void put_table(struct buffer *out, const struct report_table *table)
{
    json_open_object(out, NULL);
    json_put_string(out, "key", table->key);
    json_put_string(out, "title", table->title);
    json_open_array(out, "columns");
    for (size_t c = 0; c < table->column_count; c++) {
        json_open_object(out, NULL);
        json_put_string(out, "key", table->columns[c].key);
        json_put_string(out, "title", table->columns[c].title);
        json_put_string(out, "kind", kind_name(table->columns[c].kind));
        json_close_object(out);
    }
    json_close_array(out);
    json_open_array(out, "rows");
    for (size_t r = 0; r < table->rows.count; r++)
        put_row(out, table->rows.items[r]);
    json_close_array(out);
    json_close_object(out);
}

static void put_notes(struct buffer *out, const char *const *notes, size_t count)
{
    json_open_array(out, "notes");
    for (size_t i = 0; i < count; i++)
        json_put_string(out, NULL, notes[i]);
    json_close_array(out);
}

static void put_section(struct buffer *out, const struct report_section *section)
{
    json_open_object(out, NULL);
    json_put_string(out, "key", section->key);
    json_put_string(out, "title", section->title);
    put_notes(out, section->notes.items, section->notes.count);
    json_open_array(out, "tables");
    for (size_t t = 0; t < section->tables.count; t++)
        put_table(out, section->tables.items[t]);
    json_close_array(out);
    json_close_object(out);
}

static void put_head(struct buffer *out, const struct report *report)
{
    char code[24];
    (void)snprintf(code, sizeof code, "%012llu", (unsigned long long)report->community);
    json_put_string(out, "report", report->key);
    json_put_string(out, "title", report->title);
    json_put_string(out, "language", report->language == LANGUAGE_EN ? "en" : "zh-CN");
    json_open_object(out, "community");
    json_put_string(out, "code", code);
    json_put_string(out, "name", report->community_name);
    json_close_object(out);
    json_open_object(out, "period");
    json_put_string(out, "name", report->period);
    json_put_string(out, "title", report->period_title);
    json_put_date(out, "first", report->first);
    json_put_date(out, "last", report->last);
    json_close_object(out);
    json_put_string(out, "currency", "CNY");
    json_open_object(out, "facts");
    for (size_t i = 0; i < report->facts.count; i++)
        json_put_string(out, report->facts.items[i].key, report->facts.items[i].value);
    json_close_object(out);
}

RESULT report_json(const struct report *report, struct buffer *out)
{
    json_open_object(out, NULL);
    put_head(out, report);
    json_open_array(out, "sections");
    for (size_t s = 0; s < report->sections.count; s++)
        put_section(out, report->sections.items[s]);
    json_close_array(out);
    put_notes(out, report->notes.items, report->notes.count);
    json_close_object(out);
    buffer_char(out, '\n');
    return buffer_status(out);
}
