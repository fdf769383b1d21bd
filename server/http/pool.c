#include "server/http/pool.h"

#include "db/db.h"

#include <assert.h>

enum { POOL_SIZE = 4 };

void http_app_init(struct app *app, struct arena *arena, const char *dsn)
{
    *app = (struct app){.dsn = dsn, .role = "mz_app", .arena = arena, .pool_size = POOL_SIZE};
    (void)pthread_mutex_init(&app->lock, NULL);
    (void)pthread_cond_init(&app->given, NULL);
}

void http_app_done(struct app *app)
{
    for (size_t i = 0; i < APP_POOL_MAX; i++)
        db_close(&app->slot[i].db);
    (void)pthread_cond_destroy(&app->given);
    (void)pthread_mutex_destroy(&app->lock);
}

/* A free slot, a connected one if there is any; NULL when all are taken. */
static struct app_slot *free_slot(struct app *app)
{
    struct app_slot *found = NULL;
    for (size_t i = 0; i < app->pool_size; i++)
        if (!app->slot[i].taken && (!found || (!found->db && app->slot[i].db)))
            found = &app->slot[i];
    return found;
}

static struct app_slot *wait_for_slot(struct app *app)
{
    (void)pthread_mutex_lock(&app->lock);
    struct app_slot *slot = free_slot(app);
    while (!slot) {
        (void)pthread_cond_wait(&app->given, &app->lock);
        slot = free_slot(app);
    }
    slot->taken = true;
    (void)pthread_mutex_unlock(&app->lock);
    return slot;
}

bool http_app_lost(struct app *app)
{
    (void)pthread_mutex_lock(&app->lock);
    const bool lost = app->lost;
    app->lost = false;
    (void)pthread_mutex_unlock(&app->lock);
    return lost;
}

/* Puts `db` (NULL: none) into a slot of ours and lets go of it. Slots change only under the lock. */
static void give_slot(struct app *app, struct app_slot *slot, struct db *db)
{
    (void)pthread_mutex_lock(&app->lock);
    slot->db = db;
    slot->taken = false;
    app->lost |= !db;
    (void)pthread_cond_signal(&app->given);
    (void)pthread_mutex_unlock(&app->lock);
}

static void keep(struct app *app, struct app_slot *slot, struct db *db)
{
    (void)pthread_mutex_lock(&app->lock);
    slot->db = db;
    (void)pthread_mutex_unlock(&app->lock);
}

static RESULT open_ready(struct ctx *ctx, const struct app *app, struct db **ret_db)
{
    TRY(db_open(ctx, app->dsn, app->role, ret_db));
    ctx->db = *ret_db;
    const result ready = db_prepare(ctx);
    ctx->db = NULL;
    if (FAILED(ready))
        db_close(ret_db);
    return ready;
}

RESULT http_pool_take(struct ctx *ctx, struct app *app)
{
    if (!app->dsn) {
        error_set(&ctx->error, "reason", "no database");
        return REFUSE(database, unavailable);
    }
    struct app_slot *slot = wait_for_slot(app);
    struct db *db = slot->db; /* the slot is ours, nobody else changes it */
    if (!db) {                /* opening outside the lock keeps the others running */
        const result opened = open_ready(ctx, app, &db);
        if (FAILED(opened)) {
            give_slot(app, slot, NULL);
            return opened;
        }
        keep(app, slot, db);
    }
    ctx->db = db;
    return OK;
}

static struct app_slot *slot_of(struct app *app, const struct db *db)
{
    size_t i = 0;
    (void)pthread_mutex_lock(&app->lock);
    while (i < app->pool_size && app->slot[i].db != db)
        i++;
    (void)pthread_mutex_unlock(&app->lock);
    assert(i < app->pool_size);
    return &app->slot[i];
}

void http_pool_give(struct ctx *ctx, struct app *app, bool broken)
{
    struct app_slot *slot = slot_of(app, ctx->db);
    if (broken) {
        keep(app, slot, NULL); /* before its memory is free: a new connection may get the same address */
        db_close(&ctx->db);
    }
    give_slot(app, slot, ctx->db);
    ctx->db = NULL;
}
