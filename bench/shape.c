/* shape  Whether posting slows down as a journal grows: batches of 1,000 entries into one community, timed when the
 * journal holds SMALL records and again at LARGE.
 *
 * bench_shape DSN SMALL LARGE: prints nanoseconds an entry at both sizes, the median of 25 batches each. */
#include "base/number.h"
#include "bench/bench.h"

#include <stdio.h>
#include <stdlib.h>

enum { ARENA = 256 << 20, SAMPLES = 25 };

static int compare(const void *x, const void *y)
{
    const int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
    return (a > b) - (a < b);
}

static RESULT post(struct ctx *ctx, const struct bench_cities *cities, int64_t first, int64_t *ret_ns)
{
    static struct entry_out out[BENCH_BATCH];
    struct entry_in *batch;
    TRY(bench_batch(ctx, first, cities, &batch));
    const int64_t start = bench_now();
    TRY(entry_post(ctx, batch, BENCH_BATCH, out));
    *ret_ns = bench_now() - start;
    arena_reset(ctx->arena);
    return OK;
}

static RESULT sample(struct ctx *ctx, const struct bench_cities *cities, int64_t *next)
{
    int64_t ns[SAMPLES];
    for (int i = 0; i < SAMPLES; i++, *next += BENCH_BATCH)
        TRY(post(ctx, cities, *next, &ns[i]));
    qsort(ns, SAMPLES, sizeof *ns, compare);
    (void)printf("%lld ", (long long)(ns[SAMPLES / 2] / BENCH_BATCH));
    return OK;
}

static RESULT run(struct ctx *ctx, const char *dsn, const int64_t sizes[2])
{
    uint64_t bank;
    int64_t next = 0, ns;
    const struct bench_cities cities = {1, FUND_PI, &bank};
    TRY(bench_open(ctx, dsn, &cities));
    for (int i = 0; i < 2; i++) {
        for (; next < sizes[i]; next += BENCH_BATCH)
            TRY(post(ctx, &cities, next, &ns));
        TRY(sample(ctx, &cities, &next));
    }
    (void)printf("%ld\n", bench_peak_kib());
    return OK;
}

int main(int argc, char **argv)
{
    struct random random;
    struct ctx ctx;
    int64_t sizes[2];
    if (argc != 4 || FAILED(number_parse(argv[2], 0, 100000000, &sizes[0])) ||
        FAILED(number_parse(argv[3], sizes[0], 100000000, &sizes[1])))
        return 2;
    bench_begin(&ctx, &random, ARENA);
    return bench_end(&ctx, run(&ctx, argv[1], sizes));
}
