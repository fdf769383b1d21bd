/* project_refuse.h  The refusals of projects, with their words. Each returns the refusal that it is named after. */
#pragma once

#include "ledger/project/project_step.h"
#include "rules/moves.h"

/* project.state, path, amount, decision, overrun, unapportioned. */
RESULT project_refuse_state(struct ctx *ctx, const struct project *project, const char *verb);
RESULT project_refuse_path(struct ctx *ctx, const struct project *project, const struct move *move);
RESULT project_refuse_amount(struct ctx *ctx, money amount, const char *reason);
RESULT project_refuse_decision(struct ctx *ctx, const char *record, const char *reason);
RESULT project_refuse_overrun(struct ctx *ctx, money amount, money decided);
RESULT project_refuse_apportioned(struct ctx *ctx, const struct project *project);

/* missing: bits of enum paper. */
RESULT project_refuse_paper(struct ctx *ctx, const struct move *move, uint32_t missing);

/* What a rule does not let pass: project.excluded, project.advance, project.overrun, paper.missing, else project.rule.
 */
RESULT project_refuse_verdict(struct ctx *ctx, const struct move *move, const struct project_judged *judged,
                              const struct project_verdict *verdict);
