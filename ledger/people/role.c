#include "ledger/people/role.h"

#include "base/canon.h"
#include "embed/sql.h"
#include "ledger/people/community.h"

#include <assert.h>
#include <stdio.h>

RESULT role_list(struct ctx *ctx, uint64_t community, struct role_grant **ret_list, size_t *ret_count)
{
    static const struct db_column row[] = {
        COLUMN(role_grant, seq),          COLUMN(role_grant, subject), COLUMN(role_grant, role),
        COLUMN(role_grant, from),         COLUMN(role_grant, until),   COLUMN(role_grant, ended_on),
        COLUMN(role_grant, organization), COLUMN(role_grant, person),  COLUMN(role_grant, organization_name)};
    const struct db_value in[] = {db_number((int64_t)community)};
    *ret_list = NULL;
    return db_list(ctx, CALL(sql_role_list, in), ROW(role_grant, row), ret_list, ret_count);
}

/* The last day on which a role works. */
static day last_day(const struct role_grant *grant)
{
    return grant->ended_on.present && grant->ended_on.value < grant->until ? (day)grant->ended_on.value : grant->until;
}

bool role_in_force(const struct role_grant *grant, day on)
{
    return grant->from <= on && on <= last_day(grant);
}

/* ---- who may act today ---- */

static void name_roles(struct ctx *ctx, unsigned roles)
{
    char text[ERROR_VALUE_SIZE];
    size_t used = 0;
    text[0] = '\0';
    for (int role = 1; role <= ROLE_MAX && used < sizeof text; role++)
        if (roles & ROLE_BIT(role))
            used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", used ? "、" : "",
                                     role_name(role, LANGUAGE_ZH));
    error_set(&ctx->error, "roles", "%s", text);
}

RESULT role_require(struct ctx *ctx, uint64_t community, unsigned roles, struct role_grant *ret_grant)
{
    struct role_grant *list;
    size_t count;
    char today[DATE_TEXT];
    assert(roles != 0);
    TRY(role_list(ctx, community, &list, &count));
    for (size_t i = 0; i < count; i++) {
        if (!role_in_force(&list[i], ctx_today(ctx)) || !(roles & ROLE_BIT(list[i].role)) ||
            !uuid_equal(&list[i].subject, &ctx->actor.subject))
            continue;
        ctx->actor.role = list[i].role;
        if (ret_grant)
            *ret_grant = list[i];
        return OK;
    }
    date_format(ctx_today(ctx), today);
    error_set(&ctx->error, "date", "%s", today);
    name_roles(ctx, roles);
    return REFUSE(role, missing);
}

/* ---- granting ---- */

static RESULT check_dates(struct ctx *ctx, day from, day until)
{
    char text[DATE_TEXT];
    /*= SX-24-1 业委会每届任期三年至五年 */
    if (from <= until && month_of(until) - month_of(from) <= ROLE_YEARS_MAX * 12)
        return OK;
    date_format(from, text);
    error_set(&ctx->error, "from", "%s", text);
    date_format(until, text);
    error_set(&ctx->error, "until", "%s", text);
    return REFUSE(role, dates);
}

/* Which kinds of body a role acts for; 0: any, and none. */
static unsigned bodies_of(uint16_t role)
{
    static const unsigned bodies[ROLE_MAX + 1] = {
        [ROLE_TREASURER] = 1U << ORGANIZATION_COMMITTEE,
        [ROLE_MEMBER] = 1U << ORGANIZATION_COMMITTEE,
        [ROLE_CHAIR] = 1U << ORGANIZATION_COMMITTEE,
        [ROLE_CASHIER] = 1U << ORGANIZATION_COMMITTEE | 1U << ORGANIZATION_AGENCY,
        [ROLE_SUPERVISOR] = 1U << ORGANIZATION_RESIDENTS_COMMITTEE,
        [ROLE_TOWNSHIP] = 1U << ORGANIZATION_TOWNSHIP,
        [ROLE_BUREAU] = 1U << ORGANIZATION_BUREAU,
        [ROLE_AUDITOR] = 1U << ORGANIZATION_AUDITOR,
        [ROLE_CLERK] = 1U << ORGANIZATION_MANAGER,
        [ROLE_AGENCY] = 1U << ORGANIZATION_AGENCY,
    };
    return bodies[role];
}

/* Roles of authorities and overseers name their body; others may. */
static RESULT check_body(struct ctx *ctx, const struct role_grant_in *in, const struct organization *body)
{
    const unsigned bodies = bodies_of(in->role);
    error_set(&ctx->error, "role", "%s", role_name(in->role, LANGUAGE_ZH));
    error_set(&ctx->error, "organization", "%s", body->name ? body->name : "–");
    error_set(&ctx->error, "type", "%s", body->type ? organization_type_name(body->type, LANGUAGE_ZH) : "–");
    /*= ZHJ-12-4 业主委员会账户由居（村）民委员会监督 */
    if (body->type == 0)
        return ROLE_BIT(in->role) & (ROLES_AUTHORITY | ROLE_BIT(ROLE_SUPERVISOR) | ROLE_BIT(ROLE_AUDITOR))
                   ? REFUSE(organization, unfit)
                   : OK;
    return bodies == 0 || (bodies & 1U << body->type) ? OK : REFUSE(organization, unfit);
}

static RESULT check_conflict(struct ctx *ctx, const struct role_grant_in *in, const struct person *person)
{
    struct role_grant *list;
    size_t count;
    char text[DATE_TEXT];
    TRY(role_list(ctx, in->community, &list, &count));
    for (size_t i = 0; i < count; i++) {
        const bool meets = list[i].from <= in->until && in->from <= last_day(&list[i]);
        /*= CN-AL-25-1-1 记账人员与审批、经办、财物保管人员的职责相互分离、相互制约 */
        if (!meets || !uuid_equal(&list[i].subject, &person->subject) ||
            !(list[i].role == in->role || role_excludes(list[i].role, in->role)))
            continue;
        date_format(last_day(&list[i]), text);
        error_set(&ctx->error, "person", "%s", person->name);
        error_set(&ctx->error, "held", "%s", role_name(list[i].role, LANGUAGE_ZH));
        error_set(&ctx->error, "until", "%s", text);
        error_set(&ctx->error, "role", "%s", role_name(in->role, LANGUAGE_ZH));
        return REFUSE(role, conflict);
    }
    return OK;
}

struct granting { /* one grant on its way into a change */
    const struct role_grant_in *in;
    struct person person;
    struct organization body; /* type 0: none */
    const char *key;
};

static RESULT begin(struct ctx *ctx, struct change *change, struct granting *granting)
{
    const struct role_grant_in *in = granting->in;
    struct digest secret;
    struct buffer out;
    struct bytes request;
    buffer_init(&out, ctx->arena, 1024);
    buffer_put(&out, granting->person.subject.b, sizeof granting->person.subject.b);
    canon_u16(&out, in->role);
    canon_i32(&out, in->from);
    canon_i32(&out, in->until);
    TRY(buffer_done(&out, &request));
    TRY(journal_secret(ctx, &secret));
    const struct digest mac = change_mac(&secret, in->community, "role_grant", request);
    granting->key = in->key;
    TRY(change_default_key(ctx, "role", &mac, &granting->key));
    change_init(change, ctx->arena);
    return change_request(ctx, change, in->community, granting->key, &mac);
}

static RESULT add_record(struct ctx *ctx, struct change *change, const struct granting *granting)
{
    struct record_role_granted *record;
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    TRY(ARENA_TAKE(ctx->arena, 1, &record->refs));
    record->subject = granting->person.subject;
    record->role = granting->in->role;
    record->from = granting->in->from;
    record->until = granting->in->until;
    record->refs_count = granting->body.type != 0;
    record->refs[0] = (struct record_ref){REF_ORGANIZATION, granting->body.seq, FEN(0)};
    return change_add(change, RECORD_role_granted, record, NULL);
}

/* What is decided holds for the journal as it was read. */
static RESULT grant_once(struct ctx *ctx, struct granting *granting, uint64_t *ret_seq)
{
    struct change change;
    struct journal_head head;
    bool written;
    TRY(journal_head(ctx, granting->in->community, &head));
    TRY(begin(ctx, &change, granting));
    TRY(journal_written(ctx, granting->in->community, granting->key, &written));
    if (!written) {
        TRY(check_conflict(ctx, granting->in, &granting->person));
        TRY(add_record(ctx, &change, granting));
        change.requests.items[0].at_size = head.size;
    }
    TRY(journal_post(ctx, &change));
    *ret_seq = change.requests.items[0].seq;
    return OK;
}

RESULT role_grant(struct ctx *ctx, const struct role_grant_in *in, uint64_t *ret_seq)
{
    struct granting granting = {.in = in};
    result done = OK;
    TRY(community_act(ctx, in->community, ACTOR_PERSON));
    const struct actor actor = ctx->actor;
    TRY(person_act(ctx, in->community, in->person, &granting.person));
    ctx->actor = actor;
    if (in->organization)
        TRY(organization_find(ctx, in->community, in->organization, &granting.body));
    TRY(check_dates(ctx, in->from, in->until));
    TRY(check_body(ctx, in, &granting.body));
    for (int i = 0; i < JOURNAL_ATTEMPTS; i++) {
        done = grant_once(ctx, &granting, ret_seq);
        if (done.code != ERROR_journal_moved)
            return done;
    }
    return done;
}

/* ---- ending ---- */

static RESULT find_grant(struct ctx *ctx, const struct role_end_in *in, struct role_grant *ret_grant)
{
    struct role_grant *list;
    size_t count;
    TRY(role_list(ctx, in->community, &list, &count));
    error_set(&ctx->error, "grant", "#%llu", (unsigned long long)in->grant);
    for (size_t i = 0; i < count; i++) {
        if (list[i].seq != in->grant || (list[i].ended_on.present && list[i].ended_on.value != in->on))
            continue;
        *ret_grant = list[i];
        return OK;
    }
    return REFUSE(role, ended);
}

RESULT role_end(struct ctx *ctx, const struct role_end_in *in)
{
    struct change change;
    struct digest secret;
    struct role_grant grant;
    struct record_role_ended *record;
    struct buffer out;
    struct bytes request;
    const char *key = in->key;
    TRY(community_act(ctx, in->community, ACTOR_PERSON));
    TRY(find_grant(ctx, in, &grant));
    TRY(check_dates(ctx, grant.from, in->on < grant.until ? in->on : grant.until));
    if (!key)
        TRY(arena_print(ctx->arena, &key, "role-end-%llu", (unsigned long long)in->grant));
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    *record = (struct record_role_ended){.grant_seq = in->grant, .on = in->on, .reason = in->reason};
    TRY(journal_secret(ctx, &secret));
    buffer_init(&out, ctx->arena, 64);
    canon_u64(&out, in->grant);
    canon_i32(&out, in->on);
    canon_u16(&out, in->reason);
    TRY(buffer_done(&out, &request));
    const struct digest mac = change_mac(&secret, in->community, "role_end", request);
    change_init(&change, ctx->arena);
    TRY(change_request(ctx, &change, in->community, key, &mac));
    TRY(change_add(&change, RECORD_role_ended, record, NULL));
    return journal_post(ctx, &change);
}
