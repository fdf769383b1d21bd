#include "rules/apportionment.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct work {
    struct ctx *ctx;
    const struct apportionment_in *in;
    struct apportionment_member *scope; /* by id */
    uint64_t *weights;                  /* room for one step */
    money *shares;
    struct apportionment out;
};

static bool is_unit(const struct apportionment_member *m)
{
    return m->kind != APPORTIONMENT_SELLER;
}

/* An unsold public unit bears by its area alone, as art. 21 says. */
static bool is_sold_public(const struct apportionment_member *m)
{
    return m->kind == APPORTIONMENT_SOLD_PUBLIC && !m->unsold;
}

static uint64_t weight_of(const struct work *w, const struct apportionment_member *m)
{
    if (w->in->method == APPORTIONMENT_BY_SHARES)
        return m->share;
    if (!is_unit(m))
        return 0;
    return w->in->method == APPORTIONMENT_EQUAL ? 1 : m->area_cm2;
}

/* ---- the scope ---- */

static int by_id(const void *a, const void *b)
{
    const uint64_t left = ((const struct apportionment_member *)a)->id;
    const uint64_t right = ((const struct apportionment_member *)b)->id;
    return (left > right) - (left < right);
}

static RESULT take_memory(struct work *w)
{
    struct arena *arena = w->ctx->arena;
    const size_t count = w->in->count + 1; /* one more for the owners together; an empty scope is refused later */
    TRY(ARENA_TAKE(arena, count, &w->scope));
    TRY(ARENA_TAKE(arena, count, &w->weights));
    TRY(ARENA_TAKE(arena, count, &w->shares));
    TRY(ARENA_TAKE(arena, count + 2, &w->out.lines)); /* and two for the kinds */
    TRY(ARENA_TAKE(arena, count, &w->out.units));
    return arena_take(arena, count, sizeof *w->out.bearers, (void **)&w->out.bearers);
}

/* Puts the scope in order of ids, refuses repetitions and lists the units. */
static RESULT order_scope(struct work *w)
{
    const size_t count = w->in->count;
    for (size_t i = 0; i < count; i++)
        w->scope[i] = w->in->scope[i];
    qsort(w->scope, count, sizeof *w->scope, by_id);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && w->scope[i].id == w->scope[i - 1].id) {
            error_set(&w->ctx->error, "unit", "%llu", (unsigned long long)w->scope[i].id);
            return REFUSE(apportionment, duplicate_unit);
        }
        if (is_unit(&w->scope[i]))
            w->out.units[w->out.unit_count++].id = w->scope[i].id;
    }
    return w->out.unit_count > 0 ? OK : REFUSE(apportionment, no_units);
}

static RESULT check_weights(const struct work *w)
{
    uint64_t all = 0;
    for (size_t i = 0; i < w->in->count; i++) {
        const uint64_t weight = weight_of(w, &w->scope[i]);
        if (weight > INT64_MAX - all)
            return REFUSE(apportionment, too_large);
        all += weight;
    }
    if (all == 0 && w->in->method == APPORTIONMENT_BY_AREA)
        return REFUSE(apportionment, no_area);
    return all > 0 ? OK : REFUSE(share, no_weight);
}

/* ---- the steps ---- */

static void add_line(struct work *w, enum apportionment_part part, uint64_t id, uint64_t weight)
{
    w->out.lines[w->out.line_count++] = (struct apportionment_line){.part = part, .id = id, .weight = weight};
}

/* Divides `of` over the lines from `first` on. Weights without any sum occur only where there is nothing to divide. */
static RESULT divide(struct work *w, size_t first, enum apportionment_step step, money of)
{
    const size_t count = w->out.line_count - first;
    struct apportionment_line *lines = &w->out.lines[first];
    uint64_t all = 0;
    for (size_t i = 0; i < count; i++) {
        w->weights[i] = lines[i].weight;
        w->shares[i] = FEN(0);
        all += lines[i].weight;
    }
    assert(all > 0 || of.fen == 0);
    if (all > 0)
        TRY(money_share(of, w->weights, count, w->shares));
    for (size_t i = 0; i < count; i++) {
        lines[i].step = step;
        lines[i].of = of;
        lines[i].weight_all = all;
        lines[i].amount = w->shares[i];
    }
    return OK;
}

static uint64_t area_of(const struct work *w, bool sold_public)
{
    uint64_t area_cm2 = 0;
    for (size_t i = 0; i < w->in->count; i++)
        if (is_sold_public(&w->scope[i]) == sold_public)
            area_cm2 += weight_of(w, &w->scope[i]);
    return area_cm2;
}

/*= CN-MF-20-3 售后公有住房与商品住宅之间：先按照建筑面积比例分摊 */
static RESULT divide_kinds(struct work *w, money *ret_others, money *ret_public)
{
    const uint64_t others_cm2 = area_of(w, false), public_cm2 = area_of(w, true);
    if (others_cm2 > 0)
        add_line(w, APPORTIONMENT_OTHERS, 0, others_cm2);
    if (public_cm2 > 0)
        add_line(w, APPORTIONMENT_PUBLIC, 0, public_cm2);
    TRY(divide(w, 0, APPORTIONMENT_KINDS, w->in->cost));
    *ret_others = others_cm2 > 0 ? w->out.lines[0].amount : FEN(0);
    *ret_public = FEN(w->in->cost.fen - ret_others->fen);
    return OK;
}

static RESULT add_deposit(money *sum, money deposit)
{
    if (deposit.fen < 0)
        return REFUSE(money, range);
    return money_add(*sum, deposit, sum);
}

/*= CN-MF-20-2 由相关业主和公有住房售房单位按照所交存住宅专项维修资金的比例分摊 */
static RESULT divide_deposits(struct work *w, money public_part, money *ret_owners)
{
    const size_t first = w->out.line_count;
    money owners = FEN(0), all = FEN(0);
    add_line(w, APPORTIONMENT_OWNERS, 0, 0);
    for (size_t i = 0; i < w->in->count; i++) {
        const struct apportionment_member *m = &w->scope[i];
        if (!is_unit(m))
            add_line(w, APPORTIONMENT_SELLING, m->id, (uint64_t)m->deposit.fen);
        if (is_sold_public(m))
            TRY(add_deposit(&owners, m->deposit));
        if (is_sold_public(m) || !is_unit(m))
            TRY(add_deposit(&all, m->deposit));
    }
    if (all.fen == 0)
        return REFUSE(apportionment, no_deposit);
    w->out.lines[first].weight = (uint64_t)owners.fen;
    TRY(divide(w, first, APPORTIONMENT_DEPOSITS, public_part));
    *ret_owners = w->out.lines[first].amount;
    return OK;
}

/*= CN-MF-20-1 由相关业主按照各自拥有物业建筑面积的比例分摊 */
static RESULT divide_units(struct work *w, bool sold_public, money part)
{
    const size_t first = w->out.line_count;
    for (size_t i = 0; i < w->in->count; i++) {
        const struct apportionment_member *m = &w->scope[i];
        if (is_unit(m) && is_sold_public(m) == sold_public)
            add_line(w, APPORTIONMENT_UNIT, m->id, m->area_cm2);
    }
    return divide(w, first, APPORTIONMENT_UNITS, part);
}

static RESULT divide_by_area(struct work *w)
{
    money others, public_part, owners = FEN(0);
    TRY(divide_kinds(w, &others, &public_part));
    if (area_of(w, true) > 0)
        TRY(divide_deposits(w, public_part, &owners));
    TRY(divide_units(w, false, others));
    return divide_units(w, true, owners);
}

/*= CN-CC-283 有约定的，按照约定 */
static RESULT divide_as_agreed(struct work *w)
{
    for (size_t i = 0; i < w->in->count; i++) {
        const struct apportionment_member *m = &w->scope[i];
        if (is_unit(m) || w->in->method == APPORTIONMENT_BY_SHARES)
            add_line(w, is_unit(m) ? APPORTIONMENT_UNIT : APPORTIONMENT_SELLING, m->id, weight_of(w, m));
    }
    return divide(w, 0, APPORTIONMENT_UNITS, w->in->cost);
}

/* ---- the outcome ---- */

static int by_unit_id(const void *key, const void *element)
{
    const uint64_t id = *(const uint64_t *)key, other = ((const struct apportionment_unit *)element)->id;
    return (id > other) - (id < other);
}

static void list_units(struct work *w)
{
    struct apportionment *out = &w->out;
    for (size_t i = 0; i < out->line_count; i++) {
        if (out->lines[i].part != APPORTIONMENT_UNIT)
            continue;
        struct apportionment_unit *unit =
            bsearch(&out->lines[i].id, out->units, out->unit_count, sizeof *out->units, by_unit_id);
        assert(unit != NULL);
        unit->amount = out->lines[i].amount;
    }
}

static void bear(struct apportionment *out, enum apportionment_bearing bearing, uint64_t id, money amount)
{
    out->bearers[out->bearer_count++] = (struct apportionment_bearer){bearing, id, amount};
}

/* Adds to the holder's line, which stands behind those of owners and selling units. */
static void bear_unsold(struct apportionment *out, uint64_t holder, money amount)
{
    for (size_t i = out->bearer_count; i > 0 && out->bearers[i - 1].bearing == APPORTIONMENT_HOLDER; i--) {
        if (out->bearers[i - 1].id == holder) {
            out->bearers[i - 1].amount.fen += amount.fen; /* below the cost: cannot overflow */
            return;
        }
    }
    bear(out, APPORTIONMENT_HOLDER, holder, amount);
}

/* Every unit in order of ids: the sold ones for themselves, or the unsold ones for their holders. */
static void bear_units(struct work *w, bool unsold)
{
    const struct apportionment_unit *unit = w->out.units;
    for (size_t i = 0; i < w->in->count; i++) {
        const struct apportionment_member *m = &w->scope[i];
        if (!is_unit(m))
            continue;
        assert(unit->id == m->id);
        if (m->unsold && unsold)
            bear_unsold(&w->out, m->holder, unit->amount);
        if (!m->unsold && !unsold)
            bear(&w->out, APPORTIONMENT_OWNER, m->id, unit->amount);
        unit++;
    }
}

/*= CN-MF-21 开发建设单位或者公有住房单位应当按照尚未售出…的建筑面积，分摊维修和更新、改造费用 */
static void list_bearers(struct work *w)
{
    bear_units(w, false);
    for (size_t i = 0; i < w->out.line_count; i++)
        if (w->out.lines[i].part == APPORTIONMENT_SELLING)
            bear(&w->out, APPORTIONMENT_SELLING_UNIT, w->out.lines[i].id, w->out.lines[i].amount);
    bear_units(w, true);
}

static money sum_of(const struct apportionment *out)
{
    money sum = FEN(0);
    for (size_t i = 0; i < out->bearer_count; i++)
        sum.fen += out->bearers[i].amount.fen;
    return sum;
}

RESULT apportionment_make(struct ctx *ctx, const struct apportionment_in *in, struct apportionment *ret_apportionment)
{
    assert(in->method >= APPORTIONMENT_BY_AREA && in->method <= APPORTIONMENT_BY_SHARES);
    struct work w = {.ctx = ctx, .in = in};
    TRY(money_check(in->cost));
    if (in->cost.fen < 0)
        return REFUSE(apportionment, negative);
    TRY(take_memory(&w));
    TRY(order_scope(&w));
    TRY(check_weights(&w));
    TRY(in->method == APPORTIONMENT_BY_AREA ? divide_by_area(&w) : divide_as_agreed(&w));
    list_units(&w);
    list_bearers(&w);
    assert(money_cmp(sum_of(&w.out), in->cost) == 0);
    *ret_apportionment = w.out;
    return OK;
}
