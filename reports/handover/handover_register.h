/* handover_register.h  移交清册: one hand-over with its checklist as printed. */
#pragma once

#include "ledger/handover/handover.h"
#include "reports/render/model.h"

/* As of today, with the size of the journal at the cut-off. Refusals: community.unknown, handover.unknown, those of
 * report_new. */
RESULT handover_register(struct ctx *ctx, uint64_t community, const char *name, enum language language,
                         struct report **ret_report);
