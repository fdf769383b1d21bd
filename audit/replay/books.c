#include "audit/replay/books.h"

#include "base/canon.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void books_rows_init(struct books_rows *rows, struct arena *arena)
{
    memset(rows, 0, sizeof *rows);
    rows->entry.arena = rows->entry_number.arena = rows->entry_ref.arena = rows->posting.arena =
        rows->posting_dim.arena = arena;
    rows->entry.max = rows->entry_number.max = rows->entry_ref.max = rows->posting.max = rows->posting_dim.max =
        BOOKS_MAX;
}

/* ---- facts ---- */

static uint8_t *fact_at(const struct books_facts *facts, const struct row_table *table, size_t i)
{
    return (uint8_t *)facts->items + i * table->size;
}

void *books_find(const struct books *books, enum row_table_id id, const void *row)
{
    const struct row_table *table = row_table(id);
    const struct books_facts *facts = &books->facts[id];
    uint32_t at;
    if (!map_find(&facts->key, row_key(table, row), &at))
        return NULL;
    return row_compare(table, fact_at(facts, table, at), row) == 0 ? fact_at(facts, table, at) : NULL;
}

/* Texts and octets of a row move into the memory of the books. */
static RESULT keep_octets(struct books *books, const struct row_table *table, uint8_t *row)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct row_column *column = &table->columns[i];
        struct bytes *octets = (struct bytes *)(void *)(row + column->offset);
        if (column->type == ROW_TYPE_OCTETS || column->type == ROW_TYPE_TEXT)
            TRY(books_keep(books, *octets, octets));
    }
    return OK;
}

RESULT books_put(struct books *books, enum row_table_id id, const void *row)
{
    const struct row_table *table = row_table(id);
    struct books_facts *facts = &books->facts[id];
    const uint64_t key = row_key(table, row);
    if (map_find(&facts->key, key, NULL))
        return OK;
    TRY(map_add(&facts->key, key, (uint32_t)facts->count));
    TRY(list_grow(&facts->items, &facts->cap, facts->count, BOOKS_MAX, table->size, books->arena));
    memcpy(fact_at(facts, table, facts->count), row, table->size);
    return keep_octets(books, table, fact_at(facts, table, facts->count++));
}

#define FACT(table, keys, opened, changed)                                                                             \
    static int order_##table(const void *x, const void *y)                                                             \
    {                                                                                                                  \
        return row_compare(row_table(ROW_##table), x, y);                                                              \
    }
#define END_FACT(table, keys, opened, changed)
#include "audit/replay/row_each.h"

void books_sort(struct books *books)
{
    static int (*const orders[ROW_TABLES])(const void *, const void *) = {
#define FACT(table, keys, opened, changed) [ROW_##table] = order_##table,
#define END_FACT(table, keys, opened, changed)
#include "audit/replay/row_each.h"
    };
    for (int id = 0; id < ROW_TABLES; id++)
        if (books->facts[id].count > 1)
            qsort(books->facts[id].items, books->facts[id].count, row_table((enum row_table_id)id)->size, orders[id]);
}

/* ---- findings ---- */

void books_object_value(struct books *books, enum finding_reason reason, uint64_t seq, const char *key,
                        const char *const values[2])
{
    struct finding finding = {
        .reason = reason, .community = books->community, .table = "journal", .has_seq = true, .seq = seq, .last = seq};
    (void)snprintf(finding.key, sizeof finding.key, "%s", key);
    if (values[0])
        (void)snprintf(finding.expected, sizeof finding.expected, "%s", values[0]);
    if (values[1])
        (void)snprintf(finding.found, sizeof finding.found, "%s", values[1]);
    (void)report_add(books->report, &finding);
}

void books_object(struct books *books, enum finding_reason reason, uint64_t seq, const char *key)
{
    books_object_value(books, reason, seq, key, (const char *const[2]){NULL, NULL});
}

struct row_number books_number(int64_t value)
{
    return (struct row_number){true, value};
}

struct row_number books_maybe(bool present, int64_t value)
{
    return (struct row_number){present, present ? value : 0};
}

struct bytes books_octets(const uint8_t *data, size_t size)
{
    return BYTES(data, size);
}

RESULT books_keep(struct books *books, struct bytes from, struct bytes *ret_copy)
{
    *ret_copy = (struct bytes){NULL, 0};
    return from.data ? arena_bytes(books->arena, from, ret_copy) : OK;
}

uint16_t books_kind(const struct books *books, uint64_t seq)
{
    return seq < books->kinds.count ? books->kinds.items[seq] : 0;
}

RESULT books_promise(struct books *books, uint64_t seq, const struct digest *commitment, enum commitment_class class)
{
    if (!books->keep_promises)
        return OK;
    return LIST_ADD(&books->promises, (struct books_promise){canon_load_u64(commitment->b), seq, (uint16_t) class});
}

struct books_entry *books_find_entry(struct books *books, uint64_t seq)
{
    size_t low = 0, high = books->entries.count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (books->entries.items[middle].seq < seq)
            low = middle + 1;
        else
            high = middle;
    }
    return low < books->entries.count && books->entries.items[low].seq == seq ? &books->entries.items[low] : NULL;
}
