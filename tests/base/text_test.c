/* The text rules of docs/journal.md §2.2, and the normal form against Unicode's own test file and against ICU. */
#include "base/text.c"

#include "base/random.h"
#include "tests/base/expect.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unistd.h>

#define TEXT(literal) BYTES(literal, sizeof(literal) - 1)

enum { CODES = 24, CODE_LIMIT = 0x110000 };

/* ---- UTF-8 ---- */

static void well_formed_sequences_are_accepted(void **state)
{
    static const uint32_t codes[] = {0, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF};
    for (size_t i = 0; i < LENGTH(codes); i++) {
        struct buffer out;
        struct bytes text;
        size_t offset = 0;
        buffer_init(&out, *state, 8);
        put_code(&out, codes[i]);
        MUST(buffer_done(&out, &text));
        assert_true(text_is_utf8(text, NULL));
        assert_int_equal(text_next(text, &offset), codes[i]);
        assert_int_equal(offset, text.size);
    }
}

static void ill_formed_sequences_are_found(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t bad;
    } rows[] = {{"\x80", 0},
                {"a\xBF", 1},
                {"\xC0\x80", 0},
                {"\xC1\xBF", 0},
                {"\xC3", 0},
                {"\xC3(", 0},
                {"\xE0\x80\x80", 0},
                {"\xE0\x9F\xBF", 0},
                {"\xE8\xB4", 0},
                {"\xE8\xB4(", 0},
                {"\xED\xA0\x80", 0},
                {"\xED\xBF\xBF", 0},
                {"\xF0\x8F\xBF\xBF", 0},
                {"\xF4\x90\x80\x80", 0},
                {"\xF0\x9F\x98", 0},
                {"\xF5\x80\x80\x80", 0},
                {"\xFE", 0},
                {"\xFF", 0},
                {"账\xE8", 3},
                {"\xF8\x88\x80\x80\x80", 0}};
    for (size_t i = 0; i < LENGTH(rows); i++) {
        size_t bad = 99;
        assert_false(text_is_utf8(BYTES(rows[i].text, strlen(rows[i].text)), &bad));
        assert_int_equal(bad, rows[i].bad);
        assert_false(text_is_utf8(BYTES(rows[i].text, strlen(rows[i].text)), NULL));
    }
}

/* ---- the rules ---- */

static void refused(struct bytes text, const char *expected)
{
    const char *reason = NULL;
    EXPECT(text_check(text, 1000, &reason), text, refused);
    assert_string_equal(reason, expected);
}

static void accepted(struct bytes text)
{
    const char *reason;
    MUST(text_check(text, 1000, &reason));
}

static void ordinary_texts_are_accepted(void **state)
{
    (void)state;
    accepted(TEXT("公共收益"));
    accepted(TEXT("a"));
    accepted(TEXT("地面车位 3 月（含税）——“张三”"));
    accepted(TEXT("１００"));
    accepted(TEXT("caf\xC3\xA9"));
    accepted(TEXT("𠮷野家"));
    accepted(TEXT("ガス 한국어"));
    accepted(TEXT("x\xCC\x8D")); /* a mark that composes with nothing */
}

static void length_counts_bytes(void **state)
{
    (void)state;
    const char *reason;
    MUST(text_check(TEXT("公共收益"), 12, &reason));
    EXPECT(text_check(TEXT("公共收益"), 11, &reason), text, refused);
    assert_string_equal(reason, "too long");
    refused((struct bytes){NULL, 0}, "empty");
}

static void ill_formed_text_is_refused(void **state)
{
    (void)state;
    refused(TEXT("a\xC0\x80"), "not UTF-8");
    refused(TEXT("\xED\xA0\x80"), "not UTF-8");
}

static void other_normal_forms_are_refused(void **state)
{
    (void)state;
    refused(TEXT("e\xCC\x81"), "not NFC");
    refused(TEXT("\xE2\x84\xA6"), "not NFC");             /* U+2126, the ohm sign */
    refused(TEXT("a\xCC\x81\xCC\xA3"), "not NFC");        /* marks out of order */
    refused(TEXT("\xEF\xA4\x80"), "not NFC");             /* U+F900, a compatibility ideograph */
    refused(TEXT("\xE1\x84\x80\xE1\x85\xA1"), "not NFC"); /* Hangul in pieces */
    refused(TEXT("\xE3\x82\xAB\xE3\x82\x99"), "not NFC"); /* kana with its mark apart */
}

static void unassigned_code_points_are_refused(void **state)
{
    (void)state;
    refused(TEXT("a\xCD\xB8"), "unassigned in Unicode 15.0");         /* U+0378 */
    refused(TEXT("a\xF0\xB2\x8E\xB0"), "unassigned in Unicode 15.0"); /* U+323B0, assigned later */
    accepted(TEXT("a\xF0\xB1\x8D\x90"));                              /* U+31350, new in 15.0 */
}

static void controls_are_refused(void **state)
{
    (void)state;
    refused(TEXT("a\0b"), "control character");
    refused(TEXT("a\nb"), "control character");
    refused(TEXT("\x1F"), "control character");
    refused(TEXT("a\x7F"), "control character");
    refused(TEXT("a\xC2\x80"), "control character");
    refused(TEXT("a\xC2\x9F"), "control character");
    refused(TEXT("a\xE2\x80\xA8"), "control character");
    refused(TEXT("a\xE2\x80\xA9"), "control character");
}

static void marks_of_damage_are_refused(void **state)
{
    (void)state;
    refused(TEXT("\xEF\xBB\xBF"
                 "a"),
            "byte order mark");
    refused(TEXT("a\xEF\xBF\xBD"), "replacement character");
    refused(TEXT("a\xEF\xB7\x90"), "non-character");
    refused(TEXT("a\xEF\xB7\xAF"), "non-character");
    refused(TEXT("a\xEF\xBF\xBE"), "non-character");
    refused(TEXT("a\xF4\x8F\xBF\xBF"), "non-character");
}

static void private_use_is_refused(void **state)
{
    (void)state;
    refused(TEXT("a\xEE\x80\x80"), "private use");
    refused(TEXT("a\xEF\xA3\xBF"), "private use");
    refused(TEXT("a\xF3\xB0\x80\x80"), "private use");
    refused(TEXT("a\xF3\xBF\xBF\xBD"), "private use");
    refused(TEXT("a\xF4\x80\x80\x80"), "private use");
    refused(TEXT("a\xF4\x8F\xBF\xBD"), "private use");
}

static void direction_controls_are_refused(void **state)
{
    (void)state;
    static const char *const rows[] = {"a\xD8\x9C"
                                       "b",
                                       "a\xE2\x80\x8E"
                                       "b",
                                       "a\xE2\x80\x8F"
                                       "b",
                                       "a\xE2\x80\xAA"
                                       "b",
                                       "a\xE2\x80\xAE"
                                       "b",
                                       "a\xE2\x81\xA6"
                                       "b",
                                       "a\xE2\x81\xA9"
                                       "b"};
    for (size_t i = 0; i < LENGTH(rows); i++)
        refused(BYTES(rows[i], strlen(rows[i])), "direction control");
}

static void outer_blanks_are_refused(void **state)
{
    (void)state;
    refused(TEXT(" a"), "blank at the beginning");
    refused(TEXT("\xC2\xA0"
                 "a"),
            "blank at the beginning");
    refused(TEXT("　维修资金"), "blank at the beginning");
    refused(TEXT(" "), "blank at the beginning");
    refused(TEXT("a "), "blank at the end");
    refused(TEXT("a\xC2\xA0"), "blank at the end");
    refused(TEXT("维修资金　"), "blank at the end");
    accepted(TEXT("维修　资金"));
}

static void endless_marks_are_refused(void **state)
{
    struct buffer out;
    struct bytes text, normal;
    const char *reason;
    buffer_init(&out, *state, 10000);
    buffer_char(&out, 'x');
    for (int i = 0; i < RUN_MAX - 1; i++)
        buffer_text(&out, "\xCC\x8D");
    MUST(buffer_done(&out, &text));
    MUST(text_check(text, 10000, &reason));
    buffer_text(&out, "\xCC\x8D");
    MUST(buffer_done(&out, &text));
    EXPECT(text_check(text, 10000, &reason), text, refused);
    assert_string_equal(reason, "too many combining marks");
    EXPECT(text_nfc(*state, text, &normal), text, refused);
}

static void endless_marks_count_after_decomposition(void **state)
{
    struct buffer out;
    struct bytes text, normal;
    buffer_init(&out, *state, 10000);
    for (int i = 0; i < RUN_MAX / 2 + 1; i++)
        buffer_text(&out, "\xCD\x84"); /* U+0344 is two marks */
    MUST(buffer_done(&out, &text));
    EXPECT(text_nfc(*state, text, &normal), text, refused);
}

/* ---- normal form ---- */

static void normal(struct arena *arena, struct bytes text, struct bytes expected)
{
    struct bytes found;
    MUST(text_nfc(arena, text, &found));
    assert_int_equal(found.size, expected.size);
    assert_memory_equal(found.data, expected.data, expected.size);
    assert_int_equal(found.data[found.size], 0);
}

static void nothing_but_the_normal_form_changes(void **state)
{
    normal(*state, TEXT(" Ａ１00　"), TEXT(" Ａ１00　"));
    normal(*state, TEXT("e\xCC\x81 "), TEXT("\xC3\xA9 "));
    normal(*state, (struct bytes){NULL, 0}, TEXT(""));
    normal(*state, TEXT("\xCC\x81"), TEXT("\xCC\x81"));
}

static void ill_formed_text_has_no_normal_form(void **state)
{
    struct bytes found;
    EXPECT(text_nfc(*state, TEXT("a\xFF"), &found), text, refused);
}

static void many_compatibility_ideographs_in_a_row(void **state)
{
    struct buffer out, wanted;
    struct bytes text, expected;
    buffer_init(&out, *state, 100000);
    buffer_init(&wanted, *state, 100000);
    for (int i = 0; i < 5000; i++) {
        buffer_text(&out, "\xEF\xA4\x80");
        buffer_text(&wanted, "\xE8\xB1\x88");
    }
    MUST(buffer_done(&out, &text));
    MUST(buffer_done(&wanted, &expected));
    normal(*state, text, expected);
}

static void normal_form_respects_the_arena(void **state)
{
    (void)state;
    struct arena *small = arena_new(2);
    struct bytes found;
    EXPECT(text_nfc(small, TEXT("abc"), &found), memory, exhausted);
    EXPECT(text_nfc(small, TEXT("e\xCC\x81"), &found), memory, exhausted);
    arena_free(&small);
}

/* ---- NormalizationTest.txt ---- */

static const char plain_file[] = "/usr/share/unicode/NormalizationTest.txt";

/* The test file of the package unicode-data, which Debian ships compressed; the child ends when the file is closed. */
static FILE *open_test_file(void)
{
    int ends[2];
    FILE *plain = fopen(plain_file, "r");
    if (plain)
        return plain;
    assert_int_equal(pipe(ends), 0);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)dup2(ends[1], STDOUT_FILENO);
        (void)close(ends[0]);
        (void)execlp("python3", "python3", "-c",
                     "import bz2, sys; sys.stdout.buffer.write(bz2.open(sys.argv[1] + '.bz2').read())", plain_file,
                     (char *)NULL);
        _exit(127);
    }
    (void)close(ends[1]);
    return fdopen(ends[0], "r");
}

/* One column, "0044 0307;", as UTF-8; *at moves behind it. */
static struct bytes column(struct arena *arena, const char **at)
{
    struct buffer out;
    struct bytes text;
    buffer_init(&out, arena, 200);
    while (**at && **at != ';') {
        unsigned code = 0;
        int used = 0;
        assert_int_equal(sscanf(*at, "%x%n", &code, &used), 1);
        put_code(&out, code);
        *at += used + ((*at)[used] == ' ');
    }
    assert_int_equal(**at, ';');
    (*at)++;
    MUST(buffer_done(&out, &text));
    return text;
}

static void conforms(struct arena *arena, const char *line)
{
    struct bytes c[5];
    for (size_t i = 0; i < 5; i++)
        c[i] = column(arena, &line);
    for (size_t i = 0; i < 3; i++)
        normal(arena, c[i], c[1]);
    for (size_t i = 3; i < 5; i++)
        normal(arena, c[i], c[3]);
}

static void unicode_test_file(void **state)
{
    static bool tested[CODE_LIMIT];
    char line[4096];
    int part = -1, lines = 0;
    FILE *file = open_test_file();
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    assert_memory_equal(line, "# NormalizationTest-15.0.0.txt", 30);
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#' || line[0] == '\n')
            continue;
        if (sscanf(line, "@Part%d", &part) == 1)
            continue;
        unsigned code = 0;
        if (part == 1 && sscanf(line, "%x", &code) == 1)
            tested[code] = true;
        conforms(*state, line);
        arena_reset(*state);
        lines++;
    }
    assert_int_equal(fclose(file), 0);
    while (waitpid(-1, NULL, 0) > 0)
        ;
    assert_int_equal(lines, 19074);
    for (uint32_t code = 1; code < CODE_LIMIT; code++) {
        if (tested[code] || (code >= 0xD800 && code <= 0xDFFF))
            continue;
        struct buffer out;
        struct bytes text;
        buffer_init(&out, *state, 4);
        put_code(&out, code);
        MUST(buffer_done(&out, &text));
        normal(*state, text, text);
        arena_reset(*state);
    }
}

/* ---- ICU ---- */

static const UNormalizer2 *icu(void)
{
    UErrorCode status = U_ZERO_ERROR;
    UVersionInfo version;
    u_getUnicodeVersion(version);
    assert_true(version[0] == 15 && version[1] == 0);
    const UNormalizer2 *normalizer = unorm2_getNFCInstance(&status);
    assert_true(U_SUCCESS(status));
    return normalizer;
}

/* ICU's opinion: its normal form in `out` and, as the result, whether the text is in it. */
static bool icu_normal(const UNormalizer2 *normalizer, struct bytes text, char *out, int32_t size, int32_t *ret_length)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar from[CODES * 2 + 1], to[CODES * 8 + 1];
    int32_t length;
    u_strFromUTF8(from, CODES * 2 + 1, &length, (const char *)text.data, (int32_t)text.size, &status);
    const bool is_normal = unorm2_isNormalized(normalizer, from, length, &status);
    length = unorm2_normalize(normalizer, from, length, to, CODES * 8 + 1, &status);
    u_strToUTF8(out, size, ret_length, to, length, &status);
    assert_true(U_SUCCESS(status));
    return is_normal;
}

/* Rules 2 and 3 told by ICU's properties instead of ranges. */
static bool icu_allows(uint32_t code)
{
    const int8_t type = u_charType((UChar32)code);
    return type != U_UNASSIGNED && type != U_CONTROL_CHAR && type != U_PRIVATE_USE_CHAR && type != U_SURROGATE &&
           type != U_LINE_SEPARATOR && type != U_PARAGRAPH_SEPARATOR && code != 0xFEFF && code != 0xFFFD &&
           !u_hasBinaryProperty((UChar32)code, UCHAR_BIDI_CONTROL);
}

static void icu_agrees_on_every_code_point(void **state)
{
    const UNormalizer2 *normalizer = icu();
    for (uint32_t code = 0; code < CODE_LIMIT; code++) {
        if (code >= 0xD800 && code <= 0xDFFF)
            continue;
        struct buffer out;
        struct bytes text;
        char form[64];
        int32_t length;
        const char *reason;
        buffer_init(&out, *state, 8);
        buffer_char(&out, 'o');
        put_code(&out, code);
        buffer_char(&out, 'o');
        MUST(buffer_done(&out, &text));
        const bool expected = icu_allows(code) && icu_normal(normalizer, text, form, sizeof form, &length);
        const bool found = !FAILED(text_check(text, 10, &reason));
        if (expected != found)
            fail_msg("U+%04X: %s", code, found ? "accepted" : reason);
        arena_reset(*state);
    }
}

static uint32_t between(struct random *random, uint32_t low, uint32_t high)
{
    uint32_t value;
    random_bytes(random, &value, sizeof value);
    return low + value % (high - low + 1);
}

/* Code points that are likely to combine: marks, Hangul, Indic vowels, composed letters, compatibility ideographs. */
static uint32_t random_code(struct random *random)
{
    static const uint32_t ranges[][2] = {{0x41, 0x7A},     {0xC0, 0x17F},      {0x300, 0x36F},     {0x300, 0x345},
                                         {0x1100, 0x1112}, {0x1161, 0x1175},   {0x11A7, 0x11C2},   {0xAC00, 0xAC40},
                                         {0x900, 0xDFF},   {0x1E00, 0x1FFF},   {0x3041, 0x309A},   {0x4E00, 0x4E40},
                                         {0xF900, 0xFA6D}, {0x1D15E, 0x1D1C0}, {0x11000, 0x1193F}, {0x591, 0x6DC},
                                         {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},   {0x2000, 0x2FFF},   {0xE000, 0x10FFFF}};
    const uint32_t row = between(random, 0, LENGTH(ranges) - 1);
    return between(random, ranges[row][0], ranges[row][1]);
}

static void icu_agrees_on_random_strings(void **state)
{
    const char *given = getenv("MINGZHANG_SEED");
    struct random random = {.seeded = true, .seed = {{(uint8_t)(given ? given[0] : 1)}}};
    const UNormalizer2 *normalizer = icu();
    print_message("seed %d\n", random.seed.b[0]);
    for (int round = 0; round < 60000; round++) {
        struct buffer out;
        struct bytes text;
        bool allowed = true;
        char form[1024];
        int32_t length;
        const char *reason;
        buffer_init(&out, *state, 200);
        for (uint32_t i = between(&random, 1, CODES - 2); i > 0; i--) {
            const uint32_t code = random_code(&random);
            allowed &= icu_allows(code) && code != 0x3000 && code != 0xA0;
            put_code(&out, code);
        }
        MUST(buffer_done(&out, &text));
        const bool is_normal = icu_normal(normalizer, text, form, sizeof form, &length);
        normal(*state, text, BYTES(form, (size_t)length));
        assert_int_equal(!FAILED(text_check(text, 200, &reason)), allowed && is_normal);
        arena_reset(*state);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(well_formed_sequences_are_accepted),
        cmocka_unit_test(ill_formed_sequences_are_found),
        cmocka_unit_test(ordinary_texts_are_accepted),
        cmocka_unit_test(length_counts_bytes),
        cmocka_unit_test(ill_formed_text_is_refused),
        cmocka_unit_test(other_normal_forms_are_refused),
        cmocka_unit_test(unassigned_code_points_are_refused),
        cmocka_unit_test(controls_are_refused),
        cmocka_unit_test(marks_of_damage_are_refused),
        cmocka_unit_test(private_use_is_refused),
        cmocka_unit_test(direction_controls_are_refused),
        cmocka_unit_test(outer_blanks_are_refused),
        ARENA_TEST(endless_marks_are_refused),
        ARENA_TEST(endless_marks_count_after_decomposition),
        ARENA_TEST(nothing_but_the_normal_form_changes),
        ARENA_TEST(ill_formed_text_has_no_normal_form),
        ARENA_TEST(many_compatibility_ideographs_in_a_row),
        cmocka_unit_test(normal_form_respects_the_arena),
        ARENA_TEST(unicode_test_file),
        ARENA_TEST(icu_agrees_on_every_code_point),
        ARENA_TEST(icu_agrees_on_random_strings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
