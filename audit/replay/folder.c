#include "audit/replay/folder.h"

#include <stdio.h>
#include <string.h>

enum { FOLDER_BUNDLE_ARENA = 96 << 20, FOLDER_ABSENT_MAX = 256 };

struct folder { /* one verification under way */
    struct ctx *ctx;
    int dir;
    struct folder_verdict *out;
    struct arena *bundle; /* memory of one bundle */
    uint32_t absent;      /* bundles in a row that are not there, nor their hashes */
    struct scan scan;
};

static uint32_t width_of(const struct folder *f, uint64_t tile_no)
{
    const uint64_t rest = f->out->checkpoint.size - tile_no * TILE_WIDTH;
    return rest < TILE_WIDTH ? (uint32_t)rest : TILE_WIDTH;
}

static uint64_t count_tiles(const struct folder *f)
{
    return f->out->checkpoint.size / TILE_WIDTH + (f->out->checkpoint.size % TILE_WIDTH > 0);
}

static void object_file(struct folder *f, enum finding_reason reason, const char *path)
{
    struct finding finding = {.reason = reason, .community = f->out->checkpoint.community, .table = "tile"};
    (void)snprintf(finding.key, sizeof finding.key, "%s", path);
    (void)report_add(&f->out->report, &finding);
}

/* A file of the folder in the memory of this bundle, data NULL when there is none. Too large is as good as damaged. */
static RESULT read_file(struct folder *f, const char *path, size_t max, struct bytes *ret_file)
{
    struct arena *kept = f->ctx->arena;
    f->ctx->arena = f->bundle;
    const result got = tile_read(f->ctx, f->dir, path, max, ret_file);
    f->ctx->arena = kept;
    if (got.code != ERROR_file_too_large)
        return got;
    *ret_file = BYTES("", 0);
    return OK;
}

/* The hashes of a tile; NULL and, unless its records are absent too, a finding when they are not there as they should
 * be. */
static RESULT read_hashes(struct folder *f, int level, uint64_t tile_no, uint32_t width,
                          const struct digest **ret_hashes)
{
    char path[TILE_PATH];
    struct bytes file;
    *ret_hashes = NULL;
    tile_path(level, tile_no, width, path);
    TRY(read_file(f, path, TILE_HASHES, &file));
    if (file.data && file.size == width * sizeof(struct digest))
        *ret_hashes = (const struct digest *)(const void *)file.data;
    else if (file.data)
        object_file(f, FOUND_tile_differs, path);
    else if (level > 0 || f->absent == 0)
        object_file(f, FOUND_tile_missing, path);
    return OK;
}

/* data NULL when there is none. */
static RESULT read_bundle(struct folder *f, uint64_t tile_no, struct bytes *ret_bundle)
{
    char path[TILE_PATH];
    tile_path(TILE_ENTRIES, tile_no, width_of(f, tile_no), path);
    return read_file(f, path, TILE_BUNDLE_MAX, ret_bundle);
}

/* ---- first pass: bytes, chain, tree ---- */

static RESULT scan_bundle(struct folder *f, uint64_t tile_no)
{
    const uint32_t width = width_of(f, tile_no);
    const struct digest *hashes;
    struct bytes bundle;
    bool torn = false;
    arena_reset(f->bundle);
    TRY(read_bundle(f, tile_no, &bundle));
    f->absent = bundle.data ? 0 : f->absent + 1;
    TRY(read_hashes(f, 0, tile_no, width, &hashes));
    f->absent = hashes ? 0 : f->absent;
    for (uint32_t i = 0; i < width; i++) {
        const uint64_t seq = tile_no * TILE_WIDTH + i;
        struct chain_row row = {.seq = seq, .leaf = hashes ? &hashes[i] : NULL};
        torn = torn || !tile_bundle_next(&bundle, &row.record);
        if (!torn)
            TRY(scan_row(&f->scan, &row));
        else if (hashes)
            TRY(scan_lost(&f->scan, seq, &hashes[i]));
    }
    if (!torn && bundle.size > 0) {
        char path[TILE_PATH];
        tile_path(TILE_ENTRIES, tile_no, width, path);
        object_file(f, FOUND_tile_differs, path);
    }
    return OK;
}

static RESULT scan_all(struct folder *f)
{
    const struct scan_head head = {.size = f->out->checkpoint.size, .root = f->out->checkpoint.root};
    for (uint64_t i = 0; i < count_tiles(f) && f->absent < FOLDER_ABSENT_MAX; i++) /* a checkpoint may claim any size */
        TRY(scan_bundle(f, i));
    TRY(scan_end(&f->scan, &head));
    f->out->records = f->scan.rows;
    f->out->recorded_at = f->scan.last_recorded_at;
    return OK;
}

/* ---- the tiles above the leaves ---- */

static RESULT check_tile(struct folder *f, int level, uint64_t tile_no, uint32_t width)
{
    const struct digest *hashes;
    arena_reset(f->bundle);
    TRY(read_hashes(f, level, tile_no, width, &hashes));
    for (uint32_t i = 0; hashes && i < width; i++) {
        char path[TILE_PATH];
        const uint64_t at = tile_no * TILE_WIDTH + i;
        if (at < f->scan.roots[level - 1].count && digest_equal(&hashes[i], &f->scan.roots[level - 1].items[at]))
            continue;
        tile_path(level, tile_no, width, path);
        object_file(f, FOUND_tile_differs, path);
        return OK;
    }
    return OK;
}

static RESULT check_tiles(struct folder *f)
{
    const uint64_t size = f->out->checkpoint.size;
    for (int level = 1; level < TILE_LEVELS && size >> (8 * level) > 0; level++) {
        const uint64_t hashes = size >> (8 * level);
        for (uint64_t i = 0; i < hashes / TILE_WIDTH; i++)
            TRY(check_tile(f, level, i, TILE_WIDTH));
        if (tile_partial(level, size) > 0)
            TRY(check_tile(f, level, hashes / TILE_WIDTH, tile_partial(level, size)));
    }
    return OK;
}

/* ---- second pass: the books ---- */

static RESULT replay_record(struct folder *f, uint64_t seq, struct bytes record)
{
    struct record_header *header;
    const void *body = NULL;
    struct books_rows rows;
    if (!scan_trusts(&f->scan, seq))
        return recompute_lost(f->out->books, 0);
    TRY(ARENA_TAKE(f->bundle, 1, &header)); /* rows point into it */
    const result decoded = record_decode(f->bundle, record, header, &body);
    if (decoded.code == ERROR_memory_exhausted)
        return decoded;
    if (FAILED(decoded)) {
        struct finding finding = {.reason = FOUND_record_malformed,
                                  .community = f->out->checkpoint.community,
                                  .table = "journal",
                                  .has_seq = true,
                                  .seq = seq,
                                  .last = seq};
        (void)report_add(&f->out->report, &finding);
        return recompute_lost(f->out->books, 0);
    }
    header->seq = seq; /* where it stands, whatever it says */
    books_rows_init(&rows, f->bundle);
    return recompute_record(f->out->books, header, body, &rows);
}

static RESULT replay_bundle(struct folder *f, uint64_t tile_no)
{
    struct bytes bundle, record;
    arena_reset(f->bundle);
    TRY(read_bundle(f, tile_no, &bundle));
    for (uint32_t i = 0; i < width_of(f, tile_no); i++) {
        const uint64_t seq = tile_no * TILE_WIDTH + i;
        if (seq >= f->scan.chain.next)
            return OK;
        if (tile_bundle_next(&bundle, &record))
            TRY(replay_record(f, seq, record));
        else
            TRY(recompute_lost(f->out->books, 0));
    }
    return OK;
}

/* Once a record is lost, what the rules miss is its consequence: it is counted, not told. */
static RESULT replay_all(struct folder *f)
{
    struct report aside;
    struct report *report = &f->out->report;
    report_init(&aside, f->ctx->arena);
    TRY(recompute_new(f->ctx->arena, f->out->checkpoint.community, report->broken ? &aside : report, &f->out->books));
    for (uint64_t i = 0; i < count_tiles(f) && i * TILE_WIDTH < f->scan.chain.next; i++)
        TRY(replay_bundle(f, i));
    recompute_end(f->out->books);
    if (!f->out->books->lost)
        scan_check_seals(&f->scan, FACTS(f->out->books, period), f->out->books->facts[ROW_period].count);
    for (size_t i = 0; i < aside.findings.count; i++)
        report_consequence(report, f->out->checkpoint.community, aside.findings.items[i].seq, NULL);
    return OK;
}

/* ---- the whole ---- */

static RESULT read_checkpoint(struct folder *f)
{
    struct bytes text;
    TRY(read_file(f, "checkpoint", TILE_CHECKPOINT_MAX, &text));
    if (!text.data) {
        error_set(&f->ctx->error, "file", "checkpoint");
        error_set(&f->ctx->error, "reason", "no such file");
        return REFUSE(file, unreadable);
    }
    f->out->has_checkpoint = !FAILED(tile_checkpoint_parse(text, &f->out->checkpoint));
    if (f->out->has_checkpoint)
        return OK;
    struct finding finding = {.reason = FOUND_head_differs, .table = "checkpoint"};
    (void)snprintf(finding.column, sizeof finding.column, "format");
    f->out->checkpoint = (struct tile_checkpoint){0};
    (void)report_add(&f->out->report, &finding);
    return OK;
}

static RESULT verify(struct folder *f)
{
    TRY(read_checkpoint(f));
    if (!f->out->has_checkpoint)
        return OK;
    const struct scan_in in = {
        .community = f->out->checkpoint.community, .leaves_in_tiles = true, .head_table = "checkpoint"};
    TRY(scan_init(&f->scan, f->ctx->arena, &f->out->report, &in, f->out->checkpoint.size));
    TRY(scan_all(f));
    if (f->scan.chain.tree_known && f->scan.chain.next == f->out->checkpoint.size)
        TRY(check_tiles(f));
    return replay_all(f);
}

RESULT folder_verify(struct ctx *ctx, int dir, struct folder_verdict *ret_verdict)
{
    struct folder *f;
    memset(ret_verdict, 0, sizeof *ret_verdict);
    report_init(&ret_verdict->report, ctx->arena);
    TRY(ARENA_TAKE(ctx->arena, 1, &f));
    *f = (struct folder){.ctx = ctx, .dir = dir, .out = ret_verdict, .bundle = arena_new(FOLDER_BUNDLE_ARENA)};
    if (!f->bundle)
        return REFUSE(memory, exhausted);
    const result verified = verify(f);
    arena_free(&f->bundle);
    return verified;
}
