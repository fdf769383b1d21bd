/* role.h  Who may do what: roles of people, the bodies for which they act, and the words of approvals.
 *
 * organization: a body that acts or is overseen.
 * approval: one act of one person; its steps, verdicts and evidence. Codes are frozen, they stand in records. */
#pragma once

#include "base/words.h"

/* What people may do, as records say it; the first three are the classes of person.h. */
enum role {
    ROLE_TREASURER = 1,
    ROLE_MEMBER = 2,
    ROLE_CHAIR = 3,
    ROLE_CASHIER = 4,
    ROLE_SUPERVISOR = 5,
    ROLE_TOWNSHIP = 6,
    ROLE_BUREAU = 7,
    ROLE_AUDITOR = 8,
    ROLE_OWNER = 9,
    ROLE_CLERK = 10,
    ROLE_ADMINISTRATOR = 11,
    ROLE_AGENCY = 12,
    ROLE_WITNESS = 13,
    ROLE_WATCH = 14
};
enum { ROLE_MAX = ROLE_WATCH };
enum organization_type {
    ORGANIZATION_COMMITTEE = 1,
    ORGANIZATION_RESIDENTS_COMMITTEE = 2,
    ORGANIZATION_TOWNSHIP = 3,
    ORGANIZATION_BUREAU = 4,
    ORGANIZATION_MANAGER = 5,
    ORGANIZATION_AGENCY = 6,
    ORGANIZATION_AUDITOR = 7,
    ORGANIZATION_OTHER = 8
};
enum approval_step { STEP_REVIEW = 1, STEP_COMMITTEE = 2, STEP_SUPERVISOR = 3 };
enum approval_verdict { VERDICT_YES = 1, VERDICT_NO = 2, VERDICT_RETURNED = 3 };
enum approval_evidence { EVIDENCE_SESSION = 1, EVIDENCE_CODE = 2, EVIDENCE_KEY = 3, EVIDENCE_HARDWARE = 4 };

/* Sets of roles, and whether two of them may lie with one person at a time. */
#define ROLE_BIT(role) (1U << (role))
enum {
    ROLES_COMMITTEE = ROLE_BIT(ROLE_TREASURER) | ROLE_BIT(ROLE_MEMBER) | ROLE_BIT(ROLE_CHAIR),
    ROLES_MONEY = ROLES_COMMITTEE | ROLE_BIT(ROLE_CASHIER) | ROLE_BIT(ROLE_SUPERVISOR) | ROLE_BIT(ROLE_AGENCY),
    ROLES_AUTHORITY = ROLE_BIT(ROLE_TOWNSHIP) | ROLE_BIT(ROLE_BUREAU)
};
bool role_excludes(uint16_t a, uint16_t b);

const char *role_code(int role);                         /* "supervisor" */
const char *role_name(int role, enum language language); /* "社区监督人" */
/* Refusals: role.unknown (the caller sets value). */
RESULT role_parse(const char *code, uint16_t *ret_role);

const char *organization_type_code(int type);                         /* "residents-committee" */
const char *organization_type_name(int type, enum language language); /* "社区居民委员会" */
/* Refusals: organization.type (the caller sets value). */
RESULT organization_type_parse(const char *code, uint16_t *ret_type);

const char *approval_step_name(int step, enum language language);         /* "社区监督人审批" */
const char *approval_verdict_name(int verdict, enum language language);   /* "同意" */
const char *approval_evidence_name(int evidence, enum language language); /* "登录会话" */
