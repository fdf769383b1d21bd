/* A workbook: equal bytes for equal reports, texts that stay texts, a refusal for what no cell can hold. How its cells
 * read is told by public_income_test.py with another reader. */
#include "reports/render/xlsx.h"
#include "tests/reports/sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { FILE_MAX = 4 << 20, CELL_CHARACTERS = 32767 };

static struct ctx fresh(void)
{
    return (struct ctx){.arena = arena_new(32 << 20)};
}

static struct bytes workbook(struct ctx *ctx, const struct report *report)
{
    struct buffer out;
    struct bytes bytes;
    buffer_init(&out, ctx->arena, FILE_MAX);
    sample_must(report_xlsx(ctx, report, &out));
    sample_must(buffer_done(&out, &bytes));
    return bytes;
}

static void equal_reports_give_equal_bytes(void **state)
{
    struct ctx ctx = fresh();
    const struct bytes one = workbook(&ctx, sample_report(&ctx, FEN(500)));
    const struct bytes two = workbook(&ctx, sample_report(&ctx, FEN(500)));
    const struct bytes other = workbook(&ctx, sample_report(&ctx, FEN(501)));
    (void)state;
    assert_int_equal(one.size, two.size);
    assert_memory_equal(one.data, two.data, one.size);
    assert_false(other.size == one.size && memcmp(other.data, one.data, one.size) == 0);
    assert_memory_equal(one.data, "PK\x03\x04", 4);
    arena_free(&ctx.arena);
}

static result with_note(struct ctx *ctx, size_t characters)
{
    struct report *report = sample_report(ctx, FEN(500));
    struct buffer out;
    char *note;
    sample_must(ARENA_TAKE(ctx->arena, characters + 1, &note));
    memset(note, '=', characters);
    sample_must(report_note_add(report, note));
    buffer_init(&out, ctx->arena, FILE_MAX);
    return report_xlsx(ctx, report, &out);
}

static void a_text_longer_than_a_cell_is_refused(void **state)
{
    struct ctx ctx = fresh();
    (void)state;
    assert_int_equal(with_note(&ctx, CELL_CHARACTERS).code, ERROR_none);
    assert_int_equal(with_note(&ctx, CELL_CHARACTERS + 1).code, ERROR_buffer_full);
    arena_free(&ctx.arena);
}

static void a_file_larger_than_the_buffer_is_refused(void **state)
{
    struct ctx ctx = fresh();
    struct buffer out;
    (void)state;
    buffer_init(&out, ctx.arena, 1000);
    assert_int_equal(report_xlsx(&ctx, sample_report(&ctx, FEN(500)), &out).code, ERROR_buffer_full);
    arena_free(&ctx.arena);
}

/* Titles that are no names of sheets: forbidden characters, too long, twice the same, beyond the first 65,536 code
 * points. */
static void any_title_becomes_a_sheet(void **state)
{
    static const char *const titles[] = {
        "[a]:*?/\\'", "",  "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十",
        "'",          "'", "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
        "history"};
    struct ctx ctx = fresh();
    struct report *report = sample_report(&ctx, FEN(500));
    struct report_section *section;
    (void)state;
    for (size_t i = 0; i < LENGTH(titles); i++) {
        sample_must(report_section_add(report, "more", PHRASE_money, &section));
        section->title = titles[i];
        sample_must(report_section_note(section, SAMPLE_HOSTILE));
    }
    assert_true(workbook(&ctx, report).size > 1000);
    arena_free(&ctx.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_reports_give_equal_bytes),
        cmocka_unit_test(a_text_longer_than_a_cell_is_refused),
        cmocka_unit_test(a_file_larger_than_the_buffer_is_refused),
        cmocka_unit_test(any_title_becomes_a_sheet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
