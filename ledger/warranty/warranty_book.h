/* warranty_book.h  What the books say of warranty deposits: the lines on 2501 and 2502. */
#pragma once

#include "audit/journal.h"
#include "rules/warranty.h"

struct warranty_line {        /* by deposit, day and record */
    uint64_t warranty, party; /* records; 0 none */
    bool interest, debit, to_fund;
    money amount;
    day on;
};

struct warranty_book {
    struct warranty_line *lines;
    size_t count;
};

struct warranty_reach { /* how far a reader looks */
    uint64_t community;
    day as_of;
    uint64_t size; /* of the journal */
};

/* Refusals: those of db_list. */
RESULT warranty_book_read(struct ctx *ctx, const struct warranty_reach *reach, struct warranty_book *ret_book);

/* What the books say of one deposit of a developer. Refusals: money.range. */
RESULT warranty_book_sum(const struct warranty_book *book, uint64_t warranty, uint64_t developer,
                         struct warranty_sums *ret_sums);
