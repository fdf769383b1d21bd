/* budget_json.h  A budget as people write it, and as the openings of its records keep it.
 *
 * {"key", "fund", "year" | "project", "decided_on", "decision"?, "reason"?, "lines": [{"account", "amount"}]}
 *
 * What is kept: {"fund", "year" | "project", "decided_on", "decision", "reason", "lines": [{"account", "amount"}],
 * "changes": [{"account", "from"?, "to"}]}, without white space. */
#pragma once

#include "base/json.h"
#include "ledger/matter/budget.h"

/* Reads what a person wrote; in->scope.community is given. Refusals in order: field.*, fund.unknown, date.invalid,
 * money.*. */
RESULT budget_json_read(struct ctx *ctx, const struct json_value *value, struct budget_in *in);

/* The text that a record commits to. Refusals: memory.exhausted, buffer.full. */
RESULT budget_json_write(struct ctx *ctx, const struct budget_scope *scope, const struct budget_version *version,
                         struct bytes *ret_text);

/* Reads what budget_json_write wrote. Refusals: those of json_parse, field.*. */
RESULT budget_json_load(struct ctx *ctx, struct bytes text, struct budget_version *version);
