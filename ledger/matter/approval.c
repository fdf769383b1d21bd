#include "ledger/matter/approval.h"

#include "base/canon.h"
#include "base/digest.h"
#include "base/number.h"
#include "base/role.h"
#include "embed/sql.h"
#include "ledger/matter/relation.h"
#include "ledger/people/actor_key.h"
#include "ledger/people/community.h"
#include "ledger/people/role.h"

#include <assert.h>
#include <string.h>

RESULT approval_list(struct ctx *ctx, uint64_t community, uint64_t withdrawal, struct approval **ret_list,
                     size_t *ret_count)
{
    static const struct db_column row[] = {
        COLUMN(approval, seq),      COLUMN(approval, approver), COLUMN(approval, approver_name),
        COLUMN(approval, step),     COLUMN(approval, verdict),  COLUMN(approval, evidence),
        COLUMN(approval, intent),   COLUMN(approval, reason),   COLUMN(approval, withdrawn),
        COLUMN(approval, given_at),
    };
    const struct db_value in[] = {db_number((int64_t)community), db_number((int64_t)withdrawal)};
    *ret_list = NULL;
    return db_list(ctx, CALL(sql_approval_list, in), ROW(approval, row), ret_list, ret_count);
}

int approval_open_step(unsigned steps, const struct approval *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].verdict == VERDICT_YES && !list[i].withdrawn.present)
            steps &= ~(1U << list[i].step);
    for (int step = STEP_REVIEW; step <= STEP_SUPERVISOR; step++)
        if (steps & 1U << step)
            return step;
    return 0;
}

struct record_row {
    struct bytes record;
};

static RESULT leaf_of(struct ctx *ctx, uint64_t community, struct maybe seq, struct digest *ret_leaf)
{
    static const struct db_column row[] = {COLUMN(record_row, record)};
    const struct db_value in[] = {db_number((int64_t)community), db_maybe_number(seq)};
    struct record_row stored;
    *ret_leaf = (struct digest){{0}};
    if (!seq.present)
        return OK;
    TRY(db_one(ctx, CALL(sql_journal_get, in), ROW(record_row, row), &stored));
    record_leaf(stored.record, ret_leaf);
    return OK;
}

RESULT approval_subject(struct ctx *ctx, uint64_t community, uint64_t withdrawal, struct digest *ret_leaf)
{
    return leaf_of(ctx, community, (struct maybe){true, (int64_t)withdrawal}, ret_leaf);
}

/* ---- who decides ---- */

struct deciding {
    const struct approval_give_in *in;
    const char *key;
    struct withdrawal withdrawal;
    struct withdrawal_verdict verdict;
    struct approval *given;
    size_t given_count;
    struct role_grant grant;
    int step;
};

/*= CN-AL-25-1-1 审批与经办、记账的人员相互分离 */
static RESULT check_person(struct ctx *ctx, const struct deciding *d)
{
    const struct uuid *actor = &ctx->actor.subject;
    bool acted = uuid_equal(actor, &d->withdrawal.applicant);
    for (size_t i = 0; i < d->given_count; i++)
        acted |= !d->given[i].withdrawn.present && uuid_equal(actor, &d->given[i].approver);
    return acted ? REFUSE(approval, same_person) : OK;
}

/*= ZHJ-12-4 监督人与申请人分属不同单位 */
static RESULT check_organization(struct ctx *ctx, const struct deciding *d)
{
    struct role_grant *grants;
    size_t count;
    if (d->step != STEP_SUPERVISOR)
        return OK;
    TRY(role_list(ctx, d->in->community, &grants, &count));
    for (size_t i = 0; i < count; i++)
        if (uuid_equal(&grants[i].subject, &d->withdrawal.applicant) && role_in_force(&grants[i], ctx_today(ctx)) &&
            grants[i].organization != 0 && grants[i].organization == d->grant.organization)
            return REFUSE(approval, organization);
    return OK;
}

static RESULT check_relation(struct ctx *ctx, const struct deciding *d)
{
    struct party party;
    struct person *people;
    const char *name;
    size_t count;
    bool touches;
    TRY(arena_print(ctx->arena, &name, "#%lld", (long long)d->withdrawal.party.value));
    TRY(party_find(ctx, d->in->community, name, &party));
    TRY(relation_touches(ctx, d->in->community, &party, &ctx->actor.subject, &touches));
    if (!touches)
        return OK;
    TRY(person_list(ctx, d->in->community, &people, &count));
    for (size_t i = 0; i < count; i++)
        if (uuid_equal(&people[i].subject, &ctx->actor.subject))
            error_set(&ctx->error, "person", "%s", people[i].name);
    return REFUSE(approval, related);
}

static RESULT check_digest(struct ctx *ctx, const struct deciding *d)
{
    struct digest leaf;
    char hex[2 * sizeof leaf.b + 1];
    if (!d->in->digest)
        return OK;
    TRY(approval_subject(ctx, d->in->community, d->withdrawal.seq, &leaf));
    hex_encode(BYTES(leaf.b, sizeof leaf.b), hex);
    error_set(&ctx->error, "digest", "%s", d->in->digest);
    return strncmp(hex, d->in->digest, strlen(d->in->digest)) == 0 ? OK : REFUSE(approval, intent);
}

static RESULT check_reason(struct ctx *ctx, const struct approval_give_in *in)
{
    if (in->verdict == VERDICT_YES)
        return OK;
    if (!in->reason)
        return REFUSE(approval, verdict);
    return community_check_text(ctx, in->reason);
}

static RESULT check_state(struct ctx *ctx, const struct withdrawal *withdrawal)
{
    char text[DATE_TEXT];
    if (withdrawal->state != WITHDRAWAL_submitted)
        return REFUSE(withdrawal, closed);
    date_format(withdrawal->valid_until, text);
    error_set(&ctx->error, "valid_until", "%s", text);
    return withdrawal->valid_until < ctx_today(ctx) ? REFUSE(withdrawal, expired) : OK;
}

static unsigned role_of_step(int step)
{
    return step == STEP_REVIEW      ? ROLE_BIT(ROLE_MEMBER)
           : step == STEP_COMMITTEE ? ROLE_BIT(ROLE_CHAIR)
                                    : ROLE_BIT(ROLE_SUPERVISOR);
}

static RESULT decide(struct ctx *ctx, struct deciding *d)
{
    const struct withdrawal *withdrawal = &d->withdrawal;
    TRY(check_state(ctx, withdrawal));
    TRY(withdrawal_judge_again(ctx, d->in->community, withdrawal, &d->verdict));
    d->step = approval_open_step(d->verdict.steps, d->given, d->given_count);
    if (d->step == 0) /* all had agreed when the rules asked for fewer: the last of them closes it */
        d->step = STEP_COMMITTEE;
    TRY(role_require(ctx, d->in->community, role_of_step(d->step), &d->grant));
    error_set(&ctx->error, "withdrawal", "#%llu", (unsigned long long)withdrawal->seq);
    TRY(check_person(ctx, d));
    TRY(check_organization(ctx, d));
    TRY(check_relation(ctx, d));
    TRY(check_digest(ctx, d));
    TRY(check_reason(ctx, d->in));
    return d->in->verdict == VERDICT_YES ? withdrawal_refuse(ctx, &d->verdict) : OK;
}

/* ---- the records ---- */

static RESULT intent_of(struct ctx *ctx, const struct deciding *d, struct record_intent *ret_intent)
{
    const struct withdrawal *withdrawal = &d->withdrawal;
    *ret_intent = (struct record_intent){
        .community = d->in->community,
        .amount = withdrawal->amount,
        .payee = withdrawal->payee_commitment,
        .payee_account = withdrawal->account_commitment,
        .event_id = record_event_id(d->in->community, BYTES(d->key, strlen(d->key)), 0),
        .step = (uint16_t)d->step,
        .verdict = d->in->verdict,
        .valid_until = (uint64_t)date_begin(withdrawal->valid_until + 1),
    };
    TRY(approval_subject(ctx, d->in->community, withdrawal->seq, &ret_intent->subject));
    return leaf_of(ctx, d->in->community, withdrawal->decision, &ret_intent->decision);
}

/* With the approver's own key, or as the session says. */
static RESULT add_signature(struct ctx *ctx, const struct deciding *d, struct record_approval_given *record)
{
    const struct actor_key *key;
    if (d->in->signature.size == 0)
        return d->verdict.own_key && d->in->verdict == VERDICT_YES ? REFUSE(approval, own_key) : OK;
    error_set(&ctx->error, "key", "–");
    TRY(actor_key_of(ctx, d->in->community, &ctx->actor.subject, &key));
    if (!key)
        return REFUSE(actor_key, unknown);
    const struct sign_key public = {(uint8_t)key->algorithm, key->octets};
    if (!sign_verify(&public, BYTES(record->intent.b, sizeof record->intent.b), d->in->signature))
        return REFUSE(approval, signature);
    record->evidence = EVIDENCE_KEY;
    record->has_sig = true;
    record->sig = (struct record_sig){(uint8_t)key->algorithm, key->key, d->in->signature};
    ctx->actor.key = key->key;
    return OK;
}

static RESULT fill(struct ctx *ctx, struct change *change, const struct deciding *d,
                   struct record_approval_given *record)
{
    struct record_intent intent;
    TRY(intent_of(ctx, d, &intent));
    record->intent = record_intent(&intent);
    record->subject_seq = d->withdrawal.seq;
    record->step = intent.step;
    record->verdict = intent.verdict;
    record->evidence = EVIDENCE_SESSION;
    record->valid_until = intent.valid_until;
    record->judged.rule_set = d->verdict.rule_set;
    record->judged.outcome = d->verdict.outcome == WITHDRAWAL_PASS ? 1 : 2;
    if (d->in->reason) {
        record->has_reason = true;
        TRY(change_commit(ctx, change, COMMIT_REASON, BYTES(d->in->reason, strlen(d->in->reason)), &record->reason));
    }
    return add_signature(ctx, d, record);
}

/* What the verdict makes of the application. */
static enum withdrawal_state state_after(const struct deciding *d)
{
    unsigned left = d->verdict.steps & ~(1U << d->step);
    if (d->in->verdict == VERDICT_NO)
        return WITHDRAWAL_refused;
    if (d->in->verdict == VERDICT_RETURNED)
        return WITHDRAWAL_returned;
    return approval_open_step(left, d->given, d->given_count) == 0 ? WITHDRAWAL_approved : WITHDRAWAL_submitted;
}

/* The record names every approval that counted, this one last. */
static RESULT add_closing(struct ctx *ctx, struct change *change, const struct deciding *d, uint32_t approval)
{
    struct record_application_closed *record;
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    TRY(ARENA_TAKE(ctx->arena, d->given_count + 1, &record->refs));
    record->application_seq = d->withdrawal.seq;
    record->state = (uint8_t)state_after(d);
    for (size_t i = 0; i < d->given_count; i++)
        if (!d->given[i].withdrawn.present)
            record->refs[record->refs_count++] = (struct record_ref){REF_APPROVED_BY, d->given[i].seq, FEN(0)};
    record->refs[record->refs_count] = (struct record_ref){REF_APPROVED_BY, 0, FEN(0)};
    TRY(change_link(change, &record->refs[record->refs_count].seq, approval));
    record->refs_count++;
    return change_add(change, RECORD_application_closed, record, NULL);
}

static RESULT add_reservation(struct ctx *ctx, struct change *change, const struct withdrawal *withdrawal,
                              uint32_t *ret_item)
{
    struct record_reservation_made *record;
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    TRY(ARENA_TAKE(ctx->arena, 1, &record->refs));
    record->fund = (uint16_t)withdrawal->fund;
    record->account_no = withdrawal->account_no;
    record->amount = withdrawal->amount;
    record->expires = withdrawal->valid_until;
    record->has_payee = true;
    record->payee = withdrawal->payee_commitment;
    record->refs[record->refs_count++] = (struct record_ref){REF_DECIDED_BY, withdrawal->seq, FEN(0)};
    return change_add(change, RECORD_reservation_made, record, ret_item);
}

static RESULT add_records(struct ctx *ctx, struct change *change, const struct deciding *d, uint32_t *ret_reservation)
{
    struct record_approval_given *record;
    uint32_t approval;
    *ret_reservation = 0;
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    TRY(fill(ctx, change, d, record));
    TRY(change_add(change, RECORD_approval_given, record, &approval));
    if (state_after(d) == WITHDRAWAL_submitted)
        return OK;
    TRY(add_closing(ctx, change, d, approval));
    return state_after(d) == WITHDRAWAL_approved ? add_reservation(ctx, change, &d->withdrawal, ret_reservation) : OK;
}

/* What was taken back may be given again: the key counts it. */
static RESULT settle_key(struct ctx *ctx, struct deciding *d, const struct digest *mac)
{
    const char *word;
    unsigned taken_back = 0;
    for (size_t i = 0; i < d->given_count; i++)
        taken_back += d->given[i].withdrawn.present;
    TRY(arena_print(ctx->arena, &word, "approval-%u", taken_back));
    d->key = d->in->key;
    return change_default_key(ctx, word, mac, &d->key);
}

static RESULT begin(struct ctx *ctx, struct change *change, struct deciding *d)
{
    const struct approval_give_in *in = d->in;
    struct digest secret;
    struct buffer out;
    struct bytes request;
    buffer_init(&out, ctx->arena, 4096);
    canon_u64(&out, d->withdrawal.seq);
    buffer_put(&out, ctx->actor.subject.b, sizeof ctx->actor.subject.b);
    canon_u8(&out, in->verdict);
    canon_bytes(&out, BYTES(in->reason ? in->reason : "", in->reason ? strlen(in->reason) : 0));
    TRY(buffer_done(&out, &request));
    TRY(journal_secret(ctx, &secret));
    const struct digest mac = change_mac(&secret, in->community, "approval_give", request);
    TRY(settle_key(ctx, d, &mac));
    change_init(change, ctx->arena);
    return change_request(ctx, change, in->community, d->key, &mac);
}

static RESULT look(struct ctx *ctx, struct deciding *d, struct change *change)
{
    TRY(withdrawal_find(ctx, d->in->community, d->in->withdrawal, &d->withdrawal));
    TRY(approval_list(ctx, d->in->community, d->withdrawal.seq, &d->given, &d->given_count));
    return begin(ctx, change, d);
}

RESULT approval_intent(struct ctx *ctx, const struct approval_give_in *in, struct record_intent *ret_intent)
{
    struct deciding *d;
    struct change change;
    TRY(ARENA_TAKE(ctx->arena, 1, &d));
    *d = (struct deciding){.in = in};
    TRY(look(ctx, d, &change));
    TRY(decide(ctx, d));
    return intent_of(ctx, d, ret_intent);
}

/* What is decided holds for the journal as it was read, so that of two who decide at once one decides anew. */
static RESULT give_once(struct ctx *ctx, struct deciding *d, struct approval_out *ret_out)
{
    struct journal_head head;
    struct change change;
    uint32_t reservation = 0;
    bool written;
    TRY(journal_head(ctx, d->in->community, &head));
    TRY(look(ctx, d, &change));
    TRY(journal_written(ctx, d->in->community, d->key, &written));
    if (!written) {
        TRY(decide(ctx, d));
        TRY(add_records(ctx, &change, d, &reservation));
        change.requests.items[0].at_size = head.size;
    }
    TRY(journal_post(ctx, &change));
    ret_out->seq = change.requests.items[0].seq;
    ret_out->reserved = (struct maybe){reservation != 0, 0};
    if (reservation != 0)
        ret_out->reserved.value = (int64_t)change.items.items[reservation].seq;
    return OK;
}

RESULT approval_give(struct ctx *ctx, const struct approval_give_in *in, struct approval_out *ret_out)
{
    struct deciding *d;
    result done = OK;
    assert(in->verdict >= VERDICT_YES && in->verdict <= VERDICT_RETURNED);
    TRY(ARENA_TAKE(ctx->arena, 1, &d));
    for (int i = 0; i < JOURNAL_ATTEMPTS; i++) {
        *d = (struct deciding){.in = in};
        done = give_once(ctx, d, ret_out);
        ctx->actor.key = (struct digest){{0}};
        if (done.code != ERROR_journal_moved)
            return done;
    }
    return done;
}

/* ---- taking back ---- */

struct given_row {
    struct uuid approver;
};

static RESULT check_own(struct ctx *ctx, uint64_t community, uint64_t approval)
{
    static const struct db_column row[] = {COLUMN(given_row, approver)};
    const struct db_value in[] = {db_number((int64_t)community), db_number((int64_t)approval)};
    struct given_row found;
    bool known;
    TRY(db_maybe(ctx, CALL(sql_approval_get, in), ROW(given_row, row), &found, &known));
    return known && uuid_equal(&found.approver, &ctx->actor.subject) ? OK : REFUSE(approval, unknown);
}

RESULT approval_take_back(struct ctx *ctx, uint64_t community, const char *approval, const char *reason)
{
    struct record_approval_withdrawn *record;
    struct digest secret;
    struct change change;
    const char *key;
    int64_t seq = 0;
    TRY(community_check_text(ctx, reason));
    error_set(&ctx->error, "approval", "%s", approval);
    if (FAILED(number_parse_record(approval, &seq)))
        return REFUSE(approval, unknown);
    TRY(check_own(ctx, community, (uint64_t)seq));
    TRY(arena_print(ctx->arena, &key, "approval-back-%lld", (long long)seq));
    TRY(journal_secret(ctx, &secret));
    const struct digest mac = change_mac(&secret, community, "approval_take_back", BYTES(reason, strlen(reason)));
    change_init(&change, ctx->arena);
    TRY(change_request(ctx, &change, community, key, &mac));
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    record->approval_seq = (uint64_t)seq;
    TRY(change_commit(ctx, &change, COMMIT_REASON, BYTES(reason, strlen(reason)), &record->reason));
    TRY(change_add(&change, RECORD_approval_withdrawn, record, NULL));
    return journal_post(ctx, &change);
}
