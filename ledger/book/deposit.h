/* deposit.h  交存与返还: what units pay into the maintenance fund and what is given back to them (CN-MF-7 … -13,
 * CN-MF-28, CN-MF-29). */
#pragma once

#include "ledger/book/subledger.h"

struct deposit_in {
    uint64_t community;
    const char *key;
    day booking_date;
    int64_t bank_account_seq;            /* of the maintenance fund */
    const char *summary, *payee;         /* payee NULL: none */
    const struct entry_share_in *shares; /* per unit, > 0 */
    size_t count;
};

/* 交存: bank to 4001, per unit; commodity housing to 400101, public housing and its selling units to 400102.
 * Refusals in order: unit.none, unit.unknown, fund.bank_account (not one of the maintenance fund), those of entry_post.
 */
RESULT deposit_post(struct ctx *ctx, const struct deposit_in *in, struct entry_out *ret_out);

enum refund_kind {
    REFUND_THIS_YEAR = 1,   /* a deposit of this year: less 4001 */
    REFUND_FORMER_YEAR = 2, /* of a former year: 5101 */
    REFUND_HOUSE_LOST = 3,  /* 房屋灭失: 5101 to 2001, not yet paid */
    REFUND_PAID = 4 /* pays what REFUND_HOUSE_LOST recognised: 2001 to bank; takes an amount per kind of housing, no
                       shares of units */
};

/* 返还. Refusals as deposit_post. */
RESULT deposit_refund(struct ctx *ctx, const struct deposit_in *in, enum refund_kind kind, struct entry_out *ret_out);

struct deposit_short_in {
    uint64_t community;
    day as_of;
    int64_t rate_fen; /* first deposit per square metre */
};

struct deposit_short { /* a unit whose balance lies below 30 % of its first deposit (CN-MF-17) */
    struct uuid unit;
    const char *address;
    money first_deposit, balance, missing; /* missing: up to the first deposit */
};

/* Units to be topped up on a day. first_deposit = area × rate, rate in fen per square metre, rounded half up. Accounts
 * of selling units have no first deposit. Refusals: number.malformed (rate < 0), money.range, those of
 * subledger_balances. */
RESULT deposit_short_list(struct ctx *ctx, const struct deposit_short_in *in, struct deposit_short **ret_list,
                          size_t *ret_count);
