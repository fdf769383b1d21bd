#include "ledger/duty/disclosure.h"

#include "base/json.h"
#include "base/json_write.h"
#include "ledger/duty/filing.h"
#include "ledger/matter/document.h"
#include "ledger/people/community.h"
#include "ledger/people/holiday.h"
#include "ledger/people/rule_activation.h"
#include "rules/moves.h"

#include <assert.h>
#include <string.h>

static const struct {
    enum disclosure_place place;
    const char *code, *name[2];
} places[] = {{DISCLOSURE_BOARD, "notice_board", {"公告栏", "notice board"}},
              {DISCLOSURE_GROUP, "owner_group", {"业主群", "owner groups"}},
              {DISCLOSURE_PLATFORM, "platform", {"信息平台", "platform"}}};

const char *disclosure_place_code(enum disclosure_place place)
{
    for (size_t i = 0; i < LENGTH(places); i++)
        if (places[i].place == place)
            return places[i].code;
    return "?";
}

const char *disclosure_place_name(enum disclosure_place place, enum language language)
{
    for (size_t i = 0; i < LENGTH(places); i++)
        if (places[i].place == place)
            return places[i].name[language];
    return "?";
}

const char *disclosure_state_name(int state, enum language language)
{
    return moves_state_text(moves_get("disclosure"), state, language);
}

/* ---- the text ---- */

static RESULT write_text(struct ctx *ctx, const struct disclosure *disclosure, struct bytes *ret_text)
{
    struct buffer out;
    buffer_init(&out, ctx->arena, FILING_TEXT_MAX);
    json_open_object(&out, NULL);
    json_put_string(&out, "kind", duty_kind_code(disclosure->kind));
    json_put_date(&out, "first", disclosure->first);
    json_put_date(&out, "last", disclosure->last);
    json_open_array(&out, "places");
    for (size_t i = 0; i < LENGTH(places); i++)
        if (disclosure->places & places[i].place)
            json_put_string(&out, NULL, places[i].code);
    json_close_array(&out);
    json_put_date(&out, "published_on", disclosure->on);
    json_put_date(&out, "displayed_until", disclosure->until);
    json_put_unsigned(&out, "document", disclosure->document_seq);
    json_put_unsigned(&out, "journal_size", disclosure->size);
    json_put_unsigned(&out, "replaces", disclosure->replaces);
    json_put_string(&out, "reason", disclosure->reason);
    json_close_object(&out);
    return buffer_done(&out, ret_text);
}

static uint64_t number_of(const struct json_value *value, const char *name)
{
    int64_t number = 0;
    return json_as_integer(json_member(value, name), &number) ? (uint64_t)number : 0;
}

static uint8_t bit_of(const char *code)
{
    for (size_t i = 0; i < LENGTH(places); i++)
        if (strcmp(places[i].code, code) == 0)
            return (uint8_t)places[i].place;
    return 0;
}

static RESULT load(struct ctx *ctx, const struct json_value *value, struct disclosure *disclosure)
{
    const char *kind, *reason;
    const struct json_value *array;
    TRY(json_get_text(ctx, value, "", "kind", &kind));
    if (!duty_kind_parse(kind, &disclosure->kind))
        return REFUSE(disclosure, kind);
    TRY(json_get_date(ctx, value, "", "first", &disclosure->first));
    TRY(json_get_date(ctx, value, "", "last", &disclosure->last));
    TRY(json_get_array(ctx, value, "", "places", &array));
    for (size_t i = 0; i < json_count(array); i++)
        if (json_is_text(json_at(array, i)))
            disclosure->places |= bit_of(json_as_text(json_at(array, i)));
    TRY(json_get_date(ctx, value, "", "published_on", &disclosure->on));
    TRY(json_get_date(ctx, value, "", "displayed_until", &disclosure->until));
    disclosure->document_seq = number_of(value, "document");
    disclosure->size = number_of(value, "journal_size");
    disclosure->replaces = number_of(value, "replaces");
    TRY(json_get_text(ctx, value, "", "reason", &reason));
    return arena_text(ctx->arena, reason, strlen(reason), &disclosure->reason);
}

static RESULT load_text(struct ctx *ctx, struct bytes text, struct disclosure *disclosure)
{
    CLEANUP(json_free) struct json *json = NULL;
    error_set(&ctx->error, "file", "opening");
    TRY(json_parse(ctx, text, &json));
    return load(ctx, json_root(json), disclosure);
}

/* ---- reading ---- */

static struct disclosure *find(struct disclosure *list, size_t count, const struct uuid *id)
{
    for (size_t i = 0; i < count; i++)
        if (uuid_equal(&list[i].disclosure, id))
            return &list[i];
    return NULL;
}

RESULT disclosure_list(struct ctx *ctx, uint64_t community, struct disclosure **ret_list, size_t *ret_count)
{
    const struct matter_key key = {.community = community, .noun = NOUN_DISCLOSURE};
    struct matter_step *steps;
    size_t count, used = 0;
    TRY(matter_steps(ctx, &key, &steps, &count));
    TRY(ARENA_TAKE(ctx->arena, count + 1, ret_list));
    for (size_t i = 0; i < count; i++) {
        struct disclosure *found = steps[i].opened ? &(*ret_list)[used++] : find(*ret_list, used, &steps[i].id);
        assert(found);
        if (steps[i].opened) {
            found->disclosure = steps[i].id;
            found->seq = steps[i].seq;
            TRY(load_text(ctx, steps[i].text, found));
        }
        found->state = steps[i].state;
    }
    *ret_count = used;
    return OK;
}

static RESULT find_named(struct ctx *ctx, struct disclosure *list, size_t count, const char *name,
                         struct disclosure **ret_found)
{
    error_set(&ctx->error, "disclosure", "%s", name);
    for (size_t i = 0; i < count; i++)
        if (matter_is(&list[i].disclosure, list[i].seq, name)) {
            *ret_found = &list[i];
            return OK;
        }
    return REFUSE(disclosure, unknown);
}

RESULT disclosure_find(struct ctx *ctx, uint64_t community, const char *name, struct disclosure *ret_disclosure)
{
    struct disclosure *list, *found;
    size_t count;
    TRY(disclosure_list(ctx, community, &list, &count));
    TRY(find_named(ctx, list, count, name, &found));
    *ret_disclosure = *found;
    return OK;
}

/* ---- checks ---- */

static void name_days(struct ctx *ctx, const char *const names[2], const day days[2])
{
    for (int i = 0; i < 2; i++) {
        char text[DATE_TEXT];
        date_format(days[i], text);
        error_set(&ctx->error, names[i], "%s", text);
    }
}

static RESULT check_kind(struct ctx *ctx, const struct disclosure_publish_in *in)
{
    struct buffer list;
    struct bytes text;
    buffer_init(&list, ctx->arena, 1024);
    for (enum duty_kind kind = 1; kind < DUTY_END; kind++)
        if (duty_kind_is_published(kind))
            buffer_print(&list, "%s%s", list.size > 0 ? " " : "", duty_kind_code(kind));
    TRY(buffer_done(&list, &text));
    error_set(&ctx->error, "list", "%s", (const char *)text.data);
    return duty_kind_is_published(in->kind) ? OK : REFUSE(disclosure, kind);
}

static RESULT check_places(struct ctx *ctx, const struct disclosure_publish_in *in, uint8_t *ret_places)
{
    *ret_places = 0;
    error_set(&ctx->error, "value", "–");
    for (size_t i = 0; i < LENGTH(in->places) && in->places[i]; i++) {
        error_set(&ctx->error, "value", "%s", in->places[i]);
        if (bit_of(in->places[i]) == 0)
            return REFUSE(disclosure, place);
        *ret_places |= bit_of(in->places[i]);
    }
    return *ret_places != 0 ? OK : REFUSE(disclosure, place);
}

static RESULT check_days(struct ctx *ctx, const struct disclosure_publish_in *in)
{
    static const char *const names[] = {"from", "to"}, *const last[] = {"to", "date"};
    name_days(ctx, names, (const day[2]){in->first, in->last});
    error_set(&ctx->error, "reason", "要由整月组成 it is made of whole months");
    if (in->last < in->first || in->first != month_first(month_of(in->first)) ||
        in->last != month_last(month_of(in->last)))
        return REFUSE(disclosure, period);
    name_days(ctx, last, (const day[2]){in->last, in->on});
    if (in->on <= in->last)
        return REFUSE(disclosure, early);
    return in->on <= ctx_today(ctx) ? OK : REFUSE(disclosure, future);
}

static RESULT check_reason(struct ctx *ctx, const struct disclosure_publish_in *in)
{
    error_set(&ctx->error, "pointer", "/reason");
    if (in->replaces && !in->reason)
        return REFUSE(field, required);
    return in->reason ? community_check_text(ctx, in->reason) : OK;
}

/* How long it has to stay up, and the last day on which it hangs. */
/*= SX-9 应当在公告栏、物业管理信息平台、业主群等处公示不少于五个工作日 */
static RESULT check_display(struct ctx *ctx, const struct disclosure_publish_in *in, day *ret_until)
{
    static const char *const names[] = {"from", "to"}, *const until[] = {"from", "until"};
    struct rules_in_force rules;
    struct calendar calendar;
    struct buffer said;
    struct bytes text;
    day least = in->on;
    TRY(rule_activation_set(ctx, in->community, in->on, &rules));
    TRY(holiday_calendar(ctx, &calendar));
    const struct pack_rule *rule = rules.set.rules[RULE_disclosure_display].stated;
    *ret_until = in->until.present ? (day)in->until.value : in->on;
    if (!rule)
        return OK;
    TRY(calendar_end(&calendar, in->on, &rule->value, &least));
    if (!in->until.present)
        *ret_until = least;
    buffer_init(&said, ctx->arena, 128);
    pack_value_say(RULE_disclosure_display, &rule->value, LANGUAGE_ZH, &said);
    TRY(buffer_done(&said, &text));
    error_set(&ctx->error, "required", "%s", (const char *)text.data);
    name_days(ctx, until, (const day[2]){in->on, least});
    name_days(ctx, names, (const day[2]){in->on, *ret_until});
    return calendar_hung(&calendar, in->on, *ret_until, &rule->value) ? OK : REFUSE(disclosure, display);
}

/* ---- publishing ---- */

static RESULT refuse_superseded(struct ctx *ctx, const char *reason)
{
    error_set(&ctx->error, "reason", "%s", reason);
    return REFUSE(disclosure, superseded);
}

static bool same_period(const struct disclosure *a, const struct disclosure *b)
{
    return a->kind == b->kind && a->first == b->first && a->last == b->last;
}

/* What it corrects; nothing may be published twice otherwise. */
static RESULT decide(struct ctx *ctx, const struct disclosure_publish_in *in, struct disclosure *next,
                     const struct disclosure **ret_old)
{
    struct disclosure *list, *old = NULL;
    size_t count;
    TRY(disclosure_list(ctx, in->community, &list, &count));
    *ret_old = NULL;
    if (in->replaces) {
        TRY(find_named(ctx, list, count, in->replaces, &old));
        if (old->state != DISCLOSURE_published)
            return refuse_superseded(ctx, "已经更正过 it was corrected already");
        if (!same_period(old, next))
            return refuse_superseded(ctx, "种类或期间不同 another kind or period");
        next->replaces = old->seq;
        *ret_old = old;
        return OK;
    }
    for (size_t i = 0; i < count; i++) {
        static const char *const names[] = {"to", "date"};
        if (list[i].state != DISCLOSURE_published || !same_period(&list[i], next))
            continue;
        error_set(&ctx->error, "kind", "%s", duty_kind_name(next->kind, LANGUAGE_ZH));
        error_set(&ctx->error, "disclosure", "#%llu", (unsigned long long)list[i].seq);
        name_days(ctx, (const char *const[]){"from", "to"}, (const day[2]){next->first, next->last});
        name_days(ctx, names, (const day[2]){next->last, list[i].on});
        return REFUSE(disclosure, exists);
    }
    return OK;
}

static RESULT publish_once(struct ctx *ctx, const struct disclosure_publish_in *in, struct disclosure *next,
                           uint64_t *ret_seq)
{
    const struct record_ref document = {REF_DOCUMENT, next->document_seq, FEN(0)};
    struct filing filing = {.community = in->community,
                            .key = in->key,
                            .operation = "disclosure_publish",
                            .noun = NOUN_DISCLOSURE,
                            .from = next->on,
                            .due = {true, next->until},
                            .refs = &document,
                            .ref_count = next->document_seq != 0};
    const struct disclosure *old = NULL;
    struct filing_begun begun;
    struct buffer request;
    struct bytes text;
    TRY(filing_begin(ctx, in->community, in->key, &begun));
    next->size = next->replaces = 0;
    TRY(write_text(ctx, next, &text));
    buffer_init(&request, ctx->arena, FILING_TEXT_MAX);
    buffer_print(&request, "%s %s", in->replaces ? in->replaces : "-", (const char *)text.data);
    TRY(buffer_done(&request, &filing.request));
    if (!begun.written) {
        TRY(decide(ctx, in, next, &old));
        next->size = begun.size;
        TRY(write_text(ctx, next, &filing.text));
        filing.replaces = old ? &old->disclosure : NULL;
        filing.reason = BYTES(next->reason, strlen(next->reason));
    }
    return filing_post(ctx, &begun, &filing, ret_seq);
}

RESULT disclosure_publish(struct ctx *ctx, const struct disclosure_publish_in *in, uint64_t *ret_seq)
{
    struct disclosure next = {
        .kind = in->kind, .first = in->first, .last = in->last, .on = in->on, .reason = in->reason ? in->reason : ""};
    struct document document;
    result done = OK;
    TRY(check_kind(ctx, in));
    TRY(check_places(ctx, in, &next.places));
    TRY(check_days(ctx, in));
    TRY(check_reason(ctx, in));
    TRY(community_act(ctx, in->community, ACTOR_PERSON));
    if (in->document) {
        TRY(document_find(ctx, in->community, in->document, &document));
        next.document_seq = document.seq;
    }
    TRY(check_display(ctx, in, &next.until));
    for (int i = 0; i < JOURNAL_ATTEMPTS; i++) {
        done = publish_once(ctx, in, &next, ret_seq);
        if (done.code != ERROR_journal_moved)
            return done;
    }
    return done;
}
