/* seal.h  Seals a period: fixes every balance at its end and forbids any later booking on or before it (docs/journal.md
 * §12). */
#pragma once

#include "audit/change.h"

struct seal_in {
    uint64_t community;
    day from, to; /* whole months, directly behind the last sealed day */
    const char *key;
};

/* Adds period_sealed as the last request of a change whose other requests are the carry-forward entries of the period.
 * The figures are those of the journal's present size together with these entries; journal_commit refuses with
 * journal.moved when the journal has grown in between, and the caller computes again. Refusals: those of db_list,
 * list.full, memory.exhausted. */
RESULT seal_add(struct ctx *ctx, struct change *change, const struct seal_in *in);
