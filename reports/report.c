#include "reports/report.h"

#include "base/digest.h"

#include <assert.h>
#include <string.h>

enum { FACTS_MAX = 20, SECTIONS_MAX = 20, TABLES_MAX = 20, NOTES_MAX = 40, RULES_MAX = 8 };

static RESULT head_facts(struct report *report)
{
    char as_of[DATE_TEXT];
    date_format(report->as_of, as_of);
    const char *text;
    TRY(arena_text(report->arena, as_of, strlen(as_of), &text));
    TRY(report_fact_add(report, "as_of", phrase(PHRASE_as_of, report->language), text));
    TRY(arena_print(report->arena, &text, "%llu", (unsigned long long)report->journal_size));
    TRY(report_fact_add(report, "journal_size", phrase(PHRASE_journal_size, report->language), text));
    char hex[2 * sizeof report->root + 1];
    hex_encode(BYTES(report->root.b, sizeof report->root.b), hex);
    TRY(arena_text(report->arena, hex, strlen(hex), &text));
    return report_fact_add(report, "root", phrase(PHRASE_root, report->language), text);
}

RESULT report_new(struct ctx *ctx, const struct report *from, struct report **ret_report)
{
    struct report *report;
    TRY(ARENA_TAKE(ctx->arena, 1, &report));
    *report = *from;
    report->arena = ctx->arena;
    report->facts.max = FACTS_MAX;
    report->sections.max = SECTIONS_MAX;
    report->notes.max = NOTES_MAX;
    report->facts.arena = report->sections.arena = report->notes.arena = ctx->arena;
    TRY(head_facts(report));
    *ret_report = report;
    return OK;
}

RESULT report_fact_add(struct report *report, const char *key, const char *label, const char *value)
{
    return LIST_ADD(&report->facts, (struct report_fact){key, label, value});
}

RESULT report_note_add(struct report *report, const char *note)
{
    return LIST_ADD(&report->notes, note);
}

RESULT report_section_add(struct report *report, const char *key, enum phrase title,
                          struct report_section **ret_section)
{
    struct report_section *section;
    TRY(ARENA_TAKE(report->arena, 1, &section));
    section->key = key;
    section->title = phrase(title, report->language);
    section->tables.max = TABLES_MAX;
    section->notes.max = NOTES_MAX;
    section->tables.arena = section->notes.arena = report->arena;
    TRY(LIST_ADD(&report->sections, section));
    *ret_section = section;
    return OK;
}

RESULT report_section_note(struct report_section *section, const char *note)
{
    return LIST_ADD(&section->notes, note);
}

RESULT report_table_add(struct report *report, struct report_section *section, const char *key, const char *title,
                        struct report_table **ret_table)
{
    struct report_table *table;
    TRY(ARENA_TAKE(report->arena, 1, &table));
    table->key = key;
    table->title = title;
    table->arena = report->arena;
    table->rows.max = REPORT_ROWS_MAX;
    table->rules.max = RULES_MAX;
    table->rows.arena = table->rules.arena = report->arena;
    TRY(LIST_ADD(&section->tables, table));
    *ret_table = table;
    return OK;
}

void report_column_add(struct report_table *table, const char *key, const char *title, enum report_kind kind)
{
    assert(table->column_count < REPORT_COLUMNS_MAX);
    table->columns[table->column_count++] = (struct report_column){key, title, kind};
}

RESULT report_rule_add(struct report_table *table, struct report_rule rule)
{
    return LIST_ADD(&table->rules, rule);
}

RESULT report_row_add(struct report_table *table, struct report_row from, struct report_row **ret_row)
{
    struct report_row *row;
    TRY(ARENA_TAKE(table->arena, 1, &row));
    *row = from;
    row->cell_count = 0;
    TRY(LIST_ADD(&table->rows, row));
    *ret_row = row;
    return OK;
}

static void put(struct report_row *row, struct report_cell cell)
{
    assert(row->cell_count < REPORT_COLUMNS_MAX);
    row->cells[row->cell_count++] = cell;
}

void report_put_text(struct report_row *row, const char *text)
{
    put(row, (struct report_cell){.kind = REPORT_TEXT, .text = text});
}

void report_put_money(struct report_row *row, money amount, const char *sources)
{
    put(row, (struct report_cell){.kind = REPORT_MONEY, .amount = amount, .sources = sources});
}

void report_put_number(struct report_row *row, int64_t number)
{
    put(row, (struct report_cell){.kind = REPORT_NUMBER, .number = number});
}

void report_put_date(struct report_row *row, day date)
{
    put(row, (struct report_cell){.kind = REPORT_DATE, .date = date});
}

void report_put_empty(struct report_row *row)
{
    put(row, (struct report_cell){.kind = REPORT_EMPTY});
}

RESULT report_line_add(struct report_table *table, const struct report_line *line)
{
    const int sum_from = line->total == REPORT_LINE ? -1 : line->sum_from;
    struct report_row *row;
    TRY(report_row_add(
        table,
        (struct report_row){
            .key = line->key, .level = line->level, .total = line->total, .sign = line->sign, .sum_from = sum_from},
        &row));
    report_put_text(row, line->label);
    for (size_t i = 0; i < line->count; i++)
        report_put_money(row, line->amount[i], line->sources);
    return OK;
}

/* ---- cross-footing ---- */

static RESULT add_signed(money *sum, const struct report_cell *cell, int sign)
{
    if (cell->kind != REPORT_MONEY || sign == 0)
        return OK;
    return sign > 0 ? money_add(*sum, cell->amount, sum) : money_sub(*sum, cell->amount, sum);
}

static RESULT differs(struct ctx *ctx, const char *what, money a, money b)
{
    char left[MONEY_TEXT], right[MONEY_TEXT];
    money_format(a, left);
    money_format(b, right);
    error_set(&ctx->error, "reason", "%s: %s / %s", what, left, right);
    return REFUSE(report, cross_foot);
}

RESULT report_equal(struct ctx *ctx, const char *what, money a, money b)
{
    return money_cmp(a, b) == 0 ? OK : differs(ctx, what, a, b);
}

static RESULT check_rule(struct ctx *ctx, const struct report_table *table, const struct report_row *row,
                         const struct report_rule *rule)
{
    money sum = FEN(0);
    for (size_t c = 0; c < table->column_count; c++)
        TRY(add_signed(&sum, &row->cells[c], rule->sign[c]));
    char what[120];
    (void)snprintf(what, sizeof what, "table %s, row %s, across", table->key, row->key);
    return report_equal(ctx, what, sum, FEN(0));
}

static RESULT check_total(struct ctx *ctx, const struct report_table *table, size_t index)
{
    const struct report_row *total = table->rows.items[index];
    for (size_t c = 0; c < table->column_count; c++) {
        if (total->cells[c].kind != REPORT_MONEY)
            continue;
        money sum = FEN(0);
        for (size_t r = (size_t)total->sum_from; r < index; r++)
            TRY(add_signed(&sum, &table->rows.items[r]->cells[c], table->rows.items[r]->sign));
        char what[160];
        (void)snprintf(what, sizeof what, "table %s, row %s, column %s", table->key, total->key, table->columns[c].key);
        TRY(report_equal(ctx, what, sum, total->cells[c].amount));
    }
    return OK;
}

static RESULT check_row(struct ctx *ctx, const struct report_table *table, size_t index)
{
    const struct report_row *row = table->rows.items[index];
    if (row->cell_count != table->column_count) {
        error_set(&ctx->error, "reason", "table %s, row %s: %zu cells for %zu columns", table->key, row->key,
                  row->cell_count, table->column_count);
        return REFUSE(report, cross_foot);
    }
    for (size_t i = 0; i < table->rules.count; i++)
        if (!table->rules.items[i].totals_only || row->total != REPORT_LINE)
            TRY(check_rule(ctx, table, row, &table->rules.items[i]));
    return row->total != REPORT_LINE && row->sum_from >= 0 ? check_total(ctx, table, index) : OK;
}

static RESULT check_section(struct ctx *ctx, const struct report_section *section)
{
    for (size_t t = 0; t < section->tables.count; t++)
        for (size_t r = 0; r < section->tables.items[t]->rows.count; r++)
            TRY(check_row(ctx, section->tables.items[t], r));
    return OK;
}

RESULT report_check(struct ctx *ctx, const struct report *report)
{
    for (size_t s = 0; s < report->sections.count; s++)
        TRY(check_section(ctx, report->sections.items[s]));
    return OK;
}
