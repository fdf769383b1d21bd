/* gate.h  The one gate of payments, under the head lock: in a community that is bound to rules (rules_activated) no
 * money leaves a fund without an approved application.
 *
 * What leaves is credit less debit on the accounts of money (code_is_money) of a fund, so that moving money between two
 * accounts of one fund is no payment; and no less than what is credited there and debited elsewhere, so that an income
 * in the same entry hides none. It must be captured from reservations that an approval made: the record behind the
 * application_closed that says so. Whoever posts, by hand, by schedule or by import, passes here. A red letter is no
 * payment: it only takes back what stood in the books. One correction may pay again what its reversed entry paid.
 * Law: ZHJ-11-3; docs/adr/0019-one-gate.md. */
#pragma once

#include "audit/change.h"
#include "db/db.h"

/* Refusals: payment.unapproved (details entry, fund, amount, approved), money.range, those of db_list. */
RESULT gate_check(struct ctx *ctx, const struct change *change, inst recorded_at);
