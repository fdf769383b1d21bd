#include "ledger/matter/asset.h"

#include "base/canon.h"
#include "embed/sql.h"
#include "ledger/people/community.h"

#include <assert.h>
#include <string.h>

/* The stream in which things of a kind earn, unless somebody says otherwise. */
static const uint8_t streams[] = {[ASSET_PARKING] = 1,  [ASSET_LIFT_FRAME] = 3, [ASSET_LOCKER] = 7,
                                  [ASSET_CHARGING] = 9, [ASSET_VENUE] = 11,     [ASSET_OTHER] = 6};

struct asset_row {
    struct uuid asset;
    uint64_t seq;
    day from_date;
    struct bytes details;
};

static RESULT read_details(struct ctx *ctx, const struct asset_row *row, struct asset *ret_asset)
{
    struct canon_reader reader;
    canon_open(&reader, row->details);
    *ret_asset = (struct asset){.asset = row->asset, .seq = row->seq, .from_date = row->from_date};
    ret_asset->kind = canon_read_u16(&reader);
    ret_asset->stream = canon_read_u16(&reader);
    ret_asset->count = canon_read_u32(&reader);
    const struct bytes place = canon_read_bytes(&reader, ASSET_PLACE_MAX);
    TRY(canon_end(&reader));
    return arena_text(ctx->arena, (const char *)place.data, place.size, &ret_asset->place);
}

RESULT asset_list(struct ctx *ctx, uint64_t community, struct asset **ret_list, size_t *ret_count)
{
    static const struct db_column columns[] = {COLUMN(asset_row, asset), COLUMN(asset_row, seq),
                                               COLUMN(asset_row, from_date), COLUMN(asset_row, details)};
    const struct db_value in[] = {db_number((int64_t)community)};
    struct asset_row *rows = NULL;
    TRY(db_list(ctx, CALL(sql_asset_list, in), ROW(asset_row, columns), &rows, ret_count));
    TRY(ARENA_TAKE(ctx->arena, *ret_count + 1, ret_list));
    for (size_t i = 0; i < *ret_count; i++)
        TRY(read_details(ctx, &rows[i], &(*ret_list)[i]));
    return OK;
}

static RESULT settle(struct ctx *ctx, struct asset_add_in *in)
{
    error_set(&ctx->error, "value", "%u", in->kind);
    if (in->kind < ASSET_PARKING || in->kind > ASSET_OTHER)
        return REFUSE(asset, kind);
    if (in->stream == 0)
        in->stream = streams[in->kind];
    error_set(&ctx->error, "value", "P%02u", in->stream);
    if (in->stream > STREAM_MAX)
        return REFUSE(contract, stream);
    error_set(&ctx->error, "value", "%lld", (long long)in->count);
    if (in->count < 1 || in->count > ASSET_COUNT_MAX)
        return REFUSE(asset, count);
    return community_check_text(ctx, in->place);
}

static RESULT begin(struct ctx *ctx, struct change *change, const struct asset_add_in *in, struct bytes details)
{
    struct buffer out;
    struct bytes request;
    struct digest secret;
    const char *key = in->key;
    buffer_init(&out, ctx->arena, 1024);
    canon_i32(&out, in->from);
    canon_bytes(&out, details);
    TRY(buffer_done(&out, &request));
    TRY(journal_secret(ctx, &secret));
    const struct digest mac = change_mac(&secret, in->community, "asset_add", request);
    TRY(change_default_key(ctx, "asset", &mac, &key));
    change_init(change, ctx->arena);
    return change_request(ctx, change, in->community, key, &mac);
}

static RESULT add_matter(struct ctx *ctx, struct change *change, const struct asset_add_in *in, struct bytes details)
{
    struct record_matter_opened *matter;
    TRY(ARENA_TAKE(ctx->arena, 1, &matter));
    matter->noun = NOUN_ASSET;
    matter->id = random_uuid7(ctx->random, ctx->now);
    matter->from = in->from;
    TRY(change_commit(ctx, change, COMMIT_MATTER_DETAILS, details, &matter->details));
    return change_add(change, RECORD_matter_opened, matter, NULL);
}

RESULT asset_add(struct ctx *ctx, const struct asset_add_in *in, struct asset *ret_asset)
{
    struct asset_add_in settled = *in;
    struct change change;
    struct buffer out;
    struct bytes details;
    struct asset *list;
    size_t count;
    TRY(settle(ctx, &settled));
    TRY(community_act(ctx, in->community, ACTOR_PERSON));
    buffer_init(&out, ctx->arena, 512);
    canon_u16(&out, settled.kind);
    canon_u16(&out, settled.stream);
    canon_u32(&out, (uint32_t)settled.count);
    canon_bytes(&out, BYTES(settled.place, strlen(settled.place)));
    TRY(buffer_done(&out, &details));
    TRY(begin(ctx, &change, &settled, details));
    TRY(add_matter(ctx, &change, &settled, details));
    TRY(journal_post(ctx, &change));
    TRY(asset_list(ctx, in->community, &list, &count));
    assert(count > 0);
    for (size_t i = 0; i < count; i++)
        if (list[i].seq == change.requests.items[0].seq)
            *ret_asset = list[i];
    return OK;
}
