/* folder.h  Verifies a journal that was exported as tiles and record bundles (audit/log/tile.h): chain, tree,
 * checkpoint, tiles, books. */
#pragma once

#include "audit/replay/recompute.h"
#include "audit/replay/scan.h"

struct folder_verdict {
    struct tile_checkpoint checkpoint;
    bool has_checkpoint; /* it was there and well formed */
    uint64_t records;
    inst recorded_at; /* of the last record */
    struct report report;
    struct books *books;
};

/* dir: the open folder. Damage is a finding, not a refusal. Refusals: file.unreadable, list.full, memory.exhausted. */
RESULT folder_verify(struct ctx *ctx, int dir, struct folder_verdict *ret_verdict);
