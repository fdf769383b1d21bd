/* placement_json.h  A placement as people write it, and as the openings of its records keep it.
 *
 * {"key", "fund": "MF" | "PI", "kind": "term-deposit" | "bond", "housing"?: "commodity" | "public", "issuer", "cost",
 * "face"?, "rate_ppm", "basis"?: "days-360" | "days-365" | "years-360" | "actual", "from", "to", "paid_on"?,
 * "pays"?: "maturity" | "yearly", "bank_account", "time_account"?, "document", "decision"?,
 * "market"?: "interbank" | "counter", "redeemable"?, "booked"?}
 *
 * What is kept of a placement: the same without key and paid_on, with nothing left out, bank accounts and document by
 * their records, the account of the chart, and "payments": [{"due", "interest", "principal"}]. Of a receipt:
 * {"payment", "on", "interest", "principal", "expected", "rate_ppm", "reason"}. Both without white space. */
#pragma once

#include "base/json.h"
#include "ledger/matter/placement.h"

/* Reads what a person wrote; in->community is given. Refusals in order: field.*, fund.unknown, placement.kind,
 * money.*, date.invalid, placement.market. */
RESULT placement_json_read(struct ctx *ctx, const struct json_value *value, struct placement_open_in *in);

/* The texts that the records commit to. Refusals: memory.exhausted, buffer.full. */
RESULT placement_json_write(struct ctx *ctx, const struct placement *placement, struct bytes *ret_text);
RESULT placement_json_write_receipt(struct ctx *ctx, const struct placement_receipt *receipt, struct bytes *ret_text);

/* Read what those wrote. Refusals: those of json_parse, field.*. */
RESULT placement_json_load(struct ctx *ctx, struct bytes text, struct placement *placement);
RESULT placement_json_load_receipt(struct ctx *ctx, struct bytes text, struct placement_receipt *receipt);
