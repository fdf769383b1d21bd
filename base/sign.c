#include "base/sign.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <string.h>

enum { ED25519_SIZE = 32, POINT_SIZE = 65 };

static const struct curve {
    const char *type, *group, *digest, *identifier; /* identifier NULL: the scheme has none */
} curves[] = {
    [SIGN_SM2] = {"SM2", "SM2", "SM3", "1234567812345678"},
    [SIGN_P256] = {"EC", "prime256v1", "SHA256", NULL},
};

const char *sign_algorithm_name(int algorithm)
{
    static const char *const names[] = {[SIGN_ED25519] = "Ed25519", [SIGN_SM2] = "SM2", [SIGN_P256] = "ECDSA P-256"};
    return algorithm >= SIGN_ED25519 && algorithm <= SIGN_P256 ? names[algorithm] : "?";
}

/* ---- keys ---- */

/* Points of small order by their y, least byte first, the sign of x left out: orders 1, 2, 4 and twice 8. */
static const uint8_t small_order[][ED25519_SIZE] = {
    {1},
    {0xEC, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
     0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F},
    {0},
    {0x26, 0xE8, 0x95, 0x8F, 0xC2, 0xB2, 0x27, 0xB0, 0x45, 0xC3, 0xF4, 0x89, 0xF2, 0xEF, 0x98, 0xF0,
     0xD5, 0xDF, 0xAC, 0x05, 0xD3, 0xC6, 0x33, 0x39, 0xB1, 0x38, 0x02, 0x88, 0x6D, 0x53, 0xFC, 0x05},
    {0xC7, 0x17, 0x6A, 0x70, 0x3D, 0x4D, 0xD8, 0x4F, 0xBA, 0x3C, 0x0B, 0x76, 0x0D, 0x10, 0x67, 0x0F,
     0x2A, 0x20, 0x53, 0xFA, 0x2C, 0x39, 0xCC, 0xC6, 0x4E, 0xC7, 0xFD, 0x77, 0x92, 0xAC, 0x03, 0x7A},
};

/* y at or above the prime 2^255 − 19 is another spelling of a smaller y. */
static bool is_canonical(const uint8_t y[static ED25519_SIZE])
{
    if (y[0] < 0xED || y[ED25519_SIZE - 1] != 0x7F)
        return true;
    for (int i = 1; i < ED25519_SIZE - 1; i++)
        if (y[i] != 0xFF)
            return true;
    return false;
}

static bool ed25519_good(struct bytes octets)
{
    uint8_t y[ED25519_SIZE];
    if (octets.size != ED25519_SIZE)
        return false;
    memcpy(y, octets.data, sizeof y);
    y[ED25519_SIZE - 1] &= 0x7F;
    for (size_t i = 0; i < LENGTH(small_order); i++)
        if (memcmp(y, small_order[i], sizeof y) == 0)
            return false;
    return is_canonical(y);
}

/* NULL where it is no point of the curve. The caller frees it. */
static EVP_PKEY *point_open(const struct sign_key *key)
{
    const struct curve *curve = &curves[key->algorithm];
    EVP_PKEY *opened = NULL;
    const OSSL_PARAM point[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, (char *)(uintptr_t)curve->group, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, (void *)(uintptr_t)key->octets.data,
                                          key->octets.size),
        OSSL_PARAM_END};
    EVP_PKEY_CTX *making = EVP_PKEY_CTX_new_from_name(NULL, curve->type, NULL);
    if (making && EVP_PKEY_fromdata_init(making) == 1)
        (void)EVP_PKEY_fromdata(making, &opened, EVP_PKEY_PUBLIC_KEY, (OSSL_PARAM *)(uintptr_t)point);
    EVP_PKEY_CTX_free(making);
    return opened;
}

static EVP_PKEY *key_open(const struct sign_key *key)
{
    if (key->algorithm == SIGN_ED25519)
        return ed25519_good(key->octets)
                   ? EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, key->octets.data, key->octets.size)
                   : NULL;
    if (key->algorithm != SIGN_SM2 && key->algorithm != SIGN_P256)
        return NULL;
    return key->octets.size == POINT_SIZE && key->octets.data[0] == 4 ? point_open(key) : NULL;
}

/* OpenSSL takes every 32 bytes for an Ed25519 key until it is used; a signature under a point that does not exist fails
 * then. */
bool sign_key_good(const struct sign_key *key)
{
    EVP_PKEY *opened = key_open(key);
    const bool good = opened != NULL;
    EVP_PKEY_free(opened);
    return good;
}

/* ---- signatures ---- */

static bool verify_begin(EVP_MD_CTX *verifying, const struct sign_key *key, EVP_PKEY *opened)
{
    EVP_PKEY_CTX *scheme = NULL;
    if (key->algorithm == SIGN_ED25519)
        return EVP_DigestVerifyInit(verifying, NULL, NULL, NULL, opened) == 1;
    const struct curve *curve = &curves[key->algorithm];
    if (EVP_DigestVerifyInit_ex(verifying, &scheme, curve->digest, NULL, NULL, opened, NULL) != 1)
        return false;
    return !curve->identifier || EVP_PKEY_CTX_set1_id(scheme, curve->identifier, (int)strlen(curve->identifier)) == 1;
}

bool sign_verify(const struct sign_key *key, struct bytes message, struct bytes signature)
{
    EVP_PKEY *opened = key_open(key);
    EVP_MD_CTX *verifying = EVP_MD_CTX_new();
    const bool holds = opened && verifying && signature.size > 0 && signature.size <= SIGN_SIGNATURE_MAX &&
                       verify_begin(verifying, key, opened) &&
                       EVP_DigestVerify(verifying, signature.data, signature.size, message.data, message.size) == 1;
    EVP_MD_CTX_free(verifying);
    EVP_PKEY_free(opened);
    return holds;
}

/* ---- files ---- */

/* *ret_size: how many octets were written; false for a key of another kind. */
static bool octets_of(EVP_PKEY *read, uint8_t *ret_algorithm, uint8_t octets[static SIGN_PUBLIC_MAX], size_t *ret_size)
{
    char group[32] = "";
    *ret_size = SIGN_PUBLIC_MAX;
    if (EVP_PKEY_is_a(read, "ED25519")) {
        *ret_algorithm = SIGN_ED25519;
        return EVP_PKEY_get_raw_public_key(read, octets, ret_size) == 1;
    }
    if (EVP_PKEY_get_group_name(read, group, sizeof group, NULL) != 1)
        return false;
    if (strcmp(group, "SM2") != 0 && strcmp(group, "prime256v1") != 0)
        return false;
    *ret_algorithm = strcmp(group, "SM2") == 0 ? SIGN_SM2 : SIGN_P256;
    return EVP_PKEY_get_octet_string_param(read, OSSL_PKEY_PARAM_PUB_KEY, octets, SIGN_PUBLIC_MAX, ret_size) == 1;
}

RESULT sign_key_read(struct arena *arena, struct bytes file, struct sign_key *ret_key)
{
    uint8_t octets[SIGN_PUBLIC_MAX], *kept;
    size_t size = 0;
    *ret_key = (struct sign_key){0};
    if (file.size > SIGN_FILE_MAX)
        return REFUSE(actor_key, file);
    BIO *text = BIO_new_mem_buf(file.data, (int)file.size);
    EVP_PKEY *read = text ? PEM_read_bio_PUBKEY(text, NULL, NULL, NULL) : NULL;
    const bool known = read && octets_of(read, &ret_key->algorithm, octets, &size);
    EVP_PKEY_free(read);
    BIO_free(text);
    if (!known)
        return REFUSE(actor_key, file);
    TRY(ARENA_TAKE(arena, size, &kept));
    memcpy(kept, octets, size);
    ret_key->octets = BYTES(kept, size);
    return sign_key_good(ret_key) ? OK : REFUSE(actor_key, file);
}
