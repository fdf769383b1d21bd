#include "audit/gate.h"

#include "audit/holding.h"
#include "base/words.h"
#include "embed/sql.h"

#include <assert.h>
#include <stdlib.h>

enum { FUNDS = FUND_OP + 1 };

struct replaced {
    uint64_t community, seq;
};

struct gate {
    struct ctx *ctx;
    const struct change *change;
    LIST(uint64_t) bound; /* communities bound to rules, ascending */
    struct holdings holdings;
    LIST(struct replaced) replaced; /* entries that this change replaces, as far as it was judged */
};

static bool is_payment(const struct record_entry *entry)
{
    return entry->entry_type != ENTRY_RED_LETTER;
}

static const struct record_entry *entry_at(const struct gate *g, size_t i)
{
    const struct change_item *item = &g->change->items.items[i];
    if (item->kind != RECORD_entry || !change_is_new(g->change, item))
        return NULL;
    const struct record_entry *entry = item->body;
    return is_payment(entry) ? entry : NULL;
}

/* ---- which communities are bound ---- */

struct bound_row {
    uint64_t community;
};

static RESULT find_bound(struct gate *g, inst recorded_at)
{
    static const struct db_column row[] = {COLUMN(bound_row, community)};
    struct db_array communities;
    struct db_value in[2] = {{.kind = DB_NULL}, db_number(date_of_inst(recorded_at))};
    struct bound_row *found = NULL;
    uint64_t last = 0;
    size_t count = 0;
    db_array_init(&communities, g->ctx->arena, DB_INT8);
    for (size_t i = 0; i < g->change->items.count; i++) {
        const uint64_t community = change_community(g->change, &g->change->items.items[i]);
        if (!entry_at(g, i) || (communities.count > 0 && community == last))
            continue;
        last = community;
        db_array_number(&communities, (int64_t)community);
    }
    if (communities.count == 0)
        return OK;
    TRY(db_array_value(&communities, &in[0]));
    TRY(db_list(g->ctx, CALL(sql_gate_bound_list, in), ROW(bound_row, row), &found, &count));
    for (size_t i = 0; i < count; i++)
        TRY(LIST_ADD(&g->bound, found[i].community));
    return OK;
}

static int compare(const void *x, const void *y)
{
    const uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return (a > b) - (a < b);
}

static bool is_bound(const struct gate *g, uint64_t community)
{
    return g->bound.count > 0 && bsearch(&community, g->bound.items, g->bound.count, sizeof community, compare) != NULL;
}

/* ---- what leaves, and what of it was approved ---- */

static RESULT load_accounts(struct gate *g)
{
    LIST(struct holding_key) keys = LIST_INIT(g->ctx->arena, CHANGE_UNITS_MAX);
    for (size_t i = 0; i < g->change->items.count; i++) {
        const struct record_entry *entry = entry_at(g, i);
        const uint64_t community = change_community(g->change, &g->change->items.items[i]);
        for (uint32_t l = 0; entry && is_bound(g, community) && l < entry->lines_count; l++)
            TRY(LIST_ADD(&keys, (struct holding_key){community, entry->lines[l].account_no}));
    }
    return keys.count > 0 ? holding_load(g->ctx, keys.items, keys.count, &g->holdings) : OK;
}

struct leaving {    /* one fund in one entry */
    money net;      /* credit less debit of its money */
    money credited; /* there */
    money debited;  /* elsewhere */
};

static RESULT add_line(const struct gate *g, uint64_t community, const struct record_line *line,
                       struct leaving *leaving)
{
    const struct holding *holding = holding_of(&g->holdings, community, line->account_no);
    const money amount = line->side == SIDE_CREDIT ? line->amount : money_neg(line->amount);
    if (!holding || !holding->is_money)
        return amount.fen < 0 ? money_sub(leaving->debited, amount, &leaving->debited) : OK;
    TRY(money_add(leaving->net, amount, &leaving->net));
    return amount.fen > 0 ? money_add(leaving->credited, amount, &leaving->credited) : OK;
}

/* An income in the same entry hides no payment: what is credited to money and debited elsewhere leaves. */
static RESULT add_paid(const struct gate *g, uint64_t community, const struct record_entry *entry, money paid[FUNDS])
{
    struct leaving leaving[FUNDS] = {{{0}, {0}, {0}}};
    for (uint32_t l = 0; l < entry->lines_count; l++)
        TRY(add_line(g, community, &entry->lines[l], &leaving[entry->lines[l].fund]));
    for (int fund = FUND_MF; fund < FUNDS; fund++) {
        const struct leaving *at = &leaving[fund];
        const money gross = money_cmp(at->credited, at->debited) < 0 ? at->credited : at->debited;
        paid[fund] = money_cmp(at->net, gross) < 0 ? gross : at->net;
    }
    return OK;
}

/* An entry is paid again once: of two in one change that replace it the second has nothing left. */
static RESULT replaces_again(struct gate *g, uint64_t community, const struct record_ref *ref, bool *ret_again)
{
    *ret_again = false;
    if (ref->role != REF_REPLACES)
        return OK;
    for (size_t i = 0; i < g->replaced.count; i++)
        *ret_again |= g->replaced.items[i].community == community && g->replaced.items[i].seq == ref->seq;
    return LIST_ADD(&g->replaced, ((struct replaced){community, ref->seq}));
}

struct approved_row { /* what one reference of an entry lets out of a fund */
    int16_t fund;
    money amount;
};

/* What its captures and the entry it replaces allow, by fund. */
static RESULT add_approved(struct gate *g, uint64_t community, const struct record_entry *entry, money approved[FUNDS])
{
    static const struct db_column row[] = {COLUMN(approved_row, fund), COLUMN(approved_row, amount)};
    struct db_array roles, seqs, amounts;
    struct db_value in[4] = {db_number((int64_t)community)};
    struct approved_row *found = NULL;
    size_t count = 0;
    db_array_init(&roles, g->ctx->arena, DB_INT4);
    db_array_init(&seqs, g->ctx->arena, DB_INT8);
    db_array_init(&amounts, g->ctx->arena, DB_INT8);
    for (uint32_t r = 0; r < entry->refs_count; r++) {
        bool again;
        TRY(replaces_again(g, community, &entry->refs[r], &again));
        if (again)
            continue;
        db_array_number(&roles, entry->refs[r].role);
        db_array_number(&seqs, (int64_t)entry->refs[r].seq);
        db_array_number(&amounts, entry->refs[r].amount.fen);
    }
    TRY(db_array_value(&roles, &in[1]));
    TRY(db_array_value(&seqs, &in[2]));
    TRY(db_array_value(&amounts, &in[3]));
    TRY(db_list(g->ctx, CALL(sql_gate_approved_list, in), ROW(approved_row, row), &found, &count));
    for (size_t i = 0; i < count; i++) {
        assert(found[i].fund > 0 && found[i].fund < FUNDS);
        TRY(money_add(approved[found[i].fund], found[i].amount, &approved[found[i].fund]));
    }
    return OK;
}

static RESULT judge(struct gate *g, const struct change_item *item, const struct record_entry *entry)
{
    const uint64_t community = change_community(g->change, item);
    money paid[FUNDS] = {{0}}, approved[FUNDS] = {{0}};
    char text[MONEY_TEXT];
    bool any = false;
    TRY(add_paid(g, community, entry, paid));
    for (int fund = FUND_MF; fund < FUNDS; fund++)
        any |= paid[fund].fen > 0;
    if (any)
        TRY(add_approved(g, community, entry, approved));
    for (int fund = FUND_MF; fund < FUNDS; fund++) {
        if (money_cmp(paid[fund], approved[fund]) <= 0 || paid[fund].fen <= 0)
            continue;
        error_set(&g->ctx->error, "entry", "%u", item->request + 1);
        error_set(&g->ctx->error, "fund", "%s", fund_name(fund, LANGUAGE_ZH));
        money_format(paid[fund], text);
        error_set(&g->ctx->error, "amount", "%s", text);
        money_format(approved[fund], text);
        error_set(&g->ctx->error, "approved", "%s", text);
        /*= ZHJ-11-3 公共收益支取审批 */
        return REFUSE(payment, unapproved);
    }
    return OK;
}

RESULT gate_check(struct ctx *ctx, const struct change *change, inst recorded_at)
{
    struct gate g = {.ctx = ctx, .change = change};
    g.bound.arena = ctx->arena;
    g.bound.max = CHANGE_REQUESTS_MAX;
    g.replaced.arena = ctx->arena;
    g.replaced.max = CHANGE_UNITS_MAX;
    TRY(find_bound(&g, recorded_at));
    if (g.bound.count == 0)
        return OK;
    TRY(load_accounts(&g));
    for (size_t i = 0; i < change->items.count; i++) {
        const struct record_entry *entry = entry_at(&g, i);
        if (entry && is_bound(&g, change_community(change, &change->items.items[i])))
            TRY(judge(&g, &change->items.items[i], entry));
    }
    return OK;
}
