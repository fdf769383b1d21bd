/* rule_activation.h  规则启用: from which day a community is bound to the rule packs of its place.
 *
 * A record (0705) names the packs by the hash of their canonical bytes. From its first day on no money leaves a fund
 * without an approved application (audit/gate.h). Decisions are judged by the packs that were activated: a
 * program whose packs differ refuses to decide until somebody activates the new ones. */
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
};

/* Binds a community to the packs of its place; the actor is a person in the role of township or bureau. Refusals in
 * order: community.unknown, role.missing, those of rule_pack_stack, rules.day (before the newest activation, or before
 * today), those of journal_post. */
RESULT rule_activate(struct ctx *ctx, const struct rule_activation_in *in, uint64_t *ret_seq);

/* In the order of their records. */
RESULT rule_activation_list(struct ctx *ctx, uint64_t community, struct rule_activation **ret_list, size_t *ret_count);

/* Whether a community is bound to rules on a day. */
RESULT rule_activation_binds(struct ctx *ctx, uint64_t community, day on, bool *ret_bound);

struct rules_in_force {
    bool bound; /* an activation is in force that day */
    struct rule_set set;
};

/* The rules of a day: those of the packs of the place, and whether the community is bound to them. Refusals: those of
 * rule_pack_stack, rules.changed (the packs of this program are not those that were activated). */
RESULT rule_activation_set(struct ctx *ctx, uint64_t community, day on, struct rules_in_force *ret_rules);
