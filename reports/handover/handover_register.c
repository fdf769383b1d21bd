#include "reports/handover/handover_register.h"

#include "ledger/people/community.h"
#include "reports/report.h"

struct work {
    struct ctx *ctx;
    enum language language;
    const struct handover *handover;
    struct report *report;
};

static RESULT begin(struct work *w, const struct community *community)
{
    const struct handover_head *head = &w->handover->head;
    const char *kind = handover_kind_name(head->kind, w->language), *period;
    char left[DATE_TEXT];
    date_format(head->left_on, left);
    TRY(arena_print(w->ctx->arena, &period, "%s %s", kind, left));
    const struct report from = {.key = "handover",
                                .title = phrase(PHRASE_handover_register, w->language),
                                .language = w->language,
                                .community = community->community_id,
                                .community_name = community->name,
                                .period = period,
                                .period_title = period,
                                .first = head->left_on,
                                .last = head->left_on,
                                .as_of = ctx_today(w->ctx),
                                .journal_size = w->handover->size,
                                .root = w->handover->root};
    TRY(report_new(w->ctx, &from, &w->report));
    return report_note_add(w->report, phrase(PHRASE_note_handover, w->language));
}

/* ---- facts ---- */

static RESULT say_day(struct work *w, day on, const char **ret_text)
{
    char text[DATE_TEXT] = "–";
    if (on != 0)
        date_format(on, text);
    return arena_print(w->ctx->arena, ret_text, "%s", text);
}

static RESULT add_fact(struct work *w, const char *key, enum phrase label, const char *value)
{
    return report_fact_add(w->report, key, phrase(label, w->language), value);
}

static RESULT add_facts(struct work *w)
{
    const struct handover *h = w->handover;
    const char *text;
    TRY(add_fact(w, "kind", PHRASE_handover_kind, handover_kind_name(h->head.kind, w->language)));
    TRY(add_fact(w, "giver", PHRASE_handover_giver, h->giver_name));
    TRY(add_fact(w, "receiver", PHRASE_handover_receiver, h->receiver_name));
    TRY(add_fact(w, "body", PHRASE_handover_body, handover_body_name(h->body, w->language)));
    TRY(say_day(w, h->head.left_on, &text));
    TRY(add_fact(w, "left_on", PHRASE_handover_left_on, text));
    TRY(say_day(w, h->head.due.present ? (day)h->head.due.value : 0, &text));
    TRY(add_fact(w, "due_on", PHRASE_handover_due,
                 h->head.due.present ? text : phrase(PHRASE_handover_no_due, w->language)));
    TRY(add_fact(w, "state", PHRASE_state, handover_state_name(h->head.state, w->language)));
    TRY(say_day(w, h->head.closed_on, &text));
    TRY(add_fact(w, "closed_on", PHRASE_handover_closed, text));
    TRY(arena_print(w->ctx->arena, &text, "%d", h->days_late));
    return add_fact(w, "days_late", PHRASE_handover_late, text);
}

/* ---- items ---- */

static RESULT new_table(struct work *w, const char *key, enum phrase title, struct report_table **ret_table)
{
    static const struct {
        const char *key;
        enum phrase title;
        enum report_kind kind;
    } columns[] = {{"item", PHRASE_item_number, REPORT_NUMBER},
                   {"kind", PHRASE_handover_item_kind, REPORT_TEXT},
                   {"text", PHRASE_item_text, REPORT_TEXT},
                   {"record", PHRASE_record, REPORT_TEXT},
                   {"number", PHRASE_item_count, REPORT_NUMBER},
                   {"amount", PHRASE_amount, REPORT_MONEY},
                   {"given_on", PHRASE_handover_given, REPORT_TEXT},
                   {"received_on", PHRASE_handover_received, REPORT_TEXT},
                   {"state", PHRASE_state, REPORT_TEXT},
                   {"remark", PHRASE_handover_remark, REPORT_TEXT}};
    struct report_section *section;
    TRY(report_section_add(w->report, key, title, &section));
    TRY(report_table_add(w->report, section, key, phrase(title, w->language), ret_table));
    for (size_t i = 0; i < LENGTH(columns); i++)
        report_column_add(*ret_table, columns[i].key, phrase(columns[i].title, w->language), columns[i].kind);
    return OK;
}

static RESULT put_item(struct work *w, struct report_table *table, size_t at)
{
    const struct handover_item *item = &w->handover->items[at];
    struct report_row *row;
    const char *key, *record = "", *given, *received;
    TRY(arena_print(w->ctx->arena, &key, "%zu", at + 1));
    if (item->record.present)
        TRY(arena_print(w->ctx->arena, &record, "#%lld", (long long)item->record.value));
    TRY(say_day(w, item->given_on, &given));
    TRY(say_day(w, item->received_on, &received));
    TRY(report_row_add(table, (struct report_row){.key = key, .sum_from = -1}, &row));
    report_put_number(row, (int64_t)at + 1);
    report_put_text(row, handover_item_name(item->kind, w->language));
    report_put_text(row, item->text);
    report_put_text(row, record);
    if (item->number.present)
        report_put_number(row, item->number.value);
    else
        report_put_empty(row);
    if (item->amount.present)
        report_put_money(row, FEN(item->amount.value), NULL);
    else
        report_put_empty(row);
    report_put_text(row, given);
    report_put_text(row, received);
    report_put_text(row, handover_mark_name(item->marks, w->language));
    report_put_text(row, item->reason);
    return OK;
}

/* Rights that outlived the hand-over stand once more, in a section of their own. */
static RESULT put_rights(struct work *w)
{
    struct report_table *table = NULL;
    for (size_t i = 0; i < w->handover->count; i++) {
        if (!w->handover->items[i].in_force)
            continue;
        if (!table)
            TRY(new_table(w, "rights", PHRASE_handover_rights, &table));
        TRY(put_item(w, table, i));
    }
    return OK;
}

RESULT handover_register(struct ctx *ctx, uint64_t community, const char *name, enum language language,
                         struct report **ret_report)
{
    struct community known;
    struct handover handover;
    struct report_table *table;
    struct work w = {.ctx = ctx, .language = language, .handover = &handover};
    TRY(community_get(ctx, community, &known));
    TRY(handover_find(ctx, community, name, &handover));
    TRY(begin(&w, &known));
    TRY(add_facts(&w));
    TRY(new_table(&w, "items", PHRASE_handover_items, &table));
    for (size_t i = 0; i < handover.count; i++)
        TRY(put_item(&w, table, i));
    TRY(put_rights(&w));
    *ret_report = w.report;
    return report_check(ctx, w.report);
}
