/* correction.h  What links between entries demand of the newest rows: reversed once, adjusted within what is left
 * (docs/journal.md §10). */
#pragma once

#include "audit/journal.h"

/* Judges the links of the new entries of a change in order, under the head lock: of two that race, the second is
 * refused. Refusals: entry.already_reversed (a second reversal, or a difference of a reversed entry),
 * entry.already_adjusted (a reversal of an entry with differences), entry.not_reversed (a correction of an entry that
 * stands), entry.beyond_original (a difference on another account or side, or more red than is left). */
RESULT correction_check(struct ctx *ctx, const struct change *change);
