#include "audit/replay/book.h"

#include "audit/replay/matter.h"
#include "base/date.h"
#include "base/words.h"

#include <stdio.h>

/* ---- funds ---- */

static bool is_fund(int64_t fund)
{
    return fund >= FUND_MF && fund <= FUND_OP;
}

RESULT book_keep_fund(struct books *books, const struct row_fund *row)
{
    const int64_t fund = row->fund.value;
    if (!is_fund(fund) || books->has_fund[fund])
        return OK;
    books->has_fund[fund] = true;
    books->fund[fund] = *row;
    return books_keep(books, row->custodian, &books->fund[fund].custodian);
}

RESULT book_fund(struct books *books, const struct record_header *header, const struct record_fund_opened *body)
{
    const struct row_fund row = {.fund = books_number(body->fund),
                                 .custodian = body->custodian,
                                 .regime = books_number(body->regime),
                                 .opened_seq = books_number((int64_t)header->seq)};
    if (books->has_fund[body->fund]) {
        char key[32];
        (void)snprintf(key, sizeof key, "fund=%s", fund_code(body->fund));
        books_object(books, FOUND_opened_twice, header->seq, key);
    }
    return book_keep_fund(books, &row);
}

static void need_fund(struct books *books, uint64_t seq, int64_t fund)
{
    char key[32];
    if (is_fund(fund) && books->has_fund[fund])
        return;
    (void)snprintf(key, sizeof key, "fund=%lld", (long long)fund);
    books_object(books, FOUND_target_unknown, seq, key);
}

/* ---- accounts ---- */

const struct books_account *book_find_account(const struct books *books, uint32_t account_no)
{
    uint32_t at;
    return map_find(&books->account_no, account_no, &at) ? &books->accounts.items[at] : NULL;
}

static uint64_t code_key(const struct row_account *row)
{
    uint64_t parts[1 + 32] = {(uint64_t)row->fund.value};
    size_t count = 1;
    for (size_t i = 0; i < row->code.size && count < LENGTH(parts); i++)
        parts[count++] = row->code.data[i];
    return map_key(parts, count);
}

RESULT book_keep_account(struct books *books, const struct row_account *row)
{
    struct books_account kept = {.row = *row};
    uint32_t parent;
    if (map_find(&books->account_no, (uint64_t)row->account_no.value, NULL))
        return OK;
    TRY(books_keep(books, row->code, &kept.row.code));
    TRY(books_keep(books, row->name, &kept.row.name));
    if (row->parent.present && map_find(&books->account_no, (uint64_t)row->parent.value, &parent))
        books->accounts.items[parent].parent = true;
    TRY(map_add(&books->account_no, (uint64_t)row->account_no.value, (uint32_t)books->accounts.count));
    if (!map_find(&books->account_code, code_key(row), NULL))
        TRY(map_add(&books->account_code, code_key(row), (uint32_t)books->accounts.count));
    return LIST_ADD(&books->accounts, kept);
}

static void judge_account(struct books *books, uint64_t seq, const struct record_account_opened *body,
                          const struct row_account *row)
{
    char key[96];
    need_fund(books, seq, body->fund);
    (void)snprintf(key, sizeof key, "account_no=%u", body->account_no);
    if (map_find(&books->account_no, body->account_no, NULL) || map_find(&books->account_code, code_key(row), NULL))
        books_object(books, FOUND_opened_twice, seq, key);
    if (!body->has_parent)
        return;
    const struct books_account *parent = book_find_account(books, body->parent);
    if (parent && parent->row.fund.value == body->fund)
        return;
    (void)snprintf(key, sizeof key, "parent=%u", body->parent);
    books_object(books, FOUND_target_unknown, seq, key);
}

RESULT book_account(struct books *books, const struct record_header *header, const struct record_account_opened *body)
{
    const struct row_account row = {.account_no = books_number(body->account_no),
                                    .fund = books_number(body->fund),
                                    .code = body->code,
                                    .name = body->name,
                                    .class = books_number(body->class),
                                    .normal_side = books_number(body->normal_side),
                                    .parent = books_maybe(body->has_parent, body->parent),
                                    .unit_ledger = books_number(body->unit_ledger),
                                    .counter_fund = books_maybe(body->has_counter_fund, body->counter_fund),
                                    .opened_seq = books_number((int64_t)header->seq)};
    judge_account(books, header->seq, body, &row);
    return book_keep_account(books, &row);
}

/* ---- bank accounts ---- */

const struct row_bank_account *book_find_bank_account(const struct books *books, uint64_t seq)
{
    for (size_t i = 0; i < books->bank_accounts.count; i++) /* a community has a handful */
        if ((uint64_t)books->bank_accounts.items[i].opened_seq.value == seq)
            return &books->bank_accounts.items[i];
    return NULL;
}

RESULT book_keep_bank_account(struct books *books, const struct row_bank_account *row)
{
    struct row_bank_account kept = *row;
    TRY(books_keep(books, row->bank, &kept.bank));
    TRY(books_keep(books, row->number, &kept.number));
    return LIST_ADD(&books->bank_accounts, kept);
}

RESULT book_bank_account(struct books *books, const struct record_header *header,
                         const struct record_bank_account_opened *body)
{
    const struct row_bank_account row = {.opened_seq = books_number((int64_t)header->seq),
                                         .fund = books_number(body->fund),
                                         .bank = body->bank,
                                         .purpose = books_number(body->purpose),
                                         .number = books_octets(body->number.b, sizeof body->number.b)};
    need_fund(books, header->seq, body->fund);
    for (uint32_t i = 0; i < body->refs_count; i++)
        matter_ref(books, header->seq, &body->refs[i]);
    TRY(books_promise(books, header->seq, &body->number, COMMIT_BANK_ACCOUNT));
    return book_keep_bank_account(books, &row);
}

/* ---- sums ---- */

RESULT book_turn(struct books *books, const struct row_posting *line)
{
    const int32_t month = month_of((day)line->booking_date.value);
    const uint64_t parts[] = {(uint64_t)line->fund.value, (uint64_t)line->account_no.value, (uint64_t)month};
    const uint64_t key = map_key(parts, LENGTH(parts));
    uint32_t at;
    if (!map_find(&books->balance, key, &at)) {
        at = (uint32_t)books->balances.count;
        TRY(map_add(&books->balance, key, at));
        TRY(LIST_ADD(&books->balances, (struct row_balance){.fund = line->fund,
                                                            .account_no = line->account_no,
                                                            .month = books_number(month),
                                                            .debit_fen = books_number(0),
                                                            .credit_fen = books_number(0)}));
    }
    struct row_balance *balance = &books->balances.items[at];
    int64_t *sum = line->side.value == SIDE_DEBIT ? &balance->debit_fen.value : &balance->credit_fen.value;
    if (__builtin_add_overflow(*sum, line->amount_fen.value, sum))
        *sum =
            line->amount_fen.value > 0 ? INT64_MAX : INT64_MIN; /* no stored balance can equal it: it will be found */
    return OK;
}

RESULT book_counter(struct books *books, const struct row_entry_number *number,
                    struct row_voucher_counter **ret_counter)
{
    const uint64_t parts[] = {(uint64_t)number->fund.value, (uint64_t)number->word.value,
                              (uint64_t)number->series.value};
    const uint64_t key = map_key(parts, LENGTH(parts));
    uint32_t at;
    if (!map_find(&books->counter, key, &at)) {
        at = (uint32_t)books->counters.count;
        TRY(map_add(&books->counter, key, at));
        TRY(LIST_ADD(&books->counters, (struct row_voucher_counter){.fund = number->fund,
                                                                    .word = number->word,
                                                                    .series = number->series,
                                                                    .last_no = books_number(0)}));
    }
    *ret_counter = &books->counters.items[at];
    return OK;
}
