#include "rules/pack_json.h"

#include "base/list.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { SET_TEXT_MAX = 1000, NAME_MAX_BYTES = 64, CLAUSE_MAX = 2000 };

static const char *const pack_members[] = {"pack", "layer", "division", "under", "title", "title_en", "rules", NULL};
static const char *const group_members[] = {"law", "clause", "clause_en", "from", "until", "certainty", "values", NULL};
static const char *const value_members[] = {"key", "value", NULL};

/* A pack on its way in. */
struct reading {
    struct ctx *ctx;
    LIST(struct pack_rule) rules;
};

static RESULT wrong(struct ctx *ctx, const char *reason)
{
    error_set(&ctx->error, "reason", "%s", reason);
    return REFUSE(pack, file);
}

/* A copy of a required text that may be kept for ever. */
static RESULT get_text(struct ctx *ctx, const struct json_value *object, const char *pointer, const char *name,
                       const char **ret_text)
{
    const char *text, *reason;
    TRY(json_get_text(ctx, object, pointer, name, &text));
    if (FAILED(text_check(BYTES(text, strlen(text)), CLAUSE_MAX, &reason))) {
        error_set(&ctx->error, "reason", "%s: %s", name, reason);
        return REFUSE(pack, file);
    }
    return arena_text(ctx->arena, text, strlen(text), ret_text);
}

/* The text form of a JSON value: words of a list are separated by blanks. */
static RESULT value_text(struct ctx *ctx, const struct json_value *value, const char **ret_text)
{
    struct buffer out;
    struct bytes text;
    bool flag;
    if (json_is_text(value)) {
        *ret_text = json_as_text(value);
        return OK;
    }
    if (json_as_bool(value, &flag)) {
        *ret_text = flag ? "true" : "false";
        return OK;
    }
    buffer_init(&out, ctx->arena, SET_TEXT_MAX);
    for (size_t i = 0; i < json_count(value); i++) {
        const struct json_value *word = json_at(value, i);
        if (!json_is_text(word))
            return wrong(ctx, "value: text, true, false or a list of words");
        buffer_text(&out, i > 0 ? " " : "");
        buffer_text(&out, json_as_text(word));
    }
    TRY(buffer_done(&out, &text));
    *ret_text = (const char *)text.data;
    return OK;
}

/* Only the form that belongs to the type: a list for a SET, true or false for a FLAG, text for the others. */
static bool fits(const struct json_value *value, enum pack_type type)
{
    bool flag;
    if (type == PACK_SET)
        return json_is_array(value);
    return type == PACK_FLAG ? json_as_bool(value, &flag) : json_is_text(value);
}

/* `group` holds what all values of a clause share. */
static RESULT read_value(struct reading *reading, const struct json_value *item, const char *pointer,
                         const struct pack_rule *group)
{
    struct ctx *ctx = reading->ctx;
    struct pack_rule rule = *group;
    const char *name, *text;
    TRY(json_members(ctx, item, pointer, value_members));
    TRY(json_get_text(ctx, item, pointer, "key", &name));
    error_set(&ctx->error, "place", "%zu", reading->rules.count + 1);
    error_set(&ctx->error, "key", "%s", name);
    if (!pack_key_find(name, &rule.key))
        return REFUSE(pack, key);
    const struct json_value *value = json_member(item, "value");
    TRY(value_text(ctx, value, &text));
    TRY(pack_value_parse(ctx, rule.key, fits(value, pack_key_get(rule.key)->type) ? text : "?", &rule.value));
    return LIST_ADD(&reading->rules, rule);
}

/* An id of letters, digits and dashes; a value without one is our own choice and says so. */
static RESULT read_law(struct ctx *ctx, const struct json_value *group, const char *pointer, struct pack_rule *rule)
{
    const char *certainty;
    rule->law = "";
    if (json_member(group, "law"))
        TRY(get_text(ctx, group, pointer, "law", &rule->law));
    if (strspn(rule->law, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") != strlen(rule->law) || strlen(rule->law) > 48)
        return wrong(ctx, "law: A-Z 0-9 -");
    TRY(json_get_text(ctx, group, pointer, "certainty", &certainty));
    if (!pack_certainty_parse(certainty, &rule->certainty))
        return wrong(ctx, "certainty: V, V2, U, own");
    return rule->law[0] || rule->certainty == PACK_OWN || rule->certainty == PACK_UNVERIFIED ? OK : wrong(ctx, "law");
}

static RESULT read_group(struct reading *reading, const struct json_value *item, const char *pointer)
{
    struct ctx *ctx = reading->ctx;
    struct pack_rule group = {.until = DAY_MAX};
    const struct json_value *values;
    TRY(json_members(ctx, item, pointer, group_members));
    TRY(read_law(ctx, item, pointer, &group));
    TRY(get_text(ctx, item, pointer, "clause", &group.clause[LANGUAGE_ZH]));
    TRY(get_text(ctx, item, pointer, "clause_en", &group.clause[LANGUAGE_EN]));
    TRY(json_get_date(ctx, item, pointer, "from", &group.from));
    if (json_member(item, "until"))
        TRY(json_get_date(ctx, item, pointer, "until", &group.until));
    TRY(json_get_array(ctx, item, pointer, "values", &values));
    if (json_count(values) == 0)
        return wrong(ctx, "values");
    for (size_t i = 0; i < json_count(values); i++) {
        char place[80];
        (void)snprintf(place, sizeof place, "%s/values/%zu", pointer, i);
        TRY(read_value(reading, json_at(values, i), place, &group));
    }
    return OK;
}

static RESULT read_head(struct ctx *ctx, const struct json_value *root, struct pack *pack)
{
    const char *layer;
    TRY(json_members(ctx, root, "", pack_members));
    TRY(get_text(ctx, root, "", "pack", &pack->name));
    error_set(&ctx->error, "pack", "%s", pack->name);
    if (strspn(pack->name, "abcdefghijklmnopqrstuvwxyz0123456789-_") != strlen(pack->name) ||
        strlen(pack->name) > NAME_MAX_BYTES)
        return wrong(ctx, "pack: a-z 0-9 - _");
    TRY(json_get_text(ctx, root, "", "layer", &layer));
    if (!pack_layer_parse(layer, &pack->layer))
        return wrong(ctx, "layer: default, nation, province, city, county, community");
    pack->division = pack->under = "";
    if (json_member(root, "division"))
        TRY(get_text(ctx, root, "", "division", &pack->division));
    if (json_member(root, "under"))
        TRY(get_text(ctx, root, "", "under", &pack->under));
    TRY(get_text(ctx, root, "", "title", &pack->title[LANGUAGE_ZH]));
    return get_text(ctx, root, "", "title_en", &pack->title[LANGUAGE_EN]);
}

RESULT pack_json_read(struct ctx *ctx, const char *file, struct bytes json, struct pack *ret_pack)
{
    CLEANUP(json_free) struct json *parsed = NULL;
    struct reading reading = {.ctx = ctx, .rules = LIST_INIT(ctx->arena, PACK_RULES_MAX)};
    struct pack pack;
    const struct json_value *groups;
    error_set(&ctx->error, "file", "%s", file);
    error_set(&ctx->error, "pack", "%s", file);
    error_set(&ctx->error, "place", "–");
    TRY(json_parse(ctx, json, &parsed));
    TRY(read_head(ctx, json_root(parsed), &pack));
    TRY(json_get_array(ctx, json_root(parsed), "", "rules", &groups));
    for (size_t i = 0; i < json_count(groups); i++) {
        char pointer[40];
        (void)snprintf(pointer, sizeof pointer, "/rules/%zu", i);
        error_set(&ctx->error, "place", "%zu", i + 1);
        TRY(read_group(&reading, json_at(groups, i), pointer));
    }
    pack.rules = reading.rules.items;
    pack.count = reading.rules.count;
    TRY(pack_check(ctx, &pack));
    *ret_pack = pack;
    return OK;
}
