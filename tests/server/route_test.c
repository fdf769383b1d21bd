/* Dispatch without a database: methods, unknown addresses, headers, validators, refusals in both languages. */
#include "tests/server/client.h"

#include "server/http/reply.h"
#include "server/http/route.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static char answer[CLIENT_ANSWER_MAX];

static int ask(void **state, const char *line, const char *more)
{
    char request[1024];
    (void)snprintf(request, sizeof request, "%s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n%s\r\n", line, more);
    (void)client_send(*state, request, answer);
    return client_status(answer);
}

static void security_headers_stand_on_every_answer(void **state)
{
    static const char *const lines[] = {"GET /livez", "GET /style.css", "GET /nothing", "POST /"};
    for (size_t i = 0; i < LENGTH(lines); i++) {
        (void)ask(state, lines[i], "");
        assert_non_null(
            strstr(answer, "\r\nContent-Security-Policy: default-src 'none'; style-src 'self'; img-src data:;"));
        assert_non_null(strstr(answer, "frame-ancestors 'none'\r\n"));
        assert_non_null(strstr(answer, "\r\nX-Content-Type-Options: nosniff\r\n"));
    }
}

static void unknown_addresses_are_404_in_both_languages(void **state)
{
    static const char *const paths[] = {"GET /nothing",
                                        "GET /c/",
                                        "GET /c/12",
                                        "GET /c/x/y",
                                        "GET /livez/",
                                        "GET //",
                                        "GET /c/330681000217/d/",
                                        "GET /c/330681000217/d/2026Q1/x"};
    for (size_t i = 0; i < LENGTH(paths); i++) {
        const int status = ask(state, paths[i], "");
        assert_true(status == 404 || (i == 2 && status == 503)); /* a page that reads asks for its connection first */
    }
    assert_int_equal(ask(state, "GET /nothing", ""), 404);
    assert_non_null(strstr(answer, "没有这个页面"));
    assert_non_null(strstr(answer, "there is no such page"));
    assert_non_null(strstr(answer, "http.not_found"));
    assert_non_null(strstr(answer, "<html lang=\"zh-CN\">"));
    assert_int_equal(ask(state, "GET /nothing?lang=en", ""), 404);
    assert_non_null(strstr(answer, "<html lang=\"en\">"));
    assert_non_null(strstr(answer, "<h1>there is no such page</h1>"));
}

static void a_refusal_as_json_where_json_was_asked_for(void **state)
{
    assert_int_equal(ask(state, "GET /nothing?format=json", ""), 404);
    assert_non_null(strstr(answer, "Content-Type: application/problem+json\r\n"));
    assert_non_null(strstr(answer, "{\"code\":\"http.not_found\",\"status\":404,"));
}

static void only_get_and_head(void **state)
{
    static const char *const methods[] = {"POST /livez", "PUT /style.css", "DELETE /", "OPTIONS /", "PATCH /livez"};
    for (size_t i = 0; i < LENGTH(methods); i++) {
        assert_int_equal(ask(state, methods[i], ""), 405);
        assert_non_null(strstr(answer, "\r\nAllow: GET, HEAD\r\n"));
    }
    assert_int_equal(ask(state, "HEAD /style.css", ""), 200);
    assert_string_equal(strstr(answer, "\r\n\r\n"), "\r\n\r\n");
}

static void what_the_reader_has_is_not_sent_again(void **state)
{
    char more[128];
    assert_int_equal(ask(state, "GET /style.css", ""), 200);
    const char *etag = strstr(answer, "\r\nETag: ");
    assert_non_null(etag);
    (void)snprintf(more, sizeof more, "If-None-Match: \"x\", W/%.34s\r\n", etag + 8);
    assert_int_equal(ask(state, "GET /style.css", more), 304);
    assert_string_equal(strstr(answer, "\r\n\r\n"), "\r\n\r\n");
    assert_int_equal(ask(state, "GET /style.css", "If-None-Match: \"0123456789abcdef0123456789abcdef\"\r\n"), 200);
}

static void a_missing_database_is_503(void **state)
{
    assert_int_equal(ask(state, "GET /", ""), 503);
    assert_non_null(strstr(answer, "database.unavailable"));
    assert_int_equal(ask(state, "GET /livez", ""), 200); /* the process lives all the same */
}

static void markup_in_an_address_is_only_text(void **state)
{
    assert_int_equal(ask(state, "GET /%3Cscript%3E?q=%22%3E%3Cscript%3E&lang=en", ""), 404);
    assert_null(strstr(answer, "<script"));
}

static void addresses_keep_language_and_are_encoded(void **state)
{
    struct ctx ctx = {.arena = arena_new(1 << 20)};
    const struct http_request request = {.method = "GET", .path = "/", .language = LANGUAGE_EN};
    const char *url;
    (void)state;
    assert_false(FAILED(http_url(&ctx, &request, "/c/1", &(struct http_arg){"q", "a b&c=汉"}, &url)));
    assert_string_equal(url, "/c/1?q=a%20b%26c%3D%E6%B1%89&lang=en");
    assert_int_equal(http_route_memory("/c/330681000217/three-year"), 32 << 20);
    assert_int_equal(http_route_memory("/nothing"), 8 << 20);
    arena_free(&ctx.arena);
}

static void a_taken_port_is_refused(void **state)
{
    struct client *client = *state;
    struct http_server *other = NULL;
    const result refused = http_listen(&client->ctx, &client->app, http_port(client->server), &other);
    assert_int_equal(refused.code, ERROR_http_port);
    assert_non_null(error_get(&client->ctx.error, "reason"));
    assert_null(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(security_headers_stand_on_every_answer),
        cmocka_unit_test(unknown_addresses_are_404_in_both_languages),
        cmocka_unit_test(a_refusal_as_json_where_json_was_asked_for),
        cmocka_unit_test(only_get_and_head),
        cmocka_unit_test(what_the_reader_has_is_not_sent_again),
        cmocka_unit_test(a_missing_database_is_503),
        cmocka_unit_test(markup_in_an_address_is_only_text),
        cmocka_unit_test(addresses_keep_language_and_are_encoded),
        cmocka_unit_test(a_taken_port_is_refused),
    };
    return cmocka_run_group_tests(tests, client_start, client_stop);
}
