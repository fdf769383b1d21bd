#include "audit/replay/recompute.h"

#include "audit/replay/approval.h"
#include "audit/replay/book.h"
#include "audit/replay/contract.h"
#include "audit/replay/decision.h"
#include "audit/replay/entry.h"
#include "audit/replay/matter.h"
#include "audit/replay/order.h"
#include "audit/replay/people.h"
#include "audit/replay/reconciliation.h"
#include "audit/replay/reservation.h"
#include "audit/replay/seal.h"

#include <stdlib.h>
#include <string.h>

RESULT recompute_new(struct arena *arena, uint64_t community, struct report *report, struct books **ret_books)
{
    struct books *books;
    TRY(ARENA_TAKE(arena, 1, &books));
    books->arena = arena;
    books->report = report;
    books->community = community;
    books->money.arena = arena;
    books->money.max = BOOKS_MAX;
    books->months.arena = books->days.arena = books->shares.arena = books->booked.arena = arena;
    books->months.max = books->days.max = books->shares.max = books->booked.max = BOOKS_MAX;
    books->leaves.arena = arena;
    books->leaves.max = BOOKS_MAX;
    books->kinds.arena = books->left.arena = books->imported.arena = books->entries.arena = arena;
    books->balances.arena = books->turnovers.arena = books->counters.arena = books->promises.arena = arena;
    books->held.arena = books->movements.arena = books->matched.arena = arena;
    books->held.max = books->movements.max = books->matched.max = BOOKS_MAX;
    books->kinds.max = books->imported.max = books->entries.max = BOOKS_MAX;
    books->balances.max = books->turnovers.max = books->counters.max = BOOKS_MAX;
    books->promises.max = books->left.max = (size_t)BOOKS_MAX * 4;
    books->account_order.arena = arena;
    books->account_order.max = BOOKS_MAX;
    struct map *const maps[] = {&books->events,   &books->account_code, &books->parents,  &books->listed,
                                &books->received, &books->document_seq, &books->balance,  &books->counter,
                                &books->money_of, &books->warranties,   &books->turnover, &books->matched_line,
                                &books->leaf_of};
    for (size_t i = 0; i < LENGTH(maps); i++)
        map_init(maps[i], arena, BOOKS_MAX);
    for (size_t i = 0; i < ROW_TABLES; i++)
        map_init(&books->facts[i].key, arena, BOOKS_MAX);
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

/* tidy: flat list */
static RESULT dispatch(struct books *books, const struct record_header *header, const void *body,
                       struct books_rows *rows)
{
    switch ((enum record_kind)header->kind) {
    case RECORD_community_opened:
        return people_community(books, header, body);
    case RECORD_subject_registered:
        return people_subject(books, header, body);
    case RECORD_unit_registered:
        return people_unit(books, header, body);
    case RECORD_unit_changed:
        return people_unit_changed(books, header, body);
    case RECORD_ownership_changed:
        return people_ownership(books, header, body);
    case RECORD_party_registered:
        return contract_party(books, header, body);
    case RECORD_contract_recorded:
        return contract_recorded(books, header, body);
    case RECORD_contract_ended:
        return contract_ended(books, header, body);
    case RECORD_organization_registered:
        return people_organization(books, header, body);
    case RECORD_role_granted:
        return people_role(books, header, body);
    case RECORD_role_ended:
        return people_role_ended(books, header, body);
    case RECORD_key_registered:
        return people_own_key(books, header, body);
    case RECORD_key_revoked:
        return people_own_key_revoked(books, header, body);
    case RECORD_decision_recorded:
        return decision_recorded(books, header, body);
    case RECORD_rules_published:
        return people_pack(books, header, body);
    case RECORD_rules_activated:
        return people_rules(books, header, body);
    case RECORD_application_submitted:
        return approval_submitted(books, header, body);
    case RECORD_approval_given:
        return approval_given(books, header, body);
    case RECORD_approval_withdrawn:
        return approval_withdrawn(books, header, body);
    case RECORD_application_closed:
        return approval_closed(books, header, body);
    case RECORD_fund_opened:
        return book_fund(books, header, body);
    case RECORD_account_opened:
        return book_account(books, header, body);
    case RECORD_account_renamed:
        return book_account_renamed(books, header, body);
    case RECORD_account_closed:
        return book_account_closed(books, header, body);
    case RECORD_bank_account_opened:
        return book_bank_account(books, header, body);
    case RECORD_entry:
        return entry_record(books, header, body, rows);
    case RECORD_reservation_made:
        return reservation_made(books, header, body);
    case RECORD_reservation_closed:
        return reservation_closed(books, header, body);
    case RECORD_limit_set:
        return reservation_limit(books, header, body);
    case RECORD_balance_asserted:
        return reconciliation_asserted(books, header, body);
    case RECORD_line_held:
        return reconciliation_held(books, header, body);
    case RECORD_lines_matched:
        return reconciliation_matched(books, header, body);
    case RECORD_match_undone:
        return reconciliation_undone(books, header, body);
    case RECORD_period_sealed:
        return seal_record(books, header, body);
    case RECORD_document_archived:
        return matter_document(books, header, body);
    case RECORD_order_issued:
        return order_issued(books, header, body);
    case RECORD_order_followed_up:
        return order_followed_up(books, header, body);
    case RECORD_objection_received:
        return objection_received(books, header, body);
    case RECORD_objection_answered:
        return objection_answered(books, header, body);
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

/* The first record of each civil day; instants never run back. */
static RESULT note_day(struct books *books, const struct record_header *header)
{
    const day date = date_of_inst(header->recorded_at);
    if (books->days.count > 0 && books->days.items[books->days.count - 1].date >= date)
        return OK;
    return LIST_ADD(&books->days, (struct books_day){date, header->seq});
}

/* What approvals bind is the leaf of a record: the record behind it carries it. */
static RESULT note_leaf(struct books *books, const struct record_header *header)
{
    const uint16_t kind = header->seq > 0 ? books->kinds.items[header->seq - 1] : 0;
    if (kind != RECORD_application_submitted && kind != RECORD_decision_recorded)
        return OK;
    TRY(map_add(&books->leaf_of, header->seq - 1, (uint32_t)books->leaves.count));
    return LIST_ADD(&books->leaves, header->prev);
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
    TRY(note_leaf(books, header));
    TRY(judge_event(books, header));
    TRY(note_day(books, header));
    TRY(LIST_ADD(&books->kinds, header->kind));
    TRY(dispatch(books, header, body, rows));
    people_actor(books, header);
    books->size = header->seq + 1;
    return OK;
}

RESULT recompute_lost(struct books *books, uint16_t kind)
{
    books->size++;
    books->lost = true;
    books->matter_lost |= kind == 0 || kind == RECORD_matter_opened || kind == RECORD_matter_moved;
    return LIST_ADD(&books->kinds, kind);
}

/* A lost import_received gives the row without its end, a lost import_posted the end. */
static RESULT assume_import(struct books *books, const struct row_import_batch *row)
{
    struct row_import_batch begun = *row, *known = books_find(books, ROW_import_batch, row);
    begun.posted_seq = begun.posted = begun.refused = begun.duplicate = books_maybe(false, 0);
    if (!known)
        return matter_keep_import(books, &begun);
    if (known->posted_seq.present)
        return OK;
    known->posted_seq = row->posted_seq;
    known->posted = row->posted;
    known->refused = row->refused;
    known->duplicate = row->duplicate;
    return OK;
}

/* A lost account_opened gives the row as it began, a lost later record all of it. */
static RESULT assume_account(struct books *books, const struct row_account *row)
{
    struct row_account begun = *row, *known = books_find(books, ROW_account, row);
    begun.name = row->opened_name;
    begun.closed_seq = books_maybe(false, 0);
    begun.seq = row->opened_seq;
    if (!known)
        return book_keep_account(books, &begun);
    *known = *row;
    return OK;
}

RESULT recompute_assume(struct books *books, enum row_table_id id, const void *row)
{
    if (id == ROW_import_batch)
        return assume_import(books, row);
    if (id == ROW_document)
        return matter_keep_document(books, row);
    if (id == ROW_held_line)
        return reconciliation_keep_held(books, row);
    if (id == ROW_account)
        return assume_account(books, row);
    void *known = books_find(books, id, row);
    if (!known)
        return books_put(books, id, row);
    if (row_table(id)->opened != row_table(id)->changed)
        memcpy(known, row, row_table(id)->size);
    return OK;
}

RESULT recompute_assume_entry(struct books *books, const struct books_rows *rows)
{
    return entry_assume(books, rows);
}

/* ---- the end ---- */

static int order_balance(const void *x, const void *y)
{
    return row_compare(row_table(ROW_balance), x, y);
}

static int order_turnover(const void *x, const void *y)
{
    return row_compare(row_table(ROW_turnover), x, y);
}

static int order_counter(const void *x, const void *y)
{
    return row_compare(row_table(ROW_voucher_counter), x, y);
}

void recompute_end(struct books *books)
{
    people_pending(books);
    books_sort(books);
    if (books->balances.count > 1)
        qsort(books->balances.items, books->balances.count, sizeof *books->balances.items, order_balance);
    if (books->turnovers.count > 1)
        qsort(books->turnovers.items, books->turnovers.count, sizeof *books->turnovers.items, order_turnover);
    if (books->counters.count > 1)
        qsort(books->counters.items, books->counters.count, sizeof *books->counters.items, order_counter);
}
