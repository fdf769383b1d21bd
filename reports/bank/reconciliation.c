#include "reports/bank/reconciliation.h"

#include "ledger/bank/reconciliation.h"
#include "ledger/book/entry.h"

#include <string.h>

RESULT reconciliation_locate(struct ctx *ctx, const struct statement_in *in, uint16_t *ret_fund)
{
    struct bank_account account;
    error_set(&ctx->error, "file", "--bank-account");
    TRY(bank_account_find(ctx, in->community, in->bank_account, &account));
    *ret_fund = account.fund;
    return OK;
}

/* ---- both balances ---- */

struct adjusted { /* a line of the form: books on the left, bank on the right */
    const char *key;
    enum phrase book, bank;
    money book_amount, bank_amount;
    enum report_total total;
    int sign, sum_from;
};

static RESULT put_adjusted(struct statement *s, struct report_table *table, const struct adjusted *line)
{
    struct report_row *row;
    TRY(report_row_add(
        table,
        (struct report_row){.key = line->key, .total = line->total, .sign = line->sign, .sum_from = line->sum_from},
        &row));
    report_put_text(row, statement_text(s, line->book));
    report_put_money(row, line->book_amount, NULL);
    report_put_text(row, statement_text(s, line->bank));
    report_put_money(row, line->bank_amount, NULL);
    return OK;
}

/* What the lists do not explain stands below the form, on the side of the books; nothing is adjusted away. */
static RESULT put_difference(struct statement *s, struct report_table *table, const struct reconciliation *r)
{
    struct report_row *row;
    const bool agrees = r->difference.fen == 0;
    TRY(report_row_add(table, (struct report_row){.key = "difference", .total = REPORT_SUBTOTAL, .sum_from = -1},
                       &row));
    report_put_text(row, statement_text(s, agrees ? PHRASE_reconciled : PHRASE_unexplained));
    report_put_money(row, r->difference, NULL);
    report_put_empty(row);
    report_put_empty(row);
    return OK;
}

static RESULT put_form(struct statement *s, const struct reconciliation *r)
{
    const struct adjusted lines[] = {
        {"balance", PHRASE_book_balance, PHRASE_bank_balance, r->book, FEN(r->bank.value), REPORT_LINE, 1, -1},
        {"plus", PHRASE_plus_bank_in, PHRASE_plus_book_in, r->only_bank[0], r->only_book[0], REPORT_LINE, 1, -1},
        {"less", PHRASE_less_bank_out, PHRASE_less_book_out, r->only_bank[1], r->only_book[1], REPORT_LINE, -1, -1},
        {"adjusted", PHRASE_adjusted_balance, PHRASE_adjusted_balance, r->adjusted_book, r->adjusted_bank, REPORT_TOTAL,
         0, 0},
    };
    struct report_table *table;
    TRY(statement_table(s, "form", PHRASE_both_balances, &table));
    report_column_add(table, "book_item", statement_text(s, PHRASE_book_side), REPORT_TEXT);
    report_column_add(table, "book", statement_text(s, PHRASE_amount), REPORT_MONEY);
    report_column_add(table, "bank_item", statement_text(s, PHRASE_bank_side), REPORT_TEXT);
    report_column_add(table, "bank", statement_text(s, PHRASE_amount), REPORT_MONEY);
    for (size_t i = 0; i < LENGTH(lines); i++)
        TRY(put_adjusted(s, table, &lines[i]));
    return put_difference(s, table, r);
}

/* ---- the four lists ---- */

struct listing {
    const char *key;
    enum phrase title;
    enum reconciliation_part part;
    bool out;
};

/* The number of an entry; of a bank line the bank's own id and the record by which it is matched. */
static RESULT number_text(struct statement *s, const struct reconciliation_item *item, const char **ret_text)
{
    char number[ENTRY_NUMBER_TEXT];
    if (item->part == RECONCILIATION_BANK)
        return arena_print(s->ctx->arena, ret_text, "%s%s#%llu", item->serial, item->serial[0] ? " " : "",
                           (unsigned long long)item->seq);
    entry_number_format(s->standing.fund, item->word, item->series, item->number, number);
    return arena_text(s->ctx->arena, number, strlen(number), ret_text);
}

static RESULT cause_text(struct statement *s, const struct reconciliation_item *item, const char **ret_text)
{
    static const enum phrase causes[] = {
        [CAUSE_UNBOOKED] = PHRASE_cause_unbooked,           [CAUSE_REVERSED] = PHRASE_cause_reversed,
        [CAUSE_BOOKED_LATER] = PHRASE_cause_booked_later,   [CAUSE_CLEARED_LATER] = PHRASE_cause_cleared_later,
        [CAUSE_RED_LETTER] = PHRASE_cause_red_letter,       [CAUSE_IN_TRANSIT] = PHRASE_cause_in_transit,
        [CAUSE_DIFFERENCE] = PHRASE_cause_amount_difference};
    const char *text = statement_text(s, causes[item->cause]);
    char date[DATE_TEXT] = "", number[ENTRY_NUMBER_TEXT] = "";
    if (item->other_day.present)
        date_format((day)item->other_day.value, date);
    if (item->cause == CAUSE_REVERSED)
        entry_number_format(s->standing.fund, item->word, item->series, item->number, number);
    else if (item->other_word > 0)
        entry_number_format(s->standing.fund, item->other_word, item->other_series, item->other_number, number);
    return phrase_fill(s->ctx->arena, text, item->cause == CAUSE_REVERSED ? number : date, number, ret_text);
}

static RESULT put_item(struct statement *s, struct report_table *table, const struct reconciliation_item *item)
{
    const int age = s->standing.as_of - item->date;
    struct report_row *row;
    char date[DATE_TEXT];
    const char *text;
    date_format(item->date, date);
    TRY(arena_print(s->ctx->arena, &text, "%llu", (unsigned long long)item->seq));
    TRY(report_row_add(table, (struct report_row){.key = text, .sign = 1, .sum_from = -1}, &row));
    TRY(arena_text(s->ctx->arena, date, strlen(date), &text));
    report_put_text(row, text);
    TRY(number_text(s, item, &text));
    report_put_text(row, text);
    report_put_text(row, item->summary);
    report_put_money(row, item->amount.fen < 0 ? money_neg(item->amount) : item->amount, NULL);
    TRY(cause_text(s, item, &text));
    report_put_text(row, text);
    report_put_number(row, age);
    report_put_text(row, age > RECONCILIATION_OLD_DAYS ? statement_text(s, PHRASE_item_old) : "");
    return OK;
}

static RESULT put_sum(struct statement *s, struct report_table *table, money sum)
{
    struct report_row *row;
    TRY(report_row_add(table, (struct report_row){.key = "total", .total = REPORT_TOTAL}, &row));
    report_put_text(row, statement_text(s, PHRASE_total));
    report_put_empty(row);
    report_put_empty(row);
    report_put_money(row, sum, NULL);
    for (int i = 0; i < 3; i++)
        report_put_empty(row);
    return OK;
}

static RESULT put_listing(struct statement *s, struct report_section *section, const struct reconciliation *r,
                          const struct listing *listing)
{
    static const struct {
        const char *key;
        enum phrase title;
        enum report_kind kind;
    } columns[] = {{"date", PHRASE_date, REPORT_TEXT},
                   {"number", PHRASE_number_of_item, REPORT_TEXT},
                   {"summary", PHRASE_voucher_summary, REPORT_TEXT},
                   {"amount", PHRASE_amount, REPORT_MONEY},
                   {"cause", PHRASE_cause, REPORT_TEXT},
                   {"age", PHRASE_age_days, REPORT_NUMBER},
                   {"alert", PHRASE_alert, REPORT_TEXT}};
    struct report_table *table;
    TRY(report_table_add(s->report, section, listing->key, statement_text(s, listing->title), &table));
    for (size_t c = 0; c < LENGTH(columns); c++)
        report_column_add(table, columns[c].key, statement_text(s, columns[c].title), columns[c].kind);
    for (size_t i = 0; i < r->count; i++) {
        const struct reconciliation_item *item = &r->items[i];
        if (item->part == (int16_t)listing->part && (item->amount.fen < 0) == listing->out)
            TRY(put_item(s, table, item));
    }
    const money *sums = listing->part == RECONCILIATION_BANK ? r->only_bank : r->only_book;
    return put_sum(s, table, sums[listing->out]);
}

static RESULT put_lists(struct statement *s, const struct reconciliation *r)
{
    static const struct listing listings[] = {
        {"bank_in", PHRASE_bank_only_in, RECONCILIATION_BANK, false},
        {"bank_out", PHRASE_bank_only_out, RECONCILIATION_BANK, true},
        {"book_in", PHRASE_book_only_in, RECONCILIATION_BOOK, false},
        {"book_out", PHRASE_book_only_out, RECONCILIATION_BOOK, true},
    };
    struct report_section *section;
    TRY(report_section_add(s->report, "items", PHRASE_items_between, &section));
    for (size_t i = 0; i < LENGTH(listings); i++)
        TRY(put_listing(s, section, r, &listings[i]));
    return OK;
}

/* ---- the whole ---- */

static RESULT add_facts(struct statement *s, const struct bank_account *account, const struct reconciliation *r)
{
    const size_t length = strlen(account->number);
    const char *name, *lines;
    TRY(arena_print(s->ctx->arena, &name, "%s …%s", account->bank, account->number + (length > 4 ? length - 4 : 0)));
    TRY(report_fact_add(s->report, "bank_account", statement_text(s, PHRASE_bank_account_named), name));
    TRY(report_fact_add(s->report, "statement", statement_text(s, PHRASE_bank_statement), r->document));
    if (!r->lines.present || r->lines.value == 0)
        return OK;
    TRY(arena_print(s->ctx->arena, &lines, "%lld", (long long)r->lines.value));
    return report_fact_add(s->report, "lines", statement_text(s, PHRASE_statement_lines), lines);
}

/* Its own notes and signatures instead of those of the statements. */
static RESULT add_notes(struct statement *s, const struct reconciliation *r)
{
    s->report->notes.count = 0;
    s->report->last_hand = statement_text(s, PHRASE_signed_by_chair);
    if (r->difference.fen != 0)
        TRY(report_note_add(s->report, statement_text(s, PHRASE_note_unexplained)));
    if (!r->has_lines)
        TRY(report_note_add(s->report, statement_text(s, PHRASE_note_no_lines)));
    TRY(report_note_add(s->report, statement_text(s, PHRASE_note_items_old)));
    return report_note_add(s->report, statement_text(s, PHRASE_note_verify));
}

static RESULT read(struct statement *s, const struct bank_account *account, struct reconciliation *ret)
{
    const struct reconciliation_in in = {s->standing.community_id, account, s->standing.as_of, s->standing.size};
    char text[DATE_TEXT];
    TRY(reconciliation_read(s->ctx, &in, ret));
    date_format(s->standing.as_of, text);
    error_set(&s->ctx->error, "value", "%s", text);
    error_set(&s->ctx->error, "bank_account", "%s", account->number);
    return ret->bank.present ? OK : REFUSE(reconciliation, unstated);
}

RESULT reconciliation_build(struct statement *s)
{
    struct bank_account account;
    struct reconciliation r;
    TRY(bank_account_find(s->ctx, s->in->community, s->in->bank_account, &account));
    TRY(read(s, &account, &r));
    TRY(statement_begin(s, "reconciliation", PHRASE_reconciliation));
    TRY(add_facts(s, &account, &r));
    TRY(add_notes(s, &r));
    TRY(put_form(s, &r));
    return put_lists(s, &r);
}
