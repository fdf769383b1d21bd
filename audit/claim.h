/* claim.h  Idempotency: which requests of a change were carried out before (docs/journal.md §8). Called under the head
 * lock. */
#pragma once

#include "audit/journal.h"

/* Marks requests that were written before as replayed. Refusals: idempotency.key_reused (same key, other request; or
 * twice here). */
RESULT claim_check(struct ctx *ctx, struct change *change);

/* Writes the claims of the new requests. */
RESULT claim_append(struct ctx *ctx, const struct change *change);
