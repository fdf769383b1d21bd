#include "ledger/book/bank_account.h"

#include "base/digest.h"
#include "base/text.h"
#include "embed/sql.h"
#include "ledger/book/fund.h"
#include "ledger/people/community.h"

#include <string.h>

static RESULT check(struct ctx *ctx, const struct bank_account_open_in *in)
{
    const size_t length = strlen(in->number);
    error_set(&ctx->error, "value", "%s", in->number);
    if (length < 8 || length > 32 || strspn(in->number, "0123456789") != length)
        return REFUSE(number, malformed);
    const char *reason = NULL;
    const result checked = text_check(BYTES(in->bank, strlen(in->bank)), 200, &reason);
    if (FAILED(checked))
        error_set(&ctx->error, "reason", "%s", reason);
    return checked;
}

/* What the accounts of a fund are for. */
static uint8_t purpose_of(uint16_t fund)
{
    static const uint8_t purposes[] = {[FUND_MF] = PURPOSE_MAINTENANCE,
                                       [FUND_PI] = PURPOSE_INCOME,
                                       [FUND_WD] = PURPOSE_WARRANTY,
                                       [FUND_OP] = PURPOSE_RUNNING};
    return purposes[fund];
}

static RESULT refuse_second(struct ctx *ctx, const struct bank_account_open_in *in)
{
    struct bank_account found;
    const result looked = bank_account_find(ctx, in->community, in->number, &found);
    if (looked.code == ERROR_bank_account_unknown)
        return OK;
    TRY(looked);
    return REFUSE(bank_account, exists);
}

static RESULT open_account(struct ctx *ctx, const struct bank_account_open_in *in, uint8_t purpose)
{
    TRY(check(ctx, in));
    TRY(community_act(ctx, in->community, ACTOR_PERSON));
    TRY(fund_check(ctx, in->community, in->fund));
    TRY(refuse_second(ctx, in));
    struct digest secret, mac;
    TRY(journal_secret(ctx, &secret));
    mac = change_mac(&secret, in->community, "bank_account_open", BYTES(in->number, strlen(in->number)));
    char hex[2 * sizeof mac.b + 1], key[64];
    hex_encode(BYTES(mac.b, sizeof mac.b), hex);
    (void)snprintf(key, sizeof key, "bank-account-%.32s", hex); /* a key holds no account number */
    struct change change;
    change_init(&change, ctx->arena);
    TRY(change_request(ctx, &change, in->community, key, &mac));
    struct record_bank_account_opened *record;
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    record->fund = in->fund;
    record->bank = BYTES(in->bank, strlen(in->bank));
    record->purpose = purpose;
    TRY(change_commit(ctx, &change, COMMIT_BANK_ACCOUNT, BYTES(in->number, strlen(in->number)), &record->number));
    TRY(change_add(&change, RECORD_bank_account_opened, record, NULL));
    return journal_post(ctx, &change);
}

RESULT bank_account_open(struct ctx *ctx, const struct bank_account_open_in *in)
{
    return open_account(ctx, in, purpose_of(in->fund));
}

RESULT bank_account_open_time(struct ctx *ctx, const struct bank_account_open_in *in)
{
    return open_account(ctx, in, PURPOSE_TIME);
}

RESULT bank_account_list(struct ctx *ctx, uint64_t community, struct bank_account **ret_list, size_t *ret_count)
{
    static const struct db_column row[] = {COLUMN(bank_account, opened_seq), COLUMN(bank_account, fund),
                                           COLUMN(bank_account, bank), COLUMN(bank_account, purpose),
                                           COLUMN(bank_account, number)};
    const struct db_value in[] = {db_number((int64_t)community)};
    *ret_list = NULL;
    return db_list(ctx, CALL(sql_bank_account_list, in), ROW(bank_account, row), ret_list, ret_count);
}

RESULT bank_account_find(struct ctx *ctx, uint64_t community, const char *number, struct bank_account *ret_account)
{
    struct bank_account *list;
    size_t count;
    TRY(bank_account_list(ctx, community, &list, &count));
    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i].number, number) == 0) {
            *ret_account = list[i];
            return OK;
        }
    }
    error_set(&ctx->error, "number", "%s", number);
    return REFUSE(bank_account, unknown);
}

RESULT bank_account_of_fund(struct ctx *ctx, const struct bank_account_key *key, struct bank_account *ret_account)
{
    struct bank_account *list;
    size_t count;
    TRY(bank_account_list(ctx, key->community, &list, &count));
    for (size_t i = 0; i < count; i++) {
        if (list[i].opened_seq == key->opened_seq && list[i].fund == key->fund) {
            *ret_account = list[i];
            return OK;
        }
    }
    error_set(&ctx->error, "number", "#%lld", (long long)key->opened_seq);
    return REFUSE(fund, bank_account);
}

const char *bank_account_leaf(const struct bank_account *account)
{
    switch (account->fund) {
    case FUND_MF:
        return "100101";
    case FUND_WD:
        return "100204";
    case FUND_OP:
        return "100202";
    default:
        return account->purpose == PURPOSE_TIME ? "100203" : "100201";
    }
}
