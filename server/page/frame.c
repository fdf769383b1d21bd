/* What pages share, and the two answers that need no database. */
#include "server/page/page.h"

#include "base/number.h"
#include "embed/web.h"

#include <string.h>

enum { CODE_DIGITS = 12, STYLE_MAX_AGE = 600 };

RESULT page_community_code(const struct http_request *request, uint64_t *ret_community)
{
    int64_t code = 0;
    if (strlen(request->param[0]) != CODE_DIGITS ||
        FAILED(number_parse(request->param[0], 0, INT64_C(999999999999), &code)))
        return REFUSE(http, not_found);
    *ret_community = (uint64_t)code;
    return OK;
}

RESULT page_style(struct ctx *ctx, const struct http_request *request, struct http_reply *reply)
{
    (void)ctx;
    (void)request;
    http_reply_bytes(reply, "text/css; charset=utf-8", BYTES(web_style.text, web_style.size));
    reply->max_age = STYLE_MAX_AGE;
    return OK;
}

RESULT page_livez(struct ctx *ctx, const struct http_request *request, struct http_reply *reply)
{
    (void)ctx;
    (void)request;
    http_reply_bytes(reply, "text/plain; charset=utf-8", BYTES("ok\n", 3));
    return OK;
}
