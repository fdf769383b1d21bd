/* turnover.h  What a batch of entries turns over, added up before it is written: by account, month, kind of entry, bank
 * account and stream in table turnover, by account and month in balance.
 *
 * Written under the head lock with the entries themselves, one statement a table. */
#pragma once

#include "audit/journal.h"

struct turnover;

/* Refusals: memory.exhausted. */
RESULT turnover_new(struct arena *arena, struct turnover **ret_turnover);

/* Adds the lines of one entry. Refusals: list.full, memory.exhausted. */
RESULT turnover_add(struct turnover *turnover, const struct record_header *header, const struct record_entry *entry);

/* Writes the sums, once. Refusals: money.range, those of db_exec, memory.exhausted. */
RESULT turnover_flush(struct ctx *ctx, struct turnover *turnover);
