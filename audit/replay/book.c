#include "audit/replay/book.h"

#include "audit/replay/matter.h"
#include "audit/replay/reservation.h"
#include "base/date.h"
#include "base/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- funds ---- */

static bool has_fund(const struct books *books, int64_t fund)
{
    const struct row_fund row = {.fund = books_number(fund)};
    return books_find(books, ROW_fund, &row) != NULL;
}

RESULT book_fund(struct books *books, const struct record_header *header, const struct record_fund_opened *body)
{
    const struct row_fund row = {.fund = books_number(body->fund),
                                 .custodian = body->custodian,
                                 .regime = books_number(body->regime),
                                 .opened_seq = books_number((int64_t)header->seq)};
    if (has_fund(books, body->fund)) {
        char key[32];
        (void)snprintf(key, sizeof key, "fund=%s", fund_code(body->fund));
        books_object(books, FOUND_opened_twice, header->seq, key);
    }
    return books_put(books, ROW_fund, &row);
}

static void need_fund(struct books *books, uint64_t seq, int64_t fund)
{
    char key[32];
    if (has_fund(books, fund))
        return;
    (void)snprintf(key, sizeof key, "fund=%lld", (long long)fund);
    books_object(books, FOUND_target_unknown, seq, key);
}

/* ---- accounts ---- */

const struct row_account *book_find_account(const struct books *books, uint32_t account_no)
{
    const struct row_account row = {.account_no = books_number(account_no)};
    return books_find(books, ROW_account, &row);
}

bool book_has_children(const struct books *books, uint32_t account_no)
{
    return map_find(&books->parents, account_no, NULL);
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
    if (books_find(books, ROW_account, row))
        return OK;
    if (row->parent.present && !map_find(&books->parents, (uint64_t)row->parent.value, NULL))
        TRY(map_add(&books->parents, (uint64_t)row->parent.value, 0));
    if (!map_find(&books->account_code, code_key(row), NULL))
        TRY(map_add(&books->account_code, code_key(row), 0));
    const size_t count = books->account_order.count;
    const uint32_t number = (uint32_t)row->account_no.value;
    books->account_sorted = count == 0 || (books->account_sorted && books->account_order.items[count - 1] < number);
    TRY(LIST_ADD(&books->account_order, number));
    return books_put(books, ROW_account, row);
}

static int compare_numbers(const void *x, const void *y)
{
    const uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

void book_sort_accounts(struct books *books)
{
    if (!books->account_sorted && books->account_order.count > 1)
        qsort(books->account_order.items, books->account_order.count, sizeof *books->account_order.items,
              compare_numbers);
    books->account_sorted = true;
}

/* Class, side and unit ledger are those of the account above, the code is two digits longer. */
static bool follows(const struct record_account_opened *body, const struct row_account *parent)
{
    const struct bytes above = parent->code;
    return body->class == parent->class.value && body->normal_side == parent->normal_side.value &&
           body->unit_ledger == parent->unit_ledger.value && above.size > 0 && body->code.size == above.size + 2 &&
           memcmp(body->code.data, above.data, above.size) == 0;
}

/* What is above takes no lines any more, so it may have none and hold nothing. */
static void judge_parent(struct books *books, uint64_t seq, const struct record_account_opened *body)
{
    const struct row_account *parent = book_find_account(books, body->parent);
    char key[32];
    (void)snprintf(key, sizeof key, "parent=%u", body->parent);
    if (!parent || parent->fund.value != body->fund)
        books_object(books, FOUND_target_unknown, seq, key);
    else if (!follows(body, parent) || parent->closed_seq.present || reservation_money(books, body->parent))
        books_object(books, FOUND_account_misplaced, seq, key);
}

static void judge_account(struct books *books, uint64_t seq, const struct record_account_opened *body,
                          const struct row_account *row)
{
    char key[32];
    need_fund(books, seq, body->fund);
    (void)snprintf(key, sizeof key, "account_no=%u", body->account_no);
    if (book_find_account(books, body->account_no) || map_find(&books->account_code, code_key(row), NULL))
        books_object(books, FOUND_opened_twice, seq, key);
    if (body->has_parent)
        judge_parent(books, seq, body);
}

/* Opened in the batch that opened its fund. */
static RESULT list_account(struct books *books, const struct record_header *header,
                           const struct record_account_opened *body)
{
    const struct row_fund key = {.fund = books_number(body->fund)}, *fund = books_find(books, ROW_fund, &key);
    const bool listed = fund && fund->opened_seq.present && (uint64_t)fund->opened_seq.value >= header->batch;
    return listed && !map_find(&books->listed, body->account_no, NULL) ? map_add(&books->listed, body->account_no, 0)
                                                                       : OK;
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
                                    .opened_seq = books_number((int64_t)header->seq),
                                    .opened_name = body->name,
                                    .seq = books_number((int64_t)header->seq)};
    judge_account(books, header->seq, body, &row);
    TRY(list_account(books, header, body));
    return book_keep_account(books, &row);
}

/* The account that a record changes, NULL when there is none. Accounts of a chart keep their name and are never
 * closed, closed ones do not change. */
static struct row_account *changing(struct books *books, uint64_t seq, uint32_t account_no)
{
    const struct row_account row = {.account_no = books_number(account_no)};
    struct row_account *found = books_find(books, ROW_account, &row);
    char key[32];
    (void)snprintf(key, sizeof key, "account_no=%u", account_no);
    if (!found)
        books_object(books, FOUND_target_unknown, seq, key);
    else if (map_find(&books->listed, account_no, NULL) || found->closed_seq.present)
        books_object(books, FOUND_account_fixed, seq, key);
    return found;
}

RESULT book_account_renamed(struct books *books, const struct record_header *header,
                            const struct record_account_renamed *body)
{
    struct row_account *account = changing(books, header->seq, body->account_no);
    const struct row_account_name name = {.account_no = books_number(body->account_no),
                                          .from_seq = books_number((int64_t)header->seq),
                                          .name = body->name};
    if (!account)
        return OK;
    TRY(books_keep(books, body->name, &account->name));
    account->seq = name.from_seq;
    return books_put(books, ROW_account_name, &name);
}

/* Nothing lies on it, nothing is held there, nothing is below it. */
static void judge_settled(struct books *books, uint64_t seq, uint32_t account_no)
{
    const struct books_money *pile = reservation_money(books, account_no);
    char key[32];
    (void)snprintf(key, sizeof key, "account_no=%u", account_no);
    if (book_has_children(books, account_no) || (pile && (pile->posted != 0 || pile->reserved != 0)))
        books_object(books, FOUND_account_unsettled, seq, key);
}

RESULT book_account_closed(struct books *books, const struct record_header *header,
                           const struct record_account_closed *body)
{
    struct row_account *account = changing(books, header->seq, body->account_no);
    if (!account)
        return OK;
    if (!books->lost) /* what lies where cannot be said where records are lost */
        judge_settled(books, header->seq, body->account_no);
    account->closed_seq = account->seq = books_number((int64_t)header->seq);
    return OK;
}

/* ---- bank accounts ---- */

const struct row_bank_account *book_find_bank_account(const struct books *books, uint64_t seq)
{
    const struct row_bank_account row = {.opened_seq = books_number((int64_t)seq)};
    return books_find(books, ROW_bank_account, &row);
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
    return books_put(books, ROW_bank_account, &row);
}

/* ---- counters ---- */

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
