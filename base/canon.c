#include "base/canon.h"

#include <string.h>

static void put(struct buffer *out, uint64_t value, size_t width)
{
    uint8_t bytes[8];
    for (size_t i = 0; i < width; i++)
        bytes[i] = (uint8_t)(value >> (8 * (width - 1 - i)));
    buffer_put(out, bytes, width);
}

void canon_u8(struct buffer *out, uint8_t value)
{
    put(out, value, 1);
}

void canon_u16(struct buffer *out, uint16_t value)
{
    put(out, value, 2);
}

void canon_u32(struct buffer *out, uint32_t value)
{
    put(out, value, 4);
}

void canon_u64(struct buffer *out, uint64_t value)
{
    put(out, value, 8);
}

void canon_i32(struct buffer *out, int32_t value)
{
    put(out, (uint32_t)value, 4);
}

void canon_i64(struct buffer *out, int64_t value)
{
    put(out, (uint64_t)value, 8);
}

void canon_bytes(struct buffer *out, struct bytes value)
{
    put(out, value.size, 4);
    buffer_put(out, value.data, value.size);
}

void canon_tag(struct buffer *out, const char tag[static 16])
{
    buffer_put(out, tag, 16);
}

void canon_open(struct canon_reader *reader, struct bytes data)
{
    *reader = (struct canon_reader){.at = data.data, .end = data.data ? data.data + data.size : NULL};
}

void canon_fail(struct canon_reader *reader)
{
    reader->status = REFUSE(record, malformed);
}

/* `size` bytes, or NULL after a failure. */
static const uint8_t *take(struct canon_reader *reader, size_t size)
{
    if (FAILED(reader->status))
        return NULL;
    if ((size_t)(reader->end - reader->at) < size) {
        canon_fail(reader);
        return NULL;
    }
    const uint8_t *at = reader->at;
    reader->at += size;
    return at;
}

static uint64_t read_number(struct canon_reader *reader, size_t width)
{
    const uint8_t *at = take(reader, width);
    uint64_t value = 0;
    for (size_t i = 0; at && i < width; i++)
        value = value << 8 | at[i];
    return value;
}

uint8_t canon_read_u8(struct canon_reader *reader)
{
    return (uint8_t)read_number(reader, 1);
}

uint16_t canon_read_u16(struct canon_reader *reader)
{
    return (uint16_t)read_number(reader, 2);
}

uint32_t canon_read_u32(struct canon_reader *reader)
{
    return (uint32_t)read_number(reader, 4);
}

uint64_t canon_read_u64(struct canon_reader *reader)
{
    return read_number(reader, 8);
}

int32_t canon_read_i32(struct canon_reader *reader)
{
    return (int32_t)(uint32_t)read_number(reader, 4);
}

int64_t canon_read_i64(struct canon_reader *reader)
{
    return (int64_t)read_number(reader, 8);
}

void canon_read_raw(struct canon_reader *reader, void *ret_bytes, size_t size)
{
    const uint8_t *at = take(reader, size);
    if (at)
        memcpy(ret_bytes, at, size);
    else
        memset(ret_bytes, 0, size);
}

struct bytes canon_read_bytes(struct canon_reader *reader, size_t max)
{
    const size_t size = canon_read_u32(reader);
    if (size > max)
        canon_fail(reader);
    const uint8_t *at = take(reader, size);
    return (struct bytes){at, at ? size : 0};
}

RESULT canon_end(const struct canon_reader *reader)
{
    TRY(reader->status);
    return reader->at == reader->end ? OK : REFUSE(record, malformed);
}

void canon_store_u64(uint8_t *to, uint64_t value)
{
    for (int i = 0; i < 8; i++)
        to[i] = (uint8_t)(value >> (56 - 8 * i));
}

uint64_t canon_load_u64(const uint8_t *from)
{
    uint64_t value = 0;
    for (int i = 0; i < 8; i++)
        value = value << 8 | from[i];
    return value;
}
