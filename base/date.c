#include "base/date.h"

#include <assert.h>
#include <stdbool.h>
#include <stdio.h>

static const int64_t microseconds_per_day = INT64_C(86400000000);
static const int64_t china_offset = INT64_C(28800000000);

/* Days since 1970-01-01 by counting whole 400-year eras of years that begin in March: no tables, no loops. */
static int32_t day_number(int year, int month, int day_of_month)
{
    const int y = month <= 2 ? year - 1 : year;
    const int era = y / 400;
    const int year_of_era = y - era * 400;
    const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day_of_month - 1;
    const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

RESULT date_from_civil(int year, int month, int day_of_month, day *ret_day)
{
    if (year < 1990 || year > 2199 || month < 1 || month > 12 || day_of_month < 1 ||
        day_of_month > days_in_month(year, month))
        return REFUSE(date, invalid);
    *ret_day = day_number(year, month, day_of_month);
    return OK;
}

struct civil date_to_civil(day date)
{
    assert(date <= INT32_MAX - 719468);
    const int shifted = date + 719468;
    const int era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    const int day_of_era = shifted - era * 146097;
    const int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int shifted_month = (5 * day_of_year + 2) / 153;
    const int month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
    return (struct civil){.year = year_of_era + era * 400 + (month <= 2),
                          .month = month,
                          .day = day_of_year - (153 * shifted_month + 2) / 5 + 1};
}

/* `count` digits at text, or -1. */
static int number(const char *text, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

RESULT date_parse(const char *text, day *ret_day)
{
    const int year = number(text, 4);
    if (year < 0 || text[4] != '-')
        return REFUSE(date, invalid);
    const int month = number(text + 5, 2);
    if (month < 0 || text[7] != '-')
        return REFUSE(date, invalid);
    const int day_of_month = number(text + 8, 2);
    if (day_of_month < 0 || text[10] != '\0')
        return REFUSE(date, invalid);
    return date_from_civil(year, month, day_of_month, ret_day);
}

void date_format(day date, char out[DATE_TEXT])
{
    const struct civil c = date_to_civil(date);
    (void)snprintf(out, DATE_TEXT, "%04d-%02d-%02d", c.year % 1000000, c.month % 100, c.day % 100);
}

/* The day in UTC and the microseconds since it began; no sum in between can overflow. */
static day day_of_inst(inst instant, int64_t *ret_within)
{
    const int64_t within = instant % microseconds_per_day;
    *ret_within = within < 0 ? within + microseconds_per_day : within;
    return (day)(instant / microseconds_per_day - (within < 0));
}

day date_of_inst(inst instant)
{
    int64_t within;
    const day days = day_of_inst(instant, &within);
    return days + (within + china_offset >= microseconds_per_day);
}

inst date_begin(day date)
{
    return (int64_t)date * microseconds_per_day - china_offset;
}

void inst_format(inst instant, char out[INST_TEXT])
{
    int64_t within;
    char date[DATE_TEXT];
    date_format(day_of_inst(instant, &within), date);
    const int seconds = (int)(within / 1000000);
    (void)snprintf(out, INST_TEXT, "%sT%02d:%02d:%02d.%06dZ", date, seconds / 3600, seconds / 60 % 60, seconds % 60,
                   (int)(within % 1000000));
}

int32_t month_of(day date)
{
    const struct civil c = date_to_civil(date);
    return c.year * 12 + c.month - 1;
}

day month_first(int32_t month)
{
    return day_number(month / 12, month % 12 + 1, 1);
}

day month_last(int32_t month)
{
    return month_first(month + 1) - 1;
}
