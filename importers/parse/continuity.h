/* continuity.h  The running balance: the proof that no row of a statement is missing, moved or altered. */
#pragma once

#include "importers/parse/statement.h"

/* Puts the lines oldest first. The file may run either way; lines of one second (one day where no time is given) may
 * stand in any order that makes the balances follow. `opening` is the balance before the first line, NULL when unknown.
 * Refusals: memory.exhausted. */
RESULT continuity_arrange(struct ctx *ctx, struct statement_line *lines, uint32_t count, const money *opening);

/* What the bank's own count says about a break. */
enum continuity_count { COUNT_UNKNOWN, COUNT_EQUAL, COUNT_MISSING, COUNT_MORE };

/* Checks that each balance is the one before it plus the line's amount. Details line, expected, found, difference,
 * cause. Refusals: import.balance_break. */
RESULT continuity_check(struct ctx *ctx, const struct statement *statement, enum continuity_count count);
