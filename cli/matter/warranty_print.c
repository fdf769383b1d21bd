#include "cli/matter/warranty_print.h"

#include "cli/oversight/moves.h"

#include <string.h>

enum { MOVES_MAX = 16 };

RESULT cli_warranty_load(struct cli *cli, struct warranty_shown *ret_shown)
{
    static const struct warranty_found none = {.is_claim = false};
    const struct warranty_judging judging = {0, 0};
    *ret_shown = (struct warranty_shown){.count = 0};
    TRY(warranty_list(&cli->ctx, cli->community, &ret_shown->list, &ret_shown->count));
    TRY(warranty_claim_list(&cli->ctx, cli->community, &ret_shown->claims, &ret_shown->claim_count));
    TRY(party_list(&cli->ctx, cli->community, &ret_shown->parties, &ret_shown->party_count));
    return warranty_judge_stage(&cli->ctx, cli->community, &none, &judging, &ret_shown->law);
}

static const char *developer_of(const struct warranty_shown *shown, const struct warranty *warranty)
{
    for (size_t i = 0; i < shown->party_count; i++)
        if (shown->parties[i].seq == warranty->developer)
            return shown->parties[i].name;
    return "";
}

static RESULT find_days(const struct warranty_shown *shown, const struct warranty *warranty,
                        struct warranty_days *ret_days)
{
    const struct warranty_law law = {&shown->law.rules->set, &shown->law.calendar};
    return warranty_days(&law, warranty->expires, warranty->books.used_on, ret_days);
}

static money unfilled(const struct warranty_sums *books)
{
    return FEN(books->used.fen > books->refilled.fen ? books->used.fen - books->refilled.fen : 0);
}

/* ---- JSON ---- */

static void put_day(struct buffer *out, const char *key, day date)
{
    cli_put_date(out, key, (struct maybe){date != 0, date});
}

static void put_steps(struct buffer *out, const struct moves *moves, const struct step *steps, size_t count)
{
    json_open_array(out, "steps");
    for (size_t i = 0; i < count; i++) {
        const struct step *step = &steps[i];
        json_open_object(out, NULL);
        json_put_unsigned(out, "seq", step->seq);
        json_put_string(out, "state", moves_state_name(moves, step->state));
        step_put(out, step);
        json_close_object(out);
    }
    json_close_array(out);
}

void cli_put_warranty_claim(struct buffer *out, const char *key, const struct warranty_claim *claim)
{
    const struct moves *moves = moves_get("warranty_claim");
    char id[UUID_TEXT];
    uuid_format(&claim->claim, id);
    json_open_object(out, key);
    json_put_unsigned(out, "seq", claim->seq);
    json_put_string(out, "claim", id);
    json_put_string(out, "state", moves_state_name(moves, claim->state));
    json_put_unsigned(out, "deposit", claim->plan.deposit);
    json_put_string(out, "part", claim->plan.part);
    json_put_string(out, "defect", claim->plan.defect);
    put_day(out, "told", claim->plan.told);
    json_put_bool(out, "gone", claim->gone);
    json_put_money(out, "estimate", claim->estimate);
    json_put_money(out, "verified", claim->verified);
    json_put_money(out, "settled", claim->settled);
    json_put_money(out, "payable", claim->payable);
    json_put_money(out, "asked", claim->asked);
    json_put_money(out, "paid", claim->paid);
    put_steps(out, moves, claim->steps, claim->step_count);
    cli_put_moves(out, moves, claim->state);
    json_close_object(out);
}

static void put_books(struct buffer *out, const struct warranty *warranty)
{
    const struct warranty_sums *books = &warranty->books;
    json_put_money(out, "principal", books->held[0]);
    json_put_money(out, "interest", books->held[1]);
    json_put_money(out, "used", books->used);
    json_put_money(out, "refilled", books->refilled);
    json_put_money(out, "refunded", books->refunded);
    json_put_money(out, "to_fund", books->to_fund);
    json_put_money(out, "claimed", warranty->claimed);
}

RESULT cli_put_warranty(struct cli *cli, struct buffer *out, const struct warranty_shown *shown,
                        const struct warranty *warranty)
{
    const struct moves *moves = moves_get("warranty");
    struct warranty_days days;
    char token[UUID_TEXT];
    (void)cli;
    TRY(find_days(shown, warranty, &days));
    uuid_format(&warranty->warranty, token);
    json_open_object(out, NULL);
    json_put_string(out, "warranty", token);
    json_put_unsigned(out, "seq", warranty->seq);
    json_put_string(out, "state", moves_state_name(moves, warranty->state));
    json_put_string(out, "developer", developer_of(shown, warranty));
    json_put_string(out, "building", warranty->building);
    json_put_date(out, "from", warranty->from_date);
    json_put_date(out, "expires", warranty->expires);
    json_put_money(out, "amount", warranty->amount);
    put_books(out, warranty);
    put_day(out, "noticed", warranty->noticed);
    put_day(out, "objected", warranty->objected);
    put_day(out, "inspect_by", days.inspect_by);
    put_day(out, "announce_by", days.announce_by);
    put_day(out, "refund_by", days.refund_by);
    put_day(out, "refill_by", days.refill_by);
    put_steps(out, moves, warranty->steps, warranty->step_count);
    json_open_array(out, "claims");
    for (size_t i = 0; i < shown->claim_count; i++)
        if (shown->claims[i].plan.deposit == warranty->seq)
            cli_put_warranty_claim(out, NULL, &shown->claims[i]);
    json_close_array(out);
    cli_put_moves(out, moves, warranty->state);
    json_close_object(out);
    return OK;
}

/* ---- for people ---- */

static void print_sum(const struct cli *cli, const char *zh, const char *en, money amount)
{
    char text[MONEY_TEXT];
    money_format_grouped(amount, text);
    if (amount.fen != 0)
        (void)printf("  %s %s", cli_text(cli, zh, en), text);
}

static void print_day(const struct cli *cli, const char *zh, const char *en, day date)
{
    char text[DATE_TEXT];
    if (date == 0)
        return;
    date_format(date, text);
    (void)printf("  %s %s", cli_text(cli, zh, en), text);
}

RESULT cli_print_warranty_line(struct cli *cli, const struct warranty_shown *shown, const struct warranty *warranty)
{
    char from[DATE_TEXT], expires[DATE_TEXT], amount[MONEY_TEXT], held[MONEY_TEXT];
    struct warranty_days days;
    money left;
    TRY(find_days(shown, warranty, &days));
    TRY(warranty_held(warranty, &left));
    date_format(warranty->from_date, from);
    date_format(warranty->expires, expires);
    money_format_grouped(warranty->amount, amount);
    money_format_grouped(left, held);
    (void)printf("#%-8llu %s %s %14s %14s  %s  %s  %s", (unsigned long long)warranty->seq, from, expires, amount, held,
                 warranty_state_name(warranty->state, cli->language), developer_of(shown, warranty),
                 warranty->building);
    print_sum(cli, "待补足", "to be refilled", unfilled(&warranty->books));
    print_day(cli, "补足期限", "by", days.refill_by);
    if (warranty->claims > 0)
        (void)printf("  %s %zu", cli_text(cli, "未了结的使用申请", "open claims"), warranty->claims);
    (void)printf("\n");
    return OK;
}

static RESULT print_deposit(struct cli *cli, const struct warranty_shown *shown, const struct warranty *warranty)
{
    struct warranty_days days;
    TRY(find_days(shown, warranty, &days));
    TRY(cli_print_warranty_line(cli, shown, warranty));
    (void)printf("%s", cli_text(cli, "账上：", "books:"));
    print_sum(cli, "本金", "principal", warranty->books.held[0]);
    print_sum(cli, "利息", "interest", warranty->books.held[1]);
    print_sum(cli, "已用", "used", warranty->books.used);
    print_sum(cli, "已补足", "refilled", warranty->books.refilled);
    print_sum(cli, "已退还", "refunded", warranty->books.refunded);
    print_sum(cli, "已转维修资金", "to the fund", warranty->books.to_fund);
    print_sum(cli, "使用申请还可动用", "claims may still take", warranty->claimed);
    (void)printf("\n%s", cli_text(cli, "日期：", "days: "));
    print_day(cli, "查验不迟于", "inspect by", days.inspect_by);
    print_day(cli, "公示退还", "announce by", days.announce_by);
    print_day(cli, "期限到", "the term ends on", warranty->expires);
    print_day(cli, "退还不迟于", "refund by", days.refund_by);
    print_day(cli, "公示自", "announced on", warranty->noticed);
    print_day(cli, "异议", "objected on", warranty->objected);
    (void)printf("\n");
    return OK;
}

static void print_claim(const struct cli *cli, const struct warranty_claim *claim)
{
    (void)printf("  %s #%llu  %s  %s", cli_text(cli, "使用申请", "claim"), (unsigned long long)claim->seq,
                 warranty_claim_state_name(claim->state, cli->language), claim->plan.part);
    print_sum(cli, "申请", "estimate", claim->estimate);
    print_sum(cli, "核实", "verified", claim->verified);
    print_sum(cli, "结算", "settled", claim->settled);
    print_sum(cli, "已申请付款", "asked for", claim->asked);
    print_sum(cli, "已付", "paid", claim->paid);
    (void)printf("\n");
}

/* What a step did, by the move it made. */
static RESULT print_steps(struct cli *cli, const struct warranty_found *found)
{
    const struct moves *moves = warranty_moves(found);
    const struct step *steps = found->is_claim ? found->claim.steps : found->warranty.steps;
    const size_t count = found->is_claim ? found->claim.step_count : found->warranty.step_count;
    int from = found->is_claim ? 0 : MATTER_FIRST_STATE;
    for (size_t i = 0; i < count; i++) {
        const struct step *step = &steps[i];
        const struct move *move = moves_find(moves, from, step->verb);
        const char *papers;
        char on[DATE_TEXT];
        date_format(step->on, on);
        TRY(step_papers_say(cli->arena, step_papers(step), cli->language, &papers));
        (void)printf("  ✓ %s %s", on, move ? move->text[cli->language] : step->verb);
        print_sum(cli, "金额", "amount", FEN(step->amount.present ? step->amount.value : 0));
        print_day(cli, "日期", "day", step->when.present ? (day)step->when.value : 0);
        (void)printf("  %s%s%s  #%llu\n", papers, step->reason[0] ? "  " : "", step->reason,
                     (unsigned long long)step->seq);
        from = step->state;
    }
    return OK;
}

static RESULT print_missing(struct cli *cli, const struct warranty_need *need, const struct warranty_judged *judged)
{
    const char *texts;
    uint32_t missing = need->papers;
    for (size_t i = 0; i < judged->verdicts.count; i++) {
        const struct warranty_verdict *verdict = &judged->verdicts.list[i];
        missing |= verdict->missing;
        if (verdict->outcome != WARRANTY_FAIL)
            continue;
        (void)printf("      ✗ %s  %s", warranty_rule_text((int)verdict->rule, cli->language), warranty_clause(verdict));
        print_day(cli, "最早", "not before", verdict->from);
        (void)printf("\n");
    }
    TRY(step_papers_say(cli->arena, missing, cli->language, &texts));
    if (texts[0])
        (void)printf("      %s%s\n", cli_text(cli, "材料：", "papers: "), texts);
    return OK;
}

/* A claim can be made on what is held. */
static void print_claiming(const struct cli *cli, const struct warranty *warranty)
{
    const struct move *move = moves_find(moves_get("warranty_claim"), 0, "claim");
    if (!warranty_holds(warranty->state))
        return;
    (void)printf("  %s%s (%s)  %s", cli_text(cli, "可做：", "next: "), move->text[cli->language], move->verb,
                 cli_text(cli, "由", "by "));
    cli_print_roles(cli, move);
    (void)printf("  %s\n", warranty_need_of(move->verb).clause);
}

/* What can be done now, by whom, and what stands in the way. */
static RESULT print_moves(struct cli *cli, const struct warranty_found *found)
{
    const struct move *list[MOVES_MAX];
    const size_t count = moves_open(warranty_moves(found), warranty_state(found), UINT32_MAX, list, MOVES_MAX);
    for (size_t i = 0; i < count; i++) {
        const struct warranty_need need = warranty_need_of(list[i]->verb);
        const struct warranty_judging judging = {need.stage, found->is_claim ? found->claim.papers : 0};
        struct warranty_judged judged;
        TRY(warranty_judge_stage(&cli->ctx, cli->community, found, &judging, &judged));
        (void)printf("  %s%s (%s)  %s", cli_text(cli, "可做：", "next: "), list[i]->text[cli->language], list[i]->verb,
                     cli_text(cli, "由", "by "));
        cli_print_roles(cli, list[i]);
        (void)printf("%s%s\n", need.clause[0] ? "  " : "", need.clause);
        TRY(print_missing(cli, &need, &judged));
    }
    return OK;
}

RESULT cli_print_warranty(struct cli *cli, const struct warranty_shown *shown, const struct warranty_found *found)
{
    TRY(print_deposit(cli, shown, &found->warranty));
    for (size_t i = 0; i < shown->claim_count; i++)
        if (found->is_claim ? shown->claims[i].seq == found->claim.seq
                            : shown->claims[i].plan.deposit == found->warranty.seq)
            print_claim(cli, &shown->claims[i]);
    if (found->is_claim) {
        (void)printf("%s%s\n", cli_text(cli, "缺陷：", "defect: "), found->claim.plan.defect);
        print_day(cli, "通知维修", "told on", found->claim.plan.told);
        if (found->claim.gone)
            (void)printf("  %s", cli_text(cli, "建设单位已不存在", "the developer is gone"));
        if (found->claim.plan.told != 0 || found->claim.gone)
            (void)printf("\n");
    }
    TRY(print_steps(cli, found));
    if (!found->is_claim)
        print_claiming(cli, &found->warranty);
    return print_moves(cli, found);
}
