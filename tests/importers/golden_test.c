/* Bank files and what is read from them, kept side by side in tests/golden/import so that an accountant can compare
 * them. MINGZHANG_ACCEPT=1 writes what is read now as the expectation; look at the difference before keeping it. */
#include "base/buffer.h"
#include "importers/parse/statement.h"
#include "tests/base/expect.h"

#include <dirent.h>

#define CASES SOURCE_DIR "/tests/golden/import"
enum { MEMORY = 64 << 20, PATH = 512, CASES_EXPECTED = 40 };

/* ---- files ---- */

/* False when there is no such file. */
static bool load(struct arena *arena, const char *path, struct bytes *ret_bytes)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    uint8_t *data;
    MUST(arena_take(arena, 1 << 20, 1, (void **)&data));
    *ret_bytes = BYTES(data, fread(data, 1, 1 << 20, file));
    (void)fclose(file);
    return true;
}

static void save(const char *path, struct bytes text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text.data, 1, text.size, file), text.size);
    (void)fclose(file);
}

/* ---- what was read, as an accountant would write it down ---- */

static void put_text(struct buffer *out, const char *key, const char *text)
{
    buffer_print(out, "\"%s\": \"", key);
    for (const char *at = text; *at; at++) {
        if (*at == '"' || *at == '\\')
            buffer_char(out, '\\');
        buffer_char(out, *at);
    }
    buffer_char(out, '"');
}

static void put_money(struct buffer *out, const char *key, money amount)
{
    char text[MONEY_TEXT];
    money_format(amount, text);
    put_text(out, key, text);
}

static void put_line(struct buffer *out, const struct statement_line *line)
{
    char booked[DATE_TEXT], transacted[DATE_TEXT], moment[40];
    date_format(line->booked_on, booked);
    date_format(line->transacted_on, transacted);
    const int s = line->seconds;
    (void)snprintf(moment, sizeof moment, s < 0 ? "%s" : "%s %02d:%02d:%02d", transacted, s / 3600, s / 60 % 60,
                   s % 60);
    buffer_print(out, "    {\"row\": %u, ", line->row);
    put_text(out, "booked", booked);
    buffer_text(out, ", ");
    put_text(out, "transacted", moment);
    buffer_text(out, ", ");
    put_money(out, "amount", line->amount);
    buffer_text(out, ", ");
    put_money(out, "balance", line->balance);
    const char *const keys[] = {"summary", "purpose", "party_name", "party_account", "serial", "voucher"};
    const char *const texts[] = {line->summary,       line->purpose, line->party_name,
                                 line->party_account, line->serial,  line->voucher};
    for (size_t i = 0; i < LENGTH(keys); i++) {
        buffer_text(out, ", ");
        put_text(out, keys[i], texts[i]);
    }
    buffer_print(out, ", \"raw_bytes\": %zu}", line->raw.size);
}

static void put_statement(struct buffer *out, const struct statement *statement)
{
    const char *const keys[] = {"profile", "bank", "charset", "account_number", "account_name"};
    const char *const texts[] = {statement->profile, statement->bank, statement->charset, statement->account_number,
                                 statement->account_name};
    for (size_t i = 0; i < LENGTH(keys); i++) {
        buffer_text(out, "  ");
        put_text(out, keys[i], texts[i]);
        buffer_text(out, ",\n");
    }
    if (statement->has_opening) {
        buffer_text(out, "  ");
        put_money(out, "opening", statement->opening);
        buffer_text(out, ",\n");
    }
    if (statement->has_closing) {
        buffer_text(out, "  ");
        put_money(out, "closing", statement->closing);
        buffer_text(out, ",\n");
    }
    buffer_text(out, "  \"lines\": [\n");
    for (uint32_t i = 0; i < statement->count; i++) {
        put_line(out, &statement->lines[i]);
        buffer_text(out, i + 1 < statement->count ? ",\n" : "\n");
    }
    buffer_text(out, "  ]\n");
}

static void put_refusal(struct buffer *out, enum error code, const struct error_detail *detail)
{
    static const char *const keys[] = {"line",       "column", "value", "expected", "found",
                                       "difference", "cause",  "what",  "offset",   "reason"};
    char text[2048];
    buffer_text(out, "  ");
    put_text(out, "refused", error_info(code)->name);
    for (size_t i = 0; i < LENGTH(keys); i++) {
        char place[ERROR_KEY_SIZE + 2];
        (void)snprintf(place, sizeof place, "{%s}", keys[i]);
        if (!error_get(detail, keys[i]) || !strstr(error_info(code)->text[LANGUAGE_EN], place))
            continue;
        buffer_text(out, ",\n  ");
        put_text(out, keys[i], error_get(detail, keys[i]));
    }
    for (enum language language = LANGUAGE_ZH; language <= LANGUAGE_EN; language++) {
        error_text(code, detail, language, text, sizeof text);
        buffer_text(out, ",\n  ");
        put_text(out, language == LANGUAGE_ZH ? "zh" : "en", text);
    }
    buffer_text(out, "\n");
}

static void render(struct ctx *ctx, struct bytes file, struct buffer *out)
{
    struct statement statement;
    const result read = statement_read(ctx, "input.csv", file, &statement);
    buffer_text(out, "{\n");
    if (FAILED(read))
        put_refusal(out, read.code, &ctx->error);
    else
        put_statement(out, &statement);
    buffer_text(out, "}\n");
}

/* ---- cases ---- */

static bool is_as_expected(const char *name, bool accept)
{
    struct ctx ctx = {.arena = arena_new(MEMORY)};
    struct buffer out;
    struct bytes input, found, expected;
    char path[PATH];
    buffer_init(&out, ctx.arena, MEMORY);
    (void)snprintf(path, sizeof path, CASES "/%s/input.csv", name);
    assert_true(load(ctx.arena, path, &input));
    render(&ctx, input, &out);
    MUST(buffer_done(&out, &found));
    (void)snprintf(path, sizeof path, CASES "/%s/expected.json", name);
    if (accept)
        save(path, found);
    const bool equal = load(ctx.arena, path, &expected) && expected.size == found.size &&
                       memcmp(expected.data, found.data, found.size) == 0;
    if (!equal)
        print_error("%s: found\n%.*s", name, (int)found.size, (const char *)found.data);
    arena_free(&ctx.arena);
    return equal;
}

static void every_case_is_read_as_written_down(void **state)
{
    struct dirent **names;
    const int count = scandir(CASES, &names, NULL, alphasort);
    const bool accept = getenv("MINGZHANG_ACCEPT") != NULL;
    int cases = 0, wrong = 0;
    (void)state;
    assert_true(count > 0);
    for (int i = 0; i < count; i++) {
        if (names[i]->d_name[0] != '.') {
            cases++;
            wrong += !is_as_expected(names[i]->d_name, accept);
        }
        free(names[i]);
    }
    free(names);
    assert_int_equal(wrong, 0);
    assert_true(cases >= CASES_EXPECTED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_case_is_read_as_written_down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
