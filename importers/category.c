#include "importers/category.h"

#include "base/json.h"
#include "base/words.h"

#include <string.h>

enum { FIELD_SUMMARY, FIELD_PURPOSE, FIELD_PARTY, FIELDS };
static const char *const field_names[FIELDS] = {"summary", "purpose", "party_name"};
static const char *const file_members[] = {"rules", NULL};
static const char *const rule_members[] = {"name", "fund", "direction", "any", "contains", "all", "then", NULL};
static const char *const then_members[] = {"account", "stream", NULL};

/* The fall-backs of every fund but the maintenance fund. They stand here and not in a rule file: a rule file that
 * forgets them would lose money out of sight. */
static const char suspense_in[] = "224103", suspense_out[] = "122109";

struct words {
    const char **items;
    size_t count;
};

struct rule {
    const char *name, *account;
    uint16_t fund;
    bool incoming, looks_at[FIELDS];
    int stream;
    struct words any, all; /* one of these, and each of those */
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

/* An absent list stays empty. */
static RESULT read_words(struct ctx *ctx, const struct json_value *value, const char *member, struct words *ret_words)
{
    const struct json_value *array = json_member(value, member);
    if (!array)
        return OK;
    ret_words->count = json_is_array(array) ? json_count(array) : 0;
    if (ret_words->count == 0 || ret_words->count > CATEGORY_WORDS_MAX)
        return wrong(ctx, "contains, all: 1 … 64");
    TRY(ARENA_TAKE(ctx->arena, ret_words->count, &ret_words->items));
    for (size_t i = 0; i < ret_words->count; i++) {
        const struct json_value *item = json_at(array, i);
        const char *word = json_is_text(item) ? json_as_text(item) : "";
        if (!word[0])
            return wrong(ctx, "contains, all: words");
        TRY(arena_text(ctx->arena, word, strlen(word), &ret_words->items[i]));
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
    if (json_member(then, "stream") &&
        (!json_as_integer(json_member(then, "stream"), &stream) || stream < 1 || stream > STREAM_MAX))
        return wrong(ctx, "stream: 1 … 17");
    rule->stream = (int)stream;
    const size_t digits = strspn(account, "0123456789");
    if (digits < 4 || account[digits] != '\0')
        return wrong(ctx, "account: a code of the chart");
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
    TRY(read_words(ctx, value, "contains", &rule->any));
    TRY(read_words(ctx, value, "all", &rule->all));
    if (rule->any.count + rule->all.count == 0)
        return wrong(ctx, "contains");
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

static bool stands_in(const struct rule *rule, const struct statement_line *line, const char *word)
{
    const char *const texts[FIELDS] = {line->summary, line->purpose, line->party_name};
    for (size_t f = 0; f < FIELDS; f++)
        if (rule->looks_at[f] && strstr(texts[f], word))
            return true;
    return false;
}

static bool matches(const struct rule *rule, const struct statement_line *line)
{
    bool found = rule->any.count == 0;
    for (size_t i = 0; i < rule->any.count && !found; i++)
        found = stands_in(rule, line, rule->any.items[i]);
    for (size_t i = 0; i < rule->all.count && found; i++)
        found = stands_in(rule, line, rule->all.items[i]);
    return found;
}

static bool is_suspense(const char *account)
{
    return strcmp(account, suspense_in) == 0 || strcmp(account, suspense_out) == 0;
}

void category_suspense(const struct statement_line *line, struct category_decision *ret_decision)
{
    const bool incoming = line->amount.fen > 0;
    *ret_decision = (struct category_decision){
        .account = incoming ? suspense_in : suspense_out, .suspense = true, .rule = incoming ? "待核款项" : "待核支出"};
}

void category_match(const struct category_rules *rules, int fund, const struct statement_line *line,
                    struct category_decision *ret_decision)
{
    for (size_t i = 0; i < rules->count; i++) {
        const struct rule *rule = &rules->items[i];
        if (rule->fund != fund || rule->incoming != (line->amount.fen > 0) || !matches(rule, line))
            continue;
        *ret_decision = (struct category_decision){.account = rule->account,
                                                   .stream = rule->stream,
                                                   .suspense = is_suspense(rule->account),
                                                   .rule = rule->name};
        return;
    }
    *ret_decision = (struct category_decision){0};
    if (fund != FUND_MF)
        category_suspense(line, ret_decision);
}
