#include "ledger/book/apportionment.h"

#include "ledger/book/bank_account.h"
#include "ledger/people/community.h"
#include "ledger/people/unit.h"

struct run { /* one apportionment under way */
    struct ctx *ctx;
    const struct apportionment_post_in *in;
    struct subledger_balance *units; /* the register, with balances */
    size_t count;
    struct apportionment working;
};

/* Place in the register, from 1; 0 when there is none. */
static uint64_t place_of(const struct run *run, const struct uuid *unit)
{
    for (size_t i = 0; i < run->count; i++)
        if (uuid_equal(&run->units[i].unit, unit))
            return i + 1;
    return 0;
}

static enum apportionment_kind kind_of(uint16_t use)
{
    static const enum apportionment_kind kinds[] = {[UNIT_COMMODITY] = APPORTIONMENT_COMMODITY,
                                                    [UNIT_PUBLIC] = APPORTIONMENT_SOLD_PUBLIC,
                                                    [UNIT_SELLER] = APPORTIONMENT_SELLER,
                                                    [UNIT_NOT_HOUSING] = APPORTIONMENT_NON_RESIDENTIAL};
    return kinds[use];
}

static RESULT fill_member(struct run *run, const struct charge *charge, struct apportionment_member *member)
{
    char token[UUID_TEXT];
    const uint64_t place = place_of(run, &charge->unit);
    uuid_format(&charge->unit, token);
    error_set(&run->ctx->error, "unit", "%s", token);
    if (place == 0)
        return REFUSE(unit, unknown);
    const struct subledger_balance *unit = &run->units[place - 1];
    error_set(&run->ctx->error, "unit", "%s", unit->address);
    *member = (struct apportionment_member){.id = place,
                                            .kind = kind_of(unit->use),
                                            .unsold = charge->unsold,
                                            .area_cm2 = unit->area_cm2,
                                            .share = charge->share,
                                            .deposit = unit->deposited};
    return OK;
}

static RESULT work_out(struct run *run)
{
    struct community community;
    struct apportionment_member *members;
    TRY(community_get(run->ctx, run->in->community, &community));
    TRY(subledger_balances(run->ctx, run->in->community, run->in->booking_date, &run->units, &run->count));
    TRY(ARENA_TAKE(run->ctx->arena, run->in->count + 1, &members));
    for (size_t i = 0; i < run->in->count; i++)
        TRY(fill_member(run, &run->in->scope[i], &members[i]));
    const struct apportionment_in in = {
        .cost = run->in->cost, .method = run->in->method, .scope = members, .count = run->in->count};
    return apportionment_make(run->ctx, &in, &run->working);
}

/* Units and selling units alike: each is charged to its own sub-account. */
static RESULT list_charged(struct run *run, struct charged **ret_list, size_t *ret_count)
{
    const struct apportionment *w = &run->working;
    struct charged *list;
    size_t count = 0;
    TRY(ARENA_TAKE(run->ctx->arena, w->unit_count + w->bearer_count + 1, &list));
    for (size_t i = 0; i < w->unit_count; i++)
        list[count++] = (struct charged){&run->units[w->units[i].id - 1], w->units[i].amount, FEN(0)};
    for (size_t i = 0; i < w->bearer_count; i++)
        if (w->bearers[i].bearing == APPORTIONMENT_SELLING_UNIT)
            list[count++] = (struct charged){&run->units[w->bearers[i].id - 1], w->bearers[i].amount, FEN(0)};
    for (size_t i = 0; i < count; i++)
        TRY(money_sub(list[i].unit->balance, list[i].amount, &list[i].after));
    *ret_list = list;
    *ret_count = count;
    return OK;
}

RESULT apportionment_preview(struct ctx *ctx, const struct apportionment_post_in *in, struct apportionment *ret_working,
                             struct charged **ret_list, size_t *ret_count)
{
    struct run run = {.ctx = ctx, .in = in};
    TRY(work_out(&run));
    *ret_working = run.working;
    return list_charged(&run, ret_list, ret_count);
}

static RESULT shares_of(struct run *run, struct entry_share_in **ret_shares, size_t *ret_count)
{
    struct charged *list;
    size_t count, kept = 0;
    TRY(list_charged(run, &list, &count));
    TRY(ARENA_TAKE(run->ctx->arena, count + 1, ret_shares));
    for (size_t i = 0; i < count; i++)
        if (list[i].amount.fen != 0)
            (*ret_shares)[kept++] = (struct entry_share_in){list[i].unit->unit, list[i].amount};
    *ret_count = kept;
    return OK;
}

/*= CN-MF-20 维修费用由有关业主按专有部分面积分摊, CN-MF-21 未售出的由开发建设单位承担 */
RESULT apportionment_post(struct ctx *ctx, const struct apportionment_post_in *in, struct entry_out *ret_out)
{
    struct run run = {.ctx = ctx, .in = in};
    struct entry_line_in lines[2] = {
        {.fund = FUND_MF, .account = in->account ? in->account : "500101", .side = SIDE_DEBIT, .amount = in->cost},
        {.fund = FUND_MF,
         .side = SIDE_CREDIT,
         .amount = in->cost,
         .dimensions = {{DIMENSION_BANK_ACCOUNT, (uint64_t)in->bank_account_seq}},
         .dimension_count = 1}};
    const struct bank_account_key key = {in->community, FUND_MF, in->bank_account_seq};
    const struct reservation_capture_in capture = {(uint64_t)in->reservation.value, in->cost};
    struct bank_account bank;
    struct entry_share_in *shares;
    TRY(work_out(&run));
    TRY(bank_account_of_fund(ctx, &key, &bank));
    lines[1].account = bank_account_leaf(&bank);
    TRY(shares_of(&run, &shares, &lines[0].share_count));
    lines[0].shares = shares;
    const struct entry_in entry = {.community = in->community,
                                   .key = in->key,
                                   .entry_type = ENTRY_APPORTIONMENT,
                                   .source = SOURCE_HAND,
                                   .word = WORD_GENERAL,
                                   .booking_date = in->booking_date,
                                   .summary = in->summary ? in->summary : "维修费用分摊",
                                   .payee = in->payee,
                                   .lines = lines,
                                   .line_count = LENGTH(lines),
                                   .captures = &capture,
                                   .capture_count = in->reservation.present};
    return entry_post(ctx, &entry, 1, ret_out);
}
