/* project_scope.h  列支范围: which units bear a project. */
#pragma once

#include "ledger/project/project.h"

/* Whether a unit ("3幢 101") lies in the scope: it, or its building ("3幢"), is named, or nothing is. */
bool project_scope_has(const struct project_plan *plan, const char *address);

/* Every name stands for a registered unit. Refusals: project.scope (detail unit), those of unit_list. */
RESULT project_scope_check(struct ctx *ctx, uint64_t community, const struct project_plan *plan);
