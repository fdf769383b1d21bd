#include "ledger/warranty/warranty_claim.h"

#include "embed/sql.h"
#include "ledger/matter/matter.h"
#include "rules/withdrawal.h"

#include <assert.h>
#include <string.h>

enum { TEXT_MAX = 1 << 14 };

/* ---- what is kept ---- */

RESULT warranty_claim_write(struct ctx *ctx, const struct warranty_claim_plan *plan, const struct step *step,
                            struct bytes *ret_text)
{
    struct buffer out;
    buffer_init(&out, ctx->arena, TEXT_MAX);
    json_open_object(&out, NULL);
    if (plan) {
        json_put_unsigned(&out, "deposit", plan->deposit);
        json_put_string(&out, "part", plan->part);
        json_put_string(&out, "defect", plan->defect);
        if (plan->told != 0)
            json_put_date(&out, "told", plan->told);
    }
    step_put(&out, step);
    json_close_object(&out);
    return buffer_done(&out, ret_text);
}

static RESULT load_plan(struct ctx *ctx, const struct json_value *value, struct warranty_claim_plan *plan)
{
    const char *part, *defect;
    int64_t deposit = 0;
    if (!json_as_integer(json_member(value, "deposit"), &deposit)) {
        error_set(&ctx->error, "pointer", "/deposit");
        error_set(&ctx->error, "expected", "整数 number");
        return REFUSE(field, type);
    }
    plan->deposit = (uint64_t)deposit;
    TRY(json_get_text(ctx, value, "", "part", &part));
    TRY(json_get_text(ctx, value, "", "defect", &defect));
    TRY(arena_text(ctx->arena, part, strlen(part), &plan->part));
    TRY(arena_text(ctx->arena, defect, strlen(defect), &plan->defect));
    return json_member(value, "told") ? json_get_date(ctx, value, "", "told", &plan->told) : OK;
}

static RESULT load(struct ctx *ctx, struct bytes text, struct warranty_claim_plan *plan, struct step *step)
{
    CLEANUP(json_free) struct json *json = NULL;
    error_set(&ctx->error, "file", "opening");
    TRY(json_parse(ctx, text, &json));
    if (plan)
        TRY(load_plan(ctx, json_root(json), plan));
    return step_load(ctx, json_root(json), step);
}

/* ---- what a step makes of a claim ---- */

void warranty_claim_take(struct warranty_claim *claim, const struct step *step)
{
    const money amount = FEN(step->amount.present ? step->amount.value : 0);
    if (step->amount.present && step->state == WARRANTY_CLAIM_applied)
        claim->estimate = amount;
    else if (step->amount.present && step->state == WARRANTY_CLAIM_settled)
        claim->settled = claim->payable = amount;
    else if (step->amount.present)
        claim->verified = claim->payable = amount;
    claim->papers |= step_papers(step);
    claim->gone = (claim->papers & PAPER_BIT(gone)) != 0;
    claim->state = step->state;
}

/* ---- reading ---- */

static struct warranty_claim *find_id(struct warranty_claim *list, size_t count, const struct uuid *id)
{
    size_t i = 0;
    while (i < count && !uuid_equal(&list[i].claim, id))
        i++;
    assert(i < count);
    return &list[i];
}

static RESULT read_steps(struct ctx *ctx, const struct matter_step *records, size_t count, struct warranty_claim *list,
                         size_t *ret_count)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        struct step step = {.seq = records[i].seq, .state = records[i].state};
        struct warranty_claim *claim = records[i].opened ? &list[found++] : find_id(list, found, &records[i].id);
        if (records[i].opened)
            *claim = (struct warranty_claim){.claim = records[i].id, .seq = records[i].seq};
        TRY(load(ctx, records[i].text, records[i].opened ? &claim->plan : NULL, &step));
        TRY(step_append(ctx, &step, &claim->steps, &claim->step_count));
        warranty_claim_take(claim, &step);
    }
    *ret_count = found;
    return OK;
}

RESULT warranty_claim_list(struct ctx *ctx, uint64_t community, struct warranty_claim **ret_list, size_t *ret_count)
{
    const struct matter_key key = {.community = community, .noun = NOUN_WARRANTY_CLAIM};
    struct matter_step *records;
    size_t count;
    TRY(matter_steps(ctx, &key, &records, &count));
    TRY(ARENA_TAKE(ctx->arena, count + 1, ret_list));
    TRY(read_steps(ctx, records, count, *ret_list, ret_count));
    for (size_t i = 0; i < *ret_count; i++) {
        struct warranty_claim *claim = &(*ret_list)[i];
        struct warranty_asked asked;
        TRY(warranty_asked_of(ctx, community, claim->seq, &asked));
        claim->asked = asked.asked;
        claim->paid = asked.paid;
    }
    return OK;
}

RESULT warranty_asked_of(struct ctx *ctx, uint64_t community, uint64_t matter, struct warranty_asked *ret_asked)
{
    static const struct db_column row[] = {COLUMN(warranty_asked, asked), COLUMN(warranty_asked, paid)};
    const struct db_value in[] = {db_number((int64_t)community), db_number((int64_t)matter)};
    return db_one(ctx, CALL(sql_warranty_asked, in), ROW(warranty_asked, row), ret_asked);
}
