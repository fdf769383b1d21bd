/* buffer.h  A growable run of bytes in an arena, its maximum fixed at birth.
 *
 * Used for canonical bytes and for text. After a refused write the buffer is spent: the refusal repeats on every later
 * call, so a caller may write on and look once at the end with buffer_status. */
#pragma once

#include "base/arena.h"

struct buffer {
    struct arena *arena;
    uint8_t *data;
    size_t size, cap, max;
    result status;
};

/* An empty buffer of at most `max` bytes; nothing is taken from the arena yet. */
void buffer_init(struct buffer *buffer, struct arena *arena, size_t max);

/* Each puts something behind what is there: raw bytes, a C string, one byte, printf. */
void buffer_put(struct buffer *buffer, const void *data, size_t size);
void buffer_text(struct buffer *buffer, const char *text);
void buffer_char(struct buffer *buffer, char c);
__attribute__((format(printf, 2, 3))) void buffer_print(struct buffer *buffer, const char *format, ...);

/* OK, or the first refusal: memory.exhausted (arena cap), buffer.full (own maximum). */
RESULT buffer_status(const struct buffer *buffer);

/* The bytes so far, NUL-terminated behind the end; borrowed from the arena. Refusals as buffer_status. */
RESULT buffer_done(struct buffer *buffer, struct bytes *ret_bytes);
