#include "base/digest.h"

#include <assert.h>
#include <gcrypt.h>
#include <stdlib.h>
#include <string.h>

struct hash {
    gcry_md_hd_t handle;
};

RESULT digest_start(void)
{
    if (gcry_control(GCRYCTL_INITIALIZATION_FINISHED_P))
        return OK;
    if (!gcry_check_version(GCRYPT_VERSION))
        return REFUSE(fault, internal);
    gcry_control(GCRYCTL_DISABLE_SECMEM, 0);
    gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
    return OK;
}

void digest_sha256(struct bytes data, struct digest *ret_digest)
{
    gcry_md_hash_buffer(GCRY_MD_SHA256, ret_digest->b, data.data, data.size);
}

void digest_sha256_parts(const struct bytes *parts, size_t count, struct digest *ret_digest)
{
    gcry_buffer_t list[8] = {{0}};
    assert(count <= LENGTH(list));
    for (size_t i = 0; i < count; i++)
        list[i] = (gcry_buffer_t){.data = (void *)(uintptr_t)parts[i].data, .len = parts[i].size};
    const gcry_error_t e = gcry_md_hash_buffers(GCRY_MD_SHA256, 0, ret_digest->b, list, (int)count);
    assert(e == 0);
    (void)e;
}

/* RFC 2104 over the library's SHA-256: its own HMAC asks the system for entropy at every call, which costs twenty times
 * the hashing. */
void digest_hmac_sha256(struct bytes key, struct bytes data, struct digest *ret_mac)
{
    enum { BLOCK = 64, INNER = 0x36, OUTER = 0x5c };
    uint8_t block[BLOCK] = {0}, pad[BLOCK];
    struct digest inner;
    if (key.size > BLOCK) {
        digest_sha256(key, &inner);
        key = BYTES(inner.b, sizeof inner.b);
    }
    if (key.size > 0)
        memcpy(block, key.data, key.size);
    for (size_t i = 0; i < BLOCK; i++)
        pad[i] = block[i] ^ INNER;
    digest_sha256_parts((const struct bytes[]){BYTES(pad, BLOCK), data}, 2, &inner);
    for (size_t i = 0; i < BLOCK; i++)
        pad[i] = block[i] ^ OUTER;
    digest_sha256_parts((const struct bytes[]){BYTES(pad, BLOCK), BYTES(inner.b, sizeof inner.b)}, 2, ret_mac);
}

RESULT hash_new(struct hash **ret_hash)
{
    struct hash *hash = calloc(1, sizeof *hash);
    if (!hash)
        return REFUSE(memory, exhausted);
    if (gcry_md_open(&hash->handle, GCRY_MD_SHA256, 0)) {
        free(hash);
        return REFUSE(memory, exhausted);
    }
    *ret_hash = hash;
    return OK;
}

void hash_put(struct hash *hash, struct bytes data)
{
    gcry_md_write(hash->handle, data.data, data.size);
}

void hash_done(struct hash **hash, struct digest *ret_digest)
{
    memcpy(ret_digest->b, gcry_md_read((*hash)->handle, GCRY_MD_SHA256), sizeof ret_digest->b);
    hash_free(hash);
}

void hash_free(struct hash **hash)
{
    if (!*hash)
        return;
    gcry_md_close((*hash)->handle);
    free(*hash);
    *hash = NULL;
}

bool digest_equal(const struct digest *a, const struct digest *b)
{
    return memcmp(a->b, b->b, sizeof a->b) == 0;
}

void hex_encode(struct bytes data, char *out)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < data.size; i++) {
        *out++ = digits[data.data[i] >> 4];
        *out++ = digits[data.data[i] & 15];
    }
    *out = '\0';
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

RESULT hex_decode(const char *text, uint8_t *ret_bytes, size_t size)
{
    if (strlen(text) != size * 2)
        return REFUSE(text, refused);
    for (size_t i = 0; i < size * 2; i++)
        if (hex_value(text[i]) < 0)
            return REFUSE(text, refused);
    for (size_t i = 0; i < size; i++)
        ret_bytes[i] = (uint8_t)(hex_value(text[2 * i]) << 4 | hex_value(text[2 * i + 1]));
    return OK;
}

void base64_encode(struct bytes data, char *out)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < data.size; i += 3) {
        const size_t left = data.size - i;
        const uint32_t group = (uint32_t)data.data[i] << 16 | (left > 1 ? (uint32_t)data.data[i + 1] << 8 : 0) |
                               (left > 2 ? data.data[i + 2] : 0);
        *out++ = alphabet[group >> 18];
        *out++ = alphabet[group >> 12 & 63];
        *out++ = left > 1 ? alphabet[group >> 6 & 63] : '=';
        *out++ = left > 2 ? alphabet[group & 63] : '=';
    }
    *out = '\0';
}
