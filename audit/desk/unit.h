/* unit.h  The shares of units behind the lines of entries, and the keys of their salts.
 *
 * Records hold count and root of the unit lines of each line; the lines themselves and their keys are rows. */
#pragma once

#include "audit/desk/desk.h"

/* Reads the keys of the community; before unit_lines. Refusals: those of db_list. */
RESULT unit_load_keys(struct desk *desk);

/* Unit lines of records lo … hi - 1 against the lines that the records give. Refusals: those of db_list. */
RESULT unit_lines(struct desk *desk, uint64_t lo, uint64_t hi, const struct books_rows *expected);

/* Keys against the register, after compare_entries. Refusals: list.full, memory.exhausted. */
RESULT unit_keys(struct desk *desk);
