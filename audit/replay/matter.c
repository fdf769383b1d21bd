#include "audit/replay/matter.h"

#include "audit/replay/people.h"
#include "base/digest.h"
#include "base/money.h"
#include "base/words.h"
#include "rules/moves.h"

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
    case REF_APPROVED_BY:
        return RECORD_approval_given;
    case REF_CAPTURES:
        return RECORD_reservation_made;
    case REF_DOCUMENT:
        return RECORD_document_archived;
    case REF_CONTRACT:
        return RECORD_contract_recorded;
    case REF_APPLIED_BY:
        return RECORD_matter_opened; /* or moved */
    case REF_SUPERSEDES:
        return RECORD_application_submitted;
    case REF_ORGANIZATION:
        return RECORD_organization_registered;
    case REF_PARTY:
        return RECORD_party_registered;
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
    const bool moved = ref->role == REF_APPLIED_BY && kind == RECORD_matter_moved;
    if (wanted != 0 && kind != 0 && kind != wanted && !moved)
        object_target(books, FOUND_target_unknown, seq, what, ref->seq);
}

RESULT matter_keep_document(struct books *books, const struct row_document *row)
{
    if (books_find(books, ROW_document, row))
        return OK;
    if (!map_find(&books->document_seq, (uint64_t)row->seq.value, NULL))
        TRY(map_add(&books->document_seq, (uint64_t)row->seq.value, (uint32_t)books->facts[ROW_document].count));
    TRY(LIST_ADD(&books->booked, (struct books_booked){0, 0}));
    return books_put(books, ROW_document, row);
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
    return matter_keep_document(books, &row);
}

/* ---- matters ---- */

static struct row_matter *find_matter(const struct books *books, int64_t noun, struct bytes id)
{
    const struct row_matter row = {.noun = books_number(noun), .id = id};
    return books_find(books, ROW_matter, &row);
}

static void object_matter(struct books *books, enum finding_reason reason, uint64_t seq, const struct uuid *id)
{
    char hex[33], key[64];
    hex_encode(BYTES(id->b, sizeof id->b), hex);
    (void)snprintf(key, sizeof key, "matter=%s", hex);
    books_object(books, reason, seq, key);
}

/* The matter of a document needs the document. */
static void judge_subject(struct books *books, uint64_t seq, uint16_t noun, const struct uuid *id)
{
    if (noun == NOUN_DOCUMENT &&
        !books_find(books, ROW_document, &(struct row_document){.document = books_octets(id->b, sizeof id->b)}))
        object_matter(books, FOUND_target_unknown, seq, id);
}

RESULT matter_opened(struct books *books, const struct record_header *header, const struct record_matter_opened *body)
{
    const struct row_number seq = books_number((int64_t)header->seq);
    const struct row_matter row = {.noun = books_number(body->noun),
                                   .id = books_octets(body->id.b, sizeof body->id.b),
                                   .state = books_number(MATTER_FIRST_STATE),
                                   .from_date = books_number(body->from),
                                   .due_date = books_maybe(body->has_due, body->due),
                                   .amount_fen = books_maybe(body->has_amount, body->amount.fen),
                                   .details = books_octets(body->details.b, sizeof body->details.b),
                                   .opened_seq = seq,
                                   .seq = seq};
    const bool document = body->noun == NOUN_DOCUMENT;
    TRY(books_promise(books, header->seq, &body->details, document ? COMMIT_DOCUMENT_IDENTITY : COMMIT_MATTER_DETAILS));
    for (uint32_t i = 0; i < body->refs_count; i++)
        matter_ref(books, header->seq, &body->refs[i]);
    judge_subject(books, header->seq, body->noun, &body->id);
    if (body->noun == NOUN_WARRANTY)
        TRY(map_add(&books->warranties, header->seq, 0));
    if (!find_matter(books, body->noun, row.id))
        return books_put(books, ROW_matter, &row);
    object_twice(books, header->seq, "matter", row.id);
    return OK;
}

void matter_judge_move(struct books *books, uint64_t seq, const struct matter_judged *judged)
{
    const struct moves *moves = moves_get(judged->noun);
    char key[48];
    if (moves_allow(moves, (int)judged->from, judged->to))
        return;
    (void)snprintf(key, sizeof key, "%s=#%llu", judged->noun, (unsigned long long)judged->opened_seq);
    books_object_value(books, FOUND_move_unlisted, seq, key,
                       (const char *const[2]){moves_state_text(moves, (int)judged->from, LANGUAGE_ZH),
                                              moves_state_text(moves, judged->to, LANGUAGE_ZH)});
}

/* Nouns without a table move freely. */
static void judge_moved(struct books *books, uint64_t seq, uint64_t opened_seq, const struct record_matter_moved *body)
{
    const struct moves *moves = moves_of_matter(body->noun);
    if (moves)
        matter_judge_move(books, seq,
                          &(struct matter_judged){moves->noun, opened_seq, body->old_state, body->new_state});
}

RESULT matter_moved(struct books *books, const struct record_header *header, const struct record_matter_moved *body)
{
    struct row_matter *matter = find_matter(books, body->noun, books_octets(body->id.b, sizeof body->id.b));
    TRY(books_promise(books, header->seq, &body->details, COMMIT_REASON));
    for (uint32_t i = 0; i < body->refs_count; i++)
        matter_ref(books, header->seq, &body->refs[i]);
    if (!matter) {
        object_matter(books, FOUND_target_unknown, header->seq, &body->id);
        return OK;
    }
    if (matter->state.value != body->old_state && !books->matter_lost)
        object_matter(books, FOUND_state_wrong, header->seq, &body->id);
    judge_moved(books, header->seq, (uint64_t)matter->opened_seq.value, body);
    matter->state = books_number(body->new_state);
    if (body->has_amount)
        matter->amount_fen = books_number(body->amount.fen);
    matter->seq = books_number((int64_t)header->seq);
    return OK;
}

/* ---- what entries book on documents ---- */

RESULT matter_share(struct books *books, uint64_t entry, uint64_t document, int64_t amount)
{
    uint32_t at;
    if (!map_find(&books->document_seq, document, &at)) /* a wrong target is named by matter_ref */
        return OK;
    struct books_booked *booked = &books->booked.items[at];
    booked->entries++;
    if (__builtin_add_overflow(booked->amount, amount, &booked->amount))
        booked->amount = INT64_MAX;
    return LIST_ADD(&books->shares, (struct books_share){entry, document, amount});
}

void matter_release(struct books *books, uint64_t entry)
{
    uint32_t at;
    size_t low = 0, high = books->shares.count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (books->shares.items[middle].entry < entry)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < books->shares.count && books->shares.items[low].entry == entry; low++) {
        const struct books_share *share = &books->shares.items[low];
        if (!map_find(&books->document_seq, share->document, &at))
            continue;
        books->booked.items[at].entries--;
        books->booked.items[at].amount -= share->amount;
    }
}

void matter_judge_share(struct books *books, uint64_t seq, uint64_t document)
{
    uint32_t at;
    char key[48], texts[2][MONEY_TEXT] = {"-", "-"};
    if (books->matter_lost || !map_find(&books->document_seq, document, &at))
        return;
    const struct row_document *row = &FACTS(books, document)[at];
    const struct books_booked *booked = &books->booked.items[at];
    const struct row_matter *matter = find_matter(books, NOUN_DOCUMENT, row->document);
    const bool limited = matter && matter->amount_fen.present;
    if (limited ? booked->amount <= matter->amount_fen.value
                : booked->entries <= 1 || document_type_is_shared((int)row->type.value))
        return;
    if (limited)
        money_format(FEN(matter->amount_fen.value), texts[0]);
    money_format(FEN(booked->amount), texts[1]);
    (void)snprintf(key, sizeof key, "document=%llu", (unsigned long long)document);
    books_object_value(books, FOUND_document_exhausted, seq, key, (const char *const[2]){texts[0], texts[1]});
}

/* ---- imports ---- */

RESULT matter_keep_import(struct books *books, const struct row_import_batch *row)
{
    if (books_find(books, ROW_import_batch, row))
        return OK;
    if (!map_find(&books->received, (uint64_t)row->received_seq.value, NULL))
        TRY(map_add(&books->received, (uint64_t)row->received_seq.value,
                    (uint32_t)books->facts[ROW_import_batch].count));
    TRY(LIST_ADD(&books->imported, 0));
    TRY(LIST_ADD(&books->held, 0));
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

void matter_held(struct books *books, uint64_t received_seq)
{
    uint32_t at;
    if (map_find(&books->received, received_seq, &at))
        books->held.items[at]++;
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
    else if (body->refused != books->held.items[at])
        object_counts(books, header->seq, books->held.items[at], body->refused);
    import->posted_seq = books_number((int64_t)header->seq);
    import->posted = books_number(body->posted);
    import->refused = books_number(body->refused);
    import->duplicate = books_number(body->duplicate);
    return OK;
}

bool matter_is_warranty(const struct books *books, uint64_t seq)
{
    const uint16_t kind = books_kind(books, seq);
    return map_find(&books->warranties, seq, NULL) ||
           (books->lost && seq < books->size && (kind == 0 || kind == RECORD_matter_opened));
}
