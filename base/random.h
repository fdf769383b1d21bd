/* random.h  The only source of random bytes. Strong by default; seeded in tests so that golden files repeat.
 *
 * uuid: 16 bytes that name something, and their text form. */
#pragma once

#include "base/bytes.h"

enum { RANDOM_POOL = 4096 };

struct random {  /* one a thread */
    bool seeded; /* false: libgcrypt's strong generator; true: SHA-256(seed, counter), for tests and vectors only */
    struct digest seed;
    uint64_t counter;
    size_t left; /* strong bytes drawn ahead, since one call of the generator costs as much as a thousand bytes */
    uint8_t pool[RANDOM_POOL]; /* handed out from the front, wiped behind */
};

/* Fills the bytes; the strong generator never fails, it waits. */
void random_bytes(struct random *random, void *ret_bytes, size_t size);

/* Version 7 (RFC 9562): 48 bits of milliseconds, then random. now_us: microseconds since 1970. */
struct uuid random_uuid7(struct random *random, int64_t now_us);

enum { UUID_TEXT = 37 };

/* "00010203-0405-0607-0809-0a0b0c0d0e0f". */
void uuid_format(const struct uuid *uuid, char out[UUID_TEXT]);

/* The same way back; false when the text is not exactly of this form. */
bool uuid_parse(const char *text, struct uuid *ret_uuid);

/* Whether they are the same id. */
bool uuid_equal(const struct uuid *a, const struct uuid *b);
