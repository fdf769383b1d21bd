/* table.h  Reads stored rows in the shape in which the replay derives them (audit/replay/row.h). */
#pragma once

#include "audit/replay/books.h"
#include "db/db.h"

/* All rows of a query that selects the columns of a table of row.def in their order, into ctx->arena. Refusals: those
 * of db_list. */
RESULT table_list(struct ctx *ctx, enum row_table_id id, struct db_call call, void *ret_rows, size_t *ret_count);

/* The five tables of entries for the records lo … hi - 1 of a community. Refusals: those of db_list. */
RESULT table_entries(struct ctx *ctx, uint64_t community, uint64_t lo, uint64_t hi, struct books_rows *ret_rows);
