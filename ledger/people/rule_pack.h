/* rule_pack.h  规则包: the packs that come with the program, and those of a community's place. */
#pragma once

#include "rules/pack.h"

struct rule_packs {
    struct pack *packs;
    size_t count;
};

/* All packs of the program. `own` is a pack of the caller's, a community's bylaws or a newer version of a pack, which
 * takes the place of the one of its name; NULL for none. What is returned lives in ctx->arena; details that stood in
 * ctx->error before still stand there, as after rule_pack_stack.
 * Refusals: memory.exhausted; those of pack_json_read can only come from a damaged program. */
RESULT rule_pack_load(struct ctx *ctx, const struct pack *own, struct rule_packs *ret_packs);

/* The packs of a community's place, by the county in its code. Refusals: those of pack_stack_make. */
RESULT rule_pack_stack(struct ctx *ctx, const struct rule_packs *packs, uint64_t community,
                       struct pack_stack *ret_stack);
