/* Signatures against the examples of RFC 8032 §7.1, and keys and signatures that only look like them. SM2 and P-256 are
 * held against openssl by tests/cli/actor_key_test.py. */
#include "base/digest.h"
#include "base/sign.h"
#include "tests/base/expect.h"

#include <string.h>

static const struct example {
    const char *key, *message, *signature;
} examples[] = {
    {"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe246"
     "5"
     "5141438e7a100b"},
    {"3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb"
     "0"
     "0d291612bb0c00"},
    {"fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc"
     "0"
     "27beceea1ec40a"},
};

static struct bytes hex(const char *text, uint8_t *octets)
{
    MUST(hex_decode(text, octets, strlen(text) / 2));
    return BYTES(octets, strlen(text) / 2);
}

static void examples_hold(void **state)
{
    uint8_t key[32], message[2], signature[64];
    (void)state;
    for (size_t i = 0; i < LENGTH(examples); i++) {
        const struct sign_key public = {SIGN_ED25519, hex(examples[i].key, key)};
        const struct bytes said = hex(examples[i].message, message);
        const struct bytes signed_with = hex(examples[i].signature, signature);
        assert_true(sign_key_good(&public));
        assert_true(sign_verify(&public, said, signed_with));
        for (size_t bit = 0; bit < 512; bit += 7) {
            signature[bit / 8] ^= (uint8_t)(1U << bit % 8);
            assert_false(sign_verify(&public, said, signed_with));
            signature[bit / 8] ^= (uint8_t)(1U << bit % 8);
        }
        assert_false(sign_verify(&public, BYTES("other", 5), signed_with));
    }
}

/* s + L signs as s does for who does not look (RFC 8032 §5.1.7). */
static void a_second_spelling_of_a_signature_does_not_hold(void **state)
{
    static const uint8_t order[32] = {0xED, 0xD3, 0xF5, 0x5C, 0x1A, 0x63, 0x12, 0x58, 0xD6, 0x9C, 0xF7,
                                      0xA2, 0xDE, 0xF9, 0xDE, 0x14, 0,    0,    0,    0,    0,    0,
                                      0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};
    uint8_t key[32], message[1], signature[64];
    unsigned carry = 0;
    (void)state;
    const struct sign_key public = {SIGN_ED25519, hex(examples[1].key, key)};
    const struct bytes said = hex(examples[1].message, message);
    (void)hex(examples[1].signature, signature);
    for (int i = 0; i < 32; i++) {
        carry += (unsigned)signature[32 + i] + order[i];
        signature[32 + i] = (uint8_t)carry;
        carry >>= 8;
    }
    assert_false(sign_verify(&public, said, BYTES(signature, sizeof signature)));
}

static void lengths_and_algorithms_are_looked_at(void **state)
{
    uint8_t key[65] = {4}, signature[64];
    (void)state;
    const struct bytes good = hex(examples[0].key, key);
    const struct bytes signed_with = hex(examples[0].signature, signature);
    for (size_t size = 0; size <= sizeof key; size++)
        for (uint8_t algorithm = 0; algorithm < 5; algorithm++) {
            const struct sign_key public = {algorithm, BYTES(key, size)};
            assert_int_equal(sign_key_good(&public), algorithm == SIGN_ED25519 && size == good.size);
        }
    const struct sign_key public = {SIGN_ED25519, good};
    for (size_t size = 0; size < signed_with.size; size++)
        assert_false(sign_verify(&public, BYTES("", 0), BYTES(signature, size)));
}

/* Under these, one signature fits every message, or one key has two names. */
static void weak_keys_are_refused(void **state)
{
    static const char *const weak[] = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    };
    static const uint8_t nothing[64] = {1}; /* R the neutral point, s 0: holds for every message under order 1 */
    uint8_t octets[32];
    (void)state;
    for (size_t i = 0; i < LENGTH(weak); i++) {
        const struct sign_key public = {SIGN_ED25519, hex(weak[i], octets)};
        assert_false(sign_key_good(&public));
        assert_false(sign_verify(&public, BYTES("any", 3), BYTES(nothing, sizeof nothing)));
    }
}

/* What no story of openssl has: nothing, a text, an empty block, a point of small order. */
static void files_that_are_no_key(void **state)
{
    static const char small[] = "-----BEGIN PUBLIC KEY-----\n"
                                "MCowBQYDK2VwAyEAxxdqcD1N2E+6PAt2DRBnDyogU/osOczGTsf9d5KsA3o=\n"
                                "-----END PUBLIC KEY-----\n";
    static const char *const files[] = {"", "公钥", "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n", small};
    struct arena *arena = arena_new(1 << 16);
    struct sign_key key;
    (void)state;
    for (size_t i = 0; i < LENGTH(files); i++)
        assert_int_equal(sign_key_read(arena, BYTES(files[i], strlen(files[i])), &key).code, ERROR_actor_key_file);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(examples_hold),
        cmocka_unit_test(a_second_spelling_of_a_signature_does_not_hold),
        cmocka_unit_test(lengths_and_algorithms_are_looked_at),
        cmocka_unit_test(weak_keys_are_refused),
        cmocka_unit_test(files_that_are_no_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
