/* relation.h  关联关系: that a person in office is close to a payee.
 *
 * A relation is a matter (noun 18) from the day it is recorded on; its details are the canonical value u64 party ‖
 * bytes subject ‖ bytes words. Recorded by the person himself it is disclosed; recorded by somebody else it was found
 * out, and stands against him until he says so himself. That whoever is related takes no part is our own rule, no
 * statute that we know of says so (docs/adr/0019-one-gate.md). */
#pragma once

#include "ledger/people/party.h"
#include "ledger/people/person.h"

enum { RELATION_WORDS_MAX = 200 };

struct relation {
    uint64_t seq;        /* its record */
    uint64_t party;      /* record of the payee */
    struct uuid subject; /* who is close to it */
    const char *words;   /* "妻子的公司" */
    bool disclosed;      /* by the person himself */
};

struct relation_record_in {
    uint64_t community;
    const char *key;    /* NULL: the same party, person and recorder are the same request */
    const char *party;  /* name, token or record */
    const char *person; /* name or token */
    const char *words;
};

/* The actor says that a person is close to a payee. Refusals in order: text.refused, community.unknown, those of
 * party_find, those of person_find, those of journal_post. *ret_seq: its record. */
RESULT relation_record(struct ctx *ctx, const struct relation_record_in *in, uint64_t *ret_seq);

/* In the order of their records. */
RESULT relation_list(struct ctx *ctx, uint64_t community, struct relation **ret_list, size_t *ret_count);

struct relation_found {
    bool related;       /* somebody in office is close to the payee */
    bool disclosed;     /* all of them said so themselves */
    const char *person; /* the first of them who did not, or the first at all */
};

/* What is known of a payee: relations on record, and a payee who bears the name of somebody in office on a day. */
RESULT relation_find(struct ctx *ctx, uint64_t community, const struct party *party, struct relation_found *ret_found);

/* Whether this person is close to the payee. */
RESULT relation_touches(struct ctx *ctx, uint64_t community, const struct party *party, const struct uuid *subject,
                        bool *ret_touches);
