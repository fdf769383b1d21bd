/* sample.h  A hand-made report with every kind of cell, and texts that would like to be markup or formulas. */
#pragma once

#include "reports/report.h"

#define SAMPLE_HOSTILE "=1+1 <script>alert('x')</script> & \"onmouseover=alert(1)\" {{raw}}"

/* Builds it in ctx->arena: two sections, three tables, a chart, notes, facts. `surplus` is what its total says; right
 * is 5.00. */
struct report *sample_report(struct ctx *ctx, money surplus);

/* Fails the test when the result is a failure. */
void sample_must(result done);
