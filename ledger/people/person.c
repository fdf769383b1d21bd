#include "ledger/people/person.h"

#include "base/canon.h"
#include "base/digest.h"
#include "base/role.h"
#include "embed/sql.h"
#include "ledger/people/community.h"

#include <assert.h>
#include <string.h>

RESULT person_class_parse(struct ctx *ctx, const char *text, enum person_class *ret_class)
{
    uint16_t role;
    error_set(&ctx->error, "class", "%s", text);
    if (FAILED(role_parse(text, &role)))
        return REFUSE(person, class);
    *ret_class = (enum person_class)role;
    return OK;
}

const char *person_class_name(int class, enum language language)
{
    return role_name(class, language);
}

RESULT person_list(struct ctx *ctx, uint64_t community, struct person **ret_list, size_t *ret_count)
{
    static const struct db_column row[] = {COLUMN(person, subject), COLUMN(person, class), COLUMN(person, seq),
                                           COLUMN(person, name)};
    const struct db_value in[] = {db_number((int64_t)community)};
    *ret_list = NULL;
    return db_list(ctx, CALL(sql_person_list, in), ROW(person, row), ret_list, ret_count);
}

/* The request, and a key that does not show the name. */
static RESULT begin(struct ctx *ctx, struct change *change, const struct person_add_in *in)
{
    struct digest secret;
    struct buffer out;
    struct bytes request;
    const char *key = in->key;
    buffer_init(&out, ctx->arena, 1024);
    canon_u8(&out, (uint8_t)in->class);
    canon_bytes(&out, BYTES(in->name, strlen(in->name)));
    TRY(buffer_done(&out, &request));
    TRY(journal_secret(ctx, &secret));
    const struct digest mac = change_mac(&secret, in->community, "person_add", request);
    TRY(change_default_key(ctx, "person", &mac, &key));
    change_init(change, ctx->arena);
    return change_request(ctx, change, in->community, key, &mac);
}

RESULT person_add(struct ctx *ctx, const struct person_add_in *in, struct person *ret_person)
{
    struct change change;
    struct record_subject_registered *subject;
    struct person *list;
    size_t count;
    TRY(community_check_text(ctx, in->name));
    TRY(community_act(ctx, in->community, ACTOR_PERSON));
    TRY(begin(ctx, &change, in));
    TRY(ARENA_TAKE(ctx->arena, 1, &subject));
    subject->subject = random_uuid7(ctx->random, ctx->now);
    subject->class = (uint16_t)in->class;
    TRY(change_commit(ctx, &change, COMMIT_PERSON, BYTES(in->name, strlen(in->name)), &subject->details));
    TRY(change_add(&change, RECORD_subject_registered, subject, NULL));
    TRY(journal_post(ctx, &change));
    TRY(person_list(ctx, in->community, &list, &count));
    for (size_t i = 0; i < count; i++)
        if ((uint64_t)list[i].seq == change.requests.items[0].seq)
            *ret_person = list[i];
    assert(count > 0);
    return OK;
}

static bool is_named(const struct person *person, const char *who)
{
    char hex[2 * sizeof person->subject.b + 1];
    hex_encode(BYTES(person->subject.b, sizeof person->subject.b), hex);
    return strcmp(person->name, who) == 0 || strcmp(hex, who) == 0;
}

RESULT person_find(struct ctx *ctx, uint64_t community, const char *who, struct person *ret_person)
{
    struct person *list;
    const struct person *found = NULL;
    size_t count;
    error_set(&ctx->error, "person", "%s", who);
    TRY(person_list(ctx, community, &list, &count));
    for (size_t i = 0; i < count; i++) {
        if (!is_named(&list[i], who))
            continue;
        if (found)
            return REFUSE(person, ambiguous);
        found = &list[i];
    }
    if (!found)
        return REFUSE(person, unknown);
    *ret_person = *found;
    return OK;
}

RESULT person_act(struct ctx *ctx, uint64_t community, const char *who, struct person *ret_person)
{
    TRY(person_find(ctx, community, who, ret_person));
    ctx->actor = (struct actor){.kind = ACTOR_PERSON, .subject = ret_person->subject};
    return OK;
}

const char *person_name(const struct person *list, size_t count, const struct uuid *subject)
{
    for (size_t i = 0; i < count; i++)
        if (uuid_equal(&list[i].subject, subject))
            return list[i].name;
    return "–";
}
