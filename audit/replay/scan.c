#include "audit/replay/scan.h"

#include "base/canon.h"

#include <stdio.h>
#include <string.h>

enum { SCAN_BAD_MAX = 1 << 22 };

RESULT scan_init(struct scan *scan, struct arena *arena, struct report *report, const struct scan_in *in,
                 uint64_t watch)
{
    memset(scan, 0, sizeof *scan);
    scan->in = *in;
    scan->arena = arena;
    scan->report = report;
    scan->bad.arena = scan->strays.arena = arena;
    scan->bad.max = scan->strays.max = scan->seals.max = SCAN_BAD_MAX;
    scan->seals.arena = arena;
    for (int i = 0; i < TILE_LEVELS; i++) {
        scan->roots[i].arena = arena;
        scan->roots[i].max = SCAN_BAD_MAX;
        tree_init(&scan->tile[i]);
    }
    chain_init(&scan->chain, in->community, watch);
    return OK;
}

/* ---- findings ---- */

static struct finding begin(const struct scan *scan, enum finding_reason reason, const struct chain_verdict *v)
{
    struct finding finding = {.reason = reason,
                              .community = scan->in.community,
                              .table = "journal",
                              .has_seq = true,
                              .seq = v->seq,
                              .last = v->last};
    (void)snprintf(finding.key, sizeof finding.key, "seq=%llu", (unsigned long long)v->seq);
    return finding;
}

static enum finding_reason reason_of(enum chain_fault fault)
{
    switch (fault) {
    case CHAIN_ALTERED:
        return FOUND_record_altered;
    case CHAIN_REWRITTEN:
        return FOUND_record_rewritten;
    case CHAIN_MALFORMED:
        return FOUND_record_malformed;
    case CHAIN_MISSING:
        return FOUND_record_missing;
    case CHAIN_INSERTED:
        return FOUND_record_inserted;
    case CHAIN_MOVED:
        return FOUND_record_moved;
    case CHAIN_COMMUNITY:
        return FOUND_community_differs;
    case CHAIN_SEQ:
        return FOUND_seq_differs;
    case CHAIN_BATCH:
        return FOUND_batch_differs;
    case CHAIN_TIME:
        return FOUND_time_differs;
    case CHAIN_OK:
    case CHAIN_LEAF:
        break;
    }
    return FOUND_leaf_differs;
}

static void describe(struct finding *finding, const struct chain_verdict *v)
{
    char *found = finding->found;
    const size_t size = sizeof finding->found;
    const struct record_header *h = &v->header;
    if (v->has_leaf && (v->fault == CHAIN_MISSING || v->fault == CHAIN_MOVED))
        finding->content = canon_load_u64(v->leaf.b);
    if (v->fault == CHAIN_MOVED)
        (void)snprintf(found, size, "community_id=%012llu seq=%llu", (unsigned long long)finding->community,
                       (unsigned long long)v->stored_at);
    else if (v->fault == CHAIN_COMMUNITY)
        (void)snprintf(found, size, "%012llu", (unsigned long long)h->community);
    else if (v->fault == CHAIN_SEQ)
        (void)snprintf(found, size, "%llu", (unsigned long long)h->seq);
    else if (v->fault == CHAIN_BATCH)
        (void)snprintf(found, size, "%llu", (unsigned long long)h->batch);
    else if (v->fault == CHAIN_TIME)
        inst_format(h->recorded_at, found);
}

static void object_leaf(struct scan *scan, const struct chain_verdict *v)
{
    struct finding finding = begin(scan, FOUND_leaf_differs, v);
    (void)snprintf(finding.column, sizeof finding.column, "leaf");
    if (scan->in.leaves_in_tiles) {
        char path[TILE_PATH];
        tile_path(0, v->seq / TILE_WIDTH, TILE_WIDTH, path);
        finding.reason = FOUND_tile_differs;
        finding.table = "tile";
        (void)snprintf(finding.key, sizeof finding.key, "%s seq=%llu", path, (unsigned long long)v->seq);
    }
    (void)report_add(scan->report, &finding);
}

static void object_columns(struct scan *scan, const struct chain_verdict *v)
{
    static const struct {
        unsigned bit;
        const char *name;
    } columns[] = {{CHAIN_COLUMN_KIND, "kind"}, {CHAIN_COLUMN_TIME, "recorded_at"}, {CHAIN_COLUMN_EVENT, "event_id"}};
    struct finding finding = begin(scan, FOUND_column_differs, v);
    for (size_t i = 0; i < LENGTH(columns); i++) {
        if (!(v->columns & columns[i].bit))
            continue;
        if (finding.column[0])
            finding.consequences++;
        else
            (void)snprintf(finding.column, sizeof finding.column, "%s", columns[i].name);
    }
    (void)report_add(scan->report, &finding);
}

/* ---- verdicts ---- */

/* A tile is complete: its root is kept, and is a hash of the tile above. */
static RESULT keep_tile(struct scan *scan, const struct digest *root)
{
    struct digest hash = *root;
    TRY(LIST_ADD(&scan->roots[0], hash));
    for (int i = 1; i < TILE_LEVELS; i++) {
        tree_append(&scan->tile[i], &hash);
        if (scan->tile[i].size < TILE_WIDTH)
            return OK;
        tree_root(&scan->tile[i], &hash);
        tree_init(&scan->tile[i]);
        TRY(LIST_ADD(&scan->roots[i], hash));
    }
    return OK;
}

static RESULT take(struct scan *scan, const struct chain_verdict *v)
{
    if (v->fault == CHAIN_LEAF) {
        object_leaf(scan, v);
    } else if (v->fault != CHAIN_OK) {
        struct finding finding = begin(scan, reason_of(v->fault), v);
        describe(&finding, v);
        (void)report_add(scan->report, &finding);
    }
    if (v->fault == CHAIN_MOVED || v->fault == CHAIN_INSERTED)
        return LIST_ADD(&scan->strays, v->stored_at);
    if (!v->trusted)
        TRY(LIST_ADD(&scan->bad, (struct scan_bad){v->seq, v->last}));
    else if (v->stored_at != v->seq)
        report_consequence(scan->report, scan->in.community, v->seq, NULL);
    if (v->trusted && v->columns)
        object_columns(scan, v);
    if (v->has_root_before)
        TRY(LIST_ADD(&scan->seals, (struct scan_seal){v->seq, v->root_before}));
    scan->last_trusted = v->trusted;
    scan->last_recorded_at = v->header.recorded_at;
    if (!v->has_leaf)
        return OK;
    scan->last_leaf = v->leaf;
    return v->ends_tile ? keep_tile(scan, &v->tile_root) : OK;
}

static RESULT take_all(struct scan *scan)
{
    for (const struct chain_verdict *verdict = chain_next(&scan->chain); verdict; verdict = chain_next(&scan->chain))
        TRY(take(scan, verdict));
    return OK;
}

RESULT scan_row(struct scan *scan, const struct chain_row *row)
{
    scan->rows++;
    chain_add(&scan->chain, row);
    return take_all(scan);
}

RESULT scan_lost(struct scan *scan, uint64_t seq, const struct digest *leaf)
{
    chain_add_lost(&scan->chain, seq, leaf);
    return take_all(scan);
}

/* ---- the head ---- */

static struct finding begin_head(const struct scan *scan, enum finding_reason reason, const char *column)
{
    struct finding finding = {.reason = reason, .community = scan->in.community, .table = scan->in.head_table};
    (void)snprintf(finding.column, sizeof finding.column, "%s", column);
    return finding;
}

static void put_digest(char out[ROW_VALUE_TEXT], const struct digest *digest)
{
    hex_encode(BYTES(digest->b, 16), out);
}

/* Bytes and leaves agree with the head's root after all: it is the prev of the next record that is wrong. */
static void blame_prev(struct scan *scan)
{
    for (size_t i = 0; i < scan->report->findings.count; i++) {
        struct finding *finding = &scan->report->findings.items[i];
        if (finding->community != scan->in.community || finding->reason != FOUND_record_rewritten)
            continue;
        for (size_t b = 0; b < scan->bad.count; b++)
            if (scan->bad.items[b].seq == finding->seq)
                scan->bad.items[b] = (struct scan_bad){1, 0}; /* believed again */
        finding->reason = FOUND_prev_differs;
        finding->last = ++finding->seq;
        (void)snprintf(finding->key, sizeof finding->key, "seq=%llu", (unsigned long long)finding->seq);
    }
}

static RESULT size_differs(struct scan *scan, const struct scan_head *head, bool root_fits)
{
    struct chain_verdict v = {.seq = head->size, .last = scan->chain.next - 1};
    const bool beyond = scan->chain.has_watched_root && digest_equal(&scan->chain.watched_root, &head->root);
    struct finding finding = begin_head(scan, FOUND_head_differs, "size");
    if (!root_fits && head->size > scan->chain.next) {
        v.seq = scan->chain.next;
        v.last = head->size - 1;
        finding = begin(scan, FOUND_record_missing, &v);
    } else if (!root_fits && beyond) {
        finding = begin(scan, FOUND_record_beyond, &v);
        finding.consequences = v.last - v.seq;
    } else {
        (void)snprintf(finding.expected, sizeof finding.expected, "%llu", (unsigned long long)scan->chain.next);
        (void)snprintf(finding.found, sizeof finding.found, "%llu", (unsigned long long)head->size);
    }
    (void)report_add(scan->report, &finding);
    return finding.reason == FOUND_head_differs ? OK : LIST_ADD(&scan->bad, (struct scan_bad){v.seq, v.last});
}

static void root_differs(struct scan *scan, const struct scan_head *head, struct finding *finding)
{
    struct digest root;
    if (!chain_root(&scan->chain, &root) || digest_equal(&root, &head->root))
        return;
    if (report_has(scan->report, scan->in.community) && !finding->column[0]) {
        report_consequence(scan->report, scan->in.community, head->size, NULL); /* damaged records give another root */
        return;
    }
    *finding = begin_head(scan, FOUND_head_differs, "root");
    put_digest(finding->expected, &root);
    put_digest(finding->found, &head->root);
}

static void mark(const struct scan *scan, struct finding *finding, const char *column, bool wrong)
{
    if (!wrong)
        return;
    if (finding->column[0])
        finding->consequences++;
    else
        *finding = begin_head(scan, FOUND_head_differs, column);
}

/* Every column of the head against the records; one finding for the row. */
static void compare_head(struct scan *scan, const struct scan_head *head)
{
    struct finding finding = {.column = ""};
    uint8_t frontier[TREE_LEVELS * sizeof(struct digest)];
    const size_t used = tree_store(&scan->chain.tree, frontier);
    const bool known = scan->chain.tree_known;
    root_differs(scan, head, &finding);
    mark(scan, &finding, "leaf", known && head->leaf && !digest_equal(head->leaf, &scan->last_leaf));
    mark(scan, &finding, "frontier",
         known && head->frontier &&
             (head->frontier->size != used || memcmp(head->frontier->data, frontier, used) != 0));
    mark(scan, &finding, "recorded_at",
         head->has_recorded_at && scan->last_trusted && head->recorded_at != scan->last_recorded_at);
    mark(scan, &finding, "state", head->state < 0 || head->state > 2);
    if (finding.column[0])
        (void)report_add(scan->report, &finding);
    if (head->state != 2 || report_has(scan->report, scan->in.community))
        return;
    finding = begin_head(scan, FOUND_head_held, "state");
    (void)snprintf(finding.found, sizeof finding.found, "2");
    (void)report_add(scan->report, &finding);
}

RESULT scan_end(struct scan *scan, const struct scan_head *head)
{
    struct chain_head remembered = {0};
    struct digest root;
    if (head)
        remembered = (struct chain_head){head->size, &head->root, head->leaf};
    chain_end(&scan->chain, head ? &remembered : NULL);
    TRY(take_all(scan));
    const bool known = chain_root(&scan->chain, &root);
    if (!head) {
        struct finding finding = begin_head(scan, FOUND_head_missing, "");
        finding.content = known ? canon_load_u64(root.b) : 0;
        (void)snprintf(finding.found, sizeof finding.found, "%llu", (unsigned long long)scan->chain.next);
        if (scan->chain.next > 0)
            (void)report_add(scan->report, &finding);
        return OK;
    }
    if (head->size != scan->chain.next)
        return size_differs(scan, head, known && digest_equal(&root, &head->root));
    if (scan->chain.diverged && chain_stored_root(&scan->chain, &root) && digest_equal(&root, &head->root)) {
        blame_prev(scan);
        return OK;
    }
    compare_head(scan, head);
    return OK;
}

void scan_check_seals(struct scan *scan, const struct row_period *periods, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const uint64_t seq = (uint64_t)periods[i].seal_seq.value;
        for (size_t s = 0; s < scan->seals.count; s++) {
            const struct digest *root = &scan->seals.items[s].root;
            if (scan->seals.items[s].seq != seq || !scan_trusts(scan, seq) ||
                (periods[i].root.size == sizeof *root && memcmp(periods[i].root.data, root->b, sizeof *root) == 0))
                continue;
            struct finding finding = {.reason = FOUND_seal_differs,
                                      .community = scan->in.community,
                                      .table = "journal",
                                      .key = "root",
                                      .has_seq = true,
                                      .seq = seq,
                                      .last = seq};
            (void)report_add(scan->report, &finding);
        }
    }
}

bool scan_trusts(const struct scan *scan, uint64_t seq)
{
    for (size_t i = 0; i < scan->bad.count; i++)
        if (seq >= scan->bad.items[i].seq && seq <= scan->bad.items[i].last)
            return false;
    return true;
}

bool scan_is_stray(const struct scan *scan, uint64_t stored_at)
{
    for (size_t i = 0; i < scan->strays.count; i++)
        if (scan->strays.items[i] == stored_at)
            return true;
    return false;
}
