/* Who bears a cost: the golden figures of 06_apportionment and 01_maintenance_fund_e2e, every method and kind, the
 * order of refusals. */
#include "rules/apportionment.c"

#include "tests/base/expect.h"

#define COMMODITY(id_, area)                                                                                           \
    {                                                                                                                  \
        .id = (id_), .kind = APPORTIONMENT_COMMODITY, .area_cm2 = (area)                                               \
    }
#define PUBLIC(id_, area, paid)                                                                                        \
    {                                                                                                                  \
        .id = (id_), .kind = APPORTIONMENT_SOLD_PUBLIC, .area_cm2 = (area), .deposit = FEN(paid)                       \
    }
#define SELLER(id_, paid)                                                                                              \
    {                                                                                                                  \
        .id = (id_), .kind = APPORTIONMENT_SELLER, .deposit = FEN(paid)                                                \
    }
#define UNSOLD(id_, kind_, area, holder_)                                                                              \
    {                                                                                                                  \
        .id = (id_), .kind = (kind_), .unsold = true, .holder = (holder_), .area_cm2 = (area)                          \
    }

static struct apportionment_in scope_in(int64_t cost, const struct apportionment_member *scope, size_t count)
{
    return (struct apportionment_in){FEN(cost), APPORTIONMENT_BY_AREA, scope, count};
}

static void expect_units(const struct apportionment *found, const struct apportionment_unit *expected, size_t count)
{
    assert_int_equal(found->unit_count, count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(found->units[i].id, expected[i].id);
        assert_int_equal(found->units[i].amount.fen, expected[i].amount.fen);
    }
}

static void expect_bearers(const struct apportionment *found, const struct apportionment_bearer *expected, size_t count)
{
    assert_int_equal(found->bearer_count, count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(found->bearers[i].bearing, expected[i].bearing);
        assert_int_equal(found->bearers[i].id, expected[i].id);
        assert_int_equal(found->bearers[i].amount.fen, expected[i].amount.fen);
    }
}

static void expect_lines(const struct apportionment *found, const struct apportionment_line *expected, size_t count)
{
    assert_int_equal(found->line_count, count);
    for (size_t i = 0; i < count; i++) {
        const struct apportionment_line *a = &found->lines[i], *b = &expected[i];
        assert_int_equal(a->step, b->step);
        assert_int_equal(a->part, b->part);
        assert_int_equal(a->id, b->id);
        assert_int_equal(a->of.fen, b->of.fen);
        assert_int_equal(a->weight, b->weight);
        assert_int_equal(a->weight_all, b->weight_all);
        assert_int_equal(a->amount.fen, b->amount.fen);
    }
}

/* 06_apportionment: C1, C2, C3 are 1, 2, 3; P1, P2 are 4, 5; the selling unit is 6. The scope is given out of order. */
static const struct apportionment_member golden[] = {
    SELLER(6, 1036000),    COMMODITY(3, 602500),      PUBLIC(5, 545000, 109000),
    COMMODITY(1, 1205000), PUBLIC(4, 750000, 150000), COMMODITY(2, 897500),
};

/*= test CN-MF-20 */
/*= test CN-MF-20-3 */
static void mixed_ownership_follows_the_three_steps(void **state)
{
    static const struct apportionment_unit units[] = {
        {1, FEN(1506250)}, {2, FEN(1121875)}, {3, FEN(753125)}, {4, FEN(187500)}, {5, FEN(136250)},
    };
    static const struct apportionment_bearer bearers[] = {
        {APPORTIONMENT_OWNER, 1, FEN(1506250)}, {APPORTIONMENT_OWNER, 2, FEN(1121875)},
        {APPORTIONMENT_OWNER, 3, FEN(753125)},  {APPORTIONMENT_OWNER, 4, FEN(187500)},
        {APPORTIONMENT_OWNER, 5, FEN(136250)},  {APPORTIONMENT_SELLING_UNIT, 6, FEN(1295000)},
    };
    static const struct apportionment_line lines[] = {
        {APPORTIONMENT_KINDS, APPORTIONMENT_OTHERS, 0, FEN(5000000), 2705000, 4000000, FEN(3381250)},
        {APPORTIONMENT_KINDS, APPORTIONMENT_PUBLIC, 0, FEN(5000000), 1295000, 4000000, FEN(1618750)},
        {APPORTIONMENT_DEPOSITS, APPORTIONMENT_OWNERS, 0, FEN(1618750), 259000, 1295000, FEN(323750)},
        {APPORTIONMENT_DEPOSITS, APPORTIONMENT_SELLING, 6, FEN(1618750), 1036000, 1295000, FEN(1295000)},
        {APPORTIONMENT_UNITS, APPORTIONMENT_UNIT, 1, FEN(3381250), 1205000, 2705000, FEN(1506250)},
        {APPORTIONMENT_UNITS, APPORTIONMENT_UNIT, 2, FEN(3381250), 897500, 2705000, FEN(1121875)},
        {APPORTIONMENT_UNITS, APPORTIONMENT_UNIT, 3, FEN(3381250), 602500, 2705000, FEN(753125)},
        {APPORTIONMENT_UNITS, APPORTIONMENT_UNIT, 4, FEN(323750), 750000, 1295000, FEN(187500)},
        {APPORTIONMENT_UNITS, APPORTIONMENT_UNIT, 5, FEN(323750), 545000, 1295000, FEN(136250)},
    };
    struct ctx ctx = {.arena = *state};
    const struct apportionment_in in = scope_in(5000000, golden, LENGTH(golden));
    struct apportionment found;
    MUST(apportionment_make(&ctx, &in, &found));
    expect_units(&found, units, LENGTH(units));
    expect_bearers(&found, bearers, LENGTH(bearers));
    expect_lines(&found, lines, LENGTH(lines));
}

/*= test CN-MF-20-1 06_apportionment, rounding_case. */
static void odd_fen_go_to_the_largest_remainders(void **state)
{
    static const struct apportionment_member scope[] = {
        COMMODITY(1, 881300),  COMMODITY(2, 881300),  COMMODITY(3, 1014700), COMMODITY(4, 1014700),
        COMMODITY(5, 1190600), COMMODITY(6, 1190600), COMMODITY(7, 1439000),
    };
    static const struct apportionment_unit units[] = {
        {1, FEN(142931)}, {2, FEN(142931)}, {3, FEN(164567)}, {4, FEN(164567)},
        {5, FEN(193095)}, {6, FEN(193095)}, {7, FEN(233381)},
    };
    struct ctx ctx = {.arena = *state};
    const struct apportionment_in in = scope_in(1234567, scope, LENGTH(scope));
    struct apportionment found;
    MUST(apportionment_make(&ctx, &in, &found));
    expect_units(&found, units, LENGTH(units));
}

/* 01_maintenance_fund_e2e, alternative_expected_largest_remainder: 800.00 over three units of 100 m². */
static void equal_areas_give_the_odd_fen_to_the_smaller_ids(void **state)
{
    static const struct apportionment_member scope[] = {
        COMMODITY(103, 1000000),
        COMMODITY(101, 1000000),
        COMMODITY(102, 1000000),
    };
    static const struct apportionment_unit units[] = {{101, FEN(26667)}, {102, FEN(26667)}, {103, FEN(26666)}};
    struct ctx ctx = {.arena = *state};
    struct apportionment_in in = scope_in(80000, scope, LENGTH(scope));
    struct apportionment found;
    MUST(apportionment_make(&ctx, &in, &found));
    expect_units(&found, units, LENGTH(units));
    in.method = APPORTIONMENT_EQUAL;
    MUST(apportionment_make(&ctx, &in, &found));
    expect_units(&found, units, LENGTH(units));
}

/*= test CN-MF-21 Two holders; the unsold public unit stays out of the deposits. */
static void unsold_units_are_borne_by_their_holders(void **state)
{
    static const struct apportionment_member scope[] = {
        COMMODITY(1, 100),
        UNSOLD(2, APPORTIONMENT_COMMODITY, 100, 71),
        UNSOLD(3, APPORTIONMENT_NON_RESIDENTIAL, 200, 70),
        UNSOLD(4, APPORTIONMENT_COMMODITY, 100, 71),
        PUBLIC(5, 200, 300),
        UNSOLD(6, APPORTIONMENT_SOLD_PUBLIC, 300, 90),
        SELLER(7, 600),
        SELLER(8, 100),
    };
    static const struct apportionment_unit units[] = {
        {1, FEN(1000)}, {2, FEN(1000)}, {3, FEN(2000)}, {4, FEN(1000)}, {5, FEN(600)}, {6, FEN(3000)},
    };
    static const struct apportionment_bearer bearers[] = {
        {APPORTIONMENT_OWNER, 1, FEN(1000)},        {APPORTIONMENT_OWNER, 5, FEN(600)},
        {APPORTIONMENT_SELLING_UNIT, 7, FEN(1200)}, {APPORTIONMENT_SELLING_UNIT, 8, FEN(200)},
        {APPORTIONMENT_HOLDER, 71, FEN(2000)},      {APPORTIONMENT_HOLDER, 70, FEN(2000)},
        {APPORTIONMENT_HOLDER, 90, FEN(3000)},
    };
    struct ctx ctx = {.arena = *state};
    const struct apportionment_in in = scope_in(10000, scope, LENGTH(scope));
    struct apportionment found;
    MUST(apportionment_make(&ctx, &in, &found));
    expect_units(&found, units, LENGTH(units));
    expect_bearers(&found, bearers, LENGTH(bearers));
}

/* Before the first sale: nobody but the holders. */
static void a_scope_may_be_unsold_altogether(void **state)
{
    static const struct apportionment_member scope[] = {
        UNSOLD(1, APPORTIONMENT_COMMODITY, 100, 71),
        UNSOLD(2, APPORTIONMENT_COMMODITY, 300, 70),
    };
    static const struct apportionment_bearer bearers[] = {
        {APPORTIONMENT_HOLDER, 71, FEN(25)},
        {APPORTIONMENT_HOLDER, 70, FEN(75)},
    };
    struct ctx ctx = {.arena = *state};
    const struct apportionment_in in = scope_in(100, scope, LENGTH(scope));
    struct apportionment found;
    MUST(apportionment_make(&ctx, &in, &found));
    expect_bearers(&found, bearers, LENGTH(bearers));
}

/*= test CN-MF-20-2 No commodity housing: step 1 has one line. A unit without area bears nothing, in either group. */
static void sold_public_housing_alone_is_shared_by_deposits(void **state)
{
    static const struct apportionment_member scope[] = {
        COMMODITY(1, 0), PUBLIC(2, 300, 100), PUBLIC(3, 100, 0), PUBLIC(4, 0, 100), SELLER(5, 800),
    };
    static const struct apportionment_unit units[] = {{1, FEN(0)}, {2, FEN(75)}, {3, FEN(25)}, {4, FEN(0)}};
    static const struct apportionment_line first[] = {
        {APPORTIONMENT_KINDS, APPORTIONMENT_PUBLIC, 0, FEN(500), 400, 400, FEN(500)},
        {APPORTIONMENT_DEPOSITS, APPORTIONMENT_OWNERS, 0, FEN(500), 200, 1000, FEN(100)},
        {APPORTIONMENT_DEPOSITS, APPORTIONMENT_SELLING, 5, FEN(500), 800, 1000, FEN(400)},
        {APPORTIONMENT_UNITS, APPORTIONMENT_UNIT, 1, FEN(0), 0, 0, FEN(0)},
    };
    struct ctx ctx = {.arena = *state};
    const struct apportionment_in in = scope_in(500, scope, LENGTH(scope));
    struct apportionment found;
    MUST(apportionment_make(&ctx, &in, &found));
    expect_units(&found, units, LENGTH(units));
    assert_int_equal(found.line_count, 7);
    found.line_count = LENGTH(first);
    expect_lines(&found, first, LENGTH(first));
}

/*= test CN-CC-283 */
static void agreed_shares_come_before_the_area(void **state)
{
    static const struct apportionment_member scope[] = {
        {.id = 1, .kind = APPORTIONMENT_COMMODITY, .area_cm2 = 900, .share = 1},
        {.id = 2, .kind = APPORTIONMENT_COMMODITY, .area_cm2 = 100, .share = 2, .unsold = true, .holder = 70},
        {.id = 3, .kind = APPORTIONMENT_SELLER, .share = 3},
        {.id = 4, .kind = APPORTIONMENT_SOLD_PUBLIC, .share = 0},
    };
    static const struct apportionment_bearer by_shares[] = {
        {APPORTIONMENT_OWNER, 1, FEN(17)},
        {APPORTIONMENT_OWNER, 4, FEN(0)},
        {APPORTIONMENT_SELLING_UNIT, 3, FEN(50)},
        {APPORTIONMENT_HOLDER, 70, FEN(33)},
    };
    static const struct apportionment_bearer equal[] = {
        {APPORTIONMENT_OWNER, 1, FEN(34)},
        {APPORTIONMENT_OWNER, 4, FEN(33)},
        {APPORTIONMENT_HOLDER, 70, FEN(33)},
    };
    struct ctx ctx = {.arena = *state};
    struct apportionment_in in = {FEN(100), APPORTIONMENT_BY_SHARES, scope, LENGTH(scope)};
    struct apportionment found;
    MUST(apportionment_make(&ctx, &in, &found));
    expect_bearers(&found, by_shares, LENGTH(by_shares));
    in.method = APPORTIONMENT_EQUAL;
    MUST(apportionment_make(&ctx, &in, &found));
    expect_bearers(&found, equal, LENGTH(equal));
}

static void the_ends_of_the_ranges_are_exact(void **state)
{
    static const struct apportionment_member scope[] = {
        COMMODITY(UINT64_MAX, INT64_MAX - 1),
        COMMODITY(0, 1),
    };
    static const struct apportionment_unit largest[] = {{0, FEN(0)}, {UINT64_MAX, FEN(MONEY_MAX_FEN)}};
    static const struct apportionment_unit nothing[] = {{0, FEN(0)}, {UINT64_MAX, FEN(0)}};
    struct ctx ctx = {.arena = *state};
    struct apportionment_in in = scope_in(MONEY_MAX_FEN, scope, LENGTH(scope));
    struct apportionment found;
    MUST(apportionment_make(&ctx, &in, &found));
    expect_units(&found, largest, LENGTH(largest));
    in.cost = FEN(0);
    MUST(apportionment_make(&ctx, &in, &found));
    expect_units(&found, nothing, LENGTH(nothing));
}

/* ---- refusals ---- */

struct refusal {
    int64_t cost;
    enum apportionment_method method;
    size_t count;
    struct apportionment_member scope[3];
    enum error code;
};

/* In the order of the contract: each scope would be refused for the reasons of the rows below it as well. */
static const struct refusal refusals[] = {
    {MONEY_MAX_FEN + 1, APPORTIONMENT_BY_AREA, 0, {{0}}, ERROR_money_range},
    {-MONEY_MAX_FEN - 1, APPORTIONMENT_BY_AREA, 0, {{0}}, ERROR_money_range},
    {-1, APPORTIONMENT_BY_AREA, 2, {SELLER(9, 1), SELLER(9, 1)}, ERROR_apportionment_negative},
    {1, APPORTIONMENT_BY_AREA, 2, {SELLER(9, 1), SELLER(9, 1)}, ERROR_apportionment_duplicate_unit},
    {1,
     APPORTIONMENT_BY_AREA,
     3,
     {COMMODITY(9, INT64_MAX), COMMODITY(2, 1), COMMODITY(9, 0)},
     ERROR_apportionment_duplicate_unit},
    {1, APPORTIONMENT_BY_AREA, 1, {SELLER(9, -1)}, ERROR_apportionment_no_units},
    {1, APPORTIONMENT_BY_AREA, 0, {{0}}, ERROR_apportionment_no_units},
    {1,
     APPORTIONMENT_BY_AREA,
     2,
     {COMMODITY(1, INT64_MAX), PUBLIC(2, 1, -1)}, /* a sum of 2^63 cm² */
     ERROR_apportionment_too_large},
    {1, APPORTIONMENT_BY_AREA, 1, {COMMODITY(1, UINT64_C(1) << 63)}, ERROR_apportionment_too_large},
    {1, APPORTIONMENT_BY_AREA, 2, {PUBLIC(1, 0, -1), SELLER(2, -1)}, ERROR_apportionment_no_area},
    {1, APPORTIONMENT_BY_SHARES, 1, {COMMODITY(1, 100)}, ERROR_share_no_weight},
    {1, APPORTIONMENT_BY_AREA, 2, {PUBLIC(1, 1, -1), SELLER(2, 0)}, ERROR_money_range},
    {1, APPORTIONMENT_BY_AREA, 2, {PUBLIC(1, 1, 0), SELLER(2, -1)}, ERROR_money_range},
    {1, APPORTIONMENT_BY_AREA, 2, {PUBLIC(1, 1, 1), SELLER(2, MONEY_MAX_FEN)}, ERROR_money_range},
    {1, APPORTIONMENT_BY_AREA, 2, {PUBLIC(1, 1, 0), SELLER(2, 0)}, ERROR_apportionment_no_deposit},
    {0, APPORTIONMENT_BY_AREA, 2, {PUBLIC(1, 1, 0), COMMODITY(2, 1)}, ERROR_apportionment_no_deposit},
};

static void refusals_come_in_documented_order(void **state)
{
    for (size_t i = 0; i < LENGTH(refusals); i++) {
        const struct refusal *row = &refusals[i];
        const struct apportionment_in in = {FEN(row->cost), row->method, row->scope, row->count};
        struct ctx ctx = {.arena = *state};
        struct apportionment found = {.unit_count = 7};
        assert_int_equal(apportionment_make(&ctx, &in, &found).code, row->code);
        assert_int_equal(found.unit_count, 7);
        if (row->code == ERROR_apportionment_duplicate_unit)
            assert_string_equal(error_get(&ctx.error, "unit"), "9");
    }
}

/* A cap that ends before each of the six allocations in turn. */
static void memory_has_an_end(void **state)
{
    (void)state;
    const struct apportionment_in in = scope_in(5000000, golden, LENGTH(golden));
    bool made = false;
    for (size_t cap = 0; !made && cap < 65536; cap += 16) {
        struct arena *arena = arena_new(cap);
        struct ctx ctx = {.arena = arena};
        struct apportionment found;
        const result r = apportionment_make(&ctx, &in, &found);
        assert_true(!FAILED(r) || r.code == ERROR_memory_exhausted);
        made = !FAILED(r);
        arena_free(&arena);
    }
    assert_true(made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(mixed_ownership_follows_the_three_steps),
        ARENA_TEST(odd_fen_go_to_the_largest_remainders),
        ARENA_TEST(equal_areas_give_the_odd_fen_to_the_smaller_ids),
        ARENA_TEST(unsold_units_are_borne_by_their_holders),
        ARENA_TEST(a_scope_may_be_unsold_altogether),
        ARENA_TEST(sold_public_housing_alone_is_shared_by_deposits),
        ARENA_TEST(agreed_shares_come_before_the_area),
        ARENA_TEST(the_ends_of_the_ranges_are_exact),
        ARENA_TEST(refusals_come_in_documented_order),
        cmocka_unit_test(memory_has_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
