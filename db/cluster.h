/* cluster.h  The private PostgreSQL of a data folder: made on first use, started when needed, shared, stopped by its
 * last user.
 *
 * DIR holds pgdata/, socket/ (or socket.path, naming a private folder elsewhere when DIR is too deep for a socket),
 * postgresql.log and three lock files: start.lock serialises starting and stopping, users.lock is held in shared mode
 * by everybody who uses the server, daemon.lock by the one process that serves pages. PostgreSQL listens on the socket
 * alone and admits the user who owns DIR, as postgres, mz_app or mz_verify. A process that dies leaves nothing behind
 * that the next one does not mend. */
#pragma once

#include "base/ctx.h"

struct cluster;

/* The absolute path of DIR, which may be missing yet, with links resolved, in ctx->arena. Root asks for it before
 * becoming a user who may not see the way there. Refusals: cluster.folder, memory.exhausted. */
RESULT cluster_locate(struct ctx *ctx, const char *dir, const char **ret_dir);

/* Run as root, becomes the user who owns the cluster for good: the system user `mingzhang`, made on first need. DIR is
 * made when missing, and taken over from root when it holds nothing of others. For other users does nothing. Call it
 * before anything else. Refusals: cluster.foreign (DIR belongs to somebody else), cluster.enclosed (that user cannot
 * enter a folder above DIR), cluster.folder (no such place, not a folder, not empty, no such user can be made). */
RESULT cluster_become_owner(struct ctx *ctx, const char *dir);

/* Run as root, gives the empty folder `fd` to the user whom cluster_become_owner would become; else does nothing.
 * Refusals: cluster.folder. */
RESULT cluster_hand_over(struct ctx *ctx, const char *dir, int fd);

/* Joins the cluster of DIR: makes it (when `make`), starts it, or adopts one that runs; waits while it recovers from a
 * crash. Refusals in order: cluster.empty (nothing there and not `make`), cluster.folder, cluster.foreign,
 * cluster.missing, cluster.version, cluster.failed (with the last words of the log). */
RESULT cluster_open(struct ctx *ctx, const char *dir, bool make, struct cluster **ret_cluster);

/* Claims DIR for the one daemon, until cluster_close or the end of the process. Refusals: cluster.in_use with the
 * other's pid. */
RESULT cluster_claim(struct ctx *ctx, struct cluster *cluster);

/* A connection string for "postgres", "mz_app" or "mz_verify", in ctx->arena. Refusals: memory.exhausted. */
RESULT cluster_dsn(struct ctx *ctx, const struct cluster *cluster, const char *role, const char **ret_dsn);

/* Leaves the cluster, and stops the server when nobody else uses it. */
void cluster_close(struct cluster **cluster);

/* Runs psql on `dsn` with further arguments until it ends; *ret_status is its exit status. Refusals: cluster.missing.
 */
RESULT cluster_psql(struct ctx *ctx, const char *dsn, const char *const *args, size_t count, int *ret_status);
