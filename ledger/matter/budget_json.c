#include "ledger/matter/budget_json.h"

#include "base/json_write.h"

#include <string.h>

enum { TEXT_MAX = 1 << 16 };

/* ---- reading ---- */

static RESULT copy_text(struct ctx *ctx, const struct json_value *value, const char *name, const char **ret_text)
{
    const char *text;
    if (!json_member(value, name))
        return OK;
    TRY(json_get_text(ctx, value, "", name, &text));
    return arena_text(ctx->arena, text, strlen(text), ret_text);
}

struct names { /* of the members of one kind of line */
    const char *list, *amount, *from;
};

static RESULT read_line(struct ctx *ctx, const struct json_value *value, const char *pointer, const struct names *names,
                        struct budget_line *line)
{
    const char *account;
    const char *const allowed[] = {"account", names->amount, names->from, NULL};
    TRY(json_members(ctx, value, pointer, allowed));
    TRY(json_get_text(ctx, value, pointer, "account", &account));
    TRY(arena_text(ctx->arena, account, strlen(account), &line->account));
    line->from = FEN(-1);
    if (names->from && json_member(value, names->from))
        TRY(json_get_money(ctx, value, pointer, names->from, &line->from));
    return json_get_money(ctx, value, pointer, names->amount, &line->amount);
}

static RESULT read_lines(struct ctx *ctx, const struct json_value *value, const struct names *names,
                         const struct budget_line **ret_lines, size_t *ret_count)
{
    const struct json_value *array;
    struct budget_line *lines;
    TRY(json_get_array(ctx, value, "", names->list, &array));
    *ret_count = json_count(array);
    TRY(ARENA_TAKE(ctx->arena, *ret_count + 1, &lines));
    for (size_t i = 0; i < *ret_count; i++) {
        char pointer[48];
        (void)snprintf(pointer, sizeof pointer, "/%s/%zu", names->list, i);
        TRY(read_line(ctx, json_at(array, i), pointer, names, &lines[i]));
    }
    *ret_lines = lines;
    return OK;
}

static RESULT read_scope(struct ctx *ctx, const struct json_value *value, struct budget_scope *scope)
{
    const char *fund;
    int64_t year = 0;
    TRY(json_get_text(ctx, value, "", "fund", &fund));
    error_set(&ctx->error, "fund", "%s", fund);
    TRY(fund_parse(fund, &scope->fund));
    if (json_member(value, "year") && (!json_as_integer(json_member(value, "year"), &year) || year < 1)) {
        error_set(&ctx->error, "pointer", "/year");
        error_set(&ctx->error, "expected", "整数 number");
        return REFUSE(field, type);
    }
    scope->year = year < 9999 ? (int32_t)year : 9999;
    return copy_text(ctx, value, "project", &scope->project);
}

RESULT budget_json_read(struct ctx *ctx, const struct json_value *value, struct budget_in *in)
{
    static const char *const members[] = {"key",      "fund",   "year",  "project", "decided_on",
                                          "decision", "reason", "lines", NULL};
    static const struct names names = {"lines", "amount", NULL};
    TRY(json_members(ctx, value, "", members));
    TRY(json_get_text(ctx, value, "", "key", &in->key));
    TRY(copy_text(ctx, value, "key", &in->key));
    TRY(read_scope(ctx, value, &in->scope));
    TRY(json_get_date(ctx, value, "", "decided_on", &in->decided_on));
    TRY(copy_text(ctx, value, "decision", &in->decision));
    TRY(copy_text(ctx, value, "reason", &in->reason));
    return read_lines(ctx, value, &names, &in->lines, &in->count);
}

/* ---- what is kept ---- */

RESULT budget_json_write(struct ctx *ctx, const struct budget_scope *scope, const struct budget_version *version,
                         struct bytes *ret_text)
{
    struct buffer out;
    char date[DATE_TEXT];
    date_format(version->decided_on, date);
    buffer_init(&out, ctx->arena, TEXT_MAX);
    json_open_object(&out, NULL);
    json_put_string(&out, "fund", fund_code(scope->fund));
    if (scope->project)
        json_put_string(&out, "project", scope->project);
    else
        json_put_number(&out, "year", scope->year);
    json_put_string(&out, "decided_on", date);
    json_put_string(&out, "decision", version->decision);
    json_put_string(&out, "reason", version->reason);
    json_open_array(&out, "lines");
    for (size_t i = 0; i < version->count; i++) {
        json_open_object(&out, NULL);
        json_put_string(&out, "account", version->lines[i].account);
        json_put_money(&out, "amount", version->lines[i].amount);
        json_close_object(&out);
    }
    json_close_array(&out);
    json_open_array(&out, "changes");
    for (size_t i = 0; i < version->change_count; i++) {
        json_open_object(&out, NULL);
        json_put_string(&out, "account", version->changes[i].account);
        if (version->changes[i].from.fen >= 0)
            json_put_money(&out, "from", version->changes[i].from);
        json_put_money(&out, "to", version->changes[i].amount);
        json_close_object(&out);
    }
    json_close_array(&out);
    json_close_object(&out);
    return buffer_done(&out, ret_text);
}

static RESULT load(struct ctx *ctx, const struct json_value *value, struct budget_version *version)
{
    static const struct names lines = {"lines", "amount", NULL}, changes = {"changes", "to", "from"};
    TRY(json_get_date(ctx, value, "", "decided_on", &version->decided_on));
    version->decision = version->reason = "";
    TRY(copy_text(ctx, value, "decision", &version->decision));
    TRY(copy_text(ctx, value, "reason", &version->reason));
    TRY(read_lines(ctx, value, &lines, &version->lines, &version->count));
    return read_lines(ctx, value, &changes, &version->changes, &version->change_count);
}

RESULT budget_json_load(struct ctx *ctx, struct bytes text, struct budget_version *version)
{
    CLEANUP(json_free) struct json *json = NULL;
    error_set(&ctx->error, "file", "opening");
    TRY(json_parse(ctx, text, &json));
    return load(ctx, json_root(json), version);
}
