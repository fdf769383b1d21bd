/* person.h  自然人: who acts in a community: treasurer, reviewing member, chair. A person is a random token; the name
 * is a commitment beside it. */
#pragma once

#include "audit/journal.h"

/* As what somebody was registered: the codes of enum role; those that drafts know have names of their own. */
enum person_class { PERSON_TREASURER = 1, PERSON_MEMBER = 2, PERSON_CHAIR = 3 };

struct person {
    struct uuid subject;
    int16_t class; /* enum person_class */
    int64_t seq;   /* record that registered the person */
    const char *name;
};

struct person_add_in {
    uint64_t community;
    const char *key;  /* NULL: the same name and class is the same request */
    const char *name; /* ≤ 200 bytes */
    enum person_class class;
};

/* Registers a person (record 0801). Refusals in order: text.refused, community.unknown, those of journal_post. */
RESULT person_add(struct ctx *ctx, const struct person_add_in *in, struct person *ret_person);

/* People of a community in the order of their records. */
RESULT person_list(struct ctx *ctx, uint64_t community, struct person **ret_list, size_t *ret_count);

/* By name or by token. Refusals: person.unknown, person.ambiguous. */
RESULT person_find(struct ctx *ctx, uint64_t community, const char *who, struct person *ret_person);

/* What the one of a list is called, "–": not among them. */
const char *person_name(const struct person *list, size_t count, const struct uuid *subject);

/* Makes a person the actor, by name or by token (32 hexadecimal digits). Refusals: person.unknown, person.ambiguous. */
RESULT person_act(struct ctx *ctx, uint64_t community, const char *who, struct person *ret_person);

/* "treasurer", "supervisor", …: base/role.h. Refusals: person.class. */
RESULT person_class_parse(struct ctx *ctx, const char *text, enum person_class *ret_class);
const char *person_class_name(int class, enum language language);
