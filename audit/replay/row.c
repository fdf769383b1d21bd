#include "audit/replay/row.h"

#include "audit/replay/map.h"
#include "base/canon.h"
#include "base/date.h"
#include "base/digest.h"
#include "base/money.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define NUMBER(member) {#member, ROW_TYPE_NUMBER, offsetof(owner, member)},
#define AMOUNT(member) {#member, ROW_TYPE_AMOUNT, offsetof(owner, member)},
#define OCTETS(member) {#member, ROW_TYPE_OCTETS, offsetof(owner, member)},
#define TEXT(member) {#member, ROW_TYPE_TEXT, offsetof(owner, member)},
#define TABLE(name, keys)                                                                                              \
    static const struct row_table *table_##name(void)                                                                  \
    {                                                                                                                  \
        typedef struct row_##name owner;                                                                               \
        static const struct row_column columns[] = {
#define END_TABLE(name, keys) END_COLUMNS(name, keys, false, 0, 0)
#define FACT(name, keys, opened, changed) TABLE(name, keys)
#define END_FACT(name, keys, opened, changed)                                                                          \
    END_COLUMNS(name, keys, true, offsetof(owner, opened), offsetof(owner, changed))
#define END_COLUMNS(name, keys, fact, opened, changed)                                                                 \
    }                                                                                                                  \
    ;                                                                                                                  \
    static const struct row_table table = {ROW_##name,    #name, columns, LENGTH(columns), keys,                       \
                                           sizeof(owner), fact,  opened,  changed};                                    \
    return &table;                                                                                                     \
    }
#include "audit/replay/row_each.h"

const struct row_table *row_table(enum row_table_id id)
{
    static const struct row_table *(*const tables[])(void) = {
#define TABLE(name, keys) table_##name,
#include "audit/replay/row_each.h"
    };
    assert(id < ROW_TABLES);
    return tables[id]();
}

static bool is_number(const struct row_column *column)
{
    return column->type == ROW_TYPE_NUMBER || column->type == ROW_TYPE_AMOUNT;
}

static const struct row_number *number_of(const struct row_column *column, const void *row)
{
    return (const struct row_number *)(const void *)((const uint8_t *)row + column->offset);
}

static const struct bytes *bytes_of(const struct row_column *column, const void *row)
{
    return (const struct bytes *)(const void *)((const uint8_t *)row + column->offset);
}

const struct row_number *row_number_at(const void *row, size_t offset)
{
    return (const struct row_number *)(const void *)((const uint8_t *)row + offset);
}

static int compare_numbers(const struct row_number *a, const struct row_number *b)
{
    if (a->present != b->present)
        return a->present ? 1 : -1;
    return a->present ? (a->value > b->value) - (a->value < b->value) : 0;
}

static int compare_bytes(const struct bytes *a, const struct bytes *b)
{
    if (!a->data || !b->data)
        return (a->data != NULL) - (b->data != NULL);
    const size_t shorter = a->size < b->size ? a->size : b->size;
    const int order = shorter > 0 ? memcmp(a->data, b->data, shorter) : 0;
    return order ? order : (a->size > b->size) - (a->size < b->size);
}

static int compare_column(const struct row_column *column, const void *a, const void *b)
{
    return is_number(column) ? compare_numbers(number_of(column, a), number_of(column, b))
                             : compare_bytes(bytes_of(column, a), bytes_of(column, b));
}

int row_compare(const struct row_table *table, const void *a, const void *b)
{
    int order = 0;
    for (size_t i = 0; i < table->keys && order == 0; i++)
        order = compare_column(&table->columns[i], a, b);
    return order;
}

size_t row_differences(const struct row_table *table, const void *a, const void *b, const struct row_column **ret_first)
{
    size_t count = 0;
    for (size_t i = 0; i < table->count; i++) {
        if (compare_column(&table->columns[i], a, b) == 0)
            continue;
        if (count++ == 0)
            *ret_first = &table->columns[i];
    }
    return count;
}

void row_delta(const struct row_table *table, const void *expected, const void *found, struct row_change *change)
{
    for (size_t i = 0; i < table->count; i++) {
        if (table->columns[i].type != ROW_TYPE_AMOUNT)
            continue;
        int64_t delta = 0;
        const int64_t should = expected ? number_of(&table->columns[i], expected)->value : 0;
        const int64_t is = found ? number_of(&table->columns[i], found)->value : 0;
        if (__builtin_sub_overflow(is, should, &delta))
            continue;
        int64_t *side = delta > 0 ? &change->plus : &change->minus;
        if (__builtin_add_overflow(*side, delta > 0 ? delta : -delta, side))
            *side = MONEY_MAX_FEN;
    }
}

static void plain_text(const struct row_column *column, const void *row, char out[ROW_VALUE_TEXT])
{
    char hex[33], text[MONEY_TEXT];
    const struct row_number *number = number_of(column, row);
    const struct bytes *bytes = bytes_of(column, row);
    if (is_number(column) ? !number->present : !bytes->data) {
        (void)snprintf(out, ROW_VALUE_TEXT, "null");
        return;
    }
    switch (column->type) {
    case ROW_TYPE_NUMBER:
        (void)snprintf(out, ROW_VALUE_TEXT, "%lld", (long long)number->value);
        return;
    case ROW_TYPE_AMOUNT:
        money_format(FEN(number->value), text);
        (void)snprintf(out, ROW_VALUE_TEXT, "%s", text);
        return;
    case ROW_TYPE_TEXT:
        (void)snprintf(out, ROW_VALUE_TEXT, "%.*s",
                       (int)(bytes->size < ROW_VALUE_TEXT ? bytes->size : ROW_VALUE_TEXT - 1),
                       (const char *)bytes->data);
        return;
    case ROW_TYPE_OCTETS:
        hex_encode(BYTES(bytes->data, bytes->size < 16 ? bytes->size : 16), hex);
        (void)snprintf(out, ROW_VALUE_TEXT, "%s", hex);
        return;
    }
}

void row_value_text(const struct row_column *column, const void *row, char out[ROW_VALUE_TEXT])
{
    const struct row_number *number = number_of(column, row);
    const size_t length = strlen(column->name);
    const bool is_date =
        (length > 5 && strcmp(column->name + length - 5, "_date") == 0) || strcmp(column->name, "keep_until") == 0;
    if (is_number(column) && number->present && is_date && number->value >= DAY_MIN && number->value <= DAY_MAX)
        date_format((day)number->value, out);
    else if (is_number(column) && number->present && strcmp(column->name, "month") == 0 && number->value > 0 &&
             number->value < 12 * 9999)
        (void)snprintf(out, ROW_VALUE_TEXT, "%lld-%02lld", (long long)(number->value / 12),
                       (long long)(number->value % 12 + 1));
    else
        plain_text(column, row, out);
}

void row_key_text(const struct row_table *table, const void *row, char out[ROW_KEY_TEXT])
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < table->keys && used < ROW_KEY_TEXT; i++) {
        char value[ROW_VALUE_TEXT];
        row_value_text(&table->columns[i], row, value);
        used += (size_t)snprintf(out + used, ROW_KEY_TEXT - used, "%s%s=%s", i > 0 ? " " : "", table->columns[i].name,
                                 value);
    }
}

/* A fingerprint of columns from … to - 1. */
static uint64_t fingerprint(const struct row_table *table, const void *row, size_t from, size_t to)
{
    uint64_t parts[1 + 2 * ROW_COLUMNS] = {table->id};
    size_t count = 1;
    assert(table->count <= ROW_COLUMNS);
    for (size_t i = from; i < to; i++) {
        const struct row_column *column = &table->columns[i];
        struct digest digest = {{0}};
        if (!is_number(column) && bytes_of(column, row)->data)
            digest_sha256(*bytes_of(column, row), &digest);
        parts[count++] = is_number(column) ? number_of(column, row)->present : bytes_of(column, row)->data != NULL;
        parts[count++] = is_number(column) ? (uint64_t)number_of(column, row)->value : canon_load_u64(digest.b);
    }
    return map_key(parts, count);
}

uint64_t row_key(const struct row_table *table, const void *row)
{
    return fingerprint(table, row, 0, table->keys);
}

uint64_t row_content(const struct row_table *table, const void *row)
{
    return fingerprint(table, row, table->keys, table->count);
}
