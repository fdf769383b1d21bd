/* role.h  授权: which role a person holds in a community, for which body, from which day to which.
 *
 * A role is a record with its dates (0701, 0702); after the last day nothing works any more. One person holds one role
 * that touches money (CN-AL-25-1-1, CN-AL-35-2), and a supervisor acts for another body than the committee
 * (ZHJ-12-4). The person who acts is ctx->actor; role_require puts the role into it, so that each record says in which
 * role it was made. */
#pragma once

#include "ledger/people/organization.h"
#include "ledger/people/person.h"

enum { ROLE_YEARS_MAX = 5 };

struct role_grant {
    uint64_t seq; /* record role_granted */
    struct uuid subject;
    uint16_t role;
    day from, until;                        /* first and last day, as granted */
    struct maybe ended_on;                  /* last day where it ended early */
    int64_t organization;                   /* seq of the body, 0: none */
    const char *person, *organization_name; /* names; "": none */
};

struct role_grant_in {
    uint64_t community;
    const char *key;          /* NULL: the same person, role and first day are the same request */
    const char *person;       /* name or token */
    const char *organization; /* NULL: none */
    uint16_t role;
    day from, until;
};

/* Grants a role. Refusals in order: community.unknown, person.unknown, person.ambiguous, organization.unknown,
 * role.dates, organization.unfit, role.conflict (another role at the same time that it excludes, or the same again),
 * those of journal_post. *ret_seq: its record. */
RESULT role_grant(struct ctx *ctx, const struct role_grant_in *in, uint64_t *ret_seq);

struct role_end_in {
    uint64_t community, grant; /* grant: seq of role_granted */
    const char *key;           /* NULL: by the grant */
    day on;                    /* last day of the role */
    uint16_t reason;           /* 1 resigned, 2 removed, 3 handed over */
};

/* Ends a role before its last day. Refusals in order: community.unknown, role.ended, role.dates, those of
 * journal_post. */
RESULT role_end(struct ctx *ctx, const struct role_end_in *in);

/* In the order of their records. */
RESULT role_list(struct ctx *ctx, uint64_t community, struct role_grant **ret_list, size_t *ret_count);

/* Whether it works on a day. */
bool role_in_force(const struct role_grant *grant, day on);

/* The role of the actor that lies in `roles` (ROLE_BIT) and is in force on the day of the clock; sets
 * ctx->actor.role. ret_grant may be NULL. Refusals: role.missing. */
RESULT role_require(struct ctx *ctx, uint64_t community, unsigned roles, struct role_grant *ret_grant);
