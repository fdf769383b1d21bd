/* snapshot.h  Everything that a report on one fund reads, in one repeatable-read transaction together with the head.
 *
 * Months before the first one are added up as month 0, so an opening balance is the span {0, first - 1}. */
#pragma once

#include "base/ctx.h"
#include "base/money.h"
#include "reports/period.h"

struct turnover_row { /* of one account and month */
    const char *code, *name;
    int16_t class, normal_side;
    int32_t month;
    money debit_fen, credit_fen;                 /* without carry-forward entries */
    money carried_debit_fen, carried_credit_fen; /* what these booked */
};

struct stream_row { /* of taxes and suspense, by stream; 0 is none */
    const char *code;
    int64_t stream;
    int32_t month;
    money debit_fen, credit_fen;
};

struct money_row { /* of money, by real bank account; 0 is none */
    const char *code, *name;
    int64_t bank_account;
    const char *bank, *tail; /* NULL where there is no bank account */
    int32_t month;
    money debit_fen, credit_fen;
};

struct payment_row {
    int32_t booking_date;
    int16_t word;
    int32_t series;
    int64_t number;
    const char *summary;
    money amount_fen;
    bool reversed;
    const char *accounts;
};

struct snapshot {
    uint64_t community_id;
    const char *name;
    uint64_t size;
    struct digest root;
    struct turnover_row *turnover;
    struct stream_row *streams;
    struct money_row *money;
    struct payment_row *payments;
    size_t turnover_count, stream_count, money_count, payment_count;
    int64_t vouchers[3], red_letters[3]; /* of each span counted */
};

struct snapshot_in {
    uint64_t community;
    int fund;
    int32_t from, to;      /* months */
    struct span counts[3]; /* spans of which vouchers are counted; first 0 for none */
    bool money;            /* money by real bank account as well */
    bool payments;         /* the largest payments of from … to as well */
};

/* Refusals: community.unknown, fund.unknown (details community, fund), database.*, memory.exhausted. */
RESULT snapshot_read(struct ctx *ctx, const struct snapshot_in *in, struct snapshot *ret_snapshot);

/* The same inside a transaction of the caller, for reports that read more than this. */
RESULT snapshot_load(struct ctx *ctx, const struct snapshot_in *in, struct snapshot *ret_snapshot);

struct sides {
    money debit, credit;
};

/* Turnover of all accounts whose code begins with `prefix`. Refusals: money.range. */
RESULT snapshot_sides(const struct snapshot *snapshot, const char *prefix, struct span span, struct sides *ret_sides);

/* Turnover of all accounts of a class (words.h). Refusals: money.range. */
RESULT snapshot_class(const struct snapshot *snapshot, int class, struct span span, struct sides *ret_sides);

/* Debit less credit. Refusals: money.range. */
RESULT snapshot_net(struct sides sides, money *ret_net);

/* The span of everything up to and with `last`, and everything before `first`. */
struct span snapshot_until(int32_t last);
struct span snapshot_before(int32_t first);
