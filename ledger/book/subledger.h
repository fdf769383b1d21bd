/* subledger.h  分户账: the shares of units in the lines of an entry, and what each unit has in the maintenance fund
 * (CN-MF-10).
 *
 * Accounts of the fund that are kept per unit (3001 3002 4001 5001 5101) take a share of each unit that a line is
 * about; the shares add up to the line, so the control accounts equal the sum of the sub-accounts at every moment.
 * Carry-forward entries move between such accounts and take none. */
#pragma once

#include "ledger/book/entry.h"

struct subledger_line { /* line l of an entry, from 0 */
    const struct entry_in *entry;
    size_t l;
};

struct subledger_place { /* a posted line, from 1 */
    uint64_t community, seq;
    size_t line;
};

struct subledger; /* what a batch of entries needs to know about its units */

/* Looks up the units of all lines in one query. Refusals: those of db_list, memory.exhausted. */
RESULT subledger_find(struct ctx *ctx, const struct entry_in *in, size_t count, struct subledger **ret_subledger);

/* Checks the shares of line l of an entry against an account that is kept per unit or not. Refusals in order:
 * entry.unit_lines (shares are missing, or not allowed here), unit.unknown, entry.unit_twice, line.sign (a share of
 * zero, or of another sign than its line), entry.unit_sum. */
RESULT subledger_check(struct ctx *ctx, const struct subledger *subledger, const struct entry_in *in, size_t l,
                       bool kept_per_unit);

/* Adds the shares of line l to the change; the record's line gets their count and root. Refusals: those of
 * change_units. */
RESULT subledger_fill(struct change *change, const struct subledger *subledger, const struct subledger_line *in,
                      struct record_line *line);

/* The shares of a posted line, in order of units; for a red-letter entry. Refusals: those of db_list. */
RESULT subledger_lines(struct ctx *ctx, const struct subledger_place *place, struct entry_share_in **ret_shares,
                       size_t *ret_count);

struct subledger_balance { /* of one unit, credit minus debit over all accounts kept per unit */
    struct uuid unit;
    const char *address;
    uint64_t area_cm2;
    uint16_t use;
    money deposited, spent, earned, balance; /* 4001 less refunds; 5001; income shared out; what is left */
};

/* Every unit on a day, in order of registration. Refusals: those of db_list. */
RESULT subledger_balances(struct ctx *ctx, uint64_t community, day as_of, struct subledger_balance **ret_list,
                          size_t *ret_count);

struct subledger_movement {
    uint64_t seq;
    day booking_date;
    uint8_t entry_type, side;
    const char *account, *account_name, *summary;
    money amount;
};

/* All movements of one unit, oldest first. Refusals: those of db_list. */
RESULT subledger_statement(struct ctx *ctx, uint64_t community, const struct uuid *unit,
                           struct subledger_movement **ret_list, size_t *ret_count);
