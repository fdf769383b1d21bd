/* order.h  The replay of orders and of objections, and whether something may be paid while an order is in force.
 *
 * objection: an owner's objection and its answer. */
#pragma once

#include "audit/replay/books.h"

/* Refusals of all: list.full, memory.exhausted. */
RESULT order_issued(struct books *books, const struct record_header *header, const struct record_order_issued *body);
RESULT order_followed_up(struct books *books, const struct record_header *header,
                         const struct record_order_followed_up *body);
RESULT objection_received(struct books *books, const struct record_header *header,
                          const struct record_objection_received *body);
RESULT objection_answered(struct books *books, const struct record_header *header,
                          const struct record_objection_answered *body);

/* Something is paid, or held for a payment, that rests on record `on`: an objection while an order names it. */
void order_judge(struct books *books, uint64_t seq, uint64_t on);
