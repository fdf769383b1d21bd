/* match.h  Which lines of a file repeat what somebody posted by hand, so that nothing is booked twice.
 *
 * An entry by hand on this bank account with the very amount of a line, booked within seven days of it and not shown by
 * the bank so far, is the same movement when it is the only such entry and the line the only such line. Where there are
 * several, none is chosen: the lines are held, and a person matches them. */
#pragma once

#include "importers/work.h"

/* Marks new rows as held and, where it is certain, names their entry. Refusals: those of reconciliation_read. */
RESULT match_rows(struct ctx *ctx, struct work *work);

/* Adds the record of a held row as a request of its own, and remembers its match. Refusals: list.full,
 * memory.exhausted. */
RESULT match_hold(struct ctx *ctx, struct work *work, const struct import_row *row);

/* Adds the matches of all held rows to the request under way. Refusals: list.full, memory.exhausted. */
RESULT match_add(struct ctx *ctx, struct work *work);
