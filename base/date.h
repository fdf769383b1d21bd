/* date.h  Civil dates of China as day numbers, instants as microseconds; no time-zone database.
 *
 * day: signed days since 1970-01-01 in the proleptic Gregorian calendar, 7305 (1990-01-01) … 84005 (2199-12-31).
 * inst: signed microseconds since 1970-01-01T00:00:00Z. China is UTC+8 throughout (docs/journal.md §2.1).
 * month: year * 12 + (month - 1), so that months can be counted and compared. */
#pragma once

#include "base/result.h"

#include <stdint.h>

typedef int32_t day;
typedef int64_t inst;

enum { DAY_MIN = 7305, DAY_MAX = 84005 };

struct civil {
    int year, month, day;
};

/* Refusals: date.invalid for 30 February and the like, or outside 1990 … 2199. */
RESULT date_from_civil(int year, int month, int day_of_month, day *ret_day);
struct civil date_to_civil(day date);

/* "2026-03-31". Refusals: date.invalid. */
RESULT date_parse(const char *text, day *ret_day);
enum { DATE_TEXT = 16, INST_TEXT = 64 };
void date_format(day date, char out[DATE_TEXT]);

/* The civil date in China of an instant, and the instant at which a civil date begins there. */
day date_of_inst(inst instant);
inst date_begin(day date);

/* "2026-03-31T08:15:30.123456Z". */
void inst_format(inst instant, char out[INST_TEXT]);

/* The month of a date, and the first and last date of a month. */
int32_t month_of(day date);
day month_first(int32_t month);
day month_last(int32_t month);
