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
    struct maybe project;            /* record that opened it */
    size_t document_count;
};

struct withdrawal_project { /* what the works allow that an application pays */
    int32_t state;          /* enum project_state */
    money payable, asked;   /* in all at its stage; by earlier applications */
};

/* Refusals: project.unknown. */
RESULT withdrawal_project_get(struct ctx *ctx, const struct withdrawal_asking *asking,
                              struct withdrawal_project *ret_project);

/* Gathers the facts and judges by the rules in force today. Refusals: those of rule_activation_set, money.range. */
RESULT withdrawal_facts_judge(struct ctx *ctx, const struct withdrawal_asking *asking,
                              struct withdrawal_verdict *ret_verdict);
