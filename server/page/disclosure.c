#include "server/page/page.h"

#include "embed/web.h"
#include "reports/public_income.h"
#include "reports/render/csv.h"
#include "reports/render/html.h"
#include "reports/render/json.h"
#include "reports/render/pdf.h"
#include "reports/render/xlsx.h"

#include <stdio.h>
#include <string.h>

enum { FILE_MAX = 4 << 20, MONTHS = 12 };

/* What a page offers for download, in the order of its links. */
enum file { FILE_PDF, FILE_CSV, FILE_XLSX, FILE_JSON, FILE_COUNT };

static const struct {
    const char *name, *type;
    bool saved; /* a browser keeps it instead of showing it */
} files[FILE_COUNT] = {
    [FILE_PDF] = {"pdf", "application/pdf", true},
    [FILE_CSV] = {"csv", "text/csv; charset=utf-8", true},
    [FILE_XLSX] = {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", true},
    [FILE_JSON] = {"json", "application/json", false},
};

static RESULT put_links(struct ctx *ctx, const struct http_request *request, const struct report *report,
                        struct template_scope *scope)
{
    const char *path, *url, *name;
    TRY(arena_print(ctx->arena, &path, "/c/%s", request->param[0]));
    TRY(http_url(ctx, request, path, NULL, &url));
    TRY(template_text(scope, "community_url", url));
    for (size_t i = 0; i < FILE_COUNT; i++) {
        /* the period is stated again: the default of the three-year report moves on */
        TRY(arena_print(ctx->arena, &url, "%s?format=%s&period=%s%s", request->path, files[i].name, report->period,
                        request->language == LANGUAGE_EN ? "&lang=en" : ""));
        TRY(arena_print(ctx->arena, &name, "%s_url", files[i].name));
        TRY(template_text(scope, name, url));
    }
    return OK;
}

static RESULT reply_page(struct ctx *ctx, const struct http_request *request, const struct report *report,
                         struct http_reply *reply)
{
    struct template_scope *scope;
    const char *title;
    TRY(arena_print(ctx->arena, &title, "%s %s %s", report->community_name, report->title, report->period_title));
    TRY(http_reply_scope(ctx, request, title, &scope));
    TRY(report_html_fill(report, scope));
    TRY(put_links(ctx, request, report, scope));
    return http_reply_page(ctx, web_disclosure.name, scope, reply);
}

static RESULT render(struct ctx *ctx, enum file file, const struct report *report, struct buffer *out)
{
    switch (file) {
    case FILE_PDF:
        return report_pdf(ctx, report, out);
    case FILE_CSV:
        return report_csv(report, out);
    case FILE_XLSX:
        return report_xlsx(ctx, report, out);
    case FILE_JSON:
        return report_json(report, out);
    case FILE_COUNT:
        break;
    }
    return REFUSE(http, not_found);
}

static RESULT reply_file(struct ctx *ctx, enum file file, const struct report *report, struct http_reply *reply)
{
    struct buffer out;
    struct bytes body;
    buffer_init(&out, ctx->arena, FILE_MAX);
    TRY(render(ctx, file, report, &out));
    TRY(buffer_done(&out, &body));
    http_reply_bytes(reply, files[file].type, body);
    if (files[file].saved)
        TRY(arena_print(ctx->arena, &reply->filename, "%012llu-%s.%s", (unsigned long long)report->community,
                        report->period, files[file].name));
    return OK;
}

static RESULT answer(struct ctx *ctx, const struct http_request *request, const struct report *report,
                     struct http_reply *reply)
{
    const char *format = http_arg(request, "format");
    if (!format || strcmp(format, "html") == 0)
        return reply_page(ctx, request, report, reply);
    enum file file = 0;
    while (file < FILE_COUNT && strcmp(format, files[file].name) != 0)
        file++;
    return file < FILE_COUNT ? reply_file(ctx, file, report, reply) : REFUSE(http, not_found);
}

RESULT page_disclosure(struct ctx *ctx, const struct http_request *request, struct http_reply *reply)
{
    uint64_t community;
    struct period period;
    struct report *report;
    TRY(page_community_code(request, &community));
    TRY(report_period_parse(ctx, request->param[1], &period));
    TRY(public_income_disclosure(ctx, community, period, request->language, &report));
    return answer(ctx, request, report, reply);
}

RESULT page_three_year(struct ctx *ctx, const struct http_request *request, struct http_reply *reply)
{
    uint64_t community;
    struct period period;
    struct report *report;
    const char *text = http_arg(request, "period");
    TRY(page_community_code(request, &community));
    if (!text) {
        const int last = month_of(ctx_today(ctx)) / MONTHS - 1;
        TRY(arena_print(ctx->arena, &text, "%d..%d", last - REPORT_YEARS_MAX + 1, last));
    }
    TRY(report_period_parse(ctx, text, &period));
    TRY(public_income_three_year(ctx, community, period, request->language, &report));
    return answer(ctx, request, report, reply);
}
