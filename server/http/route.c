#include "server/http/route.h"

#include "base/json_write.h"
#include "server/http/pool.h"
#include "server/page/page.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum mode { PLAIN, READ };

enum page {
#define ROUTE(method, path, page, mode, mib) PAGE_##page,
#include "server/routes.def"
#undef ROUTE
    PAGE_NONE
};

static const struct route {
    const char *method, *path;
    enum page page;
    enum mode mode;
    size_t mib;
} routes[] = {
#define ROUTE(method, path, page, mode, mib) {#method, path, PAGE_##page, mode, mib},
#include "server/routes.def"
#undef ROUTE
};

enum { DEFAULT_MIB = 8, MIB = 1 << 20, TRIES = 2, PARAM_MAX = 64 };

/* Compares one segment after the other; `params` takes where each {name} begins and how long it is. */
static bool matches(const char *pattern, const char *path, struct bytes params[HTTP_PARAMS_MAX])
{
    size_t count = 0;
    while (*pattern) {
        if (*pattern != '{') {
            if (*pattern++ != *path++)
                return false;
            continue;
        }
        const size_t size = strcspn(path, "/");
        if (size == 0 || size > PARAM_MAX || count == HTTP_PARAMS_MAX)
            return false;
        params[count++] = BYTES(path, size);
        path += size;
        pattern += strcspn(pattern, "}") + 1;
    }
    return *path == '\0';
}

static const struct route *find(const char *path, struct bytes params[HTTP_PARAMS_MAX])
{
    for (size_t i = 0; i < LENGTH(routes); i++) {
        memset(params, 0, HTTP_PARAMS_MAX * sizeof *params);
        if (matches(routes[i].path, path, params))
            return &routes[i];
    }
    return NULL;
}

size_t http_route_memory(const char *path)
{
    struct bytes params[HTTP_PARAMS_MAX];
    const struct route *route = find(path, params);
    return (route ? route->mib : DEFAULT_MIB) * MIB;
}

static inst now_of(const struct app *app)
{
    struct timespec at;
    if (app->fixed_now != 0)
        return app->fixed_now;
    (void)clock_gettime(CLOCK_REALTIME, &at);
    return (inst)at.tv_sec * 1000000 + at.tv_nsec / 1000;
}

static RESULT run_page(struct ctx *ctx, const struct route *route, const struct http_request *request,
                       struct http_reply *reply)
{
    switch (route->page) {
#define ROUTE(method, path, page, mode, mib)                                                                           \
    case PAGE_##page:                                                                                                  \
        return page_##page(ctx, request, reply);
#include "server/routes.def"
#undef ROUTE
    case PAGE_NONE:
        break;
    }
    return REFUSE(http, not_found);
}

static RESULT run_on_connection(struct app *app, struct ctx *ctx, const struct route *route,
                                const struct http_request *request, struct http_reply *reply)
{
    TRY(http_pool_take(ctx, app));
    const result done = run_page(ctx, route, request, reply);
    http_pool_give(ctx, app, done.code == ERROR_database_unavailable || done.code == ERROR_database_schema);
    return done;
}

static RESULT run(struct app *app, struct ctx *ctx, struct http_request *request, struct http_reply *reply)
{
    struct bytes params[HTTP_PARAMS_MAX];
    const struct route *route = find(request->path, params);
    if (!route)
        return REFUSE(http, not_found);
    if (strcmp(request->method, "HEAD") != 0 && strcmp(request->method, route->method) != 0) {
        reply->allow = "GET, HEAD";
        return REFUSE(http, method);
    }
    for (size_t i = 0; i < HTTP_PARAMS_MAX && params[i].data; i++)
        TRY(arena_text(ctx->arena, (const char *)params[i].data, params[i].size, &request->param[i]));
    if (route->mode == PLAIN)
        return run_page(ctx, route, request, reply);
    result done = OK;
    for (int i = 0; i < TRIES; i++) {
        done = run_on_connection(app, ctx, route, request, reply);
        if (done.code != ERROR_database_unavailable)
            return done;
    }
    return done;
}

/* One line on standard error for what is our fault or the world's. */
static void log_failure(const struct http_request *request, result failed, const char *text)
{
    struct arena *arena = arena_new(8192);
    struct buffer line;
    struct bytes done;
    buffer_init(&line, arena, 4096);
    if (!arena)
        return;
    json_open_object(&line, NULL);
    json_put_string(&line, "event", "request_failed");
    json_put_string(&line, "path", request->path);
    json_put_string(&line, "code", error_info(failed.code)->name);
    json_put_string(&line, "text", text);
    json_close_object(&line);
    if (!FAILED(buffer_done(&line, &done)))
        (void)fprintf(stderr, "%s\n", (const char *)done.data);
    arena_free(&arena);
}

void http_route_run(struct app *app, struct ctx *ctx, struct http_request *request, struct http_reply *reply)
{
    const char *language = http_arg(request, "lang");
    request->language = language && strcmp(language, "en") == 0 ? LANGUAGE_EN : LANGUAGE_ZH;
    ctx->now = now_of(app);
    const result done = run(app, ctx, request, reply);
    if (FAILED(done)) {
        char text[512];
        error_text(done.code, &ctx->error, LANGUAGE_EN, text, sizeof text);
        http_reply_problem(ctx, request, done, reply);
        if (reply->status >= 500)
            log_failure(request, done, text);
    }
    http_reply_tag(request, reply);
}
