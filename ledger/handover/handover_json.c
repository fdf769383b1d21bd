#include "ledger/handover/handover_json.h"

#include "base/digest.h"
#include "base/json.h"
#include "base/json_write.h"
#include "ledger/duty/filing.h"

#include <assert.h>
#include <string.h>

/* ---- writing ---- */

static void put_uuid(struct buffer *out, const char *name, const struct uuid *uuid)
{
    char text[UUID_TEXT];
    uuid_format(uuid, text);
    json_put_string(out, name, text);
}

static void put_item(struct buffer *out, const struct handover_item *item)
{
    json_open_object(out, NULL);
    json_put_string(out, "kind", handover_item_code(item->kind));
    json_put_string(out, "text", item->text);
    if (item->record.present)
        json_put_number(out, "record", item->record.value);
    if (item->number.present)
        json_put_number(out, "number", item->number.value);
    if (item->amount.present)
        json_put_money(out, "amount", FEN(item->amount.value));
    json_close_object(out);
}

RESULT handover_json_opening(struct ctx *ctx, const struct handover *handover, struct bytes *ret_text)
{
    const struct handover_head *head = &handover->head;
    struct buffer out;
    buffer_init(&out, ctx->arena, FILING_TEXT_MAX);
    json_open_object(&out, NULL);
    json_put_string(&out, "kind", handover_kind_code(head->kind));
    json_put_date(&out, "left_on", head->left_on);
    if (head->due.present)
        json_put_date(&out, "due_on", (day)head->due.value);
    if (head->term.present)
        json_put_number(&out, "term", head->term.value);
    put_uuid(&out, "giver", &head->giver);
    put_uuid(&out, "receiver", &handover->receiver);
    json_put_string(&out, "body", handover_body_code(handover->body));
    json_put_unsigned(&out, "size", handover->size);
    json_put_hex(&out, "root", BYTES(handover->root.b, sizeof handover->root.b));
    json_open_array(&out, "items");
    for (size_t i = 0; i < handover->count; i++)
        put_item(&out, &handover->items[i]);
    json_close_array(&out);
    json_close_object(&out);
    return buffer_done(&out, ret_text);
}

RESULT handover_json_move(struct ctx *ctx, const struct handover_words *words, struct bytes *ret_text)
{
    struct buffer out;
    buffer_init(&out, ctx->arena, FILING_TEXT_MAX);
    json_open_object(&out, NULL);
    json_put_string(&out, "verb", words->verb);
    json_put_date(&out, "on", words->on);
    if (words->count > 0) {
        json_put_string(&out, "by", words->gives ? "giver" : "receiver");
        json_open_array(&out, "items");
        for (size_t i = 0; i < words->count; i++)
            json_put_unsigned(&out, NULL, words->items[i]);
        json_close_array(&out);
    }
    if (words->reason)
        json_put_string(&out, "reason", words->reason);
    json_close_object(&out);
    return buffer_done(&out, ret_text);
}

/* ---- reading ---- */

static RESULT keep(struct ctx *ctx, const struct json_value *value, const char *name, const char **ret_text)
{
    const char *text = json_as_text(json_member(value, name));
    *ret_text = "";
    return text ? arena_text(ctx->arena, text, strlen(text), ret_text) : OK;
}

static struct maybe number_of(const struct json_value *value, const char *name)
{
    struct maybe number = {0};
    number.present = json_as_integer(json_member(value, name), &number.value);
    return number;
}

static RESULT refuse(struct ctx *ctx, const char *what)
{
    error_set(&ctx->error, "reason", "handover %s", what);
    return REFUSE(record, malformed);
}

static RESULT load_item(struct ctx *ctx, const struct json_value *value, struct handover_item *item)
{
    const char *kind;
    money amount;
    *item = (struct handover_item){.record = number_of(value, "record"), .number = number_of(value, "number")};
    item->reason = "";
    TRY(json_get_text(ctx, value, "", "kind", &kind));
    if (!handover_item_parse(kind, &item->kind))
        return refuse(ctx, "item");
    TRY(keep(ctx, value, "text", &item->text));
    if (!json_member(value, "amount"))
        return OK;
    TRY(json_get_money(ctx, value, "", "amount", &amount));
    item->amount = (struct maybe){true, amount.fen};
    return OK;
}

static RESULT load(struct ctx *ctx, const struct json_value *value, struct handover *handover)
{
    const struct json_value *items;
    const char *body, *receiver, *root;
    TRY(json_get_text(ctx, value, "", "body", &body));
    TRY(json_get_text(ctx, value, "", "receiver", &receiver));
    TRY(json_get_text(ctx, value, "", "root", &root));
    TRY(json_get_array(ctx, value, "", "items", &items));
    if (!handover_body_parse(body, &handover->body) || !uuid_parse(receiver, &handover->receiver) ||
        FAILED(hex_decode(root, handover->root.b, sizeof handover->root.b)))
        return refuse(ctx, "opening");
    handover->size = (uint64_t)number_of(value, "size").value;
    handover->count = json_count(items);
    TRY(ARENA_TAKE(ctx->arena, handover->count + 1, &handover->items));
    for (size_t i = 0; i < handover->count; i++)
        TRY(load_item(ctx, json_at(items, i), &handover->items[i]));
    return OK;
}

RESULT handover_json_load(struct ctx *ctx, struct handover *handover)
{
    CLEANUP(json_free) struct json *json = NULL;
    handover->reason = "";
    error_set(&ctx->error, "file", "opening");
    TRY(json_parse(ctx, handover->head.text, &json));
    return load(ctx, json_root(json), handover);
}

struct taking { /* one move */
    const char *verb, *reason;
    bool gives;
    day on;
};

/* A signature takes back that the item is missing, and the other way round. */
static void mark(const struct taking *taking, struct handover_item *item)
{
    if (strcmp(taking->verb, "miss") == 0) {
        item->marks = HANDOVER_MISSING;
        item->given_on = item->received_on = 0;
        item->reason = taking->reason;
        return;
    }
    item->marks = (item->marks & HANDOVER_SIGNED) | (taking->gives ? HANDOVER_GIVEN : HANDOVER_RECEIVED);
    item->reason = "";
    *(taking->gives ? &item->given_on : &item->received_on) = taking->on;
}

static RESULT take(struct ctx *ctx, const struct json_value *value, struct handover *handover)
{
    const struct json_value *items = json_member(value, "items");
    const char *by = json_as_text(json_member(value, "by"));
    struct taking taking = {.gives = by && strcmp(by, "giver") == 0};
    TRY(json_get_text(ctx, value, "", "verb", &taking.verb));
    TRY(json_get_date(ctx, value, "", "on", &taking.on));
    TRY(keep(ctx, value, "reason", &taking.reason));
    if (strcmp(taking.verb, "cancel") == 0)
        handover->reason = taking.reason;
    for (size_t i = 0; i < json_count(items); i++) {
        int64_t at;
        if (!json_as_integer(json_at(items, i), &at) || at < 1 || (size_t)at > handover->count)
            return refuse(ctx, "move");
        mark(&taking, &handover->items[at - 1]);
    }
    return OK;
}

RESULT handover_json_take(struct ctx *ctx, struct bytes text, struct handover *handover)
{
    CLEANUP(json_free) struct json *json = NULL;
    error_set(&ctx->error, "file", "opening");
    TRY(json_parse(ctx, text, &json));
    return take(ctx, json_root(json), handover);
}
