#include "importers/unit_file.h"

#include "importers/parse/csv.h"

#include <stdlib.h>
#include <string.h>

enum unit_column { COLUMN_BUILDING, COLUMN_NUMBER, COLUMN_AREA, COLUMN_USE, COLUMN_OWNERS, UNIT_COLUMNS };

static const char *const heads[UNIT_COLUMNS][2] = {
    {"幢", "building"}, {"房号", "unit"}, {"面积", "area"}, {"用途", "use"}, {"业主", "owners"}};

static const struct {
    const char *zh, *en;
    uint16_t use;
} uses[] = {{"商品住宅", "commodity", UNIT_COMMODITY},
            {"公有住房", "public", UNIT_PUBLIC},
            {"售房单位", "seller", UNIT_SELLER},
            {"非住宅", "not-housing", UNIT_NOT_HOUSING}};

struct unit_file {
    struct ctx *ctx;
    int at[UNIT_COLUMNS]; /* column of each head, -1 none */
    LIST(struct unit_in) units;
};

static RESULT read_heads(struct unit_file *f, const struct csv_row *row)
{
    for (int c = 0; c < UNIT_COLUMNS; c++) {
        f->at[c] = -1;
        for (uint32_t i = 0; i < row->count; i++)
            if (strcmp(row->cells[i], heads[c][0]) == 0 || strcmp(row->cells[i], heads[c][1]) == 0)
                f->at[c] = (int)i;
        error_set(&f->ctx->error, "column", "%s", heads[c][0]);
        if (f->at[c] < 0 && c <= COLUMN_AREA)
            return REFUSE(unit, heads);
    }
    return OK;
}

static const char *cell(const struct unit_file *f, const struct csv_row *row, enum unit_column column)
{
    const int at = f->at[column];
    return at >= 0 && (uint32_t)at < row->count ? row->cells[at] : "";
}

static RESULT read_use(struct unit_file *f, const char *text, uint16_t *ret_use)
{
    *ret_use = UNIT_COMMODITY;
    if (text[0] == '\0')
        return OK;
    for (size_t i = 0; i < LENGTH(uses); i++) {
        if (strcmp(uses[i].zh, text) != 0 && strcmp(uses[i].en, text) != 0)
            continue;
        *ret_use = uses[i].use;
        return OK;
    }
    error_set(&f->ctx->error, "value", "%s", text);
    return REFUSE(unit, use);
}

static size_t separator(const char *at)
{
    static const char *const marks[] = {"、", "；", ";"};
    for (size_t i = 0; i < LENGTH(marks); i++)
        if (strncmp(at, marks[i], strlen(marks[i])) == 0)
            return strlen(marks[i]);
    return 0;
}

static RESULT read_owners(struct unit_file *f, const char *text, struct unit_in *unit)
{
    const char *begin = text;
    for (const char *at = text;; at++) {
        const size_t mark = separator(at);
        if (mark == 0 && *at != '\0')
            continue;
        if (at > begin) {
            struct bytes name;
            error_set(&f->ctx->error, "reason", "owners > %d", UNIT_OWNERS_MAX);
            if (unit->owner_count == UNIT_OWNERS_MAX)
                return REFUSE(text, refused);
            TRY(arena_bytes(f->ctx->arena, BYTES(begin, (size_t)(at - begin)), &name));
            unit->owners[unit->owner_count++] = (const char *)name.data;
        }
        if (*at == '\0')
            return OK;
        at += mark - 1;
        begin = at + 1;
    }
}

static RESULT copy(struct unit_file *f, const char *text, const char **ret_copy)
{
    return arena_print(f->ctx->arena, ret_copy, "%s", text);
}

static RESULT read_row(struct unit_file *f, const struct csv_row *row)
{
    struct unit_in unit = {.line = row->line};
    error_set(&f->ctx->error, "line", "%u", row->line);
    error_set(&f->ctx->error, "unit", "%s %s", cell(f, row, COLUMN_BUILDING), cell(f, row, COLUMN_NUMBER));
    TRY(unit_area_parse(f->ctx, cell(f, row, COLUMN_AREA), &unit.area_cm2));
    TRY(read_use(f, cell(f, row, COLUMN_USE), &unit.use));
    TRY(copy(f, cell(f, row, COLUMN_BUILDING), &unit.building));
    TRY(copy(f, cell(f, row, COLUMN_NUMBER), &unit.number));
    TRY(read_owners(f, cell(f, row, COLUMN_OWNERS), &unit));
    return LIST_ADD(&f->units, unit);
}

static RESULT read_rows(struct unit_file *f, struct csv_reader *reader)
{
    const struct csv_row *row;
    TRY(csv_next(f->ctx, reader, &row));
    if (!row)
        return REFUSE(unit, none);
    TRY(read_heads(f, row));
    for (;;) {
        TRY(csv_next(f->ctx, reader, &row));
        if (!row)
            return f->units.count > 0 ? OK : REFUSE(unit, none);
        TRY(read_row(f, row));
    }
}

RESULT unit_file_read(struct ctx *ctx, struct bytes file, struct unit_in **ret_units, size_t *ret_count)
{
    struct charset_text text;
    struct csv_reader *reader;
    struct unit_file f = {.ctx = ctx, .units = LIST_INIT(ctx->arena, UNIT_FILE_ROWS_MAX)};
    TRY(charset_decode(ctx, file, &text));
    TRY(csv_open(ctx, &text, &reader));
    const result done = read_rows(&f, reader);
    csv_close(&reader);
    TRY(done);
    *ret_units = f.units.items;
    *ret_count = f.units.count;
    return OK;
}
