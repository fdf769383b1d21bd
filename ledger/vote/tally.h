/* tally.h  计票: from ballots, the totals of a platform, or the names at a meeting to the figures of a decision.
 *
 * One person has one ballot for all his units (CN-SPC-9). Where vote.changeable holds, a later ballot takes the place
 * of an earlier one if both name their time. A proxy (CN-PMR-12-2) needs a written document (own). An abstention takes
 * part and is not in favour; an invalid ballot takes no part. */
#pragma once

#include "ledger/vote/roll.h"
#include "rules/decision.h"

enum { TALLY_BALLOTS_MAX = 100000, TALLY_NAMES_MAX = 100 };

struct tally_ballot_in { /* as it was written; "" where a column is empty */
    const char *unit, *voter, *choice, *proxy, *document, *time;
    uint32_t line;
};

struct tally_totals_in {                  /* of a platform */
    struct decision_measure people, area; /* all: 0 where it is not stated, else it must be the register's */
};

struct tally_names_in { /* who was at a meeting */
    const char *names[TALLY_NAMES_MAX];
    uint8_t choices[TALLY_NAMES_MAX]; /* enum ballot_choice */
    size_t count;
};

struct tally_in {
    const struct rule_set *set;
    const struct roll *roll; /* of owners; NULL at a meeting */
    day from, to;            /* of voting */
};

struct tally {
    struct decision_measure people, area;
    struct ballot *ballots; /* not sealed; NULL for totals */
    size_t count;
};

/* Counts ballots in the order of the file; details line and what the text needs. Refusals in order: ballot.none, then
 * of each ballot ballot.choice, ballot.unit, ballot.scope, ballot.voter, ballot.time, ballot.proxy, ballot.twice;
 * decision.no_rule. */
RESULT tally_ballots(struct ctx *ctx, const struct tally_in *in, const struct tally_ballot_in *list, size_t count,
                     struct tally *ret_tally);

/* Puts totals beside the register. Refusals: decision.figures (a base that is not the register's). */
RESULT tally_totals(struct ctx *ctx, const struct tally_in *in, const struct tally_totals_in *totals,
                    struct tally *ret_tally);

/* Counts members; everybody is named once and is in office. Refusals: decision.member. */
RESULT tally_meeting(struct ctx *ctx, const struct roll_member *members, size_t count,
                     const struct tally_names_in *names, struct tally *ret_tally);
