#include "server/http/reply.h"

#include "base/digest.h"
#include "base/json_write.h"
#include "embed/web.h"
#include "reports/render/html.h"
#include "reports/render/phrase.h"

#include <stdio.h>
#include <string.h>

enum { PAGE_MAX = 4 << 20, URL_MAX = 2048, PROBLEM_MAX = 16384, TEXT_MAX = 1024, ETAG_DIGITS = 32 };

const char *http_arg(const struct http_request *request, const char *name)
{
    for (size_t i = 0; i < request->arg_count; i++)
        if (strcmp(request->arg[i].name, name) == 0)
            return request->arg[i].value;
    return NULL;
}

/* ---- addresses ---- */

static void put_encoded(struct buffer *out, const char *text)
{
    for (const char *p = text; *p; p++) {
        const unsigned char c = (unsigned char)*p;
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("-._~/", c))
            buffer_char(out, *p);
        else
            buffer_print(out, "%%%02X", c);
    }
}

static void put_arg(struct buffer *out, const char *name, const char *value, bool *first)
{
    buffer_char(out, *first ? '?' : '&');
    *first = false;
    put_encoded(out, name);
    buffer_char(out, '=');
    put_encoded(out, value);
}

static RESULT finish(struct buffer *out, const char **ret_text)
{
    struct bytes done;
    TRY(buffer_done(out, &done));
    *ret_text = (const char *)done.data;
    return OK;
}

RESULT http_url(struct ctx *ctx, const struct http_request *request, const char *path, const struct http_arg *arg,
                const char **ret_url)
{
    struct buffer out;
    bool first = true;
    buffer_init(&out, ctx->arena, URL_MAX);
    put_encoded(&out, path);
    if (arg)
        put_arg(&out, arg->name, arg->value, &first);
    if (request->language == LANGUAGE_EN)
        put_arg(&out, "lang", "en", &first);
    return finish(&out, ret_url);
}

/* This very page in the other language, with its other arguments. */
static RESULT other_url(struct ctx *ctx, const struct http_request *request, const char **ret_url)
{
    struct buffer out;
    bool first = true;
    buffer_init(&out, ctx->arena, URL_MAX);
    put_encoded(&out, request->path);
    for (size_t i = 0; i < request->arg_count; i++)
        if (strcmp(request->arg[i].name, "lang") != 0)
            put_arg(&out, request->arg[i].name, request->arg[i].value, &first);
    if (request->language == LANGUAGE_ZH)
        put_arg(&out, "lang", "en", &first);
    return finish(&out, ret_url);
}

/* ---- pages ---- */

RESULT http_reply_scope(struct ctx *ctx, const struct http_request *request, const char *title,
                        struct template_scope **ret_scope)
{
    const bool english = request->language == LANGUAGE_EN;
    const char *full, *home, *other;
    struct template_scope *scope;
    TRY(template_scope_new(ctx->arena, &scope));
    TRY(report_html_words(scope, request->language));
    TRY(arena_print(ctx->arena, &full, "%s · %s", title, phrase(PHRASE_brand, request->language)));
    TRY(template_text(scope, "page_title", full));
    TRY(http_url(ctx, request, "/", NULL, &home));
    TRY(template_text(scope, "home_url", home));
    TRY(other_url(ctx, request, &other));
    TRY(template_text(scope, "other_url", other));
    TRY(template_text(scope, "other_lang", english ? "zh-CN" : "en"));
    TRY(template_text(scope, "other_name", english ? "中文" : "English"));
    *ret_scope = scope;
    return OK;
}

void http_reply_bytes(struct http_reply *reply, const char *type, struct bytes body)
{
    reply->status = 200;
    reply->type = type;
    reply->body = body;
}

RESULT http_reply_page(struct ctx *ctx, const char *name, const struct template_scope *scope, struct http_reply *reply)
{
    struct buffer out;
    struct bytes body;
    buffer_init(&out, ctx->arena, PAGE_MAX);
    TRY(template_render(ctx, web_all, name, scope, &out));
    TRY(buffer_done(&out, &body));
    http_reply_bytes(reply, "text/html; charset=utf-8", body);
    return OK;
}

/* ---- refusals ---- */

static RESULT say(struct ctx *ctx, struct template_scope *scope, const char *name, const char *text)
{
    const char *kept;
    TRY(arena_text(ctx->arena, text, strlen(text), &kept));
    return template_text(scope, name, kept);
}

static RESULT problem_page(struct ctx *ctx, const struct http_request *request, result failed, struct http_reply *reply)
{
    const enum language language = request->language, other = language == LANGUAGE_EN ? LANGUAGE_ZH : LANGUAGE_EN;
    struct template_scope *scope;
    char text[TEXT_MAX];
    error_text(failed.code, &ctx->error, language, text, sizeof text);
    TRY(http_reply_scope(ctx, request, text, &scope));
    TRY(say(ctx, scope, "text", text));
    error_hint(failed.code, &ctx->error, language, text, sizeof text);
    TRY(say(ctx, scope, "hint", text));
    error_text(failed.code, &ctx->error, other, text, sizeof text);
    TRY(say(ctx, scope, "other_text", text));
    error_hint(failed.code, &ctx->error, other, text, sizeof text);
    TRY(say(ctx, scope, "other_hint", text));
    TRY(template_text(scope, "code", error_info(failed.code)->name));
    return http_reply_page(ctx, web_problem.name, scope, reply);
}

static RESULT problem_object(struct ctx *ctx, const struct http_request *request, result failed,
                             struct http_reply *reply)
{
    char text[TEXT_MAX];
    struct buffer out;
    struct bytes body;
    buffer_init(&out, ctx->arena, PROBLEM_MAX);
    json_open_object(&out, NULL);
    json_put_string(&out, "code", error_info(failed.code)->name);
    json_put_number(&out, "status", error_info(failed.code)->status);
    error_text(failed.code, &ctx->error, request->language, text, sizeof text);
    json_put_string(&out, "title", text);
    error_hint(failed.code, &ctx->error, request->language, text, sizeof text);
    json_put_string(&out, "hint", text);
    json_close_object(&out);
    TRY(buffer_done(&out, &body));
    http_reply_bytes(reply, "application/problem+json", body);
    return OK;
}

void http_reply_problem(struct ctx *ctx, const struct http_request *request, result failed, struct http_reply *reply)
{
    const char *format = http_arg(request, "format");
    arena_reset(ctx->arena);
    const struct http_reply before = *reply;
    *reply = (struct http_reply){.allow = before.allow, .close = before.close};
    const result told = format && strcmp(format, "json") == 0 ? problem_object(ctx, request, failed, reply)
                                                              : problem_page(ctx, request, failed, reply);
    if (FAILED(told)) {
        const char *name = error_info(failed.code)->name;
        http_reply_bytes(reply, "text/plain; charset=utf-8", BYTES(name, strlen(name)));
    }
    reply->status = error_info(failed.code)->status;
}

/* ---- validators ---- */

void http_reply_tag(const struct http_request *request, struct http_reply *reply)
{
    if (reply->status != 200)
        return;
    struct digest digest;
    char hex[2 * sizeof digest + 1];
    digest_sha256(reply->body, &digest);
    hex_encode(BYTES(digest.b, sizeof digest.b), hex);
    (void)snprintf(reply->etag, sizeof reply->etag, "\"%.*s\"", ETAG_DIGITS, hex);
    if (request->if_none_match && strstr(request->if_none_match, reply->etag)) {
        reply->status = 304;
        reply->body = BYTES("", 0);
    }
}
