#include "ledger/matter/placement_schedule.h"

#include "ledger/people/community.h"

static const struct {
    const char *code, *text[2];
} states[] = {
    [PLACEMENT_DUE_LATER] = {"open", {"未到期", "not due yet"}},
    [PLACEMENT_DUE_NOW] = {"due", {"今日到期", "due today"}},
    [PLACEMENT_OVERDUE] = {"overdue", {"逾期未收", "overdue"}},
    [PLACEMENT_RECEIVED] = {"received", {"已收", "received"}},
    [PLACEMENT_DROPPED] = {"dropped", {"不再收", "will not come"}},
    [PLACEMENT_EARLY] = {"withdrawn", {"提前支取", "withdrawn early"}},
};

static bool known(int state)
{
    return state >= PLACEMENT_DUE_LATER && state <= PLACEMENT_EARLY;
}

const char *placement_due_code(int state)
{
    return known(state) ? states[state].code : "?";
}

const char *placement_due_name(int state, enum language language)
{
    return known(state) ? states[state].text[language] : "?";
}

/* A receipt that had come by a day. */
static const struct placement_receipt *come(const struct placement_receipt *receipt, day as_of)
{
    return receipt && receipt->on <= as_of ? receipt : NULL;
}

static enum placement_due_state state_of(const struct placement_due *due, day as_of)
{
    if (due->receipt)
        return PLACEMENT_RECEIVED;
    if (due->placement->cancelled || come(due->placement->withdrawal, as_of))
        return PLACEMENT_DROPPED;
    if (due->due > as_of)
        return PLACEMENT_DUE_LATER;
    return due->due == as_of ? PLACEMENT_DUE_NOW : PLACEMENT_OVERDUE;
}

static RESULT add_received(struct placement_sums *sums, const struct placement_due *due)
{
    money difference;
    TRY(money_add(sums->received, due->receipt->interest, &sums->received));
    TRY(money_add(sums->returned, due->receipt->principal, &sums->returned));
    TRY(money_sub(due->receipt->interest, due->interest, &difference));
    return money_add(sums->difference, difference, &sums->difference);
}

static RESULT add_sums(struct placement_sums *sums, const struct placement_due *due)
{
    money *waiting = due->state == PLACEMENT_OVERDUE ? &sums->overdue : &sums->open;
    if (due->state == PLACEMENT_DROPPED)
        return OK;
    TRY(money_add(sums->interest, due->interest, &sums->interest));
    TRY(money_add(sums->principal, due->principal, &sums->principal));
    if (due->receipt)
        return add_received(sums, due);
    TRY(money_add(*waiting, due->interest, waiting));
    return money_add(*waiting, due->principal, waiting);
}

static RESULT add(const struct placement_schedule_in *in, const struct placement_due *due,
                  struct placement_schedule *schedule)
{
    if (due->due < in->first || due->due > in->last)
        return OK;
    schedule->dues[schedule->count++] = *due;
    return add_sums(&schedule->sums, due);
}

static RESULT add_placement(const struct placement_schedule_in *in, const struct placement *placement,
                            struct placement_schedule *schedule)
{
    for (size_t i = 0; i < placement->payment_count; i++) {
        const struct placement_payment *payment = &placement->payments[i];
        struct placement_due due = {.placement = placement,
                                    .payment = (uint32_t)i + 1,
                                    .due = payment->due,
                                    .interest = payment->interest,
                                    .principal = payment->principal,
                                    .receipt = come(payment->receipt, in->as_of)};
        due.state = state_of(&due, in->as_of);
        TRY(add(in, &due, schedule));
    }
    const struct placement_receipt *early = come(placement->withdrawal, in->as_of);
    return early ? add(in,
                       &(struct placement_due){.placement = placement,
                                               .due = early->on,
                                               .interest = early->expected,
                                               .principal = early->principal,
                                               .receipt = early,
                                               .state = PLACEMENT_EARLY},
                       schedule)
                 : OK;
}

RESULT placement_schedule(struct ctx *ctx, const struct placement_schedule_in *in,
                          struct placement_schedule *ret_schedule)
{
    struct placement_schedule schedule = {.count = 0};
    struct placement *list;
    struct community community;
    size_t count, dues = 1;
    TRY(community_get(ctx, in->community, &community));
    TRY(placement_list(ctx, in->community, &list, &count));
    for (size_t i = 0; i < count; i++)
        dues += list[i].payment_count + 1;
    TRY(ARENA_TAKE(ctx->arena, dues, &schedule.dues));
    for (size_t i = 0; i < count; i++)
        TRY(add_placement(in, &list[i], &schedule));
    *ret_schedule = schedule;
    return OK;
}
