#include "tests/gate/gate_life.h"

#include "ledger/book/apportionment.h"
#include "ledger/book/deposit.h"
#include "ledger/book/draft.h"
#include "ledger/book/reversal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <inttypes.h>
#include <string.h>

/* ---- around the gate: by hand ---- */

enum { LINES = 4, BATCH = 2 };

struct hand {
    struct entry_in entry;
    struct entry_line_in lines[LINES];
    struct reservation_capture_in capture;
};

static void add_line(struct hand *hand, const char *account, uint8_t side, money amount)
{
    struct entry_line_in *line = &hand->lines[hand->entry.line_count++];
    *line = (struct entry_line_in){.fund = FUND_PI, .account = account, .side = side, .amount = amount};
    if (account[0] != '1')
        return;
    line->dimensions[0] = (struct entry_dimension_in){DIMENSION_BANK_ACCOUNT, gate.town->bank[0]};
    line->dimension_count = 1;
}

static void begin_hand(struct hand *hand, const char *key, uint8_t type)
{
    *hand = (struct hand){.entry = {.community = gate.town->code,
                                    .key = key,
                                    .entry_type = type,
                                    .source = SOURCE_HAND,
                                    .word = type == ENTRY_OPENING ? WORD_OPENING : WORD_GENERAL,
                                    .booking_date = ctx_today(gate.ctx),
                                    .summary = "收付",
                                    .lines = hand->lines}};
}

static void add_payment(struct hand *hand, money amount)
{
    add_line(hand, "6002", SIDE_DEBIT, amount);
    add_line(hand, "100201", SIDE_CREDIT, amount);
}

/* Any reservation, of an application or of somebody's own; all of it, a part, or more. */
static void add_capture(struct hand *hand)
{
    struct reservation_listed *list;
    size_t count;
    harness_expect(gate.ctx, reservation_list(gate.ctx, gate.town->code, gate_once_in(4), &list, &count), ERROR_none);
    if (count == 0)
        return;
    const struct reservation_listed *reservation = &list[gate_any(count)];
    const int64_t left = reservation->amount.fen - reservation->captured.fen;
    hand->capture = (struct reservation_capture_in){
        reservation->seq, FEN(1 + (int64_t)gate_any((uint64_t)(left > 0 && gate_once_in(2) ? left : 100)))};
    hand->entry.captures = &hand->capture;
    hand->entry.capture_count = 1;
}

static bool post(struct hand *hands, size_t count)
{
    struct entry_in entries[BATCH];
    struct entry_out out[BATCH];
    bool done = true;
    for (size_t i = 0; i < count; i++)
        entries[i] = hands[i].entry;
    const result got = entry_post(gate.ctx, entries, count, out);
    for (size_t i = 0; i < count && done; i++)
        done = gate_posted(got, out[i].seq);
    return done;
}

/* A payment, with or without a capture, of what is captured or of more. */
bool gate_pay_by_hand(void)
{
    struct hand hand;
    begin_hand(&hand, gate_key_of("hand"), gate_once_in(8) ? ENTRY_OPENING : ENTRY_ORDINARY);
    if (!gate_once_in(3))
        add_capture(&hand);
    add_payment(&hand, hand.entry.capture_count > 0 && !gate_once_in(4) ? hand.capture.amount : gate_any_amount());
    return post(&hand, 1);
}

/* A payment beside an income in one entry: what lies on the accounts does not fall. */
bool gate_pay_out_of_income(void)
{
    struct hand hand;
    const money amount = gate_any_amount();
    begin_hand(&hand, gate_key_of("netted"), ENTRY_ORDINARY);
    add_line(&hand, "100201", SIDE_DEBIT, amount);
    add_line(&hand, "4901", SIDE_CREDIT, amount);
    add_payment(&hand, amount);
    return post(&hand, 1);
}

bool gate_receive(void)
{
    struct hand hand;
    const money amount = gate_any_amount();
    begin_hand(&hand, gate_key_of("income"), ENTRY_ORDINARY);
    add_line(&hand, "100201", SIDE_DEBIT, amount);
    add_line(&hand, "4901", SIDE_CREDIT, amount);
    return post(&hand, 1);
}

/* Between two accounts of one fund, with or without a fee. */
bool gate_move_money(void)
{
    struct hand hand;
    const money amount = gate_any_amount(), fee = FEN(gate_once_in(3) ? 500 : 0);
    begin_hand(&hand, gate_key_of("move"), ENTRY_ORDINARY);
    add_line(&hand, "101201", SIDE_DEBIT, amount);
    if (fee.fen > 0)
        add_line(&hand, "6002", SIDE_DEBIT, fee);
    add_line(&hand, "100201", SIDE_CREDIT, FEN(amount.fen + fee.fen));
    return post(&hand, 1);
}

bool gate_reverse(void)
{
    struct entry_out out;
    const struct reversal_in in = {.community = gate.town->code,
                                   .seq = gate_any_entry(),
                                   .key = gate_key_of("red"),
                                   .booking_date = ctx_today(gate.ctx)};
    const result got = reversal_post(gate.ctx, &in, &out);
    if (!FAILED(got))
        gate.town->reversed[gate.town->reversed_count++ % GATE_REVERSED] = in.seq;
    return gate_posted(got, out.seq);
}

/* In the place of a reversed entry, now and then twice in one request, and again whenever chance has it. */
bool gate_replace(void)
{
    struct hand hands[BATCH];
    const size_t count = gate_once_in(3) ? 2 : 1;
    const uint64_t replaced = gate_any_reversed();
    const money amount = gate_any_amount();
    for (size_t i = 0; i < count; i++) {
        begin_hand(&hands[i], i == 0 ? gate_key_of("again") : gate_key_of("again-two"), ENTRY_CORRECTION);
        hands[i].entry.lines = hands[i].lines;
        hands[i].entry.replaces = (struct maybe){true, (int64_t)replaced};
        add_payment(&hands[i], gate_once_in(3) ? amount : FEN(1 + (int64_t)gate_any(2000)));
    }
    return post(hands, count);
}

bool gate_adjust(void)
{
    struct hand hand;
    const money amount = FEN((gate_once_in(2) ? 1 : -1) * (1 + (int64_t)gate_any(2000)));
    const bool income = gate_once_in(2);
    begin_hand(&hand, gate_key_of("more"), ENTRY_DIFFERENCE);
    hand.entry.adjusts = (struct maybe){true, (int64_t)gate_any_entry()};
    add_line(&hand, "100201", income ? SIDE_DEBIT : SIDE_CREDIT, amount);
    add_line(&hand, income ? "4901" : "6002", income ? SIDE_CREDIT : SIDE_DEBIT, amount);
    return post(&hand, 1);
}

/* A reservation of one's own, which rests on an application, on its approval or on nothing. */
bool gate_reserve(void)
{
    struct withdrawal withdrawal;
    const bool known = gate_some_withdrawal(gate_once_in(2) ? WITHDRAWAL_submitted : WITHDRAWAL_approved, &withdrawal);
    const struct reservation_make_in in = {.community = gate.town->code,
                                           .key = gate_key_of("hold"),
                                           .fund = FUND_PI,
                                           .account = "100201",
                                           .amount = gate_any_amount(),
                                           .expires = ctx_today(gate.ctx) + (day)gate_any(30),
                                           .payee = gate_once_in(2) ? gate_any_payee() : NULL,
                                           .rests_on = {known, known ? (int64_t)withdrawal.seq : 0}};
    uint64_t seq;
    return gate_accepted(reservation_make(gate.ctx, &in, &seq));
}

/* ---- around the gate: by other doors ---- */

/* From the first hand to the last; the content is a payment, captured or not. */
bool gate_draft(void)
{
    static const char *const verbs[] = {"submit", "review", "approve"};
    struct draft stored;
    struct hand hand;
    char date[DATE_TEXT], amount[MONEY_TEXT];
    const char *text;
    begin_hand(&hand, "draft", ENTRY_ORDINARY);
    add_capture(&hand);
    const bool captured = hand.entry.capture_count > 0;
    date_format(ctx_today(gate.ctx), date);
    money_format(captured ? hand.capture.amount : gate_any_amount(), amount);
    harness_expect(
        gate.ctx,
        arena_print(gate.ctx->arena, &text,
                    "{\"date\":\"%s\",\"summary\":\"付\",%s%" PRIu64 "%s%s%s\"lines\":["
                    "{\"fund\":\"PI\",\"account\":\"6002\",\"debit\":\"%s\"},"
                    "{\"fund\":\"PI\",\"account\":\"100201\",\"credit\":\"%s\",\"bank_account\":%" PRIu64 "}]}",
                    date, captured ? "\"captures\":[{\"reservation\":" : "\"type\":\"correction\",\"replaces\":",
                    captured ? hand.capture.reservation : gate_any_reversed(), captured ? ",\"amount\":\"" : "",
                    captured ? amount : "", captured ? "\"}]," : ",", amount, amount, gate.town->bank[0]),
        ERROR_none);
    struct draft_in in = {.community = gate.town->code, .content = BYTES(text, strlen(text))};
    gate_act(3 * gate_any(3));
    if (!gate_accepted(draft_create(gate.ctx, &in, &stored)))
        return false;
    in.draft = stored.draft;
    for (size_t v = 0; v < LENGTH(verbs); v++) {
        gate_act(v + 3 * gate_any(3));
        in.version = stored.version;
        if (v == 0)
            gate.ctx->actor.subject = stored.prepared_by;
        if (!gate_accepted(draft_move(gate.ctx, verbs[v], &in, &stored)))
            return false;
    }
    if (stored.entry_seq.present && gate.town->entry_count < GATE_ENTRIES)
        gate.town->entries[gate.town->entry_count++] = (uint64_t)stored.entry_seq.value;
    return true;
}

bool gate_deposit(void)
{
    const struct entry_share_in share = {gate.town->units[gate_any(GATE_UNITS)], gate_any_amount()};
    const struct deposit_in in = {.community = gate.town->code,
                                  .key = gate_key_of("deposit"),
                                  .booking_date = ctx_today(gate.ctx),
                                  .bank_account_seq = (int64_t)gate.town->bank[2],
                                  .shares = &share,
                                  .count = 1};
    struct entry_out out;
    const result got = gate_once_in(2) ? deposit_post(gate.ctx, &in, &out)
                                       : deposit_refund(gate.ctx, &in, (enum refund_kind)(1 + gate_any(4)), &out);
    return gate_posted(got, out.seq);
}

bool gate_repair(void)
{
    const struct charge scope[] = {{.unit = gate.town->units[0]}, {.unit = gate.town->units[1]}};
    const struct apportionment_post_in in = {.community = gate.town->code,
                                             .key = gate_key_of("repair"),
                                             .booking_date = ctx_today(gate.ctx),
                                             .bank_account_seq = (int64_t)gate.town->bank[2],
                                             .cost = gate_any_amount(),
                                             .method = APPORTIONMENT_EQUAL,
                                             .scope = scope,
                                             .count = LENGTH(scope)};
    struct entry_out out;
    const result got = apportionment_post(gate.ctx, &in, &out);
    return gate_posted(got, out.seq);
}
