#include "base/role.h"

#include "base/bytes.h"

#include <string.h>

struct coded {
    const char *code, *text[2];
};

static const struct coded roles[] = {
    [ROLE_TREASURER] = {"treasurer", {"财务委员", "treasurer"}},
    [ROLE_MEMBER] = {"member", {"委员", "member"}},
    [ROLE_CHAIR] = {"chair", {"主任", "chair"}},
    [ROLE_CASHIER] = {"cashier", {"出纳", "cashier"}},
    [ROLE_SUPERVISOR] = {"supervisor", {"社区监督人", "supervisor"}},
    [ROLE_TOWNSHIP] = {"township", {"镇街", "township"}},
    [ROLE_BUREAU] = {"bureau", {"住建局", "bureau"}},
    [ROLE_AUDITOR] = {"auditor", {"审计师", "auditor"}},
    [ROLE_OWNER] = {"owner", {"业主", "owner"}},
    [ROLE_CLERK] = {"clerk", {"物业文员", "clerk"}},
    [ROLE_ADMINISTRATOR] = {"administrator", {"管理员", "administrator"}},
    [ROLE_AGENCY] = {"agency", {"代理记账", "bookkeeping agency"}},
    [ROLE_WITNESS] = {"witness", {"见证方", "witness"}},
    [ROLE_WATCH] = {"watch", {"业主监督委员会", "watch"}},
};

static const struct coded organizations[] = {
    [ORGANIZATION_COMMITTEE] = {"committee", {"业主委员会", "committee"}},
    [ORGANIZATION_RESIDENTS_COMMITTEE] = {"residents-committee", {"社区居民委员会", "residents' committee"}},
    [ORGANIZATION_TOWNSHIP] = {"township", {"街道、乡镇", "township"}},
    [ORGANIZATION_BUREAU] = {"bureau", {"住建局", "bureau"}},
    [ORGANIZATION_MANAGER] = {"manager", {"物业服务人", "manager"}},
    [ORGANIZATION_AGENCY] = {"agency", {"代理记账机构", "bookkeeping agency"}},
    [ORGANIZATION_AUDITOR] = {"auditor", {"审计机构", "auditor"}},
    [ORGANIZATION_OTHER] = {"other", {"其他单位", "other"}},
};

static const struct coded steps[] = {
    [STEP_REVIEW] = {"review", {"委员复核", "review by a member"}},
    [STEP_COMMITTEE] = {"committee", {"主任审批", "approval by the chair"}},
    [STEP_SUPERVISOR] = {"supervisor", {"社区监督人审批", "approval by the supervisor"}},
};

static const struct coded verdicts[] = {
    [VERDICT_YES] = {"yes", {"同意", "yes"}},
    [VERDICT_NO] = {"no", {"不同意", "no"}},
    [VERDICT_RETURNED] = {"returned", {"退回补正", "returned"}},
};

static const struct coded evidences[] = {
    [EVIDENCE_SESSION] = {"session", {"会话", "session"}},
    [EVIDENCE_CODE] = {"code", {"会话和动态口令", "session and one-time code"}},
    [EVIDENCE_KEY] = {"key", {"本人密钥", "own key"}},
    [EVIDENCE_HARDWARE] = {"hardware", {"硬件密钥", "hardware key"}},
};

static uint16_t code_of(const struct coded *list, size_t count, const char *word)
{
    for (uint16_t i = 1; i < count; i++)
        if (strcmp(list[i].code, word) == 0)
            return i;
    return 0;
}

static const char *text_of(const struct coded *list, size_t count, int code, enum language language)
{
    return code > 0 && code < (int)count ? list[code].text[language] : "?";
}

/* Who oversees, audits or administers touches no money either. */
bool role_excludes(uint16_t a, uint16_t b)
{
    /*= CN-AL-35-2 出纳人员不得兼任稽核、会计档案保管和账目的登记工作 */
    const unsigned apart = ROLES_MONEY | ROLES_AUTHORITY | ROLE_BIT(ROLE_AUDITOR) | ROLE_BIT(ROLE_ADMINISTRATOR) |
                           ROLE_BIT(ROLE_CLERK) | ROLE_BIT(ROLE_WITNESS);
    return a != b && (ROLE_BIT(a) & apart) && (ROLE_BIT(b) & apart);
}

const char *role_code(int role)
{
    return role > 0 && role <= ROLE_MAX ? roles[role].code : "?";
}

const char *role_name(int role, enum language language)
{
    return text_of(roles, LENGTH(roles), role, language);
}

RESULT role_parse(const char *code, uint16_t *ret_role)
{
    *ret_role = code_of(roles, LENGTH(roles), code);
    return *ret_role ? OK : REFUSE(role, unknown);
}

const char *organization_type_code(int type)
{
    return type > 0 && type < (int)LENGTH(organizations) ? organizations[type].code : "?";
}

const char *organization_type_name(int type, enum language language)
{
    return text_of(organizations, LENGTH(organizations), type, language);
}

RESULT organization_type_parse(const char *code, uint16_t *ret_type)
{
    *ret_type = code_of(organizations, LENGTH(organizations), code);
    return *ret_type ? OK : REFUSE(organization, type);
}

const char *approval_step_name(int step, enum language language)
{
    return text_of(steps, LENGTH(steps), step, language);
}

const char *approval_verdict_name(int verdict, enum language language)
{
    return text_of(verdicts, LENGTH(verdicts), verdict, language);
}

const char *approval_evidence_name(int evidence, enum language language)
{
    return text_of(evidences, LENGTH(evidences), evidence, language);
}
