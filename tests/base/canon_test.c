/* Canonical bytes: what is written, what is read, and where the reader stops. */
#include "base/canon.c"

#include "tests/base/expect.h"

static void numbers_are_big_endian(void **state)
{
    struct buffer out;
    struct bytes bytes;
    buffer_init(&out, *state, 100);
    canon_u8(&out, 0x12);
    canon_u16(&out, 0x1234);
    canon_u32(&out, 0x12345678);
    canon_u64(&out, UINT64_C(330681000217));
    canon_i32(&out, -2);
    canon_i64(&out, -300000);
    MUST(buffer_done(&out, &bytes));
    static const uint8_t expected[] = {0x12, 0x12, 0x34, 0x12, 0x34, 0x56, 0x78, 0x00, 0x00,
                                       0x00, 0x4c, 0xfe, 0x1f, 0xa1, 0x19, 0xff, 0xff, 0xff,
                                       0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfb, 0x6c, 0x20};
    assert_int_equal(bytes.size, sizeof expected);
    assert_memory_equal(bytes.data, expected, sizeof expected);
}

static void bytes_carry_their_length(void **state)
{
    struct buffer out;
    struct bytes bytes;
    buffer_init(&out, *state, 100);
    canon_tag(&out, "mingzhang/rec/v1");
    canon_bytes(&out, BYTES("abc", 3));
    canon_bytes(&out, (struct bytes){NULL, 0});
    MUST(buffer_done(&out, &bytes));
    assert_int_equal(bytes.size, 27);
    assert_memory_equal(bytes.data, "mingzhang/rec/v1\0\0\0\3abc\0\0\0\0", 27);
}

static void reading_gives_back_what_was_written(void **state)
{
    struct buffer out;
    struct bytes bytes;
    char raw[3];
    buffer_init(&out, *state, 100);
    canon_u8(&out, UINT8_MAX);
    canon_u16(&out, UINT16_MAX - 1);
    canon_u32(&out, UINT32_MAX - 1);
    canon_u64(&out, UINT64_MAX - 1);
    canon_i32(&out, INT32_MIN);
    canon_i64(&out, INT64_MIN);
    canon_bytes(&out, BYTES("abc", 3));
    buffer_put(&out, "xyz", 3);
    MUST(buffer_done(&out, &bytes));
    struct canon_reader in;
    canon_open(&in, bytes);
    assert_int_equal(canon_read_u8(&in), UINT8_MAX);
    assert_int_equal(canon_read_u16(&in), UINT16_MAX - 1);
    assert_int_equal(canon_read_u32(&in), UINT32_MAX - 1);
    assert_true(canon_read_u64(&in) == UINT64_MAX - 1);
    assert_int_equal(canon_read_i32(&in), INT32_MIN);
    assert_true(canon_read_i64(&in) == INT64_MIN);
    const struct bytes text = canon_read_bytes(&in, 3);
    assert_int_equal(text.size, 3);
    assert_memory_equal(text.data, "abc", 3);
    canon_read_raw(&in, raw, sizeof raw);
    assert_memory_equal(raw, "xyz", 3);
    MUST(canon_end(&in));
}

static void bytes_left_over_are_refused(void **state)
{
    (void)state;
    struct canon_reader in;
    canon_open(&in, BYTES("\1\2", 2));
    assert_int_equal(canon_read_u8(&in), 1);
    MUST(in.status);
    EXPECT(canon_end(&in), record, malformed);
}

static void reading_past_the_end_gives_zeros(void **state)
{
    (void)state;
    struct canon_reader in;
    uint8_t raw[2] = {7, 7};
    canon_open(&in, BYTES("\1\2\3", 3));
    assert_int_equal(canon_read_u32(&in), 0);
    assert_int_equal(canon_read_u8(&in), 0); /* although a byte is there: a failure is final */
    canon_read_raw(&in, raw, sizeof raw);
    assert_true(raw[0] == 0 && raw[1] == 0);
    EXPECT(in.status, record, malformed);
    EXPECT(canon_end(&in), record, malformed);
}

static void lengths_beyond_the_limit_are_refused(void **state)
{
    (void)state;
    struct canon_reader in;
    canon_open(&in, BYTES("\0\0\0\4abcd", 8));
    assert_int_equal(canon_read_bytes(&in, 3).size, 0);
    EXPECT(canon_end(&in), record, malformed);
}

static void lengths_beyond_the_data_are_refused(void **state)
{
    (void)state;
    struct canon_reader in;
    canon_open(&in, BYTES("\xff\xff\xff\xff"
                          "abcd",
                          8));
    assert_null(canon_read_bytes(&in, SIZE_MAX).data);
    EXPECT(canon_end(&in), record, malformed);
}

static void absent_data_is_empty(void **state)
{
    (void)state;
    struct canon_reader in;
    canon_open(&in, (struct bytes){NULL, 0});
    MUST(canon_end(&in));
    assert_int_equal(canon_read_u8(&in), 0);
    EXPECT(canon_end(&in), record, malformed);
}

static void numbers_at_a_fixed_place(void **state)
{
    (void)state;
    uint8_t bytes[8];
    canon_store_u64(bytes, UINT64_C(0x0102030405060708));
    assert_memory_equal(bytes, "\1\2\3\4\5\6\7\10", 8);
    assert_true(canon_load_u64(bytes) == UINT64_C(0x0102030405060708));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(numbers_are_big_endian),
        ARENA_TEST(bytes_carry_their_length),
        ARENA_TEST(reading_gives_back_what_was_written),
        cmocka_unit_test(bytes_left_over_are_refused),
        cmocka_unit_test(reading_past_the_end_gives_zeros),
        cmocka_unit_test(lengths_beyond_the_limit_are_refused),
        cmocka_unit_test(lengths_beyond_the_data_are_refused),
        cmocka_unit_test(absent_data_is_empty),
        cmocka_unit_test(numbers_at_a_fixed_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
