/* attachment.h  附件: what only the head lock can decide about the documents of entries. */
#pragma once

#include "audit/journal.h"

/* Refuses a change whose new entries book more on a document than is left of it: the sum over its entries stays within
 * its amount; one without amount serves one entry, unless its kind is of those that speak of many payments. Entries
 * that are reversed leave their share free. Refusals: document.exhausted (details document, amount, used, wanted,
 * entries); document.unknown for a ref of role 8 to anything else. */
RESULT attachment_check(struct ctx *ctx, const struct change *change);
