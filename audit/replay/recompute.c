#include "audit/replay/recompute.h"

#include "audit/replay/book.h"
#include "audit/replay/entry.h"
#include "audit/replay/matter.h"
#include "audit/replay/people.h"

#include <stdlib.h>
#include <string.h>

RESULT recompute_new(struct arena *arena, uint64_t community, struct report *report, struct books **ret_books)
{
    struct books *books;
    TRY(ARENA_TAKE(arena, 1, &books));
    books->arena = arena;
    books->report = report;
    books->community = community;
    books->kinds.arena = books->accounts.arena = books->bank_accounts.arena = books->subjects.arena = arena;
    books->documents.arena = books->matters.arena = books->imports.arena = books->entries.arena =
        books->balances.arena = books->counters.arena = arena;
    books->promises.arena = books->shares.arena = books->booked.arena = arena;
    books->kinds.max = books->accounts.max = books->bank_accounts.max = books->subjects.max = BOOKS_MAX;
    books->documents.max = books->matters.max = books->imports.max = books->entries.max = books->balances.max =
        books->counters.max = BOOKS_MAX;
    books->shares.max = books->booked.max = BOOKS_MAX;
    books->promises.max = (size_t)BOOKS_MAX * 4;
    struct map *const maps[] = {&books->events,   &books->account_no,   &books->account_code, &books->subject,
                                &books->document, &books->document_seq, &books->matter,       &books->import,
                                &books->received, &books->balance,      &books->counter};
    for (size_t i = 0; i < LENGTH(maps); i++)
        map_init(maps[i], arena, BOOKS_MAX);
    *ret_books = books;
    return OK;
}

static RESULT judge_event(struct books *books, const struct record_header *header)
{
    const uint64_t key = people_key(header->event_id.b);
    if (!map_find(&books->events, key, NULL))
        return map_add(&books->events, key, 0);
    struct finding finding = {.reason = FOUND_event_repeated,
                              .community = books->community,
                              .table = "journal",
                              .has_seq = true,
                              .seq = header->seq,
                              .last = header->seq};
    (void)report_add(books->report, &finding);
    return OK;
}

static RESULT dispatch(struct books *books, const struct record_header *header, const void *body,
                       struct books_rows *rows)
{
    switch ((enum record_kind)header->kind) {
    case RECORD_community_opened:
        return people_community(books, header, body);
    case RECORD_subject_registered:
        return people_subject(books, header, body);
    case RECORD_fund_opened:
        return book_fund(books, header, body);
    case RECORD_account_opened:
        return book_account(books, header, body);
    case RECORD_bank_account_opened:
        return book_bank_account(books, header, body);
    case RECORD_entry:
        return entry_record(books, header, body, rows);
    case RECORD_document_archived:
        return matter_document(books, header, body);
    case RECORD_matter_opened:
        return matter_opened(books, header, body);
    case RECORD_matter_moved:
        return matter_moved(books, header, body);
    case RECORD_import_received:
        return matter_received(books, header, body);
    case RECORD_import_posted:
        return matter_posted(books, header, body);
    }
    return OK;
}

RESULT recompute_record(struct books *books, const struct record_header *header, const void *body,
                        struct books_rows *rows)
{
    while (books->kinds.count < header->seq) /* lost records in between, if the caller has not named them */
        TRY(LIST_ADD(&books->kinds, 0));
    if (header->seq == 0 && header->kind != RECORD_community_opened)
        books_object(books, FOUND_first_record, 0, "");
    if (books->has_pending && header->batch != 0)
        people_pending(books);
    TRY(judge_event(books, header));
    TRY(LIST_ADD(&books->kinds, header->kind));
    TRY(dispatch(books, header, body, rows));
    people_actor(books, header);
    books->size = header->seq + 1;
    return OK;
}

RESULT recompute_lost(struct books *books, uint16_t kind)
{
    books->size++;
    books->matter_lost |= kind == 0 || kind == RECORD_matter_opened || kind == RECORD_matter_moved;
    return LIST_ADD(&books->kinds, kind);
}

RESULT recompute_assume_account(struct books *books, const struct row_account *row)
{
    return book_keep_account(books, row);
}

RESULT recompute_assume_bank_account(struct books *books, const struct row_bank_account *row)
{
    return book_keep_bank_account(books, row);
}

RESULT recompute_assume_subject(struct books *books, const struct row_subject *row)
{
    return people_keep_subject(books, row);
}

RESULT recompute_assume_document(struct books *books, const struct row_document *row)
{
    return matter_keep_document(books, row);
}

RESULT recompute_assume_matter(struct books *books, const struct row_matter *row)
{
    return matter_assume(books, row);
}

RESULT recompute_assume_community(struct books *books, const struct row_community *row)
{
    return books->has_community ? OK : people_keep_community(books, row);
}

RESULT recompute_assume_fund(struct books *books, const struct row_fund *row)
{
    return book_keep_fund(books, row);
}

/* A lost import_received gives the row without its end, a lost import_posted the end. */
RESULT recompute_assume_import(struct books *books, const struct row_import_batch *row)
{
    uint32_t at;
    struct row_import_batch begun = *row;
    begun.posted_seq = begun.posted = begun.refused = begun.duplicate = books_maybe(false, 0);
    if (row->import.size != sizeof(struct uuid) || !map_find(&books->import, people_key(row->import.data), &at))
        return matter_keep_import(books, &begun);
    struct row_import_batch *known = &books->imports.items[at].row;
    if (known->posted_seq.present)
        return OK;
    known->posted_seq = row->posted_seq;
    known->posted = row->posted;
    known->refused = row->refused;
    known->duplicate = row->duplicate;
    return OK;
}

RESULT recompute_assume_entry(struct books *books, const struct books_rows *rows)
{
    return entry_assume(books, rows);
}

/* ---- the end ---- */

#define ORDER_BY_KEY(table, member)                                                                                    \
    static int order_##table(const void *x, const void *y)                                                             \
    {                                                                                                                  \
        return row_compare(row_table(ROW_##table), (const uint8_t *)x + (member), (const uint8_t *)y + (member));      \
    }
ORDER_BY_KEY(account, offsetof(struct books_account, row))
ORDER_BY_KEY(bank_account, 0)
ORDER_BY_KEY(subject, 0)
ORDER_BY_KEY(document, 0)
ORDER_BY_KEY(matter, 0)
ORDER_BY_KEY(import_batch, offsetof(struct books_import, row))
ORDER_BY_KEY(balance, 0)
ORDER_BY_KEY(voucher_counter, 0)

#define SORT(list, order)                                                                                              \
    do {                                                                                                               \
        if ((list).count > 1)                                                                                          \
            qsort((list).items, (list).count, sizeof *(list).items, order);                                            \
    } while (0)

void recompute_end(struct books *books)
{
    people_pending(books);
    SORT(books->accounts, order_account);
    SORT(books->bank_accounts, order_bank_account);
    SORT(books->subjects, order_subject);
    SORT(books->documents, order_document);
    SORT(books->matters, order_matter);
    SORT(books->imports, order_import_batch);
    SORT(books->balances, order_balance);
    SORT(books->counters, order_voucher_counter);
}
