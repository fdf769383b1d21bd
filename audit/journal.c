#include "audit/journal.h"

#include "audit/attachment.h"
#include "audit/claim.h"
#include "audit/correction.h"
#include "audit/gate.h"
#include "audit/head.h"
#include "audit/projection.h"
#include "audit/reservation.h"
#include "audit/series.h"
#include "base/digest.h"
#include "base/number.h"
#include "base/words.h"
#include "embed/sql.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { FLUSH_RECORDS = 1024, FLUSH_UNITS = 16384, FLUSH_ARENA = 256 << 20 };
static const inst clock_tolerance = INT64_C(15) * 60 * 1000000;

struct commit { /* one journal_commit under way */
    struct change *change;
    struct heads heads;
    inst recorded_at;
    struct arena *scratch; /* of one slice */
    struct db_array journal[7];
    struct projection *projection;
    size_t unit; /* next unit line of the change */
};

/* ---- what only the lock can decide ---- */

/* Opens the heads of communities that this change founds. */
static RESULT open_heads(struct ctx *ctx, const struct commit *commit, bool *ret_opened)
{
    const struct change *change = commit->change;
    for (size_t i = 0; i < change->items.count; i++) {
        const struct change_item *item = &change->items.items[i];
        if (item->kind != RECORD_community_opened || !change_is_new(change, item))
            continue;
        if (head_of(&commit->heads, change_community(change, item))) {
            head_name(ctx, change_community(change, item));
            return REFUSE(community, exists);
        }
        TRY(head_open(ctx, change_community(change, item)));
        *ret_opened = true;
    }
    return OK;
}

static RESULT check_seal(struct ctx *ctx, const struct head *head, const struct record_entry *entry)
{
    if (!head->sealed_to.present || entry->booking_date > head->sealed_to.value)
        return OK;
    char text[DATE_TEXT];
    date_format(entry->booking_date, text);
    error_set(&ctx->error, "value", "%s", text);
    date_format((day)head->sealed_to.value, text);
    error_set(&ctx->error, "sealed", "%s", text);
    return REFUSE(period, sealed);
}

static RESULT check_items(struct ctx *ctx, struct commit *commit)
{
    struct change *change = commit->change;
    for (size_t i = 0; i < change->items.count; i++) {
        const struct change_item *item = &change->items.items[i];
        if (!change_is_new(change, item))
            continue;
        const struct head *head = head_of(&commit->heads, change_community(change, item));
        error_set(&ctx->error, "entry", "%u", item->request + 1);
        if (item->kind == RECORD_entry)
            TRY(check_seal(ctx, head, item->body));
    }
    TRY(correction_check(ctx, change));
    TRY(attachment_check(ctx, change));
    TRY(order_check(ctx, change));
    TRY(reservation_check(ctx, change, commit->recorded_at));
    return gate_check(ctx, change, commit->recorded_at);
}

/* ---- writing ---- */

/* seq of every new record, then the links between them. */
static void give_seqs(struct commit *commit)
{
    struct change *change = commit->change;
    for (size_t i = 0; i < change->items.count; i++) {
        struct change_item *item = &change->items.items[i];
        struct change_request *request = &change->requests.items[item->request];
        if (request->replayed) {
            item->seq = request->seq + item->index;
            continue;
        }
        struct head *head = head_of(&commit->heads, request->community);
        item->seq = head->size++;
        if (item->index == 0)
            request->seq = item->seq;
    }
    for (size_t i = 0; i < commit->heads.count; i++)
        commit->heads.items[i].size = commit->heads.items[i].old_size;
    for (size_t i = 0; i < change->links.count; i++)
        *change->links.items[i].field = change->items.items[change->links.items[i].item].seq;
}

static RESULT begin_slice(struct commit *commit)
{
    arena_reset(commit->scratch);
    DB_ARRAYS_INIT(commit->scratch, commit->journal, DB_INT8, DB_INT8, DB_INT4, DB_INSTANT, DB_UUID, DB_BYTEA,
                   DB_BYTEA);
    return projection_new(commit->scratch, &commit->projection);
}

static RESULT end_slice(struct ctx *ctx, struct commit *commit)
{
    if (commit->journal[0].count == 0)
        return OK;
    TRY(db_exec_arrays(ctx, &sql_journal_append, commit->journal, LENGTH(commit->journal)));
    return projection_flush(ctx, commit->projection);
}

static RESULT next_slice(struct ctx *ctx, struct commit *commit)
{
    TRY(end_slice(ctx, commit));
    return begin_slice(commit);
}

static const struct change_item *item_of(const struct change *change, size_t unit)
{
    return &change->items.items[change->units.items[unit].item];
}

/* Unit lines of requests that were carried out before. */
static void skip_replayed_units(struct commit *commit)
{
    const struct change *change = commit->change;
    while (commit->unit < change->units.count && !change_is_new(change, item_of(change, commit->unit)))
        commit->unit++;
}

static RESULT write_item(struct ctx *ctx, struct commit *commit, struct change_item *item)
{
    const struct change_request *request = &commit->change->requests.items[item->request];
    struct head *head = head_of(&commit->heads, request->community);
    struct record_header header = {.kind = item->kind,
                                   .kind_version = 1,
                                   .community = request->community,
                                   .seq = item->seq,
                                   .prev = head->leaf,
                                   .batch = head->old_size,
                                   .recorded_at = commit->recorded_at,
                                   .actor_kind = (uint8_t)ctx->actor.kind,
                                   .actor = ctx->actor.subject,
                                   .actor_role = ctx->actor.role,
                                   .actor_key = ctx->actor.key,
                                   .event_id = record_event_id(request->community, request->key, item->index)};
    assert(item->seq == head->size);
    if (item->kind == RECORD_period_sealed)
        tree_root(&head->tree, &((struct record_period_sealed *)item->body)->root);
    random_bytes(ctx->random, header.blind.b, sizeof header.blind.b);
    struct bytes record;
    TRY(record_encode(commit->scratch, &header, item->body, &record));
    record_leaf(record, &item->leaf);
    tree_append(&head->tree, &item->leaf);
    head->leaf = item->leaf;
    head->size++;
    const int64_t numbers[] = {(int64_t)header.community, (int64_t)header.seq, header.kind, header.recorded_at};
    for (size_t i = 0; i < LENGTH(numbers); i++)
        db_array_number(&commit->journal[i], numbers[i]);
    db_array_bytes(&commit->journal[4], BYTES(header.event_id.b, sizeof header.event_id.b));
    db_array_bytes(&commit->journal[5], BYTES(item->leaf.b, sizeof item->leaf.b));
    db_array_bytes(&commit->journal[6], record);
    TRY(projection_add(ctx, commit->projection, &header, item->body));
    const struct change *change = commit->change;
    for (; commit->unit < change->units.count && item_of(change, commit->unit) == item; commit->unit++)
        projection_add_unit(commit->projection, &header, item->body, &change->units.items[commit->unit]);
    return OK;
}

static RESULT write_items(struct ctx *ctx, struct commit *commit)
{
    TRY(begin_slice(commit));
    size_t in_slice = 0;
    bool entries = false; /* in this slice */
    for (size_t i = 0; i < commit->change->items.count; i++) {
        struct change_item *item = &commit->change->items.items[i];
        if (!change_is_new(commit->change, item))
            continue;
        skip_replayed_units(commit);
        if (entries && item->kind == RECORD_reservation_closed) { /* its row must know first what they capture */
            TRY(next_slice(ctx, commit));
            entries = false;
            in_slice = 0;
        }
        TRY(write_item(ctx, commit, item));
        entries |= item->kind == RECORD_entry;
        if (++in_slice < FLUSH_RECORDS && projection_units(commit->projection) < FLUSH_UNITS)
            continue;
        TRY(next_slice(ctx, commit));
        in_slice = 0;
    }
    return end_slice(ctx, commit);
}

/* Openings `from` … `to` of the change; those of replayed requests were written the first time. */
static RESULT write_openings_slice(struct ctx *ctx, const struct change *change, size_t from, size_t to)
{
    struct db_array arrays[5];
    DB_ARRAYS_INIT(ctx->arena, arrays, DB_INT8, DB_BYTEA, DB_INT2, DB_BYTEA, DB_BYTEA);
    for (size_t i = from; i < to; i++) {
        const struct change_opening *opening = &change->openings.items[i];
        if (change->requests.items[opening->request].replayed)
            continue;
        db_array_number(&arrays[0], (int64_t)opening->community);
        db_array_bytes(&arrays[1], BYTES(opening->commitment.b, sizeof opening->commitment.b));
        db_array_number(&arrays[2], opening->class);
        db_array_bytes(&arrays[3], BYTES(opening->salt.b, sizeof opening->salt.b));
        db_array_bytes(&arrays[4], opening->value);
    }
    return db_exec_arrays(ctx, &sql_opening_append, arrays, LENGTH(arrays));
}

static RESULT write_keys(struct ctx *ctx, const struct change *change)
{
    struct db_array arrays[4];
    DB_ARRAYS_INIT(ctx->arena, arrays, DB_INT8, DB_UUID, DB_INT8, DB_BYTEA);
    for (size_t i = 0; i < change->keys.count; i++) {
        const struct change_key *key = &change->keys.items[i];
        if (change->requests.items[key->request].replayed)
            continue;
        db_array_number(&arrays[0], (int64_t)change->requests.items[key->request].community);
        db_array_bytes(&arrays[1], BYTES(key->unit.b, sizeof key->unit.b));
        db_array_number(&arrays[2], (int64_t)change->items.items[key->item].seq);
        db_array_bytes(&arrays[3], BYTES(key->key.b, sizeof key->key.b));
    }
    return db_exec_arrays(ctx, &sql_unit_key_append, arrays, LENGTH(arrays));
}

static RESULT write_evidence(struct ctx *ctx, const struct change *change)
{
    for (size_t i = 0; i < change->openings.count; i += FLUSH_RECORDS) {
        const size_t end = i + FLUSH_RECORDS < change->openings.count ? i + FLUSH_RECORDS : change->openings.count;
        TRY(write_openings_slice(ctx, change, i, end));
    }
    TRY(write_keys(ctx, change));
    for (size_t i = 0; i < change->blobs.count; i++) {
        const struct change_blob *blob = &change->blobs.items[i];
        if (change->requests.items[blob->request].replayed)
            continue;
        const struct db_value in[] = {db_number((int64_t)blob->community), db_uuid(&blob->document),
                                      db_digest(&blob->sha256), db_bytes(blob->content)};
        TRY(db_exec(ctx, CALL(sql_document_blob_append, in)));
    }
    return OK;
}

/* ---- the door ---- */

/* The machine's clock, never earlier than any head. */
static void settle_clock(const struct ctx *ctx, struct commit *commit)
{
    commit->recorded_at = ctx->now;
    for (size_t i = 0; i < commit->heads.count; i++)
        if (commit->heads.items[i].recorded_at > commit->recorded_at)
            commit->recorded_at = commit->heads.items[i].recorded_at;
}

/* Far behind a head it is not a clock. */
static RESULT check_clock(struct ctx *ctx, const struct commit *commit)
{
    const inst behind = commit->recorded_at - ctx->now;
    if (behind <= clock_tolerance)
        return OK;
    error_set(&ctx->error, "minutes", "%lld", (long long)(behind / 60000000));
    return REFUSE(journal, clock);
}

/* What was computed at a size of the journal holds only at that size. */
static RESULT check_sizes(struct ctx *ctx, const struct commit *commit)
{
    for (size_t i = 0; i < commit->change->requests.count; i++) {
        const struct change_request *request = &commit->change->requests.items[i];
        head_name(ctx, request->community);
        if (!request->replayed && request->at_size != 0 &&
            head_of(&commit->heads, request->community)->size != request->at_size)
            return REFUSE(journal, moved);
    }
    return OK;
}

/* Locks, and refuses what only the newest rows can refuse. *ret_new: whether anything is left to write. */
static RESULT settle(struct ctx *ctx, struct commit *commit, bool *ret_new)
{
    struct change *change = commit->change;
    reservation_retract(change);
    for (size_t i = 0; i < change->requests.count; i++)
        change->requests.items[i].replayed = false;
    TRY(head_lock(ctx, change, &commit->heads));
    TRY(claim_check(ctx, change));
    bool opened = false;
    TRY(open_heads(ctx, commit, &opened));
    if (opened)
        TRY(head_lock(ctx, change, &commit->heads)); /* again: now with those just opened */
    *ret_new = false;
    for (size_t i = 0; i < change->requests.count; i++) {
        const struct change_request *request = &change->requests.items[i];
        head_name(ctx, request->community);
        if (!head_of(&commit->heads, request->community))
            return REFUSE(community, unknown);
        *ret_new |= !request->replayed;
    }
    for (size_t i = 0; i < commit->heads.count; i++)
        TRY(head_check(ctx, &commit->heads.items[i]));
    TRY(check_sizes(ctx, commit));
    settle_clock(ctx, commit);
    TRY(check_items(ctx, commit));
    return *ret_new ? check_clock(ctx, commit) : OK;
}

static RESULT write_all(struct ctx *ctx, struct commit *commit)
{
    TRY(series_give(ctx, commit->change));
    give_seqs(commit);
    commit->scratch = arena_new(FLUSH_ARENA);
    if (!commit->scratch)
        return REFUSE(memory, exhausted);
    const result written = write_items(ctx, commit);
    arena_free(&commit->scratch);
    TRY(written);
    TRY(claim_append(ctx, commit->change));
    TRY(write_evidence(ctx, commit->change));
    return head_advance(ctx, &commit->heads, commit->recorded_at);
}

RESULT journal_commit(struct ctx *ctx, struct change *change)
{
    struct commit commit = {.change = change};
    bool new = false;
    if (change->requests.count == 0)
        return OK;
    TRY(settle(ctx, &commit, &new));
    if (new)
        return write_all(ctx, &commit);
    give_seqs(&commit);
    return OK;
}

/* The community of the details, held by hand of the program: the head does not follow from the journal. */
static RESULT hold(struct ctx *ctx, void *arg)
{
    const struct db_value in[] = {db_number(*(const int64_t *)arg)};
    return db_exec(ctx, CALL(sql_head_hold, in));
}

RESULT journal_run(struct ctx *ctx, result run(struct ctx *ctx, void *arg), void *arg)
{
    const result done = db_write(ctx, run, arg);
    if (done.code != ERROR_journal_head)
        return done;
    const struct error_detail kept = ctx->error;
    const char *named = error_get(&ctx->error, "community");
    int64_t community = 0;
    if (named && !FAILED(number_parse(named, 0, INT64_MAX, &community)))
        IGNORE(db_write(ctx, hold, &community)); /* the first refusal is the one to tell */
    ctx->error = kept;
    return done;
}

static RESULT commit_alone(struct ctx *ctx, void *change)
{
    return journal_commit(ctx, change);
}

RESULT journal_post(struct ctx *ctx, struct change *change)
{
    return journal_run(ctx, commit_alone, change);
}

struct claim_row {
    int64_t claimed;
};

RESULT journal_written(struct ctx *ctx, uint64_t community, const char *key, bool *ret_written)
{
    static const struct db_column row[] = {COLUMN(claim_row, claimed)};
    const struct uuid event = record_event_id(community, BYTES(key, strlen(key)), 0);
    const struct db_value in[] = {db_number((int64_t)community), db_uuid(&event)};
    struct claim_row found;
    TRY(db_one(ctx, CALL(sql_claim_known, in), ROW(claim_row, row), &found));
    *ret_written = found.claimed > 0;
    return OK;
}

RESULT journal_head(struct ctx *ctx, uint64_t community, struct journal_head *ret_head)
{
    static const struct db_column row[] = {COLUMN(journal_head, community_id), COLUMN(journal_head, size),
                                           COLUMN(journal_head, root), COLUMN(journal_head, recorded_at)};
    const struct db_value in[] = {db_number((int64_t)community)};
    bool found;
    TRY(db_maybe(ctx, CALL(sql_head_get, in), ROW(journal_head, row), ret_head, &found));
    head_name(ctx, community);
    return found ? OK : REFUSE(community, unknown);
}

struct secret_row {
    struct digest secret;
};

RESULT journal_secret(struct ctx *ctx, struct digest *ret_secret)
{
    static const struct db_column row[] = {COLUMN(secret_row, secret)};
    struct secret_row found;
    TRY(db_one(ctx, CALL0(sql_secret_get), ROW(secret_row, row), &found));
    *ret_secret = found.secret;
    return OK;
}
