#include "importers/duplicate.h"

#include "audit/bank_line.h"
#include "embed/sql.h"

#include <stdlib.h>
#include <string.h>

static struct bank_line_fields fields_of(const struct work *w, const struct import_row *row)
{
    const struct statement_line *line = row->line;
    return (struct bank_line_fields){.community = w->in->community,
                                     .bank_account_seq = (uint64_t)w->out->account.opened_seq,
                                     .booked_on = line->booked_on,
                                     .seconds = line->seconds,
                                     .amount = line->amount,
                                     .has_balance = line->has_balance,
                                     .balance = line->balance,
                                     .serial = line->serial,
                                     .occurrence = row->occurrence};
}

static int compare_rows_by_id(const void *x, const void *y)
{
    const struct import_row *a = *(struct import_row *const *)x, *b = *(struct import_row *const *)y;
    const int order = memcmp(a->id.b, b->id.b, sizeof a->id.b);
    return order ? order : (a->line > b->line) - (a->line < b->line);
}

/* Two equal lines of one file are two lines: the second gets occurrence 2 (importers: equal fees of one day). */
static RESULT number_occurrences(struct ctx *ctx, struct work *w)
{
    struct import_row **sorted;
    const uint32_t count = w->out->statement.count;
    TRY(ARENA_TAKE(ctx->arena, count + 1, &sorted));
    for (uint32_t i = 0; i < count; i++) {
        struct import_row *row = &w->out->rows[i];
        row->occurrence = 1;
        const struct bank_line_fields fields = fields_of(w, row);
        row->id = bank_line_id(&w->secret, &fields);
        sorted[i] = row;
    }
    qsort(sorted, count, sizeof(struct import_row *), compare_rows_by_id);
    for (uint32_t i = 1; i < count; i++)
        if (memcmp(sorted[i - 1]->id.b, sorted[i]->id.b, sizeof sorted[i]->id.b) == 0)
            sorted[i]->occurrence = sorted[i - 1]->occurrence + 1;
    for (uint32_t i = 0; i < count; i++) {
        struct import_row *row = &w->out->rows[i];
        const struct bank_line_fields fields = fields_of(w, row);
        row->id = bank_line_id(&w->secret, &fields);
    }
    return OK;
}

struct known {
    int64_t ordinal;
    struct uuid bank_line;
    money amount;
};

static RESULT conflict(struct ctx *ctx, const struct work *w, const struct import_row *row, money known)
{
    work_name_file(ctx, w);
    work_name_amounts(ctx, known, row->line->amount);
    error_set(&ctx->error, "line", "%u", row->line->row);
    error_set(&ctx->error, "serial", "%s", row->line->serial);
    return REFUSE(import, conflict);
}

/* Marks the rows that are in the books already, by identity or by the bank's own id. */
static RESULT mark_seen(struct ctx *ctx, struct work *w)
{
    static const struct db_column row[] = {COLUMN(known, ordinal), COLUMN(known, bank_line), COLUMN(known, amount)};
    struct db_array ids, serials;
    struct db_value in[4] = {db_number((int64_t)w->in->community), db_number(w->out->account.opened_seq)};
    struct known *found = NULL;
    size_t count = 0;
    db_array_init(&ids, ctx->arena, DB_UUID);
    db_array_init(&serials, ctx->arena, DB_STRING);
    for (uint32_t i = 0; i < w->out->statement.count; i++) {
        const struct import_row *r = &w->out->rows[i];
        db_array_bytes(&ids, BYTES(r->id.b, sizeof r->id.b));
        db_array_bytes(&serials, BYTES(r->line->serial, strlen(r->line->serial)));
    }
    TRY(db_array_value(&ids, &in[2]));
    TRY(db_array_value(&serials, &in[3]));
    TRY(db_list(ctx, CALL(sql_bank_line_known, in), ROW(known, row), &found, &count));
    for (uint32_t i = 0; i < w->out->statement.count; i++)
        w->out->rows[i].state = IMPORT_NEW;
    for (size_t i = 0; i < count; i++) {
        struct import_row *r = &w->out->rows[found[i].ordinal - 1];
        if (memcmp(r->id.b, found[i].bank_line.b, sizeof r->id.b) != 0)
            return conflict(ctx, w, r, found[i].amount);
        r->state = IMPORT_SEEN;
    }
    return OK;
}

/* ---- continuity with what was imported before ---- */

struct neighbour {
    day booked_on;
    money amount, balance;
};

static const struct db_column neighbour_row[] = {COLUMN(neighbour, booked_on), COLUMN(neighbour, amount),
                                                 COLUMN(neighbour, balance)};

static RESULT gap(struct ctx *ctx, const struct work *w, const struct neighbour *last, money found)
{
    char text[DATE_TEXT];
    work_name_file(ctx, w);
    work_name_amounts(ctx, last->balance, found);
    date_format(last->booked_on, text);
    error_set(&ctx->error, "last", "%s", text);
    return REFUSE(import, gap);
}

struct books {
    money balance;
};

/* The first file of an account: its opening balance must be what the books say, or be booked by --opening. */
static RESULT check_opening(struct ctx *ctx, struct work *w, money opening)
{
    static const struct db_column row[] = {COLUMN(books, balance)};
    const struct db_value in[] = {db_number((int64_t)w->in->community), db_number(w->out->account.opened_seq)};
    struct books books;
    TRY(db_one(ctx, CALL(sql_bank_account_balance, in), ROW(books, row), &books));
    if (money_cmp(books.balance, opening) == 0)
        return OK;
    work_name_file(ctx, w);
    work_name_amounts(ctx, books.balance, opening);
    if (!w->in->opening || books.balance.fen != 0 || opening.fen < 0)
        return REFUSE(import, opening);
    if (w->out->account.fund == FUND_MF)
        return REFUSE(import, opening_units);
    w->out->has_opening = true;
    w->out->opening = opening;
    return OK;
}

RESULT duplicate_continuity(struct ctx *ctx, struct work *w)
{
    const struct statement *st = &w->out->statement;
    const struct import_row *first = &w->out->rows[0], *last = &w->out->rows[st->count - 1];
    const struct db_value before[] = {db_number((int64_t)w->in->community), db_number(w->out->account.opened_seq),
                                      db_number(first->line->booked_on), db_number(first->line->seconds)};
    const struct db_value after[] = {before[0], before[1], db_number(last->line->booked_on),
                                     db_number(last->line->seconds)};
    struct neighbour found = {0};
    bool any;
    if (first->state == IMPORT_NEW && first->line->has_balance) {
        money opening;
        TRY(money_sub(first->line->balance, first->line->amount, &opening));
        TRY(db_maybe(ctx, CALL(sql_bank_line_before, before), ROW(neighbour, neighbour_row), &found, &any));
        if (any && money_cmp(found.balance, opening) != 0)
            return gap(ctx, w, &found, opening);
        w->before = (struct maybe){any, found.booked_on};
        if (!any)
            TRY(check_opening(ctx, w, opening));
    }
    if (last->state == IMPORT_NEW && last->line->has_balance) {
        TRY(db_maybe(ctx, CALL(sql_bank_line_after, after), ROW(neighbour, neighbour_row), &found, &any));
        if (any)
            TRY(money_sub(found.balance, found.amount, &found.balance));
        if (any && money_cmp(found.balance, last->line->balance) != 0)
            return gap(ctx, w, &found, last->line->balance);
    }
    return OK;
}

RESULT duplicate_mark(struct ctx *ctx, struct work *w)
{
    TRY(number_occurrences(ctx, w));
    return mark_seen(ctx, w);
}
