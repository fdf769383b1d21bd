/* overview.h  What the first page of a community shows: money now, income by stream over the last four finished
 * quarters. */
#pragma once

#include "base/ctx.h"
#include "reports/render/model.h"

struct overview {
    struct report *report;
    int32_t first_month, last_month; /* with turnover in the public income books; 0 when there is none */
};

/* Built in one snapshot with the head; as of today. Refusals: community.unknown, report.cross_foot, money.range,
 * database.*, memory.exhausted, list.full. */
RESULT overview_build(struct ctx *ctx, uint64_t community, enum language language, struct overview *ret_overview);
