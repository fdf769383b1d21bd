/* pdf.h  A report on A4, tagged, its text extractable: what a community pins to the notice board and keeps on file.
 *
 * Equal reports give equal bytes with the same font package: the only date inside is that of the report. */
#pragma once

#include "base/buffer.h"
#include "base/ctx.h"
#include "reports/render/model.h"

/* Refusals: report.font_missing (no empty boxes are printed), memory.exhausted, buffer.full, file.unwritable. */
RESULT report_pdf(struct ctx *ctx, const struct report *report, struct buffer *out);
