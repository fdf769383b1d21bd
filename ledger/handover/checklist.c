#include "ledger/handover/checklist.h"

#include "base/digest.h"
#include "base/role.h"
#include "embed/sql.h"
#include "ledger/book/reservation.h"
#include "ledger/handover/stamp.h"
#include "ledger/matter/asset.h"
#include "ledger/matter/contract.h"
#include "ledger/matter/withdrawal.h"
#include "ledger/people/role.h"
#include "ledger/project/project.h"
#include "ledger/warranty/warranty.h"

#include <assert.h>
#include <stdlib.h>

enum { SPAN_TEXT = 2 * DATE_TEXT + 8 };

struct making {
    struct ctx *ctx;
    const struct checklist_scope *scope;
    LIST(struct handover_item) items;
};

unsigned checklist_roles(int kind)
{
    switch (kind) {
    case HANDOVER_term:
        return ROLES_COMMITTEE | ROLE_BIT(ROLE_CASHIER);
    case HANDOVER_member:
        return ROLES_COMMITTEE;
    default:
        assert(kind == HANDOVER_manager);
        return ROLE_BIT(ROLE_CLERK);
    }
}

static RESULT add(struct making *m, struct handover_item item)
{
    item.reason = "";
    return handover_item_of(item.kind, m->scope->kind) ? LIST_ADD(&m->items, item) : OK;
}

static struct maybe of(int64_t value)
{
    return (struct maybe){true, value};
}

static void say_span(day from, day to, char out[SPAN_TEXT])
{
    char texts[2][DATE_TEXT];
    date_format(from, texts[0]);
    date_format(to, texts[1]);
    (void)snprintf(out, SPAN_TEXT, "%s 至 %s", texts[0], texts[1]);
}

static RESULT add_journal(struct making *m)
{
    char root[2 * sizeof m->scope->head.root.b + 1];
    struct handover_item item = {.kind = HANDOVER_ITEM_journal, .number = of((int64_t)m->scope->head.size)};
    hex_encode(BYTES(m->scope->head.root.b, sizeof m->scope->head.root.b), root);
    TRY(arena_print(m->ctx->arena, &item.text, "账本根 %s", root));
    return add(m, item);
}

/* ---- what one query says ---- */

struct figure_row {
    int32_t kind, fund;
    struct maybe record;
    const char *label;
    struct maybe number, amount;
};

static RESULT say_figure(struct making *m, const struct figure_row *row, const struct warranty *deposits, size_t count,
                         const char **ret_text)
{
    if (row->kind == HANDOVER_ITEM_money)
        return arena_print(m->ctx->arena, ret_text, "%s %s", fund_name(row->fund, LANGUAGE_ZH),
                           row->label[0] ? row->label : "未分银行账户");
    if (row->kind == HANDOVER_ITEM_prepaid)
        return arena_print(m->ctx->arena, ret_text, "合同 #%lld %s", (long long)row->record.value, row->label);
    *ret_text = row->kind == HANDOVER_ITEM_documents ? "归档的原始凭证" : "记账凭证";
    for (size_t i = 0; i < count && row->kind == HANDOVER_ITEM_warranty; i++)
        if ((int64_t)deposits[i].seq == row->record.value)
            *ret_text = deposits[i].building;
    return OK;
}

static RESULT add_figures(struct making *m)
{
    static const struct db_column columns[] = {COLUMN(figure_row, kind),   COLUMN(figure_row, fund),
                                               COLUMN(figure_row, record), COLUMN(figure_row, label),
                                               COLUMN(figure_row, number), COLUMN(figure_row, amount)};
    const struct db_value in[] = {db_number((int64_t)m->scope->community)};
    struct figure_row *rows = NULL;
    struct warranty *deposits;
    size_t count, deposit_count;
    TRY(warranty_list(m->ctx, m->scope->community, &deposits, &deposit_count));
    TRY(db_list(m->ctx, CALL(sql_handover_figure_list, in), ROW(figure_row, columns), &rows, &count));
    for (size_t i = 0; i < count; i++) {
        struct handover_item item = {.kind = (uint16_t)rows[i].kind,
                                     .record = rows[i].record,
                                     .number = rows[i].number,
                                     .amount = rows[i].amount};
        TRY(say_figure(m, &rows[i], deposits, deposit_count, &item.text));
        TRY(add(m, item));
    }
    return OK;
}

/* ---- what is open ---- */

static RESULT add_contracts(struct making *m)
{
    struct contract *list;
    size_t count;
    const day today = ctx_today(m->ctx);
    TRY(contract_list(m->ctx, m->scope->community, &list, &count));
    for (size_t i = 0; i < count; i++) {
        struct handover_item item = {.kind = HANDOVER_ITEM_contract, .record = of((int64_t)list[i].seq)};
        char span[SPAN_TEXT];
        if (list[i].to_date < today || (list[i].ended_on.present && list[i].ended_on.value < today))
            continue;
        say_span(list[i].from_date, list[i].to_date, span);
        TRY(arena_print(m->ctx->arena, &item.text, "%s %s %s", list[i].party, stream_name(list[i].stream, LANGUAGE_ZH),
                        span));
        TRY(add(m, item));
    }
    return OK;
}

static RESULT add_reservations(struct making *m)
{
    struct reservation_listed *list;
    size_t count;
    TRY(reservation_list(m->ctx, m->scope->community, false, &list, &count));
    for (size_t i = 0; i < count; i++) {
        struct handover_item item = {.kind = HANDOVER_ITEM_reservation,
                                     .record = of((int64_t)list[i].seq),
                                     .amount = of(list[i].amount.fen - list[i].captured.fen)};
        char expires[DATE_TEXT];
        date_format(list[i].expires, expires);
        TRY(arena_print(m->ctx->arena, &item.text, "%s %s %s 有效至 %s", fund_name(list[i].fund, LANGUAGE_ZH),
                        list[i].account, list[i].payee, expires));
        TRY(add(m, item));
    }
    return OK;
}

static RESULT add_applications(struct making *m)
{
    struct withdrawal *list;
    size_t count;
    TRY(withdrawal_list(m->ctx, m->scope->community, &list, &count));
    for (size_t i = count; i > 0; i--) {
        const struct withdrawal *asked = &list[i - 1];
        const bool unpaid = asked->state == WITHDRAWAL_approved && asked->paid.fen < asked->amount.fen;
        struct handover_item item = {.kind = HANDOVER_ITEM_application,
                                     .record = of((int64_t)asked->seq),
                                     .amount = of(asked->amount.fen - asked->paid.fen)};
        if (asked->state != WITHDRAWAL_submitted && !unpaid)
            continue;
        TRY(arena_print(m->ctx->arena, &item.text, "%s %s %s", withdrawal_state_name(asked->state, LANGUAGE_ZH),
                        asked->payee, asked->reason));
        TRY(add(m, item));
    }
    return OK;
}

static bool is_over(uint16_t state)
{
    return state == PROJECT_closed || state == PROJECT_refused || state == PROJECT_withdrawn;
}

static RESULT add_projects(struct making *m)
{
    struct project *list;
    size_t count;
    TRY(project_list(m->ctx, m->scope->community, &list, &count));
    for (size_t i = 0; i < count; i++) {
        struct handover_item item = {.kind = HANDOVER_ITEM_project,
                                     .record = of((int64_t)list[i].seq),
                                     .amount = of(list[i].plan.budget.fen - list[i].paid.fen)};
        if (is_over(list[i].state))
            continue;
        TRY(arena_print(m->ctx->arena, &item.text, "%s %s", list[i].plan.name,
                        project_state_name(list[i].state, LANGUAGE_ZH)));
        TRY(add(m, item));
    }
    return OK;
}

/* ---- things and rights ---- */

static RESULT add_assets(struct making *m)
{
    struct asset *list;
    size_t count;
    TRY(asset_list(m->ctx, m->scope->community, &list, &count));
    for (size_t i = 0; i < count; i++) {
        struct handover_item item = {
            .kind = HANDOVER_ITEM_asset, .record = of((int64_t)list[i].seq), .number = of(list[i].count)};
        TRY(arena_print(m->ctx->arena, &item.text, "%s %s", asset_kind_name(list[i].kind, LANGUAGE_ZH), list[i].place));
        TRY(add(m, item));
    }
    return OK;
}

static RESULT add_stamps(struct making *m)
{
    struct stamp *list;
    size_t count;
    TRY(stamp_list(m->ctx, m->scope->community, &list, &count));
    for (size_t i = 0; i < count; i++) {
        struct handover_item item = {.kind = HANDOVER_ITEM_stamp, .record = of((int64_t)list[i].seq)};
        const bool his = list[i].state == STAMP_kept && uuid_equal(&list[i].keeper, &m->scope->giver);
        if (list[i].state == STAMP_destroyed || (m->scope->kind == HANDOVER_member && !his))
            continue;
        TRY(arena_print(m->ctx->arena, &item.text, "%s %s %s 保管人 %s", stamp_kind_name(list[i].kind, LANGUAGE_ZH),
                        list[i].name, stamp_state_name(list[i].state, LANGUAGE_ZH), list[i].keeper_name));
        TRY(add(m, item));
    }
    return OK;
}

/* Roles that were in force on the day on which the term ended, or the member left. */
static RESULT add_roles(struct making *m)
{
    struct role_grant *list;
    size_t count;
    TRY(role_list(m->ctx, m->scope->community, &list, &count));
    for (size_t i = 0; i < count; i++) {
        struct handover_item item = {.kind = HANDOVER_ITEM_role, .record = of((int64_t)list[i].seq)};
        const bool his = m->scope->kind != HANDOVER_member || uuid_equal(&list[i].subject, &m->scope->giver);
        char span[SPAN_TEXT];
        if (!his || !(checklist_roles(m->scope->kind) & ROLE_BIT(list[i].role)) ||
            !role_in_force(&list[i], m->scope->left_on))
            continue;
        say_span(list[i].from, list[i].until, span);
        TRY(arena_print(m->ctx->arena, &item.text, "%s %s %s", role_name(list[i].role, LANGUAGE_ZH), list[i].person,
                        span));
        TRY(add(m, item));
    }
    return OK;
}

/* Each list is in order of its records, so two items are told apart by kind and then by place. */
static int compare(const void *x, const void *y)
{
    const struct handover_item *a = x, *b = y;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return a->record.value < b->record.value ? -1 : a->record.value > b->record.value;
}

RESULT checklist_make(struct ctx *ctx, const struct checklist_scope *scope, struct handover_item **ret_items,
                      size_t *ret_count)
{
    struct making m = {ctx, scope, LIST_INIT(ctx->arena, HANDOVER_ITEMS_MAX)};
    TRY(add_journal(&m));
    TRY(add_figures(&m));
    TRY(add_contracts(&m));
    TRY(add_reservations(&m));
    TRY(add_applications(&m));
    TRY(add_projects(&m));
    TRY(add_assets(&m));
    TRY(add_stamps(&m));
    TRY(add_roles(&m));
    if (m.items.count > 0)
        qsort(m.items.items, m.items.count, sizeof *m.items.items, compare);
    *ret_items = m.items.items;
    *ret_count = m.items.count;
    return OK;
}
