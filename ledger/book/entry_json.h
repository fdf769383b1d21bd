/* entry_json.h  An entry as people write it in JSON, the same in `entry post`, in drafts and on the wire.
 *
 * {"key", "type"?, "word"?, "date", "original_date"?, "summary", "payee"?, "reverses" | "replaces" | "adjusts"?,
 *  "documents"?: [seq, …],
 *  "lines": [{"fund", "account", "debit" | "credit", "summary"?, "bank_account"?, "stream"?, "contract"?, "party"?}]}
 *
 * type: ordinary (when absent), red_letter, correction, difference. word: 记 (when absent), 收, 付, 转. reverses,
 * replaces and adjusts name a posted entry by its voucher number ("PI-记-2026-03-0017") or by its record ("#412" or
 * 412). documents: records of archived documents, ascending; how many is the number of attachments. red_letter has no
 * lines: they are those of the entry it reverses. The summary may be left out where an entry is named. */
#pragma once

#include "base/json.h"
#include "ledger/book/entry.h"

/* Reads one entry; ret_entry->community is given, and so may be its key: then the member is refused. `pointer` names
 * the value in refusals. Refusals in order: field.*, money.*, date.invalid, fund.unknown, number.malformed,
 * entry.unknown, entry.not_reversible. */
RESULT entry_read(struct ctx *ctx, const struct json_value *value, const char *pointer, struct entry_in *ret_entry);
