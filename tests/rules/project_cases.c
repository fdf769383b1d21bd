/* Answers cases for project_test.py with the packs of the program: a line of words in, the verdicts out.
 *     COMMUNITY DATE STAGE EMERGENCY EXCLUSION PAPERS AMOUNT DECIDED BALANCE FIRST BEFORE
 * STAGE: enum project_stage; EMERGENCY, EXCLUSION: a name, or - for none; PAPERS: names joined by commas, or -; then
 * fen. Each verdict is rule outcome clause certainty missing (names joined by commas, or -). */
#include "base/number.h"
#include "embed/pack.h"
#include "rules/pack_json.h"
#include "rules/project.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { WORDS = 11 };

static const char *word[WORDS];

static int64_t number(size_t at)
{
    int64_t value = 0;
    if (FAILED(number_parse(word[at], 0, INT64_MAX, &value)))
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
    TRY(pack_stack_make(ctx, packs, count, word[0], &stack));
    TRY(date_parse(word[1], &on));
    return rule_set_make(ctx, &stack, on, set);
}

static uint32_t papers_of(const char *names)
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

static void print_verdict(const struct project_verdict *verdict)
{
    static const char *const outcomes[] = {"", "pass", "fail", "paper"};
    const char *clause = project_clause(verdict);
    printf("%s %s %s %s ", project_rule_name((int)verdict->rule), outcomes[verdict->outcome], clause[0] ? clause : "-",
           pack_certainty_name(project_certainty(verdict)));
    for (int paper = 0, shown = 0; paper < PAPERS; paper++)
        if (verdict->missing & UINT32_C(1) << paper)
            printf("%s%s", shown++ ? "," : "", paper_name(paper));
    printf("%s ", verdict->missing ? "" : "-");
}

static RESULT answer(struct ctx *ctx)
{
    struct project_facts facts = {.papers = papers_of(word[5]),
                                  .amount = FEN(number(6)),
                                  .decided = FEN(number(7)),
                                  .balance = FEN(number(8)),
                                  .first_deposits = FEN(number(9)),
                                  .emergency_before = FEN(number(10))};
    struct project_verdict verdicts[PROJECT_RULES];
    struct rule_set set;
    const bool emergency = strcmp(word[3], "-") == 0 || project_case_parse(word[3], &facts.emergency);
    const bool exclusion = strcmp(word[4], "-") == 0 || project_exclusion_parse(word[4], &facts.exclusion);
    assert(emergency && exclusion);
    TRY(resolve(ctx, &set));
    const size_t count = project_judge(&set, (enum project_stage)number(2), &facts, verdicts);
    for (size_t i = 0; i < count; i++)
        print_verdict(&verdicts[i]);
    return OK;
}

int main(void)
{
    char line[2000];
    while (fgets(line, sizeof line, stdin)) {
        CLEANUP(arena_free) struct arena *arena = arena_new(64 << 20);
        struct ctx ctx = {.arena = arena};
        char *rest = line;
        for (size_t i = 0; i < WORDS; i++) {
            word[i] = strsep(&rest, " \n");
            assert(word[i]);
        }
        const result done = answer(&ctx);
        if (FAILED(done))
            printf("%s", error_info(done.code)->name);
        printf("\n");
        (void)fflush(stdout);
    }
    return 0;
}
