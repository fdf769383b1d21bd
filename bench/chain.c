/* chain  Re-hashes, chains and roots every record of the database, then reads the same records by COPY and throws them
 * away.
 *
 * bench_chain DSN: prints records, seconds of the verification, seconds of the bare COPY, peak memory in KiB. */
#include "audit/desk/verify.h"
#include "base/digest.h"
#include "embed/copy.h"
#include "ledger/people/community.h"

#include <stdio.h>
#include <sys/resource.h>

enum { ARENA = 512 << 20, FIELDS = 6 };

struct drained {
    uint64_t records;
    size_t bytes;
};

static int64_t now_ns(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static RESULT drain_community(struct ctx *ctx, uint64_t community, struct drained *drained)
{
    struct db_field fields[FIELDS];
    struct db_copy *copy = NULL;
    bool more = true;
    TRY(db_copy_open(ctx, &copy_journal, community, &copy));
    result next = db_copy_next(copy, fields, FIELDS, &more);
    while (!FAILED(next) && more) {
        drained->records++;
        drained->bytes += fields[FIELDS - 1].bytes.size;
        next = db_copy_next(copy, fields, FIELDS, &more);
    }
    db_copy_close(&copy);
    return next;
}

static RESULT drain(struct ctx *ctx, void *arg)
{
    struct community *list;
    size_t count;
    TRY(community_list(ctx, &list, &count));
    for (size_t i = 0; i < count; i++)
        TRY(drain_community(ctx, list[i].community_id, arg));
    return OK;
}

static RESULT run(struct ctx *ctx, const char *dsn)
{
    static const struct verify_options chain_only = {.chain_only = true};
    struct drained drained = {0, 0};
    struct report report;
    struct rusage usage;
    TRY(db_open(ctx, dsn, "mz_verify", &ctx->db));
    TRY(db_read(ctx, drain, &(struct drained){0, 0})); /* warm */
    const int64_t start = now_ns();
    TRY(verify_run(ctx, 0, &chain_only, &report));
    const int64_t between = now_ns();
    (void)getrusage(RUSAGE_SELF, &usage);
    TRY(db_read(ctx, drain, &drained));
    const int64_t end = now_ns();
    (void)printf("%llu %lld.%09lld %lld.%09lld %ld\n", (unsigned long long)drained.records,
                 (long long)((between - start) / 1000000000), (long long)((between - start) % 1000000000),
                 (long long)((end - between) / 1000000000), (long long)((end - between) % 1000000000), usage.ru_maxrss);
    return OK;
}

int main(int argc, char **argv)
{
    struct random random = {0};
    struct ctx ctx = {.random = &random};
    if (argc != 2 || FAILED(digest_start()))
        return 2;
    ctx.arena = arena_new(ARENA);
    const result done = run(&ctx, argv[1]);
    if (FAILED(done))
        (void)fprintf(stderr, "%s\n", error_info(done.code)->name);
    db_close(&ctx.db);
    arena_free(&ctx.arena);
    return FAILED(done) ? 1 : 0;
}
