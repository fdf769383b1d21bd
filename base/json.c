#include "base/json.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 64 };

struct json {
    json_t *root;
};

/* The header's struct json_value is jansson's json_t under a name that nobody else needs to know. */
static const json_t *inner(const struct json_value *value)
{
    return (const json_t *)value;
}

static const struct json_value *outer(const json_t *value)
{
    return (const struct json_value *)value;
}

/* Where the reading of a document that jansson has already accepted stands. */
struct scan {
    struct bytes text;
    size_t at;
    int line, depth;
};

static void skip_string(struct scan *scan)
{
    for (scan->at++; scan->text.data[scan->at] != '"'; scan->at++)
        scan->at += scan->text.data[scan->at] == '\\';
}

/* True when the number that begins here has a decimal point or an exponent. */
static bool skip_number(struct scan *scan)
{
    bool real = false;
    for (; scan->at + 1 < scan->text.size; scan->at++) {
        const uint8_t next = scan->text.data[scan->at + 1];
        real |= next == '.' || next == 'e' || next == 'E';
        if (!strchr("0123456789.eE+-", next) || next == '\0')
            break;
    }
    return real;
}

/* Money is text: a real number anywhere is refused before it can be rounded. NULL when the document has none. */
static const char *refused_content(struct scan *scan)
{
    for (; scan->at < scan->text.size; scan->at++) {
        const uint8_t c = scan->text.data[scan->at];
        if (c == '"')
            skip_string(scan);
        else if ((c == '-' || (c >= '0' && c <= '9')) && skip_number(scan))
            return "a number with a decimal point or an exponent";
        scan->line += c == '\n';
        scan->depth += (c == '[' || c == '{') - (c == ']' || c == '}');
        if (scan->depth > DEPTH_MAX)
            return "nested too deeply";
    }
    return NULL;
}

static RESULT malformed(struct ctx *ctx, int line, const char *reason)
{
    error_set(&ctx->error, "line", "%d", line > 0 ? line : 1);
    error_set(&ctx->error, "reason", "%s", reason);
    return REFUSE(json, malformed);
}

RESULT json_parse(struct ctx *ctx, struct bytes text, struct json **ret_json)
{
    json_error_t error;
    json_t *root = json_loadb(text.data ? (const char *)text.data : "", text.size, JSON_REJECT_DUPLICATES, &error);
    if (!root)
        return malformed(ctx, error.line, error.text);
    struct scan scan = {.text = text, .line = 1};
    const char *reason = refused_content(&scan);
    struct json *json = reason ? NULL : calloc(1, sizeof *json);
    if (!json) {
        json_decref(root);
        return reason ? malformed(ctx, scan.line, reason) : REFUSE(memory, exhausted);
    }
    json->root = root;
    *ret_json = json;
    return OK;
}

void json_free(struct json **json)
{
    if (!*json)
        return;
    json_decref((*json)->root);
    free(*json);
    *json = NULL;
}

const struct json_value *json_root(const struct json *json)
{
    return outer(json->root);
}

static RESULT wrong_type(struct ctx *ctx, const char *pointer, const char *name, const char *expected)
{
    error_set(&ctx->error, "pointer", "%s%s%s", pointer, name || !pointer[0] ? "/" : "", name ? name : "");
    error_set(&ctx->error, "expected", "%s", expected);
    return REFUSE(field, type);
}

RESULT json_members(struct ctx *ctx, const struct json_value *object, const char *pointer, const char *const *names)
{
    const char *key;
    json_t *child;
    if (!json_is_object(inner(object)))
        return wrong_type(ctx, pointer, NULL, "对象 object");
    json_object_foreach((json_t *)(uintptr_t)inner(object), key, child)
    {
        size_t i = 0;
        while (names[i] && strcmp(names[i], key) != 0)
            i++;
        if (!names[i]) {
            error_set(&ctx->error, "pointer", "%s/%s", pointer, key);
            return REFUSE(field, unknown);
        }
    }
    return OK;
}

const struct json_value *json_member(const struct json_value *object, const char *name)
{
    const json_t *member = json_object_get(inner(object), name);
    return member && !json_is_null(member) ? outer(member) : NULL;
}

static RESULT required(struct ctx *ctx, const struct json_value *object, const char *pointer, const char *name,
                       const json_t **ret_member)
{
    const struct json_value *member = json_member(object, name);
    if (!member) {
        error_set(&ctx->error, "pointer", "%s/%s", pointer, name);
        return REFUSE(field, required);
    }
    *ret_member = inner(member);
    return OK;
}

RESULT json_get_text(struct ctx *ctx, const struct json_value *object, const char *pointer, const char *name,
                     const char **ret_text)
{
    const json_t *member;
    TRY(required(ctx, object, pointer, name, &member));
    if (!json_is_string(member))
        return wrong_type(ctx, pointer, name, "文字 text");
    *ret_text = json_string_value(member);
    return OK;
}

/* Says which member holds a value of the wrong form; a good value leaves no details behind. */
static RESULT named(struct ctx *ctx, result parsed, const char *pointer, const char *name, const char *text)
{
    if (FAILED(parsed)) {
        error_set(&ctx->error, "pointer", "%s/%s", pointer, name);
        error_set(&ctx->error, "value", "%s", text);
    }
    return parsed;
}

RESULT json_get_money(struct ctx *ctx, const struct json_value *object, const char *pointer, const char *name,
                      money *ret_money)
{
    const char *text;
    TRY(json_get_text(ctx, object, pointer, name, &text));
    return named(ctx, money_parse(text, ret_money), pointer, name, text);
}

RESULT json_get_date(struct ctx *ctx, const struct json_value *object, const char *pointer, const char *name,
                     day *ret_day)
{
    const char *text;
    TRY(json_get_text(ctx, object, pointer, name, &text));
    return named(ctx, date_parse(text, ret_day), pointer, name, text);
}

RESULT json_get_array(struct ctx *ctx, const struct json_value *object, const char *pointer, const char *name,
                      const struct json_value **ret_array)
{
    const json_t *member;
    TRY(required(ctx, object, pointer, name, &member));
    if (!json_is_array(member))
        return wrong_type(ctx, pointer, name, "列表 array");
    *ret_array = outer(member);
    return OK;
}

size_t json_count(const struct json_value *array)
{
    return json_array_size(inner(array));
}

const struct json_value *json_at(const struct json_value *array, size_t i)
{
    return outer(json_array_get(inner(array), i));
}

bool json_is_text(const struct json_value *value)
{
    return json_is_string(inner(value));
}

/* In brackets, since jansson has macros of these names. NULL, an absent member, is none of the types. */
bool(json_is_array)(const struct json_value *value)
{
    return json_is_array(inner(value));
}

bool(json_is_object)(const struct json_value *value)
{
    return json_is_object(inner(value));
}

const char *json_as_text(const struct json_value *value)
{
    return json_string_value(inner(value));
}

bool json_as_integer(const struct json_value *value, int64_t *ret_integer)
{
    if (!json_is_integer(inner(value)))
        return false;
    *ret_integer = json_integer_value(inner(value));
    return true;
}

bool json_as_bool(const struct json_value *value, bool *ret_bool)
{
    if (!json_is_boolean(inner(value)))
        return false;
    *ret_bool = json_is_true(inner(value));
    return true;
}
