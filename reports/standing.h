/* standing.h  How the accounts of one fund stand on a day, as far as the first n records know: what every statement is
 * drawn from, in one repeatable-read transaction together with the root (docs/journal.md §11).
 *
 * Read from turnover: whole months cost accounts and months, not entries; of a month that as_of cuts and of what
 * known_at leaves out, the lines are read. */
#pragma once

#include "reports/period.h"

#include "base/money.h"
#include "base/words.h"

enum move { MOVE_CORRECTION = 1, MOVE_INSIDE = 2, MOVE_TRANSFER = 3 }; /* of net assets */

struct standing_row { /* of one account and month; month 0: all before `from` */
    const char *code, *name;
    int16_t class, normal_side;
    int32_t month;
    money debit_fen, credit_fen; /* by ordinary entries: all but the two below */
    money carried_debit_fen, carried_credit_fen;
    money opened_debit_fen, opened_credit_fen;
};

struct works_row { /* of repairs, by kind of housing */
    int16_t kind;  /* 1 commodity, 2 public */
    const char *code;
    int32_t month;
    money debit_fen, credit_fen;
};

struct tax_row { /* of 5101 in a GSY fund, by stream */
    const char *code;
    int64_t stream;
    int32_t month;
    money debit_fen, credit_fen;
};

struct move_row { /* of net assets, by entry */
    int64_t seq;
    const char *code;
    int32_t booking_date;
    int16_t move;
    money debit_fen, credit_fen;
};

struct standing {
    uint64_t community_id;
    const char *name, *custodian;
    int fund;
    uint64_t size, head_size; /* what is told; what there is */
    struct digest root;       /* over `size` records */
    day as_of;
    int32_t from;              /* months from here on are told apart */
    int32_t year;              /* January of the year of as_of */
    int32_t open_before, open; /* first month not yet carried forward, seen from the end of last year and from as_of */
    bool housing[2];           /* whether units of commodity, of public housing are registered */
    struct standing_row *rows;
    struct works_row *works;
    struct tax_row *taxes;
    struct move_row *moves;
    size_t row_count, works_count, tax_count, move_count;
};

struct standing_in {
    uint64_t community;
    int fund;
    int32_t from; /* month, at most January of the year of as_of */
    day as_of;    /* 0: the last day of `last`, or today where that is earlier */
    struct period period;
    const char *known_at; /* NULL: now; a number of records, a day, or an instant */
};

/* Refusals in order: community.unknown, report.known_at (malformed, beyond the journal, or empty), report.as_of (not a
 * day of the period, or in the future), fund.unknown, those of db_list and past_root, memory.exhausted. */
RESULT standing_read(struct ctx *ctx, const struct standing_in *in, struct standing *ret_standing);

/* The same inside a transaction of the caller. */
RESULT standing_load(struct ctx *ctx, const struct standing_in *in, struct standing *ret_standing);

/* Whether anything is left of a row once what came later is taken away. */
bool standing_turned(const struct standing_row *row);

/* Whether an ordinary entry was booked before the year of as_of: else there is no last year to compare with. */
bool standing_has_last_year(const struct standing *standing);

struct standing_transit { /* owed to the maintenance fund by another fund */
    int16_t fund;
    money amount;
};

/* What the other funds owe to the maintenance fund (230101) on the same day, as far as the same records know; the
 * statutory chart has no mirror of it. Inside the same transaction. Refusals: those of db_list. */
RESULT standing_transit(struct ctx *ctx, const struct standing *standing, struct standing_transit **ret_list,
                        size_t *ret_count);
