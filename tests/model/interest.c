#include "ledger/book/interest.h"

#include "tests/model/operation.h"
#include "tests/model/posting.h"

enum { FIRST_YEAR = 2020, YEARS = 64, SPAN = 60 };

/* What each unit has at the end of a day. */
static void balances_at(const struct model *model, day until, int64_t *ret_balances)
{
    for (size_t u = 0; u < model->unit_count; u++)
        ret_balances[u] = 0;
    for (size_t e = 0; e < model->entry_count; e++)
        for (size_t l = 0; l < model->entries[e].count && model->entries[e].date <= until; l++) {
            const struct model_line *line = &model->entries[e].lines[l];
            for (size_t u = 0; u < model->unit_count; u++)
                ret_balances[u] += line->side == SIDE_CREDIT ? line->share[u] : -line->share[u];
        }
}

static uint64_t earning(int64_t balance)
{
    return balance > 0 ? (uint64_t)balance : 0;
}

/* Balances at the end of each day of the period, a debt as nothing. */
static void weigh(const struct model *model, const struct interest_in *in, uint64_t *ret_weights)
{
    int64_t opening[MODEL_UNITS], closing[MODEL_UNITS];
    balances_at(model, in->from - 1, opening);
    balances_at(model, in->to, closing);
    for (size_t u = 0; u < model->unit_count; u++) {
        const uint64_t weights[] = {[INTEREST_BY_CLOSING] = earning(closing[u]),
                                    [INTEREST_BY_AVERAGE] = earning(opening[u]) + earning(closing[u]),
                                    [INTEREST_BY_AREA] = model->units[u].area};
        ret_weights[u] = weights[in->by];
    }
    for (day date = in->from; date <= in->to && in->by == INTEREST_BY_BALANCE_DAYS; date++) {
        balances_at(model, date, closing);
        for (size_t u = 0; u < model->unit_count; u++)
            ret_weights[u] += earning(closing[u]);
    }
}

static enum error judge(struct life *life, const struct interest_in *in, const struct model_entry *entry, uint64_t all)
{
    const size_t kind = in->housing == HOUSING_PUBLIC;
    const int64_t earned = -model_net(life->model, FUND_MF, kind ? "310102" : "310101");
    if (in->from > in->to)
        return ERROR_interest_period;
    if (all == 0)
        return ERROR_interest_no_balance;
    if (life->model->shared_out[kind] >> (in->year - FIRST_YEAR) & 1)
        return ERROR_interest_distributed;
    return in->amount.fen > earned ? ERROR_interest_unearned
                                   : judge_entry(life->model, entry, life_today(life), ERROR_none);
}

static struct interest_in draw(struct life *life)
{
    const bool public = life_once_in(life, 2);
    const int64_t earned = -model_net(life->model, FUND_MF, public ? "310102" : "310101");
    const day to = life_today(life) - (day)life_any(life, 10);
    return (struct interest_in){.community = life->town->code,
                                .year = FIRST_YEAR + (int)life_any(life, YEARS),
                                .housing = public ? HOUSING_PUBLIC : HOUSING_COMMODITY,
                                .by = (enum interest_key)(INTEREST_BY_BALANCE_DAYS + life_any(life, INTEREST_BY_AREA)),
                                .from = life_once_in(life, 20) ? to + 1 : to - (day)life_any(life, SPAN),
                                .to = to,
                                .booking_date = life_day(life),
                                .amount = FEN(life_amount(life, earned > 0 ? earned / 3 + 2 : 3))};
}

void interest_share_out(struct life *life)
{
    struct model *model = life->model;
    const struct interest_in in = draw(life);
    const bool public = in.housing == HOUSING_PUBLIC;
    struct model_entry entry = model_entry(ENTRY_ORDINARY, in.booking_date);
    uint64_t weights[MODEL_UNITS] = {0}, all = 0;
    int64_t shares[MODEL_UNITS];
    struct entry_out out = {0};
    weigh(model, &in, weights);
    for (size_t u = 0; u < model->unit_count; u++) {
        weights[u] = model_is_public(&model->units[u]) == public ? weights[u] : 0;
        all += weights[u];
    }
    model_share(in.amount.fen, weights, model->unit_count, shares);
    entry.source = SOURCE_SCHEDULE;
    (void)model_line(&entry, model_account(model, FUND_MF, public ? "310102" : "310101"), SIDE_DEBIT, in.amount.fen);
    struct model_line *units =
        model_line(&entry, model_account(model, FUND_MF, public ? "3002" : "3001"), SIDE_CREDIT, in.amount.fen);
    for (size_t u = 0; u < model->unit_count; u++)
        units->share[u] = shares[u];
    life_expect(life, judge(life, &in, &entry, all));
    const result got = interest_distribute(life->ctx, &in, &out.seq);
    if (posting_done(life, &entry, got, &out))
        model->shared_out[public] |= UINT64_C(1) << (in.year - FIRST_YEAR);
}
