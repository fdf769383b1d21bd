/* chart.h  Columns of a table as horizontal bars in inline SVG, with a text alternative; the table itself stands below.
 */
#pragma once

#include "reports/render/model.h"
#include "reports/render/template.h"

/* Adds the values of chart.html to `scope` (the scope of the table) as the list `charts`: one item, or none when the
 * table has no chart columns or no amounts. Refusals: memory.exhausted, list.full. */
RESULT report_chart_fill(const struct report *report, const struct report_table *table, struct template_scope *scope);
