/* verify.h  Verification of the books in the database: everything the journal says against everything the tables say.
 *
 * Reads base tables only, as a role that can write nothing. Damage is a finding, never a refusal. */
#pragma once

#include "audit/replay/finding.h"
#include "db/db.h"

struct pack; /* rules/pack.h */

struct verify_options {
    bool chain_only;          /* bytes, chain, head and tiles; no rows are derived */
    const struct pack *packs; /* rule packs by which decisions are judged anew; NULL: their figures only */
    size_t pack_count;
};

struct verify_summary { /* of one community */
    uint64_t community, records, entries;
    bool has_root;
    struct digest root;
    inst recorded_at;
    size_t first_finding; /* findings of this community begin here in the report */
};

struct verify; /* one run under way */

/* All calls of a run belong inside one db_read. community 0: every community that any table names. `report` outlives
 * the run; its list lives in ctx->arena. Refusals: those of db_list, memory.exhausted. */
RESULT verify_new(struct ctx *ctx, uint64_t community, const struct verify_options *options, struct report *report,
                  struct verify **ret_verify);
size_t verify_count(const struct verify *verify);

/* Verifies community number i. Refusals: those of db_list and db_copy_open, list.full, memory.exhausted. */
RESULT verify_step(struct ctx *ctx, struct verify *verify, size_t i, struct verify_summary *ret_summary);

/* What only shows over all communities; then frees the run. Refusals: none. */
void verify_end(struct ctx *ctx, struct verify **verify);

/* The whole of it in a snapshot of its own. ret_report is filled even when nothing is wrong. Refusals as above. */
RESULT verify_run(struct ctx *ctx, uint64_t community, const struct verify_options *options, struct report *ret_report);
