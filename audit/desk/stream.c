#include "audit/desk/stream.h"

#include "base/canon.h"
#include "embed/copy.h"
#include "embed/sql.h"

#include <stdio.h>
#include <string.h>

/* Days and microseconds between 1970-01-01 and PostgreSQL's epoch, in which COPY writes instants. */
static const inst copy_epoch = INT64_C(946684800000000);

/* ---- rows of the journal ---- */

enum { COLUMN_SEQ, COLUMN_KIND, COLUMN_TIME, COLUMN_EVENT, COLUMN_LEAF, COLUMN_RECORD, COLUMNS };

static RESULT take_row(struct desk *desk, const struct db_field *fields)
{
    struct chain_row row = {.seq = (uint64_t)db_field_number(fields[COLUMN_SEQ].bytes),
                            .record = fields[COLUMN_RECORD].bytes,
                            .has_columns = true};
    struct digest leaf = {{0}};
    if (fields[COLUMN_LEAF].bytes.size == sizeof leaf)
        memcpy(leaf.b, fields[COLUMN_LEAF].bytes.data, sizeof leaf);
    row.leaf = &leaf;
    row.kind = fields[COLUMN_KIND].bytes.data ? db_field_number(fields[COLUMN_KIND].bytes) : -1;
    row.recorded_at = fields[COLUMN_TIME].bytes.data ? db_field_number(fields[COLUMN_TIME].bytes) + copy_epoch : -1;
    if (fields[COLUMN_EVENT].bytes.size == sizeof row.event_id)
        memcpy(row.event_id.b, fields[COLUMN_EVENT].bytes.data, sizeof row.event_id);
    if (!row.record.data)
        row.record = BYTES("", 0);
    return scan_row(&desk->scan, &row);
}

static void close_copy(struct db_copy **copy)
{
    db_copy_close(copy);
}

static RESULT take_rows(struct desk *desk)
{
    CLEANUP(close_copy) struct db_copy *copy = NULL;
    struct db_field fields[COLUMNS];
    bool more = true;
    TRY(db_copy_open(desk->ctx, &copy_journal, desk->community, &copy));
    for (;;) {
        TRY(db_copy_next(copy, fields, COLUMNS, &more));
        if (!more)
            return OK;
        TRY(take_row(desk, fields));
    }
}

/* ---- the head ---- */

struct head_row {
    struct maybe size;
    struct bytes root, leaf, frontier;
    struct maybe recorded_at, sealed_to, state;
};

static RESULT read_head(struct desk *desk, struct head_row *ret_head, bool *ret_found)
{
    static const struct db_column row[] = {
        COLUMN(head_row, size),        COLUMN(head_row, root),      COLUMN(head_row, leaf), COLUMN(head_row, frontier),
        COLUMN(head_row, recorded_at), COLUMN(head_row, sealed_to), COLUMN(head_row, state)};
    const struct db_value in[] = {db_number((int64_t)desk->community)};
    return db_maybe(desk->ctx, CALL(sql_head_verify, in), ROW(head_row, row), ret_head, ret_found);
}

static struct digest digest_of(struct bytes stored)
{
    struct digest digest = {{0}};
    if (stored.size == sizeof digest)
        memcpy(digest.b, stored.data, sizeof digest);
    return digest;
}

/* A head without any record: extra, or the last trace of a lost journal; the rows of other tables will tell. */
static void keep_lone_head(struct desk *desk, const struct head_row *row)
{
    desk->has_lone_head = true;
    desk->lone_head = desk_finding(desk, FOUND_head_extra, "head");
    desk->lone_head.content = row->root.size >= 8 ? canon_load_u64(row->root.data) : 0;
    (void)snprintf(desk->lone_head.found, sizeof desk->lone_head.found, "community_id=%012llu size=%lld",
                   (unsigned long long)desk->community, (long long)row->size.value);
}

static RESULT end(struct desk *desk, const struct head_row *row)
{
    const struct digest leaf = digest_of(row->leaf);
    const struct scan_head head = {
        .size = (uint64_t)row->size.value,
        .root = digest_of(row->root),
        .leaf = &leaf,
        .frontier = &row->frontier,
        .has_recorded_at = true,
        .recorded_at = row->recorded_at.value,
        .state = row->state.present && row->state.value > 0 && row->state.value < 100 ? (int)row->state.value : -1};
    return scan_end(&desk->scan, &head);
}

RESULT stream_journal(struct desk *desk)
{
    const struct scan_in in = {.community = desk->community, .head_table = "head"};
    struct head_row head = {.size = {false, 0}};
    bool found;
    TRY(read_head(desk, &head, &found));
    TRY(scan_init(&desk->scan, desk->arena, desk->report, &in, found ? (uint64_t)head.size.value : 0));
    TRY(take_rows(desk));
    if (!found)
        return scan_end(&desk->scan, NULL);
    desk->has_head = desk->scan.rows > 0;
    desk->head_sealed = head.sealed_to;
    if (desk->scan.rows > 0)
        return end(desk, &head);
    keep_lone_head(desk, &head);
    return OK;
}

/* ---- tiles ---- */

struct tile_row {
    struct maybe level, tile_no;
    struct bytes hashes, root;
};

struct tile_pass {
    int64_t level, tile_no; /* expected next */
};

static struct finding tile_finding(const struct desk *desk, enum finding_reason reason, int64_t level, int64_t tile_no)
{
    struct finding finding = desk_finding(desk, reason, "tile");
    (void)snprintf(finding.key, sizeof finding.key, "level=%lld tile_no=%lld", (long long)level, (long long)tile_no);
    return finding;
}

static bool expects(const struct desk *desk, int64_t level, int64_t tile_no)
{
    return level >= 0 && level < TILE_LEVELS && tile_no >= 0 && (uint64_t)tile_no < desk->scan.roots[level].count;
}

/* Tiles that should have come before (level, tile_no). */
static void object_missing(struct desk *desk, struct tile_pass *pass, int64_t level, int64_t tile_no)
{
    for (;;) {
        while (pass->level < TILE_LEVELS && !expects(desk, pass->level, pass->tile_no)) {
            pass->level++;
            pass->tile_no = 0;
        }
        if (pass->level >= TILE_LEVELS || pass->level > level || (pass->level == level && pass->tile_no >= tile_no))
            return;
        struct finding finding = tile_finding(desk, FOUND_tile_missing, pass->level, pass->tile_no);
        finding.content = canon_load_u64(desk->scan.roots[pass->level].items[pass->tile_no].b);
        (void)report_add(desk->report, &finding);
        pass->tile_no++;
    }
}

static bool root_of_hashes(struct bytes hashes, struct digest *ret_root)
{
    struct tree_frontier tree;
    if (hashes.size != TILE_HASHES)
        return false;
    tree_init(&tree);
    for (size_t i = 0; i < TILE_WIDTH; i++) {
        struct digest hash;
        memcpy(hash.b, hashes.data + i * sizeof hash, sizeof hash);
        tree_append(&tree, &hash);
    }
    tree_root(&tree, ret_root);
    return true;
}

/* Where the leaves are not known, behind a gap or the last record, an extra tile is no damage of its own. */
static void object_extra(struct desk *desk, const struct tile_row *row, const struct digest *root)
{
    const int64_t level = row->level.value;
    struct finding finding = tile_finding(desk, FOUND_tile_extra, level, row->tile_no.value);
    const bool known = level >= 0 && level < TILE_LEVELS - 1 && row->tile_no.value >= 0;
    const uint64_t behind = known ? (uint64_t)(row->tile_no.value + 1) << (8 * (level + 1)) : 0;
    finding.content = canon_load_u64(root->b);
    if (desk->scan.chain.tree_known && !(behind > 0 && desk_lost(desk, behind - 1)))
        (void)report_add(desk->report, &finding);
    else
        report_consequence(desk->report, desk->community, UINT64_MAX, NULL);
}

static void judge_tile(struct desk *desk, struct tile_pass *pass, const struct tile_row *row)
{
    struct digest root = {{0}};
    const struct digest stored = digest_of(row->root);
    const bool whole = root_of_hashes(row->hashes, &root);
    object_missing(desk, pass, row->level.value, row->tile_no.value);
    if (!expects(desk, row->level.value, row->tile_no.value)) {
        object_extra(desk, row, &root);
        return;
    }
    const struct digest *expected = &desk->scan.roots[row->level.value].items[row->tile_no.value];
    if (!whole || !digest_equal(&root, expected) || !digest_equal(&stored, expected)) {
        struct finding finding = tile_finding(desk, FOUND_tile_differs, row->level.value, row->tile_no.value);
        (void)snprintf(finding.column, sizeof finding.column, "%s",
                       whole && digest_equal(&root, expected) ? "root" : "hashes");
        (void)report_add(desk->report, &finding);
    }
    pass->level = row->level.value;
    pass->tile_no = row->tile_no.value + 1;
}

static RESULT tiles_behind(struct desk *desk, int64_t level, int64_t tile_no, struct tile_row **ret_rows,
                           size_t *ret_count)
{
    static const struct db_column row[] = {COLUMN(tile_row, level), COLUMN(tile_row, tile_no), COLUMN(tile_row, hashes),
                                           COLUMN(tile_row, root)};
    const struct db_value in[] = {db_number((int64_t)desk->community), db_number(level), db_number(tile_no)};
    return db_list(desk->ctx, CALL(sql_tile_verify, in), ROW(tile_row, row), ret_rows, ret_count);
}

RESULT stream_tiles(struct desk *desk)
{
    struct tile_pass pass = {0, 0};
    struct tile_row *rows = NULL;
    int64_t level = INT16_MIN, tile_no = 0;
    size_t count = 0;
    do {
        struct arena *kept = desk_enter_chunk(desk);
        const result listed = tiles_behind(desk, level, tile_no, &rows, &count);
        for (size_t i = 0; !FAILED(listed) && i < count; i++) {
            judge_tile(desk, &pass, &rows[i]);
            level = rows[i].level.value;
            tile_no = rows[i].tile_no.value;
        }
        desk_leave_chunk(desk, kept);
        TRY(listed);
    } while (count > 0);
    object_missing(desk, &pass, TILE_LEVELS, 0);
    return OK;
}
