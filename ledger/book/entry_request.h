/* entry_request.h  The canonical bytes of an entry as it was asked for: what "the same content under the same key"
 * means.
 *
 * What was added to entries later stands behind a byte that cannot begin a line (0xfd … 0xff), and only where it is
 * used: an entry without it keeps the request it had before. */
#pragma once

#include "ledger/book/entry.h"

/* Refusals: buffer.full, memory.exhausted. */
RESULT entry_request(struct ctx *ctx, const struct entry_in *in, struct bytes *ret_request);
