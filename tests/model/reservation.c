#include "ledger/book/reservation.h"

#include "ledger/book/limit_policy.h"
#include "tests/model/operation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* One of the newest, or of all. */
static struct model_reservation *some_reservation(struct life *life)
{
    struct model *model = life->model;
    const size_t span = life_once_in(life, 3) || model->reservation_count < 6 ? model->reservation_count : 6;
    return &model->reservations[model->reservation_count - 1 - life_any(life, span)];
}

/* ---- made ---- */

struct fault {
    const char *account;
    int64_t amount;
    day expires;
    enum error error;
};

/* What is refused whatever lies on the account, in the order of reservation_make. */
static enum error spoil(struct life *life, struct reservation_make_in *in)
{
    const struct fault faults[] = {
        {NULL, 0, 0, ERROR_reservation_amount},          {NULL, -5, 0, ERROR_reservation_amount},
        {NULL, MONEY_MAX_FEN + 1, 0, ERROR_money_range}, {NULL, 1, life_today(life) - 1, ERROR_reservation_late},
        {"9999", 1, 0, ERROR_account_unknown},           {"1002", 1, 0, ERROR_account_not_leaf},
        {"6003", 1, 0, ERROR_reservation_account}};
    const struct fault *fault = &faults[life_any(life, LENGTH(faults))];
    if (!life_once_in(life, 6))
        return ERROR_none;
    in->fund = FUND_PI;
    in->amount = FEN(fault->amount);
    in->account = fault->account ? fault->account : in->account;
    in->expires = fault->expires ? fault->expires : in->expires;
    return fault->error;
}

/* A project's budget, if there is one. */
static size_t some_budget(struct life *life)
{
    for (size_t b = 0; b < life->model->budget_count && life_once_in(life, 2); b++)
        if (life->model->budgets[b].year == 0)
            return b;
    return MODEL_NONE;
}

void reservation_hold(struct life *life)
{
    static const char *const payees[] = {NULL, "安居维修部", "清越保洁"};
    struct model *model = life->model;
    const uint16_t fund = life_once_in(life, 4) ? FUND_MF : FUND_PI;
    const char *code = fund == FUND_MF ? "100101" : "100201";
    const size_t place = model_account(model, fund, code);
    const struct model_account account = model->accounts[place];
    const int64_t free = account.debit - account.credit - account.reserved;
    const size_t budget = some_budget(life);
    struct reservation_make_in in = {
        .community = life->town->code,
        .key = life_key(life, "reservation"),
        .fund = fund,
        .account = code,
        .amount = FEN(life_amount(life, life_once_in(life, 8) ? free + 1000 : free / 6)),
        .expires = life_today(life) + (day)life_any(life, 20),
        .payee = payees[life_any(life, LENGTH(payees))],
        .rests_on = {budget != MODEL_NONE, budget == MODEL_NONE ? 0 : (int64_t)model->budgets[budget].opened}};
    uint64_t seq;
    if (model->reservation_count == MODEL_RESERVATIONS)
        return;
    const enum error fault = spoil(life, &in);
    const bool enough = free - in.amount.fen >= judge_floor(&account);
    life_expect(life, fault != ERROR_none ? fault : enough ? ERROR_none : ERROR_fund_overdrawn);
    if (!life_agreed(life, reservation_make(life->ctx, &in, &seq)))
        return;
    assert_int_equal(seq, model->size);
    model->size++;
    model->accounts[place].reserved += in.amount.fen;
    model->touched_accounts |= UINT64_C(1) << place;
    model->reservations[model->reservation_count++] = (struct model_reservation){.seq = seq,
                                                                                 .account = place,
                                                                                 .amount = in.amount.fen,
                                                                                 .expires = in.expires,
                                                                                 .payee = in.payee,
                                                                                 .budget = budget,
                                                                                 .state = RESERVATION_OPEN};
}

/* ---- ended ---- */

void reservation_give_back(struct life *life)
{
    if (life->model->reservation_count == 0)
        return;
    struct model_reservation *r = some_reservation(life);
    const bool unknown = life_once_in(life, 10);
    life_expect(life, unknown                        ? ERROR_reservation_unknown
                      : r->state != RESERVATION_OPEN ? ERROR_reservation_closed
                                                     : ERROR_none);
    if (life_agreed(life, reservation_release(life->ctx, life->town->code, life_key(life, "release"),
                                              unknown ? r->seq + 1000000 : r->seq)))
        model_end_reservation(life->model, r, RESERVATION_RELEASED);
}

void reservation_run_out(struct life *life)
{
    struct model *model = life->model;
    const day today = life_today(life);
    size_t expected = 0, count;
    for (size_t i = 0; i < model->reservation_count; i++)
        expected += model->reservations[i].state == RESERVATION_OPEN && model->reservations[i].expires < today;
    life_expect(life, ERROR_none);
    (void)life_agreed(life, reservation_expire(life->ctx, life->town->code, today + (day)life_any(life, 3), &count));
    assert_int_equal(count, expected);
    for (size_t i = 0; i < model->reservation_count; i++)
        if (model->reservations[i].state == RESERVATION_OPEN && model->reservations[i].expires < today)
            model_end_reservation(model, &model->reservations[i], RESERVATION_EXPIRED);
}

/* ---- limits ---- */

/* A floor of what lies there now, or none any more. */
void reservation_bound(struct life *life)
{
    static const struct {
        uint16_t fund;
        const char *code;
        uint8_t kind;
    } bounds[] = {{FUND_PI, "100201", LIMIT_DEBIT},
                  {FUND_MF, "100101", LIMIT_DEBIT},
                  {FUND_PI, "1122", LIMIT_DEBIT},
                  {FUND_PI, "220301", LIMIT_CREDIT},
                  {FUND_MF, "310101", LIMIT_CREDIT}};
    const size_t i = life_any(life, LENGTH(bounds));
    struct model_account *account = &life->model->accounts[model_account(life->model, bounds[i].fund, bounds[i].code)];
    const int64_t net = account->debit - account->credit, held = net < 0 ? -net : net;
    struct limit_policy_in in = {.community = life->town->code,
                                 .key = life_key(life, "limit"),
                                 .fund = bounds[i].fund,
                                 .account = bounds[i].code,
                                 .kind = bounds[i].kind,
                                 .amount = FEN(life_once_in(life, 2) ? 0 : life_amount(life, held / 3 + 1))};
    enum error verdict = ERROR_none;
    if (life_once_in(life, 6)) {
        in.account = life_once_in(life, 2) ? "9999" : in.fund == FUND_PI ? "1002" : "1001";
        verdict = in.account[0] == '9' ? ERROR_account_unknown : ERROR_account_not_leaf;
    } else if (life_once_in(life, 8)) {
        in.amount = FEN(MONEY_MAX_FEN + 1);
        verdict = ERROR_money_range;
    }
    life_expect(life, verdict);
    if (!life_agreed(life, limit_policy_set(life->ctx, &in)))
        return;
    account->limit_kind = in.kind;
    account->floor = in.amount.fen;
    life->model->size++;
}
