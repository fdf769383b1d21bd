#include "reports/overview.h"

#include "db/db.h"
#include "embed/sql.h"
#include "reports/measure.h"
#include "reports/period.h"
#include "reports/report.h"

#include <stdio.h>
#include <string.h>

enum { QUARTERS = 4, QUARTER = 3 };

struct book_row {
    struct maybe first_month, last_month;
};

struct work {
    struct ctx *ctx;
    uint64_t community;
    enum language language;
    int32_t from, to; /* the four quarters */
    bool has[FUND_OP + 1];
    struct snapshot fund[FUND_OP + 1];
    struct book_row book;
    struct report *report;
};

static const int shown_funds[] = {FUND_PI, FUND_MF};

static RESULT load_book(struct work *w)
{
    static const struct db_column columns[] = {COLUMN(book_row, first_month), COLUMN(book_row, last_month)};
    const struct db_value key[] = {db_number((int64_t)w->community), db_number(FUND_PI)};
    return db_one(w->ctx, CALL(sql_book_span, key), ROW(book_row, columns), &w->book);
}

static result load(struct ctx *ctx, void *arg)
{
    struct work *w = arg;
    for (size_t i = 0; i < LENGTH(shown_funds); i++) {
        const struct snapshot_in in = {
            .community = w->community, .fund = shown_funds[i], .from = w->from, .to = month_of(ctx_today(ctx))};
        const result loaded = snapshot_load(ctx, &in, &w->fund[in.fund]);
        if (FAILED(loaded) && loaded.code != ERROR_fund_unknown)
            return loaded;
        w->has[in.fund] = !FAILED(loaded);
    }
    return load_book(w);
}

static const char *text(const struct work *w, enum phrase key)
{
    return phrase(key, w->language);
}

static RESULT begin(struct work *w)
{
    const struct snapshot *any = &w->fund[FUND_PI]; /* the head is read even where the fund is missing */
    const struct report head = {
        .key = "overview",
        .title = text(w, PHRASE_overview),
        .language = w->language,
        .community = any->community_id,
        .community_name = any->name,
        .period = text(w, PHRASE_today),
        .period_title = text(w, PHRASE_today),
        .first = ctx_today(w->ctx),
        .last = ctx_today(w->ctx),
        .as_of = ctx_today(w->ctx),
        .journal_size = any->size,
        .root = any->root,
    };
    return report_new(w->ctx, &head, &w->report);
}

static RESULT put_balances(struct work *w)
{
    struct report_section *section;
    struct report_table *table;
    TRY(report_section_add(w->report, "balances", PHRASE_balances, &section));
    TRY(report_table_add(w->report, section, "balances", text(w, PHRASE_balances), &table));
    report_column_add(table, "fund", text(w, PHRASE_fund), REPORT_TEXT);
    report_column_add(table, "balance", text(w, PHRASE_balance), REPORT_MONEY);
    for (size_t i = 0; i < LENGTH(shown_funds); i++) {
        const int fund = shown_funds[i];
        if (!w->has[fund])
            continue;
        struct sides sides;
        TRY(measure_money(&w->fund[fund], snapshot_until(month_of(ctx_today(w->ctx))), &sides));
        struct report_line line = {.key = fund_code(fund), .label = fund_name(fund, w->language), .count = 1};
        TRY(snapshot_net(sides, &line.amount[0]));
        TRY(report_line_add(table, &line));
    }
    return OK;
}

static RESULT stream_line(struct work *w, struct report_table *table, const struct measure m[QUARTERS + 1], int stream)
{
    struct report_line line = {.sign = 1, .count = QUARTERS + 1};
    bool any = false;
    for (size_t q = 0; q <= QUARTERS; q++) {
        line.amount[q] = m[q].gross[stream];
        any |= line.amount[q].fen != 0;
    }
    if (!any)
        return OK;
    TRY(arena_print(w->ctx->arena, &line.key, "P%02d", stream));
    TRY(arena_print(w->ctx->arena, &line.label, "P%02d %s", stream, stream_name(stream, w->language)));
    return report_line_add(table, &line);
}

static RESULT quarter_columns(struct work *w, struct report_table *table, struct measure m[QUARTERS + 1])
{
    report_column_add(table, "stream", text(w, PHRASE_stream), REPORT_TEXT);
    for (int q = 0; q < QUARTERS; q++) {
        const struct span span = {w->from + q * QUARTER, w->from + q * QUARTER + QUARTER - 1};
        const struct period quarter = report_period_quarter(span.first);
        const char *title;
        TRY(arena_text(w->ctx->arena, quarter.name, strlen(quarter.name), &title));
        report_column_add(table, title, title, REPORT_MONEY);
        TRY(measure_take(w->ctx, &w->fund[FUND_PI], span, &m[q]));
        table->chart[q] = (size_t)q + 1;
    }
    table->chart_count = QUARTERS;
    report_column_add(table, "total", text(w, PHRASE_total), REPORT_MONEY);
    return measure_take(w->ctx, &w->fund[FUND_PI], (struct span){w->from, w->to}, &m[QUARTERS]);
}

static RESULT put_streams(struct work *w)
{
    static const struct report_rule rule = {.sign = {0, 1, 1, 1, 1, -1}};
    struct report_section *section;
    struct report_table *table;
    struct measure *m;
    TRY(ARENA_TAKE(w->ctx->arena, QUARTERS + 1, &m));
    TRY(report_section_add(w->report, "streams", PHRASE_streams_by_quarter, &section));
    TRY(report_table_add(w->report, section, "streams", text(w, PHRASE_streams_by_quarter), &table));
    TRY(quarter_columns(w, table, m));
    TRY(report_rule_add(table, rule));
    for (int stream = 1; stream < MEASURE_STREAMS; stream++)
        TRY(stream_line(w, table, m, stream));
    struct report_line total = {
        .key = "total", .label = text(w, PHRASE_total), .total = REPORT_TOTAL, .count = QUARTERS + 1};
    for (size_t q = 0; q <= QUARTERS; q++)
        total.amount[q] = m[q].gross_total;
    return report_line_add(table, &total);
}

RESULT overview_build(struct ctx *ctx, uint64_t community, enum language language, struct overview *ret_overview)
{
    struct work *w;
    TRY(ARENA_TAKE(ctx->arena, 1, &w));
    const struct period newest = report_period_newest(ctx_today(ctx));
    *w = (struct work){.ctx = ctx, .community = community, .language = language, .to = newest.last};
    w->from = newest.last + 1 - QUARTERS * QUARTER;
    TRY(db_read(ctx, load, w));
    TRY(begin(w));
    TRY(put_balances(w));
    if (w->has[FUND_PI])
        TRY(put_streams(w));
    TRY(report_check(ctx, w->report));
    *ret_overview = (struct overview){.report = w->report,
                                      .first_month = (int32_t)w->book.first_month.value,
                                      .last_month = (int32_t)w->book.last_month.value};
    return OK;
}
