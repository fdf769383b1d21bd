#include "ledger/people/rule_pack.h"

#include "embed/pack.h"
#include "ledger/people/community.h"
#include "rules/pack_json.h"

#include <string.h>

RESULT rule_pack_load(struct ctx *ctx, const struct pack *own, struct rule_packs *ret_packs)
{
    const struct error_detail kept = ctx->error; /* reading names every value, and there is room for so many details */
    struct rule_packs packs = {NULL, 0};
    size_t count = 0;
    while (pack_all[count])
        count++;
    TRY(ARENA_TAKE(ctx->arena, count + 1, &packs.packs));
    for (size_t i = 0; i < count; i++) {
        struct pack pack;
        TRY(pack_json_read(ctx, pack_all[i]->name, BYTES(pack_all[i]->text, pack_all[i]->size), &pack));
        if (!own || strcmp(own->name, pack.name) != 0)
            packs.packs[packs.count++] = pack;
    }
    if (own)
        packs.packs[packs.count++] = *own;
    ctx->error = kept;
    *ret_packs = packs;
    return OK;
}

RESULT rule_pack_stack(struct ctx *ctx, const struct rule_packs *packs, uint64_t community,
                       struct pack_stack *ret_stack)
{
    const struct error_detail kept = ctx->error;
    char code[COMMUNITY_CODE_TEXT];
    community_code_format(community, code);
    TRY(pack_stack_make(ctx, packs->packs, packs->count, code, ret_stack));
    ctx->error = kept;
    return OK;
}
