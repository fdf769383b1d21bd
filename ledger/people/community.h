/* community.h  小区: opens the books of a community with its funds, charts and treasurer. */
#pragma once

#include "audit/journal.h"
#include "base/words.h"

struct community {
    uint64_t community_id;
    const char *name;
    int32_t county;
    uint64_t size; /* of its journal */
    struct digest root;
};

struct community_open_in {
    uint64_t community;    /* 12 digits: county code and 6 digits */
    const char *name;      /* ≤ 200 bytes */
    const char *treasurer; /* name of the person; kept as a commitment */
};

/* "330681000217". Refusals: community.code. */
RESULT community_code_parse(struct ctx *ctx, const char *text, uint64_t *ret_code);
enum { COMMUNITY_CODE_TEXT = 24 };
void community_code_format(uint64_t code, char out[COMMUNITY_CODE_TEXT]);

/* Adds community_opened and the treasurer as a subject to the newest request of the change, and makes the treasurer the
 * actor. Refusals in order: community.code, text.refused, memory.exhausted. */
RESULT community_add(struct ctx *ctx, struct change *change, const struct community_open_in *in);

/* Refuses a name that may not be kept: text.refused. */
RESULT community_check_text(struct ctx *ctx, const char *text);

/* Refusals: community.unknown. */
RESULT community_get(struct ctx *ctx, uint64_t code, struct community *ret_community);
RESULT community_list(struct ctx *ctx, struct community **ret_list, size_t *ret_count);

/* Makes ctx->actor the treasurer of a community, entering by hand or through the importer. Refusals: community.unknown.
 */
RESULT community_act(struct ctx *ctx, uint64_t code, enum actor_kind kind);
