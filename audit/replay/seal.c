#include "audit/replay/seal.h"

#include "audit/log/seal.h"
#include "audit/replay/book.h"
#include "audit/replay/reservation.h"
#include "base/words.h"

#include <stdio.h>
#include <string.h>

static struct books_month *month_at(struct books *books, int32_t month)
{
    for (size_t i = books->months.count; i-- > 0;) /* nearly always the last one */
        if (books->months.items[i].month == month)
            return &books->months.items[i];
    return NULL;
}

static void add(int64_t *sum, int64_t amount)
{
    if (__builtin_add_overflow(*sum, amount, sum))
        *sum = INT64_MAX; /* no seal can state it: it will be found */
}

/*= CN-SW-24 nothing is booked in a closed period */
RESULT seal_entry(struct books *books, uint64_t seq, const struct record_entry *body)
{
    const int32_t month = month_of(body->booking_date);
    struct books_month *at = month_at(books, month);
    if (books->has_seal && body->booking_date <= books->sealed_to) {
        char texts[2][DATE_TEXT];
        date_format(books->sealed_to, texts[0]);
        date_format(body->booking_date, texts[1]);
        books_object_value(books, FOUND_booked_sealed, seq, "", (const char *const[2]){texts[0], texts[1]});
    }
    if (!at) {
        TRY(LIST_ADD(&books->months, (struct books_month){.month = month}));
        at = &books->months.items[books->months.count - 1];
    }
    at->entries++;
    for (uint32_t i = 0; i < body->lines_count; i++)
        add(body->lines[i].side == SIDE_DEBIT ? &at->debit : &at->credit, body->lines[i].amount.fen);
    return OK;
}

/* ---- figures derived again ---- */

/* The first record whose civil date is `from` or later, or the seal itself. */
static uint64_t first_since(const struct books *books, day from, uint64_t seq)
{
    for (size_t i = 0; i < books->days.count; i++)
        if (books->days.items[i].date >= from)
            return books->days.items[i].seq;
    return seq;
}

static void sum_account(const struct books *books, const struct row_account *account, int32_t month, money sums[2])
{
    sums[0] = sums[1] = FEN(0);
    for (size_t i = 0; i < books->balances.count; i++) {
        const struct row_balance *row = &books->balances.items[i];
        if (row->account_no.value != account->account_no.value || row->fund.value != account->fund.value ||
            row->month.value > month)
            continue;
        add(&sums[0].fen, row->debit_fen.value);
        add(&sums[1].fen, row->credit_fen.value);
    }
}

static void add_balance(const struct books *books, const struct row_account *account, day to,
                        struct tree_frontier *tree)
{
    money sums[2];
    sum_account(books, account, month_of(to), sums);
    const struct seal_balance balance = {.community = books->community,
                                         .to = to,
                                         .fund = (uint16_t)account->fund.value,
                                         .account_no = (uint32_t)account->account_no.value,
                                         .code = account->code,
                                         .name = account->name,
                                         .debit = sums[0],
                                         .credit = sums[1]};
    if (sums[0].fen != 0 || sums[1].fen != 0)
        seal_add_balance(tree, &balance);
}

static void add_account(const struct books *books, const struct row_account *account, struct tree_frontier *tree)
{
    const struct seal_account leaf = {.community = books->community,
                                      .account_no = (uint32_t)account->account_no.value,
                                      .fund = (uint16_t)account->fund.value,
                                      .code = account->code,
                                      .name = account->name,
                                      .class = (uint8_t)account->class.value,
                                      .normal_side = (uint8_t)account->normal_side.value,
                                      .has_parent = account->parent.present,
                                      .parent = (uint32_t)account->parent.value,
                                      .opened_seq = (uint64_t)account->opened_seq.value,
                                      .has_closed = account->closed_seq.present,
                                      .closed_seq = (uint64_t)account->closed_seq.value};
    seal_add_account(tree, &leaf);
}

/* Accounts ascending by number, whichever order they were opened in and however far apart. */
static void grow_trees(struct books *books, day to, struct tree_frontier *balances, struct tree_frontier *accounts)
{
    book_sort_accounts(books);
    for (uint16_t fund = 0; fund <= FUND_OP; fund++) {
        for (size_t i = 0; i < books->account_order.count; i++) {
            const struct row_account *account = book_find_account(books, books->account_order.items[i]);
            if (fund == 0)
                add_account(books, account, accounts);
            else if (account->fund.value == fund)
                add_balance(books, account, to, balances);
        }
    }
}

/* ---- judgement ---- */

static void object_number(struct books *books, uint64_t seq, const char *what, int64_t expected, int64_t found)
{
    char texts[2][24];
    if (expected == found)
        return;
    (void)snprintf(texts[0], sizeof texts[0], "%lld", (long long)expected);
    (void)snprintf(texts[1], sizeof texts[1], "%lld", (long long)found);
    books_object_value(books, FOUND_seal_differs, seq, what, (const char *const[2]){texts[0], texts[1]});
}

static void object_root(struct books *books, uint64_t seq, const char *what, const struct tree_frontier *tree,
                        const struct digest *found)
{
    struct digest root;
    tree_root(tree, &root);
    if (!digest_equal(&root, found))
        books_object(books, FOUND_seal_differs, seq, what);
}

/* Whole months, directly behind the last sealed day, over before the seal was written. */
static void judge_dates(struct books *books, const struct record_header *header,
                        const struct record_period_sealed *body)
{
    const struct civil from = date_to_civil(body->from), next = date_to_civil(body->to + 1);
    const bool whole = from.day == 1 && next.day == 1 && body->from <= body->to;
    if (!whole || (books->has_seal && body->from != books->sealed_to + 1) ||
        body->to >= date_of_inst(header->recorded_at))
        books_object(books, FOUND_seal_differs, header->seq, "from, to");
}

static void judge_turnover(struct books *books, uint64_t seq, const struct record_period_sealed *body)
{
    struct books_month sum = {0};
    for (size_t i = 0; i < books->months.count; i++) {
        const struct books_month *at = &books->months.items[i];
        if (at->month < month_of(body->from) || at->month > month_of(body->to))
            continue;
        sum.entries += at->entries;
        add(&sum.debit, at->debit);
        add(&sum.credit, at->credit);
    }
    object_number(books, seq, "entries", sum.entries, body->entries);
    object_number(books, seq, "debit", sum.debit, body->debit.fen);
    object_number(books, seq, "credit", sum.credit, body->credit.fen);
}

static void judge_numbers(struct books *books, uint64_t seq, const struct record_period_sealed *body)
{
    const int64_t first = date_to_civil(body->from).year * 100 + date_to_civil(body->from).month;
    const int64_t last = date_to_civil(body->to).year * 100 + date_to_civil(body->to).month;
    int64_t series = 0;
    for (size_t i = 0; i < books->counters.count; i++) {
        const struct row_voucher_counter *counter = &books->counters.items[i];
        bool listed = false;
        if (counter->series.value < first || counter->series.value > last)
            continue;
        series++;
        for (uint32_t n = 0; n < body->numbers_count; n++) {
            const struct record_last_number *number = &body->numbers[n];
            listed |= number->fund == counter->fund.value && number->word == counter->word.value &&
                      number->year * 100 + number->month == counter->series.value &&
                      number->number == counter->last_no.value;
        }
        if (!listed)
            books_object(books, FOUND_seal_differs, seq, "numbers");
    }
    object_number(books, seq, "numbers", series, body->numbers_count);
}

static void judge_trees(struct books *books, uint64_t seq, const struct record_period_sealed *body)
{
    struct tree_frontier balances, accounts;
    tree_init(&balances);
    tree_init(&accounts);
    grow_trees(books, body->to, &balances, &accounts);
    object_number(books, seq, "balances", (int64_t)balances.size, body->balances);
    object_number(books, seq, "accounts", (int64_t)accounts.size, body->accounts);
    object_root(books, seq, "balance_root", &balances, &body->balance_root);
    object_root(books, seq, "account_root", &accounts, &body->account_root);
}

static void judge_reserved(struct books *books, uint64_t seq, const struct record_period_sealed *body)
{
    int64_t count, fen;
    reservation_sum(books, &count, &fen);
    object_number(books, seq, "reservations", count, body->reservations);
    object_number(books, seq, "reserved", fen, body->reserved.fen);
}

static void judge(struct books *books, const struct record_header *header, const struct record_period_sealed *body)
{
    const uint64_t seq = header->seq;
    judge_dates(books, header, body);
    object_number(books, seq, "size", (int64_t)seq, (int64_t)body->size);
    object_number(books, seq, "lo", (int64_t)first_since(books, body->from, seq), (int64_t)body->lo);
    object_number(books, seq, "previous", books->has_seal ? (int64_t)books->seal_seq : -1,
                  body->has_previous ? (int64_t)body->previous.seq : -1);
    judge_turnover(books, seq, body);
    judge_numbers(books, seq, body);
    judge_reserved(books, seq, body);
    judge_trees(books, seq, body);
}

RESULT seal_record(struct books *books, const struct record_header *header, const struct record_period_sealed *body)
{
    const struct row_period row = {.to_date = books_number(body->to),
                                   .from_date = books_number(body->from),
                                   .lo = books_number((int64_t)body->lo),
                                   .seal_seq = books_number((int64_t)header->seq),
                                   .root = books_octets(body->root.b, sizeof body->root.b),
                                   .previous_seq = books_maybe(body->has_previous, (int64_t)body->previous.seq),
                                   .balances = books_number(body->balances),
                                   .balance_root = books_octets(body->balance_root.b, sizeof body->balance_root.b),
                                   .units = books_number(body->units),
                                   .unit_root = books_octets(body->unit_root.b, sizeof body->unit_root.b),
                                   .accounts = books_number(body->accounts),
                                   .account_root = books_octets(body->account_root.b, sizeof body->account_root.b),
                                   .entries = books_number(body->entries),
                                   .debit_fen = books_number(body->debit.fen),
                                   .credit_fen = books_number(body->credit.fen)};
    if (!books->lost) /* figures cannot be derived again where records are lost */
        judge(books, header, body);
    books->has_seal = true;
    books->sealed_to = body->to;
    books->seal_seq = header->seq;
    return books_put(books, ROW_period, &row);
}
