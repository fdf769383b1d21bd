/* withdrawal_facts.h  What the rules of withdrawals ask of the books (rules/withdrawal.h). */
#pragma once

#include "ledger/matter/contract.h"
#include "ledger/people/party.h"
#include "rules/withdrawal.h"

struct withdrawal_asking { /* one application, new or on record */
    uint64_t community;
    struct maybe seq, asked_on; /* its record and the day of it; absent: a new one */
    uint16_t fund, use;
    money amount;
    struct party party;
    struct maybe decision;           /* record of a decision */
    const struct contract *contract; /* NULL: none */
    struct maybe matter;             /* record that opened the works, deposit or claim that it pays */
    size_t document_count;
};

struct withdrawal_basis { /* what the procedure allows that an application pays */
    int32_t noun, state;  /* of a project, a warranty deposit or a claim on one */
    money payable, asked; /* in all at its stage; by earlier applications */
    uint64_t payee;       /* record of the party that alone may be paid; 0: any */
};

/* Refusals: withdrawal.link (no such procedure). */
RESULT withdrawal_basis_get(struct ctx *ctx, const struct withdrawal_asking *asking,
                            struct withdrawal_basis *ret_basis);

/* Whether a procedure pays out of a fund at its stage. */
bool withdrawal_basis_pays(const struct withdrawal_basis *basis, uint16_t fund);

/* Gathers the facts and judges by the rules in force today. Refusals: those of rule_activation_set, money.range. */
RESULT withdrawal_facts_judge(struct ctx *ctx, const struct withdrawal_asking *asking,
                              struct withdrawal_verdict *ret_verdict);
