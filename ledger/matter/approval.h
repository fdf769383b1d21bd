/* approval.h  审批: one act of one person on one application: yes, no, or returned for something missing.
 *
 * The steps are taken one after the other: a member reviews, the chair approves, the supervisor approves where the
 * rules ask for him (rules/withdrawal.h). Every one of them is another person, and the supervisor acts for another
 * body. An approval binds the intent (docs/journal.md §2.6): a digest over the record of the application, amount, payee
 * and account, the record of the decision and the act itself; one changed byte and it does not count. It is signed with
 * the approver's own key (actor_key.h) where the rules ask for it (approval.own_key) or he likes; else it is marked
 * `session`. Law: ZHJ-11-3, CN-AL-25-1-1. */
#pragma once

#include "ledger/matter/withdrawal.h"

struct approval {
    uint64_t seq; /* record approval_given */
    struct uuid approver;
    const char *approver_name, *reason; /* reason "": none */
    int32_t step;                       /* enum approval_step */
    int16_t verdict, evidence;          /* enum approval_verdict, enum approval_evidence */
    struct digest intent;
    struct maybe withdrawn; /* record that took it back */
    inst given_at;
};

struct approval_give_in {
    uint64_t community;
    const char *key;        /* NULL: the same verdict of the same person on the same application is the same request */
    const char *withdrawal; /* record or id */
    uint8_t verdict;        /* enum approval_verdict */
    const char *reason;     /* for no and returned */
    const char *digest;     /* leading digits of the digest that was looked at; NULL: not said */
    struct bytes signature; /* over the digest of approval_intent; size 0: none */
};

struct approval_out {
    uint64_t seq;          /* its record */
    struct maybe reserved; /* the reservation that the last yes made */
};

/* The actor decides at the step that is open; the last yes closes the application and makes its reservation, a no or a
 * return closes it. Refusals in order: withdrawal.unknown, withdrawal.closed, withdrawal.expired, role.missing (the
 * role of the open step), approval.same_person, approval.organization, approval.related, approval.intent,
 * approval.verdict (no reason), text.refused; of a yes those of withdrawal_refuse; approval.own_key (a yes that must be
 * signed), actor_key.unknown, approval.signature; those of journal_post (fund.overdrawn, order.frozen). */
RESULT approval_give(struct ctx *ctx, const struct approval_give_in *in, struct approval_out *ret_out);

/* What the actor signs to give this verdict now: the fields, and their digest (base/record.h). Nothing is written. The
 * same answer follows until another record of this application comes between. Refusals: those of approval_give down to
 * withdrawal_refuse. */
RESULT approval_intent(struct ctx *ctx, const struct approval_give_in *in, struct record_intent *ret_intent);

/* The actor takes back what he gave while the application is open. approval: its record ("#418"). Refusals:
 * text.refused, approval.unknown, those of journal_post. */
RESULT approval_take_back(struct ctx *ctx, uint64_t community, const char *approval, const char *reason);

/* All that was given on an application, in order. */
RESULT approval_list(struct ctx *ctx, uint64_t community, uint64_t withdrawal, struct approval **ret_list,
                     size_t *ret_count);

/* The step that is open among `steps` (1 << enum approval_step); 0: all are taken. */
int approval_open_step(unsigned steps, const struct approval *list, size_t count);

/* The digest of what is to be decided: leaf of the application's record. */
RESULT approval_subject(struct ctx *ctx, uint64_t community, uint64_t withdrawal, struct digest *ret_leaf);
