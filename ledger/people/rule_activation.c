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
    uint64_t activation;
    TRY(rule_activation_at(ctx, community, on, &activation));
    *ret_bound = activation != 0;
    return OK;
}

/* ---- the packs of a day ---- */

struct pack_row {
    const char *layer;
    struct bytes canonical; /* absent: the pack is not there */
};

static RESULT packs_of(struct ctx *ctx, uint64_t community, uint64_t activation, struct rule_packs *ret_packs)
{
    static const struct db_column columns[] = {COLUMN(pack_row, layer), COLUMN(pack_row, canonical)};
    const struct db_value in[] = {db_number((int64_t)community), db_number((int64_t)activation)};
    struct pack_row *rows = NULL;
    TRY(db_list(ctx, CALL(sql_rule_activation_pack_list, in), ROW(pack_row, columns), &rows, &ret_packs->count));
    TRY(ARENA_TAKE(ctx->arena, ret_packs->count + 1, &ret_packs->packs));
    for (size_t i = 0; i < ret_packs->count; i++) {
        error_set(&ctx->error, "pack", "%s", rows[i].layer);
        if (!rows[i].canonical.data)
            return REFUSE(rules, lost);
        TRY(pack_decode(ctx, rows[i].canonical, &ret_packs->packs[i]));
    }
    return OK;
}

RESULT rule_activation_at(struct ctx *ctx, uint64_t community, day on, uint64_t *ret_seq)
{
    struct rule_activation *list;
    size_t count;
    *ret_seq = 0;
    TRY(rule_activation_list(ctx, community, &list, &count));
    for (size_t i = 0; i < count; i++)
        if (list[i].from <= on)
            *ret_seq = list[i].seq;
    return OK;
}

RESULT rule_activation_stack(struct ctx *ctx, uint64_t community, uint64_t activation, struct pack_stack *ret_stack)
{
    const struct error_detail kept = ctx->error; /* reading packs leaves many details */
    struct rule_packs packs;
    if (activation != 0)
        TRY(packs_of(ctx, community, activation, &packs));
    else
        TRY(rule_pack_load(ctx, NULL, &packs));
    ctx->error = kept;
    return rule_pack_stack(ctx, &packs, community, ret_stack);
}

RESULT rule_activation_set(struct ctx *ctx, uint64_t community, day on, struct rules_in_force *ret_rules)
{
    struct pack_stack stack;
    uint64_t activation;
    TRY(rule_activation_at(ctx, community, on, &activation));
    TRY(rule_activation_stack(ctx, community, activation, &stack));
    ret_rules->bound = activation != 0;
    return rule_set_make(ctx, &stack, on, &ret_rules->set);
}

/* ---- the packs that are activated ---- */

/* The bylaws that bind since the newest activation; NULL: none. */
static RESULT bylaws_in_force(struct ctx *ctx, uint64_t community, const struct pack **ret_bylaws)
{
    struct rule_packs packs;
    uint64_t activation;
    *ret_bylaws = NULL;
    TRY(rule_activation_at(ctx, community, DAY_MAX, &activation));
    if (activation == 0)
        return OK;
    TRY(packs_of(ctx, community, activation, &packs));
    for (size_t i = 0; i < packs.count; i++)
        if (packs.packs[i].layer == PACK_COMMUNITY)
            *ret_bylaws = &packs.packs[i];
    return OK;
}

static RESULT check_bylaws(struct ctx *ctx, uint64_t community, const struct pack *bylaws)
{
    char code[COMMUNITY_CODE_TEXT];
    community_code_format(community, code);
    error_set(&ctx->error, "pack", "%s", bylaws->name);
    return bylaws->layer == PACK_COMMUNITY && strcmp(bylaws->division, code) == 0 ? OK : REFUSE(rules, bylaws);
}

struct layers { /* in bytewise order of their names, as the record has them */
    struct record_layer_pack items[PACK_LAYERS];
    struct bytes canonical[PACK_LAYERS];
    uint32_t count;
};

static RESULT add_layer(struct ctx *ctx, struct layers *layers, const struct pack *pack)
{
    struct record_layer_pack layer = {.layer = BYTES(pack->name, strlen(pack->name))};
    struct bytes canonical;
    uint32_t at = layers->count++;
    TRY(pack_encode(ctx, pack, &canonical));
    digest_sha256(canonical, &layer.pack);
    for (; at > 0 && strcmp((const char *)layers->items[at - 1].layer.data, pack->name) > 0; at--) {
        layers->items[at] = layers->items[at - 1];
        layers->canonical[at] = layers->canonical[at - 1];
    }
    layers->items[at] = layer;
    layers->canonical[at] = canonical;
    return OK;
}

static RESULT layers_of(struct ctx *ctx, const struct rule_activation_in *in, struct pack_stack *ret_stack,
                        struct layers *ret_layers)
{
    struct rule_packs packs;
    const struct pack *bylaws = in->bylaws;
    ret_layers->count = 0;
    if (bylaws)
        TRY(check_bylaws(ctx, in->community, bylaws));
    else
        TRY(bylaws_in_force(ctx, in->community, &bylaws));
    TRY(rule_pack_load(ctx, bylaws, &packs));
    TRY(rule_pack_stack(ctx, &packs, in->community, ret_stack));
    for (size_t i = 0; i < ret_stack->count; i++)
        TRY(add_layer(ctx, ret_layers, ret_stack->packs[i]));
    return OK;
}

/* ---- activating ---- */

struct activating {
    struct pack_stack stack;
    struct layers layers;
};

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

struct known_row {
    bool known;
};

/* Each pack once, before the activation that names it. */
static RESULT add_packs(struct ctx *ctx, struct change *change, uint64_t community, const struct layers *layers)
{
    static const struct db_column columns[] = {COLUMN(known_row, known)};
    struct record_rules_published *record;
    struct known_row row;
    for (uint32_t i = 0; i < layers->count; i++) {
        const struct db_value in[] = {db_number((int64_t)community), db_digest(&layers->items[i].pack)};
        bool known;
        TRY(db_maybe(ctx, CALL(sql_rule_pack_known, in), ROW(known_row, columns), &row, &known));
        if (known)
            continue;
        TRY(ARENA_TAKE(ctx->arena, 1, &record));
        record->layer = layers->items[i].layer;
        record->version = BYTES(MZ_VERSION, strlen(MZ_VERSION));
        record->pack = layers->canonical[i];
        TRY(change_add(change, RECORD_rules_published, record, NULL));
    }
    return OK;
}

static RESULT add_activation(struct ctx *ctx, struct change *change, const struct rule_activation_in *in,
                             const struct activating *activating)
{
    struct record_rules_activated *record;
    struct rule_set *set;
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    TRY(ARENA_TAKE(ctx->arena, 1, &set));
    TRY(rule_set_make(ctx, &activating->stack, in->from, set));
    record->rule_set = set->digest;
    record->from = in->from;
    record->layers = (struct record_layer_pack *)(uintptr_t)activating->layers.items;
    record->layers_count = activating->layers.count;
    return change_add(change, RECORD_rules_activated, record, NULL);
}

/* What is decided holds for the journal as it was read. */
static RESULT activate_once(struct ctx *ctx, const struct rule_activation_in *in, struct activating *activating)
{
    struct change change;
    struct journal_head head;
    bool written;
    TRY(journal_head(ctx, in->community, &head));
    TRY(role_require(ctx, in->community, ROLES_AUTHORITY, NULL));
    TRY(layers_of(ctx, in, &activating->stack, &activating->layers));
    TRY(begin(ctx, &change, in, &activating->layers));
    TRY(journal_written(ctx, in->community, (const char *)change.requests.items[0].key.data, &written));
    if (!written) {
        TRY(check_day(ctx, in));
        TRY(add_packs(ctx, &change, in->community, &activating->layers));
        TRY(add_activation(ctx, &change, in, activating));
        change.requests.items[0].at_size = head.size;
    }
    return journal_post(ctx, &change);
}

RESULT rule_activate(struct ctx *ctx, const struct rule_activation_in *in, uint64_t *ret_seq)
{
    struct activating *activating;
    result done = OK;
    TRY(ARENA_TAKE(ctx->arena, 1, &activating));
    for (int i = 0; i < JOURNAL_ATTEMPTS; i++) {
        done = activate_once(ctx, in, activating);
        if (done.code != ERROR_journal_moved)
            break;
    }
    TRY(done);
    return rule_activation_at(ctx, in->community, DAY_MAX, ret_seq);
}
