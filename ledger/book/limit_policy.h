/* limit_policy.h  限额: a balance that an account must keep, whoever posts by hand (docs/journal.md §9). */
#pragma once

#include "audit/journal.h"
#include "base/words.h"

struct limit_policy_in {
    uint64_t community;
    const char *key; /* idempotency key */
    uint16_t fund;
    const char *account; /* code of a leaf */
    uint8_t kind;        /* enum limit_kind */
    money amount;        /* the debit or credit balance may not go below it */
};

/* Puts a limit on an account, in place of the one it had. It binds what is posted from then on. Refusals in order:
 * account.unknown, account.closed, account.not_leaf, money.range, those of journal_commit. */
RESULT limit_policy_set(struct ctx *ctx, const struct limit_policy_in *in);
