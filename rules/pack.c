#include "rules/pack.h"

#include "base/digest.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const char *const layers[PACK_LAYERS] = {"default", "nation", "province", "city", "county", "community"};
static const size_t digits_of[PACK_LAYERS] = {0, 0, 2, 4, 6, 12};
static const char *const certainties[] = {"V", "V2", "U", "own"};
static const char *const said_certainties[][2] = {
    {"已核原文", "verified text"}, {"二手来源", "second-hand"}, {"未核实", "unverified"}, {"程序自定", "own choice"}};

const char *pack_layer_name(enum pack_layer layer)
{
    return layers[layer];
}

const char *pack_certainty_name(enum pack_certainty certainty)
{
    return certainties[certainty - PACK_VERIFIED];
}

const char *pack_certainty_say(enum pack_certainty certainty, enum language language)
{
    return said_certainties[certainty - PACK_VERIFIED][language];
}

static bool parse_word(const char *const *list, size_t count, const char *word, size_t *ret_place)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i], word) != 0)
            continue;
        *ret_place = i;
        return true;
    }
    return false;
}

bool pack_layer_parse(const char *name, enum pack_layer *ret_layer)
{
    size_t place = 0;
    const bool found = parse_word(layers, LENGTH(layers), name, &place);
    if (found)
        *ret_layer = (enum pack_layer)place;
    return found;
}

bool pack_certainty_parse(const char *name, enum pack_certainty *ret_certainty)
{
    size_t place = 0;
    const bool found = parse_word(certainties, LENGTH(certainties), name, &place);
    if (found)
        *ret_certainty = (enum pack_certainty)(place + PACK_VERIFIED);
    return found;
}

/* ---- one pack ---- */

static void name_pack(struct ctx *ctx, const struct pack *pack)
{
    error_set(&ctx->error, "pack", "%s", pack->name);
}

/* Details of a refusal that a value is to blame for. */
static void name_rule(struct ctx *ctx, const struct pack *pack, const struct pack_rule *rule)
{
    char from[DATE_TEXT];
    date_format(rule->from, from);
    name_pack(ctx, pack);
    error_set(&ctx->error, "key", "%s", pack_key_get(rule->key)->name);
    error_set(&ctx->error, "place", "%zu", (size_t)(rule - pack->rules) + 1);
    error_set(&ctx->error, "from", "%s", from);
}

static bool overlap(const struct pack_rule *a, const struct pack_rule *b)
{
    return a->key == b->key && a->from <= b->until && b->from <= a->until;
}

static RESULT check_rule(struct ctx *ctx, const struct pack *pack, size_t place)
{
    const struct pack_rule *rule = &pack->rules[place];
    name_rule(ctx, pack, rule);
    if (pack->layer > PACK_NATION && pack_key_get(rule->key)->combine == PACK_FIXED)
        return REFUSE(pack, fixed);
    if (rule->until < rule->from)
        return REFUSE(pack, dates);
    for (size_t i = 0; i < place; i++) {
        error_set(&ctx->error, "other", "%zu", i + 1);
        if (overlap(rule, &pack->rules[i]))
            return REFUSE(pack, overlap);
    }
    return OK;
}

RESULT pack_check(struct ctx *ctx, const struct pack *pack)
{
    assert(pack->layer < PACK_LAYERS);
    name_pack(ctx, pack);
    error_set(&ctx->error, "layer", "%s", layers[pack->layer]);
    error_set(&ctx->error, "division", "%s", pack->division);
    if (strlen(pack->division) != digits_of[pack->layer] ||
        strspn(pack->division, "0123456789") != strlen(pack->division))
        return REFUSE(pack, layer);
    for (size_t i = 0; i < pack->count; i++)
        TRY(check_rule(ctx, pack, i));
    return OK;
}

/* ---- layers ---- */

static bool covers(const struct pack *pack, const char *division)
{
    return strncmp(pack->division, division, strlen(pack->division)) == 0;
}

static const struct pack *find_pack(const struct pack *packs, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(packs[i].name, name) == 0)
            return &packs[i];
    return NULL;
}

/* Whoever walks up from a pack and takes more steps than there are packs has come by one twice. */
static RESULT check_loop(struct ctx *ctx, const struct pack *packs, size_t count, const struct pack *pack)
{
    const struct pack *above = pack;
    size_t steps = 0;
    name_pack(ctx, pack);
    error_set(&ctx->error, "under", "%s", pack->under);
    while (above && steps++ <= count)
        above = find_pack(packs, count, above->under);
    return above ? REFUSE(pack, loop) : OK;
}

/* The pack that stands directly above: the most local of the less local ones that cover it. */
static const struct pack *nearest_above(const struct pack *packs, size_t count, const struct pack *pack)
{
    const struct pack *found = NULL;
    for (size_t i = 0; i < count; i++)
        if (packs[i].layer < pack->layer && covers(&packs[i], pack->division) &&
            (!found || packs[i].layer > found->layer))
            found = &packs[i];
    return found;
}

static RESULT check_gap(struct ctx *ctx, const struct pack *packs, size_t count, const struct pack *pack)
{
    const struct pack *nearest = nearest_above(packs, count, pack);
    const char *expected = nearest ? nearest->name : "";
    name_pack(ctx, pack);
    error_set(&ctx->error, "under", "%s", pack->under);
    error_set(&ctx->error, "expected", "%s", expected);
    return strcmp(pack->under, expected) == 0 ? OK : REFUSE(pack, gap);
}

/* A value against one of a layer above, on the days that both are in force. The program's defaults bind nobody. */
static RESULT check_below(struct ctx *ctx, const struct rule *local, const struct rule *upper)
{
    const enum pack_key_no key = local->stated->key;
    if (upper->pack->layer == PACK_DEFAULT || !overlap(local->stated, upper->stated) ||
        pack_value_may_follow(key, &local->stated->value, &upper->stated->value))
        return OK;
    struct buffer text;
    struct bytes value, bound;
    name_rule(ctx, local->pack, local->stated);
    buffer_init(&text, ctx->arena, 4096);
    pack_value_text(key, &local->stated->value, &text);
    TRY(buffer_done(&text, &value));
    buffer_init(&text, ctx->arena, 4096);
    pack_value_text(key, &upper->stated->value, &text);
    TRY(buffer_done(&text, &bound));
    error_set(&ctx->error, "value", "%s", (const char *)value.data);
    error_set(&ctx->error, "bound", "%s", (const char *)bound.data);
    error_set(&ctx->error, "above", "%s", upper->pack->name);
    error_set(&ctx->error, "law", "%s", upper->stated->law);
    return REFUSE(pack, loosens);
}

static RESULT check_pair(struct ctx *ctx, const struct pack *local, const struct pack *upper)
{
    for (size_t i = 0; i < local->count; i++)
        for (size_t j = 0; j < upper->count; j++) {
            const struct rule below = {&local->rules[i], local}, above = {&upper->rules[j], upper};
            TRY(check_below(ctx, &below, &above));
        }
    return OK;
}

/* One pack a layer; a second one for the same place is refused. */
static RESULT pick(struct ctx *ctx, const struct pack *packs, size_t count, const char *division,
                   struct pack_stack *stack)
{
    stack->count = 0;
    for (size_t layer = 0; layer < PACK_LAYERS; layer++) {
        const struct pack *found = NULL;
        for (size_t i = 0; i < count; i++) {
            if (packs[i].layer != layer || !covers(&packs[i], division))
                continue;
            name_pack(ctx, &packs[i]);
            error_set(&ctx->error, "other", "%s", found ? found->name : "");
            if (found)
                return REFUSE(pack, twice);
            found = &packs[i];
        }
        if (found)
            stack->packs[stack->count++] = found;
    }
    return OK;
}

RESULT pack_stack_make(struct ctx *ctx, const struct pack *packs, size_t count, const char *division,
                       struct pack_stack *ret_stack)
{
    struct pack_stack stack;
    for (size_t i = 0; i < count; i++)
        TRY(check_loop(ctx, packs, count, &packs[i]));
    TRY(pick(ctx, packs, count, division, &stack));
    for (size_t i = 0; i < stack.count; i++) {
        TRY(check_gap(ctx, packs, count, stack.packs[i]));
        for (size_t above = 0; above < i; above++)
            TRY(check_pair(ctx, stack.packs[i], stack.packs[above]));
    }
    *ret_stack = stack;
    return OK;
}

/* ---- what holds ---- */

/* The rule of a pack for a key on a day, or NULL. */
static const struct pack_rule *find_rule(const struct pack *pack, enum pack_key_no key, day on)
{
    for (size_t i = 0; i < pack->count; i++)
        if (pack->rules[i].key == key && pack->rules[i].from <= on && on <= pack->rules[i].until)
            return &pack->rules[i];
    return NULL;
}

/* From the least local layer down: a more local value holds where it may stand below what holds so far. */
static struct rule resolve(const struct pack_stack *stack, enum pack_key_no key, day on)
{
    struct rule holds = {NULL, NULL};
    for (size_t i = 0; i < stack->count; i++) {
        const struct pack_rule *stated = find_rule(stack->packs[i], key, on);
        if (stated && (!holds.stated || holds.pack->layer == PACK_DEFAULT ||
                       pack_value_may_follow(key, &stated->value, &holds.stated->value)))
            holds = (struct rule){stated, stack->packs[i]};
    }
    return holds;
}

RESULT rule_set_make(struct ctx *ctx, const struct pack_stack *stack, day on, struct rule_set *ret_set)
{
    struct bytes canonical;
    ret_set->on = on;
    for (size_t key = 0; key < RULE_KEYS; key++)
        ret_set->rules[key] = resolve(stack, (enum pack_key_no)key, on);
    TRY(rule_set_encode(ctx, ret_set, &canonical));
    digest_sha256(canonical, &ret_set->digest);
    return OK;
}

size_t rule_overridden(const struct pack_stack *stack, const struct rule_set *set, enum pack_key_no key,
                       struct rule ret_rules[PACK_LAYERS])
{
    size_t found = 0;
    for (size_t i = stack->count; i > 0; i--) {
        const struct pack *pack = stack->packs[i - 1];
        const struct pack_rule *stated = find_rule(pack, key, set->on);
        if (stated && pack != set->rules[key].pack)
            ret_rules[found++] = (struct rule){stated, pack};
    }
    return found;
}
