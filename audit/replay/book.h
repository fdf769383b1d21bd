/* book.h  The replay of funds, accounts and bank accounts, and of voucher counters. */
#pragma once

#include "audit/replay/books.h"

/* Refusals of all: list.full, memory.exhausted. */
RESULT book_fund(struct books *books, const struct record_header *header, const struct record_fund_opened *body);
RESULT book_account(struct books *books, const struct record_header *header, const struct record_account_opened *body);
RESULT book_account_renamed(struct books *books, const struct record_header *header,
                            const struct record_account_renamed *body);
RESULT book_account_closed(struct books *books, const struct record_header *header,
                           const struct record_account_closed *body);
RESULT book_bank_account(struct books *books, const struct record_header *header,
                         const struct record_bank_account_opened *body);
RESULT book_keep_account(struct books *books, const struct row_account *row);

/* NULL when there is none. */
const struct row_account *book_find_account(const struct books *books, uint32_t account_no);
const struct row_bank_account *book_find_bank_account(const struct books *books, uint64_t seq);

/* Puts books->account_order in ascending order. */
void book_sort_accounts(struct books *books);

/* Whether it has sub-accounts: then it takes no lines. */
bool book_has_children(const struct books *books, uint32_t account_no);

/* The counter of a series; a new one stands at 0. */
RESULT book_counter(struct books *books, const struct row_entry_number *number,
                    struct row_voucher_counter **ret_counter);
