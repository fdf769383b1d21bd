/* order.h  责令: orders of the township or the bureau to rectify in a set time, or to revoke, what a record says.
 *
 * An order is a record order_issued and what followed, order_followed_up; its states and moves: rules/states/order.def.
 * It names one record, or none where it speaks of conduct. While it is issued or expired, and for ever once it is
 * revoked, nothing is reserved and no reservation captured that rests on that record (audit/order.h). Its document is
 * public, so that all owners are told; an order is never deleted. Law: CN-PMR-19-2, ZHJ-12-3. */
#pragma once

#include "audit/journal.h"
#include "base/words.h"

enum { ORDER_CLAUSE_MAX = 64 };

enum order_state {
#define STATE(name, code, zh, en) ORDER_##name = (code),
#define STATES "rules/states/order.def"
#include "rules/states/each.h"
};

struct order {
    uint64_t seq; /* record order_issued */
    struct uuid order;
    struct maybe subject; /* record that it names */
    int32_t subject_kind; /* kind of that record, 0: none */
    const char *clause;
    day deadline; /* last day to rectify */
    int64_t document_seq;
    int16_t state;        /* enum order_state */
    struct maybe outcome; /* document of the newest follow-up */
    uint64_t changed_seq;
    const char *issuer; /* name of the person who issued it */
    int32_t role;       /* in which role: township or bureau */
    inst issued_at;
};

struct order_issue_in {
    uint64_t community;
    const char *key;
    const char *subject;   /* "#412"; NULL: conduct */
    const char *clause;    /* id of the clause that was broken, "CN-PMR-19-2" */
    struct maybe deadline; /* absent: order.rectify_within from today */
    const char *document;  /* id or SHA-256 of the order as it was served */
};

/* The actor issues an order. Naming any record of a matter names the matter. Refusals in order: text.refused (clause),
 * community.unknown, role.missing, order.subject, field.required (no deadline given and none in the rules),
 * order.deadline (before today), document.unknown, order.withheld, those of journal_post. *ret_seq: its record. */
RESULT order_issue(struct ctx *ctx, const struct order_issue_in *in, uint64_t *ret_seq);

struct order_follow_in {
    uint64_t community;
    const char *key;      /* NULL: the same state of the same order is the same request */
    const char *order;    /* "#415", or its id */
    const char *state;    /* "rectified" */
    const char *document; /* NULL: none */
};

/* The actor moves an order. Refusals in order: community.unknown, order.unknown, order.state, role.missing,
 * order.deadline (to expired: the last day is not over), field.required (rectified, revoked and closed rest on a
 * document), document.unknown, those of journal_post. */
RESULT order_follow(struct ctx *ctx, const struct order_follow_in *in);

/* Newest first. */
RESULT order_list(struct ctx *ctx, uint64_t community, struct order **ret_list, size_t *ret_count);

/* By record ("#415" or "415") or id. Refusals: order.unknown. */
RESULT order_find(struct ctx *ctx, uint64_t community, const char *name, struct order *ret_order);

/* Whether nothing may be paid on a record now; one query. For many records: order_frozen_among in audit/order.h. */
RESULT order_frozen(struct ctx *ctx, uint64_t community, uint64_t seq, bool *ret_frozen);

/* "expired", "逾期未改正". */
const char *order_state_name(int state, enum language language);

/* What an order can name: "凭证", "entry"; NULL: such a record cannot be named. */
const char *order_subject_name(int kind, enum language language);
