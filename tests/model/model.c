#include "tests/model/model.h"

#include <assert.h>
#include <string.h>

size_t model_account(struct model *model, uint16_t fund, const char *code)
{
    for (size_t i = 0; i < model->account_count; i++)
        if (model->accounts[i].fund == fund && strcmp(model->accounts[i].code, code) == 0)
            return i;
    assert(model->account_count < MODEL_ACCOUNTS);
    model->accounts[model->account_count] = (struct model_account){.fund = fund, .code = code};
    return model->account_count++;
}

int64_t model_net(struct model *model, uint16_t fund, const char *code)
{
    const struct model_account *account = &model->accounts[model_account(model, fund, code)];
    return account->debit - account->credit;
}

static void turn(struct model *model, size_t account, uint8_t side, int64_t amount)
{
    if (side == SIDE_DEBIT)
        model->accounts[account].debit += amount;
    else
        model->accounts[account].credit += amount;
}

static void turn_units(struct model *model, const struct model_line *line)
{
    for (size_t u = 0; u < MODEL_UNITS; u++)
        model->units[u].balance += line->side == SIDE_CREDIT ? line->share[u] : -line->share[u];
}

void model_post(struct model *model, const struct model_entry *entry)
{
    assert(model->entry_count < MODEL_ENTRIES);
    for (size_t l = 0; l < entry->count; l++) {
        turn(model, entry->lines[l].account, entry->lines[l].side, entry->lines[l].amount);
        turn_units(model, &entry->lines[l]);
    }
    if (model->first == 0 || entry->date < model->first)
        model->first = entry->date;
    model->entries[model->entry_count++] = *entry;
}

void model_reverse(struct model *model, size_t i, uint64_t seq, day date)
{
    struct model_entry red = model->entries[i];
    red.seq = seq;
    red.type = ENTRY_RED_LETTER;
    red.date = date;
    red.carried = false;
    for (size_t l = 0; l < red.count; l++) {
        red.lines[l].amount = -red.lines[l].amount;
        for (size_t u = 0; u < MODEL_UNITS; u++)
            red.lines[l].share[u] = -red.lines[l].share[u];
    }
    model->entries[i].reversed = true;
    model_post(model, &red);
}

/* ---- closing ---- */

struct open_net { /* what a temporary account holds that was not carried forward before, debit less credit */
    int64_t all, works[2];
};

static void add_entry(const struct model *model, const struct model_entry *entry, struct open_net *nets)
{
    for (size_t l = 0; l < entry->count; l++) {
        const struct model_line *line = &entry->lines[l];
        const int64_t sign = line->side == SIDE_DEBIT ? 1 : -1;
        nets[line->account].all += sign * line->amount;
        for (size_t u = 0; u < MODEL_UNITS; u++)
            nets[line->account].works[model->units[u].public] += sign * line->share[u];
    }
}

/* Moves what an account holds to another. */
static bool carry(struct model *model, size_t from, int64_t net, const char *to)
{
    const uint16_t fund = model->accounts[from].fund;
    if (net == 0)
        return false;
    turn(model, from, net > 0 ? SIDE_CREDIT : SIDE_DEBIT, net > 0 ? net : -net);
    turn(model, model_account(model, fund, to), net > 0 ? SIDE_DEBIT : SIDE_CREDIT, net > 0 ? net : -net);
    return true;
}

static bool close_maintenance(struct model *model, size_t i, const struct open_net *net)
{
    const char *code = model->accounts[i].code;
    const bool public = strcmp(code + strlen(code) - 2, "02") == 0;
    if (strncmp(code, "5001", 4) == 0) {
        const bool commodity = carry(model, i, net->works[0], "3001");
        return carry(model, i, net->works[1], "3002") || commodity;
    }
    if (strncmp(code, "4001", 4) == 0 || strncmp(code, "5101", 4) == 0)
        return carry(model, i, net->all, public ? "3002" : "3001");
    return carry(model, i, net->all, public ? "310102" : "310101");
}

size_t model_close(struct model *model, int32_t month)
{
    struct open_net nets[MODEL_ACCOUNTS] = {{0, {0, 0}}};
    bool any[FUND_OP + 1] = {false};
    int64_t surplus = 0;
    const size_t count = model->account_count;
    for (size_t e = 0; e < model->entry_count; e++) {
        struct model_entry *entry = &model->entries[e];
        if (entry->carried || entry->date > month_last(month))
            continue;
        add_entry(model, entry, nets);
        entry->carried = true;
    }
    for (size_t i = 0; i < count; i++) {
        const struct model_account *account = &model->accounts[i];
        if (account->code[0] < '4' || account->code[0] > '6')
            continue;
        if (account->fund == FUND_MF) {
            any[FUND_MF] |= close_maintenance(model, i, &nets[i]);
            continue;
        }
        any[account->fund] |= carry(model, i, nets[i].all, "3901");
        surplus += nets[i].all;
    }
    (void)carry(model, model_account(model, FUND_PI, "3901"), surplus, "3101");
    model->sealed = month_last(month);
    return (size_t)any[FUND_MF] + (size_t)any[FUND_PI];
}

/* ---- shares ---- */

void model_share(const struct model *model, int64_t amount, const bool scope[MODEL_UNITS], int64_t shares[MODEL_UNITS])
{
    int64_t total = 0, given = 0, rest[MODEL_UNITS];
    for (size_t u = 0; u < MODEL_UNITS; u++)
        total += scope[u] ? (int64_t)model->units[u].area : 0;
    for (size_t u = 0; u < MODEL_UNITS; u++) {
        const int64_t product = scope[u] ? amount * (int64_t)model->units[u].area : 0;
        shares[u] = product / total;
        rest[u] = scope[u] ? product % total : -1;
        given += shares[u];
    }
    for (; given < amount; given++) {
        size_t best = 0;
        for (size_t u = 1; u < MODEL_UNITS; u++)
            if (rest[u] > rest[best])
                best = u;
        shares[best]++;
        rest[best] = -1;
    }
}
