/* json.h  A report as one JSON object: every member named, cells as arrays in column order, money as strings like
 * "1234.50". */
#pragma once

#include "base/buffer.h"
#include "reports/render/model.h"

/* Refusals: buffer.full, memory.exhausted. */
RESULT report_json(const struct report *report, struct buffer *out);
