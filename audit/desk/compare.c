#include "audit/desk/compare.h"

#include "audit/desk/drift.h"
#include "audit/desk/statement.h"
#include "audit/desk/unit.h"
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
    static const struct embedded *const queries[ROW_TABLES] = {
#define FACT(name, keys, opened, changed) [ROW_##name] = &sql_##name##_verify,
#define END_FACT(name, keys, opened, changed)
#include "audit/replay/row_each.h"
    };
    const struct db_value in[] = {db_number((int64_t)desk->community)};
    for (int id = 0; id < ROW_TABLES; id++)
        if (queries[id])
            TRY(table_list(desk->ctx, (enum row_table_id)id, (struct db_call){queries[id], in, LENGTH(in)},
                           &desk->stored[id].rows, &desk->stored[id].count));
    return OK;
}

static bool caused_by(const void *row, size_t column, uint64_t lo, uint64_t hi)
{
    const struct row_number *cause = row_number_at(row, column);
    return cause->present && cause->value >= 0 && (uint64_t)cause->value >= lo && (uint64_t)cause->value <= hi;
}

/* Small rows that records lo … hi, which are lost, must have caused. */
static RESULT assume_small(struct desk *desk, uint64_t lo, uint64_t hi)
{
    for (int id = 0; id < ROW_TABLES; id++) {
        const struct row_table *table = row_table((enum row_table_id)id);
        for (size_t i = 0; i < desk->stored[id].count; i++) {
            const void *row = (const uint8_t *)desk->stored[id].rows + i * table->size;
            if (caused_by(row, table->opened, lo, hi))
                TRY(recompute_assume(desk->books, table->id, row));
            if (table->changed != table->opened && caused_by(row, table->changed, lo, hi))
                TRY(recompute_assume(desk->books, table->id, row));
        }
    }
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
        TRY(entry_rows(desk->books, header, body, &chunk->claimed));
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
    TRY(drift_lines(desk, &chunk->expected, &chunk->found));
    TRY(unit_lines(desk, chunk->lo, chunk->hi, &chunk->expected));
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
    desk->books->packs = desk->packs;
    desk->books->pack_count = desk->pack_count;
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

static void compare_small(struct desk *desk)
{
    for (int id = 0; id < ROW_TABLES; id++) {
        const struct row_table *table = row_table((enum row_table_id)id);
        const struct books_facts *facts = &desk->books->facts[id];
        if (table->fact)
            desk_merge(desk, &(struct desk_merge){table->id, facts->items, desk->stored[id].rows, facts->count,
                                                  desk->stored[id].count, table->size});
    }
}

RESULT compare_tables(struct desk *desk)
{
    struct row_balance *balances = NULL;
    struct row_turnover *turnovers = NULL;
    struct row_voucher_counter *counters = NULL;
    size_t balance_count = 0, turnover_count = 0, counter_count = 0;
    const struct db_value in[] = {db_number((int64_t)desk->community)};
    compare_small(desk);
    TRY(table_list(desk->ctx, ROW_balance, CALL(sql_balance_verify, in), &balances, &balance_count));
    TRY(table_list(desk->ctx, ROW_turnover, CALL(sql_turnover_verify, in), &turnovers, &turnover_count));
    TRY(table_list(desk->ctx, ROW_voucher_counter, CALL(sql_voucher_counter_verify, in), &counters, &counter_count));
    TRY(drift_balances(desk, balances, balance_count));
    TRY(drift_turnovers(desk, turnovers, turnover_count));
    recompute_end(desk->books); /* sorts the sums again */
    desk_merge(desk, &(struct desk_merge){ROW_balance, desk->books->balances.items, balances,
                                          desk->books->balances.count, balance_count, sizeof *balances});
    desk_merge(desk, &(struct desk_merge){ROW_turnover, desk->books->turnovers.items, turnovers,
                                          desk->books->turnovers.count, turnover_count, sizeof *turnovers});
    desk_merge(desk, &(struct desk_merge){ROW_voucher_counter, desk->books->counters.items, counters,
                                          desk->books->counters.count, counter_count, sizeof *counters});
    return OK;
}
