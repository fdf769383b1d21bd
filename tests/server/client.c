#include "tests/server/client.h"

#include "base/digest.h"

#include <arpa/inet.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

enum { SILENCE_MS = 2000, QUIET_MS = 150 };

int client_start(void **state)
{
    static struct client client;
    struct arena *arena = arena_new(1 << 20);
    (void)signal(SIGPIPE, SIG_IGN);
    if (FAILED(digest_start()))
        return 1;
    client.ctx = (struct ctx){.arena = arena};
    http_app_init(&client.app, arena, NULL);
    *state = &client;
    return (int)http_listen(&client.ctx, &client.app, 0, &client.server).code;
}

int client_stop(void **state)
{
    struct client *client = *state;
    http_stop(&client->server);
    http_app_done(&client->app);
    arena_free(&client->ctx.arena);
    return 0;
}

bool client_send(const struct client *client, const char *request, char answer[CLIENT_ANSWER_MAX])
{
    const struct sockaddr_in address = {.sin_family = AF_INET,
                                        .sin_port = htons((uint16_t)http_port(client->server)),
                                        .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    size_t size = 0;
    bool closed = false;
    assert_int_equal(connect(fd, (const struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(send(fd, request, strlen(request), MSG_NOSIGNAL), (ssize_t)strlen(request));
    while (!closed && size < CLIENT_ANSWER_MAX - 1) {
        struct pollfd waiting = {.fd = fd, .events = POLLIN};
        if (poll(&waiting, 1, size > 0 ? QUIET_MS : SILENCE_MS) <= 0)
            break;
        const ssize_t got = recv(fd, answer + size, CLIENT_ANSWER_MAX - 1 - size, 0);
        closed = got <= 0;
        size += got > 0 ? (size_t)got : 0;
    }
    answer[size] = '\0';
    (void)close(fd);
    return closed;
}

int client_answers(const char *answer)
{
    int count = 0;
    for (const char *at = strstr(answer, "HTTP/1.1 "); at; at = strstr(at + 1, "HTTP/1.1 "))
        count++;
    return count;
}

int client_status(const char *answer)
{
    return strncmp(answer, "HTTP/1.1 ", 9) == 0 ? (answer[9] - '0') * 100 + (answer[10] - '0') * 10 + (answer[11] - '0')
                                                : 0;
}
