#include "server/page/oversight.h"

#include "base/role.h"
#include "base/words.h"
#include "ledger/duty/duty.h"
#include "ledger/handover/stamp_use.h"
#include "ledger/matter/approval.h"
#include "ledger/oversight/objection.h"
#include "ledger/oversight/order.h"
#include "ledger/project/project.h"
#include "ledger/vote/decision.h"
#include "reports/duty/duty_text.h"
#include "reports/render/phrase.h"
#include "rules/moves.h"

#include <stdio.h>
#include <string.h>

enum { SHOWN = 20, HALF_YEAR = 6, COLUMNS_MAX = 8, NAME_OF_PERSON = 4 /* characters at most */ };

enum width { WRAPS, SHORT, NUMBER };

struct column {
    enum phrase head;
    enum width width;
};

struct part { /* one table under way */
    struct ctx *ctx;
    enum language language;
    uint64_t community;
    struct template_scope *scope;
    const struct column *columns;
    size_t count;
    size_t number; /* of all rows, shown behind the title; 0: not said */
};

struct part_head {
    const char *id;
    enum phrase title;
    const struct column *columns;
    size_t count;
};

/* Classes of the style sheet: t left, k not broken over lines. */
static const char *class_of(const struct column *column)
{
    static const char *const classes[] = {[WRAPS] = "t", [SHORT] = "t k", [NUMBER] = NULL};
    return classes[column->width];
}

static RESULT begin(struct part *part, const struct part_head *head)
{
    struct template_scope *parts = part->scope, *cell;
    const char *title = phrase(head->title, part->language);
    if (part->number > 0)
        TRY(arena_print(part->ctx->arena, &title, part->language == LANGUAGE_ZH ? "%s（%zu）" : "%s (%zu)", title,
                        part->number));
    part->columns = head->columns;
    part->count = head->count;
    TRY(template_item(parts, "parts", &part->scope));
    TRY(template_text(part->scope, "part_id", head->id));
    TRY(template_text(part->scope, "part_title", title));
    TRY(template_list(part->scope, "heads"));
    TRY(template_list(part->scope, "rows"));
    for (size_t i = 0; i < head->count; i++) {
        TRY(template_item(part->scope, "heads", &cell));
        TRY(template_text(cell, "class", class_of(&head->columns[i])));
        TRY(template_text(cell, "text", phrase(head->columns[i].head, part->language)));
    }
    return OK;
}

static RESULT add_row(const struct part *part, const char *const texts[])
{
    struct template_scope *row, *cell;
    TRY(template_item(part->scope, "rows", &row));
    TRY(template_list(row, "cells"));
    TRY(template_text(row, "first", texts[0]));
    for (size_t i = 1; i < part->count; i++) {
        TRY(template_item(row, "cells", &cell));
        TRY(template_text(cell, "class", class_of(&part->columns[i])));
        TRY(template_text(cell, "label", phrase(part->columns[i].head, part->language)));
        TRY(template_text(cell, "text", texts[i]));
    }
    return OK;
}

static RESULT put_day(const struct part *part, day date, const char **ret_text)
{
    char text[DATE_TEXT];
    date_format(date, text);
    return arena_print(part->ctx->arena, ret_text, "%s", text);
}

static RESULT put_money(const struct part *part, money amount, const char **ret_text)
{
    char text[MONEY_TEXT];
    money_format_grouped(amount, text);
    return arena_print(part->ctx->arena, ret_text, "%s", text);
}

/* ---- decisions ---- */

/* "123/200（61.50%）"; rounded down, so that a threshold never looks met when it is not. */
static RESULT put_share(const struct part *part, const struct decision_test *test, const char **ret_text)
{
    const uint64_t hundredths = test->of == 0 ? 0 : (uint64_t)((unsigned __int128)test->have * 10000 / test->of);
    if (test->of == 0)
        return arena_print(part->ctx->arena, ret_text, "–");
    return arena_print(part->ctx->arena, ret_text, "%s %u.%02u%%", test->met ? "✓" : "✗", (unsigned)(hundredths / 100),
                       (unsigned)(hundredths % 100));
}

/* With the most that may be spent on it. */
static RESULT put_title(const struct part *part, const struct decision *decision, const char **ret_text)
{
    const char *limit;
    *ret_text = decision->words.title;
    if (!decision->limit.present)
        return OK;
    TRY(put_money(part, FEN(decision->limit.value), &limit));
    return arena_print(part->ctx->arena, ret_text,
                       part->language == LANGUAGE_ZH ? "%s（不超过 %s 元）" : "%s (up to %s yuan)",
                       decision->words.title, limit);
}

static RESULT put_decision(const struct part *part, const struct decision *decision)
{
    const char *texts[COLUMNS_MAX];
    TRY(put_day(part, decision->to, &texts[0]));
    TRY(put_title(part, decision, &texts[1]));
    TRY(put_share(part, &decision->outcome.quorum_people, &texts[2]));
    TRY(put_share(part, &decision->outcome.quorum_area, &texts[3]));
    TRY(put_share(part, &decision->outcome.majority_people, &texts[4]));
    TRY(put_share(part, &decision->outcome.majority_area, &texts[5]));
    texts[6] = decision_result_name(decision->result, part->language);
    return add_row(part, texts);
}

static RESULT put_decisions(struct part part)
{
    static const struct column columns[] = {{PHRASE_day, SHORT},
                                            {PHRASE_decision, WRAPS},
                                            {PHRASE_took_part_people, NUMBER},
                                            {PHRASE_took_part_area, NUMBER},
                                            {PHRASE_in_favour_people, NUMBER},
                                            {PHRASE_in_favour_area, NUMBER},
                                            {PHRASE_result, SHORT}};
    struct decision *list;
    size_t count;
    TRY(decision_list(part.ctx, part.community, &list, &count));
    if (count == 0)
        return OK;
    TRY(begin(&part, &(struct part_head){"decisions", PHRASE_decisions, columns, LENGTH(columns)}));
    for (size_t i = count; i > 0 && count - i < SHOWN; i--)
        TRY(put_decision(&part, &list[i - 1]));
    return OK;
}

/* ---- applications ---- */

static size_t characters(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

/* Organizations by their names; a short name may be a person's: only its first character is shown. */
static RESULT put_payee(const struct part *part, const char *name, const char **ret_text)
{
    int first = 1;
    if (characters(name) > NAME_OF_PERSON) {
        *ret_text = name;
        return OK;
    }
    while (((unsigned char)name[first] & 0xc0) == 0x80)
        first++;
    return arena_print(part->ctx->arena, ret_text, "%.*s**", first, name);
}

/* "委员复核 同意 2026-11-25；…": steps, not names. */
static RESULT put_approvals(const struct part *part, const struct withdrawal *withdrawal, const char **ret_text)
{
    const bool zh = part->language == LANGUAGE_ZH;
    const char *next = zh ? "；" : "; ", *because = zh ? "：" : ": ";
    struct approval *list;
    size_t count;
    *ret_text = withdrawal->outcome == 1 ? "" : zh ? "规则提醒；" : "the rules warned; ";
    TRY(approval_list(part->ctx, part->community, withdrawal->seq, &list, &count));
    for (size_t i = 0; i < count; i++) {
        char on[DATE_TEXT];
        if (list[i].withdrawn.present)
            continue;
        date_format(date_of_inst(list[i].given_at), on);
        TRY(arena_print(part->ctx->arena, ret_text, "%s%s%s %s %s%s%s", *ret_text, i > 0 ? next : "",
                        approval_step_name(list[i].step, part->language),
                        approval_verdict_name(list[i].verdict, part->language), on, list[i].reason[0] ? because : "",
                        list[i].reason));
    }
    return OK;
}

static RESULT put_withdrawal(const struct part *part, const struct withdrawal *withdrawal)
{
    const char *texts[COLUMNS_MAX];
    TRY(put_day(part, date_of_inst(withdrawal->submitted_at), &texts[0]));
    TRY(arena_print(part->ctx->arena, &texts[1], "#%llu %s %s", (unsigned long long)withdrawal->seq,
                    use_name(withdrawal->use, part->language), withdrawal->reason));
    TRY(put_payee(part, withdrawal->payee, &texts[2]));
    TRY(put_money(part, withdrawal->amount, &texts[3]));
    TRY(put_money(part, withdrawal->paid, &texts[4]));
    texts[5] = withdrawal_state_name(withdrawal->state, part->language);
    TRY(put_approvals(part, withdrawal, &texts[6]));
    return add_row(part, texts);
}

static RESULT put_withdrawals(struct part part)
{
    static const struct column columns[] = {{PHRASE_day, SHORT},      {PHRASE_purpose, WRAPS}, {PHRASE_paid_to, WRAPS},
                                            {PHRASE_asked, NUMBER},   {PHRASE_paid, NUMBER},   {PHRASE_state, SHORT},
                                            {PHRASE_approvals, WRAPS}};
    struct withdrawal *list;
    size_t count;
    TRY(withdrawal_list(part.ctx, part.community, &list, &count));
    if (count == 0)
        return OK;
    TRY(begin(&part, &(struct part_head){"withdrawals", PHRASE_withdrawals, columns, LENGTH(columns)}));
    for (size_t i = 0; i < count && i < SHOWN; i++)
        TRY(put_withdrawal(&part, &list[i]));
    return OK;
}

/* ---- works ---- */

/* "提出 2026-11-25；应急预拨 …": every move of it; the case first, where it is an emergency. */
static RESULT put_steps(const struct part *part, const struct project *project, const char **ret_text)
{
    const struct moves *moves = moves_get("project");
    *ret_text = project->plan.emergency ? project_case_text(project->plan.emergency, part->language) : "";
    for (size_t i = 0; i < project->step_count; i++) {
        const struct step *step = &project->steps[i];
        const struct move *move = moves_find(moves, i == 0 ? 0 : project->steps[i - 1].state, step->verb);
        char on[DATE_TEXT];
        date_format(step->on, on);
        TRY(arena_print(part->ctx->arena, ret_text, "%s%s%s %s", *ret_text,
                        (*ret_text)[0] == '\0'          ? ""
                        : part->language == LANGUAGE_ZH ? "；"
                                                        : "; ",
                        move ? move->text[part->language] : step->verb, on));
    }
    return OK;
}

static RESULT put_project(const struct part *part, const struct project *project)
{
    const char *texts[COLUMNS_MAX];
    TRY(put_day(part, project->steps[0].on, &texts[0]));
    texts[1] = project->plan.name;
    TRY(put_money(part, project->plan.budget, &texts[2]));
    TRY(put_money(part, project->settled, &texts[3]));
    TRY(put_money(part, project->paid, &texts[4]));
    texts[5] = project_state_name(project->state, part->language);
    TRY(put_steps(part, project, &texts[6]));
    return add_row(part, texts);
}

static RESULT put_projects(struct part part)
{
    static const struct column columns[] = {{PHRASE_day, SHORT},      {PHRASE_works, WRAPS}, {PHRASE_planned, NUMBER},
                                            {PHRASE_settled, NUMBER}, {PHRASE_paid, NUMBER}, {PHRASE_state, SHORT},
                                            {PHRASE_steps, WRAPS}};
    struct project *list;
    size_t count;
    TRY(project_list(part.ctx, part.community, &list, &count));
    if (count == 0)
        return OK;
    TRY(begin(&part, &(struct part_head){"projects", PHRASE_projects, columns, LENGTH(columns)}));
    for (size_t i = count; i > 0 && count - i < SHOWN; i--)
        TRY(put_project(&part, &list[i - 1]));
    return OK;
}

/* ---- orders ---- */

static RESULT put_order(const struct part *part, const struct order *order)
{
    const char *texts[COLUMNS_MAX], *kind = order_subject_name(order->subject_kind, part->language);
    TRY(put_day(part, date_of_inst(order->issued_at), &texts[0]));
    texts[1] = role_name(order->role, part->language);
    texts[2] = "–";
    if (order->subject.present)
        TRY(arena_print(part->ctx->arena, &texts[2], "%s #%lld", kind ? kind : "", (long long)order->subject.value));
    texts[3] = order->clause;
    TRY(put_day(part, order->deadline, &texts[4]));
    texts[5] = order_state_name(order->state, part->language);
    return add_row(part, texts);
}

/*= ZHJ-12-3 责令限期改正或者撤销其决定，并通告全体业主 */
static RESULT put_orders(struct part part)
{
    static const struct column columns[] = {{PHRASE_day, SHORT},    {PHRASE_ordered_by, SHORT}, {PHRASE_names, WRAPS},
                                            {PHRASE_clause, SHORT}, {PHRASE_deadline, SHORT},   {PHRASE_state, SHORT}};
    struct order *list;
    size_t count;
    TRY(order_list(part.ctx, part.community, &list, &count));
    if (count == 0)
        return OK;
    TRY(begin(&part, &(struct part_head){"orders", PHRASE_orders, columns, LENGTH(columns)}));
    for (size_t i = 0; i < count && i < SHOWN; i++)
        TRY(put_order(&part, &list[i]));
    return OK;
}

/* ---- objections of owners ---- */

/* Public in full; where a text is withheld, the reason instead. */
static const char *said(const struct objection_text *text)
{
    if (text->withheld[0])
        return text->withheld;
    return text->text[0] ? text->text : "–";
}

static RESULT put_objection(const struct part *part, const struct objection *objection)
{
    const char *texts[COLUMNS_MAX];
    TRY(put_day(part, objection->received_on, &texts[0]));
    TRY(arena_print(part->ctx->arena, &texts[1], "#%llu", (unsigned long long)objection->about_seq));
    texts[2] = said(&objection->said);
    texts[3] = said(&objection->answer);
    texts[4] = objection_state_name(objection->state, part->language);
    return add_row(part, texts);
}

static RESULT put_objections(struct part part)
{
    static const struct column columns[] = {{PHRASE_day, SHORT},
                                            {PHRASE_names, SHORT},
                                            {PHRASE_objection, WRAPS},
                                            {PHRASE_answer, WRAPS},
                                            {PHRASE_state, SHORT}};
    struct objection *list;
    size_t count;
    TRY(objection_list(part.ctx, part.community, &list, &count));
    if (count == 0)
        return OK;
    TRY(begin(&part, &(struct part_head){"objections", PHRASE_objections, columns, LENGTH(columns)}));
    for (size_t i = 0; i < count && i < SHOWN; i++)
        TRY(put_objection(&part, &list[i]));
    return OK;
}

/* ---- uses of stamps ---- */

/* "决定 #412"; who asked and who kept it is not public. */
static RESULT put_use(const struct part *part, const struct stamp_use *use)
{
    const char *texts[COLUMNS_MAX];
    TRY(put_day(part, use->on, &texts[0]));
    texts[1] = use->stamp;
    texts[2] = use->what;
    TRY(arena_print(part->ctx->arena, &texts[3], "%lld", (long long)use->copies));
    texts[4] = stamp_basis_name(use->basis, part->language);
    if (use->rests_on.present)
        TRY(arena_print(part->ctx->arena, &texts[4], "%s #%lld", texts[4], (long long)use->rests_on.value));
    texts[5] = stamp_use_state_name(use->state, part->language);
    return add_row(part, texts);
}

/* The half-year under way and the one before it, the newest first; the number leaves void lines out. */
/*= HZ-30-1 每半年公示印章使用情况 */
static RESULT put_uses(struct part part)
{
    static const struct column columns[] = {{PHRASE_day, SHORT},         {PHRASE_stamp, WRAPS},
                                            {PHRASE_stamp_what, WRAPS},  {PHRASE_stamp_copies, NUMBER},
                                            {PHRASE_stamp_basis, WRAPS}, {PHRASE_state, SHORT}};
    const int32_t half = month_of(ctx_today(part.ctx)) / HALF_YEAR * HALF_YEAR;
    const day span[2] = {month_first(half - HALF_YEAR), ctx_today(part.ctx)};
    struct stamp_use *list;
    size_t count;
    TRY(stamp_use_list(part.ctx, part.community, span, &list, &count));
    if (count == 0)
        return OK;
    for (size_t i = 0; i < count; i++)
        part.number += list[i].state == STAMP_USE_recorded;
    TRY(begin(&part, &(struct part_head){"stamps", PHRASE_stamp_uses, columns, LENGTH(columns)}));
    for (size_t i = count; i > 0 && count - i < SHOWN; i--)
        TRY(put_use(&part, &list[i - 1]));
    return OK;
}

/* ---- what is overdue ---- */

static RESULT put_duty(const struct part *part, const struct duty *duty)
{
    const char *texts[COLUMNS_MAX];
    TRY(put_day(part, duty->due, &texts[0]));
    texts[1] = duty_kind_name(duty->kind, part->language);
    TRY(duty_text_period(part->ctx, duty, part->language, &texts[2]));
    texts[3] = duty_who_name(duty->kind, part->language);
    TRY(duty_text_law(part->ctx, duty, part->language, &texts[4]));
    return add_row(part, texts);
}

static RESULT put_overdue(struct part part)
{
    static const struct column columns[] = {{PHRASE_duty_due, SHORT},
                                            {PHRASE_duty, WRAPS},
                                            {PHRASE_period, WRAPS},
                                            {PHRASE_duty_who, SHORT},
                                            {PHRASE_duty_law, WRAPS}};
    struct duty_in in = {.community = part.community, .as_of = ctx_today(part.ctx)};
    struct duty_list list;
    size_t shown = 0;
    TRY(duty_horizon(in.as_of, &in.until));
    TRY(duty_read(part.ctx, &in, &list));
    for (size_t i = list.count; i > 0 && shown < SHOWN; i--) {
        if (list.items[i - 1].state != DUTY_OVERDUE)
            continue;
        if (shown++ == 0)
            TRY(begin(&part, &(struct part_head){"overdue", PHRASE_overdue, columns, LENGTH(columns)}));
        TRY(put_duty(&part, &list.items[i - 1]));
    }
    return OK;
}

RESULT oversight_put(struct ctx *ctx, const struct http_request *request, uint64_t community,
                     struct template_scope *scope)
{
    const struct part part = {.ctx = ctx, .language = request->language, .community = community, .scope = scope};
    TRY(template_list(scope, "parts"));
    TRY(put_orders(part));
    TRY(put_overdue(part));
    TRY(put_decisions(part));
    TRY(put_projects(part));
    TRY(put_withdrawals(part));
    TRY(put_uses(part));
    return put_objections(part);
}
