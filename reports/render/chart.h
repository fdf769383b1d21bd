/* chart.h  Columns of a table as horizontal bars: their geometry, and inline SVG with a text alternative; the table
 * itself stands below.
 *
 * All lengths are units of a drawing REPORT_CHART_WIDTH wide; y grows downwards, texts stand on their y. */
#pragma once

#include "reports/render/model.h"
#include "reports/render/template.h"

enum { REPORT_CHART_WIDTH = 280, REPORT_BAR_HEIGHT = 9 };

struct report_bar {
    int x, y, width, text_x, text_y;
    size_t shade; /* 0 the darkest */
    const char *text;
};

/* The bars of one row under its label. */
struct report_chart_group {
    const char *label;
    int y, top, bottom; /* of the label; of the whole */
    struct report_bar bars[REPORT_CHART_MAX];
};

struct report_chart_key {
    int x, y, text_x, text_y;
    size_t shade;
    const char *label;
};

struct report_chart {
    int height;
    size_t bar_count, key_count; /* bars in each group; no keys where there is one bar only */
    struct report_chart_key keys[REPORT_CHART_MAX];
    LIST(struct report_chart_group) groups; /* empty when the table has no chart columns or no amounts */
};

/* Refusals: memory.exhausted, list.full. */
RESULT report_chart_layout(const struct report_table *table, struct report_chart *ret_chart);

/* Adds the values of chart.html to `scope` (the scope of the table) as the list `charts`: one item, or none when there
 * is nothing to draw. Refusals: memory.exhausted, list.full. */
RESULT report_chart_fill(const struct report *report, const struct report_table *table, struct template_scope *scope);
