#include "audit/past.h"

#include "audit/log/tree.h"
#include "embed/sql.h"

enum { TILE_BITS = 8 };

struct size_row {
    int64_t size;
};

struct hash_row {
    int32_t level;
    int64_t no;
    struct digest hash;
};

RESULT past_size(struct ctx *ctx, uint64_t community, inst known_at, uint64_t *ret_size)
{
    static const struct db_column row[] = {COLUMN(size_row, size)};
    const struct db_value in[] = {db_number((int64_t)community), db_number(known_at)};
    struct size_row found = {0};
    TRY(db_one(ctx, CALL(sql_past_size, in), ROW(size_row, row), &found));
    *ret_size = (uint64_t)found.size;
    return OK;
}

/* The perfect subtrees over the hashes of one level that no tile of the level above holds, behind those of the levels
 * above. */
static void add_level(struct tree_frontier *whole, const struct hash_row *rows, size_t count)
{
    struct tree_frontier part;
    tree_init(&part);
    for (size_t i = 0; i < count; i++)
        tree_append(&part, &rows[i].hash);
    for (uint32_t i = 0; i < part.count; i++)
        whole->node[whole->count++] = part.node[i];
}

RESULT past_root(struct ctx *ctx, uint64_t community, uint64_t size, struct digest *ret_root)
{
    static const struct db_column row[] = {COLUMN(hash_row, level), COLUMN(hash_row, no), COLUMN(hash_row, hash)};
    const struct db_value in[] = {db_number((int64_t)community), db_number((int64_t)size)};
    struct tree_frontier whole;
    struct hash_row *rows = NULL;
    size_t count = 0;
    uint64_t covered = 0;
    TRY(db_list(ctx, CALL(sql_past_hashes, in), ROW(hash_row, row), &rows, &count));
    tree_init(&whole);
    for (size_t i = 0; i < count;) {
        size_t end = i;
        while (end < count && rows[end].level == rows[i].level)
            covered += UINT64_C(1) << (TILE_BITS * rows[end++].level);
        add_level(&whole, rows + i, end - i);
        i = end;
    }
    error_set(&ctx->error, "community", "%012llu", (unsigned long long)community);
    if (covered != size)
        return REFUSE(journal, head);
    whole.size = size;
    tree_root(&whole, ret_root);
    return OK;
}
