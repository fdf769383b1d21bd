#include "cli/render.h"

#include "reports/render/csv.h"
#include "reports/render/html.h"
#include "reports/render/json.h"
#include "reports/render/pdf.h"
#include "reports/render/xlsx.h"

#include <string.h>

enum { FILE_MAX = 16 << 20 };

bool cli_format(const struct cli *cli, enum cli_format *ret_format)
{
    static const char *const formats[] = {
        [CLI_HTML] = "html", [CLI_CSV] = "csv", [CLI_JSON] = "json", [CLI_XLSX] = "xlsx", [CLI_PDF] = "pdf"};
    const char *format = cli->format ? cli->format : cli->json ? "json" : "html";
    for (size_t i = 0; i < LENGTH(formats); i++) {
        *ret_format = (enum cli_format)i;
        if (strcmp(format, formats[i]) == 0)
            return true;
    }
    return false;
}

RESULT cli_render(struct cli *cli, enum cli_format format, const struct report *report, struct bytes *ret_content)
{
    struct buffer out;
    buffer_init(&out, cli->arena, FILE_MAX);
    switch (format) {
    case CLI_HTML:
        TRY(report_html(&cli->ctx, report, &out));
        break;
    case CLI_CSV:
        TRY(report_csv(report, &out));
        break;
    case CLI_JSON:
        TRY(report_json(report, &out));
        break;
    case CLI_XLSX:
        TRY(report_xlsx(&cli->ctx, report, &out));
        break;
    case CLI_PDF:
        TRY(report_pdf(&cli->ctx, report, &out));
        break;
    }
    return buffer_done(&out, ret_content);
}
