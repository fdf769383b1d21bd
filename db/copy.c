/* Binary COPY out: the fastest way to read a journal, and the reference of the benchmarks. */
#include "db/private.h"

#include <stdlib.h>
#include <string.h>

struct db_copy {
    struct ctx *ctx;
    char *buffer; /* libpq's, of the current message */
    bool first, ended;
};

static RESULT start(struct ctx *ctx, const struct embedded *copy, uint64_t community)
{
    char command[64];
    (void)snprintf(command, sizeof command, "set local app.community = '%llu'", (unsigned long long)community);
    TRY(db_command(ctx, command));
    CLEANUP(db_result_clear) PGresult *started = PQexec(ctx->db->conn, copy->text);
    return PQresultStatus(started) == PGRES_COPY_OUT ? OK : db_failure(ctx, ctx->db, started);
}

RESULT db_copy_open(struct ctx *ctx, const struct embedded *copy, uint64_t community, struct db_copy **ret_copy)
{
    struct db_copy *c = calloc(1, sizeof *c);
    if (!c)
        return REFUSE(memory, exhausted);
    *c = (struct db_copy){.ctx = ctx, .first = true};
    const result started = start(ctx, copy, community);
    if (FAILED(started)) {
        free(c);
        return started;
    }
    *ret_copy = c;
    return OK;
}

static RESULT fetch(struct db_copy *copy, struct bytes *ret_message)
{
    if (copy->buffer)
        PQfreemem(copy->buffer);
    copy->buffer = NULL;
    const int size = PQgetCopyData(copy->ctx->db->conn, &copy->buffer, 0);
    if (size > 0) {
        *ret_message = BYTES(copy->buffer, (size_t)size);
        return OK;
    }
    copy->ended = true;
    *ret_message = BYTES(NULL, 0);
    CLEANUP(db_result_clear) PGresult *ended = PQgetResult(copy->ctx->db->conn);
    if (size == -2 || PQresultStatus(ended) != PGRES_COMMAND_OK)
        return db_failure(copy->ctx, copy->ctx->db, ended);
    db_result_clear(&ended);
    ended = PQgetResult(copy->ctx->db->conn); /* NULL: ready for the next command */
    return OK;
}

static uint32_t load_u32(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* Splits one tuple; false when its shape is not `count` fields. */
static bool split(struct bytes tuple, struct db_field *fields, size_t count)
{
    const uint8_t *at = tuple.data + 2, *end = tuple.data + tuple.size;
    if (tuple.size < 2 || (size_t)(tuple.data[0] << 8 | tuple.data[1]) != count)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (end - at < 4)
            return false;
        const uint32_t size = load_u32(at);
        at += 4;
        fields[i].bytes = BYTES(NULL, 0);
        if (size == UINT32_MAX)
            continue;
        if ((size_t)(end - at) < size)
            return false;
        fields[i].bytes = BYTES(at, size);
        at += size;
    }
    return at == end;
}

RESULT db_copy_next(struct db_copy *copy, struct db_field *fields, size_t count, bool *ret_more)
{
    enum { SIGNATURE = 19 }; /* before the first tuple: 11 bytes of magic, flags, extension length */
    *ret_more = false;
    struct bytes message = {NULL, 0};
    if (copy->ended)
        return OK;
    TRY(fetch(copy, &message));
    if (copy->first && message.size >= SIGNATURE) {
        message = BYTES(message.data + SIGNATURE, message.size - SIGNATURE);
        copy->first = false;
        if (message.size == 0)
            TRY(fetch(copy, &message));
    }
    if (!message.data)
        return OK;
    if (message.size == 2 && message.data[0] == 0xFF && message.data[1] == 0xFF) { /* trailer */
        TRY(fetch(copy, &message));
        return OK;
    }
    if (!split(message, fields, count))
        return REFUSE(database, schema);
    *ret_more = true;
    return OK;
}

void db_copy_close(struct db_copy **copy)
{
    if (!*copy)
        return;
    struct bytes ignored;
    while (!(*copy)->ended && !FAILED(fetch(*copy, &ignored)))
        continue;
    if ((*copy)->buffer)
        PQfreemem((*copy)->buffer);
    free(*copy);
    *copy = NULL;
}
