/* import.h  导入: from a bank's file to posted entries, in one transaction. No row is lost, none is counted twice.
 *
 * The file is archived untouched, every raw row is kept with its salt under a root in the journal, each new line
 * becomes one entry that refers to the import; lines seen before are linked, not booked again. A line that repeats what
 * somebody posted by hand is matched to that entry (match.h), and held without an entry where that is not certain.
 * Balances that the file proves for whole days are asserted (closing.h). Either everything of a file is written or
 * nothing. */
#pragma once

#include "importers/category.h"
#include "importers/parse/statement.h"
#include "ledger/book/bank_account.h"

enum import_state { IMPORT_NEW = 1, IMPORT_SEEN = 2 };

struct import_in {
    uint64_t community;
    const char *name; /* file name, for refusals and the archive */
    struct bytes file;
    const char *bank_account; /* own account number, NULL: as the file states it */
    const char *rules_name;   /* NULL: the rules that come with the program */
    struct bytes rules;
    bool opening;        /* book the bank's opening balance as an opening entry (first file of an account) */
    bool hold;           /* keep lines that no rule decides without an entry, instead of refusing the file */
    struct maybe covers; /* the file has every line up to the end of this day; absent: of the day before its last */
    bool dry_run;        /* preview only */
};

struct import_row { /* one line of the file, oldest first */
    const struct statement_line *line;
    enum import_state state;
    struct uuid id;
    uint32_t occurrence;
    bool held;                         /* a new line that becomes no entry of its own */
    uint64_t match;                    /* the entry that a held line belongs to; 0: to be decided by a person */
    struct category_decision decision; /* of a new line that is not held */
    const char *summary, *payee;       /* of the entry; payee "" where the bank names nobody */
    uint64_t entry_seq;                /* record of a new line, once posted: its entry, or line_held */
};

struct import_out {
    struct statement statement;
    struct bank_account account;
    struct import_row *rows;                       /* statement.count of them */
    uint32_t fresh, seen, suspense, held, matched; /* matched: of the held ones */
    money in, out;                                 /* sums of the new lines */
    bool has_opening;
    money opening; /* booked by --opening */
    bool replayed; /* this very file was imported before: nothing was written */
    inst replayed_at;
    uint64_t received_seq;
};

/* Refusals in order: community.unknown, those of statement_read, bank_account.unknown, import.other_account,
 * import.future, import.conflict, import.gap, import.opening, import.opening_units, import.covers, import.rule,
 * import.undecided (unless `hold`), those of entry_prepare and journal_commit. Details file and line name the place. */
RESULT import_file(struct ctx *ctx, const struct import_in *in, struct import_out *ret_out);
