/* interest  Shares income out to every unit of many communities by balance and days, all controls on.
 *
 * bench_interest DSN COMMUNITIES UNITS: prints unit lines written, seconds of the distribution (reading balances,
 * shares, salted leaves and roots, entries, rows, commits), peak memory in KiB. */
#include "ledger/book/interest.h"
#include "base/number.h"
#include "bench/bench.h"
#include "ledger/book/deposit.h"
#include "ledger/people/unit.h"

#include <stdio.h>

enum { ARENA = 1 << 30, COMMUNITIES_MAX = 1000, GROUP = 20 };

static RESULT register_units(struct ctx *ctx, uint64_t community, int64_t units)
{
    struct unit_register_in in = {.community = community, .count = (size_t)units};
    struct unit_in *list;
    size_t registered;
    TRY(ARENA_TAKE(ctx->arena, (size_t)units, &list));
    for (int64_t u = 0; u < units; u++) {
        list[u] = (struct unit_in){.building = "1幢", .area_cm2 = 800000 + (uint64_t)u * 100, .use = UNIT_COMMODITY};
        TRY(arena_print(ctx->arena, &list[u].number, "%lld", (long long)u));
    }
    in.units = list;
    TRY(date_from_civil(2024, 1, 1, &in.owned_from));
    return unit_register(ctx, &in, &registered);
}

/* One deposit of every unit, so that there are balances to share by. */
static RESULT deposit(struct ctx *ctx, uint64_t community, uint64_t bank)
{
    struct deposit_in in = {.community = community, .key = "bench-deposit", .bank_account_seq = (int64_t)bank};
    struct entry_share_in *shares;
    struct entry_out out;
    struct unit *units;
    TRY(unit_list(ctx, community, &units, &in.count));
    TRY(ARENA_TAKE(ctx->arena, in.count, &shares));
    for (size_t i = 0; i < in.count; i++)
        shares[i] = (struct entry_share_in){units[i].unit, FEN(500000 + (int64_t)i)};
    in.shares = shares;
    TRY(date_from_civil(2026, 2, 10, &in.booking_date));
    return deposit_post(ctx, &in, &out);
}

/* Interest of the bank, carried to 3101 as a closing would. */
static RESULT earn(struct ctx *ctx, uint64_t community, uint64_t bank)
{
    const struct entry_line_in lines[] = {
        {.fund = FUND_MF,
         .account = "100101",
         .side = SIDE_DEBIT,
         .amount = FEN(9000000),
         .dimensions = {{DIMENSION_BANK_ACCOUNT, bank}},
         .dimension_count = 1},
        {.fund = FUND_MF, .account = "310101", .side = SIDE_CREDIT, .amount = FEN(9000000)}};
    struct entry_in in = {.community = community,
                          .key = "bench-earned",
                          .entry_type = ENTRY_OPENING,
                          .source = SOURCE_HAND,
                          .word = WORD_OPENING,
                          .summary = "期初",
                          .lines = lines,
                          .line_count = 2};
    struct entry_out out;
    TRY(date_from_civil(2026, 1, 1, &in.booking_date));
    return entry_post(ctx, &in, 1, &out);
}

static RESULT distribute(struct ctx *ctx, int64_t first, int64_t last)
{
    struct change change;
    struct interest_in in = {
        .year = 2026, .housing = HOUSING_COMMODITY, .amount = FEN(8765432), .by = INTEREST_BY_BALANCE_DAYS};
    TRY(date_from_civil(2026, 1, 1, &in.from));
    TRY(date_from_civil(2026, 12, 31, &in.to));
    in.booking_date = in.to;
    change_init(&change, ctx->arena);
    for (int64_t i = first; i < last; i++) {
        in.community = bench_community(i);
        TRY(interest_prepare(ctx, &change, &in));
    }
    return journal_post(ctx, &change);
}

static RESULT set_up(struct ctx *ctx, const struct bench_cities *cities, int64_t units)
{
    for (int64_t i = 0; i < cities->count; i++) {
        TRY(register_units(ctx, bench_community(i), units));
        TRY(earn(ctx, bench_community(i), cities->banks[i]));
        arena_reset(ctx->arena);
        TRY(deposit(ctx, bench_community(i), cities->banks[i]));
        arena_reset(ctx->arena);
    }
    return OK;
}

static RESULT run(struct ctx *ctx, const char *dsn, int64_t communities, int64_t units)
{
    static uint64_t banks[COMMUNITIES_MAX];
    const struct bench_cities cities = {communities, FUND_MF, banks};
    TRY(bench_open(ctx, dsn, &cities));
    TRY(set_up(ctx, &cities, units));
    const int64_t start = bench_now();
    for (int64_t i = 0; i < communities; i += GROUP) {
        TRY(distribute(ctx, i, i + GROUP < communities ? i + GROUP : communities));
        arena_reset(ctx->arena);
    }
    const int64_t ns = bench_now() - start;
    (void)printf("%lld %lld.%09lld %ld\n", (long long)(communities * units), (long long)(ns / 1000000000),
                 (long long)(ns % 1000000000), bench_peak_kib());
    return OK;
}

int main(int argc, char **argv)
{
    struct random random;
    struct ctx ctx;
    int64_t communities, units;
    if (argc != 4 || FAILED(number_parse(argv[2], 1, COMMUNITIES_MAX, &communities)) ||
        FAILED(number_parse(argv[3], 1, 100000, &units)))
        return 2;
    bench_begin(&ctx, &random, ARENA);
    return bench_end(&ctx, run(&ctx, argv[1], communities, units));
}
