/* The only file that knows the HTTP library. */
#include "server/app.h"

#include "server/http/guard.h"
#include "server/http/route.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    CONNECTIONS = 256,
    TIMEOUT_S = 30,
    CONNECTION_MEMORY = 65536,
    THREAD_STACK = 512 << 10,
    BACKLOG = 128,
    OWN_MEMORY = 256 << 10
};

struct http_server {
    struct app *app;
    struct MHD_Daemon *daemon;
    int port;
};

struct exchange {       /* one request, from its head to the end of its answer */
    struct arena *own;  /* this struct and what the library handed over */
    struct arena *page; /* what the answer is made in */
    struct random random;
    struct http_request request;
    size_t header_count;
    struct http_header header[HTTP_HEADERS_MAX + 1]; /* one more, so that too many are noticed */
    size_t body_size;
};

/* ---- what the library hands over ---- */

/* tidy: parameters */
static enum MHD_Result collect_header(void *arg, enum MHD_ValueKind kind, const char *name, size_t name_size,
                                      const char *value, size_t value_size)
{
    struct exchange *exchange = arg;
    (void)kind;
    if (exchange->header_count == LENGTH(exchange->header))
        return MHD_NO;
    exchange->header[exchange->header_count++] =
        (struct http_header){BYTES(name, name_size), BYTES(value ? value : "", value ? value_size : 0)};
    return MHD_YES;
}

static enum MHD_Result collect_arg(void *arg, enum MHD_ValueKind kind, const char *name, const char *value)
{
    struct http_request *request = arg;
    (void)kind;
    if (request->arg_count == HTTP_ARGS_MAX)
        return MHD_NO;
    request->arg[request->arg_count++] = (struct http_arg){name, value ? value : ""};
    return MHD_YES;
}

static struct exchange *exchange_new(const char *path)
{
    struct arena *own = arena_new(OWN_MEMORY);
    struct exchange *exchange = NULL;
    if (!own || FAILED(ARENA_TAKE(own, 1, &exchange))) {
        arena_free(&own);
        return NULL;
    }
    exchange->own = own;
    exchange->page = arena_new(http_route_memory(path));
    if (!exchange->page) {
        arena_free(&own);
        return NULL;
    }
    return exchange;
}

static void exchange_free(struct exchange *exchange)
{
    struct arena *own = exchange->own;
    arena_free(&exchange->page);
    arena_free(&own);
}

/* ---- answers ---- */

static enum MHD_Result send_reply(struct MHD_Connection *connection, const struct http_reply *reply)
{
    static const struct http_arg always[] = {
        {"Content-Security-Policy",
         "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; "
         "frame-ancestors 'none'"},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "no-referrer"},
    };
    char text[160];
    struct MHD_Response *response = MHD_create_response_from_buffer(
        reply->body.size, (void *)(uintptr_t)reply->body.data, MHD_RESPMEM_PERSISTENT); /* lives until completed() */
    if (!response)
        return MHD_NO;
    for (size_t i = 0; i < LENGTH(always); i++)
        (void)MHD_add_response_header(response, always[i].name, always[i].value);
    (void)MHD_add_response_header(response, "Content-Type", reply->type);
    if (reply->max_age > 0)
        (void)snprintf(text, sizeof text, "public, max-age=%d", reply->max_age);
    (void)MHD_add_response_header(response, "Cache-Control", reply->max_age > 0 ? text : "no-cache");
    if (reply->etag[0])
        (void)MHD_add_response_header(response, "ETag", reply->etag);
    if (reply->allow)
        (void)MHD_add_response_header(response, "Allow", reply->allow);
    if (reply->filename) {
        (void)snprintf(text, sizeof text, "attachment; filename=\"%s\"", reply->filename);
        (void)MHD_add_response_header(response, "Content-Disposition", text);
    }
    if (reply->close)
        (void)MHD_add_response_header(response, "Connection", "close");
    const enum MHD_Result queued = MHD_queue_response(connection, (unsigned)reply->status, response);
    MHD_destroy_response(response);
    return queued;
}

static struct ctx ctx_of(struct exchange *exchange)
{
    return (struct ctx){.arena = exchange->page, .random = &exchange->random};
}

/* The head is complete: the guard looks before anything else does. Answering here closes the connection, which is what
 * we want. */
static enum MHD_Result begin(struct MHD_Connection *connection, const char *path, const char *method, void **state)
{
    struct exchange *exchange = exchange_new(path);
    if (!exchange)
        return MHD_NO;
    *state = exchange;
    exchange->request = (struct http_request){.method = method, .path = path};
    (void)MHD_get_connection_values_n(connection, MHD_HEADER_KIND, collect_header, exchange);
    struct ctx ctx = ctx_of(exchange);
    const result guarded = http_guard(exchange->header, exchange->header_count, &ctx.error);
    if (!FAILED(guarded))
        return MHD_YES;
    struct http_reply reply = {.close = true};
    http_reply_problem(&ctx, &exchange->request, guarded, &reply);
    return send_reply(connection, &reply);
}

static enum MHD_Result finish(struct app *app, struct MHD_Connection *connection, struct exchange *exchange)
{
    struct ctx ctx = ctx_of(exchange);
    struct http_reply reply = {0};
    (void)MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, collect_arg, &exchange->request);
    exchange->request.if_none_match = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "If-None-Match");
    http_route_run(app, &ctx, &exchange->request, &reply);
    return send_reply(connection, &reply);
}

/* The library's signature. */ /* tidy: parameters */
static enum MHD_Result answer(void *arg, struct MHD_Connection *connection, const char *path, const char *method,
                              const char *version, const char *upload, size_t *upload_size, void **state)
{
    struct http_server *server = arg;
    struct exchange *exchange = *state;
    (void)version;
    (void)upload;
    if (!exchange)
        return begin(connection, path, method, state);
    if (*upload_size > 0) { /* no route takes a body: it is read and dropped, up to a limit */
        exchange->body_size += *upload_size;
        *upload_size = 0;
        return exchange->body_size > HTTP_BODY_MAX ? MHD_NO : MHD_YES;
    }
    return finish(server->app, connection, exchange);
}

static void completed(void *arg, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode why)
{
    struct exchange *exchange = *state;
    (void)arg;
    (void)connection;
    (void)why;
    if (exchange)
        exchange_free(exchange);
    *state = NULL;
}

__attribute__((format(printf, 2, 0))) static void quiet(void *arg, const char *format, va_list values)
{
    (void)arg;
    (void)format;
    (void)values;
}

/* ---- the port ---- */

static RESULT port_refused(struct ctx *ctx, int port)
{
    error_set(&ctx->error, "port", "%d", port);
    error_set(&ctx->error, "reason", "%s", strerror(errno));
    return REFUSE(http, port);
}

static RESULT open_port(struct ctx *ctx, int port, int *ret_socket, int *ret_port)
{
    const int on = 1;
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return port_refused(ctx, port);
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (const struct sockaddr *)&address, sizeof address) != 0 || listen(fd, BACKLOG) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &size) != 0) {
        const result refused = port_refused(ctx, port);
        (void)close(fd);
        return refused;
    }
    *ret_socket = fd;
    *ret_port = ntohs(address.sin_port);
    return OK;
}

RESULT http_listen(struct ctx *ctx, struct app *app, int port, struct http_server **ret_server)
{
    struct http_server *server;
    int fd = -1;
    TRY(ARENA_TAKE(app->arena, 1, &server));
    TRY(open_port(ctx, port, &fd, &server->port));
    server->app = app;
    server->daemon =
        MHD_start_daemon(MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL | MHD_USE_ITC |
                             MHD_USE_ERROR_LOG,
                         0, NULL, NULL, answer, server, MHD_OPTION_EXTERNAL_LOGGER, quiet, NULL,
                         MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
                         MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)TIMEOUT_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
                         (size_t)CONNECTION_MEMORY, MHD_OPTION_THREAD_STACK_SIZE, (size_t)THREAD_STACK,
                         MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_NOTIFY_COMPLETED, completed, NULL, MHD_OPTION_END);
    if (!server->daemon) {
        const result refused = port_refused(ctx, port);
        (void)close(fd);
        return refused;
    }
    *ret_server = server;
    return OK;
}

int http_port(const struct http_server *server)
{
    return server->port;
}

void http_stop(struct http_server **server)
{
    if (!*server)
        return;
    MHD_stop_daemon((*server)->daemon); /* closes the listening socket as well */
    *server = NULL;
}
