#include "reports/ledger_book.h"

#include "base/words.h"
#include "db/db.h"
#include "embed/sql.h"
#include "ledger/book/bank_account.h"
#include "ledger/book/entry.h"

#include <string.h>

enum { TOP = 4 }; /* digits of a first-level account */

struct line_row {
    int64_t seq;
    int16_t line;
    int32_t booking_date;
    int16_t word;
    int32_t series;
    int64_t number;
    const char *code, *summary, *against;
    struct maybe debit, credit;
};

struct journal_row {
    int64_t seq;
    int16_t line;
    int32_t booking_date;
    int16_t word;
    int32_t series;
    int64_t number;
    const char *code, *name, *summary;
    struct maybe debit, credit;
};

struct balance_row {
    money balance;
};

/* ---- cells that all books share ---- */

RESULT ledger_book_place(struct statement *s, struct report_row *row, const struct ledger_book_entry *entry)
{
    char number[ENTRY_NUMBER_TEXT], date[DATE_TEXT];
    const char *text;
    date_format(entry->booking_date, date);
    TRY(arena_text(s->ctx->arena, date, strlen(date), &text));
    report_put_text(row, text);
    entry_number_format(s->standing.fund, entry->word, entry->series, entry->number, number);
    TRY(arena_text(s->ctx->arena, number, strlen(number), &text));
    report_put_text(row, text);
    report_put_text(row, entry->summary);
    return OK;
}

RESULT ledger_book_key(struct statement *s, int64_t seq, int line, const char **ret_key)
{
    return arena_print(s->ctx->arena, ret_key, "%lld.%d", (long long)seq, line);
}

static void put_side(struct report_row *row, struct maybe amount)
{
    if (amount.present)
        report_put_money(row, FEN(amount.value), NULL);
    else
        report_put_empty(row);
}

/* 借, 贷 or 平, and the balance without its sign. */
static void put_direction(struct statement *s, struct report_row *row, money net)
{
    const enum phrase side = net.fen > 0 ? PHRASE_side_debit : net.fen < 0 ? PHRASE_side_credit : PHRASE_side_even;
    report_put_text(row, statement_text(s, side));
    report_put_money(row, net.fen < 0 ? money_neg(net) : net, NULL);
}

static RESULT add(money *sum, struct maybe amount)
{
    return amount.present ? money_add(*sum, FEN(amount.value), sum) : OK;
}

/* ---- 总账 ---- */

struct general {
    struct statement *s;
    struct report_table *table;
    const char *code, *name;
    money net, debit, credit; /* so far; of the year */
};

static RESULT general_figure(struct general *g, struct part part, int side, struct figure **ret_figure)
{
    const char *formula;
    part.side = side;
    TRY(arena_print(g->s->ctx->arena, &formula, "%s%s", side == 2 ? "-" : "+", g->code));
    TRY(figure_new(g->s->ctx, ret_figure));
    return figure_add(*ret_figure, formula, &part, 1);
}

static RESULT general_row(struct general *g, const char *suffix, const char *label, struct report_row **ret_row)
{
    const char *key;
    TRY(arena_print(g->s->ctx->arena, &key, "%s.%s", g->code, suffix));
    TRY(report_row_add(g->table, (struct report_row){.key = key, .level = 1, .sum_from = -1}, ret_row));
    report_put_text(*ret_row, g->name);
    report_put_text(*ret_row, label);
    return OK;
}

/* Turnover of a month, when there was any. */
static RESULT general_month(struct general *g, int32_t month)
{
    const struct part part = {.span = {month, month}, .flows = FLOW_ALL};
    struct figure *debit, *credit;
    struct report_row *row;
    money in, out;
    const char *label;
    TRY(general_figure(g, part, 1, &debit));
    TRY(general_figure(g, part, 2, &credit));
    TRY(figure_amount(&g->s->standing, debit, &in));
    TRY(figure_amount(&g->s->standing, credit, &out));
    if (in.fen == 0 && out.fen == 0)
        return OK;
    TRY(arena_print(g->s->ctx->arena, &label, "%04d-%02d", month / 12, month % 12 + 1));
    TRY(general_row(g, label, label, &row));
    TRY(statement_put(g->s, row, debit, NULL));
    TRY(statement_put(g->s, row, credit, NULL));
    TRY(money_add(g->net, in, &g->net));
    TRY(money_sub(g->net, out, &g->net));
    TRY(money_add(g->debit, in, &g->debit));
    TRY(money_add(g->credit, out, &g->credit));
    put_direction(g->s, row, g->net);
    return OK;
}

/* Opening, months, sum of the period; the closing balance is proved against the books. */
static RESULT general_account(struct general *g)
{
    const struct period *period = &g->s->in->period;
    struct figure *before, *until;
    struct report_row *row;
    money closing;
    TRY(general_figure(g, (struct part){.span = {0, period->first - 1}, .flows = FLOW_ALL}, 0, &before));
    TRY(general_figure(g, (struct part){.span = {0, g->s->last}, .flows = FLOW_ALL}, 0, &until));
    TRY(figure_amount(&g->s->standing, before, &g->net));
    TRY(figure_amount(&g->s->standing, until, &closing));
    g->debit = g->credit = FEN(0);
    TRY(general_row(g, "opening", statement_text(g->s, PHRASE_opening_balance), &row));
    report_put_empty(row);
    report_put_empty(row);
    put_direction(g->s, row, g->net);
    for (int32_t month = period->first; month <= g->s->last; month++)
        TRY(general_month(g, month));
    TRY(report_equal(g->s->ctx, "general ledger / closing balance", g->net, closing));
    TRY(general_row(g, "closing", statement_text(g->s, PHRASE_period_sum), &row));
    row->total = REPORT_SUBTOTAL;
    report_put_money(row, g->debit, NULL);
    report_put_money(row, g->credit, NULL);
    put_direction(g->s, row, g->net);
    return OK;
}

static void book_columns(struct statement *s, struct report_table *table)
{
    report_column_add(table, "debit", statement_text(s, PHRASE_debit_side), REPORT_MONEY);
    report_column_add(table, "credit", statement_text(s, PHRASE_credit_side), REPORT_MONEY);
    report_column_add(table, "side", statement_text(s, PHRASE_side), REPORT_TEXT);
    report_column_add(table, "balance", statement_text(s, PHRASE_balance), REPORT_MONEY);
}

/* Whether anything was ever booked there, as far as is known. */
static bool has_lines(const struct standing *standing, const char *prefix)
{
    for (size_t i = 0; i < standing->row_count; i++)
        if (strncmp(standing->rows[i].code, prefix, strlen(prefix)) == 0 && standing_turned(&standing->rows[i]))
            return true;
    return false;
}

/* First-level accounts, or the one asked for. */
static RESULT general_accounts(struct general *g)
{
    const struct standing *standing = &g->s->standing;
    const size_t digits = g->s->in->account ? strlen(g->s->in->account) : TOP;
    const char *last = "";
    bool known = true;
    for (size_t i = 0; i < standing->row_count; i++) {
        const char *code = standing->rows[i].code, *name;
        if ((known ? strncmp(last, code, digits) : strcmp(last, code)) == 0 ||
            (g->s->in->account && strncmp(code, g->s->in->account, digits) != 0))
            continue;
        last = code;
        TRY(arena_text(g->s->ctx->arena, code, strlen(code) < digits ? strlen(code) : digits, &g->code));
        TRY(statement_has_account(g->s, g->code, &known));
        if (!known) /* the chart of the fund has the leaf without the account above it */
            g->code = last;
        TRY(statement_account_name(g->s, g->code, &name));
        TRY(arena_print(g->s->ctx->arena, &g->name, "%s %s", g->code, name));
        if (has_lines(standing, g->code))
            TRY(general_account(g));
    }
    return OK;
}

RESULT ledger_book_general(struct statement *s)
{
    struct general g = {.s = s};
    const char *name;
    if (s->in->account)
        TRY(statement_account_name(s, s->in->account, &name));
    TRY(statement_begin(s, "general_ledger", PHRASE_general_ledger));
    TRY(statement_table(s, "general_ledger", PHRASE_general_ledger, &g.table));
    report_column_add(g.table, "account", statement_text(s, PHRASE_account), REPORT_TEXT);
    report_column_add(g.table, "month", statement_text(s, PHRASE_period), REPORT_TEXT);
    book_columns(s, g.table);
    return general_accounts(&g);
}

/* ---- 明细账 ---- */

struct detail {
    struct statement *s;
    struct report_table *table;
    const char *code;
    int64_t bank; /* record of the bank account; 0 all */
    money opening, closing;
};

static RESULT bank_balance(struct detail *d, day on, money *ret_balance)
{
    static const struct db_column columns[] = {COLUMN(balance_row, balance)};
    const struct db_value in[] = {db_number((int64_t)d->s->standing.community_id), db_number(d->s->standing.fund),
                                  db_number(d->bank), db_number(on), db_number((int64_t)d->s->standing.size)};
    struct balance_row row = {FEN(0)};
    TRY(db_one(d->s->ctx, CALL(sql_ledger_bank_balance, in), ROW(balance_row, columns), &row));
    *ret_balance = row.balance;
    return OK;
}

static RESULT account_balance(struct detail *d, int32_t month, money *ret_balance)
{
    const struct part part = {.span = {0, month}, .flows = FLOW_ALL};
    struct figure *figure;
    const char *formula;
    TRY(arena_print(d->s->ctx->arena, &formula, "+%s", d->code));
    TRY(figure_new(d->s->ctx, &figure));
    TRY(figure_add(figure, formula, &part, 1));
    return figure_amount(&d->s->standing, figure, ret_balance);
}

static RESULT read_balances(struct detail *d)
{
    const int32_t first = d->s->in->period.first;
    if (d->bank == 0) {
        TRY(account_balance(d, first - 1, &d->opening));
        return account_balance(d, d->s->last, &d->closing);
    }
    TRY(bank_balance(d, month_first(first) - 1, &d->opening));
    return bank_balance(d, d->s->standing.as_of, &d->closing);
}

static RESULT read_lines(struct detail *d, struct line_row **ret_rows, size_t *ret_count)
{
    static const struct db_column columns[] = {
        COLUMN(line_row, seq),     COLUMN(line_row, line),   COLUMN(line_row, booking_date), COLUMN(line_row, word),
        COLUMN(line_row, series),  COLUMN(line_row, number), COLUMN(line_row, code),         COLUMN(line_row, summary),
        COLUMN(line_row, against), COLUMN(line_row, debit),  COLUMN(line_row, credit),
    };
    const struct standing *standing = &d->s->standing;
    const struct db_value in[] = {db_number((int64_t)standing->community_id),
                                  db_number(standing->fund),
                                  db_text(d->bank == 0 ? d->code : "1"),
                                  db_number(month_first(d->s->in->period.first)),
                                  db_number(standing->as_of),
                                  db_number((int64_t)standing->size),
                                  db_number(d->bank)};
    *ret_rows = NULL;
    return db_list(d->s->ctx, CALL(sql_ledger_line_list, in), ROW(line_row, columns), ret_rows, ret_count);
}

static RESULT detail_line(struct detail *d, const struct line_row *line, money *net)
{
    const struct ledger_book_entry entry = {line->booking_date, line->word, line->series, line->number, line->summary};
    const char *key;
    struct report_row *row;
    TRY(ledger_book_key(d->s, line->seq, line->line, &key));
    TRY(report_row_add(d->table, (struct report_row){.key = key, .sign = 1, .sum_from = -1}, &row));
    TRY(ledger_book_place(d->s, row, &entry));
    report_put_text(row, line->against);
    put_side(row, line->debit);
    put_side(row, line->credit);
    TRY(add(net, line->debit));
    if (line->credit.present)
        TRY(money_sub(*net, FEN(line->credit.value), net));
    put_direction(d->s, row, *net);
    return OK;
}

RESULT ledger_book_edge(struct statement *s, struct report_table *table, const char *key, enum phrase label,
                        struct report_row **ret_row)
{
    TRY(report_row_add(table, (struct report_row){.key = key, .sum_from = -1}, ret_row));
    report_put_text(*ret_row, "");
    report_put_text(*ret_row, "");
    report_put_text(*ret_row, statement_text(s, label));
    report_put_text(*ret_row, "");
    return OK;
}

static RESULT detail_rows(struct detail *d)
{
    struct line_row *lines;
    struct report_row *row;
    size_t count;
    money debit = FEN(0), credit = FEN(0), net;
    TRY(read_balances(d));
    TRY(read_lines(d, &lines, &count));
    TRY(ledger_book_edge(d->s, d->table, "opening", PHRASE_opening_balance, &row));
    report_put_empty(row);
    report_put_empty(row);
    put_direction(d->s, row, d->opening);
    net = d->opening;
    for (size_t i = 0; i < count; i++) {
        TRY(detail_line(d, &lines[i], &net));
        TRY(add(&debit, lines[i].debit));
        TRY(add(&credit, lines[i].credit));
    }
    TRY(report_equal(d->s->ctx, "lines of the ledger / closing balance", net, d->closing));
    TRY(ledger_book_edge(d->s, d->table, "total", PHRASE_period_sum, &row));
    row->total = REPORT_TOTAL;
    row->sum_from = -1;
    report_put_money(row, debit, NULL);
    report_put_money(row, credit, NULL);
    put_direction(d->s, row, net);
    return OK;
}

/* The account or the bank account that is asked for, and what to call it. */
static RESULT choose_ledger(struct detail *d, const char **ret_name)
{
    struct bank_account account;
    const char *name;
    if (!d->s->in->bank_account) {
        d->code = d->s->in->account;
        TRY(statement_account_name(d->s, d->code, &name));
        return arena_print(d->s->ctx->arena, ret_name, "%s %s", d->code, name);
    }
    error_set(&d->s->ctx->error, "file", "%s", fund_code(d->s->standing.fund));
    TRY(bank_account_find(d->s->ctx, d->s->in->community, d->s->in->bank_account, &account));
    error_set(&d->s->ctx->error, "number", "%s", d->s->in->bank_account);
    if (account.fund != d->s->standing.fund)
        return REFUSE(bank_account, unknown);
    d->bank = account.opened_seq;
    const size_t length = strlen(account.number);
    return arena_print(d->s->ctx->arena, ret_name, "%s %s", account.bank,
                       account.number + (length > TOP ? length - TOP : 0));
}

RESULT ledger_book_detail(struct statement *s)
{
    struct detail d = {.s = s};
    const char *name;
    const bool bank = s->in->bank_account != NULL;
    const enum phrase title = bank ? PHRASE_bank_journal : PHRASE_sub_ledger;
    TRY(choose_ledger(&d, &name));
    TRY(statement_begin(s, bank ? "bank_journal" : "sub_ledger", title));
    TRY(report_fact_add(s->report, "account", statement_text(s, PHRASE_account), name));
    TRY(statement_table(s, "lines", title, &d.table));
    report_column_add(d.table, "date", statement_text(s, PHRASE_date), REPORT_TEXT);
    report_column_add(d.table, "voucher", statement_text(s, PHRASE_voucher), REPORT_TEXT);
    report_column_add(d.table, "summary", statement_text(s, PHRASE_voucher_summary), REPORT_TEXT);
    report_column_add(d.table, "against", statement_text(s, PHRASE_against), REPORT_TEXT);
    book_columns(s, d.table);
    return detail_rows(&d);
}

/* ---- 日记账 ---- */

static RESULT read_journal(struct statement *s, struct journal_row **ret_rows, size_t *ret_count)
{
    static const struct db_column columns[] = {
        COLUMN(journal_row, seq),   COLUMN(journal_row, line),   COLUMN(journal_row, booking_date),
        COLUMN(journal_row, word),  COLUMN(journal_row, series), COLUMN(journal_row, number),
        COLUMN(journal_row, code),  COLUMN(journal_row, name),   COLUMN(journal_row, summary),
        COLUMN(journal_row, debit), COLUMN(journal_row, credit),
    };
    const struct db_value in[] = {db_number((int64_t)s->standing.community_id), db_number(s->standing.fund),
                                  db_number(month_first(s->in->period.first)), db_number(s->standing.as_of),
                                  db_number((int64_t)s->standing.size)};
    *ret_rows = NULL;
    return db_list(s->ctx, CALL(sql_journal_line_list, in), ROW(journal_row, columns), ret_rows, ret_count);
}

static RESULT journal_line(struct statement *s, struct report_table *table, const struct journal_row *line)
{
    const struct ledger_book_entry entry = {line->booking_date, line->word, line->series, line->number, line->summary};
    const char *key, *account;
    struct report_row *row;
    TRY(ledger_book_key(s, line->seq, line->line, &key));
    TRY(report_row_add(table, (struct report_row){.key = key, .sign = 1, .sum_from = -1}, &row));
    TRY(ledger_book_place(s, row, &entry));
    TRY(arena_print(s->ctx->arena, &account, "%s %s", line->code,
                    statement_name_then(s, s->standing.fund, line->code, line->name)));
    report_put_text(row, account);
    put_side(row, line->debit);
    put_side(row, line->credit);
    return OK;
}

static RESULT journal_total(struct statement *s, struct report_table *table, money debit, money credit)
{
    struct report_row *row;
    TRY(report_row_add(table, (struct report_row){.key = "total", .total = REPORT_TOTAL, .sum_from = 0}, &row));
    report_put_text(row, "");
    report_put_text(row, "");
    report_put_text(row, statement_text(s, PHRASE_total));
    report_put_text(row, "");
    report_put_money(row, debit, NULL);
    report_put_money(row, credit, NULL);
    return report_equal(s->ctx, "journal: debit / credit", debit, credit);
}

RESULT ledger_book_journal(struct statement *s)
{
    struct report_table *table;
    struct journal_row *rows;
    size_t count;
    money debit = FEN(0), credit = FEN(0);
    if (s->in->bank_account)
        return ledger_book_detail(s);
    TRY(read_journal(s, &rows, &count));
    TRY(statement_begin(s, "journal_book", PHRASE_journal_book));
    TRY(statement_table(s, "lines", PHRASE_journal_book, &table));
    report_column_add(table, "date", statement_text(s, PHRASE_date), REPORT_TEXT);
    report_column_add(table, "voucher", statement_text(s, PHRASE_voucher), REPORT_TEXT);
    report_column_add(table, "summary", statement_text(s, PHRASE_voucher_summary), REPORT_TEXT);
    report_column_add(table, "account", statement_text(s, PHRASE_account), REPORT_TEXT);
    report_column_add(table, "debit", statement_text(s, PHRASE_debit_side), REPORT_MONEY);
    report_column_add(table, "credit", statement_text(s, PHRASE_credit_side), REPORT_MONEY);
    for (size_t i = 0; i < count; i++) {
        TRY(journal_line(s, table, &rows[i]));
        TRY(add(&debit, rows[i].debit));
        TRY(add(&credit, rows[i].credit));
    }
    return journal_total(s, table, debit, credit);
}
