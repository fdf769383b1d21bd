#include "tests/model/budget.h"

#include "ledger/matter/budget.h"
#include "tests/model/operation.h"
#include "tests/model/posting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

enum { PROJECTS = 12, YEARS = 6, CODES = 6, MOST = 4 };
static const char *const codes[CODES] = {"4001", "4003", "6002", "6003", "6006", "4007"};

enum verb { PROPOSE, ADOPT, CHANGE, CLOSE, VERBS };
static result (*const verbs[VERBS])(struct ctx *ctx, const struct budget_in *in,
                                    uint64_t *ret_seq) = {budget_propose, budget_adopt, budget_change, budget_close};

/* ---- which budget ---- */

static struct budget_scope scope_of(struct life *life, const struct model_budget *budget)
{
    struct budget_scope scope = {.community = life->town->code, .fund = budget->fund, .year = budget->year};
    if (budget->year == 0)
        harness_expect(life->ctx, arena_print(life->ctx->arena, &scope.project, "外墙维修%u", budget->project),
                       ERROR_none);
    return scope;
}

static struct model_budget *find(struct model *model, const struct model_budget *like)
{
    for (size_t b = 0; b < model->budget_count; b++)
        if (model->budgets[b].year == like->year && model->budgets[b].project == like->project)
            return &model->budgets[b];
    return NULL;
}

/* One of this town's, or one that may be new. */
static struct model_budget draw_budget(struct life *life)
{
    struct model_budget budget = {.fund = FUND_PI};
    if (life->model->budget_count > 0 && !life_once_in(life, 3))
        return life->model->budgets[life_any(life, life->model->budget_count)];
    if (life_once_in(life, 2))
        budget.year = month_of(life_today(life)) / 12 - (int32_t)life_any(life, YEARS);
    else
        budget.project = 1 + (unsigned)life_any(life, PROJECTS);
    const struct model_budget *known = find(life->model, &budget);
    return known ? *known : budget;
}

/* ---- lines ---- */

static size_t place_of(const struct model_budget *budget, const char *code)
{
    size_t i = 0;
    while (i < budget->count && strcmp(budget->lines[i].code, code) != 0)
        i++;
    return i;
}

static size_t draw_lines(struct life *life, struct budget_line *lines)
{
    const size_t first = life_any(life, CODES), count = 1 + life_any(life, MOST);
    for (size_t i = 0; i < count; i++)
        lines[i] = (struct budget_line){.account = codes[(first + i) % CODES],
                                        .amount = FEN(life_once_in(life, 5) ? 0 : 1000 * (int64_t)life_any(life, 200))};
    return count;
}

/* The lines of a change order in the place of those before; false where one says nothing, or none is left. */
static bool change(struct model_budget *budget, const struct budget_in *in)
{
    size_t kept = 0;
    for (size_t i = 0; i < in->count; i++) {
        const size_t at = place_of(budget, in->lines[i].account);
        const int64_t before = at < budget->count ? budget->lines[at].amount : 0;
        if (in->lines[i].amount.fen == before)
            return false;
        budget->count += at == budget->count;
        budget->lines[at] = (struct model_budget_line){in->lines[i].account, in->lines[i].amount.fen};
    }
    for (size_t i = 0; i < budget->count; i++) {
        bool struck = false;
        for (size_t k = 0; k < in->count; k++)
            struck |= strcmp(in->lines[k].account, budget->lines[i].code) == 0 && in->lines[k].amount.fen == 0;
        if (!struck)
            budget->lines[kept++] = budget->lines[i];
    }
    budget->count = kept;
    return kept > 0;
}

/* ---- what comes of it ---- */

/* Wrong whatever stands in the books, in the order of budget.h. */
static enum error spoil(struct life *life, enum verb verb, struct budget_in *in, struct budget_line *lines)
{
    if (!life_once_in(life, 5))
        return ERROR_none;
    switch (life_any(life, verb == CLOSE ? 3 : 8)) {
    case 0:
        in->scope.year = 1900;
        in->scope.project = NULL;
        return ERROR_budget_scope;
    case 1:
        in->decision = " 决定";
        return ERROR_text_refused;
    case 2:
        in->decided_on = life_today(life) + 1;
        return ERROR_budget_scope;
    case 3:
        in->count = 0;
        return ERROR_budget_line;
    case 4:
        lines[in->count++] = lines[0];
        return ERROR_budget_line;
    case 5:
        lines[0].amount = FEN(-1);
        return ERROR_budget_line;
    case 6:
        lines[0].account = "100201";
        return ERROR_budget_line;
    default:
        in->decision = NULL;
        return verb == ADOPT || verb == CHANGE ? ERROR_field_required : ERROR_none;
    }
}

/* The move from the state in which the budget is, and the state in which it is then. */
static enum error judge(const struct model_budget *known, enum verb verb, int *ret_state)
{
    const int state = known ? known->state : BUDGET_none;
    static const int to[] = {BUDGET_draft, BUDGET_adopted, BUDGET_changed, BUDGET_closed};
    *ret_state = to[verb];
    if (verb == PROPOSE)
        return known ? ERROR_budget_exists : ERROR_none;
    if (verb == ADOPT)
        return state > BUDGET_draft ? ERROR_budget_exists : ERROR_none;
    if (!known)
        return ERROR_budget_unknown;
    return state == BUDGET_adopted || state == BUDGET_changed ? ERROR_none : ERROR_budget_state;
}

static void take_lines(struct model_budget *budget, const struct budget_in *in)
{
    budget->count = 0;
    for (size_t i = 0; i < in->count; i++)
        budget->lines[budget->count++] = (struct model_budget_line){in->lines[i].account, in->lines[i].amount.fen};
}

/* Records that the verb writes: the matter, its move. */
static void keep(struct life *life, struct model_budget *next, const struct model_budget *known, enum verb verb)
{
    struct model *model = life->model;
    struct model_budget *budget = find(model, next);
    if (!known) {
        assert_true(model->budget_count < MODEL_BUDGETS);
        budget = &model->budgets[model->budget_count++];
        next->opened = model->size++;
    }
    model->size += known || verb != PROPOSE;
    next->version_count += known || verb == PROPOSE ? 1 : 2;
    *budget = *next;
}

void budget_decide(struct life *life)
{
    struct model_budget next = draw_budget(life);
    const struct model_budget *known = find(life->model, &next);
    const enum verb verb = (enum verb)life_any(life, VERBS);
    struct budget_line lines[MOST + 1];
    struct budget_in in = {.scope = scope_of(life, &next),
                           .key = life_key(life, "budget"),
                           .decided_on = life_today(life),
                           .decision = "业主大会决定",
                           .reason = "物价上涨",
                           .lines = lines,
                           .count = draw_lines(life, lines)};
    int state;
    uint64_t seq;
    if (!known && life->model->budget_count == MODEL_BUDGETS)
        return;
    enum error verdict = spoil(life, verb, &in, lines);
    const enum error moved = judge(known, verb, &state);
    if (verdict == ERROR_none)
        verdict = moved;
    if (verdict == ERROR_none && verb == CHANGE && !change(&next, &in))
        verdict = ERROR_budget_line;
    life_expect(life, verdict);
    if (!life_agreed(life, verbs[verb](life->ctx, &in, &seq)))
        return;
    if (verb == PROPOSE || verb == ADOPT)
        take_lines(&next, &in);
    next.state = state;
    keep(life, &next, known, verb);
}

/* ---- beside the ledger ---- */

static bool rests_on(const struct model *model, const struct model_entry *entry, size_t budget)
{
    for (size_t c = 0; c < entry->capture_count; c++)
        if (model->reservations[entry->captures[c].place].budget == budget)
            return true;
    return false;
}

/* An entry of the project: paid out of what rests on its budget, or a correction of one that was. */
static bool is_of_project(const struct model *model, const struct model_entry *entry, size_t budget)
{
    const size_t links[] = {entry->reverses, entry->replaces, entry->adjusts};
    for (size_t i = 0; i < LENGTH(links); i++)
        if (links[i] != MODEL_NONE && rests_on(model, &model->entries[links[i]], budget))
            return true;
    return rests_on(model, entry, budget);
}

static bool counts(const struct model *model, const struct model_entry *entry, size_t budget)
{
    const int32_t year = model->budgets[budget].year;
    return year != 0 ? month_of(entry->date) / 12 == year : is_of_project(model, entry, budget);
}

/* Income as it comes in, expense as it goes out. */
static int64_t turnover(const struct model *model, const struct model_entry *entry, size_t account)
{
    int64_t sum = 0;
    for (size_t l = 0; l < entry->count; l++)
        if (entry->lines[l].account == account)
            sum += (entry->lines[l].side == SIDE_CREDIT) == (model->accounts[account].code[0] == '4')
                       ? entry->lines[l].amount
                       : -entry->lines[l].amount;
    return sum;
}

static int64_t actual(struct model *model, size_t budget, const char *code, day until)
{
    const size_t account = model_account(model, model->budgets[budget].fund, code);
    int64_t sum = 0;
    for (size_t e = 0; e < model->entry_count; e++)
        if (model->entries[e].date <= until && counts(model, &model->entries[e], budget))
            sum += turnover(model, &model->entries[e], account);
    return sum;
}

static void compare_lines(struct life *life, size_t place)
{
    const struct model_budget *b = &life->model->budgets[place];
    const struct budget_scope scope = scope_of(life, b);
    struct budget_actual *lines;
    size_t count;
    harness_expect(life->ctx, budget_lines(life->ctx, &scope, life_today(life), &lines, &count), ERROR_none);
    if (b->state == BUDGET_draft) {
        assert_int_equal(count, 0);
        return;
    }
    assert_int_equal(count, b->count);
    for (size_t i = 0; i < count; i++) {
        const size_t at = place_of(b, lines[i].account);
        assert_true(at < b->count);
        assert_int_equal(lines[i].planned.fen, b->lines[at].amount);
        assert_int_equal(lines[i].actual.fen, actual(life->model, place, b->lines[at].code, life_today(life)));
    }
}

void budget_compare(struct life *life)
{
    for (size_t b = 0; b < life->model->budget_count; b++) {
        const struct budget_scope scope = scope_of(life, &life->model->budgets[b]);
        struct budget budget;
        harness_expect(life->ctx, budget_get(life->ctx, &scope, &budget), ERROR_none);
        assert_int_equal(budget.state, life->model->budgets[b].state);
        assert_int_equal(budget.version_count, life->model->budgets[b].version_count);
        assert_int_equal(budget.opened_seq, life->model->budgets[b].opened);
        compare_lines(life, b);
    }
}
