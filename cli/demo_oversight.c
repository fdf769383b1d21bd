/* One community of the demonstration city under its rules: roles, votes, disclosures, withdrawals, an order. */
#include "cli/demo_oversight.h"

#include "base/role.h"
#include "cli/demo_house.h"
#include "ledger/book/bank_account.h"
#include "ledger/duty/disclosure.h"
#include "ledger/matter/approval.h"
#include "ledger/matter/document.h"
#include "ledger/oversight/objection.h"
#include "ledger/oversight/order.h"
#include "ledger/people/party.h"
#include "ledger/people/role.h"
#include "ledger/people/rule_activation.h"
#include "ledger/people/unit.h"
#include "ledger/project/project.h"
#include "ledger/project/project_pay.h"
#include "ledger/vote/decision.h"

#include <string.h>

enum { OVERDUE_AFTER = 45 /* a quarter that ended so long ago should have been published */, BALLOTS_MAX = 256 };

#define YM(year, month) ((year)*12 + (month)-1)

static const char committee[] = "榧林晴居业主委员会", neighbourhood[] = "榧香社区居民委员会",
                  township[] = "枫川镇人民政府", bureau[] = "枫川市住房和城乡建设局";

/* Members of the committee are owners; the others are nobody's neighbours. */
static const struct seat {
    const char *name, *body;
    uint16_t role;
    bool owner;
} seats[] = {
    {"陈文博", committee, ROLE_CHAIR, true},
    {"何志强", committee, ROLE_MEMBER, true},
    {"周秀英", committee, ROLE_MEMBER, true},
    {"俞子涵", committee, ROLE_MEMBER, true},
    {"冯桂芳", committee, ROLE_TREASURER, true},
    {"楼月琴", committee, ROLE_CASHIER, false},
    {"金水根", neighbourhood, ROLE_SUPERVISOR, false},
    {"孟怀瑾", township, ROLE_TOWNSHIP, false},
    {"宣怀安", bureau, ROLE_BUREAU, false},
};

/* Of the owners in the order of the register: the first of them in favour, then those against, then abstentions. */
static const struct vote {
    const char *key, *title, *text, *minutes;
    enum decision_kind kind;
    int64_t limit_yuan; /* 0: none */
    int32_t from, to;   /* days before the day of the play */
    uint32_t votes[3];  /* in favour, against, abstained */
} votes[] = {
    {"demo-vote-roof",
     "2幢屋面防水翻修使用维修资金",
     "三家报价，最低 82,600 元；含旧层铲除和五年质保。",
     "<minutes><title>2幢屋面防水翻修</title><result>见逐票统计</result></minutes>",
     DECISION_USE_FUND,
     86000,
     40,
     33,
     {34, 6, 3}},
    {"demo-vote-court",
     "羽毛球场改作经营性充电场",
     "",
     "<minutes><title>羽毛球场改作经营性充电场</title><result>见逐票统计</result></minutes>",
     DECISION_OPERATE,
     0,
     30,
     23,
     {30, 3, 2}},
};

static const char offer_lamps[] = "<contract><payee>明亮灯饰经营部</payee><work>楼道感应灯更换 54 盏</work></contract>",
                  offer_wall[] = "<contract><payee>骆长河</payee><work>围墙修补 第一段</work></contract>",
                  offer_wall_again[] = "<contract><payee>骆长河</payee><work>围墙修补 第二段</work></contract>",
                  order_text[] =
                      "<order><from>枫川镇人民政府</from><to>榧林晴居业主委员会</to>"
                      "<text>围墙修补系同一工程，不得拆分支取。责令限期改正，合并后重新申请。</text></order>";

struct play {
    struct ctx *ctx;
    const struct demo_community *c;
    day on; /* when it was first played */
};

static RESULT act(const struct play *play, const char *name)
{
    struct person person;
    return person_act(play->ctx, play->c->code, name, &person);
}

static RESULT archive(const struct play *play, const char *text, enum document_type type, struct document *ret_document)
{
    const struct document_archive_in in = {.community = play->c->code,
                                           .name = type == DOCUMENT_MINUTES    ? "会议纪要.xml"
                                                   : type == DOCUMENT_CONTRACT ? "合同.xml"
                                                                               : "责令改正通知书.xml",
                                           .file = BYTES(text, strlen(text)),
                                           .type = (uint16_t)type,
                                           .visibility = VISIBILITY_PUBLIC,
                                           .issued_on = {true, play->on}};
    enum file_type found;
    bool existing;
    return document_archive(play->ctx, &in, ret_document, &existing, &found);
}

/* ---- people and rules ---- */

static RESULT seat(const struct play *play, const struct seat *seat)
{
    const int year = date_to_civil(play->on).year;
    const struct role_grant_in in = {.community = play->c->code,
                                     .person = seat->name,
                                     .organization = seat->body,
                                     .role = seat->role,
                                     .from = month_first(YM(year - 1, 1)),
                                     .until = month_last(YM(year + 3, 12))};
    const struct person_add_in add = {
        .community = in.community, .name = seat->name, .class = (enum person_class)seat->role};
    struct person person;
    uint64_t seq;
    if (!seat->owner)
        TRY(person_add(play->ctx, &add, &person));
    return role_grant(play->ctx, &in, &seq);
}

static RESULT seat_people(const struct play *play)
{
    const struct organization_add_in bodies[] = {
        {.community = play->c->code, .type = ORGANIZATION_COMMITTEE, .name = committee},
        {.community = play->c->code, .type = ORGANIZATION_RESIDENTS_COMMITTEE, .name = neighbourhood},
        {.community = play->c->code, .type = ORGANIZATION_TOWNSHIP, .name = township},
        {.community = play->c->code, .type = ORGANIZATION_BUREAU, .name = bureau}};
    struct organization body;
    for (size_t i = 0; i < LENGTH(bodies); i++)
        TRY(organization_add(play->ctx, &bodies[i], &body));
    for (size_t i = 0; i < LENGTH(seats); i++)
        TRY(seat(play, &seats[i]));
    return OK;
}

static RESULT bind_to_rules(const struct play *play)
{
    const struct rule_activation_in in = {.community = play->c->code, .key = "demo-rules", .from = play->on};
    uint64_t seq;
    TRY(act(play, "孟怀瑾"));
    return rule_activate(play->ctx, &in, &seq);
}

/* ---- votes ---- */

static RESULT cast(const struct play *play, const struct vote *vote, struct decision_record_in *in)
{
    static const char *const choices[] = {"同意", "反对", "弃权"};
    struct tally_ballot_in *ballots;
    struct unit *units;
    size_t count;
    TRY(unit_list(play->ctx, play->c->code, &units, &count));
    TRY(ARENA_TAKE(play->ctx->arena, BALLOTS_MAX, &ballots));
    for (size_t choice = 0; choice < LENGTH(choices); choice++)
        for (uint32_t i = 0; i < vote->votes[choice] && in->ballot_count < count; i++) {
            struct tally_ballot_in *ballot = &ballots[in->ballot_count];
            *ballot = (struct tally_ballot_in){.unit = units[in->ballot_count].address,
                                               .choice = choices[choice],
                                               .proxy = "",
                                               .document = "",
                                               .time = "",
                                               .line = (uint32_t)in->ballot_count + 2};
            TRY(demo_house_owner(play->ctx, DEMO_OVERSIGHT_PLACE, in->ballot_count++, &ballot->voter));
        }
    in->ballots = ballots;
    return OK;
}

static RESULT hold_vote(const struct play *play, const struct vote *vote)
{
    struct decision_record_in in = {.community = play->c->code,
                                    .key = vote->key,
                                    .kind = vote->kind,
                                    .words = {.title = vote->title, .text = vote->text},
                                    .from = play->on - vote->from,
                                    .to = play->on - vote->to,
                                    .announced = {true, play->on - vote->from - 20},
                                    .limit = {vote->limit_yuan > 0, vote->limit_yuan * 100},
                                    .document_count = 1};
    struct document minutes;
    char id[UUID_TEXT];
    uint64_t seq;
    TRY(archive(play, vote->minutes, DOCUMENT_MINUTES, &minutes));
    uuid_format(&minutes.document, id);
    in.documents = (const char *const[]){id};
    TRY(cast(play, vote, &in));
    TRY(act(play, "陈文博")); /* papers are archived in the treasurer's name */
    return decision_record(play->ctx, &in, &seq);
}

static RESULT hold_votes(const struct play *play)
{
    for (size_t i = 0; i < LENGTH(votes); i++)
        TRY(hold_vote(play, &votes[i]));
    return OK;
}

/* ---- disclosures ---- */

static RESULT publish(const struct play *play, enum duty_kind kind, int32_t last)
{
    struct disclosure_publish_in in = {.community = play->c->code,
                                       .kind = kind,
                                       .first = month_first(last - 2),
                                       .last = month_last(last),
                                       .places = {"notice_board", "owner_group", "platform"},
                                       .on = month_last(last) + 12};
    uint64_t seq;
    if (in.on > play->on)
        in.on = play->on;
    TRY(arena_print(play->ctx->arena, &in.key, "demo-disclosure-%d-%d", (int)kind, last));
    return disclosure_publish(play->ctx, &in, &seq);
}

/* Every quarter, but for the income of the newest one that is due. */
static RESULT disclose(const struct play *play)
{
    int32_t forgotten = month_of(play->on - OVERDUE_AFTER) - 1;
    forgotten -= (forgotten + 1) % 3;
    TRY(act(play, "冯桂芳"));
    for (int32_t last = YM(2023, 3); month_last(last) < play->on; last += 3) {
        TRY(publish(play, DUTY_fund, last));
        TRY(publish(play, DUTY_cost, last));
        if (last != forgotten)
            TRY(publish(play, DUTY_income, last));
    }
    return OK;
}

/* ---- withdrawals ---- */

struct ask {
    const char *key, *payee, *account, *reason, *paper;
    int64_t yuan;
    const char *project; /* the works that the maintenance fund pays with it; NULL: out of public income */
};

static RESULT ask(const struct play *play, const struct ask *ask, const char **ret_application)
{
    const struct party_add_in payee = {.community = play->c->code, .name = ask->payee, .bank_account = ask->account};
    struct withdrawal_submit_in in = {.community = play->c->code,
                                      .key = ask->key,
                                      .fund = ask->project ? FUND_MF : FUND_PI,
                                      .use = 2,
                                      .account = ask->project ? "100101" : "100201",
                                      .matter = ask->project,
                                      .party = ask->payee,
                                      .reason = ask->reason,
                                      .document_count = 1,
                                      .amount = FEN(ask->yuan * 100),
                                      .valid_until = {true, play->on + WITHDRAWAL_DAYS}};
    struct document paper;
    struct party party;
    uint64_t seq;
    TRY(party_add(play->ctx, &payee, &party));
    TRY(archive(play, ask->paper, DOCUMENT_CONTRACT, &paper));
    in.documents = &paper.seq;
    TRY(act(play, "冯桂芳"));
    TRY(withdrawal_submit(play->ctx, &in, &seq));
    return arena_print(play->ctx->arena, ret_application, "#%llu", (unsigned long long)seq);
}

static RESULT decide(const struct play *play, const char *who, struct approval_give_in in)
{
    struct approval_out out;
    in.community = play->c->code;
    TRY(act(play, who));
    return approval_give(play->ctx, &in, &out);
}

static RESULT pay(const struct play *play, const char *application)
{
    struct document paper;
    struct attachment_in attached = {.amount = FEN(0)};
    const struct withdrawal_pay_in in = {.community = play->c->code,
                                         .key = "demo-pay-lamps",
                                         .withdrawal = application,
                                         .bank_account = play->c->accounts[0].number,
                                         .on = play->on,
                                         .documents = &attached,
                                         .document_count = 1};
    uint64_t seq;
    TRY(archive(play, offer_lamps, DOCUMENT_CONTRACT, &paper));
    attached.seq = paper.seq;
    TRY(act(play, "楼月琴"));
    return withdrawal_pay(play->ctx, &in, &seq);
}

static RESULT ask_and_pay(const struct play *play)
{
    static const char *const approvers[] = {"何志强", "陈文博", "金水根"};
    static const struct ask lamps = {
        "demo-ask-lamps", "明亮灯饰经营部", "9000550000000001234", "楼道感应灯更换", offer_lamps, 3260, NULL};
    const char *application;
    TRY(ask(play, &lamps, &application));
    for (size_t i = 0; i < LENGTH(approvers); i++)
        TRY(decide(play, approvers[i], (struct approval_give_in){.withdrawal = application, .verdict = VERDICT_YES}));
    return pay(play, application);
}

/* Two parts that each stay under the committee's own limit and together pass it. */
static const struct ask parts[] = {
    {"demo-ask-wall-1", "骆长河", "9000550000000005678", "围墙修补第一段", offer_wall, 4800, NULL},
    {"demo-ask-wall-2", "骆长河", "9000550000000005678", "围墙修补第二段", offer_wall_again, 4600, NULL}};

static RESULT refuse_a_split(const struct play *play)
{
    const char *first, *second;
    TRY(ask(play, &parts[0], &first));
    TRY(decide(play, "周秀英", (struct approval_give_in){.withdrawal = first, .verdict = VERDICT_YES}));
    TRY(ask(play, &parts[1], &second));
    return decide(play, "周秀英",
                  (struct approval_give_in){.withdrawal = second, .verdict = VERDICT_NO, .reason = "拆分付款"});
}

/* ---- a lift in an emergency ---- */

static const char lift_attestation[] = "<attestation>1幢电梯曳引机抱死停运，高层住户无法出行</attestation>",
                  lift_approval[] = "<approval>同意预拨费用的一半</approval>",
                  lift_contract[] = "<contract><payee>平步电梯维保有限公司</payee><work>1幢电梯抢修</work></contract>",
                  lift_invoice[] =
                      "<contract><payee>平步电梯维保有限公司</payee><work>1幢电梯抢修 决算余款</work></contract>",
                  lift_acceptance[] = "<acceptance>1幢电梯已恢复运行，检验合格</acceptance>",
                  lift_settlement[] = "<settlement><planned>18600.00</planned><actual>19420.00</actual></settlement>",
                  lift_notice[] = "<notice>1幢电梯抢修决算，公告栏和业主群公示</notice>";

static RESULT paper(const struct play *play, const char *text, enum paper kind, struct step_paper *ret_paper)
{
    struct document document;
    TRY(archive(play, text, DOCUMENT_OTHER, &document));
    *ret_paper = (struct step_paper){(uint16_t)kind, document.seq};
    return OK;
}

struct turn { /* one move of the repair */
    const char *verb, *who, *paper;
    enum paper kind;
    int64_t yuan; /* 0: no amount */
};

static RESULT take_turn(const struct play *play, const char *project, const struct turn *turn)
{
    struct step_paper papers[1];
    struct project_move_in in = {.community = play->c->code,
                                 .project = project,
                                 .verb = turn->verb,
                                 .amount = {turn->yuan > 0, turn->yuan * 100},
                                 .papers = papers,
                                 .paper_count = turn->paper != NULL};
    uint64_t seq;
    if (turn->paper)
        TRY(paper(play, turn->paper, turn->kind, &papers[0]));
    TRY(arena_print(play->ctx->arena, &in.key, "demo-lift-%s", turn->verb));
    TRY(act(play, turn->who));
    return project_move(play->ctx, &in, &seq);
}

/* Asked for, agreed by all, paid and shared out to the flats of the building. */
static RESULT pay_works(const struct play *play, const struct ask *works)
{
    static const char *const approvers[] = {"何志强", "陈文博", "金水根"};
    struct project_pay_in in = {.post = {.community = play->c->code,
                                         .booking_date = play->on,
                                         .cost = FEN(works->yuan * 100),
                                         .method = APPORTIONMENT_BY_AREA}};
    struct bank_account *accounts;
    struct entry_out out;
    size_t count;
    TRY(ask(play, works, &in.withdrawal));
    for (size_t i = 0; i < LENGTH(approvers); i++)
        TRY(decide(play, approvers[i], (struct approval_give_in){.withdrawal = in.withdrawal, .verdict = VERDICT_YES}));
    TRY(bank_account_list(play->ctx, play->c->code, &accounts, &count));
    for (size_t i = 0; i < count; i++)
        if (accounts[i].fund == FUND_MF)
            in.post.bank_account_seq = accounts[i].opened_seq;
    TRY(arena_print(play->ctx->arena, &in.post.key, "%s-paid", works->key));
    TRY(act(play, "楼月琴"));
    return project_pay(play->ctx, &in, &out);
}

static RESULT propose_lift(const struct play *play, const char **ret_project)
{
    static const char *const scope[] = {"1幢"};
    struct step_paper attestation;
    struct project_open_in in = {.community = play->c->code,
                                 .key = "demo-lift",
                                 .plan = {.name = "1幢电梯抢修",
                                          .plan = "更换曳引机和制动器",
                                          .cause = "电梯停运，高层住户无法出行",
                                          .scope = scope,
                                          .scope_count = 1,
                                          .emergency = PROJECT_CASE_lift,
                                          .budget = FEN(1860000)},
                                 .papers = &attestation,
                                 .paper_count = 1};
    uint64_t seq;
    TRY(paper(play, lift_attestation, PAPER_attestation, &attestation));
    TRY(act(play, "何志强"));
    TRY(project_open(play->ctx, &in, &seq));
    return arena_print(play->ctx->arena, ret_project, "#%llu", (unsigned long long)seq);
}

/* Half in advance, the rest by the final account, published afterwards. */
static RESULT repair_the_lift(const struct play *play)
{
    static const struct turn advance = {"advance", "宣怀安", lift_approval, PAPER_approval, 9300},
                             accept = {"accept", "陈文博", lift_acceptance, PAPER_acceptance, 0},
                             settle = {"settle", "冯桂芳", lift_settlement, PAPER_settlement, 19420},
                             rest[] = {{"apportion", "冯桂芳", NULL, PAPER_plan, 0},
                                       {"publish", "陈文博", lift_notice, PAPER_notice, 0},
                                       {"close", "陈文博", NULL, PAPER_plan, 0}};
    struct ask first = {
        "demo-ask-lift-1", "平步电梯维保有限公司", "9000550000000007890", "1幢电梯抢修预拨", lift_contract, 9300, NULL};
    struct ask second = {"demo-ask-lift-2",
                         "平步电梯维保有限公司",
                         "9000550000000007890",
                         "1幢电梯抢修决算余款",
                         lift_invoice,
                         10120,
                         NULL};
    TRY(propose_lift(play, &first.project));
    second.project = first.project;
    TRY(take_turn(play, first.project, &advance));
    TRY(pay_works(play, &first));
    TRY(take_turn(play, first.project, &accept));
    TRY(take_turn(play, first.project, &settle));
    TRY(pay_works(play, &second));
    for (size_t i = 0; i < LENGTH(rest); i++)
        TRY(take_turn(play, first.project, &rest[i]));
    return OK;
}

/* ---- order and objection ---- */

static RESULT order_to_rectify(const struct play *play)
{
    struct order_issue_in in = {
        .community = play->c->code, .key = "demo-order", .clause = "ZHJ-11-3", .deadline = {true, play->on + 15}};
    struct document paper;
    char id[UUID_TEXT];
    uint64_t seq;
    TRY(ask(play, &parts[0], &in.subject));
    TRY(archive(play, order_text, DOCUMENT_OTHER, &paper));
    uuid_format(&paper.document, id);
    in.document = id;
    TRY(act(play, "孟怀瑾"));
    return order_issue(play->ctx, &in, &seq);
}

static RESULT answer_an_owner(const struct play *play)
{
    struct objection_receive_in in = {.community = play->c->code,
                                      .key = "demo-objection",
                                      .owner = "杨静怡",
                                      .said = {.text = "同一段围墙为什么分两次申请？"}};
    struct objection_answer_in answer = {.community = in.community,
                                         .answer = {.text = "第二笔没有同意。两段合并后重新申请，报价在公告栏公示。"}};
    uint64_t seq;
    TRY(ask(play, &parts[1], &in.about));
    TRY(act(play, "何志强"));
    TRY(objection_receive(play->ctx, &in, &seq));
    TRY(arena_print(play->ctx->arena, &answer.objection, "#%llu", (unsigned long long)seq));
    return objection_answer(play->ctx, &answer);
}

/* ---- all of it ---- */

/* The day on which the community was bound, else today. */
static RESULT find_day(struct play *play)
{
    struct rule_activation *list;
    size_t count;
    TRY(rule_activation_list(play->ctx, play->c->code, &list, &count));
    play->on = count > 0 ? list[0].from : ctx_today(play->ctx);
    return OK;
}

/* The answer to the owner is the last that happens. */
static RESULT is_over(const struct play *play, bool *ret_over)
{
    struct objection *list;
    size_t count;
    TRY(objection_list(play->ctx, play->c->code, &list, &count));
    *ret_over = count > 0 && list[0].answered_on.present;
    return OK;
}

RESULT demo_oversight(struct ctx *ctx, const struct demo_community *c)
{
    static result (*const acts[])(const struct play *play) = {seat_people,     bind_to_rules,    hold_votes,
                                                              disclose,        ask_and_pay,      refuse_a_split,
                                                              repair_the_lift, order_to_rectify, answer_an_owner};
    struct play play = {.ctx = ctx, .c = c};
    bool over;
    TRY(find_day(&play));
    TRY(is_over(&play, &over));
    for (size_t i = 0; i < LENGTH(acts) && !over; i++)
        TRY(acts[i](&play));
    return OK;
}
