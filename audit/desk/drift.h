/* drift.h  Sums that follow from changed lines are no damage of their own: where a stored sum is that of the stored
 * lines, the changed lines are the damage. */
#pragma once

#include "audit/desk/desk.h"

/* Keeps what the stored lines of a chunk add to turnover beyond the expected ones. Refusals: list.full,
 * memory.exhausted. */
RESULT drift_lines(struct desk *desk, const struct books_rows *expected, const struct books_rows *found);

/* Stored sums that records and drift together explain become expected ones; in no order afterwards. Refusals: as above.
 */
RESULT drift_balances(struct desk *desk, struct row_balance *found, size_t count);
RESULT drift_turnovers(struct desk *desk, struct row_turnover *found, size_t count);
