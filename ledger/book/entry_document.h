/* entry_document.h  附件: the archived documents behind an entry; their number is its number of attachments. */
#pragma once

#include "ledger/book/entry.h"

/* Every document of the entry is archived in its community, in ascending order, each once, at most
 * ENTRY_DOCUMENTS_MAX. Refusals: entry.document_unknown (detail document). */
RESULT entry_document_check(struct ctx *ctx, const struct entry_in *in);
