#include "ledger/book/limit_policy.h"

#include "base/canon.h"
#include "ledger/book/account.h"

RESULT limit_policy_set(struct ctx *ctx, const struct limit_policy_in *in)
{
    const struct account_key account = {in->community, in->fund, in->account};
    struct record_limit_set *body;
    struct change change;
    struct buffer out;
    struct bytes request;
    struct digest secret;
    TRY(ARENA_TAKE(ctx->arena, 1, &body));
    TRY(account_leaf(ctx, &account, &body->account_no));
    TRY(money_check(in->amount));
    body->limit = in->kind;
    body->amount = in->amount;
    buffer_init(&out, ctx->arena, 64);
    canon_u64(&out, body->account_no);
    canon_u8(&out, in->kind);
    canon_i64(&out, in->amount.fen);
    TRY(buffer_done(&out, &request));
    TRY(journal_secret(ctx, &secret));
    const struct digest mac = change_mac(&secret, in->community, "limit_policy", request);
    change_init(&change, ctx->arena);
    TRY(change_request(ctx, &change, in->community, in->key, &mac));
    TRY(change_add(&change, RECORD_limit_set, body, NULL));
    return journal_post(ctx, &change);
}
