/* people.h  The replay of community_opened and subject_registered, and of who acts in a record. */
#pragma once

#include "audit/replay/books.h"
#include "rules/pack.h"

/* Refusals of all: list.full, memory.exhausted. */
RESULT people_community(struct books *books, const struct record_header *header,
                        const struct record_community_opened *body);
RESULT people_subject(struct books *books, const struct record_header *header,
                      const struct record_subject_registered *body);

/* Refusals of all: list.full, memory.exhausted. */
RESULT people_unit(struct books *books, const struct record_header *header, const struct record_unit_registered *body);
RESULT people_unit_changed(struct books *books, const struct record_header *header,
                           const struct record_unit_changed *body);
RESULT people_ownership(struct books *books, const struct record_header *header,
                        const struct record_ownership_changed *body);

/* Bodies, roles and rules in force; roles need a registered person. Refusals of all: list.full, memory.exhausted. */
RESULT people_organization(struct books *books, const struct record_header *header,
                           const struct record_organization_registered *body);
RESULT people_role(struct books *books, const struct record_header *header, const struct record_role_granted *body);
RESULT people_role_ended(struct books *books, const struct record_header *header, const struct record_role_ended *body);
RESULT people_rules(struct books *books, const struct record_header *header, const struct record_rules_activated *body);

/* Own keys: each is registered by its owner, who signed for it, and a person has one at a time. */
RESULT people_own_key(struct books *books, const struct record_header *header,
                      const struct record_key_registered *body);
RESULT people_own_key_revoked(struct books *books, const struct record_header *header,
                              const struct record_key_revoked *body);

/* Whether the actor of a record signed this digest with a key of his own that is in force. */
bool people_signed(const struct books *books, const struct record_header *header, const struct record_sig *sig,
                   const struct digest *message);

/* A pack that was published, once. */
RESULT people_pack(struct books *books, const struct record_header *header, const struct record_rules_published *body);

/* The rules of a day, by the packs that bound the community then, else by those at hand; NULL: by none. */
RESULT people_rule_set(struct books *books, day on, struct rule_set **ret_set);

/* Whether a person holds a role on a day, as the records say so far. */
bool people_holds(const struct books *books, const struct uuid *subject, uint16_t role, day on);

/* Whether the community is bound to rules on a day: then no money leaves a fund without an approved application. */
bool people_bound(const struct books *books, day on);

/* Actor and hands must be registered subjects; a job acts without one. */
void people_actor(struct books *books, const struct record_header *header);
void people_hand(struct books *books, uint64_t seq, const struct uuid *subject);

/* Behind a batch: an actor that its first batch did not register. */
void people_pending(struct books *books);

/* The first 8 bytes of a token: key of the maps. */
uint64_t people_key(const uint8_t *token);
