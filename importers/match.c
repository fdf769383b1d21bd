#include "importers/match.h"

#include "audit/bank_line.h"
#include "ledger/bank/reconciliation.h"

#include <string.h>

enum { WINDOW_DAYS = 7, MATCHES_MAX = 500 }; /* MATCHES_MAX: of one record */

static bool is_near(day a, day b)
{
    return a - b <= WINDOW_DAYS && b - a <= WINDOW_DAYS;
}

/* An entry of which nothing has come yet. */
static bool is_candidate(const struct reconciliation_item *item, const struct statement_line *line)
{
    return item->part == RECONCILIATION_BOOK && item->cause == CAUSE_IN_TRANSIT &&
           money_cmp(item->amount, line->amount) == 0 && is_near(item->date, line->booked_on);
}

/* How many new rows an entry could be. */
static uint32_t count_rows(const struct work *w, const struct reconciliation_item *item)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < w->out->statement.count; i++)
        count += w->out->rows[i].state == IMPORT_NEW && is_candidate(item, w->out->rows[i].line);
    return count;
}

static void match_row(struct work *w, const struct reconciliation *open, struct import_row *row)
{
    const struct reconciliation_item *found = NULL;
    uint32_t candidates = 0;
    for (size_t i = 0; i < open->count; i++) {
        if (!is_candidate(&open->items[i], row->line))
            continue;
        found = &open->items[i];
        candidates++;
    }
    if (candidates == 0)
        return;
    row->held = true;
    w->out->held++;
    if (candidates > 1 || count_rows(w, found) > 1)
        return;
    row->match = found->seq;
    w->out->matched++;
}

RESULT match_rows(struct ctx *ctx, struct work *work)
{
    const struct reconciliation_in in = {work->in->community, &work->out->account, DAY_MAX, UINT64_MAX};
    struct reconciliation open;
    TRY(reconciliation_read(ctx, &in, &open));
    for (uint32_t i = 0; i < work->out->statement.count; i++)
        if (work->out->rows[i].state == IMPORT_NEW)
            match_row(work, &open, &work->out->rows[i]);
    return OK;
}

static RESULT remember(struct ctx *ctx, struct work *w, const struct import_row *row, uint32_t item)
{
    if (row->match == 0)
        return OK;
    if (!w->matches) {
        TRY(ARENA_TAKE(ctx->arena, w->out->matched, &w->matches));
        TRY(ARENA_TAKE(ctx->arena, w->out->matched, &w->match_items));
    }
    w->match_items[w->match_count] = item;
    w->matches[w->match_count++] = (struct record_line_match){0, row->match, row->line->amount};
    return OK;
}

RESULT match_hold(struct ctx *ctx, struct work *work, const struct import_row *row)
{
    struct change *change = &work->change;
    struct record_line_held *held;
    char text[BANK_LINE_KEY];
    const char *key;
    uint32_t item;
    const struct digest mac =
        change_mac(&work->secret, work->in->community, "line_held", BYTES(row->id.b, sizeof row->id.b));
    bank_line_key(&row->id, text); /* like that of an entry: a line is booked or held once */
    TRY(arena_text(ctx->arena, text, strlen(text), &key));
    TRY(change_request(ctx, change, work->in->community, key, &mac));
    TRY(ARENA_TAKE(ctx->arena, 1, &held));
    held->bank_account_seq = (uint64_t)work->out->account.opened_seq;
    held->booked_on = row->line->booked_on;
    held->amount = row->line->amount;
    held->has_payee = row->payee[0] != '\0';
    TRY(change_commit(ctx, change, COMMIT_SUMMARY, BYTES(row->summary, strlen(row->summary)), &held->summary));
    if (held->has_payee)
        TRY(change_commit(ctx, change, COMMIT_PAYEE_NAME, BYTES(row->payee, strlen(row->payee)), &held->payee));
    TRY(change_link(change, &held->received_seq, work->received_item));
    TRY(change_add(change, RECORD_line_held, held, &item));
    return remember(ctx, work, row, item);
}

RESULT match_add(struct ctx *ctx, struct work *work)
{
    for (uint32_t from = 0; from < work->match_count; from += MATCHES_MAX) {
        struct record_lines_matched *body;
        const uint32_t left = work->match_count - from;
        TRY(ARENA_TAKE(ctx->arena, 1, &body));
        body->matches = work->matches + from;
        body->matches_count = left < MATCHES_MAX ? left : MATCHES_MAX;
        for (uint32_t i = 0; i < body->matches_count; i++)
            TRY(change_link(&work->change, &body->matches[i].line_seq, work->match_items[from + i]));
        TRY(change_add(&work->change, RECORD_lines_matched, body, NULL));
    }
    return OK;
}
