/* project.h  What the maintenance fund may pay for works, how much of it beforehand, and which papers that takes: pure,
 * no database.
 *
 * Every rule that speaks gives a verdict: pass, fail, or a paper is missing. Thresholds come from a resolved rule set;
 * a place whose packs say nothing gets no verdict, but for three: what is excluded (CN-MF-25), the advance (no share
 * stated: no advance), the overrun (nothing stated: any excess needs a new application, our choice). All comparisons
 * are exact integer cross-multiplications; a share of an amount is rounded down to the fen. */
#pragma once

#include "base/money.h"
#include "rules/pack.h"
#include "rules/paper.h"

enum project_state {
#define STATE(name, code, zh, en) PROJECT_##name = (code),
#define STATES "rules/states/project.def"
#include "rules/states/each.h"
};

enum project_exclusion {
#define EXCLUSION(name, code, zh, en) PROJECT_EXCLUDED_##name = (code),
#include "rules/project.def"
};

enum project_case { /* of an emergency; 0: none */
#define CASE(name, code, zh, en) PROJECT_CASE_##name = (code),
#include "rules/project.def"
};

enum project_rule {
#define RULE(name, zh, en) PROJECT_RULE_##name,
#include "rules/project.def"
    PROJECT_RULES
};

enum project_stage { PROJECT_APPLICATION = 1, PROJECT_ADVANCE, PROJECT_CHANGE, PROJECT_SETTLEMENT };
enum project_outcome { PROJECT_PASS = 1, PROJECT_FAIL, PROJECT_NEEDS_PAPER };

struct project_facts {
    uint16_t exclusion;            /* enum project_exclusion; 0: payable */
    uint16_t emergency;            /* enum project_case; 0: the normal path */
    uint32_t papers;               /* bits of enum paper: those that are there */
    money amount;                  /* at issue: applied for, advanced in all, newly planned, settled; ≥ 0 */
    money decided;                 /* what the newest decision allows; of an emergency: what was applied for */
    money balance, first_deposits; /* of the fund, its reservations aside */
    money emergency_before;        /* paid or applied for by the other emergencies */
};

struct project_verdict {
    enum project_rule rule;
    enum project_outcome outcome;
    uint32_t missing;               /* of NEEDS_PAPER: any one of these papers helps */
    const struct pack_rule *stated; /* the value that was asked, NULL: our choice */
};

/* Whether money may be paid in a state: with a contract, after an advance, by the settlement. */
bool project_pays(enum project_state state);

/* Judges one stage; the verdicts in order of enum project_rule. Returns their number, at most PROJECT_RULES. */
size_t project_judge(const struct rule_set *rules, enum project_stage stage, const struct project_facts *facts,
                     struct project_verdict ret_verdicts[PROJECT_RULES]);

/* The clause behind a verdict ("" where law is silent), and how sure it is. */
const char *project_clause(const struct project_verdict *verdict);
enum pack_certainty project_certainty(const struct project_verdict *verdict);

/* "lift", "电梯故障停运"; "?": no such code. The parsers take the name, of an exclusion "X1" too; false: unknown. */
const char *project_case_name(int code);
const char *project_case_text(int code, enum language language);
bool project_case_parse(const char *name, uint16_t *ret_code);
const char *project_exclusion_text(int code, enum language language);
bool project_exclusion_parse(const char *name, uint16_t *ret_code);
const char *project_rule_name(int rule);
const char *project_rule_text(int rule, enum language language);
