#include "ledger/project/project_json.h"

#include <string.h>

enum { TEXT_MAX = 1 << 16 };

/* ---- what people write ---- */

static RESULT copy_text(struct ctx *ctx, const struct json_value *value, const char *name, const char **ret_text)
{
    const char *text;
    TRY(json_get_text(ctx, value, "", name, &text));
    return arena_text(ctx->arena, text, strlen(text), ret_text);
}

static RESULT refuse_type(struct ctx *ctx, const char *pointer, const char *expected)
{
    error_set(&ctx->error, "pointer", "%s", pointer);
    error_set(&ctx->error, "expected", "%s", expected);
    return REFUSE(field, type);
}

static RESULT read_texts(struct ctx *ctx, const struct json_value *value, const char *name,
                         const char *const **ret_list, size_t *ret_count)
{
    const struct json_value *array = json_member(value, name);
    const char **list;
    *ret_count = 0;
    if (!array)
        return OK;
    *ret_count = json_count(array);
    if (!json_is_array(array) || *ret_count > PROJECT_SCOPE_MAX)
        return refuse_type(ctx, name, "文本列表 list of texts");
    TRY(ARENA_TAKE(ctx->arena, *ret_count + 1, &list));
    for (size_t i = 0; i < *ret_count; i++) {
        const char *text = json_as_text(json_at(array, i));
        if (!text)
            return refuse_type(ctx, name, "文本列表 list of texts");
        TRY(arena_text(ctx->arena, text, strlen(text), &list[i]));
    }
    *ret_list = list;
    return OK;
}

static RESULT read_code(struct ctx *ctx, const struct json_value *value, const char *name,
                        bool parse(const char *name, uint16_t *ret_code), uint16_t *ret_code)
{
    const char *text;
    *ret_code = 0;
    if (!json_member(value, name))
        return OK;
    TRY(json_get_text(ctx, value, "", name, &text));
    error_set(&ctx->error, "value", "%s", text);
    return parse(text, ret_code) ? OK : REFUSE(project, emergency);
}

/* Each as "paper=document". */
static RESULT read_papers(struct ctx *ctx, const struct json_value *value, struct project_open_in *in)
{
    const char *const *texts = NULL;
    TRY(read_texts(ctx, value, "papers", &texts, &in->paper_count));
    return step_papers_read(ctx, in->community, texts, in->paper_count, &in->papers);
}

RESULT project_json_read(struct ctx *ctx, const struct json_value *value, struct project_open_in *in)
{
    static const char *const members[] = {"key",    "name",      "plan",     "cause",  "scope",
                                          "budget", "emergency", "excluded", "papers", NULL};
    struct project_plan *plan = &in->plan;
    TRY(json_members(ctx, value, "", members));
    TRY(copy_text(ctx, value, "key", &in->key));
    TRY(copy_text(ctx, value, "name", &plan->name));
    TRY(copy_text(ctx, value, "plan", &plan->plan));
    TRY(copy_text(ctx, value, "cause", &plan->cause));
    TRY(read_texts(ctx, value, "scope", &plan->scope, &plan->scope_count));
    TRY(json_get_money(ctx, value, "", "budget", &plan->budget));
    TRY(read_code(ctx, value, "emergency", project_case_parse, &plan->emergency));
    TRY(read_code(ctx, value, "excluded", project_exclusion_parse, &in->exclusion));
    return read_papers(ctx, value, in);
}

/* ---- what is kept ---- */

static void put_plan(struct buffer *out, const struct project_plan *plan)
{
    json_put_string(out, "name", plan->name);
    json_put_string(out, "plan", plan->plan);
    json_put_string(out, "cause", plan->cause);
    json_open_array(out, "scope");
    for (size_t i = 0; i < plan->scope_count; i++)
        json_put_string(out, NULL, plan->scope[i]);
    json_close_array(out);
    json_put_number(out, "emergency", plan->emergency);
}

RESULT project_json_write(struct ctx *ctx, const struct project_plan *plan, const struct step *step,
                          struct bytes *ret_text)
{
    struct buffer out;
    buffer_init(&out, ctx->arena, TEXT_MAX);
    json_open_object(&out, NULL);
    if (plan)
        put_plan(&out, plan);
    step_put(&out, step);
    json_close_object(&out);
    return buffer_done(&out, ret_text);
}

static RESULT load_plan(struct ctx *ctx, const struct json_value *value, struct project_plan *plan)
{
    int64_t emergency = 0;
    TRY(copy_text(ctx, value, "name", &plan->name));
    TRY(copy_text(ctx, value, "plan", &plan->plan));
    TRY(copy_text(ctx, value, "cause", &plan->cause));
    TRY(read_texts(ctx, value, "scope", &plan->scope, &plan->scope_count));
    TRY(json_get_money(ctx, value, "", "amount", &plan->budget));
    if (!json_as_integer(json_member(value, "emergency"), &emergency))
        return refuse_type(ctx, "/emergency", "整数 number");
    plan->emergency = (uint16_t)emergency;
    return OK;
}

static RESULT load(struct ctx *ctx, const struct json_value *value, struct project_plan *plan, struct step *step)
{
    if (plan)
        TRY(load_plan(ctx, value, plan));
    return step_load(ctx, value, step);
}

RESULT project_json_load(struct ctx *ctx, struct bytes text, struct project_plan *plan, struct step *step)
{
    CLEANUP(json_free) struct json *json = NULL;
    error_set(&ctx->error, "file", "opening");
    TRY(json_parse(ctx, text, &json));
    return load(ctx, json_root(json), plan, step);
}
