/* correction.h  The replay of links between entries: differences within what is left, corrections of what was reversed,
 * corrections of former years (docs/journal.md §10). */
#pragma once

#include "audit/replay/books.h"

/* An entry of this type is never corrected itself: red letters, differences, carry-forward. */
bool correction_bars(uint8_t type);

/* Objects to links that do not fit the type of the entry, to their targets, and to differences beyond what is left;
 * takes differences off what is left. */
void correction_judge(struct books *books, uint64_t seq, const struct record_entry *body);

/* What an entry leaves to later differences, from its rows. Refusals: list.full, memory.exhausted. */
RESULT correction_keep(struct books *books, const struct row_posting *lines, size_t count, struct books_entry *entry);

/* A stored difference of the entry at `target`, whose record is lost: it goes on without being judged. */
void correction_assume(struct books *books, uint64_t target, const struct row_posting *lines, size_t count);
