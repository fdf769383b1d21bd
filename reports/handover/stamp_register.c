#include "reports/handover/stamp_register.h"

#include "ledger/people/community.h"
#include "reports/report.h"

#include <string.h>

struct work {
    struct ctx *ctx;
    enum language language;
    struct report *report;
    struct report_table *table;
    size_t counted;
};

static RESULT begin(struct work *w, const struct community *community, const struct period *period)
{
    struct journal_head head;
    const char *title, *name;
    TRY(journal_head(w->ctx, community->community_id, &head));
    TRY(report_period_title(w->ctx, period, w->language, &title));
    TRY(arena_text(w->ctx->arena, period->name, strlen(period->name), &name));
    const struct report from = {.key = "stamp_register",
                                .title = phrase(PHRASE_stamp_register, w->language),
                                .language = w->language,
                                .community = community->community_id,
                                .community_name = community->name,
                                .period = name,
                                .period_title = title,
                                .first = month_first(period->first),
                                .last = month_last(period->last),
                                .as_of = ctx_today(w->ctx),
                                .journal_size = head.size,
                                .root = head.root};
    TRY(report_new(w->ctx, &from, &w->report));
    TRY(report_note_add(w->report, phrase(PHRASE_note_stamp, w->language)));
    return report_note_add(w->report, phrase(PHRASE_note_verify, w->language));
}

static RESULT new_table(struct work *w)
{
    static const struct {
        const char *key;
        enum phrase title;
        enum report_kind kind;
    } columns[] = {{"record", PHRASE_record, REPORT_TEXT},         {"date", PHRASE_date, REPORT_TEXT},
                   {"stamp", PHRASE_stamp, REPORT_TEXT},           {"what", PHRASE_stamp_what, REPORT_TEXT},
                   {"copies", PHRASE_stamp_copies, REPORT_NUMBER}, {"asked_by", PHRASE_stamp_asked_by, REPORT_TEXT},
                   {"keeper", PHRASE_stamp_keeper, REPORT_TEXT},   {"basis", PHRASE_stamp_basis, REPORT_TEXT},
                   {"state", PHRASE_state, REPORT_TEXT},           {"remark", PHRASE_handover_remark, REPORT_TEXT}};
    struct report_section *section;
    TRY(report_section_add(w->report, "uses", PHRASE_stamp_uses, &section));
    TRY(report_table_add(w->report, section, "uses", phrase(PHRASE_stamp_uses, w->language), &w->table));
    for (size_t i = 0; i < LENGTH(columns); i++)
        report_column_add(w->table, columns[i].key, phrase(columns[i].title, w->language), columns[i].kind);
    return OK;
}

static RESULT put_use(struct work *w, const struct stamp_use *use)
{
    struct report_row *row;
    const char *record, *on, *basis = stamp_basis_name(use->basis, w->language);
    char date[DATE_TEXT];
    date_format(use->on, date);
    TRY(arena_print(w->ctx->arena, &record, "#%llu", (unsigned long long)use->seq));
    TRY(arena_print(w->ctx->arena, &on, "%s", date));
    if (use->rests_on.present)
        TRY(arena_print(w->ctx->arena, &basis, "%s #%lld %s", basis, (long long)use->rests_on.value, use->clause));
    TRY(report_row_add(w->table, (struct report_row){.key = record, .sum_from = -1}, &row));
    report_put_text(row, record);
    report_put_text(row, on);
    report_put_text(row, use->stamp);
    report_put_text(row, use->what);
    report_put_number(row, use->copies);
    report_put_text(row, use->asked_by);
    report_put_text(row, use->keeper);
    report_put_text(row, basis);
    report_put_text(row, stamp_use_state_name(use->state, w->language));
    report_put_text(row, use->reason);
    w->counted += use->state == STAMP_USE_recorded;
    return OK;
}

/*= HZ-30-1 每半年公示印章使用情况 */
RESULT stamp_register(struct ctx *ctx, uint64_t community, const struct period *period, enum language language,
                      struct report **ret_report)
{
    const day span[2] = {month_first(period->first), month_last(period->last)};
    struct work w = {.ctx = ctx, .language = language};
    struct community known;
    struct stamp_use *list;
    const char *counted;
    size_t count;
    TRY(community_get(ctx, community, &known));
    TRY(stamp_use_list(ctx, community, span, &list, &count));
    TRY(begin(&w, &known, period));
    TRY(new_table(&w));
    for (size_t i = 0; i < count; i++)
        TRY(put_use(&w, &list[i]));
    TRY(arena_print(ctx->arena, &counted, "%zu", w.counted));
    TRY(report_fact_add(w.report, "uses", phrase(PHRASE_stamp_count, language), counted));
    *ret_report = w.report;
    return report_check(ctx, w.report);
}
