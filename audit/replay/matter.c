#include "audit/replay/matter.h"

#include "audit/replay/people.h"
#include "base/digest.h"
#include "base/words.h"

#include <stdio.h>

static void object_twice(struct books *books, uint64_t seq, const char *what, struct bytes id)
{
    char hex[33], key[64];
    hex_encode(id, hex);
    (void)snprintf(key, sizeof key, "%s=%s", what, hex);
    books_object(books, FOUND_opened_twice, seq, key);
}

static void object_target(struct books *books, enum finding_reason reason, uint64_t seq, const char *what,
                          uint64_t target)
{
    char key[64];
    (void)snprintf(key, sizeof key, "%s=%llu", what, (unsigned long long)target);
    books_object(books, reason, seq, key);
}

/* The kind that the target of a role must have; 0: any. */
static uint16_t kind_of_role(uint16_t role)
{
    switch (role) {
    case REF_REVERSES:
    case REF_REPLACES:
    case REF_ADJUSTS:
        return RECORD_entry;
    case REF_IMPORTED_BY:
        return RECORD_import_received;
    case REF_DOCUMENT:
        return RECORD_document_archived;
    default:
        return 0;
    }
}

void matter_ref(struct books *books, uint64_t seq, const struct record_ref *ref)
{
    char what[24];
    (void)snprintf(what, sizeof what, "ref role=%u seq", ref->role);
    if (ref->seq >= seq) {
        object_target(books, FOUND_target_later, seq, what, ref->seq);
        return;
    }
    const uint16_t wanted = kind_of_role(ref->role), kind = books_kind(books, ref->seq);
    if (wanted != 0 && kind != 0 && kind != wanted)
        object_target(books, FOUND_target_unknown, seq, what, ref->seq);
}

RESULT matter_document(struct books *books, const struct record_header *header,
                       const struct record_document_archived *body)
{
    const bool sm3 = body->has_sm3_content;
    const struct row_document row = {
        .document = books_octets(body->document.b, sizeof body->document.b),
        .type = books_number(body->type),
        .length = books_number((int64_t)body->length),
        .title = books_octets(body->title.b, sizeof body->title.b),
        .content = books_octets(body->content.b, sizeof body->content.b),
        .sm3_content = books_octets(sm3 ? body->sm3_content.b : NULL, sm3 ? sizeof body->sm3_content.b : 0),
        .keep_until = books_number(body->keep_until),
        .seq = books_number((int64_t)header->seq)};
    if (books_find(books, ROW_document, &row))
        object_twice(books, header->seq, "document", row.document);
    for (uint32_t i = 0; i < body->refs_count; i++)
        matter_ref(books, header->seq, &body->refs[i]);
    TRY(books_promise(books, header->seq, &body->title, COMMIT_DOCUMENT_TITLE));
    TRY(books_promise(books, header->seq, &body->content, COMMIT_DOCUMENT_CONTENT));
    if (sm3)
        TRY(books_promise(books, header->seq, &body->sm3_content, COMMIT_DOCUMENT_CONTENT));
    return books_put(books, ROW_document, &row);
}

RESULT matter_keep_import(struct books *books, const struct row_import_batch *row)
{
    if (books_find(books, ROW_import_batch, row))
        return OK;
    if (!map_find(&books->received, (uint64_t)row->received_seq.value, NULL))
        TRY(map_add(&books->received, (uint64_t)row->received_seq.value,
                    (uint32_t)books->facts[ROW_import_batch].count));
    TRY(LIST_ADD(&books->imported, 0));
    return books_put(books, ROW_import_batch, row);
}

RESULT matter_received(struct books *books, const struct record_header *header,
                       const struct record_import_received *body)
{
    const struct row_import_batch row = {.import = books_octets(body->import.b, sizeof body->import.b),
                                         .source = books_number(body->source),
                                         .document_seq = books_number((int64_t)body->document_seq),
                                         .rows = books_number(body->rows),
                                         .row_root = books_octets(body->row_root.b, sizeof body->row_root.b),
                                         .received_seq = books_number((int64_t)header->seq)};
    if (books_find(books, ROW_import_batch, &row))
        object_twice(books, header->seq, "import", row.import);
    const struct record_ref document = {.role = REF_DOCUMENT, .seq = body->document_seq};
    matter_ref(books, header->seq, &document);
    return matter_keep_import(books, &row);
}

void matter_imported(struct books *books, uint64_t received_seq)
{
    uint32_t at;
    if (map_find(&books->received, received_seq, &at))
        books->imported.items[at]++;
}

static void object_counts(struct books *books, uint64_t seq, uint64_t expected, uint64_t found)
{
    char texts[2][24];
    (void)snprintf(texts[0], sizeof texts[0], "%llu", (unsigned long long)expected);
    (void)snprintf(texts[1], sizeof texts[1], "%llu", (unsigned long long)found);
    books_object_value(books, FOUND_import_counts, seq, "", (const char *const[2]){texts[0], texts[1]});
}

RESULT matter_posted(struct books *books, const struct record_header *header, const struct record_import_posted *body)
{
    uint32_t at = 0;
    if (!map_find(&books->received, body->received_seq, &at) || body->received_seq >= header->seq) {
        object_target(books, FOUND_target_unknown, header->seq, "received_seq", body->received_seq);
        return OK;
    }
    struct row_import_batch *import = &FACTS(books, import_batch)[at];
    if (import->posted_seq.present) {
        object_target(books, FOUND_opened_twice, header->seq, "received_seq", body->received_seq);
        return OK;
    }
    const uint64_t sum = (uint64_t)body->posted + body->refused + body->duplicate;
    if (sum != (uint64_t)import->rows.value)
        object_counts(books, header->seq, (uint64_t)import->rows.value, sum);
    else if (body->posted != books->imported.items[at])
        object_counts(books, header->seq, books->imported.items[at], body->posted);
    import->posted_seq = books_number((int64_t)header->seq);
    import->posted = books_number(body->posted);
    import->refused = books_number(body->refused);
    import->duplicate = books_number(body->duplicate);
    return OK;
}
