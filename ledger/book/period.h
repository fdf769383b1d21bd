/* period.h  结账: closes a month with its carry-forward entries and seals it; a sealed month is never opened again
 * (CN-SW-24, CN-BAW-63). */
#pragma once

#include "ledger/book/entry.h"

enum { PERIOD_NAME = 16 };

struct period_in {
    uint64_t community;
    int32_t month;
    bool require_reconciliation; /* every bank account that moved is reconciled on the last day */
};

struct period_open {  /* what keeps a month from being closed: for people to see and settle */
    const char *what; /* "draft", "import"; "statement": no balance of the bank; "difference": one not explained */
    const char *name; /* of a bank account: bank, last digits, day, difference */
};

struct period_out {
    uint64_t seal_seq;
    uint32_t entries; /* carry-forward entries written */
    bool replayed;    /* the month was closed before */
};

/* Months as year * 12 + month - 1, as month_of gives them. "2026-09". Refusals: report.period (detail value). */
RESULT period_parse(struct ctx *ctx, const char *text, int32_t *ret_month);
void period_format(int32_t month, char out[PERIOD_NAME]);

/* The month to be closed next. Refusals: community.unknown, period.empty (no entry yet). */
RESULT period_next(struct ctx *ctx, uint64_t community, int32_t *ret_month);

/* What is undecided up to the end of a month: drafts dated there, imports; and on demand bank accounts that are not
 * reconciled: each that moved since the last close needs a balance_asserted for the last day of the month without an
 * unexplained difference. Refusals: those of db_list. */
RESULT period_open_list(struct ctx *ctx, const struct period_in *in, struct period_open **ret_list, size_t *ret_count);

/* Posts the carry-forward entry of each fund that turned (word 结, dated the last day) and seals the month, in one
 * transaction. MF: 4001 to 3001/3002; 5001 and 5101 from 3001/3002, works by the kind of housing of the units charged;
 * 4101 4102 4201 4301 4901 and 5901 to 3101. PI, OP: income, costs and uses to 3901, 3901 to 3101. The first close of a
 * community covers everything up to its month. Refusals in order: community.unknown, period.empty, period.future,
 * period.closed unless it is the month closed last with the same seal (then `replayed`), period.gap,
 * period.undecided, those of entry_prepare and journal_commit; journal.moved after five attempts. */
RESULT period_close(struct ctx *ctx, const struct period_in *in, struct period_out *ret_out);
