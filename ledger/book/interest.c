#include "ledger/book/interest.h"

#include "embed/sql.h"
#include "ledger/people/community.h"
#include "ledger/people/unit.h"

#include <string.h>

/* ---- balances of a period ---- */

struct movement_row { /* ascending by registration, then day; one row without day for a unit that never moved */
    struct uuid unit;
    uint64_t area_cm2, opened_seq;
    struct maybe day, change; /* the day before the period for everything up to there */
};

struct run { /* one distribution under way */
    struct ctx *ctx;
    const struct interest_in *in;
    struct uuid *units; /* of the kind of housing, in order of registration */
    size_t count;
    struct interest_account *accounts;
    struct interest_shares shares;
};

static RESULT load_movements(struct run *run, struct movement_row **ret_rows, size_t *ret_count)
{
    static const struct db_column row[] = {COLUMN(movement_row, unit), COLUMN(movement_row, area_cm2),
                                           COLUMN(movement_row, opened_seq), COLUMN(movement_row, day),
                                           COLUMN(movement_row, change)};
    const struct db_value in[] = {db_number((int64_t)run->in->community), db_number(run->in->from),
                                  db_number(run->in->to), db_number(run->in->housing == HOUSING_PUBLIC)};
    struct community community;
    TRY(community_get(run->ctx, run->in->community, &community));
    *ret_rows = NULL;
    return db_list(run->ctx, CALL(sql_interest_movements, in), ROW(movement_row, row), ret_rows, ret_count);
}

static void add_movement(const struct run *run, const struct movement_row *row, struct interest_account *account,
                         struct interest_movement *to)
{
    if (!row->day.present)
        return;
    if (row->day.value < run->in->from)
        account->opening = FEN(row->change.value);
    else
        to[account->count++] = (struct interest_movement){(day)row->day.value, FEN(row->change.value)};
}

static RESULT load_accounts(struct run *run)
{
    struct movement_row *rows;
    struct interest_movement *movements;
    size_t count = 0;
    TRY(load_movements(run, &rows, &count));
    TRY(ARENA_TAKE(run->ctx->arena, count + 1, &run->units));
    TRY(ARENA_TAKE(run->ctx->arena, count + 1, &run->accounts));
    TRY(ARENA_TAKE(run->ctx->arena, count + 1, &movements));
    for (size_t at = 0; at < count;) {
        struct interest_account *account = &run->accounts[run->count];
        run->units[run->count++] = rows[at].unit;
        account->area_cm2 = rows[at].area_cm2;
        account->movements = movements;
        for (const uint64_t seq = rows[at].opened_seq; at < count && rows[at].opened_seq == seq; at++)
            add_movement(run, &rows[at], account, movements);
        movements += account->count;
    }
    return run->count > 0 ? OK : REFUSE(interest, no_units);
}

static RESULT share_out(struct run *run)
{
    TRY(load_accounts(run));
    const struct interest_share_in in = {.amount = run->in->amount,
                                         .key = run->in->by,
                                         .from = run->in->from,
                                         .to = run->in->to,
                                         .accounts = run->accounts,
                                         .count = run->count};
    return interest_share(run->ctx, &in, &run->shares);
}

static const char *address_of(const struct unit *list, size_t count, const struct uuid *unit)
{
    for (size_t i = 0; i < count; i++)
        if (uuid_equal(&list[i].unit, unit))
            return list[i].address;
    return "";
}

RESULT interest_preview(struct ctx *ctx, const struct interest_in *in, struct interest_share_listed **ret_list,
                        size_t *ret_count)
{
    struct run run = {.ctx = ctx, .in = in};
    struct interest_share_listed *list;
    struct unit *units;
    size_t count;
    TRY(share_out(&run));
    TRY(unit_list(ctx, in->community, &units, &count));
    TRY(ARENA_TAKE(ctx->arena, run.count, &list));
    for (size_t i = 0; i < run.count; i++)
        list[i] = (struct interest_share_listed){run.units[i], address_of(units, count, &run.units[i]),
                                                 run.shares.weights[i], run.shares.shares[i]};
    *ret_list = list;
    *ret_count = run.count;
    return OK;
}

/* ---- the entry ---- */

struct earned_row {
    bool distributed;
    money earned;
};

static RESULT find_earned(struct ctx *ctx, uint64_t community, enum housing housing, const struct uuid *event,
                          struct earned_row *ret_row)
{
    static const struct db_column row[] = {COLUMN(earned_row, distributed), COLUMN(earned_row, earned)};
    const struct db_value in[] = {db_number((int64_t)community), db_uuid(event),
                                  db_text(housing == HOUSING_PUBLIC ? "310102" : "310101")};
    return db_one(ctx, CALL(sql_interest_earned, in), ROW(earned_row, row), ret_row);
}

RESULT interest_undistributed(struct ctx *ctx, uint64_t community, enum housing housing, money *ret_amount)
{
    const struct uuid none = {{0}};
    struct earned_row found;
    TRY(find_earned(ctx, community, housing, &none, &found));
    *ret_amount = found.earned;
    return OK;
}

static RESULT check(struct run *run, const char *key)
{
    const struct uuid event = record_event_id(run->in->community, BYTES(key, strlen(key)), 0);
    struct earned_row found;
    char text[MONEY_TEXT];
    TRY(find_earned(run->ctx, run->in->community, run->in->housing, &event, &found));
    error_set(&run->ctx->error, "year", "%d", run->in->year);
    money_format(found.earned, text);
    error_set(&run->ctx->error, "available", "%s", text);
    if (found.distributed)
        return REFUSE(interest, distributed);
    return money_cmp(run->in->amount, found.earned) <= 0 ? OK : REFUSE(interest, unearned);
}

static RESULT prepare_entry(struct run *run, struct change *change, const char *key)
{
    const bool public = run->in->housing == HOUSING_PUBLIC;
    const char *summary = run->in->summary;
    struct entry_share_in *shares;
    size_t count = 0;
    TRY(ARENA_TAKE(run->ctx->arena, run->count, &shares));
    for (size_t i = 0; i < run->count; i++)
        if (run->shares.shares[i].fen != 0)
            shares[count++] = (struct entry_share_in){run->units[i], run->shares.shares[i]};
    if (!summary)
        TRY(arena_print(run->ctx->arena, &summary, "分配%d年收益", run->in->year));
    const struct entry_line_in lines[] = {
        {.fund = FUND_MF, .account = public ? "310102" : "310101", .side = SIDE_DEBIT, .amount = run->in->amount},
        {.fund = FUND_MF,
         .account = public ? "3002" : "3001",
         .side = SIDE_CREDIT,
         .amount = run->in->amount,
         .shares = shares,
         .share_count = count}};
    const struct entry_in entry = {.community = run->in->community,
                                   .key = key,
                                   .entry_type = ENTRY_ORDINARY,
                                   .source = SOURCE_SCHEDULE,
                                   .word = WORD_GENERAL,
                                   .booking_date = run->in->booking_date,
                                   .summary = summary,
                                   .lines = lines,
                                   .line_count = LENGTH(lines)};
    return entry_prepare(run->ctx, change, &entry, 1);
}

RESULT interest_prepare(struct ctx *ctx, struct change *change, const struct interest_in *in)
{
    struct run run = {.ctx = ctx, .in = in};
    const char *key;
    TRY(share_out(&run));
    TRY(arena_print(ctx->arena, &key, "interest-%d-%s", in->year,
                    in->housing == HOUSING_PUBLIC ? "public" : "commodity"));
    TRY(check(&run, key));
    return prepare_entry(&run, change, key);
}

RESULT interest_distribute(struct ctx *ctx, const struct interest_in *in, uint64_t *ret_seq)
{
    struct change change;
    change_init(&change, ctx->arena);
    TRY(interest_prepare(ctx, &change, in));
    TRY(journal_post(ctx, &change));
    *ret_seq = change.requests.items[0].seq;
    return OK;
}
