#include "ledger/warranty/warranty.h"

#include "base/canon.h"
#include "embed/sql.h"
#include "ledger/matter/matter.h"
#include "ledger/people/community.h"
#include "ledger/people/party.h"
#include "ledger/warranty/warranty_book.h"
#include "ledger/warranty/warranty_step.h"
#include "rules/moves.h"

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
                                      .term = row->expires,
                                      .expires = row->expires,
                                      .state = WARRANTY_registered,
                                      .amount = row->amount};
    ret_warranty->developer = canon_read_u64(&reader);
    const struct bytes building = canon_read_bytes(&reader, WARRANTY_BUILDING_MAX);
    TRY(canon_end(&reader));
    return arena_text(ctx->arena, (const char *)building.data, building.size, &ret_warranty->building);
}

static RESULT read_rows(struct ctx *ctx, uint64_t community, struct warranty **ret_list, size_t *ret_count)
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

/* ---- moves ---- */

void warranty_take(struct warranty *warranty, const struct step *step)
{
    const day when = step->when.present ? (day)step->when.value : step->on;
    warranty->state = step->state;
    if (step->state == WARRANTY_announced || step->state == WARRANTY_gone) {
        warranty->noticed = when;
        warranty->objected = 0;
        warranty->gone = step->state == WARRANTY_gone;
    }
    if (step->state == WARRANTY_objected)
        warranty->objected = when;
    if (step->state == WARRANTY_extended) {
        warranty->expires = when;
        warranty->noticed = warranty->objected = 0;
        warranty->gone = false;
    }
}

static RESULT load_step(struct ctx *ctx, struct bytes text, struct step *step)
{
    CLEANUP(json_free) struct json *json = NULL;
    error_set(&ctx->error, "file", "opening");
    TRY(json_parse(ctx, text, &json));
    return step_load(ctx, json_root(json), step);
}

static struct warranty *of_id(struct warranty *list, size_t count, const struct uuid *id)
{
    size_t i = 0;
    while (i < count && !uuid_equal(&list[i].warranty, id))
        i++;
    assert(i < count);
    return &list[i];
}

static RESULT read_moves(struct ctx *ctx, uint64_t community, struct warranty *list, size_t count)
{
    const struct matter_key key = {.community = community, .noun = NOUN_WARRANTY};
    struct matter_step *records;
    size_t record_count;
    TRY(matter_steps(ctx, &key, &records, &record_count));
    for (size_t i = 0; i < record_count; i++) {
        struct step step = {.seq = records[i].seq, .state = records[i].state};
        struct warranty *warranty = of_id(list, count, &records[i].id);
        if (records[i].opened)
            continue;
        TRY(load_step(ctx, records[i].text, &step));
        TRY(step_append(ctx, &step, &warranty->steps, &warranty->step_count));
        warranty_take(warranty, &step);
    }
    return OK;
}

/* ---- claims and books ---- */

static RESULT add_claim(struct warranty *warranty, const struct warranty_claim *claim)
{
    money left;
    if (claim->plan.deposit != warranty->seq || !warranty_claim_is_open(claim->state))
        return OK;
    warranty->claims++;
    TRY(money_sub(claim->payable, claim->paid, &left));
    return money_add(warranty->claimed, left, &warranty->claimed);
}

RESULT warranty_list(struct ctx *ctx, uint64_t community, struct warranty **ret_list, size_t *ret_count)
{
    const struct warranty_reach all = {community, DAY_MAX, INT64_MAX};
    struct warranty_claim *claims;
    struct warranty_book book;
    struct warranty_asked asked;
    size_t claim_count;
    TRY(read_rows(ctx, community, ret_list, ret_count));
    TRY(read_moves(ctx, community, *ret_list, *ret_count));
    TRY(warranty_claim_list(ctx, community, &claims, &claim_count));
    TRY(warranty_book_read(ctx, &all, &book));
    for (size_t i = 0; i < *ret_count; i++) {
        struct warranty *warranty = &(*ret_list)[i];
        for (size_t c = 0; c < claim_count; c++)
            TRY(add_claim(warranty, &claims[c]));
        TRY(warranty_book_sum(&book, warranty->seq, warranty->developer, &warranty->books));
        TRY(warranty_asked_of(ctx, community, warranty->seq, &asked));
        warranty->asked = asked.asked;
        warranty->paid = asked.paid;
    }
    return OK;
}

RESULT warranty_held(const struct warranty *warranty, money *ret_held)
{
    return money_add(warranty->books.held[0], warranty->books.held[1], ret_held);
}

static const struct warranty *of_seq(const struct warranty *list, size_t count, uint64_t seq)
{
    size_t i = 0;
    while (i < count && list[i].seq != seq)
        i++;
    assert(i < count);
    return &list[i];
}

RESULT warranty_find(struct ctx *ctx, uint64_t community, const char *name, struct warranty_found *ret_found)
{
    struct warranty *list;
    struct warranty_claim *claims;
    size_t count, claim_count;
    TRY(warranty_list(ctx, community, &list, &count));
    TRY(warranty_claim_list(ctx, community, &claims, &claim_count));
    error_set(&ctx->error, "warranty", "%s", name);
    for (size_t i = 0; i < count; i++)
        if (matter_called(&list[i].warranty, list[i].seq, name)) {
            *ret_found = (struct warranty_found){.warranty = list[i]};
            return OK;
        }
    for (size_t i = 0; i < claim_count; i++)
        if (matter_called(&claims[i].claim, claims[i].seq, name)) {
            const struct warranty *of = of_seq(list, count, claims[i].plan.deposit);
            *ret_found = (struct warranty_found){.warranty = *of, .claim = claims[i], .is_claim = true};
            return OK;
        }
    return REFUSE(warranty, unknown);
}

const char *warranty_state_name(int state, enum language language)
{
    return moves_state_text(moves_get("warranty"), state, language);
}

const char *warranty_claim_state_name(int state, enum language language)
{
    return moves_state_text(moves_get("warranty_claim"), state, language);
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
