/* contract_json.h  A contract as people write it in JSON, in `contract add` and on the wire.
 *
 * {"key"?, "party", "stream", "from", "to", "document", "schedule"}
 *
 * party: name, token or record ("#412"). stream: "P01". document: id or SHA-256 of the archived scan. schedule: a list
 * [{"due", "amount"}, …], or a rule {"every": "month" | "quarter" | "year", "amount"}. */
#pragma once

#include "base/json.h"
#include "ledger/matter/contract.h"

/* Reads one contract; the community is given. Refusals in order: field.*, date.invalid, contract.stream, those of
 * contract_schedule, money.*. */
RESULT contract_read(struct ctx *ctx, const struct json_value *value, struct contract_record_in *ret_contract);
