/* warranty_refuse.h  The refusals of warranty deposits and claims, with their words. Each returns the refusal that it
 * is named after. */
#pragma once

#include "ledger/warranty/warranty_step.h"

/* warranty.state, amount_wrong, held, unsettled. */
RESULT warranty_refuse_state(struct ctx *ctx, const struct warranty_found *found, const char *verb);
RESULT warranty_refuse_amount(struct ctx *ctx, money amount, const char *reason);
RESULT warranty_refuse_held(struct ctx *ctx, money amount, money held);
RESULT warranty_refuse_unsettled(struct ctx *ctx, money due, const struct warranty_asked *asked);

/* What a rule does not let pass: warranty.expired, idle, not_gone, claimed, early, disputed, or paper.missing. */
RESULT warranty_refuse_verdict(struct ctx *ctx, const struct move *move, const struct warranty_judged *judged,
                               const struct warranty_verdict *verdict);
