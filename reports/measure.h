/* measure.h  The measures of a fund's income in a span: gross, tax, cost, net by stream, uses, transfers, surplus; and
 * its net worth.
 *
 * Each amount comes from the turnover of accounts; measure_take then proves that nothing was left out. */
#pragma once

#include "base/words.h"
#include "reports/snapshot.h"

enum { MEASURE_STREAMS = STREAM_MAX + 1, MEASURE_USES = 16 };

struct measure {
    money gross[MEASURE_STREAMS], tax[MEASURE_STREAMS], cost[MEASURE_STREAMS],
        net[MEASURE_STREAMS]; /* 0: no stream named */
    money gross_total, tax_total, cost_total, net_total;
    money other_income;                                           /* 4901 */
    money transfer_in;                                            /* 4801 */
    money use[MEASURE_USES];                                      /* 60nn by E code, 1 (6001) apart */
    money uses_total;                                             /* 60nn except 6001 */
    money to_fund;                                                /* 6001 */
    money bank_charges, depreciation, other_expense, written_off; /* 6101 6102 6109 6201 */
    money other_total;
    money transfer_out; /* 6801 */
    money surplus;
};

/* Refusals: report.cross_foot when an income or expense account has no place here, when tax by stream is not the
 * balance of 5101, or when the surplus is not the change of all income and expense accounts; money.range. */
RESULT measure_take(struct ctx *ctx, const struct snapshot *snapshot, struct span span, struct measure *ret_measure);

struct worth {                             /* at the end of a month, credit positive for liabilities and net assets */
    money assets, liabilities, net_assets; /* net assets: 3xxx and the surplus accumulated so far */
    money money_total;                     /* 1001, 1002, 1012, 1201 */
};

/* Refusals: report.cross_foot when assets are not liabilities and net assets; money.range. */
RESULT measure_worth(struct ctx *ctx, const struct snapshot *snapshot, int32_t month, struct worth *ret_worth);

/* Turnover of the money accounts. Refusals: money.range. */
RESULT measure_money(const struct snapshot *snapshot, struct span span, struct sides *ret_sides);

/* The stream of an income or cost account: "4001" and "500103" give 1, others 0. */
int measure_stream(const char *code);
