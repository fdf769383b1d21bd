/* placement.h  存放: money laid out for a time: term deposits (定期存款) and treasury bonds (国债), with their
 * schedules.
 *
 * A placement is a matter (noun 9). matter_opened commits to a text with all its terms and the payments to be expected;
 * each receipt is a matter_moved (placement_receipt.h). The entry that books a record refers to it (role 10), so what
 * is outstanding is what the entries say: a red letter that cancels a receipt opens its payment again, one that cancels
 * the purchase cancels the placement.
 *
 * Accounts: a bond lies at cost on 110101 or 110102; a deposit of the maintenance fund stays on 100101 or 100102, but
 * in a bank account for time deposits; one of public income on 100203. Interest is 4101nn, 4102nn or 4013 (P13). Law:
 * CN-MF-26 (U): money of the maintenance fund may buy new treasury bonds, on the interbank or the counter market, by
 * decision of the owners, and holds them to maturity. NB-65-2 (V): public income is not invested; it may lie in a
 * deposit. CN-MF-27 (V2): interest belongs to the fund. */
#pragma once

#include "audit/journal.h"
#include "base/words.h"
#include "ledger/book/interest.h"

enum { PLACEMENT_WORDS_MAX = 200, PLACEMENT_YEARS_MAX = 50 };

enum placement_state {
#define STATE(name, code, zh, en) PLACEMENT_##name = (code),
#define STATES "rules/states/placement.def"
#include "rules/states/each.h"
};

struct placement_terms {
    uint16_t kind, fund; /* enum placement_kind; FUND_MF or FUND_PI */
    uint16_t housing;    /* enum housing; of the maintenance fund */
    uint16_t basis;      /* enum interest_basis; 0: years and odd days / 360 for deposits, / actual for bonds */
    uint16_t market;     /* enum placement_market; of bonds */
    bool yearly;         /* pays every year, else all at maturity */
    bool redeemable;     /* a bond that its issuer redeems early */
    bool booked;         /* the books hold it already: nothing is posted */
    money cost, face;    /* face: of bonds; 0: the cost */
    uint32_t rate_ppm;
    day from, to;                       /* from: the first day of interest still to come; it counts, `to` does not */
    int64_t bank_account, time_account; /* seq of the account that pays and receives; of that of the deposit, else 0 */
    uint64_t document_seq;
    const char *issuer, *decision; /* decision: "" none */
};

struct placement_receipt { /* money that came in: placement_receipt.h */
    uint64_t seq, entry_seq;
    uint32_t payment; /* 0: early withdrawal */
    uint32_t rate_ppm;
    day on;
    money interest, principal, expected; /* as booked; expected: interest by the schedule, or at the demand rate */
    const char *reason;                  /* "": none */
};

struct placement_payment {
    day due;
    money interest, principal;               /* principal: with the last; what the placement cost */
    const struct placement_receipt *receipt; /* NULL: open */
};

struct placement {
    struct uuid placement;
    uint64_t seq;             /* matter_opened */
    uint16_t state, recorded; /* enum placement_state: as the entries leave it; as the newest record says */
    bool cancelled;           /* a red letter cancelled the purchase */
    struct placement_terms terms;
    struct placement_payment *payments;
    size_t payment_count, next;                 /* next: place of the first open payment */
    const struct placement_receipt *withdrawal; /* NULL: none */
    money outstanding, received;                /* principal in the books, interest so far */
};

struct placement_open_in {
    uint64_t community;
    const char *key;
    struct placement_terms terms;          /* without account and document records */
    const char *bank_number, *time_number; /* digits; time_number: of a deposit, else NULL */
    const char *document;                  /* id or SHA-256 of the certificate or contract */
    day paid_on;                           /* of the entry */
};

/* "held", "持有". */
const char *placement_state_name(int state, enum language language);

/* The placement with its schedule, nothing written. Refusals in order: placement.kind, placement.fund (neither MF nor
 * PI, bonds of PI), placement.market, field.required (no decision for a bond), text.refused, placement.amount,
 * placement.term, those of interest_schedule_make, community.unknown, bank_account.unknown, placement.account (of
 * another fund, or not for time deposits), document.unknown. */
RESULT placement_preview(struct ctx *ctx, const struct placement_open_in *in, struct placement *ret_placement);

/* Records it and posts the purchase in the same transaction; one that is booked already is only recorded. *ret_seq: its
 * record; the same key gives the same one. Refusals in order: those of placement_preview, fund.overdrawn (more than is
 * available outside time deposits, reservations respected), placement.booked (the books hold less than that outside the
 * register), those of entry_prepare, those of journal_commit. */
RESULT placement_open(struct ctx *ctx, const struct placement_open_in *in, uint64_t *ret_seq);

struct placement_adding { /* a placement on its way into a change */
    uint64_t community;
    const char *key;
    const struct placement *placement; /* from placement_preview */
    day paid_on;
    money arriving; /* what the same change brings to the account that pays */
};

/* Adds record and entry to a change; the caller holds it to the size of the journal that he read before. Refusals:
 * those of placement_open behind placement_preview. */
RESULT placement_prepare(struct ctx *ctx, struct change *change, const struct placement_adding *adding);

/* In order of their records. */
RESULT placement_list(struct ctx *ctx, uint64_t community, struct placement **ret_list, size_t *ret_count);

/* By id or record ("#412"). Refusals: placement.unknown. */
RESULT placement_find(struct ctx *ctx, uint64_t community, const char *name, struct placement *ret_placement);

struct placement_holding { /* one account, one bank account for time deposits */
    uint16_t fund;
    const char *account, *name;
    int64_t time_account; /* 0: none */
    money booked, registered;
};

/* What lies in bonds and time deposits by the books and by the register, by fund, account and bank account. */
RESULT placement_holdings(struct ctx *ctx, uint64_t community, struct placement_holding **ret_list, size_t *ret_count);

/* The leaf of the chart on which it lies, and that of the money that pays for it. */
const char *placement_leaf(const struct placement_terms *terms);
const char *placement_cash_leaf(const struct placement_terms *terms);
