/* project_step.h  What a step of a project needs, and what it makes of it: used by the operations and on screen. */
#pragma once

#include "ledger/people/rule_activation.h"
#include "ledger/project/project.h"

/* What a step makes of a project: amounts, papers, state; step->state is the state after it. */
void project_take(struct project *project, const struct step *step);

struct project_need { /* of one verb */
    const char *verb;
    uint32_t papers;     /* all of them */
    bool amount, reason; /* must be said; an amount that is not needed may only be said by decide and resubmit */
    bool party, decision;
    enum project_stage stage; /* what rules/project.h judges then; 0: nothing */
    const char *clause;       /* "": our choice */
};

/* What a verb needs on the path of a project. */
struct project_need project_need_of(const struct project *project, const char *verb);

/* The verbs of a path in order: "propose" … "close"; NULL past the end. */
const char *project_path(const struct project *project, size_t i);

/* Whether the path of a project has a verb in its state. */
bool project_on_path(const struct project *project, const char *verb);

/* Judges a stage by the rules of today: `amount` is at issue, `papers` are those that are there. *ret_rules lives in
 * the arena. Refusals: those of rule_activation_set, money.range. */
struct project_judging {
    enum project_stage stage;
    money amount;
    uint32_t papers;
    uint16_t exclusion;
};
struct project_judged {
    struct rules_in_force *rules;
    struct project_facts facts;
    struct project_verdict verdicts[PROJECT_RULES];
    size_t count;
};
RESULT project_judge_stage(struct ctx *ctx, uint64_t community, const struct project *project,
                           const struct project_judging *judging, struct project_judged *ret_judged);
