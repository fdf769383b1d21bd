/* interest.h  Interest of the maintenance fund: who gets what part of it, and what a deposit or a bond brings.
 *
 * All arithmetic is in whole numbers. Interest that was received is divided by money_share, so not a fen is lost;
 * interest that is computed from a rate is one fraction, rounded half up to the fen once, at its end.
 * Sources: CN-MF-27 says that interest belongs to the fund. Days are counted as banks do, head without tail
 * (算头不算尾): the day money comes in counts, the day it goes out does not. That and the bases of a year follow the
 * usage under 银发〔2005〕129号, whose text was not read (standing U); the choice of keys is own. */
#pragma once

#include "base/ctx.h"
#include "base/money.h"

/* ---- dividing interest that was received ---- */

enum interest_key {
    INTEREST_BY_BALANCE_DAYS = 1, /* 积数: the balances at the end of every day of the period, added up */
    INTEREST_BY_CLOSING,          /* the balance at the end of the last day */
    INTEREST_BY_AVERAGE,          /* opening and closing balance, half of each */
    INTEREST_BY_AREA,
};

struct interest_movement {
    day day;
    money amount; /* what the balance grows by, negative when it falls */
};

struct interest_account {
    money opening; /* at the end of the day before the period */
    const struct interest_movement *movements;
    size_t count;
    uint64_t area_cm2; /* read by area only */
};

struct interest_share_in {
    money amount; /* negative when interest is taken back */
    enum interest_key key;
    day from, to; /* both days belong to the period; movements and balances are not read by area */
    const struct interest_account *accounts; /* in order of registration: of equal claims the first gets the odd fen */
    size_t count;
};

struct interest_shares {
    uint64_t *weights; /* for each account: fen-days, fen, or cm²; by average twice the average, which is whole */
    money *shares;
    size_t count;
};

/* Divides interest over accounts. A negative balance counts as zero (own: a debt earns nothing and takes nothing from
 * others), by balance-days on each day by itself, by average at either end.
 * Example of balance-days, 1 to 10 January, opening 100.00: 50.00 come in on the 4th, 150.00 go out on the 8th. Days
 * 1-3 end with 100.00, days 4-7 with 150.00, days 8-10 with 0.00: 3 × 10,000 + 4 × 15,000 = 90,000 fen-days. The 4th
 * counts for the money that came in, the 8th does not for what went out. Several movements of one day count together.
 * Refusals in order: money.range (amount), interest.period (from after to, or outside the calendar), memory.exhausted,
 * then account by account interest.period (a movement outside the period or before the one in front of it), money.range
 * (a balance out of range, or balance-days above 2^64 - 1: not within five years), and last interest.no_balance. */
RESULT interest_share(struct ctx *ctx, const struct interest_share_in *in, struct interest_shares *ret_shares);

/* ---- interest computed from a rate ---- */

/* How a term becomes a fraction of a year. 2024-01-15 to 2025-03-01 is one year and 45 days, or 411 days. */
enum interest_basis {
    INTEREST_DAYS_360 = 1, /* all days / 360: 411/360; demand deposits, a daily rate is the yearly one / 360 */
    INTEREST_DAYS_365,     /* all days / 365: 411/365 */
    INTEREST_YEARS_360,    /* whole years, odd days / 360: 1 + 45/360; term deposits */
    INTEREST_ACTUAL,       /* whole years, odd days / days of the year begun: 1 + 45/365; treasury bonds */
};

enum { INTEREST_RATE_MAX_PPM = 1000000 };

struct interest_term {
    money principal;
    uint32_t rate_ppm; /* a year, in parts per million: 1.5 % is 15000 */
    enum interest_basis basis;
    day from, to; /* from the day of deposit, which counts, to the day of maturity, which does not */
};

/* principal × rate × fraction of a year, half up to the fen. A year ends on the same day of the next one, 29 February
 * on the 28th if need be. Example: 10,000.00 at 1.5 % (15000), one year and 45 days, INTEREST_YEARS_360: 168.75.
 * Refusals in order: interest.principal (below zero), money.range (principal), interest.rate (above 100 %),
 * interest.period (from after to, before 1990 or after 2198-12-30), money.range (the interest). */
RESULT interest_accrue(const struct interest_term *term, money *ret_interest);

/* The principal with its interest, paid together at maturity. Refusals: those of interest_accrue, money.range. */
RESULT interest_maturity(const struct interest_term *term, money *ret_amount);

struct interest_payment {
    day due;
    money interest;
    money principal; /* with the last payment, else zero */
};

struct interest_schedule {
    struct interest_payment *payments;
    size_t count;
};

/* The payments of a bond with yearly coupons: one on each anniversary of `from`, the last on `to` with the principal; a
 * last year cut short pays for its odd days. Each coupon is rounded by itself, as it is paid; a basis of years pays the
 * same coupon every whole year, a basis of days pays a day more in a leap year.
 * Refusals in order: those of interest_accrue, interest.period (from equals to), memory.exhausted. */
RESULT interest_schedule_make(struct ctx *ctx, const struct interest_term *bond,
                              struct interest_schedule *ret_schedule);
