#include "importers/parse/layout.h"

#include "embed/profile.h"
#include "importers/parse/bank_date.h"
#include "importers/parse/heading.h"

#include <assert.h>
#include <string.h>

enum { PROFILES_MAX = 64 };

struct candidates {
    struct profile *items[PROFILES_MAX];
    size_t count;
};

struct keys { /* of the cells of one row */
    const char *items[STATEMENT_COLUMNS_MAX];
    uint32_t count;
};

static RESULT load_all(struct ctx *ctx, struct candidates *ret)
{
    ret->count = 0;
    for (const struct embedded *const *file = profile_all; *file; file++) {
        assert(ret->count < PROFILES_MAX);
        TRY(ARENA_TAKE(ctx->arena, 1, &ret->items[ret->count]));
        TRY(profile_load(ctx, *file, ret->items[ret->count++]));
    }
    return OK;
}

static RESULT read_keys(struct ctx *ctx, const struct csv_row *row, struct keys *ret)
{
    ret->count = row->count;
    while (ret->count > 0 && row->cells[ret->count - 1][0] == '\0')
        ret->count--;
    for (uint32_t i = 0; i < ret->count; i++)
        TRY(heading_key(ctx->arena, row->cells[i], &ret->items[i]));
    return OK;
}

/* The number of the one column with this key: 0 when there is none, or when two columns bear the same name. */
static uint32_t find_key(const struct keys *keys, const char *key)
{
    uint32_t place = 0;
    for (uint32_t i = 0; i < keys->count; i++) {
        if (strcmp(keys->items[i], key) != 0)
            continue;
        if (place)
            return 0;
        place = i + 1;
    }
    return place;
}

static bool fits(const struct profile *profile, const struct keys *keys, const struct preamble *preamble)
{
    for (size_t i = 0; i < profile->header.count; i++)
        if (!find_key(keys, profile->header.items[i].key))
            return false;
    for (size_t i = 0; i < profile->markers.count; i++)
        if (!preamble_has(preamble, profile->markers.items[i].text))
            return false;
    return true;
}

static RESULT unknown(struct ctx *ctx, const char *reason)
{
    error_set(&ctx->error, "reason", "%s", reason);
    return REFUSE(import, unknown_layout);
}

/* Sets the profile when this row is its header. */
static RESULT try_header(struct ctx *ctx, const struct candidates *all, const struct csv_row *row,
                         struct layout *layout)
{
    struct keys *keys;
    TRY(ARENA_TAKE(ctx->arena, 1, &keys));
    TRY(read_keys(ctx, row, keys));
    for (size_t i = 0; i < all->count; i++) {
        if (!fits(all->items[i], keys, &layout->preamble))
            continue;
        if (layout->profile)
            return unknown(ctx, "两种格式都像 / two layouts fit");
        layout->profile = all->items[i];
    }
    if (!layout->profile)
        return OK;
    layout->line = row->line;
    layout->width = keys->count;
    for (size_t i = 0; i < PROFILE_COLUMNS; i++)
        if (layout->profile->columns[i].key)
            layout->place[i] = find_key(keys, layout->profile->columns[i].key);
    return OK;
}

RESULT layout_find(struct ctx *ctx, struct csv_reader *reader, const struct layout **ret_layout)
{
    struct layout *layout;
    struct candidates all;
    const struct csv_row *row;
    bool kept = true;
    TRY(load_all(ctx, &all));
    TRY(ARENA_TAKE(ctx->arena, 1, &layout));
    while (!layout->profile && kept) {
        TRY(csv_next(ctx, reader, &row));
        if (!row)
            return unknown(ctx, "没有认得的表头 / no known header row");
        TRY(try_header(ctx, &all, row, layout));
        if (!layout->profile)
            TRY(preamble_add(ctx, &layout->preamble, row, &kept));
    }
    if (!layout->profile)
        return unknown(ctx, "前 64 行里没有认得的表头 / no known header in the first 64 rows");
    *ret_layout = layout;
    return OK;
}

const char *layout_cell(const struct layout *layout, const struct csv_row *row, enum profile_column column)
{
    const uint32_t place = layout->place[column];
    return place > 0 && place <= row->count ? row->cells[place - 1] : "";
}

/* A transaction has a date; a footer has none, whatever else it says. */
static bool has_date(const struct layout *layout, const struct csv_row *row)
{
    struct bank_date date;
    return !FAILED(bank_date_parse(layout_cell(layout, row, COLUMN_TRANSACTED), &date)) ||
           !FAILED(bank_date_parse(layout_cell(layout, row, COLUMN_BOOKED), &date));
}

RESULT layout_skips(struct ctx *ctx, const struct layout *layout, const struct csv_row *row, bool *ret_skip)
{
    const struct profile_names *footer = &layout->profile->footer;
    const char *first = "", *key;
    for (uint32_t i = 0; i < row->count && first[0] == '\0'; i++)
        first = row->cells[i];
    *ret_skip = first[0] == '\0';
    if (*ret_skip || has_date(layout, row))
        return OK;
    TRY(heading_key(ctx->arena, first, &key));
    for (size_t i = 0; i < footer->count; i++)
        *ret_skip |= strncmp(key, footer->items[i].key, strlen(footer->items[i].key)) == 0;
    return OK;
}
