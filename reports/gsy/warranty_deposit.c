/* 物业保修金表: WD-01, each deposit of a developer for a building from its beginning to the day of the report, and
 * where the money lies.
 *
 * What the lines on 2501 and 2502 say decides: a credit on 2501 refills what was used before and not refilled, the rest
 * is principal; a credit on 2502 is interest. A debit went to the maintenance fund when the entry books there too, back
 * to the developer when the entry names the developer as its party, and else to a repair. */
#include "base/words.h"
#include "ledger/people/party.h"
#include "ledger/warranty/warranty.h"
#include "ledger/warranty/warranty_book.h"
#include "reports/statement_part.h"

#include <string.h>

enum measure { PRINCIPAL, INTEREST, USED, REFILLED, REFUNDED, TO_FUND, LEFT, MEASURES };

static const struct {
    const char *key;
    enum phrase title;
    int sign; /* towards what is left */
} measures[MEASURES] = {
    [PRINCIPAL] = {"principal", PHRASE_warranty_principal, 1},
    [INTEREST] = {"interest", PHRASE_warranty_interest, 1},
    [USED] = {"used", PHRASE_warranty_used, -1},
    [REFILLED] = {"refilled", PHRASE_warranty_refilled, 1},
    [REFUNDED] = {"refunded", PHRASE_warranty_refunded, -1},
    [TO_FUND] = {"to_fund", PHRASE_warranty_to_fund, -1},
    [LEFT] = {"left", PHRASE_warranty_left, -1},
};

static const struct statement_line held[] = {
    {"1002", PHRASE_bank_deposits, "+1002", 0, REPORT_LINE, SUM_LINE, NULL},
    {"1301", PHRASE_due_from_funds, "+1301", 0, REPORT_LINE, SUM_LINE, NULL},
    {"2301", PHRASE_less_due_to_funds, "-2301", 0, REPORT_LINE, SUM_LESS, NULL},
    {"2241", PHRASE_less_unidentified, "-2241", 0, REPORT_LINE, SUM_LESS, NULL},
    {"left", PHRASE_warranty_left, "-25", 0, REPORT_TOTAL, SUM_BELOW, NULL},
};

struct deposits { /* the report under way */
    struct statement *s;
    struct report_table *table;
    struct warranty *list;
    struct party *parties;
    struct warranty_book book;
    size_t count, party_count;
};

static RESULT read_all(struct deposits *d)
{
    struct ctx *ctx = d->s->ctx;
    const struct warranty_reach reach = {d->s->in->community, d->s->standing.as_of, d->s->standing.size};
    TRY(warranty_list(ctx, reach.community, &d->list, &d->count));
    TRY(party_list(ctx, reach.community, &d->parties, &d->party_count));
    return warranty_book_read(ctx, &reach, &d->book);
}

static const char *developer_of(const struct deposits *d, const struct warranty *warranty)
{
    for (size_t i = 0; i < d->party_count; i++)
        if (d->parties[i].seq == warranty->developer)
            return d->parties[i].name;
    return "";
}

/* ---- sums of one deposit ---- */

/* What is left follows from the rest. */
static RESULT sum_up(const struct deposits *d, const struct warranty *warranty, money sums[MEASURES])
{
    struct warranty_sums books;
    TRY(warranty_book_sum(&d->book, warranty->seq, warranty->developer, &books));
    const money said[] = {[PRINCIPAL] = books.principal, [INTEREST] = books.interest, [USED] = books.used,
                          [REFILLED] = books.refilled,   [REFUNDED] = books.refunded, [TO_FUND] = books.to_fund};
    memcpy(sums, said, sizeof said);
    for (int m = 0; m < LEFT; m++)
        TRY(measures[m].sign > 0 ? money_add(sums[LEFT], sums[m], &sums[LEFT])
                                 : money_sub(sums[LEFT], sums[m], &sums[LEFT]));
    return OK;
}

/* ---- the table ---- */

/* The last day of its term, as it was extended in what is told. */
static day expires_at(const struct deposits *d, const struct warranty *warranty)
{
    day expires = warranty->term;
    for (size_t i = 0; i < warranty->step_count; i++)
        if (warranty->steps[i].state == WARRANTY_extended && warranty->steps[i].seq < d->s->standing.size)
            expires = (day)warranty->steps[i].when.value;
    return expires;
}

static RESULT put_deposit(struct deposits *d, const struct warranty *warranty, money totals[MEASURES])
{
    money sums[MEASURES] = {{0}};
    char date[DATE_TEXT];
    const char *key, *expires;
    struct report_row *row;
    TRY(sum_up(d, warranty, sums));
    date_format(expires_at(d, warranty), date);
    TRY(arena_text(d->s->ctx->arena, date, strlen(date), &expires));
    TRY(arena_print(d->s->ctx->arena, &key, "%llu", (unsigned long long)warranty->seq));
    TRY(report_row_add(d->table, (struct report_row){.key = key, .sign = 1, .sum_from = -1}, &row));
    report_put_text(row, developer_of(d, warranty));
    report_put_text(row, warranty->building);
    report_put_text(row, expires);
    for (int m = 0; m < MEASURES; m++) {
        report_put_money(row, sums[m], m == INTEREST ? "2502" : m == LEFT ? "2501 2502" : "2501");
        TRY(money_add(totals[m], sums[m], &totals[m]));
    }
    return OK;
}

/* What is left in all is what the books owe on 2501 and 2502. */
static RESULT put_total(struct deposits *d, const money totals[MEASURES])
{
    const struct statement_column closing = statement_closing(d->s, "closing", PHRASE_period_end);
    struct report_row *row;
    struct figure *figure;
    TRY(report_row_add(d->table, (struct report_row){.key = "total", .total = REPORT_TOTAL, .sum_from = 0}, &row));
    report_put_text(row, statement_text(d->s, PHRASE_total));
    report_put_text(row, "");
    report_put_text(row, "");
    for (int m = 0; m < LEFT; m++)
        report_put_money(row, totals[m], NULL);
    TRY(statement_figure(d->s, "-25", &closing, &figure));
    TRY(statement_put(d->s, row, figure, NULL));
    return report_equal(d->s->ctx, "warranty deposits left / 2501 and 2502", totals[LEFT],
                        row->cells[row->cell_count - 1].amount);
}

static RESULT put_deposits(struct deposits *d)
{
    struct report_rule rule = {0};
    money totals[MEASURES] = {{0}};
    TRY(statement_table(d->s, "deposits", PHRASE_warranty_deposits, &d->table));
    report_column_add(d->table, "developer", statement_text(d->s, PHRASE_developer), REPORT_TEXT);
    report_column_add(d->table, "building", statement_text(d->s, PHRASE_building), REPORT_TEXT);
    report_column_add(d->table, "expires", statement_text(d->s, PHRASE_expires), REPORT_TEXT);
    for (int m = 0; m < MEASURES; m++) {
        report_column_add(d->table, measures[m].key, statement_text(d->s, measures[m].title), REPORT_MONEY);
        rule.sign[d->table->column_count - 1] = measures[m].sign;
    }
    TRY(report_rule_add(d->table, rule));
    for (size_t i = 0; i < d->count; i++)
        if (d->list[i].seq < d->s->standing.size)
            TRY(put_deposit(d, &d->list[i], totals));
    return put_total(d, totals);
}

/* Lines without an amount are left out, the total is not. */
static RESULT choose_held(struct statement *s, const struct statement_column *closing,
                          struct statement_line lines[LENGTH(held)], size_t *ret_count)
{
    *ret_count = 0;
    for (size_t i = 0; i < LENGTH(held); i++) {
        struct figure *figure;
        money amount;
        TRY(statement_figure(s, held[i].formula, closing, &figure));
        TRY(figure_amount(&s->standing, figure, &amount));
        if (amount.fen != 0 || held[i].total == REPORT_TOTAL)
            lines[(*ret_count)++] = held[i];
    }
    return OK;
}

static RESULT put_held(struct deposits *d)
{
    struct report_table *table;
    struct statement_line lines[LENGTH(held)];
    size_t count;
    const struct statement_column closing = statement_closing(d->s, "closing", PHRASE_period_end);
    TRY(choose_held(d->s, &closing, lines, &count));
    TRY(statement_table(d->s, "held", PHRASE_warranty_held, &table));
    report_column_add(table, "item", statement_text(d->s, PHRASE_item), REPORT_TEXT);
    report_column_add(table, closing.key, statement_text(d->s, closing.title), REPORT_MONEY);
    return statement_form(d->s, table, lines, count, (struct statement_columns){&closing, 1});
}

RESULT warranty_deposit_build(struct statement *s)
{
    struct deposits d = {.s = s};
    TRY(statement_begin(s, "warranty_deposits", PHRASE_form_wd_01));
    TRY(read_all(&d));
    TRY(put_deposits(&d));
    TRY(report_section_note(s->report->sections.items[0], statement_text(s, PHRASE_note_warranty)));
    return put_held(&d);
}
