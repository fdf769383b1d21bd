#include "ledger/bank/assertion.h"

#include "base/canon.h"
#include "embed/sql.h"

static RESULT check(struct ctx *ctx, const struct assertion_in *in)
{
    char text[DATE_TEXT];
    TRY(money_check(in->balance));
    date_format(in->as_of, text);
    error_set(&ctx->error, "value", "%s", text);
    return in->as_of < ctx_today(ctx) ? OK : REFUSE(reconciliation, future);
}

static RESULT begin(struct ctx *ctx, struct change *change, const struct assertion_in *in)
{
    struct digest secret;
    struct buffer out;
    struct bytes request;
    const char *key;
    TRY(journal_secret(ctx, &secret));
    buffer_init(&out, ctx->arena, 256);
    canon_i64(&out, in->account->opened_seq);
    canon_i32(&out, in->as_of);
    canon_i64(&out, in->balance.fen);
    canon_u64(&out, in->document_seq);
    canon_u32(&out, in->lines);
    TRY(buffer_done(&out, &request));
    TRY(arena_print(ctx->arena, &key, "balance-%lld-%d-%llu-%lld-%u", (long long)in->account->opened_seq, in->as_of,
                    (unsigned long long)in->document_seq, (long long)in->balance.fen, in->lines));
    const struct digest mac = change_mac(&secret, in->community, "balance_asserted", request);
    return change_request(ctx, change, in->community, key, &mac);
}

RESULT assertion_post(struct ctx *ctx, const struct assertion_in *in, uint64_t *ret_seq)
{
    struct change change;
    struct record_balance_asserted *body;
    TRY(check(ctx, in));
    TRY(ARENA_TAKE(ctx->arena, 1, &body));
    *body = (struct record_balance_asserted){.bank_account_seq = (uint64_t)in->account->opened_seq,
                                             .as_of = in->as_of,
                                             .balance = in->balance,
                                             .document_seq = in->document_seq,
                                             .lines = in->lines};
    change_init(&change, ctx->arena);
    TRY(begin(ctx, &change, in));
    TRY(change_add(&change, RECORD_balance_asserted, body, NULL));
    TRY(journal_post(ctx, &change));
    *ret_seq = change.requests.items[0].seq;
    return OK;
}

RESULT assertion_list(struct ctx *ctx, uint64_t community, const struct bank_account *account,
                      struct assertion **ret_list, size_t *ret_count)
{
    static const struct db_column row[] = {COLUMN(assertion, seq), COLUMN(assertion, as_of), COLUMN(assertion, bank),
                                           COLUMN(assertion, book), COLUMN(assertion, items)};
    const struct db_value in[] = {db_number((int64_t)community), db_number(account->opened_seq)};
    *ret_list = NULL;
    return db_list(ctx, CALL(sql_assertion_list, in), ROW(assertion, row), ret_list, ret_count);
}
