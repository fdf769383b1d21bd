#include "ledger/project/project_pay.h"

#include "embed/sql.h"
#include "ledger/people/unit.h"
#include "ledger/project/project.h"
#include "ledger/project/project_scope.h"

RESULT project_payment_list(struct ctx *ctx, uint64_t community, struct project_payment **ret_list, size_t *ret_count)
{
    static const struct db_column row[] = {COLUMN(project_payment, project),    COLUMN(project_payment, withdrawal),
                                           COLUMN(project_payment, state),      COLUMN(project_payment, amount),
                                           COLUMN(project_payment, held),       COLUMN(project_payment, paid),
                                           COLUMN(project_payment, apportioned)};
    const struct db_value in[] = {db_number((int64_t)community)};
    *ret_list = NULL;
    return db_list(ctx, CALL(sql_project_payment_list, in), ROW(project_payment, row), ret_list, ret_count);
}

/* The units of a project's scope bear it. */
static RESULT follow_project(struct ctx *ctx, uint64_t seq, struct apportionment_post_in *post)
{
    struct project project;
    struct unit *units;
    struct charge *scope;
    const char *name;
    size_t count;
    TRY(arena_print(ctx->arena, &name, "#%llu", (unsigned long long)seq));
    TRY(project_find(ctx, post->community, name, &project));
    error_set(&ctx->error, "unit", "%s", project.plan.name);
    if (post->count > 0)
        return REFUSE(project, scope);
    error_set(&ctx->error, "state", "%s", project_state_name(project.state, LANGUAGE_ZH));
    if (!project_pays((enum project_state)project.state))
        return REFUSE(project, unpayable);
    TRY(unit_list(ctx, post->community, &units, &count));
    TRY(ARENA_TAKE(ctx->arena, count + 1, &scope));
    for (size_t i = 0; i < count; i++)
        if (project_scope_has(&project.plan, units[i].address))
            scope[post->count++] = (struct charge){.unit = units[i].unit};
    post->scope = scope;
    if (!post->summary)
        post->summary = project.plan.name;
    return OK;
}

/*= CN-MF-20 维修费用由相关业主分摊 */
/*= ZHJ-11-3 公共收益支取审批 */
RESULT project_pay(struct ctx *ctx, const struct project_pay_in *in, struct entry_out *ret_out)
{
    struct apportionment_post_in post = in->post;
    struct withdrawal withdrawal;
    TRY(withdrawal_payable(ctx, post.community, FUND_MF, in->withdrawal, &withdrawal));
    if (withdrawal.matter.present)
        TRY(follow_project(ctx, (uint64_t)withdrawal.matter.value, &post));
    if (post.cost.fen == 0)
        post.cost = withdrawal.amount;
    post.reservation = withdrawal.reservation;
    return apportionment_post(ctx, &post, ret_out);
}
