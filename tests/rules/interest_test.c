/* Interest: who gets what part, and what a deposit or a bond brings. */
#include "rules/interest.c"

#include "tests/base/expect.h"

static day on(const char *text)
{
    day date;
    MUST(date_parse(text, &date));
    return date;
}

static struct interest_share_in share_in(enum interest_key key, const struct interest_account *accounts, size_t count)
{
    return (struct interest_share_in){FEN(1000), key, on("2026-01-01"), on("2026-01-10"), accounts, count};
}

/* ---- dividing interest that was received ---- */

struct weight_row {
    int64_t opening;
    size_t count;
    struct {
        const char *day;
        int64_t amount;
    } movements[4];
    uint64_t balance_days, closing, average; /* the average is doubled */
};

/* Ten days from 2026-01-01; all amounts in fen. */
static const struct weight_row weights[] = {
    {10000, 0, {{0}}, 100000, 10000, 20000},
    /* the example of the header */
    {10000, 2, {{"2026-01-04", 5000}, {"2026-01-08", -15000}}, 90000, 0, 10000},
    /* the first and the last day count for what comes in, not for what goes out */
    {0, 1, {{"2026-01-01", 100}}, 1000, 100, 100},
    {0, 1, {{"2026-01-10", 100}}, 100, 100, 100},
    {100, 1, {{"2026-01-01", -100}}, 0, 0, 100},
    {100, 1, {{"2026-01-10", -100}}, 900, 0, 100},
    /* in and out on one day leave no trace, even below zero in between */
    {100, 2, {{"2026-01-05", -500}, {"2026-01-05", 500}}, 1000, 100, 200},
    /* a debt counts as zero, day by day and at either end */
    {-300, 2, {{"2026-01-03", 500}, {"2026-01-06", -400}}, 600, 0, 0},
    {300, 1, {{"2026-01-02", -500}}, 300, 0, 300},
    {MONEY_MAX_FEN, 0, {{0}}, 10 * (uint64_t)MONEY_MAX_FEN, MONEY_MAX_FEN, 2 * (uint64_t)MONEY_MAX_FEN},
};

static void check_weight(struct arena *arena, const struct weight_row *row)
{
    struct interest_movement movements[LENGTH(row->movements)];
    for (size_t i = 0; i < row->count; i++)
        movements[i] = (struct interest_movement){on(row->movements[i].day), FEN(row->movements[i].amount)};
    const struct interest_account accounts[] = {{.opening = FEN(row->opening), movements, row->count, .area_cm2 = 9},
                                                {.opening = FEN(1)}};
    const uint64_t expected[] = {row->balance_days, row->closing, row->average, 9};
    struct ctx ctx = {.arena = arena};
    for (enum interest_key key = INTEREST_BY_BALANCE_DAYS; key <= INTEREST_BY_AREA; key++) {
        const struct interest_share_in in = share_in(key, accounts, LENGTH(accounts));
        struct interest_shares found;
        MUST(interest_share(&ctx, &in, &found));
        assert_int_equal(found.count, 2);
        assert_int_equal(found.weights[0], expected[key - 1]);
        assert_int_equal(found.shares[0].fen + found.shares[1].fen, 1000);
    }
}

/*= test CN-MF-27 */
static void weights_follow_the_key(void **state)
{
    for (size_t i = 0; i < LENGTH(weights); i++)
        check_weight(*state, &weights[i]);
}

/* 01_maintenance_fund_e2e, alternative_expected_largest_remainder: 100.00 over three units of 100 m². */
static void income_by_area_gives_the_golden_shares(void **state)
{
    static const struct interest_account accounts[] = {
        {.area_cm2 = 1000000}, {.area_cm2 = 1000000}, {.area_cm2 = 1000000}};
    static const int64_t expected[] = {3334, 3333, 3333};
    struct ctx ctx = {.arena = *state};
    struct interest_share_in in = share_in(INTEREST_BY_AREA, accounts, LENGTH(accounts));
    struct interest_shares found;
    for (int sign = 1; sign >= -1; sign -= 2) {
        in.amount = FEN(sign * 10000);
        MUST(interest_share(&ctx, &in, &found));
        for (size_t i = 0; i < LENGTH(expected); i++)
            assert_int_equal(found.shares[i].fen, sign * expected[i]);
    }
}

struct share_refusal {
    int64_t amount, opening;
    const char *from, *to;
    int64_t moved;
    const char *first, *second; /* days of two movements of `moved` each */
    enum error code;
};

/* In the order of the contract: each row would be refused for the reasons of the rows below it as well. */
static const struct share_refusal share_refusals[] = {
    {MONEY_MAX_FEN + 1, MONEY_MAX_FEN + 1, "2026-01-10", "2026-01-01", 0, "2026-01-05", "2026-01-01",
     ERROR_money_range},
    {1, MONEY_MAX_FEN + 1, "2026-01-10", "2026-01-09", 0, "2026-01-05", "2026-01-01", ERROR_interest_period},
    {1, MONEY_MAX_FEN + 1, "2026-01-01", "2026-01-10", 0, "2025-12-31", "2026-01-01", ERROR_money_range},
    {1, -1, "2026-01-01", "2026-01-10", 0, "2025-12-31", "2026-01-01", ERROR_interest_period},
    {1, -1, "2026-01-01", "2026-01-10", 0, "2026-01-05", "2026-01-04", ERROR_interest_period},
    {1, -1, "2026-01-01", "2026-01-10", 0, "2026-01-05", "2026-01-11", ERROR_interest_period},
    {1, 0, "2026-01-01", "2026-01-10", MONEY_MAX_FEN, "2026-01-05", "2026-01-06", ERROR_money_range},
    {1, MONEY_MAX_FEN, "2026-01-01", "2031-08-12", 0, "2026-01-05", "2026-01-05", ERROR_money_range},
    {1, -1, "2026-01-01", "2026-01-10", 0, "2026-01-05", "2026-01-05", ERROR_interest_no_balance},
};

static void shares_are_refused_in_documented_order(void **state)
{
    for (size_t i = 0; i < LENGTH(share_refusals); i++) {
        const struct share_refusal *row = &share_refusals[i];
        const struct interest_movement movements[] = {{on(row->first), FEN(row->moved)},
                                                      {on(row->second), FEN(row->moved)}};
        const struct interest_account account = {FEN(row->opening), movements, LENGTH(movements), 0};
        const struct interest_share_in in = {
            FEN(row->amount), INTEREST_BY_BALANCE_DAYS, on(row->from), on(row->to), &account, 1};
        struct ctx ctx = {.arena = *state};
        struct interest_shares found = {.count = 7};
        assert_int_equal(interest_share(&ctx, &in, &found).code, row->code);
        assert_int_equal(found.count, 7);
    }
}

static void shares_need_a_calendar_accounts_and_memory(void **state)
{
    static const struct interest_account one = {.opening = FEN(1)};
    struct ctx ctx = {.arena = *state};
    struct interest_shares found;
    struct interest_share_in in = {FEN(1), INTEREST_BY_CLOSING, DAY_MIN, DAY_MAX, &one, 1};
    MUST(interest_share(&ctx, &in, &found));
    in.from = DAY_MIN - 1;
    EXPECT(interest_share(&ctx, &in, &found), interest, period);
    in.from = DAY_MIN;
    in.to = DAY_MAX + 1;
    EXPECT(interest_share(&ctx, &in, &found), interest, period);
    in.to = DAY_MAX;
    in.key = INTEREST_BY_AREA;
    EXPECT(interest_share(&ctx, &in, &found), interest, no_balance);
    in.count = 0;
    EXPECT(interest_share(&ctx, &in, &found), interest, no_balance);
    in.count = 1;
    for (size_t cap = 0; cap <= 16; cap += 16) {
        struct arena *arena = arena_new(cap);
        struct ctx poor = {.arena = arena};
        EXPECT(interest_share(&poor, &in, &found), memory, exhausted);
        arena_free(&arena);
    }
}

/* 2^64 fen-days are passed in the sixth year only: 2049 days of the largest balance still fit. */
static void balance_days_reach_their_limit_after_five_years(void **state)
{
    static const struct interest_account one = {.opening = FEN(MONEY_MAX_FEN)};
    struct ctx ctx = {.arena = *state};
    struct interest_shares found;
    struct interest_share_in in = {FEN(5), INTEREST_BY_BALANCE_DAYS, on("2026-01-01"), on("2026-01-01") + 2048, &one,
                                   1};
    MUST(interest_share(&ctx, &in, &found));
    assert_int_equal(found.weights[0], UINT64_C(18441000000000000000));
    in.to++;
    EXPECT(interest_share(&ctx, &in, &found), money, range);
}

/* ---- interest computed from a rate ---- */

struct accrual_row {
    int64_t principal;
    uint32_t rate_ppm;
    enum interest_basis basis;
    const char *from, *to;
    int64_t interest;
};

static const struct accrual_row accruals[] = {
    /* the terms of the header: one year and 45 days, 411 days */
    {1000000, 15000, INTEREST_DAYS_360, "2024-01-15", "2025-03-01", 17125},
    {1000000, 15000, INTEREST_DAYS_365, "2024-01-15", "2025-03-01", 16890}, /* 16,890.41 */
    {1000000, 15000, INTEREST_YEARS_360, "2024-01-15", "2025-03-01", 16875},
    {1000000, 15000, INTEREST_ACTUAL, "2024-01-15", "2025-03-01", 16849}, /* 16,849.32 */
    /* a year is a year, leap or not; in days a leap year has one more */
    {1000000, 20000, INTEREST_YEARS_360, "2024-01-01", "2025-01-01", 20000},
    {1000000, 20000, INTEREST_ACTUAL, "2024-01-01", "2025-01-01", 20000},
    {1000000, 20000, INTEREST_DAYS_365, "2024-01-01", "2025-01-01", 20055}, /* 20,054.79 */
    {1000000, 36000, INTEREST_DAYS_360, "2025-01-01", "2025-01-11", 1000},
    {1000000, 36600, INTEREST_ACTUAL, "2024-01-01", "2024-01-11", 1000},
    /* 29 February ends its year on the 28th, and on the 29th in a leap year */
    {1000000, 20000, INTEREST_YEARS_360, "2024-02-29", "2025-02-28", 20000},
    {1000000, 18000, INTEREST_YEARS_360, "2024-02-29", "2025-02-27", 18200},
    {1000000, 20000, INTEREST_YEARS_360, "2024-02-29", "2028-02-29", 80000},
    /* half a fen goes up, less goes down */
    {50, 10000, INTEREST_YEARS_360, "2025-01-01", "2026-01-01", 1},
    {49, 10000, INTEREST_YEARS_360, "2025-01-01", "2026-01-01", 0},
    {180, 1000000, INTEREST_DAYS_360, "2025-01-01", "2025-01-02", 1},
    {179, 1000000, INTEREST_DAYS_360, "2025-01-01", "2025-01-02", 0},
    /* nothing from nothing */
    {0, 15000, INTEREST_DAYS_360, "2025-01-01", "2026-01-01", 0},
    {1000000, 0, INTEREST_ACTUAL, "2025-01-01", "2026-01-01", 0},
    {1000000, 15000, INTEREST_ACTUAL, "2025-01-01", "2025-01-01", 0},
    /* the ends of the ranges */
    {MONEY_MAX_FEN, 1000000, INTEREST_ACTUAL, "2197-12-30", "2198-12-30", MONEY_MAX_FEN},
    {MONEY_MAX_FEN, 1, INTEREST_ACTUAL, "1990-01-01", "2198-12-30", INT64_C(1880950684932)}, /* 208 + 363/365 years */
};

static struct interest_term term_of(const struct accrual_row *row)
{
    return (struct interest_term){FEN(row->principal), row->rate_ppm, row->basis, on(row->from), on(row->to)};
}

static void interest_is_one_fraction_rounded_half_up(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(accruals); i++) {
        const struct interest_term term = term_of(&accruals[i]);
        money interest, amount;
        MUST(interest_accrue(&term, &interest));
        assert_int_equal(interest.fen, accruals[i].interest);
        if (term.principal.fen < MONEY_MAX_FEN) {
            MUST(interest_maturity(&term, &amount));
            assert_int_equal(amount.fen, term.principal.fen + interest.fen);
        }
    }
}

/* In the order of the contract: each row would be refused for the reasons of the rows below it as well. */
static const struct {
    struct accrual_row row;
    enum error code;
} term_refusals[] = {
    {{-1, 1000001, INTEREST_ACTUAL, "2026-01-02", "2026-01-01", 0}, ERROR_interest_principal},
    {{MONEY_MAX_FEN + 1, 1000001, INTEREST_ACTUAL, "2026-01-02", "2026-01-01", 0}, ERROR_money_range},
    {{1, 1000001, INTEREST_ACTUAL, "2026-01-02", "2026-01-01", 0}, ERROR_interest_rate},
    {{1, 1000000, INTEREST_ACTUAL, "2026-01-02", "2026-01-01", 0}, ERROR_interest_period},
    {{1, 1000000, INTEREST_ACTUAL, "2026-01-02", "2198-12-31", 0}, ERROR_interest_period},
    {{MONEY_MAX_FEN, 1000000, INTEREST_ACTUAL, "2026-01-01", "2027-01-02", 0}, ERROR_money_range},
};

static void terms_are_refused_in_documented_order(void **state)
{
    struct ctx ctx = {.arena = *state};
    for (size_t i = 0; i < LENGTH(term_refusals); i++) {
        const struct interest_term term = term_of(&term_refusals[i].row);
        money amount = FEN(7);
        struct interest_schedule schedule = {.count = 7};
        assert_int_equal(interest_accrue(&term, &amount).code, term_refusals[i].code);
        assert_int_equal(interest_maturity(&term, &amount).code, term_refusals[i].code);
        assert_int_equal(interest_schedule_make(&ctx, &term, &schedule).code, term_refusals[i].code);
        assert_int_equal(amount.fen, 7);
        assert_int_equal(schedule.count, 7);
    }
}

static void a_term_begins_inside_the_calendar(void **state)
{
    (void)state;
    struct interest_term term = {FEN(1), 1, INTEREST_ACTUAL, DAY_MIN - 1, DAY_MIN};
    money interest;
    EXPECT(interest_accrue(&term, &interest), interest, period);
    term.from = DAY_MIN;
    MUST(interest_accrue(&term, &interest));
}

static void a_maturity_out_of_range_is_refused(void **state)
{
    (void)state;
    const struct accrual_row row = {MONEY_MAX_FEN, 1, INTEREST_ACTUAL, "2026-01-01", "2027-01-01", 0};
    const struct interest_term term = term_of(&row);
    money amount = FEN(7);
    EXPECT(interest_maturity(&term, &amount), money, range);
    assert_int_equal(amount.fen, 7);
}

struct schedule_row {
    struct accrual_row bond;
    size_t count;
    struct {
        const char *due;
        int64_t interest;
    } payments[4];
};

static const struct schedule_row schedules[] = {
    /* three whole years */
    {{1000000, 23800, INTEREST_ACTUAL, "2025-06-10", "2028-06-10", 0},
     3,
     {{"2026-06-10", 23800}, {"2027-06-10", 23800}, {"2028-06-10", 23800}}},
    /* the last year is cut short: 45 days of 365, of 360 */
    {{1000000, 15000, INTEREST_ACTUAL, "2024-01-15", "2025-03-01", 0},
     2,
     {{"2025-01-15", 15000}, {"2025-03-01", 1849}}},
    {{1000000, 15000, INTEREST_YEARS_360, "2024-01-15", "2025-03-01", 0},
     2,
     {{"2025-01-15", 15000}, {"2025-03-01", 1875}}},
    /* bases of days: 366, then 365 */
    {{1000000, 36000, INTEREST_DAYS_360, "2024-01-01", "2026-01-01", 0},
     2,
     {{"2025-01-01", 36600}, {"2026-01-01", 36500}}},
    {{1000000, 36500, INTEREST_DAYS_365, "2024-01-01", "2026-01-01", 0},
     2,
     {{"2025-01-01", 36600}, {"2026-01-01", 36500}}},
    /* each coupon is rounded by itself */
    {{50, 10000, INTEREST_YEARS_360, "2025-01-01", "2027-01-01", 0}, 2, {{"2026-01-01", 1}, {"2027-01-01", 1}}},
    /* 29 February keeps its day where it can */
    {{1000000, 20000, INTEREST_ACTUAL, "2024-02-29", "2028-02-29", 0},
     4,
     {{"2025-02-28", 20000}, {"2026-02-28", 20000}, {"2027-02-28", 20000}, {"2028-02-29", 20000}}},
    /* less than a year: 10 of 366 days */
    {{1000000, 36600, INTEREST_ACTUAL, "2024-01-01", "2024-01-11", 0}, 1, {{"2024-01-11", 1000}}},
};

static void a_bond_pays_each_year_and_its_principal_last(void **state)
{
    struct ctx ctx = {.arena = *state};
    for (size_t i = 0; i < LENGTH(schedules); i++) {
        const struct schedule_row *row = &schedules[i];
        const struct interest_term bond = term_of(&row->bond);
        struct interest_schedule found;
        MUST(interest_schedule_make(&ctx, &bond, &found));
        assert_int_equal(found.count, row->count);
        for (size_t k = 0; k < row->count; k++) {
            assert_int_equal(found.payments[k].due, on(row->payments[k].due));
            assert_int_equal(found.payments[k].interest.fen, row->payments[k].interest);
            assert_int_equal(found.payments[k].principal.fen, k + 1 == row->count ? bond.principal.fen : 0);
        }
    }
}

static void a_schedule_needs_a_day_and_memory(void **state)
{
    struct interest_term bond = {FEN(100), 1, INTEREST_ACTUAL, on("2026-01-01"), on("2026-01-01")};
    struct arena *arena = arena_new(0);
    struct ctx ctx = {.arena = *state}, poor = {.arena = arena};
    struct interest_schedule found;
    EXPECT(interest_schedule_make(&ctx, &bond, &found), interest, period);
    bond.to++;
    EXPECT(interest_schedule_make(&poor, &bond, &found), memory, exhausted);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(weights_follow_the_key),
        ARENA_TEST(income_by_area_gives_the_golden_shares),
        ARENA_TEST(shares_are_refused_in_documented_order),
        ARENA_TEST(shares_need_a_calendar_accounts_and_memory),
        ARENA_TEST(balance_days_reach_their_limit_after_five_years),
        cmocka_unit_test(interest_is_one_fraction_rounded_half_up),
        ARENA_TEST(terms_are_refused_in_documented_order),
        cmocka_unit_test(a_term_begins_inside_the_calendar),
        cmocka_unit_test(a_maturity_out_of_range_is_refused),
        ARENA_TEST(a_bond_pays_each_year_and_its_principal_last),
        ARENA_TEST(a_schedule_needs_a_day_and_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
