/* period: closing months, and how far the books are closed. */
#include "ledger/book/period.h"

#include "cli/cli.h"
#include "ledger/people/community.h"

#include <string.h>

static RESULT close_month(struct cli *cli, int32_t month)
{
    const struct period_in in = {cli->community, month, cli->require_reconciliation};
    struct period_out out;
    char name[PERIOD_NAME];
    TRY(period_close(&cli->ctx, &in, &out));
    period_format(month, name);
    (void)printf("%s %s  #%llu%s\n", cli_text(cli, "已结账：", "closed:"), name, (unsigned long long)out.seal_seq,
                 out.replayed ? cli_text(cli, "  以前已结，未重复", "  closed before, not repeated") : "");
    return OK;
}

/* One month, or with --through every open month up to it. */
static RESULT close_months(struct cli *cli)
{
    int32_t last, next;
    TRY(period_parse(&cli->ctx, cli->args[1], &last));
    TRY(community_act(&cli->ctx, cli->community, ACTOR_PERSON));
    TRY(period_next(&cli->ctx, cli->community, &next));
    for (; cli->through && next < last; next++)
        TRY(close_month(cli, next));
    return close_month(cli, last);
}

static RESULT show(struct cli *cli)
{
    struct period_open *list;
    char name[PERIOD_NAME];
    size_t count;
    int32_t next;
    TRY(period_next(&cli->ctx, cli->community, &next));
    const struct period_in in = {cli->community, next, cli->require_reconciliation};
    TRY(period_open_list(&cli->ctx, &in, &list, &count));
    period_format(next, name);
    (void)printf("%s %s\n", cli_text(cli, "下一个要结的月份：", "next month to close:"), name);
    for (size_t i = 0; i < count; i++)
        (void)printf("  %s %s\n", list[i].what, list[i].name);
    return OK;
}

int verb_period(struct cli *cli)
{
    const char *what = cli->arg_count > 0 ? cli->args[0] : "show";
    if (cli->community != 0 && strcmp(what, "show") == 0 && cli->arg_count <= 1)
        return cli_in_session(cli, show);
    if (cli->community != 0 && strcmp(what, "close") == 0 && cli->arg_count == 2)
        return cli_in_session(cli, close_months);
    return cli_usage(cli, "period close YYYY-MM [--through] | show, [--require-reconciliation] --community CODE");
}
