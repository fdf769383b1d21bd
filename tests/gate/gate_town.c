#include "tests/gate/gate_town.h"

#include "ledger/book/bank_account.h"
#include "ledger/book/deposit.h"
#include "ledger/matter/document.h"
#include "ledger/people/organization.h"
#include "ledger/people/party.h"
#include "ledger/people/person.h"
#include "ledger/people/unit.h"

#include <string.h>

enum { YEAR = 365 };

/* The last payee bears the name of one of them; two others share an account. */
const char *const gate_names[GATE_PEOPLE] = {"赵一", "钱二", "孙三", "李四", "周五",
                                             "吴六", "郑七", "王八", "冯九", "陈十"};
const char *const gate_payees[GATE_PAYEES] = {"安居维修部", "安居二店", "清越保洁", "平步电梯", "固雨防水", "孙三"};
const char *const gate_bodies[] = {"业主委员会", "暨阳社区", "东兴社区", "街道办事处", "代理记账公司"};

static void add_bodies(struct ctx *ctx, uint64_t code)
{
    static const uint16_t types[LENGTH(gate_bodies)] = {ORGANIZATION_COMMITTEE, ORGANIZATION_RESIDENTS_COMMITTEE,
                                                        ORGANIZATION_RESIDENTS_COMMITTEE, ORGANIZATION_TOWNSHIP,
                                                        ORGANIZATION_AGENCY};
    struct organization stored;
    for (size_t i = 0; i < LENGTH(gate_bodies); i++) {
        const struct organization_add_in in = {.community = code, .type = types[i], .name = gate_bodies[i]};
        harness_expect(ctx, organization_add(ctx, &in, &stored), ERROR_none);
    }
}

static struct actor hire(struct ctx *ctx, uint64_t code, const char *name, enum person_class class)
{
    const struct person_add_in in = {.community = code, .name = name, .class = class};
    struct person person;
    harness_expect(ctx, person_add(ctx, &in, &person), ERROR_none);
    return (struct actor){.kind = ACTOR_PERSON, .subject = person.subject};
}

static void grant(struct ctx *ctx, uint64_t code, const char *name, uint16_t role, const char *body)
{
    const struct role_grant_in in = {.community = code,
                                     .person = name,
                                     .organization = body,
                                     .role = role,
                                     .from = ctx_today(ctx) - YEAR,
                                     .until = ctx_today(ctx) + 3 * YEAR};
    uint64_t seq;
    harness_expect(ctx, role_grant(ctx, &in, &seq), ERROR_none);
}

/* A treasurer, two members, a chair and two supervisors at first; the others come into office by chance. */
static void add_people(struct ctx *ctx, struct gate_town *town)
{
    static const uint16_t roles[] = {ROLE_TREASURER, ROLE_MEMBER,     ROLE_MEMBER,
                                     ROLE_CHAIR,     ROLE_SUPERVISOR, ROLE_SUPERVISOR};
    for (size_t p = 0; p < GATE_PEOPLE; p++)
        town->people[p] = hire(ctx, town->code, gate_names[p], (enum person_class)(PERSON_TREASURER + p % 3));
    town->township = hire(ctx, town->code, "街道专员", PERSON_MEMBER);
    for (size_t p = 0; p < LENGTH(roles); p++)
        grant(ctx, town->code, gate_names[p], roles[p], gate_bodies[roles[p] == ROLE_SUPERVISOR ? p - 3 : 0]);
    grant(ctx, town->code, "街道专员", ROLE_TOWNSHIP, gate_bodies[3]);
}

static void add_payees(struct ctx *ctx, uint64_t code)
{
    static const char *const accounts[GATE_PAYEES] = {
        "33050165583500007777", "33050165583500007777", "33050165583500008888", NULL, "33050165583500009999", NULL};
    struct party stored;
    for (size_t i = 0; i < GATE_PAYEES; i++) {
        const struct party_add_in in = {.community = code, .name = gate_payees[i], .bank_account = accounts[i]};
        harness_expect(ctx, party_add(ctx, &in, &stored), ERROR_none);
    }
}

static uint64_t open_bank(struct ctx *ctx, uint64_t code, uint16_t fund, const char *number)
{
    const struct bank_account_open_in in = {code, fund, "中国建设银行", number};
    struct bank_account found;
    harness_expect(ctx,
                   strcmp(number, GATE_TIME_BANK) == 0 ? bank_account_open_time(ctx, &in) : bank_account_open(ctx, &in),
                   ERROR_none);
    harness_expect(ctx, bank_account_find(ctx, code, number, &found), ERROR_none);
    return (uint64_t)found.opened_seq;
}

static void add_papers(struct ctx *ctx, struct gate_town *town)
{
    static const uint8_t file[] = "<offer/>";
    const struct document_archive_in in = {.community = town->code,
                                           .name = "offer.xml",
                                           .file = BYTES(file, sizeof file - 1),
                                           .type = DOCUMENT_CONTRACT,
                                           .visibility = VISIBILITY_WITHHELD};
    struct document document;
    enum file_type type;
    bool existing;
    harness_expect(ctx, document_archive(ctx, &in, &document, &existing, &type), ERROR_none);
    town->papers = document.seq;
}

static void add_money(struct ctx *ctx, struct gate_town *town)
{
    static const char *const numbers[GATE_UNITS] = {"101", "102", "103"};
    const money income = FEN(1000000000), share = FEN(100000000);
    const struct entry_line_in lines[] = {{.fund = FUND_PI,
                                           .account = "100201",
                                           .side = SIDE_DEBIT,
                                           .amount = income,
                                           .dimensions = {{DIMENSION_BANK_ACCOUNT, town->bank[0]}},
                                           .dimension_count = 1},
                                          {.fund = FUND_PI, .account = "4901", .side = SIDE_CREDIT, .amount = income}};
    const struct entry_in entry = {.community = town->code,
                                   .key = "first-income",
                                   .entry_type = ENTRY_ORDINARY,
                                   .source = SOURCE_HAND,
                                   .word = WORD_GENERAL,
                                   .booking_date = ctx_today(ctx),
                                   .summary = "收入",
                                   .lines = lines,
                                   .line_count = LENGTH(lines)};
    struct unit_in units[GATE_UNITS] = {{0}};
    struct entry_share_in shares[GATE_UNITS];
    struct entry_out out;
    struct unit *list;
    size_t count;
    harness_expect(ctx, entry_post(ctx, &entry, 1, &out), ERROR_none);
    for (size_t u = 0; u < GATE_UNITS; u++)
        units[u] =
            (struct unit_in){.building = "1幢", .number = numbers[u], .area_cm2 = 1000000, .use = UNIT_COMMODITY};
    const struct unit_register_in registered = {
        .community = town->code, .units = units, .count = GATE_UNITS, .owned_from = ctx_today(ctx)};
    harness_expect(ctx, unit_register(ctx, &registered, &count), ERROR_none);
    harness_expect(ctx, unit_list(ctx, town->code, &list, &count), ERROR_none);
    for (size_t u = 0; u < GATE_UNITS; u++) {
        town->units[u] = list[u].unit;
        shares[u] = (struct entry_share_in){list[u].unit, share};
    }
    const struct deposit_in deposit = {.community = town->code,
                                       .key = "first-deposit",
                                       .booking_date = ctx_today(ctx),
                                       .bank_account_seq = (int64_t)town->bank[2],
                                       .shares = shares,
                                       .count = GATE_UNITS};
    harness_expect(ctx, deposit_post(ctx, &deposit, &out), ERROR_none);
}

void gate_town_found(struct harness *harness, struct gate_town *town)
{
    struct ctx *ctx = &harness->ctx;
    town->bank[0] = (uint64_t)harness_community(harness, town->code);
    town->bank[1] = open_bank(ctx, town->code, FUND_PI, GATE_TIME_BANK);
    town->bank[2] = open_bank(ctx, town->code, FUND_MF, "1211024009200012345");
    add_bodies(ctx, town->code);
    add_people(ctx, town);
    add_payees(ctx, town->code);
    add_papers(ctx, town);
    add_money(ctx, town);
}
