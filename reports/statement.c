#include "reports/statement.h"

#include "base/words.h"
#include "db/db.h"
#include "ledger/book/entry.h"
#include "reports/bank/reconciliation.h"
#include "reports/ledger_book.h"
#include "reports/statement_part.h"
#include "reports/unit_statement.h"
#include "reports/voucher.h"

#include <stdio.h>
#include <string.h>

enum { NAME_MAX_TEXT = 80, LIST_MAX = 400 };

static const struct {
    const char *name;
    result (*build)(struct statement *s);
} kinds[STATEMENT_COUNT] = {
    [STATEMENT_BALANCE_SHEET] = {"balance-sheet", balance_sheet_build},
    [STATEMENT_INCOME] = {"income", income_statement_build},
    [STATEMENT_NET_ASSETS] = {"net-assets", net_assets_build},
    [STATEMENT_TRIAL_BALANCE] = {"trial-balance", trial_balance_build},
    [STATEMENT_GENERAL] = {"general-ledger", ledger_book_general},
    [STATEMENT_LEDGER] = {"ledger", ledger_book_detail},
    [STATEMENT_JOURNAL] = {"journal-book", ledger_book_journal},
    [STATEMENT_RECONCILIATION] = {"reconciliation", reconciliation_build},
    [STATEMENT_UNIT] = {"unit", unit_statement_build},
    [STATEMENT_RECEIPTS] = {"receipts", receipts_build},
    [STATEMENT_WARRANTY] = {"warranty", warranty_deposit_build},
    [STATEMENT_VOUCHER] = {"voucher", voucher_build},
};

bool statement_kind_parse(const char *text, enum statement_kind *ret_kind)
{
    for (int i = 0; i < STATEMENT_COUNT; i++) {
        *ret_kind = (enum statement_kind)i;
        if (strcmp(kinds[i].name, text) == 0)
            return true;
    }
    return false;
}

/* ---- the vouchers behind a figure ---- */

static void cell_name(const struct report_table *table, size_t row, size_t column, char out[NAME_MAX_TEXT])
{
    const struct report_row *found = table->rows.items[row];
    if (found->cells[column].name)
        (void)snprintf(out, NAME_MAX_TEXT, "%s", found->cells[column].name);
    else
        (void)snprintf(out, NAME_MAX_TEXT, "%s.%s", found->key, table->columns[column].key);
}

struct search { /* for a cell by its name; all names when it is not found */
    const char *wanted;
    const struct report_cell *found;
    struct buffer names;
};

static void search_cell(struct search *search, const struct report_table *table, size_t row, size_t column)
{
    const struct report_cell *cell = &table->rows.items[row]->cells[column];
    char name[NAME_MAX_TEXT];
    if (!cell->figure)
        return;
    cell_name(table, row, column, name);
    if (!search->found && strcmp(name, search->wanted) == 0)
        search->found = cell;
    if (search->names.size < LIST_MAX)
        buffer_print(&search->names, "%s%s", search->names.size > 0 ? " " : "", name);
}

static void search_table(struct search *search, const struct report_table *table)
{
    for (size_t r = 0; r < table->rows.count; r++)
        for (size_t c = 0; c < table->rows.items[r]->cell_count; c++)
            search_cell(search, table, r, c);
}

static RESULT find_cell(struct statement *s, const struct report_cell **ret_cell)
{
    struct search search = {.wanted = s->in->behind};
    struct bytes names;
    buffer_init(&search.names, s->ctx->arena, 2 * LIST_MAX);
    for (size_t i = 0; i < s->report->sections.count; i++)
        for (size_t t = 0; t < s->report->sections.items[i]->tables.count; t++)
            search_table(&search, s->report->sections.items[i]->tables.items[t]);
    TRY(buffer_done(&search.names, &names));
    error_set(&s->ctx->error, "value", "%s", s->in->behind);
    error_set(&s->ctx->error, "list", "%s", (const char *)names.data);
    if (!search.found)
        return REFUSE(report, figure);
    *ret_cell = search.found;
    return OK;
}

static RESULT voucher_row(struct statement *s, struct report_table *table, const struct figure_voucher *voucher)
{
    char number[ENTRY_NUMBER_TEXT], date[DATE_TEXT];
    const char *text;
    struct report_row *row;
    entry_number_format(s->standing.fund, voucher->word, voucher->series, voucher->number, number);
    date_format(voucher->booking_date, date);
    TRY(arena_text(s->ctx->arena, number, strlen(number), &text));
    TRY(report_row_add(table, (struct report_row){.key = text, .sign = 1, .sum_from = -1}, &row));
    report_put_text(row, text);
    TRY(arena_text(s->ctx->arena, date, strlen(date), &text));
    report_put_text(row, text);
    report_put_text(row, voucher->summary);
    report_put_money(row, voucher->amount, NULL);
    return OK;
}

static RESULT put_vouchers(struct statement *s, const struct report_cell *cell)
{
    struct figure_voucher *list;
    struct report_table *table;
    struct report_row *total;
    size_t count;
    TRY(figure_vouchers(s->ctx, &s->standing, cell->figure, &list, &count));
    TRY(statement_table(s, "vouchers", PHRASE_vouchers_behind, &table));
    report_column_add(table, "voucher", statement_text(s, PHRASE_voucher), REPORT_TEXT);
    report_column_add(table, "date", statement_text(s, PHRASE_date), REPORT_TEXT);
    report_column_add(table, "summary", statement_text(s, PHRASE_voucher_summary), REPORT_TEXT);
    report_column_add(table, "amount", statement_text(s, PHRASE_amount), REPORT_MONEY);
    for (size_t i = 0; i < count; i++)
        TRY(voucher_row(s, table, &list[i]));
    TRY(report_row_add(table, (struct report_row){.key = "total", .total = REPORT_TOTAL}, &total));
    report_put_text(total, statement_text(s, PHRASE_total));
    report_put_empty(total);
    report_put_empty(total);
    report_put_money(total, cell->amount, cell->sources);
    return OK;
}

/* Replaces the statement by the list of what stands behind one figure of it. */
static RESULT show_behind(struct statement *s)
{
    const struct report_cell *cell;
    const char *of = s->report->title;
    TRY(find_cell(s, &cell));
    TRY(statement_begin(s, "vouchers_behind", PHRASE_vouchers_behind));
    TRY(report_fact_add(s->report, "statement", statement_text(s, PHRASE_of_statement), of));
    TRY(report_fact_add(s->report, "figure", statement_text(s, PHRASE_figure), s->in->behind));
    TRY(put_vouchers(s, cell));
    return report_check(s->ctx, s->report);
}

/* ---- building ---- */

struct order {
    enum statement_kind kind;
    struct statement *statement;
};

static result build(struct ctx *ctx, void *arg)
{
    const struct order *order = arg;
    struct statement *s = order->statement;
    const struct standing_in in = {.community = s->in->community,
                                   .fund = s->in->fund,
                                   .from = s->in->period.first / 12 * 12 - 12,
                                   .as_of = s->in->as_of,
                                   .period = s->in->period,
                                   .known_at = s->in->known_at};
    TRY(standing_load(ctx, &in, &s->standing));
    s->last = month_of(s->standing.as_of);
    TRY(statement_read_names(s));
    TRY(kinds[order->kind].build(s));
    TRY(report_check(ctx, s->report));
    return s->in->behind ? show_behind(s) : OK;
}

/* Forms speak of one year; net assets of a whole one. */
static RESULT check_period(struct ctx *ctx, enum statement_kind kind, const struct period *period)
{
    const bool form = kind <= STATEMENT_NET_ASSETS || kind == STATEMENT_RECEIPTS;
    const bool whole = !period->month && !period->quarter;
    error_set(&ctx->error, "value", "%s", period->name);
    if (form && period->first / 12 != period->last / 12)
        return REFUSE(report, period);
    return kind == STATEMENT_NET_ASSETS && !whole ? REFUSE(report, period) : OK;
}

static RESULT check_needs(struct ctx *ctx, enum statement_kind kind, const struct statement_in *in)
{
    error_set(&ctx->error, "reason", "%s", "");
    if (kind == STATEMENT_LEDGER && !in->account && !in->bank_account) {
        error_set(&ctx->error, "reason", "ledger --account | --bank-account");
        return REFUSE(usage, invalid);
    }
    if (kind == STATEMENT_RECONCILIATION && !in->bank_account) {
        error_set(&ctx->error, "reason", "reconciliation --bank-account");
        return REFUSE(usage, invalid);
    }
    if ((kind == STATEMENT_UNIT || kind == STATEMENT_VOUCHER) != (in->what != NULL)) {
        error_set(&ctx->error, "reason", "%s", in->what ? in->what : "unit NAME | voucher NUMBER");
        return REFUSE(usage, invalid);
    }
    return OK;
}

RESULT statement_build(struct ctx *ctx, enum statement_kind kind, const struct statement_in *in,
                       struct report **ret_report)
{
    struct statement_in *own;
    struct statement *s;
    struct order order = {.kind = kind};
    TRY(check_needs(ctx, kind, in));
    TRY(ARENA_TAKE(ctx->arena, 1, &s));
    TRY(ARENA_TAKE(ctx->arena, 1, &own));
    *own = *in;
    s->ctx = ctx;
    s->in = own;
    if (kind == STATEMENT_VOUCHER) {
        uint16_t fund;
        TRY(voucher_locate(ctx, in->what, &fund, &own->period));
        own->fund = fund;
    }
    if (kind == STATEMENT_UNIT)
        own->fund = FUND_MF;
    if (kind == STATEMENT_WARRANTY)
        own->fund = FUND_WD;
    if (kind == STATEMENT_RECONCILIATION) {
        uint16_t fund;
        TRY(reconciliation_locate(ctx, in, &fund));
        own->fund = fund;
    }
    TRY(check_period(ctx, kind, &own->period));
    error_set(&ctx->error, "fund", "%s", fund_code(own->fund));
    if (kind == STATEMENT_RECEIPTS && own->fund == FUND_MF)
        return REFUSE(report, fund);
    order.statement = s;
    TRY(db_read(ctx, build, &order));
    *ret_report = s->report;
    return OK;
}
