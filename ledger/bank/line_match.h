/* line_match.h  勾对: a bank line that is not booked by itself belongs to an entry that somebody posted by hand.
 *
 * Only what is open can be matched: a line that its import held or whose entry is reversed, and an entry that the bank
 * has not shown. Both sides may be matched in parts; never more than either. */
#pragma once

#include "ledger/bank/reconciliation.h"

struct line_match_in {
    uint64_t community;
    const struct bank_account *account;
    uint64_t line_seq, entry_seq; /* records of the open items */
    struct maybe amount;          /* fen, in positive, out negative; absent: as much as both have */
};

/* *ret_seq names the match. Refusals in order: match.line, match.entry, match.amount, those of journal_commit
 * (match.amount: somebody else matched it meanwhile). */
RESULT line_match_post(struct ctx *ctx, const struct line_match_in *in, uint64_t *ret_seq);

enum line_match_reason { MATCH_MISTAKEN = 1, MATCH_CORRECTED = 2, MATCH_OTHER = 3 };

/* Undoes everything that the record matched; both sides are open again. Refusals: those of journal_commit
 * (match.unknown). */
RESULT line_match_undo(struct ctx *ctx, uint64_t community, uint64_t match, enum line_match_reason reason);
