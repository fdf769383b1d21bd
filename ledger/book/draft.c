#include "ledger/book/draft.h"

#include "base/digest.h"
#include "base/role.h"
#include "embed/sql.h"
#include "ledger/book/entry_json.h"
#include "ledger/people/community.h"

#include <assert.h>
#include <string.h>

const char *draft_state_name(int state, enum language language)
{
    return moves_state_text(moves_get("draft"), state, language);
}

enum person_class draft_class_of(const struct move *move)
{
    int class = PERSON_TREASURER;
    while (class < PERSON_CHAIR && !(move->roles & ROLE_BIT(class)))
        class ++;
    return (enum person_class) class;
}

/* ---- reading ---- */

static const struct db_column draft_row[] = {
    COLUMN(draft, draft),       COLUMN(draft, version),     COLUMN(draft, state),
    COLUMN(draft, content),     COLUMN(draft, prepared_by), COLUMN(draft, reviewed_by),
    COLUMN(draft, approved_by), COLUMN(draft, reason),      COLUMN(draft, entry_seq)};

static void name_draft(struct ctx *ctx, const struct uuid *id)
{
    char text[UUID_TEXT];
    uuid_format(id, text);
    error_set(&ctx->error, "draft", "%s", text);
}

static RESULT read_row(struct ctx *ctx, const struct embedded *query, uint64_t community, const struct uuid *id,
                       struct draft *ret_draft)
{
    const struct db_value in[] = {db_number((int64_t)community), db_uuid(id)};
    bool found;
    name_draft(ctx, id);
    TRY(db_maybe(ctx, CALL(*query, in), ROW(draft, draft_row), ret_draft, &found));
    return found ? OK : REFUSE(draft, unknown);
}

RESULT draft_get(struct ctx *ctx, uint64_t community, const struct uuid *id, struct draft *ret_draft)
{
    return read_row(ctx, &sql_draft_get, community, id, ret_draft);
}

RESULT draft_list(struct ctx *ctx, uint64_t community, int64_t limit, struct draft **ret_list, size_t *ret_count)
{
    const struct db_value in[] = {db_number((int64_t)community), db_number(limit)};
    *ret_list = NULL;
    return db_list(ctx, CALL(sql_draft_list, in), ROW(draft, draft_row), ret_list, ret_count);
}

RESULT draft_parse(struct ctx *ctx, const char *text, struct uuid *ret_id)
{
    char hex[2 * sizeof ret_id->b + 1] = {0};
    size_t length = 0;
    error_set(&ctx->error, "draft", "%s", text);
    for (const char *p = text; *p; p++) {
        if (*p == '-')
            continue;
        if (length == sizeof hex - 1)
            return REFUSE(draft, unknown);
        hex[length++] = *p;
    }
    return FAILED(hex_decode(hex, ret_id->b, sizeof ret_id->b)) ? REFUSE(draft, unknown) : OK;
}

/* ---- checks, in documented order ---- */

struct act { /* one verb under way, repeated by db_write */
    const char *verb;
    const struct draft_in *in;
    const struct move *move;
    struct draft draft;
};

static bool same(const struct uuid *a, const struct uuid *b)
{
    return memcmp(a->b, b->b, sizeof a->b) == 0;
}

static RESULT check_content(struct ctx *ctx, struct bytes content)
{
    CLEANUP(json_free) struct json *json = NULL;
    error_set(&ctx->error, "file", "draft");
    if (content.size > DRAFT_CONTENT_MAX) {
        error_set(&ctx->error, "size", "%zu", content.size);
        error_set(&ctx->error, "limit", "%d", DRAFT_CONTENT_MAX);
        return REFUSE(file, too_large);
    }
    TRY(json_parse(ctx, content, &json));
    if (json_is_object(json_root(json)))
        return OK;
    error_set(&ctx->error, "pointer", "/");
    error_set(&ctx->error, "expected", "对象 object");
    return REFUSE(field, type);
}

static RESULT check_reason(struct ctx *ctx, const char *reason)
{
    if (reason && *reason)
        return community_check_text(ctx, reason);
    error_set(&ctx->error, "pointer", "/reason");
    return REFUSE(field, required);
}

static void name_verb(struct ctx *ctx, const char *key, const char *verb)
{
    const struct moves *moves = moves_get("draft");
    for (size_t i = 0; i < moves->count; i++)
        if (strcmp(moves->list[i].verb, verb) == 0)
            error_set(&ctx->error, key, "%s %s", moves->list[i].text[LANGUAGE_ZH], moves->list[i].text[LANGUAGE_EN]);
}

static RESULT check_state(struct ctx *ctx, struct act *act)
{
    error_set(&ctx->error, "version", "%lld", (long long)act->in->version);
    error_set(&ctx->error, "current", "%lld", (long long)act->draft.version);
    if (act->draft.version != act->in->version)
        return REFUSE(draft, stale);
    error_set(&ctx->error, "state", "%s %s", draft_state_name(act->draft.state, LANGUAGE_ZH),
              draft_state_name(act->draft.state, LANGUAGE_EN));
    name_verb(ctx, "verb", act->verb);
    act->move = moves_find(moves_get("draft"), act->draft.state, act->verb);
    return act->move ? OK : REFUSE(draft, state);
}

/*= CN-AL-25-1-1 preparer, reviewer and approver are three people */
static RESULT check_hands(struct ctx *ctx, const struct act *act)
{
    const int to = act->move->to;
    if (to != DRAFT_reviewed && to != DRAFT_posted)
        return OK;
    name_verb(ctx, "done", "create");
    if (same(&ctx->actor.subject, &act->draft.prepared_by))
        return REFUSE(draft, same_hand);
    name_verb(ctx, "done", "review");
    return to == DRAFT_posted && same(&ctx->actor.subject, &act->draft.reviewed_by) ? REFUSE(draft, same_hand) : OK;
}

static RESULT check_role(struct ctx *ctx, uint64_t community, const struct move *move)
{
    struct person *list;
    size_t count;
    int class = 0;
    TRY(person_list(ctx, community, &list, &count));
    for (size_t i = 0; i < count; i++)
        if (same(&list[i].subject, &ctx->actor.subject))
            class = list[i].class;
    if (class == (int)draft_class_of(move))
        return OK;
    name_verb(ctx, "verb", move->verb);
    error_set(&ctx->error, "class", "%s %s", class ? person_class_name(class, LANGUAGE_ZH) : "外人",
              class ? person_class_name(class, LANGUAGE_EN) : "stranger");
    error_set(&ctx->error, "needed", "%s %s", person_class_name((int)draft_class_of(move), LANGUAGE_ZH),
              person_class_name((int)draft_class_of(move), LANGUAGE_EN));
    return REFUSE(draft, role);
}

/* ---- the moves ---- */

static RESULT prepare(struct ctx *ctx, const struct act *act, struct json *json, struct change *change)
{
    char id[UUID_TEXT];
    const char *key;
    uuid_format(&act->draft.draft, id);
    TRY(arena_print(ctx->arena, &key, "draft-%s", id));
    struct entry_in entry = {.community = act->in->community, .key = key};
    TRY(entry_read(ctx, json_root(json), "", &entry));
    entry.key = key;
    entry.hands[entry.hand_count++] = (struct entry_hand_in){HAND_PREPARED, act->draft.prepared_by};
    if (act->move->to == DRAFT_posted) {
        entry.hands[entry.hand_count++] = (struct entry_hand_in){HAND_REVIEWED, act->draft.reviewed_by};
        entry.hands[entry.hand_count++] = (struct entry_hand_in){HAND_APPROVED, ctx->actor.subject};
    }
    change_init(change, ctx->arena);
    return entry_prepare(ctx, change, &entry, 1);
}

/* The content as an entry: judged for both, written when it is approved. */
static RESULT judge_entry(struct ctx *ctx, struct act *act)
{
    CLEANUP(json_free) struct json *json = NULL;
    struct change change;
    error_set(&ctx->error, "file", "draft");
    TRY(json_parse(ctx, act->draft.content, &json));
    TRY(prepare(ctx, act, json, &change));
    if (act->move->to != DRAFT_posted)
        return OK;
    TRY(journal_commit(ctx, &change));
    if (change.requests.items[0].replayed) { /* posted past the draft, so without its hands */
        error_set(&ctx->error, "key", "%s", (const char *)change.requests.items[0].key.data);
        return REFUSE(idempotency, key_reused);
    }
    act->draft.entry_seq = (struct maybe){true, (int64_t)change.requests.items[0].seq};
    return OK;
}

static RESULT write_move(struct ctx *ctx, const struct act *act)
{
    const struct draft *d = &act->draft;
    const struct db_value community = db_number((int64_t)act->in->community), id = db_uuid(&d->draft),
                          version = db_number(d->version), actor = db_uuid(&ctx->actor.subject),
                          now = db_number(ctx->now), to = db_number((int64_t)act->move->to);
    const struct db_value gone[] = {community, id, version};
    const struct db_value edited[] = {community, id, version, db_bytes(act->in->content), actor};
    const struct db_value posted[] = {community, id, version, actor, db_maybe_number(d->entry_seq), now};
    const struct db_value moved[] = {community,
                                     id,
                                     version,
                                     to,
                                     act->move->to == DRAFT_reviewed ? actor : db_bytes(BYTES(NULL, 0)),
                                     db_text(strcmp(act->verb, "return") == 0 ? act->in->reason : NULL),
                                     now};
    if (act->move->to == DRAFT_none)
        return db_exec(ctx, CALL(sql_draft_discard, gone));
    if (act->move->from == act->move->to)
        return db_exec(ctx, CALL(sql_draft_edit, edited));
    return act->move->to == DRAFT_posted ? db_exec(ctx, CALL(sql_draft_post, posted))
                                         : db_exec(ctx, CALL(sql_draft_move, moved));
}

/* The answer to this very approval was lost on the way. */
static bool is_repeated(const struct ctx *ctx, const struct act *act)
{
    return strcmp(act->verb, "approve") == 0 && act->draft.state == DRAFT_posted &&
           act->draft.version == act->in->version + 1 && same(&ctx->actor.subject, &act->draft.approved_by);
}

static RESULT run(struct ctx *ctx, void *arg)
{
    struct act *act = arg;
    TRY(read_row(ctx, &sql_draft_lock, act->in->community, &act->in->draft, &act->draft));
    if (is_repeated(ctx, act))
        return OK;
    TRY(check_state(ctx, act));
    TRY(check_hands(ctx, act));
    TRY(check_role(ctx, act->in->community, act->move));
    if (act->move->to == DRAFT_submitted || act->move->to == DRAFT_posted)
        TRY(judge_entry(ctx, act));
    TRY(write_move(ctx, act));
    if (act->move->to != DRAFT_none)
        return read_row(ctx, &sql_draft_get, act->in->community, &act->in->draft, &act->draft);
    act->draft.state = DRAFT_none;
    return OK;
}

RESULT draft_move(struct ctx *ctx, const char *verb, const struct draft_in *in, struct draft *ret_draft)
{
    struct act act = {.verb = verb, .in = in};
    if (strcmp(verb, "edit") == 0)
        TRY(check_content(ctx, in->content));
    if (strcmp(verb, "return") == 0)
        TRY(check_reason(ctx, in->reason));
    TRY(journal_run(ctx, run, &act));
    *ret_draft = act.draft;
    return OK;
}

static RESULT create(struct ctx *ctx, void *arg)
{
    const struct draft_in *in = arg;
    const struct db_value values[] = {db_number((int64_t)in->community), db_uuid(&in->draft), db_bytes(in->content),
                                      db_uuid(&ctx->actor.subject), db_number(ctx->now)};
    return db_exec(ctx, CALL(sql_draft_create, values));
}

RESULT draft_create(struct ctx *ctx, const struct draft_in *in, struct draft *ret_draft)
{
    struct draft_in made = *in;
    struct community community;
    const struct move *move = moves_find(moves_get("draft"), DRAFT_none, "create");
    assert(move);
    TRY(check_content(ctx, in->content));
    TRY(community_get(ctx, in->community, &community));
    TRY(check_role(ctx, in->community, move));
    made.draft = random_uuid7(ctx->random, ctx->now);
    TRY(db_write(ctx, create, &made));
    return draft_get(ctx, in->community, &made.draft, ret_draft);
}
