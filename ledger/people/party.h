/* party.h  往来单位: the other sides of contracts and payments. A party is a random token; name and account number are
 * commitments beside it. */
#pragma once

#include "audit/journal.h"

enum { PARTY_ACCOUNT_MAX = 64 };

struct party {
    struct uuid party;
    uint64_t seq;                    /* record that registered it: the value of dimension 4 */
    const char *name, *bank_account; /* bank_account "": none known */
};

struct party_add_in {
    uint64_t community;
    const char *key;          /* NULL: the same name and account are the same request */
    const char *name;         /* ≤ 200 bytes */
    const char *bank_account; /* NULL: none */
};

/* Registers a party; one of the same name and account is returned, not registered again. Refusals in order:
 * text.refused (name, account), community.unknown, party.exists (the name with another account), those of
 * journal_post. */
RESULT party_add(struct ctx *ctx, const struct party_add_in *in, struct party *ret_party);

/* Parties of a community in the order of their records. */
RESULT party_list(struct ctx *ctx, uint64_t community, struct party **ret_list, size_t *ret_count);

/* By name, token, or record ("#412"). Refusals: party.unknown, party.ambiguous (detail party). */
RESULT party_find(struct ctx *ctx, uint64_t community, const char *who, struct party *ret_party);
