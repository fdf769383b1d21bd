#include "ledger/project/project_refuse.h"

static void set_money(struct ctx *ctx, const char *name, money amount)
{
    char text[MONEY_TEXT];
    money_format(amount, text);
    error_set(&ctx->error, name, "%s", text);
}

static void set_project(struct ctx *ctx, const struct project *project)
{
    error_set(&ctx->error, "project", "#%llu", (unsigned long long)project->seq);
    error_set(&ctx->error, "state", "%s", project_state_name(project->state, LANGUAGE_ZH));
}

RESULT project_refuse_state(struct ctx *ctx, const struct project *project, const char *verb)
{
    set_project(ctx, project);
    error_set(&ctx->error, "verb", "%s", verb);
    return REFUSE(project, state);
}

RESULT project_refuse_path(struct ctx *ctx, const struct project *project, const struct move *move)
{
    set_project(ctx, project);
    error_set(&ctx->error, "path", "%s", project->plan.emergency ? "应急 emergency" : "一般 normal");
    error_set(&ctx->error, "verb", "%s", move->text[LANGUAGE_ZH]);
    return REFUSE(project, path);
}

RESULT project_refuse_amount(struct ctx *ctx, money amount, const char *reason)
{
    set_money(ctx, "amount", amount);
    error_set(&ctx->error, "reason", "%s", reason);
    return REFUSE(project, amount);
}

RESULT project_refuse_decision(struct ctx *ctx, const char *record, const char *reason)
{
    error_set(&ctx->error, "record", "%s", record);
    error_set(&ctx->error, "reason", "%s", reason);
    return REFUSE(project, decision);
}

RESULT project_refuse_overrun(struct ctx *ctx, money amount, money decided)
{
    set_money(ctx, "amount", amount);
    set_money(ctx, "decided", decided);
    return REFUSE(project, overrun);
}

RESULT project_refuse_apportioned(struct ctx *ctx, const struct project *project)
{
    set_money(ctx, "settled", project->settled);
    set_money(ctx, "apportioned", project->apportioned);
    return REFUSE(project, unapportioned);
}

RESULT project_refuse_paper(struct ctx *ctx, const struct move *move, uint32_t missing)
{
    return step_refuse_papers(ctx, move->text[LANGUAGE_ZH], missing, "本程序要求 asked by this program");
}

/* ---- verdicts ---- */

static RESULT refuse_failed(struct ctx *ctx, const struct project_judged *judged, const struct project_verdict *verdict)
{
    const struct project_facts *facts = &judged->facts;
    set_money(ctx, "amount", facts->amount);
    set_money(ctx, "decided", facts->decided);
    if (verdict->rule == PROJECT_RULE_advance)
        return REFUSE(project, advance);
    if (verdict->rule == PROJECT_RULE_overrun)
        return REFUSE(project, overrun);
    if (verdict->rule != PROJECT_RULE_excluded)
        return REFUSE(project, rule);
    error_set(&ctx->error, "reason", "%s %s", project_exclusion_text(facts->exclusion, LANGUAGE_ZH),
              project_exclusion_text(facts->exclusion, LANGUAGE_EN));
    return REFUSE(project, excluded);
}

RESULT project_refuse_verdict(struct ctx *ctx, const struct move *move, const struct project_judged *judged,
                              const struct project_verdict *verdict)
{
    const char *clause = project_clause(verdict), *rule;
    TRY(arena_print(ctx->arena, &rule, "%s %s%s%s", project_rule_text((int)verdict->rule, LANGUAGE_ZH),
                    project_rule_text((int)verdict->rule, LANGUAGE_EN), clause[0] ? ", " : "", clause));
    if (verdict->outcome == PROJECT_NEEDS_PAPER)
        return step_refuse_papers(ctx, move->text[LANGUAGE_ZH], verdict->missing, rule);
    error_set(&ctx->error, "rule", "%s", rule);
    error_set(&ctx->error, "reason", "%s", clause[0] ? clause : "本程序的规则 our own rule");
    return refuse_failed(ctx, judged, verdict);
}
