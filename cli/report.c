/* report: the quarterly disclosure and the three-year statement, as html, csv, json, xlsx or pdf. */
#include "cli/cli.h"
#include "reports/public_income.h"
#include "reports/render/csv.h"
#include "reports/render/html.h"
#include "reports/render/json.h"
#include "reports/render/pdf.h"
#include "reports/render/xlsx.h"

enum { FILE_MAX = 16 << 20 };

enum format { HTML, CSV, JSON, XLSX, PDF };

struct order { /* what the command line asks for */
    bool three_year;
    enum format format;
    struct period period;
};

static RESULT build(struct cli *cli, const struct order *order, struct report **ret_report)
{
    TRY(cli_open(cli, "mz_app", false));
    return order->three_year
               ? public_income_three_year(&cli->ctx, cli->community, order->period, cli->language, ret_report)
               : public_income_disclosure(&cli->ctx, cli->community, order->period, cli->language, ret_report);
}

static RESULT render(struct cli *cli, const struct order *order, const struct report *report, struct bytes *ret_content)
{
    struct buffer out;
    buffer_init(&out, cli->arena, FILE_MAX);
    switch (order->format) {
    case HTML:
        TRY(report_html(&cli->ctx, report, &out));
        break;
    case CSV:
        TRY(report_csv(report, &out));
        break;
    case JSON:
        TRY(report_json(report, &out));
        break;
    case XLSX:
        TRY(report_xlsx(&cli->ctx, report, &out));
        break;
    case PDF:
        TRY(report_pdf(&cli->ctx, report, &out));
        break;
    }
    return buffer_done(&out, ret_content);
}

static RESULT run(struct cli *cli, struct order *order)
{
    FILE *file;
    struct report *report;
    struct bytes content;
    TRY(report_period_parse(&cli->ctx, cli->period, &order->period));
    TRY(cli_create(cli, cli->out, &file)); /* before the process changes its user */
    TRY(build(cli, order, &report));
    TRY(render(cli, order, report, &content));
    return cli_write(cli, cli->out, file, content);
}

/* False when the words on the command line do not make an order. */
static bool read_order(const struct cli *cli, struct order *ret_order)
{
    static const char *const formats[] = {
        [HTML] = "html", [CSV] = "csv", [JSON] = "json", [XLSX] = "xlsx", [PDF] = "pdf"};
    const char *name = cli->arg_count == 1 ? cli->args[0] : "", *format = cli->format ? cli->format
                                                                          : cli->json ? "json"
                                                                                      : "html";
    ret_order->three_year = strcmp(name, "three-year") == 0;
    if (!ret_order->three_year && strcmp(name, "disclosure") != 0)
        return false;
    for (size_t i = 0; i < LENGTH(formats); i++) {
        ret_order->format = (enum format)i;
        if (strcmp(format, formats[i]) == 0)
            return true;
    }
    return false;
}

int verb_report(struct cli *cli)
{
    struct order order;
    if (!read_order(cli, &order))
        return cli_usage(cli, "report disclosure|three-year --community CODE --period 2026Q3|2023..2025 --format "
                              "html|csv|json|xlsx|pdf [--out FILE]");
    if (cli->community == 0 || !cli->period)
        return cli_usage(cli, "%s",
                         cli_text(cli, "report 需要 --community 和 --period", "report needs --community and --period"));
    return cli_finish(cli, run(cli, &order));
}
