#include "audit/order.h"

#include "base/words.h"
#include "embed/sql.h"

struct frozen_row {
    int64_t ordinal, order_seq;
};

RESULT order_frozen_among(struct ctx *ctx, const struct order_key *keys, size_t count, uint64_t **ret_orders)
{
    static const struct db_column row[] = {COLUMN(frozen_row, ordinal), COLUMN(frozen_row, order_seq)};
    struct db_array arrays[2];
    struct db_value in[LENGTH(arrays)];
    struct frozen_row *rows = NULL;
    size_t found = 0;
    DB_ARRAYS_INIT(ctx->arena, arrays, DB_INT8, DB_INT8);
    for (size_t i = 0; i < count; i++) {
        db_array_number(&arrays[0], (int64_t)keys[i].community);
        db_array_number(&arrays[1], (int64_t)keys[i].seq);
    }
    TRY(ARENA_TAKE(ctx->arena, count + 1, ret_orders));
    TRY(db_arrays_value(arrays, LENGTH(arrays), in));
    if (count > 0)
        TRY(db_list(ctx, CALL(sql_order_frozen_list, in), ROW(frozen_row, row), &rows, &found));
    for (size_t i = 0; i < found; i++)
        (*ret_orders)[rows[i].ordinal - 1] = (uint64_t)rows[i].order_seq;
    return OK;
}

struct resting { /* what the change pays on */
    LIST(struct order_key) keys;
    LIST(uint32_t) requests;
};

static RESULT add_refs(struct resting *resting, uint64_t community, uint32_t request, const struct record_ref *refs,
                       uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        TRY(LIST_ADD(&resting->keys, (struct order_key){community, refs[i].seq}));
        TRY(LIST_ADD(&resting->requests, request));
    }
    return OK;
}

static RESULT add_item(struct resting *resting, uint64_t community, const struct change_item *item)
{
    const struct record_reservation_made *made = item->body;
    const struct record_entry *entry = item->body;
    if (item->kind == RECORD_reservation_made)
        return add_refs(resting, community, item->request, made->refs, made->refs_count);
    for (uint32_t i = 0; item->kind == RECORD_entry && i < entry->refs_count; i++)
        if (entry->refs[i].role == REF_CAPTURES)
            TRY(add_refs(resting, community, item->request, &entry->refs[i], 1));
    return OK;
}

/*= CN-PMR-19-2 责令限期改正或者撤销其决定：所指的决定不得再据以付款 */
RESULT order_check(struct ctx *ctx, struct change *change)
{
    struct resting resting = {.keys = {.arena = ctx->arena, .max = CHANGE_LINKS_MAX},
                              .requests = {.arena = ctx->arena, .max = CHANGE_LINKS_MAX}};
    uint64_t *orders;
    for (size_t i = 0; i < change->items.count; i++) {
        const struct change_item *item = &change->items.items[i];
        if (change_is_new(change, item))
            TRY(add_item(&resting, change_community(change, item), item));
    }
    TRY(order_frozen_among(ctx, resting.keys.items, resting.keys.count, &orders));
    for (size_t i = 0; i < resting.keys.count; i++) {
        if (orders[i] == 0)
            continue;
        error_set(&ctx->error, "entry", "%u", resting.requests.items[i] + 1);
        error_set(&ctx->error, "subject", "#%llu", (unsigned long long)resting.keys.items[i].seq);
        error_set(&ctx->error, "order", "#%llu", (unsigned long long)orders[i]);
        return REFUSE(order, frozen);
    }
    return OK;
}
