/* cluster_private.h  What the files of the private cluster share: its places, its programs, its server. */
#pragma once

#include "db/cluster.h"

#include <limits.h>
#include <sys/types.h>

struct cluster {
    char dir[PATH_MAX], pgdata[PATH_MAX], socket[PATH_MAX]; /* absolute */
    char bin[PATH_MAX];                                     /* folder of the server's programs */
    int start_lock, users_lock, daemon_lock;                /* descriptors; -1 when not open */
    long log_start;                                         /* size of the log when we came */
};

/* Writes `parent/name` into `out` of PATH_MAX bytes; too long a path becomes one that does not exist. */
void cluster_path(char *out, const char *parent, const char *name);

/* ---- cluster_folder.c ---- */

/* Refuses `folder` for a reason that has both languages in it, or for what errno says when reason is NULL:
 * cluster.folder. */
RESULT cluster_folder_refuse(struct ctx *ctx, const char *folder, const char *reason);

/* Refuses a folder that belongs to `owner`: cluster.foreign, naming owner and user. */
RESULT cluster_folder_foreign(struct ctx *ctx, const char *folder, uid_t owner);

/* True when the open folder holds nothing but what a cluster keeps there; with `empty`, when it holds nothing at all.
 */
bool cluster_folder_is_ours(int fd, bool empty);

/* Checks DIR and fills dir and pgdata. *ret_made: whether a finished cluster is there. Makes DIR when `make`.
 * Refusals: cluster.empty, cluster.folder, cluster.foreign. */
RESULT cluster_folder_open(struct ctx *ctx, struct cluster *cluster, const char *dir, bool make, bool *ret_made);

/* Removes a folder and everything in it; no such folder is fine. Refusals: cluster.folder. */
RESULT cluster_folder_wipe(struct ctx *ctx, const char *folder);

/* Fills socket: DIR/socket, or a private folder with a short name that DIR/socket.path remembers. Refusals:
 * cluster.folder. */
RESULT cluster_folder_socket(struct ctx *ctx, struct cluster *cluster);

/* Removes the private socket folder outside DIR, if there is one. */
void cluster_folder_forget_socket(struct cluster *cluster);

/* Writes a small file, mode 0600, and makes it durable. Refusals: cluster.folder. */
RESULT cluster_folder_write(struct ctx *ctx, const char *path, const char *text);

/* ---- cluster_program.c ---- */

/* Fills bin with the newest server of version 15 or later, or with exactly `version` when that is not NULL.
 * Refusals: cluster.missing, cluster.version. */
RESULT cluster_program_find(struct ctx *ctx, struct cluster *cluster, const char *version);

/* Runs a program of bin to its end, its output going to the log. Refusals: cluster.failed. */
RESULT cluster_program_run(struct ctx *ctx, const struct cluster *cluster, const char *const *argv);

/* Starts postgres in a session of its own, child of nobody here. argv[0] names a program of bin. Refusals:
 * cluster.failed. */
RESULT cluster_program_launch(struct ctx *ctx, const struct cluster *cluster, const char *const *argv, pid_t *ret_pid);

/* cluster.failed, with the last telling line that the log got since we came, or errno's text when it got none. */
RESULT cluster_program_failed(struct ctx *ctx, const struct cluster *cluster);

/* Whether the log, since we came, says `words`. */
bool cluster_program_said(const struct cluster *cluster, const char *words);

/* ---- cluster_server.c ---- */

/* Makes pgdata: initdb beside it, settings, one rename. What an interrupted attempt left is wiped first.
 * Refusals: cluster.failed, cluster.folder. */
RESULT cluster_server_make(struct ctx *ctx, struct cluster *cluster);

/* Whether the database is there to be used, without starting anything. */
bool cluster_server_answers(const struct cluster *cluster);

/* Returns when the server accepts connections, started by us if need be. Refusals: cluster.failed, cluster.folder. */
RESULT cluster_server_start(struct ctx *ctx, struct cluster *cluster);

/* Makes the database when it is missing and `make`. Refusals: cluster.empty, cluster.failed. */
RESULT cluster_server_database(struct ctx *ctx, struct cluster *cluster, bool make);

/* Stops the server, if it runs, after a checkpoint. Refusals: cluster.failed. */
RESULT cluster_server_stop(struct ctx *ctx, struct cluster *cluster);
