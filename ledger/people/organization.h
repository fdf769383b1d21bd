/* organization.h  单位: bodies that act in a community or oversee it: committee, residents' committee, township,
 * bureau, manager, agency, auditor. */
#pragma once

#include "audit/journal.h"
#include "base/role.h"

struct organization {
    struct uuid organization;
    uint64_t seq; /* record that registered it */
    uint16_t type;
    const char *name, *credit_code; /* credit_code "": not known */
};

struct organization_add_in {
    uint64_t community;
    const char *key; /* NULL: the same name is the same request */
    uint16_t type;   /* enum organization_type */
    const char *name;
    const char *credit_code; /* 18 characters, NULL: not known */
};

/* Registers a body (record 010C); one of the same name and type is returned, not registered again. Refusals in order:
 * text.refused, community.unknown, organization.exists (the name with another type), those of journal_post. */
RESULT organization_add(struct ctx *ctx, const struct organization_add_in *in, struct organization *ret_organization);

/* In the order of their records. */
RESULT organization_list(struct ctx *ctx, uint64_t community, struct organization **ret_list, size_t *ret_count);

/* By name, id or record ("#412"). Refusals: organization.unknown. */
RESULT organization_find(struct ctx *ctx, uint64_t community, const char *who, struct organization *ret_organization);
