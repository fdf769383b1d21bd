#include "ledger/matter/recognition.h"

#include "embed/sql.h"
#include "ledger/book/entry.h"
#include "ledger/people/community.h"
#include "rules/earning.h"

#include <assert.h>
#include <string.h>

enum { ATTEMPTS = 5, PREPAID_MAX = 16 };

struct booked { /* under one contract on one account, credit less debit */
    uint64_t contract_seq;
    const char *code;
    money until, total; /* to the end of the month, and in all */
};

struct run {
    struct ctx *ctx;
    const struct recognition_in *in;
    struct contract *contracts;
    struct contract_due *dues; /* by contract */
    struct booked *booked;     /* by contract */
    size_t contract_count, due_count, booked_count;
    struct recognition *list;
    size_t count;
};

/* ---- what there is ---- */

static RESULT load(struct run *run)
{
    static const struct db_column row[] = {COLUMN(booked, contract_seq), COLUMN(booked, code), COLUMN(booked, until),
                                           COLUMN(booked, total)};
    const struct contract_span always = {DAY_MIN, DAY_MAX};
    const struct db_value in[] = {db_number((int64_t)run->in->community), db_number(month_last(run->in->month))};
    TRY(contract_list(run->ctx, run->in->community, &run->contracts, &run->contract_count));
    TRY(contract_due_list(run->ctx, run->in->community, &always, &run->dues, &run->due_count));
    return db_list(run->ctx, CALL(sql_recognition_list, in), ROW(booked, row), &run->booked, &run->booked_count);
}

_Static_assert(offsetof(struct contract_due, contract_seq) == 0 && offsetof(struct booked, contract_seq) == 0,
               "both lists are cut by the number they begin with");

/* The place behind the items of one contract. */
static size_t behind(const void *items, size_t size, size_t count, size_t from)
{
    const uint8_t *at = items;
    size_t i = from;
    uint64_t seq = 0;
    if (from < count)
        memcpy(&seq, at + from * size, sizeof seq);
    for (uint64_t next = seq; i < count && next == seq;)
        if (++i < count)
            memcpy(&next, at + i * size, sizeof next);
    return i;
}

/* ---- what one contract earns ---- */

struct slice { /* dues and accounts of one contract */
    const struct contract_due *dues;
    const struct booked *booked;
    size_t due_count, booked_count;
};

static bool is_prepaid(const struct booked *booked)
{
    return booked->code[0] == '2';
}

/* Of a prepaid account: what can be taken from it at the end of the month without a later day falling below zero. */
static money available(const struct booked *booked)
{
    const money least = money_cmp(booked->until, booked->total) < 0 ? booked->until : booked->total;
    return least.fen > 0 ? least : FEN(0);
}

static RESULT sum_up(const struct slice *slice, money *ret_prepaid, money *ret_income)
{
    *ret_prepaid = *ret_income = FEN(0);
    for (size_t i = 0; i < slice->booked_count; i++) {
        const bool prepaid = is_prepaid(&slice->booked[i]);
        money *sum = prepaid ? ret_prepaid : ret_income;
        TRY(money_add(*sum, prepaid ? available(&slice->booked[i]) : slice->booked[i].total, sum));
    }
    return OK;
}

static RESULT earned(struct run *run, const struct contract *contract, const struct slice *slice, money *ret_earned)
{
    struct earning_plan plan;
    struct earning_due *dues;
    int32_t month = run->in->month;
    TRY(ARENA_TAKE(run->ctx->arena, slice->due_count + 1, &dues));
    for (size_t i = 0; i < slice->due_count; i++)
        dues[i] = (struct earning_due){slice->dues[i].due, slice->dues[i].amount};
    const struct earning_in in = {contract->from_date, contract->to_date, dues, slice->due_count};
    TRY(earning_make(run->ctx, &in, &plan));
    if (contract->ended_on.present && month > month_of((day)contract->ended_on.value))
        month = month_of((day)contract->ended_on.value);
    return earning_through(&plan, month, ret_earned);
}

static RESULT decide(struct run *run, const struct contract *contract, const struct slice *slice)
{
    money prepaid, income, amount;
    TRY(sum_up(slice, &prepaid, &income));
    if (prepaid.fen == 0)
        return OK;
    TRY(earned(run, contract, slice, &amount));
    TRY(money_sub(amount, income, &amount));
    if (amount.fen < 0)
        amount = FEN(0);
    if (money_cmp(amount, prepaid) > 0)
        amount = prepaid;
    run->list[run->count++] =
        (struct recognition){.contract = contract, .amount = amount, .left = FEN(prepaid.fen - amount.fen)};
    return OK;
}

/* ---- which were done before ---- */

struct done_row {
    int64_t ordinal;
};

static RESULT key_of(struct run *run, const struct recognition *one, const char **ret_key)
{
    return arena_print(run->ctx->arena, ret_key, "recognise-%llu-%04d-%02d", (unsigned long long)one->contract->seq,
                       run->in->month / 12, run->in->month % 12 + 1);
}

static RESULT mark_done(struct run *run)
{
    static const struct db_column row[] = {COLUMN(done_row, ordinal)};
    struct db_array communities, events;
    struct db_value in[2];
    struct done_row *rows = NULL;
    size_t count = 0;
    db_array_init(&communities, run->ctx->arena, DB_INT8);
    db_array_init(&events, run->ctx->arena, DB_UUID);
    for (size_t i = 0; i < run->count; i++) {
        const char *key;
        TRY(key_of(run, &run->list[i], &key));
        const struct uuid event = record_event_id(run->in->community, BYTES(key, strlen(key)), 0);
        db_array_number(&communities, (int64_t)run->in->community);
        db_array_bytes(&events, BYTES(event.b, sizeof event.b));
    }
    TRY(db_array_value(&communities, &in[0]));
    TRY(db_array_value(&events, &in[1]));
    TRY(db_list(run->ctx, CALL(sql_recognition_done, in), ROW(done_row, row), &rows, &count));
    for (size_t i = 0; i < count; i++) {
        struct recognition *one = &run->list[rows[i].ordinal - 1];
        one->done = true;
        one->left = FEN(one->left.fen + one->amount.fen);
        one->amount = FEN(0);
    }
    return OK;
}

static struct slice slice_of(const struct run *run, uint64_t seq, size_t *due_at, size_t *booked_at)
{
    struct slice slice = {0};
    while (*due_at < run->due_count && run->dues[*due_at].contract_seq < seq)
        *due_at = behind(run->dues, sizeof *run->dues, run->due_count, *due_at);
    while (*booked_at < run->booked_count && run->booked[*booked_at].contract_seq < seq)
        *booked_at = behind(run->booked, sizeof *run->booked, run->booked_count, *booked_at);
    if (*due_at < run->due_count && run->dues[*due_at].contract_seq == seq) {
        slice.dues = &run->dues[*due_at];
        slice.due_count = behind(run->dues, sizeof *run->dues, run->due_count, *due_at) - *due_at;
    }
    if (*booked_at < run->booked_count && run->booked[*booked_at].contract_seq == seq) {
        slice.booked = &run->booked[*booked_at];
        slice.booked_count = behind(run->booked, sizeof *run->booked, run->booked_count, *booked_at) - *booked_at;
    }
    return slice;
}

static RESULT plan(struct run *run)
{
    size_t due_at = 0, booked_at = 0;
    TRY(load(run));
    TRY(ARENA_TAKE(run->ctx->arena, run->contract_count + 1, &run->list));
    for (size_t i = 0; i < run->contract_count; i++) {
        const struct slice slice = slice_of(run, run->contracts[i].seq, &due_at, &booked_at);
        if (slice.booked_count > 0 && slice.due_count > 0)
            TRY(decide(run, &run->contracts[i], &slice));
    }
    return mark_done(run);
}

RESULT recognition_preview(struct ctx *ctx, const struct recognition_in *in, struct recognition **ret_list,
                           size_t *ret_count)
{
    struct run run = {.ctx = ctx, .in = in};
    struct community community;
    TRY(community_get(ctx, in->community, &community));
    TRY(plan(&run));
    *ret_list = run.list;
    *ret_count = run.count;
    return OK;
}

/* ---- the entries ---- */

static struct entry_line_in line_of(const struct contract *contract, const char *account, uint8_t side, money amount)
{
    return (struct entry_line_in){
        .fund = FUND_PI,
        .account = account,
        .side = side,
        .amount = amount,
        .dimensions = {{DIMENSION_STREAM, contract->stream}, {DIMENSION_CONTRACT, contract->seq}},
        .dimension_count = 2};
}

/* Debits of the prepaid accounts in order of their codes; returns how many. */
static size_t take_prepaid(const struct run *run, const struct recognition *one, struct entry_line_in *lines)
{
    money open = one->amount;
    size_t count = 0;
    for (size_t i = 0; i < run->booked_count && open.fen > 0; i++) {
        const struct booked *booked = &run->booked[i];
        if (booked->contract_seq != one->contract->seq || !is_prepaid(booked))
            continue;
        const money part = money_cmp(available(booked), open) < 0 ? available(booked) : open;
        if (part.fen == 0)
            continue;
        assert(count < PREPAID_MAX);
        lines[count++] = line_of(one->contract, booked->code, SIDE_DEBIT, part);
        open = FEN(open.fen - part.fen);
    }
    assert(open.fen == 0);
    return count;
}

static RESULT prepare_one(struct run *run, struct change *change, const struct recognition *one)
{
    struct entry_line_in lines[PREPAID_MAX + 1];
    const char *key, *summary, *income;
    const size_t debits = take_prepaid(run, one, lines);
    TRY(arena_print(run->ctx->arena, &income, "%u", 4000U + one->contract->stream));
    TRY(arena_print(run->ctx->arena, &summary, "确认%d年%d月%s收入，合同#%llu", run->in->month / 12,
                    run->in->month % 12 + 1, stream_name(one->contract->stream, LANGUAGE_ZH),
                    (unsigned long long)one->contract->seq));
    TRY(key_of(run, one, &key));
    lines[debits] = line_of(one->contract, income, SIDE_CREDIT, one->amount);
    const struct entry_in entry = {.community = run->in->community,
                                   .key = key,
                                   .entry_type = ENTRY_ORDINARY,
                                   .source = SOURCE_SCHEDULE,
                                   .word = WORD_GENERAL,
                                   .booking_date = month_last(run->in->month),
                                   .summary = summary,
                                   .lines = lines,
                                   .line_count = debits + 1};
    return entry_prepare(run->ctx, change, &entry, 1);
}

static RESULT run_once(struct run *run)
{
    struct journal_head head;
    struct change change;
    TRY(journal_head(run->ctx, run->in->community, &head)); /* before reading: what is decided holds for this size */
    run->count = 0;
    TRY(plan(run));
    change_init(&change, run->ctx->arena);
    for (size_t i = 0; i < run->count; i++)
        if (run->list[i].amount.fen > 0)
            TRY(prepare_one(run, &change, &run->list[i]));
    if (change.requests.count == 0)
        return OK;
    for (size_t i = 0; i < change.requests.count; i++)
        change.requests.items[i].at_size = head.size;
    TRY(journal_post(run->ctx, &change));
    for (size_t i = 0, r = 0; i < run->count; i++)
        if (run->list[i].amount.fen > 0)
            run->list[i].seq = change.requests.items[r++].seq;
    return OK;
}

RESULT recognition_run(struct ctx *ctx, const struct recognition_in *in, struct recognition **ret_list,
                       size_t *ret_count)
{
    struct run run = {.ctx = ctx, .in = in};
    result done = OK;
    TRY(community_act(ctx, in->community, ACTOR_PERSON));
    for (int i = 0; i < ATTEMPTS; i++) {
        done = run_once(&run);
        if (done.code != ERROR_journal_moved)
            break;
    }
    TRY(done);
    *ret_list = run.list;
    *ret_count = run.count;
    return OK;
}
