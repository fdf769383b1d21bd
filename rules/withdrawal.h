/* withdrawal.h  支取: may this be paid out of a fund, and who must approve it: facts in, verdict out. Pure.
 *
 * The amount that decides is that of the whole matter, not of the single payment: what was asked for the same payee
 * within approval.split_window counts together, so that a payment cannot be split under a tier. Tiers: T1 the committee
 * alone, T2 the supervisor checks before, T3 the owners decide and the supervisor checks. A place where the supervisor
 * approves every withdrawal (approval.supervisor_every, ZHJ-11-3) needs him in T1 as well.
 *
 * As a gate the first failing rule refuses; on screen all of them are listed, each with the clause that decided. */
#pragma once

#include "base/role.h"
#include "rules/pack.h"

enum withdrawal_state {
#define STATE(name, code, zh, en) WITHDRAWAL_##name = (code),
#define STATES "rules/states/withdrawal.def"
#include "rules/states/each.h"
};

enum withdrawal_rule {
    WITHDRAWAL_ORDER,      /* no order to rectify stops what it rests on */
    WITHDRAWAL_USE,        /* a use the fund may pay */
    WITHDRAWAL_SPLIT,      /* not cut into parts under a tier */
    WITHDRAWAL_DECISION,   /* decided by the owners where the tier asks for it */
    WITHDRAWAL_LIMIT,      /* within what was decided */
    WITHDRAWAL_CONTRACT,   /* the contract is the payee's */
    WITHDRAWAL_RELATED,    /* no payee who is close to the committee without saying so */
    WITHDRAWAL_DOCUMENT,   /* papers are there */
    WITHDRAWAL_BUDGET,     /* inside the budget of the year */
    WITHDRAWAL_SUPERVISOR, /* whether the supervisor approves */
    WITHDRAWAL_RULES
};

enum withdrawal_outcome { WITHDRAWAL_PASS = 1, WITHDRAWAL_WARN, WITHDRAWAL_NEEDS, WITHDRAWAL_FAIL };

struct withdrawal_facts {
    uint16_t fund, use; /* use: E01 … E15 */
    money amount;       /* of this application */
    money before;       /* of earlier ones for the same matter */
    money spent, limit; /* limit: what decision or project allows, spent: what was asked for on it before */
    bool decided, has_limit;
    bool passed;     /* the decision is one that passed */
    bool in_project; /* rests on a project or a warranty claim whose own procedure decided */
    bool has_contract, contract_fits;
    bool related, disclosed; /* the payee is close to somebody in office; it was said beforehand */
    bool has_document;
    bool budgeted; /* there is a budget for the use in this year */
    money budget_left;
    bool frozen; /* an order names what it rests on */
};

struct withdrawal_item {
    enum withdrawal_outcome outcome;
    const struct rule *rule; /* where the value comes from; NULL: no pack says anything */
    const char *law;         /* clause, "" where law is silent */
};

struct withdrawal_verdict {
    struct withdrawal_item items[WITHDRAWAL_RULES];
    int tier;       /* 1 … 3 */
    bool own_key;   /* whoever agrees signs with a key of his own */
    unsigned steps; /* 1 << enum approval_step of all that must approve */
    enum withdrawal_outcome outcome;
    money matter;           /* before + amount: by which the tier goes */
    struct digest rule_set; /* hash of the rules that said so */
};

/* Judges; facts and set are borrowed. Refusals: money.range. */
RESULT withdrawal_judge(const struct rule_set *set, const struct withdrawal_facts *facts,
                        struct withdrawal_verdict *ret_verdict);

/* Names; no refusals. */
const char *withdrawal_rule_code(enum withdrawal_rule rule);                         /* "split" */
const char *withdrawal_rule_name(enum withdrawal_rule rule, enum language language); /* "不得拆分" */
const char *withdrawal_outcome_name(enum withdrawal_outcome outcome, enum language language);
