/* unit_statement.h  分户对账单 of one unit: balance, every movement with its voucher, balance. */
#pragma once

#include "reports/statement_part.h"

/* in->what names the unit. Refusals: unit.unknown, unit.ambiguous, those of db_list, list.full, memory.exhausted. */
RESULT unit_statement_build(struct statement *s);
