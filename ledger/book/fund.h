/* fund.h  资金: founds the books of a community with its funds MF and PI and their charts, and opens OP and WD later.
 */
#pragma once

#include "ledger/people/community.h"

struct fund_open_in {
    struct community_open_in community;
    const char *custodian; /* who keeps the money, ≤ 200 bytes */
};

/* Writes community_opened, the treasurer, fund_opened for MF and PI and their charts (财会〔2020〕7号; GSY) in one
 * transaction. The same words again change nothing. Refusals in order: community.code, text.refused, community.exists,
 * those of journal_commit. */
RESULT fund_open_books(struct ctx *ctx, const struct fund_open_in *in);

struct fund_kept { /* as listed */
    uint16_t fund;
    const char *custodian;
};

/* Opens a further fund of a community with its chart (OP 工作经费, WD 保修金; GSY). The same custodian again changes
 * nothing: *ret_replayed. Refusals in order: text.refused, community.unknown, fund.exists (kept by somebody else, or
 * MF, PI), those of journal_post; journal.moved when the journal grew under five attempts. */
RESULT fund_open(struct ctx *ctx, uint64_t community, const struct fund_kept *fund, bool *ret_replayed);

/* Funds of a community. Refusals: those of db_list. */
RESULT fund_list(struct ctx *ctx, uint64_t community, struct fund_kept **ret_list, size_t *ret_count);

/* Refusals: fund.unknown (details community, fund). */
RESULT fund_check(struct ctx *ctx, uint64_t community, uint16_t fund);
