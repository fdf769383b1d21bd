/* document.h  原始凭证: the files behind entries, content-addressed, typed by their bytes, each e-voucher once.
 *
 * A document is a record document_archived (the file: commitments to its name and digest) and, in the same request, a
 * matter_opened (noun 1, the same id) that carries what a person says of it: day of issue, amount, and as
 * opening-backed details its kind, issuer and number. Its visibility is the state of that matter. Files that importers
 * archive have no matter until somebody publishes them. */
#pragma once

#include "audit/journal.h"
#include "base/file/file_type.h"
#include "base/words.h"

enum { DOCUMENT_NAME_MAX = 200, DOCUMENT_ISSUER_MAX = 32, DOCUMENT_NUMBER_MAX = 64 };

struct document_archive_in {
    uint64_t community;
    const char *name;            /* of the file; folders in front of it are dropped */
    struct bytes file;           /* 1 byte … 20 MB */
    uint16_t type, visibility;   /* enum document_type, enum visibility */
    const char *issuer, *number; /* of an e-voucher: tax number and printed number; both NULL: not an e-voucher */
    struct maybe amount;         /* fen, > 0: what is printed on it */
    struct maybe issued_on;      /* absent: today */
};

struct document {
    struct uuid document;
    uint64_t seq; /* of document_archived: what refs of role 8 name */
    uint16_t type;
    int64_t length;
    const char *title;
    struct digest sha256;
    day keep_until;
    uint16_t visibility;
    struct maybe matter_seq, issued_on, amount; /* absent together where nobody has opened its matter */
    const char *issuer, *number;                /* NULL: none */
    int64_t entries;                            /* that it serves, reversed ones apart */
    money used;                                 /* what they book on it */
};

/* Archives a file. Bytes that the community has already are not archived again: the document that holds them is
 * returned, with *ret_existing set. *ret_type is what the bytes are.
 * Refusals in order: document.kind, document.visibility, those of file_type_check (details file, size, limit, reason),
 * text.refused (the name), document.identity, document.amount, document.future, community.unknown, document.differs
 * (the same bytes stand there with another kind, issuer, number, amount or day), document.booked_twice (another file
 * with the same kind, issuer and number), those of journal_commit. */
RESULT document_archive(struct ctx *ctx, const struct document_archive_in *in, struct document *ret_document,
                        bool *ret_existing, enum file_type *ret_type);

/* By id ("0190…-…") or by the SHA-256 of the file in hexadecimal digits. Refusals: document.unknown. */
RESULT document_find(struct ctx *ctx, uint64_t community, const char *name, struct document *ret_document);

/* All of a community, in order of archiving. */
RESULT document_list(struct ctx *ctx, uint64_t community, struct document **ret_list, size_t *ret_count);

/* The bytes of the file, compared with its digest. Refusals: document.unknown, fault.internal (they differ). */
RESULT document_content(struct ctx *ctx, uint64_t community, const struct document *document,
                        struct bytes *ret_content);

struct document_move_in {
    uint64_t community;
    const char *document; /* as for document_find */
    uint16_t visibility;
    const char *reason; /* kept as a commitment; NULL: the name of the visibility */
};

/* Changes who may see a document; *ret_document as it is then. Nothing is written when it is so already.
 * Refusals in order: document.visibility, text.refused, community.unknown, document.unknown, matter.moved (somebody
 * else changed it meanwhile), those of journal_commit. */
RESULT document_move(struct ctx *ctx, const struct document_move_in *in, struct document *ret_document);
