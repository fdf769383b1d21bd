#include "reports/period.h"

#include <stdio.h>
#include <string.h>

enum { YEAR_MIN = 1990, YEAR_MAX = 2199 };

/* Four digits, or -1. */
static int year_at(const char *text)
{
    int year = 0;
    for (int i = 0; i < 4; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        year = year * 10 + (text[i] - '0');
    }
    return year >= YEAR_MIN && year <= YEAR_MAX ? year : -1;
}

static RESULT malformed(struct ctx *ctx, const char *text)
{
    error_set(&ctx->error, "value", "%s", text);
    return REFUSE(report, period);
}

struct period report_period_quarter(int32_t month)
{
    struct period period = {.first = month / 3 * 3, .last = month / 3 * 3 + 2, .quarter = true};
    (void)snprintf(period.name, sizeof period.name, "%04dQ%d", month / 12 % 10000, month % 12 / 3 + 1);
    return period;
}

struct period report_period_newest(day today)
{
    return report_period_quarter(month_of(today) / 3 * 3 - 1);
}

/* "-09" behind a year: the month from 0, or -1. */
static int month_at(const char *text)
{
    if (text[0] != '-' || text[1] < '0' || text[1] > '1' || text[2] < '0' || text[2] > '9')
        return -1;
    const int month = (text[1] - '0') * 10 + (text[2] - '0') - 1;
    return month < 12 ? month : -1;
}

/* Years from `first` on, one when `text` ends there. */
static RESULT parse_years(struct ctx *ctx, const char *text, int first, struct period *ret_period)
{
    const size_t size = strlen(text);
    const int last = size == 4 ? first : size == 10 && strncmp(text + 4, "..", 2) == 0 ? year_at(text + 6) : -1;
    if (last < first || last - first >= REPORT_YEARS_MAX)
        return malformed(ctx, text);
    *ret_period = (struct period){.first = first * 12, .last = last * 12 + 11};
    (void)snprintf(ret_period->name, sizeof ret_period->name, "%s", text);
    return OK;
}

RESULT report_period_parse(struct ctx *ctx, const char *text, struct period *ret_period)
{
    const size_t size = strlen(text);
    const int year = size >= 4 ? year_at(text) : -1;
    if (year < 0)
        return malformed(ctx, text);
    if (size == 6 && text[4] == 'Q' && text[5] >= '1' && text[5] <= '4') {
        *ret_period = report_period_quarter(year * 12 + (text[5] - '1') * 3);
        return OK;
    }
    const int month = size == 7 ? month_at(text + 4) : -1;
    if (month < 0)
        return parse_years(ctx, text, year, ret_period);
    *ret_period = (struct period){.first = year * 12 + month, .last = year * 12 + month, .month = true};
    (void)snprintf(ret_period->name, sizeof ret_period->name, "%s", text);
    return OK;
}

RESULT report_period_finished(struct ctx *ctx, const struct period *period)
{
    if (ctx_today(ctx) > month_last(period->last))
        return OK;
    error_set(&ctx->error, "value", "%s", period->name);
    return REFUSE(report, unfinished);
}

RESULT report_period_title(struct ctx *ctx, const struct period *period, enum language language, const char **ret_title)
{
    const int first = period->first / 12, last = period->last / 12, quarter = period->first % 12 / 3 + 1;
    if (period->quarter)
        return language == LANGUAGE_EN ? arena_print(ctx->arena, ret_title, "quarter %d of %d", quarter, first)
                                       : arena_print(ctx->arena, ret_title, "%d年第%d季度", first, quarter);
    if (period->month)
        return language == LANGUAGE_EN ? arena_print(ctx->arena, ret_title, "%04d-%02d", first, period->first % 12 + 1)
                                       : arena_print(ctx->arena, ret_title, "%d年%d月", first, period->first % 12 + 1);
    if (first == last)
        return language == LANGUAGE_EN ? arena_print(ctx->arena, ret_title, "%d", first)
                                       : arena_print(ctx->arena, ret_title, "%d年", first);
    return language == LANGUAGE_EN ? arena_print(ctx->arena, ret_title, "%d to %d", first, last)
                                   : arena_print(ctx->arena, ret_title, "%d年至%d年", first, last);
}
