/* fund.h  资金: founds the books of a community with its funds MF and PI and their charts. */
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
