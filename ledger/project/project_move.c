/* What is done on a project: judged on a snapshot, and written only where nothing came between. */
#include "ledger/project/project.h"

#include "base/canon.h"
#include "base/number.h"
#include "embed/sql.h"
#include "ledger/people/community.h"
#include "ledger/people/party.h"
#include "ledger/people/role.h"
#include "ledger/project/project_json.h"
#include "ledger/project/project_refuse.h"
#include "ledger/project/project_scope.h"
#include "ledger/project/project_step.h"
#include "rules/decision.h"
#include "rules/moves.h"

#include <assert.h>
#include <string.h>

#define NO_AMOUNT "这一步不写金额，或不大于零 none here, or not above zero"

struct moving { /* one verb under way */
    struct ctx *ctx;
    const struct project_move_in *in;
    const struct project_open_in *opening; /* NULL: a move */
    const struct move *move;
    struct project project; /* before, then after */
    struct project_need need;
    struct step step;
    struct project_judged judged;
};

/* ---- words ---- */

static RESULT check_plan(struct ctx *ctx, const struct project_plan *plan)
{
    char text[MONEY_TEXT];
    TRY(step_check_words(ctx, plan->name, "/name", PROJECT_NAME_MAX));
    TRY(step_check_words(ctx, plan->plan, "/plan", STEP_WORDS_MAX));
    TRY(step_check_words(ctx, plan->cause, "/cause", STEP_WORDS_MAX));
    money_format(plan->budget, text);
    error_set(&ctx->error, "amount", "%s", text);
    if (plan->budget.fen <= 0)
        return REFUSE(project, budget);
    return money_check(plan->budget);
}

/* ---- what the move asks for ---- */

static RESULT find_move(struct moving *m)
{
    const struct moves *moves = moves_get("project");
    const bool anew = strcmp(m->in->verb, "change") == 0 && m->in->decision;
    m->move = anew ? moves_to(moves, m->project.state, m->in->verb, PROJECT_decided)
                   : moves_find(moves, m->project.state, m->in->verb);
    if (!m->move)
        return project_refuse_state(m->ctx, &m->project, m->in->verb);
    return project_on_path(&m->project, m->in->verb) ? OK : project_refuse_path(m->ctx, &m->project, m->move);
}

static RESULT check_amount(struct moving *m)
{
    const struct maybe amount = m->in->amount;
    const bool allowed = m->need.amount || m->need.decision || m->need.stage == PROJECT_APPLICATION;
    if (m->need.amount && !amount.present)
        return project_refuse_amount(m->ctx, FEN(0), "请写明金额 name it with --amount");
    if (amount.present && (!allowed || amount.value <= 0))
        return project_refuse_amount(m->ctx, FEN(amount.value), NO_AMOUNT);
    if (m->need.amount && m->move->to != PROJECT_decided && amount.value < m->project.asked.fen)
        return project_refuse_amount(m->ctx, FEN(amount.value), "少于已申请的款 less than what is asked for");
    return amount.present ? money_check(FEN(amount.value)) : OK;
}

static RESULT check_words(struct moving *m)
{
    m->step.reason = m->in->reason ? m->in->reason : "";
    error_set(&m->ctx->error, "pointer", "--reason");
    if (m->need.reason && !m->in->reason)
        return REFUSE(field, required);
    error_set(&m->ctx->error, "pointer", "--payee");
    return m->need.party && !m->in->party ? REFUSE(field, required) : OK;
}

static RESULT find_party(struct moving *m)
{
    struct party party;
    if (!m->need.party)
        return OK;
    TRY(party_find(m->ctx, m->in->community, m->in->party, &party));
    m->step.party = (struct maybe){true, (int64_t)party.seq};
    return OK;
}

/* ---- the decision ---- */

struct decision_row {
    int32_t matter;
    int16_t result;
    struct maybe limit;
};

/*= CN-MF-22-2 使用建议由列支范围内的业主讨论通过 */
static RESULT judge_decision(struct moving *m, const struct decision_row *found)
{
    if (found->matter != DECISION_USE_FUND)
        return project_refuse_decision(m->ctx, m->in->decision, "不是使用维修资金的决定 not on the use of the fund");
    if (found->result != DECISION_PASSED)
        return project_refuse_decision(m->ctx, m->in->decision, "没有通过 it did not pass");
    if (found->limit.present && m->step.amount.value > found->limit.value)
        return project_refuse_decision(m->ctx, m->in->decision, "金额超过决定的限额 the amount is above its limit");
    return OK;
}

static RESULT find_decision(struct moving *m)
{
    static const struct db_column row[] = {COLUMN(decision_row, matter), COLUMN(decision_row, result),
                                           COLUMN(decision_row, limit)};
    const char *name = m->in->decision;
    struct decision_row found = {.matter = 0};
    bool known = false;
    if (!m->need.decision && m->move->to != PROJECT_decided)
        return OK;
    if (!name || FAILED(number_parse_record(name, &m->step.decision.value)))
        return project_refuse_decision(m->ctx, name ? name : "", "没有写明记录 no record is named");
    const struct db_value in[] = {db_number((int64_t)m->in->community), db_number(m->step.decision.value)};
    TRY(db_maybe(m->ctx, CALL(sql_withdrawal_decision, in), ROW(decision_row, row), &found, &known));
    if (!known)
        return project_refuse_decision(m->ctx, name, "没有这项决定 no such decision");
    m->step.decision.present = true;
    return judge_decision(m, &found);
}

/* ---- the rules ---- */

static uint32_t papers_of(const struct moving *m)
{
    return m->project.papers | step_papers(&m->step);
}

/* Each change comes with an order of its own. */
static RESULT judge_papers(struct moving *m)
{
    const uint32_t there = m->need.stage == PROJECT_CHANGE ? step_papers(&m->step) : papers_of(m);
    const uint32_t missing = m->need.papers & ~there;
    return missing ? project_refuse_paper(m->ctx, m->move, missing) : OK;
}

static RESULT judge_stage(struct moving *m, uint16_t exclusion)
{
    const struct project_judging judging = {.stage = m->step.decision.present ? 0 : m->need.stage,
                                            .amount = FEN(m->step.amount.present ? m->step.amount.value : 0),
                                            .papers = papers_of(m),
                                            .exclusion = exclusion};
    TRY(project_judge_stage(m->ctx, m->in->community, &m->project, &judging, &m->judged));
    for (size_t i = 0; i < m->judged.count; i++)
        if (m->judged.verdicts[i].outcome != PROJECT_PASS)
            return project_refuse_verdict(m->ctx, m->move, &m->judged, &m->judged.verdicts[i]);
    return OK;
}

/*= CN-MF-22-2 合同价不超过业主决定的金额 (own) */
/*= CN-MF-20 决算全部付清并分摊到户以后才算分摊完毕 (own) */
static RESULT judge_money(struct moving *m)
{
    const struct project *project = &m->project;
    const money amount = FEN(m->step.amount.value);
    if (strcmp(m->in->verb, "contract") == 0 && money_cmp(amount, project->decided) > 0)
        return project_refuse_overrun(m->ctx, amount, project->decided);
    if (strcmp(m->in->verb, "apportion") == 0 &&
        (money_cmp(project->apportioned, project->settled) != 0 || money_cmp(project->paid, project->settled) != 0))
        return project_refuse_apportioned(m->ctx, project);
    return OK;
}

/* Of the decision: what it is said to allow, or the budget. Of a proposal: the budget. */
static void settle_amount(struct moving *m)
{
    m->step.amount = m->in->amount;
    if (!m->in->amount.present && (m->need.decision || m->need.stage == PROJECT_APPLICATION))
        m->step.amount = (struct maybe){true, m->project.plan.budget.fen};
}

/* A proposal made again is judged by its new budget. */
static void take_budget(struct moving *m)
{
    if (m->need.stage == PROJECT_APPLICATION)
        m->project.plan.budget = FEN(m->step.amount.value);
    if (m->project.plan.emergency)
        m->project.decided = m->project.plan.budget;
}

static RESULT decide_move(struct moving *m)
{
    struct ctx *ctx = m->ctx;
    TRY(project_find(ctx, m->in->community, m->in->project, &m->project));
    TRY(find_move(m));
    TRY(role_require(ctx, m->in->community, m->move->roles, NULL));
    m->need = project_need_of(&m->project, m->in->verb);
    TRY(check_words(m));
    TRY(check_amount(m));
    TRY(find_party(m));
    settle_amount(m);
    TRY(find_decision(m));
    TRY(judge_papers(m));
    TRY(judge_money(m));
    take_budget(m);
    return judge_stage(m, 0);
}

static RESULT decide_opening(struct moving *m)
{
    struct ctx *ctx = m->ctx;
    const struct project_plan *plan = &m->opening->plan;
    m->project = (struct project){.plan = *plan, .decided = plan->emergency ? plan->budget : FEN(0)};
    m->move = moves_find(moves_get("project"), PROJECT_none, "propose");
    m->need = project_need_of(&m->project, "propose");
    m->step.amount = (struct maybe){true, plan->budget.fen};
    m->step.reason = "";
    TRY(project_scope_check(ctx, m->in->community, plan));
    TRY(role_require(ctx, m->in->community, m->move->roles, NULL));
    TRY(judge_papers(m));
    return judge_stage(m, m->opening->exclusion);
}

/* ---- the record ---- */

static RESULT fill_refs(const struct moving *m, struct record_ref **ret_refs, uint32_t *ret_count)
{
    struct record_ref more[STEP_REFS_MORE] = {{.role = 0}};
    size_t count = 0;
    if (m->step.decision.present)
        more[count++] = (struct record_ref){REF_DECIDED_BY, (uint64_t)m->step.decision.value, FEN(0)};
    if (m->step.party.present)
        more[count++] = (struct record_ref){REF_PARTY, (uint64_t)m->step.party.value, FEN(0)};
    return step_refs(m->ctx, &m->step, more, ret_refs, ret_count);
}

static struct record_judged judged_of(const struct moving *m)
{
    return (struct record_judged){.rule_set = m->judged.rules->set.digest, .outcome = 1};
}

static RESULT add_opened(struct moving *m, struct change *change, struct bytes text)
{
    struct record_matter_opened *record;
    TRY(ARENA_TAKE(m->ctx->arena, 1, &record));
    record->noun = NOUN_PROJECT;
    record->id = random_uuid7(m->ctx->random, m->ctx->now);
    record->from = m->step.on;
    record->has_amount = true;
    record->judged = judged_of(m);
    TRY(fill_refs(m, &record->refs, &record->refs_count));
    TRY(change_commit(m->ctx, change, COMMIT_MATTER_DETAILS, text, &record->details));
    return change_add(change, RECORD_matter_opened, record, NULL);
}

static RESULT add_moved(struct moving *m, struct change *change, struct bytes text)
{
    struct record_matter_moved *record;
    TRY(ARENA_TAKE(m->ctx->arena, 1, &record));
    record->noun = NOUN_PROJECT;
    record->id = m->project.project;
    record->old_state = m->move->from;
    record->new_state = m->move->to;
    record->has_amount = true;
    project_take(&m->project, &m->step);
    record->amount = m->project.payable;
    record->judged = judged_of(m);
    TRY(fill_refs(m, &record->refs, &record->refs_count));
    TRY(change_commit(m->ctx, change, COMMIT_REASON, text, &record->details));
    return change_add(change, RECORD_matter_moved, record, NULL);
}

static RESULT add_record(struct moving *m, struct change *change)
{
    struct bytes text;
    m->step.verb = m->move->verb;
    m->step.on = ctx_today(m->ctx);
    m->step.state = m->move->to;
    TRY(project_json_write(m->ctx, m->opening ? &m->opening->plan : NULL, &m->step, &text));
    return m->opening ? add_opened(m, change, text) : add_moved(m, change, text);
}

/* The request is what the person wrote. */
static RESULT request_of(const struct moving *m, struct digest *ret_mac)
{
    const struct project_move_in *in = m->in;
    const char *const words[] = {in->verb, in->project, in->decision, in->party, in->reason};
    const struct step asked = {.verb = in->verb,
                               .amount = in->amount,
                               .reason = "",
                               .papers = m->step.papers,
                               .paper_count = m->step.paper_count};
    struct buffer out;
    struct bytes request, text;
    struct digest secret;
    TRY(project_json_write(m->ctx, m->opening ? &m->opening->plan : NULL, &asked, &text));
    buffer_init(&out, m->ctx->arena, 1 << 17);
    for (size_t i = 0; i < LENGTH(words); i++)
        canon_bytes(&out, BYTES(words[i] ? words[i] : "", words[i] ? strlen(words[i]) : 0));
    canon_u16(&out, m->opening ? m->opening->exclusion : 0);
    canon_bytes(&out, text);
    TRY(buffer_done(&out, &request));
    TRY(journal_secret(m->ctx, &secret));
    *ret_mac = change_mac(&secret, in->community, "project", request);
    return OK;
}

static RESULT move_once(struct moving *m, uint64_t *ret_seq)
{
    const uint64_t community = m->in->community;
    struct journal_head head;
    struct change change;
    struct digest mac;
    bool written;
    m->step = (struct step){.papers = m->opening ? m->opening->papers : m->in->papers,
                            .paper_count = m->opening ? m->opening->paper_count : m->in->paper_count};
    TRY(journal_head(m->ctx, community, &head));
    TRY(journal_written(m->ctx, community, m->in->key, &written));
    TRY(request_of(m, &mac));
    change_init(&change, m->ctx->arena);
    TRY(change_request(m->ctx, &change, community, m->in->key, &mac));
    if (!written) {
        TRY(m->opening ? decide_opening(m) : decide_move(m));
        TRY(add_record(m, &change));
        change.requests.items[0].at_size = head.size;
    }
    TRY(journal_post(m->ctx, &change));
    *ret_seq = change.requests.items[0].seq;
    return OK;
}

static RESULT run(struct moving *m, uint64_t *ret_seq)
{
    result done = OK;
    for (int i = 0; i < JOURNAL_ATTEMPTS; i++) {
        done = move_once(m, ret_seq);
        if (done.code != ERROR_journal_moved)
            return done;
    }
    return done;
}

RESULT project_open(struct ctx *ctx, const struct project_open_in *in, uint64_t *ret_seq)
{
    const struct project_move_in asked = {.community = in->community, .key = in->key, .verb = "propose"};
    struct moving *m;
    TRY(check_plan(ctx, &in->plan));
    TRY(ARENA_TAKE(ctx->arena, 1, &m));
    *m = (struct moving){.ctx = ctx, .in = &asked, .opening = in};
    return run(m, ret_seq);
}

RESULT project_move(struct ctx *ctx, const struct project_move_in *in, uint64_t *ret_seq)
{
    struct moving *m;
    if (in->reason)
        TRY(step_check_words(ctx, in->reason, "--reason", STEP_WORDS_MAX));
    TRY(ARENA_TAKE(ctx->arena, 1, &m));
    *m = (struct moving){.ctx = ctx, .in = in};
    return run(m, ret_seq);
}
