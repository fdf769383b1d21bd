#include "bench/bench.h"

#include "base/digest.h"
#include "db/migrate.h"
#include "ledger/book/bank_account.h"
#include "ledger/book/fund.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

static const uint64_t bench_code = UINT64_C(330681000001);

uint64_t bench_community(int64_t i)
{
    return bench_code + (uint64_t)i;
}

int64_t bench_now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

RESULT bench_open(struct ctx *ctx, const char *dsn, const struct bench_cities *cities)
{
    TRY(db_open(ctx, dsn, NULL, &ctx->db));
    TRY(db_migrate(ctx));
    db_close(&ctx->db);
    TRY(db_open(ctx, dsn, "mz_app", &ctx->db));
    for (int64_t i = 0; i < cities->count; i++) {
        const uint64_t code = bench_code + (uint64_t)i;
        const struct fund_open_in books = {{code, "基准小区", "财务委员"}, "基准业委会"};
        const struct bank_account_open_in bank = {code, cities->fund, "中国建设银行", "33050165583500001234"};
        struct bank_account found;
        TRY(fund_open_books(ctx, &books));
        TRY(bank_account_open(ctx, &bank));
        TRY(bank_account_find(ctx, code, bank.number, &found));
        cities->banks[i] = (uint64_t)found.opened_seq;
        arena_reset(ctx->arena);
    }
    return OK;
}

RESULT bench_batch(struct ctx *ctx, int64_t first, const struct bench_cities *cities, struct entry_in **ret_batch)
{
    struct entry_in *batch;
    struct entry_line_in *lines;
    day start;
    TRY(date_from_civil(2024, 1, 1, &start));
    TRY(ARENA_TAKE(ctx->arena, BENCH_BATCH, &batch));
    TRY(ARENA_TAKE(ctx->arena, BENCH_BATCH * 2, &lines));
    for (int64_t i = 0; i < BENCH_BATCH; i++) {
        const int64_t n = first + i, community = i * cities->count / BENCH_BATCH; /* sorted by community */
        struct entry_line_in *line = &lines[2 * i];
        const money amount = FEN(100 + n % 1000000);
        line[0] = (struct entry_line_in){.fund = FUND_PI,
                                         .account = "100201",
                                         .side = SIDE_DEBIT,
                                         .amount = amount,
                                         .dimensions = {{DIMENSION_BANK_ACCOUNT, cities->banks[community]}},
                                         .dimension_count = 1};
        line[1] = (struct entry_line_in){.fund = FUND_PI,
                                         .account = "4001",
                                         .side = SIDE_CREDIT,
                                         .amount = amount,
                                         .dimensions = {{DIMENSION_STREAM, 1}},
                                         .dimension_count = 1};
        batch[i] = (struct entry_in){.community = bench_code + (uint64_t)community,
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

void bench_begin(struct ctx *ctx, struct random *random, size_t arena)
{
    day today;
    *random = (struct random){0};
    *ctx = (struct ctx){.random = random, .actor = {.kind = ACTOR_PERSON}, .arena = arena_new(arena)};
    if (!ctx->arena || FAILED(digest_start()) || FAILED(date_from_civil(2027, 6, 1, &today)))
        exit(2);
    ctx->now = date_begin(today);
}

int bench_end(struct ctx *ctx, result done)
{
    if (FAILED(done)) {
        char text[512];
        error_text(done.code, &ctx->error, LANGUAGE_EN, text, sizeof text);
        (void)fprintf(stderr, "%s: %s\n", error_info(done.code)->name, text);
    }
    db_close(&ctx->db);
    arena_free(&ctx->arena);
    return FAILED(done) ? 1 : 0;
}

long bench_peak_kib(void)
{
    struct rusage usage;
    (void)getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}
