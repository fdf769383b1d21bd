/* reply.h  A request as pages see it, and the answers they give: pages, files, refusals. No type of the HTTP library.
 */
#pragma once

#include "base/ctx.h"
#include "reports/render/template.h"

enum { HTTP_PARAMS_MAX = 2, HTTP_ARGS_MAX = 16 };

struct http_arg {
    const char *name, *value;
};

struct http_request {
    const char *method, *path;
    const char *param[HTTP_PARAMS_MAX]; /* segments that the route names */
    size_t arg_count;
    struct http_arg arg[HTTP_ARGS_MAX]; /* of the query */
    const char *if_none_match;          /* or NULL */
    enum language language;             /* English with ?lang=en */
};

struct http_reply {
    int status;
    const char *type;     /* media type */
    struct bytes body;    /* lives as long as the request */
    const char *filename; /* offered as a download, or NULL */
    const char *allow;    /* methods, for 405 */
    int max_age;          /* seconds a copy may be used unasked; 0 asks every time */
    bool close;           /* the connection ends with this answer */
    char etag[40];        /* set by http_reply_tag */
};

/* The value of an argument, or NULL. */
const char *http_arg(const struct http_request *request, const char *name);

/* An address of ours in the language of the request, with one argument more where name is not NULL; in the arena.
 * Refusals of all below: memory.exhausted, buffer.full. */
RESULT http_url(struct ctx *ctx, const struct http_request *request, const char *path, const struct http_arg *arg,
                const char **ret_url);

/* A scope with all phrases and what the frame of a page needs. */
RESULT http_reply_scope(struct ctx *ctx, const struct http_request *request, const char *title,
                        struct template_scope **ret_scope);

/* Status 200 and the template. Refusals also: fault.internal. */
RESULT http_reply_page(struct ctx *ctx, const char *name, const struct template_scope *scope, struct http_reply *reply);

/* Status 200 and bytes as they are. */
void http_reply_bytes(struct http_reply *reply, const char *type, struct bytes body);

/* The refusal as a page in both languages, or as a problem object where the request asks for ?format=json. Never fails:
 * what cannot be rendered becomes one line of text. Resets ctx->arena. */
void http_reply_problem(struct ctx *ctx, const struct http_request *request, result failed, struct http_reply *reply);

/* Sets the ETag of a good answer; when the reader has it already, the answer becomes 304 without body. */
void http_reply_tag(const struct http_request *request, struct http_reply *reply);
