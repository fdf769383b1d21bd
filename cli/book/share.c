/* apportionment, interest: what many units bear or get at once. A preview first, then the same with --confirm. */
#include "cli/cli.h"
#include "ledger/book/apportionment.h"
#include "ledger/book/bank_account.h"
#include "ledger/book/interest.h"
#include "ledger/people/community.h"
#include "ledger/people/person.h"
#include "ledger/people/unit.h"
#include "ledger/project/project_pay.h"

#include "base/number.h"

#include <string.h>

/* ---- apportionment ---- */

/* The units named behind the amount, a whole building by its name, or all. */
static RESULT read_scope(struct cli *cli, struct charge **ret_scope, size_t *ret_count)
{
    struct unit *units;
    size_t count, kept = 0;
    TRY(unit_list(&cli->ctx, cli->community, &units, &count));
    TRY(ARENA_TAKE(cli->arena, count + cli->arg_count + 1, ret_scope));
    for (size_t i = 0; i < count && cli->arg_count == 2; i++)
        (*ret_scope)[kept++] = (struct charge){.unit = units[i].unit};
    for (size_t a = 2; a < cli->arg_count; a++) {
        const size_t before = kept, length = strlen(cli->args[a]);
        const struct unit *one;
        for (size_t i = 0; i < count && kept < count; i++)
            if (strncmp(units[i].address, cli->args[a], length) == 0 && units[i].address[length] == ' ')
                (*ret_scope)[kept++] = (struct charge){.unit = units[i].unit};
        if (kept > before)
            continue;
        TRY(unit_find(&cli->ctx, units, count, cli->args[a], &one));
        (*ret_scope)[kept++] = (struct charge){.unit = one->unit};
    }
    *ret_count = kept;
    return OK;
}

static RESULT maintenance_account(struct cli *cli, int64_t *ret_seq)
{
    struct bank_account *list;
    size_t count;
    TRY(bank_account_list(&cli->ctx, cli->community, &list, &count));
    for (size_t i = 0; i < count; i++) {
        *ret_seq = list[i].opened_seq;
        if (list[i].fund == FUND_MF && (!cli->bank_account || strcmp(cli->bank_account, list[i].number) == 0))
            return OK;
    }
    error_set(&cli->ctx.error, "number", "%s", cli->bank_account ? cli->bank_account : "MF");
    return REFUSE(fund, bank_account);
}

static RESULT print_charges(struct cli *cli, const struct apportionment_post_in *in)
{
    struct apportionment working;
    struct charged *list;
    size_t count;
    TRY(apportionment_preview(&cli->ctx, in, &working, &list, &count));
    for (size_t i = 0; i < count; i++) {
        char area[32], amount[MONEY_TEXT], after[MONEY_TEXT];
        unit_area_format(list[i].unit->area_cm2, area);
        money_format_grouped(list[i].amount, amount);
        money_format_grouped(list[i].after, after);
        (void)printf("%10s %14s %14s  %s\n", area, amount, after, list[i].unit->address);
    }
    return OK;
}

/* Pays an approved application, and shares it out: to the units of its project, or to those that are named. */
static RESULT pay(struct cli *cli)
{
    struct project_pay_in in = {.post = {.community = cli->community,
                                         .key = cli->key,
                                         .summary = cli->summary,
                                         .account = cli->account,
                                         .method = APPORTIONMENT_BY_AREA},
                                .withdrawal = cli->withdrawal};
    struct charge *scope = NULL;
    struct person person;
    struct entry_out out;
    TRY(person_act(&cli->ctx, cli->community, cli->as, &person));
    TRY(cli_amount(cli, cli->args[1], &in.post.cost));
    TRY(cli_date(cli, &in.post.booking_date));
    if (cli->arg_count > 2)
        TRY(read_scope(cli, &scope, &in.post.count));
    in.post.scope = scope;
    TRY(maintenance_account(cli, &in.post.bank_account_seq));
    TRY(project_pay(&cli->ctx, &in, &out));
    (void)printf("#%llu%s\n", (unsigned long long)out.seq, cli_replayed(cli, out.replayed));
    return OK;
}

static RESULT apportion(struct cli *cli)
{
    struct apportionment_post_in in = {
        .community = cli->community, .key = cli->key, .summary = cli->summary, .method = APPORTIONMENT_BY_AREA};
    struct charge *scope;
    struct entry_out out;
    TRY(community_act(&cli->ctx, cli->community, ACTOR_PERSON));
    TRY(cli_amount(cli, cli->args[1], &in.cost));
    TRY(cli_date(cli, &in.booking_date));
    TRY(read_scope(cli, &scope, &in.count));
    in.scope = scope;
    if (strcmp(cli->args[0], "preview") == 0)
        return print_charges(cli, &in);
    TRY(maintenance_account(cli, &in.bank_account_seq));
    TRY(apportionment_post(&cli->ctx, &in, &out));
    (void)printf("#%llu%s\n", (unsigned long long)out.seq, cli_replayed(cli, out.replayed));
    return OK;
}

int verb_apportionment(struct cli *cli)
{
    const char *what = cli->arg_count > 1 ? cli->args[0] : "";
    const bool post = strcmp(what, "post") == 0;
    if (cli->community != 0 && post && cli->key && cli->withdrawal && cli->as)
        return cli_in_session(cli, pay);
    if (cli->community != 0 && !cli->withdrawal && ((post && cli->key) || strcmp(what, "preview") == 0))
        return cli_in_session(cli, apportion);
    return cli_usage(cli, "apportionment preview|post AMOUNT [UNIT | BUILDING …] --community CODE [--key K] [--date D] "
                          "[--summary TEXT] [--withdrawal N --as WHO]");
}

/* ---- interest ---- */

static RESULT read_key(struct cli *cli, enum interest_key *ret_by)
{
    static const char *const names[] = {"balance-days", "closing", "average", "area"};
    *ret_by = INTEREST_BY_BALANCE_DAYS;
    for (int i = 0; cli->by && i < (int)LENGTH(names); i++) {
        if (strcmp(names[i], cli->by) != 0)
            continue;
        *ret_by = (enum interest_key)(INTEREST_BY_BALANCE_DAYS + i);
        return OK;
    }
    if (!cli->by)
        return OK;
    error_set(&cli->ctx.error, "reason", "--by balance-days | closing | average | area");
    return REFUSE(usage, invalid);
}

static RESULT read_interest(struct cli *cli, struct interest_in *in)
{
    int64_t year;
    error_set(&cli->ctx.error, "value", "%s", cli->args[1]);
    TRY(number_parse(cli->args[1], 1990, 2199, &year));
    TRY(cli_amount(cli, cli->args[2], &in->amount));
    TRY(cli_date(cli, &in->booking_date));
    TRY(read_key(cli, &in->by));
    in->year = (int)year;
    in->from = month_first((int32_t)year * 12);
    in->to = month_last((int32_t)year * 12 + 11);
    if (in->to > in->booking_date) /* a year under way: to the day of the entry */
        in->to = in->booking_date;
    in->housing = cli->kind && strcmp(cli->kind, "public") == 0 ? HOUSING_PUBLIC : HOUSING_COMMODITY;
    return OK;
}

static RESULT print_interest(struct cli *cli, const struct interest_in *in)
{
    struct interest_share_listed *list;
    size_t count;
    TRY(interest_preview(&cli->ctx, in, &list, &count));
    for (size_t i = 0; i < count; i++) {
        char share[MONEY_TEXT];
        money_format_grouped(list[i].share, share);
        (void)printf("%20llu %14s  %s\n", (unsigned long long)list[i].weight, share, list[i].address);
    }
    return OK;
}

static RESULT interest(struct cli *cli)
{
    struct interest_in in = {.community = cli->community, .summary = cli->summary};
    uint64_t seq;
    TRY(community_act(&cli->ctx, cli->community, ACTOR_PERSON));
    TRY(read_interest(cli, &in));
    if (strcmp(cli->args[0], "preview") == 0)
        return print_interest(cli, &in);
    TRY(interest_distribute(&cli->ctx, &in, &seq));
    (void)printf("#%llu\n", (unsigned long long)seq);
    return OK;
}

int verb_interest(struct cli *cli)
{
    const char *what = cli->arg_count == 3 ? cli->args[0] : "";
    if (cli->community != 0 && (strcmp(what, "preview") == 0 || strcmp(what, "distribute") == 0))
        return cli_in_session(cli, interest);
    return cli_usage(cli, "interest preview|distribute YEAR AMOUNT --community CODE [--kind commodity|public] [--by "
                          "balance-days|closing|average|area] [--date D]");
}
