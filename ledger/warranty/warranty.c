#include "ledger/warranty/warranty.h"

#include "base/canon.h"
#include "embed/sql.h"
#include "ledger/people/community.h"
#include "ledger/people/party.h"

#include <assert.h>
#include <string.h>

struct warranty_row {
    struct uuid warranty;
    uint64_t seq;
    day from_date, expires;
    money amount;
    struct bytes details;
};

static RESULT read_details(struct ctx *ctx, const struct warranty_row *row, struct warranty *ret_warranty)
{
    struct canon_reader reader;
    canon_open(&reader, row->details);
    *ret_warranty = (struct warranty){.warranty = row->warranty,
                                      .seq = row->seq,
                                      .from_date = row->from_date,
                                      .expires = row->expires,
                                      .amount = row->amount};
    ret_warranty->developer = canon_read_u64(&reader);
    const struct bytes building = canon_read_bytes(&reader, WARRANTY_BUILDING_MAX);
    TRY(canon_end(&reader));
    return arena_text(ctx->arena, (const char *)building.data, building.size, &ret_warranty->building);
}

RESULT warranty_list(struct ctx *ctx, uint64_t community, struct warranty **ret_list, size_t *ret_count)
{
    static const struct db_column columns[] = {COLUMN(warranty_row, warranty),  COLUMN(warranty_row, seq),
                                               COLUMN(warranty_row, from_date), COLUMN(warranty_row, expires),
                                               COLUMN(warranty_row, amount),    COLUMN(warranty_row, details)};
    const struct db_value in[] = {db_number((int64_t)community)};
    struct warranty_row *rows = NULL;
    TRY(db_list(ctx, CALL(sql_warranty_list, in), ROW(warranty_row, columns), &rows, ret_count));
    TRY(ARENA_TAKE(ctx->arena, *ret_count + 1, ret_list));
    for (size_t i = 0; i < *ret_count; i++)
        TRY(read_details(ctx, &rows[i], &(*ret_list)[i]));
    return OK;
}

/* ---- registering ---- */

static RESULT check(struct ctx *ctx, const struct warranty_add_in *in)
{
    char text[MONEY_TEXT], from[DATE_TEXT], expires[DATE_TEXT];
    date_format(in->from, from);
    date_format(in->expires, expires);
    error_set(&ctx->error, "from", "%s", from);
    error_set(&ctx->error, "to", "%s", expires);
    if (in->expires <= in->from)
        return REFUSE(warranty, term);
    money_format(in->amount, text);
    error_set(&ctx->error, "value", "%s", text);
    return in->amount.fen < 0 ? REFUSE(warranty, amount) : community_check_text(ctx, in->building);
}

/* The key names developer and building, and shows neither. */
static RESULT begin(struct ctx *ctx, struct change *change, const struct warranty_add_in *in, struct bytes details)
{
    struct buffer out;
    struct bytes request;
    struct digest secret;
    const char *key = NULL;
    buffer_init(&out, ctx->arena, 1024);
    canon_i32(&out, in->from);
    canon_i32(&out, in->expires);
    canon_i64(&out, in->amount.fen);
    canon_bytes(&out, details);
    TRY(buffer_done(&out, &request));
    TRY(journal_secret(ctx, &secret));
    const struct digest same = change_mac(&secret, in->community, "warranty", details);
    const struct digest mac = change_mac(&secret, in->community, "warranty_add", request);
    TRY(change_default_key(ctx, "warranty", &same, &key));
    change_init(change, ctx->arena);
    return change_request(ctx, change, in->community, key, &mac);
}

static RESULT add_matter(struct ctx *ctx, struct change *change, const struct warranty_add_in *in, struct bytes details)
{
    struct record_matter_opened *matter;
    TRY(ARENA_TAKE(ctx->arena, 1, &matter));
    matter->noun = NOUN_WARRANTY;
    matter->id = random_uuid7(ctx->random, ctx->now);
    matter->from = in->from;
    matter->has_due = true;
    matter->due = in->expires;
    matter->has_amount = in->amount.fen != 0;
    matter->amount = in->amount;
    TRY(change_commit(ctx, change, COMMIT_MATTER_DETAILS, details, &matter->details));
    return change_add(change, RECORD_matter_opened, matter, NULL);
}

static RESULT find_record(struct ctx *ctx, uint64_t community, uint64_t seq, struct warranty *ret_warranty)
{
    struct warranty *list;
    size_t count;
    TRY(warranty_list(ctx, community, &list, &count));
    assert(count > 0);
    for (size_t i = 0; i < count; i++)
        if (list[i].seq == seq)
            *ret_warranty = list[i];
    return OK;
}

RESULT warranty_add(struct ctx *ctx, const struct warranty_add_in *in, struct warranty *ret_warranty)
{
    struct change change;
    struct buffer out;
    struct bytes details;
    struct party developer;
    TRY(check(ctx, in));
    TRY(community_act(ctx, in->community, ACTOR_PERSON));
    TRY(party_find(ctx, in->community, in->developer, &developer));
    buffer_init(&out, ctx->arena, 512);
    canon_u64(&out, developer.seq);
    canon_bytes(&out, BYTES(in->building, strlen(in->building)));
    TRY(buffer_done(&out, &details));
    TRY(begin(ctx, &change, in, details));
    TRY(add_matter(ctx, &change, in, details));
    const result posted = journal_post(ctx, &change);
    error_set(&ctx->error, "party", "%s", developer.name);
    error_set(&ctx->error, "building", "%s", in->building);
    if (posted.code == ERROR_idempotency_key_reused)
        return REFUSE(warranty, exists);
    TRY(posted);
    return find_record(ctx, in->community, change.requests.items[0].seq, ret_warranty);
}
