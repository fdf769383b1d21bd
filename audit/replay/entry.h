/* entry.h  The replay of entries: their rows, the rules of the books, and what they do to the sums. */
#pragma once

#include "audit/replay/books.h"

/* Derives the rows of an entry into `rows`, judges the record, adds its lines to the sums. Refusals: list.full,
 * memory.exhausted. */
RESULT entry_record(struct books *books, const struct record_header *header, const struct record_entry *body,
                    struct books_rows *rows);

/* The same from stored rows of one entry, where the record is lost: counters and reversals go on, sums and rules do
 * not. */
RESULT entry_assume(struct books *books, const struct books_rows *rows);

/* The rows alone, without judging; they point into header and body. books: names the accounts of money. Refusals:
 * list.full, memory.exhausted. */
RESULT entry_rows(const struct books *books, const struct record_header *header, const struct record_entry *body,
                  struct books_rows *rows);
