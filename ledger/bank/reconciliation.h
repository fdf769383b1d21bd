/* reconciliation.h  对账: what stands between a bank account and the books on a day (CN-SW-23).
 *
 * book + what only the bank has = bank + what only the books have, exactly; what the lists do not explain is the
 * difference. Lines of a statement become entries by themselves when it is imported, so the lists hold what people
 * posted and the bank has not shown yet, and what the bank shows and nobody has posted yet. */
#pragma once

#include "ledger/book/bank_account.h"

enum reconciliation_part { RECONCILIATION_BANK = 1, RECONCILIATION_BOOK = 2 }; /* who alone has an item */
enum reconciliation_cause {
    CAUSE_UNBOOKED = 1,      /* bank: no entry yet */
    CAUSE_REVERSED = 2,      /* bank: its entry was reversed */
    CAUSE_BOOKED_LATER = 3,  /* bank: booked on other_day */
    CAUSE_CLEARED_LATER = 4, /* books: the bank has it on other_day */
    CAUSE_RED_LETTER = 5,    /* books: cancels what the bank did */
    CAUSE_IN_TRANSIT = 6,    /* books: not seen at the bank */
    CAUSE_DIFFERENCE = 7     /* books: changes an amount that the bank confirmed */
};
enum { RECONCILIATION_OLD_DAYS = 60 }; /* items older than this are an alert */

struct reconciliation_item {
    int16_t part, cause;
    uint64_t seq; /* record of the bank line, or of the entry */
    day date;
    money amount; /* what is left of it: in positive, out negative */
    struct maybe other_seq, other_day;
    int16_t word; /* number of the entry; 0: none */
    int32_t series;
    int64_t number;
    int16_t other_word;
    int32_t other_series;
    int64_t other_number;
    const char *serial, *summary, *payee; /* serial: the bank's id of a line; "" where there is none */
};

struct reconciliation_in {
    uint64_t community;
    const struct bank_account *account;
    day as_of;     /* end of this day */
    uint64_t size; /* as the first `size` records know it; UINT64_MAX: now */
};

struct reconciliation {
    money book;
    struct maybe asserted_seq, bank; /* absent where no statement speaks of this day */
    struct maybe lines;              /* of that statement */
    const char *document;            /* name of its file */
    bool has_lines;                  /* lines of this account were imported; without them nothing is listed */
    struct reconciliation_item *items;
    size_t count;
    money only_bank[2], only_book[2];               /* sums of what came in, of what went out (as positive amounts) */
    money adjusted_book, adjusted_bank, difference; /* the last two count where `bank` is present */
};

/* Reads both balances and the lists, inside a transaction of the caller or alone. Refusals: money.range, those of
 * db_list. */
RESULT reconciliation_read(struct ctx *ctx, const struct reconciliation_in *in, struct reconciliation *ret);
