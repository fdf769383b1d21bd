/* model.h  What a report says, before any format: facts, sections, tables, rows, cells. reports/report.c builds it,
 * every renderer reads it.
 *
 * Nothing here is computed by a renderer: html, csv, json, xlsx and pdf show the same cells and cannot
 * disagree. */
#pragma once

#include "base/date.h"
#include "base/list.h"
#include "base/money.h"

enum report_kind { REPORT_EMPTY, REPORT_TEXT, REPORT_MONEY, REPORT_NUMBER, REPORT_DATE };
enum report_total { REPORT_LINE, REPORT_SUBTOTAL, REPORT_TOTAL };
enum { REPORT_COLUMNS_MAX = 12, REPORT_CHART_MAX = 4, REPORT_ROWS_MAX = 20000 };

struct figure;

struct report_cell {
    enum report_kind kind; /* of this cell; an empty or a text cell may stand in a money column */
    const char *text;
    money amount;
    int64_t number;
    day date;
    const char *sources;         /* account codes behind an amount, or NULL */
    const char *name;            /* of an amount, where that is not key of row "." key of column */
    const struct figure *figure; /* reports/figure.h: what the amount is the sum of, or NULL */
};

struct report_column {
    const char *key, *title;
    enum report_kind kind;
};

struct report_row {
    const char *key; /* stable name for machines: "P01", "6002" */
    int level;       /* 0 outermost */
    enum report_total total;
    int sign;     /* how totals below take it: 1, -1, 0 not at all */
    int sum_from; /* a total: number of the first row it sums; -1 none */
    size_t cell_count;
    struct report_cell cells[REPORT_COLUMNS_MAX];
};

/* Over the money cells of a row, the signed sum is zero: opening + in - out - closing. */
struct report_rule {
    bool totals_only;
    int sign[REPORT_COLUMNS_MAX];
};

struct report_table {
    const char *key, *title;
    size_t column_count;
    struct report_column columns[REPORT_COLUMNS_MAX];
    LIST(struct report_row *) rows;
    LIST(struct report_rule) rules;
    size_t chart_count; /* columns that are also drawn as bars; 0 no chart */
    size_t chart[REPORT_CHART_MAX];
    struct arena *arena;
};

struct report_section {
    const char *key, *title;
    LIST(struct report_table *) tables;
    LIST(const char *) notes;
};

struct report_fact {
    const char *key, *label, *value;
};

struct report {
    const char *key, *title;
    enum language language;
    uint64_t community;
    const char *community_name;
    const char *period;       /* "2026Q3" */
    const char *period_title; /* "2026年第3季度" */
    day first, last;
    day as_of;
    uint64_t journal_size;
    struct digest root;
    LIST(struct report_fact) facts;
    LIST(struct report_section *) sections;
    LIST(const char *) notes;
    const char *last_hand; /* who signs behind preparer and reviewer; NULL: the supervisor */
    struct arena *arena;
};
