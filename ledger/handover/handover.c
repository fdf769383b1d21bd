#include "ledger/handover/handover.h"

#include "base/role.h"
#include "ledger/duty/committee_term.h"
#include "ledger/duty/filing.h"
#include "ledger/handover/checklist.h"
#include "ledger/handover/handover_json.h"
#include "ledger/people/community.h"
#include "ledger/people/holiday.h"
#include "ledger/people/role.h"
#include "ledger/people/rule_activation.h"
#include "rules/duty.h"
#include "rules/moves.h"

#include <assert.h>
#include <string.h>

const char *handover_state_name(int state, enum language language)
{
    return moves_state_text(moves_get("handover"), state, language);
}

const char *handover_mark_name(unsigned marks, enum language language)
{
    static const char *const names[][2] = {[0] = {"待签收", "open"},
                                           [HANDOVER_GIVEN] = {"待接收人签", "to be received"},
                                           [HANDOVER_RECEIVED] = {"待移交人签", "to be given"},
                                           [HANDOVER_SIGNED] = {"已签收", "signed"},
                                           [HANDOVER_MISSING] = {"缺失", "missing"}};
    assert(marks < LENGTH(names));
    return names[marks][language];
}

/* ---- reading ---- */

static RESULT take_moves(struct ctx *ctx, uint64_t community, struct handover *handover)
{
    const struct matter_key key = {community, NOUN_HANDOVER, &handover->head.handover};
    struct matter_step *steps;
    size_t count;
    TRY(handover_json_load(ctx, handover));
    TRY(matter_steps(ctx, &key, &steps, &count));
    for (size_t i = 0; i < count; i++)
        if (!steps[i].opened)
            TRY(handover_json_take(ctx, steps[i].text, handover));
    return OK;
}

/* The first day on which no role of the old term may work: behind the completion, or behind the last day. 0: not yet.
 */
static day roles_over(const struct handover *handover, day today)
{
    const struct handover_head *head = &handover->head;
    if (head->state == HANDOVER_completed)
        return today > head->closed_on ? today : head->closed_on + 1;
    return head->state == HANDOVER_open && head->due.present && today > head->due.value ? today : 0;
}

static void count_items(struct handover *handover, const struct role_grant *grants, size_t grant_count, day today)
{
    const day over = roles_over(handover, today);
    for (size_t i = 0; i < handover->count; i++) {
        struct handover_item *item = &handover->items[i];
        handover->missing += item->marks == HANDOVER_MISSING;
        handover->open += item->marks < HANDOVER_SIGNED;
        for (size_t k = 0; item->kind == HANDOVER_ITEM_role && over != 0 && k < grant_count; k++)
            item->in_force |= (int64_t)grants[k].seq == item->record.value && role_in_force(&grants[k], over);
    }
}

static int32_t late(const struct handover_head *head, day today)
{
    const day end = head->state == HANDOVER_open ? today : head->closed_on;
    return head->due.present && head->state != HANDOVER_cancelled && end > head->due.value ? end - (day)head->due.value
                                                                                           : 0;
}

RESULT handover_list(struct ctx *ctx, uint64_t community, struct handover **ret_list, size_t *ret_count)
{
    struct handover_head *heads;
    struct role_grant *grants;
    struct person *people;
    size_t grant_count, people_count;
    TRY(handover_head_list(ctx, community, &heads, ret_count));
    TRY(role_list(ctx, community, &grants, &grant_count));
    TRY(person_list(ctx, community, &people, &people_count));
    TRY(ARENA_TAKE(ctx->arena, *ret_count + 1, ret_list));
    for (size_t i = 0; i < *ret_count; i++) {
        struct handover *handover = &(*ret_list)[i];
        *handover = (struct handover){.head = heads[i]};
        TRY(take_moves(ctx, community, handover));
        handover->giver_name = person_name(people, people_count, &handover->head.giver);
        handover->receiver_name = person_name(people, people_count, &handover->receiver);
        handover->days_late = late(&handover->head, ctx_today(ctx));
        count_items(handover, grants, grant_count, ctx_today(ctx));
    }
    return OK;
}

RESULT handover_find(struct ctx *ctx, uint64_t community, const char *name, struct handover *ret_handover)
{
    struct handover *list;
    size_t count;
    TRY(handover_list(ctx, community, &list, &count));
    error_set(&ctx->error, "handover", "%s", name);
    for (size_t i = 0; i < count; i++)
        if (matter_called(&list[i].head.handover, list[i].head.seq, name)) {
            *ret_handover = list[i];
            return OK;
        }
    return REFUSE(handover, unknown);
}

/* ---- opening: who, and by when ---- */

static RESULT check_text(struct ctx *ctx, const char *text)
{
    TRY(community_check_text(ctx, text));
    error_set(&ctx->error, "reason", "%d bytes", HANDOVER_TEXT_MAX);
    return strlen(text) <= HANDOVER_TEXT_MAX ? OK : REFUSE(text, refused);
}

static RESULT find_people(struct ctx *ctx, const struct handover_open_in *in, struct handover *handover)
{
    struct person giver, receiver;
    TRY(person_find(ctx, in->community, in->giver, &giver));
    TRY(person_find(ctx, in->community, in->receiver, &receiver));
    handover->head.giver = giver.subject;
    handover->receiver = receiver.subject;
    error_set(&ctx->error, "person", "%s", giver.name);
    return uuid_equal(&giver.subject, &receiver.subject) ? REFUSE(handover, same_person) : OK;
}

static RESULT refuse_day(struct ctx *ctx, day on, const char *reason)
{
    char text[DATE_TEXT];
    date_format(on, text);
    error_set(&ctx->error, "date", "%s", text);
    error_set(&ctx->error, "reason", "%s", reason);
    return REFUSE(handover, day);
}

/* The term that ends on that day, and the one behind it. */
static RESULT find_term(struct ctx *ctx, uint64_t community, struct handover_event *event, struct maybe *ret_term)
{
    struct committee_term *list;
    size_t count;
    TRY(committee_term_list(ctx, community, &list, &count));
    for (size_t i = 0; i < count; i++) {
        if (list[i].to != event->on)
            continue;
        *ret_term = (struct maybe){true, (int64_t)list[i].seq};
        event->next = i + 1 < count ? list[i + 1].from : 0;
        return OK;
    }
    return refuse_day(ctx, event->on, "没有在这一天届满的任期 no term ends then");
}

static RESULT find_due(struct ctx *ctx, const struct handover_open_in *in, struct handover_head *head)
{
    struct handover_event event = {.kind = in->kind, .on = in->left_on};
    struct handover_deadline deadline;
    struct calendar calendar;
    struct rules_in_force rules;
    if (in->left_on > ctx_today(ctx))
        return refuse_day(ctx, in->left_on, "还没有到 it is still to come");
    if (in->kind == HANDOVER_term)
        TRY(find_term(ctx, in->community, &event, &head->term));
    TRY(rule_activation_set(ctx, in->community, in->left_on, &rules));
    TRY(holiday_calendar(ctx, &calendar));
    calendar.weekend_is_rest = duty_weekend_rests(&rules.set);
    TRY(handover_deadline_find(&rules.set, &calendar, &event, &deadline));
    head->due = (struct maybe){deadline.rule != NULL, deadline.due};
    return OK;
}

static RESULT check_giver(struct ctx *ctx, const struct handover_open_in *in, const struct handover_head *head)
{
    struct role_grant *list;
    size_t count;
    const unsigned roles = checklist_roles(in->kind);
    TRY(role_list(ctx, in->community, &list, &count));
    for (size_t i = 0; i < count; i++)
        if (uuid_equal(&list[i].subject, &head->giver) && (roles & ROLE_BIT(list[i].role)) &&
            list[i].from <= in->left_on)
            return OK;
    error_set(&ctx->error, "roles", "%s",
              in->kind == HANDOVER_manager ? "物业文员 clerk" : "业委会委员 a member of the committee");
    return REFUSE(handover, giver);
}

static RESULT check_free(struct ctx *ctx, const struct handover_open_in *in, const struct handover_head *head)
{
    struct handover_head *list;
    size_t count;
    TRY(handover_head_list(ctx, in->community, &list, &count));
    for (size_t i = 0; i < count; i++) {
        const bool same = list[i].kind == in->kind && list[i].left_on == in->left_on;
        error_set(&ctx->error, "handover", "#%llu", (unsigned long long)list[i].seq);
        if (same && list[i].state != HANDOVER_cancelled &&
            (in->kind == HANDOVER_term || uuid_equal(&list[i].giver, &head->giver)))
            return REFUSE(handover, exists);
    }
    return OK;
}

/* ---- opening: the checklist ---- */

static RESULT add_free(struct ctx *ctx, const struct handover_open_in *in, struct handover *handover)
{
    struct handover_item *items;
    if (handover->count + in->free_count > HANDOVER_ITEMS_MAX)
        return REFUSE(list, full);
    TRY(ARENA_TAKE(ctx->arena, handover->count + in->free_count + 1, &items));
    if (handover->count > 0)
        memcpy(items, handover->items, handover->count * sizeof *items);
    for (size_t i = 0; i < in->free_count; i++)
        items[handover->count++] =
            (struct handover_item){.kind = HANDOVER_ITEM_free, .text = in->free[i], .reason = ""};
    handover->items = items;
    return OK;
}

static RESULT fill(struct ctx *ctx, const struct handover_open_in *in, struct handover *handover)
{
    struct checklist_scope scope = {
        .community = in->community, .kind = in->kind, .giver = handover->head.giver, .left_on = in->left_on};
    TRY(check_giver(ctx, in, &handover->head));
    TRY(check_free(ctx, in, &handover->head));
    TRY(journal_head(ctx, in->community, &scope.head));
    handover->size = scope.head.size;
    handover->root = scope.head.root;
    TRY(checklist_make(ctx, &scope, &handover->items, &handover->count));
    return add_free(ctx, in, handover);
}

static RESULT write_request(struct ctx *ctx, const struct handover_open_in *in, const struct handover *handover,
                            struct bytes *ret_request)
{
    struct handover asked = *handover;
    asked.items = NULL;
    asked.count = 0;
    TRY(add_free(ctx, in, &asked));
    asked.size = 0;
    asked.root = (struct digest){{0}};
    return handover_json_opening(ctx, &asked, ret_request);
}

static RESULT open_once(struct ctx *ctx, const struct handover_open_in *in, struct handover *handover,
                        uint64_t *ret_seq)
{
    struct filing filing = {.community = in->community,
                            .key = in->key,
                            .operation = "handover_open",
                            .noun = NOUN_HANDOVER,
                            .from = in->left_on,
                            .due = handover->head.due};
    struct filing_begun begun;
    TRY(filing_begin(ctx, in->community, in->key, &begun));
    TRY(write_request(ctx, in, handover, &filing.request));
    if (!begun.written) {
        TRY(fill(ctx, in, handover));
        TRY(handover_json_opening(ctx, handover, &filing.text));
    }
    return filing_post(ctx, &begun, &filing, ret_seq);
}

RESULT handover_open(struct ctx *ctx, const struct handover_open_in *in, uint64_t *ret_seq)
{
    const struct move *move = moves_find(moves_get("handover"), HANDOVER_none, "open");
    struct handover handover = {.head = {.kind = in->kind, .left_on = in->left_on}, .body = in->body};
    struct community community;
    result done = OK;
    assert(move);
    for (size_t i = 0; i < in->free_count; i++)
        TRY(check_text(ctx, in->free[i]));
    TRY(community_get(ctx, in->community, &community));
    TRY(role_require(ctx, in->community, move->roles, NULL));
    TRY(find_people(ctx, in, &handover));
    TRY(find_due(ctx, in, &handover.head));
    for (int i = 0; i < JOURNAL_ATTEMPTS; i++) {
        done = open_once(ctx, in, &handover, ret_seq);
        if (done.code != ERROR_journal_moved)
            return done;
    }
    return done;
}

/* ---- moving ---- */

struct moving {
    struct ctx *ctx;
    const struct handover_move_in *in;
    struct handover handover;
    struct handover_words words;
    bool item; /* sign or miss */
};

static RESULT refuse_item(const struct moving *m, size_t item, const char *reason)
{
    error_set(&m->ctx->error, "value", "%zu", item);
    error_set(&m->ctx->error, "reason", "%s", reason);
    return REFUSE(handover, item);
}

/* Under the newest role that the person held: the role of the one who leaves may be over. */
static RESULT act_as_held(struct ctx *ctx, uint64_t community)
{
    struct role_grant *list;
    size_t count;
    TRY(role_list(ctx, community, &list, &count));
    for (size_t i = 0; i < count; i++)
        if (uuid_equal(&list[i].subject, &ctx->actor.subject) && list[i].from <= ctx_today(ctx))
            ctx->actor.role = list[i].role;
    return OK;
}

static RESULT check_party(struct moving *m)
{
    struct person *people;
    size_t count;
    m->words.gives = uuid_equal(&m->ctx->actor.subject, &m->handover.head.giver);
    if (m->words.gives || uuid_equal(&m->ctx->actor.subject, &m->handover.receiver))
        return act_as_held(m->ctx, m->in->community);
    TRY(person_list(m->ctx, m->in->community, &people, &count));
    error_set(&m->ctx->error, "person", "%s", person_name(people, count, &m->ctx->actor.subject));
    return REFUSE(handover, party);
}

static RESULT check_items(const struct moving *m)
{
    const bool missing = strcmp(m->in->verb, "miss") == 0;
    const unsigned mine = m->words.gives ? HANDOVER_GIVEN : HANDOVER_RECEIVED;
    for (size_t i = 0; i < m->words.count; i++) {
        const size_t at = m->words.items[i];
        if (at < 1 || at > m->handover.count)
            return refuse_item(m, at, "没有这一项 no such item");
        if (missing && m->handover.items[at - 1].marks == HANDOVER_SIGNED)
            return refuse_item(m, at, "双方已经签收 both have signed it");
        if (!missing && (m->handover.items[at - 1].marks & mine))
            return refuse_item(m, at, "已经签过 signed before");
    }
    return OK;
}

/* Nothing named: all that the actor has not signed and that is not missing. */
static RESULT choose_items(struct moving *m)
{
    const unsigned mine = m->words.gives ? HANDOVER_GIVEN : HANDOVER_RECEIVED;
    size_t *all, count = 0;
    m->words.items = m->in->items;
    m->words.count = m->in->count;
    if (m->in->count > 0)
        return check_items(m);
    error_set(&m->ctx->error, "pointer", "ITEM");
    if (strcmp(m->in->verb, "miss") == 0)
        return REFUSE(field, required);
    TRY(ARENA_TAKE(m->ctx->arena, m->handover.count + 1, &all));
    for (size_t i = 0; i < m->handover.count; i++)
        if (!(m->handover.items[i].marks & (mine | HANDOVER_MISSING)))
            all[count++] = i + 1;
    m->words.items = all;
    m->words.count = count;
    return count > 0 ? OK : refuse_item(m, 0, "没有待签的项目 nothing is left to sign");
}

/*= ZJ-15-3 移交档案、印章和财物：逐项签收或者注明缺失以后才算完成 */
static RESULT check_complete(const struct moving *m)
{
    char items[ERROR_VALUE_SIZE];
    size_t used = 0;
    for (size_t i = 0; i < m->handover.count && used < sizeof items - 24; i++)
        if (m->handover.items[i].marks < HANDOVER_SIGNED)
            used += (size_t)snprintf(items + used, sizeof items - used, "%s%zu", used ? "、" : "", i + 1);
    error_set(&m->ctx->error, "count", "%zu", m->handover.open);
    error_set(&m->ctx->error, "items", "%s", used ? items : "–");
    return m->handover.open == 0 ? OK : REFUSE(handover, incomplete);
}

static RESULT decide(struct moving *m, const struct move *move)
{
    const bool reasoned = strcmp(m->in->verb, "miss") == 0 || strcmp(m->in->verb, "cancel") == 0;
    error_set(&m->ctx->error, "state", "%s", handover_state_name(m->handover.head.state, LANGUAGE_ZH));
    error_set(&m->ctx->error, "verb", "%s", m->in->verb);
    if (!move)
        return REFUSE(handover, state);
    TRY(m->item ? check_party(m) : role_require(m->ctx, m->in->community, move->roles, NULL));
    error_set(&m->ctx->error, "pointer", "--reason");
    if (reasoned && !m->in->reason)
        return REFUSE(field, required);
    if (m->item)
        return choose_items(m);
    return move->to == HANDOVER_completed ? check_complete(m) : OK;
}

/* What the person wrote: the items as named. */
static RESULT write_asked(const struct moving *m, struct bytes *ret_request)
{
    struct buffer out;
    char actor[UUID_TEXT];
    uuid_format(&m->ctx->actor.subject, actor);
    buffer_init(&out, m->ctx->arena, FILING_TEXT_MAX);
    buffer_print(&out, "%s %s %s %s", m->in->handover, m->in->verb, actor, m->in->reason ? m->in->reason : "");
    for (size_t i = 0; i < m->in->count; i++)
        buffer_print(&out, " %zu", m->in->items[i]);
    return buffer_done(&out, ret_request);
}

static RESULT move_once(struct moving *m, const char *key)
{
    struct filing_step step = {
        .community = m->in->community, .key = key, .operation = "handover_move", .noun = NOUN_HANDOVER};
    struct filing_begun begun;
    uint64_t seq;
    TRY(filing_begin(m->ctx, m->in->community, key, &begun));
    TRY(handover_find(m->ctx, m->in->community, m->in->handover, &m->handover));
    m->words = (struct handover_words){.verb = m->in->verb, .reason = m->in->reason, .on = ctx_today(m->ctx)};
    step.id = m->handover.head.handover;
    if (!begun.written) {
        const struct move *move = moves_find(moves_get("handover"), m->handover.head.state, m->in->verb);
        TRY(decide(m, move));
        step.from = move->from;
        step.to = move->to;
    }
    TRY(write_asked(m, &step.request));
    TRY(handover_json_move(m->ctx, &m->words, &step.text));
    return filing_move(m->ctx, &begun, &step, &seq);
}

RESULT handover_move(struct ctx *ctx, const struct handover_move_in *in)
{
    struct moving m = {.ctx = ctx, .in = in};
    struct community community;
    const char *key = in->key;
    result done = OK;
    m.item = strcmp(in->verb, "sign") == 0 || strcmp(in->verb, "miss") == 0;
    if (in->reason)
        TRY(check_text(ctx, in->reason));
    TRY(community_get(ctx, in->community, &community));
    TRY(handover_find(ctx, in->community, in->handover, &m.handover));
    if (!key)
        TRY(arena_print(ctx->arena, &key, "handover-%llu-%llu-%s", (unsigned long long)m.handover.head.seq,
                        (unsigned long long)m.handover.head.changed_seq, in->verb));
    for (int i = 0; i < JOURNAL_ATTEMPTS; i++) {
        done = move_once(&m, key);
        if (done.code != ERROR_journal_moved)
            return done;
    }
    return done;
}
