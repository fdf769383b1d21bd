/* migrate.h  Brings a database to the schema of this program: roles, frozen migrations, functions, grants, the server
 * secret.
 *
 * Each migration is applied once and remembered with its SHA-256; functions and grants are stated anew each time.
 * Running it twice changes nothing. ctx->db must be a connection that may create roles (db_open with role NULL). Safe
 * against a second program doing the same: an advisory lock serialises them. */
#pragma once

#include "db/db.h"

/* Refusals in order: migration.changed (an applied migration has other bytes, or is unknown to this program),
 * database.*. */
RESULT db_migrate(struct ctx *ctx);
