/* project.h  维修资金使用: works that the maintenance fund pays, from the proposal to the publication of what they
 * cost.
 *
 * A project is a matter (noun 3). matter_opened commits to a text with plan, cause, scope, budget and, of an emergency,
 * its case; each matter_moved to a text with what was decided, signed, accepted or settled that day and the papers of
 * it. The amount of a record is the most that may be paid from then on, in all: zero before contract or advance.
 * Payments are no moves: applications name their project (role 10), and what is paid is what the entries say that
 * capture them (project_pay.h). Judgements: rules/project.h; states and moves: rules/states/project.def.
 *
 * Law: CN-MF-22-2 (normal path), CN-MF-24 and SX-51 (emergencies), CN-MF-25 (what is never paid), CN-MF-20. */
#pragma once

#include "ledger/matter/step.h"
#include "rules/project.h"

enum { PROJECT_NAME_MAX = 100, PROJECT_SCOPE_MAX = 64 };

struct project_plan { /* what the proposal says */
    const char *name, *plan, *cause;
    const char *const *scope; /* buildings "3幢" and units "3幢 101" */
    size_t scope_count;       /* 0: the whole community */
    uint16_t emergency;       /* enum project_case; 0: the normal path */
    money budget;             /* > 0 */
};

struct project {
    struct uuid project;
    uint64_t seq; /* matter_opened */
    uint16_t state;
    struct project_plan plan;
    money decided;                 /* what the newest decision allows; of an emergency: what was applied for */
    money price, advance, settled; /* 0: none yet */
    money payable;                 /* the most that may be paid, in all, while its state lets it be paid */
    uint32_t papers;               /* bits of enum paper: what came with any step */
    const struct step *steps;
    size_t step_count;
    money asked, paid, apportioned; /* applied for and not refused; paid; of that, shared out to units */
};

struct project_open_in {
    uint64_t community;
    const char *key;
    struct project_plan plan;
    uint16_t exclusion; /* enum project_exclusion that the proposer sees in it; 0: none */
    const struct step_paper *papers;
    size_t paper_count;
};

/* The actor proposes works. Refusals in order: text.refused, field.required (no name, plan or cause), project.budget,
 * money.range, community.unknown, project.scope (a building or unit that is not registered), paper.link,
 * role.missing, paper.missing (no plan on the normal path), then the first rule of PROJECT_APPLICATION that fails
 * (project.excluded, project.rule) or lacks a paper (paper.missing); those of journal_post. *ret_seq: its record; the
 * same key gives the same one. */
RESULT project_open(struct ctx *ctx, const struct project_open_in *in, uint64_t *ret_seq);

struct project_move_in {
    uint64_t community;
    const char *key, *project; /* project: record or id */
    const char *verb;          /* of rules/states/project.def */
    struct maybe amount;       /* fen: decided, price, advance, new price, settled */
    const char *decision;      /* record decision_recorded, "#412" */
    const char *party;         /* with whom the contract is: name, token or record */
    const char *reason;        /* of return, refuse, withdraw, change */
    const struct step_paper *papers;
    size_t paper_count;
};

/* The actor moves a project on. Refusals in order: text.refused, project.unknown, project.state, project.path (the
 * other path's move), role.missing, field.required (reason, party), project.amount (missing, not asked for, or below
 * what payments ask for), party.unknown, paper.link, project.decision, paper.missing, project.advance,
 * project.overrun, project.excluded, project.rule, project.unapportioned; those of journal_post. *ret_seq: its record.
 */
RESULT project_move(struct ctx *ctx, const struct project_move_in *in, uint64_t *ret_seq);

/* In the order of their records. */
RESULT project_list(struct ctx *ctx, uint64_t community, struct project **ret_list, size_t *ret_count);

/* By record ("#412" or "412") or id. Refusals: project.unknown. */
RESULT project_find(struct ctx *ctx, uint64_t community, const char *name, struct project *ret_project);

const char *project_state_name(int state, enum language language); /* "施工中" */
