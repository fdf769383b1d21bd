#include "ledger/project/project_step.h"

#include "ledger/book/reservation.h"
#include "ledger/book/subledger.h"

#include <string.h>

/* ---- what a verb needs ---- */

#define PAPER(name) PAPER_BIT(name)

/* Papers that law does not name are our choice; those that a rule asks for come from its verdict. */
static const struct project_need needs[] = {
    {.verb = "propose", .papers = PAPER(plan), .stage = PROJECT_APPLICATION, .clause = "CN-MF-22-2"},
    {.verb = "resubmit", .papers = PAPER(plan), .stage = PROJECT_APPLICATION, .clause = "CN-MF-22-2"},
    {.verb = "decide", .decision = true, .clause = "CN-MF-22-2"},
    {.verb = "contract", .papers = PAPER(contract), .amount = true, .party = true, .clause = ""},
    {.verb = "advance", .papers = PAPER(approval), .amount = true, .stage = PROJECT_ADVANCE, .clause = "CN-MF-24"},
    {.verb = "start", .papers = PAPER(started), .clause = ""},
    {.verb = "change",
     .papers = PAPER(change),
     .amount = true,
     .reason = true,
     .stage = PROJECT_CHANGE,
     .clause = "CN-MF-22-2"},
    {.verb = "accept", .papers = PAPER(acceptance), .clause = ""},
    {.verb = "settle", .papers = PAPER(settlement), .amount = true, .stage = PROJECT_SETTLEMENT, .clause = ""},
    {.verb = "apportion", .clause = "CN-MF-20"},
    {.verb = "publish", .papers = PAPER(notice), .clause = "CN-MF-30"},
    {.verb = "close", .clause = ""},
    {.verb = "return", .reason = true, .clause = ""},
    {.verb = "refuse", .reason = true, .clause = ""},
    {.verb = "withdraw", .reason = true, .clause = ""},
};

#undef PAPER

struct project_need project_need_of(const struct project *project, const char *verb)
{
    struct project_need need = {.verb = verb, .clause = ""};
    for (size_t i = 0; i < LENGTH(needs); i++)
        if (strcmp(needs[i].verb, verb) == 0)
            need = needs[i];
    if (project->plan.emergency && need.stage == PROJECT_APPLICATION) {
        need.papers = 0; /* the rules name the papers of an emergency */
        need.clause = "CN-MF-24";
    }
    return need;
}

/* ---- the two paths ---- */

const char *project_path(const struct project *project, size_t i)
{
    static const char *const normal[] = {"propose", "decide",    "contract", "start", "accept",
                                         "settle",  "apportion", "publish",  "close", NULL};
    static const char *const advanced[] = {"propose",   "advance", "accept", "settle",
                                           "apportion", "publish", "close",  NULL};
    static const char *const started[] = {"propose",   "start",   "accept", "settle",
                                          "apportion", "publish", "close",  NULL};
    if (!project->plan.emergency)
        return i < LENGTH(normal) ? normal[i] : NULL;
    if (project->state == PROJECT_working || (project->state != PROJECT_proposed && project->advance.fen == 0))
        return i < LENGTH(started) ? started[i] : NULL;
    return i < LENGTH(advanced) ? advanced[i] : NULL;
}

/*= CN-MF-24 紧急维修按规定列支 */
bool project_on_path(const struct project *project, const char *verb)
{
    static const char *const not_urgent[] = {"decide", "contract", "change"};
    if (!project->plan.emergency)
        return strcmp(verb, "advance") != 0 && (strcmp(verb, "start") != 0 || project->state != PROJECT_proposed);
    for (size_t i = 0; i < LENGTH(not_urgent); i++)
        if (strcmp(verb, not_urgent[i]) == 0)
            return false;
    return true;
}

/* ---- facts ---- */

static RESULT find_deposits(struct ctx *ctx, uint64_t community, struct project_facts *facts)
{
    struct subledger_balance *units;
    struct reservation_available available;
    size_t count;
    TRY(reservation_available(ctx, community, FUND_MF, NULL, &available));
    facts->balance = available.available;
    TRY(subledger_balances(ctx, community, ctx_today(ctx), &units, &count));
    for (size_t i = 0; i < count; i++)
        TRY(money_add(facts->first_deposits, units[i].deposited, &facts->first_deposits));
    return OK;
}

static bool stands(const struct project *project)
{
    return project->state != PROJECT_refused && project->state != PROJECT_withdrawn &&
           project->state != PROJECT_returned;
}

static RESULT find_emergencies(struct ctx *ctx, uint64_t community, const struct project *project,
                               struct project_facts *facts)
{
    struct project *list;
    size_t count;
    TRY(project_list(ctx, community, &list, &count));
    for (size_t i = 0; i < count; i++) {
        const money used = list[i].settled.fen > 0 ? list[i].settled : list[i].plan.budget;
        if (list[i].plan.emergency && stands(&list[i]) && list[i].seq != project->seq)
            TRY(money_add(facts->emergency_before, used, &facts->emergency_before));
    }
    return OK;
}

RESULT project_judge_stage(struct ctx *ctx, uint64_t community, const struct project *project,
                           const struct project_judging *judging, struct project_judged *ret_judged)
{
    *ret_judged = (struct project_judged){.facts = {.exclusion = judging->exclusion,
                                                    .emergency = project->plan.emergency,
                                                    .papers = judging->papers,
                                                    .amount = judging->amount,
                                                    .decided = project->decided}};
    TRY(ARENA_TAKE(ctx->arena, 1, &ret_judged->rules));
    TRY(rule_activation_set(ctx, community, ctx_today(ctx), ret_judged->rules));
    TRY(find_deposits(ctx, community, &ret_judged->facts));
    TRY(find_emergencies(ctx, community, project, &ret_judged->facts));
    if (judging->stage != 0)
        ret_judged->count =
            project_judge(&ret_judged->rules->set, judging->stage, &ret_judged->facts, ret_judged->verdicts);
    return OK;
}
