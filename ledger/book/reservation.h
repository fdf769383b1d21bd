/* reservation.h  预留: approved money that is held on an account until it is paid.
 *
 * available = balance − reserved. A payment captures its reservation, in parts if it must; what is left is released, or
 * expires by a record of the daily job, so that a replay gives the same answer on every day. Whether there is enough is
 * decided under the head lock, for two may want the same money at once: audit/reservation.h. A payment cancelled by a
 * red letter brings its money back to the account, not to the reservation: to pay again takes a new one. */
#pragma once

#include "audit/journal.h"
#include "base/words.h"

enum { RESERVATION_CAPTURES_MAX = 16 }; /* of one entry */

struct reservation_make_in {
    uint64_t community;
    const char *key; /* idempotency key */
    uint16_t fund;
    const char *account; /* code of a leaf that holds money */
    money amount;        /* > 0 */
    day expires;         /* last day on which it can be captured */
    const char *payee;   /* NULL: any; or the commitment of an earlier record instead */
    const struct digest *payee_commitment;
    struct maybe rests_on; /* record that decided it: a decision, an approval, a budget */
};

/* Holds money. *ret_seq names the reservation; the same key gives the same one. Refusals in order: text.refused,
 * reservation.amount, money.range, reservation.late, account.unknown, account.closed, account.not_leaf, those of
 * journal_commit (reservation.account, fund.overdrawn). */
RESULT reservation_make(struct ctx *ctx, const struct reservation_make_in *in, uint64_t *ret_seq);

/* Gives the rest back. Refusals: those of journal_commit (reservation.unknown, reservation.closed). */
RESULT reservation_release(struct ctx *ctx, uint64_t community, const char *key, uint64_t reservation);

/* Closes every open reservation whose last day lies before `today`, by one record each; *ret_count: how many. today is
 * cut to the day of the clock. Refusals: those of journal_commit. */
RESULT reservation_expire(struct ctx *ctx, uint64_t community, day today, size_t *ret_count);

struct reservation_listed {
    uint64_t seq;
    uint16_t fund;
    const char *account;
    money amount, captured;
    day expires;
    int16_t state;     /* enum reservation_state */
    const char *payee; /* "": any */
    struct maybe rests_on;
};

/* Reservations of a community in order of their records; those still open, or all. */
RESULT reservation_list(struct ctx *ctx, uint64_t community, bool all, struct reservation_listed **ret_list,
                        size_t *ret_count);

struct reservation_available {
    uint16_t fund;
    const char *account, *name;
    money balance, reserved, available;
};

/* Every account of a community that holds money, by fund and code; those never used are left out. */
RESULT reservation_available_list(struct ctx *ctx, uint64_t community, struct reservation_available **ret_list,
                                  size_t *ret_count);

/* What may be spent of a fund, or of one of its accounts (account NULL: all of them). Refusals: money.range. */
RESULT reservation_available(struct ctx *ctx, uint64_t community, uint16_t fund, const char *account,
                             struct reservation_available *ret_sum);

struct reservation_capture_in {
    uint64_t reservation; /* seq of reservation_made */
    money amount;         /* > 0 */
};

struct reservation_captures { /* of one entry */
    uint64_t community;
    const struct reservation_capture_in *items;
    size_t count;
    const char *payee; /* as the entry names it; NULL: not at all */
};

/* The references of role 7, in order, for the record of the entry, and the commitment to the payee that the
 * reservations share: data NULL where they have none. *ret_refs has room for count.
 * Refusals in order: reservation.amount (none, or one named twice, or more than 16), reservation.unknown,
 * reservation.payee. */
RESULT reservation_refs(struct ctx *ctx, const struct reservation_captures *captures, struct record_ref *ret_refs,
                        struct bytes *ret_payee);
