#include "importers/parse/sniff.c"

#include "tests/base/expect.h"

#define TEXT(literal) BYTES(literal, sizeof(literal) - 1)

static void blank_files_are_empty(void **state)
{
    struct ctx ctx = {0};
    (void)state;
    EXPECT(sniff_text(&ctx, TEXT("")), import, empty);
    EXPECT(sniff_text(&ctx, TEXT("\xEF\xBB\xBF")), import, empty);
    EXPECT(sniff_text(&ctx, TEXT(" \r\n\t\n")), import, empty);
}

static void binary_files_are_named(void **state)
{
    struct ctx ctx = {0};
    (void)state;
    EXPECT(sniff_text(&ctx, TEXT("PK\x03\x04....")), import, unknown_layout);
    assert_non_null(strstr(error_get(&ctx.error, "reason"), "XLSX"));
    EXPECT(sniff_text(&ctx, TEXT("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....")), import, unknown_layout);
    assert_non_null(strstr(error_get(&ctx.error, "reason"), "XLS "));
    EXPECT(sniff_text(&ctx, TEXT("%PDF-1.7")), import, unknown_layout);
    assert_non_null(strstr(error_get(&ctx.error, "reason"), "PDF"));
    EXPECT(sniff_text(&ctx, TEXT("\xFF\xFE"
                                 "a\0b\0")),
           import, unknown_layout);
    assert_non_null(strstr(error_get(&ctx.error, "reason"), "UTF-16"));
    EXPECT(sniff_text(&ctx, TEXT("a,b\0c")), import, unknown_layout);
}

static void text_passes_whatever_it_says(void **state)
{
    struct ctx ctx = {0};
    (void)state;
    MUST(sniff_text(&ctx, TEXT("a,b\n")));
    MUST(sniff_text(&ctx, TEXT("\xff\x80 neither charset")));
    MUST(sniff_text(&ctx, TEXT("PK")));
}

static void the_consistent_separator_wins(void **state)
{
    (void)state;
    assert_int_equal(sniff_separator(TEXT("title\na,b,c\n1,2,3\n4,5,6\n")), ',');
    assert_int_equal(sniff_separator(TEXT("a\tb\tc\n1,0\t2\t3\n4\t5,5,5\t6\n")), '\t');
    assert_int_equal(sniff_separator(TEXT("a|b\n1|2\n")), '|');
    assert_int_equal(sniff_separator(TEXT("a;b\n1;2\n")), ';');
    assert_int_equal(sniff_separator(TEXT("a,b,c\n1\t,2\t,3\t\n1\t,2\t,3\t\n")), ',');
    assert_int_equal(sniff_separator(TEXT("none")), ',');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blank_files_are_empty),
        cmocka_unit_test(binary_files_are_named),
        cmocka_unit_test(text_passes_whatever_it_says),
        cmocka_unit_test(the_consistent_separator_wins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
