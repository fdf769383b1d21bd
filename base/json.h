/* json.h  Reads JSON by field specifications: unknown members, duplicate members and real numbers are refused, money is
 * a string.
 *
 * The only user of jansson. What it returns is borrowed from struct json and lives until json_free. */
#pragma once

#include "base/ctx.h"
#include "base/money.h"

struct json;       /* a parsed document */
struct json_value; /* a value inside it, borrowed */

/* Refusals: json.malformed (details line, reason; the caller sets file), memory.exhausted. */
RESULT json_parse(struct ctx *ctx, struct bytes text, struct json **ret_json);
void json_free(struct json **json);
const struct json_value *json_root(const struct json *json);

/* Refuses members of `object` that are not in the NULL-terminated list. `pointer` names the object in refusals, "" at
 * the top. Refusals in order: field.type (not an object), field.unknown. */
RESULT json_members(struct ctx *ctx, const struct json_value *object, const char *pointer, const char *const *names);

/* The member, or NULL when it is absent or null. */
const struct json_value *json_member(const struct json_value *object, const char *name);

/* Required members; details pointer, expected, value. Refusals in order: field.required, field.type, then those of the
 * value (money.*, date.invalid). */
RESULT json_get_text(struct ctx *ctx, const struct json_value *object, const char *pointer, const char *name,
                     const char **ret_text);
RESULT json_get_money(struct ctx *ctx, const struct json_value *object, const char *pointer, const char *name,
                      money *ret_money);
RESULT json_get_date(struct ctx *ctx, const struct json_value *object, const char *pointer, const char *name,
                     day *ret_day);
RESULT json_get_array(struct ctx *ctx, const struct json_value *object, const char *pointer, const char *name,
                      const struct json_value **ret_array);

/* How many items an array has, and the one at place i: 0 and NULL for anything else. */
size_t json_count(const struct json_value *array);
const struct json_value *json_at(const struct json_value *array, size_t i);

/* False or NULL for another type, and for a value that is NULL. */
bool json_is_text(const struct json_value *value);
bool json_is_array(const struct json_value *value);
bool json_is_object(const struct json_value *value);
const char *json_as_text(const struct json_value *value);
bool json_as_integer(const struct json_value *value, int64_t *ret_integer);
bool json_as_bool(const struct json_value *value, bool *ret_bool);
