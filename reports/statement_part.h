/* statement_part.h  What the statements share: a report under construction, lines drawn from formulas, columns of
 * parts, sums that are checked. */
#pragma once

#include "ledger/book/account.h"
#include "reports/figure.h"
#include "reports/report.h"
#include "reports/statement.h"

enum { STATEMENT_COLUMNS = 4, STATEMENT_PARTS = 2 };

struct name_then { /* of an account that was renamed since */
    uint16_t fund;
    const char *code, *name;
};

struct statement { /* under construction */
    struct ctx *ctx;
    const struct statement_in *in;
    struct standing standing;
    struct report *report;
    int32_t last;             /* month of as_of */
    struct account *accounts; /* of all funds; read on first need */
    size_t account_count;
    struct name_then *names; /* of accounts of all funds, where fewer records are told than there are */
    size_t name_count;
};

struct statement_column {
    const char *key;
    enum phrase title;
    struct part parts[STATEMENT_PARTS];
    size_t count;
};

struct statement_columns {
    const struct statement_column *items;
    size_t count;
};

enum statement_sum {
    SUM_NOT,   /* a heading, or part of another line */
    SUM_LINE,  /* adds to its total */
    SUM_LESS,  /* is taken from a total below */
    SUM_TOTAL, /* of the lines up to the next total; drawn from the books by itself, so a forgotten account shows */
    SUM_BELOW  /* of all lines above */
};

struct statement_line {
    const char *key;
    enum phrase label;
    const char *formula; /* NULL: no amounts */
    int level;
    enum report_total total;
    enum statement_sum sum;
    const char *text; /* NULL: the phrase */
};

/* The report with its head, facts and notes, no sections. Refusals of all below: list.full, memory.exhausted,
 * money.range, report.cross_foot. */
RESULT statement_begin(struct statement *s, const char *key, enum phrase title);

/* The phrase in the language of the report. */
const char *statement_text(const struct statement *s, enum phrase key);

/* A section with one table of the same title. */
RESULT statement_table(struct statement *s, const char *key, enum phrase title, struct report_table **ret_table);

/* A cell with its figure. name NULL: key of row "." key of column. */
RESULT statement_put(struct statement *s, struct report_row *row, struct figure *figure, const char *name);

/* The figure of a formula in a column. */
RESULT statement_figure(struct statement *s, const char *formula, const struct statement_column *column,
                        struct figure **ret_figure);

/* Lines of label and amounts, one a column; a SUM_TOTAL stands above its lines and is proved here, a SUM_BELOW by
 * report_check. */
RESULT statement_form(struct statement *s, struct report_table *table, const struct statement_line *lines, size_t count,
                      struct statement_columns columns);

/* One of them; `text` stands for the phrase where a line has a label of its own. */
RESULT statement_line(struct statement *s, struct report_table *table, const struct statement_line *line,
                      struct statement_columns columns);

/* Adds an amount to the running sum of a column and proves it at a total. */
RESULT statement_prove(struct statement *s, const struct statement_line *line, money amount, money *sum);

/* Reads what renamed accounts were called among the records that are told; in the transaction of the report. */
RESULT statement_read_names(struct statement *s);

/* The name of an account among these records: `now` unless it was renamed since. */
const char *statement_name_then(const struct statement *s, int fund, const char *code, const char *now);

/* Whether the chart of the fund has the code. */
RESULT statement_has_account(struct statement *s, const char *code, bool *ret_has);

/* What the chart of the fund calls an account. Refusals: report.account (details fund, account). */
RESULT statement_account_name(struct statement *s, const char *code, const char **ret_name);

/* Whether a kind of housing (1 commodity, 2 public) has units, or money in the maintenance fund; commodity where
 * neither has. */
bool statement_manages(const struct statement *s, int kind);

/* A balance at as_of; a balance when the year began, with the opening entries of the year; ordinary turnover. */
struct statement_column statement_closing(const struct statement *s, const char *key, enum phrase title);
struct statement_column statement_opening(const struct statement *s, const char *key, enum phrase title);
struct statement_column statement_turnover(const char *key, enum phrase title, struct span span);

/* The builders, one file each. */
RESULT balance_sheet_build(struct statement *s);    /* balance_sheet.c */
RESULT income_statement_build(struct statement *s); /* income_statement.c */
RESULT income_use_build(struct statement *s);       /* income_use.c */
RESULT net_assets_build(struct statement *s);       /* net_assets.c */
RESULT trial_balance_build(struct statement *s);    /* trial_balance.c */
RESULT receipts_build(struct statement *s);         /* gsy/receipts.c */
RESULT warranty_deposit_build(struct statement *s); /* gsy/warranty_deposit.c */
