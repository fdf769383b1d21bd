#include "importers/parse/profile.h"

#include "base/json.h"
#include "importers/parse/heading.h"

#include <string.h>

static const char *const members[] = {"id",     "title",  "bank",     "markers", "header",
                                      "footer", "amount", "captions", "columns", NULL};
static const char *const amount_members[] = {"model", "in", "out", "flag", "flag_in", "flag_out", NULL};
static const char *const column_members[] = {
    [COLUMN_TRANSACTED] = "transacted",
    [COLUMN_BOOKED] = "booked",
    [COLUMN_IN] = "", /* these three stand in "amount" */
    [COLUMN_OUT] = "",
    [COLUMN_FLAG] = "",
    [COLUMN_BALANCE] = "balance",
    [COLUMN_CURRENCY] = "currency",
    [COLUMN_OWN_ACCOUNT] = "own_account",
    [COLUMN_SERIAL] = "serial",
    [COLUMN_PARTY_NAME] = "party_name",
    [COLUMN_PARTY_ACCOUNT] = "party_account",
    [COLUMN_SUMMARY] = "summary",
    [COLUMN_PURPOSE] = "purpose",
    [COLUMN_VOUCHER] = "voucher",
    [PROFILE_COLUMNS] = NULL,
};
static const char *const caption_members[] = {
    [CAPTION_ACCOUNT_NUMBER] = "account_number",
    [CAPTION_ACCOUNT_NAME] = "account_name",
    [CAPTION_CURRENCY] = "currency",
    [CAPTION_OPENING] = "opening",
    [CAPTION_CLOSING] = "closing",
    [CAPTION_TOTAL_IN] = "total_in",
    [CAPTION_TOTAL_OUT] = "total_out",
    [CAPTION_COUNT_IN] = "count_in",
    [CAPTION_COUNT_OUT] = "count_out",
    [PROFILE_CAPTIONS] = NULL,
};

static RESULT wrong(struct ctx *ctx, const char *reason)
{
    error_set(&ctx->error, "reason", "%s", reason);
    return REFUSE(import, profile);
}

static RESULT keep(struct ctx *ctx, const char *text, struct profile_name *ret_name)
{
    TRY(arena_text(ctx->arena, text, strlen(text), &ret_name->text));
    return heading_key(ctx->arena, text, &ret_name->key);
}

static RESULT read_names(struct ctx *ctx, const struct json_value *root, const char *member, struct profile_names *ret)
{
    const struct json_value *array;
    TRY(json_get_array(ctx, root, "", member, &array));
    if (json_count(array) > PROFILE_NAMES_MAX)
        return wrong(ctx, "too many names");
    for (size_t i = 0; i < json_count(array); i++) {
        const char *text = json_as_text(json_at(array, i));
        if (!text)
            return wrong(ctx, "a name is not text");
        TRY(keep(ctx, text, &ret->items[ret->count++]));
    }
    return OK;
}

/* Members of an object in the order of their names; those that are absent stay NULL. */
static RESULT read_members(struct ctx *ctx, const struct json_value *object, const char *const *names,
                           struct profile_name *ret_names)
{
    TRY(json_members(ctx, object, "", names));
    for (size_t i = 0; names[i]; i++) {
        const struct json_value *member = json_member(object, names[i]);
        if (!member)
            continue;
        if (!json_is_text(member))
            return wrong(ctx, "a name is not text");
        TRY(keep(ctx, json_as_text(member), &ret_names[i]));
    }
    return OK;
}

static RESULT read_part(struct ctx *ctx, const struct json_value *root, const char *part, const char *const *names,
                        struct profile_name *ret_names)
{
    const struct json_value *object = json_member(root, part);
    return object ? read_members(ctx, object, names, ret_names) : wrong(ctx, part);
}

static RESULT read_amount(struct ctx *ctx, const struct json_value *root, struct profile *profile)
{
    struct profile_name names[LENGTH(amount_members)] = {0};
    TRY(read_part(ctx, root, "amount", amount_members, names));
    if (!names[0].text || strcmp(names[0].text, "in_out") != 0)
        return wrong(ctx, "amount model");
    profile->columns[COLUMN_IN] = names[1];
    profile->columns[COLUMN_OUT] = names[2];
    profile->columns[COLUMN_FLAG] = names[3];
    profile->flag_in = names[4].text;
    profile->flag_out = names[5].text;
    if (!names[1].text || !names[2].text || (names[3].text && (!names[4].text || !names[5].text)))
        return wrong(ctx, "amount columns");
    return OK;
}

static RESULT read_text(struct ctx *ctx, const struct json_value *root, const char *member, const char **ret_text)
{
    const char *text;
    TRY(json_get_text(ctx, root, "", member, &text));
    return arena_text(ctx->arena, text, strlen(text), ret_text);
}

static RESULT read_profile(struct ctx *ctx, const struct json_value *root, struct profile *profile)
{
    TRY(json_members(ctx, root, "", members));
    TRY(read_text(ctx, root, "id", &profile->id));
    TRY(read_text(ctx, root, "title", &profile->title));
    TRY(read_text(ctx, root, "bank", &profile->bank));
    TRY(read_names(ctx, root, "markers", &profile->markers));
    TRY(read_names(ctx, root, "header", &profile->header));
    TRY(read_names(ctx, root, "footer", &profile->footer));
    TRY(read_part(ctx, root, "columns", column_members, profile->columns));
    TRY(read_part(ctx, root, "captions", caption_members, profile->captions));
    TRY(read_amount(ctx, root, profile));
    if (!profile->columns[COLUMN_TRANSACTED].text && !profile->columns[COLUMN_BOOKED].text)
        return wrong(ctx, "no date column");
    return profile->header.count > 0 ? OK : wrong(ctx, "no header");
}

RESULT profile_load(struct ctx *ctx, const struct embedded *file, struct profile *ret_profile)
{
    struct json *json CLEANUP(json_free) = NULL;
    struct profile profile = {.sha256 = file->sha256};
    error_set(&ctx->error, "profile", "%s", file->name);
    result read = json_parse(ctx, BYTES(file->text, file->size), &json);
    if (!FAILED(read))
        read = read_profile(ctx, json_root(json), &profile);
    if (FAILED(read) && read.code != ERROR_import_profile && read.code != ERROR_memory_exhausted)
        return wrong(ctx, error_info(read.code)->name);
    TRY(read);
    *ret_profile = profile;
    return OK;
}
