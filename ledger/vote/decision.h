/* decision.h  决定: what the owners' assembly or the committee decided: figures, the four ratios, and the outcome.
 *
 * A decision is a record decision_recorded and, in the same request and under the same id, a matter_opened (noun 17)
 * with its words. The program computes the outcome by the law of the day on which voting closed, from ballots, from the
 * totals of a platform or from the names at a meeting of the committee; the base of an assembly is always the
 * register's. What a file says of the outcome is only compared. Other operations rest on the record decision_recorded.
 * Law: CN-CC-278-1, CN-CC-278-2, CN-PMR-14-1, ZJ-14-1, ZJ-14-2. */
#pragma once

#include "ledger/vote/tally.h"

enum { DECISION_TITLE_MAX = 200, DECISION_TEXT_MAX = 2000, DECISION_SCOPE_MAX = 200, DECISION_DOCUMENTS_MAX = 32 };

enum decision_method { DECISION_BY_BALLOTS = 1, DECISION_BY_TOTALS = 2, DECISION_BY_MEETING = 3 };

struct decision_words {       /* what the matter's text keeps */
    const char *title, *text; /* text: "" none */
    uint16_t method;          /* enum decision_method */
    const char *const *scope; /* buildings and units; none: the whole community */
    size_t scope_count;
};

struct decision {
    struct uuid decision;
    uint64_t seq;    /* decision_recorded; 0: only previewed */
    uint16_t result; /* enum decision_result, as recorded */
    struct decision_figures figures;
    day from, to; /* first and last day of voting */
    struct maybe announced;
    uint32_t ballots;   /* 0: totals */
    struct maybe limit; /* fen: the most that may be spent on it */
    struct decision_words words;
    struct decision_outcome outcome; /* by the law of `to`, as computed now; its rules live in the arena */
};

struct decision_record_in {
    uint64_t community;
    const char *key;
    enum decision_kind kind;
    struct decision_words words; /* method: set by the operation */
    day from, to;
    struct maybe announced, limit;
    const char *const *documents; /* ids or SHA-256 of minutes, ballots, publications */
    size_t document_count;
    const char *claimed;                   /* "passed" or "failed"; NULL: not stated */
    const struct tally_ballot_in *ballots; /* one of these three; ballots NULL: none */
    size_t ballot_count;
    const struct tally_totals_in *totals;
    const struct tally_names_in *meeting; /* of the committee, else the assembly decides */
};

/* Computes a decision, nothing written. Refusals in order: text.refused, community.unknown, decision.totals (not one
 * way of counting), decision.dates, decision.notice, decision.no_rule, then those of roll_load and tally_ballots,
 * tally_totals or tally_meeting, decision.figures, decision.claim (the file says another outcome), document.unknown. */
RESULT decision_preview(struct ctx *ctx, const struct decision_record_in *in, struct decision *ret_decision);

/* Records it, for the actor as chair, member or clerk. *ret_seq: the record decision_recorded; the same key gives the
 * same one. Refusals in order: text.refused, community.unknown, role.missing, those of decision_preview, those of
 * journal_run. */
RESULT decision_record(struct ctx *ctx, const struct decision_record_in *in, uint64_t *ret_seq);

/* In order of their records. */
RESULT decision_list(struct ctx *ctx, uint64_t community, struct decision **ret_list, size_t *ret_count);

/* By record ("#412" or "412") or id. Refusals: decision.unknown. */
RESULT decision_find(struct ctx *ctx, uint64_t community, const char *name, struct decision *ret_decision);

/* The same for what rests on it: seq, figures.matter, limit and words.scope say what it allows. Refusals:
 * decision.unknown, decision.failed. */
RESULT decision_require(struct ctx *ctx, uint64_t community, const char *name, struct decision *ret_decision);

const char *decision_method_code(int method);                         /* "ballots" */
const char *decision_method_name(int method, enum language language); /* "选票" */
const char *decision_result_code(int code);                           /* "passed" */
const char *decision_result_name(int code, enum language language);   /* "通过" */
