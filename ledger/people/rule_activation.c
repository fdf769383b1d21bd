#include "ledger/people/rule_activation.h"

#include "base/canon.h"
#include "base/digest.h"
#include "embed/sql.h"
#include "ledger/people/community.h"

#include <assert.h>
#include <string.h>

RESULT rule_activation_list(struct ctx *ctx, uint64_t community, struct rule_activation **ret_list, size_t *ret_count)
{
    static const struct db_column row[] = {COLUMN(rule_activation, seq), COLUMN(rule_activation, from),
                                           COLUMN(rule_activation, rule_set), COLUMN(rule_activation, packs)};
    const struct db_value in[] = {db_number((int64_t)community)};
    *ret_list = NULL;
    return db_list(ctx, CALL(sql_rule_activation_list, in), ROW(rule_activation, row), ret_list, ret_count);
}

RESULT rule_activation_binds(struct ctx *ctx, uint64_t community, day on, bool *ret_bound)
{
    struct rule_activation *list;
    size_t count;
    TRY(rule_activation_list(ctx, community, &list, &count));
    *ret_bound = false;
    for (size_t i = 0; i < count; i++)
        *ret_bound |= list[i].from <= on;
    return OK;
}

/* ---- the packs of the place ---- */

struct layers { /* in bytewise order of their names, as the record has them */
    struct record_layer_pack items[PACK_LAYERS];
    uint32_t count;
};

static RESULT add_layer(struct ctx *ctx, struct layers *layers, const struct pack *pack)
{
    struct record_layer_pack layer = {.layer = BYTES(pack->name, strlen(pack->name))};
    struct bytes canonical;
    uint32_t at = layers->count++;
    TRY(pack_encode(ctx, pack, &canonical));
    digest_sha256(canonical, &layer.pack);
    for (; at > 0 && strcmp((const char *)layers->items[at - 1].layer.data, pack->name) > 0; at--)
        layers->items[at] = layers->items[at - 1];
    layers->items[at] = layer;
    return OK;
}

static RESULT layers_of(struct ctx *ctx, uint64_t community, struct pack_stack *ret_stack, struct layers *ret_layers)
{
    struct rule_packs packs;
    ret_layers->count = 0;
    TRY(rule_pack_load(ctx, NULL, &packs));
    TRY(rule_pack_stack(ctx, &packs, community, ret_stack));
    for (size_t i = 0; i < ret_stack->count; i++)
        TRY(add_layer(ctx, ret_layers, ret_stack->packs[i]));
    return OK;
}

/* ---- activating ---- */

static RESULT check_day(struct ctx *ctx, const struct rule_activation_in *in)
{
    struct rule_activation *list;
    size_t count;
    char text[DATE_TEXT];
    TRY(rule_activation_list(ctx, in->community, &list, &count));
    const day least = count > 0 && list[count - 1].from > ctx_today(ctx) ? list[count - 1].from : ctx_today(ctx);
    date_format(in->from, text);
    error_set(&ctx->error, "from", "%s", text);
    date_format(least, text);
    error_set(&ctx->error, "least", "%s", text);
    return in->from >= least ? OK : REFUSE(rules, day);
}

static RESULT begin(struct ctx *ctx, struct change *change, const struct rule_activation_in *in,
                    const struct layers *layers)
{
    struct digest secret;
    struct buffer out;
    struct bytes request;
    const char *key = in->key;
    buffer_init(&out, ctx->arena, 4096);
    canon_i32(&out, in->from);
    for (uint32_t i = 0; i < layers->count; i++)
        buffer_put(&out, layers->items[i].pack.b, sizeof layers->items[i].pack.b);
    TRY(buffer_done(&out, &request));
    TRY(journal_secret(ctx, &secret));
    const struct digest mac = change_mac(&secret, in->community, "rule_activate", request);
    TRY(change_default_key(ctx, "rules", &mac, &key));
    change_init(change, ctx->arena);
    return change_request(ctx, change, in->community, key, &mac);
}

RESULT rule_activate(struct ctx *ctx, const struct rule_activation_in *in, uint64_t *ret_seq)
{
    struct record_rules_activated *record;
    struct pack_stack stack;
    struct rule_set set;
    struct layers *layers;
    struct change change;
    struct journal_head head;
    bool written;
    TRY(journal_head(ctx, in->community, &head));
    TRY(role_require(ctx, in->community, ROLES_AUTHORITY, NULL));
    TRY(ARENA_TAKE(ctx->arena, 1, &layers));
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    TRY(layers_of(ctx, in->community, &stack, layers));
    TRY(begin(ctx, &change, in, layers));
    TRY(journal_written(ctx, in->community, (const char *)change.requests.items[0].key.data, &written));
    if (!written)
        TRY(check_day(ctx, in));
    TRY(rule_set_make(ctx, &stack, in->from, &set));
    record->rule_set = set.digest;
    record->from = in->from;
    record->layers = layers->items;
    record->layers_count = layers->count;
    TRY(change_add(&change, RECORD_rules_activated, record, NULL));
    TRY(journal_post(ctx, &change));
    *ret_seq = change.requests.items[0].seq;
    return OK;
}

/* ---- the rules of a day ---- */

struct pack_row {
    const char *layer;
    struct digest pack;
};

static RESULT check_packs(struct ctx *ctx, uint64_t community, const struct rule_activation *activation,
                          const struct layers *layers)
{
    static const struct db_column columns[] = {COLUMN(pack_row, layer), COLUMN(pack_row, pack)};
    const struct db_value in[] = {db_number((int64_t)community), db_number((int64_t)activation->seq)};
    struct pack_row *rows = NULL;
    size_t count;
    TRY(db_list(ctx, CALL(sql_rule_activation_pack_list, in), ROW(pack_row, columns), &rows, &count));
    for (size_t i = 0; i < count; i++) {
        error_set(&ctx->error, "pack", "%s", rows[i].layer);
        if (i >= layers->count || strcmp((const char *)layers->items[i].layer.data, rows[i].layer) != 0 ||
            !digest_equal(&layers->items[i].pack, &rows[i].pack))
            return REFUSE(rules, changed);
    }
    error_set(&ctx->error, "pack", "%s", layers->count > count ? (const char *)layers->items[count].layer.data : "");
    return count == layers->count ? OK : REFUSE(rules, changed);
}

RESULT rule_activation_set(struct ctx *ctx, uint64_t community, day on, struct rules_in_force *ret_rules)
{
    struct rule_activation *list;
    struct pack_stack stack;
    struct layers *layers;
    size_t count;
    const struct rule_activation *found = NULL;
    TRY(ARENA_TAKE(ctx->arena, 1, &layers));
    TRY(rule_activation_list(ctx, community, &list, &count));
    for (size_t i = 0; i < count; i++)
        if (list[i].from <= on)
            found = &list[i];
    TRY(layers_of(ctx, community, &stack, layers));
    ret_rules->bound = found != NULL;
    if (found)
        TRY(check_packs(ctx, community, found, layers));
    return rule_set_make(ctx, &stack, on, &ret_rules->set);
}
