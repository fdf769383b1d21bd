/* reservation.h  The replay of reservations and limits, and of what entries do to the money that lies on an account. */
#pragma once

#include "audit/replay/books.h"

/* Refusals of all: list.full, memory.exhausted. */
RESULT reservation_made(struct books *books, const struct record_header *header,
                        const struct record_reservation_made *body);
RESULT reservation_closed(struct books *books, const struct record_header *header,
                          const struct record_reservation_closed *body);
RESULT reservation_limit(struct books *books, const struct record_header *header, const struct record_limit_set *body);

/* Moves the money of an entry, counts its captures, judges both. */
RESULT reservation_entry(struct books *books, const struct record_header *header, const struct record_entry *body);

/* A stored capture of an entry whose record is lost. */
void reservation_assume(struct books *books, uint64_t entry, uint64_t reservation, int64_t amount);

/* What lies on an account and is held there; NULL when no entry and no reservation has named it. */
const struct books_money *reservation_money(const struct books *books, uint32_t account_no);

/* Open reservations and what they hold, for a seal. */
void reservation_sum(const struct books *books, int64_t *ret_count, int64_t *ret_fen);
