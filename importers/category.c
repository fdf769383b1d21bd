#include "importers/category.h"

#include "base/json.h"
#include "base/words.h"

#include <string.h>

enum { FIELD_SUMMARY, FIELD_PURPOSE, FIELD_PARTY, FIELDS };
static const char *const field_names[FIELDS] = {"summary", "purpose", "party_name"};
static const char *const file_members[] = {"rules", NULL};
static const char *const rule_members[] = {"name", "fund", "direction", "any", "contains", "then", NULL};
static const char *const then_members[] = {"account", "stream", NULL};

struct rule {
    const char *name, *account;
    uint16_t fund;
    bool incoming, looks_at[FIELDS];
    int stream;
    const char **words;
    size_t word_count;
};

struct category_rules {
    struct rule *items;
    size_t count;
};

static RESULT wrong(struct ctx *ctx, const char *reason)
{
    error_set(&ctx->error, "reason", "%s", reason);
    return REFUSE(import, rule);
}

static RESULT read_words(struct ctx *ctx, const struct json_value *value, const char *pointer, struct rule *rule)
{
    const struct json_value *array;
    TRY(json_get_array(ctx, value, pointer, "contains", &array));
    rule->word_count = json_count(array);
    if (rule->word_count == 0 || rule->word_count > CATEGORY_WORDS_MAX)
        return wrong(ctx, "contains: 1 … 64");
    TRY(ARENA_TAKE(ctx->arena, rule->word_count, &rule->words));
    for (size_t i = 0; i < rule->word_count; i++) {
        const char *word = json_as_text(json_at(array, i));
        if (!word || !word[0])
            return wrong(ctx, "contains");
        TRY(arena_text(ctx->arena, word, strlen(word), &rule->words[i]));
    }
    return OK;
}

static RESULT read_fields(struct ctx *ctx, const struct json_value *value, const char *pointer, struct rule *rule)
{
    const struct json_value *array;
    TRY(json_get_array(ctx, value, pointer, "any", &array));
    for (size_t i = 0; i < json_count(array); i++) {
        const char *name = json_as_text(json_at(array, i));
        size_t field = 0;
        while (name && field < FIELDS && strcmp(name, field_names[field]) != 0)
            field++;
        if (!name || field == FIELDS)
            return wrong(ctx, "any: summary, purpose, party_name");
        rule->looks_at[field] = true;
    }
    return json_count(array) > 0 ? OK : wrong(ctx, "any");
}

static RESULT read_then(struct ctx *ctx, const struct json_value *value, struct rule *rule)
{
    const char *account;
    int64_t stream = 0;
    const struct json_value *then = json_member(value, "then");
    if (!then)
        return wrong(ctx, "then");
    TRY(json_members(ctx, then, "/then", then_members));
    TRY(json_get_text(ctx, then, "/then", "account", &account));
    if (json_member(then, "stream") && (!json_as_integer(json_member(then, "stream"), &stream) || stream < 1 || stream > STREAM_MAX))
        return wrong(ctx, "stream: 1 … 17");
    rule->stream = (int)stream;
    return arena_text(ctx->arena, account, strlen(account), &rule->account);
}

static RESULT read_rule(struct ctx *ctx, const struct json_value *value, const char *pointer, struct rule *rule)
{
    const char *name, *fund, *direction;
    TRY(json_members(ctx, value, pointer, rule_members));
    TRY(json_get_text(ctx, value, pointer, "name", &name));
    TRY(arena_text(ctx->arena, name, strlen(name), &rule->name));
    TRY(json_get_text(ctx, value, pointer, "fund", &fund));
    if (FAILED(fund_parse(fund, &rule->fund)))
        return wrong(ctx, "fund: MF, PI, WD, OP");
    TRY(json_get_text(ctx, value, pointer, "direction", &direction));
    rule->incoming = strcmp(direction, "in") == 0;
    if (!rule->incoming && strcmp(direction, "out") != 0)
        return wrong(ctx, "direction: in, out");
    TRY(read_fields(ctx, value, pointer, rule));
    TRY(read_words(ctx, value, pointer, rule));
    return read_then(ctx, value, rule);
}

RESULT category_load(struct ctx *ctx, const char *name, struct bytes json, const struct category_rules **ret_rules)
{
    CLEANUP(json_free) struct json *parsed = NULL;
    const struct json_value *array;
    struct category_rules *rules;
    error_set(&ctx->error, "file", "%s", name);
    TRY(json_parse(ctx, json, &parsed));
    TRY(json_members(ctx, json_root(parsed), "", file_members));
    TRY(json_get_array(ctx, json_root(parsed), "", "rules", &array));
    TRY(ARENA_TAKE(ctx->arena, 1, &rules));
    rules->count = json_count(array);
    if (rules->count > CATEGORY_RULES_MAX)
        return wrong(ctx, "rules: 2000");
    TRY(ARENA_TAKE(ctx->arena, rules->count + 1, &rules->items));
    for (size_t i = 0; i < rules->count; i++) {
        char pointer[40];
        (void)snprintf(pointer, sizeof pointer, "/rules/%zu", i);
        error_set(&ctx->error, "line", "%zu", i + 1);
        TRY(read_rule(ctx, json_at(array, i), pointer, &rules->items[i]));
    }
    *ret_rules = rules;
    return OK;
}

static bool matches(const struct rule *rule, const struct statement_line *line)
{
    const char *const texts[FIELDS] = {line->summary, line->purpose, line->party_name};
    for (size_t f = 0; f < FIELDS; f++)
        for (size_t w = 0; rule->looks_at[f] && w < rule->word_count; w++)
            if (strstr(texts[f], rule->words[w]))
                return true;
    return false;
}

void category_suspense(const struct statement_line *line, struct category_decision *ret_decision)
{
    *ret_decision = (struct category_decision){
        .account = line->amount.fen > 0 ? "224103" : "122109", .suspense = true, .rule = line->amount.fen > 0 ? "待核款项" : "待核支出"};
}

void category_match(const struct category_rules *rules, int fund, const struct statement_line *line, struct category_decision *ret_decision)
{
    for (size_t i = 0; i < rules->count; i++) {
        const struct rule *rule = &rules->items[i];
        if (rule->fund != fund || rule->incoming != (line->amount.fen > 0) || !matches(rule, line))
            continue;
        *ret_decision = (struct category_decision){.account = rule->account, .stream = rule->stream, .rule = rule->name};
        return;
    }
    *ret_decision = (struct category_decision){0};
    if (fund != FUND_MF)
        category_suspense(line, ret_decision);
}
