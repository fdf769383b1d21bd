/* ledger_book.h  账簿: 总账, 明细账, 日记账, bank journals; and the cells that every list of lines has. */
#pragma once

#include "reports/statement_part.h"

struct ledger_book_entry { /* where a line belongs */
    int32_t booking_date;
    int word;
    int32_t series;
    int64_t number;
    const char *summary; /* NULL where it was erased */
};

/* Three cells: date, voucher number, summary. Refusals of all below: memory.exhausted, list.full. */
RESULT ledger_book_place(struct statement *s, struct report_row *row, const struct ledger_book_entry *entry);

/* "412.3": record and line. */
RESULT ledger_book_key(struct statement *s, int64_t seq, int line, const char **ret_key);

/* A row without an entry: the balance at the beginning, the sums at the end. The sums are the caller's to put. */
RESULT ledger_book_edge(struct statement *s, struct report_table *table, const char *key, enum phrase label,
                        struct report_row **ret_row);

/* 总账 of all first-level accounts or of one account, by month. Refusals of all three: report.account,
 * bank_account.unknown, report.cross_foot when lines do not make the closing balance. */
RESULT ledger_book_general(struct statement *s);

/* 明细账 of one account, or of one bank account. */
RESULT ledger_book_detail(struct statement *s);

/* 日记账 of the fund, or of one bank account. */
RESULT ledger_book_journal(struct statement *s);
