/* holding.h  Money under the head lock: what lies on the accounts that a change touches, and what is held there.
 *
 * available = posted − reserved. Posted counts every booking date, for money that is spent on paper is spent. Accounts
 * of money (code_is_money) may fall neither below zero nor below what open reservations hold; other accounts have the
 * limits that limit_set gave them. */
#pragma once

#include "audit/change.h"
#include "db/db.h"

struct holding { /* one account */
    int64_t ordinal;
    uint16_t fund;
    const char *code;
    uint8_t limit_kind; /* enum limit_kind; 0 none */
    money floor, posted, reserved;
    money moved, captured; /* by the entry under way: debit less credit; out of reservations */
    bool known, touched;
    bool is_money;
};

struct holding_key {
    uint64_t community;
    uint32_t account_no;
};

struct holdings {
    struct holding_key *keys; /* distinct, ascending */
    struct holding *items;
    size_t count;
};

/* Loads these accounts in one query; keys are sorted in place. Refusals: those of db_list. */
RESULT holding_load(struct ctx *ctx, struct holding_key *keys, size_t count, struct holdings *ret_holdings);

/* NULL: not loaded, or no such account. */
struct holding *holding_of(const struct holdings *holdings, uint64_t community, uint32_t account_no);

/* What may not be passed after `moved` and `captured` are booked. Details fund, account, amount, balance, reserved,
 * available. Refusals in order: fund.overdrawn (an account of money), limit.exceeded. */
RESULT holding_judge(struct ctx *ctx, const struct holding *holding);

/* Books what the entry moved and captured. Refusals: money.range. */
RESULT holding_settle(struct holding *holding);

/* A new reservation of this amount. Refusals: reservation.account (not an account of money), fund.overdrawn. */
RESULT holding_reserve(struct ctx *ctx, struct holding *holding, money amount);
