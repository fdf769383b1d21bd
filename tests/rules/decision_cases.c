/* Answers cases for decision_test.py with the packs of the program: a line of words in, a line of words out, or the
 * name of the refusal.
 *     judge COMMUNITY DATE MATTER PEOPLE PART YES AREA PART YES
 *     count COMMUNITY DATE [OWNERS AREA PARKING OUTSIDE]…
 * judge answers special passed tie joined, then for quorum and majority by people and by area: met have of needed law
 * certainty; count answers people and area, then the person of each unit, - for none. OWNERS 0: nobody. */
#include "base/number.h"
#include "embed/pack.h"
#include "rules/decision.h"
#include "rules/pack_json.h"
#include "rules/voter.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { WORDS = 4096 };

static struct {
    const char *word[WORDS];
    size_t count;
} line;

static int64_t number(size_t at)
{
    int64_t value = 0;
    assert(at < line.count);
    if (FAILED(number_parse(line.word[at], 0, INT64_MAX, &value)))
        assert(false);
    return value;
}

static RESULT resolve(struct ctx *ctx, struct rule_set *set)
{
    struct pack *packs;
    struct pack_stack stack;
    day on;
    size_t count = 0;
    TRY(ARENA_TAKE(ctx->arena, 64, &packs));
    for (; pack_all[count]; count++)
        TRY(pack_json_read(ctx, pack_all[count]->name, BYTES(pack_all[count]->text, pack_all[count]->size),
                           &packs[count]));
    TRY(pack_stack_make(ctx, packs, count, line.word[1], &stack));
    TRY(date_parse(line.word[2], &on));
    return rule_set_make(ctx, &stack, on, set);
}

static void print_test(const struct decision_test *test)
{
    const struct pack_rule *stated = test->rule ? test->rule->stated : NULL;
    printf(" %d %llu %llu %llu %s %s", test->met, (unsigned long long)test->have, (unsigned long long)test->of,
           (unsigned long long)test->needed, stated && stated->law[0] ? stated->law : "-",
           stated ? pack_certainty_name(stated->certainty) : "-");
}

static RESULT judge(struct ctx *ctx, const struct rule_set *set)
{
    const struct decision_figures figures = {(uint16_t)number(3),
                                             {(uint64_t)number(4), (uint64_t)number(5), (uint64_t)number(6)},
                                             {(uint64_t)number(7), (uint64_t)number(8), (uint64_t)number(9)}};
    struct decision_outcome out;
    TRY(decision_judge(ctx, set, &figures, &out));
    printf("%d %d %d %d", out.special, out.passed, out.tie, out.joined);
    print_test(&out.quorum_people);
    print_test(&out.quorum_area);
    print_test(&out.majority_people);
    print_test(&out.majority_area);
    return OK;
}

static RESULT count_units(struct ctx *ctx, const struct rule_set *set)
{
    const size_t count = (line.count - 3) / 4;
    struct voter_unit *units;
    struct voter_base base;
    TRY(ARENA_TAKE(ctx->arena, count + 1, &units));
    for (size_t i = 0; i < count; i++) {
        const size_t at = 3 + i * 4;
        units[i] = (struct voter_unit){.owners = strcmp(line.word[at], "0") == 0 ? "" : line.word[at],
                                       .area_cm2 = (uint64_t)number(at + 1),
                                       .parking = number(at + 2) != 0,
                                       .outside = number(at + 3) != 0};
    }
    TRY(voter_count(ctx, set, units, count, &base));
    printf("%zu %llu", base.people, (unsigned long long)base.area_cm2);
    for (size_t i = 0; i < count; i++) {
        if (units[i].voter == VOTER_NONE)
            printf(" -");
        else
            printf(" %zu", units[i].voter);
    }
    return OK;
}

static void answer(struct arena *arena)
{
    static struct rule_set set;
    struct ctx ctx = {.arena = arena};
    static char place[1024];
    static char on[32];
    result done = OK;
    if (strcmp(place, line.word[1]) != 0 || strcmp(on, line.word[2]) != 0) { /* resolving is slow, repeating is not */
        static struct arena *kept;
        arena_free(&kept);
        kept = arena_new(64 << 20);
        struct ctx slow = {.arena = kept};
        done = resolve(&slow, &set);
        (void)snprintf(place, sizeof place, "%s", line.word[1]);
        (void)snprintf(on, sizeof on, "%s", line.word[2]);
    }
    if (!FAILED(done))
        done = strcmp(line.word[0], "judge") == 0 ? judge(&ctx, &set) : count_units(&ctx, &set);
    if (FAILED(done))
        printf("%s", error_info(done.code)->name);
    printf("\n");
}

int main(void)
{
    static char text[1 << 16];
    CLEANUP(arena_free) struct arena *arena = arena_new(64 << 20);
    while (arena && fgets(text, sizeof text, stdin)) {
        char *rest = text;
        line.count = 0;
        for (char *word; (word = strsep(&rest, " \n"));)
            if (*word != '\0' && line.count < WORDS)
                line.word[line.count++] = word;
        if (line.count > 2)
            answer(arena);
        arena_reset(arena);
    }
    return arena ? 0 : 1;
}
