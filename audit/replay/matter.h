/* matter.h  The replay of documents, matters and imports. */
#pragma once

#include "audit/replay/books.h"

/* Refusals of all: list.full, memory.exhausted. */
RESULT matter_document(struct books *books, const struct record_header *header,
                       const struct record_document_archived *body);
RESULT matter_opened(struct books *books, const struct record_header *header, const struct record_matter_opened *body);
RESULT matter_moved(struct books *books, const struct record_header *header, const struct record_matter_moved *body);
RESULT matter_received(struct books *books, const struct record_header *header,
                       const struct record_import_received *body);
RESULT matter_posted(struct books *books, const struct record_header *header, const struct record_import_posted *body);
RESULT matter_keep_document(struct books *books, const struct row_document *row);
RESULT matter_keep_import(struct books *books, const struct row_import_batch *row);

/* A ref of a document or bank account: to an earlier record of the kind that its role asks for. */
void matter_ref(struct books *books, uint64_t seq, const struct record_ref *ref);

struct matter_judged { /* a move that a record says */
    const char *noun;
    uint64_t opened_seq;
    int64_t from;
    int to;
};

/* An objection unless the table of the noun has a row for the move. */
void matter_judge_move(struct books *books, uint64_t seq, const struct matter_judged *judged);

/* An entry that says role 8: what it books on a document; then, when the entry is sound, whether that was left of it;
 * and when the entry is reversed, that its share is free again. */
RESULT matter_share(struct books *books, uint64_t entry, uint64_t document, int64_t amount);
void matter_judge_share(struct books *books, uint64_t seq, uint64_t document);
void matter_release(struct books *books, uint64_t entry);

/* An entry that says role 6, imported_by: counted, opening entries apart. */
void matter_imported(struct books *books, uint64_t received_seq);

/* True when the record opened a warranty deposit, or may have and is lost. */
bool matter_is_warranty(const struct books *books, uint64_t seq);

/* A bank line that its import held. */
void matter_held(struct books *books, uint64_t received_seq);
