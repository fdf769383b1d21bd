/* client.h  A listening server without a database, and raw bytes sent to it over a real socket. */
#pragma once

#include "server/app.h"

enum { CLIENT_ANSWER_MAX = 1 << 16 };

struct client {
    struct app app;
    struct ctx ctx;
    struct http_server *server;
};

/* Set-up and tear-down of a cmocka group: *state is the client. */
int client_start(void **state);
int client_stop(void **state);

/* Sends the bytes, reads until the server closes or stays silent for two seconds; `answer` is NUL-terminated. Returns
 * whether the server closed the connection. */
bool client_send(const struct client *client, const char *request, char answer[CLIENT_ANSWER_MAX]);

/* How many answers ("HTTP/1.1 ") stand in the text, and the status of the first one. */
int client_answers(const char *answer);
int client_status(const char *answer);
