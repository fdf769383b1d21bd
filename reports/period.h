/* period.h  The periods that reports cover: a month "2026-09", a quarter "2026Q3", a year "2026", or up to three whole
 * years "2023..2025". */
#pragma once

#include "base/ctx.h"

#include <stdint.h>

enum { REPORT_YEARS_MAX = 3, REPORT_PERIOD_TEXT = 20 };

struct span { /* months, both inside */
    int32_t first, last;
};

struct period {
    int32_t first, last;           /* months, both inside */
    bool quarter, month;           /* neither: whole years */
    char name[REPORT_PERIOD_TEXT]; /* "2026Q3", "2023..2025" */
};

/* Refusals: report.period (detail value). */
RESULT report_period_parse(struct ctx *ctx, const char *text, struct period *ret_period);

/* The quarter that holds `month`, and the newest quarter that is over on `today`. */
struct period report_period_quarter(int32_t month);
struct period report_period_newest(day today);

/* The period must be over by ctx_today. Refusals: report.unfinished (detail value). */
RESULT report_period_finished(struct ctx *ctx, const struct period *period);

/* "2026年9月", "2026年第3季度", "2026年", "2023年至2025年". Refusals: memory.exhausted. */
RESULT report_period_title(struct ctx *ctx, const struct period *period, enum language language,
                           const char **ret_title);
