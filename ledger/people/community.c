#include "ledger/people/community.h"

#include "base/number.h"
#include "base/text.h"
#include "embed/sql.h"

#include <string.h>

enum { SUBJECT_TREASURER = 1, CODE_DIGITS = 12 };
static const int64_t county_factor = 1000000;

RESULT community_code_parse(struct ctx *ctx, const char *text, uint64_t *ret_code)
{
    int64_t code;
    error_set(&ctx->error, "community", "%s", text);
    if (strlen(text) != CODE_DIGITS ||
        FAILED(number_parse(text, 100000 * county_factor, 999999 * county_factor + 999999, &code)))
        return REFUSE(community, code);
    *ret_code = (uint64_t)code;
    return OK;
}

void community_code_format(uint64_t code, char out[COMMUNITY_CODE_TEXT])
{
    (void)snprintf(out, COMMUNITY_CODE_TEXT, "%012llu", (unsigned long long)code);
}

RESULT community_check_text(struct ctx *ctx, const char *text)
{
    const char *reason = NULL;
    const result checked = text_check(BYTES(text, strlen(text)), 200, &reason);
    if (FAILED(checked))
        error_set(&ctx->error, "reason", "%s", reason);
    return checked;
}

static RESULT add_subject(struct ctx *ctx, struct change *change, const char *name)
{
    struct record_subject_registered *subject;
    TRY(ARENA_TAKE(ctx->arena, 1, &subject));
    subject->subject = ctx->actor.subject;
    subject->class = SUBJECT_TREASURER;
    TRY(change_commit(ctx, change, COMMIT_PERSON, BYTES(name, strlen(name)), &subject->details));
    return change_add(change, RECORD_subject_registered, subject, NULL);
}

RESULT community_add(struct ctx *ctx, struct change *change, const struct community_open_in *in)
{
    struct record_community_opened *opened;
    TRY(ARENA_TAKE(ctx->arena, 1, &opened));
    opened->name = BYTES(in->name, strlen(in->name));
    opened->county = (uint32_t)(in->community / (uint64_t)county_factor);
    opened->ordinal = (uint32_t)(in->community % (uint64_t)county_factor);
    ctx->actor = (struct actor){.kind = ACTOR_PERSON, .subject = random_uuid7(ctx->random, ctx->now)};
    TRY(change_add(change, RECORD_community_opened, opened, NULL));
    return add_subject(ctx, change, in->treasurer);
}

static const struct db_column community_row[] = {COLUMN(community, community_id), COLUMN(community, name),
                                                 COLUMN(community, county), COLUMN(community, size),
                                                 COLUMN(community, root)};

RESULT community_get(struct ctx *ctx, uint64_t code, struct community *ret_community)
{
    const struct db_value in[] = {db_number((int64_t)code)};
    bool found;
    TRY(db_maybe(ctx, CALL(sql_community_get, in), ROW(community, community_row), ret_community, &found));
    char text[COMMUNITY_CODE_TEXT];
    community_code_format(code, text);
    error_set(&ctx->error, "community", "%s", text);
    return found ? OK : REFUSE(community, unknown);
}

RESULT community_list(struct ctx *ctx, struct community **ret_list, size_t *ret_count)
{
    *ret_list = NULL;
    return db_list(ctx, CALL0(sql_community_list), ROW(community, community_row), ret_list, ret_count);
}

struct subject_found {
    struct uuid subject;
};

RESULT community_act(struct ctx *ctx, uint64_t code, enum actor_kind kind)
{
    static const struct db_column row[] = {COLUMN(subject_found, subject)};
    const struct db_value in[] = {db_number((int64_t)code), db_number(SUBJECT_TREASURER)};
    struct subject_found found = {{{0}}};
    bool any;
    TRY(db_maybe(ctx, CALL(sql_subject_find, in), ROW(subject_found, row), &found, &any));
    if (!any) {
        error_set(&ctx->error, "community", "%012llu", (unsigned long long)code);
        return REFUSE(community, unknown);
    }
    ctx->actor = (struct actor){.kind = kind, .subject = found.subject};
    return OK;
}
