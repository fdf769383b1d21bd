/* route.h  From a path to a page: routes.def as a dispatch. */
#pragma once

#include "server/app.h"
#include "server/http/reply.h"

/* Bytes of memory that a request for this path may take. */
size_t http_route_memory(const char *path);

/* Answers one request whole: method, route, page, refusal, ETag. ctx has its arena and nothing else; the clock and the
 * connection come from app. A database that was lost is tried once more on a new connection. */
void http_route_run(struct app *app, struct ctx *ctx, struct http_request *request, struct http_reply *reply);
