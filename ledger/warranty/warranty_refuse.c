#include "ledger/warranty/warranty_refuse.h"

static void set_money(struct ctx *ctx, const char *key, money amount)
{
    char text[MONEY_TEXT];
    money_format(amount, text);
    error_set(&ctx->error, key, "%s", text);
}

static void set_day(struct ctx *ctx, const char *key, day date)
{
    char text[DATE_TEXT] = "–";
    if (date != 0)
        date_format(date, text);
    error_set(&ctx->error, key, "%s", text);
}

RESULT warranty_refuse_state(struct ctx *ctx, const struct warranty_found *found, const char *verb)
{
    const uint64_t seq = found->is_claim ? found->claim.seq : found->warranty.seq;
    error_set(&ctx->error, "warranty", "#%llu", (unsigned long long)seq);
    error_set(&ctx->error, "state", "%s", moves_state_text(warranty_moves(found), warranty_state(found), LANGUAGE_ZH));
    error_set(&ctx->error, "verb", "%s", verb);
    return REFUSE(warranty, state);
}

RESULT warranty_refuse_amount(struct ctx *ctx, money amount, const char *reason)
{
    set_money(ctx, "amount", amount);
    error_set(&ctx->error, "reason", "%s", reason);
    return REFUSE(warranty, amount_wrong);
}

RESULT warranty_refuse_held(struct ctx *ctx, money amount, money held)
{
    set_money(ctx, "amount", amount);
    set_money(ctx, "held", held);
    return REFUSE(warranty, held);
}

RESULT warranty_refuse_unsettled(struct ctx *ctx, money due, const struct warranty_asked *asked)
{
    set_money(ctx, "due", due);
    set_money(ctx, "asked", asked->asked);
    set_money(ctx, "paid", asked->paid);
    return REFUSE(warranty, unsettled);
}

/*= SX-50-2 五日内不履行保修义务的可动用；维修未完毕的期限顺延 */
/*= SX-50-3 期满退还，建设单位不存在的转入维修资金 */
static RESULT refuse_failed(struct ctx *ctx, const struct warranty_judged *judged,
                            const struct warranty_verdict *verdict)
{
    set_day(ctx, "from", verdict->from);
    set_day(ctx, "told", judged->facts.told);
    set_day(ctx, "expires", judged->facts.expires);
    error_set(&ctx->error, "claims", "%zu", judged->facts.claims);
    switch (verdict->rule) {
    case WARRANTY_RULE_term:
        return REFUSE(warranty, expired);
    case WARRANTY_RULE_idle:
        return REFUSE(warranty, idle);
    case WARRANTY_RULE_to_fund:
        return REFUSE(warranty, not_gone);
    case WARRANTY_RULE_repaired:
        return REFUSE(warranty, claimed);
    case WARRANTY_RULE_dispute:
        return REFUSE(warranty, disputed);
    case WARRANTY_RULE_ended:
    case WARRANTY_RULE_notice:
    case WARRANTY_RULE_gone:
    case WARRANTY_RULE_appraised:
    case WARRANTY_RULE_inspected:
    case WARRANTY_RULES:
        break;
    }
    return REFUSE(warranty, early);
}

RESULT warranty_refuse_verdict(struct ctx *ctx, const struct move *move, const struct warranty_judged *judged,
                               const struct warranty_verdict *verdict)
{
    const char *clause = warranty_clause(verdict), *rule;
    TRY(arena_print(ctx->arena, &rule, "%s %s%s%s", warranty_rule_text((int)verdict->rule, LANGUAGE_ZH),
                    warranty_rule_text((int)verdict->rule, LANGUAGE_EN), clause[0] ? ", " : "", clause));
    error_set(&ctx->error, "rule", "%s", rule);
    return verdict->outcome == WARRANTY_NEEDS_PAPER
               ? step_refuse_papers(ctx, move->text[LANGUAGE_ZH], verdict->missing, rule)
               : refuse_failed(ctx, judged, verdict);
}
