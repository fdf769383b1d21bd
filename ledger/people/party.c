#include "ledger/people/party.h"

#include "base/canon.h"
#include "embed/sql.h"
#include "ledger/people/community.h"

#include <assert.h>
#include <string.h>

RESULT party_list(struct ctx *ctx, uint64_t community, struct party **ret_list, size_t *ret_count)
{
    static const struct db_column row[] = {COLUMN(party, party), COLUMN(party, seq), COLUMN(party, name),
                                           COLUMN(party, bank_account)};
    const struct db_value in[] = {db_number((int64_t)community)};
    *ret_list = NULL;
    return db_list(ctx, CALL(sql_party_list, in), ROW(party, row), ret_list, ret_count);
}

static bool is_named(const struct party *party, const char *who)
{
    char token[UUID_TEXT], seq[24];
    uuid_format(&party->party, token);
    (void)snprintf(seq, sizeof seq, "#%llu", (unsigned long long)party->seq);
    return strcmp(party->name, who) == 0 || strcmp(token, who) == 0 || strcmp(seq, who) == 0;
}

RESULT party_find(struct ctx *ctx, uint64_t community, const char *who, struct party *ret_party)
{
    struct party *list;
    const struct party *found = NULL;
    size_t count;
    error_set(&ctx->error, "party", "%s", who);
    TRY(party_list(ctx, community, &list, &count));
    for (size_t i = 0; i < count; i++) {
        if (!is_named(&list[i], who))
            continue;
        if (found)
            return REFUSE(party, ambiguous);
        found = &list[i];
    }
    if (!found)
        return REFUSE(party, unknown);
    *ret_party = *found;
    return OK;
}

/* ---- registering ---- */

/* The request, and a key that shows neither name nor account. */
static RESULT begin(struct ctx *ctx, struct change *change, const struct party_add_in *in)
{
    struct digest secret;
    struct buffer out;
    struct bytes request;
    const char *key = in->key;
    buffer_init(&out, ctx->arena, 1024);
    canon_bytes(&out, BYTES(in->name, strlen(in->name)));
    canon_bytes(&out, BYTES(in->bank_account, strlen(in->bank_account)));
    TRY(buffer_done(&out, &request));
    TRY(journal_secret(ctx, &secret));
    const struct digest mac = change_mac(&secret, in->community, "party_add", request);
    TRY(change_default_key(ctx, "party", &mac, &key));
    change_init(change, ctx->arena);
    return change_request(ctx, change, in->community, key, &mac);
}

/* A party of that name: the same one, or one with another account. */
static RESULT find_same(struct ctx *ctx, const struct party_add_in *in, struct party *ret_party, bool *ret_found)
{
    struct party *list;
    size_t count;
    *ret_found = false;
    error_set(&ctx->error, "party", "%s", in->name);
    TRY(party_list(ctx, in->community, &list, &count));
    for (size_t i = 0; i < count && !*ret_found; i++) {
        if (strcmp(list[i].name, in->name) != 0)
            continue;
        if (strcmp(list[i].bank_account, in->bank_account) != 0)
            return REFUSE(party, exists);
        *ret_party = list[i];
        *ret_found = true;
    }
    return OK;
}

static RESULT add_record(struct ctx *ctx, struct change *change, const struct party_add_in *in)
{
    struct record_party_registered *party;
    const struct bytes name = BYTES(in->name, strlen(in->name));
    const struct bytes account = BYTES(in->bank_account, strlen(in->bank_account));
    TRY(ARENA_TAKE(ctx->arena, 1, &party));
    party->party = random_uuid7(ctx->random, ctx->now);
    TRY(change_commit(ctx, change, COMMIT_PAYEE_NAME, name, &party->name));
    TRY(change_commit(ctx, change, COMMIT_PAYEE_ACCOUNT, account, &party->bank_account));
    return change_add(change, RECORD_party_registered, party, NULL);
}

RESULT party_add(struct ctx *ctx, const struct party_add_in *in, struct party *ret_party)
{
    struct party_add_in settled = *in;
    struct change change;
    bool found;
    TRY(community_check_text(ctx, in->name));
    if (in->bank_account)
        TRY(community_check_text(ctx, in->bank_account));
    else
        settled.bank_account = "";
    TRY(community_act(ctx, in->community, ACTOR_PERSON));
    TRY(find_same(ctx, &settled, ret_party, &found));
    if (found)
        return OK;
    TRY(begin(ctx, &change, &settled));
    TRY(add_record(ctx, &change, &settled));
    TRY(journal_post(ctx, &change));
    TRY(find_same(ctx, &settled, ret_party, &found));
    assert(found);
    return OK;
}
