/* xlsx.h  A report as a workbook: a sheet with the facts and notes, then a sheet for each section.
 *
 * Amounts and numbers are numbers, dates are dates, every text is written as text, so none becomes a formula. Totals
 * are the cells of the model, never formulas. Equal reports give equal bytes: the only date inside is that of the
 * report. */
#pragma once

#include "base/buffer.h"
#include "base/ctx.h"
#include "reports/render/model.h"

/* Refusals: buffer.full (a text is longer than the 32,767 characters of a cell, or the file than `out`),
 * file.unwritable (no room for temporary files), memory.exhausted. */
RESULT report_xlsx(struct ctx *ctx, const struct report *report, struct buffer *out);
