#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_CAP = 256 };

void buffer_init(struct buffer *buffer, struct arena *arena, size_t max)
{
    *buffer = (struct buffer){.arena = arena, .max = max};
}

static bool reserve(struct buffer *buffer, size_t more)
{
    if (FAILED(buffer->status))
        return false;
    if (more > buffer->max - buffer->size) {
        buffer->status = REFUSE(buffer, full);
        return false;
    }
    if (buffer->size + more < buffer->cap) /* one byte stays free for the NUL */
        return true;
    size_t cap = buffer->cap ? buffer->cap * 2 : FIRST_CAP;
    if (cap < buffer->size + more + 1)
        cap = buffer->size + more + 1;
    uint8_t *data;
    buffer->status = ARENA_TAKE(buffer->arena, cap, &data);
    if (FAILED(buffer->status))
        return false;
    if (buffer->size > 0)
        memcpy(data, buffer->data, buffer->size);
    buffer->data = data;
    buffer->cap = cap;
    return true;
}

void buffer_put(struct buffer *buffer, const void *data, size_t size)
{
    if (size == 0 || !reserve(buffer, size))
        return;
    memcpy(buffer->data + buffer->size, data, size);
    buffer->size += size;
}

void buffer_text(struct buffer *buffer, const char *text)
{
    buffer_put(buffer, text, strlen(text));
}

void buffer_char(struct buffer *buffer, char c)
{
    buffer_put(buffer, &c, 1);
}

void buffer_print(struct buffer *buffer, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    const int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length > 0 && reserve(buffer, (size_t)length)) {
        (void)vsnprintf((char *)buffer->data + buffer->size, (size_t)length + 1, format, again);
        buffer->size += (size_t)length;
    }
    va_end(again);
}

RESULT buffer_status(const struct buffer *buffer)
{
    return buffer->status;
}

RESULT buffer_done(struct buffer *buffer, struct bytes *ret_bytes)
{
    (void)reserve(buffer, 0);
    TRY(buffer->status);
    buffer->data[buffer->size] = 0;
    *ret_bytes = (struct bytes){buffer->data, buffer->size};
    return OK;
}
