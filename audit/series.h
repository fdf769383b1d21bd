/* series.h  Voucher numbers without gaps: one series per fund, word and month, given under the head lock
 * (docs/journal.md §10). */
#pragma once

#include "audit/journal.h"

/* Gives every new entry of the change the next number of each of its series, in order. */
RESULT series_give(struct ctx *ctx, struct change *change);
