/* warranty_step.h  What a step of a deposit or claim needs, and what it makes of it: used by the operations and on
 * screen. */
#pragma once

#include "ledger/people/rule_activation.h"
#include "ledger/warranty/warranty.h"
#include "rules/moves.h"

/* What a step makes of a deposit: days, state. */
void warranty_take(struct warranty *warranty, const struct step *step);

struct warranty_need { /* of one verb */
    const char *verb;
    uint32_t papers;           /* all of them */
    bool amount, reason;       /* must be said; an amount that is not needed may only be said by resubmit */
    bool day;                  /* the new last day must be said */
    enum warranty_stage stage; /* what rules/warranty.h judges then; 0: nothing */
    const char *clause;        /* "": our choice */
};

/* What a verb needs. */
struct warranty_need warranty_need_of(const char *verb);

/* The moves of a deposit or of a claim, and its state. */
const struct moves *warranty_moves(const struct warranty_found *found);
int warranty_state(const struct warranty_found *found);

/* Judges a stage by the rules of today; papers: those that are there. What it makes lives in the arena. Refusals: those
 * of rule_activation_set, date.invalid. */
struct warranty_judging {
    enum warranty_stage stage; /* 0: the rules of the day alone */
    uint32_t papers;
};
struct warranty_judged {
    struct rules_in_force *rules;
    struct calendar calendar;
    struct warranty_facts facts;
    struct warranty_verdicts verdicts;
};
RESULT warranty_judge_stage(struct ctx *ctx, uint64_t community, const struct warranty_found *found,
                            const struct warranty_judging *judging, struct warranty_judged *ret_judged);
