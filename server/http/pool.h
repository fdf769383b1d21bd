/* pool.h  Connections shared by the request threads, opened when first wanted and opened anew when the database came
 * back. */
#pragma once

#include "server/app.h"

/* Waits for a free slot and sets ctx->db. Refusals: database.unavailable, database.schema. */
RESULT http_pool_take(struct ctx *ctx, struct app *app);

/* Gives ctx->db back; a broken connection is closed, the next taker opens a new one. */
void http_pool_give(struct ctx *ctx, struct app *app, bool broken);
