#include "reports/public_income.h"

#include "reports/public_income_part.h"

#include <stddef.h>
#include <string.h>

enum { NOW, BEFORE, YEAR_AGO, COMPARED };

static RESULT read_quarter(struct public_income *p, uint64_t community, const struct period *period)
{
    const struct snapshot_in in = {.community = community,
                                   .fund = FUND_PI,
                                   .from = period->first - 12,
                                   .to = period->last,
                                   .counts = {{period->first, period->last}},
                                   .money = true};
    p->span = (struct span){period->first, period->last};
    return snapshot_read(p->ctx, &in, &p->snapshot);
}

static RESULT measure_quarters(struct public_income *p)
{
    static const struct {
        const char *key;
        int32_t months_ago;
        enum phrase title;
    } columns[COMPARED] = {
        {"now", 0, PHRASE_this_quarter}, {"before", 3, PHRASE_quarter_before}, {"year_ago", 12, PHRASE_year_ago}};
    p->count = COMPARED;
    for (size_t i = 0; i < COMPARED; i++) {
        const struct span span = {p->span.first - columns[i].months_ago, p->span.last - columns[i].months_ago};
        p->column[i].key = columns[i].key;
        TRY(measure_take(p->ctx, &p->snapshot, span, &p->column[i].m));
        const struct period quarter = report_period_quarter(span.first);
        const char *title = public_income_text(p, columns[i].title);
        TRY(phrase_fill(p->ctx->arena, title, quarter.name, NULL, &p->column[i].title));
    }
    return OK;
}

/* ---- streams ---- */

static RESULT stream_table(struct public_income *p, struct report_section *section, struct report_table **ret_table)
{
    static const int signs[] = {1, -1, -1, -1, 0, 0};
    static const struct {
        const char *key;
        enum phrase title;
    } columns[] = {{"gross", PHRASE_gross}, {"tax", PHRASE_tax}, {"cost", PHRASE_cost}, {"net", PHRASE_net}};
    struct report_table *table;
    TRY(report_table_add(p->report, section, "streams", public_income_text(p, PHRASE_streams), &table));
    report_column_add(table, "stream", public_income_text(p, PHRASE_stream), REPORT_TEXT);
    for (size_t c = 0; c < LENGTH(columns); c++)
        report_column_add(table, columns[c].key, public_income_text(p, columns[c].title), REPORT_MONEY);
    const char *title;
    TRY(phrase_fill(p->ctx->arena, public_income_text(p, PHRASE_net_of), p->column[BEFORE].title, NULL, &title));
    report_column_add(table, "net_before", title, REPORT_MONEY);
    TRY(phrase_fill(p->ctx->arena, public_income_text(p, PHRASE_net_of), p->column[YEAR_AGO].title, NULL, &title));
    report_column_add(table, "net_year_ago", title, REPORT_MONEY);
    *ret_table = table;
    return public_income_rule(table, signs, LENGTH(signs));
}

static RESULT stream_row(struct public_income *p, struct report_table *table, int stream)
{
    const struct measure *m = &p->column[NOW].m;
    const char *key, *label, *income, *cost;
    TRY(public_income_stream(p, stream, &key, &label));
    TRY(arena_print(p->ctx->arena, &income, "40%02d", stream));
    TRY(arena_print(p->ctx->arena, &cost, "50%02d", stream));
    struct report_row *row;
    TRY(report_row_add(table, (struct report_row){.key = key, .sign = 1, .sum_from = -1}, &row));
    report_put_text(row, label);
    report_put_money(row, m->gross[stream], income);
    report_put_money(row, m->tax[stream], "5101");
    report_put_money(row, m->cost[stream], cost);
    report_put_money(row, m->net[stream], NULL);
    report_put_money(row, p->column[BEFORE].m.net[stream], NULL);
    report_put_money(row, p->column[YEAR_AGO].m.net[stream], NULL);
    return OK;
}

/* Tax without a stream, only when there is some; P14 (scrap) is income of the maintenance fund and never stands here.
 */
static bool stream_shown(const struct public_income *p, int stream)
{
    if (stream != 0)
        return stream != 14 || p->column[NOW].m.gross[14].fen != 0;
    for (size_t i = 0; i < p->count; i++)
        if (p->column[i].m.net[0].fen != 0)
            return true;
    return false;
}

static RESULT put_streams(struct public_income *p)
{
    struct report_section *section;
    struct report_table *table;
    TRY(report_section_add(p->report, "streams", PHRASE_streams, &section));
    TRY(stream_table(p, section, &table));
    for (int stream = 1; stream < MEASURE_STREAMS; stream++)
        if (stream_shown(p, stream))
            TRY(stream_row(p, table, stream));
    if (stream_shown(p, 0))
        TRY(stream_row(p, table, 0));
    const struct measure *m = &p->column[NOW].m;
    const struct report_line total = {.key = "total",
                                      .label = public_income_text(p, PHRASE_total),
                                      .total = REPORT_TOTAL,
                                      .count = 6,
                                      .amount = {m->gross_total, m->tax_total, m->cost_total, m->net_total,
                                                 p->column[BEFORE].m.net_total, p->column[YEAR_AGO].m.net_total}};
    return report_line_add(table, &total);
}

/* ---- summary, uses ---- */

static RESULT put_worth(struct public_income *p, struct report_section *section)
{
    static const int signs[] = {1, 1, 1, -1};
    struct report_table *table;
    TRY(report_table_add(p->report, section, "net_assets", public_income_text(p, PHRASE_net_assets), &table));
    report_column_add(table, "period", public_income_text(p, PHRASE_period), REPORT_TEXT);
    report_column_add(table, "opening", public_income_text(p, PHRASE_opening), REPORT_MONEY);
    report_column_add(table, "surplus", public_income_text(p, PHRASE_surplus), REPORT_MONEY);
    report_column_add(table, "direct", public_income_text(p, PHRASE_direct_change), REPORT_MONEY);
    report_column_add(table, "closing", public_income_text(p, PHRASE_closing), REPORT_MONEY);
    TRY(public_income_rule(table, signs, LENGTH(signs)));
    return public_income_worth(p, table, p->span, p->report->period);
}

static RESULT put_summary(struct public_income *p)
{
    struct report_section *section;
    struct report_table *table;
    TRY(report_section_add(p->report, "summary", PHRASE_summary, &section));
    TRY(public_income_summary(p, section, &table));
    return put_worth(p, section);
}

static RESULT put_uses(struct public_income *p)
{
    struct report_section *section;
    struct report_table *table;
    TRY(report_section_add(p->report, "uses", PHRASE_uses, &section));
    return public_income_uses(p, section, &table);
}

static RESULT put_notes(struct public_income *p)
{
    TRY(report_note_add(p->report, public_income_text(p, PHRASE_note_unit)));
    TRY(report_note_add(p->report, public_income_text(p, PHRASE_note_suspense)));
    TRY(report_note_add(p->report, public_income_text(p, PHRASE_note_numbering)));
    return report_note_add(p->report, public_income_text(p, PHRASE_note_verify));
}

static RESULT build(struct public_income *p)
{
    TRY(measure_quarters(p));
    TRY(put_summary(p));
    TRY(put_streams(p));
    TRY(put_uses(p));
    TRY(public_income_suspense(p));
    TRY(public_income_money(p));
    TRY(public_income_accounts(p));
    TRY(put_notes(p));
    return report_check(p->ctx, p->report);
}

RESULT public_income_disclosure(struct ctx *ctx, uint64_t community, struct period period, enum language language,
                                struct report **ret_report)
{
    if (!period.quarter) {
        error_set(&ctx->error, "value", "%s", period.name);
        return REFUSE(report, period);
    }
    TRY(report_period_finished(ctx, &period));
    struct public_income *p;
    TRY(ARENA_TAKE(ctx->arena, 1, &p));
    p->ctx = ctx;
    TRY(read_quarter(p, community, &period));
    TRY(public_income_begin(p, "public_income_disclosure", PHRASE_disclosure, &period, language));
    TRY(build(p));
    *ret_report = p->report;
    return OK;
}
