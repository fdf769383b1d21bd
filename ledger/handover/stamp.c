#include "ledger/handover/stamp.h"

#include "base/json.h"
#include "base/json_write.h"
#include "base/role.h"
#include "ledger/duty/filing.h"
#include "ledger/people/community.h"
#include "ledger/people/role.h"
#include "ledger/people/rule_activation.h"
#include "rules/moves.h"

#include <assert.h>
#include <string.h>

static const char *const kinds[][3] = {[STAMP_ASSEMBLY] = {"assembly", "业主大会印章", "the assembly's stamp"},
                                       [STAMP_COMMITTEE] = {"committee", "业委会印章", "the committee's stamp"},
                                       [STAMP_FINANCE] = {"finance", "财务专用章", "the finance stamp"},
                                       [STAMP_OTHER] = {"other", "其他印章", "another stamp"}};

const char *stamp_kind_code(int kind)
{
    assert(kind >= STAMP_ASSEMBLY && kind <= STAMP_OTHER);
    return kinds[kind][0];
}

const char *stamp_kind_name(int kind, enum language language)
{
    assert(kind >= STAMP_ASSEMBLY && kind <= STAMP_OTHER);
    return kinds[kind][1 + language];
}

RESULT stamp_kind_parse(struct ctx *ctx, const char *code, uint16_t *ret_kind)
{
    for (uint16_t kind = STAMP_ASSEMBLY; kind <= STAMP_OTHER; kind++)
        if (strcmp(kinds[kind][0], code) == 0) {
            *ret_kind = kind;
            return OK;
        }
    error_set(&ctx->error, "value", "%s", code);
    return REFUSE(stamp, kind);
}

const char *stamp_state_name(int state, enum language language)
{
    return moves_state_text(moves_get("stamp"), state, language);
}

/* ---- the text: of the opening, and of a move ---- */

struct words {
    const char *verb, *name, *reason; /* name: of the opening; NULL: not said */
    uint16_t kind;
    struct uuid keeper;
    bool has_keeper;
    day on;
};

static RESULT write_text(struct ctx *ctx, const struct words *words, struct bytes *ret_text)
{
    struct buffer out;
    char keeper[UUID_TEXT];
    uuid_format(&words->keeper, keeper);
    buffer_init(&out, ctx->arena, FILING_TEXT_MAX);
    json_open_object(&out, NULL);
    json_put_string(&out, "verb", words->verb);
    json_put_date(&out, "on", words->on);
    if (words->name) {
        json_put_string(&out, "kind", stamp_kind_code(words->kind));
        json_put_string(&out, "name", words->name);
    }
    if (words->has_keeper)
        json_put_string(&out, "keeper", keeper);
    if (words->reason)
        json_put_string(&out, "reason", words->reason);
    json_close_object(&out);
    return buffer_done(&out, ret_text);
}

static RESULT keep_text(struct ctx *ctx, const struct json_value *value, const char *name, const char **ret_text)
{
    const char *text = json_as_text(json_member(value, name));
    *ret_text = "";
    return text ? arena_text(ctx->arena, text, strlen(text), ret_text) : OK;
}

static RESULT load(struct ctx *ctx, const struct json_value *value, bool opened, struct stamp *stamp)
{
    const char *keeper = json_as_text(json_member(value, "keeper")), *kind;
    TRY(json_get_date(ctx, value, "", "on", &stamp->since));
    TRY(keep_text(ctx, value, "reason", &stamp->reason));
    error_set(&ctx->error, "reason", "stamp keeper");
    if (keeper && !uuid_parse(keeper, &stamp->keeper))
        return REFUSE(record, malformed);
    if (!opened)
        return OK;
    TRY(json_get_text(ctx, value, "", "kind", &kind));
    TRY(stamp_kind_parse(ctx, kind, &stamp->kind));
    return keep_text(ctx, value, "name", &stamp->name);
}

static RESULT load_step(struct ctx *ctx, const struct matter_step *step, struct stamp *stamp)
{
    CLEANUP(json_free) struct json *json = NULL;
    stamp->state = step->state;
    stamp->changed_seq = step->seq;
    error_set(&ctx->error, "file", "opening");
    TRY(json_parse(ctx, step->text, &json));
    return load(ctx, json_root(json), step->opened, stamp);
}

/* ---- reading ---- */

static bool sits(const struct role_grant *list, size_t count, const struct uuid *subject, unsigned roles, day on)
{
    for (size_t i = 0; i < count; i++)
        if (uuid_equal(&list[i].subject, subject) && (roles & ROLE_BIT(list[i].role)) && role_in_force(&list[i], on))
            return true;
    return false;
}

static RESULT add_keepers(struct ctx *ctx, uint64_t community, struct stamp *list, size_t count)
{
    struct person *people;
    struct role_grant *grants;
    size_t people_count, grant_count;
    TRY(person_list(ctx, community, &people, &people_count));
    TRY(role_list(ctx, community, &grants, &grant_count));
    for (size_t i = 0; i < count; i++) {
        const struct uuid *keeper = &list[i].keeper;
        list[i].keeper_name = person_name(people, people_count, keeper);
        list[i].kept_by_chair = sits(grants, grant_count, keeper, ROLE_BIT(ROLE_CHAIR), ctx_today(ctx));
        list[i].kept_outside = !sits(grants, grant_count, keeper, ROLES_COMMITTEE, ctx_today(ctx));
    }
    return OK;
}

RESULT stamp_list(struct ctx *ctx, uint64_t community, struct stamp **ret_list, size_t *ret_count)
{
    const struct matter_key key = {.community = community, .noun = NOUN_STAMP};
    struct matter_step *steps;
    size_t count, used = 0;
    TRY(matter_steps(ctx, &key, &steps, &count));
    TRY(ARENA_TAKE(ctx->arena, count + 1, ret_list));
    for (size_t i = 0; i < count; i++) {
        size_t at = 0;
        if (steps[i].opened)
            (*ret_list)[used++] = (struct stamp){.stamp = steps[i].id, .seq = steps[i].seq};
        while (at < used && !uuid_equal(&(*ret_list)[at].stamp, &steps[i].id))
            at++;
        if (at < used)
            TRY(load_step(ctx, &steps[i], &(*ret_list)[at]));
    }
    *ret_count = used;
    return add_keepers(ctx, community, *ret_list, used);
}

RESULT stamp_find(struct ctx *ctx, uint64_t community, const char *name, struct stamp *ret_stamp)
{
    struct stamp *list;
    size_t count;
    TRY(stamp_list(ctx, community, &list, &count));
    error_set(&ctx->error, "stamp", "%s", name);
    for (size_t i = 0; i < count; i++)
        if (matter_called(&list[i].stamp, list[i].seq, name)) {
            *ret_stamp = list[i];
            return OK;
        }
    return REFUSE(stamp, unknown);
}

/* ---- rules ---- */

RESULT stamp_rule_find(struct ctx *ctx, uint64_t community, int key, struct stamp_rule *ret_rule)
{
    struct rules_in_force rules;
    TRY(rule_activation_set(ctx, community, ctx_today(ctx), &rules));
    const struct pack_rule *rule = rules.set.rules[key].stated;
    *ret_rule =
        (struct stamp_rule){rule && rule->value.a == 1, rule && rule->law[0] ? rule->law : "程序缺省 our default"};
    error_set(&ctx->error, "rule", "%s", ret_rule->law);
    return OK;
}

RESULT stamp_day_refuse(struct ctx *ctx, day on, const char *reason)
{
    char text[DATE_TEXT];
    date_format(on, text);
    error_set(&ctx->error, "date", "%s", text);
    error_set(&ctx->error, "reason", "%s", reason);
    return REFUSE(stamp, day);
}

/*= TZ-24 印章由主任、副主任以外的委员保管 */
static RESULT check_keeper(struct ctx *ctx, uint64_t community, const char *who, struct uuid *ret_keeper)
{
    struct role_grant *grants;
    struct person person;
    struct stamp_rule apart;
    size_t count;
    char today[DATE_TEXT];
    TRY(person_find(ctx, community, who, &person));
    TRY(role_list(ctx, community, &grants, &count));
    TRY(stamp_rule_find(ctx, community, RULE_stamp_keeper_apart, &apart));
    date_format(ctx_today(ctx), today);
    error_set(&ctx->error, "person", "%s", person.name);
    error_set(&ctx->error, "date", "%s", today);
    if (!sits(grants, count, &person.subject, ROLES_COMMITTEE, ctx_today(ctx)))
        return REFUSE(stamp, keeper_role);
    if (apart.demanded && sits(grants, count, &person.subject, ROLE_BIT(ROLE_CHAIR), ctx_today(ctx)))
        return REFUSE(stamp, keeper_chair);
    *ret_keeper = person.subject;
    return OK;
}

/* ---- registering ---- */

static RESULT check_free(struct ctx *ctx, const struct stamp_add_in *in)
{
    struct stamp *list;
    size_t count;
    TRY(stamp_list(ctx, in->community, &list, &count));
    error_set(&ctx->error, "name", "%s", in->name);
    for (size_t i = 0; i < count; i++) {
        error_set(&ctx->error, "stamp", "#%llu", (unsigned long long)list[i].seq);
        if (list[i].kind == in->kind && strcmp(list[i].name, in->name) == 0 && list[i].state != STAMP_destroyed)
            return REFUSE(stamp, exists);
    }
    return OK;
}

static RESULT add_once(struct ctx *ctx, const struct stamp_add_in *in, struct bytes text, uint64_t *ret_seq)
{
    const struct filing filing = {.community = in->community,
                                  .key = in->key,
                                  .operation = "stamp_add",
                                  .request = text,
                                  .text = text,
                                  .noun = NOUN_STAMP,
                                  .from = in->on};
    struct filing_begun begun;
    TRY(filing_begin(ctx, in->community, in->key, &begun));
    if (!begun.written)
        TRY(check_free(ctx, in));
    return filing_post(ctx, &begun, &filing, ret_seq);
}

static RESULT check_name(struct ctx *ctx, const char *name)
{
    TRY(community_check_text(ctx, name));
    error_set(&ctx->error, "reason", "%d bytes", STAMP_NAME_MAX);
    return strlen(name) <= STAMP_NAME_MAX ? OK : REFUSE(text, refused);
}

RESULT stamp_add(struct ctx *ctx, const struct stamp_add_in *in, uint64_t *ret_seq)
{
    const struct move *move = moves_find(moves_get("stamp"), STAMP_none, "add");
    struct words words = {.verb = "add", .name = in->name, .kind = in->kind, .has_keeper = true, .on = in->on};
    struct community community;
    struct bytes text;
    result done = OK;
    assert(move && in->kind >= STAMP_ASSEMBLY && in->kind <= STAMP_OTHER);
    TRY(check_name(ctx, in->name));
    TRY(community_get(ctx, in->community, &community));
    TRY(role_require(ctx, in->community, move->roles, NULL));
    TRY(check_keeper(ctx, in->community, in->keeper, &words.keeper));
    if (in->on > ctx_today(ctx))
        return stamp_day_refuse(ctx, in->on, "还没有到 it is still to come");
    TRY(write_text(ctx, &words, &text));
    for (int i = 0; i < JOURNAL_ATTEMPTS; i++) {
        done = add_once(ctx, in, text, ret_seq);
        if (done.code != ERROR_journal_moved)
            return done;
    }
    return done;
}

/* ---- moving ---- */

static RESULT check_move(struct ctx *ctx, const struct stamp_move_in *in, const struct stamp *stamp,
                         const struct move **ret_move)
{
    const bool keeps = strcmp(in->verb, "keep") == 0;
    *ret_move = moves_find(moves_get("stamp"), stamp->state, in->verb);
    error_set(&ctx->error, "state", "%s", stamp_state_name(stamp->state, LANGUAGE_ZH));
    error_set(&ctx->error, "verb", "%s", in->verb);
    if (!*ret_move)
        return REFUSE(stamp, state);
    TRY(role_require(ctx, in->community, (*ret_move)->roles, NULL));
    error_set(&ctx->error, "pointer", "%s", keeps ? "--name" : "--reason");
    if (keeps ? !in->keeper : !in->reason)
        return REFUSE(field, required);
    if (in->on > ctx_today(ctx))
        return stamp_day_refuse(ctx, in->on, "还没有到 it is still to come");
    return in->on >= stamp->since ? OK : stamp_day_refuse(ctx, in->on, "早于上一次变动 before the last change");
}

static RESULT move_once(struct ctx *ctx, const struct stamp_move_in *in, const char *key)
{
    struct words words = {.verb = in->verb, .reason = in->reason, .on = in->on};
    struct filing_step step = {.community = in->community, .key = key, .operation = "stamp_move", .noun = NOUN_STAMP};
    const struct move *move;
    struct filing_begun begun;
    struct person person;
    struct stamp stamp;
    uint64_t seq;
    TRY(filing_begin(ctx, in->community, key, &begun));
    TRY(stamp_find(ctx, in->community, in->stamp, &stamp));
    step.id = stamp.stamp;
    if (!begun.written) {
        TRY(check_move(ctx, in, &stamp, &move));
        step.from = move->from;
        step.to = move->to;
    }
    words.has_keeper = strcmp(in->verb, "keep") == 0 && in->keeper;
    if (words.has_keeper && begun.written) {
        TRY(person_find(ctx, in->community, in->keeper, &person));
        words.keeper = person.subject;
    } else if (words.has_keeper)
        TRY(check_keeper(ctx, in->community, in->keeper, &words.keeper));
    TRY(write_text(ctx, &words, &step.text));
    step.request = step.text;
    return filing_move(ctx, &begun, &step, &seq);
}

RESULT stamp_move(struct ctx *ctx, const struct stamp_move_in *in)
{
    struct community community;
    struct stamp stamp;
    const char *key = in->key;
    result done = OK;
    if (in->reason)
        TRY(check_name(ctx, in->reason));
    TRY(community_get(ctx, in->community, &community));
    TRY(stamp_find(ctx, in->community, in->stamp, &stamp));
    if (!key)
        TRY(arena_print(ctx->arena, &key, "stamp-%llu-%s-%llu", (unsigned long long)stamp.seq, in->verb,
                        (unsigned long long)stamp.changed_seq));
    for (int i = 0; i < JOURNAL_ATTEMPTS; i++) {
        done = move_once(ctx, in, key);
        if (done.code != ERROR_journal_moved)
            return done;
    }
    return done;
}
