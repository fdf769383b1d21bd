#include "ledger/bank/line_match.h"

#include "base/canon.h"
#include "embed/sql.h"

static const struct reconciliation_item *find_item(const struct reconciliation *r, enum reconciliation_part part,
                                                   uint64_t seq)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->items[i].part == (int16_t)part && r->items[i].seq == seq)
            return &r->items[i];
    return NULL;
}

/* Of two amounts with one sign the smaller; zero where the signs differ. */
static money common(money a, money b)
{
    if ((a.fen > 0) != (b.fen > 0))
        return FEN(0);
    return (a.fen > 0) == (a.fen < b.fen) ? a : b;
}

/* What is to be matched of two open items. */
static RESULT decide(struct ctx *ctx, const struct line_match_in *in, money *ret_amount)
{
    const struct reconciliation_in open = {in->community, in->account, DAY_MAX, UINT64_MAX};
    struct reconciliation r;
    char text[MONEY_TEXT];
    error_set(&ctx->error, "line", "#%llu", (unsigned long long)in->line_seq);
    error_set(&ctx->error, "entry", "#%llu", (unsigned long long)in->entry_seq);
    error_set(&ctx->error, "bank_account", "%s", in->account->number);
    TRY(reconciliation_read(ctx, &open, &r));
    const struct reconciliation_item *line = find_item(&r, RECONCILIATION_BANK, in->line_seq);
    const struct reconciliation_item *entry = find_item(&r, RECONCILIATION_BOOK, in->entry_seq);
    if (!line)
        return REFUSE(match, line);
    if (!entry || entry->cause == CAUSE_RED_LETTER)
        return REFUSE(match, entry);
    const money left = common(line->amount, entry->amount);
    const money wanted = in->amount.present ? FEN(in->amount.value) : left;
    money_format_grouped(left, text);
    error_set(&ctx->error, "left", "%s", text);
    money_format_grouped(wanted, text);
    error_set(&ctx->error, "amount", "%s", text);
    if (wanted.fen == 0 || (wanted.fen > 0) != (left.fen > 0) || common(wanted, left).fen != wanted.fen)
        return REFUSE(match, amount);
    *ret_amount = wanted;
    return OK;
}

struct undone_row {
    int64_t seq;
};

/* The same two may be matched again after they were undone: the key names what was undone last. */
static RESULT begin(struct ctx *ctx, struct change *change, const struct line_match_in *in, money amount)
{
    static const struct db_column row[] = {COLUMN(undone_row, seq)};
    const struct db_value pair[] = {db_number((int64_t)in->community), db_number((int64_t)in->line_seq),
                                    db_number((int64_t)in->entry_seq)};
    struct undone_row undone;
    struct digest secret;
    struct buffer out;
    struct bytes request;
    const char *key;
    TRY(db_one(ctx, CALL(sql_line_match_undone_last, pair), ROW(undone_row, row), &undone));
    TRY(journal_secret(ctx, &secret));
    buffer_init(&out, ctx->arena, 64);
    canon_u64(&out, in->line_seq);
    canon_u64(&out, in->entry_seq);
    canon_i64(&out, amount.fen);
    TRY(buffer_done(&out, &request));
    TRY(arena_print(ctx->arena, &key, "line-match-%llu-%llu-%lld-%lld", (unsigned long long)in->line_seq,
                    (unsigned long long)in->entry_seq, (long long)undone.seq, (long long)amount.fen));
    const struct digest mac = change_mac(&secret, in->community, "lines_matched", request);
    return change_request(ctx, change, in->community, key, &mac);
}

RESULT line_match_post(struct ctx *ctx, const struct line_match_in *in, uint64_t *ret_seq)
{
    struct change change;
    struct record_lines_matched *body;
    money amount;
    TRY(decide(ctx, in, &amount));
    TRY(ARENA_TAKE(ctx->arena, 1, &body));
    TRY(ARENA_TAKE(ctx->arena, 1, &body->matches));
    body->matches[body->matches_count++] = (struct record_line_match){in->line_seq, in->entry_seq, amount};
    change_init(&change, ctx->arena);
    TRY(begin(ctx, &change, in, amount));
    TRY(change_add(&change, RECORD_lines_matched, body, NULL));
    TRY(journal_post(ctx, &change));
    *ret_seq = change.requests.items[0].seq;
    return OK;
}

RESULT line_match_undo(struct ctx *ctx, uint64_t community, uint64_t match, enum line_match_reason reason)
{
    struct change change;
    struct record_match_undone *body;
    struct digest secret;
    struct buffer out;
    struct bytes request;
    const char *key;
    buffer_init(&out, ctx->arena, 16);
    canon_u64(&out, match);
    canon_u16(&out, (uint16_t)reason);
    TRY(buffer_done(&out, &request));
    TRY(journal_secret(ctx, &secret));
    const struct digest mac = change_mac(&secret, community, "match_undone", request);
    TRY(arena_print(ctx->arena, &key, "match-undone-%llu", (unsigned long long)match));
    TRY(ARENA_TAKE(ctx->arena, 1, &body));
    body->match_seq = match;
    body->reason = (uint16_t)reason;
    error_set(&ctx->error, "match", "#%llu", (unsigned long long)match);
    change_init(&change, ctx->arena);
    TRY(change_request(ctx, &change, community, key, &mac));
    TRY(change_add(&change, RECORD_match_undone, body, NULL));
    return journal_post(ctx, &change);
}
