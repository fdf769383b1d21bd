/* layout.h  A bank profile found in a file: which column stands where. */
#pragma once

#include "importers/parse/preamble.h"
#include "importers/parse/profile.h"

struct layout {
    const struct profile *profile;
    struct preamble preamble;
    uint32_t line;                   /* of the header row */
    uint32_t width;                  /* its columns, empty ones at the end not counted */
    uint32_t place[PROFILE_COLUMNS]; /* column number from 1, 0 where the file has none */
};

/* Reads up to and with the header row. Details as those of csv_next, and reason. *ret_layout is large: it lies in the
 * arena. Refusals in order: those of csv_next, import.unknown_layout, import.profile, memory.exhausted. */
RESULT layout_find(struct ctx *ctx, struct csv_reader *reader, const struct layout **ret_layout);

/* The cell of a column, "" where the file has no such column. */
const char *layout_cell(const struct layout *layout, const struct csv_row *row, enum profile_column column);

/* True for rows below the header that are no transactions: nothing but empty cells, or a footer word and no date.
 * Refusals: memory.exhausted. */
RESULT layout_skips(struct ctx *ctx, const struct layout *layout, const struct csv_row *row, bool *ret_skip);
