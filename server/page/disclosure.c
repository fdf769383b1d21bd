#include "server/page/page.h"

#include "embed/web.h"
#include "reports/public_income.h"
#include "reports/render/csv.h"
#include "reports/render/html.h"
#include "reports/render/json.h"

#include <stdio.h>
#include <string.h>

enum { FILE_MAX = 4 << 20, MONTHS = 12 };

static RESULT put_links(struct ctx *ctx, const struct http_request *request, const struct report *report,
                        struct template_scope *scope)
{
    const char *path, *url, *query;
    TRY(arena_print(ctx->arena, &path, "/c/%s", request->param[0]));
    TRY(http_url(ctx, request, path, NULL, &url));
    TRY(template_text(scope, "community_url", url));
    /* the period is stated again: the default of the three-year report moves on */
    TRY(arena_print(ctx->arena, &query, "period=%s%s", report->period,
                    request->language == LANGUAGE_EN ? "&lang=en" : ""));
    TRY(arena_print(ctx->arena, &url, "%s?format=csv&%s", request->path, query));
    TRY(template_text(scope, "csv_url", url));
    TRY(arena_print(ctx->arena, &url, "%s?format=json&%s", request->path, query));
    return template_text(scope, "json_url", url);
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

static RESULT reply_file(struct ctx *ctx, const char *format, const struct report *report, struct http_reply *reply)
{
    const bool csv = strcmp(format, "csv") == 0;
    struct buffer out;
    struct bytes body;
    buffer_init(&out, ctx->arena, FILE_MAX);
    TRY(csv ? report_csv(report, &out) : report_json(report, &out));
    TRY(buffer_done(&out, &body));
    http_reply_bytes(reply, csv ? "text/csv; charset=utf-8" : "application/json", body);
    if (csv)
        TRY(arena_print(ctx->arena, &reply->filename, "%012llu-%s.csv", (unsigned long long)report->community,
                        report->period));
    return OK;
}

static RESULT answer(struct ctx *ctx, const struct http_request *request, const struct report *report,
                     struct http_reply *reply)
{
    const char *format = http_arg(request, "format");
    if (!format || strcmp(format, "html") == 0)
        return reply_page(ctx, request, report, reply);
    if (strcmp(format, "csv") != 0 && strcmp(format, "json") != 0)
        return REFUSE(http, not_found);
    return reply_file(ctx, format, report, reply);
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
