#include "audit/ballot.h"

#include "audit/log/tree.h"
#include "base/canon.h"
#include "base/record.h"
#include "embed/sql.h"

#include <stdlib.h>
#include <string.h>

enum { LEAF_MAX = 64 };

static int compare_voters(const void *x, const void *y)
{
    const struct ballot *a = x, *b = y;
    return memcmp(a->voter.b, b->voter.b, sizeof a->voter.b);
}

static RESULT leaf_of(struct ctx *ctx, const struct ballot *ballot, struct digest *ret_leaf)
{
    struct buffer out;
    struct bytes value;
    buffer_init(&out, ctx->arena, LEAF_MAX);
    buffer_put(&out, ballot->voter.b, sizeof ballot->voter.b);
    canon_u8(&out, ballot->choice);
    canon_u32(&out, ballot->units);
    canon_u64(&out, ballot->area_cm2);
    TRY(buffer_done(&out, &value));
    *ret_leaf = record_ballot_leaf(&ballot->salt, value);
    return OK;
}

RESULT ballot_seal(struct ctx *ctx, struct ballot *list, size_t count, struct digest *ret_root)
{
    struct tree_frontier tree;
    struct digest leaf;
    tree_init(&tree);
    if (count > 1)
        qsort(list, count, sizeof *list, compare_voters);
    for (size_t i = 0; i < count; i++) {
        random_bytes(ctx->random, list[i].salt.b, sizeof list[i].salt.b);
        TRY(leaf_of(ctx, &list[i], &leaf));
        tree_append(&tree, &leaf);
    }
    tree_root(&tree, ret_root);
    return OK;
}

RESULT ballot_write(struct ctx *ctx, uint64_t community, uint64_t decision_seq, const struct ballot *list, size_t count)
{
    struct db_array arrays[5];
    struct db_value in[2 + LENGTH(arrays)] = {db_number((int64_t)community), db_number((int64_t)decision_seq)};
    DB_ARRAYS_INIT(ctx->arena, arrays, DB_UUID, DB_INT2, DB_INT8, DB_INT8, DB_BYTEA);
    if (count == 0)
        return OK;
    for (size_t i = 0; i < count; i++) {
        db_array_bytes(&arrays[0], BYTES(list[i].voter.b, sizeof list[i].voter.b));
        db_array_number(&arrays[1], list[i].choice);
        db_array_number(&arrays[2], list[i].units);
        db_array_number(&arrays[3], (int64_t)list[i].area_cm2);
        db_array_bytes(&arrays[4], BYTES(list[i].salt.b, sizeof list[i].salt.b));
    }
    TRY(db_arrays_value(arrays, LENGTH(arrays), &in[2]));
    return db_exec(ctx, CALL(sql_ballot_append, in));
}
