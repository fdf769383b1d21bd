/* payment.h  What the entries of a batch pay: credit less debit of money accounts (code_is_money) in each fund, one
 * amount a voucher number. Negative where money came in. */
#pragma once

#include "audit/journal.h"

struct payment;

/* Refusals: memory.exhausted. */
RESULT payment_new(struct arena *arena, struct payment **ret_payment);

/* Adds the lines of one entry; its voucher numbers count on behind those of the entry before. Refusals: list.full,
 * memory.exhausted. */
RESULT payment_add(struct payment *payment, const struct record_header *header, const struct record_entry *entry);

/* Appends the amounts of all voucher numbers, in order. The accounts must stand in their table. Refusals: money.range,
 * those of db_list, memory.exhausted. */
RESULT payment_put(struct ctx *ctx, struct payment *payment, struct db_array *paid);
