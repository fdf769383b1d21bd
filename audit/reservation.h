/* reservation.h  Reservations, limits and overdrafts, decided under the head lock over the rows and what this change
 * has already done (docs/journal.md §9).
 *
 * Entries are judged one after the other, in the order in which they are written. Those that a person or a schedule
 * posts may not overdraw an account; what a bank reports has happened and is booked as it is, and so is what a close
 * moves. */
#pragma once

#include "audit/change.h"
#include "db/db.h"

/* Judges every new record of a change that reserves, captures, releases, limits or pays, and completes them: what is
 * left of a reservation when it is closed; and a record for each reservation that this change exhausts, as a request of
 * its own at the end. recorded_at: of this commit. Refusals in order, for each record: reservation.account,
 * fund.overdrawn (reservation_made); reservation.unknown, reservation.closed (reservation_closed and captures);
 * reservation.expired, reservation.exceeded, reservation.payee, reservation.unpaid (captures); fund.overdrawn,
 * limit.exceeded (entries). */
RESULT reservation_check(struct ctx *ctx, struct change *change, inst recorded_at);

/* Takes away what an earlier run of reservation_check added to the change. */
void reservation_retract(struct change *change);
