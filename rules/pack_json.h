/* pack_json.h  Reads a pack file (docs/rules.md): groups of values that one clause states.
 *
 *     {"pack": "shaoxing", "layer": "city", "division": "3306", "under": "zhejiang",
 *      "title": "绍兴市", "title_en": "Shaoxing",
 *      "rules": [{"law": "SX-9", "clause": "……", "clause_en": "…", "from": "2021-01-01", "certainty": "V",
 *                 "values": [{"key": "disclosure.display", "value": "5wd"}]}]}
 *
 * `division` and `under` are left out at the top, `until` where there is no end, `law` where law is silent (certainty
 * own). */
#pragma once

#include "base/json.h"
#include "rules/pack.h"

/* Reads and checks one pack; `file` names it in refusals. What is returned lives in ctx->arena.
 * Refusals in order: json.malformed, field.*, pack.file (details pack, place of the group, reason), pack.key,
 * pack.value, date.invalid, list.full, then those of pack_check. */
RESULT pack_json_read(struct ctx *ctx, const char *file, struct bytes json, struct pack *ret_pack);
