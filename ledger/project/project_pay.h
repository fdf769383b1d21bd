/* project_pay.h  Paying works out of the maintenance fund: an approved application is paid and shared out to the units
 * of the project's scope by one entry. Law: CN-MF-20, ZHJ-11-3. */
#pragma once

#include "ledger/book/apportionment.h"
#include "ledger/matter/withdrawal.h"

struct project_payment { /* one application that names a project */
    uint64_t project, withdrawal;
    int16_t state; /* enum withdrawal_state */
    money amount, held, paid, apportioned;
};

/* Of all projects of a community, in the order of their applications. */
RESULT project_payment_list(struct ctx *ctx, uint64_t community, struct project_payment **ret_list, size_t *ret_count);

struct project_pay_in {
    struct apportionment_post_in post; /* cost 0: all of the application; scope: where it has no project */
    const char *withdrawal;            /* record or id */
};

/* Pays and apportions. Refusals in order: withdrawal.unknown, withdrawal.payment (not approved, or of another fund),
 * role.missing, project.scope (a project's payment names units), project.unpayable, those of apportionment_post. */
RESULT project_pay(struct ctx *ctx, const struct project_pay_in *in, struct entry_out *ret_out);
