/* budget.h  预算: what may be earned and spent, per fund and year or per repair project, with change orders.
 *
 * A budget is a matter (noun 2). matter_opened and each matter_moved commit to a text that says the whole of its
 * version: the decision, the reason, every line, and what a change order changed. Nothing of it can be replaced
 * afterwards: the openings must fit the records, and a repeated replay reads the same versions. */
#pragma once

#include "audit/journal.h"
#include "base/words.h"

enum { BUDGET_LINES_MAX = 200, BUDGET_NAME_MAX = 100, BUDGET_WORDS_MAX = 600 };

enum budget_state {
#define STATE(name, code, zh, en) BUDGET_##name = (code),
#define STATES "rules/states/budget.def"
#include "rules/states/each.h"
};

struct budget_scope { /* one budget: of a year, or of a project */
    uint64_t community;
    uint16_t fund;
    int32_t year;        /* 0: of a project */
    const char *project; /* name; NULL: of a year */
};

struct budget_line {
    const char *account; /* code, of a leaf or of a group of leaves; income or expense */
    money amount;        /* for the whole scope; ≥ 0 */
    money from;          /* in a change order: what stood there before; -1 fen: the line is new */
};

struct budget_in {
    struct budget_scope scope;
    const char *key;               /* idempotency key */
    day decided_on;                /* ≤ today */
    const char *decision, *reason; /* of the decision: its number and day; why. reason may be NULL where none changes */
    const struct budget_line *lines; /* a change order: only those that change; amount 0 strikes a line */
    size_t count;
};

struct budget_version {
    int32_t version; /* from 1; 0: the proposal */
    uint64_t seq;
    uint16_t state;
    day decided_on;
    const char *decision, *reason; /* "": none */
    const struct budget_line *lines;
    size_t count;
    const struct budget_line *changes; /* of a change order */
    size_t change_count;
};

struct budget {
    struct budget_scope scope;
    struct uuid id;
    uint16_t state;
    uint64_t opened_seq, seq; /* reservations for a project rest on opened_seq */
    const struct budget_version *versions;
    size_t version_count;
};

/* "adopted", "已通过". */
const char *budget_state_name(int state, enum language language);

/* Puts a draft on record. Refusals in order: budget.scope (neither or both of year and project), text.refused,
 * budget.scope (decided after today), budget.line (no line, too many, one twice, below zero, not an account of income
 * or expense), budget.exists, those of journal_commit. */
RESULT budget_propose(struct ctx *ctx, const struct budget_in *in, uint64_t *ret_seq);

/* Adopts: a draft as it is now decided, or a budget that nobody proposed before. Refusals as budget_propose, and
 * field.required (no decision). */
RESULT budget_adopt(struct ctx *ctx, const struct budget_in *in, uint64_t *ret_seq);

/* A change order: a new version that says what it changes. Refusals as budget_adopt, and budget.unknown, budget.state
 * (not in force), field.required (no reason), budget.line (a line does not change). */
RESULT budget_change(struct ctx *ctx, const struct budget_in *in, uint64_t *ret_seq);

/* Ends it; lines are not looked at. Refusals: budget.unknown, budget.state, those of journal_commit. */
RESULT budget_close(struct ctx *ctx, const struct budget_in *in, uint64_t *ret_seq);

/* A budget with all its versions. Refusals in order: budget.scope, budget.unknown. */
RESULT budget_get(struct ctx *ctx, const struct budget_scope *scope, struct budget *ret_budget);

/* The version in force on a day: the newest one decided by then; NULL: none, or not adopted yet. */
const struct budget_version *budget_version_at(const struct budget *budget, day as_of);

struct budget_actual {
    const char *account, *name;
    int16_t class;               /* enum account_class */
    money planned, actual, left; /* left = planned − actual */
};

/* Every line in force on a day with what was earned or spent by then: of a year all that was booked in it,
 * carry-forward apart; of a project what entries paid out of reservations that rest on the budget, corrections
 * included. Nothing in force gives no line. Refusals as budget_get. */
RESULT budget_lines(struct ctx *ctx, const struct budget_scope *scope, day as_of, struct budget_actual **ret_lines,
                    size_t *ret_count);
