#include "audit/claim.h"

#include "base/digest.h"
#include "embed/sql.h"

#include <stdlib.h>
#include <string.h>

struct claim {
    uint64_t community_id;
    struct uuid event_id;
    struct digest request_mac;
    uint64_t first_seq;
    int32_t record_count;
};

static const struct db_column claim_row[] = {
    COLUMN(claim, community_id), COLUMN(claim, event_id),     COLUMN(claim, request_mac),
    COLUMN(claim, first_seq),    COLUMN(claim, record_count),
};

static int compare_keys(uint64_t a_community, const struct uuid *a, uint64_t b_community, const struct uuid *b)
{
    if (a_community != b_community)
        return a_community < b_community ? -1 : 1;
    return memcmp(a->b, b->b, sizeof a->b);
}

static int compare_claims(const void *x, const void *y)
{
    const struct claim *a = x, *b = y;
    return compare_keys(a->community_id, &a->event_id, b->community_id, &b->event_id);
}

static RESULT reused(struct ctx *ctx, const struct change_request *request)
{
    error_set(&ctx->error, "key", "%.*s", (int)request->key.size, (const char *)request->key.data);
    return REFUSE(idempotency, key_reused);
}

static RESULT settle_claims(struct ctx *ctx, struct change *change, struct claim *claims, size_t count)
{
    if (count > 0)
        qsort(claims, count, sizeof *claims, compare_claims);
    for (size_t i = 0; i < change->requests.count && count > 0; i++) {
        struct change_request *request = &change->requests.items[i];
        const struct claim key = {.community_id = request->community, .event_id = request->event_id};
        const struct claim *found = bsearch(&key, claims, count, sizeof *claims, compare_claims);
        if (!found)
            continue;
        if (!digest_equal(&found->request_mac, &request->mac))
            return reused(ctx, request);
        request->replayed = true;
        request->seq = found->first_seq;
    }
    return OK;
}

static int compare_request_pointers(const void *x, const void *y)
{
    const struct change_request *a = *(struct change_request *const *)x, *b = *(struct change_request *const *)y;
    const int order = compare_keys(a->community, &a->event_id, b->community, &b->event_id);
    return order ? order : (a > b) - (a < b);
}

/* One key twice inside a change cannot be two facts. */
static RESULT refuse_twins(struct ctx *ctx, const struct change *change)
{
    struct change_request **sorted;
    const size_t count = change->requests.count;
    TRY(ARENA_TAKE(ctx->arena, count + 1, &sorted));
    for (size_t i = 0; i < count; i++)
        sorted[i] = &change->requests.items[i];
    qsort(sorted, count, sizeof(struct change_request *), compare_request_pointers);
    for (size_t i = 1; i < count; i++)
        if (compare_keys(sorted[i - 1]->community, &sorted[i - 1]->event_id, sorted[i]->community,
                         &sorted[i]->event_id) == 0)
            return reused(ctx, sorted[i]);
    return OK;
}

RESULT claim_check(struct ctx *ctx, struct change *change)
{
    struct db_array communities, events;
    struct db_value in[2];
    struct claim *claims = NULL;
    size_t count = 0;
    db_array_init(&communities, ctx->arena, DB_INT8);
    db_array_init(&events, ctx->arena, DB_UUID);
    for (size_t i = 0; i < change->requests.count; i++) {
        const struct change_request *request = &change->requests.items[i];
        db_array_number(&communities, (int64_t)request->community);
        db_array_bytes(&events, BYTES(request->event_id.b, sizeof request->event_id.b));
    }
    TRY(db_array_value(&communities, &in[0]));
    TRY(db_array_value(&events, &in[1]));
    TRY(db_list(ctx, CALL(sql_claim_list, in), ROW(claim, claim_row), &claims, &count));
    TRY(settle_claims(ctx, change, claims, count));
    return refuse_twins(ctx, change);
}

RESULT claim_append(struct ctx *ctx, const struct change *change)
{
    struct db_array arrays[5];
    DB_ARRAYS_INIT(ctx->arena, arrays, DB_INT8, DB_UUID, DB_BYTEA, DB_INT8, DB_INT4);
    for (size_t i = 0; i < change->requests.count; i++) {
        const struct change_request *request = &change->requests.items[i];
        if (request->replayed)
            continue;
        db_array_number(&arrays[0], (int64_t)request->community);
        db_array_bytes(&arrays[1], BYTES(request->event_id.b, sizeof request->event_id.b));
        db_array_bytes(&arrays[2], BYTES(request->mac.b, sizeof request->mac.b));
        db_array_number(&arrays[3], (int64_t)request->seq);
        db_array_number(&arrays[4], request->item_count);
    }
    return db_exec_arrays(ctx, &sql_claim_append, arrays, LENGTH(arrays));
}
