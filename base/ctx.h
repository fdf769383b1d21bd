/* ctx.h  What an operation carries: memory, database, who acts, what time it is, and the details of a refusal.
 *
 * Nothing reads time, environment or randomness but through the context, so a three-year window is tested by setting a
 * date. */
#pragma once

#include "base/arena.h"
#include "base/date.h"
#include "base/random.h"

struct db; /* db/db.h */

enum actor_kind { ACTOR_PERSON = 1, ACTOR_ORGANIZATION = 2, ACTOR_JOB = 3, ACTOR_IMPORTER = 4 };

struct actor {
    enum actor_kind kind;
    struct uuid subject; /* zero for jobs */
    uint16_t role;       /* 0 none */
    struct digest key;   /* zero: session only */
};

struct ctx {
    struct arena *arena;
    struct db *db;
    struct actor actor;
    inst now;
    struct random *random;
    struct error_detail error;
};

/* The civil date in China of ctx->now. */
day ctx_today(const struct ctx *ctx);
