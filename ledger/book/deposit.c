#include "ledger/book/deposit.h"

#include "ledger/book/bank_account.h"
#include "ledger/people/unit.h"

enum { KINDS = 2, LINES = 4, SHORT_PERCENT = 30 };

struct split { /* shares by kind of housing: commodity, public */
    struct entry_share_in *shares[KINDS];
    size_t count[KINDS];
    money sum[KINDS];
};

/* Public housing and the accounts of its selling units stand apart from commodity housing (CN-MFA). */
static size_t kind_of(uint16_t use)
{
    return use == UNIT_PUBLIC || use == UNIT_SELLER ? 1 : 0;
}

static const struct unit *unit_of(const struct unit *list, size_t count, const struct uuid *unit)
{
    for (size_t i = 0; i < count; i++)
        if (uuid_equal(&list[i].unit, unit))
            return &list[i];
    return NULL;
}

static RESULT split_shares(struct ctx *ctx, const struct deposit_in *in, struct split *split)
{
    struct unit *units;
    size_t count;
    if (in->count == 0)
        return REFUSE(unit, none);
    TRY(unit_list(ctx, in->community, &units, &count));
    for (size_t k = 0; k < KINDS; k++)
        TRY(ARENA_TAKE(ctx->arena, in->count, &split->shares[k]));
    for (size_t i = 0; i < in->count; i++) {
        const struct unit *unit = unit_of(units, count, &in->shares[i].unit);
        char token[UUID_TEXT];
        uuid_format(&in->shares[i].unit, token);
        error_set(&ctx->error, "unit", "%s", token);
        if (!unit)
            return REFUSE(unit, unknown);
        const size_t kind = kind_of(unit->use);
        split->shares[kind][split->count[kind]++] = in->shares[i];
        TRY(money_add(split->sum[kind], in->shares[i].amount, &split->sum[kind]));
    }
    return OK;
}

/* The leaf that holds the money, with its dimension. */
static RESULT bank_line(struct ctx *ctx, const struct deposit_in *in, uint8_t side, struct entry_line_in *line)
{
    const struct bank_account_key key = {in->community, FUND_MF, in->bank_account_seq};
    struct bank_account bank;
    TRY(bank_account_of_fund(ctx, &key, &bank));
    *line = (struct entry_line_in){.fund = FUND_MF,
                                   .account = bank_account_leaf(&bank),
                                   .side = side,
                                   .amount = FEN(0),
                                   .dimensions = {{DIMENSION_BANK_ACCOUNT, (uint64_t)in->bank_account_seq}},
                                   .dimension_count = 1};
    return OK;
}

/* One line a kind of housing on codes[kind], with its shares unless the account takes none; their sum is added up. */
static RESULT kind_lines(const struct split *split, const char *const codes[KINDS], uint8_t side,
                         struct entry_line_in *lines, size_t *count)
{
    for (size_t k = 0; k < KINDS; k++) {
        if (split->count[k] == 0)
            continue;
        lines[(*count)++] = (struct entry_line_in){.fund = FUND_MF,
                                                   .account = codes[k],
                                                   .side = side,
                                                   .amount = split->sum[k],
                                                   .shares = codes[k][0] == '2' ? NULL : split->shares[k],
                                                   .share_count = codes[k][0] == '2' ? 0 : split->count[k]};
    }
    return OK;
}

static RESULT post(struct ctx *ctx, const struct deposit_in *in, struct entry_line_in *lines, size_t count,
                   struct entry_out *ret_out)
{
    const bool out = lines[0].side == SIDE_CREDIT;
    const struct entry_in entry = {.community = in->community,
                                   .key = in->key,
                                   .entry_type = ENTRY_ORDINARY,
                                   .source = SOURCE_HAND,
                                   .word = WORD_GENERAL,
                                   .booking_date = in->booking_date,
                                   .summary = in->summary ? in->summary
                                              : out       ? "返还维修资金"
                                                          : "交存维修资金",
                                   .payee = in->payee,
                                   .lines = lines,
                                   .line_count = count};
    return entry_post(ctx, &entry, 1, ret_out);
}

static const char *const deposit_codes[] = {"400101", "400102"}, *const refund_codes[] = {"510101", "510102"},
                         *const payable_codes[] = {"200101", "200102"};

/* Bank on one side, accounts per kind of housing on the other. */
static RESULT post_through_bank(struct ctx *ctx, const struct deposit_in *in, const char *const codes[KINDS],
                                uint8_t bank_side, struct entry_out *ret_out)
{
    struct split split = {.count = {0}};
    struct entry_line_in lines[LINES];
    size_t count = 1;
    TRY(split_shares(ctx, in, &split));
    TRY(bank_line(ctx, in, bank_side, &lines[0]));
    TRY(money_add(split.sum[0], split.sum[1], &lines[0].amount));
    TRY(kind_lines(&split, codes, bank_side == SIDE_DEBIT ? SIDE_CREDIT : SIDE_DEBIT, lines, &count));
    return post(ctx, in, lines, count, ret_out);
}

RESULT deposit_post(struct ctx *ctx, const struct deposit_in *in, struct entry_out *ret_out)
{
    return post_through_bank(ctx, in, deposit_codes, SIDE_DEBIT, ret_out);
}

/*= CN-MF-29 房屋灭失的，维修资金返还业主 */
static RESULT recognise_lost(struct ctx *ctx, const struct deposit_in *in, struct entry_out *ret_out)
{
    struct split split = {.count = {0}};
    struct entry_line_in lines[LINES];
    size_t count = 0;
    TRY(split_shares(ctx, in, &split));
    TRY(kind_lines(&split, payable_codes, SIDE_CREDIT, lines, &count));
    TRY(kind_lines(&split, refund_codes, SIDE_DEBIT, lines, &count));
    return post(ctx, in, lines, count, ret_out);
}

RESULT deposit_refund(struct ctx *ctx, const struct deposit_in *in, enum refund_kind kind, struct entry_out *ret_out)
{
    switch (kind) {
    case REFUND_THIS_YEAR:
        return post_through_bank(ctx, in, deposit_codes, SIDE_CREDIT, ret_out);
    case REFUND_FORMER_YEAR:
        return post_through_bank(ctx, in, refund_codes, SIDE_CREDIT, ret_out);
    case REFUND_HOUSE_LOST:
        return recognise_lost(ctx, in, ret_out);
    case REFUND_PAID:
        break;
    }
    return post_through_bank(ctx, in, payable_codes, SIDE_CREDIT, ret_out);
}

/* ---- what must be topped up ---- */

static RESULT first_deposit(uint64_t area_cm2, int64_t rate_fen, money *ret_amount)
{
    const unsigned __int128 product = (unsigned __int128)area_cm2 * (uint64_t)rate_fen + 5000; /* cm² per m²: 10,000 */
    const unsigned __int128 fen = product / 10000;
    if (fen > MONEY_MAX_FEN)
        return REFUSE(money, range);
    *ret_amount = FEN((int64_t)fen);
    return OK;
}

/*= CN-MF-17 余额不足首期交存额 30% 的，应当及时续交 */
RESULT deposit_short_list(struct ctx *ctx, const struct deposit_short_in *in, struct deposit_short **ret_list,
                          size_t *ret_count)
{
    struct subledger_balance *all;
    size_t count;
    *ret_count = 0;
    if (in->rate_fen < 0)
        return REFUSE(number, malformed);
    TRY(subledger_balances(ctx, in->community, in->as_of, &all, &count));
    TRY(ARENA_TAKE(ctx->arena, count + 1, ret_list));
    for (size_t i = 0; i < count; i++) {
        money due;
        TRY(first_deposit(all[i].area_cm2, in->rate_fen, &due));
        if (all[i].use == UNIT_SELLER || (__int128)all[i].balance.fen * 100 >= (__int128)due.fen * SHORT_PERCENT)
            continue;
        (*ret_list)[(*ret_count)++] = (struct deposit_short){.unit = all[i].unit,
                                                             .address = all[i].address,
                                                             .first_deposit = due,
                                                             .balance = all[i].balance,
                                                             .missing = FEN(due.fen - all[i].balance.fen)};
    }
    return OK;
}
