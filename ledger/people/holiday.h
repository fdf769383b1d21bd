/* holiday.h  节假日: the calendar of the program with the years that people loaded in its place. */
#pragma once

#include "rules/calendar.h"

/* The calendar of all years that are known; weekend_is_rest is true. It lives in ctx->arena. Refusals: those of
 * db_list; holiday.file can only come from a damaged program. */
RESULT holiday_calendar(struct ctx *ctx, struct calendar *ret_calendar);

/* Adds a year to the database, or puts it in the place of the one that is there. Refusals: those of holiday_read. */
RESULT holiday_load(struct ctx *ctx, struct bytes file, struct holiday_year *ret_year);
