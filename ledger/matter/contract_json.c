#include "ledger/matter/contract_json.h"

#include "base/number.h"

#include <string.h>

static const char *const members[] = {"key", "party", "stream", "from", "to", "document", "schedule", NULL};

/* "P01" */
static RESULT read_stream(struct ctx *ctx, const struct json_value *value, uint16_t *ret_stream)
{
    const char *text;
    int64_t number;
    TRY(json_get_text(ctx, value, "", "stream", &text));
    error_set(&ctx->error, "value", "%s", text);
    if (text[0] != 'P' || strlen(text) != 3 || FAILED(number_parse(text + 1, 1, STREAM_MAX, &number)))
        return REFUSE(contract, stream);
    *ret_stream = (uint16_t)number;
    return OK;
}

static RESULT read_rule(struct ctx *ctx, const struct json_value *rule, struct contract_record_in *contract)
{
    static const char *const allowed[] = {"every", "amount", NULL};
    static const struct {
        const char *word;
        enum contract_step step;
    } steps[] = {{"month", CONTRACT_MONTHLY}, {"quarter", CONTRACT_QUARTERLY}, {"year", CONTRACT_YEARLY}};
    struct contract_schedule_in in = {.from = contract->from, .to = contract->to};
    struct contract_due_in *dues;
    const char *every;
    TRY(json_members(ctx, rule, "/schedule", allowed));
    TRY(json_get_text(ctx, rule, "/schedule", "every", &every));
    TRY(json_get_money(ctx, rule, "/schedule", "amount", &in.amount));
    for (size_t i = 0; i < LENGTH(steps); i++)
        if (strcmp(steps[i].word, every) == 0)
            in.step = steps[i].step;
    if (in.step == 0) {
        error_set(&ctx->error, "pointer", "/schedule/every");
        error_set(&ctx->error, "expected", "month | quarter | year");
        return REFUSE(field, type);
    }
    TRY(contract_schedule(ctx, &in, &dues, &contract->due_count));
    contract->dues = dues;
    return OK;
}

static RESULT read_list(struct ctx *ctx, const struct json_value *list, struct contract_record_in *contract)
{
    static const char *const allowed[] = {"due", "amount", NULL};
    struct contract_due_in *dues;
    TRY(ARENA_TAKE(ctx->arena, json_count(list) + 1, &dues));
    for (size_t i = 0; i < json_count(list); i++) {
        char at[48];
        (void)snprintf(at, sizeof at, "/schedule/%zu", i);
        TRY(json_members(ctx, json_at(list, i), at, allowed));
        TRY(json_get_date(ctx, json_at(list, i), at, "due", &dues[i].due));
        TRY(json_get_money(ctx, json_at(list, i), at, "amount", &dues[i].amount));
    }
    contract->dues = dues;
    contract->due_count = json_count(list);
    return OK;
}

RESULT contract_read(struct ctx *ctx, const struct json_value *value, struct contract_record_in *ret_contract)
{
    const struct json_value *schedule = json_member(value, "schedule");
    TRY(json_members(ctx, value, "", members));
    if (json_member(value, "key"))
        TRY(json_get_text(ctx, value, "", "key", &ret_contract->key));
    TRY(json_get_text(ctx, value, "", "party", &ret_contract->party));
    TRY(read_stream(ctx, value, &ret_contract->stream));
    TRY(json_get_date(ctx, value, "", "from", &ret_contract->from));
    TRY(json_get_date(ctx, value, "", "to", &ret_contract->to));
    TRY(json_get_text(ctx, value, "", "document", &ret_contract->document));
    if (json_is_object(schedule))
        return read_rule(ctx, schedule, ret_contract);
    TRY(json_get_array(ctx, value, "", "schedule", &schedule));
    return read_list(ctx, schedule, ret_contract);
}
