/* stamp_use.h  用印登记: each use of a stamp, and the decision on which it rests.
 *
 * A use is a matter (noun 13); the stamp's keeper alone registers it, and only where it rests on something: the stamp
 * of the assembly on a passed decision of the assembly or on its rules, that of the committee on a passed decision of
 * either or on archived minutes, that of finance also on an approved application; other stamps on any of these. Lines
 * are never taken out, a wrong one is marked void. The register is disclosed by period. Law: TZ-24, HZ-30-1. */
#pragma once

#include "ledger/handover/stamp.h"

enum { STAMP_WHAT_MAX = 500, STAMP_COPIES_MAX = 10000 };

enum stamp_basis { /* codes are frozen */
                   STAMP_ON_NOTHING = 0,
                   STAMP_ON_DECISION = 1,
                   STAMP_ON_MINUTES = 2,
                   STAMP_ON_RULE = 3,
                   STAMP_ON_APPLICATION = 4
};
enum stamp_use_state {
#define STATE(name, code, zh, en) STAMP_USE_##name = (code),
#define STATES "rules/states/stamp_use.def"
#include "rules/states/each.h"
};

struct stamp_use {
    struct uuid use;
    uint64_t seq, stamp_seq;
    uint16_t state, kind; /* kind: of the stamp */
    day on;
    const char *stamp, *what, *asked_by, *keeper; /* names of the stamp and of who kept it then */
    int64_t copies;
    uint16_t basis;                            /* enum stamp_basis */
    struct maybe rests_on, document, contract; /* records; what it was put on */
    const char *clause, *reason;               /* of the rules; why it is void; "": none */
};

struct stamp_use_record_in {
    uint64_t community;
    const char *key, *stamp, *what, *asked_by;
    const char *rests_on; /* record of a decision ("#412"), of an application, or a document; NULL: nothing */
    const char *clause;   /* of the rules that the document holds; NULL: it is no rule */
    const char *document, *contract; /* on which it was put: id or digest, id or record; NULL: not kept */
    int64_t copies;
    day on;
};

/* The actor registers a use. Refusals in order: text.refused, stamp.copies, community.unknown, stamp.unknown,
 * stamp.state (not kept), role.missing, stamp.keeper, stamp.day (in the future, or before it was in this keeper's
 * hands), stamp.undecided, those of decision_require, stamp.basis (a decision of the wrong body, of a later day, under
 * an order, or a paper that is no decision), document.unknown, contract.unknown; those of journal_post. *ret_seq: its
 * record; the same key gives the same one. */
RESULT stamp_use_record(struct ctx *ctx, const struct stamp_use_record_in *in, uint64_t *ret_seq);

struct stamp_use_cancel_in {
    uint64_t community;
    const char *use, *reason; /* use: record or id */
};

/* The keeper marks a line void. Refusals in order: text.refused, community.unknown, stamp_use.unknown, stamp_use.state,
 * role.missing, stamp.keeper, those of journal_post. */
RESULT stamp_use_cancel(struct ctx *ctx, const struct stamp_use_cancel_in *in);

/* Uses of the days first … last, in order of their records. */
RESULT stamp_use_list(struct ctx *ctx, uint64_t community, const day span[2], struct stamp_use **ret_list,
                      size_t *ret_count);

const char *stamp_basis_code(int basis);                             /* "decision" */
const char *stamp_basis_name(int basis, enum language language);     /* "共同决定" */
const char *stamp_use_state_name(int state, enum language language); /* "有效" */
