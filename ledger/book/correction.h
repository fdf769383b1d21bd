/* correction.h  差额调整与订正: what the type of an entry promises about other entries and former years.
 *
 * What only the newest rows can tell (reversed already, how much is left) is decided under the head lock. */
#pragma once

#include "ledger/book/entry.h"

/* The record of a posted entry. Refusals: entry.unknown (detail entry). */
RESULT correction_original(struct ctx *ctx, uint64_t community, uint64_t seq, const struct record_entry **ret_entry);

/* Red letters and differences are corrections themselves, a carry-forward entry follows from all others: none of them
 * is reversed, adjusted or replaced. */
bool correction_is_final(uint8_t entry_type);

/* The links fit the type, and lead to entries that may be corrected: red_letter takes `reverses`, difference takes
 * `adjusts`, correction takes `replaces` or, for a former year, none; all others take none.
 * Refusals in order: entry.link_missing (detail link), entry.unknown, entry.not_reversible. */
RESULT correction_check_links(struct ctx *ctx, const struct entry_in *in);

/* A correction without `replaces` corrects a former year: it says which day, and every fund it touches has a line on
 * the net asset account made for that. Refusals: entry.prior_year. */
RESULT correction_check_year(struct ctx *ctx, const struct entry_in *in);

/* 订正某月某日某号凭证, the default summary of corrections and differences. Refusals: entry.unknown, memory.exhausted.
 */
RESULT correction_summary(struct ctx *ctx, uint64_t community, uint64_t original, const char **ret_summary);
