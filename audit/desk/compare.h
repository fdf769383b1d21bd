/* compare.h  The second pass: records are replayed in chunks and their rows compared with the stored ones; then the
 * tables as wholes. */
#pragma once

#include "audit/desk/desk.h"

/* Rows that stand behind the last record say that records were lost; marks those. Refusals: those of db_one, list.full.
 */
RESULT compare_tail(struct desk *desk);

/* Loads the small tables. Refusals: those of db_list. */
RESULT compare_load(struct desk *desk);

/* Entries, numbers, links, lines and dimensions, chunk by chunk. Refusals: those of db_list, list.full. */
RESULT compare_entries(struct desk *desk);

/* Everything else that follows from records: small tables, balances, counters. Refusals: those of db_list. */
RESULT compare_tables(struct desk *desk);
