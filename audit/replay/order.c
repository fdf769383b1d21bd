#include "audit/replay/order.h"

#include "audit/replay/matter.h"
#include "audit/replay/people.h"
#include "base/words.h"
#include "rules/moves.h"

#include <stdio.h>

static void object(struct books *books, enum finding_reason reason, uint64_t seq, const char *what, uint64_t target)
{
    char key[48];
    (void)snprintf(key, sizeof key, "%s=%llu", what, (unsigned long long)target);
    books_object(books, reason, seq, key);
}

/* A record that is named stands before the one that names it. */
static void judge_target(struct books *books, uint64_t seq, const char *what, uint64_t target)
{
    if (target >= seq)
        object(books, FOUND_target_later, seq, what, target);
}

static void judge_document(struct books *books, uint64_t seq, uint64_t document)
{
    const struct record_ref ref = {.role = REF_DOCUMENT, .seq = document};
    matter_ref(books, seq, &ref);
}

/* ---- orders ---- */

static struct row_order_case *find_order(const struct books *books, uint64_t seq)
{
    const struct row_order_case row = {.opened_seq = books_number((int64_t)seq)};
    return books_find(books, ROW_order_case, &row);
}

RESULT order_issued(struct books *books, const struct record_header *header, const struct record_order_issued *body)
{
    const struct row_number seq = books_number((int64_t)header->seq);
    const struct row_order_case row = {.opened_seq = seq,
                                       .order_case = books_octets(body->order.b, sizeof body->order.b),
                                       .subject_seq = books_maybe(body->has_subject_seq, (int64_t)body->subject_seq),
                                       .clause = body->clause,
                                       .deadline = books_number(body->deadline),
                                       .document_seq = books_number((int64_t)body->document_seq),
                                       .state = books_number(1),
                                       .seq = seq};
    if (body->has_subject_seq)
        judge_target(books, header->seq, "subject_seq", body->subject_seq);
    judge_document(books, header->seq, body->document_seq);
    return books_put(books, ROW_order_case, &row);
}

RESULT order_followed_up(struct books *books, const struct record_header *header,
                         const struct record_order_followed_up *body)
{
    enum { EXPIRED = 3 };
    struct row_order_case *row = find_order(books, body->order_seq);
    if (!row || body->order_seq >= header->seq) {
        object(books, FOUND_target_unknown, header->seq, "order_seq", body->order_seq);
        return OK;
    }
    if (body->has_document_seq)
        judge_document(books, header->seq, body->document_seq);
    if ((uint64_t)row->seq.value < header->seq) /* a row that stands in for lost records has moved already */
        matter_judge_move(books, header->seq,
                          &(struct matter_judged){"order", body->order_seq, row->state.value, body->state});
    if (body->state == EXPIRED && date_of_inst(header->recorded_at) <= row->deadline.value)
        object(books, FOUND_order_early, header->seq, "order_seq", body->order_seq);
    row->state = books_number(body->state);
    row->outcome_seq = books_maybe(body->has_document_seq, (int64_t)body->document_seq);
    row->seq = books_number((int64_t)header->seq);
    return OK;
}

void order_judge(struct books *books, uint64_t seq, uint64_t on)
{
    const uint64_t frozen = 1U << 1 | 1U << 3 | 1U << 4; /* issued, expired, revoked */
    for (size_t i = 0; i < books->facts[ROW_order_case].count && !books->lost; i++) {
        const struct row_order_case *row = &FACTS(books, order_case)[i];
        if (row->subject_seq.present && (uint64_t)row->subject_seq.value == on && row->state.value < 64 &&
            (frozen >> row->state.value & 1)) {
            object(books, FOUND_order_ignored, seq, "order", (uint64_t)row->opened_seq.value);
            return;
        }
    }
}

/* ---- objections ---- */

RESULT objection_received(struct books *books, const struct record_header *header,
                          const struct record_objection_received *body)
{
    const struct row_number seq = books_number((int64_t)header->seq);
    const struct row_objection row = {.opened_seq = seq,
                                      .about_seq = books_number((int64_t)body->about_seq),
                                      .subject = books_octets(body->subject.b, sizeof body->subject.b),
                                      .text = books_octets(body->text.b, sizeof body->text.b),
                                      .state = books_number(1),
                                      .seq = seq};
    judge_target(books, header->seq, "about_seq", body->about_seq);
    people_hand(books, header->seq, &body->subject);
    TRY(books_promise(books, header->seq, &body->text, COMMIT_REASON));
    return books_put(books, ROW_objection, &row);
}

RESULT objection_answered(struct books *books, const struct record_header *header,
                          const struct record_objection_answered *body)
{
    const struct row_objection key = {.opened_seq = books_number((int64_t)body->objection_seq)};
    struct row_objection *row = books_find(books, ROW_objection, &key);
    TRY(books_promise(books, header->seq, &body->text, COMMIT_REASON));
    if (!row || body->objection_seq >= header->seq) {
        object(books, FOUND_target_unknown, header->seq, "objection_seq", body->objection_seq);
        return OK;
    }
    if ((uint64_t)row->seq.value < header->seq)
        matter_judge_move(books, header->seq,
                          &(struct matter_judged){"objection", body->objection_seq, row->state.value, body->state});
    row->state = books_number(body->state);
    TRY(books_keep(books, BYTES(body->text.b, sizeof body->text.b), &row->answer));
    row->seq = books_number((int64_t)header->seq);
    return OK;
}
