/* Answers cases for project_test.py with the packs of the program: a line of words in, the verdicts out.
 *     COMMUNITY DATE STAGE EMERGENCY EXCLUSION PAPERS AMOUNT DECIDED BALANCE FIRST BEFORE
 * STAGE: enum project_stage; EMERGENCY, EXCLUSION: a name, or - for none; PAPERS: names joined by commas, or -; then
 * fen. Each verdict is rule outcome clause certainty missing (names joined by commas, or -). */
#include "base/number.h"
#include "rules/project.h"
#include "tests/rules/cases.h"

enum { WORDS = 11 };

static const char *word[WORDS];

static int64_t number(size_t at)
{
    int64_t value = 0;
    if (FAILED(number_parse(word[at], 0, INT64_MAX, &value)))
        assert(false);
    return value;
}

static void print_verdict(const struct project_verdict *verdict)
{
    static const char *const outcomes[] = {"", "pass", "fail", "paper"};
    const char *clause = project_clause(verdict);
    printf("%s %s %s %s ", project_rule_name((int)verdict->rule), outcomes[verdict->outcome], clause[0] ? clause : "-",
           pack_certainty_name(project_certainty(verdict)));
    cases_print_papers(verdict->missing);
    printf(" ");
}

static RESULT answer(struct ctx *ctx)
{
    struct project_facts facts = {.papers = cases_papers(word[5]),
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
    TRY(cases_resolve(ctx, word[0], word[1], &set));
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
