/* decision_json.h  The file that people write for a decision, and the text that its matter keeps. */
#pragma once

#include "base/json.h"
#include "ledger/vote/decision.h"

/* Members: key, title, text, matter (decision_kind_parse), from, to, announced, scope, limit, documents, result, and
 * one of totals {"people": {"part", "yes", "all"}, "area": {…}} with people as numbers and square metres as text, and
 * meeting {"yes", "no", "abstain"} with names; ballots come in a file of their own. What is read is copied into
 * ctx->arena. Refusals in order: field.* and those of the values (details pointer), decision.matter. */
RESULT decision_json_read(struct ctx *ctx, const struct json_value *value, struct decision_record_in *in);

/* The text of the matter, and the way back. Refusals: memory.exhausted; json.malformed for a damaged opening. */
RESULT decision_json_write(struct ctx *ctx, const struct decision_words *words, struct bytes *ret_text);
RESULT decision_json_load(struct ctx *ctx, struct bytes text, struct decision_words *ret_words);
