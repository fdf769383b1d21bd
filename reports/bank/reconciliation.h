/* reconciliation.h  银行存款余额调节表 of one bank account on one day (CN-SW-23): both balances, four lists of what one
 * side has alone, and what they do not explain. */
#pragma once

#include "reports/statement_part.h"

/* The fund of the bank account that is asked for. Refusals: bank_account.unknown (detail number). */
RESULT reconciliation_locate(struct ctx *ctx, const struct statement_in *in, uint16_t *ret_fund);

/* Of in->bank_account at as_of. Refusals: bank_account.unknown, reconciliation.unstated (details bank_account, value),
 * money.range, those of db_list, list.full, memory.exhausted. */
RESULT reconciliation_build(struct statement *s);
