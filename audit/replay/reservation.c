#include "audit/replay/reservation.h"

#include "audit/replay/book.h"
#include "audit/replay/matter.h"
#include "audit/replay/order.h"
#include "audit/replay/people.h"
#include "base/words.h"
#include "rules/withdrawal.h"

#include <stdio.h>
#include <string.h>

/* ---- money by account ---- */

static void add(int64_t *sum, int64_t amount)
{
    if (__builtin_add_overflow(*sum, amount, sum))
        *sum = amount > 0 ? INT64_MAX : -INT64_MAX;
}

static int64_t sum(int64_t a, int64_t b)
{
    add(&a, b);
    return a;
}

static struct books_money *find_money(const struct books *books, int64_t account_no)
{
    uint32_t at;
    return map_find(&books->money_of, (uint64_t)account_no, &at) ? &books->money.items[at] : NULL;
}

const struct books_money *reservation_money(const struct books *books, uint32_t account_no)
{
    return find_money(books, account_no);
}

static RESULT take_money(struct books *books, uint32_t account_no, struct books_money **ret_pile)
{
    *ret_pile = find_money(books, account_no);
    if (*ret_pile)
        return OK;
    const struct row_account *account = book_find_account(books, account_no);
    const bool is_money =
        account && account->code.data && code_is_money((const char *)account->code.data, account->code.size);
    TRY(map_add(&books->money_of, account_no, (uint32_t)books->money.count));
    TRY(LIST_ADD(&books->money, (struct books_money){.account_no = account_no, .is_money = is_money}));
    *ret_pile = &books->money.items[books->money.count - 1];
    return OK;
}

/* ---- reservations ---- */

static struct row_reservation *find_reservation(const struct books *books, uint64_t seq)
{
    const struct row_reservation row = {.opened_seq = books_number((int64_t)seq)};
    return books_find(books, ROW_reservation, &row);
}

static void object(struct books *books, enum finding_reason reason, uint64_t seq, uint64_t reservation)
{
    char key[48];
    (void)snprintf(key, sizeof key, "reservation=%llu", (unsigned long long)reservation);
    if (!books->lost) /* what lies where cannot be said where records are lost */
        books_object(books, reason, seq, key);
}

static void object_money(struct books *books, uint64_t seq, const struct books_money *pile, const int64_t values[2])
{
    char key[48], texts[2][MONEY_TEXT];
    (void)snprintf(key, sizeof key, "account_no=%u", pile->account_no);
    money_format(FEN(values[0]), texts[0]);
    money_format(FEN(values[1]), texts[1]);
    if (!books->lost)
        books_object_value(books, FOUND_overdrawn, seq, key, (const char *const[2]){texts[0], texts[1]});
}

static const struct row_limit_policy *limit_of(const struct books *books, uint32_t account_no)
{
    const struct row_limit_policy row = {.account_no = books_number(account_no)};
    return books->facts[ROW_limit_policy].count > 0 ? books_find(books, ROW_limit_policy, &row) : NULL;
}

/* The least debit balance that the account must keep. */
static int64_t least_debit(const struct books_money *pile, const struct row_limit_policy *limit)
{
    const int64_t least = limit && limit->kind.value == LIMIT_DEBIT ? limit->amount_fen.value : 0;
    return pile->is_money && least < 0 ? 0 : least;
}

RESULT reservation_made(struct books *books, const struct record_header *header,
                        const struct record_reservation_made *body)
{
    struct books_money *pile;
    const struct row_number seq = books_number((int64_t)header->seq);
    const struct row_reservation row = {
        .opened_seq = seq,
        .fund = books_number(body->fund),
        .account_no = books_number(body->account_no),
        .amount_fen = books_number(body->amount.fen),
        .expires = books_number(body->expires),
        .payee = body->has_payee ? books_octets(body->payee.b, sizeof body->payee.b) : books_octets(NULL, 0),
        .rests_on = books_maybe(body->refs_count > 0, body->refs_count > 0 ? (int64_t)body->refs[0].seq : 0),
        .captured_fen = books_number(0),
        .state = books_number(RESERVATION_OPEN),
        .seq = seq};
    for (uint32_t i = 0; i < body->refs_count; i++) {
        matter_ref(books, header->seq, &body->refs[i]);
        order_judge(books, header->seq, body->refs[i].seq);
    }
    if (body->has_payee)
        TRY(books_promise(books, header->seq, &body->payee, COMMIT_PAYEE_NAME));
    TRY(take_money(books, body->account_no, &pile));
    const struct row_account *account = book_find_account(books, body->account_no);
    if (body->amount.fen <= 0 || !account || account->fund.value != body->fund || !pile->is_money)
        object(books, FOUND_reservation_wrong, header->seq, header->seq);
    add(&pile->reserved, body->amount.fen);
    const int64_t least = least_debit(pile, limit_of(books, body->account_no));
    if (sum(pile->posted, -pile->reserved) < least)
        object_money(books, header->seq, pile, (const int64_t[2]){least, sum(pile->posted, -pile->reserved)});
    return books_put(books, ROW_reservation, &row);
}

/* Closed once, with what is left of it; as expired only when it is over, as exhausted only when nothing is left. */
static bool fits(const struct row_reservation *row, const struct record_header *header,
                 const struct record_reservation_closed *body)
{
    const int64_t left = row->amount_fen.value - row->captured_fen.value;
    const bool expired = body->reason + 1 == RESERVATION_EXPIRED, exhausted = body->reason + 1 == RESERVATION_EXHAUSTED;
    return row->state.value == RESERVATION_OPEN && body->remaining.fen == left && (left == 0) == exhausted &&
           (!expired || date_of_inst(header->recorded_at) > row->expires.value);
}

RESULT reservation_closed(struct books *books, const struct record_header *header,
                          const struct record_reservation_closed *body)
{
    struct row_reservation *row = find_reservation(books, body->reservation_seq);
    if (!row || body->reservation_seq >= header->seq) {
        object(books, FOUND_target_unknown, header->seq, body->reservation_seq);
        return OK;
    }
    if (!fits(row, header, body))
        object(books, FOUND_reservation_wrong, header->seq, body->reservation_seq);
    struct books_money *pile = find_money(books, row->account_no.value);
    if (pile && row->state.value == RESERVATION_OPEN)
        add(&pile->reserved, row->captured_fen.value - row->amount_fen.value);
    row->state = books_number(body->reason + 1);
    row->seq = books_number((int64_t)header->seq);
    return OK;
}

RESULT reservation_limit(struct books *books, const struct record_header *header, const struct record_limit_set *body)
{
    const struct row_number seq = books_number((int64_t)header->seq);
    const struct row_limit_policy row = {.account_no = books_number(body->account_no),
                                         .kind = books_number(body->limit),
                                         .amount_fen = books_number(body->amount.fen),
                                         .opened_seq = seq,
                                         .seq = seq};
    char key[32];
    (void)snprintf(key, sizeof key, "account_no=%u", body->account_no);
    for (uint32_t i = 0; i < body->refs_count; i++)
        matter_ref(books, header->seq, &body->refs[i]);
    if (!book_find_account(books, body->account_no) && !books->lost)
        books_object(books, FOUND_target_unknown, header->seq, key);
    struct row_limit_policy *known = books_find(books, ROW_limit_policy, &row);
    if (!known)
        return books_put(books, ROW_limit_policy, &row);
    known->kind = row.kind;
    known->amount_fen = row.amount_fen;
    known->seq = row.seq;
    return OK;
}

/* ---- entries ---- */

static bool payee_differs(const struct row_reservation *row, const struct record_entry *body)
{
    return row->payee.data && (!body->has_payee || row->payee.size != sizeof body->payee.b ||
                               memcmp(row->payee.data, body->payee.b, sizeof body->payee.b) != 0);
}

static void judge_capture(struct books *books, const struct record_header *header, const struct record_entry *body,
                          const struct record_ref *ref)
{
    struct row_reservation *row = find_reservation(books, ref->seq);
    if (!row) /* a wrong target is named by matter_ref */
        return;
    struct books_money *pile = find_money(books, row->account_no.value);
    const int64_t left = row->amount_fen.value - row->captured_fen.value;
    order_judge(books, header->seq, ref->seq);
    if (row->rests_on.present)
        order_judge(books, header->seq, (uint64_t)row->rests_on.value);
    if (date_of_inst(header->recorded_at) > row->expires.value)
        object(books, FOUND_capture_expired, header->seq, ref->seq);
    if (row->state.value != RESERVATION_OPEN || ref->amount.fen <= 0 || ref->amount.fen > left)
        object(books, FOUND_capture_exceeded, header->seq, ref->seq);
    if (payee_differs(row, body))
        object(books, FOUND_capture_payee, header->seq, ref->seq);
    if (!pile || -pile->moved < pile->captured + ref->amount.fen)
        object(books, FOUND_capture_unpaid, header->seq, ref->seq);
    if (pile && row->state.value == RESERVATION_OPEN)
        add(&pile->captured, ref->amount.fen);
    if ((uint64_t)row->seq.value < header->seq) { /* a row that stands in for lost records knows it already */
        add(&row->captured_fen.value, ref->amount.fen);
        row->seq = books_number((int64_t)header->seq);
    }
}

/* Money that leaves must have been there, and must not have been held for somebody else. */
static void judge_money(struct books *books, uint64_t seq, const struct books_money *pile)
{
    const struct row_limit_policy *limit = limit_of(books, pile->account_no);
    const int64_t after = sum(pile->posted, pile->moved);
    const int64_t available = sum(after, sum(pile->captured, -pile->reserved));
    const int64_t least = least_debit(pile, limit);
    const bool debit = pile->is_money || (limit && limit->kind.value == LIMIT_DEBIT);
    if (debit && pile->moved < 0 && after < least)
        object_money(books, seq, pile, (const int64_t[2]){least, after});
    else if (debit && pile->moved < 0 && pile->moved + pile->captured < 0 && available < least)
        object_money(books, seq, pile, (const int64_t[2]){least, available});
    else if (limit && limit->kind.value == LIMIT_CREDIT && pile->moved > 0 && -after < limit->amount_fen.value)
        object_money(books, seq, pile, (const int64_t[2]){limit->amount_fen.value, -after});
}

/* ---- the gate of payments ---- */

/* What a reservation was made for by an approval: the record behind application_closed. */
static bool is_approved(const struct books *books, const struct row_reservation *row)
{
    const struct row_withdrawal key = {.opened_seq = row->rests_on};
    const struct row_withdrawal *withdrawal = row->rests_on.present ? books_find(books, ROW_withdrawal, &key) : NULL;
    return withdrawal && withdrawal->state.value == WITHDRAWAL_approved &&
           withdrawal->seq.value + 1 == row->opened_seq.value;
}

static int64_t approved(const struct books *books, const struct record_entry *body, uint16_t fund)
{
    int64_t allowed = 0;
    for (uint32_t i = 0; i < body->refs_count; i++) {
        const struct row_reservation *row =
            body->refs[i].role == REF_CAPTURES ? find_reservation(books, body->refs[i].seq) : NULL;
        if (row && row->fund.value == fund && is_approved(books, row))
            add(&allowed, body->refs[i].amount.fen);
    }
    return allowed;
}

static bool replaces(const struct record_entry *body)
{
    for (uint32_t i = 0; i < body->refs_count; i++)
        if (body->refs[i].role == REF_REPLACES)
            return true;
    return false;
}

/* In a community bound to rules money leaves a fund by approval only; what a correction pays again is judged with the
 * entry that it replaces, by the door. */
static bool is_payment(const struct books *books, const struct record_header *header, const struct record_entry *body)
{
    return body->entry_type != ENTRY_RED_LETTER && !books->lost &&
           people_bound(books, date_of_inst(header->recorded_at)) && !replaces(body);
}

struct leaving {                    /* one fund in one entry */
    int64_t net, credited, debited; /* of its money; there; elsewhere */
};

static void add_leaving(const struct books *books, const struct record_line *line, struct leaving *leaving)
{
    const struct books_money *pile = find_money(books, line->account_no);
    const int64_t amount = line->side == SIDE_CREDIT ? line->amount.fen : -line->amount.fen;
    if (pile && pile->is_money)
        add(&leaving->net, amount);
    if (pile && pile->is_money && amount > 0)
        add(&leaving->credited, amount);
    else if (!(pile && pile->is_money) && amount < 0)
        add(&leaving->debited, -amount);
}

/* Credit less debit of money, and no less than what is credited there and debited elsewhere. */
static int64_t paid(const struct books *books, const struct record_entry *body, uint16_t fund)
{
    struct leaving leaving = {0, 0, 0};
    for (uint32_t i = 0; i < body->lines_count; i++)
        if (body->lines[i].fund == fund)
            add_leaving(books, &body->lines[i], &leaving);
    const int64_t gross = leaving.credited < leaving.debited ? leaving.credited : leaving.debited;
    return leaving.net < gross ? gross : leaving.net;
}

static void judge_payment(struct books *books, const struct record_header *header, const struct record_entry *body)
{
    char key[24];
    if (!is_payment(books, header, body))
        return;
    for (uint16_t fund = FUND_MF; fund <= FUND_OP; fund++) {
        const int64_t left = paid(books, body, fund);
        (void)snprintf(key, sizeof key, "fund=%s", fund_code(fund));
        if (left > 0 && left > approved(books, body, fund))
            books_object(books, FOUND_payment_unapproved, header->seq, key);
    }
}

RESULT reservation_entry(struct books *books, const struct record_header *header, const struct record_entry *body)
{
    const bool judged = body->source == SOURCE_HAND || body->source == SOURCE_SCHEDULE;
    struct books_money *pile;
    for (uint32_t i = 0; i < body->lines_count; i++) {
        const struct record_line *line = &body->lines[i];
        TRY(take_money(books, line->account_no, &pile));
        add(&pile->moved, line->side == SIDE_DEBIT ? line->amount.fen : -line->amount.fen);
    }
    for (uint32_t i = 0; i < body->refs_count; i++)
        if (body->refs[i].role == REF_CAPTURES)
            judge_capture(books, header, body, &body->refs[i]);
    judge_payment(books, header, body);
    for (uint32_t i = 0; i < body->lines_count; i++) {
        TRY(take_money(books, body->lines[i].account_no, &pile));
        if (judged && pile->moved != 0)
            judge_money(books, header->seq, pile);
        add(&pile->posted, pile->moved);
        add(&pile->reserved, -pile->captured);
        pile->moved = pile->captured = 0;
    }
    return OK;
}

void reservation_assume(struct books *books, uint64_t entry, uint64_t reservation, int64_t amount)
{
    struct row_reservation *row = find_reservation(books, reservation);
    if (!row || (uint64_t)row->seq.value >= entry)
        return;
    add(&row->captured_fen.value, amount);
    row->seq = books_number((int64_t)entry);
}

void reservation_sum(const struct books *books, int64_t *ret_count, int64_t *ret_fen)
{
    *ret_count = *ret_fen = 0;
    for (size_t i = 0; i < books->facts[ROW_reservation].count; i++) {
        const struct row_reservation *row = &FACTS(books, reservation)[i];
        if (row->state.value != RESERVATION_OPEN)
            continue;
        ++*ret_count;
        add(ret_fen, row->amount_fen.value - row->captured_fen.value);
    }
}
