#include "ledger/duty/duty.h"

#include "embed/web.h"
#include "reports/duty/duty_calendar.h"
#include "reports/duty/duty_text.h"
#include "reports/render/phrase.h"
#include "server/page/page.h"

enum { FEED_MAX = 4 << 20, YEAR = 365 };

struct shown { /* one community's duties on the day of the request */
    struct community community;
    struct duty_in in;
    struct duty_list list;
};

static RESULT read_shown(struct ctx *ctx, const struct http_request *request, struct shown *shown)
{
    TRY(page_community_code(request, &shown->in.community));
    TRY(community_get(ctx, shown->in.community, &shown->community));
    shown->in.as_of = ctx_today(ctx);
    TRY(duty_horizon(shown->in.as_of, &shown->in.until));
    return duty_read(ctx, &shown->in, &shown->list);
}

static RESULT put_duty(struct ctx *ctx, const struct http_request *request, const struct duty *duty,
                       struct template_scope *item)
{
    const char *due, *period, *state, *law;
    char text[DATE_TEXT];
    date_format(duty->due, text);
    TRY(arena_print(ctx->arena, &due, "%s", text));
    TRY(duty_text_period(ctx, duty, request->language, &period));
    TRY(duty_text_state(ctx, duty, ctx_today(ctx), request->language, &state));
    TRY(duty_text_law(ctx, duty, request->language, &law));
    TRY(template_text(item, "due", due));
    TRY(template_text(item, "period", period));
    TRY(template_text(item, "state", state));
    TRY(template_text(item, "law", law));
    TRY(template_text(item, "who", duty_who_name(duty->kind, request->language)));
    return template_text(item, "duty", duty_kind_name(duty->kind, request->language));
}

/* What is overdue, and what fell due in the last year or will in the next. */
static RESULT put_duties(struct ctx *ctx, const struct http_request *request, const struct shown *shown,
                         struct template_scope *scope)
{
    TRY(template_list(scope, "duties"));
    for (size_t i = 0; i < shown->list.count; i++) {
        const struct duty *duty = &shown->list.items[i];
        struct template_scope *item;
        if (duty->state != DUTY_OVERDUE && duty->due < shown->in.as_of - YEAR)
            continue;
        TRY(template_item(scope, "duties", &item));
        TRY(put_duty(ctx, request, duty, item));
    }
    return OK;
}

RESULT page_duties(struct ctx *ctx, const struct http_request *request, struct http_reply *reply)
{
    struct shown shown;
    struct template_scope *scope;
    const char *path, *url, *title;
    TRY(read_shown(ctx, request, &shown));
    TRY(arena_print(ctx->arena, &title, "%s %s", shown.community.name, phrase(PHRASE_duties, request->language)));
    TRY(http_reply_scope(ctx, request, title, &scope));
    TRY(template_text(scope, "name", shown.community.name));
    TRY(arena_print(ctx->arena, &path, "/c/%s", request->param[0]));
    TRY(http_url(ctx, request, path, NULL, &url));
    TRY(template_text(scope, "community_url", url));
    TRY(arena_print(ctx->arena, &path, "/c/%s/duties.ics", request->param[0]));
    TRY(http_url(ctx, request, path, NULL, &url));
    TRY(template_text(scope, "calendar_url", url));
    TRY(put_duties(ctx, request, &shown, scope));
    return http_reply_page(ctx, web_duties.name, scope, reply);
}

RESULT page_duty_calendar(struct ctx *ctx, const struct http_request *request, struct http_reply *reply)
{
    struct shown shown;
    struct buffer out;
    struct bytes body;
    TRY(read_shown(ctx, request, &shown));
    const struct duty_calendar_in in = {shown.in.community, shown.community.name, shown.in.as_of, request->language,
                                        &shown.list};
    buffer_init(&out, ctx->arena, FEED_MAX);
    TRY(duty_calendar_write(ctx, &in, &out));
    TRY(buffer_done(&out, &body));
    http_reply_bytes(reply, "text/calendar; charset=utf-8", body);
    return OK;
}
