/* digest.h  SHA-256 and HMAC-SHA-256 through libgcrypt, and the text forms of bytes.
 *
 * hex: bytes as hexadecimal digits.
 * base64: bytes as RFC 4648 writes them.
 * digest_start once in main, before any thread: libgcrypt aborts without it. */
#pragma once

#include "base/bytes.h"
#include "base/result.h"

/* Refusals: fault.internal when the library is older than built against. */
RESULT digest_start(void);

/* One call, no allocation; parts are hashed one after the other. */
void digest_sha256(struct bytes data, struct digest *ret_digest);
void digest_sha256_parts(const struct bytes *parts, size_t count, struct digest *ret_digest);
void digest_hmac_sha256(struct bytes key, struct bytes data, struct digest *ret_mac);

/* A hash of data that arrives in pieces. hash_done closes the handle. */
struct hash;
RESULT hash_new(struct hash **ret_hash);
void hash_put(struct hash *hash, struct bytes data);
void hash_done(struct hash **hash, struct digest *ret_digest);
void hash_free(struct hash **hash);

/* All 32 bytes are the same. Not for secrets: the time depends on the values. */
bool digest_equal(const struct digest *a, const struct digest *b);

/* Lower-case hexadecimal, NUL-terminated; out holds 2 * size + 1. */
void hex_encode(struct bytes data, char *out);

/* Refusals: text.refused when not exactly 2 * size hexadecimal digits. */
RESULT hex_decode(const char *text, uint8_t *ret_bytes, size_t size);

/* RFC 4648 §4 with padding, NUL-terminated; out holds 4 * ((size + 2) / 3) + 1. */
void base64_encode(struct bytes data, char *out);
