/* public_income.h  The two reports on the public income of a community: the quarterly disclosure and the three-year
 * statement.
 *
 * Both are built from one snapshot of month turnovers together with the head of the journal, in ctx->arena, and
 * cross-foot before they are returned: gross less tax less cost is net, opening and movement are closing, debits are
 * credits, the surplus is the change of all income and expense accounts, assets are liabilities and net assets, years
 * add up to the whole. */
#pragma once

#include "base/ctx.h"
#include "reports/period.h"
#include "reports/render/model.h"

/* 公共收益收支公示 of one quarter, beside the quarter before and the same one a year ago. Refusals in order:
 * report.period (not a quarter), report.unfinished, community.unknown, fund.unknown, report.cross_foot, money.range,
 * database.*, memory.exhausted, list.full. */
RESULT public_income_disclosure(struct ctx *ctx, uint64_t community, struct period period, enum language language,
                                struct report **ret_report);

/* 公共收益三年报告 over whole years, at most three. Refusals as above. */
RESULT public_income_three_year(struct ctx *ctx, uint64_t community, struct period period, enum language language,
                                struct report **ret_report);
