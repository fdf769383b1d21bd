/* recognition.h  收入确认: what tenants paid in advance becomes income month by month.
 *
 * 12 months' parking received in advance, 3,600.00, is a debt to the payer (2203nn) until it is earned; each month
 * 300.00 goes from 2203nn to 40nn (rules/earning.h says what a month earns). A run of a month books for each contract
 * what is earned up to that month and not yet income, at most what is still prepaid: late payments and months without a
 * run are made up for by the next run. Income that was booked under the contract without going through 2203nn counts as
 * earned. After an early end nothing more is earned. */
#pragma once

#include "ledger/matter/contract.h"

struct recognition { /* of one contract in one month */
    const struct contract *contract;
    money amount, left; /* to be income now; prepaid afterwards */
    bool done;          /* this month was run for this contract before: nothing is booked */
    uint64_t seq;       /* of the entry, when it is posted */
};

struct recognition_in {
    uint64_t community;
    int32_t month;
};

/* What a run would book, nothing written: contracts with something prepaid. Refusals: community.unknown,
 * memory.exhausted, money.range. */
RESULT recognition_preview(struct ctx *ctx, const struct recognition_in *in, struct recognition **ret_list,
                           size_t *ret_count);

/* Books it, one entry a contract on the last day of the month, source schedule; the key names contract and month, so a
 * second run changes nothing. Refusals in order: those of recognition_preview, those of entry_prepare (date.future
 * while the month is not over), those of journal_post (period.sealed), journal.moved after 5 attempts. */
RESULT recognition_run(struct ctx *ctx, const struct recognition_in *in, struct recognition **ret_list,
                       size_t *ret_count);
