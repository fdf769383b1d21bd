/* Earning: which months a due covers, and to the fen what each of them earns. */
#include "rules/earning.c"

#include "tests/base/expect.h"

static day on(const char *text)
{
    day date;
    MUST(date_parse(text, &date));
    return date;
}

static void a_month_counts_from_the_first_day(void **state)
{
    static const struct {
        const char *from, *to;
        size_t months;
    } rows[] = {
        {"2026-01-01", "2026-12-31", 12}, {"2026-01-15", "2027-01-14", 12}, {"2026-01-15", "2026-03-31", 3},
        {"2026-01-20", "2026-03-10", 2},  {"2026-01-31", "2026-02-27", 1},  {"2026-01-31", "2026-02-28", 1},
        {"2026-05-05", "2026-05-05", 1},  {"2026-05-05", "2026-05-31", 1},  {"2026-02-01", "2026-02-28", 1},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++)
        assert_int_equal(earning_months(on(rows[i].from), on(rows[i].to)), rows[i].months);
}

struct plan_row {
    const char *from, *to;
    size_t count;
    struct {
        const char *due;
        int64_t fen;
    } dues[4];
    size_t months;
    int64_t parts[12];
};

static const struct plan_row plans[] = {
    /* 12 months' parking */
    {"2026-01-01",
     "2026-12-31",
     1,
     {{"2026-01-01", 360000}},
     12,
     {30000, 30000, 30000, 30000, 30000, 30000, 30000, 30000, 30000, 30000, 30000, 30000}},
    /* odd fen to the earliest months */
    {"2026-01-01", "2026-03-31", 1, {{"2026-01-01", 100000}}, 3, {33334, 33333, 33333}},
    {"2026-01-01", "2026-03-31", 1, {{"2026-01-01", 100001}}, 3, {33334, 33334, 33333}},
    {"2026-01-01", "2026-03-31", 1, {{"2026-01-01", 1}}, 3, {1, 0, 0}},
    /* a due covers the months up to the next */
    {"2026-01-01", "2026-06-30", 2, {{"2026-01-01", 100}, {"2026-04-15", 200}}, 6, {34, 33, 33, 67, 67, 66}},
    /* paid before the term begins, in two parts: one */
    {"2026-03-01", "2026-04-30", 2, {{"2025-11-01", 100}, {"2026-01-15", 101}}, 2, {101, 100}},
    /* two dues of one month are one; months before the first due earn nothing */
    {"2026-01-01", "2026-04-30", 2, {{"2026-03-01", 100}, {"2026-03-31", 100}}, 4, {0, 0, 100, 100}},
    /* a due behind the last counted month belongs to it */
    {"2026-01-20", "2026-03-10", 2, {{"2026-01-20", 50}, {"2026-03-10", 70}}, 2, {50, 70}},
    {"2026-01-01", "2026-02-28", 0, {{0}}, 2, {0, 0}},
};

static void dues_are_divided(void **state)
{
    struct ctx ctx = {.arena = *state};
    for (size_t i = 0; i < LENGTH(plans); i++) {
        const struct plan_row *row = &plans[i];
        struct earning_due dues[LENGTH(row->dues)];
        struct earning_plan plan;
        money through;
        int64_t sum = 0;
        for (size_t d = 0; d < row->count; d++)
            dues[d] = (struct earning_due){on(row->dues[d].due), FEN(row->dues[d].fen)};
        const struct earning_in in = {on(row->from), on(row->to), dues, row->count};
        MUST(earning_make(&ctx, &in, &plan));
        assert_int_equal(plan.months, row->months);
        assert_int_equal(plan.first, month_of(in.from));
        for (size_t m = 0; m < plan.months; m++) {
            assert_int_equal(plan.parts[m].fen, row->parts[m]);
            sum += row->parts[m];
            MUST(earning_through(&plan, plan.first + (int32_t)m, &through));
            assert_int_equal(through.fen, sum);
        }
        MUST(earning_through(&plan, plan.first - 1, &through));
        assert_int_equal(through.fen, 0);
        MUST(earning_through(&plan, plan.first + 1000, &through));
        assert_int_equal(through.fen, sum);
    }
}

static void sums_stay_in_range(void **state)
{
    struct ctx ctx = {.arena = *state};
    struct earning_plan plan;
    money through;
    const struct earning_due twice[] = {{on("2026-01-01"), FEN(MONEY_MAX_FEN)}, {on("2026-01-02"), FEN(1)}};
    const struct earning_due apart[] = {{on("2026-01-01"), FEN(MONEY_MAX_FEN)}, {on("2026-02-02"), FEN(1)}};
    struct earning_in in = {on("2026-01-01"), on("2026-02-28"), twice, 2};
    EXPECT(earning_make(&ctx, &in, &plan), money, range);
    in.dues = apart;
    MUST(earning_make(&ctx, &in, &plan));
    EXPECT(earning_through(&plan, plan.first + 1, &through), money, range);
}

static int begin(void **state)
{
    *state = arena_new(1 << 20);
    return *state ? 0 : -1;
}

static int end(void **state)
{
    struct arena *arena = *state;
    arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_month_counts_from_the_first_day),
        cmocka_unit_test_setup_teardown(dues_are_divided, begin, end),
        cmocka_unit_test_setup_teardown(sums_stay_in_range, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
