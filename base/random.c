#include "base/random.h"

#include "base/digest.h"

#include <gcrypt.h>
#include <string.h>

static void seeded_block(struct random *random, struct digest *block)
{
    uint8_t counter[8];
    for (int i = 0; i < 8; i++)
        counter[i] = (uint8_t)(random->counter >> (56 - 8 * i));
    random->counter++;
    const struct bytes parts[] = {BYTES(random->seed.b, sizeof random->seed.b), BYTES(counter, sizeof counter)};
    digest_sha256_parts(parts, LENGTH(parts), block);
}

static void strong_bytes(struct random *random, uint8_t *out, size_t size)
{
    while (size > 0) {
        if (random->left == 0) {
            gcry_randomize(random->pool, sizeof random->pool, GCRY_STRONG_RANDOM);
            random->left = sizeof random->pool;
        }
        uint8_t *from = random->pool + sizeof random->pool - random->left;
        const size_t n = size < random->left ? size : random->left;
        memcpy(out, from, n);
        explicit_bzero(from, n);
        random->left -= n;
        out += n;
        size -= n;
    }
}

void random_bytes(struct random *random, void *ret_bytes, size_t size)
{
    uint8_t *out = ret_bytes;
    if (!random->seeded) {
        strong_bytes(random, out, size);
        return;
    }
    while (size > 0) {
        struct digest block;
        seeded_block(random, &block);
        const size_t n = size < sizeof block.b ? size : sizeof block.b;
        memcpy(out, block.b, n);
        out += n;
        size -= n;
    }
}

struct uuid random_uuid7(struct random *random, int64_t now_us)
{
    struct uuid uuid;
    random_bytes(random, uuid.b, sizeof uuid.b);
    const uint64_t ms = (uint64_t)(now_us / 1000);
    for (int i = 0; i < 6; i++)
        uuid.b[i] = (uint8_t)(ms >> (40 - 8 * i));
    uuid.b[6] = (uint8_t)((uuid.b[6] & 0x0F) | 0x70);
    uuid.b[8] = (uint8_t)((uuid.b[8] & 0x3F) | 0x80);
    return uuid;
}

void uuid_format(const struct uuid *uuid, char out[UUID_TEXT])
{
    char hex[33];
    hex_encode(BYTES(uuid->b, sizeof uuid->b), hex);
    size_t used = 0;
    for (size_t i = 0; i < 32; i++) {
        if (i == 8 || i == 12 || i == 16 || i == 20)
            out[used++] = '-';
        out[used++] = hex[i];
    }
    out[used] = '\0';
}

bool uuid_parse(const char *text, struct uuid *ret_uuid)
{
    char digits[33];
    size_t count = 0;
    if (strlen(text) != UUID_TEXT - 1)
        return false;
    for (size_t i = 0; i < UUID_TEXT - 1; i++) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash != (text[i] == '-'))
            return false;
        if (!dash)
            digits[count++] = text[i];
    }
    digits[count] = '\0';
    return !FAILED(hex_decode(digits, ret_uuid->b, sizeof ret_uuid->b));
}

bool uuid_equal(const struct uuid *a, const struct uuid *b)
{
    return memcmp(a->b, b->b, sizeof a->b) == 0;
}
