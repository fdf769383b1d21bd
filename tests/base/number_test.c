/* Whole numbers: digits only, inside the range that the caller states. */
#include "base/number.c"

#include "tests/base/expect.h"

static void numbers_inside_the_range_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t number;
    } rows[] = {{"0", 0},
                {"7", 7},
                {"-7", -7},
                {"007", 7},
                {"9223372036854775807", INT64_MAX},
                {"-9223372036854775808", INT64_MIN}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t number;
        MUST(number_parse(rows[i].text, INT64_MIN, INT64_MAX, &number));
        assert_int_equal(number, rows[i].number);
    }
}

static void other_texts_are_refused(void **state)
{
    (void)state;
    static const char *const rows[] = {"",
                                       "-",
                                       "+1",
                                       " 1",
                                       "1 ",
                                       "1.0",
                                       "1e3",
                                       "0x10",
                                       "--1",
                                       "1-",
                                       "9223372036854775808",
                                       "-9223372036854775809",
                                       "99999999999999999999999",
                                       "\xEF\xBC\x91"};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t number = 7;
        EXPECT(number_parse(rows[i], INT64_MIN, INT64_MAX, &number), number, malformed);
        assert_int_equal(number, 7);
    }
}

static void both_ends_belong_to_the_range(void **state)
{
    (void)state;
    int64_t number;
    MUST(number_parse("1", 1, 65535, &number));
    MUST(number_parse("65535", 1, 65535, &number));
    EXPECT(number_parse("0", 1, 65535, &number), number, malformed);
    EXPECT(number_parse("65536", 1, 65535, &number), number, malformed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_inside_the_range_are_read),
        cmocka_unit_test(other_texts_are_refused),
        cmocka_unit_test(both_ends_belong_to_the_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
