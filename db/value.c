/* Parameters: C values and arrays into PostgreSQL's binary form. */
#include "db/private.h"

#include "base/canon.h"

#include <assert.h>
#include <string.h>

struct db_value db_number(int64_t value)
{
    return (struct db_value){.kind = DB_NUMBER, .number = value};
}

struct db_value db_bytes(struct bytes bytes)
{
    return (struct db_value){.kind = bytes.data ? DB_BYTES : DB_NULL, .bytes = bytes};
}

struct db_value db_text(const char *text)
{
    return db_bytes((struct bytes){(const uint8_t *)text, text ? strlen(text) : 0});
}

struct db_value db_maybe_number(struct maybe value)
{
    return (struct db_value){.kind = value.present ? DB_NUMBER : DB_NULL, .number = value.value};
}

struct db_value db_money(money value)
{
    return db_number(value.fen);
}

struct db_value db_digest(const struct digest *digest)
{
    return db_bytes(BYTES(digest->b, sizeof digest->b));
}

struct db_value db_uuid(const struct uuid *uuid)
{
    return db_bytes(BYTES(uuid->b, sizeof uuid->b));
}

static const struct {
    uint32_t oid, width; /* width 0: variable */
} elements[] = {
    [DB_INT2] = {OID_INT2, 2}, [DB_INT4] = {OID_INT4, 4},           [DB_INT8] = {OID_INT8, 8},
    [DB_DATE] = {OID_DATE, 4}, [DB_INSTANT] = {OID_TIMESTAMPTZ, 8}, [DB_BYTEA] = {OID_BYTEA, 0},
    [DB_UUID] = {OID_UUID, 0}, [DB_STRING] = {OID_TEXT, 0},
};

enum { ARRAY_HEADER = 20, ARRAY_MAX = 1 << 29 };

void db_array_init(struct db_array *array, struct arena *arena, enum db_element element)
{
    static const uint8_t header[ARRAY_HEADER] = {0}; /* filled in when the count is known */
    *array = (struct db_array){.element = element};
    buffer_init(&array->out, arena, ARRAY_MAX);
    buffer_put(&array->out, header, sizeof header);
}

void db_array_number(struct db_array *array, int64_t value)
{
    if (array->element == DB_DATE)
        value -= PG_EPOCH_DAYS;
    if (array->element == DB_INSTANT)
        value -= PG_EPOCH_US;
    const uint32_t width = elements[array->element].width;
    uint8_t item[12] = {0, 0, 0, (uint8_t)width};
    for (uint32_t i = 0; i < width; i++)
        item[4 + i] = (uint8_t)((uint64_t)value >> (8 * (width - 1 - i)));
    buffer_put(&array->out, item, 4 + width);
    array->count++;
}

void db_array_bytes(struct db_array *array, struct bytes value)
{
    if (!value.data) {
        db_array_null(array);
        return;
    }
    canon_bytes(&array->out, value);
    array->count++;
}

void db_array_null(struct db_array *array)
{
    canon_i32(&array->out, -1);
    array->has_null = true;
    array->count++;
}

void db_arrays_init(struct db_array *arrays, size_t count, struct arena *arena, const enum db_element *elements_of)
{
    for (size_t i = 0; i < count; i++)
        db_array_init(&arrays[i], arena, elements_of[i]);
}

void db_arrays_number(struct db_array *arrays, size_t count, const int64_t *values)
{
    for (size_t i = 0; i < count; i++)
        db_array_number(&arrays[i], values[i]);
}

RESULT db_array_value(struct db_array *array, struct db_value *ret_value)
{
    TRY(buffer_status(&array->out));
    const uint32_t header[] = {array->count > 0, array->has_null, elements[array->element].oid, array->count, 1};
    for (size_t i = 0; i < LENGTH(header); i++)
        for (size_t b = 0; b < 4; b++)
            array->out.data[4 * i + b] = (uint8_t)(header[i] >> (24 - 8 * b));
    const size_t size = array->count > 0 ? array->out.size : 12; /* an empty array has no dimensions */
    *ret_value = (struct db_value){.kind = DB_ARRAY, .bytes = BYTES(array->out.data, size)};
    return OK;
}

RESULT db_arrays_value(struct db_array *arrays, size_t count, struct db_value *ret_values)
{
    for (size_t i = 0; i < count; i++)
        TRY(db_array_value(&arrays[i], &ret_values[i]));
    return OK;
}
