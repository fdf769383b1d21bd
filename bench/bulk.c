/* bulk  Posts entries of two lines in batches of 1,000 through entry_post, all controls on, into a fresh database.
 *
 * bench_bulk DSN ENTRIES COMMUNITIES: prints the seconds spent in entry_post and the peak memory in KiB. */
#include "base/digest.h"
#include "base/number.h"
#include "db/migrate.h"
#include "ledger/book/bank_account.h"
#include "ledger/book/entry.h"
#include "ledger/book/fund.h"

#include <stdio.h>
#include <sys/resource.h>

enum { BATCH = 1000, ARENA = 256 << 20 };

static int64_t now_ns(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static RESULT set_up(struct ctx *ctx, const char *dsn, int64_t communities, uint64_t *banks)
{
    TRY(db_open(ctx, dsn, NULL, &ctx->db));
    TRY(db_migrate(ctx));
    db_close(&ctx->db);
    TRY(db_open(ctx, dsn, "mz_app", &ctx->db));
    for (int64_t i = 0; i < communities; i++) {
        const uint64_t code = UINT64_C(330681000001) + (uint64_t)i;
        const struct fund_open_in books = {{code, "基准小区", "财务委员"}, "基准业委会"};
        const struct bank_account_open_in bank = {code, FUND_PI, "中国建设银行", "33050165583500001234"};
        struct bank_account found;
        TRY(fund_open_books(ctx, &books));
        TRY(bank_account_open(ctx, &bank));
        TRY(bank_account_find(ctx, code, bank.number, &found));
        banks[i] = (uint64_t)found.opened_seq;
        arena_reset(ctx->arena);
    }
    return OK;
}

static RESULT make_batch(struct ctx *ctx, int64_t first, int64_t communities, const uint64_t *banks,
                         struct entry_in **ret_batch)
{
    struct entry_in *batch;
    struct entry_line_in *lines;
    day start;
    TRY(date_from_civil(2024, 1, 1, &start));
    TRY(ARENA_TAKE(ctx->arena, BATCH, &batch));
    TRY(ARENA_TAKE(ctx->arena, BATCH * 2, &lines));
    for (int64_t i = 0; i < BATCH; i++) {
        const int64_t n = first + i, community = i * communities / BATCH; /* sorted by community */
        struct entry_line_in *line = &lines[2 * i];
        const money amount = FEN(100 + n % 1000000);
        line[0] = (struct entry_line_in){.fund = FUND_PI,
                                         .account = "100201",
                                         .side = SIDE_DEBIT,
                                         .amount = amount,
                                         .dimensions = {{DIMENSION_BANK_ACCOUNT, banks[community]}},
                                         .dimension_count = 1};
        line[1] = (struct entry_line_in){.fund = FUND_PI,
                                         .account = "4001",
                                         .side = SIDE_CREDIT,
                                         .amount = amount,
                                         .dimensions = {{DIMENSION_STREAM, 1}},
                                         .dimension_count = 1};
        batch[i] = (struct entry_in){.community = UINT64_C(330681000001) + (uint64_t)community,
                                     .entry_type = ENTRY_ORDINARY,
                                     .source = SOURCE_HAND,
                                     .word = WORD_GENERAL,
                                     .booking_date = start + (day)(n / 500 % 1000),
                                     .summary = "收地面车位月租",
                                     .lines = line,
                                     .line_count = 2};
        TRY(arena_print(ctx->arena, &batch[i].key, "bench-entry-%lld", (long long)n));
    }
    *ret_batch = batch;
    return OK;
}

static RESULT run(struct ctx *ctx, const char *dsn, int64_t entries, int64_t communities, int64_t *ret_ns)
{
    static uint64_t banks[1000];
    static struct entry_out out[BATCH];
    TRY(set_up(ctx, dsn, communities, banks));
    *ret_ns = 0;
    for (int64_t n = 0; n < entries; n += BATCH) {
        struct entry_in *batch;
        TRY(make_batch(ctx, n, communities, banks, &batch));
        const int64_t start = now_ns();
        TRY(entry_post(ctx, batch, BATCH, out));
        *ret_ns += now_ns() - start;
        arena_reset(ctx->arena);
    }
    return OK;
}

int main(int argc, char **argv)
{
    struct random random = {0};
    struct ctx ctx = {.random = &random, .actor = {.kind = ACTOR_PERSON}};
    int64_t entries, communities, ns;
    struct rusage usage;
    day today;
    if (argc != 4 || FAILED(digest_start()) || FAILED(number_parse(argv[2], BATCH, 100000000, &entries)) ||
        FAILED(number_parse(argv[3], 1, 1000, &communities)) || FAILED(date_from_civil(2027, 6, 1, &today)))
        return 2;
    ctx.arena = arena_new(ARENA);
    ctx.now = date_begin(today);
    const result done = run(&ctx, argv[1], entries, communities, &ns);
    if (FAILED(done)) {
        char text[512];
        error_text(done.code, &ctx.error, LANGUAGE_EN, text, sizeof text);
        (void)fprintf(stderr, "%s: %s\n", error_info(done.code)->name, text);
        return 1;
    }
    (void)getrusage(RUSAGE_SELF, &usage);
    (void)printf("%lld.%09lld %ld\n", (long long)(ns / 1000000000), (long long)(ns % 1000000000), usage.ru_maxrss);
    db_close(&ctx.db);
    arena_free(&ctx.arena);
    return 0;
}
