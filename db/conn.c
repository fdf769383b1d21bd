/* Connections: open, prepare, close. */
#include "db/private.h"

#include "embed/sql.h"

#include <stdlib.h>
#include <string.h>

static size_t query_count(void)
{
    size_t n = 0;
    while (sql_all[n])
        n++;
    return n;
}

void db_result_clear(PGresult **rows)
{
    PQclear(*rows);
    *rows = NULL;
}

/* The first line of a libpq message, without its prefix. */
static void message(struct ctx *ctx, const char *text)
{
    const char *start = strncmp(text, "ERROR:  ", 8) == 0 ? text + 8 : text;
    error_set(&ctx->error, "reason", "%.*s", (int)strcspn(start, "\n"), start);
}

/* "key=value;key=value" of a raised DETAIL into the details. */
static void raised_details(struct ctx *ctx, const char *detail)
{
    while (detail && *detail) {
        const size_t pair = strcspn(detail, ";");
        const size_t key = strcspn(detail, "=");
        if (key < pair && key < ERROR_KEY_SIZE) {
            char name[ERROR_KEY_SIZE] = {0};
            memcpy(name, detail, key);
            error_set(&ctx->error, name, "%.*s", (int)(pair - key - 1), detail + key + 1);
        }
        detail += pair + (detail[pair] == ';');
    }
}

RESULT db_failure(struct ctx *ctx, const struct db *db, const PGresult *failed)
{
    const char *state = failed ? PQresultErrorField(failed, PG_DIAG_SQLSTATE) : NULL;
    if (!state || PQstatus(db->conn) != CONNECTION_OK || strncmp(state, "57P0", 4) == 0 ||
        strncmp(state, "08", 2) == 0) {
        message(ctx, PQerrorMessage(db->conn));
        return REFUSE(database, unavailable);
    }
    const enum error raised = error_from_sqlstate(state);
    message(ctx, PQresultErrorMessage(failed));
    if (raised != ERROR_none) {
        raised_details(ctx, PQresultErrorField(failed, PG_DIAG_MESSAGE_DETAIL));
        return (result){raised};
    }
    if (!strcmp(state, "40001") || !strcmp(state, "40P01") || !strcmp(state, "55P03"))
        return REFUSE(database, again);
    if (!strcmp(state, "53100") || !strcmp(state, "53200") || !strcmp(state, "53300"))
        return REFUSE(database, full);
    if (!strcmp(state, "42501"))
        return REFUSE(database, read_only);
    return !strncmp(state, "42", 2) ? REFUSE(database, schema) : REFUSE(fault, internal);
}

RESULT db_command(struct ctx *ctx, const char *command)
{
    CLEANUP(db_result_clear) PGresult *done = PQexec(ctx->db->conn, command);
    const ExecStatusType status = PQresultStatus(done);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ? OK : db_failure(ctx, ctx->db, done);
}

/* Describes prepared statement `name` into *info. */
static RESULT describe(struct ctx *ctx, const char *name, struct statement_info *info)
{
    CLEANUP(db_result_clear) PGresult *described = PQdescribePrepared(ctx->db->conn, name);
    if (PQresultStatus(described) != PGRES_COMMAND_OK)
        return db_failure(ctx, ctx->db, described);
    info->param_count = PQnparams(described);
    info->column_count = PQnfields(described);
    if (info->param_count > (int)LENGTH(info->param) || info->column_count > (int)LENGTH(info->column)) {
        error_set(&ctx->error, "reason", "%s has too many parameters or columns", name);
        return REFUSE(database, schema);
    }
    for (int i = 0; i < info->param_count; i++)
        info->param[i] = PQparamtype(described, i);
    for (int i = 0; i < info->column_count; i++)
        info->column[i] = PQftype(described, i);
    info->ready = true;
    return OK;
}

RESULT db_statement(struct ctx *ctx, const struct embedded *query, const struct statement_info **ret_info)
{
    struct statement_info *info = ctx->db->statements;
    for (size_t i = 0; sql_all[i] != query; i++)
        info++;
    *ret_info = info;
    if (info->ready)
        return OK;
    CLEANUP(db_result_clear) PGresult *prepared = PQprepare(ctx->db->conn, query->name, query->text, 0, NULL);
    if (PQresultStatus(prepared) == PGRES_COMMAND_OK)
        return describe(ctx, query->name, info);
    const result failed = db_failure(ctx, ctx->db, prepared);
    const char *reason = error_get(&ctx->error, "reason");
    char copy[160];
    (void)snprintf(copy, sizeof copy, "%s", reason ? reason : "");
    error_set(&ctx->error, "reason", "%s: %s", query->name, copy);
    return failed;
}

RESULT db_prepare(struct ctx *ctx)
{
    const struct statement_info *info;
    for (size_t i = 0; i < ctx->db->statement_count; i++)
        TRY(db_statement(ctx, sql_all[i], &info));
    return OK;
}

static void quiet(void *unused, const char *notice)
{
    (void)unused;
    (void)notice;
}

static RESULT connect_now(struct ctx *ctx, struct db *db)
{
    db->conn = PQconnectdb(db->dsn);
    if (!db->conn || PQstatus(db->conn) != CONNECTION_OK) {
        message(ctx, db->conn ? PQerrorMessage(db->conn) : "out of memory");
        return REFUSE(database, unavailable);
    }
    PQsetNoticeProcessor(db->conn, quiet, NULL);
    const char *login = PQuser(db->conn);
    struct db *before = ctx->db;
    ctx->db = db;
    result settled =
        db_command(ctx, "set client_encoding = 'UTF8'; set timezone = 'Asia/Shanghai'; set search_path = public");
    if (!FAILED(settled) && db->role && (!login || strcmp(login, db->role) != 0)) {
        char command[80];
        (void)snprintf(command, sizeof command, "set role %s", db->role); /* one of our own role names, never input */
        settled = db_command(ctx, command);
    }
    ctx->db = before;
    return settled;
}

RESULT db_reconnect(struct ctx *ctx, struct db *db)
{
    PQfinish(db->conn);
    db->conn = NULL;
    db->in_transaction = false;
    memset(db->statements, 0, db->statement_count * sizeof *db->statements);
    return connect_now(ctx, db);
}

void db_close(struct db **db)
{
    if (!*db)
        return;
    PQfinish((*db)->conn);
    free((void *)(uintptr_t)(*db)->dsn);
    free((void *)(uintptr_t)(*db)->role);
    free((*db)->statements);
    free(*db);
    *db = NULL;
}

/* role NULL is an administrator's connection: migrations run on a schema that the queries do not fit yet. */
RESULT db_open(struct ctx *ctx, const char *dsn, const char *role, struct db **ret_db)
{
    struct db *db = calloc(1, sizeof *db);
    if (!db)
        return REFUSE(memory, exhausted);
    db->dsn = strdup(dsn);
    db->role = role ? strdup(role) : NULL;
    db->statement_count = role ? query_count() : 0;
    db->statements = calloc(db->statement_count + 1, sizeof *db->statements);
    const result opened = db->dsn && db->statements ? connect_now(ctx, db) : REFUSE(memory, exhausted);
    if (FAILED(opened)) {
        db_close(&db);
        return opened;
    }
    *ret_db = db;
    return OK;
}

RESULT db_script(struct ctx *ctx, const struct embedded *script)
{
    CLEANUP(db_result_clear) PGresult *done = PQexec(ctx->db->conn, script->text);
    const ExecStatusType status = PQresultStatus(done);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
        return OK;
    const result failed = db_failure(ctx, ctx->db, done);
    char copy[160];
    (void)snprintf(copy, sizeof copy, "%s", error_get(&ctx->error, "reason") ? error_get(&ctx->error, "reason") : "");
    error_set(&ctx->error, "reason", "%s: %s", script->name, copy);
    return failed;
}
