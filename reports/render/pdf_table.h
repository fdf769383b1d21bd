/* pdf_table.h  A table of the model on paper: columns as wide as their contents, figures never broken, the head on
 * every page. */
#pragma once

#include "reports/render/pdf_page.h"

/* Whether the table needs the paper to lie across. Refusals: memory.exhausted. */
RESULT pdf_table_is_wide(const struct pdf *pdf, const struct report_table *table, bool *ret_wide);

/* The table at y; y moves below it. Refusals: memory.exhausted. */
RESULT pdf_table(struct pdf *pdf, const struct report_table *table);
