/* voucher.h  记账凭证: one posted entry as printed (CN-BAW-51). */
#pragma once

#include "reports/statement_part.h"

/* Fund and month of a voucher number, "MF-记-2026-02-0003". Refusals: entry.unknown (detail entry), fund.unknown,
 * report.period. */
RESULT voucher_locate(struct ctx *ctx, const char *number, uint16_t *ret_fund, struct period *ret_period);

/* in->what is its number. Refusals: entry.unknown, also when it was recorded later than what is told; those of db_list,
 * list.full, memory.exhausted. */
RESULT voucher_build(struct statement *s);
