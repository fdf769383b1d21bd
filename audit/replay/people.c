#include "audit/replay/people.h"

#include "base/canon.h"
#include "base/ctx.h"
#include "base/digest.h"

#include <stdio.h>
#include <string.h>

uint64_t people_key(const uint8_t *token)
{
    const uint64_t halves[] = {canon_load_u64(token), canon_load_u64(token + 8)};
    return map_key(halves, 2);
}

RESULT people_keep_community(struct books *books, const struct row_community *row)
{
    books->name = *row;
    books->has_community = true;
    TRY(books_keep(books, row->name, &books->name.name));
    return books_keep(books, row->rule_set, &books->name.rule_set);
}

RESULT people_community(struct books *books, const struct record_header *header,
                        const struct record_community_opened *body)
{
    if (header->seq != 0)
        books_object(books, FOUND_first_record, header->seq, "");
    if (books->has_community)
        return OK;
    const struct row_community row = {.name = body->name,
                                      .county = books_number(body->county),
                                      .ordinal = books_number(body->ordinal),
                                      .rule_set = books_octets(body->rule_set.b, sizeof body->rule_set.b),
                                      .opened_seq = books_number((int64_t)header->seq)};
    return people_keep_community(books, &row);
}

RESULT people_keep_subject(struct books *books, const struct row_subject *row)
{
    struct row_subject kept = *row;
    if (row->subject.size != sizeof(struct uuid) || map_find(&books->subject, people_key(row->subject.data), NULL))
        return OK;
    TRY(books_keep(books, row->subject, &kept.subject));
    TRY(books_keep(books, row->details, &kept.details));
    TRY(map_add(&books->subject, people_key(row->subject.data), (uint32_t)books->subjects.count));
    return LIST_ADD(&books->subjects, kept);
}

RESULT people_subject(struct books *books, const struct record_header *header,
                      const struct record_subject_registered *body)
{
    const struct row_subject row = {.subject = books_octets(body->subject.b, sizeof body->subject.b),
                                    .class = books_number(body->class),
                                    .details = books_octets(body->details.b, sizeof body->details.b),
                                    .seq = books_number((int64_t)header->seq)};
    if (map_find(&books->subject, people_key(body->subject.b), NULL)) {
        char hex[33], key[64];
        hex_encode(row.subject, hex);
        (void)snprintf(key, sizeof key, "subject=%s", hex);
        books_object(books, FOUND_opened_twice, header->seq, key);
    }
    TRY(books_promise(books, header->seq, &body->details, COMMIT_PERSON));
    return people_keep_subject(books, &row);
}

static void object_subject(struct books *books, uint64_t seq, const struct uuid *subject)
{
    char hex[33];
    hex_encode(BYTES(subject->b, sizeof subject->b), hex);
    books_object(books, FOUND_subject_unknown, seq, hex);
}

void people_hand(struct books *books, uint64_t seq, const struct uuid *subject)
{
    if (!map_find(&books->subject, people_key(subject->b), NULL))
        object_subject(books, seq, subject);
}

void people_actor(struct books *books, const struct record_header *header)
{
    static const struct uuid nobody = {{0}};
    const bool none = memcmp(header->actor.b, nobody.b, sizeof nobody.b) == 0;
    if (none && header->actor_kind == ACTOR_JOB)
        return;
    if (map_find(&books->subject, people_key(header->actor.b), NULL))
        return;
    if (header->batch != 0) {
        object_subject(books, header->seq, &header->actor);
        return;
    }
    if (!books->has_pending) { /* whoever opens the books is registered by one of the next records */
        books->has_pending = true;
        books->pending = header->actor;
        books->pending_seq = header->seq;
    } else if (memcmp(books->pending.b, header->actor.b, sizeof header->actor.b) != 0) {
        object_subject(books, header->seq, &header->actor);
    }
}

void people_pending(struct books *books)
{
    if (books->has_pending && !map_find(&books->subject, people_key(books->pending.b), NULL))
        object_subject(books, books->pending_seq, &books->pending);
    books->has_pending = false;
}
