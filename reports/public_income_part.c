#include "reports/public_income_part.h"

#include <assert.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

const char *public_income_text(const struct public_income *p, enum phrase key)
{
    return phrase(key, p->report->language);
}

RESULT public_income_begin(struct public_income *p, const char *key, enum phrase title, const struct period *period,
                           enum language language)
{
    const char *period_title, *period_name;
    TRY(report_period_title(p->ctx, period, language, &period_title));
    TRY(arena_text(p->ctx->arena, period->name, strlen(period->name), &period_name));
    const struct report head = {
        .key = key,
        .title = phrase(title, language),
        .language = language,
        .community = p->snapshot.community_id,
        .community_name = p->snapshot.name,
        .period = period_name,
        .period_title = period_title,
        .first = month_first(period->first),
        .last = month_last(period->last),
        .as_of = month_last(period->last),
        .journal_size = p->snapshot.size,
        .root = p->snapshot.root,
    };
    TRY(report_new(p->ctx, &head, &p->report));
    const char *number;
    TRY(arena_print(p->ctx->arena, &number, "%lld", (long long)p->snapshot.vouchers[0]));
    TRY(report_fact_add(p->report, "vouchers", public_income_text(p, PHRASE_vouchers), number));
    TRY(arena_print(p->ctx->arena, &number, "%lld", (long long)p->snapshot.red_letters[0]));
    TRY(report_fact_add(p->report, "red_letters", public_income_text(p, PHRASE_red_letters), number));
    return report_fact_add(p->report, "generated_from", public_income_text(p, PHRASE_generated_from),
                           public_income_text(p, PHRASE_generated_from_turnover));
}

RESULT public_income_rule(struct report_table *table, const int *signs, size_t count)
{
    struct report_rule rule = {0};
    assert(count < REPORT_COLUMNS_MAX);
    for (size_t i = 0; i < count; i++)
        rule.sign[i + 1] = signs[i];
    return report_rule_add(table, rule);
}

RESULT public_income_stream(const struct public_income *p, int stream, const char **ret_key, const char **ret_label)
{
    const char *name = stream_name(stream, p->report->language);
    if (stream == 0) {
        *ret_key = "P00";
        *ret_label = name;
        return OK;
    }
    TRY(arena_print(p->ctx->arena, ret_key, "P%02d", stream));
    return arena_print(p->ctx->arena, ret_label, "P%02d %s", stream, name);
}

/* ---- columns of measures ---- */

static money at(const struct measure *m, size_t offset)
{
    return *(const money *)(const void *)((const char *)m + offset);
}

static RESULT measure_line(struct public_income *p, struct report_table *table, struct report_line line, size_t offset)
{
    line.count = p->count;
    for (size_t i = 0; i < p->count; i++)
        line.amount[i] = at(&p->column[i].m, offset);
    return report_line_add(table, &line);
}

static void measure_columns(const struct public_income *p, struct report_table *table, enum phrase label)
{
    report_column_add(table, "item", public_income_text(p, label), REPORT_TEXT);
    for (size_t i = 0; i < p->count; i++)
        report_column_add(table, p->column[i].key, p->column[i].title, REPORT_MONEY);
}

struct fixed_line { /* a line that stands in every report */
    const char *key, *sources;
    enum phrase label;
    int level, sign;
    enum report_total total;
    size_t offset;
};

static RESULT fixed_lines(struct public_income *p, struct report_table *table, const struct fixed_line *lines,
                          size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct report_line line = {.key = lines[i].key,
                                         .label = public_income_text(p, lines[i].label),
                                         .sources = lines[i].sources,
                                         .level = lines[i].level,
                                         .sign = lines[i].sign,
                                         .total = lines[i].total};
        TRY(measure_line(p, table, line, lines[i].offset));
    }
    return OK;
}

RESULT public_income_summary(struct public_income *p, struct report_section *section, struct report_table **ret_table)
{
    static const struct fixed_line lines[] = {
        {"gross", "4001-4017", PHRASE_gross_total, 0, 1, REPORT_LINE, offsetof(struct measure, gross_total)},
        {"tax", "5101", PHRASE_less_tax, 1, -1, REPORT_LINE, offsetof(struct measure, tax_total)},
        {"cost", "5001-5017", PHRASE_less_cost, 1, -1, REPORT_LINE, offsetof(struct measure, cost_total)},
        {"net", NULL, PHRASE_net_total, 0, 0, REPORT_SUBTOTAL, offsetof(struct measure, net_total)},
        {"other_income", "4901", PHRASE_plus_other_income, 1, 1, REPORT_LINE, offsetof(struct measure, other_income)},
        {"transfer_in", "4801", PHRASE_plus_transfer_in, 1, 1, REPORT_LINE, offsetof(struct measure, transfer_in)},
        {"uses", "6002-6015", PHRASE_less_uses, 1, -1, REPORT_LINE, offsetof(struct measure, uses_total)},
        {"to_fund", "6001", PHRASE_less_to_fund, 1, -1, REPORT_LINE, offsetof(struct measure, to_fund)},
        {"other_expense", "6101-6201", PHRASE_less_other, 1, -1, REPORT_LINE, offsetof(struct measure, other_total)},
        {"transfer_out", "6801", PHRASE_less_transfer_out, 1, -1, REPORT_LINE, offsetof(struct measure, transfer_out)},
        {"surplus", NULL, PHRASE_surplus, 0, 0, REPORT_TOTAL, offsetof(struct measure, surplus)},
    };
    struct report_table *table;
    TRY(report_table_add(p->report, section, "summary", public_income_text(p, PHRASE_summary), &table));
    measure_columns(p, table, PHRASE_item);
    TRY(fixed_lines(p, table, lines, LENGTH(lines)));
    *ret_table = table;
    return OK;
}

static RESULT use_line(struct public_income *p, struct report_table *table, int use)
{
    const char *key, *label, *source;
    TRY(arena_print(p->ctx->arena, &key, "E%02d", use));
    TRY(arena_print(p->ctx->arena, &label, "E%02d %s", use, use_name(use, p->report->language)));
    TRY(arena_print(p->ctx->arena, &source, "60%02d", use));
    const struct report_line line = {.key = key, .label = label, .sources = source, .sign = 1};
    return measure_line(p, table, line, offsetof(struct measure, use) + (size_t)use * sizeof(money));
}

RESULT public_income_uses(struct public_income *p, struct report_section *section, struct report_table **ret_table)
{
    static const struct fixed_line lines[] = {
        {"uses", NULL, PHRASE_uses_total, 0, 0, REPORT_SUBTOTAL, offsetof(struct measure, uses_total)},
        {"E01", "6001", PHRASE_use_to_fund, 0, 1, REPORT_LINE, offsetof(struct measure, to_fund)},
        {"6101", "6101", PHRASE_bank_charges, 0, 1, REPORT_LINE, offsetof(struct measure, bank_charges)},
        {"6102", "6102", PHRASE_depreciation, 0, 1, REPORT_LINE, offsetof(struct measure, depreciation)},
        {"6109", "6109", PHRASE_other_expense, 0, 1, REPORT_LINE, offsetof(struct measure, other_expense)},
        {"6201", "6201", PHRASE_written_off, 0, 1, REPORT_LINE, offsetof(struct measure, written_off)},
        {"6801", "6801", PHRASE_transfer_out, 0, 1, REPORT_LINE, offsetof(struct measure, transfer_out)},
    };
    struct report_table *table;
    TRY(report_table_add(p->report, section, "uses", public_income_text(p, PHRASE_uses), &table));
    measure_columns(p, table, PHRASE_use);
    for (int use = 2; use < MEASURE_USES; use++)
        if (use != 11 && use != 12) /* E11 is tax, E12 the cost of a stream: both stand above the net income */
            TRY(use_line(p, table, use));
    TRY(fixed_lines(p, table, lines, LENGTH(lines)));
    struct report_line total = {
        .key = "paid", .label = public_income_text(p, PHRASE_paid_total), .total = REPORT_TOTAL, .count = p->count};
    for (size_t i = 0; i < p->count; i++) {
        const struct measure *m = &p->column[i].m;
        TRY(money_add(m->uses_total, m->to_fund, &total.amount[i]));
        TRY(money_add(total.amount[i], m->other_total, &total.amount[i]));
        TRY(money_add(total.amount[i], m->transfer_out, &total.amount[i]));
    }
    TRY(report_line_add(table, &total));
    *ret_table = table;
    return OK;
}

/* ---- opening, two movements, closing ---- */

static RESULT movement_table(struct public_income *p, enum phrase title, const char *key, const enum phrase heads[3],
                             struct report_table **ret_table)
{
    static const int signs[] = {1, 1, -1, -1};
    struct report_section *section;
    struct report_table *table;
    TRY(report_section_add(p->report, key, title, &section));
    TRY(report_table_add(p->report, section, key, public_income_text(p, title), &table));
    report_column_add(table, "account", public_income_text(p, heads[0]), REPORT_TEXT);
    report_column_add(table, "opening", public_income_text(p, PHRASE_opening), REPORT_MONEY);
    report_column_add(table, "in", public_income_text(p, heads[1]), REPORT_MONEY);
    report_column_add(table, "out", public_income_text(p, heads[2]), REPORT_MONEY);
    report_column_add(table, "closing", public_income_text(p, PHRASE_closing), REPORT_MONEY);
    TRY(public_income_rule(table, signs, LENGTH(signs)));
    *ret_table = table;
    return OK;
}

/* opening and in, out of a debit account; closing is what the books say, so the rule is a proof. */
static RESULT movement_line(struct report_table *table, struct report_line line, struct sides before,
                            struct sides within, struct sides until)
{
    line.count = 4;
    TRY(snapshot_net(before, &line.amount[0]));
    line.amount[1] = within.debit;
    line.amount[2] = within.credit;
    TRY(snapshot_net(until, &line.amount[3]));
    return report_line_add(table, &line);
}

static struct sides turned(struct sides sides, bool credit)
{
    return credit ? (struct sides){sides.credit, sides.debit} : sides;
}

static RESULT add_row(struct sides *sum, money debit, money credit)
{
    TRY(money_add(sum->debit, debit, &sum->debit));
    return money_add(sum->credit, credit, &sum->credit);
}

static RESULT stream_sides(const struct snapshot *snapshot, const char *code, int stream, struct span span,
                           struct sides *ret_sides)
{
    struct sides sum = {FEN(0), FEN(0)};
    for (size_t i = 0; i < snapshot->stream_count; i++) {
        const struct stream_row *row = &snapshot->streams[i];
        if (strcmp(row->code, code) == 0 && row->stream == stream && row->month >= span.first &&
            row->month <= span.last)
            TRY(add_row(&sum, row->debit_fen, row->credit_fen));
    }
    *ret_sides = sum;
    return OK;
}

static bool moved(struct sides before, struct sides within)
{
    return before.debit.fen != before.credit.fen || within.debit.fen != 0 || within.credit.fen != 0;
}

static RESULT suspense_streams(struct public_income *p, struct report_table *table, const char *code, bool credit)
{
    for (int stream = 1; stream <= STREAM_MAX; stream++) {
        struct sides before, within, until;
        TRY(stream_sides(&p->snapshot, code, stream, snapshot_before(p->span.first), &before));
        TRY(stream_sides(&p->snapshot, code, stream, p->span, &within));
        TRY(stream_sides(&p->snapshot, code, stream, snapshot_until(p->span.last), &until));
        if (!moved(before, within))
            continue;
        struct report_line line = {.sources = code, .level = 1, .sum_from = -1};
        TRY(public_income_stream(p, stream, &line.key, &line.label));
        TRY(movement_line(table, line, turned(before, credit), turned(within, credit), turned(until, credit)));
    }
    return OK;
}

static RESULT suspense_account(struct public_income *p, struct report_table *table, const char *code, enum phrase label)
{
    const bool credit = code[0] == '2';
    struct sides before, within, until;
    TRY(snapshot_sides(&p->snapshot, code, snapshot_before(p->span.first), &before));
    TRY(snapshot_sides(&p->snapshot, code, p->span, &within));
    TRY(snapshot_sides(&p->snapshot, code, snapshot_until(p->span.last), &until));
    const struct report_line line = {.key = code, .label = public_income_text(p, label), .sources = code};
    TRY(movement_line(table, line, turned(before, credit), turned(within, credit), turned(until, credit)));
    return suspense_streams(p, table, code, credit);
}

RESULT public_income_suspense(struct public_income *p)
{
    static const enum phrase heads[] = {PHRASE_item, PHRASE_added, PHRASE_cleared};
    struct report_table *table;
    TRY(movement_table(p, PHRASE_suspense, "suspense", heads, &table));
    TRY(suspense_account(p, table, "224103", PHRASE_suspense_received));
    return suspense_account(p, table, "122109", PHRASE_suspense_paid);
}

static RESULT money_label(const struct public_income *p, const struct money_row *row, struct report_line *line)
{
    TRY(arena_print(p->ctx->arena, &line->key, "%s.%lld", row->code, (long long)row->bank_account));
    if (!row->bank) {
        line->label = row->name;
        return OK;
    }
    const char *tail;
    TRY(phrase_fill(p->ctx->arena, public_income_text(p, PHRASE_tail), row->tail, NULL, &tail));
    return arena_print(p->ctx->arena, &line->label, "%s · %s %s", row->name, row->bank, tail);
}

/* The lines of one real account from row *i on; *i moves behind them. */
static RESULT money_account(struct public_income *p, struct report_table *table, size_t *i)
{
    const struct money_row *first = &p->snapshot.money[*i];
    struct sides before = {FEN(0), FEN(0)}, within = before, until = before;
    for (; *i < p->snapshot.money_count; ++*i) {
        const struct money_row *row = &p->snapshot.money[*i];
        if (strcmp(row->code, first->code) != 0 || row->bank_account != first->bank_account)
            break;
        TRY(add_row(row->month < p->span.first ? &before : &within, row->debit_fen, row->credit_fen));
        TRY(add_row(&until, row->debit_fen, row->credit_fen));
    }
    if (!moved(before, within))
        return OK;
    struct report_line line = {.sources = first->code, .sign = 1};
    TRY(money_label(p, first, &line));
    return movement_line(table, line, before, within, until);
}

RESULT public_income_money(struct public_income *p)
{
    static const enum phrase heads[] = {PHRASE_money_account, PHRASE_in, PHRASE_out};
    struct report_table *table;
    TRY(movement_table(p, PHRASE_money, "money", heads, &table));
    for (size_t i = 0; i < p->snapshot.money_count;)
        TRY(money_account(p, table, &i));
    struct sides before, within, until;
    TRY(measure_money(&p->snapshot, snapshot_before(p->span.first), &before));
    TRY(measure_money(&p->snapshot, p->span, &within));
    TRY(measure_money(&p->snapshot, snapshot_until(p->span.last), &until));
    const struct report_line total = {
        .key = "total", .label = public_income_text(p, PHRASE_total), .total = REPORT_TOTAL};
    return movement_line(table, total, before, within, until);
}

/* ---- trial balance ---- */

/* A balance stands on its own side, the other cell stays empty. */
static RESULT put_balance(struct report_row *row, struct sides sides, bool both)
{
    money net;
    TRY(snapshot_net(sides, &net));
    if (both || net.fen > 0)
        report_put_money(row, net.fen > 0 ? net : FEN(0), NULL);
    else
        report_put_empty(row);
    if (both || net.fen < 0)
        report_put_money(row, net.fen < 0 ? money_neg(net) : FEN(0), NULL);
    else
        report_put_empty(row);
    return OK;
}

struct trial { /* sums of the balances on each side */
    struct sides opening, within, closing;
};

static RESULT add_balance(struct sides *sum, struct sides sides)
{
    money net;
    TRY(snapshot_net(sides, &net));
    return add_row(sum, net.fen > 0 ? net : FEN(0), net.fen < 0 ? money_neg(net) : FEN(0));
}

static RESULT trial_account(struct public_income *p, struct report_table *table, struct trial *sum, size_t *i)
{
    const struct turnover_row *first = &p->snapshot.turnover[*i];
    struct sides before = {FEN(0), FEN(0)}, within = before, until = before;
    for (; *i < p->snapshot.turnover_count && strcmp(p->snapshot.turnover[*i].code, first->code) == 0; ++*i) {
        const struct turnover_row *row = &p->snapshot.turnover[*i];
        struct sides *span = row->month < p->span.first ? &before : &within;
        TRY(add_row(span, row->debit_fen, row->credit_fen));
        TRY(add_row(span, row->carried_debit_fen, row->carried_credit_fen));
    }
    TRY(add_row(&until, before.debit, before.credit));
    TRY(add_row(&until, within.debit, within.credit));
    if (!moved(before, within))
        return OK;
    struct report_row *row;
    TRY(report_row_add(table, (struct report_row){.key = first->code, .sign = 1, .sum_from = -1}, &row));
    const char *label;
    TRY(arena_print(p->ctx->arena, &label, "%s %s", first->code, first->name));
    report_put_text(row, label);
    TRY(put_balance(row, before, false));
    report_put_money(row, within.debit, NULL);
    report_put_money(row, within.credit, NULL);
    TRY(put_balance(row, until, false));
    TRY(add_balance(&sum->opening, before));
    TRY(add_row(&sum->within, within.debit, within.credit));
    return add_balance(&sum->closing, until);
}

static RESULT trial_total(struct public_income *p, struct report_table *table, const struct trial *sum)
{
    struct report_line line = {
        .key = "total", .label = public_income_text(p, PHRASE_total), .total = REPORT_TOTAL, .count = 6};
    line.amount[0] = sum->opening.debit;
    line.amount[1] = sum->opening.credit;
    line.amount[2] = sum->within.debit;
    line.amount[3] = sum->within.credit;
    line.amount[4] = sum->closing.debit;
    line.amount[5] = sum->closing.credit;
    return report_line_add(table, &line);
}

static RESULT trial_rules(struct report_table *table)
{
    static const int across[] = {1, -1, 1, -1, -1, 1};
    TRY(public_income_rule(table, across, LENGTH(across)));
    for (int pair = 1; pair <= 5; pair += 2) {
        struct report_rule rule = {.totals_only = true};
        rule.sign[pair] = 1;
        rule.sign[pair + 1] = -1;
        TRY(report_rule_add(table, rule));
    }
    return OK;
}

RESULT public_income_accounts(struct public_income *p)
{
    static const struct {
        const char *key;
        enum phrase title;
    } columns[] = {{"opening_debit", PHRASE_opening_debit},
                   {"opening_credit", PHRASE_opening_credit},
                   {"debit", PHRASE_debit},
                   {"credit", PHRASE_credit},
                   {"closing_debit", PHRASE_closing_debit},
                   {"closing_credit", PHRASE_closing_credit}};
    struct report_section *section;
    struct report_table *table;
    TRY(report_section_add(p->report, "accounts", PHRASE_accounts, &section));
    TRY(report_table_add(p->report, section, "accounts", public_income_text(p, PHRASE_accounts), &table));
    report_column_add(table, "account", public_income_text(p, PHRASE_account), REPORT_TEXT);
    for (size_t c = 0; c < LENGTH(columns); c++)
        report_column_add(table, columns[c].key, public_income_text(p, columns[c].title), REPORT_MONEY);
    TRY(trial_rules(table));
    struct trial sum = {0};
    for (size_t i = 0; i < p->snapshot.turnover_count;)
        TRY(trial_account(p, table, &sum, &i));
    return trial_total(p, table, &sum);
}

/* ---- net assets ---- */

RESULT public_income_worth(struct public_income *p, struct report_table *table, struct span span, const char *label)
{
    struct worth before, after;
    struct measure m;
    struct sides own;
    TRY(measure_worth(p->ctx, &p->snapshot, span.first - 1, &before));
    TRY(measure_worth(p->ctx, &p->snapshot, span.last, &after));
    TRY(measure_take(p->ctx, &p->snapshot, span, &m));
    TRY(snapshot_class(&p->snapshot, CLASS_NET_ASSET, span, &own));
    struct report_line line = {.key = label, .label = label, .count = 4};
    line.amount[0] = before.net_assets;
    line.amount[1] = m.surplus;
    TRY(money_sub(own.credit, own.debit, &line.amount[2]));
    line.amount[3] = after.net_assets;
    return report_line_add(table, &line);
}
