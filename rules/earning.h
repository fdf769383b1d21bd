/* earning.h  What a contract earns in each month of its term: pure arithmetic, no database.
 *
 * Months are counted from the month of the first day: a term from 15 January to 14 January is twelve months, one of two
 * and a half months is three. A due covers the months from its own (the first month at the earliest) up to the month of
 * the next due, or to the end of the term; dues of one month are one. The amount is divided over these months in equal
 * parts by money_share, odd fen to the earliest months: 1,000.00 over three months = 333.34, 333.33, 333.33.
 * Months before the first due earn nothing. Source: own, docs/adr/0011-contracts.md. */
#pragma once

#include "base/ctx.h"
#include "base/money.h"

enum { EARNING_MONTHS_MAX = 601 };

struct earning_due {
    day due;
    money amount;
};

struct earning_in {
    day from, to;                   /* the term, to >= from */
    const struct earning_due *dues; /* ascending by day, amounts > 0 */
    size_t count;
};

struct earning_plan {
    int32_t first; /* month, base/date.h */
    size_t months;
    money *parts; /* of each month from the first on */
};

/* Number of months of a term. */
size_t earning_months(day from, day to);

/* The parts add up to the dues. Refusals in order: memory.exhausted, money.range (two dues of one month). */
RESULT earning_make(struct ctx *ctx, const struct earning_in *in, struct earning_plan *ret_plan);

/* What is earned up to the end of a month. Refusals: money.range. */
RESULT earning_through(const struct earning_plan *plan, int32_t month, money *ret_earned);
