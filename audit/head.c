#include "audit/head.h"

#include "embed/sql.h"

#include <stdlib.h>

enum { TILE = 256 };

static const struct db_column head_row[] = {
    COLUMN(head, community_id), COLUMN(head, size),         COLUMN(head, leaf),
    COLUMN(head, frontier),     COLUMN(head, recorded_at),  COLUMN(head, sealed_to),
    COLUMN(head, state),        COLUMN(head, journal_size), COLUMN(head, journal_leaf),
};

void head_name(struct ctx *ctx, uint64_t community)
{
    error_set(&ctx->error, "community", "%012llu", (unsigned long long)community);
}

static int compare_u64(const void *x, const void *y)
{
    const uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return (a > b) - (a < b);
}

/* Distinct communities of the change, ascending. */
static RESULT list_communities(struct ctx *ctx, const struct change *change, uint64_t **ret_list, size_t *ret_count)
{
    uint64_t *list;
    TRY(ARENA_TAKE(ctx->arena, change->requests.count + 1, &list));
    for (size_t i = 0; i < change->requests.count; i++)
        list[i] = change->requests.items[i].community;
    qsort(list, change->requests.count, sizeof *list, compare_u64);
    size_t count = 0;
    for (size_t i = 0; i < change->requests.count; i++)
        if (count == 0 || list[count - 1] != list[i])
            list[count++] = list[i];
    *ret_list = list;
    *ret_count = count;
    return OK;
}

struct head *head_of(const struct heads *heads, uint64_t community)
{
    size_t low = 0, high = heads->count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (heads->items[middle].community_id < community)
            low = middle + 1;
        else
            high = middle;
    }
    return low < heads->count && heads->items[low].community_id == community ? &heads->items[low] : NULL;
}

RESULT head_lock(struct ctx *ctx, const struct change *change, struct heads *ret_heads)
{
    uint64_t *communities;
    size_t count;
    TRY(list_communities(ctx, change, &communities, &count));
    struct db_array list;
    struct db_value in[1];
    db_array_init(&list, ctx->arena, DB_INT8);
    for (size_t i = 0; i < count; i++)
        db_array_number(&list, (int64_t)communities[i]);
    TRY(db_array_value(&list, &in[0]));
    return db_list(ctx, CALL(sql_head_lock, in), ROW(head, head_row), &ret_heads->items, &ret_heads->count);
}

/* Head against newest journal row: they were written in one transaction, so any difference is somebody's hand. */
RESULT head_check(struct ctx *ctx, struct head *head)
{
    static const struct digest nothing = {{0}};
    head_name(ctx, head->community_id);
    if (head->state == 2) {
        error_set(&ctx->error, "reason", "held");
        return REFUSE(community, held);
    }
    if (head->state == 3)
        return REFUSE(community, closed);
    const struct digest *expected = &nothing;
    if (head->journal_size > 0)
        expected = (const struct digest *)(const void *)head->journal_leaf.data;
    if (head->size != head->journal_size || !digest_equal(&head->leaf, expected))
        return REFUSE(journal, head);
    if (FAILED(tree_load(head->size, head->frontier, &head->tree)))
        return REFUSE(journal, head);
    head->old_size = head->size;
    return OK;
}

RESULT head_open(struct ctx *ctx, uint64_t community)
{
    static const struct digest nothing = {{0}};
    struct tree_frontier empty;
    struct digest root;
    tree_init(&empty);
    tree_root(&empty, &root);
    const struct db_value in[] = {db_number((int64_t)community), db_digest(&root), db_digest(&nothing),
                                  db_number(ctx->now)};
    return db_exec(ctx, CALL(sql_head_open, in));
}

struct tile_row {
    struct bytes hashes;
};

static RESULT write_tile(struct ctx *ctx, uint64_t community, int level, uint64_t tile_no)
{
    static const struct db_column row[] = {COLUMN(tile_row, hashes)};
    struct tile_row tile = {{NULL, 0}};
    const struct db_value leaves[] = {db_number((int64_t)community), db_number((int64_t)tile_no)};
    const struct db_value roots[] = {db_number((int64_t)community), db_number(level - 1), db_number((int64_t)tile_no)};
    if (level == 0)
        TRY(db_one(ctx, CALL(sql_tile_leaves, leaves), ROW(tile_row, row), &tile));
    else
        TRY(db_one(ctx, CALL(sql_tile_roots, roots), ROW(tile_row, row), &tile));
    if (tile.hashes.size != TILE * sizeof(struct digest))
        return REFUSE(journal, head);
    struct tree_frontier tree;
    struct digest root;
    tree_init(&tree);
    for (size_t i = 0; i < TILE; i++)
        tree_append(&tree, (const struct digest *)(const void *)(tile.hashes.data + i * sizeof root));
    tree_root(&tree, &root);
    const struct db_value in[] = {db_number((int64_t)community), db_number(level), db_number((int64_t)tile_no),
                                  db_bytes(tile.hashes), db_digest(&root)};
    return db_exec(ctx, CALL(sql_tile_append, in));
}

/* Every tile of every level that filled up between the old and the new size. */
static RESULT write_tiles(struct ctx *ctx, const struct head *head)
{
    uint64_t before = head->old_size / TILE, after = head->size / TILE;
    for (int level = 0; after > before; level++) {
        for (uint64_t tile_no = before; tile_no < after; tile_no++)
            TRY(write_tile(ctx, head->community_id, level, tile_no));
        before /= TILE;
        after /= TILE;
    }
    return OK;
}

RESULT head_advance(struct ctx *ctx, const struct heads *heads, inst recorded_at)
{
    struct db_array arrays[6];
    struct db_value in[LENGTH(arrays) + 1];
    DB_ARRAYS_INIT(ctx->arena, arrays, DB_INT8, DB_INT8, DB_INT8, DB_BYTEA, DB_BYTEA, DB_BYTEA);
    for (size_t i = 0; i < heads->count; i++) {
        const struct head *head = &heads->items[i];
        if (head->size == head->old_size)
            continue;
        struct digest root;
        uint8_t frontier[TREE_LEVELS * sizeof(struct digest)];
        tree_root(&head->tree, &root);
        const size_t used = tree_store(&head->tree, frontier);
        db_array_number(&arrays[0], (int64_t)head->community_id);
        db_array_number(&arrays[1], (int64_t)head->old_size);
        db_array_number(&arrays[2], (int64_t)head->size);
        db_array_bytes(&arrays[3], BYTES(root.b, sizeof root.b));
        db_array_bytes(&arrays[4], BYTES(head->leaf.b, sizeof head->leaf.b));
        db_array_bytes(&arrays[5], BYTES(frontier, used));
        TRY(write_tiles(ctx, head));
    }
    TRY(db_arrays_value(arrays, LENGTH(arrays), in));
    in[LENGTH(arrays)] = db_number(recorded_at);
    return arrays[0].count > 0 ? db_exec(ctx, CALL(sql_head_advance, in)) : OK;
}
