#include "reports/snapshot.h"

#include "base/words.h"
#include "db/db.h"
#include "embed/sql.h"

#include <string.h>

struct community_row {
    uint64_t community_id;
    const char *name;
    uint32_t county;
    uint64_t size;
    struct digest root;
};

struct count_row {
    int64_t vouchers, red_letters;
};

struct fund_row {
    uint16_t fund;
    const char *custodian;
};

struct reading {
    const struct snapshot_in *in;
    struct snapshot *snapshot;
};

static RESULT read_head(struct ctx *ctx, const struct snapshot_in *in, struct snapshot *snapshot)
{
    static const struct db_column columns[] = {COLUMN(community_row, community_id), COLUMN(community_row, name),
                                               COLUMN(community_row, county), COLUMN(community_row, size),
                                               COLUMN(community_row, root)};
    const struct db_value key[] = {db_number((int64_t)in->community)};
    struct community_row row = {0};
    bool found;
    TRY(db_maybe(ctx, CALL(sql_community_get, key), ROW(community_row, columns), &row, &found));
    error_set(&ctx->error, "community", "%012llu", (unsigned long long)in->community);
    if (!found)
        return REFUSE(community, unknown);
    snapshot->community_id = row.community_id;
    snapshot->name = row.name;
    snapshot->size = row.size;
    snapshot->root = row.root;
    return OK;
}

static RESULT check_fund(struct ctx *ctx, const struct snapshot_in *in)
{
    static const struct db_column columns[] = {COLUMN(fund_row, fund), COLUMN(fund_row, custodian)};
    const struct db_value key[] = {db_number((int64_t)in->community)};
    struct fund_row *funds;
    size_t count;
    TRY(db_list(ctx, CALL(sql_fund_list, key), ROW(fund_row, columns), &funds, &count));
    for (size_t i = 0; i < count; i++)
        if (funds[i].fund == in->fund)
            return OK;
    error_set(&ctx->error, "fund", "%s", fund_code(in->fund));
    return REFUSE(fund, unknown);
}

static RESULT read_turnover(struct ctx *ctx, const struct db_value key[4], struct snapshot *snapshot)
{
    static const struct db_column columns[] = {
        COLUMN(turnover_row, code),
        COLUMN(turnover_row, name),
        COLUMN(turnover_row, class),
        COLUMN(turnover_row, normal_side),
        COLUMN(turnover_row, month),
        COLUMN(turnover_row, debit_fen),
        COLUMN(turnover_row, credit_fen),
        COLUMN(turnover_row, carried_debit_fen),
        COLUMN(turnover_row, carried_credit_fen),
    };
    return db_list(ctx, (struct db_call){&sql_turnover_list, key, 4}, ROW(turnover_row, columns), &snapshot->turnover,
                   &snapshot->turnover_count);
}

static RESULT read_streams(struct ctx *ctx, const struct db_value key[4], struct snapshot *snapshot)
{
    static const struct db_column columns[] = {COLUMN(stream_row, code), COLUMN(stream_row, stream),
                                               COLUMN(stream_row, month), COLUMN(stream_row, debit_fen),
                                               COLUMN(stream_row, credit_fen)};
    const struct db_call call = {&sql_stream_turnover_list, key, 4};
    return db_list(ctx, call, ROW(stream_row, columns), &snapshot->streams, &snapshot->stream_count);
}

static RESULT read_money(struct ctx *ctx, const struct db_value key[4], struct snapshot *snapshot)
{
    static const struct db_column columns[] = {
        COLUMN(money_row, code),      COLUMN(money_row, name),       COLUMN(money_row, bank_account),
        COLUMN(money_row, bank),      COLUMN(money_row, tail),       COLUMN(money_row, month),
        COLUMN(money_row, debit_fen), COLUMN(money_row, credit_fen),
    };
    const struct db_call call = {&sql_money_turnover_list, key, 4};
    return db_list(ctx, call, ROW(money_row, columns), &snapshot->money, &snapshot->money_count);
}

static RESULT read_payments(struct ctx *ctx, const struct db_value key[4], struct snapshot *snapshot)
{
    static const struct db_column columns[] = {
        COLUMN(payment_row, booking_date), COLUMN(payment_row, word),     COLUMN(payment_row, series),
        COLUMN(payment_row, number),       COLUMN(payment_row, summary),  COLUMN(payment_row, amount_fen),
        COLUMN(payment_row, reversed),     COLUMN(payment_row, accounts),
    };
    const struct db_call call = {&sql_payment_largest, key, 4};
    return db_list(ctx, call, ROW(payment_row, columns), &snapshot->payments, &snapshot->payment_count);
}

static RESULT read_counts(struct ctx *ctx, const struct snapshot_in *in, struct snapshot *snapshot)
{
    static const struct db_column columns[] = {COLUMN(count_row, vouchers), COLUMN(count_row, red_letters)};
    for (size_t i = 0; i < LENGTH(in->counts) && in->counts[i].first > 0; i++) {
        const struct db_value key[] = {db_number((int64_t)in->community), db_number(in->fund),
                                       db_number(in->counts[i].first), db_number(in->counts[i].last)};
        struct count_row row = {0};
        TRY(db_one(ctx, CALL(sql_voucher_count, key), ROW(count_row, columns), &row));
        snapshot->vouchers[i] = row.vouchers;
        snapshot->red_letters[i] = row.red_letters;
    }
    return OK;
}

RESULT snapshot_load(struct ctx *ctx, const struct snapshot_in *in, struct snapshot *ret_snapshot)
{
    *ret_snapshot = (struct snapshot){0};
    TRY(read_head(ctx, in, ret_snapshot));
    TRY(check_fund(ctx, in));
    const struct db_value key[] = {db_number((int64_t)in->community), db_number(in->fund), db_number(in->from),
                                   db_number(in->to)};
    TRY(read_turnover(ctx, key, ret_snapshot));
    TRY(read_streams(ctx, key, ret_snapshot));
    if (in->money)
        TRY(read_money(ctx, key, ret_snapshot));
    if (in->payments)
        TRY(read_payments(ctx, key, ret_snapshot));
    return read_counts(ctx, in, ret_snapshot);
}

static result load(struct ctx *ctx, void *arg)
{
    const struct reading *reading = arg;
    return snapshot_load(ctx, reading->in, reading->snapshot);
}

RESULT snapshot_read(struct ctx *ctx, const struct snapshot_in *in, struct snapshot *ret_snapshot)
{
    struct reading reading = {in, ret_snapshot};
    return db_read(ctx, load, &reading);
}

/* ---- sums ---- */

static RESULT add_sides(struct sides *sum, const struct turnover_row *row)
{
    TRY(money_add(sum->debit, row->debit_fen, &sum->debit));
    return money_add(sum->credit, row->credit_fen, &sum->credit);
}

RESULT snapshot_sides(const struct snapshot *snapshot, const char *prefix, struct span span, struct sides *ret_sides)
{
    struct sides sum = {FEN(0), FEN(0)};
    const size_t size = strlen(prefix);
    for (size_t i = 0; i < snapshot->turnover_count; i++) {
        const struct turnover_row *row = &snapshot->turnover[i];
        if (row->month >= span.first && row->month <= span.last && strncmp(row->code, prefix, size) == 0)
            TRY(add_sides(&sum, row));
    }
    *ret_sides = sum;
    return OK;
}

RESULT snapshot_class(const struct snapshot *snapshot, int class, struct span span, struct sides *ret_sides)
{
    struct sides sum = {FEN(0), FEN(0)};
    for (size_t i = 0; i < snapshot->turnover_count; i++) {
        const struct turnover_row *row = &snapshot->turnover[i];
        if (row->month >= span.first && row->month <= span.last && row->class == class)
            TRY(add_sides(&sum, row));
    }
    *ret_sides = sum;
    return OK;
}

RESULT snapshot_net(struct sides sides, money *ret_net)
{
    return money_sub(sides.debit, sides.credit, ret_net);
}

struct span snapshot_until(int32_t last)
{
    return (struct span){0, last};
}

struct span snapshot_before(int32_t first)
{
    return (struct span){0, first - 1};
}
