/* apportionment.h  分摊: charges a repair to the sub-accounts of the units that bear it (CN-MF-20, CN-MF-21). */
#pragma once

#include "ledger/book/subledger.h"
#include "rules/apportionment.h"

struct charge { /* one unit of the scope */
    struct uuid unit;
    bool unsold;
    uint64_t share; /* read by given shares */
};

struct apportionment_post_in {
    uint64_t community;
    const char *key;
    day booking_date;
    int64_t bank_account_seq; /* of the maintenance fund */
    const char *account;      /* 500101 works, 02 supervision, 03 testing and design, 04 other; NULL: 500101 */
    const char *summary, *payee;
    money cost;
    struct maybe reservation; /* that an approval made and this payment captures; absent: none */
    enum apportionment_method method;
    const struct charge
        *scope; /* 列支范围: unit list, building, stair or all; unsold units bear through their developer */
    size_t count;
};

struct charged {
    const struct subledger_balance *unit;
    money amount, after; /* its share, its balance afterwards */
};

/* Who bears what, nothing written: the working of rules/apportionment, and each unit with its balance. ids in the
 * working are places in the register, from 1. Refusals in order: community.unknown, unit.unknown (detail unit), those
 * of apportionment_make. */
RESULT apportionment_preview(struct ctx *ctx, const struct apportionment_post_in *in, struct apportionment *ret_working,
                             struct charged **ret_list, size_t *ret_count);

/* Pays the cost from the fund: 5001 with the shares of the units, against the bank. Refusals: those of
 * apportionment_preview, fund.bank_account, those of entry_post. */
RESULT apportionment_post(struct ctx *ctx, const struct apportionment_post_in *in, struct entry_out *ret_out);
