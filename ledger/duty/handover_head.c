#include "ledger/duty/handover_head.h"

#include "base/json.h"
#include "embed/sql.h"

#include <string.h>

static RESULT read_opened(struct ctx *ctx, const struct json_value *value, struct handover_head *head)
{
    const char *kind, *giver;
    int64_t term;
    day due;
    TRY(json_get_text(ctx, value, "", "kind", &kind));
    TRY(json_get_text(ctx, value, "", "giver", &giver));
    TRY(json_get_date(ctx, value, "", "left_on", &head->left_on));
    error_set(&ctx->error, "reason", "handover opening");
    if (!handover_kind_parse(kind, &head->kind) || !uuid_parse(giver, &head->giver))
        return REFUSE(record, malformed);
    if (json_member(value, "due_on")) {
        TRY(json_get_date(ctx, value, "", "due_on", &due));
        head->due = (struct maybe){true, due};
    }
    if (json_as_integer(json_member(value, "term"), &term))
        head->term = (struct maybe){true, term};
    return OK;
}

static RESULT open_head(struct ctx *ctx, const struct matter_step *step, struct handover_head *head)
{
    CLEANUP(json_free) struct json *json = NULL;
    *head = (struct handover_head){.handover = step->id, .seq = step->seq, .text = step->text};
    error_set(&ctx->error, "file", "opening");
    TRY(json_parse(ctx, step->text, &json));
    return read_opened(ctx, json_root(json), head);
}

static RESULT close_head(struct ctx *ctx, const struct matter_step *step, struct handover_head *head)
{
    CLEANUP(json_free) struct json *json = NULL;
    if (step->state == HANDOVER_open)
        return OK;
    error_set(&ctx->error, "file", "opening");
    TRY(json_parse(ctx, step->text, &json));
    return json_get_date(ctx, json_root(json), "", "on", &head->closed_on);
}

RESULT handover_head_list(struct ctx *ctx, uint64_t community, struct handover_head **ret_list, size_t *ret_count)
{
    const struct matter_key key = {.community = community, .noun = NOUN_HANDOVER};
    struct matter_step *steps;
    size_t count, used = 0;
    TRY(matter_steps(ctx, &key, &steps, &count));
    TRY(ARENA_TAKE(ctx->arena, count + 1, ret_list));
    for (size_t i = 0; i < count; i++) {
        size_t at = 0;
        if (steps[i].opened)
            TRY(open_head(ctx, &steps[i], &(*ret_list)[used++]));
        while (at < used && !uuid_equal(&(*ret_list)[at].handover, &steps[i].id))
            at++;
        if (at == used)
            continue;
        (*ret_list)[at].state = steps[i].state;
        (*ret_list)[at].changed_seq = steps[i].seq;
        if (!steps[i].opened)
            TRY(close_head(ctx, &steps[i], &(*ret_list)[at]));
    }
    *ret_count = used;
    return OK;
}

RESULT handover_departures(struct ctx *ctx, uint64_t community, struct handover_departure **ret_list, size_t *ret_count)
{
    static const struct db_column row[] = {COLUMN(handover_departure, subject), COLUMN(handover_departure, left_on)};
    const struct db_value in[] = {db_number((int64_t)community)};
    *ret_list = NULL;
    return db_list(ctx, CALL(sql_handover_departure_list, in), ROW(handover_departure, row), ret_list, ret_count);
}
