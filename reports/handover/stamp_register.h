/* stamp_register.h  用印登记簿: the uses of stamps in a period, as printed and disclosed (HZ-30-1). */
#pragma once

#include "ledger/handover/stamp_use.h"
#include "reports/period.h"
#include "reports/render/model.h"

/* Refusals: community.unknown, those of stamp_use_list and report_new. */
RESULT stamp_register(struct ctx *ctx, uint64_t community, const struct period *period, enum language language,
                      struct report **ret_report);
