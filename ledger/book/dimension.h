/* dimension.h  辅助核算: the contracts, parties and warranty deposits that lines of entries name, and where a contract
 * must be named.
 *
 * A line on an account whose balance is kept by contract (1122 receivables, 2203nn prepaid income, 224101 deposits
 * received) names its contract once the community has contracts. Bank imports do not know them and are not asked; nor
 * are red letters, differences, opening and carry-forward entries, which follow from others (docs/adr/0011). */
#pragma once

#include "ledger/book/entry.h"

struct dimension_set; /* what a batch needs to know about contracts, parties and warranty deposits */

/* Looks up what all lines name, in at most one query. Refusals: those of db_list, memory.exhausted. */
RESULT dimension_find(struct ctx *ctx, const struct entry_in *in, size_t count, struct dimension_set **ret_set);

/* True when the community has a contract, party or warranty deposit of this record. */
bool dimension_known(const struct dimension_set *set, uint64_t community, const struct entry_dimension_in *dimension);

/* True when a line must name its contract. */
bool dimension_demands_contract(const struct dimension_set *set, const struct entry_in *in,
                                const struct entry_line_in *line);
