/* line.h  One row of a statement, read by its layout into a normalised line. */
#pragma once

#include "importers/parse/layout.h"

struct line_row {
    struct statement_line line;
    money in, out;           /* as they stand in the two columns, zero where nothing stands */
    const char *own_account; /* digits, "" where the layout or the row has none */
};

/* Details line, column, value, reason, expected, found where they apply. Refusals in order: import.torn (the file's
 * last row is shorter than its header and has no line end), import.columns, import.text, import.currency, import.date,
 * import.amount, import.both_sides, import.no_amount, import.direction, memory.exhausted. */
RESULT line_read(struct ctx *ctx, const struct layout *layout, const struct csv_row *row, struct line_row *ret_row);

/* Text fit to be kept for ever: NFC, line ends and TABs inside turned into one blank. *ret_reason is NULL, or why it
 * cannot be kept. Refusals: memory.exhausted. */
RESULT line_text(struct ctx *ctx, const char *cell, const char **ret_text, const char **ret_reason);

/* 人民币, CNY, RMB, 156, or nothing at all. */
bool line_currency_is_ours(const char *cell);
