#include "importers/closing.h"

RESULT closing_check(struct ctx *ctx, struct work *work)
{
    const struct statement *st = &work->out->statement;
    const struct maybe covers = work->in->covers;
    char text[DATE_TEXT];
    if (!covers.present)
        return OK;
    work_name_file(ctx, work);
    date_format((day)covers.value, text);
    error_set(&ctx->error, "value", "%s", text);
    date_format(st->lines[st->count - 1].booked_on, text);
    error_set(&ctx->error, "last", "%s", text);
    if (covers.value < st->lines[st->count - 1].booked_on || covers.value >= ctx_today(ctx))
        return REFUSE(import, covers);
    return OK;
}

/* The balance at the end of a day: behind the last line up to it, or in front of the first. False where the layout has
 * no balances. */
static RESULT balance_at(const struct statement *st, day date, money *ret_balance, bool *ret_known)
{
    uint32_t behind = 0;
    while (behind < st->count && st->lines[behind].booked_on <= date)
        behind++;
    const struct statement_line *line = &st->lines[behind > 0 ? behind - 1 : 0];
    *ret_known = line->has_balance;
    if (!line->has_balance)
        return OK;
    *ret_balance = line->balance;
    return behind > 0 ? OK : money_sub(line->balance, line->amount, ret_balance);
}

static RESULT add(struct ctx *ctx, struct work *w, day date)
{
    struct record_balance_asserted *body;
    money balance = FEN(0);
    bool known;
    TRY(balance_at(&w->out->statement, date, &balance, &known));
    if (!known)
        return OK;
    TRY(ARENA_TAKE(ctx->arena, 1, &body));
    body->bank_account_seq = (uint64_t)w->out->account.opened_seq;
    body->as_of = date;
    body->balance = balance;
    body->lines = w->out->statement.count;
    TRY(change_link(&w->change, &body->document_seq, w->document_item));
    return change_add(&w->change, RECORD_balance_asserted, body, NULL);
}

/* Whether the first line after a day is new: else an earlier file has proved that day. */
static bool is_news(const struct work *w, day date)
{
    const struct import_out *out = w->out;
    for (uint32_t i = 0; i < out->statement.count; i++)
        if (out->rows[i].line->booked_on > date)
            return out->rows[i].state == IMPORT_NEW;
    return true;
}

RESULT closing_add(struct ctx *ctx, struct work *work)
{
    const struct statement *st = &work->out->statement;
    const day first = st->lines[0].booked_on, last = st->lines[st->count - 1].booked_on;
    const bool proved = work->before.present && work->before.value < first;
    const day from = proved ? (day)work->before.value : first;
    const day until = work->in->covers.present ? (day)work->in->covers.value : last - 1;
    for (day end = month_last(month_of(from)); end < until; end = month_last(month_of(end + 1)))
        if (is_news(work, end))
            TRY(add(ctx, work, end));
    return until >= from ? add(ctx, work, until) : OK;
}
