#include "ledger/project/project_scope.h"

#include "ledger/people/unit.h"

/*= CN-MF-22-2 列支范围内的业主 */
bool project_scope_has(const struct project_plan *plan, const char *address)
{
    bool found = plan->scope_count == 0;
    for (size_t i = 0; i < plan->scope_count && !found; i++)
        found = unit_lies_in(address, plan->scope[i]);
    return found;
}

RESULT project_scope_check(struct ctx *ctx, uint64_t community, const struct project_plan *plan)
{
    struct unit *units;
    size_t count;
    TRY(unit_list(ctx, community, &units, &count));
    for (size_t s = 0; s < plan->scope_count; s++) {
        size_t i = 0;
        error_set(&ctx->error, "unit", "%s", plan->scope[s]);
        while (i < count && !unit_lies_in(units[i].address, plan->scope[s]))
            i++;
        if (i == count)
            return REFUSE(project, scope);
    }
    return OK;
}
