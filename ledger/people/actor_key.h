/* actor_key.h  本人密钥: the key with which a person signs what he approves.
 *
 * Only the public key is here. Its owner registers it himself and shows that he has it by signing the statement of
 * record_possession (base/record.h); a person has one key in force. An approval that is signed can be checked by
 * anybody from the journal alone, and nobody who runs the database can make one. */
#pragma once

#include "audit/journal.h"
#include "base/sign.h"

enum actor_key_reason { KEY_LOST = 1, KEY_STOLEN = 2, KEY_REPLACED = 3, KEY_LEFT = 4 };

struct actor_key {
    uint64_t seq; /* record key_registered */
    struct uuid subject;
    const char *person;
    int16_t algorithm; /* enum sign_algorithm */
    struct bytes octets;
    struct digest key;
    inst from;
    struct maybe revoked, revoked_from; /* record key_revoked, instant */
    int16_t reason;                     /* enum actor_key_reason; 0: in force */
};

struct actor_key_register_in {
    uint64_t community;
    struct bytes file;      /* the public key in PEM */
    struct bytes signature; /* over the statement */
};

struct actor_key_statement {
    struct digest key, statement; /* name of the key; what its owner signs, 32 bytes */
};

/* What the actor signs to register a key. Refusals: actor_key.file. */
RESULT actor_key_challenge(struct ctx *ctx, uint64_t community, struct bytes file,
                           struct actor_key_statement *ret_statement);

/* The actor registers his key; the same key again is the same request. Refusals in order: actor_key.file,
 * actor_key.proof, actor_key.held, those of journal_post. *ret_seq: its record. */
RESULT actor_key_register(struct ctx *ctx, const struct actor_key_register_in *in, uint64_t *ret_seq);

/* Ends a key that is in force: its owner, or a supervisor or authority for him. `name`: record, or leading digits (8 at
 * least) of the key. Refusals in order: actor_key.unknown, role.missing, those of journal_post. */
RESULT actor_key_revoke(struct ctx *ctx, uint64_t community, const char *name, enum actor_key_reason reason);

/* In order of their records. Refusals: those of db_list. */
RESULT actor_key_list(struct ctx *ctx, uint64_t community, struct actor_key **ret_list, size_t *ret_count);

/* The key of a person that is in force; NULL: none. */
RESULT actor_key_of(struct ctx *ctx, uint64_t community, const struct uuid *subject, const struct actor_key **ret_key);

const char *actor_key_reason_name(int reason, enum language language); /* "遗失"; "" for 0 */
/* "lost", "stolen", "replaced", "left". Refusals: actor_key.reason (the caller sets value). */
RESULT actor_key_reason_parse(const char *word, enum actor_key_reason *ret_reason);
