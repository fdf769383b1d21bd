/* withdrawal.h  支取申请: asking to pay out of a fund, and what became of it.
 *
 * An application is a record application_submitted. Those who must agree do so one after the other (approval.h); the
 * last of them makes the reservation out of which it is paid. Applications are never changed: a mistake is taken back
 * and asked for anew. States and moves: rules/states/withdrawal.def; rules: rules/withdrawal.h. Law: ZHJ-11-3. */
#pragma once

#include "audit/journal.h"
#include "ledger/book/attachment.h"
#include "rules/withdrawal.h"

enum { WITHDRAWAL_DOCUMENTS_MAX = 16, WITHDRAWAL_DAYS = 90 /* valid for, where nobody says more */ };

struct withdrawal {
    struct uuid withdrawal, applicant;
    uint64_t seq; /* record application_submitted */
    int32_t use;  /* E01 … E15 */
    int16_t fund;
    uint32_t account_no;
    const char *account; /* code of the account that pays */
    money amount, paid;
    const char *payee, *payee_account, *reason, *applicant_name;
    struct digest payee_commitment, account_commitment;
    day valid_until;
    struct maybe party, decision, contract, matter; /* records it rests on */
    int16_t outcome;                                /* enum withdrawal_outcome when it was asked: passed or warned */
    int16_t state;                                  /* enum withdrawal_state */
    uint64_t changed_seq;
    struct maybe reservation; /* that the approval made */
    inst submitted_at;
};

struct withdrawal_submit_in {
    uint64_t community;
    const char *key;
    uint16_t fund, use;
    const char *account;       /* code of a leaf that holds money */
    const char *party;         /* the payee: name, token or record */
    const char *reason;        /* ≤ 200 bytes */
    const char *decision;      /* record ("#412") of what the owners or the committee decided; NULL: none */
    const char *contract;      /* id or record; NULL: none */
    const char *matter;        /* record of the works, warranty deposit or claim that it pays; NULL: none */
    const char *supersedes;    /* record of an earlier application for the same payment; NULL: none */
    const uint64_t *documents; /* records document_archived */
    size_t document_count;
    money amount;             /* > 0 */
    struct maybe valid_until; /* last day to approve and pay; absent: WITHDRAWAL_DAYS from today */
};

/* What the rules of today say of an application, nothing written. Refusals in order: withdrawal.use, withdrawal.amount,
 * money.range, text.refused, withdrawal.valid, community.unknown, account.unknown, account.closed, account.not_leaf,
 * those of party_find, withdrawal.link (a record of another kind), contract.unknown,
 * warranty.unnamed (of the warranty fund, and names neither deposit nor claim), project.unpayable or warranty.unpayable
 * (at its stage), warranty.payee (a refund to another than the developer), project.exceeded or warranty.exceeded (more
 * than its stage allows), withdrawal.unknown, those of rule_activation_set. */
RESULT withdrawal_check(struct ctx *ctx, const struct withdrawal_submit_in *in, struct withdrawal_verdict *ret_verdict);

/* The actor asks. Refusals in order: role.missing, those of withdrawal_check, then the first rule that fails or lacks
 * its evidence: withdrawal.related, withdrawal.rule; those of journal_post. A payment cut into parts under a tier is
 * taken down with its warning and cannot be approved. *ret_seq: its record. */
RESULT withdrawal_submit(struct ctx *ctx, const struct withdrawal_submit_in *in, uint64_t *ret_seq);

/* The verdict of today on an application as it stands. */
RESULT withdrawal_judge_again(struct ctx *ctx, uint64_t community, const struct withdrawal *withdrawal,
                              struct withdrawal_verdict *ret_verdict);

/* Refuses what fails or lacks evidence: withdrawal.split, withdrawal.related, withdrawal.rule. */
RESULT withdrawal_refuse(struct ctx *ctx, const struct withdrawal_verdict *verdict);

/* The applicant takes it back. Refusals: withdrawal.unknown, withdrawal.closed, withdrawal.applicant, role.missing,
 * those of journal_post. */
RESULT withdrawal_take_back(struct ctx *ctx, uint64_t community, const char *name);

/* Closes every application whose last day is over, by one record each; *ret_count: how many. Refusals: role.missing,
 * those of journal_post. */
RESULT withdrawal_expire(struct ctx *ctx, uint64_t community, size_t *ret_count);

/* Newest first. */
RESULT withdrawal_list(struct ctx *ctx, uint64_t community, struct withdrawal **ret_list, size_t *ret_count);

/* By record ("#415" or "415") or id. Refusals: withdrawal.unknown. */
RESULT withdrawal_find(struct ctx *ctx, uint64_t community, const char *name, struct withdrawal *ret_withdrawal);

/* An application out of which the actor may pay now; fund 0: of any. Refusals: withdrawal.unknown, withdrawal.payment
 * (not approved, or of another fund), role.missing. */
RESULT withdrawal_payable(struct ctx *ctx, uint64_t community, uint16_t fund, const char *name,
                          struct withdrawal *ret_withdrawal);

struct withdrawal_pay_in {
    uint64_t community;
    const char *key, *withdrawal;
    const char *account;      /* of the expense; NULL: 6001 … 6015 by the use, in public income */
    const char *bank_account; /* number of the account that pays; NULL: not said */
    const char *summary;      /* NULL: the reason of the application */
    day on;
    money amount;                          /* 0: all of the application */
    const struct attachment_in *documents; /* of the entry */
    size_t document_count;
};

/* Books a payment out of an approved application. Refusals in order: withdrawal.unknown, withdrawal.payment,
 * role.missing, those of bank_account_find, those of entry_post. *ret_seq: the entry. */
RESULT withdrawal_pay(struct ctx *ctx, const struct withdrawal_pay_in *in, uint64_t *ret_seq);

const char *withdrawal_state_name(int state, enum language language); /* "已批准" */
