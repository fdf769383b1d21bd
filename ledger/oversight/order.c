#include "ledger/oversight/order.h"

#include "audit/journal.h"
#include "base/canon.h"
#include "base/number.h"
#include "base/role.h"
#include "embed/sql.h"
#include "ledger/matter/document.h"
#include "ledger/matter/matter.h"
#include "ledger/oversight/deadline.h"
#include "ledger/people/community.h"
#include "ledger/people/role.h"
#include "rules/moves.h"

#include <assert.h>
#include <string.h>

const char *order_state_name(int state, enum language language)
{
    return moves_state_text(moves_get("order"), state, language);
}

const char *order_subject_name(int kind, enum language language)
{
    static const struct {
        int kind;
        const char *text[2];
    } names[] = {{RECORD_entry, {"凭证", "entry"}},
                 {RECORD_reservation_made, {"预留", "reservation"}},
                 {RECORD_decision_recorded, {"共同决定", "decision"}},
                 {RECORD_application_submitted, {"支取申请", "application"}},
                 {RECORD_matter_opened, {"事项", "matter"}},
                 {RECORD_contract_recorded, {"合同", "contract"}},
                 {RECORD_decision_recorded, {"决定", "decision"}}};
    for (size_t i = 0; i < LENGTH(names); i++)
        if (names[i].kind == kind)
            return names[i].text[language];
    return NULL;
}

/* ---- reading ---- */

RESULT order_list(struct ctx *ctx, uint64_t community, struct order **ret_list, size_t *ret_count)
{
    static const struct db_column row[] = {
        COLUMN(order, seq),         COLUMN(order, order),    COLUMN(order, subject),      COLUMN(order, subject_kind),
        COLUMN(order, clause),      COLUMN(order, deadline), COLUMN(order, document_seq), COLUMN(order, state),
        COLUMN(order, outcome),     COLUMN(order, issuer),   COLUMN(order, role),         COLUMN(order, issued_at),
        COLUMN(order, changed_seq),
    };
    const struct db_value in[] = {db_number((int64_t)community)};
    *ret_list = NULL;
    return db_list(ctx, CALL(sql_order_list, in), ROW(order, row), ret_list, ret_count);
}

RESULT order_find(struct ctx *ctx, uint64_t community, const char *name, struct order *ret_order)
{
    struct order *list;
    size_t count;
    TRY(order_list(ctx, community, &list, &count));
    error_set(&ctx->error, "order", "%s", name);
    for (size_t i = 0; i < count; i++) {
        if (!matter_called(&list[i].order, list[i].seq, name))
            continue;
        *ret_order = list[i];
        return OK;
    }
    return REFUSE(order, unknown);
}

RESULT order_frozen(struct ctx *ctx, uint64_t community, uint64_t seq, bool *ret_frozen)
{
    const struct order_key key = {community, seq};
    uint64_t *orders;
    TRY(order_frozen_among(ctx, &key, 1, &orders));
    *ret_frozen = orders[0] != 0;
    return OK;
}

/* ---- what it names ---- */

struct record_row {
    struct bytes record;
};

struct opened_row {
    uint64_t opened_seq;
};

static RESULT refuse_subject(struct ctx *ctx, const char *name, const char *reason)
{
    error_set(&ctx->error, "subject", "%s", name);
    error_set(&ctx->error, "reason", "%s", reason);
    return REFUSE(order, subject);
}

/* The record that opened the matter which a record moved. */
static RESULT find_opened(struct ctx *ctx, uint64_t community, const struct record_matter_moved *moved,
                          uint64_t *ret_seq)
{
    static const struct db_column row[] = {COLUMN(opened_row, opened_seq)};
    const struct db_value in[] = {db_number((int64_t)community), db_number(moved->noun), db_uuid(&moved->id)};
    struct opened_row found;
    TRY(db_one(ctx, CALL(sql_matter_opened_get, in), ROW(opened_row, row), &found));
    *ret_seq = found.opened_seq;
    return OK;
}

static RESULT find_subject(struct ctx *ctx, uint64_t community, const char *name, uint64_t *ret_seq)
{
    static const struct db_column row[] = {COLUMN(record_row, record)};
    struct record_row stored;
    struct record_header header;
    const void *body;
    int64_t seq;
    bool found;
    if (FAILED(number_parse_record(name, &seq)))
        return refuse_subject(ctx, name, "不是记录号 not the number of a record");
    const struct db_value in[] = {db_number((int64_t)community), db_number(seq)};
    TRY(db_maybe(ctx, CALL(sql_journal_get, in), ROW(record_row, row), &stored, &found));
    if (!found)
        return refuse_subject(ctx, name, "没有这条记录 no such record");
    TRY(record_decode(ctx->arena, stored.record, &header, &body));
    *ret_seq = (uint64_t)seq;
    if (header.kind == RECORD_matter_moved)
        return find_opened(ctx, community, body, ret_seq);
    return order_subject_name(header.kind, LANGUAGE_ZH)
               ? OK
               : refuse_subject(ctx, name, "这种记录不是决定 it decides nothing");
}

/* ---- issuing ---- */

static RESULT check_words(struct ctx *ctx, const char *words)
{
    TRY(community_check_text(ctx, words));
    error_set(&ctx->error, "reason", "%d bytes", ORDER_CLAUSE_MAX);
    return strlen(words) <= ORDER_CLAUSE_MAX ? OK : REFUSE(text, refused);
}

static RESULT refuse_deadline(struct ctx *ctx, day deadline, const char *reason)
{
    char text[DATE_TEXT];
    date_format(deadline, text);
    error_set(&ctx->error, "value", "%s", text);
    error_set(&ctx->error, "reason", "%s", reason);
    return REFUSE(order, deadline);
}

static RESULT settle_deadline(struct ctx *ctx, const struct order_issue_in *in, day *ret_day)
{
    const struct deadline_in term = {in->community, RULE_order_rectify_within, ctx_today(ctx)};
    struct maybe deadline = in->deadline;
    if (!deadline.present)
        TRY(deadline_find(ctx, &term, &deadline));
    error_set(&ctx->error, "pointer", "/deadline");
    if (!deadline.present)
        return REFUSE(field, required);
    *ret_day = (day)deadline.value;
    return *ret_day >= ctx_today(ctx) ? OK : refuse_deadline(ctx, *ret_day, "早于今天 before today");
}

/*= ZHJ-12-3 责令限期改正或者撤销其决定，并通告全体业主 */
static RESULT check_public(struct ctx *ctx, const struct document *document)
{
    char id[UUID_TEXT];
    uuid_format(&document->document, id);
    error_set(&ctx->error, "document", "%s", id);
    return document->visibility == VISIBILITY_WITHHELD ? REFUSE(order, withheld) : OK;
}

static RESULT fill(struct ctx *ctx, const struct order_issue_in *in, struct record_order_issued *record)
{
    struct document document;
    record->order = random_uuid7(ctx->random, ctx->now);
    record->clause = BYTES(in->clause, strlen(in->clause));
    record->has_subject_seq = in->subject != NULL;
    if (in->subject)
        TRY(find_subject(ctx, in->community, in->subject, &record->subject_seq));
    TRY(settle_deadline(ctx, in, &record->deadline));
    TRY(document_find(ctx, in->community, in->document, &document));
    record->document_seq = document.seq;
    return check_public(ctx, &document);
}

/* The request is what the person wrote. */
static RESULT request_of(struct ctx *ctx, uint64_t community, const char *const words[4], struct digest *ret_mac)
{
    struct buffer out;
    struct bytes request;
    struct digest secret;
    buffer_init(&out, ctx->arena, 1 << 12);
    for (int i = 0; i < 4; i++)
        canon_bytes(&out, BYTES(words[i] ? words[i] : "", words[i] ? strlen(words[i]) : 0));
    TRY(buffer_done(&out, &request));
    TRY(journal_secret(ctx, &secret));
    *ret_mac = change_mac(&secret, community, "order", request);
    return OK;
}

/*= CN-PMR-19-2 业主大会、业主委员会作出的决定违反法律、法规的，由主管部门责令限期改正或者撤销其决定 */
RESULT order_issue(struct ctx *ctx, const struct order_issue_in *in, uint64_t *ret_seq)
{
    const struct move *move = moves_find(moves_get("order"), ORDER_none, "issue");
    const char *words[4] = {in->clause, in->subject, in->document, NULL};
    struct record_order_issued *record;
    struct community community;
    struct change change;
    struct digest mac;
    bool written;
    assert(move);
    TRY(check_words(ctx, in->clause));
    TRY(community_get(ctx, in->community, &community));
    TRY(role_require(ctx, in->community, move->roles, NULL));
    if (in->deadline.present)
        TRY(arena_print(ctx->arena, &words[3], "%lld", (long long)in->deadline.value));
    TRY(request_of(ctx, in->community, words, &mac));
    TRY(journal_written(ctx, in->community, in->key, &written));
    change_init(&change, ctx->arena);
    TRY(change_request(ctx, &change, in->community, in->key, &mac));
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    if (!written)
        TRY(fill(ctx, in, record));
    TRY(change_add(&change, RECORD_order_issued, record, NULL));
    TRY(journal_post(ctx, &change));
    *ret_seq = change.requests.items[0].seq;
    return OK;
}

/* ---- what follows ---- */

static RESULT refuse_state(struct ctx *ctx, const struct order *order, const char *to)
{
    const struct moves *moves = moves_get("order");
    uint16_t code;
    error_set(&ctx->error, "state", "%s", order_state_name(order->state, LANGUAGE_ZH));
    error_set(&ctx->error, "to", "%s", moves_state_parse(moves, to, &code) ? order_state_name(code, LANGUAGE_ZH) : to);
    return REFUSE(order, state);
}

/* The move to a state, whatever its verb. */
static const struct move *move_to(const struct order *order, const char *state)
{
    const struct moves *moves = moves_get("order");
    uint16_t to;
    if (!moves_state_parse(moves, state, &to))
        return NULL;
    for (size_t i = 0; i < moves->count; i++)
        if (moves->list[i].from == order->state && moves->list[i].to == to)
            return &moves->list[i];
    return NULL;
}

static RESULT check_move(struct ctx *ctx, const struct order_follow_in *in, const struct order *order,
                         const struct move **ret_move)
{
    *ret_move = move_to(order, in->state);
    if (!*ret_move)
        return refuse_state(ctx, order, in->state);
    TRY(role_require(ctx, in->community, (*ret_move)->roles, NULL));
    if ((*ret_move)->to == ORDER_expired)
        return ctx_today(ctx) > order->deadline ? OK : refuse_deadline(ctx, order->deadline, "还没有过 it is not over");
    error_set(&ctx->error, "pointer", "--document");
    return in->document ? OK : REFUSE(field, required);
}

static RESULT fill_follow(struct ctx *ctx, const struct order_follow_in *in, const struct order *order,
                          struct record_order_followed_up *record)
{
    const struct move *move;
    struct document document;
    TRY(check_move(ctx, in, order, &move));
    record->order_seq = order->seq;
    record->state = (uint8_t)move->to;
    record->has_document_seq = in->document != NULL;
    if (!in->document)
        return OK;
    TRY(document_find(ctx, in->community, in->document, &document));
    record->document_seq = document.seq;
    return OK;
}

RESULT order_follow(struct ctx *ctx, const struct order_follow_in *in)
{
    struct record_order_followed_up *record;
    struct community community;
    struct order order;
    struct change change;
    struct digest mac;
    const char *key = in->key;
    bool written;
    TRY(community_get(ctx, in->community, &community));
    TRY(order_find(ctx, in->community, in->order, &order));
    if (!key)
        TRY(arena_print(ctx->arena, &key, "order-%llu-%s", (unsigned long long)order.seq, in->state));
    const char *const words[4] = {in->state, in->document, key, NULL};
    TRY(request_of(ctx, in->community, words, &mac));
    TRY(journal_written(ctx, in->community, key, &written));
    change_init(&change, ctx->arena);
    TRY(change_request(ctx, &change, in->community, key, &mac));
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    if (!written)
        TRY(fill_follow(ctx, in, &order, record));
    TRY(change_add(&change, RECORD_order_followed_up, record, NULL));
    return journal_post(ctx, &change);
}
