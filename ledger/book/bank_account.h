/* bank_account.h  银行账户: the real accounts behind a fund. Numbers are commitments in the journal, openings in the
 * database. */
#pragma once

#include "audit/journal.h"
#include "base/words.h"

struct bank_account {
    int64_t opened_seq; /* its identity: value of the dimension bank_account */
    uint16_t fund;
    const char *bank;
    int16_t purpose;
    const char *number; /* digits */
};

struct bank_account_key {
    uint64_t community;
    uint16_t fund;
    int64_t opened_seq;
};

struct bank_account_open_in {
    uint64_t community;
    uint16_t fund;
    const char *bank, *number; /* number: 8 to 32 digits */
};

/* Refusals in order: number.malformed, text.refused, community.unknown, fund.unknown, bank_account.exists, those of
 * journal_commit. */
RESULT bank_account_open(struct ctx *ctx, const struct bank_account_open_in *in);

/* The same, of an account for time deposits: placement.h. */
RESULT bank_account_open_time(struct ctx *ctx, const struct bank_account_open_in *in);

/* Open bank accounts of a community in order of opening. Refusals: those of db_list. */
RESULT bank_account_list(struct ctx *ctx, uint64_t community, struct bank_account **ret_list, size_t *ret_count);

/* The account with this number. Refusals: bank_account.unknown (detail number; the caller sets file). */
RESULT bank_account_find(struct ctx *ctx, uint64_t community, const char *number, struct bank_account *ret_account);

/* The account of this fund that the record opened. Refusals: fund.bank_account (detail number). */
RESULT bank_account_of_fund(struct ctx *ctx, const struct bank_account_key *key, struct bank_account *ret_account);

/* The chart's leaf for the money of this bank account: 100101 in MF, 100201 in PI, 100203 for its time deposits … */
const char *bank_account_leaf(const struct bank_account *account);
