/* decision.h  表决: what the law of a day makes of the figures of a vote. Pure: whole numbers, no database.
 *
 * matter: the code in a record decision_recorded. 1 … 9 are the items of CN-CC-278-1 decided by the owners' assembly,
 * 101 … 109 the same subjects decided at a meeting of the committee. people are persons (rules/voter.h), at a meeting
 * members; area is in cm², zero at a meeting. all: who may vote; part: who took part, abstentions among them, invalid
 * ballots not; yes: who is in favour.
 *
 * The day on which voting closed chooses the rule set, which is the caller's doing. */
#pragma once

#include "rules/pack.h"

enum decision_body { DECISION_ASSEMBLY = 1, DECISION_COMMITTEE = 2 };
enum decision_kind {
    DECISION_PROCEDURE = 1, /* rules of the assembly */
    DECISION_BYLAWS = 2,
    DECISION_ELECTION = 3,
    DECISION_MANAGER = 4,
    DECISION_USE_FUND = 5,
    DECISION_RAISE_FUND = 6,
    DECISION_REBUILD = 7,
    DECISION_OPERATE = 8,
    DECISION_OTHER = 9
};
enum { DECISION_COMMITTEE_BASE = 100 };
enum decision_result { DECISION_PASSED = 1, DECISION_FAILED = 2 };

struct decision_measure {
    uint64_t all, part, yes;
};

struct decision_figures {
    uint16_t matter;
    struct decision_measure people, area;
};

/* have of `of`, as compared by `rule`; needed: the fewest that would have been enough. rule NULL: not asked. */
struct decision_test {
    uint64_t have, of, needed;
    bool met;
    const struct rule *rule;
};

struct decision_outcome {
    bool special, passed;
    bool tie;    /* exactly half of the committee, which passes by the words of the law: to be looked at */
    bool joined; /* those who did not vote were counted with the majority (vote.nonvoter) */
    struct decision_test quorum_people, quorum_area, majority_people, majority_area;
};

/* False for anything but 1 … 9 and 101 … 109. */
bool decision_matter_known(uint16_t matter);
enum decision_body decision_body_of(uint16_t matter);
enum decision_kind decision_kind_of(uint16_t matter);

const char *decision_kind_code(enum decision_kind kind);                         /* "use_fund" */
const char *decision_kind_name(enum decision_kind kind, enum language language); /* "使用维修资金" */
const char *decision_body_code(enum decision_body body);                         /* "assembly" */
const char *decision_body_name(enum decision_body body, enum language language); /* "业主大会" */
/* Refusals: decision.matter (detail value). */
RESULT decision_kind_parse(struct ctx *ctx, const char *code, enum decision_kind *ret_kind);

/* Whether figures can be: part of all, yes of part, nobody counts without area at an assembly. Name of the figure that
 * cannot, NULL when all can. */
const char *decision_figures_wrong(const struct decision_figures *figures);

/* Judges figures by a rule set; the rules in the outcome are borrowed from it. Refusals in order: decision.matter,
 * decision.figures (detail what), decision.no_rule (details key, date: nothing is stated for that day). */
RESULT decision_judge(struct ctx *ctx, const struct rule_set *set, const struct decision_figures *figures,
                      struct decision_outcome *ret_outcome);
