/* db.h  One connection to PostgreSQL, with every query of sql/queries prepared by name. The only folder that includes
 * libpq.
 *
 * No function accepts SQL text: a query is a symbol `sql_<file>`, a misspelt one does not compile, a wrong column fails
 * when books are made (db_prepare). Parameters and columns travel in binary; C members are checked against PostgreSQL's
 * own description of each statement. */
#pragma once

#include "base/buffer.h"
#include "base/ctx.h"
#include "base/embed.h"
#include "base/money.h"

struct db;

/* Opens a connection as `role` ("mz_app", "mz_verify"; NULL keeps the login role). A query is prepared when it is first
 * needed. dsn: a libpq connection string. Refusals: database.unavailable. */
RESULT db_open(struct ctx *ctx, const char *dsn, const char *role, struct db **ret_db);

/* Prepares all queries at once: where many requests share the connection, and where books are made. Refusals:
 * database.schema (a query does not fit the schema). */
RESULT db_prepare(struct ctx *ctx);
void db_close(struct db **db);

/* ---- parameters ---- */

struct maybe { /* an optional whole number, date or amount */
    bool present;
    int64_t value;
};

enum db_kind { DB_NULL, DB_NUMBER, DB_BYTES, DB_ARRAY };

struct db_value {
    enum db_kind kind;
    int64_t number;
    struct bytes bytes; /* bytea, uuid, text; for arrays the finished binary form */
};

/* C values as parameters; text and bytes are borrowed until the call. No refusals. */
struct db_value db_number(int64_t value);
struct db_value db_text(const char *text);    /* NULL gives SQL null */
struct db_value db_bytes(struct bytes bytes); /* data NULL gives SQL null */
struct db_value db_maybe_number(struct maybe value);
struct db_value db_money(money value);
struct db_value db_digest(const struct digest *digest);
struct db_value db_uuid(const struct uuid *uuid);

/* ---- arrays, for set-based writes ---- */

enum db_element { DB_INT2, DB_INT4, DB_INT8, DB_DATE, DB_INSTANT, DB_BYTEA, DB_UUID, DB_STRING };

struct db_array {
    enum db_element element;
    struct buffer out;
    uint32_t count;
    bool has_null;
};

/* An empty array, then its items in order. A full arena shows in db_array_value. */
void db_array_init(struct db_array *array, struct arena *arena, enum db_element element);
void db_array_number(struct db_array *array, int64_t value);     /* dates as day numbers, instants as inst */
void db_array_bytes(struct db_array *array, struct bytes value); /* bytea, uuid, text; data NULL gives SQL null */
void db_array_null(struct db_array *array);

/* One empty array a column: DB_ARRAYS_INIT(arena, arrays, DB_INT8, DB_UUID). */
void db_arrays_init(struct db_array *arrays, size_t count, struct arena *arena, const enum db_element *elements);
#define DB_ARRAYS_INIT(arena, arrays, ...)                                                                             \
    do {                                                                                                               \
        const enum db_element elements_[] = {__VA_ARGS__};                                                             \
        _Static_assert(LENGTH(elements_) == LENGTH(arrays), "one element type an array");                              \
        db_arrays_init(arrays, LENGTH(arrays), arena, elements_);                                                      \
    } while (0)

/* One number to each array. */
void db_arrays_number(struct db_array *arrays, size_t count, const int64_t *values);

/* The array as a parameter, or each of them. Refusals: memory.exhausted. */
RESULT db_array_value(struct db_array *array, struct db_value *ret_value);
RESULT db_arrays_value(struct db_array *arrays, size_t count, struct db_value *ret_values);

/* ---- rows ---- */

enum db_member {
    DB_M_INT16,
    DB_M_INT32,
    DB_M_INT64,
    DB_M_UINT8,
    DB_M_UINT16,
    DB_M_UINT32,
    DB_M_UINT64,
    DB_M_BOOL,
    DB_M_MONEY,
    DB_M_MAYBE,
    DB_M_UUID,
    DB_M_DIGEST,
    DB_M_BYTES,
    DB_M_TEXT
};

struct db_column {
    const char *name;
    enum db_member member;
    size_t offset;
};

/* clang-format off */
#define COLUMN(type, field)                                                                                            \
    {#field,                                                                                                           \
     _Generic(((struct type *)0)->field, int16_t: DB_M_INT16, int32_t: DB_M_INT32, int64_t: DB_M_INT64,                \
              uint8_t: DB_M_UINT8, uint16_t: DB_M_UINT16, uint32_t: DB_M_UINT32, uint64_t: DB_M_UINT64,                \
              bool: DB_M_BOOL, money: DB_M_MONEY, struct maybe: DB_M_MAYBE, struct uuid: DB_M_UUID,                    \
              struct digest: DB_M_DIGEST, struct bytes: DB_M_BYTES, const char *: DB_M_TEXT),                          \
     offsetof(struct type, field)}
/* clang-format on */

struct db_row {
    const struct db_column *columns;
    size_t count, size; /* number of columns, bytes of the struct */
};
#define ROW(type, array) ((struct db_row){(array), LENGTH(array), sizeof(struct type)})

struct db_call {
    const struct embedded *query;
    const struct db_value *in;
    size_t count;
};
#define CALL(query, array) ((struct db_call){&(query), (array), LENGTH(array)})
#define CALL0(query) ((struct db_call){&(query), NULL, 0})

/* ---- queries; refusals of all: the MZ code a function raised, database.unavailable, database.again, database.full,
 *      database.read_only (permission denied), database.schema (C and SQL types do not fit), memory.exhausted ---- */

/* Runs a statement and ignores its rows. */
RESULT db_exec(struct ctx *ctx, struct db_call call);

/* Runs a statement whose parameters are these arrays, at most 16; does nothing when they are empty. */
RESULT db_exec_arrays(struct ctx *ctx, const struct embedded *query, struct db_array *arrays, size_t count);

/* Exactly one row, else fault.internal. Text and bytes are copied into ctx->arena. */
RESULT db_one(struct ctx *ctx, struct db_call call, struct db_row row, void *ret_row);

/* No row or one. */
RESULT db_maybe(struct ctx *ctx, struct db_call call, struct db_row row, void *ret_row, bool *ret_found);

/* All rows, as an array of the struct in ctx->arena. */
RESULT db_list(struct ctx *ctx, struct db_call call, struct db_row row, void *ret_items, size_t *ret_count);

/* ---- transactions (tx.c) ---- */

/* READ COMMITTED, committed when `run` succeeds, rolled back otherwise. Repeats at most 5 times with jitter on
 * serialisation failures, deadlocks and lost connections (reconnecting): `run` must be idempotent, which claims make
 * it. Refusals: those of `run`, database.again after the fifth time. */
RESULT db_write(struct ctx *ctx, result run(struct ctx *ctx, void *arg), void *arg);

/* One repeatable-read, read-only snapshot. Not repeated. */
RESULT db_read(struct ctx *ctx, result run(struct ctx *ctx, void *arg), void *arg);

/* ---- COPY (copy.c) ---- */

struct db_copy; /* a binary COPY out under way; one at a time per connection */

struct db_field {
    struct bytes bytes; /* data NULL for SQL null; borrowed until the next call */
};

/* Starts `copy (…) to stdout (format binary)` of a file of sql/copies. The parameter `community` reaches it as the
 * setting app.community; call inside a transaction. */
RESULT db_copy_open(struct ctx *ctx, const struct embedded *copy, uint64_t community, struct db_copy **ret_copy);

/* The next row: `count` fields. *ret_more false at the end. */
RESULT db_copy_next(struct db_copy *copy, struct db_field *fields, size_t count, bool *ret_more);
void db_copy_close(struct db_copy **copy);

int64_t db_field_number(struct bytes field); /* int2, int4, int8 */

/* ---- plumbing for migrate.c and tests ---- */

/* Runs SQL text from an embedded file: migrations, functions, grants, checks. */
RESULT db_script(struct ctx *ctx, const struct embedded *script);

/* How many rows a query of sql/checks returns: an invariant that holds returns none. Refusals: as db_exec. */
RESULT db_count_rows(struct ctx *ctx, const struct embedded *check, int64_t *ret_count);
