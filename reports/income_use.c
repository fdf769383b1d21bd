/* 收支与使用表: GSY-02 of the public income, the running cost and the warranty deposit. Per stream gross, tax, cost,
 * net; then uses by code, what went to the maintenance fund, the surplus. */
#include "base/words.h"
#include "reports/statement_part.h"

enum { SPANS = 3, USES = 16 };

static const struct statement_line summary[] = {
    {"gross", PHRASE_gross_total, "-40", 0, REPORT_LINE, SUM_LINE, NULL},
    {"tax", PHRASE_less_tax, "+5101", 1, REPORT_LINE, SUM_LESS, NULL},
    {"cost", PHRASE_less_cost, "+50", 1, REPORT_LINE, SUM_LESS, NULL},
    {"net", PHRASE_net_total, "-40 -5", 0, REPORT_SUBTOTAL, SUM_BELOW, NULL},
    {"4101", PHRASE_plus_preparation, "-4101", 1, REPORT_LINE, SUM_LINE, NULL},
    {"4102", PHRASE_plus_levy, "-4102", 1, REPORT_LINE, SUM_LINE, NULL},
    {"4901", PHRASE_plus_other_income, "-4901", 1, REPORT_LINE, SUM_LINE, NULL},
    {"4801", PHRASE_plus_transfer_in, "-4801", 1, REPORT_LINE, SUM_LINE, NULL},
    {"uses", PHRASE_less_uses, "+6002 +6003 +6004 +6005 +6006 +6007 +6008 +6009 +6010 +6013 +6014 +6015", 1,
     REPORT_LINE, SUM_LESS, NULL},
    {"6001", PHRASE_less_to_fund, "+6001", 1, REPORT_LINE, SUM_LESS, NULL},
    {"other", PHRASE_less_other, "+6101 +6102 +6109 +6201", 1, REPORT_LINE, SUM_LESS, NULL},
    {"6801", PHRASE_less_transfer_out, "+6801", 1, REPORT_LINE, SUM_LESS, NULL},
    {"surplus", PHRASE_surplus, "-4 -5 -6", 0, REPORT_TOTAL, SUM_BELOW, NULL},
};

static const struct statement_line after_uses[] = {
    {"6001", PHRASE_use_to_fund, "+6001", 0, REPORT_LINE, SUM_LINE, NULL},
    {"6101", PHRASE_bank_charges, "+6101", 0, REPORT_LINE, SUM_LINE, NULL},
    {"6102", PHRASE_depreciation, "+6102", 0, REPORT_LINE, SUM_LINE, NULL},
    {"6109", PHRASE_other_expense, "+6109", 0, REPORT_LINE, SUM_LINE, NULL},
    {"6201", PHRASE_written_off, "+6201", 0, REPORT_LINE, SUM_LINE, NULL},
    {"6801", PHRASE_transfer_out, "+6801", 0, REPORT_LINE, SUM_LINE, NULL},
    {"paid", PHRASE_paid_total, "+6", 0, REPORT_TOTAL, SUM_BELOW, NULL},
};

struct uses { /* the report under way */
    struct statement *s;
    struct statement_column columns[SPANS];
    size_t count;
};

/* This period, the year to date where that is more, the same period of last year where there was one. */
static void choose_columns(struct uses *u)
{
    const struct statement *s = u->s;
    const struct period *period = &s->in->period;
    const struct span now = {period->first, s->last}, year = {s->standing.year, s->last};
    u->columns[u->count++] = statement_turnover("period", PHRASE_this_period, now);
    if (now.first != year.first)
        u->columns[u->count++] = statement_turnover("year", PHRASE_year_to_date, year);
    if (standing_has_last_year(&s->standing))
        u->columns[u->count++] = statement_turnover("last_year", PHRASE_same_period_last_year,
                                                    (struct span){period->first - 12, period->last - 12});
}

static struct statement_columns all_columns(const struct uses *u)
{
    return (struct statement_columns){u->columns, u->count};
}

static RESULT begin_table(struct uses *u, const char *key, enum phrase title, struct report_table **ret_table)
{
    TRY(statement_table(u->s, key, title, ret_table));
    report_column_add(*ret_table, "item", statement_text(u->s, PHRASE_item), REPORT_TEXT);
    for (size_t c = 0; c < u->count; c++)
        report_column_add(*ret_table, u->columns[c].key, statement_text(u->s, u->columns[c].title), REPORT_MONEY);
    return OK;
}

/* The public income has one fund to give to, the others have several. */
static struct statement_line named(const struct uses *u, const struct statement_line *line)
{
    struct statement_line own = *line;
    if (u->s->standing.fund != FUND_PI && own.label == PHRASE_less_transfer_out)
        own.label = PHRASE_less_out_transfer;
    if (u->s->standing.fund != FUND_PI && own.label == PHRASE_transfer_out)
        own.label = PHRASE_out_transfer;
    return own;
}

static RESULT put_summary(struct uses *u)
{
    struct report_table *table;
    struct statement_line lines[LENGTH(summary)];
    for (size_t i = 0; i < LENGTH(summary); i++)
        lines[i] = named(u, &summary[i]);
    TRY(begin_table(u, "summary", PHRASE_income_and_use, &table));
    return statement_form(u->s, table, lines, LENGTH(lines), all_columns(u));
}

static RESULT put_uses(struct uses *u)
{
    struct report_table *table;
    TRY(begin_table(u, "uses", PHRASE_uses, &table));
    for (int use = 2; use < USES; use++) {
        struct statement_line line = {.sum = SUM_LINE};
        if (use == 11 || use == 12) /* tax and the cost of streams stand above the net income */
            continue;
        TRY(arena_print(u->s->ctx->arena, &line.key, "E%02d", use));
        TRY(arena_print(u->s->ctx->arena, &line.formula, "+60%02d", use));
        TRY(arena_print(u->s->ctx->arena, &line.text, "E%02d %s", use, use_name(use, u->s->in->language)));
        TRY(statement_line(u->s, table, &line, all_columns(u)));
    }
    for (size_t i = 0; i < LENGTH(after_uses); i++) {
        const struct statement_line line = named(u, &after_uses[i]);
        TRY(statement_line(u->s, table, &line, all_columns(u)));
    }
    return OK;
}

/* ---- streams of the period ---- */

enum { GROSS, TAX, COST, NET, MEASURES };

/* Formulas of a stream; stream 0: what names none. */
static RESULT stream_formulas(struct uses *u, int stream, const char *ret_formulas[MEASURES])
{
    struct arena *arena = u->s->ctx->arena;
    if (stream == 0) {
        ret_formulas[GROSS] = ret_formulas[COST] = "";
        ret_formulas[TAX] = "+5101@0";
        ret_formulas[NET] = "-5101@0";
        return OK;
    }
    TRY(arena_print(arena, &ret_formulas[GROSS], "-40%02d", stream));
    TRY(arena_print(arena, &ret_formulas[TAX], "+5101@%d", stream));
    TRY(arena_print(arena, &ret_formulas[COST], "+50%02d", stream));
    return arena_print(arena, &ret_formulas[NET], "-40%02d -5101@%d -50%02d", stream, stream, stream);
}

static RESULT stream_row(struct uses *u, struct report_table *table, int stream)
{
    const char *formulas[MEASURES];
    struct figure *figures[MEASURES];
    bool any = false;
    TRY(stream_formulas(u, stream, formulas));
    for (size_t m = 0; m < MEASURES; m++) {
        money amount;
        TRY(statement_figure(u->s, formulas[m], &u->columns[0], &figures[m]));
        TRY(figure_amount(&u->s->standing, figures[m], &amount));
        any |= amount.fen != 0;
    }
    if (!any)
        return OK;
    struct report_row *row;
    const char *key, *label;
    TRY(arena_print(u->s->ctx->arena, &key, "P%02d", stream));
    TRY(arena_print(u->s->ctx->arena, &label, "%s %s", key, stream_name(stream, u->s->in->language)));
    TRY(report_row_add(table, (struct report_row){.key = key, .sign = 1, .sum_from = -1}, &row));
    report_put_text(row, label);
    for (size_t m = 0; m < MEASURES; m++)
        TRY(statement_put(u->s, row, figures[m], NULL));
    return OK;
}

static RESULT stream_total(struct uses *u, struct report_table *table)
{
    static const char *const formulas[MEASURES] = {"-40", "+5101", "+50", "-40 -5"};
    struct report_row *row;
    TRY(report_row_add(table, (struct report_row){.key = "total", .total = REPORT_TOTAL, .sum_from = 0}, &row));
    report_put_text(row, statement_text(u->s, PHRASE_total));
    for (size_t m = 0; m < MEASURES; m++) {
        struct figure *figure;
        TRY(statement_figure(u->s, formulas[m], &u->columns[0], &figure));
        TRY(statement_put(u->s, row, figure, NULL));
    }
    return OK;
}

static RESULT put_streams(struct uses *u)
{
    struct report_table *table;
    TRY(statement_table(u->s, "streams", PHRASE_streams, &table));
    report_column_add(table, "stream", statement_text(u->s, PHRASE_stream), REPORT_TEXT);
    report_column_add(table, "gross", statement_text(u->s, PHRASE_gross), REPORT_MONEY);
    report_column_add(table, "tax", statement_text(u->s, PHRASE_tax), REPORT_MONEY);
    report_column_add(table, "cost", statement_text(u->s, PHRASE_cost), REPORT_MONEY);
    report_column_add(table, "net", statement_text(u->s, PHRASE_net), REPORT_MONEY);
    TRY(report_rule_add(table, (struct report_rule){.sign = {0, 1, -1, -1, -1}}));
    for (int stream = 0; stream <= STREAM_MAX; stream++)
        TRY(stream_row(u, table, stream));
    return stream_total(u, table);
}

RESULT income_use_build(struct statement *s)
{
    struct uses u = {.s = s};
    TRY(statement_begin(s, "income_statement", PHRASE_form_gsy_02));
    choose_columns(&u);
    TRY(put_summary(&u));
    TRY(put_streams(&u));
    return put_uses(&u);
}
