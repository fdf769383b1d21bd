#include "ledger/handover/stamp_use.h"

#include "base/json.h"
#include "base/json_write.h"
#include "base/number.h"
#include "ledger/duty/filing.h"
#include "ledger/matter/contract.h"
#include "ledger/matter/document.h"
#include "ledger/matter/withdrawal.h"
#include "ledger/people/community.h"
#include "ledger/people/role.h"
#include "ledger/vote/decision.h"
#include "rules/moves.h"

#include <assert.h>
#include <string.h>

static const char *const bases[][3] = {[STAMP_ON_NOTHING] = {"none", "无", "nothing"},
                                       [STAMP_ON_DECISION] = {"decision", "共同决定", "decision"},
                                       [STAMP_ON_MINUTES] = {"minutes", "会议纪要", "minutes"},
                                       [STAMP_ON_RULE] = {"rule", "议事规则", "rules"},
                                       [STAMP_ON_APPLICATION] = {"application", "支取申请", "application"}};

const char *stamp_basis_code(int basis)
{
    assert(basis >= 0 && (size_t)basis < LENGTH(bases));
    return bases[basis][0];
}

const char *stamp_basis_name(int basis, enum language language)
{
    assert(basis >= 0 && (size_t)basis < LENGTH(bases));
    return bases[basis][1 + language];
}

const char *stamp_use_state_name(int state, enum language language)
{
    return moves_state_text(moves_get("stamp_use"), state, language);
}

/* ---- the text ---- */

static RESULT write_text(struct ctx *ctx, const struct stamp_use *use, struct bytes *ret_text)
{
    char keeper[UUID_TEXT];
    struct buffer out;
    uuid_format(&ctx->actor.subject, keeper);
    buffer_init(&out, ctx->arena, FILING_TEXT_MAX);
    json_open_object(&out, NULL);
    json_put_unsigned(&out, "stamp", use->stamp_seq);
    json_put_date(&out, "on", use->on);
    json_put_string(&out, "what", use->what);
    json_put_number(&out, "copies", use->copies);
    json_put_string(&out, "asked_by", use->asked_by);
    json_put_string(&out, "keeper", keeper);
    json_put_string(&out, "basis", stamp_basis_code(use->basis));
    if (use->rests_on.present)
        json_put_number(&out, "rests_on", use->rests_on.value);
    if (use->clause)
        json_put_string(&out, "clause", use->clause);
    if (use->document.present)
        json_put_number(&out, "document", use->document.value);
    if (use->contract.present)
        json_put_number(&out, "contract", use->contract.value);
    json_close_object(&out);
    return buffer_done(&out, ret_text);
}

static RESULT keep(struct ctx *ctx, const struct json_value *value, const char *name, const char **ret_text)
{
    const char *text = json_as_text(json_member(value, name));
    *ret_text = "";
    return text ? arena_text(ctx->arena, text, strlen(text), ret_text) : OK;
}

static struct maybe number_of(const struct json_value *value, const char *name)
{
    struct maybe number = {0};
    number.present = json_as_integer(json_member(value, name), &number.value);
    return number;
}

static RESULT load(struct ctx *ctx, const struct json_value *value, struct stamp_use *use)
{
    const char *basis;
    TRY(json_get_date(ctx, value, "", "on", &use->on));
    TRY(keep(ctx, value, "what", &use->what));
    TRY(keep(ctx, value, "asked_by", &use->asked_by));
    TRY(keep(ctx, value, "keeper", &use->keeper)); /* the token, for the time being */
    TRY(keep(ctx, value, "clause", &use->clause));
    TRY(json_get_text(ctx, value, "", "basis", &basis));
    while (use->basis < STAMP_ON_APPLICATION && strcmp(bases[use->basis][0], basis) != 0)
        use->basis++;
    use->stamp_seq = (uint64_t)number_of(value, "stamp").value;
    use->copies = number_of(value, "copies").value;
    use->rests_on = number_of(value, "rests_on");
    use->document = number_of(value, "document");
    use->contract = number_of(value, "contract");
    return OK;
}

static RESULT load_step(struct ctx *ctx, const struct matter_step *step, struct stamp_use *use)
{
    CLEANUP(json_free) struct json *json = NULL;
    use->state = step->state;
    if (!step->opened) /* only ever void: the text is the reason */
        return arena_text(ctx->arena, (const char *)step->text.data, step->text.size, &use->reason);
    error_set(&ctx->error, "file", "opening");
    TRY(json_parse(ctx, step->text, &json));
    return load(ctx, json_root(json), use);
}

/* ---- reading ---- */

static RESULT add_names(struct ctx *ctx, uint64_t community, struct stamp_use *list, size_t count)
{
    struct person *people;
    struct stamp *stamps;
    size_t people_count, stamp_count;
    TRY(person_list(ctx, community, &people, &people_count));
    TRY(stamp_list(ctx, community, &stamps, &stamp_count));
    for (size_t i = 0; i < count; i++) {
        struct uuid keeper;
        if (uuid_parse(list[i].keeper, &keeper))
            list[i].keeper = person_name(people, people_count, &keeper);
        for (size_t k = 0; k < stamp_count; k++) {
            if (stamps[k].seq != list[i].stamp_seq)
                continue;
            list[i].stamp = stamps[k].name;
            list[i].kind = stamps[k].kind;
        }
    }
    return OK;
}

static RESULT read_all(struct ctx *ctx, uint64_t community, struct stamp_use **ret_list, size_t *ret_count)
{
    const struct matter_key key = {.community = community, .noun = NOUN_STAMP_USE};
    struct matter_step *steps;
    size_t count, used = 0;
    TRY(matter_steps(ctx, &key, &steps, &count));
    TRY(ARENA_TAKE(ctx->arena, count + 1, ret_list));
    for (size_t i = 0; i < count; i++) {
        size_t at = 0;
        if (steps[i].opened)
            (*ret_list)[used++] = (struct stamp_use){
                .use = steps[i].id, .seq = steps[i].seq, .kind = STAMP_OTHER, .stamp = "–", .reason = ""};
        while (at < used && !uuid_equal(&(*ret_list)[at].use, &steps[i].id))
            at++;
        if (at < used)
            TRY(load_step(ctx, &steps[i], &(*ret_list)[at]));
    }
    *ret_count = used;
    return add_names(ctx, community, *ret_list, used);
}

RESULT stamp_use_list(struct ctx *ctx, uint64_t community, const day span[2], struct stamp_use **ret_list,
                      size_t *ret_count)
{
    size_t kept = 0;
    TRY(read_all(ctx, community, ret_list, ret_count));
    for (size_t i = 0; i < *ret_count; i++)
        if ((*ret_list)[i].on >= span[0] && (*ret_list)[i].on <= span[1])
            (*ret_list)[kept++] = (*ret_list)[i];
    *ret_count = kept;
    return OK;
}

/* ---- what it rests on ---- */

static RESULT refuse_basis(struct ctx *ctx, const struct stamp_use_record_in *in, const char *reason)
{
    error_set(&ctx->error, "record", "%s", in->rests_on);
    error_set(&ctx->error, "reason", "%s", reason);
    return REFUSE(stamp, basis);
}

static RESULT rest_on_decision(struct ctx *ctx, const struct stamp_use_record_in *in, struct stamp_use *use)
{
    struct decision decision;
    uint64_t *orders;
    TRY(decision_require(ctx, in->community, in->rests_on, &decision));
    const struct order_key key = {in->community, decision.seq};
    if (use->kind == STAMP_ASSEMBLY && decision_body_of(decision.figures.matter) != DECISION_ASSEMBLY)
        return refuse_basis(ctx, in, "不是业主大会的决定 not a decision of the assembly");
    if (decision.to > in->on)
        return refuse_basis(ctx, in, "用印以后才决定 it was decided later");
    TRY(order_frozen_among(ctx, &key, 1, &orders));
    if (orders[0] != 0)
        return refuse_basis(ctx, in, "已被责令改正或撤销 an order stands against it");
    use->basis = STAMP_ON_DECISION;
    use->rests_on = (struct maybe){true, (int64_t)decision.seq};
    return OK;
}

/* The finance stamp goes on payments: an application that was approved. False: it is none. */
static RESULT rest_on_application(struct ctx *ctx, const struct stamp_use_record_in *in, struct stamp_use *use,
                                  bool *ret_found)
{
    struct withdrawal *list;
    size_t count;
    *ret_found = false;
    if (use->kind != STAMP_FINANCE)
        return OK;
    TRY(withdrawal_list(ctx, in->community, &list, &count));
    for (size_t i = 0; i < count; i++) {
        if (!matter_called(&list[i].withdrawal, list[i].seq, in->rests_on))
            continue;
        if (list[i].state != WITHDRAWAL_approved)
            return refuse_basis(ctx, in, "申请没有批准 the application is not approved");
        *ret_found = true;
        use->basis = STAMP_ON_APPLICATION;
        use->rests_on = (struct maybe){true, (int64_t)list[i].seq};
    }
    return OK;
}

static RESULT rest_on_document(struct ctx *ctx, const struct stamp_use_record_in *in, struct stamp_use *use)
{
    struct document document;
    TRY(document_find(ctx, in->community, in->rests_on, &document));
    use->rests_on = (struct maybe){true, (int64_t)document.seq};
    if (in->clause && use->kind != STAMP_COMMITTEE) {
        use->basis = STAMP_ON_RULE;
        return OK;
    }
    if (document.type != DOCUMENT_MINUTES)
        return refuse_basis(ctx, in, "不是会议纪要 these are no minutes");
    if (use->kind == STAMP_ASSEMBLY)
        return refuse_basis(ctx, in, "会议纪要不是业主大会的决定 minutes are no decision of the assembly");
    use->basis = STAMP_ON_MINUTES;
    return OK;
}

/*= TZ-24 使用业主大会印章须有业主大会决定或者议事规则依据，使用业委会印章须有业委会决定 */
static RESULT find_basis(struct ctx *ctx, const struct stamp_use_record_in *in, struct stamp_use *use)
{
    struct stamp_rule decided;
    int64_t seq;
    bool found;
    error_set(&ctx->error, "kind", "%s", stamp_kind_name(use->kind, LANGUAGE_ZH));
    if (!in->rests_on) {
        TRY(stamp_rule_find(ctx, in->community, RULE_stamp_decided, &decided));
        return decided.demanded ? REFUSE(stamp, undecided) : OK;
    }
    if (FAILED(number_parse_record(in->rests_on, &seq)))
        return rest_on_document(ctx, in, use);
    TRY(rest_on_application(ctx, in, use, &found));
    return found ? OK : rest_on_decision(ctx, in, use);
}

static RESULT find_objects(struct ctx *ctx, const struct stamp_use_record_in *in, struct stamp_use *use)
{
    struct document document;
    struct contract contract;
    if (in->document) {
        TRY(document_find(ctx, in->community, in->document, &document));
        use->document = (struct maybe){true, (int64_t)document.seq};
    }
    if (in->contract) {
        TRY(contract_find(ctx, in->community, in->contract, &contract));
        use->contract = (struct maybe){true, (int64_t)contract.seq};
    }
    return OK;
}

/* ---- registering ---- */

static RESULT check_keeper(struct ctx *ctx, uint64_t community, const struct stamp *stamp, const char *verb)
{
    const struct moves *moves = moves_get("stamp_use");
    const struct move *move = moves_find(moves, strcmp(verb, "use") == 0 ? STAMP_USE_none : STAMP_USE_recorded, verb);
    assert(move);
    TRY(role_require(ctx, community, move->roles, NULL));
    error_set(&ctx->error, "stamp", "#%llu", (unsigned long long)stamp->seq);
    error_set(&ctx->error, "person", "%s", stamp->keeper_name);
    return uuid_equal(&stamp->keeper, &ctx->actor.subject) ? OK : REFUSE(stamp, keeper);
}

/*= TZ-24 每次使用都登记 */
static RESULT decide(struct ctx *ctx, const struct stamp_use_record_in *in, struct stamp_use *use)
{
    struct stamp stamp;
    TRY(stamp_find(ctx, in->community, in->stamp, &stamp));
    error_set(&ctx->error, "state", "%s", stamp_state_name(stamp.state, LANGUAGE_ZH));
    error_set(&ctx->error, "verb", "用印");
    if (stamp.state != STAMP_kept)
        return REFUSE(stamp, state);
    TRY(check_keeper(ctx, in->community, &stamp, "use"));
    if (in->on > ctx_today(ctx))
        return stamp_day_refuse(ctx, in->on, "还没有到 it is still to come");
    if (in->on < stamp.since)
        return stamp_day_refuse(ctx, in->on, "早于保管日 the stamp was kept by somebody else then");
    use->stamp_seq = stamp.seq;
    use->kind = stamp.kind;
    TRY(find_basis(ctx, in, use));
    return find_objects(ctx, in, use);
}

/* What the person wrote: the same key with other words is another request. */
static RESULT write_request(struct ctx *ctx, const struct stamp_use_record_in *in, struct bytes *ret_request)
{
    const char *const words[] = {in->stamp,    in->what,   in->asked_by, in->rests_on,
                                 in->document, in->clause, in->contract};
    struct buffer out;
    buffer_init(&out, ctx->arena, FILING_TEXT_MAX);
    json_open_array(&out, NULL);
    for (size_t i = 0; i < LENGTH(words); i++)
        json_put_string(&out, NULL, words[i]);
    json_put_number(&out, NULL, in->copies);
    json_put_date(&out, NULL, in->on);
    json_close_array(&out);
    return buffer_done(&out, ret_request);
}

static size_t add_refs(const struct stamp_use *use, struct record_ref *refs)
{
    const bool paper = use->basis == STAMP_ON_MINUTES || use->basis == STAMP_ON_RULE;
    size_t count = 0;
    if (use->rests_on.present)
        refs[count++] =
            (struct record_ref){paper ? REF_DOCUMENT : REF_DECIDED_BY, (uint64_t)use->rests_on.value, FEN(0)};
    if (use->document.present)
        refs[count++] = (struct record_ref){REF_DOCUMENT, (uint64_t)use->document.value, FEN(0)};
    if (use->contract.present)
        refs[count++] = (struct record_ref){REF_CONTRACT, (uint64_t)use->contract.value, FEN(0)};
    return count;
}

static RESULT record_once(struct ctx *ctx, const struct stamp_use_record_in *in, uint64_t *ret_seq)
{
    struct stamp_use use = {
        .on = in->on, .what = in->what, .asked_by = in->asked_by, .copies = in->copies, .clause = in->clause};
    struct record_ref refs[3];
    struct filing filing = {.community = in->community,
                            .key = in->key,
                            .operation = "stamp_use",
                            .noun = NOUN_STAMP_USE,
                            .from = in->on,
                            .refs = refs};
    struct filing_begun begun;
    TRY(filing_begin(ctx, in->community, in->key, &begun));
    TRY(write_request(ctx, in, &filing.request));
    if (!begun.written) {
        TRY(decide(ctx, in, &use));
        filing.ref_count = add_refs(&use, refs);
        TRY(write_text(ctx, &use, &filing.text));
    }
    return filing_post(ctx, &begun, &filing, ret_seq);
}

static RESULT check_words(struct ctx *ctx, const char *text)
{
    TRY(community_check_text(ctx, text));
    error_set(&ctx->error, "reason", "%d bytes", STAMP_WHAT_MAX);
    return strlen(text) <= STAMP_WHAT_MAX ? OK : REFUSE(text, refused);
}

RESULT stamp_use_record(struct ctx *ctx, const struct stamp_use_record_in *in, uint64_t *ret_seq)
{
    struct community community;
    result done = OK;
    TRY(check_words(ctx, in->what));
    TRY(check_words(ctx, in->asked_by));
    if (in->clause)
        TRY(check_words(ctx, in->clause));
    error_set(&ctx->error, "value", "%lld", (long long)in->copies);
    if (in->copies < 1 || in->copies > STAMP_COPIES_MAX)
        return REFUSE(stamp, copies);
    TRY(community_get(ctx, in->community, &community));
    for (int i = 0; i < JOURNAL_ATTEMPTS; i++) {
        done = record_once(ctx, in, ret_seq);
        if (done.code != ERROR_journal_moved)
            return done;
    }
    return done;
}

/* ---- void ---- */

static RESULT find(struct ctx *ctx, uint64_t community, const char *name, struct stamp_use *ret_use)
{
    struct stamp_use *list;
    size_t count;
    TRY(read_all(ctx, community, &list, &count));
    error_set(&ctx->error, "use", "%s", name);
    for (size_t i = 0; i < count; i++)
        if (matter_called(&list[i].use, list[i].seq, name)) {
            *ret_use = list[i];
            return OK;
        }
    return REFUSE(stamp_use, unknown);
}

static RESULT decide_cancel(struct ctx *ctx, uint64_t community, const struct stamp_use *use)
{
    struct stamp stamp;
    const char *name;
    TRY(arena_print(ctx->arena, &name, "#%llu", (unsigned long long)use->stamp_seq));
    TRY(stamp_find(ctx, community, name, &stamp));
    return check_keeper(ctx, community, &stamp, "cancel");
}

RESULT stamp_use_cancel(struct ctx *ctx, const struct stamp_use_cancel_in *in)
{
    struct filing_step step = {.community = in->community,
                               .operation = "stamp_use_cancel",
                               .request = BYTES(in->reason, strlen(in->reason)),
                               .text = BYTES(in->reason, strlen(in->reason)),
                               .noun = NOUN_STAMP_USE,
                               .from = STAMP_USE_recorded,
                               .to = STAMP_USE_cancelled};
    struct community community;
    struct filing_begun begun;
    struct stamp_use use;
    uint64_t seq;
    TRY(check_words(ctx, in->reason));
    TRY(community_get(ctx, in->community, &community));
    TRY(find(ctx, in->community, in->use, &use));
    if (use.state != STAMP_USE_recorded && strcmp(use.reason, in->reason) != 0) /* the same again: nothing is written */
        return REFUSE(stamp_use, state);
    step.id = use.use;
    TRY(arena_print(ctx->arena, &step.key, "stamp-use-%llu-cancel", (unsigned long long)use.seq));
    TRY(filing_begin(ctx, in->community, step.key, &begun));
    if (!begun.written)
        TRY(decide_cancel(ctx, in->community, &use));
    return filing_move(ctx, &begun, &step, &seq);
}
