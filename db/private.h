/* private.h  What the files of db/ share and nobody else sees. */
#pragma once

#include "db/db.h"

#include <libpq-fe.h>

struct statement_info { /* PostgreSQL's own description of a prepared statement */
    int param_count, column_count;
    Oid param[32], column[32];
    bool ready; /* prepared on this connection */
};

struct db {
    PGconn *conn;
    const char *dsn, *role;            /* for reconnecting; owned */
    struct statement_info *statements; /* in the order of sql_all */
    size_t statement_count;
    bool in_transaction;
};

enum {
    OID_BOOL = 16,
    OID_BYTEA = 17,
    OID_INT8 = 20,
    OID_INT2 = 21,
    OID_INT4 = 23,
    OID_TEXT = 25,
    OID_DATE = 1082,
    OID_TIMESTAMPTZ = 1184,
    OID_UUID = 2950,
    OID_INT2_ARRAY = 1005,
    OID_INT4_ARRAY = 1007,
    OID_INT8_ARRAY = 1016,
    OID_TEXT_ARRAY = 1009,
    OID_BYTEA_ARRAY = 1001,
    OID_DATE_ARRAY = 1182,
    OID_TIMESTAMPTZ_ARRAY = 1185,
    OID_UUID_ARRAY = 2951
};

/* Days and microseconds between 1970-01-01 and PostgreSQL's epoch, 2000-01-01. */
#define PG_EPOCH_DAYS 10957
#define PG_EPOCH_US INT64_C(946684800000000)

/* For CLEANUP: frees a result. No refusals. */
void db_result_clear(PGresult **rows);

/* Turns a failed PGresult (or NULL) into a refusal with its details. */
RESULT db_failure(struct ctx *ctx, const struct db *db, const PGresult *failed);

/* A query's statement, prepared when it is first needed. Refusals: database.schema (it does not fit the schema). */
RESULT db_statement(struct ctx *ctx, const struct embedded *query, const struct statement_info **ret_info);

/* Runs transaction control or a setting; the text is a constant of db/. */
RESULT db_command(struct ctx *ctx, const char *command);

/* Closes and opens the connection anew with the same dsn and role. */
RESULT db_reconnect(struct ctx *ctx, struct db *db);
