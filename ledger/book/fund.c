#include "ledger/book/fund.h"

#include "base/canon.h"
#include "base/words.h"
#include "ledger/book/account.h"

#include <stdio.h>
#include <string.h>

static void put_text(struct buffer *out, const char *text)
{
    canon_bytes(out, BYTES(text, strlen(text)));
}

static RESULT request_of(struct ctx *ctx, const struct fund_open_in *in, struct bytes *ret_request)
{
    struct buffer out;
    buffer_init(&out, ctx->arena, RECORD_MAX);
    canon_u64(&out, in->community.community);
    put_text(&out, in->community.name);
    put_text(&out, in->custodian);
    put_text(&out, in->community.treasurer);
    return buffer_done(&out, ret_request);
}

static RESULT add_fund(struct ctx *ctx, struct change *change, enum fund fund, const char *custodian)
{
    enum { REGIME_MAINTENANCE = 1, REGIME_GSY = 2 };
    struct record_fund_opened *record;
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    record->fund = (uint16_t)fund;
    record->custodian = BYTES(custodian, strlen(custodian));
    record->regime = fund == FUND_MF ? REGIME_MAINTENANCE : REGIME_GSY;
    return change_add(change, RECORD_fund_opened, record, NULL);
}

static RESULT begin(struct ctx *ctx, struct change *change, const struct fund_open_in *in)
{
    char code[COMMUNITY_CODE_TEXT];
    const char *key;
    struct digest secret;
    struct bytes request;
    uint64_t parsed;
    community_code_format(in->community.community, code);
    TRY(community_code_parse(ctx, code, &parsed));
    TRY(community_check_text(ctx, in->community.name));
    TRY(community_check_text(ctx, in->community.treasurer));
    TRY(community_check_text(ctx, in->custodian));
    TRY(journal_secret(ctx, &secret));
    TRY(request_of(ctx, in, &request));
    TRY(arena_print(ctx->arena, &key, "community-open-%s", code));
    const struct digest mac = change_mac(&secret, parsed, "fund_open_books", request);
    change_init(change, ctx->arena);
    return change_request(ctx, change, parsed, key, &mac);
}

RESULT fund_open_books(struct ctx *ctx, const struct fund_open_in *in)
{
    struct change change;
    uint32_t account_no = 1;
    TRY(begin(ctx, &change, in));
    TRY(community_add(ctx, &change, &in->community));
    TRY(add_fund(ctx, &change, FUND_MF, in->custodian));
    TRY(add_fund(ctx, &change, FUND_PI, in->custodian));
    TRY(account_open_chart(ctx, &change, FUND_MF, &account_no));
    TRY(account_open_chart(ctx, &change, FUND_PI, &account_no));
    const result posted = journal_post(ctx, &change);
    return posted.code == ERROR_idempotency_key_reused ? REFUSE(community, exists) : posted;
}
