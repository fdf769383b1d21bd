/* attachment.h  附件: the source documents of an entry, and how much of each it books.
 *
 * How much is left of a document is decided under the head lock, for two may book it at once: audit/attachment.h. */
#pragma once

#include "audit/journal.h"

enum { ATTACHMENT_MAX = 60 }; /* of one entry */

struct attachment_in {
    uint64_t seq; /* of document_archived */
    money amount; /* what the entry books on it; 0: all of the entry, where the document has an amount */
};

struct attachment_list { /* of one entry */
    uint64_t community;
    const struct attachment_in *items;
    size_t count;
    money total; /* debit of the entry */
};

/* The record that archived a document, by its id or the SHA-256 of its content. Refusals: document.unknown (detail
 * document). */
RESULT attachment_find(struct ctx *ctx, uint64_t community, const char *name, uint64_t *ret_seq);

/* The references of role 8, in order, for the record of the entry; *ret_refs has room for list->count.
 * Refusals in order: document.repeated (one document twice, or more than 60), document.unknown, document.amount (below
 * zero, or an amount on a document that has none). */
RESULT attachment_refs(struct ctx *ctx, const struct attachment_list *list, struct record_ref *ret_refs);

/* How many entries of a community lack the source document that they need (CN-BAW-51-4). */
RESULT attachment_missing(struct ctx *ctx, uint64_t community, int64_t *ret_entries);
