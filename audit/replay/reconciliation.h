/* reconciliation.h  The replay of asserted balances, held bank lines and matches. */
#pragma once

#include "audit/replay/books.h"

/* Refusals of all: list.full, memory.exhausted. */
RESULT reconciliation_asserted(struct books *books, const struct record_header *header,
                               const struct record_balance_asserted *body);
RESULT reconciliation_held(struct books *books, const struct record_header *header,
                           const struct record_line_held *body);
RESULT reconciliation_matched(struct books *books, const struct record_header *header,
                              const struct record_lines_matched *body);
RESULT reconciliation_undone(struct books *books, const struct record_header *header,
                             const struct record_match_undone *body);

/* Keeps a held line, also one whose record is lost, and counts it for its import. */
RESULT reconciliation_keep_held(struct books *books, const struct row_held_line *row);

/* The lines of one entry, with its dimensions. */
struct reconciliation_entry {
    const struct row_posting *lines;
    const struct row_posting_dim *dims;
    size_t line_count, dim_count;
    bool imported;
};

/* Remembers what an entry moves on bank accounts. */
RESULT reconciliation_move(struct books *books, uint64_t seq, const struct reconciliation_entry *entry);
