#include "reports/public_income.h"

#include "base/buffer.h"
#include "reports/public_income_part.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

/* Columns are the years and, last, the whole. */
enum { MONTHS = 12, QUARTER = 3 };

static size_t years(const struct public_income *p)
{
    return p->count - 1;
}

static struct span year_span(const struct public_income *p, size_t year)
{
    const int32_t first = p->span.first + (int32_t)year * MONTHS;
    return (struct span){first, first + MONTHS - 1};
}

static RESULT read_years(struct public_income *p, uint64_t community, const struct period *period)
{
    const struct snapshot_in in = {.community = community,
                                   .fund = FUND_PI,
                                   .from = period->first,
                                   .to = period->last,
                                   .counts = {{period->first, period->last}},
                                   .payments = true};
    p->span = (struct span){period->first, period->last};
    p->count = (size_t)(period->last - period->first + 1) / MONTHS + 1;
    assert(p->count <= PUBLIC_INCOME_COLUMNS);
    return snapshot_read(p->ctx, &in, &p->snapshot);
}

static RESULT measure_years(struct public_income *p)
{
    for (size_t y = 0; y < years(p); y++) {
        TRY(arena_print(p->ctx->arena, &p->column[y].key, "%d", year_span(p, y).first / MONTHS));
        p->column[y].title = p->column[y].key;
        TRY(measure_take(p->ctx, &p->snapshot, year_span(p, y), &p->column[y].m));
    }
    struct measured *whole = &p->column[years(p)];
    whole->key = "total";
    whole->title = public_income_text(p, PHRASE_total);
    return measure_take(p->ctx, &p->snapshot, p->span, &whole->m);
}

/* The years add up to the whole, which was measured on its own. */
static RESULT years_rule(const struct public_income *p, struct report_table *table)
{
    int signs[PUBLIC_INCOME_COLUMNS];
    for (size_t y = 0; y < years(p); y++)
        signs[y] = 1;
    signs[years(p)] = -1;
    return public_income_rule(table, signs, p->count);
}

/* ---- statements ---- */

static RESULT put_summary(struct public_income *p)
{
    struct report_section *section;
    struct report_table *table;
    TRY(report_section_add(p->report, "summary", PHRASE_summary, &section));
    TRY(public_income_summary(p, section, &table));
    return years_rule(p, table);
}

static RESULT put_uses(struct public_income *p)
{
    struct report_section *section;
    struct report_table *table;
    TRY(report_section_add(p->report, "uses", PHRASE_uses, &section));
    TRY(public_income_uses(p, section, &table));
    return years_rule(p, table);
}

struct stream_part {           /* one of gross, tax, cost, net */
    const char *key, *sources; /* sources as a pattern: 40 or 50 and the stream, or a whole code */
    enum phrase title;
    size_t streams, total; /* offsets in struct measure */
};

static money at(const struct measure *m, size_t offset)
{
    return *(const money *)(const void *)((const char *)m + offset);
}

static RESULT stream_sources(struct public_income *p, const struct stream_part *part, int stream,
                             const char **ret_sources)
{
    *ret_sources = part->sources;
    if (!part->sources || strlen(part->sources) != 2)
        return OK;
    return arena_print(p->ctx->arena, ret_sources, "%s%02d", part->sources, stream);
}

static bool stream_moved(const struct public_income *p, int stream)
{
    for (size_t i = 0; i < p->count; i++)
        if ((p->column[i].m.gross[stream].fen | p->column[i].m.tax[stream].fen | p->column[i].m.cost[stream].fen) != 0)
            return true;
    return false;
}

/* The table of gross income names every stream (P14 belongs to the maintenance fund); the others those that had
 * amounts. */
static bool stream_shown(const struct public_income *p, const struct stream_part *part, int stream)
{
    const bool always = part->streams == offsetof(struct measure, gross) && stream != 0 && stream != 14;
    return always || stream_moved(p, stream);
}

static RESULT stream_row(struct public_income *p, struct report_table *table, const struct stream_part *part,
                         int stream)
{
    struct report_line line = {.sign = 1, .count = p->count};
    TRY(public_income_stream(p, stream, &line.key, &line.label));
    TRY(stream_sources(p, part, stream, &line.sources));
    for (size_t i = 0; i < p->count; i++)
        line.amount[i] = at(&p->column[i].m, part->streams + (size_t)stream * sizeof(money));
    return report_line_add(table, &line);
}

static RESULT stream_table(struct public_income *p, struct report_section *section, const struct stream_part *part)
{
    struct report_table *table;
    TRY(report_table_add(p->report, section, part->key, public_income_text(p, part->title), &table));
    report_column_add(table, "stream", public_income_text(p, PHRASE_stream), REPORT_TEXT);
    for (size_t i = 0; i < p->count; i++)
        report_column_add(table, p->column[i].key, p->column[i].title, REPORT_MONEY);
    TRY(years_rule(p, table));
    for (int stream = 1; stream <= MEASURE_STREAMS; stream++)
        if (stream_shown(p, part, stream % MEASURE_STREAMS)) /* stream 0, none named, comes last */
            TRY(stream_row(p, table, part, stream % MEASURE_STREAMS));
    struct report_line total = {
        .key = "total", .label = public_income_text(p, PHRASE_total), .total = REPORT_TOTAL, .count = p->count};
    for (size_t i = 0; i < p->count; i++)
        total.amount[i] = at(&p->column[i].m, part->total);
    return report_line_add(table, &total);
}

static RESULT put_streams(struct public_income *p)
{
    static const struct stream_part parts[] = {
        {"gross", "40", PHRASE_gross, offsetof(struct measure, gross), offsetof(struct measure, gross_total)},
        {"cost", "50", PHRASE_cost, offsetof(struct measure, cost), offsetof(struct measure, cost_total)},
        {"tax", "5101", PHRASE_tax, offsetof(struct measure, tax), offsetof(struct measure, tax_total)},
        {"net", NULL, PHRASE_net, offsetof(struct measure, net), offsetof(struct measure, net_total)},
    };
    struct report_section *section;
    TRY(report_section_add(p->report, "streams", PHRASE_streams, &section));
    for (size_t i = 0; i < LENGTH(parts); i++)
        TRY(stream_table(p, section, &parts[i]));
    return OK;
}

/* ---- opening and closing of each year ---- */

static RESULT money_line(struct public_income *p, struct report_table *table, struct span span, const char *label)
{
    struct worth before, after;
    struct sides within;
    TRY(measure_worth(p->ctx, &p->snapshot, span.first - 1, &before));
    TRY(measure_worth(p->ctx, &p->snapshot, span.last, &after));
    TRY(measure_money(&p->snapshot, span, &within));
    const struct report_line line = {.key = label,
                                     .label = label,
                                     .count = 4,
                                     .amount = {before.money_total, within.debit, within.credit, after.money_total}};
    return report_line_add(table, &line);
}

static RESULT money_years(struct public_income *p, struct report_section *section)
{
    static const int signs[] = {1, 1, -1, -1};
    struct report_table *table;
    TRY(report_table_add(p->report, section, "money", public_income_text(p, PHRASE_money), &table));
    report_column_add(table, "year", public_income_text(p, PHRASE_year), REPORT_TEXT);
    report_column_add(table, "opening", public_income_text(p, PHRASE_opening), REPORT_MONEY);
    report_column_add(table, "in", public_income_text(p, PHRASE_in), REPORT_MONEY);
    report_column_add(table, "out", public_income_text(p, PHRASE_out), REPORT_MONEY);
    report_column_add(table, "closing", public_income_text(p, PHRASE_closing), REPORT_MONEY);
    TRY(public_income_rule(table, signs, LENGTH(signs)));
    for (size_t y = 0; y < years(p); y++)
        TRY(money_line(p, table, year_span(p, y), p->column[y].title));
    return money_line(p, table, p->span, p->report->period);
}

static RESULT worth_years(struct public_income *p, struct report_section *section)
{
    static const int signs[] = {1, 1, 1, -1};
    struct report_table *table;
    TRY(report_table_add(p->report, section, "net_assets", public_income_text(p, PHRASE_net_assets), &table));
    report_column_add(table, "year", public_income_text(p, PHRASE_year), REPORT_TEXT);
    report_column_add(table, "opening", public_income_text(p, PHRASE_opening), REPORT_MONEY);
    report_column_add(table, "surplus", public_income_text(p, PHRASE_surplus), REPORT_MONEY);
    report_column_add(table, "direct", public_income_text(p, PHRASE_direct_change), REPORT_MONEY);
    report_column_add(table, "closing", public_income_text(p, PHRASE_closing), REPORT_MONEY);
    TRY(public_income_rule(table, signs, LENGTH(signs)));
    for (size_t y = 0; y < years(p); y++)
        TRY(public_income_worth(p, table, year_span(p, y), p->column[y].title));
    return public_income_worth(p, table, p->span, p->report->period);
}

/* Each year opens with what the one before closed with. */
static RESULT check_carried(struct public_income *p, const struct report_table *table)
{
    for (size_t y = 1; y < years(p); y++) {
        const struct report_row *before = table->rows.items[y - 1], *row = table->rows.items[y];
        TRY(report_equal(p->ctx, table->key, before->cells[before->cell_count - 1].amount, row->cells[1].amount));
    }
    return OK;
}

static RESULT put_years(struct public_income *p)
{
    struct report_section *section;
    TRY(report_section_add(p->report, "years", PHRASE_opening_closing, &section));
    TRY(money_years(p, section));
    TRY(worth_years(p, section));
    TRY(check_carried(p, section->tables.items[0]));
    return check_carried(p, section->tables.items[1]);
}

/* ---- quarters ---- */

static RESULT quarter_line(struct public_income *p, struct report_table *table, struct span span)
{
    struct measure m;
    TRY(measure_take(p->ctx, &p->snapshot, span, &m));
    const struct period quarter = report_period_quarter(span.first);
    struct report_line line = {
        .sign = 1,
        .count = 6,
        .amount = {m.gross_total, m.net_total, m.tax_total, m.cost_total, m.uses_total, m.to_fund}};
    TRY(arena_text(p->ctx->arena, quarter.name, strlen(quarter.name), &line.label));
    line.key = line.label;
    return report_line_add(table, &line);
}

static RESULT put_quarters(struct public_income *p)
{
    static const struct {
        const char *key;
        enum phrase title;
    } columns[] = {{"gross", PHRASE_gross}, {"net", PHRASE_net},         {"tax", PHRASE_tax},
                   {"cost", PHRASE_cost},   {"uses", PHRASE_uses_total}, {"to_fund", PHRASE_to_fund}};
    static const int signs[] = {1, -1, -1, -1, 0, 0};
    struct report_section *section;
    struct report_table *table;
    TRY(report_section_add(p->report, "quarters", PHRASE_quarters, &section));
    TRY(report_table_add(p->report, section, "quarters", public_income_text(p, PHRASE_quarters), &table));
    report_column_add(table, "quarter", public_income_text(p, PHRASE_quarter), REPORT_TEXT);
    for (size_t c = 0; c < LENGTH(columns); c++)
        report_column_add(table, columns[c].key, public_income_text(p, columns[c].title), REPORT_MONEY);
    table->chart_count = 2;
    table->chart[0] = 1;
    table->chart[1] = 2;
    TRY(public_income_rule(table, signs, LENGTH(signs)));
    for (int32_t month = p->span.first; month < p->span.last; month += QUARTER)
        TRY(quarter_line(p, table, (struct span){month, month + QUARTER - 1}));
    const struct measure *m = &p->column[years(p)].m;
    const struct report_line total = {
        .key = "total",
        .label = public_income_text(p, PHRASE_total),
        .total = REPORT_TOTAL,
        .count = 6,
        .amount = {m->gross_total, m->net_total, m->tax_total, m->cost_total, m->uses_total, m->to_fund}};
    return report_line_add(table, &total);
}

/* ---- completeness ---- */

static bool has_turnover(const struct snapshot *snapshot, int32_t month)
{
    for (size_t i = 0; i < snapshot->turnover_count; i++)
        if (snapshot->turnover[i].month == month)
            return true;
    return false;
}

static RESULT empty_months(struct public_income *p, struct span span, int64_t *ret_count, const char **ret_list)
{
    struct buffer list;
    buffer_init(&list, p->ctx->arena, 512);
    *ret_count = 0;
    for (int32_t month = span.first; month <= span.last; month++) {
        if (has_turnover(&p->snapshot, month))
            continue;
        buffer_print(&list, "%s%04d-%02d", ++*ret_count > 1 ? ", " : "", month / MONTHS, month % MONTHS + 1);
    }
    if (*ret_count == 0)
        buffer_text(&list, public_income_text(p, PHRASE_none));
    struct bytes done;
    TRY(buffer_done(&list, &done));
    *ret_list = (const char *)done.data;
    return OK;
}

static RESULT put_completeness(struct public_income *p)
{
    struct report_section *section;
    struct report_table *table;
    TRY(report_section_add(p->report, "completeness", PHRASE_completeness, &section));
    TRY(report_table_add(p->report, section, "empty_months", public_income_text(p, PHRASE_empty_months), &table));
    report_column_add(table, "year", public_income_text(p, PHRASE_year), REPORT_TEXT);
    report_column_add(table, "count", public_income_text(p, PHRASE_months), REPORT_NUMBER);
    report_column_add(table, "months", public_income_text(p, PHRASE_empty_months), REPORT_TEXT);
    for (size_t y = 0; y < years(p); y++) {
        int64_t count;
        const char *list;
        TRY(empty_months(p, year_span(p, y), &count, &list));
        struct report_row *row;
        TRY(report_row_add(table, (struct report_row){.key = p->column[y].key, .sum_from = -1}, &row));
        report_put_text(row, p->column[y].title);
        report_put_number(row, count);
        report_put_text(row, list);
    }
    const char *note, *number;
    TRY(arena_print(p->ctx->arena, &number, "%lld", (long long)p->snapshot.red_letters[0]));
    TRY(phrase_fill(p->ctx->arena, public_income_text(p, PHRASE_note_red_letters), number, NULL, &note));
    return report_section_note(section, note);
}

/* ---- largest payments ---- */

static RESULT payment_number(struct public_income *p, const struct payment_row *payment, const char **ret_number)
{
    return arena_print(p->ctx->arena, ret_number, "%s-%04d-%02d-%04lld", word_name(payment->word),
                       payment->series / 100, payment->series % 100, (long long)payment->number);
}

static RESULT payment_row(struct public_income *p, struct report_table *table, const struct payment_row *payment)
{
    const char *number, *summary = payment->summary ? payment->summary : "";
    TRY(payment_number(p, payment, &number));
    if (payment->reversed)
        TRY(phrase_fill(p->ctx->arena, public_income_text(p, PHRASE_reversed), summary, NULL, &summary));
    struct report_row *row;
    TRY(report_row_add(table, (struct report_row){.key = number, .sum_from = -1}, &row));
    report_put_text(row, number);
    report_put_date(row, payment->booking_date);
    report_put_text(row, summary);
    report_put_money(row, payment->amount_fen, payment->accounts);
    return OK;
}

static RESULT put_payments(struct public_income *p)
{
    struct report_section *section;
    struct report_table *table;
    TRY(report_section_add(p->report, "payments", PHRASE_largest_payments, &section));
    TRY(report_table_add(p->report, section, "payments", public_income_text(p, PHRASE_largest_payments), &table));
    report_column_add(table, "number", public_income_text(p, PHRASE_voucher), REPORT_TEXT);
    report_column_add(table, "date", public_income_text(p, PHRASE_date), REPORT_DATE);
    report_column_add(table, "summary", public_income_text(p, PHRASE_voucher_summary), REPORT_TEXT);
    report_column_add(table, "amount", public_income_text(p, PHRASE_amount), REPORT_MONEY);
    for (size_t i = 0; i < p->snapshot.payment_count; i++)
        TRY(payment_row(p, table, &p->snapshot.payments[i]));
    return OK;
}

static RESULT build(struct public_income *p)
{
    TRY(measure_years(p));
    TRY(put_summary(p));
    TRY(put_quarters(p));
    TRY(put_streams(p));
    TRY(put_uses(p));
    TRY(put_years(p));
    TRY(put_completeness(p));
    TRY(put_payments(p));
    TRY(public_income_suspense(p));
    TRY(public_income_accounts(p));
    TRY(report_note_add(p->report, public_income_text(p, PHRASE_note_unit)));
    TRY(report_note_add(p->report, public_income_text(p, PHRASE_note_numbering)));
    TRY(report_note_add(p->report, public_income_text(p, PHRASE_note_not_audited)));
    TRY(report_note_add(p->report, public_income_text(p, PHRASE_note_verify)));
    return report_check(p->ctx, p->report);
}

RESULT public_income_three_year(struct ctx *ctx, uint64_t community, struct period period, enum language language,
                                struct report **ret_report)
{
    if (period.quarter || period.month) {
        error_set(&ctx->error, "value", "%s", period.name);
        return REFUSE(report, period);
    }
    TRY(report_period_finished(ctx, &period));
    struct public_income *p;
    TRY(ARENA_TAKE(ctx->arena, 1, &p));
    p->ctx = ctx;
    TRY(read_years(p, community, &period));
    TRY(public_income_begin(p, "public_income_three_year", PHRASE_three_year, &period, language));
    TRY(build(p));
    *ret_report = p->report;
    return OK;
}
