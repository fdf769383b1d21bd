#include "reports/measure.h"

#include "reports/report.h"

#include <stdio.h>
#include <string.h>

/* The two digits behind a two-digit prefix: "4003" of "40" gives 3; -1 when the code does not begin so. */
static int number_behind(const char *code, const char *prefix)
{
    if (strncmp(code, prefix, 2) != 0 || strlen(code) < 4)
        return -1;
    if (code[2] < '0' || code[2] > '9' || code[3] < '0' || code[3] > '9')
        return -1;
    return (code[2] - '0') * 10 + (code[3] - '0');
}

int measure_stream(const char *code)
{
    const int income = number_behind(code, "40"), cost = number_behind(code, "50");
    const int stream = income > 0 ? income : cost;
    return stream > 0 && stream <= STREAM_MAX ? stream : 0;
}

static bool begins(const char *code, const char *prefix)
{
    return strncmp(code, prefix, strlen(prefix)) == 0;
}

/* Where the turnover of an income account counts, or NULL. */
static money *income_place(struct measure *m, const char *code)
{
    const int stream = number_behind(code, "40");
    if (stream > 0 && stream <= STREAM_MAX)
        return &m->gross[stream];
    if (begins(code, "4901"))
        return &m->other_income;
    return begins(code, "4801") ? &m->transfer_in : NULL;
}

/* Where the turnover of a cost or expense account counts, or NULL. Taxes are split by stream elsewhere. */
static money *expense_place(struct measure *m, const char *code)
{
    const int cost = number_behind(code, "50"), use = number_behind(code, "60");
    if (cost > 0 && cost <= STREAM_MAX)
        return &m->cost[cost];
    if (use > 0 && use < MEASURE_USES)
        return use == 1 ? &m->to_fund : &m->use[use];
    if (begins(code, "6101"))
        return &m->bank_charges;
    if (begins(code, "6102"))
        return &m->depreciation;
    if (begins(code, "6109"))
        return &m->other_expense;
    if (begins(code, "6201"))
        return &m->written_off;
    if (begins(code, "6801"))
        return &m->transfer_out;
    return begins(code, "5101") ? &m->tax_total : NULL;
}

static RESULT place_row(struct ctx *ctx, struct measure *m, const struct turnover_row *row)
{
    if (row->class != CLASS_INCOME && row->class != CLASS_EXPENSE)
        return OK;
    const bool income = row->class == CLASS_INCOME;
    money *place = income ? income_place(m, row->code) : expense_place(m, row->code);
    if (!place) {
        error_set(&ctx->error, "reason", "account %s has no line in this report", row->code);
        return REFUSE(report, cross_foot);
    }
    money amount;
    TRY(income ? money_sub(row->credit_fen, row->debit_fen, &amount)
               : money_sub(row->debit_fen, row->credit_fen, &amount));
    return money_add(*place, amount, place);
}

static RESULT place_taxes(struct ctx *ctx, const struct snapshot *snapshot, struct span span, struct measure *m)
{
    money sum = FEN(0);
    for (size_t i = 0; i < snapshot->stream_count; i++) {
        const struct stream_row *row = &snapshot->streams[i];
        if (row->month < span.first || row->month > span.last || !begins(row->code, "5101"))
            continue;
        money tax;
        TRY(money_sub(row->debit_fen, row->credit_fen, &tax));
        money *place = &m->tax[row->stream > 0 && row->stream <= STREAM_MAX ? row->stream : 0];
        TRY(money_add(*place, tax, place));
        TRY(money_add(sum, tax, &sum));
    }
    return report_equal(ctx, "5101 by stream / balance", sum, m->tax_total);
}

static RESULT add_streams(struct measure *m)
{
    for (int s = 0; s < MEASURE_STREAMS; s++) {
        TRY(money_sub(m->gross[s], m->tax[s], &m->net[s]));
        TRY(money_sub(m->net[s], m->cost[s], &m->net[s]));
        TRY(money_add(m->gross_total, m->gross[s], &m->gross_total));
        TRY(money_add(m->cost_total, m->cost[s], &m->cost_total));
        TRY(money_add(m->net_total, m->net[s], &m->net_total));
    }
    return OK;
}

static RESULT add_uses(struct measure *m)
{
    for (int u = 0; u < MEASURE_USES; u++)
        TRY(money_add(m->uses_total, m->use[u], &m->uses_total));
    TRY(money_add(m->bank_charges, m->depreciation, &m->other_total));
    TRY(money_add(m->other_total, m->other_expense, &m->other_total));
    TRY(money_add(m->other_total, m->written_off, &m->other_total));
    TRY(money_add(m->net_total, m->other_income, &m->surplus));
    TRY(money_add(m->surplus, m->transfer_in, &m->surplus));
    TRY(money_sub(m->surplus, m->uses_total, &m->surplus));
    TRY(money_sub(m->surplus, m->to_fund, &m->surplus));
    TRY(money_sub(m->surplus, m->other_total, &m->surplus));
    return money_sub(m->surplus, m->transfer_out, &m->surplus);
}

/* Credit less debit of all income and expense accounts, straight from their classes. */
static RESULT change_of_results(const struct snapshot *snapshot, struct span span, money *ret_change)
{
    struct sides income, expense;
    TRY(snapshot_class(snapshot, CLASS_INCOME, span, &income));
    TRY(snapshot_class(snapshot, CLASS_EXPENSE, span, &expense));
    money debit, credit;
    TRY(money_add(income.debit, expense.debit, &debit));
    TRY(money_add(income.credit, expense.credit, &credit));
    return money_sub(credit, debit, ret_change);
}

RESULT measure_take(struct ctx *ctx, const struct snapshot *snapshot, struct span span, struct measure *ret_measure)
{
    struct measure m = {0};
    for (size_t i = 0; i < snapshot->turnover_count; i++) {
        const struct turnover_row *row = &snapshot->turnover[i];
        if (row->month >= span.first && row->month <= span.last)
            TRY(place_row(ctx, &m, row));
    }
    TRY(place_taxes(ctx, snapshot, span, &m));
    TRY(add_streams(&m));
    TRY(add_uses(&m));
    money change;
    TRY(change_of_results(snapshot, span, &change));
    TRY(report_equal(ctx, "surplus / change of income and expense accounts", m.surplus, change));
    *ret_measure = m;
    return OK;
}

RESULT measure_money(const struct snapshot *snapshot, struct span span, struct sides *ret_sides)
{
    static const char *const prefixes[] = {"1001", "1002", "1012", "1201"};
    struct sides sum = {FEN(0), FEN(0)};
    for (size_t i = 0; i < LENGTH(prefixes); i++) {
        struct sides part;
        TRY(snapshot_sides(snapshot, prefixes[i], span, &part));
        TRY(money_add(sum.debit, part.debit, &sum.debit));
        TRY(money_add(sum.credit, part.credit, &sum.credit));
    }
    *ret_sides = sum;
    return OK;
}

RESULT measure_worth(struct ctx *ctx, const struct snapshot *snapshot, int32_t month, struct worth *ret_worth)
{
    const struct span span = snapshot_until(month);
    struct sides assets, liabilities, own, cash;
    TRY(snapshot_class(snapshot, CLASS_ASSET, span, &assets));
    TRY(snapshot_class(snapshot, CLASS_LIABILITY, span, &liabilities));
    TRY(snapshot_class(snapshot, CLASS_NET_ASSET, span, &own));
    TRY(measure_money(snapshot, span, &cash));
    struct worth worth;
    money accumulated, debts;
    TRY(snapshot_net(assets, &worth.assets));
    TRY(snapshot_net(cash, &worth.money_total));
    TRY(money_sub(liabilities.credit, liabilities.debit, &worth.liabilities));
    TRY(money_sub(own.credit, own.debit, &worth.net_assets));
    TRY(change_of_results(snapshot, span, &accumulated));
    TRY(money_add(worth.net_assets, accumulated, &worth.net_assets));
    TRY(money_add(worth.liabilities, worth.net_assets, &debts));
    TRY(report_equal(ctx, "assets / liabilities and net assets", worth.assets, debts));
    *ret_worth = worth;
    return OK;
}
