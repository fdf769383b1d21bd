/* app.h  What outlives requests: the pool of connections and the clock; and how the daemon is started and stopped.
 *
 * http: the server, whose files lie in server/http. This is the only header of server/ that the command line includes.
 */
#pragma once

#include "base/ctx.h"

#include <pthread.h>

struct db;
struct http_server;

enum { APP_POOL_MAX = 16 };

struct app_slot {
    struct db *db; /* NULL: not connected, or given back broken */
    bool taken;
};

struct app {
    const char *dsn;      /* NULL: no database, as in tests of the transport */
    const char *role;     /* "mz_app" */
    inst fixed_now;       /* 0: the machine's clock */
    struct arena *arena;  /* of main; the server's handle lives in it */
    size_t pool_size;     /* connections at most, up to APP_POOL_MAX */
    pthread_mutex_t lock; /* guards slot */
    pthread_cond_t given; /* a slot was given back */
    struct app_slot slot[APP_POOL_MAX];
    bool lost; /* a connection failed since somebody last asked; guarded by lock */
};

/* Prepares the lock and an empty pool; connections are opened when first wanted. */
void http_app_init(struct app *app, struct arena *arena, const char *dsn);

/* Closes every connection. No request may be under way. */
void http_app_done(struct app *app);

/* True once after a connection could not be opened or broke: whoever owns the database may look after it. */
bool http_app_lost(struct app *app);

/* Serves on 127.0.0.1:port (0: any free port) in threads of its own. Refusals: http.port (details port, reason),
 * memory.exhausted. */
RESULT http_listen(struct ctx *ctx, struct app *app, int port, struct http_server **ret_server);

/* The port it listens on. */
int http_port(const struct http_server *server);

/* Waits for requests under way and closes the port. */
void http_stop(struct http_server **server);
