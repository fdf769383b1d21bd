#include "ledger/book/period.h"

#include "base/number.h"
#include "embed/sql.h"
#include "ledger/people/community.h"

#include <stdio.h>
#include <string.h>

enum { ATTEMPTS = 5, TARGETS_MAX = 8, CODE = 16, LIST_TEXT = 200 };

RESULT period_parse(struct ctx *ctx, const char *text, int32_t *ret_month)
{
    day first;
    char date[DATE_TEXT];
    (void)snprintf(date, sizeof date, "%.7s-01", text);
    error_set(&ctx->error, "value", "%s", text);
    if (strlen(text) != 7 || FAILED(date_parse(date, &first)))
        return REFUSE(report, period);
    *ret_month = month_of(first);
    return OK;
}

void period_format(int32_t month, char out[PERIOD_NAME])
{
    (void)snprintf(out, PERIOD_NAME, "%04d-%02d", month / 12, month % 12 + 1);
}

/* ---- how far the books are closed ---- */

struct period_state {
    struct maybe sealed_to, seal_seq, first_date;
};

static RESULT read_state(struct ctx *ctx, uint64_t community, struct period_state *ret_state)
{
    static const struct db_column row[] = {COLUMN(period_state, sealed_to), COLUMN(period_state, seal_seq),
                                           COLUMN(period_state, first_date)};
    const struct db_value in[] = {db_number((int64_t)community)};
    bool found;
    error_set(&ctx->error, "community", "%012llu", (unsigned long long)community);
    TRY(db_maybe(ctx, CALL(sql_period_state, in), ROW(period_state, row), ret_state, &found));
    if (!found)
        return REFUSE(community, unknown);
    return ret_state->first_date.present ? OK : REFUSE(period, empty);
}

/* The first month that is not closed. */
static int32_t open_from(const struct period_state *state)
{
    return state->sealed_to.present ? month_of((day)state->sealed_to.value + 1)
                                    : month_of((day)state->first_date.value);
}

RESULT period_next(struct ctx *ctx, uint64_t community, int32_t *ret_month)
{
    struct period_state state;
    TRY(read_state(ctx, community, &state));
    *ret_month = open_from(&state);
    return OK;
}

static const struct db_column open_row[] = {COLUMN(period_open, what), COLUMN(period_open, name)};

/* Bank accounts that moved since the last close and are not reconciled. */
static RESULT list_unreconciled(struct ctx *ctx, const struct period_in *in, struct period_open **ret_list,
                                size_t *ret_count)
{
    struct period_state state;
    TRY(read_state(ctx, in->community, &state));
    const struct db_value values[] = {db_number((int64_t)in->community), db_number(month_first(open_from(&state))),
                                      db_number(month_last(in->month))};
    return db_list(ctx, CALL(sql_period_reconciliation_list, values), ROW(period_open, open_row), ret_list, ret_count);
}

RESULT period_open_list(struct ctx *ctx, const struct period_in *in, struct period_open **ret_list, size_t *ret_count)
{
    const struct db_value values[] = {db_number((int64_t)in->community), db_number(month_last(in->month))};
    struct period_open *undecided = NULL, *unreconciled = NULL, *all;
    size_t counts[2] = {0, 0};
    TRY(db_list(ctx, CALL(sql_period_open_list, values), ROW(period_open, open_row), &undecided, &counts[0]));
    if (in->require_reconciliation)
        TRY(list_unreconciled(ctx, in, &unreconciled, &counts[1]));
    TRY(ARENA_TAKE(ctx->arena, counts[0] + counts[1] + 1, &all));
    for (size_t i = 0; i < counts[0]; i++)
        all[i] = undecided[i];
    for (size_t i = 0; i < counts[1]; i++)
        all[counts[0] + i] = unreconciled[i];
    *ret_list = all;
    *ret_count = counts[0] + counts[1];
    return OK;
}

/* ---- carry-forward ---- */

struct closing_row { /* net: debit less credit of a temporary account */
    uint16_t fund;
    const char *code;
    int16_t kind; /* of housing, for works: 1 commodity, 2 public */
    int64_t net;
};

struct target { /* where balances of one fund go; both sides apart, so that the entry shows what came and what went */
    char code[CODE];
    money debit, credit;
};

struct closing { /* the entry of one fund under way */
    uint16_t fund;
    struct entry_line_in lines[ENTRY_LINES_MAX];
    size_t count;
    struct target targets[TARGETS_MAX];
    size_t target_count;
};

/* CN-MFA: the account that takes the balance of a temporary account of the maintenance fund. */
static void maintenance_target(const struct closing_row *row, char out[CODE])
{
    const bool works = strncmp(row->code, "5001", 4) == 0;
    const bool by_suffix = strncmp(row->code, "4001", 4) == 0 || strncmp(row->code, "5101", 4) == 0;
    const size_t length = strlen(row->code);
    const bool public = works ? row->kind == 2 : length == 6 && strcmp(row->code + 4, "02") == 0;
    if (works || by_suffix)
        (void)snprintf(out, CODE, "%s", public ? "3002" : "3001");
    else
        (void)snprintf(out, CODE, "%s", public ? "310102" : "310101");
}

static struct target *target_of(struct closing *closing, const char *code)
{
    for (size_t i = 0; i < closing->target_count; i++)
        if (strcmp(closing->targets[i].code, code) == 0)
            return &closing->targets[i];
    struct target *target = &closing->targets[closing->target_count++];
    *target = (struct target){.debit = FEN(0), .credit = FEN(0)};
    (void)snprintf(target->code, sizeof target->code, "%s", code);
    return target;
}

static RESULT add_line(struct closing *closing, const char *code, uint8_t side, money amount)
{
    if (closing->count == ENTRY_LINES_MAX)
        return REFUSE(entry, too_many_lines);
    closing->lines[closing->count++] =
        (struct entry_line_in){.fund = closing->fund, .account = code, .side = side, .amount = amount};
    return OK;
}

/* Brings a temporary account to zero. */
static RESULT close_account(struct closing *closing, const struct closing_row *row)
{
    char code[CODE] = "3901";
    const bool debit = row->net > 0;
    const money amount = FEN(debit ? row->net : -row->net);
    if (row->fund == FUND_MF)
        maintenance_target(row, code);
    struct target *target = target_of(closing, code);
    money *side = debit ? &target->debit : &target->credit;
    TRY(money_add(*side, amount, side));
    return add_line(closing, row->code, debit ? SIDE_CREDIT : SIDE_DEBIT, amount);
}

static RESULT close_targets(struct closing *closing)
{
    int64_t net = 0;
    for (size_t i = 0; i < closing->target_count; i++) {
        const struct target *target = &closing->targets[i];
        if (target->credit.fen > 0)
            TRY(add_line(closing, target->code, SIDE_CREDIT, target->credit));
        if (target->debit.fen > 0)
            TRY(add_line(closing, target->code, SIDE_DEBIT, target->debit));
        net += target->credit.fen - target->debit.fen;
    }
    if (closing->fund == FUND_MF || net == 0)
        return OK;
    const money amount = FEN(net > 0 ? net : -net); /* the surplus goes on to unrestricted net assets */
    TRY(add_line(closing, "3901", net > 0 ? SIDE_DEBIT : SIDE_CREDIT, amount));
    return add_line(closing, "3101", net > 0 ? SIDE_CREDIT : SIDE_DEBIT, amount);
}

static RESULT prepare_entry(struct ctx *ctx, struct change *change, uint64_t community, int32_t month,
                            const struct closing *closing)
{
    const char *key, *summary;
    char name[PERIOD_NAME];
    period_format(month, name);
    TRY(arena_print(ctx->arena, &key, "closing-%s-%s", fund_code(closing->fund), name));
    TRY(arena_print(ctx->arena, &summary, "结转%d年%d月收支", month / 12, month % 12 + 1));
    const struct entry_in entry = {.community = community,
                                   .key = key,
                                   .entry_type = ENTRY_CARRY_FORWARD,
                                   .source = SOURCE_CLOSING,
                                   .word = WORD_CLOSING,
                                   .booking_date = month_last(month),
                                   .summary = summary,
                                   .lines = closing->lines,
                                   .line_count = closing->count};
    return entry_prepare(ctx, change, &entry, 1);
}

static RESULT carry_forward(struct ctx *ctx, struct change *change, uint64_t community, const int32_t months[2])
{
    static const struct db_column row[] = {COLUMN(closing_row, fund), COLUMN(closing_row, code),
                                           COLUMN(closing_row, kind), COLUMN(closing_row, net)};
    const struct db_value in[] = {db_number((int64_t)community), db_number(months[1]), db_number(months[0])};
    struct closing_row *rows = NULL;
    struct closing *closing;
    size_t count = 0, i = 0;
    TRY(db_list(ctx, CALL(sql_period_closing, in), ROW(closing_row, row), &rows, &count));
    while (i < count) {
        TRY(ARENA_TAKE(ctx->arena, 1, &closing));
        closing->fund = rows[i].fund;
        for (; i < count && rows[i].fund == closing->fund; i++)
            TRY(close_account(closing, &rows[i]));
        TRY(close_targets(closing));
        TRY(prepare_entry(ctx, change, community, months[1], closing));
    }
    return OK;
}

/* ---- closing ---- */

static RESULT refuse_open(struct ctx *ctx, const struct period_in *in, const char *name)
{
    struct period_open *list;
    char text[LIST_TEXT] = "";
    size_t count, used = 0;
    TRY(period_open_list(ctx, in, &list, &count));
    if (count == 0)
        return OK;
    for (size_t i = 0; i < count && used < sizeof text; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", i > 0 ? "、" : "", list[i].name);
    error_set(&ctx->error, "value", "%s", name);
    error_set(&ctx->error, "count", "%zu", count);
    error_set(&ctx->error, "list", "%s", text);
    return REFUSE(period, undecided);
}

/* *ret_months: first and last month that this close covers; *ret_out->replayed when it was closed before. */
static RESULT decide(struct ctx *ctx, const struct period_in *in, int32_t ret_months[2], struct period_out *ret_out)
{
    const int32_t month = in->month;
    struct period_state state;
    char name[PERIOD_NAME], next[PERIOD_NAME], sealed[DATE_TEXT];
    TRY(read_state(ctx, in->community, &state));
    period_format(month, name);
    period_format(open_from(&state), next);
    error_set(&ctx->error, "value", "%s", name);
    error_set(&ctx->error, "next", "%s", next);
    if (month_last(month) >= ctx_today(ctx))
        return REFUSE(period, future);
    if (month < open_from(&state)) {
        date_format(state.sealed_to.present ? (day)state.sealed_to.value : (day)state.first_date.value - 1, sealed);
        error_set(&ctx->error, "sealed", "%s", sealed);
        ret_out->replayed = state.sealed_to.present && month == open_from(&state) - 1;
        ret_out->seal_seq = (uint64_t)state.seal_seq.value;
        return ret_out->replayed ? OK : REFUSE(period, closed);
    }
    if (state.sealed_to.present && month > open_from(&state))
        return REFUSE(period, gap);
    ret_months[0] = open_from(&state);
    ret_months[1] = month;
    return refuse_open(ctx, in, name);
}

static RESULT close_once(struct ctx *ctx, const struct period_in *in, struct period_out *ret_out)
{
    int32_t months[2] = {0, 0};
    struct change change;
    const char *key;
    char name[PERIOD_NAME];
    change_init(&change, ctx->arena);
    TRY(decide(ctx, in, months, ret_out));
    if (ret_out->replayed)
        return OK;
    period_format(in->month, name);
    TRY(arena_print(ctx->arena, &key, "seal-period-%s", name));
    TRY(carry_forward(ctx, &change, in->community, months));
    const struct seal_in seal = {in->community, month_first(months[0]), month_last(in->month), key};
    TRY(seal_add(ctx, &change, &seal));
    TRY(journal_post(ctx, &change));
    ret_out->entries = (uint32_t)change.requests.count - 1;
    ret_out->seal_seq = change.requests.items[change.requests.count - 1].seq;
    return OK;
}

RESULT period_close(struct ctx *ctx, const struct period_in *in, struct period_out *ret_out)
{
    result done = OK;
    for (int i = 0; i < ATTEMPTS; i++) {
        *ret_out = (struct period_out){0};
        done = close_once(ctx, in, ret_out);
        if (done.code != ERROR_journal_moved)
            return done;
    }
    return done;
}
