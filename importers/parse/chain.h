/* chain.h  Lines of one moment, put into the order in which their balances follow one another. */
#pragma once

#include "importers/parse/statement.h"

/* Each line leads from the balance before it to the balance after it; an order that follows is a path that uses each
 * line once. Reorders the lines and sets *ret_found when there is such a path beginning at `start` (anywhere when it is
 * NULL); leaves them alone otherwise. Takes time in proportion to count · log count. Refusals: memory.exhausted. */
RESULT chain_order(struct ctx *ctx, struct statement_line *lines, uint32_t count, const money *start, bool *ret_found);
