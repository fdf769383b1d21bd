/* bench.h  What the benchmarks share: communities to post into, batches of two-line entries, a clock. */
#pragma once

#include "ledger/book/entry.h"

enum { BENCH_BATCH = 1000 };

struct bench_cities {
    int64_t count;   /* of communities */
    uint16_t fund;   /* of their bank accounts */
    uint64_t *banks; /* record of the bank account of each */
};

/* Memory and a fixed clock; the end prints a refusal and returns the exit status. */
void bench_begin(struct ctx *ctx, struct random *random, size_t arena);
int bench_end(struct ctx *ctx, result done);

/* Nanoseconds of a clock that only runs forward; peak memory of the process. */
int64_t bench_now(void);
long bench_peak_kib(void);

/* The code of community number i. */
uint64_t bench_community(int64_t i);

/* Migrates a fresh database and opens the books. Refusals: those of fund_open_books and bank_account_open. */
RESULT bench_open(struct ctx *ctx, const char *dsn, const struct bench_cities *cities);

/* Entries number first … first + 999 of public income, sorted by community. Refusals: memory.exhausted. */
RESULT bench_batch(struct ctx *ctx, int64_t first, const struct bench_cities *cities, struct entry_in **ret_batch);
