#include "audit/holding.h"

#include "base/words.h"
#include "embed/sql.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static int compare(const void *x, const void *y)
{
    const struct holding_key *a = x, *b = y;
    if (a->community != b->community)
        return a->community < b->community ? -1 : 1;
    return (a->account_no > b->account_no) - (a->account_no < b->account_no);
}

RESULT holding_load(struct ctx *ctx, struct holding_key *keys, size_t count, struct holdings *ret_holdings)
{
    static const struct db_column row[] = {COLUMN(holding, ordinal),    COLUMN(holding, fund),  COLUMN(holding, code),
                                           COLUMN(holding, limit_kind), COLUMN(holding, floor), COLUMN(holding, posted),
                                           COLUMN(holding, reserved)};
    struct db_array communities, accounts;
    struct db_value in[2];
    struct holding *found = NULL;
    size_t kept = 0, rows = 0;
    if (count > 0)
        qsort(keys, count, sizeof *keys, compare);
    db_array_init(&communities, ctx->arena, DB_INT8);
    db_array_init(&accounts, ctx->arena, DB_INT4);
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && compare(&keys[kept - 1], &keys[i]) == 0)
            continue;
        keys[kept++] = keys[i];
        db_array_number(&communities, (int64_t)keys[kept - 1].community);
        db_array_number(&accounts, keys[kept - 1].account_no);
    }
    TRY(db_array_value(&communities, &in[0]));
    TRY(db_array_value(&accounts, &in[1]));
    TRY(db_list(ctx, CALL(sql_holding_list, in), ROW(holding, row), &found, &rows));
    TRY(ARENA_TAKE(ctx->arena, kept + 1, &ret_holdings->items));
    ret_holdings->keys = keys;
    ret_holdings->count = kept;
    for (size_t i = 0; i < rows; i++) {
        struct holding *holding = &ret_holdings->items[found[i].ordinal - 1];
        *holding = found[i];
        holding->known = true;
        holding->is_money = code_is_money(holding->code, strlen(holding->code));
    }
    return OK;
}

struct holding *holding_of(const struct holdings *holdings, uint64_t community, uint32_t account_no)
{
    const struct holding_key key = {community, account_no};
    const struct holding_key *at =
        holdings->count > 0 ? bsearch(&key, holdings->keys, holdings->count, sizeof key, compare) : NULL;
    return at && holdings->items[at - holdings->keys].known ? &holdings->items[at - holdings->keys] : NULL;
}

/* ---- rules ---- */

static void describe(struct ctx *ctx, const struct holding *holding, money amount)
{
    char text[MONEY_TEXT];
    error_set(&ctx->error, "fund", "%s", fund_code(holding->fund));
    error_set(&ctx->error, "account", "%s", holding->code);
    money_format(amount, text);
    error_set(&ctx->error, "amount", "%s", text);
    money_format(holding->posted, text);
    error_set(&ctx->error, "balance", "%s", text);
    money_format(holding->reserved, text);
    error_set(&ctx->error, "reserved", "%s", text);
    money_format(FEN(holding->posted.fen - holding->reserved.fen), text);
    error_set(&ctx->error, "available", "%s", text);
    money_format(holding->floor, text);
    error_set(&ctx->error, "limit", "%s", text);
}

/* The debit balance that must stay: an account of money never allows an overdraft. */
static int64_t debit_floor(const struct holding *holding)
{
    const int64_t floor = holding->limit_kind == LIMIT_DEBIT ? holding->floor.fen : 0;
    return holding->is_money && floor < 0 ? 0 : floor;
}

/* No more leaves an account than lies there and is not held for somebody else. */
static bool overdrawn(const struct holding *holding)
{
    const int64_t posted = holding->posted.fen + holding->moved.fen;
    const int64_t reserved = holding->reserved.fen - holding->captured.fen;
    if (holding->moved.fen >= 0)
        return false;
    return posted < debit_floor(holding) ||
           (holding->moved.fen + holding->captured.fen < 0 && posted - reserved < debit_floor(holding));
}

RESULT holding_judge(struct ctx *ctx, const struct holding *holding)
{
    const int64_t credit = -(holding->posted.fen + holding->moved.fen);
    const bool debit_limit = holding->is_money || holding->limit_kind == LIMIT_DEBIT;
    describe(ctx, holding, FEN(-holding->moved.fen));
    if (debit_limit && overdrawn(holding))
        return holding->is_money ? REFUSE(fund, overdrawn) : REFUSE(limit, exceeded);
    if (holding->limit_kind != LIMIT_CREDIT || holding->moved.fen <= 0 || credit >= holding->floor.fen)
        return OK;
    return REFUSE(limit, exceeded);
}

RESULT holding_settle(struct holding *holding)
{
    TRY(money_add(holding->posted, holding->moved, &holding->posted));
    holding->reserved.fen -= holding->captured.fen;
    holding->moved = holding->captured = FEN(0);
    return OK;
}

RESULT holding_reserve(struct ctx *ctx, struct holding *holding, money amount)
{
    assert(amount.fen > 0);
    describe(ctx, holding, amount);
    if (!holding->is_money)
        return REFUSE(reservation, account);
    if (holding->posted.fen - holding->reserved.fen - amount.fen < debit_floor(holding))
        return REFUSE(fund, overdrawn);
    return money_add(holding->reserved, amount, &holding->reserved);
}
