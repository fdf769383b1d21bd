/* Transactions: the only functions that take a function. */
#include "db/private.h"

#include <stdlib.h>
#include <unistd.h>

enum { TRIES = 5 };

static RESULT attempt(struct ctx *ctx, const char *begin, result run(struct ctx *ctx, void *arg), void *arg)
{
    TRY(db_command(ctx, begin));
    ctx->db->in_transaction = true;
    const result ran = run(ctx, arg);
    ctx->db->in_transaction = false;
    if (FAILED(ran)) {
        const struct error_detail kept = ctx->error;
        IGNORE(db_command(ctx, "rollback")); /* a lost connection has rolled back by itself */
        ctx->error = kept;
        return ran;
    }
    return db_command(ctx, "commit");
}

/* 5 … 15 ms, doubled each time: two writers that met do not meet again. */
static void pause_before(struct ctx *ctx, int try_number)
{
    uint8_t jitter;
    random_bytes(ctx->random, &jitter, sizeof jitter);
    (void)usleep((useconds_t)((5000 + jitter * 40) << try_number));
}

RESULT db_write(struct ctx *ctx, result run(struct ctx *ctx, void *arg), void *arg)
{
    result done = OK;
    for (int i = 0; i < TRIES; i++) {
        done = attempt(ctx, "begin isolation level read committed; set local synchronous_commit = on", run, arg);
        if (done.code == ERROR_database_unavailable) {
            pause_before(ctx, i);
            if (FAILED(db_reconnect(ctx, ctx->db)))
                return done;
        } else if (done.code != ERROR_database_again) {
            return done;
        }
        pause_before(ctx, i);
    }
    return done;
}

RESULT db_read(struct ctx *ctx, result run(struct ctx *ctx, void *arg), void *arg)
{
    return attempt(ctx, "begin isolation level repeatable read, read only", run, arg);
}
