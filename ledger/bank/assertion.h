/* assertion.h  What a bank statement says that an account held at the end of a day, entered by hand. Imports assert the
 * same by themselves. */
#pragma once

#include "ledger/book/bank_account.h"

struct assertion_in {
    uint64_t community;
    const struct bank_account *account;
    day as_of;             /* the balance at the end of this day, which is over */
    money balance;         /* as the bank states it; below zero where it lent money */
    uint64_t document_seq; /* record of the archived statement */
    uint32_t lines;        /* that the statement has; 0: not counted */
};

/* Records it; of several for one day the newest counts. The same statement, day and balance again is not recorded
 * twice. Refusals in order: money.range, reconciliation.future, those of journal_commit. */
RESULT assertion_post(struct ctx *ctx, const struct assertion_in *in, uint64_t *ret_seq);

struct assertion { /* of one day, the newest */
    uint64_t seq;
    day as_of;
    money bank, book;
    money items; /* what only the bank has, less what only the books have */
};

/* Of an account, newest day first. */
RESULT assertion_list(struct ctx *ctx, uint64_t community, const struct bank_account *account,
                      struct assertion **ret_list, size_t *ret_count);
