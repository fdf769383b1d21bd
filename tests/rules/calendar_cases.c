/* Answers cases for calendar_test.py: holiday files as arguments, then on standard input a line of words a case, the
 * day or the word that comes out a line:
 *     due|end|before FROM SPAN WEEKEND      works|rests|roll DAY - WEEKEND      hung FROM SPAN WEEKEND LAST
 * WEEKEND 1 or 0: deadline.weekend_is_rest. SPAN as packs write it: 15d, 5wd, 6m, 8y. */
#include "rules/calendar.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { FILE_MAX = 1 << 16, WORDS = 5, YEARS = 16 };

static void load(struct ctx *ctx, const char *path, struct holiday *days, size_t *count)
{
    char text[FILE_MAX];
    struct holiday_year year;
    FILE *file = fopen(path, "rb");
    assert(file);
    const size_t size = fread(text, 1, sizeof text, file);
    (void)fclose(file);
    const result read = holiday_read(ctx, BYTES(text, size), &year);
    if (FAILED(read)) {
        (void)printf("%s line %s\n", error_info(read.code)->name, ctx->error.item[0].value);
        exit(0);
    }
    memcpy(days + *count, year.days, year.count * sizeof *days);
    *count += year.count;
}

static void print_day(result done, day date)
{
    char text[DATE_TEXT] = "refused";
    if (!FAILED(done))
        date_format(date, text);
    (void)printf("%s\n", text);
}

static void answer(struct ctx *ctx, const struct calendar *calendar, const char *const words[WORDS])
{
    struct pack_value span = {PACK_PLAIN, 0, 0};
    day from = 0, last = 0, found = 0;
    result done = date_parse(words[1], &from);
    assert(!FAILED(done));
    if (words[2][0] != '-')
        done = pack_value_parse(ctx, RULE_disclosure_due, words[2], &span);
    assert(!FAILED(done));
    if (strcmp(words[0], "due") == 0)
        done = calendar_due(calendar, from, &span, &found);
    else if (strcmp(words[0], "end") == 0)
        done = calendar_end(calendar, from, &span, &found);
    else if (strcmp(words[0], "before") == 0)
        done = calendar_before(calendar, from, &span, &found);
    else if (strcmp(words[0], "roll") == 0)
        found = calendar_roll(calendar, from);
    else if (strcmp(words[0], "hung") == 0 && !FAILED(date_parse(words[4], &last)))
        (void)printf("%s", calendar_hung(calendar, from, last, &span) ? "long enough " : "too short ");
    else
        (void)printf("%s", (words[0][0] == 'w' ? calendar_works(calendar, from) : calendar_rests(calendar, from))
                               ? "yes "
                               : "no ");
    print_day(done, found == 0 ? from : found);
}

int main(int argc, char **argv)
{
    static struct holiday days[YEARS * HOLIDAY_YEAR_MAX];
    struct arena *arena = arena_new(64 << 20);
    struct ctx ctx = {.arena = arena};
    struct calendar calendar = {.days = days};
    char line[256];
    for (int i = 1; i < argc && i <= YEARS; i++)
        load(&ctx, argv[i], days, &calendar.count);
    while (fgets(line, sizeof line, stdin)) {
        const char *words[WORDS] = {"", "", "-", "1", ""};
        char *rest = line;
        size_t count = 0;
        for (char *word; count < WORDS && (word = strsep(&rest, " \n"));)
            if (*word != '\0')
                words[count++] = word;
        calendar.weekend_is_rest = words[3][0] == '1';
        answer(&ctx, &calendar, words);
    }
    arena_free(&arena);
    return 0;
}
