/* order.h  Under the head lock: nothing is held or paid on what an order of an authority names.
 *
 * An order freezes the record that it names from the day it is issued, also after its deadline, and for ever once what
 * it names is revoked; a reservation that rests on such a record cannot be captured. Law: CN-PMR-19-2. */
#pragma once

#include "audit/change.h"
#include "db/db.h"

/* The reservations and captures of a change. Refusals: order.frozen (details subject, order, entry). */
RESULT order_check(struct ctx *ctx, struct change *change);

struct order_key {
    uint64_t community, seq;
};

/* One query for a set of records: *ret_orders[i] is the record of the order that freezes keys[i], 0: none does. */
RESULT order_frozen_among(struct ctx *ctx, const struct order_key *keys, size_t count, uint64_t **ret_orders);
