#include "ledger/matter/placement_json.h"

#include "base/json_write.h"

#include <string.h>

enum { TEXT_MAX = 1 << 16, PAYMENTS_MAX = 1000 };

static const char *const bases[] = {NULL, "days-360", "days-365", "years-360", "actual", NULL};
static const char *const housings[] = {NULL, "commodity", "public", NULL};
static const char *const intervals[] = {NULL, "maturity", "yearly", NULL};

/* ---- reading ---- */

static RESULT refuse_type(struct ctx *ctx, const char *name, const char *expected)
{
    error_set(&ctx->error, "pointer", "/%s", name);
    error_set(&ctx->error, "expected", "%s", expected);
    return REFUSE(field, type);
}

static RESULT copy_text(struct ctx *ctx, const struct json_value *value, const char *name, const char **ret_text)
{
    const char *text;
    if (!json_member(value, name))
        return OK;
    TRY(json_get_text(ctx, value, "", name, &text));
    return arena_text(ctx->arena, text, strlen(text), ret_text);
}

static RESULT need_text(struct ctx *ctx, const struct json_value *value, const char *name, const char **ret_text)
{
    const char *text;
    TRY(json_get_text(ctx, value, "", name, &text));
    return arena_text(ctx->arena, text, strlen(text), ret_text);
}

/* One of the words from place 1 on, up to NULL; absent: what stands there. */
static RESULT read_word(struct ctx *ctx, const struct json_value *value, const char *name, const char *const *words,
                        uint16_t *ret_place)
{
    const char *text;
    if (!json_member(value, name))
        return OK;
    TRY(json_get_text(ctx, value, "", name, &text));
    for (uint16_t i = 1; words[i]; i++) {
        if (strcmp(words[i], text) == 0) {
            *ret_place = i;
            return OK;
        }
    }
    error_set(&ctx->error, "value", "%s", text);
    return refuse_type(ctx, name, words[1]);
}

static RESULT read_flag(struct ctx *ctx, const struct json_value *value, const char *name, bool *ret_flag)
{
    const struct json_value *member = json_member(value, name);
    return !member || json_as_bool(member, ret_flag) ? OK : refuse_type(ctx, name, "true, false");
}

static RESULT read_number(struct ctx *ctx, const struct json_value *value, const char *name, int64_t *ret_number)
{
    const struct json_value *member = json_member(value, name);
    error_set(&ctx->error, "pointer", "/%s", name);
    if (!member)
        return REFUSE(field, required);
    return json_as_integer(member, ret_number) && *ret_number >= 0 ? OK : refuse_type(ctx, name, "整数 number");
}

static RESULT read_rate(struct ctx *ctx, const struct json_value *value, uint32_t *ret_rate_ppm)
{
    int64_t rate;
    TRY(read_number(ctx, value, "rate_ppm", &rate));
    *ret_rate_ppm = rate <= UINT32_MAX ? (uint32_t)rate : UINT32_MAX;
    return OK;
}

static RESULT read_codes(struct ctx *ctx, const struct json_value *value, struct placement_terms *terms)
{
    const char *text = NULL;
    uint16_t pays = 1;
    TRY(json_get_text(ctx, value, "", "fund", &text));
    error_set(&ctx->error, "fund", "%s", text);
    TRY(fund_parse(text, &terms->fund));
    TRY(json_get_text(ctx, value, "", "kind", &text));
    error_set(&ctx->error, "value", "%s", text);
    TRY(placement_kind_parse(text, &terms->kind));
    TRY(read_word(ctx, value, "housing", housings, &terms->housing));
    TRY(read_word(ctx, value, "basis", bases, &terms->basis));
    TRY(read_word(ctx, value, "pays", intervals, &pays));
    terms->yearly = pays == 2;
    if (!json_member(value, "market"))
        return OK;
    TRY(json_get_text(ctx, value, "", "market", &text));
    error_set(&ctx->error, "value", "%s", text);
    return placement_market_parse(text, &terms->market);
}

/* What both forms have. */
static RESULT read_terms(struct ctx *ctx, const struct json_value *value, struct placement_terms *terms)
{
    terms->issuer = terms->decision = "";
    TRY(read_codes(ctx, value, terms));
    TRY(need_text(ctx, value, "issuer", &terms->issuer));
    TRY(copy_text(ctx, value, "decision", &terms->decision));
    TRY(json_get_money(ctx, value, "", "cost", &terms->cost));
    if (json_member(value, "face"))
        TRY(json_get_money(ctx, value, "", "face", &terms->face));
    TRY(read_rate(ctx, value, &terms->rate_ppm));
    TRY(json_get_date(ctx, value, "", "from", &terms->from));
    TRY(json_get_date(ctx, value, "", "to", &terms->to));
    TRY(read_flag(ctx, value, "redeemable", &terms->redeemable));
    return read_flag(ctx, value, "booked", &terms->booked);
}

RESULT placement_json_read(struct ctx *ctx, const struct json_value *value, struct placement_open_in *in)
{
    static const char *const members[] = {
        "key",          "fund",     "kind",     "housing", "issuer",     "cost",   "face",
        "rate_ppm",     "basis",    "from",     "to",      "paid_on",    "pays",   "bank_account",
        "time_account", "document", "decision", "market",  "redeemable", "booked", NULL};
    TRY(json_members(ctx, value, "", members));
    TRY(need_text(ctx, value, "key", &in->key));
    TRY(read_terms(ctx, value, &in->terms));
    TRY(need_text(ctx, value, "bank_account", &in->bank_number));
    TRY(copy_text(ctx, value, "time_account", &in->time_number));
    TRY(need_text(ctx, value, "document", &in->document));
    in->paid_on = in->terms.from;
    return json_member(value, "paid_on") ? json_get_date(ctx, value, "", "paid_on", &in->paid_on) : OK;
}

/* ---- what is kept ---- */

static void put_terms(struct buffer *out, const struct placement_terms *terms)
{
    json_put_string(out, "fund", fund_code(terms->fund));
    json_put_string(out, "kind", placement_kind_code(terms->kind));
    json_put_string(out, "housing", housings[terms->housing]);
    json_put_string(out, "issuer", terms->issuer);
    json_put_money(out, "cost", terms->cost);
    json_put_money(out, "face", terms->face);
    json_put_unsigned(out, "rate_ppm", terms->rate_ppm);
    json_put_string(out, "basis", bases[terms->basis]);
    json_put_date(out, "from", terms->from);
    json_put_date(out, "to", terms->to);
    json_put_string(out, "pays", intervals[terms->yearly ? 2 : 1]);
    json_put_number(out, "bank_account", terms->bank_account);
    json_put_number(out, "time_account", terms->time_account);
    json_put_unsigned(out, "document", terms->document_seq);
    json_put_string(out, "decision", terms->decision);
    json_put_string(out, "market", terms->market ? placement_market_code(terms->market) : NULL);
    json_put_bool(out, "redeemable", terms->redeemable);
    json_put_bool(out, "booked", terms->booked);
    json_put_string(out, "account", placement_leaf(terms));
}

RESULT placement_json_write(struct ctx *ctx, const struct placement *placement, struct bytes *ret_text)
{
    struct buffer out;
    buffer_init(&out, ctx->arena, TEXT_MAX);
    json_open_object(&out, NULL);
    put_terms(&out, &placement->terms);
    json_open_array(&out, "payments");
    for (size_t i = 0; i < placement->payment_count; i++) {
        json_open_object(&out, NULL);
        json_put_date(&out, "due", placement->payments[i].due);
        json_put_money(&out, "interest", placement->payments[i].interest);
        json_put_money(&out, "principal", placement->payments[i].principal);
        json_close_object(&out);
    }
    json_close_array(&out);
    json_close_object(&out);
    return buffer_done(&out, ret_text);
}

RESULT placement_json_write_receipt(struct ctx *ctx, const struct placement_receipt *receipt, struct bytes *ret_text)
{
    struct buffer out;
    buffer_init(&out, ctx->arena, TEXT_MAX);
    json_open_object(&out, NULL);
    json_put_unsigned(&out, "payment", receipt->payment);
    json_put_date(&out, "on", receipt->on);
    json_put_money(&out, "interest", receipt->interest);
    json_put_money(&out, "principal", receipt->principal);
    json_put_money(&out, "expected", receipt->expected);
    json_put_unsigned(&out, "rate_ppm", receipt->rate_ppm);
    json_put_string(&out, "reason", receipt->reason);
    json_close_object(&out);
    return buffer_done(&out, ret_text);
}

static RESULT load_payments(struct ctx *ctx, const struct json_value *value, struct placement *placement)
{
    const struct json_value *array;
    TRY(json_get_array(ctx, value, "", "payments", &array));
    placement->payment_count = json_count(array) < PAYMENTS_MAX ? json_count(array) : PAYMENTS_MAX;
    TRY(ARENA_TAKE(ctx->arena, placement->payment_count + 1, &placement->payments));
    for (size_t i = 0; i < placement->payment_count; i++) {
        char pointer[32];
        struct placement_payment *payment = &placement->payments[i];
        (void)snprintf(pointer, sizeof pointer, "/payments/%zu", i);
        TRY(json_get_date(ctx, json_at(array, i), pointer, "due", &payment->due));
        TRY(json_get_money(ctx, json_at(array, i), pointer, "interest", &payment->interest));
        TRY(json_get_money(ctx, json_at(array, i), pointer, "principal", &payment->principal));
    }
    return OK;
}

static RESULT load(struct ctx *ctx, const struct json_value *value, struct placement *placement)
{
    int64_t document;
    TRY(read_terms(ctx, value, &placement->terms));
    TRY(read_number(ctx, value, "bank_account", &placement->terms.bank_account));
    TRY(read_number(ctx, value, "time_account", &placement->terms.time_account));
    TRY(read_number(ctx, value, "document", &document));
    placement->terms.document_seq = (uint64_t)document;
    return load_payments(ctx, value, placement);
}

RESULT placement_json_load(struct ctx *ctx, struct bytes text, struct placement *placement)
{
    CLEANUP(json_free) struct json *json = NULL;
    error_set(&ctx->error, "file", "opening");
    TRY(json_parse(ctx, text, &json));
    return load(ctx, json_root(json), placement);
}

static RESULT load_receipt(struct ctx *ctx, const struct json_value *value, struct placement_receipt *receipt)
{
    int64_t payment;
    TRY(read_number(ctx, value, "payment", &payment));
    receipt->payment = (uint32_t)payment;
    TRY(json_get_date(ctx, value, "", "on", &receipt->on));
    TRY(json_get_money(ctx, value, "", "interest", &receipt->interest));
    TRY(json_get_money(ctx, value, "", "principal", &receipt->principal));
    TRY(json_get_money(ctx, value, "", "expected", &receipt->expected));
    TRY(read_rate(ctx, value, &receipt->rate_ppm));
    return need_text(ctx, value, "reason", &receipt->reason);
}

RESULT placement_json_load_receipt(struct ctx *ctx, struct bytes text, struct placement_receipt *receipt)
{
    CLEANUP(json_free) struct json *json = NULL;
    error_set(&ctx->error, "file", "opening");
    TRY(json_parse(ctx, text, &json));
    return load_receipt(ctx, json_root(json), receipt);
}
