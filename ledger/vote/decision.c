#include "ledger/vote/decision.h"

#include "base/canon.h"
#include "base/role.h"
#include "base/text.h"
#include "base/words.h"
#include "embed/sql.h"
#include "ledger/matter/document.h"
#include "ledger/matter/matter.h"
#include "ledger/people/community.h"
#include "ledger/people/role.h"
#include "ledger/people/rule_activation.h"
#include "ledger/vote/decision_json.h"
#include "rules/calendar.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { REQUEST_MAX = 64 << 20, ROLES_RECORDING = ROLE_BIT(ROLE_CHAIR) | ROLE_BIT(ROLE_MEMBER) | ROLE_BIT(ROLE_CLERK) };

/* ---- words ---- */

static const struct {
    const char *code, *text[2];
} methods[] = {[DECISION_BY_BALLOTS] = {"ballots", {"逐票统计", "ballots"}},
               [DECISION_BY_TOTALS] = {"totals", {"平台合计", "totals of a platform"}},
               [DECISION_BY_MEETING] = {"meeting", {"会议", "meeting"}}};

static const struct {
    const char *code, *text[2];
} results[] = {
    [DECISION_PASSED] = {"passed", {"通过", "passed"}}, [DECISION_FAILED] = {"failed", {"未通过", "failed"}}};

const char *decision_method_code(int method)
{
    return methods[method].code;
}

const char *decision_method_name(int method, enum language language)
{
    return methods[method].text[language];
}

const char *decision_result_code(int code)
{
    return results[code].code;
}

const char *decision_result_name(int code, enum language language)
{
    return results[code].text[language];
}

/* ---- reading ---- */

struct decision_row {
    struct uuid decision;
    uint64_t seq;
    int32_t matter;
    int16_t result;
    uint64_t owners, took_part, in_favour, area_cm2, area_took_part, area_in_favour, ballots;
    day from_date, to_date;
    struct maybe announced, limit_fen;
    struct bytes text;
};

static const struct db_column decision_columns[] = {
    COLUMN(decision_row, decision),       COLUMN(decision_row, seq),       COLUMN(decision_row, matter),
    COLUMN(decision_row, result),         COLUMN(decision_row, owners),    COLUMN(decision_row, took_part),
    COLUMN(decision_row, in_favour),      COLUMN(decision_row, area_cm2),  COLUMN(decision_row, area_took_part),
    COLUMN(decision_row, area_in_favour), COLUMN(decision_row, from_date), COLUMN(decision_row, to_date),
    COLUMN(decision_row, announced),      COLUMN(decision_row, ballots),   COLUMN(decision_row, limit_fen),
    COLUMN(decision_row, text),
};

static struct decision of_row(const struct decision_row *row)
{
    return (struct decision){
        .decision = row->decision,
        .seq = row->seq,
        .result = (uint16_t)row->result,
        .figures = {.matter = (uint16_t)row->matter,
                    .people = {row->owners, row->took_part, row->in_favour},
                    .area = {row->area_cm2, row->area_took_part, row->area_in_favour}},
        .from = row->from_date,
        .to = row->to_date,
        .announced = row->announced,
        .ballots = (uint32_t)row->ballots,
        .limit = row->limit_fen,
    };
}

struct day_packs { /* the packs of the day on which voting closed, kept from one decision to the next */
    bool read;
    uint64_t activation;
    struct pack_stack stack;
};

static RESULT load_rules(struct ctx *ctx, uint64_t community, day on, struct day_packs *packs)
{
    const uint64_t before = packs->activation;
    TRY(rule_activation_at(ctx, community, on, &packs->activation));
    if (packs->read && packs->activation == before)
        return OK;
    packs->read = true;
    return rule_activation_stack(ctx, community, packs->activation, &packs->stack);
}

/* A decision from days for which no pack speaks any more keeps its recorded outcome, without ratios. */
static RESULT judge(struct ctx *ctx, const struct pack_stack *stack, struct decision *decision)
{
    struct rule_set *set;
    TRY(ARENA_TAKE(ctx->arena, 1, &set));
    TRY(rule_set_make(ctx, stack, decision->to, set));
    if (FAILED(decision_judge(ctx, set, &decision->figures, &decision->outcome)))
        decision->outcome = (struct decision_outcome){.passed = decision->result == DECISION_PASSED};
    return OK;
}

RESULT decision_list(struct ctx *ctx, uint64_t community, struct decision **ret_list, size_t *ret_count)
{
    const struct db_value in[] = {db_number((int64_t)community)};
    struct decision_row *rows = NULL;
    struct day_packs packs = {.read = false};
    TRY(db_list(ctx, CALL(sql_decision_list, in), ROW(decision_row, decision_columns), &rows, ret_count));
    TRY(ARENA_TAKE(ctx->arena, *ret_count + 1, ret_list));
    for (size_t i = 0; i < *ret_count; i++) {
        (*ret_list)[i] = of_row(&rows[i]);
        TRY(decision_json_load(ctx, rows[i].text, &(*ret_list)[i].words));
        TRY(load_rules(ctx, community, (*ret_list)[i].to, &packs));
        TRY(judge(ctx, &packs.stack, &(*ret_list)[i]));
    }
    return OK;
}

RESULT decision_find(struct ctx *ctx, uint64_t community, const char *name, struct decision *ret_decision)
{
    struct decision *list;
    size_t count;
    TRY(decision_list(ctx, community, &list, &count));
    error_set(&ctx->error, "decision", "%s", name);
    for (size_t i = 0; i < count; i++) {
        if (!matter_called(&list[i].decision, list[i].seq, name))
            continue;
        *ret_decision = list[i];
        return OK;
    }
    return REFUSE(decision, unknown);
}

RESULT decision_require(struct ctx *ctx, uint64_t community, const char *name, struct decision *ret_decision)
{
    TRY(decision_find(ctx, community, name, ret_decision));
    return ret_decision->result == DECISION_PASSED ? OK : REFUSE(decision, failed);
}

/* ---- what was decided ---- */

enum { WARNINGS_MAX = 4 };

struct deciding { /* a decision on its way into a change */
    const struct decision_record_in *in;
    struct decision decision;
    struct rules_in_force rules;
    struct tally tally;
    struct record_ref *documents;
    uint32_t document_count;
    bool warned;
    const char *clauses[WARNINGS_MAX]; /* of warnings */
    uint32_t clause_count;
};

static RESULT check_text(struct ctx *ctx, const char *text, size_t max)
{
    const char *reason = NULL;
    const result checked = text_check(BYTES(text, strlen(text)), max, &reason);
    if (FAILED(checked))
        error_set(&ctx->error, "reason", "%s", reason);
    return checked;
}

static RESULT check_words(struct ctx *ctx, const struct decision_words *words)
{
    TRY(check_text(ctx, words->title, DECISION_TITLE_MAX));
    if (words->text[0] != '\0')
        TRY(check_text(ctx, words->text, DECISION_TEXT_MAX));
    error_set(&ctx->error, "reason", "scope > %d", DECISION_SCOPE_MAX);
    if (words->scope_count > DECISION_SCOPE_MAX)
        return REFUSE(text, refused);
    for (size_t i = 0; i < words->scope_count; i++)
        TRY(check_text(ctx, words->scope[i], DECISION_TITLE_MAX));
    return OK;
}

static RESULT settle_method(struct ctx *ctx, struct deciding *d)
{
    const struct decision_record_in *in = d->in;
    const int ways = (in->ballots != NULL) + (in->totals != NULL) + (in->meeting != NULL);
    error_set(&ctx->error, "reason", "%s",
              ways == 0 ? "没有票数 no votes are given" : "给了不止一种票数 more than one way of counting");
    if (ways != 1)
        return REFUSE(decision, totals);
    error_set(&ctx->error, "reason", "%s", "业委会会议不分范围 a meeting of the committee has no scope");
    if (in->meeting && in->words.scope_count > 0)
        return REFUSE(decision, totals);
    d->decision.words.method = in->meeting  ? DECISION_BY_MEETING
                               : in->totals ? DECISION_BY_TOTALS
                                            : DECISION_BY_BALLOTS;
    d->decision.figures.matter = (uint16_t)(in->kind + (in->meeting ? DECISION_COMMITTEE_BASE : 0));
    return OK;
}

/* ---- days ---- */

static void name_day(struct ctx *ctx, const char *key, day date)
{
    char text[DATE_TEXT];
    date_format(date, text);
    error_set(&ctx->error, key, "%s", text);
}

static const char *wrong_days(const struct ctx *ctx, const struct decision_record_in *in)
{
    if (in->to < in->from)
        return "结束早于开始 they end before they begin";
    if (in->to > ctx_today(ctx))
        return "表决还没有结束 voting has not closed";
    if (in->announced.present && in->announced.value > in->from)
        return "通知晚于开始表决 announced after voting began";
    return NULL;
}

static RESULT check_days(struct ctx *ctx, const struct decision_record_in *in)
{
    const char *wrong = wrong_days(ctx, in);
    name_day(ctx, "from", in->from);
    name_day(ctx, "to", in->to);
    error_set(&ctx->error, "reason", "%s", wrong ? wrong : "");
    return wrong ? REFUSE(decision, dates) : OK;
}

static void warn(struct deciding *d, const char *law)
{
    d->warned = true;
    if (law[0] != '\0' && d->clause_count < WARNINGS_MAX)
        d->clauses[d->clause_count++] = law;
}

static RESULT name_span(struct ctx *ctx, enum pack_key_no key, const struct pack_value *span)
{
    struct buffer out;
    struct bytes text;
    buffer_init(&out, ctx->arena, 128);
    pack_value_say(key, span, LANGUAGE_ZH, &out);
    TRY(buffer_done(&out, &text));
    error_set(&ctx->error, "value", "%.*s", (int)text.size, (const char *)text.data);
    return OK;
}

/*= CN-PMR-14-1 召开业主大会会议，应当提前十五日通知全体业主 */
/*= ZJ-9-4 业主大会会议召开十五日前通知全体业主 */
/*= ZJ-14-2 业委会会议三日前公告议题 */
static RESULT check_notice(struct ctx *ctx, struct deciding *d)
{
    static const struct calendar week = {.weekend_is_rest = true};
    const struct decision_record_in *in = d->in;
    const enum pack_key_no key = in->meeting ? RULE_committee_notice : RULE_vote_notice;
    const struct pack_rule *rule = d->rules.set.rules[key].stated;
    day latest;
    if (!rule)
        return OK;
    if (!in->announced.present) {
        warn(d, rule->law);
        return OK;
    }
    TRY(calendar_before(&week, in->from, &rule->value, &latest));
    name_day(ctx, "announced", (day)in->announced.value);
    TRY(name_span(ctx, key, &rule->value));
    return in->announced.value <= latest ? OK : REFUSE(decision, notice);
}

/* ---- figures and outcome ---- */

static RESULT count_meeting(struct ctx *ctx, struct deciding *d)
{
    struct roll_member *members;
    size_t count;
    TRY(roll_members(ctx, d->in->community, d->in->to, &members, &count));
    return tally_meeting(ctx, members, count, d->in->meeting, &d->tally);
}

static RESULT count_owners(struct ctx *ctx, struct deciding *d)
{
    const struct decision_record_in *in = d->in;
    const struct roll_in who = {in->community, in->to, &d->rules.set, in->words.scope, in->words.scope_count};
    struct roll roll;
    TRY(roll_load(ctx, &who, &roll));
    const struct tally_in how = {&d->rules.set, &roll, in->from, in->to};
    return in->totals ? tally_totals(ctx, &how, in->totals, &d->tally)
                      : tally_ballots(ctx, &how, in->ballots, in->ballot_count, &d->tally);
}

static RESULT settle_outcome(struct ctx *ctx, struct deciding *d)
{
    struct decision *decision = &d->decision;
    decision->figures.people = d->tally.people;
    decision->figures.area = d->tally.area;
    decision->ballots = (uint32_t)d->tally.count;
    TRY(decision_judge(ctx, &d->rules.set, &decision->figures, &decision->outcome));
    decision->result = decision->outcome.passed ? DECISION_PASSED : DECISION_FAILED;
    const struct rule *nonvoter = &d->rules.set.rules[RULE_vote_nonvoter],
                      *tie = &d->rules.set.rules[RULE_committee_tie_passes];
    if (decision->outcome.joined)
        warn(d, nonvoter->stated->law);
    if (decision->outcome.tie)
        warn(d, tie->stated->law);
    const char *computed = decision_result_code(decision->result), *claimed = d->in->claimed;
    error_set(&ctx->error, "claimed", "%s", claimed ? claimed : "");
    error_set(&ctx->error, "computed", "%s", computed);
    return !claimed || strcmp(claimed, computed) == 0 ? OK : REFUSE(decision, claim);
}

static RESULT find_documents(struct ctx *ctx, struct deciding *d)
{
    const struct decision_record_in *in = d->in;
    error_set(&ctx->error, "document", "%zu > %d", in->document_count, DECISION_DOCUMENTS_MAX);
    if (in->document_count > DECISION_DOCUMENTS_MAX)
        return REFUSE(document, unknown);
    TRY(ARENA_TAKE(ctx->arena, in->document_count + 1, &d->documents));
    for (size_t i = 0; i < in->document_count; i++) {
        struct document document;
        TRY(document_find(ctx, in->community, in->documents[i], &document));
        d->documents[i] = (struct record_ref){REF_DOCUMENT, document.seq, FEN(0)};
    }
    qsort(d->documents, in->document_count, sizeof *d->documents, change_compare_refs);
    for (size_t i = 0; i < in->document_count; i++)
        if (i == 0 || d->documents[i].seq != d->documents[d->document_count - 1].seq)
            d->documents[d->document_count++] = d->documents[i];
    return OK;
}

static RESULT decide(struct ctx *ctx, struct deciding *d)
{
    const struct decision_record_in *in = d->in;
    d->decision = (struct decision){
        .from = in->from, .to = in->to, .announced = in->announced, .limit = in->limit, .words = in->words};
    TRY(settle_method(ctx, d));
    TRY(check_days(ctx, in));
    TRY(rule_activation_set(ctx, in->community, in->to, &d->rules));
    TRY(check_notice(ctx, d));
    TRY(in->meeting ? count_meeting(ctx, d) : count_owners(ctx, d));
    TRY(settle_outcome(ctx, d));
    return find_documents(ctx, d);
}

static RESULT deciding_new(struct ctx *ctx, const struct decision_record_in *in, struct deciding **ret_deciding)
{
    TRY(ARENA_TAKE(ctx->arena, 1, ret_deciding)); /* the outcome points into its rules */
    (*ret_deciding)->in = in;
    return OK;
}

RESULT decision_preview(struct ctx *ctx, const struct decision_record_in *in, struct decision *ret_decision)
{
    struct community community;
    struct deciding *d;
    TRY(check_words(ctx, &in->words));
    TRY(community_get(ctx, in->community, &community));
    TRY(deciding_new(ctx, in, &d));
    TRY(decide(ctx, d));
    *ret_decision = d->decision;
    return OK;
}

/* ---- records ---- */

static int compare_clauses(const void *x, const void *y)
{
    const char *const *a = x, *const *b = y;
    return strcmp(*a, *b);
}

static RESULT fill_judged(struct ctx *ctx, struct deciding *d, struct record_judged *judged)
{
    enum { CLEAN = 1, WARNED = 2 };
    judged->rule_set = d->rules.set.digest;
    judged->outcome = d->warned ? WARNED : CLEAN;
    TRY(ARENA_TAKE(ctx->arena, d->clause_count + 1, &judged->clauses));
    qsort(d->clauses, d->clause_count, sizeof *d->clauses, compare_clauses);
    for (uint32_t i = 0; i < d->clause_count; i++)
        if (i == 0 || strcmp(d->clauses[i], d->clauses[i - 1]) != 0)
            judged->clauses[judged->clauses_count++].id = BYTES(d->clauses[i], strlen(d->clauses[i]));
    return OK;
}

static RESULT fill_record(struct ctx *ctx, struct deciding *d, struct record_decision_recorded *record)
{
    const struct decision *decision = &d->decision;
    const struct decision_measure *people = &decision->figures.people, *area = &decision->figures.area;
    record->decision = decision->decision;
    record->matter = decision->figures.matter;
    record->result = (uint8_t)decision->result;
    record->owners = (uint32_t)people->all;
    record->took_part = (uint32_t)people->part;
    record->in_favour = (uint32_t)people->yes;
    record->area_cm2 = area->all;
    record->area_took_part = area->part;
    record->area_in_favour = area->yes;
    record->from = decision->from;
    record->to = decision->to;
    record->has_announced = decision->announced.present;
    record->announced = (day)decision->announced.value;
    record->ballots = decision->ballots;
    record->has_limit = decision->limit.present;
    record->limit = FEN(decision->limit.value);
    record->refs = d->documents;
    record->refs_count = d->document_count;
    TRY(ballot_seal(ctx, d->tally.ballots, d->tally.count, &record->ballot_root));
    return fill_judged(ctx, d, &record->judged);
}

/* The words stand in a matter of the same id. */
static RESULT add_words(struct ctx *ctx, struct change *change, const struct deciding *d, uint32_t item)
{
    const struct decision *decision = &d->decision;
    struct record_matter_opened *matter;
    struct bytes text;
    TRY(decision_json_write(ctx, &decision->words, &text));
    TRY(ARENA_TAKE(ctx->arena, 1, &matter));
    TRY(ARENA_TAKE(ctx->arena, 1, &matter->refs));
    matter->noun = NOUN_DECISION;
    matter->id = decision->decision;
    matter->from = decision->from;
    matter->has_amount = decision->limit.present;
    matter->amount = FEN(decision->limit.value);
    matter->refs[0] = (struct record_ref){REF_DECIDED_BY, 0, FEN(0)};
    matter->refs_count = 1;
    TRY(change_link(change, &matter->refs[0].seq, item));
    TRY(change_commit(ctx, change, COMMIT_MATTER_DETAILS, text, &matter->details));
    return change_add(change, RECORD_matter_opened, matter, NULL);
}

static RESULT add_records(struct ctx *ctx, struct change *change, struct deciding *d)
{
    struct record_decision_recorded *record;
    uint32_t item;
    TRY(decide(ctx, d));
    d->decision.decision = random_uuid7(ctx->random, ctx->now);
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    TRY(fill_record(ctx, d, record));
    TRY(change_add(change, RECORD_decision_recorded, record, &item));
    return add_words(ctx, change, d, item);
}

/* ---- the request is what the person gave ---- */

static void put_words(struct buffer *out, const char *text)
{
    canon_bytes(out, BYTES(text ? text : "", text ? strlen(text) : 0));
}

static void put_list(struct buffer *out, const char *const *list, size_t count)
{
    canon_u64(out, count);
    for (size_t i = 0; i < count; i++)
        put_words(out, list[i]);
}

static void put_measure(struct buffer *out, const struct decision_measure *measure)
{
    canon_u64(out, measure->all);
    canon_u64(out, measure->part);
    canon_u64(out, measure->yes);
}

static void put_votes(struct buffer *out, const struct decision_record_in *in)
{
    canon_u64(out, in->ballot_count);
    for (size_t i = 0; i < in->ballot_count; i++) {
        const struct tally_ballot_in *b = &in->ballots[i];
        put_list(out, (const char *const[]){b->unit, b->voter, b->choice, b->proxy, b->document, b->time}, 6);
    }
    if (in->totals) {
        put_measure(out, &in->totals->people);
        put_measure(out, &in->totals->area);
    }
    if (in->meeting) {
        put_list(out, in->meeting->names, in->meeting->count);
        buffer_put(out, in->meeting->choices, in->meeting->count);
    }
}

static RESULT request_of(struct ctx *ctx, const struct decision_record_in *in, struct digest *ret_mac)
{
    struct buffer out;
    struct bytes request;
    struct digest secret;
    buffer_init(&out, ctx->arena, REQUEST_MAX);
    canon_u16(&out, (uint16_t)in->kind);
    put_words(&out, in->words.title);
    put_words(&out, in->words.text);
    put_words(&out, in->claimed);
    put_list(&out, in->words.scope, in->words.scope_count);
    put_list(&out, in->documents, in->document_count);
    canon_i32(&out, in->from);
    canon_i32(&out, in->to);
    canon_i64(&out, in->announced.present ? in->announced.value : 0);
    canon_i64(&out, in->limit.present ? in->limit.value : 0);
    put_votes(&out, in);
    TRY(buffer_done(&out, &request));
    TRY(journal_secret(ctx, &secret));
    *ret_mac = change_mac(&secret, in->community, "decision_record", request);
    return OK;
}

/* ---- the whole ---- */

struct writing {
    struct change change;
    struct deciding *d;
};

static RESULT write(struct ctx *ctx, void *arg)
{
    struct writing *w = arg;
    TRY(journal_commit(ctx, &w->change));
    const struct change_request *request = &w->change.requests.items[0];
    return request->replayed
               ? OK
               : ballot_write(ctx, request->community, request->seq, w->d->tally.ballots, w->d->tally.count);
}

/* What is decided holds for the journal, and so for the register, as it was read. */
static RESULT record_once(struct ctx *ctx, const struct decision_record_in *in, uint64_t *ret_seq)
{
    struct writing w;
    struct digest mac;
    struct journal_head head;
    bool written;
    TRY(deciding_new(ctx, in, &w.d));
    TRY(journal_head(ctx, in->community, &head));
    TRY(journal_written(ctx, in->community, in->key, &written));
    TRY(request_of(ctx, in, &mac));
    change_init(&w.change, ctx->arena);
    TRY(change_request(ctx, &w.change, in->community, in->key, &mac));
    if (!written) {
        TRY(add_records(ctx, &w.change, w.d));
        w.change.requests.items[0].at_size = head.size;
    }
    TRY(journal_run(ctx, write, &w));
    *ret_seq = w.change.requests.items[0].seq;
    return OK;
}

RESULT decision_record(struct ctx *ctx, const struct decision_record_in *in, uint64_t *ret_seq)
{
    struct community community;
    result done = OK;
    TRY(check_words(ctx, &in->words));
    TRY(community_get(ctx, in->community, &community));
    TRY(role_require(ctx, in->community, ROLES_RECORDING, NULL));
    for (int i = 0; i < JOURNAL_ATTEMPTS; i++) {
        done = record_once(ctx, in, ret_seq);
        if (done.code != ERROR_journal_moved)
            return done;
    }
    return done;
}
