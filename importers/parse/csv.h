/* csv.h  Rows and cells of a separated text, with the row's evidence: the bytes of the file it was read from.
 *
 * Cells are what a person sees: quotation marks and ="…" taken off, a leading back-tick and outer blanks, TABs and line
 * ends removed. A quoted cell may contain line ends; its row then spans several lines. */
#pragma once

#include "importers/parse/charset.h"
#include "importers/parse/statement.h"

struct csv_row {
    uint32_t line;    /* where the row begins, from 1 */
    uint32_t count;   /* of its cells */
    bool complete;    /* the row's last line has a line end */
    struct bytes raw; /* from line start to line end in the file's own charset, without the line end */
    const char *cells[STATEMENT_COLUMNS_MAX]; /* valid until the next row is read */
};

struct csv_reader;

/* The text must outlive the reader. Refusals: memory.exhausted. */
RESULT csv_open(struct ctx *ctx, const struct charset_text *text, struct csv_reader **ret_reader);
void csv_close(struct csv_reader **reader);

/* The next row that is not blank, or NULL behind the last one. Details line, column, reason, expected, found where they
 * apply. Refusals in order: import.torn (a quotation mark is still open at the end), import.columns (more than 256
 * cells), import.text (a cell longer than 131,072 bytes), memory.exhausted. */
RESULT csv_next(struct ctx *ctx, struct csv_reader *reader, const struct csv_row **ret_row);
