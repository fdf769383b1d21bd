/* guard.h  The framing guard: refuses requests that two programs could read differently. Pure, over a plain header
 * list. */
#pragma once

#include "base/bytes.h"
#include "base/error.h"
#include "base/result.h"

enum { HTTP_HEADERS_MAX = 100, HTTP_BODY_MAX = 65536 };

struct http_header {
    struct bytes name, value;
};

/* Every name consists of token characters (RFC 9110), no value holds a control character but TAB, at most one
 * Content-Length of at most 18 digits, at most one Transfer-Encoding and that is `chunked`, never both, exactly one
 * Host. Refusals in order: http.too_large (more than HTTP_HEADERS_MAX headers), http.framing (detail reason),
 * http.too_large (announced body beyond HTTP_BODY_MAX). */
RESULT http_guard(const struct http_header *headers, size_t count, struct error_detail *error);

/* True when the header has this name, whatever its case. */
bool http_header_is(const struct http_header *header, const char *name);
