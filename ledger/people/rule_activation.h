/* rule_activation.h  规则启用: from which day a community is bound to which rule packs.
 *
 * A record (0705) names the packs by the hash of their canonical bytes, and the packs themselves stand in the journal
 * before it (0907): the packs of the program, and the community's bylaws where it has some. From its first day on no
 * money leaves a fund without an approved application (audit/gate.h), and what is decided is decided by those packs,
 * whatever a newer program brings, until somebody activates others. docs/adr/0027-packs-in-the-journal.md. */
#pragma once

#include "ledger/people/role.h"
#include "ledger/people/rule_pack.h"

struct rule_activation {
    uint64_t seq; /* record rules_activated */
    day from;
    struct digest rule_set; /* resolved, on the first day */
    const char *packs;      /* "default nation zhejiang …" */
};

struct rule_activation_in {
    uint64_t community;
    const char *key; /* NULL: the same packs from the same day are the same request */
    day from;
    const struct pack *bylaws; /* of this community, in place of those in force; NULL: those stay */
};

/* Binds a community to the packs of its place; the actor is a person in the role of township or bureau. Refusals in
 * order: community.unknown, role.missing, rules.bylaws (not a pack of this community), those of rule_pack_stack,
 * rules.day (before the newest activation, or before today), those of journal_post. */
RESULT rule_activate(struct ctx *ctx, const struct rule_activation_in *in, uint64_t *ret_seq);

/* In the order of their records. */
RESULT rule_activation_list(struct ctx *ctx, uint64_t community, struct rule_activation **ret_list, size_t *ret_count);

/* Whether a community is bound to rules on a day. */
RESULT rule_activation_binds(struct ctx *ctx, uint64_t community, day on, bool *ret_bound);

struct rules_in_force {
    bool bound; /* an activation is in force that day */
    struct rule_set set;
};

/* The record of the activation that is in force on a day; 0: none. */
RESULT rule_activation_at(struct ctx *ctx, uint64_t community, day on, uint64_t *ret_seq);

/* The packs of an activation; 0: those of the community's place that the program brings. Refusals:
 * rules.lost (a pack is not in the journal), those of pack_decode and rule_pack_stack. */
RESULT rule_activation_stack(struct ctx *ctx, uint64_t community, uint64_t activation, struct pack_stack *ret_stack);

/* The rules of a day, by the packs of that day. Refusals: those of rule_activation_stack. */
RESULT rule_activation_set(struct ctx *ctx, uint64_t community, day on, struct rules_in_force *ret_rules);
