/* past.h  The journal as it was: how many records were known at an instant, and the root over the first n of them
 * (docs/journal.md §5, §11). */
#pragma once

#include "audit/journal.h"

/* Records written up to and with an instant, by bisection: recorded_at never falls. Refusals: those of db_one. */
RESULT past_size(struct ctx *ctx, uint64_t community, inst known_at, uint64_t *ret_size);

/* The root over the first `size` records, from stored tiles and at most 255 leaves; size ≤ that of the head. Refusals:
 * journal.head when hashes are missing, those of db_list. */
RESULT past_root(struct ctx *ctx, uint64_t community, uint64_t size, struct digest *ret_root);
