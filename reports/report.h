/* report.h  Builds the one report model of render/model.h in an arena, and checks that it cross-foots. No rendering
 * here.
 *
 * Everything a builder is given must outlive the report: constants, phrases, or text of the same arena. */
#pragma once

#include "base/ctx.h"
#include "reports/render/model.h"
#include "reports/render/phrase.h"

/* A report with the head of `from` (key, titles, community, period, as_of, journal size, root) and no contents. The
 * facts as_of, journal size and root are added by itself. Refusals: memory.exhausted. */
RESULT report_new(struct ctx *ctx, const struct report *from, struct report **ret_report);

/* Refusals of all below: list.full, memory.exhausted. */
RESULT report_fact_add(struct report *report, const char *key, const char *label, const char *value);
RESULT report_note_add(struct report *report, const char *note);
RESULT report_section_add(struct report *report, const char *key, enum phrase title,
                          struct report_section **ret_section);
RESULT report_section_note(struct report_section *section, const char *note);
RESULT report_table_add(struct report *report, struct report_section *section, const char *key, const char *title,
                        struct report_table **ret_table);

/* Columns are added before rows; at most REPORT_COLUMNS_MAX. */
void report_column_add(struct report_table *table, const char *key, const char *title, enum report_kind kind);
RESULT report_rule_add(struct report_table *table, struct report_rule rule);

/* A row with the attributes of `from` and no cells yet. */
RESULT report_row_add(struct report_table *table, struct report_row from, struct report_row **ret_row);

/* A row of a label and amounts: the usual line of a statement. */
struct report_line {
    const char *key, *label, *sources;
    int level, sign, sum_from; /* sum_from counts only when total is set */
    enum report_total total;
    size_t count;
    money amount[REPORT_COLUMNS_MAX - 1];
};
RESULT report_line_add(struct report_table *table, const struct report_line *line);

/* The next cell of a row. sources: account codes, or NULL. */
void report_put_text(struct report_row *row, const char *text);
void report_put_money(struct report_row *row, money amount, const char *sources);
void report_put_number(struct report_row *row, int64_t number);
void report_put_date(struct report_row *row, day date);
void report_put_empty(struct report_row *row);

/* Every rule holds in every row, every total is the signed sum of the rows it names, every row has all its cells.
 * Refusals: report.cross_foot (detail reason: table, row, column and both amounts), money.range. */
RESULT report_check(struct ctx *ctx, const struct report *report);

/* Two amounts that must be one. Refusals: report.cross_foot (detail reason: what, a and b). */
RESULT report_equal(struct ctx *ctx, const char *what, money a, money b);
