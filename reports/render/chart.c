#include "reports/render/chart.h"

#include "reports/render/phrase.h"

#include <assert.h>
#include <string.h>

/* Units of the view box; the stylesheet scales it to the column. */
enum { WIDTH = 280, BARS = 192, LABEL = 15, BAR = 9, STEP = 12, GAP = 7, LEGEND = 18, TEXT_GAP = 4 };

struct scale {
    int64_t low, high; /* fen; low <= 0 <= high */
};

static bool drawn(const struct report_table *table, const struct report_row *row)
{
    if (row->total != REPORT_LINE)
        return false;
    for (size_t i = 0; i < table->chart_count; i++)
        if (row->cells[table->chart[i]].kind == REPORT_MONEY && row->cells[table->chart[i]].amount.fen != 0)
            return true;
    return false;
}

static struct scale scale_of(const struct report_table *table, size_t *ret_rows)
{
    struct scale scale = {0, 0};
    *ret_rows = 0;
    for (size_t r = 0; r < table->rows.count; r++) {
        const struct report_row *row = table->rows.items[r];
        if (!drawn(table, row))
            continue;
        ++*ret_rows;
        for (size_t i = 0; i < table->chart_count; i++) {
            const int64_t fen = row->cells[table->chart[i]].amount.fen;
            scale.low = fen < scale.low ? fen : scale.low;
            scale.high = fen > scale.high ? fen : scale.high;
        }
    }
    return scale;
}

/* Whole units for an amount; a bar that is not zero is at least one unit long. */
static int units(int64_t fen, struct scale scale)
{
    assert(scale.high > scale.low);
    const int64_t magnitude = fen < 0 ? -fen : fen;
    const int length = (int)(magnitude * BARS / (scale.high - scale.low));
    return length == 0 && fen != 0 ? 1 : length;
}

static RESULT put_unit(struct arena *arena, struct template_scope *scope, const char *name, int value)
{
    const char *text;
    TRY(arena_print(arena, &text, "%d", value));
    return template_text(scope, name, text);
}

static RESULT put_place(struct arena *arena, struct template_scope *scope, int x, int y)
{
    TRY(put_unit(arena, scope, "x", x));
    return put_unit(arena, scope, "y", y);
}

static RESULT shade(struct arena *arena, struct template_scope *scope, const struct report_table *table, size_t i)
{
    const char *text; /* the last column of several is the darkest: the newest */
    TRY(arena_print(arena, &text, "s%zu", table->chart_count - 1 - i));
    return template_text(scope, "shade", text);
}

static RESULT draw_bar(struct template_scope *bar, const struct report_table *table, const struct report_cell *cell,
                       struct scale scale, int top)
{
    struct arena *arena = table->arena;
    const int64_t fen = cell->kind == REPORT_MONEY ? cell->amount.fen : 0;
    const int zero = units(scale.low, scale);
    const int length = units(fen, scale);
    TRY(put_place(arena, bar, fen < 0 ? zero - length : zero, top));
    TRY(put_unit(arena, bar, "width", length));
    TRY(put_unit(arena, bar, "height", BAR));
    TRY(put_unit(arena, bar, "text_x", (fen < 0 ? zero : zero + length) + TEXT_GAP));
    TRY(put_unit(arena, bar, "text_y", top + BAR - 1));
    char amount[MONEY_TEXT];
    money_format_grouped(FEN(fen), amount);
    const char *text;
    TRY(arena_text(arena, amount, strlen(amount), &text));
    return template_text(bar, "text", text);
}

static RESULT draw_row(struct template_scope *chart, const struct report_table *table, const struct report_row *row,
                       struct scale scale, int top)
{
    struct template_scope *group, *bar;
    TRY(template_item(chart, "groups", &group));
    TRY(template_text(group, "label", row->cells[0].text));
    TRY(put_place(table->arena, group, 0, top + LABEL - 4));
    for (size_t i = 0; i < table->chart_count; i++) {
        TRY(template_item(group, "bars", &bar));
        TRY(shade(table->arena, bar, table, i));
        TRY(draw_bar(bar, table, &row->cells[table->chart[i]], scale, top + LABEL + (int)i * STEP));
    }
    return OK;
}

static RESULT draw_legend(struct template_scope *chart, const struct report_table *table)
{
    TRY(template_list(chart, "legend"));
    if (table->chart_count < 2)
        return OK;
    for (size_t i = 0; i < table->chart_count; i++) {
        struct template_scope *item;
        TRY(template_item(chart, "legend", &item));
        const int x = (int)i * (WIDTH / (int)table->chart_count);
        TRY(put_place(table->arena, item, x, 2));
        TRY(put_unit(table->arena, item, "text_x", x + 13));
        TRY(shade(table->arena, item, table, i));
        TRY(template_text(item, "label", table->columns[table->chart[i]].title));
    }
    return OK;
}

RESULT report_chart_fill(const struct report *report, const struct report_table *table, struct template_scope *scope)
{
    size_t rows;
    const struct scale scale = scale_of(table, &rows);
    TRY(template_list(scope, "charts"));
    if (table->chart_count == 0 || rows == 0)
        return OK;
    struct template_scope *chart;
    TRY(template_item(scope, "charts", &chart));
    TRY(template_text(chart, "chart_title", table->title));
    TRY(template_text(chart, "chart_description", phrase(PHRASE_chart_description, report->language)));
    TRY(draw_legend(chart, table));
    int top = table->chart_count > 1 ? LEGEND : 0;
    for (size_t r = 0; r < table->rows.count; r++) {
        if (!drawn(table, table->rows.items[r]))
            continue;
        TRY(draw_row(chart, table, table->rows.items[r], scale, top));
        top += LABEL + (int)table->chart_count * STEP + GAP;
    }
    TRY(put_unit(table->arena, chart, "chart_width", WIDTH));
    return put_unit(table->arena, chart, "chart_height", top);
}
