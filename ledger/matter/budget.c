#include "ledger/matter/budget.h"

#include "base/canon.h"
#include "base/digest.h"
#include "embed/sql.h"
#include "ledger/book/account.h"
#include "ledger/matter/budget_json.h"
#include "ledger/matter/matter.h"
#include "ledger/people/community.h"
#include "rules/moves.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { ATTEMPTS = 5, CODE_MAX = 32 };

const char *budget_state_name(int state, enum language language)
{
    return moves_state_text(moves_get("budget"), state, language);
}

/* The state to which a verb leads; none: it is not allowed from here. */
static enum budget_state target(int state, const char *verb)
{
    const struct move *move = moves_find(moves_get("budget"), state, verb);
    return move ? (enum budget_state)move->to : BUDGET_none;
}

/* ---- which budget ---- */

static void name_budget(struct ctx *ctx, const struct budget_scope *scope)
{
    if (scope->project)
        error_set(&ctx->error, "budget", "%s %s", fund_code(scope->fund), scope->project);
    else
        error_set(&ctx->error, "budget", "%s %d", fund_code(scope->fund), scope->year);
}

/* There is one of each scope: its id follows from it. */
static RESULT identify(struct ctx *ctx, const struct budget_scope *scope, struct uuid *ret_id)
{
    const char *key;
    name_budget(ctx, scope);
    if ((scope->year != 0) == (scope->project != NULL) || scope->year < 0 || (scope->year > 0 && scope->year < 1990) ||
        scope->year > 2199)
        return REFUSE(budget, scope);
    if (scope->project) {
        error_set(&ctx->error, "reason", "project");
        TRY(community_check_text(ctx, scope->project));
        if (strlen(scope->project) > BUDGET_NAME_MAX)
            return REFUSE(text, refused);
        TRY(arena_print(ctx->arena, &key, "budget:%s:project:%s", fund_code(scope->fund), scope->project));
    } else {
        TRY(arena_print(ctx->arena, &key, "budget:%s:year:%d", fund_code(scope->fund), scope->year));
    }
    *ret_id = record_event_id(scope->community, BYTES(key, strlen(key)), 0);
    return OK;
}

/* ---- reading ---- */

static RESULT read_budget(struct ctx *ctx, const struct budget_scope *scope, struct budget *budget)
{
    const struct matter_key key = {scope->community, NOUN_BUDGET, &budget->id};
    struct matter_step *steps;
    struct budget_version *versions;
    size_t count;
    int32_t version = 0;
    *budget = (struct budget){.scope = *scope};
    TRY(identify(ctx, scope, &budget->id));
    TRY(matter_steps(ctx, &key, &steps, &count));
    TRY(ARENA_TAKE(ctx->arena, count + 1, &versions));
    for (size_t i = 0; i < count; i++) {
        TRY(budget_json_load(ctx, steps[i].text, &versions[i]));
        version += steps[i].state == BUDGET_adopted || steps[i].state == BUDGET_changed;
        versions[i].version = version;
        versions[i].seq = budget->seq = steps[i].seq;
        versions[i].state = budget->state = steps[i].state;
        if (steps[i].opened)
            budget->opened_seq = steps[i].seq;
    }
    budget->versions = versions;
    budget->version_count = count;
    return OK;
}

RESULT budget_get(struct ctx *ctx, const struct budget_scope *scope, struct budget *ret_budget)
{
    TRY(read_budget(ctx, scope, ret_budget));
    name_budget(ctx, scope);
    return ret_budget->version_count > 0 ? OK : REFUSE(budget, unknown);
}

const struct budget_version *budget_version_at(const struct budget *budget, day as_of)
{
    for (size_t i = budget->version_count; i-- > 0;)
        if (budget->versions[i].state != BUDGET_draft && budget->versions[i].state != BUDGET_closed &&
            budget->versions[i].decided_on <= as_of)
            return &budget->versions[i];
    return NULL;
}

/* ---- checks ---- */

static int compare_lines(const void *x, const void *y)
{
    return strcmp(((const struct budget_line *)x)->account, ((const struct budget_line *)y)->account);
}

static RESULT refuse_line(struct ctx *ctx, const char *account, const char *reason)
{
    error_set(&ctx->error, "account", "%s", account);
    error_set(&ctx->error, "reason", "%s", reason);
    return REFUSE(budget, line);
}

static RESULT check_words(struct ctx *ctx, const char *words)
{
    if (!words)
        return OK;
    TRY(community_check_text(ctx, words));
    error_set(&ctx->error, "reason", "%d bytes", BUDGET_WORDS_MAX);
    return strlen(words) <= BUDGET_WORDS_MAX ? OK : REFUSE(text, refused);
}

/* The lines by code. */
static RESULT settle_lines(struct ctx *ctx, const struct budget_in *in, struct budget_line **ret_lines)
{
    struct account_key *keys;
    struct account_found *found;
    if (in->count == 0 || in->count > BUDGET_LINES_MAX)
        return refuse_line(ctx, "-", "1 … 200");
    TRY(ARENA_TAKE(ctx->arena, in->count, ret_lines));
    TRY(ARENA_TAKE(ctx->arena, in->count, &keys));
    memcpy(*ret_lines, in->lines, in->count * sizeof **ret_lines);
    qsort(*ret_lines, in->count, sizeof **ret_lines, compare_lines);
    for (size_t i = 0; i < in->count; i++)
        keys[i] = (struct account_key){in->scope.community, in->scope.fund, (*ret_lines)[i].account};
    TRY(account_find(ctx, keys, in->count, &found));
    for (size_t i = 0; i < in->count; i++) {
        const struct budget_line *line = &(*ret_lines)[i];
        if (i > 0 && compare_lines(line - 1, line) == 0)
            return refuse_line(ctx, line->account, "重复 twice");
        if (line->amount.fen < 0 || FAILED(money_check(line->amount)))
            return refuse_line(ctx, line->account, "金额 amount");
        if (found[i].account_no == 0 || found[i].class < CLASS_INCOME)
            return refuse_line(ctx, line->account, "不是收入或支出科目 not an account of income or expense");
    }
    return OK;
}

static RESULT check_in(struct ctx *ctx, const struct budget_in *in, bool decides)
{
    TRY(check_words(ctx, in->decision));
    TRY(check_words(ctx, in->reason));
    error_set(&ctx->error, "pointer", "/decision");
    if (decides && !in->decision)
        return REFUSE(field, required);
    name_budget(ctx, &in->scope);
    return in->decided_on > ctx_today(ctx) ? REFUSE(budget, scope) : OK;
}

/* ---- a change order ---- */

static size_t place(const struct budget_line *lines, size_t count, const char *account)
{
    size_t i = 0;
    while (i < count && strcmp(lines[i].account, account) != 0)
        i++;
    return i;
}

/* A line struck by the order goes; one that the assembly planned at nothing stays. */
static size_t strike(struct budget_line *lines, size_t count, const struct budget_version *order)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (lines[i].amount.fen > 0 ||
            place(order->changes, order->change_count, lines[i].account) == order->change_count)
            lines[kept++] = lines[i];
    return kept;
}

static bool says_nothing(const struct budget_line *line)
{
    return line->from.fen == line->amount.fen || (line->from.fen < 0 && line->amount.fen == 0);
}

/* The lines of the version before with those of the order in their place; what did not change is no change order. */
static RESULT apply(struct ctx *ctx, const struct budget_version *before, struct budget_version *next)
{
    struct budget_line *lines, *changes;
    size_t count = before->count;
    TRY(ARENA_TAKE(ctx->arena, before->count + next->count, &lines));
    TRY(ARENA_TAKE(ctx->arena, next->count, &changes));
    memcpy(lines, before->lines, before->count * sizeof *lines);
    for (size_t i = 0; i < next->count; i++) {
        const size_t at = place(lines, before->count, next->lines[i].account);
        changes[i] = next->lines[i];
        changes[i].from = at < before->count ? lines[at].amount : FEN(-1);
        if (says_nothing(&changes[i]))
            return refuse_line(ctx, changes[i].account, "没有变更 no change");
        lines[at < before->count ? at : count] = changes[i];
        count += at == before->count;
    }
    next->changes = changes;
    next->change_count = next->count;
    next->lines = lines;
    next->count = strike(lines, count, next);
    if (next->count == 0 || next->count > BUDGET_LINES_MAX)
        return refuse_line(ctx, "-", "1 … 200");
    qsort(lines, next->count, sizeof *lines, compare_lines);
    return OK;
}

/* ---- writing ---- */

struct moving { /* one verb under way */
    const struct budget_in *in;
    const char *verb;
    struct budget budget;
    struct budget_version next;
};

/* What the whole version may spend, or, where it plans no expense, earn. */
static RESULT total(const struct budget_version *version, money *ret_total)
{
    money sums[2] = {FEN(0), FEN(0)};
    for (size_t i = 0; i < version->count; i++) {
        const size_t income = version->lines[i].account[0] == '4';
        TRY(money_add(sums[income], version->lines[i].amount, &sums[income]));
    }
    *ret_total = sums[0].fen != 0 ? sums[0] : sums[1];
    return OK;
}

static RESULT add_opened(struct ctx *ctx, struct change *change, const struct moving *m, struct bytes text)
{
    struct record_matter_opened *record;
    const int32_t year = m->in->scope.year;
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    record->noun = NOUN_BUDGET;
    record->id = m->budget.id;
    record->from = m->in->decided_on;
    if (year != 0) {
        TRY(date_from_civil(year, 1, 1, &record->from));
        TRY(date_from_civil(year, 12, 31, &record->due));
        record->has_due = true;
    }
    record->has_amount = true;
    TRY(total(&m->next, &record->amount));
    TRY(change_commit(ctx, change, COMMIT_MATTER_DETAILS, text, &record->details));
    return change_add(change, RECORD_matter_opened, record, NULL);
}

static RESULT add_moved(struct ctx *ctx, struct change *change, const struct moving *m, const uint16_t states[2])
{
    struct record_matter_moved *record;
    struct bytes text;
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    TRY(budget_json_write(ctx, &m->in->scope, &m->next, &text));
    record->noun = NOUN_BUDGET;
    record->id = m->budget.id;
    record->old_state = states[0];
    record->new_state = states[1];
    record->has_amount = true;
    TRY(total(&m->next, &record->amount));
    TRY(change_commit(ctx, change, COMMIT_REASON, text, &record->details));
    return change_add(change, RECORD_matter_moved, record, NULL);
}

static RESULT add_records(struct ctx *ctx, struct change *change, const struct moving *m)
{
    const bool fresh = m->budget.version_count == 0, proposes = strcmp(m->verb, "propose") == 0;
    const uint16_t from = fresh ? BUDGET_draft : m->budget.state;
    struct bytes text;
    TRY(budget_json_write(ctx, &m->in->scope, &m->next, &text));
    if (fresh)
        TRY(add_opened(ctx, change, m, text));
    return proposes ? OK : add_moved(ctx, change, m, (const uint16_t[2]){from, (uint16_t)target(from, m->verb)});
}

/* The request is what the person wrote, not what became of it. */
static RESULT request_of(struct ctx *ctx, const struct moving *m, const struct budget_line *lines,
                         struct bytes *ret_request)
{
    const struct budget_version asked = {.decided_on = m->in->decided_on,
                                         .decision = m->in->decision ? m->in->decision : "",
                                         .reason = m->in->reason ? m->in->reason : "",
                                         .lines = lines,
                                         .count = lines ? m->in->count : 0};
    struct buffer out;
    struct bytes text;
    TRY(budget_json_write(ctx, &m->in->scope, &asked, &text));
    buffer_init(&out, ctx->arena, 1 << 17);
    canon_bytes(&out, BYTES(m->verb, strlen(m->verb)));
    canon_bytes(&out, text);
    return buffer_done(&out, ret_request);
}

static RESULT refuse_move(struct ctx *ctx, const struct moving *m)
{
    const bool creates = strcmp(m->verb, "propose") == 0 || strcmp(m->verb, "adopt") == 0;
    const int from = m->budget.version_count == 0 && strcmp(m->verb, "adopt") == 0 ? BUDGET_draft : m->budget.state;
    name_budget(ctx, &m->in->scope);
    error_set(&ctx->error, "state", "%s", budget_state_name(m->budget.state, LANGUAGE_ZH));
    if (m->budget.version_count == 0 && !creates)
        return REFUSE(budget, unknown);
    if (target(from, m->verb) != BUDGET_none)
        return OK;
    return creates ? REFUSE(budget, exists) : REFUSE(budget, state);
}

static RESULT decide(struct ctx *ctx, struct moving *m, struct budget_line *lines)
{
    TRY(refuse_move(ctx, m));
    m->next = (struct budget_version){.decided_on = m->in->decided_on,
                                      .decision = m->in->decision ? m->in->decision : "",
                                      .reason = m->in->reason ? m->in->reason : "",
                                      .lines = lines,
                                      .count = m->in->count};
    const struct budget_version *last =
        m->budget.version_count > 0 ? &m->budget.versions[m->budget.version_count - 1] : NULL;
    if (strcmp(m->verb, "change") == 0)
        return apply(ctx, last, &m->next);
    if (!lines) {
        m->next.lines = last->lines;
        m->next.count = last->count;
    }
    return OK;
}

static RESULT move_once(struct ctx *ctx, struct moving *m, struct budget_line *lines, uint64_t *ret_seq)
{
    struct change change;
    struct digest secret;
    struct bytes request;
    struct journal_head head;
    bool written;
    change_init(&change, ctx->arena);
    TRY(journal_head(ctx, m->in->scope.community, &head));
    TRY(journal_written(ctx, m->in->scope.community, m->in->key, &written));
    TRY(read_budget(ctx, &m->in->scope, &m->budget));
    TRY(request_of(ctx, m, lines, &request));
    TRY(journal_secret(ctx, &secret));
    const struct digest mac = change_mac(&secret, m->in->scope.community, "budget", request);
    TRY(change_request(ctx, &change, m->in->scope.community, m->in->key, &mac));
    if (!written) {
        TRY(decide(ctx, m, lines));
        change.requests.items[0].at_size = head.size;
        TRY(add_records(ctx, &change, m));
    }
    TRY(journal_post(ctx, &change));
    *ret_seq = change.requests.items[0].seq;
    return OK;
}

/* Decided on a snapshot and written only where nothing came between: two change orders at once are two versions. */
static RESULT move(struct ctx *ctx, const struct budget_in *in, const char *verb, uint64_t *ret_seq)
{
    struct moving m = {.in = in, .verb = verb};
    struct budget_line *lines = NULL;
    struct uuid id;
    const bool closes = strcmp(verb, "close") == 0;
    result done = OK;
    TRY(identify(ctx, &in->scope, &id));
    TRY(check_in(ctx, in, strcmp(verb, "adopt") == 0 || strcmp(verb, "change") == 0));
    error_set(&ctx->error, "pointer", "/reason");
    if (!in->reason && strcmp(verb, "change") == 0)
        return REFUSE(field, required);
    if (!closes)
        TRY(settle_lines(ctx, in, &lines));
    for (int i = 0; i < ATTEMPTS; i++) {
        done = move_once(ctx, &m, lines, ret_seq);
        if (done.code != ERROR_journal_moved)
            return done;
    }
    return done;
}

RESULT budget_propose(struct ctx *ctx, const struct budget_in *in, uint64_t *ret_seq)
{
    return move(ctx, in, "propose", ret_seq);
}

RESULT budget_adopt(struct ctx *ctx, const struct budget_in *in, uint64_t *ret_seq)
{
    return move(ctx, in, "adopt", ret_seq);
}

RESULT budget_change(struct ctx *ctx, const struct budget_in *in, uint64_t *ret_seq)
{
    return move(ctx, in, "change", ret_seq);
}

RESULT budget_close(struct ctx *ctx, const struct budget_in *in, uint64_t *ret_seq)
{
    return move(ctx, in, "close", ret_seq);
}

/* ---- plan and actual ---- */

struct actual_row {
    int64_t ordinal;
    const char *name;
    int16_t class;
    money actual;
};

/* Of a year by booking date; of a project by the reservations that rest on it. */
static RESULT read_actual(struct ctx *ctx, const struct budget *budget, const struct budget_version *version,
                          const day span[2], struct actual_row **ret_rows)
{
    static const struct db_column row[] = {COLUMN(actual_row, ordinal), COLUMN(actual_row, name),
                                           COLUMN(actual_row, class), COLUMN(actual_row, actual)};
    struct db_array codes;
    struct db_value in[6] = {db_number((int64_t)budget->scope.community), db_number(budget->scope.fund)};
    size_t count = 0;
    db_array_init(&codes, ctx->arena, DB_STRING);
    for (size_t i = 0; i < version->count; i++)
        db_array_bytes(&codes, BYTES(version->lines[i].account, strlen(version->lines[i].account)));
    TRY(db_array_value(&codes, &in[2]));
    in[3] = db_number(span[0]);
    in[4] = db_number(span[1]);
    in[5] = budget->scope.project ? db_number((int64_t)budget->opened_seq) : db_maybe_number((struct maybe){0});
    *ret_rows = NULL;
    TRY(db_list(ctx, CALL(sql_budget_actual_list, in), ROW(actual_row, row), ret_rows, &count));
    assert(count == version->count);
    return OK;
}

RESULT budget_lines(struct ctx *ctx, const struct budget_scope *scope, day as_of, struct budget_actual **ret_lines,
                    size_t *ret_count)
{
    struct budget budget;
    struct actual_row *rows;
    day span[2] = {DAY_MIN, DAY_MAX};
    *ret_count = 0;
    *ret_lines = NULL;
    TRY(budget_get(ctx, scope, &budget));
    const struct budget_version *version = budget_version_at(&budget, as_of);
    if (!version)
        return OK;
    if (scope->year != 0) {
        TRY(date_from_civil(scope->year, 1, 1, &span[0]));
        TRY(date_from_civil(scope->year, 12, 31, &span[1]));
    }
    span[1] = as_of < span[1] ? as_of : span[1];
    TRY(read_actual(ctx, &budget, version, span, &rows));
    TRY(ARENA_TAKE(ctx->arena, version->count + 1, ret_lines));
    for (size_t i = 0; i < version->count; i++) {
        struct budget_actual *line = &(*ret_lines)[(*ret_count)++];
        *line = (struct budget_actual){.account = version->lines[i].account,
                                       .name = rows[i].name,
                                       .class = rows[i].class,
                                       .planned = version->lines[i].amount,
                                       .actual = rows[i].actual};
        TRY(money_add(line->planned, money_neg(line->actual), &line->left));
    }
    return OK;
}
