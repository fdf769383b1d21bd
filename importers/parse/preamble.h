/* preamble.h  The rows above the header: what the bank says about the account before it lists the transactions. */
#pragma once

#include "base/list.h"
#include "importers/parse/csv.h"

enum { PREAMBLE_ROWS_MAX = 64 };

struct preamble_row { /* a copy that outlives the reader's row */
    uint32_t line, count;
    const char **cells;
};

struct preamble {
    struct preamble_row rows[PREAMBLE_ROWS_MAX];
    size_t count;
};

struct preamble_value {
    uint32_t line;
    const char *text;
};

/* Keeps a copy of the row; false in *ret_kept when there are 64 already. Refusals: memory.exhausted. */
RESULT preamble_add(struct ctx *ctx, struct preamble *preamble, const struct csv_row *row, bool *ret_kept);

/* Whether some cell is exactly this text. */
bool preamble_has(const struct preamble *preamble, const char *text);

/* The value of the caption with this heading key: the cell behind it, or what follows a colon in its own cell.
 * Text is NULL when there is no such caption or no value. Refusals: memory.exhausted. */
RESULT preamble_find(struct ctx *ctx, const struct preamble *preamble, const char *key,
                     struct preamble_value *ret_value);
