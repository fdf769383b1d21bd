#include "ledger/oversight/objection.h"

#include "base/canon.h"
#include "base/json.h"
#include "base/json_write.h"
#include "base/number.h"
#include "base/role.h"
#include "embed/sql.h"
#include "ledger/oversight/deadline.h"
#include "ledger/people/community.h"
#include "ledger/people/role.h"
#include "rules/moves.h"

#include <assert.h>
#include <string.h>

enum { ARENA_TEXT = 1 << 14 };

const char *objection_state_name(int state, enum language language)
{
    return moves_state_text(moves_get("objection"), state, language);
}

/* ---- texts ---- */

static RESULT write_text(struct ctx *ctx, const struct objection_text *text, struct bytes *ret_text)
{
    struct buffer out;
    buffer_init(&out, ctx->arena, ARENA_TEXT);
    json_open_object(&out, NULL);
    json_put_string(&out, "text", text->text);
    if (text->withheld && text->withheld[0])
        json_put_string(&out, "withheld", text->withheld);
    json_close_object(&out);
    return buffer_done(&out, ret_text);
}

static RESULT keep(struct ctx *ctx, const struct json_value *value, const char *name, const char **ret_text)
{
    const char *text;
    *ret_text = "";
    if (!json_member(value, name))
        return OK;
    TRY(json_get_text(ctx, value, "", name, &text));
    return arena_text(ctx->arena, text, strlen(text), ret_text);
}

static RESULT load_text(struct ctx *ctx, struct bytes value, struct objection_text *ret_text)
{
    CLEANUP(json_free) struct json *json = NULL;
    *ret_text = (struct objection_text){"", ""};
    if (value.size == 0)
        return OK;
    error_set(&ctx->error, "file", "opening");
    TRY(json_parse(ctx, value, &json));
    TRY(keep(ctx, json_root(json), "text", &ret_text->text));
    return keep(ctx, json_root(json), "withheld", &ret_text->withheld);
}

static RESULT check_text(struct ctx *ctx, const char *text, size_t max)
{
    TRY(community_check_text(ctx, text));
    error_set(&ctx->error, "reason", "%zu bytes", max);
    return strlen(text) <= max ? OK : REFUSE(text, refused);
}

static RESULT check_texts(struct ctx *ctx, const struct objection_text *text)
{
    TRY(check_text(ctx, text->text, OBJECTION_TEXT_MAX));
    return text->withheld && text->withheld[0] ? check_text(ctx, text->withheld, OBJECTION_REASON_MAX) : OK;
}

/* ---- reading ---- */

struct stored {
    uint64_t seq, about_seq;
    int32_t about_kind;
    struct uuid subject;
    const char *owner;
    struct bytes said, answer;
    int16_t state;
    uint64_t changed_seq;
    inst received_at;
    struct maybe answered_at;
};

static RESULT fill(struct ctx *ctx, uint64_t community, const struct stored *row, struct objection *objection)
{
    *objection = (struct objection){.seq = row->seq,
                                    .about_seq = row->about_seq,
                                    .about_kind = row->about_kind,
                                    .subject = row->subject,
                                    .owner = row->owner,
                                    .state = row->state,
                                    .changed_seq = row->changed_seq,
                                    .received_on = date_of_inst(row->received_at)};
    const struct deadline_in term = {community, RULE_objection_reply, objection->received_on};
    if (row->answered_at.present)
        objection->answered_on = (struct maybe){true, date_of_inst(row->answered_at.value)};
    TRY(deadline_find(ctx, &term, &objection->due));
    objection->days_late =
        deadline_late(objection->due, row->answered_at.present ? (day)objection->answered_on.value : ctx_today(ctx));
    TRY(load_text(ctx, row->said, &objection->said));
    return load_text(ctx, row->answer, &objection->answer);
}

RESULT objection_list(struct ctx *ctx, uint64_t community, struct objection **ret_list, size_t *ret_count)
{
    static const struct db_column columns[] = {
        COLUMN(stored, seq),         COLUMN(stored, about_seq),   COLUMN(stored, about_kind), COLUMN(stored, subject),
        COLUMN(stored, owner),       COLUMN(stored, said),        COLUMN(stored, answer),     COLUMN(stored, state),
        COLUMN(stored, changed_seq), COLUMN(stored, received_at), COLUMN(stored, answered_at)};
    const struct db_value in[] = {db_number((int64_t)community)};
    struct stored *rows = NULL;
    TRY(db_list(ctx, CALL(sql_objection_list, in), ROW(stored, columns), &rows, ret_count));
    TRY(ARENA_TAKE(ctx->arena, *ret_count + 1, ret_list));
    for (size_t i = 0; i < *ret_count; i++)
        TRY(fill(ctx, community, &rows[i], &(*ret_list)[i]));
    return OK;
}

RESULT objection_find(struct ctx *ctx, uint64_t community, const char *name, struct objection *ret_objection)
{
    struct objection *list;
    size_t count;
    int64_t seq;
    error_set(&ctx->error, "objection", "%s", name);
    if (FAILED(number_parse_record(name, &seq)))
        return REFUSE(objection, unknown);
    TRY(objection_list(ctx, community, &list, &count));
    for (size_t i = 0; i < count; i++) {
        if (list[i].seq != (uint64_t)seq)
            continue;
        *ret_objection = list[i];
        return OK;
    }
    return REFUSE(objection, unknown);
}

/* ---- receiving ---- */

struct owned_row {
    int64_t units;
};

static RESULT check_owner(struct ctx *ctx, uint64_t community, const struct uuid *subject)
{
    static const struct db_column row[] = {COLUMN(owned_row, units)};
    const struct db_value in[] = {db_number((int64_t)community), db_uuid(subject), db_number(ctx_today(ctx))};
    struct owned_row owned;
    TRY(db_one(ctx, CALL(sql_objection_owner, in), ROW(owned_row, row), &owned));
    return owned.units > 0 ? OK : REFUSE(objection, owner);
}

struct about_row {
    struct bytes record;
};

static RESULT find_about(struct ctx *ctx, uint64_t community, const char *about, uint64_t *ret_seq)
{
    static const struct db_column row[] = {COLUMN(about_row, record)};
    struct about_row stored;
    int64_t seq;
    bool found;
    error_set(&ctx->error, "about", "%s", about);
    if (FAILED(number_parse_record(about, &seq)))
        return REFUSE(objection, about);
    const struct db_value in[] = {db_number((int64_t)community), db_number(seq)};
    TRY(db_maybe(ctx, CALL(sql_journal_get, in), ROW(about_row, row), &stored, &found));
    *ret_seq = (uint64_t)seq;
    return found ? OK : REFUSE(objection, about);
}

/* Who objects: the actor, or the owner for whom he writes it down. */
static RESULT find_owner(struct ctx *ctx, const struct objection_receive_in *in, struct uuid *ret_subject)
{
    const struct move *move = moves_find(moves_get("objection"), OBJECTION_none, "receive");
    const struct actor actor = ctx->actor;
    struct person person;
    assert(move);
    *ret_subject = actor.subject;
    error_set(&ctx->error, "owner", "%s", in->owner ? in->owner : "–");
    if (in->owner) {
        TRY(person_find(ctx, in->community, in->owner, &person));
        *ret_subject = person.subject;
    }
    TRY(check_owner(ctx, in->community, ret_subject));
    if (uuid_equal(ret_subject, &actor.subject)) {
        ctx->actor.role = ROLE_OWNER;
        return OK;
    }
    return role_require(ctx, in->community, move->roles, NULL);
}

static RESULT request_of(struct ctx *ctx, uint64_t community, const char *what, struct bytes text,
                         struct digest *ret_mac)
{
    struct buffer out;
    struct bytes request;
    struct digest secret;
    buffer_init(&out, ctx->arena, ARENA_TEXT);
    canon_bytes(&out, BYTES(what, strlen(what)));
    canon_bytes(&out, text);
    TRY(buffer_done(&out, &request));
    TRY(journal_secret(ctx, &secret));
    *ret_mac = change_mac(&secret, community, "objection", request);
    return OK;
}

RESULT objection_receive(struct ctx *ctx, const struct objection_receive_in *in, uint64_t *ret_seq)
{
    struct record_objection_received *record;
    struct community community;
    struct change change;
    struct digest mac;
    struct bytes text;
    TRY(check_texts(ctx, &in->said));
    TRY(community_get(ctx, in->community, &community));
    TRY(write_text(ctx, &in->said, &text));
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    TRY(find_about(ctx, in->community, in->about, &record->about_seq));
    TRY(find_owner(ctx, in, &record->subject));
    TRY(request_of(ctx, in->community, in->about, text, &mac));
    change_init(&change, ctx->arena);
    TRY(change_request(ctx, &change, in->community, in->key, &mac));
    TRY(change_commit(ctx, &change, COMMIT_REASON, text, &record->text));
    TRY(change_add(&change, RECORD_objection_received, record, NULL));
    TRY(journal_post(ctx, &change));
    *ret_seq = change.requests.items[0].seq;
    return OK;
}

/* ---- answering ---- */

static RESULT fill_answer(struct ctx *ctx, const struct objection_answer_in *in, const struct objection *objection,
                          struct record_objection_answered *record)
{
    const struct moves *moves = moves_get("objection");
    const int to = deadline_late(objection->due, ctx_today(ctx)) > 0 ? OBJECTION_late : OBJECTION_answered;
    const struct move *move = moves_to(moves, objection->state, "answer", to);
    error_set(&ctx->error, "state", "%s", objection_state_name(objection->state, LANGUAGE_ZH));
    if (!move)
        return REFUSE(objection, state);
    TRY(role_require(ctx, in->community, move->roles, NULL));
    record->objection_seq = objection->seq;
    record->state = (uint8_t)to;
    return OK;
}

RESULT objection_answer(struct ctx *ctx, const struct objection_answer_in *in)
{
    struct record_objection_answered *record;
    struct community community;
    struct objection objection;
    struct change change;
    struct digest mac;
    struct bytes text;
    const char *key = in->key;
    bool written;
    TRY(check_texts(ctx, &in->answer));
    TRY(community_get(ctx, in->community, &community));
    TRY(objection_find(ctx, in->community, in->objection, &objection));
    TRY(write_text(ctx, &in->answer, &text));
    if (!key)
        TRY(arena_print(ctx->arena, &key, "objection-%llu-answer", (unsigned long long)objection.seq));
    TRY(request_of(ctx, in->community, key, text, &mac));
    TRY(journal_written(ctx, in->community, key, &written));
    change_init(&change, ctx->arena);
    TRY(change_request(ctx, &change, in->community, key, &mac));
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    if (!written)
        TRY(fill_answer(ctx, in, &objection, record));
    TRY(change_commit(ctx, &change, COMMIT_REASON, text, &record->text));
    TRY(change_add(&change, RECORD_objection_answered, record, NULL));
    return journal_post(ctx, &change);
}
