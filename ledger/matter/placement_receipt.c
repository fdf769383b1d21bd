#include "ledger/matter/placement_receipt.h"

#include "base/canon.h"
#include "ledger/book/entry.h"
#include "ledger/matter/document.h"
#include "ledger/matter/matter.h"
#include "ledger/matter/placement_json.h"
#include "ledger/people/community.h"
#include "rules/moves.h"

#include <assert.h>
#include <string.h>

enum { ATTEMPTS = 5, LINES = 3 };

struct taking { /* one receipt under way */
    struct ctx *ctx;
    const struct placement_receipt_in *in;
    const char *verb; /* of rules/states/placement.def */
    struct placement placement;
    struct placement_receipt receipt;
    uint64_t document_seq;        /* 0: none */
    const struct placement *next; /* of a renewal */
};

static bool is_last(const struct taking *t)
{
    return t->receipt.payment == 0 || t->receipt.payment == t->placement.payment_count;
}

static uint16_t target(const struct taking *t)
{
    if (strcmp(t->verb, "receive") == 0)
        return is_last(t) ? PLACEMENT_ended : PLACEMENT_held;
    return strcmp(t->verb, "renew") == 0 ? PLACEMENT_renewed : PLACEMENT_withdrawn;
}

/* ---- checks ---- */

static RESULT refuse_amount(struct taking *t)
{
    char text[MONEY_TEXT];
    money_format(t->receipt.interest, text);
    error_set(&t->ctx->error, "amount", "%s", text);
    error_set(&t->ctx->error, "reason", "到账利息 interest received");
    return REFUSE(placement, amount);
}

static RESULT refuse_difference(struct taking *t)
{
    char texts[3][MONEY_TEXT];
    money_format(t->receipt.expected, texts[0]);
    money_format(t->receipt.interest, texts[1]);
    money_format(FEN(t->receipt.interest.fen - t->receipt.expected.fen), texts[2]);
    error_set(&t->ctx->error, "expected", "%s", texts[0]);
    error_set(&t->ctx->error, "amount", "%s", texts[1]);
    error_set(&t->ctx->error, "difference", "%s", texts[2]);
    return REFUSE(placement, difference);
}

static void name_payment(struct taking *t, day date)
{
    char text[DATE_TEXT];
    date_format(date, text);
    error_set(&t->ctx->error, "placement", "%s", t->in->placement);
    error_set(&t->ctx->error, "payment", "%u", t->receipt.payment);
    error_set(&t->ctx->error, "day", "%s", text);
}

static RESULT settle_amounts(struct taking *t)
{
    money total;
    t->receipt.interest = t->in->interest.present ? FEN(t->in->interest.value) : t->receipt.expected;
    TRY(money_check(t->receipt.interest));
    TRY(money_add(t->receipt.interest, t->receipt.principal, &total));
    return total.fen > 0 ? OK : refuse_amount(t);
}

static RESULT check_state(struct taking *t)
{
    if (!t->placement.cancelled && moves_to(moves_get("placement"), t->placement.state, t->verb, target(t)))
        return OK;
    error_set(&t->ctx->error, "placement", "%s", t->in->placement);
    error_set(&t->ctx->error, "state", "%s",
              t->placement.cancelled ? "已冲销" : placement_state_name(t->placement.state, LANGUAGE_ZH));
    return REFUSE(placement, state);
}

/* Which payment it is; *ret_payment. */
static RESULT find_payment(struct taking *t, const struct placement_payment **ret_payment)
{
    const struct placement *placement = &t->placement;
    name_payment(t, t->in->on);
    if (t->receipt.payment == 0 || t->receipt.payment > placement->payment_count) {
        error_set(&t->ctx->error, "count", "%zu", placement->payment_count);
        return REFUSE(placement, payment);
    }
    *ret_payment = &placement->payments[t->receipt.payment - 1];
    if ((*ret_payment)->receipt) {
        name_payment(t, (*ret_payment)->receipt->on);
        return REFUSE(placement, received);
    }
    TRY(check_state(t));
    if (t->receipt.payment == placement->next + 1)
        return OK;
    error_set(&t->ctx->error, "next", "%zu", placement->next + 1);
    return REFUSE(placement, order);
}

static RESULT judge_payment(struct taking *t)
{
    const struct placement_payment *payment = NULL;
    TRY(find_payment(t, &payment));
    name_payment(t, payment->due);
    if (t->in->on < payment->due && !t->in->early)
        return REFUSE(placement, early);
    t->receipt.expected = payment->interest;
    t->receipt.principal = is_last(t) ? t->placement.outstanding : FEN(0);
    TRY(settle_amounts(t));
    if (t->receipt.interest.fen < 0)
        return refuse_amount(t);
    return t->receipt.interest.fen == t->receipt.expected.fen || t->in->reason ? OK : refuse_difference(t);
}

/*= CN-MF-26 (U) 购买的国债持有到期；发行人约定可以提前兑取的，以约定为准 (own) */
static RESULT judge_withdrawal(struct taking *t)
{
    const struct placement *placement = &t->placement;
    const struct placement_terms *terms = &placement->terms;
    const struct interest_term term = {placement->outstanding, t->in->rate_ppm, INTEREST_DAYS_360, terms->from,
                                       t->in->on};
    TRY(check_state(t));
    name_payment(t, terms->to);
    if (terms->kind == PLACEMENT_BOND && !terms->redeemable)
        return REFUSE(placement, held);
    if (t->in->on >= terms->to)
        return REFUSE(placement, matured);
    TRY(interest_accrue(&term, &t->receipt.expected));
    TRY(money_sub(t->receipt.expected, placement->received, &t->receipt.expected));
    t->receipt.principal = placement->outstanding;
    return settle_amounts(t);
}

static RESULT judge(struct taking *t)
{
    t->receipt = (struct placement_receipt){.on = t->in->on,
                                            .payment = t->in->payment,
                                            .rate_ppm = t->in->rate_ppm,
                                            .reason = t->in->reason ? t->in->reason : ""};
    if (strcmp(t->verb, "withdraw") == 0) {
        t->receipt.payment = 0;
        return judge_withdrawal(t);
    }
    if (t->next)
        t->receipt.payment = (uint32_t)t->placement.payment_count;
    return judge_payment(t);
}

/* ---- record and entry ---- */

static RESULT prepare_record(struct taking *t, struct change *change, uint32_t *ret_item)
{
    struct record_matter_moved *record;
    struct bytes text;
    TRY(placement_json_write_receipt(t->ctx, &t->receipt, &text));
    TRY(ARENA_TAKE(t->ctx->arena, 1, &record));
    record->noun = NOUN_PLACEMENT;
    record->id = t->placement.placement;
    record->old_state = t->placement.recorded;
    record->new_state = target(t);
    record->has_amount = true;
    TRY(money_sub(t->placement.outstanding, t->receipt.principal, &record->amount));
    TRY(change_commit(t->ctx, change, COMMIT_REASON, text, &record->details));
    return change_add(change, RECORD_matter_moved, record, ret_item);
}

static const char *income_leaf(const struct placement_terms *terms)
{
    const bool public = terms->housing == HOUSING_PUBLIC;
    if (terms->fund == FUND_PI)
        return "4013";
    if (terms->kind == PLACEMENT_BOND)
        return public ? "410202" : "410201";
    return public ? "410102" : "410101";
}

/* Bank, principal, interest; interest taken back by the bank stands on the other side. */
static RESULT fill_lines(const struct taking *t, struct entry_line_in *lines, size_t *ret_count)
{
    const struct placement_terms *terms = &t->placement.terms;
    const struct placement_receipt *receipt = &t->receipt;
    const bool taken = receipt->interest.fen < 0;
    size_t count = 0;
    lines[count++] = (struct entry_line_in){.account = placement_cash_leaf(terms),
                                            .side = SIDE_DEBIT,
                                            .dimensions = {{DIMENSION_BANK_ACCOUNT, (uint64_t)terms->bank_account}},
                                            .dimension_count = 1};
    TRY(money_add(receipt->interest, receipt->principal, &lines[0].amount));
    if (receipt->principal.fen > 0)
        lines[count++] = (struct entry_line_in){.account = placement_leaf(terms),
                                                .side = SIDE_CREDIT,
                                                .amount = receipt->principal,
                                                .dimensions = {{DIMENSION_BANK_ACCOUNT, (uint64_t)terms->time_account}},
                                                .dimension_count = terms->time_account != 0};
    if (receipt->interest.fen != 0)
        lines[count++] = (struct entry_line_in){.account = income_leaf(terms),
                                                .side = taken ? SIDE_DEBIT : SIDE_CREDIT,
                                                .amount = taken ? money_neg(receipt->interest) : receipt->interest,
                                                .dimensions = {{DIMENSION_STREAM, STREAM_INTEREST}},
                                                .dimension_count = terms->fund == FUND_PI};
    for (size_t i = 0; i < count; i++)
        lines[i].fund = terms->fund;
    *ret_count = count;
    return OK;
}

static const char *event_of(const struct taking *t)
{
    const bool bond = t->placement.terms.kind == PLACEMENT_BOND;
    if (t->receipt.payment == 0)
        return bond ? "国债提前兑取" : "定期存款提前支取";
    if (is_last(t))
        return bond ? "国债到期兑付" : "定期存款到期支取";
    return bond ? "国债付息" : "定期存款付息";
}

static RESULT prepare_entry(struct taking *t, struct change *change, uint32_t item)
{
    const struct attachment_in document = {.seq = t->document_seq};
    struct entry_line_in lines[LINES];
    const char *key, *summary;
    struct entry_in entry = {.community = t->in->community,
                             .entry_type = ENTRY_ORDINARY,
                             .source = SOURCE_HAND,
                             .word = WORD_GENERAL,
                             .booking_date = t->in->on,
                             .matter_item = {true, item},
                             .lines = lines,
                             .documents = &document,
                             .document_count = t->document_seq != 0};
    TRY(arena_print(t->ctx->arena, &key, "%s.entry", t->in->key));
    TRY(arena_print(t->ctx->arena, &summary, "%s：%s", event_of(t), t->placement.terms.issuer));
    entry.key = key;
    entry.summary = summary;
    TRY(fill_lines(t, lines, &entry.line_count));
    return entry_prepare(t->ctx, change, &entry, 1);
}

/* A renewal begins on the day and with the account of what it renews. */
static RESULT prepare_next(struct taking *t, struct change *change)
{
    const struct placement_terms *old = &t->placement.terms, *new = &t->next->terms;
    struct placement_adding adding = {t->in->community, t->in->next->key, t->next, t->in->next->paid_on, FEN(0)};
    struct digest secret;
    if (adding.paid_on != t->in->on || new->fund != old->fund || new->bank_account != old->bank_account ||
        new->housing != old->housing || new->booked)
        return REFUSE(placement, renewal);
    TRY(money_add(t->receipt.interest, t->receipt.principal, &adding.arriving));
    TRY(journal_secret(t->ctx, &secret));
    const struct digest mac =
        change_mac(&secret, adding.community, "placement_renewed", BYTES(t->in->key, strlen(t->in->key)));
    TRY(change_request(t->ctx, change, adding.community, adding.key, &mac));
    return placement_prepare(t->ctx, change, &adding);
}

static RESULT request_of(const struct taking *t, struct digest *ret_mac)
{
    struct buffer out;
    struct bytes request, next = {NULL, 0};
    struct digest secret;
    const char *reason = t->in->reason ? t->in->reason : "";
    if (t->next)
        TRY(placement_json_write(t->ctx, t->next, &next));
    buffer_init(&out, t->ctx->arena, 1 << 17);
    canon_bytes(&out, BYTES(t->verb, strlen(t->verb)));
    canon_u64(&out, t->placement.seq);
    canon_u32(&out, t->in->payment);
    canon_i32(&out, t->in->on);
    canon_u8(&out, t->in->interest.present);
    canon_i64(&out, t->in->interest.value);
    canon_u8(&out, t->in->early);
    canon_u32(&out, t->in->rate_ppm);
    canon_u64(&out, t->document_seq);
    canon_bytes(&out, BYTES(reason, strlen(reason)));
    canon_bytes(&out, next);
    TRY(buffer_done(&out, &request));
    TRY(journal_secret(t->ctx, &secret));
    *ret_mac = change_mac(&secret, t->in->community, "placement_receipt", request);
    return OK;
}

static RESULT prepare(struct taking *t, struct change *change)
{
    uint32_t item;
    TRY(judge(t));
    TRY(prepare_record(t, change, &item));
    TRY(prepare_entry(t, change, item));
    return t->next ? prepare_next(t, change) : OK;
}

static RESULT take_once(struct taking *t, uint64_t *ret_seq)
{
    const uint64_t community = t->in->community;
    struct change change;
    struct digest mac;
    struct journal_head head;
    bool written;
    change_init(&change, t->ctx->arena);
    TRY(journal_head(t->ctx, community, &head)); /* before reading: what is decided holds for this size */
    TRY(journal_written(t->ctx, community, t->in->key, &written));
    TRY(placement_find(t->ctx, community, t->in->placement, &t->placement));
    TRY(request_of(t, &mac));
    TRY(change_request(t->ctx, &change, community, t->in->key, &mac));
    if (!written)
        TRY(prepare(t, &change));
    for (size_t i = 0; i < change.requests.count && !written; i++)
        change.requests.items[i].at_size = head.size;
    TRY(journal_post(t->ctx, &change));
    *ret_seq = change.requests.items[0].seq;
    return OK;
}

static RESULT take(struct taking *t, uint64_t *ret_seq)
{
    result done = OK;
    if (t->in->reason)
        TRY(community_check_text(t->ctx, t->in->reason));
    error_set(&t->ctx->error, "pointer", "--reason");
    if (strcmp(t->verb, "withdraw") == 0 && !t->in->reason)
        return REFUSE(field, required);
    TRY(community_act(t->ctx, t->in->community, ACTOR_PERSON));
    if (t->in->document) {
        struct document document;
        TRY(document_find(t->ctx, t->in->community, t->in->document, &document));
        t->document_seq = document.seq;
    }
    for (int i = 0; i < ATTEMPTS; i++) {
        done = take_once(t, ret_seq);
        if (done.code != ERROR_journal_moved)
            return done;
    }
    return done;
}

RESULT placement_receive(struct ctx *ctx, const struct placement_receipt_in *in, uint64_t *ret_seq)
{
    struct taking t = {.ctx = ctx, .in = in, .verb = "receive"};
    return take(&t, ret_seq);
}

RESULT placement_withdraw(struct ctx *ctx, const struct placement_receipt_in *in, uint64_t *ret_seq)
{
    struct taking t = {.ctx = ctx, .in = in, .verb = "withdraw"};
    return take(&t, ret_seq);
}

RESULT placement_renew(struct ctx *ctx, const struct placement_receipt_in *in, uint64_t *ret_seq)
{
    struct taking t = {.ctx = ctx, .in = in, .verb = "renew"};
    struct placement next;
    TRY(placement_preview(ctx, in->next, &next));
    t.next = &next;
    return take(&t, ret_seq);
}
