#include "ledger/matter/withdrawal_facts.h"

#include "embed/sql.h"
#include "ledger/matter/budget.h"
#include "ledger/matter/relation.h"
#include "ledger/people/rule_activation.h"
#include "rules/calendar.h"
#include "rules/decision.h"
#include "rules/project.h"
#include "rules/warranty.h"

#include <stdio.h>
#include <string.h>

struct gathering {
    struct ctx *ctx;
    const struct withdrawal_asking *asking;
    const struct rule_set *set;
    struct withdrawal_facts *facts;
};

/* ---- what was asked before ---- */

struct before_row {
    money matter, spent;
};

/* First day of the window in which payments to one payee count together, back from the day on which it was asked: who
 * waits with the approval until the window has passed gains nothing. */
static day window_begin(const struct gathering *g)
{
    const struct pack_rule *stated = g->set->rules[RULE_approval_split_window].stated;
    const struct calendar calendar = {.count = 0};
    const struct maybe asked_on = g->asking->asked_on;
    const day asked = asked_on.present ? (day)asked_on.value : ctx_today(g->ctx);
    day begin = asked;
    if (!stated || FAILED(calendar_before(&calendar, asked, &stated->value, &begin)))
        return asked;
    return begin;
}

static RESULT find_before(struct gathering *g)
{
    static const struct db_column row[] = {COLUMN(before_row, matter), COLUMN(before_row, spent)};
    const struct withdrawal_asking *asking = g->asking;
    const struct db_value in[] = {db_number((int64_t)asking->community), db_maybe_number(asking->seq),
                                  db_number((int64_t)asking->party.seq), db_number(window_begin(g)),
                                  db_maybe_number(asking->decision)};
    struct before_row found;
    TRY(db_one(g->ctx, CALL(sql_withdrawal_before, in), ROW(before_row, row), &found));
    g->facts->before = found.matter;
    g->facts->spent = found.spent;
    return OK;
}

/* ---- what it rests on ---- */

struct decision_row {
    int32_t matter;
    int16_t result;
    struct maybe limit;
};

static RESULT find_decision(struct gathering *g)
{
    static const struct db_column row[] = {COLUMN(decision_row, matter), COLUMN(decision_row, result),
                                           COLUMN(decision_row, limit)};
    const struct withdrawal_asking *asking = g->asking;
    const struct db_value in[] = {db_number((int64_t)asking->community), db_maybe_number(asking->decision)};
    struct decision_row found;
    bool known;
    if (!asking->decision.present)
        return OK;
    TRY(db_maybe(g->ctx, CALL(sql_withdrawal_decision, in), ROW(decision_row, row), &found, &known));
    g->facts->decided = true;
    g->facts->passed =
        known && found.result == DECISION_PASSED && decision_body_of((uint16_t)found.matter) == DECISION_ASSEMBLY;
    g->facts->has_limit = known && found.limit.present;
    g->facts->limit = FEN(g->facts->has_limit ? found.limit.value : 0);
    return OK;
}

RESULT withdrawal_basis_get(struct ctx *ctx, const struct withdrawal_asking *asking, struct withdrawal_basis *ret_basis)
{
    static const struct db_column row[] = {COLUMN(withdrawal_basis, noun), COLUMN(withdrawal_basis, state),
                                           COLUMN(withdrawal_basis, payable), COLUMN(withdrawal_basis, asked),
                                           COLUMN(withdrawal_basis, payee)};
    const struct db_value in[] = {db_number((int64_t)asking->community), db_maybe_number(asking->matter),
                                  db_maybe_number(asking->seq)};
    bool known;
    error_set(&ctx->error, "record", "#%lld", (long long)asking->matter.value);
    TRY(db_maybe(ctx, CALL(sql_withdrawal_basis, in), ROW(withdrawal_basis, row), ret_basis, &known));
    return known ? OK : REFUSE(withdrawal, link);
}

/*= SX-50-2 经主管部门核实可动用保修金 */
bool withdrawal_basis_pays(const struct withdrawal_basis *basis, uint16_t fund)
{
    if (basis->noun == NOUN_PROJECT)
        return fund == FUND_MF && project_pays((enum project_state)basis->state);
    return fund == FUND_WD &&
           (basis->noun == NOUN_WARRANTY ? warranty_pays(basis->state) : warranty_claim_pays(basis->state));
}

/* Its own procedure decided; what may be paid at its stage bounds the application. */
static RESULT find_basis(struct gathering *g)
{
    struct withdrawal_basis basis;
    if (!g->asking->matter.present)
        return OK;
    TRY(withdrawal_basis_get(g->ctx, g->asking, &basis));
    g->facts->in_project = withdrawal_basis_pays(&basis, g->asking->fund);
    g->facts->has_limit = true;
    g->facts->limit = basis.payable;
    g->facts->spent = basis.asked;
    return OK;
}

static RESULT find_orders(struct gathering *g)
{
    const struct withdrawal_asking *asking = g->asking;
    struct order_key keys[4];
    uint64_t *orders;
    size_t count = 0;
    if (asking->seq.present)
        keys[count++] = (struct order_key){asking->community, (uint64_t)asking->seq.value};
    if (asking->decision.present)
        keys[count++] = (struct order_key){asking->community, (uint64_t)asking->decision.value};
    if (asking->contract)
        keys[count++] = (struct order_key){asking->community, asking->contract->seq};
    if (asking->matter.present)
        keys[count++] = (struct order_key){asking->community, (uint64_t)asking->matter.value};
    if (count == 0)
        return OK;
    TRY(order_frozen_among(g->ctx, keys, count, &orders));
    for (size_t i = 0; i < count; i++)
        g->facts->frozen |= orders[i] != 0;
    return OK;
}

static RESULT find_relation(struct gathering *g)
{
    struct relation_found found;
    TRY(relation_find(g->ctx, g->asking->community, &g->asking->party, &found));
    g->facts->related = found.related;
    g->facts->disclosed = found.disclosed;
    error_set(&g->ctx->error, "payee", "%s", g->asking->party.name);
    error_set(&g->ctx->error, "person", "%s", found.related ? found.person : "–");
    return OK;
}

/* ---- the budget of the year ---- */

static RESULT find_budget(struct gathering *g)
{
    const struct civil today = date_to_civil(ctx_today(g->ctx));
    const struct budget_scope scope = {.community = g->asking->community, .fund = g->asking->fund, .year = today.year};
    struct budget_actual *lines;
    size_t count;
    char code[8];
    const result done = budget_lines(g->ctx, &scope, ctx_today(g->ctx), &lines, &count);
    if (done.code == ERROR_budget_unknown || g->asking->fund != FUND_PI)
        return OK;
    TRY(done);
    (void)snprintf(code, sizeof code, "60%02d", g->asking->use);
    for (size_t i = 0; i < count; i++) {
        if (strncmp(lines[i].account, code, strlen(code)) != 0)
            continue;
        g->facts->budgeted = true;
        g->facts->budget_left = lines[i].left;
    }
    return OK;
}

RESULT withdrawal_facts_judge(struct ctx *ctx, const struct withdrawal_asking *asking,
                              struct withdrawal_verdict *ret_verdict)
{
    struct rules_in_force *rules;
    struct withdrawal_facts facts = {.fund = asking->fund,
                                     .use = asking->use,
                                     .amount = asking->amount,
                                     .has_contract = asking->contract != NULL,
                                     .has_document = asking->document_count > 0};
    struct gathering g = {ctx, asking, NULL, &facts};
    TRY(ARENA_TAKE(ctx->arena, 1, &rules));
    TRY(rule_activation_set(ctx, asking->community, ctx_today(ctx), rules));
    g.set = &rules->set;
    facts.contract_fits = asking->contract && asking->contract->party_seq == asking->party.seq;
    TRY(find_before(&g));
    TRY(find_decision(&g));
    TRY(find_basis(&g));
    TRY(find_orders(&g));
    TRY(find_budget(&g));
    TRY(find_relation(&g));
    return withdrawal_judge(&rules->set, &facts, ret_verdict);
}
