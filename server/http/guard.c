#include "server/http/guard.h"

#include <string.h>
#include <strings.h>

enum { LENGTH_DIGITS_MAX = 18 };

bool http_header_is(const struct http_header *header, const char *name)
{
    return header->name.size == strlen(name) &&
           strncasecmp((const char *)header->name.data, name, header->name.size) == 0;
}

static RESULT refuse(struct error_detail *error, const char *reason)
{
    error_set(error, "reason", "%s", reason);
    return REFUSE(http, framing);
}

static bool is_token(struct bytes name)
{
    static const char marks[] = "!#$%&'*+-.^_`|~";
    for (size_t i = 0; i < name.size; i++) {
        const uint8_t c = name.data[i];
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && (c == 0 || !strchr(marks, c)))
            return false;
    }
    return name.size > 0;
}

static bool is_plain(struct bytes value)
{
    for (size_t i = 0; i < value.size; i++)
        if ((value.data[i] < 0x20 && value.data[i] != '\t') || value.data[i] == 0x7F)
            return false;
    return true;
}

/* Digits only, few enough for a whole number; *ret_length is their value. */
static bool is_length(struct bytes value, uint64_t *ret_length)
{
    uint64_t length = 0;
    if (value.size == 0 || value.size > LENGTH_DIGITS_MAX)
        return false;
    for (size_t i = 0; i < value.size; i++) {
        if (value.data[i] < '0' || value.data[i] > '9')
            return false;
        length = length * 10 + (uint64_t)(value.data[i] - '0');
    }
    *ret_length = length;
    return true;
}

static bool is_chunked(struct bytes value)
{
    return value.size == strlen("chunked") && strncasecmp((const char *)value.data, "chunked", value.size) == 0;
}

struct seen {
    int hosts, lengths, encodings;
    uint64_t length;
};

static RESULT look(const struct http_header *header, struct seen *seen, struct error_detail *error)
{
    if (!is_token(header->name))
        return refuse(error, "header name");
    if (!is_plain(header->value))
        return refuse(error, "control character in a header");
    if (http_header_is(header, "Host"))
        seen->hosts++;
    if (http_header_is(header, "Content-Length")) {
        seen->lengths++;
        if (!is_length(header->value, &seen->length))
            return refuse(error, "Content-Length");
    }
    if (http_header_is(header, "Transfer-Encoding")) {
        seen->encodings++;
        if (!is_chunked(header->value))
            return refuse(error, "Transfer-Encoding");
    }
    return OK;
}

RESULT http_guard(const struct http_header *headers, size_t count, struct error_detail *error)
{
    struct seen seen = {0};
    if (count > HTTP_HEADERS_MAX)
        return REFUSE(http, too_large);
    for (size_t i = 0; i < count; i++)
        TRY(look(&headers[i], &seen, error));
    if (seen.lengths > 1)
        return refuse(error, "two Content-Length");
    if (seen.encodings > 1)
        return refuse(error, "two Transfer-Encoding");
    if (seen.lengths + seen.encodings > 1)
        return refuse(error, "Content-Length beside Transfer-Encoding");
    if (seen.hosts != 1)
        return refuse(error, "Host");
    return seen.length > HTTP_BODY_MAX ? REFUSE(http, too_large) : OK;
}
