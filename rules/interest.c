#include "rules/interest.h"

#include <assert.h>

/* ---- dividing interest that was received ---- */

/* What an account shows at the end of a walk through its movements. */
struct walk {
    unsigned __int128 balance_days; /* below 2^53 fen × 2^17 days */
    money closing;
};

static uint64_t at_least_zero(money balance)
{
    return balance.fen > 0 ? (uint64_t)balance.fen : 0;
}

static unsigned __int128 fen_days(money balance, day from, day until)
{
    return (unsigned __int128)at_least_zero(balance) * (unsigned __int128)(until - from);
}

/* The balance before a movement stood at the end of every day since the last one, the day of the movement apart. */
static RESULT walk_account(const struct interest_share_in *in, const struct interest_account *account,
                           struct walk *ret_walk)
{
    struct walk walk = {.balance_days = 0, .closing = account->opening};
    day since = in->from;
    TRY(money_check(account->opening));
    for (size_t i = 0; i < account->count; i++) {
        const struct interest_movement *m = &account->movements[i];
        if (m->day < since || m->day > in->to)
            return REFUSE(interest, period);
        walk.balance_days += fen_days(walk.closing, since, m->day);
        TRY(money_add(walk.closing, m->amount, &walk.closing));
        since = m->day;
    }
    walk.balance_days += fen_days(walk.closing, since, in->to + 1);
    *ret_walk = walk;
    return OK;
}

static RESULT weigh(const struct interest_share_in *in, const struct interest_account *account, uint64_t *ret_weight)
{
    struct walk walk;
    if (in->key == INTEREST_BY_AREA) {
        *ret_weight = account->area_cm2;
        return OK;
    }
    TRY(walk_account(in, account, &walk));
    if (in->key == INTEREST_BY_BALANCE_DAYS && walk.balance_days > UINT64_MAX)
        return REFUSE(money, range);
    if (in->key == INTEREST_BY_BALANCE_DAYS)
        *ret_weight = (uint64_t)walk.balance_days;
    else if (in->key == INTEREST_BY_CLOSING)
        *ret_weight = at_least_zero(walk.closing);
    else
        *ret_weight = at_least_zero(account->opening) + at_least_zero(walk.closing);
    return OK;
}

RESULT interest_share(struct ctx *ctx, const struct interest_share_in *in, struct interest_shares *ret_shares)
{
    assert(in->key >= INTEREST_BY_BALANCE_DAYS && in->key <= INTEREST_BY_AREA);
    struct interest_shares out = {.count = in->count};
    bool any = false;
    TRY(money_check(in->amount));
    if (in->from < DAY_MIN || in->from > in->to || in->to > DAY_MAX)
        return REFUSE(interest, period);
    TRY(ARENA_TAKE(ctx->arena, in->count, &out.weights));
    TRY(ARENA_TAKE(ctx->arena, in->count, &out.shares));
    for (size_t i = 0; i < in->count; i++) {
        TRY(weigh(in, &in->accounts[i], &out.weights[i]));
        any = any || out.weights[i] > 0;
    }
    if (!any)
        return REFUSE(interest, no_balance);
    TRY(money_share(in->amount, out.weights, in->count, out.shares));
    *ret_shares = out;
    return OK;
}

/* ---- interest computed from a rate ---- */

enum { PPM = 1000000, DAYS_OF_A_LEAP_YEAR = 366 };

/* years + days / base: the part of a year that a term lasts. */
struct fraction {
    uint32_t years, days, base;
};

static RESULT check_term(const struct interest_term *term)
{
    assert(term->basis >= INTEREST_DAYS_360 && term->basis <= INTEREST_ACTUAL);
    if (term->principal.fen < 0)
        return REFUSE(interest, principal);
    TRY(money_check(term->principal));
    if (term->rate_ppm > INTEREST_RATE_MAX_PPM)
        return REFUSE(interest, rate);
    /* the year begun on the last day must end inside the calendar */
    if (term->from < DAY_MIN || term->from > term->to || term->to > DAY_MAX - DAYS_OF_A_LEAP_YEAR)
        return REFUSE(interest, period);
    return OK;
}

static day anniversary(day from, int years)
{
    const int32_t month = month_of(from) + 12 * years;
    const day same = month_first(month) + (from - month_first(month_of(from)));
    const day last = month_last(month);
    return same < last ? same : last;
}

/* How many whole years lie between two days. */
static int whole_years(day from, day to)
{
    const int years = date_to_civil(to).year - date_to_civil(from).year;
    return anniversary(from, years) <= to ? years : years - 1;
}

static bool counts_days(enum interest_basis basis)
{
    return basis == INTEREST_DAYS_360 || basis == INTEREST_DAYS_365;
}

/* The days from `start` to `end`, of a year that runs from `start` to `next`. */
static struct fraction odd_days(enum interest_basis basis, day start, day end, day next)
{
    assert(start <= end);
    struct fraction part = {.years = 0, .days = (uint32_t)(end - start), .base = 360};
    if (basis == INTEREST_DAYS_365)
        part.base = 365;
    else if (basis == INTEREST_ACTUAL)
        part.base = (uint32_t)(next - start);
    return part;
}

static struct fraction whole_term(const struct interest_term *term)
{
    if (counts_days(term->basis))
        return odd_days(term->basis, term->from, term->to, term->to);
    const int years = whole_years(term->from, term->to);
    struct fraction part =
        odd_days(term->basis, anniversary(term->from, years), term->to, anniversary(term->from, years + 1));
    part.years = (uint32_t)years;
    return part;
}

/* Half up, once. Below 2^53 fen × 2^20 ppm × 2^17 days of the fraction: far from 2^128. The divisor is even. */
static money interest_of(const struct interest_term *term, struct fraction part)
{
    const uint64_t divisor = (uint64_t)PPM * part.base;
    const uint64_t parts = (uint64_t)part.years * part.base + part.days;
    const unsigned __int128 exact = (unsigned __int128)term->principal.fen * term->rate_ppm * parts;
    return FEN((int64_t)((exact + divisor / 2) / divisor));
}

RESULT interest_accrue(const struct interest_term *term, money *ret_interest)
{
    TRY(check_term(term));
    const money interest = interest_of(term, whole_term(term));
    TRY(money_check(interest));
    *ret_interest = interest;
    return OK;
}

RESULT interest_maturity(const struct interest_term *term, money *ret_amount)
{
    money interest;
    TRY(interest_accrue(term, &interest));
    return money_add(term->principal, interest, ret_amount);
}

/* The payment for the year that begins on anniversary `year`. */
static struct interest_payment payment_of(const struct interest_term *bond, int year)
{
    const day start = anniversary(bond->from, year), next = anniversary(bond->from, year + 1);
    const day due = next < bond->to ? next : bond->to;
    struct fraction part = odd_days(bond->basis, start, due, next);
    if (due == next && !counts_days(bond->basis))
        part = (struct fraction){.years = 1, .days = 0, .base = 1};
    assert(part.base > 0);
    return (struct interest_payment){due, interest_of(bond, part), due == bond->to ? bond->principal : FEN(0)};
}

RESULT interest_schedule_make(struct ctx *ctx, const struct interest_term *bond, struct interest_schedule *ret_schedule)
{
    struct interest_schedule out = {0};
    money all;
    TRY(interest_accrue(bond, &all));
    if (bond->from == bond->to)
        return REFUSE(interest, period);
    const int years = whole_years(bond->from, bond->to);
    out.count = (size_t)years + (anniversary(bond->from, years) < bond->to);
    TRY(ARENA_TAKE(ctx->arena, out.count, &out.payments));
    for (size_t i = 0; i < out.count; i++)
        out.payments[i] = payment_of(bond, (int)i);
    assert(out.payments[out.count - 1].due == bond->to);
    *ret_schedule = out;
    return OK;
}
