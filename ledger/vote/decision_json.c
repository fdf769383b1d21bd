#include "ledger/vote/decision_json.h"

#include "base/json_write.h"

#include <stdio.h>
#include <string.h>

enum { TEXT_MAX = 1 << 16, AREA_DIGITS = 15, AREA_DECIMALS = 4 };

static RESULT copy_text(struct ctx *ctx, const struct json_value *value, const char *name, const char **ret_text)
{
    const char *text;
    if (!json_member(value, name))
        return OK;
    TRY(json_get_text(ctx, value, "", name, &text));
    return arena_text(ctx->arena, text, strlen(text), ret_text);
}

static RESULT refuse_type(struct ctx *ctx, const char *pointer, const char *name, const char *expected)
{
    error_set(&ctx->error, "pointer", "%s/%s", pointer, name);
    error_set(&ctx->error, "expected", "%s", expected);
    return REFUSE(field, type);
}

/* ---- lists of names ---- */

static RESULT read_list(struct ctx *ctx, const struct json_value *value, const char *name, const char *const **ret_list,
                        size_t *ret_count)
{
    const struct json_value *array;
    const char **list;
    *ret_count = 0;
    if (!json_member(value, name))
        return OK;
    TRY(json_get_array(ctx, value, "", name, &array));
    *ret_count = json_count(array);
    TRY(ARENA_TAKE(ctx->arena, *ret_count + 1, &list));
    for (size_t i = 0; i < *ret_count; i++) {
        const char *text = json_as_text(json_at(array, i));
        if (!text)
            return refuse_type(ctx, "", name, "名称的列表 a list of names");
        TRY(arena_text(ctx->arena, text, strlen(text), &list[i]));
    }
    *ret_list = list;
    return OK;
}

/* ---- totals ---- */

static RESULT read_people(struct ctx *ctx, const struct json_value *value, const char *name, uint64_t *ret_people)
{
    int64_t number;
    if (!json_as_integer(json_member(value, name), &number) || number < 0 || number > UINT32_MAX)
        return refuse_type(ctx, "/totals/people", name, "人数（整数） a number of people");
    *ret_people = (uint64_t)number;
    return OK;
}

/* Square metres with at most four decimals, of a whole community. */
static bool parse_area(const char *text, uint64_t *ret_cm2)
{
    uint64_t value = 0;
    int digits = 0, decimals = -1;
    for (const char *at = text; *at; at++) {
        if (*at == '.' && decimals < 0 && digits > 0) {
            decimals = 0;
            continue;
        }
        if (*at < '0' || *at > '9' || decimals == AREA_DECIMALS || ++digits > AREA_DIGITS)
            return false;
        value = value * 10 + (uint64_t)(*at - '0');
        decimals += decimals >= 0;
    }
    for (int i = decimals < 0 ? 0 : decimals; i < AREA_DECIMALS; i++)
        value *= 10;
    *ret_cm2 = value;
    return digits > 0 && decimals != 0;
}

static RESULT read_area(struct ctx *ctx, const struct json_value *value, const char *name, uint64_t *ret_cm2)
{
    const char *text = json_as_text(json_member(value, name));
    if (!text || !parse_area(text, ret_cm2))
        return refuse_type(ctx, "/totals/area", name, "平方米，写成字符串 square metres as text");
    return OK;
}

struct measuring { /* how one measure is written */
    const char *name, *pointer;
    result (*read)(struct ctx *ctx, const struct json_value *value, const char *name, uint64_t *ret_number);
};

static RESULT read_measure(struct ctx *ctx, const struct json_value *totals, const struct measuring *how,
                           struct decision_measure *ret_measure)
{
    static const char *const members[] = {"all", "part", "yes", NULL};
    const struct json_value *value = json_member(totals, how->name);
    TRY(json_members(ctx, value, how->pointer, members));
    if (json_member(value, "all"))
        TRY(how->read(ctx, value, "all", &ret_measure->all));
    TRY(how->read(ctx, value, "part", &ret_measure->part));
    return how->read(ctx, value, "yes", &ret_measure->yes);
}

static RESULT read_totals(struct ctx *ctx, const struct json_value *value, const struct tally_totals_in **ret_totals)
{
    static const char *const members[] = {"people", "area", NULL};
    static const struct measuring people = {"people", "/totals/people", read_people},
                                  area = {"area", "/totals/area", read_area};
    struct tally_totals_in *totals;
    if (!value)
        return OK;
    TRY(json_members(ctx, value, "/totals", members));
    TRY(ARENA_TAKE(ctx->arena, 1, &totals));
    TRY(read_measure(ctx, value, &people, &totals->people));
    TRY(read_measure(ctx, value, &area, &totals->area));
    *ret_totals = totals;
    return OK;
}

/* ---- a meeting ---- */

static RESULT read_names(struct ctx *ctx, const struct json_value *value, const char *name, uint8_t choice,
                         struct tally_names_in *names)
{
    const char *const *list = NULL;
    size_t count;
    TRY(read_list(ctx, value, name, &list, &count));
    if (names->count + count > TALLY_NAMES_MAX)
        return refuse_type(ctx, "/meeting", name, "不超过 100 人 at most 100 people");
    for (size_t i = 0; i < count; i++) {
        names->names[names->count] = list[i];
        names->choices[names->count++] = choice;
    }
    return OK;
}

static RESULT read_meeting(struct ctx *ctx, const struct json_value *value, const struct tally_names_in **ret_names)
{
    static const char *const members[] = {"yes", "no", "abstain", NULL};
    struct tally_names_in *names;
    if (!value)
        return OK;
    TRY(json_members(ctx, value, "/meeting", members));
    TRY(ARENA_TAKE(ctx->arena, 1, &names));
    TRY(read_names(ctx, value, "yes", BALLOT_YES, names));
    TRY(read_names(ctx, value, "no", BALLOT_NO, names));
    TRY(read_names(ctx, value, "abstain", BALLOT_ABSTAINED, names));
    *ret_names = names;
    return OK;
}

/* ---- the file ---- */

static RESULT read_days(struct ctx *ctx, const struct json_value *value, struct decision_record_in *in)
{
    day announced;
    TRY(json_get_date(ctx, value, "", "from", &in->from));
    TRY(json_get_date(ctx, value, "", "to", &in->to));
    if (!json_member(value, "announced"))
        return OK;
    TRY(json_get_date(ctx, value, "", "announced", &announced));
    in->announced = (struct maybe){true, announced};
    return OK;
}

static RESULT read_limit(struct ctx *ctx, const struct json_value *value, struct maybe *ret_limit)
{
    money limit;
    if (!json_member(value, "limit"))
        return OK;
    TRY(json_get_money(ctx, value, "", "limit", &limit));
    if (limit.fen <= 0)
        return refuse_type(ctx, "", "limit", "大于零的金额 an amount above zero");
    *ret_limit = (struct maybe){true, limit.fen};
    return OK;
}

static RESULT read_words(struct ctx *ctx, const struct json_value *value, struct decision_words *words)
{
    words->text = "";
    TRY(json_get_text(ctx, value, "", "title", &words->title));
    TRY(copy_text(ctx, value, "title", &words->title));
    TRY(copy_text(ctx, value, "text", &words->text));
    return read_list(ctx, value, "scope", &words->scope, &words->scope_count);
}

RESULT decision_json_read(struct ctx *ctx, const struct json_value *value, struct decision_record_in *in)
{
    static const char *const members[] = {"key",   "title", "text",      "matter", "from",    "to",     "announced",
                                          "scope", "limit", "documents", "totals", "meeting", "result", NULL};
    const char *kind;
    TRY(json_members(ctx, value, "", members));
    TRY(json_get_text(ctx, value, "", "key", &in->key));
    TRY(copy_text(ctx, value, "key", &in->key));
    TRY(read_words(ctx, value, &in->words));
    TRY(json_get_text(ctx, value, "", "matter", &kind));
    TRY(decision_kind_parse(ctx, kind, &in->kind));
    TRY(read_days(ctx, value, in));
    TRY(read_limit(ctx, value, &in->limit));
    TRY(read_list(ctx, value, "documents", &in->documents, &in->document_count));
    TRY(copy_text(ctx, value, "result", &in->claimed));
    TRY(read_totals(ctx, json_member(value, "totals"), &in->totals));
    return read_meeting(ctx, json_member(value, "meeting"), &in->meeting);
}

/* ---- what is kept ---- */

RESULT decision_json_write(struct ctx *ctx, const struct decision_words *words, struct bytes *ret_text)
{
    struct buffer out;
    buffer_init(&out, ctx->arena, TEXT_MAX);
    json_open_object(&out, NULL);
    json_put_string(&out, "title", words->title);
    json_put_string(&out, "text", words->text);
    json_put_string(&out, "method", decision_method_code(words->method));
    json_open_array(&out, "scope");
    for (size_t i = 0; i < words->scope_count; i++)
        json_put_string(&out, NULL, words->scope[i]);
    json_close_array(&out);
    json_close_object(&out);
    return buffer_done(&out, ret_text);
}

static RESULT load(struct ctx *ctx, const struct json_value *value, struct decision_words *words)
{
    const char *method;
    words->title = words->text = "";
    TRY(copy_text(ctx, value, "title", &words->title));
    TRY(copy_text(ctx, value, "text", &words->text));
    TRY(json_get_text(ctx, value, "", "method", &method));
    for (uint16_t i = DECISION_BY_BALLOTS; i <= DECISION_BY_MEETING; i++)
        if (strcmp(decision_method_code(i), method) == 0)
            words->method = i;
    return read_list(ctx, value, "scope", &words->scope, &words->scope_count);
}

RESULT decision_json_load(struct ctx *ctx, struct bytes text, struct decision_words *ret_words)
{
    CLEANUP(json_free) struct json *json = NULL;
    error_set(&ctx->error, "file", "opening");
    TRY(json_parse(ctx, text, &json));
    return load(ctx, json_root(json), ret_words);
}
