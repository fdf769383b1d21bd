/* demo: the demonstration city: bank files through the importers, the rest by hand, under a clock that fits each month.
 */
#include "cli/cli.h"
#include "cli/demo_house.h"
#include "cli/demo_oversight.h"
#include "importers/import.h"
#include "ledger/book/bank_account.h"
#include "ledger/book/fund.h"
#include "ledger/book/period.h"
#include "ledger/people/community.h"
#include "ledger/people/rule_activation.h"

#include <unistd.h>

enum { DEMO_SEED = 20230101, DEMO_ARENA = 256 << 20 };
static const inst third_morning =
    INT64_C(2) * 86400000000 + INT64_C(9) * 3600000000; /* 09:00 on the third: statements have come */

struct city {
    struct cli *cli;
    struct ctx ctx; /* its own arena, emptied after each file, and its own clock */
    struct demo_community communities[DEMO_CITY_SIZE];
    uint32_t files, entries;
};

/* True when a failure only says that it was done before. */
static bool done_before(result r)
{
    return r.code == ERROR_community_exists || r.code == ERROR_bank_account_exists;
}

static RESULT open_books(struct city *city, int place)
{
    const struct demo_community *c = &city->communities[place];
    day start;
    TRY(date_from_civil(2023, 1, 1, &start));
    city->ctx.now = date_begin(start);
    const struct fund_open_in books = {.community = {.community = c->code, .name = c->name, .treasurer = "财务委员"},
                                       .custodian = c->custodian};
    const result opened = fund_open_books(&city->ctx, &books);
    if (FAILED(opened) && !done_before(opened))
        return opened;
    for (size_t i = 0; i < LENGTH(c->accounts); i++) {
        const struct bank_account_open_in account = {.community = c->code,
                                                     .fund = (uint16_t)c->accounts[i].fund,
                                                     .bank = c->accounts[i].bank,
                                                     .number = c->accounts[i].number};
        const result registered = bank_account_open(&city->ctx, &account);
        if (FAILED(registered) && !done_before(registered))
            return registered;
    }
    return demo_house_open(&city->ctx, place, c);
}

static RESULT file_name(struct ctx *ctx, const struct demo_account *account, int32_t month, const char **ret_name)
{
    return arena_print(ctx->arena, ret_name, "%s-%s-%04d-%02d.csv", account->layout == DEMO_CCB_C ? "ccb" : "icbc",
                       account->number + 15, month / 12, month % 12 + 1);
}

static RESULT import_month(struct city *city, const struct demo_community *c, const struct demo_account *account,
                           int32_t month)
{
    struct import_in in = {.community = c->code};
    struct import_out out;
    TRY(demo_statement(&city->ctx, c, account, month, &in.file));
    if (!in.file.data)
        return OK;
    TRY(file_name(&city->ctx, account, month, &in.name));
    TRY(import_file(&city->ctx, &in, &out));
    city->files++;
    city->entries += out.replayed ? 0 : out.fresh;
    return OK;
}

static void progress(const struct city *city, int32_t month, int32_t last)
{
    if (!isatty(STDERR_FILENO))
        return;
    (void)fprintf(stderr, "\r%s %04d-%02d / %04d-%02d  %u %s ", cli_text(city->cli, "装入示范城市", "loading the city"),
                  month / 12, month % 12 + 1, last / 12, last % 12 + 1, city->entries,
                  cli_text(city->cli, "笔凭证", "entries"));
}

/* A community bound to rules is left to its people: nobody is there to approve what a later month would pay. */
static RESULT load_community(struct city *city, int place, int32_t month)
{
    const struct demo_community *c = &city->communities[place];
    bool bound;
    TRY(rule_activation_binds(&city->ctx, c->code, ctx_today(&city->cli->ctx), &bound));
    if (bound)
        return OK;
    for (size_t a = 0; a < LENGTH(c->accounts); a++) {
        TRY(import_month(city, c, &c->accounts[a], month));
        arena_reset(city->ctx.arena);
    }
    return demo_house_month(&city->ctx, place, c, month);
}

static RESULT load_month(struct city *city, int32_t month)
{
    city->ctx.now = date_begin(month_first(month + 1)) + third_morning;
    if (city->ctx.now > city->cli->ctx.now)
        city->ctx.now = city->cli->ctx.now; /* on the first days of a month the city has no later clock than we */
    for (size_t i = 0; i < DEMO_CITY_SIZE; i++) {
        TRY(load_community(city, (int)i, month));
        arena_reset(city->ctx.arena);
    }
    return OK;
}

/* Months are closed in the order of the communities, so the last community tells whether the whole city is there. */
static RESULT is_loaded(struct city *city, int32_t last, bool *ret_loaded)
{
    int32_t next = 0;
    const result found = period_next(&city->ctx, city->communities[DEMO_CITY_SIZE - 1].code, &next);
    *ret_loaded = next > last;
    return found.code == ERROR_community_unknown || found.code == ERROR_period_empty ? OK : found;
}

static RESULT load_city(struct city *city)
{
    const int32_t last = demo_last_month(ctx_today(&city->cli->ctx));
    bool loaded;
    demo_city(DEMO_SEED, city->communities);
    TRY(is_loaded(city, last, &loaded));
    if (loaded) {
        (void)printf("%s\n", cli_text(city->cli, "示范城市已经装好", "the demonstration city is already loaded"));
        return OK;
    }
    for (size_t i = 0; i < DEMO_CITY_SIZE; i++) {
        TRY(open_books(city, (int)i));
        arena_reset(city->ctx.arena);
    }
    for (int32_t month = DEMO_FIRST_MONTH; month <= last; month++) {
        TRY(load_month(city, month));
        progress(city, month, last);
    }
    if (isatty(STDERR_FILENO))
        (void)fprintf(stderr, "\n");
    (void)printf("%s %d %s, %u %s, %u %s\n", cli_text(city->cli, "示范城市已装入：", "loaded:"), DEMO_CITY_SIZE,
                 cli_text(city->cli, "个小区", "communities"), city->files,
                 cli_text(city->cli, "份对账单", "bank files"), city->entries,
                 cli_text(city->cli, "笔凭证", "entries"));
    return OK;
}

static RESULT load(struct city *city)
{
    TRY(load_city(city));
    arena_reset(city->ctx.arena);
    city->ctx.now = city->cli->ctx.now;
    return demo_oversight(&city->ctx, &city->communities[DEMO_OVERSIGHT_PLACE]);
}

/* The statement of this month so far, of the first community's public-income account. */
static RESULT write_next_file(struct city *city, FILE *file)
{
    const day today = ctx_today(&city->cli->ctx);
    struct bytes statement;
    demo_city(DEMO_SEED, city->communities);
    TRY(demo_statement_until(&city->ctx, &city->communities[0], &city->communities[0].accounts[0], today - 1,
                             &statement));
    return cli_write(city->cli, city->cli->out, file, statement);
}

static RESULT run(struct cli *cli, FILE *next_file)
{
    struct city city = {.cli = cli};
    if (!next_file)
        TRY(cli_open(cli, "mz_app", true));
    else
        TRY(cli_begin(cli));
    city.ctx = cli->ctx;
    city.ctx.arena = arena_new(DEMO_ARENA);
    if (!city.ctx.arena)
        return REFUSE(memory, exhausted);
    const result done = next_file ? write_next_file(&city, next_file) : load(&city);
    arena_free(&city.ctx.arena);
    cli->ctx.error = city.ctx.error;
    return done;
}

int verb_demo(struct cli *cli)
{
    FILE *next_file = NULL;
    if (cli->arg_count > 0)
        return cli_usage(cli, "demo [--next-file --out FILE]");
    result done = cli->next_file ? cli_create(cli, cli->out, &next_file) : OK;
    if (!FAILED(done))
        done = run(cli, next_file);
    return cli_finish(cli, done);
}
