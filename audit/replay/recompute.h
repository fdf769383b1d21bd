/* recompute.h  Drives the records of one community in order through the rules of the books and back into rows.
 *
 * Written a second time, apart from the bookkeeper: records in, rows and objections out. books.h holds what it
 * remembers. */
#pragma once

#include "audit/replay/books.h"

/* Empty books. Findings go into `report`. Refusals: memory.exhausted. */
RESULT recompute_new(struct arena *arena, uint64_t community, struct report *report, struct books **ret_books);

/* The next record; rows of entries are added to `rows` and point into header and body. Refusals: list.full,
 * memory.exhausted. */
RESULT recompute_record(struct books *books, const struct record_header *header, const void *body,
                        struct books_rows *rows);

/* The next record cannot be trusted or is lost; kind: what it probably was, 0 unknown. Refusals: list.full,
 * memory.exhausted. */
RESULT recompute_lost(struct books *books, uint16_t kind);

/* What a lost record said, taken from stored rows, so that later records are not blamed. Refusals: list.full,
 * memory.exhausted. */
RESULT recompute_assume_account(struct books *books, const struct row_account *row);
RESULT recompute_assume_bank_account(struct books *books, const struct row_bank_account *row);
RESULT recompute_assume_subject(struct books *books, const struct row_subject *row);
RESULT recompute_assume_document(struct books *books, const struct row_document *row);
RESULT recompute_assume_matter(struct books *books, const struct row_matter *row);
RESULT recompute_assume_import(struct books *books, const struct row_import_batch *row);
RESULT recompute_assume_community(struct books *books, const struct row_community *row);
RESULT recompute_assume_fund(struct books *books, const struct row_fund *row);
RESULT recompute_assume_entry(struct books *books, const struct books_rows *rows);

/* Behind the last record: what was left open. Sorts the rows of all tables by their keys. */
void recompute_end(struct books *books);
