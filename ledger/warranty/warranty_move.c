/* What is done on a deposit or a claim: judged on a snapshot, and written only where nothing came between. */
#include "base/canon.h"
#include "ledger/people/role.h"
#include "ledger/warranty/warranty_refuse.h"

#include <assert.h>
#include <string.h>

struct moving { /* one verb under way */
    struct ctx *ctx;
    const struct warranty_move_in *in;
    const struct warranty_claim_plan *plan; /* NULL: a move */
    const struct move *move;
    struct warranty_found found;
    struct warranty_need need;
    struct step step;
    struct warranty_judged judged;
};

/* ---- what the move asks for ---- */

static RESULT find_move(struct moving *m)
{
    const char *verb = m->in->verb;
    if (m->plan && (m->found.is_claim || !warranty_holds(m->found.warranty.state)))
        return warranty_refuse_state(m->ctx, &m->found, verb);
    if (m->plan) {
        m->found.claim = (struct warranty_claim){.plan = *m->plan};
        m->found.claim.plan.deposit = m->found.warranty.seq;
        m->found.is_claim = true;
    }
    m->move = moves_find(warranty_moves(&m->found), warranty_state(&m->found), verb);
    return m->move ? OK : warranty_refuse_state(m->ctx, &m->found, verb);
}

static RESULT check_words(struct moving *m)
{
    m->step.reason = m->in->reason ? m->in->reason : "";
    error_set(&m->ctx->error, "pointer", "--reason");
    if (m->need.reason && !m->in->reason)
        return REFUSE(field, required);
    error_set(&m->ctx->error, "pointer", "--until");
    return m->need.day && !m->in->when.present ? REFUSE(field, required) : OK;
}

/* The new last day comes later; what was put up or said was so by today. */
static RESULT check_days(struct moving *m)
{
    const day today = ctx_today(m->ctx), told = m->plan ? m->plan->told : 0;
    const day said = m->need.day || !m->in->when.present ? 0 : (day)m->in->when.value;
    char texts[2][DATE_TEXT];
    if (m->need.day && m->in->when.value <= m->found.warranty.expires) {
        date_format(m->found.warranty.expires, texts[0]);
        date_format((day)m->in->when.value, texts[1]);
        error_set(&m->ctx->error, "from", "%s", texts[0]);
        error_set(&m->ctx->error, "to", "%s", texts[1]);
        return REFUSE(warranty, term);
    }
    if (said <= today && told <= today)
        return OK;
    date_format(said > today ? said : told, texts[0]);
    date_format(today, texts[1]);
    error_set(&m->ctx->error, "value", "%s", texts[0]);
    error_set(&m->ctx->error, "today", "%s", texts[1]);
    return REFUSE(warranty, future);
}

/* ---- amounts ---- */

/* What other claims leave of the deposit. */
static RESULT check_held(struct moving *m, money amount)
{
    const struct warranty_claim *claim = &m->found.claim;
    money held, left;
    TRY(warranty_held(&m->found.warranty, &held));
    TRY(money_sub(held, m->found.warranty.claimed, &left));
    TRY(money_add(left, claim->payable, &left)); /* of this claim: what it may take in all */
    return money_cmp(amount, left) > 0 ? warranty_refuse_held(m->ctx, amount, left) : OK;
}

/* Verified: within the estimate and what the books hold. Settled: within what was verified. */
/*= SX-50-2 经主管部门核实可动用保修金维修 */
static RESULT check_bounds(struct moving *m, money amount)
{
    const struct warranty_claim *claim = &m->found.claim;
    if (money_cmp(amount, claim->asked) < 0)
        return warranty_refuse_amount(m->ctx, amount, "少于已申请的款 less than what is asked for");
    if (m->move->to == WARRANTY_CLAIM_settled)
        return money_cmp(amount, claim->verified) > 0
                   ? warranty_refuse_amount(m->ctx, amount, "超过核实的金额 above what was verified")
                   : OK;
    if (claim->state == WARRANTY_CLAIM_applied && money_cmp(amount, claim->estimate) > 0)
        return warranty_refuse_amount(m->ctx, amount, "超过申请的金额 above the estimate");
    return check_held(m, amount);
}

static RESULT check_amount(struct moving *m)
{
    const struct maybe said = m->in->amount;
    const money amount = FEN(said.present ? said.value : 0);
    const bool estimates = m->need.stage == WARRANTY_AT_CLAIM;
    if (m->need.amount && !said.present)
        return warranty_refuse_amount(m->ctx, amount, "请写明金额 name it with --amount");
    if (said.present && ((!m->need.amount && !estimates) || amount.fen <= 0))
        return warranty_refuse_amount(m->ctx, amount, "这一步不写金额，或不大于零 none here, or not above zero");
    m->step.amount = said;
    if (!said.present || estimates)
        return said.present ? money_check(amount) : OK;
    return check_bounds(m, amount);
}

/* A claim ends when exactly its settlement was paid, or nothing; a deposit when the books hold nothing of it. */
static RESULT check_settled(struct moving *m)
{
    const struct warranty_found *found = &m->found;
    const bool closes = strcmp(m->in->verb, "close") == 0, withdraws = strcmp(m->in->verb, "withdraw") == 0;
    const struct warranty_asked asked = found->is_claim
                                            ? (struct warranty_asked){found->claim.asked, found->claim.paid}
                                            : (struct warranty_asked){found->warranty.asked, found->warranty.paid};
    money due = FEN(0);
    if (strcmp(m->in->verb, "reopen") == 0) {
        TRY(warranty_held(&found->warranty, &due));
        return due.fen > 0 ? OK : warranty_refuse_state(m->ctx, found, m->in->verb);
    }
    if (!closes && !withdraws)
        return OK;
    if (closes && found->is_claim)
        due = found->claim.settled;
    else if (closes) {
        TRY(warranty_held(&found->warranty, &due));
        TRY(money_add(due, asked.paid, &due));
    }
    return money_cmp(asked.asked, due) != 0 || money_cmp(asked.paid, due) != 0
               ? warranty_refuse_unsettled(m->ctx, due, &asked)
               : OK;
}

/* ---- the rules ---- */

static RESULT judge(struct moving *m)
{
    const uint32_t brought = step_papers(&m->step);
    const uint32_t papers = m->found.is_claim ? m->found.claim.papers | brought : brought;
    const uint32_t missing = m->need.papers & ~brought;
    const struct warranty_judging judging = {m->need.stage, papers};
    if (missing)
        return step_refuse_papers(m->ctx, m->move->text[LANGUAGE_ZH], missing, "本程序要求 asked by this program");
    m->found.claim.gone = (papers & PAPER_BIT(gone)) != 0;
    TRY(warranty_judge_stage(m->ctx, m->in->community, &m->found, &judging, &m->judged));
    for (size_t i = 0; i < m->judged.verdicts.count; i++)
        if (m->judged.verdicts.list[i].outcome != WARRANTY_PASS)
            return warranty_refuse_verdict(m->ctx, m->move, &m->judged, &m->judged.verdicts.list[i]);
    return OK;
}

static RESULT decide(struct moving *m)
{
    TRY(warranty_find(m->ctx, m->in->community, m->in->subject, &m->found));
    TRY(find_move(m));
    TRY(role_require(m->ctx, m->in->community, m->move->roles, NULL));
    m->need = warranty_need_of(m->in->verb);
    TRY(check_words(m));
    TRY(check_days(m));
    TRY(check_amount(m));
    TRY(check_settled(m));
    m->step.when = m->in->when;
    m->step.verb = m->move->verb;
    m->step.on = ctx_today(m->ctx);
    m->step.state = m->move->to;
    return judge(m);
}

/* ---- the record ---- */

static RESULT add_opened(struct moving *m, struct change *change, const struct record_judged *judged)
{
    const struct record_ref more[STEP_REFS_MORE] = {{REF_APPLIED_BY, m->found.warranty.seq, FEN(0)}};
    struct record_matter_opened *record;
    struct bytes text;
    TRY(ARENA_TAKE(m->ctx->arena, 1, &record));
    record->noun = NOUN_WARRANTY_CLAIM;
    record->id = random_uuid7(m->ctx->random, m->ctx->now);
    record->from = m->step.on;
    record->has_amount = true;
    record->judged = *judged;
    TRY(step_refs(m->ctx, &m->step, more, &record->refs, &record->refs_count));
    TRY(warranty_claim_write(m->ctx, &m->found.claim.plan, &m->step, &text));
    TRY(change_commit(m->ctx, change, COMMIT_MATTER_DETAILS, text, &record->details));
    return change_add(change, RECORD_matter_opened, record, NULL);
}

/* A deposit keeps the amount that was to be deposited: what may be paid back is what the books hold. */
static RESULT add_moved(struct moving *m, struct change *change, const struct record_judged *judged)
{
    static const struct record_ref none[STEP_REFS_MORE] = {{.role = 0}};
    struct record_matter_moved *record;
    struct bytes text;
    TRY(ARENA_TAKE(m->ctx->arena, 1, &record));
    record->noun = m->found.is_claim ? NOUN_WARRANTY_CLAIM : NOUN_WARRANTY;
    record->id = m->found.is_claim ? m->found.claim.claim : m->found.warranty.warranty;
    record->old_state = m->move->from;
    record->new_state = m->move->to;
    if (m->found.is_claim) {
        warranty_claim_take(&m->found.claim, &m->step);
        record->has_amount = true;
        record->amount = m->found.claim.payable;
    }
    record->judged = *judged;
    TRY(step_refs(m->ctx, &m->step, none, &record->refs, &record->refs_count));
    TRY(warranty_claim_write(m->ctx, NULL, &m->step, &text));
    TRY(change_commit(m->ctx, change, COMMIT_REASON, text, &record->details));
    return change_add(change, RECORD_matter_moved, record, NULL);
}

/* The request is what the person wrote. */
static RESULT request_of(const struct moving *m, struct digest *ret_mac)
{
    const struct warranty_move_in *in = m->in;
    const char *const words[] = {in->verb, in->subject, in->reason ? in->reason : ""};
    const struct step asked = {.verb = in->verb,
                               .amount = in->amount,
                               .when = in->when,
                               .reason = "",
                               .papers = in->papers,
                               .paper_count = in->paper_count};
    struct buffer out;
    struct bytes request, text;
    struct digest secret;
    TRY(warranty_claim_write(m->ctx, m->plan, &asked, &text));
    buffer_init(&out, m->ctx->arena, 1 << 16);
    for (size_t i = 0; i < LENGTH(words); i++)
        canon_bytes(&out, BYTES(words[i], strlen(words[i])));
    canon_bytes(&out, text);
    TRY(buffer_done(&out, &request));
    TRY(journal_secret(m->ctx, &secret));
    *ret_mac = change_mac(&secret, in->community, "warranty_move", request);
    return OK;
}

static RESULT move_once(struct moving *m, uint64_t *ret_seq)
{
    struct journal_head head;
    struct change change;
    struct digest mac;
    bool written;
    m->step = (struct step){.papers = m->in->papers, .paper_count = m->in->paper_count};
    TRY(journal_head(m->ctx, m->in->community, &head));
    TRY(journal_written(m->ctx, m->in->community, m->in->key, &written));
    TRY(request_of(m, &mac));
    change_init(&change, m->ctx->arena);
    TRY(change_request(m->ctx, &change, m->in->community, m->in->key, &mac));
    if (!written) {
        TRY(decide(m));
        const struct record_judged judged = {.rule_set = m->judged.rules->set.digest, .outcome = 1};
        TRY(m->plan ? add_opened(m, &change, &judged) : add_moved(m, &change, &judged));
        change.requests.items[0].at_size = head.size;
    }
    TRY(journal_post(m->ctx, &change));
    *ret_seq = change.requests.items[0].seq;
    return OK;
}

static RESULT run(struct ctx *ctx, const struct warranty_move_in *in, const struct warranty_claim_plan *plan,
                  uint64_t *ret_seq)
{
    struct moving *m;
    result done = OK;
    TRY(ARENA_TAKE(ctx->arena, 1, &m));
    for (int i = 0; i < JOURNAL_ATTEMPTS; i++) {
        *m = (struct moving){.ctx = ctx, .in = in, .plan = plan};
        done = move_once(m, ret_seq);
        if (done.code != ERROR_journal_moved)
            return done;
    }
    return done;
}

RESULT warranty_move(struct ctx *ctx, const struct warranty_move_in *in, uint64_t *ret_seq)
{
    if (in->reason)
        TRY(step_check_words(ctx, in->reason, "--reason", STEP_WORDS_MAX));
    return run(ctx, in, NULL, ret_seq);
}

RESULT warranty_claim_open(struct ctx *ctx, const struct warranty_claim_in *in, uint64_t *ret_seq)
{
    const struct warranty_move_in asked = {.community = in->community,
                                           .key = in->key,
                                           .subject = in->deposit,
                                           .verb = "claim",
                                           .amount = {true, in->estimate.fen},
                                           .papers = in->papers,
                                           .paper_count = in->paper_count};
    TRY(step_check_words(ctx, in->plan.part, "/part", WARRANTY_PART_MAX));
    TRY(step_check_words(ctx, in->plan.defect, "--reason", STEP_WORDS_MAX));
    return run(ctx, &asked, &in->plan, ret_seq);
}
