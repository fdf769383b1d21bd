#include "audit/fact.h"

#include "embed/sql.h"

#include <assert.h>
#include <string.h>

enum { FACT_PARAMETERS = 32 };

static const struct {
    enum record_kind kind;
    const struct embedded *query;
} facts[] = {
    {RECORD_community_opened, &sql_community_append},
    {RECORD_fund_opened, &sql_fund_append},
    {RECORD_account_renamed, &sql_account_rename},
    {RECORD_account_closed, &sql_account_close},
    {RECORD_unit_registered, &sql_unit_register},
    {RECORD_unit_changed, &sql_unit_change},
    {RECORD_ownership_changed, &sql_unit_owner_append},
    {RECORD_party_registered, &sql_party_append},
    {RECORD_bank_account_opened, &sql_bank_account_append},
    {RECORD_reservation_made, &sql_reservation_make},
    {RECORD_reservation_closed, &sql_reservation_close},
    {RECORD_balance_asserted, &sql_assertion_append},
    {RECORD_lines_matched, &sql_line_match_append},
    {RECORD_match_undone, &sql_line_match_undo},
    {RECORD_line_held, &sql_held_line_append},
    {RECORD_document_archived, &sql_document_append},
    {RECORD_matter_opened, &sql_matter_open},
    {RECORD_matter_moved, &sql_matter_move},
    {RECORD_import_received, &sql_import_receive},
    {RECORD_import_posted, &sql_import_post},
    {RECORD_contract_recorded, &sql_contract_append},
    {RECORD_contract_ended, &sql_contract_end},
    {RECORD_period_sealed, &sql_period_seal},
    {RECORD_limit_set, &sql_limit_policy_set},
    {RECORD_subject_registered, &sql_subject_append},
};

static const struct embedded *query_of(uint16_t kind)
{
    for (size_t i = 0; i < LENGTH(facts); i++)
        if (facts[i].kind == kind)
            return facts[i].query;
    return NULL;
}

bool fact_known(uint16_t kind)
{
    return query_of(kind) != NULL;
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
    if (field->type == RECORD_TEXT)
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
        [RECORD_U8] = DB_INT2,  [RECORD_U16] = DB_INT4,    [RECORD_U32] = DB_INT8,
        [RECORD_U64] = DB_INT8, [RECORD_AMOUNT] = DB_INT8, [RECORD_DATE] = DB_DATE,
        [RECORD_B16] = DB_UUID, [RECORD_B32] = DB_BYTEA,   [RECORD_TEXT] = DB_STRING};
    return elements[field->type];
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

/* Lists that no table of facts keeps. */
static bool left_out(const struct record_field *list)
{
    const char *name = list->shape()->name;
    return strcmp(name, "ref") == 0 || strcmp(name, "last_number") == 0;
}

/* Fields that only the record keeps. */
static bool only_in_record(const struct record_field *field)
{
    return strcmp(field->name, "reservations") == 0 || strcmp(field->name, "reserved") == 0 ||
           strcmp(field->name, "sm3_root") == 0;
}

RESULT fact_write(struct ctx *ctx, const struct record_header *header, const void *body)
{
    const struct embedded *query = query_of(header->kind);
    const struct record_layout *layout = record_layout(header->kind, header->kind_version);
    struct parameters p = {.ctx = ctx};
    if (!query || !layout)
        return REFUSE(record, malformed);
    *next_parameter(&p) = db_number((int64_t)header->community);
    *next_parameter(&p) = db_number((int64_t)header->seq);
    const struct record_shape *shape = layout->body();
    for (size_t i = 0; i < shape->count; i++) {
        const struct record_field *field = &shape->fields[i];
        if (field->type == RECORD_LIST && !left_out(field))
            TRY(put_list(&p, field, body));
        else if (field->type != RECORD_LIST && field->type != RECORD_SHAPE && !only_in_record(field))
            put_scalar(&p, field, body);
    }
    if (header->kind == RECORD_reservation_made)
        TRY(put_targets(&p, body));
    return db_exec(ctx, (struct db_call){query, p.value, p.count});
}
