/* turnover.h  The replay of what entries do to sums: turnover, and balances above it. */
#pragma once

#include "audit/replay/books.h"

struct turnover_cursor { /* walks the lines of entries in key order, from the given places on */
    const struct books_rows *rows;
    size_t entry, line, dim;
};

/* The next line and the row of turnover that it belongs to, its sums 0. False at the end. */
bool turnover_next(struct turnover_cursor *cursor, struct row_turnover *ret_row, const struct row_posting **ret_line);

/* Adds the lines ahead of the cursor to turnover and balances. Refusals: list.full, memory.exhausted. */
RESULT turnover_replay(struct books *books, struct turnover_cursor cursor);
