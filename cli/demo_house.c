/* The houses of the demonstration city: units, deposits, repairs, interest, closing. */
#include "cli/demo_house.h"

#include "ledger/book/apportionment.h"
#include "ledger/book/bank_account.h"
#include "ledger/book/deposit.h"
#include "ledger/book/interest.h"
#include "ledger/book/period.h"
#include "ledger/people/community.h"
#include "ledger/people/unit.h"

#include <string.h>

enum { DEPOSIT_DAY = 12, REPAIR_DAY = 20, INTEREST_DAY = 21, AGENCY_RATE_PPM = 15000, UNITS_MAX = 256 };

#define YM(year, month) ((year)*12 + (month)-1)

/* What was built. In sold public housing the selling unit has a sub-account of its own (CN-MF-8). */
static const struct estate {
    const char *account; /* the special account, 19 digits */
    uint8_t buildings, floors, flats;
    uint32_t area_cm2;   /* of the smallest flat */
    int32_t rate_yuan;   /* first deposit per square metre */
    uint8_t sold_public; /* building of sold public housing, 0: none */
} estates[DEMO_CITY_SIZE] = {
    {"2010000999000000118", 4, 11, 2, 892000, 65, 0}, {"2010000999000000226", 3, 6, 4, 684000, 40, 3},
    {"2010000999000000334", 3, 9, 2, 968000, 65, 0},  {"2010000999000000442", 5, 11, 2, 1045000, 75, 0},
    {"2010000999000000550", 2, 6, 4, 716000, 45, 0},  {"2010000999000000668", 2, 5, 3, 633000, 40, 0},
};

static const struct repair {
    uint8_t place, building; /* building 0: the whole community */
    int32_t month;
    int32_t yuan;
    const char *summary, *payee;
} repairs[] = {
    {0, 2, YM(2024, 5), 46800, "2幢屋面防水维修", "固雨防水工程有限公司"},
    {1, 0, YM(2025, 4), 38500, "消防水泵更换", "安澜消防设备有限公司"},
    {2, 1, YM(2024, 10), 21600, "1幢电梯曳引机大修", "平步电梯维保有限公司"},
    {3, 0, YM(2025, 9), 64200, "监控系统更新", "明睛安防技术有限公司"},
    {5, 2, YM(2026, 3), 9800, "2幢外墙空鼓修补", "固雨防水工程有限公司"},
};

static const struct sale {
    uint8_t place;
    const char *unit, *owner;
    int32_t month;
} sales[] = {{0, "3幢 502", "郦若兰", YM(2025, 6)}, {4, "1幢 203", "寿知秋", YM(2024, 11)}};

static const char *const surnames[] = {"张", "王", "陈", "周", "徐", "楼", "郭", "赵", "寿", "何",
                                       "俞", "斯", "蒋", "金", "钱", "孟", "冯", "宣", "杨", "傅"};
static const char *const given_names[] = {"思远", "静怡", "建国", "雨桐", "志强", "秀英", "浩然",
                                          "美玲", "国平", "晓燕", "文博", "桂芳", "子涵"};

/* ---- the register ---- */

RESULT demo_house_owner(struct ctx *ctx, int place, size_t number, const char **ret_name)
{
    const size_t person = number * 7 + (size_t)place * 31;
    return arena_print(ctx->arena, ret_name, "%s%s", surnames[person % LENGTH(surnames)],
                       given_names[person % LENGTH(given_names)]);
}

static RESULT add_flat(struct ctx *ctx, int place, size_t number, struct unit_in *unit)
{
    const struct estate *e = &estates[place];
    const size_t flats = (size_t)e->floors * e->flats, building = number / flats + 1;
    const size_t floor = number % flats / e->flats + 1, flat = number % e->flats + 1;
    *unit = (struct unit_in){.use = building == e->sold_public ? UNIT_PUBLIC : UNIT_COMMODITY,
                             .area_cm2 = e->area_cm2 + (uint32_t)(flat - 1) * 126500,
                             .owner_count = 1};
    TRY(arena_print(ctx->arena, &unit->building, "%zu幢", building));
    TRY(arena_print(ctx->arena, &unit->number, "%zu%02zu", floor, flat));
    return demo_house_owner(ctx, place, number, &unit->owners[0]);
}

static RESULT register_units(struct ctx *ctx, int place, uint64_t community)
{
    const struct estate *e = &estates[place];
    struct unit_register_in in = {.community = community, .count = (size_t)e->buildings * e->floors * e->flats};
    struct unit_in *units;
    size_t registered;
    TRY(ARENA_TAKE(ctx->arena, UNITS_MAX, &units));
    for (size_t i = 0; i < in.count; i++)
        TRY(add_flat(ctx, place, i, &units[i]));
    if (e->sold_public > 0)
        units[in.count++] = (struct unit_in){.building = "售房单位", .number = "售房款", .use = UNIT_SELLER};
    in.units = units;
    TRY(date_from_civil(2022, 12, 1, &in.owned_from));
    return unit_register(ctx, &in, &registered);
}

RESULT demo_house_open(struct ctx *ctx, int place, const struct demo_community *c)
{
    const struct bank_account_open_in account = {c->code, FUND_MF, "枫川农商银行维修资金专户", estates[place].account};
    const result opened = bank_account_open(ctx, &account);
    if (FAILED(opened) && opened.code != ERROR_bank_account_exists)
        return opened;
    return register_units(ctx, place, c->code);
}

/* ---- a month by hand ---- */

struct house { /* one community while a month is entered */
    struct ctx *ctx;
    int place;
    uint64_t community;
    int32_t month;
    int64_t account; /* the special account */
    struct unit *units;
    size_t count;
};

static RESULT house_load(struct house *house)
{
    struct bank_account account;
    TRY(bank_account_find(house->ctx, house->community, estates[house->place].account, &account));
    house->account = account.opened_seq;
    return unit_list(house->ctx, house->community, &house->units, &house->count);
}

static bool stands_in(const struct unit *unit, size_t building)
{
    char text[16];
    const int size = snprintf(text, sizeof text, "%zu幢 ", building);
    return strncmp(unit->address, text, (size_t)size) == 0;
}

/* What a unit pays in at first; the selling unit pays as much as 20 % of its flats' (CN-MF-8). */
static money first_deposit(const struct house *house, const struct unit *unit)
{
    const int64_t rate = estates[house->place].rate_yuan;
    int64_t area = (int64_t)unit->area_cm2;
    if (unit->use == UNIT_SELLER)
        for (size_t i = 0; i < house->count; i++)
            area += house->units[i].use == UNIT_PUBLIC ? (int64_t)house->units[i].area_cm2 / 5 : 0;
    return FEN(area * rate / 100);
}

/* Building n pays in its n-th month; the selling unit with its building. */
static RESULT collect_deposits(struct house *house)
{
    const size_t building = (size_t)(house->month - DEMO_FIRST_MONTH) + 1;
    const bool public = building == estates[house->place].sold_public;
    struct deposit_in in = {.community = house->community, .bank_account_seq = house->account};
    struct entry_share_in *shares;
    struct entry_out out;
    TRY(ARENA_TAKE(house->ctx->arena, house->count, &shares));
    for (size_t i = 0; i < house->count; i++) {
        const struct unit *unit = &house->units[i];
        if (stands_in(unit, building) || (public && unit->use == UNIT_SELLER))
            shares[in.count++] = (struct entry_share_in){unit->unit, first_deposit(house, unit)};
    }
    if (in.count == 0)
        return OK;
    in.shares = shares;
    in.booking_date = month_first(house->month) + DEPOSIT_DAY - 1;
    TRY(arena_print(house->ctx->arena, &in.key, "demo-deposit-%zu", building));
    TRY(arena_print(house->ctx->arena, &in.summary, "交存首期住宅专项维修资金 %zu幢", building));
    return deposit_post(house->ctx, &in, &out);
}

static RESULT pay_repair(struct house *house, const struct repair *repair)
{
    struct apportionment_post_in in = {.community = house->community,
                                       .bank_account_seq = house->account,
                                       .booking_date = month_first(house->month) + REPAIR_DAY - 1,
                                       .summary = repair->summary,
                                       .payee = repair->payee,
                                       .cost = FEN((int64_t)repair->yuan * 100),
                                       .method = APPORTIONMENT_BY_AREA};
    struct charge *scope;
    struct entry_out out;
    TRY(ARENA_TAKE(house->ctx->arena, house->count, &scope));
    for (size_t i = 0; i < house->count; i++)
        if (repair->building == 0 || stands_in(&house->units[i], repair->building))
            scope[in.count++].unit = house->units[i].unit;
    in.scope = scope;
    TRY(arena_print(house->ctx->arena, &in.key, "demo-repair-%d", house->month));
    return apportionment_post(house->ctx, &in, &out);
}

static RESULT sell(struct house *house, const struct sale *sale)
{
    struct unit_transfer_in in = {.community = house->community,
                                  .owners = {sale->owner},
                                  .owner_count = 1,
                                  .from = month_first(house->month) + REPAIR_DAY - 1,
                                  .reason = "买卖"};
    const struct unit *unit;
    TRY(unit_find(house->ctx, house->units, house->count, sale->unit, &unit));
    in.unit = unit->unit;
    TRY(arena_print(house->ctx->arena, &in.key, "demo-sale-%d", house->month));
    return unit_transfer(house->ctx, &in);
}

/* ---- interest of the special account ---- */

/* A year's interest on what the units of one kind of housing have on its last day; nothing for an empty account. */
static RESULT accrue(struct house *house, day on, bool public, money *ret_interest)
{
    struct interest_term term = {
        .principal = FEN(0), .rate_ppm = AGENCY_RATE_PPM, .basis = INTEREST_DAYS_360, .from = on - 365, .to = on};
    struct subledger_balance *list;
    size_t count;
    TRY(subledger_balances(house->ctx, house->community, on, &list, &count));
    for (size_t i = 0; i < count; i++)
        if ((list[i].use == UNIT_PUBLIC || list[i].use == UNIT_SELLER) == public)
            TRY(money_add(term.principal, list[i].balance, &term.principal));
    return interest_accrue(&term, ret_interest);
}

static RESULT book_interest(struct house *house)
{
    static const char *const accounts[] = {"410101", "410102"};
    const day on = month_first(house->month) + INTEREST_DAY - 1;
    struct entry_line_in lines[3] = {{.fund = FUND_MF,
                                      .account = "100101",
                                      .side = SIDE_DEBIT,
                                      .amount = FEN(0),
                                      .dimensions = {{DIMENSION_BANK_ACCOUNT, (uint64_t)house->account}},
                                      .dimension_count = 1}};
    struct entry_in in = {.community = house->community,
                          .entry_type = ENTRY_ORDINARY,
                          .source = SOURCE_HAND,
                          .word = WORD_GENERAL,
                          .booking_date = on,
                          .summary = "专户存款利息",
                          .lines = lines,
                          .line_count = 1};
    struct entry_out out;
    for (int kind = 0; kind < 2; kind++) {
        struct entry_line_in *line = &lines[in.line_count];
        money interest;
        TRY(accrue(house, on, kind == 1, &interest));
        if (interest.fen == 0)
            continue;
        *line =
            (struct entry_line_in){.fund = FUND_MF, .account = accounts[kind], .side = SIDE_CREDIT, .amount = interest};
        TRY(money_add(lines[0].amount, interest, &lines[0].amount));
        in.line_count++;
    }
    TRY(arena_print(house->ctx->arena, &in.key, "demo-interest-%d", house->month));
    return in.line_count > 1 ? entry_post(house->ctx, &in, 1, &out) : OK;
}

/* What was earned in the year before goes to the units by balance and days. */
static RESULT share_out(struct house *house)
{
    const int year = house->month / 12 - 1;
    for (enum housing kind = HOUSING_COMMODITY; kind <= HOUSING_PUBLIC; kind++) {
        struct interest_in in = {.community = house->community,
                                 .year = year,
                                 .housing = kind,
                                 .by = INTEREST_BY_BALANCE_DAYS,
                                 .from = month_first(YM(year, 1)),
                                 .to = month_last(YM(year, 12)),
                                 .booking_date = month_first(house->month) + DEPOSIT_DAY - 1};
        uint64_t seq;
        TRY(interest_undistributed(house->ctx, house->community, kind, &in.amount));
        if (in.amount.fen == 0)
            continue;
        const result shared = interest_distribute(house->ctx, &in, &seq);
        if (FAILED(shared) && shared.code != ERROR_interest_distributed)
            return shared;
    }
    return OK;
}

static RESULT enter_by_hand(struct house *house)
{
    TRY(house_load(house));
    TRY(collect_deposits(house));
    if (house->month % 12 == 0 && house->month > DEMO_FIRST_MONTH)
        TRY(share_out(house));
    for (size_t i = 0; i < LENGTH(repairs); i++)
        if (repairs[i].place == house->place && repairs[i].month == house->month)
            TRY(pay_repair(house, &repairs[i]));
    for (size_t i = 0; i < LENGTH(sales); i++)
        if (sales[i].place == house->place && sales[i].month == house->month)
            TRY(sell(house, &sales[i]));
    return house->month % 12 == 11 ? book_interest(house) : OK;
}

RESULT demo_house_month(struct ctx *ctx, int place, const struct demo_community *c, int32_t month)
{
    struct house house = {.ctx = ctx, .place = place, .community = c->code, .month = month};
    const struct period_in close = {.community = c->code, .month = month};
    struct period_out closed;
    int32_t next;
    TRY(period_next(ctx, c->code, &next));
    if (month < next)
        return OK;
    TRY(community_act(ctx, c->code, ACTOR_PERSON));
    TRY(enter_by_hand(&house));
    return period_close(ctx, &close, &closed);
}
