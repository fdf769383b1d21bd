/* The framing guard over plain header lists: what it lets pass and, one by one, what it refuses and why. */
#include "server/http/guard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

struct example {
    const char *headers[6][2]; /* name, value; up to a NULL */
    enum error wanted;
    const char *reason;
};

static void check(const struct example *example)
{
    struct http_header headers[6];
    struct error_detail detail = {0};
    size_t count = 0;
    for (; count < 6 && example->headers[count][0]; count++)
        headers[count] = (struct http_header){BYTES(example->headers[count][0], strlen(example->headers[count][0])),
                                              BYTES(example->headers[count][1], strlen(example->headers[count][1]))};
    const result guarded = http_guard(headers, count, &detail);
    if (guarded.code != example->wanted)
        print_error("%s: %s\n", example->headers[0][0], example->headers[0][1]);
    assert_int_equal(guarded.code, example->wanted);
    if (example->reason)
        assert_string_equal(error_get(&detail, "reason"), example->reason);
}

static void ordinary_requests_pass(void **state)
{
    static const struct example examples[] = {
        {{{"Host", "a"}}, ERROR_none, NULL},
        {{{"hOsT", "a"}, {"Content-Length", "0"}}, ERROR_none, NULL},
        {{{"Host", ""}, {"content-length", "65536"}}, ERROR_none, NULL},
        {{{"Host", "a"}, {"Transfer-Encoding", "Chunked"}}, ERROR_none, NULL},
        {{{"Host", "a"}, {"X-Words", "tab\tand 汉字"}, {"!#$%&'*+-.^_`|~09", "x"}}, ERROR_none, NULL},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(examples); i++)
        check(&examples[i]);
}

static void ambiguous_requests_are_refused(void **state)
{
    static const struct example examples[] = {
        {{{"Content-Length", "1"}, {"Content-Length", "2"}, {"Host", "a"}}, ERROR_http_framing, "two Content-Length"},
        {{{"Content-Length", "1"}, {"Content-Length", "1"}, {"Host", "a"}}, ERROR_http_framing, "two Content-Length"},
        {{{"Content-Length", "1"}, {"Transfer-Encoding", "chunked"}, {"Host", "a"}},
         ERROR_http_framing,
         "Content-Length beside Transfer-Encoding"},
        {{{"Accept", "x"}}, ERROR_http_framing, "Host"},
        {{{"Host", "a"}, {"Host", "a"}}, ERROR_http_framing, "Host"},
        {{{"Content-Length ", "1"}, {"Host", "a"}}, ERROR_http_framing, "header name"},
        {{{"Transfer-Encoding ", "chunked"}, {"Host", "a"}}, ERROR_http_framing, "header name"},
        {{{"", "x"}, {"Host", "a"}}, ERROR_http_framing, "header name"},
        {{{"X(y)", "x"}, {"Host", "a"}}, ERROR_http_framing, "header name"},
        {{{"X\xC3\xA9", "x"}, {"Host", "a"}}, ERROR_http_framing, "header name"},
        {{{"X", "a\rb"}, {"Host", "a"}}, ERROR_http_framing, "control character in a header"},
        {{{"X", "a\x7f"}, {"Host", "a"}}, ERROR_http_framing, "control character in a header"},
        {{{"Content-Length", "+5"}, {"Host", "a"}}, ERROR_http_framing, "Content-Length"},
        {{{"Content-Length", "5, 5"}, {"Host", "a"}}, ERROR_http_framing, "Content-Length"},
        {{{"Content-Length", "0x5"}, {"Host", "a"}}, ERROR_http_framing, "Content-Length"},
        {{{"Content-Length", ""}, {"Host", "a"}}, ERROR_http_framing, "Content-Length"},
        {{{"Content-Length", "1234567890123456789"}, {"Host", "a"}}, ERROR_http_framing, "Content-Length"},
        {{{"Transfer-Encoding", "xchunked"}, {"Host", "a"}}, ERROR_http_framing, "Transfer-Encoding"},
        {{{"Transfer-Encoding", "chunked, chunked"}, {"Host", "a"}}, ERROR_http_framing, "Transfer-Encoding"},
        {{{"Transfer-Encoding", "gzip, chunked"}, {"Host", "a"}}, ERROR_http_framing, "Transfer-Encoding"},
        {{{"Transfer-Encoding", ""}, {"Host", "a"}}, ERROR_http_framing, "Transfer-Encoding"},
        {{{"Transfer-Encoding", "chunked"}, {"Transfer-Encoding", "chunked"}, {"Host", "a"}},
         ERROR_http_framing,
         "two Transfer-Encoding"},
        {{{"Content-Length", "65537"}, {"Host", "a"}}, ERROR_http_too_large, NULL},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(examples); i++)
        check(&examples[i]);
}

static void a_nul_byte_is_refused(void **state)
{
    struct error_detail detail = {0};
    const struct http_header name[] = {{BYTES("X\0", 2), BYTES("x", 1)}}, value[] = {{BYTES("X", 1), BYTES("x\0", 2)}};
    (void)state;
    assert_int_equal(http_guard(name, 1, &detail).code, ERROR_http_framing);
    assert_int_equal(http_guard(value, 1, &detail).code, ERROR_http_framing);
}

static void too_many_headers_are_refused(void **state)
{
    struct error_detail detail = {0};
    struct http_header headers[HTTP_HEADERS_MAX + 1];
    (void)state;
    for (size_t i = 0; i < LENGTH(headers); i++)
        headers[i] = (struct http_header){BYTES(i ? "X" : "Host", i ? 1 : 4), BYTES("x", 1)};
    assert_int_equal(http_guard(headers, HTTP_HEADERS_MAX, &detail).code, ERROR_none);
    assert_int_equal(http_guard(headers, HTTP_HEADERS_MAX + 1, &detail).code, ERROR_http_too_large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ordinary_requests_pass),
        cmocka_unit_test(ambiguous_requests_are_refused),
        cmocka_unit_test(a_nul_byte_is_refused),
        cmocka_unit_test(too_many_headers_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
