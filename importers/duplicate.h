/* duplicate.h  Which lines of a file are in the books already, and whether the rest follows what is. */
#pragma once

#include "importers/work.h"

/* Gives every row its identity and marks those seen before, by identity or by the bank's own id. Two equal lines of one
 * file are two. Refusals: import.conflict (same bank id, other content). */
RESULT duplicate_mark(struct ctx *ctx, struct work *work);

/* The line before the first new row, and the one behind the last, must meet the file's balances.
 * Refusals in order: import.gap, import.opening, import.opening_units. */
RESULT duplicate_continuity(struct ctx *ctx, struct work *work);
