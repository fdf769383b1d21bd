/* warranty.h  物业保修金: when a deposit may be used, announced, refunded or moved to the fund, and what the books say
 * of it: pure, no database.
 *
 * Times come from a resolved rule set; where no pack says anything the law of the place has no such rule, and none is
 * judged but for four that are ours: a claim without a time of idleness rests on an appraised defect (as HZ-67-2), a
 * deposit ends before it is refunded, an objection is settled in writing, and money goes to the fund only where the
 * place says so. Periods end by rules/calendar.h. */
#pragma once

#include "base/money.h"
#include "rules/calendar.h"
#include "rules/pack.h"
#include "rules/paper.h"

enum warranty_state {
#define STATE(name, code, zh, en) WARRANTY_##name = (code),
#define STATES "rules/states/warranty.def"
#include "rules/states/each.h"
};

enum warranty_claim_state {
#define STATE(name, code, zh, en) WARRANTY_CLAIM_##name = (code),
#define STATES "rules/states/warranty_claim.def"
#include "rules/states/each.h"
};

enum warranty_rule {
#define RULE(name, zh, en) WARRANTY_RULE_##name,
#include "rules/warranty.def"
#undef RULE
    WARRANTY_RULES
};

enum warranty_stage {
    WARRANTY_AT_CLAIM = 1,
    WARRANTY_AT_NOTICE,
    WARRANTY_AT_GONE,
    WARRANTY_AT_REFUND,
    WARRANTY_AT_TRANSFER
};
enum warranty_outcome { WARRANTY_PASS = 1, WARRANTY_FAIL, WARRANTY_NEEDS_PAPER };

struct warranty_facts {
    day today;
    day expires;     /* last day of the term, as extended */
    day told;        /* when the developer was told to repair, or reminded by the authority; 0: not */
    bool gone;       /* the developer is said to be gone */
    uint32_t papers; /* bits of enum paper */
    day noticed;     /* since when the notice is up; 0: it is not */
    day objected;    /* 0: nobody did */
    size_t claims;   /* open ones */
};

struct warranty_verdict {
    enum warranty_rule rule;
    enum warranty_outcome outcome;
    uint32_t missing;               /* of NEEDS_PAPER: each of them */
    day from;                       /* first day on which it passes; 0: no matter of days */
    const struct pack_rule *stated; /* the value that was asked; NULL: our choice */
};

struct warranty_verdicts {
    struct warranty_verdict list[WARRANTY_RULES];
    size_t count;
};

struct warranty_law { /* by which it is judged */
    const struct rule_set *rules;
    const struct calendar *calendar; /* its weekend_is_rest is taken from the rules */
};

/* Judges one stage; verdicts in order of enum warranty_rule. Refusals: date.invalid. */
RESULT warranty_judge(const struct warranty_law *law, enum warranty_stage stage, const struct warranty_facts *facts,
                      struct warranty_verdicts *ret_verdicts);

/* Days that the rules set around the end of a term and behind a use; 0 where the place sets none. */
struct warranty_days {
    day inspect_by, announce_by, refund_by;
    day refill_by; /* of the use that is not refilled */
};
/* used: 0 nothing is to be refilled. Refusals: date.invalid. */
RESULT warranty_days(const struct warranty_law *law, day expires, day used, struct warranty_days *ret_days);

/* The clause behind a verdict ("" where law is silent). */
const char *warranty_clause(const struct warranty_verdict *verdict);
const char *warranty_rule_name(int rule);
const char *warranty_rule_text(int rule, enum language language);

bool warranty_holds(int state); /* claims may stand on it */

/* Whether money may be paid: of a deposit back or to the fund, of a claim for its repair. */
bool warranty_pays(int state);
bool warranty_claim_pays(int state);
bool warranty_claim_is_open(int state); /* not refused, withdrawn or closed */

/* ---- what the books say ---- */

struct warranty_movement { /* a line on 2501 or 2502 that names a deposit */
    day on;
    bool interest, debit, to_fund, returned; /* to_fund: books there too; returned: names the developer */
    money amount;                            /* < 0 in a red letter */
};

struct warranty_sums {
    money principal, interest, used, refilled, refunded, to_fund;
    money held[2]; /* left of principal [0] and interest [1] */
    day used_on;   /* since when something used is not refilled wholly; 0: nothing is */
};

/* Adds a line, in order of days. A credit on 2501 refills what was used before it is principal; a red letter takes a
 * refill back first. Refusals: money.range. */
RESULT warranty_count(struct warranty_sums *sums, const struct warranty_movement *movement);
