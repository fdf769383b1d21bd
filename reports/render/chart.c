#include "reports/render/chart.h"

#include "reports/render/phrase.h"

#include <assert.h>
#include <string.h>

enum { BARS = 192, LABEL = 15, STEP = 12, GAP = 7, LEGEND = 18, TEXT_GAP = 4, KEY_GAP = 13 };

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

/* The last column of several is the darkest: the newest. */
static size_t shade_of(const struct report_table *table, size_t i)
{
    return table->chart_count - 1 - i;
}

static RESULT lay_bar(const struct report_table *table, const struct report_cell *cell, struct scale scale,
                      struct report_bar *bar)
{
    const int64_t fen = cell->kind == REPORT_MONEY ? cell->amount.fen : 0;
    const int zero = units(scale.low, scale);
    char amount[MONEY_TEXT];
    bar->width = units(fen, scale);
    bar->x = fen < 0 ? zero - bar->width : zero;
    bar->text_x = (fen < 0 ? zero : zero + bar->width) + TEXT_GAP;
    bar->text_y = bar->y + REPORT_BAR_HEIGHT - 1;
    money_format_grouped(FEN(fen), amount);
    return arena_text(table->arena, amount, strlen(amount), &bar->text);
}

static RESULT lay_group(const struct report_table *table, const struct report_row *row, struct scale scale,
                        struct report_chart_group *group)
{
    group->label = row->cells[0].text;
    group->y = group->top + LABEL - 4;
    group->bottom = group->top + LABEL + (int)table->chart_count * STEP + GAP;
    for (size_t i = 0; i < table->chart_count; i++) {
        group->bars[i].shade = shade_of(table, i);
        group->bars[i].y = group->top + LABEL + (int)i * STEP;
        TRY(lay_bar(table, &row->cells[table->chart[i]], scale, &group->bars[i]));
    }
    return OK;
}

static void lay_keys(const struct report_table *table, struct report_chart *chart)
{
    chart->key_count = table->chart_count < 2 ? 0 : table->chart_count;
    for (size_t i = 0; i < chart->key_count; i++) {
        const int x = (int)i * (REPORT_CHART_WIDTH / (int)table->chart_count);
        chart->keys[i] = (struct report_chart_key){.x = x,
                                                   .y = 2,
                                                   .text_x = x + KEY_GAP,
                                                   .text_y = 10,
                                                   .shade = shade_of(table, i),
                                                   .label = table->columns[table->chart[i]].title};
    }
}

RESULT report_chart_layout(const struct report_table *table, struct report_chart *ret_chart)
{
    size_t rows;
    const struct scale scale = scale_of(table, &rows);
    struct report_chart chart = {.bar_count = table->chart_count, .groups = LIST_INIT(table->arena, REPORT_ROWS_MAX)};
    lay_keys(table, &chart);
    chart.height = chart.key_count > 0 ? LEGEND : 0;
    for (size_t r = 0; r < table->rows.count && rows > 0; r++) {
        struct report_chart_group group = {.top = chart.height};
        if (!drawn(table, table->rows.items[r]))
            continue;
        TRY(lay_group(table, table->rows.items[r], scale, &group));
        TRY(LIST_ADD(&chart.groups, group));
        chart.height = group.bottom;
    }
    *ret_chart = chart;
    return OK;
}

/* ---- inline SVG ---- */

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

static RESULT put_shade(struct arena *arena, struct template_scope *scope, size_t shade)
{
    const char *text;
    TRY(arena_print(arena, &text, "s%zu", shade));
    return template_text(scope, "shade", text);
}

static RESULT put_bar(struct arena *arena, struct template_scope *scope, const struct report_bar *bar)
{
    TRY(put_shade(arena, scope, bar->shade));
    TRY(put_place(arena, scope, bar->x, bar->y));
    TRY(put_unit(arena, scope, "width", bar->width));
    TRY(put_unit(arena, scope, "height", REPORT_BAR_HEIGHT));
    TRY(put_unit(arena, scope, "text_x", bar->text_x));
    TRY(put_unit(arena, scope, "text_y", bar->text_y));
    return template_text(scope, "text", bar->text);
}

static RESULT put_group(struct arena *arena, struct template_scope *scope, const struct report_chart *chart,
                        const struct report_chart_group *group)
{
    TRY(template_text(scope, "label", group->label));
    TRY(put_place(arena, scope, 0, group->y));
    for (size_t i = 0; i < chart->bar_count; i++) {
        struct template_scope *bar;
        TRY(template_item(scope, "bars", &bar));
        TRY(put_bar(arena, bar, &group->bars[i]));
    }
    return OK;
}

static RESULT put_legend(struct arena *arena, struct template_scope *scope, const struct report_chart *chart)
{
    TRY(template_list(scope, "legend"));
    for (size_t i = 0; i < chart->key_count; i++) {
        struct template_scope *item;
        TRY(template_item(scope, "legend", &item));
        TRY(put_place(arena, item, chart->keys[i].x, chart->keys[i].y));
        TRY(put_unit(arena, item, "text_x", chart->keys[i].text_x));
        TRY(put_shade(arena, item, chart->keys[i].shade));
        TRY(template_text(item, "label", chart->keys[i].label));
    }
    return OK;
}

RESULT report_chart_fill(const struct report *report, const struct report_table *table, struct template_scope *scope)
{
    struct report_chart chart;
    struct template_scope *item, *group;
    TRY(report_chart_layout(table, &chart));
    TRY(template_list(scope, "charts"));
    if (chart.groups.count == 0)
        return OK;
    TRY(template_item(scope, "charts", &item));
    TRY(template_text(item, "chart_title", table->title));
    TRY(template_text(item, "chart_description", phrase(PHRASE_chart_description, report->language)));
    TRY(put_legend(table->arena, item, &chart));
    for (size_t i = 0; i < chart.groups.count; i++) {
        TRY(template_item(item, "groups", &group));
        TRY(put_group(table->arena, group, &chart, &chart.groups.items[i]));
    }
    TRY(put_unit(table->arena, item, "chart_width", REPORT_CHART_WIDTH));
    return put_unit(table->arena, item, "chart_height", chart.height);
}
