#include "db/migrate.h"

#include "base/digest.h"
#include "db/private.h"
#include "embed/function.h"
#include "embed/migration.h"
#include "embed/setup.h"

#include <string.h>

/* *ret_applied: whether migration i stands in the table with the same bytes. Refusals: migration.changed. */
static RESULT look_up(struct ctx *ctx, const struct embedded *migration, bool *ret_applied)
{
    const char *values[] = {migration->name};
    CLEANUP(db_result_clear)
    PGresult *found = PQexecParams(ctx->db->conn, setup_migration_find.text, 1, NULL, values, NULL, NULL, 0);
    if (PQresultStatus(found) != PGRES_TUPLES_OK)
        return db_failure(ctx, ctx->db, found);
    *ret_applied = PQntuples(found) == 1;
    if (*ret_applied && strcmp(PQgetvalue(found, 0, 0), migration->sha256) != 0) {
        error_set(&ctx->error, "name", "%s", migration->name);
        return REFUSE(migration, changed);
    }
    return OK;
}

static RESULT remember(struct ctx *ctx, const struct embedded *migration)
{
    const char *values[] = {migration->name, migration->sha256};
    CLEANUP(db_result_clear)
    PGresult *done = PQexecParams(ctx->db->conn, setup_migration_remember.text, 2, NULL, values, NULL, NULL, 0);
    return PQresultStatus(done) == PGRES_COMMAND_OK ? OK : db_failure(ctx, ctx->db, done);
}

/* A database migrated by a newer program is not ours to touch. */
static RESULT refuse_newer(struct ctx *ctx, size_t known)
{
    CLEANUP(db_result_clear) PGresult *rows = PQexec(ctx->db->conn, setup_migration_list.text);
    if (PQresultStatus(rows) != PGRES_TUPLES_OK)
        return db_failure(ctx, ctx->db, rows);
    if ((size_t)PQntuples(rows) <= known)
        return OK;
    error_set(&ctx->error, "name", "%s", PQgetvalue(rows, 0, 0));
    return REFUSE(migration, changed);
}

static RESULT set_secret(struct ctx *ctx)
{
    uint8_t secret[32];
    char hex[2 * sizeof secret + 1];
    random_bytes(ctx->random, secret, sizeof secret);
    hex_encode(BYTES(secret, sizeof secret), hex);
    const char *values[] = {hex};
    CLEANUP(db_result_clear)
    PGresult *done = PQexecParams(ctx->db->conn, setup_secret_make.text, 1, NULL, values, NULL, NULL, 0);
    return PQresultStatus(done) == PGRES_TUPLES_OK ? OK : db_failure(ctx, ctx->db, done);
}

static RESULT migrate(struct ctx *ctx, void *unused)
{
    (void)unused;
    TRY(db_script(ctx, &setup_migration_lock));
    TRY(db_script(ctx, &setup_roles));
    TRY(db_command(ctx,
                   "set local role mz_owner; set local search_path = public; set local client_min_messages = warning"));
    TRY(db_script(ctx, &setup_migration_table));
    size_t known = 0;
    for (; migration_all[known]; known++) {
        bool applied = false;
        TRY(look_up(ctx, migration_all[known], &applied));
        if (applied)
            continue;
        TRY(db_script(ctx, migration_all[known]));
        TRY(remember(ctx, migration_all[known]));
    }
    TRY(refuse_newer(ctx, known));
    for (size_t i = 0; function_all[i]; i++)
        TRY(db_script(ctx, function_all[i]));
    TRY(set_secret(ctx));
    return db_script(ctx, &setup_grants);
}

RESULT db_migrate(struct ctx *ctx)
{
    return db_write(ctx, migrate, NULL);
}
