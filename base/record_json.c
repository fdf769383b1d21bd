/* The JSON view of a record: a second reading of record.def, for people and for published vectors. */
#include "base/json_write.h"
#include "base/record.h"

#include <stdio.h>

static void shape_json(struct buffer *out, const char *key, const struct record_shape *shape, const uint8_t *from);

static void date_json(struct buffer *out, const char *key, day value)
{
    char text[DATE_TEXT];
    date_format(value, text);
    json_put_string(out, key, text);
}

static void list_json(struct buffer *out, const struct record_field *field, const uint8_t *owner)
{
    const uint32_t count = *(const uint32_t *)(const void *)(owner + field->flag_offset);
    const uint8_t *items = *(const uint8_t *const *)(const void *)(owner + field->offset);
    json_open_array(out, field->name);
    for (uint32_t i = 0; i < count; i++)
        shape_json(out, NULL, field->shape(), items + i * field->shape()->size);
    json_close_array(out);
}

static void field_json(struct buffer *out, const struct record_field *field, const uint8_t *owner)
{
    const uint8_t *at = owner + field->offset;
    switch (field->type) {
    case RECORD_U8:
        json_put_unsigned(out, field->name, *at);
        return;
    case RECORD_U16:
        json_put_unsigned(out, field->name, *(const uint16_t *)(const void *)at);
        return;
    case RECORD_U32:
        json_put_unsigned(out, field->name, *(const uint32_t *)(const void *)at);
        return;
    case RECORD_U64:
        json_put_unsigned(out, field->name, *(const uint64_t *)(const void *)at);
        return;
    case RECORD_AMOUNT:
        json_put_money(out, field->name, *(const money *)(const void *)at);
        return;
    case RECORD_DATE:
        date_json(out, field->name, *(const day *)(const void *)at);
        return;
    case RECORD_B16:
        json_put_hex(out, field->name, BYTES(at, sizeof(struct uuid)));
        return;
    case RECORD_B32:
        json_put_hex(out, field->name, BYTES(at, sizeof(struct digest)));
        return;
    case RECORD_TEXT:
        json_put_text(out, field->name, *(const struct bytes *)(const void *)at);
        return;
    case RECORD_BYTES:
        json_put_hex(out, field->name, *(const struct bytes *)(const void *)at);
        return;
    case RECORD_SHAPE:
        shape_json(out, field->name, field->shape(), at);
        return;
    case RECORD_LIST:
        list_json(out, field, owner);
        return;
    }
}

static void shape_json(struct buffer *out, const char *key, const struct record_shape *shape, const uint8_t *from)
{
    json_open_object(out, key);
    for (size_t i = 0; i < shape->count; i++) {
        const struct record_field *field = &shape->fields[i];
        if (field->optional && !*(const bool *)(from + field->flag_offset))
            json_put_null(out, field->name);
        else
            field_json(out, field, from);
    }
    json_close_object(out);
}

void record_json(struct buffer *out, const struct record_header *header, const void *body)
{
    const struct record_layout *layout = record_layout(header->kind, header->kind_version);
    char code[24], instant[INST_TEXT];
    (void)snprintf(code, sizeof code, "%012llu", (unsigned long long)header->community);
    inst_format(header->recorded_at, instant);
    json_open_object(out, NULL);
    json_put_string(out, "kind", layout->body()->name);
    json_put_unsigned(out, "kind_version", header->kind_version);
    json_put_string(out, "community", code);
    json_put_unsigned(out, "seq", header->seq);
    json_put_hex(out, "prev", BYTES(header->prev.b, sizeof header->prev.b));
    json_put_unsigned(out, "batch", header->batch);
    json_put_string(out, "recorded_at", instant);
    json_put_hex(out, "blind", BYTES(header->blind.b, sizeof header->blind.b));
    json_put_unsigned(out, "actor_kind", header->actor_kind);
    json_put_hex(out, "actor", BYTES(header->actor.b, sizeof header->actor.b));
    json_put_unsigned(out, "actor_role", header->actor_role);
    json_put_hex(out, "actor_key", BYTES(header->actor_key.b, sizeof header->actor_key.b));
    json_put_hex(out, "event_id", BYTES(header->event_id.b, sizeof header->event_id.b));
    shape_json(out, "body", layout->body(), body);
    json_close_object(out);
}
