/* cases.h  What the programs of cases share: the rules of a place on a day, names of papers. */
#pragma once

#include "embed/pack.h"
#include "rules/pack_json.h"
#include "rules/paper.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static inline RESULT cases_resolve(struct ctx *ctx, const char *community, const char *date, struct rule_set *set)
{
    struct pack *packs;
    struct pack_stack stack;
    day on;
    size_t count = 0;
    TRY(ARENA_TAKE(ctx->arena, 64, &packs));
    for (; pack_all[count]; count++)
        TRY(pack_json_read(ctx, pack_all[count]->name, BYTES(pack_all[count]->text, pack_all[count]->size),
                           &packs[count]));
    TRY(pack_stack_make(ctx, packs, count, community, &stack));
    TRY(date_parse(date, &on));
    return rule_set_make(ctx, &stack, on, set);
}

/* Names joined by commas, or -. */
static inline uint32_t cases_papers(const char *names)
{
    char copy[400];
    char *rest = copy;
    uint32_t papers = 0;
    if (strcmp(names, "-") == 0)
        return 0;
    (void)snprintf(copy, sizeof copy, "%s", names);
    for (char *name; (name = strsep(&rest, ","));) {
        uint16_t paper = 0;
        const bool known = paper_parse(name, &paper);
        assert(known);
        papers |= UINT32_C(1) << paper;
    }
    return papers;
}

static inline void cases_print_papers(uint32_t papers)
{
    for (int paper = 0, shown = 0; paper < PAPERS; paper++)
        if (papers >> paper & 1)
            printf("%s%s", shown++ ? "," : "", paper_name(paper));
    printf("%s", papers ? "" : "-");
}
