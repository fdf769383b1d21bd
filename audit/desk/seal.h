/* seal.h  What only the tables can say about seals: roots of unit balances, roots over the leaves, the watermark of the
 * head. */
#pragma once

#include "audit/desk/desk.h"

/* After compare_entries. Refusals: those of db_list. */
RESULT seal_check(struct desk *desk);
