#include "ledger/people/actor_key.h"

#include "base/digest.h"
#include "base/number.h"
#include "embed/sql.h"
#include "ledger/people/role.h"

#include <stdlib.h>
#include <string.h>

enum { NAME_DIGITS = 8 };

static const struct {
    const char *code, *text[2];
} reasons[] = {
    {"", {"", ""}},
    [KEY_LOST] = {"lost", {"遗失", "lost"}},
    [KEY_STOLEN] = {"stolen", {"落入他人之手", "in other hands"}},
    [KEY_REPLACED] = {"replaced", {"更换", "replaced"}},
    [KEY_LEFT] = {"left", {"离任", "left office"}},
};

const char *actor_key_reason_name(int reason, enum language language)
{
    return reason >= 0 && (size_t)reason < LENGTH(reasons) ? reasons[reason].text[language] : "?";
}

RESULT actor_key_reason_parse(const char *word, enum actor_key_reason *ret_reason)
{
    for (size_t i = 1; i < LENGTH(reasons); i++)
        if (strcmp(word, reasons[i].code) == 0) {
            *ret_reason = (enum actor_key_reason)i;
            return OK;
        }
    return REFUSE(actor_key, reason);
}

/* ---- looking ---- */

RESULT actor_key_list(struct ctx *ctx, uint64_t community, struct actor_key **ret_list, size_t *ret_count)
{
    static const struct db_column row[] = {
        COLUMN(actor_key, seq),       COLUMN(actor_key, subject), COLUMN(actor_key, person),
        COLUMN(actor_key, algorithm), COLUMN(actor_key, octets),  COLUMN(actor_key, key),
        COLUMN(actor_key, from),      COLUMN(actor_key, revoked), COLUMN(actor_key, revoked_from),
        COLUMN(actor_key, reason),
    };
    const struct db_value in[] = {db_number((int64_t)community)};
    *ret_list = NULL;
    return db_list(ctx, CALL(sql_actor_key_list, in), ROW(actor_key, row), ret_list, ret_count);
}

RESULT actor_key_of(struct ctx *ctx, uint64_t community, const struct uuid *subject, const struct actor_key **ret_key)
{
    struct actor_key *list;
    size_t count;
    *ret_key = NULL;
    TRY(actor_key_list(ctx, community, &list, &count));
    for (size_t i = 0; i < count; i++)
        if (!list[i].revoked.present && uuid_equal(&list[i].subject, subject))
            *ret_key = &list[i];
    return OK;
}

static RESULT find(struct ctx *ctx, uint64_t community, const char *name, const struct actor_key **ret_key)
{
    struct actor_key *list;
    size_t count;
    int64_t seq = 0;
    error_set(&ctx->error, "key", "%s", name);
    TRY(actor_key_list(ctx, community, &list, &count));
    const bool by_record = !FAILED(number_parse_record(name, &seq)) && strlen(name) < NAME_DIGITS;
    for (size_t i = 0; i < count; i++) {
        char hex[2 * sizeof list->key.b + 1];
        hex_encode(BYTES(list[i].key.b, sizeof list[i].key.b), hex);
        *ret_key = &list[i];
        if (!list[i].revoked.present &&
            (by_record ? list[i].seq == (uint64_t)seq
                       : strlen(name) >= NAME_DIGITS && strncmp(hex, name, strlen(name)) == 0))
            return OK;
    }
    return REFUSE(actor_key, unknown);
}

/* ---- registering ---- */

RESULT actor_key_challenge(struct ctx *ctx, uint64_t community, struct bytes file,
                           struct actor_key_statement *ret_statement)
{
    struct sign_key key;
    TRY(sign_key_read(ctx->arena, file, &key));
    ret_statement->key = record_key_id(key.algorithm, key.octets);
    ret_statement->statement = record_possession(community, &ctx->actor.subject, &ret_statement->key);
    return OK;
}

static RESULT check_proof(struct ctx *ctx, const struct actor_key_register_in *in, const struct sign_key *key)
{
    struct actor_key_statement due;
    char hex[2 * sizeof due.key.b + 1];
    TRY(actor_key_challenge(ctx, in->community, in->file, &due));
    hex_encode(BYTES(due.key.b, sizeof due.key.b), hex);
    error_set(&ctx->error, "key", "%s", hex);
    return sign_verify(key, BYTES(due.statement.b, sizeof due.statement.b), in->signature) ? OK
                                                                                           : REFUSE(actor_key, proof);
}

/* The same key by the same person is the same request. */
static RESULT begin(struct ctx *ctx, struct change *change, uint64_t community, const struct sign_key *key)
{
    const struct digest name = record_key_id(key->algorithm, key->octets);
    const struct digest statement = record_possession(community, &ctx->actor.subject, &name);
    const char *idempotency = NULL;
    struct digest secret;
    TRY(journal_secret(ctx, &secret));
    const struct digest mac =
        change_mac(&secret, community, "actor_key_register", BYTES(statement.b, sizeof statement.b));
    TRY(change_default_key(ctx, "actor-key", &mac, &idempotency));
    change_init(change, ctx->arena);
    return change_request(ctx, change, community, idempotency, &mac);
}

RESULT actor_key_register(struct ctx *ctx, const struct actor_key_register_in *in, uint64_t *ret_seq)
{
    struct record_key_registered *record;
    struct sign_key key;
    struct change change;
    TRY(sign_key_read(ctx->arena, in->file, &key));
    TRY(check_proof(ctx, in, &key));
    TRY(begin(ctx, &change, in->community, &key));
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    *record = (struct record_key_registered){.subject = ctx->actor.subject,
                                             .algorithm = key.algorithm,
                                             .public_key = key.octets,
                                             .from = (uint64_t)ctx->now,
                                             .proof = {.algorithm = key.algorithm,
                                                       .key = record_key_id(key.algorithm, key.octets),
                                                       .signature = in->signature}};
    TRY(change_add(&change, RECORD_key_registered, record, NULL));
    TRY(journal_post(ctx, &change)); /* the database refuses a second key: actor_key.held */
    *ret_seq = change.requests.items[0].seq;
    return OK;
}

/* ---- revoking ---- */

RESULT actor_key_revoke(struct ctx *ctx, uint64_t community, const char *name, enum actor_key_reason reason)
{
    const struct actor_key *key;
    struct record_key_revoked *record;
    struct digest secret;
    struct change change;
    const char *idempotency;
    TRY(find(ctx, community, name, &key));
    if (!uuid_equal(&key->subject, &ctx->actor.subject))
        TRY(role_require(ctx, community, ROLES_AUTHORITY | ROLE_BIT(ROLE_SUPERVISOR), NULL));
    TRY(arena_print(ctx->arena, &idempotency, "actor-key-revoke-%llu", (unsigned long long)key->seq));
    TRY(journal_secret(ctx, &secret));
    const struct digest mac = change_mac(&secret, community, "actor_key_revoke", BYTES(key->key.b, sizeof key->key.b));
    change_init(&change, ctx->arena);
    TRY(change_request(ctx, &change, community, idempotency, &mac));
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    *record = (struct record_key_revoked){.key = key->key, .from = (uint64_t)ctx->now, .reason = (uint8_t)reason};
    TRY(change_add(&change, RECORD_key_revoked, record, NULL));
    return journal_post(ctx, &change);
}
