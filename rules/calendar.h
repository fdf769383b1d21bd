/* calendar.h  日历与期限: working days, and the day on which a period ends. Pure: no database, no clock.
 *
 * holiday: one day on which the State Council's yearly notice departs from the week.
 * The day from which a period counts is not part of it (CN-CC-201-1). Months and years end on the day of the same
 * number, or on the month's last (CN-CC-202). A period whose last day is a rest day ends on the next working day
 * (CN-CC-203-1); whether Saturday and Sunday are such days is the parameter deadline.weekend_is_rest. Working days
 * never fall on them, whatever the parameter says. Days counted back from an event are never moved (own: who is to act
 * before it may not act later). */
#pragma once

#include "base/bytes.h"
#include "rules/pack_value.h"

enum { HOLIDAY_YEAR_MAX = 366, HOLIDAY_NAME_MAX = 60 };

struct holiday {
    day date;
    bool works; /* people work, on a Saturday or Sunday as a rule; else a day of rest */
    const char *name;
};

struct calendar {
    const struct holiday *days; /* ascending; a year without any is unknown: there the week alone counts */
    size_t count;
    bool weekend_is_rest;
};

struct holiday_year {
    int year;
    struct holiday *days;
    size_t count;
};

/* Reads the days of one year: a line "date,name,kind", then "2026-02-14,春节,work" or "…,rest" in ascending order.
 * What is returned lives in ctx->arena. Refusals: holiday.file (details line, reason; the caller sets file),
 * memory.exhausted. */
RESULT holiday_read(struct ctx *ctx, struct bytes text, struct holiday_year *ret_year);

/* Whether the notice of a year is there. */
bool calendar_knows(const struct calendar *calendar, int year);

/* A working day; and a day on which no period ends. */
bool calendar_works(const struct calendar *calendar, day date);
bool calendar_rests(const struct calendar *calendar, day date);

/* The first day from `date` on, itself included, on which a period may end. */
day calendar_roll(const struct calendar *calendar, day date);

/* The last day of a period counted from `from`; calendar_end does not move it, calendar_due does. span: of type SPAN,
 * not negative. Refusals: date.invalid (beyond 2199). */
RESULT calendar_end(const struct calendar *calendar, day from, const struct pack_value *span, day *ret_day);
RESULT calendar_due(const struct calendar *calendar, day from, const struct pack_value *span, day *ret_day);

/* The day that lies the span before an event. Refusals: date.invalid (before 1990). */
RESULT calendar_before(const struct calendar *calendar, day event, const struct pack_value *span, day *ret_day);

/* Whether something that hung from `first` and came down on `last` was up for at least the span. */
bool calendar_hung(const struct calendar *calendar, day first, day last, const struct pack_value *span);
