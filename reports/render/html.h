/* html.h  A report as HTML: as values for a page's template, or as one file that needs no server. */
#pragma once

#include "reports/render/model.h"
#include "reports/render/template.h"

/* All phrases of phrase.def as {{t_key}}, and the language. Refusals: memory.exhausted, list.full. */
RESULT report_html_words(struct template_scope *scope, enum language language);

/* The values that report_body.html needs. Refusals: memory.exhausted, list.full. */
RESULT report_html_fill(const struct report *report, struct template_scope *scope);

/* The whole file, stylesheet inside. Refusals: fault.internal, buffer.full, memory.exhausted. */
RESULT report_html(struct ctx *ctx, const struct report *report, struct buffer *out);

/* The text of a cell as a reader sees it: amounts grouped, empty cells "". Borrowed, or in the arena. Refusals:
 * memory.exhausted. */
RESULT report_html_cell(struct arena *arena, const struct report_cell *cell, const char **ret_text);
