#include "audit/replay/people.h"

#include "audit/replay/matter.h"
#include "base/canon.h"
#include "base/ctx.h"
#include "base/digest.h"
#include "base/sign.h"
#include "base/words.h"

#include <stdio.h>
#include <string.h>

uint64_t people_key(const uint8_t *token)
{
    const uint64_t halves[] = {canon_load_u64(token), canon_load_u64(token + 8)};
    return map_key(halves, 2);
}

RESULT people_community(struct books *books, const struct record_header *header,
                        const struct record_community_opened *body)
{
    if (header->seq != 0)
        books_object(books, FOUND_first_record, header->seq, "");
    const struct row_community row = {.name = body->name,
                                      .county = books_number(body->county),
                                      .ordinal = books_number(body->ordinal),
                                      .rule_set = books_octets(body->rule_set.b, sizeof body->rule_set.b),
                                      .opened_seq = books_number((int64_t)header->seq)};
    return books_put(books, ROW_community, &row);
}

static bool is_subject(const struct books *books, const struct uuid *subject)
{
    const struct row_subject row = {.subject = books_octets(subject->b, sizeof subject->b)};
    return books_find(books, ROW_subject, &row) != NULL;
}

RESULT people_subject(struct books *books, const struct record_header *header,
                      const struct record_subject_registered *body)
{
    const struct row_subject row = {.subject = books_octets(body->subject.b, sizeof body->subject.b),
                                    .class = books_number(body->class),
                                    .details = books_octets(body->details.b, sizeof body->details.b),
                                    .seq = books_number((int64_t)header->seq)};
    if (is_subject(books, &body->subject)) {
        char hex[33], key[64];
        hex_encode(row.subject, hex);
        (void)snprintf(key, sizeof key, "subject=%s", hex);
        books_object(books, FOUND_opened_twice, header->seq, key);
    }
    TRY(books_promise(books, header->seq, &body->details, COMMIT_PERSON));
    return books_put(books, ROW_subject, &row);
}

/* ---- units ---- */

static void object_unit(struct books *books, enum finding_reason reason, uint64_t seq, const struct uuid *unit)
{
    char hex[33], key[64];
    hex_encode(BYTES(unit->b, sizeof unit->b), hex);
    (void)snprintf(key, sizeof key, "unit=%s", hex);
    books_object(books, reason, seq, key);
}

static struct row_unit *find_unit(const struct books *books, const struct uuid *unit)
{
    const struct row_unit row = {.unit = books_octets(unit->b, sizeof unit->b)};
    return books_find(books, ROW_unit, &row);
}

RESULT people_unit(struct books *books, const struct record_header *header, const struct record_unit_registered *body)
{
    const struct row_unit row = {.unit = books_octets(body->unit.b, sizeof body->unit.b),
                                 .building = books_octets(body->building.b, sizeof body->building.b),
                                 .area_cm2 = books_number((int64_t)body->area_cm2),
                                 .use = books_number(body->use),
                                 .address = books_octets(body->address.b, sizeof body->address.b),
                                 .opened_seq = books_number((int64_t)header->seq),
                                 .seq = books_number((int64_t)header->seq)};
    if (find_unit(books, &body->unit))
        object_unit(books, FOUND_opened_twice, header->seq, &body->unit);
    TRY(books_promise(books, header->seq, &body->address, COMMIT_ADDRESS));
    return books_put(books, ROW_unit, &row);
}

RESULT people_unit_changed(struct books *books, const struct record_header *header,
                           const struct record_unit_changed *body)
{
    struct row_unit *row = find_unit(books, &body->unit);
    TRY(books_promise(books, header->seq, &body->address, COMMIT_ADDRESS));
    if (!row) {
        object_unit(books, FOUND_target_unknown, header->seq, &body->unit);
        return OK;
    }
    TRY(books_keep(books, BYTES(body->building.b, sizeof body->building.b), &row->building));
    TRY(books_keep(books, BYTES(body->address.b, sizeof body->address.b), &row->address));
    row->area_cm2 = books_number((int64_t)body->area_cm2);
    row->use = books_number(body->use);
    row->seq = books_number((int64_t)header->seq);
    return OK;
}

RESULT people_ownership(struct books *books, const struct record_header *header,
                        const struct record_ownership_changed *body)
{
    if (!find_unit(books, &body->unit))
        object_unit(books, FOUND_target_unknown, header->seq, &body->unit);
    TRY(books_promise(books, header->seq, &body->details, COMMIT_REASON));
    for (uint32_t i = 0; i < body->subjects_count; i++) {
        const struct uuid *subject = &body->subjects[i].subject;
        const struct row_unit_owner row = {.unit = books_octets(body->unit.b, sizeof body->unit.b),
                                           .from_date = books_number(body->from),
                                           .subject = books_octets(subject->b, sizeof subject->b),
                                           .details = books_octets(body->details.b, sizeof body->details.b),
                                           .seq = books_number((int64_t)header->seq)};
        people_hand(books, header->seq, subject);
        TRY(books_put(books, ROW_unit_owner, &row));
    }
    return OK;
}

/* ---- who acts ---- */

static void object_subject(struct books *books, uint64_t seq, const struct uuid *subject)
{
    char hex[33];
    hex_encode(BYTES(subject->b, sizeof subject->b), hex);
    books_object(books, FOUND_subject_unknown, seq, hex);
}

void people_hand(struct books *books, uint64_t seq, const struct uuid *subject)
{
    if (!is_subject(books, subject))
        object_subject(books, seq, subject);
}

void people_actor(struct books *books, const struct record_header *header)
{
    static const struct uuid nobody = {{0}};
    const bool none = memcmp(header->actor.b, nobody.b, sizeof nobody.b) == 0;
    if (none && header->actor_kind == ACTOR_JOB)
        return;
    if (is_subject(books, &header->actor))
        return;
    if (header->batch != 0) {
        object_subject(books, header->seq, &header->actor);
        return;
    }
    if (!books->has_pending) { /* whoever opens the books is registered by one of the next records */
        books->has_pending = true;
        books->pending = header->actor;
        books->pending_seq = header->seq;
    } else if (memcmp(books->pending.b, header->actor.b, sizeof header->actor.b) != 0) {
        object_subject(books, header->seq, &header->actor);
    }
}

void people_pending(struct books *books)
{
    if (books->has_pending && !is_subject(books, &books->pending))
        object_subject(books, books->pending_seq, &books->pending);
    books->has_pending = false;
}

/* ---- bodies, roles, keys, rules ---- */

static void object_octets(struct books *books, uint64_t seq, const char *what, struct bytes id)
{
    char hex[65], key[96];
    hex_encode(id, hex);
    (void)snprintf(key, sizeof key, "%s=%s", what, hex);
    books_object(books, FOUND_opened_twice, seq, key);
}

static void object_seq(struct books *books, uint64_t seq, const char *what, uint64_t target)
{
    char key[64];
    (void)snprintf(key, sizeof key, "%s=%llu", what, (unsigned long long)target);
    books_object(books, FOUND_target_unknown, seq, key);
}

RESULT people_organization(struct books *books, const struct record_header *header,
                           const struct record_organization_registered *body)
{
    const struct row_organization row = {.organization =
                                             books_octets(body->organization.b, sizeof body->organization.b),
                                         .type = books_number(body->type),
                                         .name = body->name,
                                         .credit_code = body->has_credit_code ? body->credit_code.code : BYTES(NULL, 0),
                                         .seq = books_number((int64_t)header->seq)};
    if (books_find(books, ROW_organization, &row))
        object_octets(books, header->seq, "organization", row.organization);
    return books_put(books, ROW_organization, &row);
}

RESULT people_role(struct books *books, const struct record_header *header, const struct record_role_granted *body)
{
    struct row_role_grant row = {.opened_seq = books_number((int64_t)header->seq),
                                 .subject = books_octets(body->subject.b, sizeof body->subject.b),
                                 .role = books_number(body->role),
                                 .from_date = books_number(body->from),
                                 .until_date = books_number(body->until),
                                 .key = books_octets(body->has_key ? body->key.b : NULL, body->has_key ? 32 : 0),
                                 .seq = books_number((int64_t)header->seq)};
    people_hand(books, header->seq, &body->subject);
    for (uint32_t i = 0; i < body->refs_count; i++) {
        matter_ref(books, header->seq, &body->refs[i]);
        if (body->refs[i].role == REF_ORGANIZATION && !row.organization_seq.present)
            row.organization_seq = books_number((int64_t)body->refs[i].seq);
    }
    return books_put(books, ROW_role_grant, &row);
}

RESULT people_role_ended(struct books *books, const struct record_header *header, const struct record_role_ended *body)
{
    const struct row_role_grant key = {.opened_seq = books_number((int64_t)body->grant_seq)};
    struct row_role_grant *row = books_find(books, ROW_role_grant, &key);
    if (!row || row->ended_on.present) {
        object_seq(books, header->seq, "grant_seq", body->grant_seq);
        return OK;
    }
    row->ended_on = books_number(body->on);
    row->reason = books_number(body->reason);
    row->seq = books_number((int64_t)header->seq);
    return OK;
}

static bool is_of(struct bytes token, const struct uuid *subject)
{
    return token.size == sizeof subject->b && memcmp(token.data, subject->b, sizeof subject->b) == 0;
}

bool people_holds(const struct books *books, const struct uuid *subject, uint16_t role, day on)
{
    for (size_t i = 0; i < books->facts[ROW_role_grant].count; i++) {
        const struct row_role_grant *row = &FACTS(books, role_grant)[i];
        const bool ended = row->ended_on.present && row->ended_on.value < on;
        if (row->role.value == role && row->from_date.value <= on && on <= row->until_date.value && !ended &&
            is_of(row->subject, subject))
            return true;
    }
    return false;
}

/* ---- own keys ---- */

static bool is_named(const struct row_actor_key *row, const struct digest *key)
{
    return row->key.size == sizeof key->b && memcmp(row->key.data, key->b, sizeof key->b) == 0;
}

static void object_key(struct books *books, enum finding_reason reason, uint64_t seq, const struct digest *name)
{
    char hex[2 * sizeof name->b + 1], key[80];
    hex_encode(BYTES(name->b, sizeof name->b), hex);
    (void)snprintf(key, sizeof key, "key=%s", hex);
    books_object(books, reason, seq, key);
}

static bool proves(const struct record_header *header, const struct record_key_registered *body)
{
    const struct sign_key key = {body->algorithm, body->public_key};
    const struct digest name = record_key_id(body->algorithm, body->public_key);
    const struct digest statement = record_possession(header->community, &body->subject, &name);
    return memcmp(header->actor.b, body->subject.b, sizeof header->actor.b) == 0 &&
           body->proof.algorithm == body->algorithm && digest_equal(&body->proof.key, &name) &&
           sign_verify(&key, BYTES(statement.b, sizeof statement.b), body->proof.signature);
}

RESULT people_own_key(struct books *books, const struct record_header *header, const struct record_key_registered *body)
{
    const struct row_actor_key row = {.seq = books_number((int64_t)header->seq),
                                      .subject = books_octets(body->subject.b, sizeof body->subject.b),
                                      .algorithm = books_number(body->algorithm),
                                      .public_key = body->public_key,
                                      .key = books_octets(body->proof.key.b, sizeof body->proof.key.b),
                                      .from_at = books_number((int64_t)body->from),
                                      .proof = body->proof.signature};
    bool free = true;
    people_hand(books, header->seq, &body->subject);
    for (size_t i = 0; i < books->facts[ROW_actor_key].count; i++) {
        const struct row_actor_key *held = &FACTS(books, actor_key)[i];
        free &=
            !is_named(held, &body->proof.key) && (held->revoked_seq.present || !is_of(held->subject, &body->subject));
    }
    if (!free || !proves(header, body))
        object_key(books, FOUND_key_proof, header->seq, &body->proof.key);
    return books_put(books, ROW_actor_key, &row);
}

RESULT people_own_key_revoked(struct books *books, const struct record_header *header,
                              const struct record_key_revoked *body)
{
    for (size_t i = 0; i < books->facts[ROW_actor_key].count; i++) {
        struct row_actor_key *row = &FACTS(books, actor_key)[i];
        if (!is_named(row, &body->key) || row->revoked_seq.present)
            continue;
        row->revoked_seq = books_number((int64_t)header->seq);
        row->revoked_from = books_number((int64_t)body->from);
        row->reason = books_number(body->reason);
        return OK;
    }
    object_key(books, FOUND_target_unknown, header->seq, &body->key);
    return OK;
}

bool people_signed(const struct books *books, const struct record_header *header, const struct record_sig *sig,
                   const struct digest *message)
{
    for (size_t i = 0; i < books->facts[ROW_actor_key].count; i++) {
        const struct row_actor_key *row = &FACTS(books, actor_key)[i];
        const struct sign_key key = {(uint8_t)row->algorithm.value, row->public_key};
        if (is_named(row, &sig->key) && !row->revoked_seq.present && row->from_at.value <= header->recorded_at)
            return is_of(row->subject, &header->actor) && digest_equal(&sig->key, &header->actor_key) &&
                   sig->algorithm == row->algorithm.value &&
                   sign_verify(&key, BYTES(message->b, sizeof message->b), sig->signature);
    }
    return false;
}

/* ---- rules ---- */

RESULT people_pack(struct books *books, const struct record_header *header, const struct record_rules_published *body)
{
    const struct row_rule_pack row = {
        .seq = books_number((int64_t)header->seq), .layer = body->layer, .version = body->version, .pack = body->pack};
    return books_put(books, ROW_rule_pack, &row);
}

/* The published pack of a hash; false: there is none that can be read. */
static bool find_pack(struct books *books, struct bytes hash, struct pack *ret_pack)
{
    struct ctx ctx = {.arena = books->arena};
    for (size_t i = 0; i < books->facts[ROW_rule_pack].count; i++) {
        const struct row_rule_pack *row = &FACTS(books, rule_pack)[i];
        struct digest found;
        digest_sha256(row->pack, &found);
        if (hash.size == sizeof found.b && memcmp(hash.data, found.b, sizeof found.b) == 0)
            return !FAILED(pack_decode(&ctx, row->pack, ret_pack));
    }
    return false;
}

/* The packs that an activation names; *ret_count 0 where one of them is not there. */
static RESULT packs_of(struct books *books, struct row_number activation, struct pack **ret_packs, size_t *ret_count)
{
    *ret_count = 0;
    TRY(ARENA_TAKE(books->arena, PACK_LAYERS, ret_packs));
    for (size_t i = 0; i < books->facts[ROW_rule_activation_pack].count; i++) {
        const struct row_rule_activation_pack *row = &FACTS(books, rule_activation_pack)[i];
        if (row->seq.value != activation.value)
            continue;
        if (*ret_count == PACK_LAYERS || !find_pack(books, row->pack, &(*ret_packs)[*ret_count])) {
            *ret_count = 0;
            return OK;
        }
        ++*ret_count;
    }
    return OK;
}

RESULT people_rule_set(struct books *books, day on, struct rule_set **ret_set)
{
    struct ctx ctx = {.arena = books->arena};
    struct pack *packs = (struct pack *)(uintptr_t)books->packs;
    size_t count = books->pack_count;
    struct pack_stack stack;
    char code[24];
    *ret_set = NULL;
    for (size_t i = books->facts[ROW_rule_activation].count; i > 0; i--) {
        const struct row_rule_activation *row = &FACTS(books, rule_activation)[i - 1];
        if (row->from_date.value > on)
            continue;
        TRY(packs_of(books, row->seq, &packs, &count));
        break;
    }
    (void)snprintf(code, sizeof code, "%012llu", (unsigned long long)books->community);
    if (count == 0 || FAILED(pack_stack_make(&ctx, packs, count, code, &stack)))
        return OK;
    TRY(ARENA_TAKE(books->arena, 1, ret_set));
    return rule_set_make(&ctx, &stack, on, *ret_set);
}

static RESULT judge_rules(struct books *books, const struct record_header *header,
                          const struct record_rules_activated *body)
{
    struct rule_set *set;
    char hex[2 * sizeof body->rule_set.b + 1], key[80];
    TRY(people_rule_set(books, body->from, &set));
    if (set && digest_equal(&set->digest, &body->rule_set))
        return OK;
    hex_encode(BYTES(body->rule_set.b, sizeof body->rule_set.b), hex);
    (void)snprintf(key, sizeof key, "rule_set=%s", hex);
    books_object(books, FOUND_rules_wrong, header->seq, key);
    return OK;
}

RESULT people_rules(struct books *books, const struct record_header *header, const struct record_rules_activated *body)
{
    const struct row_rule_activation row = {.seq = books_number((int64_t)header->seq),
                                            .rule_set = books_octets(body->rule_set.b, sizeof body->rule_set.b),
                                            .from_date = books_number(body->from)};
    for (uint32_t i = 0; i < body->refs_count; i++)
        matter_ref(books, header->seq, &body->refs[i]);
    for (uint32_t i = 0; i < body->layers_count; i++) {
        const struct record_layer_pack *layer = &body->layers[i];
        const struct row_rule_activation_pack pack = {
            .seq = row.seq, .layer = layer->layer, .pack = books_octets(layer->pack.b, sizeof layer->pack.b)};
        TRY(books_put(books, ROW_rule_activation_pack, &pack));
    }
    TRY(books_put(books, ROW_rule_activation, &row));
    return judge_rules(books, header, body);
}

bool people_bound(const struct books *books, day on)
{
    for (size_t i = 0; i < books->facts[ROW_rule_activation].count; i++)
        if (FACTS(books, rule_activation)[i].from_date.value <= on)
            return true;
    return false;
}
