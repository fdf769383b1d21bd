/* canon.h  Canonical bytes: fixed order, big-endian, u32 length prefixes (docs/journal.md §2.1).
 *
 * Writing never fails by itself: struct buffer remembers the first refusal. Reading is bounded: struct canon_reader
 * refuses with record.malformed at the first byte that does not fit, and canon_end refuses what is left over. */
#pragma once

#include "base/buffer.h"
#include "base/date.h"
#include "base/money.h"

/* Each puts one value behind what is there: fixed width, big-endian; canon_tag the 16 bytes of a tag. */
void canon_u8(struct buffer *out, uint8_t value);
void canon_u16(struct buffer *out, uint16_t value);
void canon_u32(struct buffer *out, uint32_t value);
void canon_u64(struct buffer *out, uint64_t value);
void canon_i32(struct buffer *out, int32_t value);
void canon_i64(struct buffer *out, int64_t value);
void canon_bytes(struct buffer *out, struct bytes value); /* u32 length, then the bytes */
void canon_tag(struct buffer *out, const char tag[static 16]);

struct canon_reader {
    const uint8_t *at, *end;
    result status;
};

/* Starts at the first byte; the data stay where they are. */
void canon_open(struct canon_reader *reader, struct bytes data);

/* Each takes the next value; zero, or no bytes, once something did not fit. */
uint8_t canon_read_u8(struct canon_reader *reader);
uint16_t canon_read_u16(struct canon_reader *reader);
uint32_t canon_read_u32(struct canon_reader *reader);
uint64_t canon_read_u64(struct canon_reader *reader);
int32_t canon_read_i32(struct canon_reader *reader);
int64_t canon_read_i64(struct canon_reader *reader);
void canon_read_raw(struct canon_reader *reader, void *ret_bytes, size_t size);
struct bytes canon_read_bytes(struct canon_reader *reader, size_t max); /* borrowed from the data */

/* Marks the data as malformed; later reads give zeros. */
void canon_fail(struct canon_reader *reader);

/* Refusals: record.malformed for any earlier failure or for bytes left over. */
RESULT canon_end(const struct canon_reader *reader);

/* Big-endian numbers at a fixed place. */
void canon_store_u64(uint8_t *to, uint64_t value);
uint64_t canon_load_u64(const uint8_t *from);
