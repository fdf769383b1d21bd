#include "ledger/book/deposit.h"
#include "tests/model/operation.h"
#include "tests/model/posting.h"

enum { MOST = 3 };

/* What some units pay or get, which is known by their places. */
struct payment {
    size_t units[MOST];
    int64_t amounts[MOST];
    size_t count;
    struct entry_share_in shares[MOST];
    struct deposit_in in;
};

static void draw(struct life *life, int64_t limit, struct payment *p)
{
    const size_t first = life_any(life, life->model->unit_count);
    p->count = 1 + life_any(life, MOST);
    for (size_t i = 0; i < p->count; i++) {
        p->units[i] = (first + i) % life->model->unit_count;
        p->amounts[i] = life_amount(life, limit);
        p->shares[i] = (struct entry_share_in){life->town->units[p->units[i]], FEN(p->amounts[i])};
    }
    p->in = (struct deposit_in){.community = life->town->code,
                                .key = life_key(life, "deposit"),
                                .booking_date = life_day(life),
                                .bank_account_seq = (int64_t)life->town->bank_mf,
                                .shares = p->shares,
                                .count = p->count};
}

/* What is refused before it becomes an entry, or ERROR_none. */
static enum error spoil(struct life *life, struct payment *p)
{
    if (!life_once_in(life, 8))
        return ERROR_none;
    switch (life_any(life, 5)) {
    case 0:
        p->in.count = 0;
        return ERROR_unit_none;
    case 1:
        p->shares[0].unit.b[5] ^= 1;
        return ERROR_unit_unknown;
    case 2:
        p->in.bank_account_seq = (int64_t)life->town->bank_pi;
        return ERROR_fund_bank_account;
    case 3:
        p->shares[0].amount = FEN(0);
        p->in.count = 1;
        return ERROR_line_sign;
    default:
        p->in.key = "key";
        return ERROR_idempotency_key_malformed;
    }
}

static bool is_before_the_entry(enum error error)
{
    return error == ERROR_unit_none || error == ERROR_unit_unknown || error == ERROR_fund_bank_account;
}

static void add_bank(struct life *life, struct model_entry *entry, uint8_t side, const struct payment *p)
{
    int64_t sum = 0;
    for (size_t i = 0; i < p->count; i++)
        sum += p->amounts[i];
    model_line(entry, model_account(life->model, FUND_MF, "100101"), side, sum)->bank = life->town->bank_mf;
}

/* One line a kind of housing; the sub-accounts turn with it unless it is a debt. */
static void add_kinds(struct life *life, struct model_entry *entry, const char *const codes[2], uint8_t side,
                      const struct payment *p)
{
    for (size_t kind = 0; kind < 2; kind++) {
        struct model_line *line = NULL;
        for (size_t i = 0; i < p->count; i++) {
            if (model_is_public(&life->model->units[p->units[i]]) != (kind == 1))
                continue;
            if (!line)
                line = model_line(entry, model_account(life->model, FUND_MF, codes[kind]), side, 0);
            line->amount += p->amounts[i];
            if (codes[kind][0] != '2')
                line->share[p->units[i]] += p->amounts[i];
        }
    }
}

static const char *const deposits[] = {"400101", "400102"}, *const refunds[] = {"510101", "510102"},
                         *const debts[] = {"200101", "200102"};

static void expect(struct life *life, const struct model_entry *entry, enum error fault)
{
    life_expect(life, is_before_the_entry(fault) ? fault : judge_entry(life->model, entry, life_today(life), fault));
}

void deposit_pay_in(struct life *life)
{
    struct payment p;
    struct entry_out out;
    draw(life, 500000, &p);
    struct model_entry entry = model_entry(ENTRY_ORDINARY, p.in.booking_date);
    add_bank(life, &entry, SIDE_DEBIT, &p);
    add_kinds(life, &entry, deposits, SIDE_CREDIT, &p);
    const enum error fault = spoil(life, &p);
    expect(life, &entry, fault);
    (void)posting_done(life, &entry, deposit_post(life->ctx, &p.in, &out), &out);
}

void deposit_give_back(struct life *life)
{
    static const char *const *const codes[] = {[REFUND_THIS_YEAR] = deposits,
                                               [REFUND_FORMER_YEAR] = refunds,
                                               [REFUND_HOUSE_LOST] = refunds,
                                               [REFUND_PAID] = debts};
    const enum refund_kind kind = (enum refund_kind)(REFUND_THIS_YEAR + life_any(life, REFUND_PAID));
    const int64_t held = model_net(life->model, FUND_MF, "100101");
    struct payment p;
    struct entry_out out;
    draw(life, life_once_in(life, 15) ? held + 1000 : held / 12, &p);
    struct model_entry entry = model_entry(ENTRY_ORDINARY, p.in.booking_date);
    if (kind == REFUND_HOUSE_LOST)
        add_kinds(life, &entry, debts, SIDE_CREDIT, &p);
    else
        add_bank(life, &entry, SIDE_CREDIT, &p);
    add_kinds(life, &entry, codes[kind], SIDE_DEBIT, &p);
    const enum error fault = spoil(life, &p);
    if (kind == REFUND_HOUSE_LOST && fault == ERROR_fund_bank_account)
        return; /* no bank is asked */
    expect(life, &entry, fault);
    (void)posting_done(life, &entry, deposit_refund(life->ctx, &p.in, kind, &out), &out);
}

void deposit_earn(struct life *life)
{
    static const char *const codes[] = {"410101", "410102", "420101", "490102"};
    struct model_entry entry = model_entry(ENTRY_ORDINARY, life_day(life));
    const int64_t amount = life_amount(life, 50000);
    model_line(&entry, model_account(life->model, FUND_MF, "100101"), SIDE_DEBIT, amount)->bank = life->town->bank_mf;
    (void)model_line(&entry, model_account(life->model, FUND_MF, codes[life_any(life, LENGTH(codes))]), SIDE_CREDIT,
                     amount);
    posting_post(life, &entry);
}
