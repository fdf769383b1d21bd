#include "ledger/matter/matter.h"

#include "embed/sql.h"

#include <assert.h>
#include <string.h>

struct record_row {
    struct bytes record;
};

struct text_row {
    struct bytes value;
};

/* What one record says, and the commitment to its text. */
static RESULT read_record(struct ctx *ctx, struct bytes record, struct matter_step *step, struct bytes *ret_commitment)
{
    struct record_header *header;
    const void *body;
    TRY(ARENA_TAKE(ctx->arena, 1, &header));
    TRY(record_decode(ctx->arena, record, header, &body));
    const struct record_matter_opened *opened = body;
    const struct record_matter_moved *moved = body;
    step->opened = header->kind == RECORD_matter_opened;
    step->seq = header->seq;
    step->id = step->opened ? opened->id : moved->id;
    step->state = step->opened ? (uint16_t)MATTER_FIRST_STATE : moved->new_state;
    const struct digest *details = step->opened ? &opened->details : &moved->details;
    *ret_commitment = BYTES(details->b, sizeof details->b);
    return OK;
}

static RESULT read_texts(struct ctx *ctx, uint64_t community, struct db_array *commitments, struct matter_step *steps)
{
    static const struct db_column row[] = {COLUMN(text_row, value)};
    struct db_value in[2] = {db_number((int64_t)community)};
    struct text_row *texts = NULL;
    size_t count = 0;
    TRY(db_array_value(commitments, &in[1]));
    TRY(db_list(ctx, CALL(sql_matter_text_list, in), ROW(text_row, row), &texts, &count));
    assert(count == commitments->count);
    for (size_t i = 0; i < count; i++)
        steps[i].text = texts[i].value;
    return OK;
}

RESULT matter_steps(struct ctx *ctx, const struct matter_key *key, struct matter_step **ret_list, size_t *ret_count)
{
    static const struct db_column row[] = {COLUMN(record_row, record)};
    struct record_row *rows = NULL;
    struct db_array commitments;
    uint8_t prefix[2 + sizeof(struct uuid)] = {(uint8_t)(key->noun >> 8), (uint8_t)key->noun};
    if (key->id)
        memcpy(prefix + 2, key->id->b, sizeof key->id->b);
    const struct db_value in[] = {db_number((int64_t)key->community),
                                  db_bytes(BYTES(prefix, key->id ? sizeof prefix : 2))};
    TRY(db_list(ctx, CALL(sql_matter_record_list, in), ROW(record_row, row), &rows, ret_count));
    TRY(ARENA_TAKE(ctx->arena, *ret_count + 1, ret_list));
    db_array_init(&commitments, ctx->arena, DB_BYTEA);
    for (size_t i = 0; i < *ret_count; i++) {
        struct bytes commitment;
        TRY(read_record(ctx, rows[i].record, &(*ret_list)[i], &commitment));
        db_array_bytes(&commitments, commitment);
    }
    return *ret_count > 0 ? read_texts(ctx, key->community, &commitments, *ret_list) : OK;
}

bool matter_is(const struct uuid *id, uint64_t seq, const char *name)
{
    char token[UUID_TEXT], record[24];
    uuid_format(id, token);
    (void)snprintf(record, sizeof record, "#%llu", (unsigned long long)seq);
    return strcmp(token, name) == 0 || strcmp(record, name) == 0;
}

bool matter_called(const struct uuid *id, uint64_t seq, const char *name)
{
    char number[24];
    (void)snprintf(number, sizeof number, "%llu", (unsigned long long)seq);
    return matter_is(id, seq, name) || strcmp(number, name) == 0;
}
