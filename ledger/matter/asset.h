/* asset.h  公共资源: common things that earn: parking spaces, lift frames, lockers, charging piles, venues.
 *
 * An asset is a matter of noun 4. Its details are the canonical value behind matter_opened.details: u16 kind, u16
 * stream, u32 count, bytes place. */
#pragma once

#include "audit/journal.h"
#include "base/words.h"

enum { ASSET_COUNT_MAX = 1000000, ASSET_PLACE_MAX = 200 };

struct asset {
    struct uuid asset;
    uint64_t seq;
    day from_date;
    uint16_t kind, stream; /* enum asset_kind; 1 … 17 */
    uint32_t count;
    const char *place; /* "1幢 2单元 客梯" */
};

struct asset_add_in {
    uint64_t community;
    const char *key;       /* NULL: the same asset at the same place is the same request */
    uint16_t kind, stream; /* stream 0: that of the kind */
    int64_t count;
    const char *place;
    day from;
};

/* Registers an asset. Refusals in order: asset.kind, contract.stream, asset.count, text.refused, community.unknown,
 * those of journal_post. */
RESULT asset_add(struct ctx *ctx, const struct asset_add_in *in, struct asset *ret_asset);

/* In order of their records. Refusals: those of db_list, record.malformed. */
RESULT asset_list(struct ctx *ctx, uint64_t community, struct asset **ret_list, size_t *ret_count);
