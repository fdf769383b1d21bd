/* closing.h  Which balances a file proves for the end of a day: asserted by the import itself (CN-SW-23).
 *
 * A file may have been exported in the middle of its last day, so the last day that it surely covers is the one before,
 * where it has lines of both; a person who knows better says so (import_in.covers). Besides, it proves the end of each
 * month between the bank line that it follows and its last line. */
#pragma once

#include "importers/work.h"

/* Refusals: import.covers (before the last line, or not over). */
RESULT closing_check(struct ctx *ctx, struct work *work);

/* Adds balance_asserted records to the request under way. Refusals: list.full, memory.exhausted, money.range. */
RESULT closing_add(struct ctx *ctx, struct work *work);
