#include "base/canon.h"
#include "rules/pack.h"

#include <stdlib.h>
#include <string.h>

enum { BYTES_MAX = 4 << 20, TEXT_MAX = 4096 };

/* ---- writing ---- */

static void put_text(struct buffer *out, const char *text)
{
    canon_bytes(out, BYTES(text, strlen(text)));
}

static RESULT put_value(struct ctx *ctx, struct buffer *out, const struct pack_rule *rule)
{
    struct buffer text;
    struct bytes value;
    buffer_init(&text, ctx->arena, 4096);
    pack_value_text(rule->key, &rule->value, &text);
    TRY(buffer_done(&text, &value));
    put_text(out, pack_key_get(rule->key)->name);
    canon_bytes(out, value);
    put_text(out, rule->law);
    canon_i32(out, rule->from);
    canon_i32(out, rule->until);
    canon_u8(out, (uint8_t)rule->certainty);
    return OK;
}

RESULT rule_set_encode(struct ctx *ctx, const struct rule_set *set, struct bytes *ret_bytes)
{
    struct buffer out;
    uint32_t count = 0;
    for (size_t key = 0; key < RULE_KEYS; key++)
        count += set->rules[key].stated != NULL;
    buffer_init(&out, ctx->arena, BYTES_MAX);
    canon_tag(&out, "mingzhang/rul/v1");
    canon_u32(&out, count);
    for (size_t key = 0; key < RULE_KEYS; key++) {
        if (!set->rules[key].stated)
            continue;
        TRY(put_value(ctx, &out, set->rules[key].stated));
        put_text(&out, set->rules[key].pack->name);
    }
    return buffer_done(&out, ret_bytes);
}

/* By key, then by first day: the order in the file means nothing. */
static int compare_rules(const void *left, const void *right)
{
    const struct pack_rule *a = *(const struct pack_rule *const *)left, *b = *(const struct pack_rule *const *)right;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return (a->from > b->from) - (a->from < b->from);
}

RESULT pack_encode(struct ctx *ctx, const struct pack *pack, struct bytes *ret_bytes)
{
    const struct pack_rule **sorted;
    struct buffer out;
    TRY(ARENA_TAKE(ctx->arena, pack->count + 1, &sorted));
    for (size_t i = 0; i < pack->count; i++)
        sorted[i] = &pack->rules[i];
    qsort(sorted, pack->count, sizeof *sorted, compare_rules);
    buffer_init(&out, ctx->arena, BYTES_MAX);
    canon_tag(&out, "mingzhang/pck/v1");
    put_text(&out, pack->name);
    canon_u8(&out, (uint8_t)pack->layer);
    put_text(&out, pack->division);
    put_text(&out, pack->under);
    put_text(&out, pack->title[LANGUAGE_ZH]);
    put_text(&out, pack->title[LANGUAGE_EN]);
    canon_u32(&out, (uint32_t)pack->count);
    for (size_t i = 0; i < pack->count; i++) {
        TRY(put_value(ctx, &out, sorted[i]));
        put_text(&out, sorted[i]->clause[LANGUAGE_ZH]);
        put_text(&out, sorted[i]->clause[LANGUAGE_EN]);
    }
    return buffer_done(&out, ret_bytes);
}

/* ---- reading ---- */

/* A pack on its way in. */
struct reading {
    struct ctx *ctx;
    struct canon_reader in;
    struct pack_rule *rules;
};

static RESULT get_text(struct reading *reading, const char **ret_text)
{
    const struct bytes text = canon_read_bytes(&reading->in, TEXT_MAX);
    return arena_text(reading->ctx->arena, (const char *)text.data, text.size, ret_text);
}

static RESULT get_value(struct reading *reading, struct pack_rule *rule)
{
    const char *key, *value;
    TRY(get_text(reading, &key));
    TRY(get_text(reading, &value));
    error_set(&reading->ctx->error, "key", "%s", key);
    if (!pack_key_find(key, &rule->key))
        return REFUSE(pack, key);
    TRY(pack_value_parse(reading->ctx, rule->key, value, &rule->value));
    TRY(get_text(reading, &rule->law));
    rule->from = canon_read_i32(&reading->in);
    rule->until = canon_read_i32(&reading->in);
    rule->certainty = (enum pack_certainty)canon_read_u8(&reading->in);
    TRY(get_text(reading, &rule->clause[LANGUAGE_ZH]));
    return get_text(reading, &rule->clause[LANGUAGE_EN]);
}

static RESULT get_head(struct reading *reading, struct pack *pack)
{
    char tag[16];
    canon_read_raw(&reading->in, tag, sizeof tag);
    if (memcmp(tag, "mingzhang/pck/v1", sizeof tag) != 0)
        canon_fail(&reading->in);
    TRY(get_text(reading, &pack->name));
    pack->layer = (enum pack_layer)canon_read_u8(&reading->in);
    TRY(get_text(reading, &pack->division));
    TRY(get_text(reading, &pack->under));
    TRY(get_text(reading, &pack->title[LANGUAGE_ZH]));
    return get_text(reading, &pack->title[LANGUAGE_EN]);
}

static bool in_range(const struct pack *pack)
{
    for (size_t i = 0; i < pack->count; i++)
        if (pack->rules[i].certainty < PACK_VERIFIED || pack->rules[i].certainty > PACK_OWN)
            return false;
    return pack->layer < PACK_LAYERS;
}

RESULT pack_decode(struct ctx *ctx, struct bytes canonical, struct pack *ret_pack)
{
    struct reading reading = {.ctx = ctx};
    struct pack pack = {.count = 0};
    struct bytes again;
    canon_open(&reading.in, canonical);
    TRY(get_head(&reading, &pack));
    const uint32_t count = canon_read_u32(&reading.in);
    if (count > PACK_RULES_MAX)
        return REFUSE(record, malformed);
    TRY(ARENA_TAKE(ctx->arena, count + 1, &reading.rules));
    for (; pack.count < count; pack.count++)
        TRY(get_value(&reading, &reading.rules[pack.count]));
    pack.rules = reading.rules;
    TRY(canon_end(&reading.in));
    if (!in_range(&pack))
        return REFUSE(record, malformed);
    TRY(pack_encode(ctx, &pack, &again)); /* one spelling only */
    if (again.size != canonical.size || memcmp(again.data, canonical.data, again.size) != 0)
        return REFUSE(record, malformed);
    TRY(pack_check(ctx, &pack));
    *ret_pack = pack;
    return OK;
}
