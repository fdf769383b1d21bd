/* report  A three-year statement of public income over one community: what the entries cost, and what the statement
 * costs.
 *
 * bench_report DSN post ENTRIES: fills a fresh database with entries spread evenly over three years: income of three
 * streams, costs, taxes, uses, one in ten each. bench_report DSN read ROUNDS: prints the median nanoseconds of the
 * statement, read and built. */
#include "reports/public_income.h"

#include "base/number.h"
#include "bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ARENA = 256 << 20, FIRST_YEAR = 2022, DAYS = 1096, STRIDE = 7919, ROUNDS_MAX = 100 };

/* What entry number n books on 100201: in (debit) or out (credit), and the other side with its stream. */
static const struct {
    const char *account;
    uint64_t stream;
    bool out;
} shapes[] = {{"4001", 1, false}, {"4002", 2, false},  {"4003", 3, false}, {"4001", 1, false}, {"4002", 2, false},
              {"4003", 3, false}, {"500101", 1, true}, {"5101", 2, true},  {"6002", 0, true},  {"6003", 0, true}};

static void shape_lines(struct entry_line_in *line, int64_t n, uint64_t bank)
{
    const size_t shape = (size_t)(n % (int64_t)LENGTH(shapes));
    const bool out = shapes[shape].out;
    const money amount = FEN(out ? 100 + n % 100000 : 200000 + n % 1000000);
    line[0] = (struct entry_line_in){.fund = FUND_PI,
                                     .account = "100201",
                                     .side = out ? SIDE_CREDIT : SIDE_DEBIT,
                                     .amount = amount,
                                     .dimensions = {{DIMENSION_BANK_ACCOUNT, bank}},
                                     .dimension_count = 1};
    line[1] = (struct entry_line_in){.fund = FUND_PI,
                                     .account = shapes[shape].account,
                                     .side = out ? SIDE_DEBIT : SIDE_CREDIT,
                                     .amount = amount,
                                     .dimensions = {{DIMENSION_STREAM, shapes[shape].stream}},
                                     .dimension_count = shapes[shape].stream != 0};
}

static RESULT post(struct ctx *ctx, const struct bench_cities *cities, int64_t first)
{
    static struct entry_out out[BENCH_BATCH];
    struct entry_in *batch;
    day start;
    TRY(bench_batch(ctx, first, cities, &batch));
    TRY(date_from_civil(FIRST_YEAR, 1, 1, &start));
    for (int64_t i = 0; i < BENCH_BATCH; i++) {
        struct entry_line_in *lines;
        TRY(ARENA_TAKE(ctx->arena, 2, &lines));
        shape_lines(lines, first + i, cities->banks[0]);
        batch[i].lines = lines;
        batch[i].booking_date = start + (day)((first + i) * STRIDE % DAYS);
    }
    TRY(entry_post(ctx, batch, BENCH_BATCH, out));
    arena_reset(ctx->arena);
    return OK;
}

static RESULT fill(struct ctx *ctx, const char *dsn, int64_t entries)
{
    uint64_t bank;
    const struct bench_cities cities = {1, FUND_PI, &bank};
    TRY(bench_open(ctx, dsn, &cities));
    for (int64_t n = 0; n < entries; n += BENCH_BATCH)
        TRY(post(ctx, &cities, n));
    return OK;
}

static int compare(const void *x, const void *y)
{
    const int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
    return (a > b) - (a < b);
}

static RESULT measure(struct ctx *ctx, const char *dsn, int64_t rounds)
{
    int64_t ns[ROUNDS_MAX];
    TRY(db_open(ctx, dsn, "mz_app", &ctx->db));
    for (int64_t i = -1; i < rounds; i++) { /* the first one prepares statements and warms the cache */
        struct period period;
        struct report *report;
        const int64_t start = bench_now();
        TRY(report_period_parse(ctx, "2022..2024", &period));
        TRY(public_income_three_year(ctx, bench_community(0), period, LANGUAGE_ZH, &report));
        if (i >= 0)
            ns[i] = bench_now() - start;
        arena_reset(ctx->arena);
    }
    qsort(ns, (size_t)rounds, sizeof *ns, compare);
    (void)printf("%lld %ld\n", (long long)ns[rounds / 2], bench_peak_kib());
    return OK;
}

int main(int argc, char **argv)
{
    struct random random;
    struct ctx ctx;
    int64_t number;
    const bool posting = argc == 4 && strcmp(argv[2], "post") == 0;
    if (argc != 4 || (!posting && strcmp(argv[2], "read") != 0) ||
        FAILED(number_parse(argv[3], 1, posting ? 100000000 : ROUNDS_MAX, &number)))
        return 2;
    bench_begin(&ctx, &random, ARENA);
    return bench_end(&ctx, posting ? fill(&ctx, argv[1], number) : measure(&ctx, argv[1], number));
}
