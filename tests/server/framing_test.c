/* The regression table of framing faults, over real sockets: each gives one 400 and a closed connection, and no hidden
 * request runs. */
#include "tests/server/client.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const char hidden[] = "GET /livez HTTP/1.1\r\nHost: a\r\n\r\n";

static void expect_400(const struct client *client, const char *head, const char *body)
{
    static char answer[CLIENT_ANSWER_MAX], request[4096];
    (void)snprintf(request, sizeof request, "%s\r\n%s", head, body);
    const bool closed = client_send(client, request, answer);
    /* where the library itself refuses (3 and 6), it writes its own head twice: that is no second answer */
    const bool ours = strstr(answer, "Content-Security-Policy") != NULL;
    if (client_status(answer) != 400 || !closed)
        print_error("%s -> %.200s (closed %d)\n", request, answer, closed);
    assert_int_equal(client_status(answer), 400);
    assert_true(!ours || client_answers(answer) == 1);
    assert_true(closed);
    assert_null(strstr(answer, "HTTP/1.1 200"));
    assert_null(strstr(answer, "\nok\n"));
}

static void vector_1_two_lengths(void **state)
{
    expect_400(*state, "GET /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 5\r\n", "");
    expect_400(*state, "POST /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 33\r\nContent-Length: 0\r\n", hidden);
}

static void vector_2_length_beside_chunked(void **state)
{
    expect_400(*state, "POST /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 38\r\nTransfer-Encoding: chunked\r\n",
               "0\r\n\r\nGET /livez HTTP/1.1\r\nHost: a\r\n\r\n");
    expect_400(*state, "POST /livez HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n",
               "0\r\n\r\nGET /livez HTTP/1.1\r\nHost: a\r\n\r\n");
}

static void vector_3_no_host(void **state)
{
    expect_400(*state, "GET /livez HTTP/1.1\r\nAccept: x\r\n", "");
}

static void vector_4_two_hosts(void **state)
{
    expect_400(*state, "GET /livez HTTP/1.1\r\nHost: a\r\nHost: b\r\n", "");
}

static void vector_5_blank_before_the_colon(void **state)
{
    expect_400(*state, "POST /livez HTTP/1.1\r\nHost: a\r\nContent-Length : 33\r\n", hidden);
    expect_400(*state, "POST /livez HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n", "0\r\n\r\n");
}

static void vector_6_length_not_digits(void **state)
{
    expect_400(*state, "POST /livez HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n", "hello");
    expect_400(*state, "POST /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n", "hello");
}

static void vector_7_other_encodings(void **state)
{
    expect_400(*state, "POST /livez HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n", "0\r\n\r\n");
    expect_400(*state, "POST /livez HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n");
    expect_400(*state,
               "POST /livez HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
               "0\r\n\r\n");
    expect_400(*state, "POST /livez HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n chunked, x\r\n", "0\r\n\r\n");
}

static void an_ordinary_request_is_answered_and_the_connection_stays(void **state)
{
    static char answer[CLIENT_ANSWER_MAX];
    const bool closed =
        client_send(*state, "GET /livez HTTP/1.1\r\nHost: a\r\n\r\nGET /livez HTTP/1.1\r\nHost: a\r\n\r\n", answer);
    assert_false(closed);
    assert_int_equal(client_answers(answer), 2);
    assert_int_equal(client_status(answer), 200);
}

static void an_announced_body_beyond_the_limit_is_413(void **state)
{
    static char answer[CLIENT_ANSWER_MAX];
    const bool closed = client_send(*state, "POST /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n", answer);
    assert_true(closed);
    assert_int_equal(client_status(answer), 413);
}

static void a_body_is_read_and_dropped_before_the_answer(void **state)
{
    static char answer[CLIENT_ANSWER_MAX];
    (void)client_send(
        *state,
        "POST /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhelloGET /livez HTTP/1.1\r\nHost: a\r\n\r\n",
        answer);
    assert_int_equal(client_status(answer), 405);
    assert_int_equal(client_answers(answer), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vector_1_two_lengths),
        cmocka_unit_test(vector_2_length_beside_chunked),
        cmocka_unit_test(vector_3_no_host),
        cmocka_unit_test(vector_4_two_hosts),
        cmocka_unit_test(vector_5_blank_before_the_colon),
        cmocka_unit_test(vector_6_length_not_digits),
        cmocka_unit_test(vector_7_other_encodings),
        cmocka_unit_test(an_ordinary_request_is_answered_and_the_connection_stays),
        cmocka_unit_test(an_announced_body_beyond_the_limit_is_413),
        cmocka_unit_test(a_body_is_read_and_dropped_before_the_answer),
    };
    return cmocka_run_group_tests(tests, client_start, client_stop);
}
