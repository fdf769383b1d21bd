/* report: the quarterly disclosure, the three-year statement, the statements and books of a fund, as html, csv, json,
 * xlsx or pdf. */
#include "cli/cli.h"
#include "cli/render.h"
#include "reports/public_income.h"
#include "reports/statement.h"

#include "base/words.h"

#include <string.h>

struct order { /* what the command line asks for */
    bool three_year, statement;
    enum statement_kind kind;
    enum cli_format format;
    struct statement_in in; /* of a statement; its period of all */
};

/* What is said about a statement beside its period; the maintenance fund when none is named. */
static RESULT read_statement(struct cli *cli, struct statement_in *in)
{
    uint16_t fund = FUND_MF;
    if (cli->fund) {
        error_set(&cli->ctx.error, "fund", "%s", cli->fund);
        TRY(fund_parse(cli->fund, &fund));
    }
    in->community = cli->community;
    in->fund = fund;
    in->known_at = cli->known_at;
    in->language = cli->language;
    in->behind = cli->behind;
    in->account = cli->account;
    in->bank_account = cli->bank_account;
    in->what = cli->arg_count == 2 ? cli->args[1] : NULL;
    if (!cli->as_of)
        return OK;
    error_set(&cli->ctx.error, "value", "%s", cli->as_of);
    return date_parse(cli->as_of, &in->as_of);
}

static RESULT build(struct cli *cli, const struct order *order, struct report **ret_report)
{
    TRY(cli_open(cli, "mz_app", false));
    if (order->statement)
        return statement_build(&cli->ctx, order->kind, &order->in, ret_report);
    return order->three_year
               ? public_income_three_year(&cli->ctx, cli->community, order->in.period, cli->language, ret_report)
               : public_income_disclosure(&cli->ctx, cli->community, order->in.period, cli->language, ret_report);
}

static RESULT run(struct cli *cli, struct order *order)
{
    FILE *file;
    struct report *report;
    struct bytes content;
    if (cli->period) /* a voucher has its own */
        TRY(report_period_parse(&cli->ctx, cli->period, &order->in.period));
    TRY(read_statement(cli, &order->in));
    TRY(cli_create(cli, cli->out, &file)); /* before the process changes its user */
    TRY(build(cli, order, &report));
    TRY(cli_render(cli, order->format, report, &content));
    return cli_write(cli, cli->out, file, content);
}

/* False when the words on the command line do not make an order. */
static bool read_order(const struct cli *cli, struct order *ret_order)
{
    const char *name = cli->arg_count == 1 || cli->arg_count == 2 ? cli->args[0] : "";
    *ret_order = (struct order){.three_year = strcmp(name, "three-year") == 0};
    ret_order->statement = statement_kind_parse(name, &ret_order->kind);
    if (!ret_order->statement && (cli->arg_count != 1 || (!ret_order->three_year && strcmp(name, "disclosure") != 0)))
        return false;
    return cli_format(cli, &ret_order->format);
}

int verb_report(struct cli *cli)
{
    struct order order;
    if (!read_order(cli, &order))
        return cli_usage(
            cli, "report "
                 "disclosure|three-year|balance-sheet|income|net-assets|receipts|warranty|trial-balance|general-ledger|"
                 "ledger|journal-book|reconciliation|unit NAME|voucher NUMBER --community CODE --period "
                 "2026-09|2026Q3|2026|2023..2025 [--fund MF|PI|OP|WD] [--as-of DATE] [--known-at N|INSTANT] "
                 "[--account CODE] [--bank-account N] [--behind FIGURE] --format html|csv|json|xlsx|pdf [--out FILE]");
    const bool timeless = order.statement && order.kind == STATEMENT_VOUCHER;
    if (cli->community == 0 || (!cli->period && !timeless))
        return cli_usage(cli, "%s",
                         cli_text(cli, "report 需要 --community 和 --period", "report needs --community and --period"));
    return cli_finish(cli, run(cli, &order));
}
