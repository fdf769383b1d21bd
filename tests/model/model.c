#include "tests/model/model.h"

#include <assert.h>
#include <string.h>

/* ---- accounts and units ---- */

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

bool model_is_public(const struct model_unit *unit)
{
    return unit->use == UNIT_PUBLIC || unit->use == UNIT_SELLER;
}

static void turn(struct model *model, size_t account, uint8_t side, int64_t amount)
{
    model->touched_accounts |= UINT64_C(1) << account;
    if (side == SIDE_DEBIT)
        model->accounts[account].debit += amount;
    else
        model->accounts[account].credit += amount;
}

static void turn_units(struct model *model, const struct model_line *line)
{
    for (size_t u = 0; u < model->unit_count; u++) {
        if (line->share[u] == 0)
            continue;
        model->touched_units |= UINT64_C(1) << u;
        model->units[u].balance += line->side == SIDE_CREDIT ? line->share[u] : -line->share[u];
    }
}

/* ---- entries ---- */

struct model_entry model_entry(uint8_t type, day date)
{
    return (struct model_entry){.type = type,
                                .source = SOURCE_HAND,
                                .word = WORD_GENERAL,
                                .date = date,
                                .reverses = MODEL_NONE,
                                .replaces = MODEL_NONE,
                                .adjusts = MODEL_NONE};
}

struct model_line *model_line(struct model_entry *entry, size_t account, uint8_t side, int64_t amount)
{
    assert(entry->count < MODEL_LINES);
    struct model_line *line = &entry->lines[entry->count++];
    *line = (struct model_line){.account = account, .side = side, .amount = amount, .contract = MODEL_NONE};
    return line;
}

int64_t model_total(const struct model_entry *entry)
{
    int64_t total = 0;
    for (size_t l = 0; l < entry->count; l++)
        total += entry->lines[l].side == SIDE_DEBIT ? entry->lines[l].amount : 0;
    return total;
}

/* The next voucher number of a fund and word in a month. */
static uint64_t next_number(struct model *model, uint16_t fund, uint8_t word, int32_t month)
{
    for (size_t i = model->counter_count; i-- > 0;) {
        struct model_counter *counter = &model->counters[i];
        if (counter->fund == fund && counter->word == word && counter->month == month)
            return ++counter->last;
    }
    assert(model->counter_count < MODEL_COUNTERS);
    model->counters[model->counter_count++] = (struct model_counter){fund, word, month, 1};
    return 1;
}

static void number(struct model *model, struct model_entry *entry)
{
    bool touched[FUND_OP + 1] = {false};
    for (size_t l = 0; l < entry->count; l++)
        touched[model->accounts[entry->lines[l].account].fund] = true;
    for (uint16_t fund = FUND_MF; fund <= FUND_OP; fund++)
        if (touched[fund])
            entry->number[fund] = next_number(model, fund, entry->word, month_of(entry->date));
}

/* The next record is this entry. */
static size_t append(struct model *model, const struct model_entry *entry)
{
    assert(model->entry_count < MODEL_ENTRIES);
    if (model->first == 0 || entry->date < model->first)
        model->first = entry->date;
    model->entries[model->entry_count] = *entry;
    model->entries[model->entry_count].seq = model->size++;
    return model->entry_count++;
}

void model_end_reservation(struct model *model, struct model_reservation *reservation, uint8_t state)
{
    model->touched_accounts |= UINT64_C(1) << reservation->account;
    model->accounts[reservation->account].reserved -= reservation->amount - reservation->captured;
    reservation->state = state;
    model->size++;
}

static void capture(struct model *model, const struct model_entry *entry)
{
    for (size_t c = 0; c < entry->capture_count; c++) {
        struct model_reservation *reservation = &model->reservations[entry->captures[c].place];
        reservation->captured += entry->captures[c].amount;
        model->accounts[reservation->account].reserved -= entry->captures[c].amount;
        if (reservation->captured == reservation->amount)
            model_end_reservation(model, reservation, RESERVATION_EXHAUSTED);
    }
}

/* The documents of an entry are used by it, until it is reversed. */
static void use_documents(struct model *model, const struct model_entry *entry, int sign)
{
    for (size_t d = 0; d < entry->document_count; d++) {
        model->documents[entry->documents[d].place].used += sign * entry->documents[d].amount;
        model->documents[entry->documents[d].place].entries += sign;
    }
}

size_t model_post(struct model *model, const struct model_entry *entry)
{
    struct model_entry posted = *entry;
    for (size_t l = 0; l < entry->count; l++) {
        turn(model, entry->lines[l].account, entry->lines[l].side, entry->lines[l].amount);
        turn_units(model, &entry->lines[l]);
    }
    number(model, &posted);
    const size_t place = append(model, &posted);
    if (entry->reverses != MODEL_NONE) {
        model->entries[entry->reverses].reversed = true;
        use_documents(model, &model->entries[entry->reverses], -1);
    }
    if (entry->adjusts != MODEL_NONE)
        model->entries[entry->adjusts].adjusted = true;
    use_documents(model, entry, 1);
    capture(model, entry);
    return place;
}

struct model_entry model_red(const struct model *model, size_t i, day date)
{
    struct model_entry red = model_entry(ENTRY_RED_LETTER, date);
    red.word = model->entries[i].word;
    red.reverses = i;
    red.count = model->entries[i].count;
    memcpy(red.lines, model->entries[i].lines, sizeof red.lines);
    for (size_t l = 0; l < red.count; l++) {
        red.lines[l].amount = -red.lines[l].amount;
        for (size_t u = 0; u < MODEL_UNITS; u++)
            red.lines[l].share[u] = -red.lines[l].share[u];
    }
    return red;
}

bool model_left(const struct model *model, size_t i, const struct model_line *line, int64_t *ret_left)
{
    bool any = false;
    *ret_left = 0;
    for (size_t e = i; e < model->entry_count; e++) {
        const struct model_entry *entry = &model->entries[e];
        for (size_t l = 0; l < entry->count && (e == i || entry->adjusts == i); l++)
            if (entry->lines[l].account == line->account && entry->lines[l].side == line->side) {
                any = true;
                *ret_left += entry->lines[l].amount;
            }
    }
    return any;
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
        for (size_t u = 0; u < model->unit_count; u++)
            nets[line->account].works[model_is_public(&model->units[u])] += sign * line->share[u];
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

/* The carry-forward entry of a fund: its lines are not kept, for it is never corrected. */
static void append_closing(struct model *model, uint16_t fund, int32_t month)
{
    struct model_entry entry = model_entry(ENTRY_CARRY_FORWARD, month_last(month));
    entry.source = SOURCE_CLOSING;
    entry.word = WORD_CLOSING;
    entry.carried = true;
    entry.number[fund] = next_number(model, fund, WORD_CLOSING, month);
    (void)append(model, &entry);
}

static void gather(struct model *model, int32_t month, struct open_net *nets)
{
    for (size_t e = 0; e < model->entry_count; e++) {
        struct model_entry *entry = &model->entries[e];
        if (entry->carried || entry->date > month_last(month))
            continue;
        add_entry(model, entry, nets);
        entry->carried = true;
    }
}

size_t model_close(struct model *model, int32_t month)
{
    struct open_net nets[MODEL_ACCOUNTS] = {{0, {0, 0}}};
    bool any[FUND_OP + 1] = {false};
    int64_t surplus = 0;
    const size_t count = model->account_count;
    gather(model, month, nets);
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
    for (uint16_t fund = FUND_MF; fund <= FUND_PI; fund++)
        if (any[fund])
            append_closing(model, fund, month);
    model->sealed = month_last(month);
    model->seal = model->size++;
    return (size_t)any[FUND_MF] + (size_t)any[FUND_PI];
}

/* ---- shares ---- */

void model_share(int64_t amount, const uint64_t *weights, size_t count, int64_t *ret_shares)
{
    __int128 total = 0, rest[MODEL_DUES];
    int64_t given = 0;
    assert(count <= MODEL_DUES);
    for (size_t i = 0; i < count; i++)
        total += weights[i];
    for (size_t i = 0; i < count; i++) {
        const __int128 product = (__int128)amount * weights[i];
        ret_shares[i] = total > 0 ? (int64_t)(product / total) : 0;
        rest[i] = total > 0 ? product % total : 0;
        given += ret_shares[i];
    }
    for (; total > 0 && given < amount; given++) {
        size_t best = 0;
        for (size_t i = 1; i < count; i++)
            if (rest[i] > rest[best])
                best = i;
        ret_shares[best]++;
        rest[best] = -1;
    }
}
