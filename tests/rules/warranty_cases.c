/* Answers cases for warranty_test.py with the packs of the program and its calendar of weeks: a line of words in, a
 * line out: the days inspect_by announce_by refund_by refill_by, then the verdicts. COMMUNITY STAGE TODAY EXPIRES TOLD
 * GONE PAPERS NOTICED OBJECTED CLAIMS USED STAGE: enum warranty_stage; days: 2026-03-31, or - for none; GONE: yes, or
 * -; PAPERS: names joined by commas, or -. Each verdict is rule outcome clause from missing (names joined by commas, or
 * -). */
#include "base/number.h"
#include "rules/warranty.h"
#include "tests/rules/cases.h"

enum { WORDS = 11 };

static const char *word[WORDS];

static day day_at(size_t at)
{
    day found = 0;
    if (strcmp(word[at], "-") != 0 && FAILED(date_parse(word[at], &found)))
        assert(false);
    return found;
}

static void print_day(day date)
{
    char text[DATE_TEXT] = "-";
    if (date != 0)
        date_format(date, text);
    printf(" %s", text);
}

static void print_verdict(const struct warranty_verdict *verdict)
{
    static const char *const outcomes[] = {"", "pass", "fail", "paper"};
    const char *clause = warranty_clause(verdict);
    printf("%s %s %s", warranty_rule_name((int)verdict->rule), outcomes[verdict->outcome], clause[0] ? clause : "-");
    print_day(verdict->from);
    printf(" ");
    cases_print_papers(verdict->missing);
    printf(" ");
}

static RESULT answer(struct ctx *ctx)
{
    static const struct calendar week = {.weekend_is_rest = true};
    struct rule_set *set;
    struct warranty_verdicts verdicts;
    struct warranty_days days;
    int64_t stage = 0, claims = 0;
    TRY(ARENA_TAKE(ctx->arena, 1, &set));
    TRY(cases_resolve(ctx, word[0], word[2], set));
    TRY(number_parse(word[1], 1, WARRANTY_AT_TRANSFER, &stage));
    TRY(number_parse(word[9], 0, 99, &claims));
    const struct warranty_law law = {set, &week};
    const struct warranty_facts facts = {.today = day_at(2),
                                         .expires = day_at(3),
                                         .told = day_at(4),
                                         .gone = strcmp(word[5], "yes") == 0,
                                         .papers = cases_papers(word[6]),
                                         .noticed = day_at(7),
                                         .objected = day_at(8),
                                         .claims = (size_t)claims};
    TRY(warranty_judge(&law, (enum warranty_stage)stage, &facts, &verdicts));
    TRY(warranty_days(&law, facts.expires, day_at(10), &days));
    print_day(days.inspect_by);
    print_day(days.announce_by);
    print_day(days.refund_by);
    print_day(days.refill_by);
    printf(" ");
    for (size_t i = 0; i < verdicts.count; i++)
        print_verdict(&verdicts.list[i]);
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
