/* 收付表: GSY-04 of the public income, the running cost and the warranty deposit. What was received by stream and paid
 * by use through cash, bank and payment channels, from the money at the start to the money at the end; then how it
 * follows from the surplus of GSY-02.
 *
 * An entry that moves money says with its other lines why; since it balances inside the fund, these lines add up to
 * what moved. Income, cost and uses count with their sign; of what is owed or due, credits are receipts and debits
 * payments. Opening entries belong to the money at the start. */
#include "db/db.h"
#include "embed/sql.h"
#include "reports/measure.h"
#include "reports/statement_part.h"

#include <stdio.h>
#include <string.h>

enum { SPANS = 3, STREAMS = STREAM_MAX + 1, USES = 16 };

/* Lines of the table in their order: streams, other receipts, cost and tax, uses, other payments. */
enum line {
    IN_STREAM = 0,
    IN_PREPARATION = IN_STREAM + STREAMS,
    IN_LEVY,
    IN_OTHER_INCOME,
    IN_TRANSFER,
    IN_DEPOSITS,
    IN_UNIDENTIFIED,
    IN_RECEIVABLE,
    IN_ADVANCE,
    IN_FUNDS,
    IN_WARRANTY,
    IN_OTHER,
    OUT_COST,
    OUT_TAX,
    OUT_USE,
    OUT_BANK_CHARGES = OUT_USE + USES,
    OUT_OTHER_EXPENSE,
    OUT_TRANSFER,
    OUT_VENDORS,
    OUT_DEPOSITS,
    OUT_UNIDENTIFIED,
    OUT_RECEIVABLE,
    OUT_ADVANCE,
    OUT_FUNDS,
    OUT_OWNERS,
    OUT_WARRANTY,
    OUT_OTHER,
    LINES,
    NONE = LINES
};

/* Where an account counts: credits in one line, debits in another; in one alone, with their sign. The first prefix that
 * fits decides. */
static const struct {
    const char *prefix;
    enum line in, out;
} places[] = {
    {"4101", IN_PREPARATION, NONE},
    {"4102", IN_LEVY, NONE},
    {"4801", IN_TRANSFER, NONE},
    {"49", IN_OTHER_INCOME, NONE},
    {"40", IN_STREAM, NONE},
    {"1122", IN_STREAM, NONE},
    {"2203", IN_STREAM, NONE},
    {"5101", NONE, OUT_TAX},
    {"2221", NONE, OUT_TAX},
    {"50", NONE, OUT_COST},
    {"60", NONE, OUT_USE},
    {"6101", NONE, OUT_BANK_CHARGES},
    {"6801", NONE, OUT_TRANSFER},
    {"6", NONE, OUT_OTHER_EXPENSE},
    {"224103", IN_UNIDENTIFIED, OUT_UNIDENTIFIED},
    {"2241", IN_DEPOSITS, OUT_DEPOSITS},
    {"2202", IN_OTHER, OUT_VENDORS},
    {"2211", IN_OTHER, OUT_VENDORS},
    {"1221", IN_RECEIVABLE, OUT_RECEIVABLE},
    {"1123", IN_ADVANCE, OUT_ADVANCE},
    {"1201", IN_ADVANCE, OUT_ADVANCE},
    {"1301", IN_FUNDS, OUT_FUNDS},
    {"2301", IN_FUNDS, OUT_FUNDS},
    {"2401", IN_OTHER, OUT_OWNERS},
    {"25", IN_WARRANTY, OUT_WARRANTY},
    {"", IN_OTHER, OUT_OTHER},
};

static const struct {
    enum line line;
    const char *key;
    enum phrase label;
} labels[] = {
    {IN_PREPARATION, "in_4101", PHRASE_in_preparation},
    {IN_LEVY, "in_4102", PHRASE_in_levy},
    {IN_OTHER_INCOME, "in_4901", PHRASE_in_other_income},
    {IN_TRANSFER, "in_4801", PHRASE_in_transfer},
    {IN_DEPOSITS, "in_2241", PHRASE_in_deposits},
    {IN_UNIDENTIFIED, "in_224103", PHRASE_in_unidentified},
    {IN_RECEIVABLE, "in_1221", PHRASE_in_receivable},
    {IN_ADVANCE, "in_1201", PHRASE_in_advance},
    {IN_FUNDS, "in_2301", PHRASE_in_funds},
    {IN_WARRANTY, "in_2501", PHRASE_in_warranty},
    {IN_OTHER, "in_other", PHRASE_in_other},
    {OUT_COST, "out_50", PHRASE_out_cost},
    {OUT_TAX, "out_5101", PHRASE_out_tax},
    {OUT_BANK_CHARGES, "out_6101", PHRASE_bank_charges},
    {OUT_OTHER_EXPENSE, "out_6109", PHRASE_other_expense},
    {OUT_TRANSFER, "out_6801", PHRASE_out_transfer},
    {OUT_VENDORS, "out_2202", PHRASE_out_vendors},
    {OUT_DEPOSITS, "out_2241", PHRASE_out_deposits},
    {OUT_UNIDENTIFIED, "out_224103", PHRASE_out_unidentified},
    {OUT_RECEIVABLE, "out_1221", PHRASE_out_receivable},
    {OUT_ADVANCE, "out_1201", PHRASE_out_advance},
    {OUT_FUNDS, "out_2301", PHRASE_out_funds},
    {OUT_OWNERS, "out_2401", PHRASE_out_owners},
    {OUT_WARRANTY, "out_2501", PHRASE_out_warranty},
    {OUT_OTHER, "out_other", PHRASE_out_other},
};

static const struct statement_line reconciled[] = {
    {"surplus", PHRASE_surplus_of_gsy_02, "-4 -5 -6", 0, REPORT_LINE, SUM_LINE, NULL},
    {"receivables", PHRASE_less_receivables, "-1122 -1221", 1, REPORT_LINE, SUM_LINE, NULL},
    {"prepayments", PHRASE_less_advances, "-1123 -1201", 1, REPORT_LINE, SUM_LINE, NULL},
    {"equipment", PHRASE_less_equipment, "-1601 -1602", 1, REPORT_LINE, SUM_LINE, NULL},
    {"prepaid", PHRASE_more_prepaid, "-2203", 1, REPORT_LINE, SUM_LINE, NULL},
    {"payables", PHRASE_more_payables, "-2202 -2211 -2221 -2241 -2401", 1, REPORT_LINE, SUM_LINE, NULL},
    {"funds", PHRASE_more_due_to_funds, "-1301 -2301", 1, REPORT_LINE, SUM_LINE, NULL},
    {"warranty", PHRASE_more_warranty, "-25", 1, REPORT_LINE, SUM_LINE, NULL},
    {"direct", PHRASE_direct_change, "-3", 1, REPORT_LINE, SUM_LINE, NULL},
    {"change", PHRASE_change_of_money, "+1001 +1002 +1012", 0, REPORT_TOTAL, SUM_BELOW, NULL},
};

static const struct statement_line held[] = {
    {"1001", PHRASE_cash_on_hand, "+1001", 0, REPORT_LINE, SUM_LINE, NULL},
    {"1002", PHRASE_bank_deposits, "+1002", 0, REPORT_LINE, SUM_LINE, NULL},
    {"1012", PHRASE_channels, "+1012", 0, REPORT_LINE, SUM_LINE, NULL},
    {"money", PHRASE_total, "+1001 +1002 +1012", 0, REPORT_TOTAL, SUM_BELOW, NULL},
};

struct cash_row { /* of lines beside the money, by account, stream and month */
    const char *code;
    int64_t stream;
    int32_t month;
    money debit_fen, credit_fen;
};

struct receipts { /* the report under way */
    struct statement *s;
    struct statement_column columns[SPANS];
    size_t count;
    struct cash_row *rows;
    size_t row_count;
    money amounts[LINES][SPANS];
};

/* ---- what moved the money ---- */

static RESULT read_rows(struct receipts *r)
{
    static const struct db_column columns[] = {COLUMN(cash_row, code), COLUMN(cash_row, stream),
                                               COLUMN(cash_row, month), COLUMN(cash_row, debit_fen),
                                               COLUMN(cash_row, credit_fen)};
    const struct standing *standing = &r->s->standing;
    const struct db_value in[] = {db_number((int64_t)standing->community_id), db_number(standing->fund),
                                  db_number(month_first(standing->from)), db_number(standing->as_of),
                                  db_number((int64_t)standing->size)};
    return db_list(r->s->ctx, CALL(sql_cash_line_list, in), ROW(cash_row, columns), &r->rows, &r->row_count);
}

static int use_of(const char *code)
{
    const int use = (code[2] - '0') * 10 + (code[3] - '0');
    return use >= 0 && use < USES ? use : 0;
}

/* The line within a group of lines. */
static enum line settle(enum line line, const struct cash_row *row)
{
    const int own = measure_stream(row->code);
    const int64_t stream = own > 0 ? own : row->stream;
    if (line == IN_STREAM)
        return (enum line)(IN_STREAM + (stream >= 0 && stream < STREAMS ? (int)stream : 0));
    return line == OUT_USE ? (enum line)(OUT_USE + use_of(row->code)) : line;
}

static RESULT place_row(struct receipts *r, const struct cash_row *row, size_t column)
{
    size_t at = 0;
    while (strncmp(row->code, places[at].prefix, strlen(places[at].prefix)) != 0)
        at++;
    enum line in = places[at].in, out = places[at].out;
    if (in == IN_RECEIVABLE && row->stream > 0) { /* what a manager or an agent collected of a stream */
        in = IN_STREAM;
        out = NONE;
    }
    money debit = row->debit_fen, credit = row->credit_fen;
    if (out == NONE) {
        TRY(money_sub(credit, debit, &credit));
        debit = FEN(0);
    } else if (in == NONE) {
        TRY(money_sub(debit, credit, &debit));
        credit = FEN(0);
    }
    money *into = in == NONE ? NULL : &r->amounts[settle(in, row)][column];
    money *from = out == NONE ? NULL : &r->amounts[settle(out, row)][column];
    if (into)
        TRY(money_add(*into, credit, into));
    return from ? money_add(*from, debit, from) : OK;
}

static RESULT place_rows(struct receipts *r)
{
    for (size_t c = 0; c < r->count; c++) {
        const struct span span = r->columns[c].parts[0].span;
        for (size_t i = 0; i < r->row_count; i++)
            if (r->rows[i].month >= span.first && r->rows[i].month <= span.last)
                TRY(place_row(r, &r->rows[i], c));
    }
    return OK;
}

/* ---- the table ---- */

/* This period, the year to date where that is more, the same period of last year where there was one. */
static void choose_columns(struct receipts *r)
{
    const struct statement *s = r->s;
    const struct period *period = &s->in->period;
    const struct span now = {period->first, s->last}, year = {s->standing.year, s->last};
    r->columns[r->count++] = statement_turnover("period", PHRASE_this_period, now);
    if (now.first != year.first)
        r->columns[r->count++] = statement_turnover("year", PHRASE_year_to_date, year);
    if (standing_has_last_year(&s->standing))
        r->columns[r->count++] = statement_turnover("last_year", PHRASE_same_period_last_year,
                                                    (struct span){period->first - 12, period->last - 12});
}

static RESULT begin_table(struct receipts *r, const char *key, enum phrase title, struct report_table **ret_table)
{
    TRY(statement_table(r->s, key, title, ret_table));
    report_column_add(*ret_table, "item", statement_text(r->s, PHRASE_item), REPORT_TEXT);
    for (size_t c = 0; c < r->count; c++)
        report_column_add(*ret_table, r->columns[c].key, statement_text(r->s, r->columns[c].title), REPORT_MONEY);
    return OK;
}

/* Money at the start of each column, with the opening entries in it, or at its end. */
static RESULT put_money(struct receipts *r, struct report_table *table, const char *key, enum phrase label, bool at_end)
{
    struct report_row *row;
    TRY(report_row_add(table, (struct report_row){.key = key, .total = REPORT_SUBTOTAL, .sum_from = -1}, &row));
    report_put_text(row, statement_text(r->s, label));
    for (size_t c = 0; c < r->count; c++) {
        const struct span span = r->columns[c].parts[0].span;
        const struct part start[] = {{.span = {0, span.first - 1}, .flows = FLOW_ALL},
                                     {.span = span, .flows = FLOW_OPENING}};
        const struct part until = {.span = {0, span.last}, .flows = FLOW_ALL};
        struct figure *figure;
        TRY(figure_new(r->s->ctx, &figure));
        TRY(figure_add(figure, "+1001 +1002 +1012", at_end ? &until : start, at_end ? 1 : LENGTH(start)));
        TRY(statement_put(r->s, row, figure, NULL));
    }
    return OK;
}

static RESULT name_line(struct receipts *r, enum line line, const char **ret_key, const char **ret_label)
{
    struct arena *arena = r->s->ctx->arena;
    const enum language language = r->s->in->language;
    if (line < IN_STREAM + STREAMS) {
        const int stream = (int)line - IN_STREAM;
        TRY(arena_print(arena, ret_key, "P%02d", stream));
        return arena_print(arena, ret_label, "P%02d %s", stream, stream_name(stream, language));
    }
    if (line >= OUT_USE && line < OUT_USE + USES) {
        const int use = (int)line - OUT_USE;
        TRY(arena_print(arena, ret_key, "E%02d", use));
        return arena_print(arena, ret_label, "E%02d %s", use, use_name(use, language));
    }
    for (size_t i = 0; i < LENGTH(labels); i++) {
        if (labels[i].line != line)
            continue;
        *ret_key = labels[i].key;
        *ret_label = statement_text(r->s, labels[i].label);
    }
    return OK;
}

static RESULT put_line(struct receipts *r, struct report_table *table, enum line line)
{
    struct report_line row = {.level = 1, .sign = 1, .count = r->count};
    bool any = false;
    for (size_t c = 0; c < r->count; c++) {
        row.amount[c] = r->amounts[line][c];
        any |= row.amount[c].fen != 0;
    }
    if (!any)
        return OK;
    TRY(name_line(r, line, &row.key, &row.label));
    return report_line_add(table, &row);
}

/* Lines first … last - 1 and their sum below them. */
static RESULT put_lines(struct receipts *r, struct report_table *table, const enum line range[2], const char *key,
                        enum phrase label)
{
    struct report_line total = {.key = key,
                                .label = statement_text(r->s, label),
                                .total = REPORT_SUBTOTAL,
                                .sum_from = (int)table->rows.count,
                                .count = r->count};
    for (int line = (int)range[0]; line < (int)range[1]; line++) {
        for (size_t c = 0; c < r->count; c++)
            TRY(money_add(total.amount[c], r->amounts[line][c], &total.amount[c]));
        TRY(put_line(r, table, (enum line)line));
    }
    return report_line_add(table, &total);
}

/* Start, and what came in, less what went out, is the end. */
static RESULT prove(const struct receipts *r, const struct report_table *table, size_t receipts)
{
    const struct report_row *const *rows = (const struct report_row *const *)table->rows.items;
    for (size_t c = 1; c <= r->count; c++) {
        money sum;
        TRY(money_add(rows[0]->cells[c].amount, rows[receipts]->cells[c].amount, &sum));
        TRY(money_sub(sum, rows[table->rows.count - 2]->cells[c].amount, &sum));
        TRY(report_equal(r->s->ctx, "money at the start, received and paid / at the end", sum,
                         rows[table->rows.count - 1]->cells[c].amount));
    }
    return OK;
}

static RESULT put_receipts(struct receipts *r)
{
    static const enum line into[] = {IN_STREAM, OUT_COST}, out_of[] = {OUT_COST, LINES};
    struct report_table *table;
    TRY(begin_table(r, "receipts", PHRASE_receipts_and_payments, &table));
    TRY(put_money(r, table, "opening", PHRASE_money_at_start, false));
    TRY(put_lines(r, table, into, "received", PHRASE_received_total));
    const size_t received = table->rows.count - 1;
    TRY(put_lines(r, table, out_of, "paid", PHRASE_money_paid_total));
    TRY(put_money(r, table, "closing", PHRASE_money_at_end, true));
    return prove(r, table, received);
}

static RESULT put_reconciliation(struct receipts *r)
{
    struct report_table *table;
    TRY(begin_table(r, "reconciliation", PHRASE_from_surplus_to_money, &table));
    return statement_form(r->s, table, reconciled, LENGTH(reconciled),
                          (struct statement_columns){r->columns, r->count});
}

static RESULT put_held(struct receipts *r)
{
    struct report_table *table;
    const struct statement_column dates[] = {statement_opening(r->s, "opening", PHRASE_year_start),
                                             statement_closing(r->s, "closing", PHRASE_period_end)};
    TRY(statement_table(r->s, "money", PHRASE_cash_and_bank, &table));
    report_column_add(table, "item", statement_text(r->s, PHRASE_item), REPORT_TEXT);
    for (size_t c = 0; c < LENGTH(dates); c++)
        report_column_add(table, dates[c].key, statement_text(r->s, dates[c].title), REPORT_MONEY);
    return statement_form(r->s, table, held, LENGTH(held), (struct statement_columns){dates, LENGTH(dates)});
}

RESULT receipts_build(struct statement *s)
{
    struct receipts *r;
    TRY(ARENA_TAKE(s->ctx->arena, 1, &r));
    r->s = s;
    TRY(statement_begin(s, "receipts", PHRASE_form_gsy_04));
    choose_columns(r);
    TRY(read_rows(r));
    TRY(place_rows(r));
    TRY(put_receipts(r));
    TRY(put_reconciliation(r));
    return put_held(r);
}
