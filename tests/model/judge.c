#include "tests/model/judge.h"

#include "base/bytes.h"

#include <assert.h>
#include <string.h>

static const enum error order[] = {
    /* entry.h: entry_post, the links that a reversal follows first, entry_prepare */
    ERROR_entry_empty,
    ERROR_text_refused,
    ERROR_money_range,
    ERROR_account_unknown,
    ERROR_entry_dimension_unknown,
    ERROR_entry_link_missing,
    ERROR_entry_unknown,
    ERROR_entry_not_reversible,
    ERROR_date_future,
    ERROR_account_not_leaf,
    ERROR_line_sign,
    ERROR_entry_too_few_lines,
    ERROR_entry_unbalanced,
    ERROR_entry_fund_unbalanced,
    ERROR_entry_unit_lines,
    ERROR_unit_unknown,
    ERROR_entry_unit_twice,
    ERROR_entry_unit_sum,
    ERROR_entry_dimension_missing,
    ERROR_entry_prior_year,
    ERROR_idempotency_key_malformed,
    /* reservation.h, attachment.h */
    ERROR_reservation_amount,
    ERROR_reservation_unknown,
    ERROR_reservation_payee,
    ERROR_document_repeated,
    ERROR_document_unknown,
    ERROR_document_amount,
    /* under the head lock */
    ERROR_idempotency_key_reused,
    ERROR_period_sealed,
    ERROR_entry_already_reversed,
    ERROR_entry_already_adjusted,
    ERROR_entry_not_reversed,
    ERROR_entry_beyond_original,
    ERROR_document_exhausted,
    ERROR_reservation_closed,
    ERROR_reservation_expired,
    ERROR_reservation_exceeded,
    ERROR_reservation_unpaid,
    ERROR_fund_overdrawn,
    ERROR_limit_exceeded,
};

static size_t rank(enum error error)
{
    size_t i = 0;
    while (order[i] != error) {
        i++;
        assert(i < LENGTH(order));
    }
    return i;
}

void judge_add(struct verdict *verdict, bool holds, enum error error)
{
    if (holds && (verdict->error == ERROR_none || rank(error) < rank(verdict->error)))
        verdict->error = error;
}

/* ---- beforehand ---- */

static bool begins_with_any(const char *code, const char *const *roots, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strncmp(code, roots[i], strlen(roots[i])) == 0)
            return true;
    return false;
}

/* Receivables, prepaid income and deposits received are kept by contract once there is one. */
static bool lacks_contract(const struct model *model, const struct model_entry *entry)
{
    static const char *const kept[] = {"1122", "2203", "224101"};
    const bool excused = entry->source == SOURCE_IMPORT || entry->type == ENTRY_RED_LETTER ||
                         entry->type == ENTRY_DIFFERENCE || entry->type == ENTRY_OPENING;
    for (size_t l = 0; l < entry->count && !excused && model->contract_count > 0; l++)
        if (entry->lines[l].contract == MODEL_NONE && model->accounts[entry->lines[l].account].fund == FUND_PI &&
            begins_with_any(model->accounts[entry->lines[l].account].code, kept, LENGTH(kept)))
            return true;
    return false;
}

/* A correction that replaces nothing speaks of a former year, and touches its net assets in every fund. */
static bool misses_former_year(const struct model *model, const struct model_entry *entry)
{
    static const char *const maintenance[] = {"3001", "3002", "3101"}, *const other[] = {"3201"};
    bool touched[FUND_OP + 1] = {false}, covered[FUND_OP + 1] = {false};
    if (entry->type != ENTRY_CORRECTION || entry->replaces != MODEL_NONE)
        return false;
    for (size_t l = 0; l < entry->count; l++) {
        const struct model_account *account = &model->accounts[entry->lines[l].account];
        touched[account->fund] = true;
        covered[account->fund] |= account->fund == FUND_MF ? begins_with_any(account->code, maintenance, 3)
                                                           : begins_with_any(account->code, other, 1);
    }
    for (int fund = FUND_MF; fund <= FUND_OP; fund++)
        if (touched[fund] && !covered[fund])
            return true;
    return entry->original == 0 || month_of(entry->original) / 12 >= month_of(entry->date) / 12;
}

static bool is_correctable(const struct model_entry *entry)
{
    return entry->type != ENTRY_RED_LETTER && entry->type != ENTRY_DIFFERENCE && entry->type != ENTRY_CARRY_FORWARD;
}

static void judge_links(const struct model *model, const struct model_entry *entry, struct verdict *verdict)
{
    const size_t links[] = {entry->reverses, entry->replaces, entry->adjusts};
    for (size_t i = 0; i < LENGTH(links); i++)
        judge_add(verdict, links[i] != MODEL_NONE && !is_correctable(&model->entries[links[i]]),
                  ERROR_entry_not_reversible);
}

/* Two captures of names are two names: each was kept under a salt of its own. */
static bool payees_differ(const struct model *model, const struct model_entry *entry)
{
    size_t named = 0;
    for (size_t c = 0; c < entry->capture_count; c++) {
        const char *payee = model->reservations[entry->captures[c].place].payee;
        named += payee != NULL;
        if (payee && ((entry->payee && strcmp(entry->payee, payee) != 0) || named > 1))
            return true;
    }
    return false;
}

void judge_prepared(const struct model *model, const struct model_entry *entry, day today, struct verdict *verdict)
{
    judge_links(model, entry, verdict);
    judge_add(verdict, entry->date > today, ERROR_date_future);
    judge_add(verdict, lacks_contract(model, entry), ERROR_entry_dimension_missing);
    judge_add(verdict, misses_former_year(model, entry), ERROR_entry_prior_year);
    judge_add(verdict, payees_differ(model, entry), ERROR_reservation_payee);
    for (size_t l = 0; l < entry->count; l++)
        judge_add(verdict, entry->lines[l].amount == 0, ERROR_line_sign);
    if (entry->capture_count == 2)
        judge_add(verdict, entry->captures[0].place == entry->captures[1].place, ERROR_reservation_amount);
    if (entry->document_count == 2)
        judge_add(verdict, entry->documents[0].place == entry->documents[1].place, ERROR_document_repeated);
}

/* ---- under the lock ---- */

static bool takes_too_much(const struct model *model, const struct model_entry *entry)
{
    for (size_t l = 0; l < entry->count; l++) {
        int64_t left, asked = 0;
        const bool any = model_left(model, entry->adjusts, &entry->lines[l], &left);
        for (size_t k = 0; k < entry->count; k++)
            if (entry->lines[k].account == entry->lines[l].account && entry->lines[k].side == entry->lines[l].side)
                asked += entry->lines[k].amount;
        if (!any || left + asked < 0)
            return true;
    }
    return false;
}

static void judge_originals(const struct model *model, const struct model_entry *entry, struct verdict *verdict)
{
    if (entry->reverses != MODEL_NONE) {
        judge_add(verdict, model->entries[entry->reverses].reversed, ERROR_entry_already_reversed);
        judge_add(verdict, model->entries[entry->reverses].adjusted, ERROR_entry_already_adjusted);
    }
    if (entry->replaces != MODEL_NONE)
        judge_add(verdict, !model->entries[entry->replaces].reversed, ERROR_entry_not_reversed);
    if (entry->adjusts != MODEL_NONE) {
        judge_add(verdict, model->entries[entry->adjusts].reversed, ERROR_entry_already_reversed);
        judge_add(verdict, takes_too_much(model, entry), ERROR_entry_beyond_original);
    }
}

/* Statements, contracts and minutes speak of many payments. */
static bool is_shared(uint16_t type)
{
    return type == DOCUMENT_STATEMENT || type == DOCUMENT_CONTRACT || type == DOCUMENT_MINUTES;
}

static void judge_documents(const struct model *model, const struct model_entry *entry, struct verdict *verdict)
{
    for (size_t d = 0; d < entry->document_count; d++) {
        const struct model_document *document = &model->documents[entry->documents[d].place];
        const bool suffices = document->amount > 0 ? document->used + entry->documents[d].amount <= document->amount
                                                   : is_shared(document->type) || document->entries == 0;
        judge_add(verdict, !suffices, ERROR_document_exhausted);
    }
}

bool judge_holds_money(const char *code)
{
    static const char *const roots[] = {"1001", "1002", "1012", "1101", "1201"};
    return begins_with_any(code, roots, LENGTH(roots));
}

int64_t judge_floor(const struct model_account *account)
{
    const int64_t floor = account->limit_kind == LIMIT_DEBIT ? account->floor : 0;
    return judge_holds_money(account->code) && floor < 0 ? 0 : floor;
}

/* One account after the entry: what it holds, what is reserved there, what it may not fall below. */
static enum error judge_account(const struct model_account *account, int64_t moved, int64_t captured)
{
    const int64_t left = account->debit - account->credit + moved;
    const bool money = judge_holds_money(account->code);
    if (moved < 0 && (money || account->limit_kind == LIMIT_DEBIT)) {
        const bool takes_reserved =
            moved + captured < 0 && left - (account->reserved - captured) < judge_floor(account);
        if (left < judge_floor(account) || takes_reserved)
            return money ? ERROR_fund_overdrawn : ERROR_limit_exceeded;
    }
    return account->limit_kind == LIMIT_CREDIT && moved > 0 && -left < account->floor ? ERROR_limit_exceeded
                                                                                      : ERROR_none;
}

static enum error judge_captures(const struct model *model, const struct model_entry *entry, const int64_t *moved,
                                 int64_t *captured, day today)
{
    for (size_t c = 0; c < entry->capture_count; c++) {
        const struct model_reservation *r = &model->reservations[entry->captures[c].place];
        const int64_t amount = entry->captures[c].amount;
        if (r->state != RESERVATION_OPEN)
            return ERROR_reservation_closed;
        if (today > r->expires)
            return ERROR_reservation_expired;
        if (amount > r->amount - r->captured)
            return ERROR_reservation_exceeded;
        captured[r->account] += amount;
        if (-moved[r->account] < captured[r->account])
            return ERROR_reservation_unpaid;
    }
    return ERROR_none;
}

static enum error judge_money(const struct model *model, const struct model_entry *entry, day today)
{
    int64_t moved[MODEL_ACCOUNTS] = {0}, captured[MODEL_ACCOUNTS] = {0};
    for (size_t l = 0; l < entry->count; l++)
        moved[entry->lines[l].account] +=
            entry->lines[l].side == SIDE_DEBIT ? entry->lines[l].amount : -entry->lines[l].amount;
    enum error error = judge_captures(model, entry, moved, captured, today);
    const bool judged = entry->source == SOURCE_HAND || entry->source == SOURCE_SCHEDULE;
    for (size_t l = 0; l < entry->count && judged && error == ERROR_none; l++) {
        const size_t a = entry->lines[l].account;
        error = judge_account(&model->accounts[a], moved[a], captured[a]);
    }
    return error;
}

void judge_locked(const struct model *model, const struct model_entry *entry, day today, struct verdict *verdict)
{
    judge_add(verdict, entry->date <= model->sealed, ERROR_period_sealed);
    judge_originals(model, entry, verdict);
    judge_documents(model, entry, verdict);
    if (verdict->error == ERROR_none)
        verdict->error = judge_money(model, entry, today);
}

enum error judge_entry(const struct model *model, const struct model_entry *entry, day today, enum error fault)
{
    struct verdict verdict = {ERROR_none};
    judge_add(&verdict, fault != ERROR_none, fault);
    judge_prepared(model, entry, today, &verdict);
    judge_locked(model, entry, today, &verdict);
    return verdict.error;
}

enum error judge_batch(struct model *model, const struct model_entry *entries, size_t count, day today)
{
    struct model_account kept[MODEL_ACCOUNTS];
    struct verdict verdict = {ERROR_none};
    for (size_t i = 0; i < count && verdict.error == ERROR_none; i++)
        judge_prepared(model, &entries[i], today, &verdict);
    for (size_t i = 0; i < count; i++)
        judge_add(&verdict, entries[i].date <= model->sealed, ERROR_period_sealed);
    memcpy(kept, model->accounts, sizeof kept);
    for (size_t i = 0; i < count && verdict.error == ERROR_none; i++) {
        verdict.error = judge_money(model, &entries[i], today);
        for (size_t l = 0; l < entries[i].count; l++) {
            struct model_account *account = &model->accounts[entries[i].lines[l].account];
            *(entries[i].lines[l].side == SIDE_DEBIT ? &account->debit : &account->credit) +=
                entries[i].lines[l].amount;
        }
    }
    memcpy(model->accounts, kept, sizeof kept);
    return verdict.error;
}
