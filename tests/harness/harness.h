/* harness.h  A real PostgreSQL for a test program: a private cluster in a temporary folder, migrated, opened as the
 * service role, with a fixed clock and seeded randomness. Run as root the program becomes the user who owns the
 * cluster. */
#pragma once

#include "db/cluster.h"
#include "db/db.h"

#include <sys/types.h>

struct harness {
    struct ctx ctx;
    struct random random;
    struct cluster *cluster;
    char folder[64];
    pid_t keeper; /* stops the server and removes the folder when we end, however we end */
    int alive;    /* our end of the pipe at which it waits */
    char *kept;   /* by harness_keep */
};

/* Ready to use, or the program aborts with the refusal. today: "2026-03-31". */
void harness_begin(struct harness *harness, const char *today);

/* The same on a file system in memory, where there is one with room: for very many commits, when nothing is about
 * surviving a crash. */
void harness_begin_in_memory(struct harness *harness, const char *today);
void harness_end(struct harness *harness);

/* Another connection to the same database, with a context of its own. role NULL: the superuser. Close with
 * harness_disconnect. */
void harness_connect(struct harness *harness, const char *role, struct ctx *ret_ctx);
void harness_disconnect(struct ctx *ctx);

/* Runs SQL as the superuser; aborts when it fails. */
void harness_sql(struct harness *harness, const char *sql);

/* How to connect as a role; lives in harness->ctx.arena. */
const char *harness_dsn(struct harness *harness, const char *role);

/* Writes down a digest of every row of every table; of one community and of the tables that belong to none, unless
 * community is 0. The second aborts with the name of the table when a row is not as it was then. */
void harness_keep(struct harness *harness, uint64_t community);
void harness_expect_kept(struct harness *harness, uint64_t community);

/* Aborts with the words of the refusal unless it is `code`. */
void harness_expect(const struct ctx *ctx, result got, enum error code);

/* A community with books and one bank account for public income; returns the seq of the account. */
int64_t harness_community(struct harness *harness, uint64_t code);
