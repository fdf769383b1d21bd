/* warranty_claim.h  保修金使用申请: a repair that the developer leaves undone, paid out of his deposit.
 *
 * A claim is a matter (noun 12). matter_opened names its deposit (role 10) and commits to {"deposit", "part", "defect",
 * "told"?} and the members of its step (ledger/matter/step.h); each matter_moved to those of its step. The amount of a
 * record is the most that may be paid from then on, in all: nothing before the county department has verified the
 * claim, then what it verified, in the end what was settled. Payments are no moves: applications in the fund WD name
 * the claim (role 10). States and moves: rules/states/warranty_claim.def; law: SX-50-2, HU-46-1, HZ-67-2. */
#pragma once

#include "ledger/matter/step.h"
#include "rules/warranty.h"

enum { WARRANTY_PART_MAX = 100 };

struct warranty_claim_plan { /* what the claim says */
    uint64_t deposit;        /* record of it */
    const char *part, *defect;
    day told; /* when the developer was told to repair, or reminded; 0: not */
};

struct warranty_claim {
    struct uuid claim;
    uint64_t seq; /* matter_opened */
    uint16_t state;
    struct warranty_claim_plan plan;
    bool gone; /* its papers prove that the developer is gone */
    money estimate, verified, settled;
    money payable;   /* the most that may be paid, in all */
    uint32_t papers; /* bits of enum paper: what came with any step */
    const struct step *steps;
    size_t step_count;
    money asked, paid; /* applied for and not refused; of that, paid */
};

/* In the order of their records. */
RESULT warranty_claim_list(struct ctx *ctx, uint64_t community, struct warranty_claim **ret_list, size_t *ret_count);

/* What a step makes of a claim: amounts, papers, state. */
void warranty_claim_take(struct warranty_claim *claim, const struct step *step);

/* The text that a record commits to; plan NULL: of a move. Refusals: memory.exhausted, buffer.full. */
RESULT warranty_claim_write(struct ctx *ctx, const struct warranty_claim_plan *plan, const struct step *step,
                            struct bytes *ret_text);

struct warranty_asked { /* on one deposit or claim: applications not refused, and what they paid */
    money asked, paid;
};
/* Refusals: those of db_list, money.range. */
RESULT warranty_asked_of(struct ctx *ctx, uint64_t community, uint64_t matter, struct warranty_asked *ret_asked);
