/* statement.h  Bank statements behind the records: bank lines against their entries, raw rows against row_root and the
 * archived file. */
#pragma once

#include "audit/desk/desk.h"

/* Bank lines of the entries lo … hi - 1 against the rows that follow from records: id, entry, date, amount, account,
 * import. Refusals: those of db_list, list.full. */
RESULT statement_lines(struct desk *desk, uint64_t lo, uint64_t hi, const struct books_rows *expected);

/* Raw rows of every import, after compare_entries. Refusals: those of db_list, list.full. */
RESULT statement_rows(struct desk *desk);

/* Content of an archived document by its record; *ret_found false when it is not there. Into ctx->arena. Refusals:
 * those of db_maybe. */
RESULT statement_file(struct desk *desk, struct bytes document, struct bytes *ret_sha256, struct bytes *ret_content,
                      bool *ret_found);
