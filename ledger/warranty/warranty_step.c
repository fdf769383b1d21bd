#include "ledger/warranty/warranty_step.h"

#include "ledger/people/holiday.h"

#include <string.h>

#define PAPER(name) PAPER_BIT(name)

/* Papers that law does not name are our choice; those that a rule asks for come from its verdict. */
static const struct warranty_need needs[] = {
    {.verb = "claim", .amount = true, .stage = WARRANTY_AT_CLAIM, .clause = "SX-50-2"},
    {.verb = "resubmit", .stage = WARRANTY_AT_CLAIM, .clause = "SX-50-2"},
    {.verb = "verify", .papers = PAPER(verification), .amount = true, .clause = "SX-50-2"},
    {.verb = "start", .papers = PAPER(started), .clause = ""},
    {.verb = "accept", .papers = PAPER(acceptance), .clause = ""},
    {.verb = "settle", .papers = PAPER(settlement), .amount = true, .clause = ""},
    {.verb = "return", .reason = true, .clause = ""},
    {.verb = "refuse", .reason = true, .clause = ""},
    {.verb = "withdraw", .reason = true, .clause = ""},
    {.verb = "notice", .papers = PAPER(notice), .stage = WARRANTY_AT_NOTICE, .clause = "HZ-68"},
    {.verb = "gone", .papers = PAPER(notice), .stage = WARRANTY_AT_GONE, .clause = "SX-50-3"},
    {.verb = "object", .papers = PAPER(objection), .reason = true, .clause = "HZ-68"},
    {.verb = "extend", .reason = true, .day = true, .clause = "SX-50-2"},
    {.verb = "release", .stage = WARRANTY_AT_REFUND, .clause = "SX-50-3"},
    {.verb = "transfer", .stage = WARRANTY_AT_TRANSFER, .clause = "SX-50-3"},
    {.verb = "reopen", .reason = true, .clause = ""},
};

#undef PAPER

struct warranty_need warranty_need_of(const char *verb)
{
    for (size_t i = 0; i < LENGTH(needs); i++)
        if (strcmp(needs[i].verb, verb) == 0)
            return needs[i];
    return (struct warranty_need){.verb = verb, .clause = ""};
}

const struct moves *warranty_moves(const struct warranty_found *found)
{
    return moves_get(found->is_claim ? "warranty_claim" : "warranty");
}

int warranty_state(const struct warranty_found *found)
{
    return found->is_claim ? found->claim.state : found->warranty.state;
}

RESULT warranty_judge_stage(struct ctx *ctx, uint64_t community, const struct warranty_found *found,
                            const struct warranty_judging *judging, struct warranty_judged *ret_judged)
{
    const struct warranty *warranty = &found->warranty;
    *ret_judged = (struct warranty_judged){.facts = {.today = ctx_today(ctx),
                                                     .expires = warranty->expires,
                                                     .told = found->claim.plan.told,
                                                     .gone = found->is_claim ? found->claim.gone : warranty->gone,
                                                     .papers = judging->papers,
                                                     .noticed = warranty->noticed,
                                                     .objected = warranty->objected,
                                                     .claims = warranty->claims}};
    TRY(ARENA_TAKE(ctx->arena, 1, &ret_judged->rules));
    TRY(rule_activation_set(ctx, community, ctx_today(ctx), ret_judged->rules));
    TRY(holiday_calendar(ctx, &ret_judged->calendar));
    const struct warranty_law law = {&ret_judged->rules->set, &ret_judged->calendar};
    return judging->stage ? warranty_judge(&law, judging->stage, &ret_judged->facts, &ret_judged->verdicts) : OK;
}
