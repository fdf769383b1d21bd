/* reversal.h  红字冲销: cancels a posted entry by a red-letter one (CN-BAW-51-5). */
#pragma once

#include "ledger/book/entry.h"

struct reversal_in {
    uint64_t community, seq; /* the entry to cancel */
    const char *key;
    day booking_date;
    const char *summary; /* NULL: 注销某月某日某号凭证 */
};

/* The full red-letter reversal as an entry to post: the same lines in the same order with negated amounts.
 * Refusals in order: entry.unknown, entry.not_reversible. */
RESULT reversal_fill(struct ctx *ctx, const struct reversal_in *in, struct entry_in *ret_entry);

/* Fills and posts it. Refusals in order: those of reversal_fill, then as entry_post (entry.already_reversed,
 * entry.already_adjusted under the lock). */
RESULT reversal_post(struct ctx *ctx, const struct reversal_in *in, struct entry_out *ret_out);
