#include "importers/parse/preamble.h"

#include "importers/parse/heading.h"

#include <string.h>

RESULT preamble_add(struct ctx *ctx, struct preamble *preamble, const struct csv_row *row, bool *ret_kept)
{
    *ret_kept = preamble->count < PREAMBLE_ROWS_MAX;
    if (!*ret_kept)
        return OK;
    struct preamble_row copy = {.line = row->line, .count = row->count};
    TRY(ARENA_TAKE(ctx->arena, row->count + 1, &copy.cells));
    for (uint32_t i = 0; i < row->count; i++)
        TRY(arena_text(ctx->arena, row->cells[i], strlen(row->cells[i]), &copy.cells[i]));
    preamble->rows[preamble->count++] = copy;
    return OK;
}

bool preamble_has(const struct preamble *preamble, const char *text)
{
    for (size_t i = 0; i < preamble->count; i++)
        for (uint32_t j = 0; j < preamble->rows[i].count; j++)
            if (strcmp(preamble->rows[i].cells[j], text) == 0)
                return true;
    return false;
}

/* The first colon of either width; *ret_behind: what follows it. */
static const char *find_colon(const char *cell, const char **ret_behind)
{
    const char *narrow = strchr(cell, ':'), *wide = strstr(cell, "：");
    const bool use_wide = wide && (!narrow || wide < narrow);
    const char *colon = use_wide ? wide : narrow;
    *ret_behind = colon ? colon + (use_wide ? strlen("：") : 1) : NULL;
    return colon;
}

/* What cell `i` says under the caption: NULL when it is another caption, "" when its value is empty. */
static RESULT value_of(struct ctx *ctx, const struct preamble_row *row, uint32_t i, const char *key,
                       const char **ret_value)
{
    const char *cell = row->cells[i], *behind, *caption, *found;
    const char *colon = find_colon(cell, &behind);
    *ret_value = NULL;
    TRY(arena_text(ctx->arena, cell, colon ? (size_t)(colon - cell) : strlen(cell), &caption));
    TRY(heading_key(ctx->arena, caption, &found));
    if (strcmp(found, key) != 0)
        return OK;
    const bool inside = behind && *behind;
    *ret_value = inside ? behind + strspn(behind, " \t") : i + 1 < row->count ? row->cells[i + 1] : "";
    return OK;
}

RESULT preamble_find(struct ctx *ctx, const struct preamble *preamble, const char *key,
                     struct preamble_value *ret_value)
{
    *ret_value = (struct preamble_value){0};
    for (size_t i = 0; i < preamble->count; i++) {
        const struct preamble_row *row = &preamble->rows[i];
        for (uint32_t j = 0; j < row->count && !ret_value->text; j++) {
            const char *value;
            TRY(value_of(ctx, row, j, key, &value));
            if (value && value[0])
                *ret_value = (struct preamble_value){row->line, value};
        }
    }
    return OK;
}
