#include "ledger/project/project.h"

#include "ledger/matter/matter.h"
#include "ledger/project/project_json.h"
#include "ledger/project/project_pay.h"
#include "ledger/project/project_step.h"
#include "rules/moves.h"

#include <assert.h>
#include <string.h>

const char *project_state_name(int state, enum language language)
{
    return moves_state_text(moves_get("project"), state, language);
}

/* ---- what a step makes of a project ---- */

static bool is_verb(const struct step *step, const char *verb)
{
    return strcmp(step->verb, verb) == 0;
}

/* The amounts that a step sets. */
static void take_amount(struct project *project, const struct step *step)
{
    const money amount = FEN(step->amount.value);
    if (is_verb(step, "propose") || is_verb(step, "resubmit"))
        project->plan.budget = amount;
    if (is_verb(step, "decide") || step->decision.present)
        project->decided = amount;
    else if (is_verb(step, "contract") || is_verb(step, "change"))
        project->price = project->payable = amount;
    if (is_verb(step, "advance"))
        project->advance = project->payable = amount;
    if (is_verb(step, "settle"))
        project->settled = project->payable = amount;
}

void project_take(struct project *project, const struct step *step)
{
    if (step->amount.present)
        take_amount(project, step);
    if (project->plan.emergency)
        project->decided = project->plan.budget;
    if (step->state == PROJECT_decided) /* a change decided anew needs a contract anew */
        project->price = project->payable = FEN(0);
    project->papers |= step_papers(step);
    project->state = step->state;
}

/* ---- reading ---- */

static struct project *find_id(struct project *list, size_t count, const struct uuid *id)
{
    size_t i = 0;
    while (i < count && !uuid_equal(&list[i].project, id))
        i++;
    assert(i < count);
    return &list[i];
}

static RESULT read_steps(struct ctx *ctx, const struct matter_step *steps, size_t count, struct project *list,
                         size_t *ret_count)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        struct step step = {.seq = steps[i].seq, .state = steps[i].state};
        struct project *project = steps[i].opened ? &list[found++] : find_id(list, found, &steps[i].id);
        if (steps[i].opened)
            *project = (struct project){.project = steps[i].id, .seq = steps[i].seq};
        TRY(project_json_load(ctx, steps[i].text, steps[i].opened ? &project->plan : NULL, &step));
        TRY(step_append(ctx, &step, &project->steps, &project->step_count));
        project_take(project, &step);
    }
    *ret_count = found;
    return OK;
}

static RESULT add_payment(struct project *project, const struct project_payment *payment)
{
    if (payment->state == WITHDRAWAL_submitted)
        TRY(money_add(project->asked, payment->amount, &project->asked));
    TRY(money_add(project->asked, payment->held, &project->asked));
    TRY(money_add(project->asked, payment->paid, &project->asked));
    TRY(money_add(project->paid, payment->paid, &project->paid));
    return money_add(project->apportioned, payment->apportioned, &project->apportioned);
}

RESULT project_list(struct ctx *ctx, uint64_t community, struct project **ret_list, size_t *ret_count)
{
    const struct matter_key key = {.community = community, .noun = NOUN_PROJECT};
    struct matter_step *steps;
    struct project_payment *payments;
    size_t count, payment_count;
    TRY(matter_steps(ctx, &key, &steps, &count));
    TRY(ARENA_TAKE(ctx->arena, count + 1, ret_list));
    TRY(read_steps(ctx, steps, count, *ret_list, ret_count));
    TRY(project_payment_list(ctx, community, &payments, &payment_count));
    for (size_t i = 0; i < payment_count; i++)
        for (size_t p = 0; p < *ret_count; p++)
            if ((*ret_list)[p].seq == payments[i].project)
                TRY(add_payment(&(*ret_list)[p], &payments[i]));
    return OK;
}

RESULT project_find(struct ctx *ctx, uint64_t community, const char *name, struct project *ret_project)
{
    struct project *list;
    size_t count;
    TRY(project_list(ctx, community, &list, &count));
    error_set(&ctx->error, "project", "%s", name);
    for (size_t i = 0; i < count; i++) {
        if (!matter_called(&list[i].project, list[i].seq, name))
            continue;
        *ret_project = list[i];
        return OK;
    }
    return REFUSE(project, unknown);
}
