#include "ledger/matter/relation.h"

#include "base/canon.h"
#include "embed/sql.h"
#include "ledger/people/community.h"
#include "ledger/people/role.h"

#include <string.h>

struct relation_row {
    uint64_t seq;
    struct bytes details;
    struct uuid recorder;
};

static RESULT read_details(struct ctx *ctx, const struct relation_row *row, struct relation *ret_relation)
{
    struct canon_reader reader;
    canon_open(&reader, row->details);
    ret_relation->seq = row->seq;
    ret_relation->party = canon_read_u64(&reader);
    const struct bytes subject = canon_read_bytes(&reader, sizeof ret_relation->subject.b);
    const struct bytes words = canon_read_bytes(&reader, RELATION_WORDS_MAX);
    TRY(canon_end(&reader));
    if (subject.size != sizeof ret_relation->subject.b)
        return REFUSE(record, malformed);
    memcpy(ret_relation->subject.b, subject.data, subject.size);
    ret_relation->disclosed = uuid_equal(&ret_relation->subject, &row->recorder);
    return arena_text(ctx->arena, (const char *)words.data, words.size, &ret_relation->words);
}

RESULT relation_list(struct ctx *ctx, uint64_t community, struct relation **ret_list, size_t *ret_count)
{
    static const struct db_column columns[] = {COLUMN(relation_row, seq), COLUMN(relation_row, details),
                                               COLUMN(relation_row, recorder)};
    const struct db_value in[] = {db_number((int64_t)community)};
    struct relation_row *rows = NULL;
    TRY(db_list(ctx, CALL(sql_relation_list, in), ROW(relation_row, columns), &rows, ret_count));
    TRY(ARENA_TAKE(ctx->arena, *ret_count + 1, ret_list));
    for (size_t i = 0; i < *ret_count; i++)
        TRY(read_details(ctx, &rows[i], &(*ret_list)[i]));
    return OK;
}

/* ---- recording ---- */

static RESULT begin(struct ctx *ctx, struct change *change, const struct relation_record_in *in, struct bytes details)
{
    struct digest secret;
    struct buffer out;
    struct bytes request;
    const char *key = in->key;
    buffer_init(&out, ctx->arena, 1024);
    buffer_put(&out, ctx->actor.subject.b, sizeof ctx->actor.subject.b);
    buffer_put(&out, details.data, details.size);
    TRY(buffer_done(&out, &request));
    TRY(journal_secret(ctx, &secret));
    const struct digest mac = change_mac(&secret, in->community, "relation_record", request);
    TRY(change_default_key(ctx, "relation", &mac, &key));
    change_init(change, ctx->arena);
    return change_request(ctx, change, in->community, key, &mac);
}

static RESULT add_matter(struct ctx *ctx, struct change *change, struct bytes details)
{
    struct record_matter_opened *matter;
    TRY(ARENA_TAKE(ctx->arena, 1, &matter));
    matter->noun = NOUN_RELATION;
    matter->id = random_uuid7(ctx->random, ctx->now);
    matter->from = ctx_today(ctx);
    TRY(change_commit(ctx, change, COMMIT_MATTER_DETAILS, details, &matter->details));
    return change_add(change, RECORD_matter_opened, matter, NULL);
}

RESULT relation_record(struct ctx *ctx, const struct relation_record_in *in, uint64_t *ret_seq)
{
    const struct actor actor = ctx->actor;
    struct change change;
    struct buffer out;
    struct bytes details;
    struct party party;
    struct person person;
    TRY(community_check_text(ctx, in->words));
    error_set(&ctx->error, "reason", "%d bytes", RELATION_WORDS_MAX);
    if (strlen(in->words) > RELATION_WORDS_MAX)
        return REFUSE(text, refused);
    TRY(party_find(ctx, in->community, in->party, &party));
    TRY(person_act(ctx, in->community, in->person, &person));
    ctx->actor = actor;
    buffer_init(&out, ctx->arena, 512);
    canon_u64(&out, party.seq);
    canon_bytes(&out, BYTES(person.subject.b, sizeof person.subject.b));
    canon_bytes(&out, BYTES(in->words, strlen(in->words)));
    TRY(buffer_done(&out, &details));
    TRY(begin(ctx, &change, in, details));
    TRY(add_matter(ctx, &change, details));
    TRY(journal_post(ctx, &change));
    *ret_seq = change.requests.items[0].seq;
    return OK;
}

/* ---- what is known ---- */

struct close {
    const struct relation *list;
    size_t count;
    const struct party *party;
};

/* 0: not close, 1: close and silent, 2: close and said so. */
static int closeness(const struct close *close, const struct role_grant *grant)
{
    int found = strcmp(close->party->name, grant->person) == 0;
    for (size_t i = 0; i < close->count; i++) {
        const struct relation *relation = &close->list[i];
        if (relation->party != close->party->seq || !uuid_equal(&relation->subject, &grant->subject))
            continue;
        if (relation->disclosed)
            return 2;
        found = 1;
    }
    return found;
}

static RESULT load(struct ctx *ctx, uint64_t community, const struct party *party, struct close *ret_close)
{
    struct relation *list;
    TRY(relation_list(ctx, community, &list, &ret_close->count));
    ret_close->list = list;
    ret_close->party = party;
    return OK;
}

RESULT relation_find(struct ctx *ctx, uint64_t community, const struct party *party, struct relation_found *ret_found)
{
    struct role_grant *grants;
    struct close close;
    size_t count;
    *ret_found = (struct relation_found){.disclosed = true};
    TRY(load(ctx, community, party, &close));
    TRY(role_list(ctx, community, &grants, &count));
    for (size_t i = 0; i < count; i++) {
        const int found = role_in_force(&grants[i], ctx_today(ctx)) ? closeness(&close, &grants[i]) : 0;
        if (found == 0)
            continue;
        if (!ret_found->related || (found == 1 && ret_found->disclosed))
            ret_found->person = grants[i].person;
        ret_found->related = true;
        ret_found->disclosed = ret_found->disclosed && found == 2;
    }
    return OK;
}

RESULT relation_touches(struct ctx *ctx, uint64_t community, const struct party *party, const struct uuid *subject,
                        bool *ret_touches)
{
    struct role_grant *grants;
    struct close close;
    size_t count;
    *ret_touches = false;
    TRY(load(ctx, community, party, &close));
    TRY(role_list(ctx, community, &grants, &count));
    for (size_t i = 0; i < count && !*ret_touches; i++)
        *ret_touches = uuid_equal(&grants[i].subject, subject) && closeness(&close, &grants[i]) > 0;
    return OK;
}
