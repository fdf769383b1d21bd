#include "ledger/people/organization.h"

#include "base/canon.h"
#include "embed/sql.h"
#include "ledger/people/community.h"

#include <assert.h>
#include <string.h>

RESULT organization_list(struct ctx *ctx, uint64_t community, struct organization **ret_list, size_t *ret_count)
{
    static const struct db_column row[] = {COLUMN(organization, organization), COLUMN(organization, seq),
                                           COLUMN(organization, type), COLUMN(organization, name),
                                           COLUMN(organization, credit_code)};
    const struct db_value in[] = {db_number((int64_t)community)};
    *ret_list = NULL;
    return db_list(ctx, CALL(sql_organization_list, in), ROW(organization, row), ret_list, ret_count);
}

static bool is_named(const struct organization *organization, const char *who)
{
    char token[UUID_TEXT], seq[24];
    uuid_format(&organization->organization, token);
    (void)snprintf(seq, sizeof seq, "#%llu", (unsigned long long)organization->seq);
    return strcmp(organization->name, who) == 0 || strcmp(token, who) == 0 || strcmp(seq, who) == 0;
}

RESULT organization_find(struct ctx *ctx, uint64_t community, const char *who, struct organization *ret_organization)
{
    struct organization *list;
    size_t count;
    TRY(organization_list(ctx, community, &list, &count));
    error_set(&ctx->error, "value", "%s", who);
    for (size_t i = 0; i < count; i++) {
        if (!is_named(&list[i], who))
            continue;
        *ret_organization = list[i];
        return OK;
    }
    return REFUSE(organization, unknown);
}

/* ---- registering ---- */

static RESULT find_same(struct ctx *ctx, const struct organization_add_in *in, struct organization *ret_organization,
                        bool *ret_found)
{
    struct organization *list;
    size_t count;
    *ret_found = false;
    TRY(organization_list(ctx, in->community, &list, &count));
    for (size_t i = 0; i < count && !*ret_found; i++) {
        if (strcmp(list[i].name, in->name) != 0)
            continue;
        error_set(&ctx->error, "value", "%s", in->name);
        error_set(&ctx->error, "type", "%s", organization_type_name(list[i].type, LANGUAGE_ZH));
        if (list[i].type != in->type)
            return REFUSE(organization, exists);
        *ret_organization = list[i];
        *ret_found = true;
    }
    return OK;
}

static RESULT begin(struct ctx *ctx, struct change *change, const struct organization_add_in *in)
{
    struct digest secret;
    struct buffer out;
    struct bytes request;
    const char *key = in->key;
    buffer_init(&out, ctx->arena, 1024);
    canon_u16(&out, in->type);
    canon_bytes(&out, BYTES(in->name, strlen(in->name)));
    TRY(buffer_done(&out, &request));
    TRY(journal_secret(ctx, &secret));
    const struct digest mac = change_mac(&secret, in->community, "organization_add", request);
    TRY(change_default_key(ctx, "organization", &mac, &key));
    change_init(change, ctx->arena);
    return change_request(ctx, change, in->community, key, &mac);
}

static RESULT add_record(struct ctx *ctx, struct change *change, const struct organization_add_in *in)
{
    struct record_organization_registered *record;
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    record->organization = random_uuid7(ctx->random, ctx->now);
    record->type = in->type;
    record->name = BYTES(in->name, strlen(in->name));
    record->has_credit_code = in->credit_code != NULL;
    if (in->credit_code)
        record->credit_code.code = BYTES(in->credit_code, strlen(in->credit_code));
    return change_add(change, RECORD_organization_registered, record, NULL);
}

static RESULT check_texts(struct ctx *ctx, const struct organization_add_in *in)
{
    TRY(community_check_text(ctx, in->name));
    if (!in->credit_code)
        return OK;
    TRY(community_check_text(ctx, in->credit_code));
    error_set(&ctx->error, "reason", "18 位 characters");
    return strlen(in->credit_code) == 18 ? OK : REFUSE(text, refused);
}

RESULT organization_add(struct ctx *ctx, const struct organization_add_in *in, struct organization *ret_organization)
{
    struct change change;
    bool found;
    TRY(check_texts(ctx, in));
    TRY(community_act(ctx, in->community, ACTOR_PERSON));
    TRY(find_same(ctx, in, ret_organization, &found));
    if (found)
        return OK;
    TRY(begin(ctx, &change, in));
    TRY(add_record(ctx, &change, in));
    TRY(journal_post(ctx, &change));
    TRY(find_same(ctx, in, ret_organization, &found));
    assert(found);
    return OK;
}
