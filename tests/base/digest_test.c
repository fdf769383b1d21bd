/* Digests against the examples of FIPS 180-4 and RFC 4231, text forms against RFC 4648. */
#include "base/digest.c"

#include "tests/base/expect.h"

static void expect_hex(const struct digest *digest, const char *expected)
{
    char hex[65];
    hex_encode(BYTES(digest->b, sizeof digest->b), hex);
    assert_string_equal(hex, expected);
}

static int start(void **state)
{
    (void)state;
    return FAILED(digest_start()) || FAILED(digest_start()) ? -1 : 0;
}

static void sha256_examples(void **state)
{
    (void)state;
    struct digest digest;
    digest_sha256((struct bytes){NULL, 0}, &digest);
    expect_hex(&digest, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    digest_sha256(BYTES("abc", 3), &digest);
    expect_hex(&digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void parts_are_one_message(void **state)
{
    (void)state;
    struct digest whole, parts;
    const struct bytes list[] = {BYTES("a", 1), {NULL, 0}, BYTES("b", 1), BYTES("c", 1)};
    digest_sha256(BYTES("abc", 3), &whole);
    digest_sha256_parts(list, LENGTH(list), &parts);
    assert_true(digest_equal(&whole, &parts));
}

static void pieces_are_one_message(void **state)
{
    (void)state;
    struct hash *hash;
    struct digest whole, pieces;
    MUST(hash_new(&hash));
    hash_put(hash, BYTES("a", 1));
    hash_put(hash, BYTES("bc", 2));
    hash_done(&hash, &pieces);
    assert_null(hash);
    digest_sha256(BYTES("abc", 3), &whole);
    assert_true(digest_equal(&whole, &pieces));
    hash_free(&hash);
}

static void hmac_examples(void **state)
{
    (void)state;
    struct digest mac;
    digest_hmac_sha256(BYTES("Jefe", 4), BYTES("what do ya want for nothing?", 28), &mac);
    expect_hex(&mac, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    uint8_t key[131], data[50];
    memset(key, 0xaa, sizeof key);
    digest_hmac_sha256(BYTES(key, sizeof key), BYTES("Test Using Larger Than Block-Size Key - Hash Key First", 54),
                       &mac);
    expect_hex(&mac, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    memset(key, 0xaa, 20);
    memset(data, 0xdd, sizeof data);
    digest_hmac_sha256(BYTES(key, 20), BYTES(data, sizeof data), &mac);
    expect_hex(&mac, "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
}

static void equality_sees_every_byte(void **state)
{
    (void)state;
    struct digest a = {{0}}, b = {{0}};
    for (size_t i = 0; i < sizeof a.b; i++) {
        b.b[i] = 1;
        assert_false(digest_equal(&a, &b));
        b.b[i] = 0;
    }
    assert_true(digest_equal(&a, &b));
}

static void hexadecimal_goes_and_comes(void **state)
{
    (void)state;
    uint8_t bytes[3];
    char text[7];
    MUST(hex_decode("00fFa9", bytes, 3));
    hex_encode(BYTES(bytes, 3), text);
    assert_string_equal(text, "00ffa9");
    hex_encode((struct bytes){NULL, 0}, text);
    assert_string_equal(text, "");
}

static void other_texts_are_no_hexadecimal(void **state)
{
    (void)state;
    static const char *const rows[] = {"",       "00",     "0000",   "00000",  "0000000", "00000g", "00000G",
                                       "00 000", "0x0000", "00000/", "00000:", "00000@",  "00000`"};
    for (size_t i = 0; i < LENGTH(rows); i++) {
        uint8_t bytes[3] = {7, 7, 7};
        EXPECT(hex_decode(rows[i], bytes, 3), text, refused);
        assert_memory_equal(bytes, "\7\7\7", 3);
    }
}

static void base64_examples(void **state)
{
    (void)state;
    static const char *const rows[][2] = {{"", ""},
                                          {"f", "Zg=="},
                                          {"fo", "Zm8="},
                                          {"foo", "Zm9v"},
                                          {"foob", "Zm9vYg=="},
                                          {"fooba", "Zm9vYmE="},
                                          {"foobar", "Zm9vYmFy"},
                                          {"\xff\xfe\xfd", "//79"}};
    for (size_t i = 0; i < LENGTH(rows); i++) {
        char text[16];
        base64_encode(BYTES(rows[i][0], strlen(rows[i][0])), text);
        assert_string_equal(text, rows[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_examples),
        cmocka_unit_test(parts_are_one_message),
        cmocka_unit_test(pieces_are_one_message),
        cmocka_unit_test(hmac_examples),
        cmocka_unit_test(equality_sees_every_byte),
        cmocka_unit_test(hexadecimal_goes_and_comes),
        cmocka_unit_test(other_texts_are_no_hexadecimal),
        cmocka_unit_test(base64_examples),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
