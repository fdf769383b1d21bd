/* 科目余额表: opening, turnover, closing of every account that moved or stands, parents above their leaves. */
#include "reports/statement_part.h"

#include <stdio.h>
#include <string.h>

enum { CELLS = 6, TOP = 4 }; /* TOP: digits of a first-level account */

/* Opening and closing stand on the side on which they fall. */
static RESULT put_balance(struct statement *s, struct report_row *row, struct figure *figure)
{
    money net;
    TRY(figure_amount(&s->standing, figure, &net));
    if (net.fen > 0)
        TRY(statement_put(s, row, figure, NULL));
    else
        report_put_empty(row);
    if (net.fen >= 0) {
        report_put_empty(row);
        return OK;
    }
    TRY(statement_put(s, row, figure, NULL));
    struct report_cell *cell = &row->cells[row->cell_count - 1];
    for (size_t i = 0; i < figure->terms.count; i++)
        figure->terms.items[i].sign = -figure->terms.items[i].sign;
    cell->amount = money_neg(cell->amount);
    return OK;
}

struct trial {
    struct statement *s;
    struct report_table *table;
    struct part before[2], within, until; /* before: with the opening entries of the period */
    money sums[CELLS];
};

static RESULT make(struct trial *t, const char *formula, const struct part *parts, size_t count,
                   struct figure **ret_figure)
{
    TRY(figure_new(t->s->ctx, ret_figure));
    return figure_add(*ret_figure, formula, parts, count);
}

static RESULT put_cells(struct trial *t, struct report_row *row, const char *code)
{
    struct part debit = t->within, credit = t->within;
    struct figure *figure;
    const char *plus, *minus;
    debit.side = 1;
    credit.side = 2;
    TRY(arena_print(t->s->ctx->arena, &plus, "+%s", code));
    TRY(arena_print(t->s->ctx->arena, &minus, "-%s", code));
    TRY(make(t, plus, t->before, 2, &figure));
    TRY(put_balance(t->s, row, figure));
    TRY(make(t, plus, &debit, 1, &figure));
    TRY(statement_put(t->s, row, figure, NULL));
    TRY(make(t, minus, &credit, 1, &figure));
    TRY(statement_put(t->s, row, figure, NULL));
    TRY(make(t, plus, &t->until, 1, &figure));
    return put_balance(t->s, row, figure);
}

static RESULT add_up(struct trial *t, const struct report_row *row)
{
    for (size_t c = 0; c < CELLS; c++)
        if (row->cells[c + 1].kind == REPORT_MONEY)
            TRY(money_add(t->sums[c], row->cells[c + 1].amount, &t->sums[c]));
    return OK;
}

static bool moved(const struct report_row *row)
{
    for (size_t c = 1; c <= CELLS; c++)
        if (row->cells[c].kind == REPORT_MONEY && row->cells[c].amount.fen != 0)
            return true;
    return false;
}

/* One account; leaves count for the totals. Nothing for an account without movement and balance. */
static RESULT put_account(struct trial *t, const char *code, const char *name, bool leaf)
{
    struct report_row probe = {.key = code}, *row;
    const char *label;
    TRY(arena_print(t->s->ctx->arena, &label, "%s %s", code, name));
    report_put_text(&probe, label);
    TRY(put_cells(t, &probe, code));
    if (!moved(&probe))
        return OK;
    TRY(report_row_add(t->table,
                       (struct report_row){.key = code,
                                           .level = ((int)strlen(code) - TOP) / 2,
                                           .total = leaf ? REPORT_LINE : REPORT_SUBTOTAL,
                                           .sign = leaf,
                                           .sum_from = -1},
                       &row));
    for (size_t c = 0; c <= CELLS; c++)
        row->cells[row->cell_count++] = probe.cells[c];
    return leaf ? add_up(t, row) : OK;
}

/* The accounts above a leaf, each shown once before its first leaf; some charts have a leaf without the one above. */
static RESULT put_parents(struct trial *t, const char *code, const char *before)
{
    for (size_t digits = TOP; digits < strlen(code); digits += 2) {
        const char *name, *parent;
        bool known;
        TRY(arena_text(t->s->ctx->arena, code, digits, &parent));
        TRY(statement_has_account(t->s, parent, &known));
        if (!known || strncmp(before, parent, digits) == 0)
            continue;
        TRY(statement_account_name(t->s, parent, &name));
        TRY(put_account(t, parent, name, false));
    }
    return OK;
}

static RESULT put_accounts(struct trial *t)
{
    const struct standing *standing = &t->s->standing;
    const char *before = ""; /* the leaf above */
    for (size_t i = 0; i < standing->row_count; i++) {
        const struct standing_row *row = &standing->rows[i];
        if (i > 0 && strcmp(standing->rows[i - 1].code, row->code) == 0)
            continue;
        TRY(put_parents(t, row->code, before));
        TRY(put_account(t, row->code, statement_name_then(t->s, standing->fund, row->code, row->name), true));
        before = row->code;
    }
    return OK;
}

static RESULT put_total(struct trial *t)
{
    struct report_line total = {
        .key = "total", .label = statement_text(t->s, PHRASE_total), .total = REPORT_TOTAL, .count = CELLS};
    for (size_t c = 0; c < CELLS; c++)
        total.amount[c] = t->sums[c];
    TRY(report_line_add(t->table, &total));
    for (int pair = 1; pair < CELLS; pair += 2) {
        const struct report_row *row = t->table->rows.items[t->table->rows.count - 1];
        TRY(report_equal(t->s->ctx, "trial balance: debit / credit", row->cells[pair].amount,
                         row->cells[pair + 1].amount));
    }
    return OK;
}

RESULT trial_balance_build(struct statement *s)
{
    static const struct {
        const char *key;
        enum phrase title;
    } columns[CELLS] = {{"opening_debit", PHRASE_opening_debit},
                        {"opening_credit", PHRASE_opening_credit},
                        {"debit", PHRASE_debit},
                        {"credit", PHRASE_credit},
                        {"closing_debit", PHRASE_closing_debit},
                        {"closing_credit", PHRASE_closing_credit}};
    struct trial t = {.s = s,
                      .before = {{.span = {0, s->in->period.first - 1}, .flows = FLOW_ALL},
                                 {.span = {s->in->period.first, s->last}, .flows = FLOW_OPENING}},
                      .within = {.span = {s->in->period.first, s->last}, .flows = FLOW_ORDINARY | FLOW_CARRIED},
                      .until = {.span = {0, s->last}, .flows = FLOW_ALL}};
    TRY(statement_begin(s, "trial_balance", PHRASE_accounts));
    TRY(statement_table(s, "accounts", PHRASE_accounts, &t.table));
    report_column_add(t.table, "account", statement_text(s, PHRASE_account), REPORT_TEXT);
    for (size_t c = 0; c < CELLS; c++)
        report_column_add(t.table, columns[c].key, statement_text(s, columns[c].title), REPORT_MONEY);
    TRY(report_rule_add(t.table, (struct report_rule){.sign = {0, 1, -1, 1, -1, -1, 1}}));
    TRY(put_accounts(&t));
    return put_total(&t);
}
