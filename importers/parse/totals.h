/* totals.h  What the bank states above its rows, compared with what the rows say. */
#pragma once

#include "importers/parse/continuity.h"
#include "importers/parse/line.h"

struct totals { /* of the rows, column by column */
    money in, out;
    uint32_t count_in, count_out;
};

/* Adds one row. Refusals: money.range. */
RESULT totals_add(struct totals *totals, const struct line_row *row);

/* Reads opening and closing balance into the statement. Details line, column, value. Refusals in order: import.amount,
 * memory.exhausted. */
RESULT totals_read_balances(struct ctx *ctx, const struct layout *layout, struct statement *statement);

/* Compares opening, closing, sums and numbers of rows; the lines are in order. *ret_count: what the numbers say.
 * Details what, expected, found; cause names the row where the running balance breaks, if it does. Refusals in order:
 * import.amount, import.totals, memory.exhausted. */
RESULT totals_check(struct ctx *ctx, const struct layout *layout, const struct totals *totals,
                    const struct statement *statement, enum continuity_count *ret_count);
