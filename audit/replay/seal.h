/* seal.h  The replay of period_sealed: every figure of a seal derived again from the records before it.
 *
 * Two of its roots need what records do not hold: root over the leaves, known to the scan, and unit_root, which needs
 * the unit lines. Both are kept in the row and compared by whoever has them. */
#pragma once

#include "audit/replay/books.h"

/* Refusals: list.full, memory.exhausted. */
RESULT seal_record(struct books *books, const struct record_header *header, const struct record_period_sealed *body);

/* Remembers an entry for the totals of its period, and refuses one that is booked in a sealed one. Refusals: list.full,
 * memory.exhausted. */
RESULT seal_entry(struct books *books, uint64_t seq, const struct record_entry *body);
