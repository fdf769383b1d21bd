/* csv.h  A report as one CSV file: UTF-8 with byte-order mark, CRLF, facts first, then a block for each table.
 *
 * A text that a spreadsheet would take for a formula (it begins with = + - @ TAB or CR) gets an apostrophe in front;
 * amounts and numbers are plain figures and exempt. */
#pragma once

#include "base/buffer.h"
#include "reports/render/model.h"

/* Refusals: buffer.full, memory.exhausted. */
RESULT report_csv(const struct report *report, struct buffer *out);
