#include "base/words.h"

#include "base/bytes.h"

#include <stddef.h>
#include <string.h>

struct word {
    const char *text[2];
};

static const struct {
    const char *code, *text[2];
} funds[] = {
    [FUND_MF] = {"MF", {"维修资金", "maintenance fund"}},
    [FUND_PI] = {"PI", {"公共收益", "public income"}},
    [FUND_WD] = {"WD", {"保修金", "warranty deposit"}},
    [FUND_OP] = {"OP", {"业委会经费", "committee running cost"}},
};

static const struct word streams[] = {
    {{"未分来源", "no stream"}},
    {{"地面车位月租", "surface parking, monthly"}},
    {{"临时停车", "visitor parking"}},
    {{"电梯及大堂广告", "lift and lobby advertising"}},
    {{"道闸及户外广告", "gate and outdoor advertising"}},
    {{"共用房屋出租", "letting of common rooms"}},
    {{"摊位场地使用", "stalls and site use"}},
    {{"快递柜", "parcel lockers"}},
    {{"自助设备进场", "vending and self-service machines"}},
    {{"充电设施", "charging piles"}},
    {{"通信基站及机房", "telecom stations and rooms"}},
    {{"泳池球场会所", "pool, courts and clubhouse"}},
    {{"共有部分补偿赔偿", "compensation for common parts"}},
    {{"专户利息", "interest on the account"}},
    {{"共用设备残值", "scrap of common equipment"}},
    {{"违约金及没收押金", "damages and forfeited deposits"}},
    {{"补助捐赠", "grants and donations"}},
    {{"废品回收承包", "recycling contracts"}},
};

static const struct word uses[] = {
    {{"其他", "other"}},
    {{"补充维修资金", "transfer to the maintenance fund"}},
    {{"共有部分维修更新", "repair and renewal of common parts"}},
    {{"业主大会业委会运行", "assembly and committee running cost"}},
    {{"委员补贴", "committee allowances"}},
    {{"工作人员报酬", "staff"}},
    {{"审计费", "audit fee"}},
    {{"代理记账法律招标费", "bookkeeping, legal and tender fees"}},
    {{"共用设施保险", "insurance of common equipment"}},
    {{"补贴物业费公摊", "property fee and shared utilities"}},
    {{"公益活动", "owners' activities"}},
    {{"其他", "other"}},
    {{"其他", "other"}},
    {{"慰问奖励", "prizes and condolence"}},
    {{"分配业主抵扣物业费", "distribution to owners"}},
    {{"诉讼费", "litigation"}},
};

const char *fund_code(int fund)
{
    return fund >= FUND_MF && fund <= FUND_OP ? funds[fund].code : "?";
}

const char *fund_name(int fund, enum language language)
{
    return fund >= FUND_MF && fund <= FUND_OP ? funds[fund].text[language] : "?";
}

RESULT fund_parse(const char *code, uint16_t *ret_fund)
{
    for (uint16_t i = FUND_MF; i <= FUND_OP; i++) {
        if (strcmp(funds[i].code, code) == 0) {
            *ret_fund = i;
            return OK;
        }
    }
    return REFUSE(fund, unknown);
}

bool code_is_money(const char *code, size_t size)
{
    static const char *const money[] = {"1001", "1002", "1012", "1101", "1201"};
    for (size_t i = 0; i < LENGTH(money); i++)
        if (size >= 4 && memcmp(code, money[i], 4) == 0)
            return true;
    return false;
}

const char *word_name(int word)
{
    static const char *const words[] = {"?", "记", "收", "付", "转", "结", "初"};
    return word >= 0 && word < (int)(sizeof words / sizeof words[0]) ? words[word] : "?";
}

const char *stream_name(int64_t stream, enum language language)
{
    return streams[stream >= 0 && stream <= STREAM_MAX ? stream : 0].text[language];
}

const char *use_name(int use, enum language language)
{
    return uses[use >= 0 && use < (int)(sizeof uses / sizeof uses[0]) ? use : 0].text[language];
}

const char *dimension_name(int dimension)
{
    static const char *const names[] = {"?", "bank_account", "stream", "contract", "party", "warranty"};
    return dimension > 0 && dimension < (int)(sizeof names / sizeof names[0]) ? names[dimension] : "?";
}

/* ---- documents ---- */

struct coded {
    const char *code, *text[2];
};

static const struct coded types[] = {
    [DOCUMENT_STATEMENT] = {"statement", {"银行对账单", "bank statement"}},
    [DOCUMENT_INVOICE] = {"invoice", {"发票", "invoice"}},
    [DOCUMENT_RECEIPT] = {"receipt", {"收据", "receipt"}},
    [DOCUMENT_BANK_RECEIPT] = {"bank-receipt", {"银行回单", "bank receipt"}},
    [DOCUMENT_CONTRACT] = {"contract", {"合同", "contract"}},
    [DOCUMENT_MINUTES] = {"minutes", {"会议纪要", "minutes"}},
    [DOCUMENT_PHOTO] = {"photo", {"照片", "photo"}},
    [DOCUMENT_OTHER] = {"other", {"其他", "other"}},
};

static const struct coded visibilities[] = {
    [VISIBILITY_WITHHELD] = {"withheld", {"不公开", "withheld"}},
    [VISIBILITY_PUBLIC] = {"public", {"公开", "public"}},
    [VISIBILITY_REDACTED] = {"redacted", {"公开（已遮盖）", "public, redacted"}},
};

/* The code whose word this is; 0: none. */
static uint16_t code_of(const struct coded *list, size_t count, const char *word)
{
    for (uint16_t i = 1; i < count; i++)
        if (strcmp(list[i].code, word) == 0)
            return i;
    return 0;
}

static bool known_type(int type)
{
    return type >= DOCUMENT_STATEMENT && type <= DOCUMENT_OTHER;
}

static bool known_visibility(int visibility)
{
    return visibility >= VISIBILITY_WITHHELD && visibility <= VISIBILITY_REDACTED;
}

bool document_type_is_shared(int type)
{
    return type == DOCUMENT_STATEMENT || type == DOCUMENT_CONTRACT || type == DOCUMENT_MINUTES;
}

const char *document_type_code(int type)
{
    return known_type(type) ? types[type].code : "?";
}

const char *document_type_name(int type, enum language language)
{
    return known_type(type) ? types[type].text[language] : "?";
}

RESULT document_type_parse(const char *code, uint16_t *ret_type)
{
    const uint16_t found = code_of(types, LENGTH(types), code);
    if (found == 0)
        return REFUSE(document, kind);
    *ret_type = found;
    return OK;
}

const char *visibility_code(int visibility)
{
    return known_visibility(visibility) ? visibilities[visibility].code : "?";
}

const char *visibility_name(int visibility, enum language language)
{
    return known_visibility(visibility) ? visibilities[visibility].text[language] : "?";
}

RESULT visibility_parse(const char *code, uint16_t *ret_visibility)
{
    const uint16_t found = code_of(visibilities, LENGTH(visibilities), code);
    if (found == 0)
        return REFUSE(document, visibility);
    *ret_visibility = found;
    return OK;
}

/* ---- contracts and common assets ---- */

static const struct coded reasons[] = {
    [CONTRACT_AGREED] = {"agreed", {"协商解除", "ended by agreement"}},
    [CONTRACT_BREACHED] = {"breached", {"违约解除", "ended for breach"}},
    [CONTRACT_REPLACED] = {"replaced", {"换签新合同", "replaced by another contract"}},
    [CONTRACT_OTHER] = {"other", {"其他", "other"}},
};

static const struct coded assets[] = {
    [ASSET_PARKING] = {"parking", {"车位", "parking spaces"}},
    [ASSET_LIFT_FRAME] = {"lift-frame", {"电梯广告框", "lift frames"}},
    [ASSET_LOCKER] = {"locker", {"快递柜", "lockers"}},
    [ASSET_CHARGING] = {"charging", {"充电桩", "charging piles"}},
    [ASSET_VENUE] = {"venue", {"场地", "venues"}},
    [ASSET_OTHER] = {"other", {"其他", "other"}},
};

static bool known_reason(int reason)
{
    return reason >= CONTRACT_AGREED && reason <= CONTRACT_OTHER;
}

static bool known_asset(int kind)
{
    return kind >= ASSET_PARKING && kind <= ASSET_OTHER;
}

const char *contract_reason_code(int reason)
{
    return known_reason(reason) ? reasons[reason].code : "?";
}

const char *contract_reason_name(int reason, enum language language)
{
    return known_reason(reason) ? reasons[reason].text[language] : "?";
}

RESULT contract_reason_parse(const char *code, uint16_t *ret_reason)
{
    const uint16_t found = code_of(reasons, LENGTH(reasons), code);
    if (found == 0)
        return REFUSE(contract, reason);
    *ret_reason = found;
    return OK;
}

const char *asset_kind_code(int kind)
{
    return known_asset(kind) ? assets[kind].code : "?";
}

const char *asset_kind_name(int kind, enum language language)
{
    return known_asset(kind) ? assets[kind].text[language] : "?";
}

RESULT asset_kind_parse(const char *code, uint16_t *ret_kind)
{
    const uint16_t found = code_of(assets, LENGTH(assets), code);
    if (found == 0)
        return REFUSE(asset, kind);
    *ret_kind = found;
    return OK;
}

/* ---- placements ---- */

static const struct coded placements[] = {
    [PLACEMENT_DEPOSIT] = {"term-deposit", {"定期存款", "term deposit"}},
    [PLACEMENT_BOND] = {"bond", {"国债", "treasury bond"}},
};

static const struct coded markets[] = {
    [PLACEMENT_INTERBANK] = {"interbank", {"银行间债券市场", "interbank market"}},
    [PLACEMENT_COUNTER] = {"counter", {"商业银行柜台市场", "counter of a bank"}},
};

const char *placement_kind_code(int kind)
{
    return kind == PLACEMENT_DEPOSIT || kind == PLACEMENT_BOND ? placements[kind].code : "?";
}

const char *placement_kind_name(int kind, enum language language)
{
    return kind == PLACEMENT_DEPOSIT || kind == PLACEMENT_BOND ? placements[kind].text[language] : "?";
}

RESULT placement_kind_parse(const char *code, uint16_t *ret_kind)
{
    const uint16_t found = code_of(placements, LENGTH(placements), code);
    if (found == 0)
        return REFUSE(placement, kind);
    *ret_kind = found;
    return OK;
}

const char *placement_market_code(int market)
{
    return market == PLACEMENT_INTERBANK || market == PLACEMENT_COUNTER ? markets[market].code : "?";
}

const char *placement_market_name(int market, enum language language)
{
    return market == PLACEMENT_INTERBANK || market == PLACEMENT_COUNTER ? markets[market].text[language] : "?";
}

RESULT placement_market_parse(const char *code, uint16_t *ret_market)
{
    const uint16_t found = code_of(markets, LENGTH(markets), code);
    if (found == 0)
        return REFUSE(placement, market);
    *ret_market = found;
    return OK;
}
