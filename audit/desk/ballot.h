/* ballot.h  The ballots behind decisions: as many as the record says, and the tree that it says. */
#pragma once

#include "audit/desk/desk.h"

/* After compare_entries. Refusals: those of db_list, list.full, memory.exhausted. */
RESULT ballot_rows(struct desk *desk);
