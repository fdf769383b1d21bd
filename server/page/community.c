#include "server/page/page.h"

#include "embed/web.h"
#include "reports/overview.h"
#include "reports/period.h"
#include "reports/render/html.h"
#include "server/page/oversight.h"

#include <stdio.h>
#include <string.h>

enum { MONTHS = 12, QUARTER = 3, YEARS_SHOWN = 40 };

static RESULT put_quarter(struct ctx *ctx, const struct http_request *request, int32_t month,
                          struct template_scope *year)
{
    struct template_scope *item;
    const struct period quarter = report_period_quarter(month);
    const char *path, *url, *name;
    TRY(arena_print(ctx->arena, &path, "/c/%s/d/%s", request->param[0], quarter.name));
    TRY(http_url(ctx, request, path, NULL, &url));
    TRY(arena_text(ctx->arena, quarter.name + 4, strlen(quarter.name + 4), &name));
    TRY(template_item(year, "quarter", &item));
    TRY(template_text(item, "url", url));
    return template_text(item, "name", name);
}

/* One line a year, the newest first, its quarters in order. */
static RESULT put_quarters(struct ctx *ctx, const struct http_request *request, const struct overview *overview,
                           struct template_scope *scope)
{
    TRY(template_list(scope, "quarters"));
    const int32_t last = report_period_newest(ctx_today(ctx)).last, first = overview->first_month / QUARTER * QUARTER;
    if (overview->first_month == 0 || first > last)
        return OK;
    for (int32_t year = last / MONTHS; year >= first / MONTHS && year > last / MONTHS - YEARS_SHOWN; year--) {
        struct template_scope *line;
        const char *name;
        TRY(template_item(scope, "quarters", &line));
        TRY(arena_print(ctx->arena, &name, "%d", year));
        TRY(template_text(line, "year", name));
        TRY(template_list(line, "quarter"));
        for (int32_t month = year * MONTHS; month < (year + 1) * MONTHS; month += QUARTER)
            if (month >= first && month < last)
                TRY(put_quarter(ctx, request, month, line));
    }
    return OK;
}

/* The last three whole years, or as many as the books have. */
static RESULT put_years(struct ctx *ctx, const struct http_request *request, const struct overview *overview,
                        struct template_scope *scope)
{
    TRY(template_list(scope, "three_years"));
    const int32_t last = month_of(ctx_today(ctx)) / MONTHS - 1;
    int32_t first = overview->first_month / MONTHS;
    if (overview->first_month == 0 || first > last)
        return OK;
    if (first < last - REPORT_YEARS_MAX + 1)
        first = last - REPORT_YEARS_MAX + 1;
    struct template_scope *item;
    const char *path, *url, *name;
    TRY(arena_print(ctx->arena, &name, "%d..%d", first, last));
    TRY(arena_print(ctx->arena, &path, "/c/%s/three-year", request->param[0]));
    TRY(http_url(ctx, request, path, &(struct http_arg){"period", name}, &url));
    TRY(template_item(scope, "three_years", &item));
    TRY(template_text(item, "url", url));
    TRY(arena_print(ctx->arena, &name, "%d–%d", first, last));
    return template_text(item, "name", name);
}

static RESULT put_duties_link(struct ctx *ctx, const struct http_request *request, struct template_scope *scope)
{
    const char *path, *url;
    TRY(arena_print(ctx->arena, &path, "/c/%s/duties", request->param[0]));
    TRY(http_url(ctx, request, path, NULL, &url));
    return template_text(scope, "duties_url", url);
}

RESULT page_community(struct ctx *ctx, const struct http_request *request, struct http_reply *reply)
{
    uint64_t community;
    struct overview overview;
    struct template_scope *scope;
    TRY(page_community_code(request, &community));
    TRY(overview_build(ctx, community, request->language, &overview));
    TRY(http_reply_scope(ctx, request, overview.report->community_name, &scope));
    TRY(report_html_fill(overview.report, scope));
    TRY(put_duties_link(ctx, request, scope));
    TRY(oversight_put(ctx, request, community, scope));
    TRY(put_quarters(ctx, request, &overview, scope));
    TRY(put_years(ctx, request, &overview, scope));
    return http_reply_page(ctx, web_community.name, scope, reply);
}
