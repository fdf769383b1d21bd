#include "ledger/book/interest.h"

#include "embed/sql.h"
#include "ledger/people/community.h"
#include "ledger/people/unit.h"

#include <string.h>

/* ---- balances of a period ---- */

struct movement_row { /* ascending by unit's place in the register, then day */
    int64_t ordinal;  /* of the unit, from 1 */
    day day;          /* the day before the period for everything up to there */
    int64_t change;
};

struct run { /* one distribution under way */
    struct ctx *ctx;
    const struct interest_in *in;
    struct unit *units; /* of the kind of housing, in order of registration */
    size_t count;
    struct interest_account *accounts;
    struct interest_shares shares;
};

static bool of_housing(const struct unit *unit, enum housing housing)
{
    const bool public = unit->use == UNIT_PUBLIC || unit->use == UNIT_SELLER;
    return public == (housing == HOUSING_PUBLIC);
}

static RESULT load_units(struct run *run)
{
    struct community community;
    struct unit *all;
    size_t count;
    TRY(community_get(run->ctx, run->in->community, &community));
    TRY(unit_list(run->ctx, run->in->community, &all, &count));
    TRY(ARENA_TAKE(run->ctx->arena, count + 1, &run->units));
    for (size_t i = 0; i < count; i++)
        if (of_housing(&all[i], run->in->housing))
            run->units[run->count++] = all[i];
    return run->count > 0 ? OK : REFUSE(interest, no_units);
}

/* Movements by unit and day; the query numbers units as they were asked for. */
static RESULT load_movements(struct run *run, struct movement_row **ret_rows, size_t *ret_count)
{
    static const struct db_column row[] = {COLUMN(movement_row, ordinal), COLUMN(movement_row, day),
                                           COLUMN(movement_row, change)};
    struct db_array units;
    struct db_value in[4] = {db_number((int64_t)run->in->community)};
    db_array_init(&units, run->ctx->arena, DB_UUID);
    for (size_t i = 0; i < run->count; i++)
        db_array_bytes(&units, BYTES(run->units[i].unit.b, sizeof run->units[i].unit.b));
    TRY(db_array_value(&units, &in[1]));
    in[2] = db_number(run->in->from);
    in[3] = db_number(run->in->to);
    *ret_rows = NULL;
    return db_list(run->ctx, CALL(sql_interest_movements, in), ROW(movement_row, row), ret_rows, ret_count);
}

static RESULT fill_accounts(struct run *run)
{
    struct movement_row *rows;
    struct interest_movement *movements;
    size_t count, at = 0;
    TRY(load_movements(run, &rows, &count));
    TRY(ARENA_TAKE(run->ctx->arena, run->count, &run->accounts));
    TRY(ARENA_TAKE(run->ctx->arena, count + 1, &movements));
    for (size_t i = 0; i < run->count; i++) {
        struct interest_account *account = &run->accounts[i];
        account->area_cm2 = run->units[i].area_cm2;
        account->movements = movements;
        for (; at < count && rows[at].ordinal == (int64_t)i + 1; at++) {
            if (rows[at].day < run->in->from)
                account->opening = FEN(rows[at].change);
            else
                movements[account->count++] = (struct interest_movement){rows[at].day, FEN(rows[at].change)};
        }
        movements += account->count;
    }
    return OK;
}

static RESULT share_out(struct run *run)
{
    TRY(load_units(run));
    TRY(fill_accounts(run));
    const struct interest_share_in in = {.amount = run->in->amount,
                                         .key = run->in->by,
                                         .from = run->in->from,
                                         .to = run->in->to,
                                         .accounts = run->accounts,
                                         .count = run->count};
    return interest_share(run->ctx, &in, &run->shares);
}

RESULT interest_preview(struct ctx *ctx, const struct interest_in *in, struct interest_share_listed **ret_list,
                        size_t *ret_count)
{
    struct run run = {.ctx = ctx, .in = in};
    struct interest_share_listed *list;
    TRY(share_out(&run));
    TRY(ARENA_TAKE(ctx->arena, run.count, &list));
    for (size_t i = 0; i < run.count; i++)
        list[i] = (struct interest_share_listed){run.units[i].unit, run.units[i].address, run.shares.weights[i],
                                                 run.shares.shares[i]};
    *ret_list = list;
    *ret_count = run.count;
    return OK;
}

/* ---- the entry ---- */

struct earned_row {
    bool distributed;
    money earned;
};

static RESULT check(struct run *run, const char *key)
{
    static const struct db_column row[] = {COLUMN(earned_row, distributed), COLUMN(earned_row, earned)};
    const struct uuid event = record_event_id(run->in->community, BYTES(key, strlen(key)), 0);
    const bool public = run->in->housing == HOUSING_PUBLIC;
    const struct db_value in[] = {db_number((int64_t)run->in->community), db_uuid(&event),
                                  db_text(public ? "310102" : "310101")};
    struct earned_row found;
    char text[MONEY_TEXT];
    TRY(db_one(run->ctx, CALL(sql_interest_earned, in), ROW(earned_row, row), &found));
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
            shares[count++] = (struct entry_share_in){run->units[i].unit, run->shares.shares[i]};
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
