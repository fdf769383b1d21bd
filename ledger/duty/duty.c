#include "ledger/duty/duty.h"

#include "base/json.h"
#include "embed/sql.h"
#include "ledger/book/fund.h"
#include "ledger/duty/committee_term.h"
#include "ledger/duty/disclosure.h"
#include "ledger/duty/handover_head.h"
#include "ledger/duty/small_account.h"
#include "ledger/matter/budget.h"
#include "ledger/matter/matter.h"
#include "ledger/people/holiday.h"
#include "ledger/people/rule_pack.h"
#include "ledger/warranty/warranty.h"

#include <assert.h>
#include <string.h>

/* ---- facts ---- */

struct gathering { /* deeds of one community */
    struct ctx *ctx;
    uint64_t community;
    LIST(struct duty_deed) deeds;
};

static RESULT gather_disclosures(struct gathering *g)
{
    struct disclosure *list;
    size_t count;
    TRY(disclosure_list(g->ctx, g->community, &list, &count));
    for (size_t i = 0; i < count; i++)
        TRY(LIST_ADD(&g->deeds,
                     (struct duty_deed){list[i].kind, list[i].first, list[i].last, list[i].on, list[i].seq}));
    return OK;
}

static RESULT gather_small_accounts(struct gathering *g)
{
    struct small_account *list;
    size_t count;
    TRY(small_account_list(g->ctx, g->community, &list, &count));
    for (size_t i = 0; i < count; i++)
        TRY(LIST_ADD(&g->deeds, (struct duty_deed){DUTY_small_account, month_first(list[i].month),
                                                   month_last(list[i].month), list[i].on, list[i].seq}));
    return OK;
}

static RESULT add_budget(struct gathering *g, const struct json_value *value, uint64_t seq)
{
    struct duty_deed deed = {.kind = DUTY_budget, .seq = seq};
    const char *fund;
    int64_t year = 0;
    TRY(json_get_text(g->ctx, value, "", "fund", &fund));
    if (strcmp(fund, fund_code(FUND_PI)) != 0 || !json_as_integer(json_member(value, "year"), &year))
        return OK;
    TRY(date_from_civil((int)year, 1, 1, &deed.first));
    TRY(date_from_civil((int)year, 12, 31, &deed.last));
    TRY(json_get_date(g->ctx, value, "", "decided_on", &deed.on));
    return LIST_ADD(&g->deeds, deed);
}

static RESULT gather_budget(struct gathering *g, const struct matter_step *step)
{
    CLEANUP(json_free) struct json *json = NULL;
    TRY(json_parse(g->ctx, step->text, &json));
    return add_budget(g, json_root(json), step->seq);
}

/* Of public income, by year; a project has no day by which it is due. */
static RESULT gather_budgets(struct gathering *g)
{
    const struct matter_key key = {.community = g->community, .noun = NOUN_BUDGET};
    struct matter_step *steps;
    size_t count;
    TRY(matter_steps(g->ctx, &key, &steps, &count));
    for (size_t i = 0; i < count; i++)
        if (steps[i].state == BUDGET_adopted)
            TRY(gather_budget(g, &steps[i]));
    return OK;
}

struct deed_row {
    int16_t kind;
    day first, last, done_on;
    uint64_t seq;
};

static RESULT gather_booked(struct gathering *g)
{
    static const struct db_column columns[] = {COLUMN(deed_row, kind), COLUMN(deed_row, first), COLUMN(deed_row, last),
                                               COLUMN(deed_row, done_on), COLUMN(deed_row, seq)};
    const struct db_value in[] = {db_number((int64_t)g->community)};
    struct deed_row *rows = NULL;
    size_t count = 0;
    TRY(db_list(g->ctx, CALL(sql_duty_deed_list, in), ROW(deed_row, columns), &rows, &count));
    for (size_t i = 0; i < count; i++)
        TRY(LIST_ADD(&g->deeds, (struct duty_deed){(enum duty_kind)rows[i].kind, rows[i].first, rows[i].last,
                                                   rows[i].done_on, rows[i].seq}));
    return OK;
}

/* The hand-over of a term is a deed of the day on which the term ended. */
static RESULT gather_terms(struct gathering *g, const struct handover_head *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].kind == HANDOVER_term && list[i].state == HANDOVER_completed)
            TRY(LIST_ADD(&g->deeds, (struct duty_deed){DUTY_handover, list[i].left_on, list[i].left_on,
                                                       list[i].closed_on, list[i].seq}));
    return OK;
}

static bool is_handed_over(const struct handover_head *list, size_t count, const struct handover_departure *left)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].kind == HANDOVER_member && list[i].state != HANDOVER_cancelled &&
            list[i].left_on == left->left_on && uuid_equal(&list[i].giver, &left->subject))
            return true;
    return false;
}

static void add_departures(struct duty_facts *facts, const struct handover_head *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const bool done = list[i].state == HANDOVER_completed;
        if (list[i].kind == HANDOVER_term || list[i].state == HANDOVER_cancelled)
            continue;
        facts->departures[facts->departure_count++] = (struct duty_departure){
            .kind = list[i].kind == HANDOVER_member ? DUTY_handover_member : DUTY_handover_manager,
            .left_on = list[i].left_on,
            .done_on = done ? list[i].closed_on : 0,
            .seq = done ? list[i].seq : 0};
    }
}

/* Hand-overs of members and managers, and members who left without one. */
static RESULT read_departures(struct gathering *g, struct duty_facts *facts)
{
    struct handover_head *list;
    struct handover_departure *left;
    size_t count, left_count;
    TRY(handover_head_list(g->ctx, g->community, &list, &count));
    TRY(handover_departures(g->ctx, g->community, &left, &left_count));
    TRY(gather_terms(g, list, count));
    TRY(ARENA_TAKE(g->ctx->arena, count + left_count + 1, &facts->departures));
    add_departures(facts, list, count);
    for (size_t i = 0; i < left_count; i++)
        if (!is_handed_over(list, count, &left[i]))
            facts->departures[facts->departure_count++] =
                (struct duty_departure){.kind = DUTY_handover_member, .left_on = left[i].left_on};
    return OK;
}

static RESULT read_terms(struct ctx *ctx, uint64_t community, struct duty_facts *facts)
{
    struct committee_term *list;
    TRY(committee_term_list(ctx, community, &list, &facts->term_count));
    TRY(ARENA_TAKE(ctx->arena, facts->term_count + 1, &facts->terms));
    for (size_t i = 0; i < facts->term_count; i++)
        facts->terms[i] = (struct duty_term){list[i].from, list[i].to, list[i].formed_on, list[i].seq};
    return OK;
}

static RESULT read_funds(struct ctx *ctx, uint64_t community, struct duty_facts *facts)
{
    struct fund_kept *funds;
    size_t count;
    TRY(fund_list(ctx, community, &funds, &count));
    for (size_t i = 0; i < count; i++)
        facts->kept[funds[i].fund] = true;
    return OK;
}

/* The oldest use of any deposit that is not refilled. */
static RESULT read_uses(struct ctx *ctx, uint64_t community, struct duty_facts *facts)
{
    struct warranty *list;
    size_t count = 0;
    if (facts->kept[FUND_WD])
        TRY(warranty_list(ctx, community, &list, &count));
    for (size_t i = 0; i < count; i++)
        if (list[i].books.used_on != 0 && (facts->used_on == 0 || list[i].books.used_on < facts->used_on))
            facts->used_on = list[i].books.used_on;
    return OK;
}

struct since_row {
    day since;
};

static RESULT read_facts(struct ctx *ctx, uint64_t community, struct duty_facts *ret_facts)
{
    static const struct db_column columns[] = {COLUMN(since_row, since)};
    const struct db_value in[] = {db_number((int64_t)community)};
    struct gathering g = {ctx, community, LIST_INIT(ctx->arena, DUTY_LIST_MAX)};
    struct since_row since;
    *ret_facts = (struct duty_facts){0};
    TRY(db_one(ctx, CALL(sql_duty_since, in), ROW(since_row, columns), &since));
    TRY(read_funds(ctx, community, ret_facts));
    TRY(read_terms(ctx, community, ret_facts));
    TRY(read_uses(ctx, community, ret_facts));
    TRY(gather_disclosures(&g));
    TRY(gather_small_accounts(&g));
    TRY(gather_budgets(&g));
    TRY(gather_booked(&g));
    TRY(read_departures(&g, ret_facts));
    ret_facts->since = since.since;
    ret_facts->deeds = g.deeds.items;
    ret_facts->deed_count = g.deeds.count;
    return OK;
}

/* ---- judging ---- */

struct place { /* what communities of one county share */
    struct rule_packs packs;
    struct calendar calendar;
    uint64_t county; /* of the rules; 0: none made yet */
    struct pack_stack stack;
    struct duty_rules rules;
};

static RESULT open_place(struct ctx *ctx, struct place *place)
{
    *place = (struct place){.county = 0};
    TRY(rule_pack_load(ctx, NULL, &place->packs));
    return holiday_calendar(ctx, &place->calendar);
}

/* Rules from the first month of the books on; made anew for another county, or for older books. */
static RESULT settle_rules(struct ctx *ctx, struct place *place, const struct duty_in *in, day since)
{
    const uint64_t county = in->community / 1000000;
    const day from = since < in->as_of ? since : in->as_of;
    if (place->county == county && place->rules.first <= month_of(from))
        return OK;
    TRY(rule_pack_stack(ctx, &place->packs, in->community, &place->stack));
    place->county = county;
    return duty_rules_make(ctx, &place->stack, &place->calendar, (const day[2]){from, in->until}, &place->rules);
}

static RESULT read_one(struct ctx *ctx, struct place *place, const struct duty_in *in, struct duty_list *ret_list)
{
    struct duty_facts facts;
    TRY(read_facts(ctx, in->community, &facts));
    TRY(settle_rules(ctx, place, in, facts.since));
    return duty_list_make(ctx, &place->rules, &facts, (const day[2]){in->as_of, in->until}, ret_list);
}

RESULT duty_read(struct ctx *ctx, const struct duty_in *in, struct duty_list *ret_list)
{
    struct community community;
    struct place *place;
    TRY(community_get(ctx, in->community, &community));
    TRY(ARENA_TAKE(ctx->arena, 1, &place));
    TRY(open_place(ctx, place));
    return read_one(ctx, place, in, ret_list);
}

RESULT duty_horizon(day as_of, day *ret_until)
{
    static const struct calendar week = {.weekend_is_rest = false};
    return calendar_end(&week, as_of, &(struct pack_value){PACK_PLAIN, 1, PACK_YEARS}, ret_until);
}

/* ---- overdue ---- */

static void keep_overdue(struct duty_list *list, struct duty_community *community)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].state != DUTY_OVERDUE)
            continue;
        if (list->items[i].days > community->days)
            community->days = list->items[i].days;
        list->items[kept++] = list->items[i];
    }
    community->overdue = (struct duty_list){list->items, kept};
}

static int compare(const void *x, const void *y)
{
    const struct duty_community *a = x, *b = y;
    if (a->days != b->days)
        return a->days > b->days ? -1 : 1;
    if (a->overdue.count != b->overdue.count)
        return a->overdue.count > b->overdue.count ? -1 : 1;
    return a->community < b->community ? -1 : a->community > b->community;
}

RESULT duty_overdue(struct ctx *ctx, int32_t county, day as_of, struct duty_community **ret_list, size_t *ret_count)
{
    struct community *communities;
    struct place *place;
    size_t count;
    TRY(community_list(ctx, &communities, &count));
    TRY(ARENA_TAKE(ctx->arena, 1, &place));
    TRY(open_place(ctx, place));
    TRY(ARENA_TAKE(ctx->arena, count + 1, ret_list));
    *ret_count = 0;
    for (size_t i = 0; i < count; i++) {
        const struct duty_in in = {communities[i].community_id, as_of, as_of};
        struct duty_community *found = &(*ret_list)[*ret_count];
        struct duty_list list;
        if (county != 0 && communities[i].county != county)
            continue;
        TRY(read_one(ctx, place, &in, &list));
        *found = (struct duty_community){.community = communities[i].community_id, .name = communities[i].name};
        keep_overdue(&list, found);
        *ret_count += found->overdue.count > 0;
    }
    qsort(*ret_list, *ret_count, sizeof **ret_list, compare);
    return OK;
}
