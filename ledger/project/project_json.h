/* project_json.h  A project as people write it, and as the openings of its records keep it.
 *
 * {"key", "name", "plan", "cause", "scope"?: ["3幢", "3幢 101", …], "budget", "emergency"?: "lift" | …,
 * "excluded"?: "X1" | …, "papers"?: ["plan=DOCUMENT", …]} with documents by id or SHA-256.
 *
 * What is kept of the proposal: {"name", "plan", "cause", "scope", "emergency"} and the members of its step (step.h).
 */
#pragma once

#include "base/json.h"
#include "ledger/project/project.h"

/* Reads what a person wrote; in->community is given. Refusals in order: field.*, money.*, project.emergency,
 * paper.link, document.unknown. */
RESULT project_json_read(struct ctx *ctx, const struct json_value *value, struct project_open_in *in);

/* The text that a record commits to; plan NULL: of a move. Refusals: memory.exhausted, buffer.full. */
RESULT project_json_write(struct ctx *ctx, const struct project_plan *plan, const struct step *step,
                          struct bytes *ret_text);

/* Reads what that wrote; plan NULL: of a move. Refusals: those of json_parse, field.*. */
RESULT project_json_load(struct ctx *ctx, struct bytes text, struct project_plan *plan, struct step *step);
