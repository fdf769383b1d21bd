#include "audit/desk/compare.h"

#include "audit/desk/statement.h"
#include "audit/replay/entry.h"
#include "audit/replay/people.h"
#include "base/date.h"
#include "base/words.h"
#include "embed/sql.h"

#include <stdio.h>
#include <string.h>

enum { COMPARE_CHUNK = 1024 };

/* ---- rows behind the last record ---- */

struct beyond {
    bool claimed;
    int64_t tables;
    struct maybe last;
};

RESULT compare_tail(struct desk *desk)
{
    static const struct db_column row[] = {COLUMN(beyond, claimed), COLUMN(beyond, tables), COLUMN(beyond, last)};
    const uint64_t size = desk->scan.chain.next;
    const struct db_value in[] = {db_number((int64_t)desk->community), db_number((int64_t)size)};
    struct beyond beyond;
    if (desk_lost(desk, size)) /* the head said so already */
        return OK;
    TRY(db_one(desk->ctx, CALL(sql_journal_beyond, in), ROW(beyond, row), &beyond));
    if (beyond.tables < (beyond.claimed ? 1 : 2)) /* one row of one table is an extra row, not the trace of a record */
        return OK;
    struct finding finding = desk_finding(desk, FOUND_record_missing, "journal");
    finding.has_seq = true;
    finding.seq = size;
    finding.last = beyond.last.present && (uint64_t)beyond.last.value > size ? (uint64_t)beyond.last.value : size;
    (void)snprintf(finding.key, sizeof finding.key, "seq=%llu", (unsigned long long)size);
    (void)report_add(desk->report, &finding);
    return LIST_ADD(&desk->scan.bad, (struct scan_bad){size, finding.last});
}

/* ---- what stored rows say about lost records ---- */

RESULT compare_load(struct desk *desk)
{
    struct desk_small *s = &desk->small;
    const struct db_value in[] = {db_number((int64_t)desk->community)};
    TRY(table_list(desk->ctx, ROW_community, CALL(sql_community_verify, in), &s->community, &s->community_count));
    TRY(table_list(desk->ctx, ROW_fund, CALL(sql_fund_verify, in), &s->fund, &s->fund_count));
    TRY(table_list(desk->ctx, ROW_account, CALL(sql_account_verify, in), &s->account, &s->account_count));
    TRY(table_list(desk->ctx, ROW_bank_account, CALL(sql_bank_account_verify, in), &s->bank_account,
                   &s->bank_account_count));
    TRY(table_list(desk->ctx, ROW_subject, CALL(sql_subject_verify, in), &s->subject, &s->subject_count));
    TRY(table_list(desk->ctx, ROW_document, CALL(sql_document_verify, in), &s->document, &s->document_count));
    TRY(table_list(desk->ctx, ROW_matter, CALL(sql_matter_verify, in), &s->matter, &s->matter_count));
    return table_list(desk->ctx, ROW_import_batch, CALL(sql_import_batch_verify, in), &s->import_batch,
                      &s->import_batch_count);
}

static bool caused_by(struct row_number cause, uint64_t lo, uint64_t hi)
{
    return cause.present && cause.value >= 0 && (uint64_t)cause.value >= lo && (uint64_t)cause.value <= hi;
}

#define ASSUME(list, cause)                                                                                            \
    for (size_t i = 0; i < desk->small.list##_count; i++)                                                              \
        if (caused_by(desk->small.list[i].cause, lo, hi))                                                              \
    TRY(recompute_assume_##list(desk->books, &desk->small.list[i]))

static RESULT recompute_assume_import_batch(struct books *books, const struct row_import_batch *row)
{
    return recompute_assume_import(books, row);
}

/* Small rows that records lo … hi, which are lost, must have caused. */
static RESULT assume_small(struct desk *desk, uint64_t lo, uint64_t hi)
{
    ASSUME(community, opened_seq);
    ASSUME(fund, opened_seq);
    ASSUME(account, opened_seq);
    ASSUME(bank_account, opened_seq);
    ASSUME(subject, seq);
    ASSUME(document, seq);
    ASSUME(matter, opened_seq);
    ASSUME(matter, seq);
    ASSUME(import_batch, received_seq);
    ASSUME(import_batch, posted_seq);
    return OK;
}

/* ---- one chunk ---- */

struct stored_record {
    uint64_t seq;
    struct bytes record;
};

struct chunk {
    uint64_t lo, hi;                            /* places in the journal, hi excluded */
    struct books_rows expected, found, claimed; /* claimed: what lost records say, where they can still be read */
};

/* The rows of one entry out of rows in key order. */
#define SLICE(list, from, seq_)                                                                                        \
    do {                                                                                                               \
        size_t first_ = 0, last_;                                                                                      \
        while (first_ < (from)->list.count && (uint64_t)(from)->list.items[first_].seq.value < (seq_))                 \
            first_++;                                                                                                  \
        last_ = first_;                                                                                                \
        while (last_ < (from)->list.count && (uint64_t)(from)->list.items[last_].seq.value == (seq_))                  \
            last_++;                                                                                                   \
        if ((from)->list.count > 0)                                                                                    \
            slice.list.items = (from)->list.items + first_;                                                            \
        slice.list.count = last_ - first_;                                                                             \
    } while (0)

static struct books_rows rows_of(const struct books_rows *rows, uint64_t seq)
{
    struct books_rows slice;
    memset(&slice, 0, sizeof slice);
    SLICE(entry, rows, seq);
    SLICE(entry_number, rows, seq);
    SLICE(entry_ref, rows, seq);
    SLICE(posting, rows, seq);
    SLICE(posting_dim, rows, seq);
    return slice;
}

static RESULT keep_fact(struct desk *desk, uint64_t seq, const struct record_header *header)
{
    while (desk->facts.count < seq)
        TRY(LIST_ADD(&desk->facts, (struct desk_fact){0}));
    if (desk->facts.count > seq)
        return OK;
    if (!header)
        return LIST_ADD(&desk->facts, (struct desk_fact){0});
    return LIST_ADD(&desk->facts, (struct desk_fact){.event = people_key(header->event_id.b),
                                                     .kind = header->kind,
                                                     .begins_batch = header->batch == header->seq,
                                                     .trusted = true});
}

/* The finding about a record that cannot be believed: what its bytes say beyond the stored lines. */
static void weigh(struct desk *desk, const struct chunk *chunk, uint64_t seq, bool readable)
{
    struct finding *finding = report_at(desk->report, desk->community, "journal", seq);
    const struct books_rows stored = rows_of(&chunk->found, seq), said = rows_of(&chunk->claimed, seq);
    if (!finding)
        return;
    if (!readable && finding->reason == FOUND_record_altered)
        finding->reason = FOUND_record_unreadable;
    for (size_t i = 0; i < stored.posting.count; i++) {
        const struct row_posting *line = &stored.posting.items[i];
        if (said.posting.count > 0 || line->side.value == SIDE_DEBIT)
            row_delta(row_table(ROW_posting), line, i < said.posting.count ? &said.posting.items[i] : NULL,
                      &finding->change);
    }
    for (size_t i = stored.posting.count; i < said.posting.count; i++)
        row_delta(row_table(ROW_posting), NULL, &said.posting.items[i], &finding->change);
}

/* Reads a record into the memory of the chunk: rows point into header and body. NULL body: it cannot be read. */
static RESULT read_record(struct desk *desk, struct bytes record, struct record_header **ret_header,
                          const void **ret_body)
{
    struct record_header *header;
    TRY(ARENA_TAKE(desk->chunk, 1, &header));
    *ret_body = NULL;
    *ret_header = header;
    const result decoded = record.data ? record_decode(desk->chunk, record, header, ret_body) : OK;
    return decoded.code == ERROR_memory_exhausted ? decoded : OK;
}

/* A record that cannot be believed: the stored rows stand in for it, so that nothing else is blamed. */
static RESULT take_lost(struct desk *desk, struct chunk *chunk, uint64_t seq, struct bytes record)
{
    struct record_header *header;
    const void *body;
    const struct books_rows stored = rows_of(&chunk->found, seq);
    TRY(read_record(desk, record, &header, &body));
    header->seq = seq;
    if (body && header->kind == RECORD_entry)
        TRY(entry_rows(header, body, &chunk->claimed));
    weigh(desk, chunk, seq, body || !record.data);
    TRY(keep_fact(desk, seq, NULL));
    TRY(recompute_lost(desk->books, stored.entry.count > 0 ? RECORD_entry : body ? header->kind : 0));
    TRY(assume_small(desk, seq, seq));
    return recompute_assume_entry(desk->books, &stored);
}

/* A good leaf over bytes that no writer of ours can have made. */
static RESULT object_malformed(struct desk *desk, uint64_t seq)
{
    struct finding finding = desk_finding(desk, FOUND_record_malformed, "journal");
    finding.has_seq = true;
    finding.seq = finding.last = seq;
    (void)snprintf(finding.key, sizeof finding.key, "seq=%llu", (unsigned long long)seq);
    (void)report_add(desk->report, &finding);
    return LIST_ADD(&desk->scan.bad, (struct scan_bad){seq, seq});
}

static RESULT take_record(struct desk *desk, struct chunk *chunk, uint64_t seq, struct bytes record)
{
    struct record_header *header;
    const void *body;
    if (desk_lost(desk, seq))
        return take_lost(desk, chunk, seq, record);
    TRY(read_record(desk, record, &header, &body));
    if (!body) {
        TRY(object_malformed(desk, seq));
        return take_lost(desk, chunk, seq, (struct bytes){NULL, 0});
    }
    header->seq = seq;
    TRY(keep_fact(desk, seq, header));
    desk->entries += header->kind == RECORD_entry;
    return recompute_record(desk->books, header, body, &chunk->expected);
}

/* ---- drift: balances that follow from changed lines are no damage of their own ---- */

static RESULT add_drift(struct desk *desk, const struct row_posting *line, int sign)
{
    const int64_t amount = sign * line->amount_fen.value;
    const int64_t month = line->booking_date.present ? month_of((day)line->booking_date.value) : 0;
    const bool debit = line->side.value == SIDE_DEBIT;
    for (size_t i = 0; i < desk->drift.count; i++) {
        struct desk_drift *d = &desk->drift.items[i];
        if (d->fund != line->fund.value || d->account_no != line->account_no.value || d->month != month)
            continue;
        d->debit += debit ? amount : 0;
        d->credit += debit ? 0 : amount;
        return OK;
    }
    return LIST_ADD(&desk->drift, (struct desk_drift){line->fund.value, line->account_no.value, month,
                                                      debit ? amount : 0, debit ? 0 : amount});
}

static RESULT drift_lines(struct desk *desk, const struct chunk *chunk)
{
    const struct row_table *table = row_table(ROW_posting);
    const struct row_posting *e = chunk->expected.posting.items, *f = chunk->found.posting.items;
    const struct row_posting *e_end = e + chunk->expected.posting.count, *f_end = f + chunk->found.posting.count;
    const struct row_column *first;
    while (e < e_end || f < f_end) {
        const int order = e == e_end ? 1 : f == f_end ? -1 : row_compare(table, e, f);
        if (order != 0 || row_differences(table, e, f, &first) > 0) {
            if (order <= 0)
                TRY(add_drift(desk, e, -1));
            if (order >= 0)
                TRY(add_drift(desk, f, 1));
        }
        e += order <= 0;
        f += order >= 0;
    }
    return OK;
}

/* ---- chunk by chunk ---- */

#define MERGE(table)                                                                                                   \
    desk_merge(desk, &(struct desk_merge){ROW_##table, chunk->expected.table.items, chunk->found.table.items,          \
                                          chunk->expected.table.count, chunk->found.table.count,                       \
                                          sizeof(struct row_##table)})

static RESULT compare_chunk(struct desk *desk, struct chunk *chunk)
{
    MERGE(entry);
    MERGE(entry_number);
    MERGE(entry_ref);
    MERGE(posting);
    MERGE(posting_dim);
    TRY(drift_lines(desk, chunk));
    return statement_lines(desk, chunk->lo, chunk->hi, &chunk->expected);
}

/* The place of a stored row: what its header says when it can be believed, else behind the row before. */
static uint64_t place_of(const struct desk *desk, const struct stored_record *row, uint64_t next)
{
    struct record_header header;
    if (!FAILED(record_decode_header(row->record, &header)) && header.seq >= next &&
        header.community == desk->community && header.seq <= desk->scan.chain.next && !desk_lost(desk, header.seq))
        return header.seq;
    return row->seq > next && row->seq < desk->scan.chain.next && desk->scan.chain.shift == 0 ? row->seq : next;
}

/* Replays the stored rows of a chunk; lost records between them are taken from the tables. */
static RESULT replay_chunk(struct desk *desk, struct chunk *chunk, const struct stored_record *rows,
                           const uint64_t *places, size_t count)
{
    uint64_t next = chunk->lo;
    for (size_t i = 0; i < count; i++) {
        if (places[i] == UINT64_MAX)
            continue;
        for (; next < places[i]; next++)
            TRY(take_lost(desk, chunk, next, (struct bytes){NULL, 0}));
        TRY(take_record(desk, chunk, next++, rows[i].record));
    }
    return OK;
}

/* Gives every row its place; rows that belong nowhere get UINT64_MAX. chunk->hi becomes the place behind the last. */
static RESULT place_rows(struct desk *desk, struct chunk *chunk, const struct stored_record *rows, size_t count,
                         uint64_t **ret_places)
{
    uint64_t *places;
    TRY(ARENA_TAKE(desk->chunk, count + 1, &places));
    chunk->hi = chunk->lo;
    for (size_t i = 0; i < count; i++) {
        places[i] = UINT64_MAX;
        if (scan_is_stray(&desk->scan, rows[i].seq) || chunk->hi >= desk->scan.chain.next)
            continue;
        places[i] = place_of(desk, &rows[i], chunk->hi);
        chunk->hi = places[i] + 1;
    }
    *ret_places = places;
    return OK;
}

static RESULT journal_chunk(struct desk *desk, struct chunk *chunk, uint64_t stored_from, uint64_t *ret_stored_next)
{
    static const struct db_column row[] = {COLUMN(stored_record, seq), COLUMN(stored_record, record)};
    const struct db_value in[] = {db_number((int64_t)desk->community), db_number((int64_t)stored_from),
                                  db_number(COMPARE_CHUNK)};
    struct stored_record *rows = NULL;
    uint64_t *places;
    size_t count = 0;
    TRY(db_list(desk->ctx, CALL(sql_journal_verify, in), ROW(stored_record, row), &rows, &count));
    *ret_stored_next = count > 0 ? rows[count - 1].seq + 1 : UINT64_MAX;
    TRY(place_rows(desk, chunk, rows, count, &places));
    books_rows_init(&chunk->expected, desk->chunk);
    books_rows_init(&chunk->claimed, desk->chunk);
    TRY(table_entries(desk->ctx, desk->community, chunk->lo, chunk->hi, &chunk->found));
    TRY(replay_chunk(desk, chunk, rows, places, count));
    return compare_chunk(desk, chunk);
}

/* ---- rows behind the journal ---- */

struct next_row {
    struct maybe seq;
};

static RESULT find_next(struct desk *desk, uint64_t from, struct maybe *ret_seq)
{
    static const struct db_column row[] = {COLUMN(next_row, seq)};
    const struct db_value in[] = {db_number((int64_t)desk->community), db_number((int64_t)from)};
    struct next_row next;
    TRY(db_one(desk->ctx, CALL(sql_seq_verify_next, in), ROW(next_row, row), &next));
    *ret_seq = next.seq;
    return OK;
}

/* No record stands here: rows are extra, or follow from lost records. */
static RESULT lone_chunk(struct desk *desk, struct chunk *chunk)
{
    uint64_t before = UINT64_MAX;
    books_rows_init(&chunk->expected, desk->chunk);
    books_rows_init(&chunk->claimed, desk->chunk);
    TRY(table_entries(desk->ctx, desk->community, chunk->lo, chunk->hi, &chunk->found));
    for (size_t i = 0; i < chunk->found.entry.count; i++) {
        const uint64_t seq = (uint64_t)chunk->found.entry.items[i].seq.value;
        if (!desk_lost(desk, seq) || seq == before)
            continue;
        const struct books_rows stored = rows_of(&chunk->found, seq);
        weigh(desk, chunk, seq, true);
        TRY(recompute_assume_entry(desk->books, &stored));
        before = seq;
    }
    return compare_chunk(desk, chunk);
}

static RESULT behind_journal(struct desk *desk)
{
    struct chunk chunk = {.hi = desk->scan.chain.next};
    struct maybe next;
    for (;;) {
        struct arena *kept = desk_enter_chunk(desk);
        result done = find_next(desk, chunk.hi, &next);
        if (!FAILED(done) && next.present) {
            chunk.lo = (uint64_t)next.value;
            chunk.hi = chunk.lo + COMPARE_CHUNK;
            done = lone_chunk(desk, &chunk);
        }
        desk_leave_chunk(desk, kept);
        TRY(done);
        if (!next.present)
            return OK;
    }
}

/* Small rows of records that are lost at the end of the journal. */
static RESULT assume_tail(struct desk *desk)
{
    const uint64_t size = desk->scan.chain.next;
    return desk_lost(desk, size) ? assume_small(desk, size, UINT64_MAX - 1) : OK;
}

RESULT compare_entries(struct desk *desk)
{
    struct chunk chunk = {.hi = 0};
    uint64_t stored_next = 0;
    TRY(recompute_new(desk->arena, desk->community, desk->report, &desk->books));
    desk->books->keep_promises = true;
    while (stored_next != UINT64_MAX) {
        struct arena *kept = desk_enter_chunk(desk);
        chunk.lo = chunk.hi;
        const result done = journal_chunk(desk, &chunk, stored_next, &stored_next);
        desk_leave_chunk(desk, kept);
        TRY(done);
    }
    TRY(assume_tail(desk));
    TRY(behind_journal(desk));
    recompute_end(desk->books);
    return OK;
}

/* ---- tables as wholes ---- */

#define WHOLE(table, items_, count_, stride)                                                                           \
    desk_merge(                                                                                                        \
        desk, &(struct desk_merge){ROW_##table, items_, desk->small.table, count_, desk->small.table##_count, stride})

static void compare_small(struct desk *desk)
{
    const struct books *b = desk->books;
    struct row_fund funds[BOOKS_FUNDS];
    size_t fund_count = 0;
    for (size_t i = 0; i < BOOKS_FUNDS; i++)
        if (b->has_fund[i])
            funds[fund_count++] = b->fund[i];
    WHOLE(community, &b->name, b->has_community ? 1 : 0, sizeof b->name);
    WHOLE(fund, funds, fund_count, sizeof funds[0]);
    WHOLE(account, b->accounts.items, b->accounts.count, sizeof b->accounts.items[0]);
    WHOLE(bank_account, b->bank_accounts.items, b->bank_accounts.count, sizeof b->bank_accounts.items[0]);
    WHOLE(subject, b->subjects.items, b->subjects.count, sizeof b->subjects.items[0]);
    WHOLE(document, b->documents.items, b->documents.count, sizeof b->documents.items[0]);
    WHOLE(matter, b->matters.items, b->matters.count, sizeof b->matters.items[0]);
    WHOLE(import_batch, b->imports.items, b->imports.count, sizeof b->imports.items[0]);
}

static struct row_balance *find_balance(struct row_balance *rows, size_t count, const struct desk_drift *drift)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].fund.value == drift->fund && rows[i].account_no.value == drift->account_no &&
            rows[i].month.value == drift->month)
            return &rows[i];
    return NULL;
}

/* True when the stored balance is what records and drift add up to. */
static bool explains(const struct desk_drift *drift, const struct row_balance *expected,
                     const struct row_balance *stored)
{
    const int64_t debit = expected ? expected->debit_fen.value : 0, credit = expected ? expected->credit_fen.value : 0;
    return stored->debit_fen.value == debit + drift->debit && stored->credit_fen.value == credit + drift->credit;
}

/* Where the stored balance is the sum of the stored lines, the changed lines are the damage, not the balance. */
static RESULT allow_drift(struct desk *desk, struct row_balance *found, size_t count)
{
    for (size_t i = 0; i < desk->drift.count; i++) {
        const struct desk_drift *drifted = &desk->drift.items[i];
        struct row_balance *expected = find_balance(desk->books->balances.items, desk->books->balances.count, drifted);
        const struct row_balance *stored = find_balance(found, count, drifted);
        if (!stored || !explains(drifted, expected, stored) ||
            (expected && drifted->debit == 0 && drifted->credit == 0))
            continue;
        report_consequence(desk->report, desk->community, UINT64_MAX, NULL);
        if (expected)
            *expected = *stored;
        else
            TRY(LIST_ADD(&desk->books->balances, *stored));
    }
    return OK;
}

RESULT compare_tables(struct desk *desk)
{
    struct row_balance *balances = NULL;
    struct row_voucher_counter *counters = NULL;
    size_t balance_count = 0, counter_count = 0;
    const struct db_value in[] = {db_number((int64_t)desk->community)};
    compare_small(desk);
    TRY(table_list(desk->ctx, ROW_balance, CALL(sql_balance_verify, in), &balances, &balance_count));
    TRY(table_list(desk->ctx, ROW_voucher_counter, CALL(sql_voucher_counter_verify, in), &counters, &counter_count));
    TRY(allow_drift(desk, balances, balance_count));
    recompute_end(desk->books); /* sorts the balances again */
    desk_merge(desk, &(struct desk_merge){ROW_balance, desk->books->balances.items, balances,
                                          desk->books->balances.count, balance_count, sizeof *balances});
    desk_merge(desk, &(struct desk_merge){ROW_voucher_counter, desk->books->counters.items, counters,
                                          desk->books->counters.count, counter_count, sizeof *counters});
    return OK;
}
