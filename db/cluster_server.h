/* cluster_server.h  The programs of PostgreSQL: finding them, initdb, pg_ctl. Used by cluster.c alone. */
#pragma once

#include "base/ctx.h"

enum { SERVER_PATH = 1024 };

struct server {
    char dir[SERVER_PATH];    /* absolute */
    char bin[SERVER_PATH];    /* folder of initdb, pg_ctl, psql */
    char socket[SERVER_PATH]; /* folder of the socket */
};

/* Finds the programs that fit DIR/pgdata, or the newest from 15 on. Refusals: cluster.missing. */
RESULT server_find(struct ctx *ctx, struct server *server);

/* True when DIR/pgdata is a finished cluster. */
bool server_exists(const struct server *server);

/* initdb; an interrupted earlier attempt is wiped first. Refusals: cluster.folder (something else is there),
 * cluster.failed. */
RESULT server_create(struct ctx *ctx, const struct server *server);

/* Writes our settings, starts the server unless it answers, and waits until it does. Refusals: cluster.failed. */
RESULT server_start(struct ctx *ctx, const struct server *server);
void server_stop(const struct server *server);

/* Runs a program with a minimal environment from /, output appended to `log` (NULL: inherited). Returns its exit
 * status, or 127. */
int server_run(const char *const *argv, const char *log);
