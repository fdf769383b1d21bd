/* bulk  Posts entries of two lines in batches of 1,000 through entry_post, all controls on, into a fresh database.
 *
 * bench_bulk DSN ENTRIES COMMUNITIES: prints the seconds spent in entry_post and the peak memory in KiB. */
#include "base/number.h"
#include "bench/bench.h"

#include <stdio.h>

enum { ARENA = 256 << 20, COMMUNITIES_MAX = 1000 };

static RESULT run(struct ctx *ctx, const char *dsn, int64_t entries, int64_t communities)
{
    static uint64_t banks[COMMUNITIES_MAX];
    static struct entry_out out[BENCH_BATCH];
    const struct bench_cities cities = {communities, FUND_PI, banks};
    int64_t ns = 0;
    TRY(bench_open(ctx, dsn, &cities));
    for (int64_t n = 0; n < entries; n += BENCH_BATCH) {
        struct entry_in *batch;
        TRY(bench_batch(ctx, n, &cities, &batch));
        const int64_t start = bench_now();
        TRY(entry_post(ctx, batch, BENCH_BATCH, out));
        ns += bench_now() - start;
        arena_reset(ctx->arena);
    }
    (void)printf("%lld.%09lld %ld\n", (long long)(ns / 1000000000), (long long)(ns % 1000000000), bench_peak_kib());
    return OK;
}

int main(int argc, char **argv)
{
    struct random random;
    struct ctx ctx;
    int64_t entries, communities;
    if (argc != 4 || FAILED(number_parse(argv[2], BENCH_BATCH, 100000000, &entries)) ||
        FAILED(number_parse(argv[3], 1, COMMUNITIES_MAX, &communities)))
        return 2;
    bench_begin(&ctx, &random, ARENA);
    return bench_end(&ctx, run(&ctx, argv[1], entries, communities));
}
