/* warranty.h  物业保修金: what a developer deposits for the repair of one building, in the fund WD.
 *
 * A deposit is a matter of noun 8: from the day on which it was due to be paid in, until it expires, with the amount
 * that was to be deposited. Its details are the canonical value behind matter_opened.details: u64 party of the
 * developer, bytes building; each matter_moved commits to the members of its step (ledger/matter/step.h). Every line on
 * 2501 and 2502 names it (dimension 5, the seq of its record), so the books hold principal, interest and use by
 * developer and building; nothing here keeps an amount of its own. It is used by claims (warranty_claim.h), and ends by
 * a refund or in the maintenance fund: both paid by applications that name it (role 10). States and moves:
 * rules/states/warranty.def; judgements: rules/warranty.h; law: SX-50-3, HZ-68, TZ-50-4, NB-80. */
#pragma once

#include "base/words.h"
#include "ledger/warranty/warranty_claim.h"

enum { WARRANTY_BUILDING_MAX = 200 };

struct warranty {
    struct uuid warranty;
    uint64_t seq;        /* its record: the value of dimension 5 */
    day from_date, term; /* term: the last day as registered */
    day expires;         /* as extended */
    money amount;        /* to be deposited; 0 unknown */
    uint64_t developer;  /* record of the party */
    const char *building;
    uint16_t state;
    day noticed, objected;    /* of the notice that is up; 0: none, nobody */
    bool gone;                /* the developer is gone, says that notice */
    const struct step *steps; /* its moves */
    size_t step_count;
    struct warranty_sums books;
    money asked, paid; /* back or to the fund: applied for and not refused; of that, paid */
    size_t claims;     /* open ones */
    money claimed;     /* what they may still take */
};

struct warranty_add_in {
    uint64_t community;
    const char *developer; /* name, token or record of the party */
    const char *building;  /* "1幢" */
    day from, expires;
    money amount;
};

/* Registers a deposit; the same words again change nothing. Refusals in order: warranty.term (it expires before it
 * begins), warranty.amount (negative), text.refused, community.unknown, party.unknown, party.ambiguous, warranty.exists
 * (developer and building are registered with other terms), those of journal_post. */
RESULT warranty_add(struct ctx *ctx, const struct warranty_add_in *in, struct warranty *ret_warranty);

/* In order of their records. Refusals: those of db_list, record.malformed, field.*. */
RESULT warranty_list(struct ctx *ctx, uint64_t community, struct warranty **ret_list, size_t *ret_count);

/* Principal and interest that the books hold. Refusals: money.range. */
RESULT warranty_held(const struct warranty *warranty, money *ret_held);

struct warranty_found { /* what a name stands for: a deposit, or a claim with its deposit */
    struct warranty warranty;
    struct warranty_claim claim;
    bool is_claim;
};

/* By record ("#412" or "412") or id. Refusals: warranty.unknown. */
RESULT warranty_find(struct ctx *ctx, uint64_t community, const char *name, struct warranty_found *ret_found);

struct warranty_claim_in {
    uint64_t community;
    const char *key, *deposit;       /* deposit: record or id */
    struct warranty_claim_plan plan; /* but for its deposit */
    money estimate;                  /* > 0 */
    const struct step_paper *papers; /* `gone` among them: the developer is */
    size_t paper_count;
};

/* The actor claims a repair. Refusals in order: field.required, text.refused (part, defect), warranty.unknown,
 * warranty.state, role.missing, warranty.amount_wrong (estimate), warranty.future (told), then what the rules do not
 * let pass: warranty.expired, warranty.idle, paper.missing; those of journal_post. *ret_seq: its record; the same key
 * gives the same one. */
RESULT warranty_claim_open(struct ctx *ctx, const struct warranty_claim_in *in, uint64_t *ret_seq);

struct warranty_move_in {
    uint64_t community;
    const char *key, *subject; /* a deposit or a claim: record or id */
    const char *verb;          /* of rules/states/warranty.def or warranty_claim.def */
    struct maybe amount;       /* fen: estimate, verified, settled */
    struct maybe when;         /* since when the notice is up, when it was objected (absent: today); the new last day */
    const char *reason;
    const struct step_paper *papers;
    size_t paper_count;
};

/* The actor moves a deposit or a claim on. Refusals in order: text.refused, warranty.unknown, warranty.state,
 * role.missing, field.required (reason, day), warranty.future, warranty.term (no later than before),
 * warranty.amount_wrong (missing, not asked for, not above zero, above the estimate or what was verified, below what is
 * asked for), warranty.held (more than the books hold), warranty.unsettled, paper.missing, then what the rules do not
 * let pass: warranty.expired, warranty.idle, warranty.not_gone, warranty.claimed, warranty.early, warranty.disputed;
 * those of journal_post. *ret_seq: its record. */
RESULT warranty_move(struct ctx *ctx, const struct warranty_move_in *in, uint64_t *ret_seq);

const char *warranty_state_name(int state, enum language language);       /* "保管中" */
const char *warranty_claim_state_name(int state, enum language language); /* "维修中" */
