#include "cli/matter/project_print.h"

#include "cli/oversight/moves.h"

#include <string.h>

enum { MOVES_MAX = 16, VERB_COLUMNS = 16 };

/* ---- what comes next ---- */

static const char *next_of(const struct project *project)
{
    for (size_t i = 0; project_path(project, i); i++)
        if (moves_find(moves_get("project"), project->state, project_path(project, i)))
            return project_path(project, i);
    return NULL;
}

/* What is to be settled, as far as it is known. */
static money expected(const struct project *project)
{
    return project->plan.emergency ? project->decided : project->price;
}

static RESULT find_missing(struct cli *cli, struct project_shown *shown)
{
    const struct project *project = &shown->project;
    const struct project_need need = project_need_of(project, shown->next);
    const struct project_judging judging = {need.stage == PROJECT_SETTLEMENT ? need.stage : 0, expected(project),
                                            project->papers, 0};
    struct project_judged judged;
    shown->missing = need.papers & ~project->papers;
    TRY(project_judge_stage(&cli->ctx, cli->community, project, &judging, &judged));
    for (size_t i = 0; i < judged.count; i++) {
        if (judged.verdicts[i].outcome != PROJECT_NEEDS_PAPER)
            continue;
        shown->missing_any = judged.verdicts[i].missing;
        shown->any_clause = project_clause(&judged.verdicts[i]);
    }
    const struct pack_rule *reserve = judged.rules->set.rules[RULE_emergency_reserve].stated;
    shown->emergencies = judged.facts.emergency_before;
    if (reserve && project->plan.emergency)
        shown->reserve = (struct maybe){
            true, (int64_t)((__int128)judged.facts.first_deposits.fen * reserve->value.a / reserve->value.b)};
    return OK;
}

RESULT cli_project_load(struct cli *cli, const struct project *project, struct project_shown *ret_shown)
{
    struct project_payment *list;
    size_t count;
    *ret_shown = (struct project_shown){.project = *project, .any_clause = ""};
    ret_shown->next = next_of(&ret_shown->project);
    if (ret_shown->next)
        TRY(find_missing(cli, ret_shown));
    TRY(project_payment_list(&cli->ctx, cli->community, &list, &count));
    ret_shown->payments = list;
    for (size_t i = 0; i < count; i++)
        if (list[i].project == ret_shown->project.seq)
            list[ret_shown->payment_count++] = list[i];
    return OK;
}

/* The row of a verb on this project's path, whatever its state. */
static const struct move *move_of(const struct project *project, const char *verb)
{
    const struct moves *moves = moves_get("project");
    const struct move *found = NULL;
    for (size_t i = 0; i < moves->count && !found; i++) {
        const struct move *move = &moves->list[i];
        const bool urgent = move->from == PROJECT_proposed;
        if (strcmp(move->verb, verb) == 0 && (strcmp(verb, "start") != 0 || urgent == (project->plan.emergency != 0)))
            found = move;
    }
    return found;
}

/* ---- JSON ---- */

static void put_papers(struct buffer *out, const char *key, uint32_t papers)
{
    json_open_array(out, key);
    for (int paper = 0; paper < PAPERS; paper++)
        if (papers >> paper & 1)
            json_put_string(out, NULL, paper_name(paper));
    json_close_array(out);
}

static void put_steps(struct buffer *out, const struct project *project)
{
    json_open_array(out, "steps");
    for (size_t i = 0; i < project->step_count; i++) {
        const struct step *step = &project->steps[i];
        json_open_object(out, NULL);
        json_put_unsigned(out, "seq", step->seq);
        json_put_string(out, "verb", step->verb);
        json_put_string(out, "state", moves_state_name(moves_get("project"), step->state));
        json_put_date(out, "on", step->on);
        if (step->amount.present)
            json_put_money(out, "amount", FEN(step->amount.value));
        cli_put_number(out, "decision", step->decision);
        cli_put_number(out, "party", step->party);
        json_put_string(out, "reason", step->reason);
        json_open_array(out, "papers");
        for (size_t p = 0; p < step->paper_count; p++) {
            json_open_object(out, NULL);
            json_put_string(out, "paper", paper_name(step->papers[p].paper));
            json_put_unsigned(out, "document", step->papers[p].document);
            json_close_object(out);
        }
        json_close_array(out);
        json_close_object(out);
    }
    json_close_array(out);
}

static void put_payments(struct buffer *out, const struct project_shown *shown)
{
    json_open_array(out, "payments");
    for (size_t i = 0; i < shown->payment_count; i++) {
        const struct project_payment *payment = &shown->payments[i];
        json_open_object(out, NULL);
        json_put_unsigned(out, "withdrawal", payment->withdrawal);
        json_put_string(out, "state", withdrawal_state_name(payment->state, LANGUAGE_EN));
        json_put_money(out, "amount", payment->amount);
        json_put_money(out, "paid", payment->paid);
        json_put_money(out, "apportioned", payment->apportioned);
        json_close_object(out);
    }
    json_close_array(out);
}

static void put_words(struct buffer *out, const struct project *project)
{
    char id[UUID_TEXT];
    uuid_format(&project->project, id);
    json_put_unsigned(out, "seq", project->seq);
    json_put_string(out, "project", id);
    json_put_string(out, "state", moves_state_name(moves_get("project"), project->state));
    json_put_string(out, "name", project->plan.name);
    json_put_string(out, "plan", project->plan.plan);
    json_put_string(out, "cause", project->plan.cause);
    json_put_string(out, "emergency", project->plan.emergency ? project_case_name(project->plan.emergency) : NULL);
    json_open_array(out, "scope");
    for (size_t i = 0; i < project->plan.scope_count; i++)
        json_put_string(out, NULL, project->plan.scope[i]);
    json_close_array(out);
}

void cli_put_project(struct buffer *out, const struct project_shown *shown)
{
    const struct project *project = &shown->project;
    json_open_object(out, NULL);
    put_words(out, project);
    json_put_money(out, "budget", project->plan.budget);
    json_put_money(out, "decided", project->decided);
    json_put_money(out, "price", project->price);
    json_put_money(out, "advance", project->advance);
    json_put_money(out, "settled", project->settled);
    json_put_money(out, "payable", project->payable);
    json_put_money(out, "asked", project->asked);
    json_put_money(out, "paid", project->paid);
    json_put_money(out, "apportioned", project->apportioned);
    put_steps(out, project);
    put_payments(out, shown);
    json_put_string(out, "next", shown->next);
    put_papers(out, "missing", shown->missing);
    put_papers(out, "missing_any", shown->missing_any);
    cli_put_moves(out, moves_get("project"), project->state);
    json_close_object(out);
}

/* ---- for people ---- */

static RESULT say_scope(struct cli *cli, const struct project_plan *plan, const char **ret_text)
{
    *ret_text = cli_text(cli, "全体业主", "the whole community");
    for (size_t i = 0; i < plan->scope_count; i++)
        TRY(arena_print(cli->arena, ret_text, "%s%s%s", i == 0 ? "" : *ret_text, i == 0 ? "" : "、", plan->scope[i]));
    return OK;
}

static void print_sum(const struct cli *cli, const char *zh, const char *en, money amount)
{
    char text[MONEY_TEXT];
    money_format_grouped(amount, text);
    if (amount.fen != 0)
        (void)printf("  %s %s", cli_text(cli, zh, en), text);
}

static void print_sums(const struct cli *cli, const struct project_shown *shown)
{
    const struct project *project = &shown->project;
    (void)printf("%s", cli_text(cli, "金额：", "money:"));
    print_sum(cli, "预算", "budget", project->plan.budget);
    if (!project->plan.emergency)
        print_sum(cli, "业主决定", "decided", project->decided);
    print_sum(cli, "合同价", "price", project->price);
    print_sum(cli, "预拨", "advance", project->advance);
    print_sum(cli, "决算", "settled", project->settled);
    (void)printf("\n%s", cli_text(cli, "付款：", "paid: "));
    if (project_pays((enum project_state)project->state))
        print_sum(cli, "现在一共可付", "payable in all", project->payable);
    else
        (void)printf("  %s", cli_text(cli, "现在不能付款", "nothing can be paid now"));
    print_sum(cli, "已申请", "asked for", project->asked);
    print_sum(cli, "已付", "paid", project->paid);
    print_sum(cli, "已分摊", "shared out", project->apportioned);
    if (shown->reserve.present) {
        (void)printf("\n%s", cli_text(cli, "应急备用金：", "emergency reserve:"));
        print_sum(cli, "按规定", "by law", FEN(shown->reserve.value));
        print_sum(cli, "其他应急项目已用或已申请", "other emergencies", shown->emergencies);
    }
    (void)printf("\n");
}

/* Columns that are left of those of a verb; Chinese takes two a character. */
static int pad(const char *text)
{
    int width = 0;
    for (; *text; text++) {
        const bool begins = ((unsigned char)*text & 0xC0) != 0x80;
        width += begins ? 1 + ((unsigned char)*text >= 0xE0) : 0;
    }
    return width < VERB_COLUMNS ? VERB_COLUMNS - width : 0;
}

static RESULT print_step(struct cli *cli, const struct project *project, const struct step *step)
{
    const struct move *move = move_of(project, step->verb);
    const char *papers;
    char on[DATE_TEXT], amount[MONEY_TEXT] = "";
    date_format(step->on, on);
    if (step->amount.present)
        money_format_grouped(FEN(step->amount.value), amount);
    TRY(step_papers_say(cli->arena, step_papers(step), cli->language, &papers));
    (void)printf("  ✓ %s %s%*s %14s  %s", on, move->text[cli->language], pad(move->text[cli->language]), "", amount,
                 papers);
    if (step->decision.present)
        (void)printf("  %s #%lld", cli_text(cli, "业主决定", "decision"), (long long)step->decision.value);
    (void)printf("%s%s  #%llu\n", step->reason[0] ? "  " : "", step->reason, (unsigned long long)step->seq);
    return OK;
}

static RESULT print_missing(struct cli *cli, const struct project_shown *shown)
{
    const struct project *project = &shown->project;
    const struct project_need need = project_need_of(project, shown->next);
    const bool shares = strcmp(shown->next, "apportion") == 0;
    const char *texts[2];
    TRY(step_papers_say(cli->arena, shown->missing, cli->language, &texts[0]));
    TRY(step_papers_say(cli->arena, shown->missing_any, cli->language, &texts[1]));
    if (texts[0][0])
        (void)printf("      %s%s\n", cli_text(cli, "还缺：", "missing: "), texts[0]);
    if (texts[1][0])
        (void)printf("      %s%s  %s\n", cli_text(cli, "还缺其一：", "one is missing of: "), texts[1],
                     shown->any_clause);
    if (need.decision)
        (void)printf("      %s\n", cli_text(cli, "还缺：业主大会使用维修资金的决定（--rests-on）",
                                            "missing: the assembly's decision to use the fund (--rests-on)"));
    if (need.amount)
        (void)printf("      %s\n", cli_text(cli, "写明金额（--amount）", "name the amount (--amount)"));
    if (shares && project->apportioned.fen != project->settled.fen) {
        char left[MONEY_TEXT];
        money_format_grouped(FEN(project->settled.fen - project->apportioned.fen), left);
        (void)printf("      %s %s\n", cli_text(cli, "还须付款并分摊到户：", "still to be paid and shared out:"), left);
    }
    return OK;
}

/* The step that comes next, then those behind it. */
static RESULT print_next(struct cli *cli, const struct project_shown *shown)
{
    const struct project *project = &shown->project;
    bool reached = false;
    for (size_t i = 0; shown->next && project_path(project, i); i++) {
        const char *verb = project_path(project, i);
        const struct move *move = move_of(project, verb);
        const struct project_need need = project_need_of(project, verb);
        const bool next = strcmp(verb, shown->next) == 0;
        reached = reached || next;
        if (!reached)
            continue;
        (void)printf("  %s %s (%s)  %s", next ? "→" : "·", move->text[cli->language], verb, cli_text(cli, "由", "by "));
        cli_print_roles(cli, move);
        (void)printf("%s%s\n", need.clause[0] ? "  " : "", need.clause);
        if (next)
            TRY(print_missing(cli, shown));
    }
    return OK;
}

static void print_others(const struct cli *cli, const struct project_shown *shown)
{
    const struct move *list[MOVES_MAX];
    const struct project *project = &shown->project;
    const size_t count = moves_open(moves_get("project"), project->state, UINT32_MAX, list, MOVES_MAX);
    for (size_t i = 0; i < count; i++) {
        if (!project_on_path(project, list[i]->verb) || (shown->next && strcmp(list[i]->verb, shown->next) == 0))
            continue;
        (void)printf("  %s%s (%s)  %s", cli_text(cli, "也可：", "or: "), list[i]->text[cli->language], list[i]->verb,
                     cli_text(cli, "由", "by "));
        cli_print_roles(cli, list[i]);
        (void)printf("\n");
    }
}

RESULT cli_print_project(struct cli *cli, const struct project_shown *shown)
{
    const struct project *project = &shown->project;
    const char *scope;
    TRY(say_scope(cli, &project->plan, &scope));
    (void)printf("#%llu  %s  %s  %s%s\n", (unsigned long long)project->seq, project->plan.name,
                 project_state_name(project->state, cli->language),
                 project->plan.emergency ? cli_text(cli, "应急程序：", "emergency: ")
                                         : cli_text(cli, "一般程序", "normal path"),
                 project->plan.emergency ? project_case_text(project->plan.emergency, cli->language) : "");
    (void)printf("%s%s\n%s%s\n%s%s\n", cli_text(cli, "列支范围：", "scope: "), scope,
                 cli_text(cli, "原因：", "cause: "), project->plan.cause, cli_text(cli, "方案：", "plan: "),
                 project->plan.plan);
    print_sums(cli, shown);
    for (size_t i = 0; i < project->step_count; i++)
        TRY(print_step(cli, project, &project->steps[i]));
    TRY(print_next(cli, shown));
    print_others(cli, shown);
    for (size_t i = 0; i < shown->payment_count; i++) {
        const struct project_payment *payment = &shown->payments[i];
        (void)printf("  %s #%llu  %s", cli_text(cli, "支取申请", "application"),
                     (unsigned long long)payment->withdrawal, withdrawal_state_name(payment->state, cli->language));
        print_sum(cli, "申请", "asked", payment->amount);
        print_sum(cli, "已付", "paid", payment->paid);
        (void)printf("\n");
    }
    return OK;
}

void cli_print_project_head(const struct cli *cli)
{
    (void)printf("%s\n", cli_text(cli, "记录                预算             可付             已付  状态  名称",
                                  "record            budget          payable             paid  state  name"));
}

void cli_print_project_line(const struct cli *cli, const struct project *project)
{
    char texts[3][MONEY_TEXT];
    money_format_grouped(project->plan.budget, texts[0]);
    money_format_grouped(project->payable, texts[1]);
    money_format_grouped(project->paid, texts[2]);
    (void)printf("#%-8llu %14s %16s %16s  %s  %s\n", (unsigned long long)project->seq, texts[0], texts[1], texts[2],
                 project_state_name(project->state, cli->language), project->plan.name);
}
