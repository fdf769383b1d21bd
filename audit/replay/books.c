#include "audit/replay/books.h"

#include "base/canon.h"

#include <stdio.h>
#include <string.h>

void books_rows_init(struct books_rows *rows, struct arena *arena)
{
    memset(rows, 0, sizeof *rows);
    rows->entry.arena = rows->entry_number.arena = rows->entry_ref.arena = rows->posting.arena =
        rows->posting_dim.arena = arena;
    rows->entry.max = rows->entry_number.max = rows->entry_ref.max = rows->posting.max = rows->posting_dim.max =
        BOOKS_MAX;
}

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
