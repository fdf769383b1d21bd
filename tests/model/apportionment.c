#include "ledger/book/apportionment.h"

#include "tests/model/operation.h"
#include "tests/model/posting.h"

enum { PARTS = MODEL_UNITS + 1 };

struct scope { /* who bears, by the place of the unit */
    bool chosen[MODEL_UNITS], unsold[MODEL_UNITS];
    uint64_t given[MODEL_UNITS];
    int64_t deposit[MODEL_UNITS]; /* what was paid in by the day, less refunds */
    enum apportionment_method method;
};

static bool is_seller(const struct life *life, size_t u)
{
    return life->model->units[u].use == UNIT_SELLER;
}

static bool is_sold_public(const struct life *life, const struct scope *scope, size_t u)
{
    return life->model->units[u].use == UNIT_PUBLIC && !scope->unsold[u];
}

static void draw(struct life *life, struct scope *scope)
{
    for (size_t u = 0; u < life->model->unit_count; u++) {
        scope->chosen[u] = life_once_in(life, 2);
        scope->unsold[u] = life_once_in(life, 5) && !is_seller(life, u);
        scope->given[u] = life_any(life, 5);
    }
    scope->method = (enum apportionment_method)(APPORTIONMENT_BY_AREA + life_any(life, APPORTIONMENT_BY_SHARES));
}

/* Deposits less refunds of each unit up to a day. */
static void sum_deposits(struct life *life, day until, struct scope *scope)
{
    struct model *model = life->model;
    const size_t accounts[] = {model_account(model, FUND_MF, "400101"), model_account(model, FUND_MF, "400102"),
                               model_account(model, FUND_MF, "510101"), model_account(model, FUND_MF, "510102")};
    for (size_t e = 0; e < model->entry_count; e++) {
        const struct model_entry *entry = &model->entries[e];
        for (size_t l = 0; l < entry->count && entry->date <= until; l++) {
            const struct model_line *line = &entry->lines[l];
            bool counts = false;
            for (size_t a = 0; a < LENGTH(accounts); a++)
                counts |= line->account == accounts[a];
            for (size_t u = 0; u < model->unit_count && counts; u++)
                scope->deposit[u] += line->side == SIDE_CREDIT ? line->share[u] : -line->share[u];
        }
    }
}

/* By one weight a unit; those that are left out weigh nothing. */
static void share_by(const struct life *life, int64_t amount, const uint64_t *weights, int64_t *shares)
{
    int64_t parts[MODEL_UNITS];
    model_share(amount, weights, life->model->unit_count, parts);
    for (size_t u = 0; u < life->model->unit_count; u++)
        shares[u] += parts[u];
}

/* Sold public housing bears by area beside all others; its part is divided with the selling units by deposits. */
static enum error share_by_area(const struct life *life, const struct scope *scope, int64_t cost, int64_t *shares)
{
    uint64_t areas[2][MODEL_UNITS] = {{0}}, kinds[2] = {0}, deposits[PARTS] = {0}, paid = 0;
    int64_t halves[2], parts[PARTS];
    bool below = false;
    for (size_t u = 0; u < life->model->unit_count; u++) {
        if (!scope->chosen[u])
            continue;
        const bool public = is_sold_public(life, scope, u);
        areas[public][u] = life->model->units[u].area;
        kinds[public] += life->model->units[u].area;
        if (!public && !is_seller(life, u))
            continue;
        below |= scope->deposit[u] < 0;
        deposits[public ? 0 : u + 1] += (uint64_t)scope->deposit[u];
        paid += (uint64_t)scope->deposit[u];
    }
    model_share(cost, kinds, 2, halves);
    share_by(life, halves[0], areas[0], shares);
    if (kinds[1] == 0)
        return ERROR_none;
    if (below || paid == 0)
        return below ? ERROR_money_range : ERROR_apportionment_no_deposit;
    model_share(halves[1], deposits, life->model->unit_count + 1, parts);
    share_by(life, parts[0], areas[1], shares);
    for (size_t u = 0; u < life->model->unit_count; u++)
        shares[u] += parts[u + 1];
    return ERROR_none;
}

static enum error share_cost(const struct life *life, const struct scope *scope, int64_t cost, int64_t *shares)
{
    uint64_t weights[MODEL_UNITS] = {0}, all = 0;
    size_t units = 0;
    for (size_t u = 0; u < life->model->unit_count; u++) {
        const bool heads = scope->method == APPORTIONMENT_EQUAL;
        units += scope->chosen[u] && !is_seller(life, u);
        if (scope->chosen[u])
            weights[u] = !heads ? scope->given[u] : !is_seller(life, u);
        all += weights[u];
    }
    if (units == 0)
        return ERROR_apportionment_no_units;
    if (scope->method == APPORTIONMENT_BY_AREA)
        return share_by_area(life, scope, cost, shares);
    share_by(life, cost, weights, shares);
    return all == 0 ? ERROR_share_no_weight : ERROR_none;
}

static void fill_scope(const struct life *life, const struct scope *scope, struct charge *charges, size_t *count)
{
    for (size_t u = life->model->unit_count; u-- > 0;) /* in any order */
        if (scope->chosen[u])
            charges[(*count)++] = (struct charge){life->town->units[u], scope->unsold[u], scope->given[u]};
}

/* What is refused before the shares are known. */
static enum error spoil(struct life *life, struct apportionment_post_in *in, struct charge *charges)
{
    if (!life_once_in(life, 8) || in->count == 0)
        return ERROR_none;
    switch (life_any(life, 3)) {
    case 0:
        charges[0].unit.b[7] ^= 1;
        return ERROR_unit_unknown;
    case 1:
        in->cost = money_neg(in->cost);
        return ERROR_apportionment_negative;
    default:
        charges[in->count++] = charges[0];
        return ERROR_apportionment_duplicate_unit;
    }
}

static void fill_entry(struct life *life, const char *code, int64_t cost, const int64_t *shares,
                       struct model_entry *entry)
{
    struct model_line *works = model_line(entry, model_account(life->model, FUND_MF, code), SIDE_DEBIT, cost);
    for (size_t u = 0; u < life->model->unit_count; u++)
        works->share[u] = shares[u];
    model_line(entry, model_account(life->model, FUND_MF, "100101"), SIDE_CREDIT, cost)->bank = life->town->bank_mf;
}

void apportionment_repair(struct life *life)
{
    static const char *const codes[] = {"500101", "500102", "500104"};
    const int64_t held = model_net(life->model, FUND_MF, "100101");
    const int64_t cost = life_amount(life, life_once_in(life, 15) ? held + 1000 : held / 5);
    struct scope scope = {.method = 0};
    struct charge charges[MODEL_UNITS + 1];
    int64_t shares[MODEL_UNITS] = {0};
    struct entry_out out;
    struct apportionment_post_in in = {.community = life->town->code,
                                       .key = life_key(life, "repair"),
                                       .booking_date = life_day(life),
                                       .bank_account_seq = (int64_t)life->town->bank_mf,
                                       .account = codes[life_any(life, LENGTH(codes))],
                                       .cost = FEN(cost),
                                       .scope = charges};
    struct model_entry entry = model_entry(ENTRY_APPORTIONMENT, in.booking_date);
    draw(life, &scope);
    sum_deposits(life, in.booking_date, &scope);
    in.method = scope.method;
    fill_scope(life, &scope, charges, &in.count);
    enum error verdict = spoil(life, &in, charges);
    const enum error shared = share_cost(life, &scope, cost, shares);
    if (verdict == ERROR_none)
        verdict = shared;
    if (verdict == ERROR_none && life_once_in(life, 20)) {
        in.bank_account_seq = (int64_t)life->town->bank_pi;
        verdict = ERROR_fund_bank_account;
    }
    fill_entry(life, in.account, cost, shares, &entry);
    if (verdict == ERROR_none)
        verdict = judge_entry(life->model, &entry, life_today(life), ERROR_none);
    life_expect(life, verdict);
    (void)posting_done(life, &entry, apportionment_post(life->ctx, &in, &out), &out);
}
