/* entry_json.h  An entry as people write it in JSON, the same in `entry post`, in drafts and on the wire.
 *
 * {"key", "type"?, "word"?, "date", "original_date"?, "summary", "payee"?, "reverses" | "replaces" | "adjusts"?,
 *  "documents"?: [{"document", "amount"?}, …], "captures"?: [{"reservation": seq, "amount"}],
 *  "lines": [{"fund", "account", "debit" | "credit", "summary"?, "bank_account"?, "stream"?, "contract"?, "party"?,
 * "warranty"?, "units"?: [{"unit", "amount"}, …]}]}
 *
 * type: ordinary (when absent), red_letter, correction, difference, opening. word: 记 (when absent), 收, 付, 转; 初 for
 * opening. reverses, replaces and adjusts name a posted entry by its voucher number ("PI-记-2026-03-0017") or by its
 * record ("#412" or 412). documents: by id or SHA-256 of the file; how many is the number of attachments. units: the
 * shares of units on accounts kept per unit, by address ("1幢 101"), by number where only one unit has it, or by token.
 * red_letter has no lines: they are those of the entry it reverses. The summary may be left out where an entry is
 * named. */
#pragma once

#include "base/json.h"
#include "ledger/book/entry.h"

/* Reads one entry; ret_entry->community is given, and so may be its key: then the member is refused. `pointer` names
 * the value in refusals. Refusals in order: field.*, money.*, date.invalid, fund.unknown, number.malformed,
 * entry.unknown, entry.not_reversible, unit.unknown, unit.ambiguous, document.unknown. */
RESULT entry_read(struct ctx *ctx, const struct json_value *value, const char *pointer, struct entry_in *ret_entry);
