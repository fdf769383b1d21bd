#include "ledger/book/fund.h"

#include "base/canon.h"
#include "base/words.h"
#include "embed/sql.h"
#include "ledger/book/account.h"

#include <stdio.h>
#include <string.h>

enum { ATTEMPTS = 5 };

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

/* ---- further funds ---- */

RESULT fund_list(struct ctx *ctx, uint64_t community, struct fund_kept **ret_list, size_t *ret_count)
{
    static const struct db_column row[] = {COLUMN(fund_kept, fund), COLUMN(fund_kept, custodian)};
    const struct db_value in[] = {db_number((int64_t)community)};
    *ret_list = NULL;
    return db_list(ctx, CALL(sql_fund_list, in), ROW(fund_kept, row), ret_list, ret_count);
}

RESULT fund_check(struct ctx *ctx, uint64_t community, uint16_t fund)
{
    struct fund_kept *funds;
    size_t count;
    TRY(fund_list(ctx, community, &funds, &count));
    for (size_t i = 0; i < count; i++)
        if (funds[i].fund == fund)
            return OK;
    error_set(&ctx->error, "community", "%012llu", (unsigned long long)community);
    error_set(&ctx->error, "fund", "%s", fund_code(fund));
    return REFUSE(fund, unknown);
}

/* The request holds only at the size at which the free account numbers were read. */
static RESULT begin_fund(struct ctx *ctx, struct change *change, uint64_t community, const struct fund_kept *fund)
{
    struct journal_head head;
    struct buffer out;
    struct bytes request;
    struct digest secret;
    const char *key;
    TRY(community_act(ctx, community, ACTOR_PERSON));
    TRY(journal_head(ctx, community, &head));
    buffer_init(&out, ctx->arena, 512);
    canon_u16(&out, fund->fund);
    put_text(&out, fund->custodian);
    TRY(buffer_done(&out, &request));
    TRY(journal_secret(ctx, &secret));
    TRY(arena_print(ctx->arena, &key, "fund-open-%s", fund_code(fund->fund)));
    const struct digest mac = change_mac(&secret, community, "fund_open", request);
    change_init(change, ctx->arena);
    TRY(change_request(ctx, change, community, key, &mac));
    change->requests.items[0].at_size = head.size;
    return OK;
}

static RESULT open_once(struct ctx *ctx, uint64_t community, const struct fund_kept *fund, bool *ret_replayed)
{
    struct change change;
    uint32_t account_no;
    TRY(begin_fund(ctx, &change, community, fund));
    error_set(&ctx->error, "fund", "%s", fund_code(fund->fund));
    error_set(&ctx->error, "community", "%012llu", (unsigned long long)community);
    if (fund->fund == FUND_MF || fund->fund == FUND_PI)
        return REFUSE(fund, exists);
    TRY(account_next_no(ctx, community, &account_no));
    TRY(add_fund(ctx, &change, (enum fund)fund->fund, fund->custodian));
    TRY(account_open_chart(ctx, &change, (enum fund)fund->fund, &account_no));
    const result posted = journal_post(ctx, &change);
    *ret_replayed = !FAILED(posted) && change.requests.items[0].replayed;
    return posted.code == ERROR_idempotency_key_reused ? REFUSE(fund, exists) : posted;
}

RESULT fund_open(struct ctx *ctx, uint64_t community, const struct fund_kept *fund, bool *ret_replayed)
{
    result done = OK;
    TRY(community_check_text(ctx, fund->custodian));
    for (int i = 0; i < ATTEMPTS; i++) {
        done = open_once(ctx, community, fund, ret_replayed);
        if (done.code != ERROR_journal_moved)
            return done;
    }
    return done;
}
