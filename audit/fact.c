#include "audit/fact.h"

#include "embed/sql.h"

#include <assert.h>
#include <string.h>

enum { FACT_PARAMETERS = 32 };

/* What some kinds pass on beside the fields of the body: who acts, references, the fields of shapes. */
enum keep { KEEP_ACTOR = 1, KEEP_REFS = 2, KEEP_SHAPES = 4 };

static const struct fact {
    enum record_kind kind;
    const struct embedded *query;
    unsigned keep; /* enum keep */
} facts[] = {
    {RECORD_community_opened, &sql_community_append, 0},
    {RECORD_fund_opened, &sql_fund_append, 0},
    {RECORD_account_renamed, &sql_account_rename, 0},
    {RECORD_account_closed, &sql_account_close, 0},
    {RECORD_unit_registered, &sql_unit_register, 0},
    {RECORD_unit_changed, &sql_unit_change, 0},
    {RECORD_ownership_changed, &sql_unit_owner_append, 0},
    {RECORD_party_registered, &sql_party_append, 0},
    {RECORD_organization_registered, &sql_organization_append, KEEP_SHAPES},
    {RECORD_bank_account_opened, &sql_bank_account_append, 0},
    {RECORD_reservation_made, &sql_reservation_make, 0},
    {RECORD_reservation_closed, &sql_reservation_close, 0},
    {RECORD_balance_asserted, &sql_assertion_append, 0},
    {RECORD_lines_matched, &sql_line_match_append, 0},
    {RECORD_match_undone, &sql_line_match_undo, 0},
    {RECORD_line_held, &sql_held_line_append, 0},
    {RECORD_decision_recorded, &sql_decision_append, 0},
    {RECORD_application_submitted, &sql_withdrawal_submit, KEEP_ACTOR | KEEP_REFS | KEEP_SHAPES},
    {RECORD_approval_given, &sql_approval_append, KEEP_ACTOR | KEEP_SHAPES},
    {RECORD_approval_withdrawn, &sql_approval_withdraw, 0},
    {RECORD_application_closed, &sql_withdrawal_close, 0},
    {RECORD_document_archived, &sql_document_append, 0},
    {RECORD_order_issued, &sql_order_issue, 0},
    {RECORD_order_followed_up, &sql_order_follow, 0},
    {RECORD_matter_opened, &sql_matter_open, 0},
    {RECORD_matter_moved, &sql_matter_move, 0},
    {RECORD_import_received, &sql_import_receive, 0},
    {RECORD_import_posted, &sql_import_post, 0},
    {RECORD_contract_recorded, &sql_contract_append, 0},
    {RECORD_contract_ended, &sql_contract_end, 0},
    {RECORD_period_sealed, &sql_period_seal, 0},
    {RECORD_role_granted, &sql_role_grant_append, KEEP_REFS},
    {RECORD_role_ended, &sql_role_grant_end, 0},
    {RECORD_key_registered, &sql_actor_key_append, KEEP_SHAPES},
    {RECORD_key_revoked, &sql_actor_key_revoke, 0},
    {RECORD_rules_published, &sql_rule_publish, 0},
    {RECORD_rules_activated, &sql_rule_activate, 0},
    {RECORD_objection_received, &sql_objection_receive, 0},
    {RECORD_objection_answered, &sql_objection_answer, 0},
    {RECORD_limit_set, &sql_limit_policy_set, 0},
    {RECORD_subject_registered, &sql_subject_append, 0},
};

static const struct fact *fact_of(uint16_t kind)
{
    for (size_t i = 0; i < LENGTH(facts); i++)
        if (facts[i].kind == kind)
            return &facts[i];
    return NULL;
}

bool fact_known(uint16_t kind)
{
    return fact_of(kind) != NULL;
}

struct parameters {
    struct ctx *ctx;
    struct db_value value[FACT_PARAMETERS];
    size_t count;
};

static struct db_value *next_parameter(struct parameters *p)
{
    assert(p->count < FACT_PARAMETERS);
    return &p->value[p->count++];
}

static int64_t number_at(const struct record_field *field, const uint8_t *at)
{
    switch (field->type) {
    case RECORD_U8:
        return *at;
    case RECORD_U16:
        return *(const uint16_t *)(const void *)at;
    case RECORD_U32:
        return *(const uint32_t *)(const void *)at;
    case RECORD_U64:
        return (int64_t) * (const uint64_t *)(const void *)at;
    case RECORD_AMOUNT:
        return ((const money *)(const void *)at)->fen;
    case RECORD_DATE:
        return *(const day *)(const void *)at;
    case RECORD_B16:
    case RECORD_B32:
    case RECORD_TEXT:
    case RECORD_BYTES:
    case RECORD_SHAPE:
    case RECORD_LIST:
        break;
    }
    assert(false);
    return 0;
}

/* Octets of a field; data NULL where the field is a number. */
static struct bytes bytes_at(const struct record_field *field, const uint8_t *at)
{
    if (field->type == RECORD_B16)
        return BYTES(at, sizeof(struct uuid));
    if (field->type == RECORD_B32)
        return BYTES(at, sizeof(struct digest));
    if (field->type == RECORD_TEXT || field->type == RECORD_BYTES)
        return *(const struct bytes *)(const void *)at;
    return BYTES(NULL, 0);
}

static void put_scalar(struct parameters *p, const struct record_field *field, const uint8_t *owner)
{
    struct db_value *value = next_parameter(p);
    const uint8_t *at = owner + field->offset;
    const struct bytes octets = bytes_at(field, at);
    *value = (struct db_value){.kind = DB_NULL};
    if (field->optional && !*(const bool *)(const void *)(owner + field->flag_offset))
        return;
    *value = octets.data ? db_bytes(octets) : db_number(number_at(field, at));
}

static enum db_element element_of(const struct record_field *field)
{
    static const enum db_element elements[] = {
        [RECORD_U8] = DB_INT2,     [RECORD_U16] = DB_INT4,   [RECORD_U32] = DB_INT8, [RECORD_U64] = DB_INT8,
        [RECORD_AMOUNT] = DB_INT8, [RECORD_DATE] = DB_DATE,  [RECORD_B16] = DB_UUID, [RECORD_B32] = DB_BYTEA,
        [RECORD_TEXT] = DB_STRING, [RECORD_BYTES] = DB_BYTEA};
    return elements[field->type];
}

/* The table of an application or a role keeps which records it refers to, not for how much. */
static bool left_in_record(const struct record_shape *item, const struct record_field *field)
{
    return strcmp(item->name, "ref") == 0 && strcmp(field->name, "amount") == 0;
}

/* One array a field of the items. */
static RESULT put_list(struct parameters *p, const struct record_field *list, const uint8_t *owner)
{
    const struct record_shape *shape = list->shape();
    const uint32_t count = *(const uint32_t *)(const void *)(owner + list->flag_offset);
    const uint8_t *items = *(const uint8_t *const *)(const void *)(owner + list->offset);
    for (size_t f = 0; f < shape->count; f++) {
        const struct record_field *field = &shape->fields[f];
        struct db_array array;
        if (left_in_record(shape, field))
            continue;
        db_array_init(&array, p->ctx->arena, element_of(field));
        for (uint32_t i = 0; i < count; i++) {
            const uint8_t *at = items + i * shape->size + field->offset;
            const struct bytes octets = bytes_at(field, at);
            if (octets.data)
                db_array_bytes(&array, octets);
            else
                db_array_number(&array, number_at(field, at));
        }
        TRY(db_array_value(&array, next_parameter(p)));
    }
    return OK;
}

/* The records that a reservation rests on. */
static RESULT put_targets(struct parameters *p, const struct record_reservation_made *body)
{
    struct db_array array;
    db_array_init(&array, p->ctx->arena, DB_INT8);
    for (uint32_t i = 0; i < body->refs_count; i++)
        db_array_number(&array, (int64_t)body->refs[i].seq);
    return db_array_value(&array, next_parameter(p));
}

/* The fields of a shape, absent together with it; lists in it stay in the record. */
static void put_shape(struct parameters *p, const struct record_field *field, const uint8_t *owner)
{
    const struct record_shape *shape = field->shape();
    const bool present = !field->optional || *(const bool *)(const void *)(owner + field->flag_offset);
    for (size_t i = 0; i < shape->count; i++) {
        if (shape->fields[i].type == RECORD_LIST)
            continue;
        if (present)
            put_scalar(p, &shape->fields[i], owner + field->offset);
        else
            *next_parameter(p) = (struct db_value){.kind = DB_NULL};
    }
}

/* Lists that no table of facts keeps. */
static bool left_out(const struct fact *fact, const struct record_field *list)
{
    const char *name = list->shape()->name;
    return (strcmp(name, "ref") == 0 && !(fact->keep & KEEP_REFS)) || strcmp(name, "last_number") == 0;
}

/* Fields that only the record keeps. */
static bool only_in_record(const struct record_field *field)
{
    return strcmp(field->name, "reservations") == 0 || strcmp(field->name, "reserved") == 0 ||
           strcmp(field->name, "sm3_root") == 0;
}

static RESULT put_field(struct parameters *p, const struct fact *fact, const struct record_field *field,
                        const void *body)
{
    if (field->type == RECORD_LIST)
        return left_out(fact, field) ? OK : put_list(p, field, body);
    if (field->type != RECORD_SHAPE && !only_in_record(field))
        put_scalar(p, field, body);
    else if (field->type == RECORD_SHAPE && (fact->keep & KEEP_SHAPES))
        put_shape(p, field, body);
    return OK;
}

RESULT fact_write(struct ctx *ctx, const struct record_header *header, const void *body)
{
    const struct fact *fact = fact_of(header->kind);
    const struct record_layout *layout = record_layout(header->kind, header->kind_version);
    struct parameters p = {.ctx = ctx};
    if (!fact || !layout)
        return REFUSE(record, malformed);
    *next_parameter(&p) = db_number((int64_t)header->community);
    *next_parameter(&p) = db_number((int64_t)header->seq);
    if (fact->keep & KEEP_ACTOR) {
        *next_parameter(&p) = db_bytes(BYTES(header->actor.b, sizeof header->actor.b));
        *next_parameter(&p) = db_number(header->actor_role);
    }
    const struct record_shape *shape = layout->body();
    for (size_t i = 0; i < shape->count; i++)
        TRY(put_field(&p, fact, &shape->fields[i], body));
    if (header->kind == RECORD_reservation_made)
        TRY(put_targets(&p, body));
    return db_exec(ctx, (struct db_call){fact->query, p.value, p.count});
}
