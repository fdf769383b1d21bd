#include "audit/replay/approval.h"

#include "audit/replay/matter.h"
#include "audit/replay/people.h"
#include "base/digest.h"
#include "rules/withdrawal.h"

#include <stdio.h>
#include <string.h>

static void object(struct books *books, enum finding_reason reason, uint64_t seq, uint64_t target)
{
    char key[64];
    (void)snprintf(key, sizeof key, "record=%llu", (unsigned long long)target);
    books_object(books, reason, seq, key);
}

static struct row_withdrawal *find_withdrawal(const struct books *books, uint64_t seq)
{
    const struct row_withdrawal key = {.opened_seq = books_number((int64_t)seq)};
    return books_find(books, ROW_withdrawal, &key);
}

static bool same(struct bytes a, struct bytes b)
{
    return a.data && b.data && a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

/* ---- applications ---- */

static RESULT promise(struct books *books, uint64_t seq, const struct record_application_submitted *body)
{
    TRY(books_promise(books, seq, &body->payee, COMMIT_PAYEE_NAME));
    TRY(books_promise(books, seq, &body->payee_account, COMMIT_PAYEE_ACCOUNT));
    return books_promise(books, seq, &body->reason, COMMIT_REASON);
}

static void take_ref(struct row_withdrawal *row, const struct record_ref *ref)
{
    struct row_number *const kept = ref->role == REF_PARTY        ? &row->party_seq
                                    : ref->role == REF_DECIDED_BY ? &row->decision_seq
                                    : ref->role == REF_CONTRACT   ? &row->contract_seq
                                    : ref->role == REF_APPLIED_BY ? &row->project_seq
                                                                  : NULL;
    if (kept && !kept->present)
        *kept = books_number((int64_t)ref->seq);
}

RESULT approval_submitted(struct books *books, const struct record_header *header,
                          const struct record_application_submitted *body)
{
    const struct row_number seq = books_number((int64_t)header->seq);
    struct row_withdrawal row = {.opened_seq = seq,
                                 .withdrawal = books_octets(body->application.b, sizeof body->application.b),
                                 .purpose = books_number(body->purpose),
                                 .fund = books_number(body->fund),
                                 .account_no = books_number(body->account_no),
                                 .amount_fen = books_number(body->amount.fen),
                                 .payee = books_octets(body->payee.b, sizeof body->payee.b),
                                 .payee_account = books_octets(body->payee_account.b, sizeof body->payee_account.b),
                                 .reason = books_octets(body->reason.b, sizeof body->reason.b),
                                 .valid_until = books_number(body->valid_until),
                                 .rule_set = books_octets(body->judged.rule_set.b, sizeof body->judged.rule_set.b),
                                 .outcome = books_number(body->judged.outcome),
                                 .applicant = books_octets(header->actor.b, sizeof header->actor.b),
                                 .role = books_number(header->actor_role),
                                 .state = books_number(WITHDRAWAL_submitted),
                                 .seq = seq};
    TRY(promise(books, header->seq, body));
    for (uint32_t i = 0; i < body->refs_count; i++) {
        matter_ref(books, header->seq, &body->refs[i]);
        take_ref(&row, &body->refs[i]);
    }
    return books_put(books, ROW_withdrawal, &row);
}

/* ---- approvals ---- */

static uint16_t role_of_step(uint16_t step)
{
    return step == STEP_REVIEW ? ROLE_MEMBER : step == STEP_COMMITTEE ? ROLE_CHAIR : ROLE_SUPERVISOR;
}

static bool counts(const struct row_approval *row, uint64_t subject)
{
    return row->subject_seq.value == (int64_t)subject && !row->withdrawn_seq.present;
}

static bool acted_before(const struct books *books, const struct row_withdrawal *withdrawal,
                         const struct row_approval *approval)
{
    if (same(withdrawal->applicant, approval->approver))
        return true;
    for (size_t i = 0; i < books->facts[ROW_approval].count; i++) {
        const struct row_approval *row = &FACTS(books, approval)[i];
        if (counts(row, (uint64_t)approval->subject_seq.value) && same(row->approver, approval->approver))
            return true;
    }
    return false;
}

/* Zeros for no record; false where a record that is named is lost. */
static bool leaf_of(const struct books *books, struct row_number seq, struct digest *ret_leaf)
{
    uint32_t at;
    *ret_leaf = (struct digest){{0}};
    if (!seq.present)
        return true;
    if (!map_find(&books->leaf_of, (uint64_t)seq.value, &at))
        return false;
    *ret_leaf = books->leaves.items[at];
    return true;
}

static void judge_intent(struct books *books, const struct record_header *header,
                         const struct record_approval_given *body, const struct row_withdrawal *withdrawal)
{
    struct record_intent intent = {.community = books->community,
                                   .amount = FEN(withdrawal->amount_fen.value),
                                   .event_id = header->event_id,
                                   .step = body->step,
                                   .verdict = body->verdict,
                                   .valid_until = body->valid_until};
    if (withdrawal->payee.size != sizeof intent.payee.b || withdrawal->payee_account.size != sizeof intent.payee.b ||
        !leaf_of(books, withdrawal->opened_seq, &intent.subject) ||
        !leaf_of(books, withdrawal->decision_seq, &intent.decision))
        return;
    memcpy(intent.payee.b, withdrawal->payee.data, sizeof intent.payee.b);
    memcpy(intent.payee_account.b, withdrawal->payee_account.data, sizeof intent.payee_account.b);
    const struct digest expected = record_intent(&intent);
    if (!digest_equal(&expected, &body->intent))
        object(books, FOUND_approval_intent, header->seq, body->subject_seq);
}

/* Evidence says how the approver showed who he is: by a key of his own exactly where a signature stands. */
static void judge_signature(struct books *books, const struct record_header *header,
                            const struct record_approval_given *body)
{
    if (body->has_sig != (body->evidence == EVIDENCE_KEY || body->evidence == EVIDENCE_HARDWARE) ||
        (body->has_sig && !people_signed(books, header, &body->sig, &body->intent)))
        object(books, FOUND_approval_signature, header->seq, body->subject_seq);
}

static void judge(struct books *books, const struct record_header *header, const struct record_approval_given *body,
                  const struct row_approval *row)
{
    const struct row_withdrawal *withdrawal = find_withdrawal(books, body->subject_seq);
    const day on = date_of_inst(header->recorded_at);
    if (!withdrawal) {
        object(books, FOUND_target_unknown, header->seq, body->subject_seq);
        return;
    }
    if (withdrawal->state.value != WITHDRAWAL_submitted || withdrawal->valid_until.value < on)
        object(books, FOUND_approval_late, header->seq, body->subject_seq);
    if (acted_before(books, withdrawal, row))
        object(books, FOUND_approval_same_person, header->seq, body->subject_seq);
    if (!people_holds(books, &header->actor, role_of_step(body->step), on))
        object(books, FOUND_approval_role, header->seq, body->subject_seq);
    judge_intent(books, header, body, withdrawal);
    judge_signature(books, header, body);
}

RESULT approval_given(struct books *books, const struct record_header *header, const struct record_approval_given *body)
{
    const struct row_number absent = books_maybe(false, 0);
    const bool sig = body->has_sig;
    const struct row_approval row = {
        .seq = books_number((int64_t)header->seq),
        .subject_seq = books_number((int64_t)body->subject_seq),
        .approver = books_octets(header->actor.b, sizeof header->actor.b),
        .role = books_number(header->actor_role),
        .intent = books_octets(body->intent.b, sizeof body->intent.b),
        .step = books_number(body->step),
        .verdict = books_number(body->verdict),
        .evidence = books_number(body->evidence),
        .valid_until = books_number((int64_t)body->valid_until),
        .reason = books_octets(body->has_reason ? body->reason.b : NULL, body->has_reason ? sizeof body->reason.b : 0),
        .algorithm = sig ? books_number(body->sig.algorithm) : absent,
        .key = books_octets(sig ? body->sig.key.b : NULL, sig ? sizeof body->sig.key.b : 0),
        .signature = sig ? body->sig.signature : BYTES(NULL, 0),
        .rule_set = books_octets(body->judged.rule_set.b, sizeof body->judged.rule_set.b),
        .outcome = books_number(body->judged.outcome),
        .withdrawn_seq = absent};
    for (uint32_t i = 0; i < body->refs_count; i++)
        matter_ref(books, header->seq, &body->refs[i]);
    if (body->has_reason)
        TRY(books_promise(books, header->seq, &body->reason, COMMIT_REASON));
    judge(books, header, body, &row);
    return books_put(books, ROW_approval, &row);
}

RESULT approval_withdrawn(struct books *books, const struct record_header *header,
                          const struct record_approval_withdrawn *body)
{
    const struct row_approval key = {.seq = books_number((int64_t)body->approval_seq)};
    struct row_approval *row = books_find(books, ROW_approval, &key);
    TRY(books_promise(books, header->seq, &body->reason, COMMIT_REASON));
    if (!row || row->withdrawn_seq.present) {
        object(books, FOUND_target_unknown, header->seq, body->approval_seq);
        return OK;
    }
    row->withdrawn_seq = books_number((int64_t)header->seq);
    TRY(books_keep(books, BYTES(body->reason.b, sizeof body->reason.b), &row->withdrawn_reason));
    return OK;
}

static bool is_taken(const struct books *books, uint64_t withdrawal, uint16_t step)
{
    for (size_t i = 0; i < books->facts[ROW_approval].count; i++) {
        const struct row_approval *row = &FACTS(books, approval)[i];
        if (counts(row, withdrawal) && row->step.value == step && row->verdict.value == VERDICT_YES)
            return true;
    }
    return false;
}

RESULT approval_closed(struct books *books, const struct record_header *header,
                       const struct record_application_closed *body)
{
    struct row_withdrawal *row = find_withdrawal(books, body->application_seq);
    for (uint32_t i = 0; i < body->refs_count; i++)
        matter_ref(books, header->seq, &body->refs[i]);
    if (!row || row->state.value != WITHDRAWAL_submitted) {
        object(books, FOUND_target_unknown, header->seq, body->application_seq);
        return OK;
    }
    if (body->state == WITHDRAWAL_approved && !books->lost &&
        !(is_taken(books, body->application_seq, STEP_REVIEW) &&
          is_taken(books, body->application_seq, STEP_COMMITTEE)))
        object(books, FOUND_approval_missing, header->seq, body->application_seq);
    matter_judge_move(books, header->seq,
                      &(struct matter_judged){"withdrawal", body->application_seq, row->state.value, body->state});
    row->state = books_number(body->state);
    row->seq = books_number((int64_t)header->seq);
    return OK;
}
