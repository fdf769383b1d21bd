/* placement_receipt.h  Money that comes back from a placement: interest, principal, early withdrawal, renewal.
 *
 * A payment is received once, in the order of the schedule. Interest goes to 4101nn, 4102nn or 4013, principal back to
 * the account that paid. An amount that is not the one of the schedule needs a reason; the difference is kept. */
#pragma once

#include "ledger/matter/placement.h"

struct placement_receipt_in {
    uint64_t community;
    const char *key;       /* idempotency key */
    const char *placement; /* as for placement_find */
    uint32_t payment;      /* from 1; of placement_receive */
    day on;
    struct maybe interest;                /* fen, as paid; absent: as expected */
    bool early;                           /* paid before its day */
    const char *reason;                   /* NULL: none */
    const char *document;                 /* id or SHA-256; NULL: none */
    uint32_t rate_ppm;                    /* the bank's demand rate; of placement_withdraw */
    const struct placement_open_in *next; /* of placement_renew */
};

/* Books one payment; the last returns the principal. *ret_seq: the record. Refusals in order: text.refused,
 * community.unknown, document.unknown, placement.unknown, placement.payment, placement.received, placement.state,
 * placement.order, placement.early, placement.amount (interest below zero, nothing at all), placement.difference
 * (another interest without reason), those of entry_prepare, those of journal_commit. */
RESULT placement_receive(struct ctx *ctx, const struct placement_receipt_in *in, uint64_t *ret_seq);

/* All of it before maturity: interest at the demand rate over all days since the first (/ 360) less what was paid
 * before, unless the bank says otherwise. Refusals in order: text.refused, field.required (no reason),
 * community.unknown, document.unknown, placement.unknown, placement.state, placement.held (a bond that is not
 * redeemable: CN-MF-26), placement.matured, those of interest_accrue, placement.amount (nothing comes in), then as
 * placement_receive. */
RESULT placement_withdraw(struct ctx *ctx, const struct placement_receipt_in *in, uint64_t *ret_seq);

/* Receives the last payment and opens the next placement with it, in one transaction. Refusals: those of
 * placement_preview, those of placement_receive, placement.renewal (the next begins on another day, or is paid from
 * another account), those of placement_prepare. */
RESULT placement_renew(struct ctx *ctx, const struct placement_receipt_in *in, uint64_t *ret_seq);
