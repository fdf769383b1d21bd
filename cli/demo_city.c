/* The demonstration city: who lives from what, played month by month. */
#include "cli/demo_city.h"

#include "base/digest.h"

#include <assert.h>
#include <string.h>

/* What money moves for: income first, then uses. */
/* clang-format off */
enum flow_id {
    PARKING, PARKING_WECHAT, VISITOR, LIFT_AD, GATE_AD, LOCKER, CHARGE, VENUE, RECYCLE, TELECOM, UNCLEAR, POWER,
    GATE_FEE, COMMISSION, REPAIR, LIFT_REPAIR, OFFICE, ALLOWANCE, BOOKKEEPING, AUDIT, INSURANCE, ACTIVITY,
    ACCOUNT_FEE, RECEIPT_FEE, INTEREST, TRANSFER, FLOWS
};
/* clang-format on */

enum who { COMPANY, BANK, OWNER, MEMBER };

enum prefix { NO_PREFIX, MONTH, LAST_MONTH, QUARTER, LAST_QUARTER, YEAR };

/* Months of the year as bits, January lowest. YEARLY: one month that differs between communities. */
enum { YEARLY = 0, MONTHLY = 0xFFF, EARLY_IN_QUARTER = 0x249, MIDDLE_OF_QUARTER = 0x492, END_OF_QUARTER = 0x924 };

enum { VARIANTS = 4, RESERVE_YUAN = 5000, LEAST_TRANSFER_YUAN = 1000, INTEREST_DAY = 21 };

struct flow {
    const char *summary; /* short, as payers write it */
    const char *texts[VARIANTS],
        *parties[VARIANTS]; /* one text stands behind the period; the k-th party goes with it */
    enum prefix prefix;
    enum who who;  /* on the other side: a company of `parties`, the bank itself, an owner, a committee member */
    bool in_turn;  /* texts follow the months of the year, not chance */
    bool weekly;   /* every Monday */
    bool together; /* all lines of a month in the same second, as banks book their fees */
    bool out;
    uint16_t months;
    uint8_t days[2], hours[2], times[2]; /* from … to; no hours: office hours of working days */
    int16_t growth;                      /* thousandths a year */
    uint8_t spread;                      /* ± percent */
    int16_t round_fen;                   /* amounts are multiples of it */
    const uint8_t *season;               /* percent for each month of the year */
    bool of_other;                       /* the community's number is a percentage of another flow's last month */
    enum flow_id other;
};

static const uint8_t visiting[12] = {128, 134, 92, 96, 104, 94, 90, 92, 100, 116, 95, 104};
static const uint8_t charging[12] = {118, 104, 94, 90, 92, 104, 122, 124, 100, 92, 98, 116};
static const uint8_t stalls[12] = {120, 60, 100, 115, 130, 110, 80, 85, 120, 125, 105, 110};
static const uint8_t instalments[12] = {0, 0, 0, 0, 0, 0, 0, 0, 30, 50, 20, 0};

/* clang-format off */
static const struct flow flows[FLOWS] = {
    [PARKING] = {.summary = "车位月租", .texts = {"地面车位月租"}, .prefix = MONTH, .who = OWNER, .months = MONTHLY,
        .days = {1, 12}, .hours = {7, 22}, .round_fen = 1},
    [PARKING_WECHAT] = {.summary = "车位月租", .texts = {"地面车位月租微信收款"}, .prefix = MONTH,
        .parties = {"微信支付商户结算户"}, .months = MONTHLY, .days = {6, 9}, .hours = {5, 6}, .times = {1, 1},
        .growth = 40, .spread = 6, .round_fen = 1},
    [VISITOR] = {.summary = "临停收入", .texts = {"临停收入微信商户结算"}, .parties = {"微信支付商户结算户"},
        .weekly = true, .months = MONTHLY, .hours = {5, 6}, .growth = 70, .spread = 14, .round_fen = 1,
        .season = visiting},
    [LIFT_AD] = {.summary = "电梯广告费", .texts = {"电梯广告费"}, .prefix = QUARTER,
        .parties = {"云梯视线传媒有限公司"}, .months = EARLY_IN_QUARTER, .days = {8, 16}, .times = {1, 1},
        .growth = -40, .round_fen = 5000},
    [GATE_AD] = {.summary = "道闸广告", .texts = {"上半年道闸广告费", "下半年道闸广告费"}, .prefix = YEAR,
        .parties = {"青萍户外广告有限公司"}, .in_turn = true, .months = 0x104, .days = {8, 20}, .times = {1, 1},
        .growth = 30, .round_fen = 10000},
    [LOCKER] = {.summary = "快递柜场地费", .texts = {"快递柜场地费"}, .prefix = QUARTER,
        .parties = {"邻里驿快递柜运营有限公司"}, .months = MIDDLE_OF_QUARTER, .days = {10, 22}, .times = {1, 1},
        .growth = 50, .round_fen = 5000},
    [CHARGE] = {.summary = "充电桩分成", .texts = {"充电桩分成"}, .prefix = LAST_MONTH,
        .parties = {"绿程充电桩运营有限公司"}, .months = MONTHLY, .days = {8, 15}, .times = {1, 1}, .growth = 260,
        .spread = 8, .round_fen = 1, .season = charging},
    [VENUE] = {.summary = "场地使用费",
        .texts = {"家电展销场地使用费", "少儿培训推广场地使用费", "水果展销场地使用费", "车险推广场地使用费"},
        .parties = {"乐居家电商行", "小荷少儿培训中心", "果满园水果店", "安途车险代理服务部"}, .months = MONTHLY,
        .days = {3, 27}, .times = {1, 3}, .growth = 60, .spread = 45, .round_fen = 5000, .season = stalls},
    [RECYCLE] = {.summary = "废品回收承包款", .texts = {"废品回收承包款"}, .prefix = YEAR,
        .parties = {"清源再生资源回收站"}, .months = YEARLY, .days = {8, 25}, .times = {1, 1}, .growth = -30,
        .round_fen = 10000},
    [TELECOM] = {.summary = "通信基站租金", .texts = {"通信基站租金"}, .prefix = YEAR,
        .parties = {"越联通信设施有限公司"}, .months = YEARLY, .days = {8, 25}, .times = {1, 1}, .round_fen = 10000},
    [UNCLEAR] = {.summary = "转账", .texts = {"款项", "代付", "转账", "往来款"}, .who = OWNER, .months = 0xB5A,
        .days = {3, 27}, .hours = {8, 21}, .times = {0, 1}, .spread = 60, .round_fen = 1000},
    [POWER] = {.summary = "充电桩电费", .texts = {"充电桩电费"}, .prefix = LAST_MONTH,
        .parties = {"枫川供电服务中心"}, .out = true, .months = MONTHLY, .days = {16, 20}, .times = {1, 1},
        .spread = 9, .round_fen = 1, .of_other = true, .other = CHARGE},
    [GATE_FEE] = {.summary = "道闸系统服务费", .texts = {"道闸系统服务费"}, .prefix = MONTH,
        .parties = {"畅通门道科技有限公司"}, .out = true, .months = MONTHLY, .days = {13, 18}, .times = {1, 1},
        .growth = 20, .round_fen = 1000},
    [COMMISSION] = {.summary = "经营方提成", .texts = {"临停经营方提成"}, .prefix = LAST_MONTH,
        .parties = {"捷泊停车管理有限公司"}, .out = true, .months = MONTHLY, .days = {12, 16}, .times = {1, 1},
        .round_fen = 1, .of_other = true, .other = VISITOR},
    [REPAIR] = {.summary = "维修费", .texts = {"屋面排水管维修费", "单元门禁锁维修费", "楼道灯维修费", "水泵维修费"},
        .parties = {"匠心水电服务部", "安邦锁具服务部", "明亮灯饰经营部", "涌泉水泵设备有限公司"}, .out = true,
        .months = MONTHLY, .days = {9, 27}, .times = {0, 2}, .growth = 40, .spread = 60, .round_fen = 500},
    [LIFT_REPAIR] = {.summary = "电梯维修费",
        .texts = {"电梯大修维修费首付款", "电梯大修维修费进度款", "电梯大修维修费尾款"},
        .parties = {"永升电梯工程有限公司"}, .in_turn = true, .out = true, .months = 0x700, .days = {10, 20},
        .times = {1, 1}, .round_fen = 10000, .season = instalments},
    [OFFICE] = {.summary = "业委会办公费", .texts = {"业委会办公费"}, .prefix = MONTH,
        .parties = {"文墨办公用品商行"}, .out = true, .months = MONTHLY, .days = {9, 24}, .times = {1, 1},
        .growth = 30, .spread = 40, .round_fen = 10},
    [ALLOWANCE] = {.summary = "委员补贴", .texts = {"委员补贴"}, .prefix = QUARTER, .who = MEMBER, .out = true,
        .months = END_OF_QUARTER, .days = {26, 26}, .hours = {10, 10}, .times = {5, 5}, .round_fen = 1},
    [BOOKKEEPING] = {.summary = "代理记账费", .texts = {"代理记账费"}, .prefix = MONTH,
        .parties = {"正和代理记账有限公司"}, .out = true, .months = MONTHLY, .days = {20, 25}, .times = {1, 1},
        .round_fen = 1},
    [AUDIT] = {.summary = "审计费", .texts = {"公共收益审计费"}, .parties = {"越鉴会计师事务所"}, .out = true,
        .months = 0x020, .days = {10, 24}, .times = {1, 1}, .round_fen = 1},
    [INSURANCE] = {.summary = "公众责任险", .texts = {"公众责任险保费"}, .prefix = YEAR,
        .parties = {"浙枫财产保险公司"}, .out = true, .months = YEARLY, .days = {12, 26}, .times = {1, 1},
        .growth = 30, .round_fen = 1000},
    [ACTIVITY] = {.summary = "业主活动费",
        .texts = {"元宵业主活动费", "端午业主活动费", "中秋业主活动费", "重阳业主活动费"},
        .parties = {"喜乐文化策划服务部"}, .in_turn = true, .out = true, .months = 0x322, .days = {9, 25},
        .times = {1, 1}, .growth = 50, .spread = 25, .round_fen = 100},
    [ACCOUNT_FEE] = {.summary = "账户管理费", .texts = {"账户管理费"}, .who = BANK, .prefix = MONTH, .out = true,
        .months = MONTHLY, .days = {20, 20}, .hours = {18, 18}, .times = {1, 1}, .round_fen = 1},
    [RECEIPT_FEE] = {.summary = "工本费", .texts = {"回单工本费"}, .who = BANK, .out = true, .together = true,
        .months = MIDDLE_OF_QUARTER, .days = {25, 27}, .hours = {19, 19}, .times = {2, 2}, .round_fen = 1},
    [INTEREST] = {.summary = "结息", .texts = {"结息"}, .who = BANK, .prefix = QUARTER, .months = END_OF_QUARTER,
        .days = {INTEREST_DAY, INTEREST_DAY}, .hours = {1, 2}, .times = {1, 1}, .round_fen = 1},
    [TRANSFER] = {.summary = "转维修资金", .texts = {"公共收益转维修资金"}, .who = BANK, .prefix = LAST_QUARTER,
        .out = true, .months = EARLY_IN_QUARTER, .days = {17, 24}, .times = {1, 1}, .round_fen = 1},
};
/* clang-format on */

static const char *const people[] = {"张*", "王*", "陈*", "周*", "徐*", "楼*", "郭*", "赵*", "寿*", "何*",
                                     "俞*", "斯*", "蒋*", "金*", "钱*", "孟*", "冯*", "宣*", "杨*", "傅*"};

static const char *const banks[] = {"枫川农商银行营业部", "枫川农商银行城东支行", "越溪银行营业部", "越溪银行城西支行"};

/* What a flow of each community is worth, in whole yuan each time; POWER, COMMISSION and TRANSFER are percentages,
 * INTEREST is on or off. 0: the community has no such flow. */
/* clang-format off */
static const int32_t amounts[FLOWS][DEMO_CITY_SIZE] = {
    [PARKING] = {200, 150, 180, 260, 150, 120},               [PARKING_WECHAT] = {9600, 5200, 6300, 11800, 3900, 2600},
    [VISITOR] = {1850, 960, 1240, 2300, 720, 480},            [LIFT_AD] = {9000, 5400, 7200, 12600, 4500, 3000},
    [GATE_AD] = {6000, 3600, 4800, 7200, 0, 2400},            [LOCKER] = {1800, 1200, 1500, 2400, 1200, 900},
    [CHARGE] = {3200, 1500, 2100, 4600, 1300, 800},           [VENUE] = {600, 400, 500, 800, 300, 350},
    [RECYCLE] = {8800, 4600, 6000, 12000, 3800, 2400},        [TELECOM] = {24000, 12000, 15000, 28000, 0, 9000},
    [UNCLEAR] = {0, 0, 0, 0, 0, 420},                         [POWER] = {46, 48, 45, 44, 50, 52},
    [GATE_FEE] = {980, 680, 780, 1180, 580, 480},             [COMMISSION] = {12, 15, 12, 10, 15, 15},
    [REPAIR] = {1300, 900, 1100, 1600, 800, 650},             [LIFT_REPAIR] = {0, 86400, 0, 0, 0, 0},
    [OFFICE] = {420, 300, 360, 520, 260, 220},                [ALLOWANCE] = {600, 450, 500, 800, 400, 300},
    [BOOKKEEPING] = {600, 400, 500, 600, 400, 300},           [AUDIT] = {12000, 8000, 9000, 15000, 7000, 6000},
    [INSURANCE] = {6800, 4200, 5200, 8600, 3600, 2600},       [ACTIVITY] = {3600, 2200, 2800, 4800, 1800, 1500},
    [ACCOUNT_FEE] = {10, 10, 10, 10, 10, 10},                 [RECEIPT_FEE] = {5, 5, 5, 5, 5, 5},
    [INTEREST] = {1, 1, 1, 1, 1, 1},                          [TRANSFER] = {50, 30, 50, 60, 40, 30},
};
/* clang-format on */

/* Owners who pay for a parking space by themselves, in January 2023; later a few more. */
static const uint8_t payers[DEMO_CITY_SIZE] = {9, 7, 8, 10, 7, 6};

#define YM(year, month) ((year)*12 + (month)-1)

/* What does not run all the time. In the fourth community a stream simply stops: somebody should ask why. */
static const struct window {
    uint8_t place;
    enum flow_id flow;
    int32_t from, until;
} windows[] = {
    {3, LIFT_AD, DEMO_FIRST_MONTH, YM(2024, 6)}, {2, CHARGE, YM(2023, 7), YM(2199, 12)},
    {5, LIFT_AD, YM(2023, 10), YM(2199, 12)},    {1, LIFT_REPAIR, YM(2024, 9), YM(2024, 11)},
    {0, AUDIT, YM(2024, 1), YM(2024, 12)},       {1, AUDIT, YM(2025, 1), YM(2025, 12)},
    {2, AUDIT, YM(2024, 1), YM(2024, 12)},       {3, AUDIT, YM(2025, 1), YM(2025, 12)},
    {4, AUDIT, YM(2024, 1), YM(2024, 12)},       {5, AUDIT, YM(2025, 1), YM(2025, 12)},
};

#define CCB .bank = "中国建设银行", .branch = "中国建设银行诸暨示范支行", .layout = DEMO_CCB_C
#define ICBC .bank = "中国工商银行", .branch = "中国工商银行诸暨示范支行", .layout = DEMO_ICBC_B
#define INCOME(name_, number_) .fund = FUND_PI, .name = name_ "业主委员会公共收益专户", .number = (number_)
#define MAINTENANCE(name_, number_) .fund = FUND_MF, .name = name_ "维修资金专户", .number = (number_)
#define COMMUNITY(place_, name_, ...)                                                                                  \
    {                                                                                                                  \
        .code = UINT64_C(330681000001) + (place_), .county = 330681, .name = (name_), .custodian = name_ "业主委员会", \
        .accounts = {                                                                                                  \
            __VA_ARGS__                                                                                                \
        }                                                                                                              \
    }

/* clang-format off */
static const struct demo_community city[DEMO_CITY_SIZE] = {
    COMMUNITY(0, "明月湾小区", {CCB, INCOME("明月湾小区", "3305016560990000117"), .charset = DEMO_GB18030},
        {ICBC, MAINTENANCE("明月湾小区", "1211025009990000125"), .charset = DEMO_GB18030}),
    COMMUNITY(1, "枫桥里小区", {ICBC, INCOME("枫桥里小区", "1211025009990000233"), .charset = DEMO_GB18030},
        {CCB, MAINTENANCE("枫桥里小区", "3305016560990000241"), .charset = DEMO_GB18030}),
    COMMUNITY(2, "榧林晴居", {CCB, INCOME("榧林晴居", "3305016560990000358"), .charset = DEMO_GB18030},
        {ICBC, MAINTENANCE("榧林晴居", "1211025009990000366"), .charset = DEMO_UTF8}),
    COMMUNITY(3, "浣溪听雨里",
        {ICBC, INCOME("浣溪听雨里", "1211025009990000474"), .charset = DEMO_UTF8, .newest_first = true},
        {CCB, MAINTENANCE("浣溪听雨里", "3305016560990000482"), .charset = DEMO_GB18030}),
    COMMUNITY(4, "荷风越舍", {CCB, INCOME("荷风越舍", "3305016560990000599"), .charset = DEMO_UTF8_BOM},
        {ICBC, MAINTENANCE("荷风越舍", "1211025009990000507"), .charset = DEMO_GB18030}),
    COMMUNITY(5, "竹篁小筑", {ICBC, INCOME("竹篁小筑", "1211025009990000615"), .charset = DEMO_GB18030},
        {CCB, MAINTENANCE("竹篁小筑", "3305016560990000623"), .charset = DEMO_UTF8_BOM}),
};
/* clang-format on */

/* Both accounts of a community while the months are played. */
struct book {
    const struct demo_community *c;
    int place;
    struct demo_page income, maintenance;
    int64_t this_month[FLOWS], last_month[FLOWS]; /* fen, without sign */
};

/* Chance that belongs to one flow of one month of one community, so that no flow disturbs another. */
struct dice {
    struct random random;
    uint64_t pool[4];
    size_t left;
};

void demo_city(uint64_t seed, struct demo_community ret_city[DEMO_CITY_SIZE])
{
    for (int i = 0; i < DEMO_CITY_SIZE; i++) {
        ret_city[i] = city[i];
        ret_city[i].seed = seed;
    }
}

int32_t demo_last_month(day today)
{
    return month_of(today) - 1;
}

/* The pool of strong bytes inside struct random is not touched in seeded mode, so it is not cleared either. */
static void dice_init(struct dice *dice, const struct demo_community *c, int tag, int32_t month)
{
    char text[96];
    const int size = snprintf(text, sizeof text, "demonstration city/%llu/%llu/%d/%d", (unsigned long long)c->seed,
                              (unsigned long long)c->code, tag, month);
    assert(size > 0 && (size_t)size < sizeof text);
    digest_sha256(BYTES(text, (size_t)size), &dice->random.seed);
    dice->random.seeded = true;
    dice->random.counter = 0;
    dice->left = 0;
}

/* 0 … sides - 1. Bytes are put together by place, so that every machine throws the same. */
static int64_t dice_throw(struct dice *dice, int64_t sides)
{
    assert(sides > 0);
    if (dice->left == 0) {
        uint8_t block[32];
        random_bytes(&dice->random, block, sizeof block);
        for (size_t i = 0; i < sizeof block; i++)
            dice->pool[i / 8] = dice->pool[i / 8] << 8 | block[i];
        dice->left = LENGTH(dice->pool);
    }
    return (int64_t)(dice->pool[--dice->left] % (uint64_t)sides);
}

static int dice_between(struct dice *dice, int from, int to)
{
    return from + (int)dice_throw(dice, to - from + 1);
}

static const struct window *window_of(int place, int flow)
{
    for (size_t i = 0; i < LENGTH(windows); i++)
        if (windows[i].place == place && (int)windows[i].flow == flow)
            return &windows[i];
    return NULL;
}

/* The month, or one of the quarter, that a payment of `month` is for. */
static int32_t period_month(enum prefix prefix, int32_t month)
{
    if (prefix == LAST_MONTH)
        return month - 1;
    return prefix == LAST_QUARTER ? month - 3 : month;
}

/* Does the flow run in this month of this community? Nothing is paid for the time before the accounts. */
static bool runs(const struct book *book, int id, int32_t month)
{
    const struct flow *f = &flows[id];
    const struct window *window = window_of(book->place, id);
    if (amounts[id][book->place] == 0 || (window && (month < window->from || month > window->until)))
        return false;
    if (period_month(f->prefix, month) < DEMO_FIRST_MONTH)
        return false;
    if (f->months == YEARLY)
        return month % 12 == (id * 5 + book->place * 3) % 12;
    return (f->months >> (month % 12) & 1) != 0;
}

/* Months since the accounts were opened, as far as they change anything: the city is not planned for longer than ten
 * years. */
static int32_t age(int32_t month)
{
    const int32_t months = month - DEMO_FIRST_MONTH;
    return months < 120 ? months : 120;
}

/* Growth is a straight line, the season a percentage, chance the last word. */
static int64_t fen_of(const struct book *book, int id, int32_t month, struct dice *dice)
{
    const struct flow *f = &flows[id];
    const int64_t base = amounts[id][book->place];
    int64_t fen = base * 100;
    if (f->of_other)
        fen = book->last_month[f->other] * base / 100;
    fen = fen * (12000 + f->growth * age(month)) / 12000;
    if (f->season)
        fen = fen * f->season[month % 12] / 100;
    if (f->spread > 0)
        fen = fen * dice_between(dice, 10000 - f->spread * 100, 10000 + f->spread * 100) / 10000;
    return fen / f->round_fen * f->round_fen;
}

/* Companies act on working days: a weekend moves to the Monday, at the end of a month to the Friday. */
static day working_day(day date)
{
    const int weekday = (date + 3) % 7; /* 0 Monday; 1970-01-01 was a Thursday */
    if (weekday < 5)
        return date;
    const day monday = date + 7 - weekday;
    return month_of(monday) == month_of(date) ? monday : date + 4 - weekday;
}

static void place_in_time(const struct flow *f, int32_t month, struct dice *dice, struct demo_line *line)
{
    const bool office = f->hours[0] == 0;
    line->on = month_first(month) + dice_between(dice, f->days[0], f->days[1]) - 1;
    if (office)
        line->on = working_day(line->on);
    const int hour = office ? dice_between(dice, 9, 16) : dice_between(dice, f->hours[0], f->hours[1]);
    line->seconds = hour * 3600 + (int)dice_throw(dice, 3600);
}

static void prefix_text(enum prefix prefix, int32_t month, char out[32])
{
    month = period_month(prefix, month);
    const int year = month / 12;
    out[0] = '\0';
    if (prefix == MONTH || prefix == LAST_MONTH)
        (void)snprintf(out, 32, "%d年%d月", year, month % 12 + 1);
    else if (prefix == QUARTER || prefix == LAST_QUARTER)
        (void)snprintf(out, 32, "%d年第%d季度", year, month % 12 / 3 + 1);
    else if (prefix == YEAR)
        (void)snprintf(out, 32, "%d年", year);
}

/* Everybody keeps his account for ever: it follows from the name, or from the community and the person's number. */
static void party(const struct demo_community *c, const char *company, int person, struct demo_line *line)
{
    struct digest digest;
    char who[64];
    if (company)
        (void)snprintf(who, sizeof who, "%s", company);
    else
        (void)snprintf(who, sizeof who, "%llu/%d", (unsigned long long)c->code, person);
    digest_sha256(BYTES(who, strlen(who)), &digest);
    line->party_name = company ? company : people[digest.b[15] % LENGTH(people)];
    line->party_bank = company ? banks[digest.b[15] % LENGTH(banks)] : "";
    (void)snprintf(line->party_account, sizeof line->party_account, "9000");
    for (size_t i = 4; i < sizeof line->party_account - 1; i++)
        line->party_account[i] = (char)('0' + digest.b[i - 4] % 10);
}

/* Which of its texts a line takes. */
static int variant(const struct flow *f, int32_t month, struct dice *dice)
{
    int count = 0;
    while (count < VARIANTS && f->texts[count])
        count++;
    if (f->in_turn)
        return __builtin_popcount(f->months & ((1u << month % 12) - 1));
    return (int)dice_throw(dice, count);
}

/* The n-th line of a flow in a month, its time apart. */
static void describe(const struct book *book, int id, int n, struct dice *dice, struct demo_line *line)
{
    const struct flow *f = &flows[id];
    const int32_t month = book->income.month;
    const int k = variant(f, month, dice);
    char period[32], space[16] = "";
    prefix_text(f->prefix, month, period);
    if (id == PARKING)
        (void)snprintf(space, sizeof space, " A%03d", 11 + n * 7);
    (void)snprintf(line->purpose, sizeof line->purpose, "%s%s%s", period, f->texts[k], space);
    line->flow = id;
    line->summary = f->summary;
    line->amount = FEN(fen_of(book, id, month, dice) * (f->out ? -1 : 1));
    const char *company = f->parties[k] ? f->parties[k] : f->parties[0];
    if (f->who == BANK)
        line->party_name = line->party_bank = "";
    else
        party(book->c, company, f->who == MEMBER ? 500 + n : id == UNCLEAR ? 700 + month % 12 : n, line);
}

static struct demo_line *line_new(struct demo_page *page)
{
    assert(page->count < DEMO_LINES_MAX);
    struct demo_line *line = &page->lines[page->count++];
    *line = (struct demo_line){.summary = ""};
    return line;
}

static int times_of(const struct book *book, int id, struct dice *dice)
{
    if (id == PARKING)
        return payers[book->place] + age(book->income.month) / 9;
    return dice_between(dice, flows[id].times[0], flows[id].times[1]);
}

static void add_weekly(struct book *book, int id, struct dice *dice)
{
    const int32_t month = book->income.month;
    const day first = month_first(month);
    for (day date = first + (7 - (first + 3) % 7) % 7; date <= month_last(month); date += 7) {
        struct demo_line *line = line_new(&book->income);
        describe(book, id, 0, dice, line);
        line->on = date;
        line->seconds = dice_between(dice, flows[id].hours[0] * 3600, flows[id].hours[1] * 3600 + 3599);
    }
}

static void add_flow(struct book *book, int id)
{
    const struct flow *f = &flows[id];
    struct dice dice;
    dice_init(&dice, book->c, id, book->income.month);
    if (f->weekly) {
        add_weekly(book, id, &dice);
        return;
    }
    const int times = times_of(book, id, &dice);
    for (int n = 0; n < times; n++) {
        struct demo_line *line = line_new(&book->income);
        describe(book, id, n, &dice, line);
        place_in_time(f, book->income.month, &dice, line);
        if (n > 0 && f->together) {
            line->on = line[-1].on;
            line->seconds = line[-1].seconds;
        }
    }
}

static bool before(const struct demo_line *a, const struct demo_line *b)
{
    return a->on < b->on || (a->on == b->on && a->seconds < b->seconds);
}

/* Stable: lines of one second stay in the order in which they were made. */
static void sort(struct demo_page *page)
{
    for (uint32_t i = 1; i < page->count; i++) {
        const struct demo_line line = page->lines[i];
        uint32_t at = i;
        for (; at > 0 && before(&line, &page->lines[at - 1]); at--)
            page->lines[at] = page->lines[at - 1];
        page->lines[at] = line;
    }
}

/* Ten-thousandths a year: what banks pay on demand, and on the agreed deposit in which the fund is kept. */
static int64_t rate(const struct demo_page *page, bool agreed)
{
    static const uint8_t on_demand[] = {20, 15, 10, 5}, by_agreement[] = {115, 90, 60, 35};
    const int32_t year = page->month / 12 - 2023;
    const int32_t step = year < 3 ? year : 3;
    return agreed ? by_agreement[step] : on_demand[step];
}

/* Counts the balance for the nights up to `date`. */
static void accrue(struct demo_page *page, day date)
{
    page->day_balances += page->closing.fen * (date - page->accrued_to);
    page->accrued_to = date;
}

/* Amounts that follow from the balance: interest, and the share that goes to the maintenance fund in whole hundreds. */
static void settle(struct demo_page *page, const struct book *book, struct demo_line *line)
{
    if (line->flow == INTEREST) {
        line->amount = FEN(page->day_balances * rate(page, page == &book->maintenance) / (360 * 10000));
        page->day_balances = 0;
    } else if (line->flow == TRANSFER && page == &book->income) {
        const int64_t free_yuan = page->closing.fen / 100 - RESERVE_YUAN;
        const int64_t yuan = free_yuan * amounts[TRANSFER][book->place] / 100 / 100 * 100;
        line->amount = FEN(yuan < LEAST_TRANSFER_YUAN ? 0 : -yuan * 100);
    }
}

/* Orders the lines and runs the balance over them. What is nothing, or cannot be afforded, does not happen. */
static void run_balance(struct demo_page *page, const struct book *book)
{
    uint32_t kept = 0;
    sort(page);
    for (uint32_t i = 0; i < page->count; i++) {
        struct demo_line line = page->lines[i];
        accrue(page, line.on);
        settle(page, book, &line);
        if (line.amount.fen == 0 || page->closing.fen + line.amount.fen < 0)
            continue;
        page->closing.fen += line.amount.fen;
        line.balance = page->closing;
        line.count = ++page->total;
        page->lines[kept++] = line;
    }
    page->count = kept;
}

/* The other end of a transfer: same day, a few seconds later, same amount. Each side names the other. */
static void arrive(struct book *book, struct demo_line *from)
{
    const struct demo_account *income = &book->c->accounts[0], *maintenance = &book->c->accounts[1];
    struct demo_line *to = line_new(&book->maintenance);
    *to = *from;
    from->party_name = maintenance->name;
    from->party_bank = maintenance->branch;
    (void)snprintf(from->party_account, sizeof from->party_account, "%s", maintenance->number);
    to->party_name = income->name;
    to->party_bank = income->branch;
    (void)snprintf(to->party_account, sizeof to->party_account, "%s", income->number);
    to->summary = "公共收益转入";
    char period[32];
    prefix_text(LAST_QUARTER, book->income.month, period);
    (void)snprintf(to->purpose, sizeof to->purpose, "%s公共收益转入维修资金", period);
    to->amount = money_neg(from->amount);
    to->seconds += 4 + to->seconds % 23;
}

static void page_begin(struct demo_page *page, int32_t month)
{
    page->month = month;
    page->opening = page->closing;
    page->count = 0;
}

static void play_month(struct book *book, int32_t month)
{
    page_begin(&book->income, month);
    page_begin(&book->maintenance, month);
    for (int id = 0; id < FLOWS; id++)
        if (runs(book, id, month))
            add_flow(book, id);
    run_balance(&book->income, book);
    memset(book->this_month, 0, sizeof book->this_month);
    for (uint32_t i = 0; i < book->income.count; i++) {
        struct demo_line *line = &book->income.lines[i];
        book->this_month[line->flow] += line->amount.fen < 0 ? -line->amount.fen : line->amount.fen;
        if (line->flow == TRANSFER)
            arrive(book, line);
        else if (line->flow == INTEREST)
            *line_new(&book->maintenance) = *line;
    }
    run_balance(&book->maintenance, book);
    memcpy(book->last_month, book->this_month, sizeof book->last_month);
}

/* Plays everything from the first month to `month`; the pages that remain are those of `month`. `book` is zeroed. */
static void play(const struct demo_community *c, int32_t month, struct book *book)
{
    book->c = c;
    book->place = (int)(c->code - city[0].code);
    assert(book->place >= 0 && book->place < DEMO_CITY_SIZE);
    book->income.accrued_to = book->maintenance.accrued_to = month_first(DEMO_FIRST_MONTH);
    for (int32_t m = DEMO_FIRST_MONTH; m <= month; m++)
        play_month(book, m);
}

/* Forgets the lines after a day. */
static void cut(struct demo_page *page, day until)
{
    while (page->count > 0 && page->lines[page->count - 1].on > until)
        page->count--;
    page->closing = page->count > 0 ? page->lines[page->count - 1].balance : page->opening;
}

RESULT demo_statement_until(struct ctx *ctx, const struct demo_community *c, const struct demo_account *a, day until,
                            struct bytes *ret_file)
{
    assert(a == &c->accounts[0] || a == &c->accounts[1]);
    struct book *book;
    TRY(ARENA_TAKE(ctx->arena, 1, &book));
    play(c, month_of(until), book);
    struct demo_page *page = a == &c->accounts[0] ? &book->income : &book->maintenance;
    cut(page, until);
    if (page->count > 0)
        return demo_text_file(ctx, c, a, page, ret_file);
    *ret_file = BYTES(NULL, 0);
    return OK;
}

RESULT demo_statement(struct ctx *ctx, const struct demo_community *c, const struct demo_account *a, int32_t month,
                      struct bytes *ret_file)
{
    return demo_statement_until(ctx, c, a, month_last(month), ret_file);
}
