/* Queries: parameters out, rows in, every type checked against PostgreSQL's description. */
#include "db/private.h"

#include "base/canon.h"
#include "embed/sql.h"

#include <assert.h>
#include <string.h>

enum { PARAMS_MAX = 32 };

struct params {
    const char *value[PARAMS_MAX];
    int length[PARAMS_MAX], format[PARAMS_MAX];
    uint8_t number[PARAMS_MAX][8];
};

static RESULT misfit(struct ctx *ctx, const char *query, const char *what, int index)
{
    error_set(&ctx->error, "reason", "%s: %s %d does not fit", query, what, index + 1);
    return REFUSE(database, schema);
}

static int width_of(Oid type)
{
    switch (type) {
    case OID_BOOL:
        return 1;
    case OID_INT2:
        return 2;
    case OID_INT4:
    case OID_DATE:
        return 4;
    case OID_INT8:
    case OID_TIMESTAMPTZ:
        return 8;
    default:
        return 0;
    }
}

/* A number in the width that the parameter wants; false when it does not fit. */
static bool put_number(Oid type, int64_t value, uint8_t *out, int *ret_width)
{
    const int width = width_of(type);
    if (type == OID_DATE)
        value -= PG_EPOCH_DAYS;
    if (type == OID_TIMESTAMPTZ)
        value -= PG_EPOCH_US;
    const int64_t high = width == 1 ? 1 : width == 2 ? INT16_MAX : width == 4 ? INT32_MAX : INT64_MAX;
    if (width == 0 || value > high || value < -high - 1)
        return false;
    for (int i = 0; i < width; i++)
        out[i] = (uint8_t)((uint64_t)value >> (8 * (width - 1 - i)));
    *ret_width = width;
    return true;
}

static bool bytes_fit(Oid type, const struct db_value *value)
{
    if (value->kind == DB_ARRAY)
        return width_of(type) == 0 && type != OID_BYTEA && type != OID_TEXT && type != OID_UUID;
    return type == OID_BYTEA || type == OID_TEXT || (type == OID_UUID && value->bytes.size == 16);
}

static RESULT bind(struct ctx *ctx, const struct db_call *call, const struct statement_info *info,
                   struct params *params)
{
    if ((int)call->count != info->param_count)
        return misfit(ctx, call->query->name, "parameter count", (int)call->count - 1);
    for (int i = 0; i < info->param_count; i++) {
        const struct db_value *value = &call->in[i];
        params->format[i] = 1;
        params->value[i] = NULL;
        params->length[i] = 0;
        if (value->kind == DB_NULL)
            continue;
        if (value->kind == DB_NUMBER) {
            if (!put_number(info->param[i], value->number, params->number[i], &params->length[i]))
                return misfit(ctx, call->query->name, "parameter", i);
            params->value[i] = (const char *)params->number[i];
            continue;
        }
        if (!bytes_fit(info->param[i], value))
            return misfit(ctx, call->query->name, "parameter", i);
        params->value[i] = (const char *)value->bytes.data;
        params->length[i] = (int)value->bytes.size;
    }
    return OK;
}

static RESULT run(struct ctx *ctx, const struct db_call *call, PGresult **ret_rows)
{
    const struct statement_info *info;
    struct params params;
    TRY(db_statement(ctx, call->query, &info));
    TRY(bind(ctx, call, info, &params));
    PGresult *rows = PQexecPrepared(ctx->db->conn, call->query->name, info->param_count, params.value, params.length,
                                    params.format, 1);
    const ExecStatusType status = PQresultStatus(rows);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
        const result failed = db_failure(ctx, ctx->db, rows);
        PQclear(rows);
        return failed;
    }
    *ret_rows = rows;
    return OK;
}

/* ---- rows ---- */

int64_t db_field_number(struct bytes field)
{
    uint64_t value = field.size > 0 && field.data[0] & 0x80 ? UINT64_MAX : 0;
    for (size_t i = 0; i < field.size; i++)
        value = value << 8 | field.data[i];
    return (int64_t)value;
}

static int64_t column_number(Oid type, struct bytes field)
{
    const int64_t value = db_field_number(field);
    return type == OID_DATE ? value + PG_EPOCH_DAYS : type == OID_TIMESTAMPTZ ? value + PG_EPOCH_US : value;
}

/* True when the member can hold every value of the column's type. */
static bool member_fits(enum db_member member, Oid type)
{
    static const int widths[] = {
        [DB_M_INT16] = 2,  [DB_M_INT32] = 4,  [DB_M_INT64] = 8, [DB_M_UINT8] = 2, [DB_M_UINT16] = 4,
        [DB_M_UINT32] = 8, [DB_M_UINT64] = 8, [DB_M_BOOL] = 1,  [DB_M_MONEY] = 8, [DB_M_MAYBE] = 8};
    switch (member) {
    case DB_M_UUID:
        return type == OID_UUID;
    case DB_M_DIGEST:
    case DB_M_BYTES:
        return type == OID_BYTEA;
    case DB_M_TEXT:
        return type == OID_TEXT;
    case DB_M_INT16:
    case DB_M_INT32:
    case DB_M_INT64:
    case DB_M_UINT8:
    case DB_M_UINT16:
    case DB_M_UINT32:
    case DB_M_UINT64:
    case DB_M_BOOL:
    case DB_M_MONEY:
    case DB_M_MAYBE:
        return width_of(type) > 0 && width_of(type) <= widths[member] && (type != OID_BOOL || member == DB_M_BOOL);
    }
    return false;
}

static void store_number(enum db_member member, int64_t value, uint8_t *at)
{
    switch (member) {
    case DB_M_INT16:
        *(int16_t *)(void *)at = (int16_t)value;
        return;
    case DB_M_INT32:
        *(int32_t *)(void *)at = (int32_t)value;
        return;
    case DB_M_UINT8:
        *at = (uint8_t)value;
        return;
    case DB_M_UINT16:
        *(uint16_t *)(void *)at = (uint16_t)value;
        return;
    case DB_M_UINT32:
        *(uint32_t *)(void *)at = (uint32_t)value;
        return;
    case DB_M_BOOL:
        *(bool *)(void *)at = value != 0;
        return;
    case DB_M_INT64:
    case DB_M_UINT64:
    case DB_M_MONEY:
        *(int64_t *)(void *)at = value;
        return;
    case DB_M_MAYBE:
        *(struct maybe *)(void *)at = (struct maybe){true, value};
        return;
    case DB_M_UUID:
    case DB_M_DIGEST:
    case DB_M_BYTES:
    case DB_M_TEXT:
        break;
    }
    assert(false);
}

static RESULT store_bytes(struct ctx *ctx, enum db_member member, struct bytes field, uint8_t *at)
{
    if (member == DB_M_UUID || member == DB_M_DIGEST) {
        const size_t size = member == DB_M_UUID ? sizeof(struct uuid) : sizeof(struct digest);
        if (field.size != size)
            return REFUSE(database, schema);
        memcpy(at, field.data, size);
        return OK;
    }
    if (member == DB_M_TEXT)
        return arena_text(ctx->arena, (const char *)field.data, field.size, (const char **)(void *)at);
    return arena_bytes(ctx->arena, field, (struct bytes *)(void *)at);
}

static RESULT store(struct ctx *ctx, const PGresult *rows, int r, struct db_row row, uint8_t *to)
{
    for (size_t c = 0; c < row.count; c++) {
        const enum db_member member = row.columns[c].member;
        uint8_t *at = to + row.columns[c].offset;
        if (PQgetisnull(rows, r, (int)c)) {
            if (member != DB_M_MAYBE && member != DB_M_BYTES && member != DB_M_TEXT)
                return misfit(ctx, row.columns[c].name, "null in column", (int)c);
            continue; /* the row was zeroed: absent */
        }
        const struct bytes field = BYTES(PQgetvalue(rows, r, (int)c), (size_t)PQgetlength(rows, r, (int)c));
        if (member >= DB_M_UUID)
            TRY(store_bytes(ctx, member, field, at));
        else
            store_number(member, column_number(PQftype(rows, (int)c), field), at);
    }
    return OK;
}

/* The C row must name the columns of the result in order, with members that hold them. */
static RESULT check_row(struct ctx *ctx, const struct db_call *call, const PGresult *rows, struct db_row row)
{
    if (PQnfields(rows) != (int)row.count)
        return misfit(ctx, call->query->name, "column count", PQnfields(rows) - 1);
    for (int c = 0; c < (int)row.count; c++)
        if (strcmp(PQfname(rows, c), row.columns[c].name) != 0 || !member_fits(row.columns[c].member, PQftype(rows, c)))
            return misfit(ctx, call->query->name, PQfname(rows, c), c);
    return OK;
}

RESULT db_exec(struct ctx *ctx, struct db_call call)
{
    CLEANUP(db_result_clear) PGresult *rows = NULL;
    return run(ctx, &call, &rows);
}

RESULT db_exec_arrays(struct ctx *ctx, const struct embedded *query, struct db_array *arrays, size_t count)
{
    struct db_value in[16];
    assert(count <= LENGTH(in));
    if (arrays[0].count == 0)
        return OK;
    TRY(db_arrays_value(arrays, count, in));
    return db_exec(ctx, (struct db_call){query, in, count});
}

RESULT db_maybe(struct ctx *ctx, struct db_call call, struct db_row row, void *ret_row, bool *ret_found)
{
    CLEANUP(db_result_clear) PGresult *rows = NULL;
    TRY(run(ctx, &call, &rows));
    TRY(check_row(ctx, &call, rows, row));
    *ret_found = PQntuples(rows) > 0;
    if (!*ret_found)
        return OK;
    memset(ret_row, 0, row.size);
    return store(ctx, rows, 0, row, ret_row);
}

RESULT db_one(struct ctx *ctx, struct db_call call, struct db_row row, void *ret_row)
{
    bool found;
    TRY(db_maybe(ctx, call, row, ret_row, &found));
    if (found)
        return OK;
    error_set(&ctx->error, "reason", "%s gave no row", call.query->name);
    return REFUSE(fault, internal);
}

RESULT db_list(struct ctx *ctx, struct db_call call, struct db_row row, void *ret_items, size_t *ret_count)
{
    CLEANUP(db_result_clear) PGresult *rows = NULL;
    TRY(run(ctx, &call, &rows));
    TRY(check_row(ctx, &call, rows, row));
    const int count = PQntuples(rows);
    void *items = NULL;
    if (count > 0)
        TRY(arena_take(ctx->arena, (size_t)count, row.size, &items));
    for (int r = 0; r < count; r++)
        TRY(store(ctx, rows, r, row, (uint8_t *)items + (size_t)r * row.size));
    *(void **)ret_items = items;
    *ret_count = (size_t)count;
    return OK;
}
