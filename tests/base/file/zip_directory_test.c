/* Archives are judged by what they say about themselves, and refused where they contradict it. */
#include "base/file/zip_directory.c"

#include "tests/base/expect.h"
#include "tests/base/file/file_sample.h"

static struct sample_file file;

static RESULT check(bool *ret_found)
{
    const char *reason = NULL;
    const result checked = zip_check(sample_bytes(&file), "OFD.xml", ret_found, &reason);
    assert_true(FAILED(checked) == (reason != NULL));
    return checked;
}

#define EXPECT_ZIP(reason_)                                                                                            \
    do {                                                                                                               \
        bool found_ = false;                                                                                           \
        EXPECT(check(&found_), document, reason_);                                                                     \
    } while (0)

static void an_archive_is_read_to_its_end(void **state)
{
    bool found = false;
    (void)state;
    sample_ofd(&file, NULL);
    MUST(check(&found));
    assert_true(found);
    sample_begin_zip(&file);
    sample_end_zip(&file);
    MUST(check(&found));
    assert_false(found);
}

static void sizes_may_stand_behind_the_data(void **state)
{
    static const struct sample_entry streamed = {"a.xml", 10, 20, 8, 8, NULL};
    bool found = false;
    (void)state;
    sample_ofd(&file, &streamed);
    uint8_t *local = memmem(file.data, file.size, "a.xml", 5);
    assert_non_null(local);
    memset(local - 12, 0, 8);
    MUST(check(&found));
    memset(local - 12, 1, 8);
    EXPECT_ZIP(type_unknown);
}

static void bombs(void **state)
{
    static const struct sample_entry entries[] = {
        {"ratio.xml", 1000, 1000000, 8, 0, NULL},
        {"nothing.xml", 0, 1000000, 8, 0, NULL},
        {"../evil.xml", 3, 3, 0, 0, "abc"},
        {"a/../../evil.xml", 3, 3, 0, 0, "abc"},
        {"a/..", 3, 3, 0, 0, "abc"},
        {"/etc/passwd", 3, 3, 0, 0, "abc"},
        {"C:evil.xml", 3, 3, 0, 0, "abc"},
        {"a\\b.xml", 3, 3, 0, 0, "abc"},
        {"inner.zip", 3, 3, 8, 0, "abc"},
        {"INNER.OFD", 3, 3, 8, 0, "abc"},
        {"hidden.dat", 8, 8, 0, 0, "PK\3\4abcd"},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(entries); i++) {
        sample_ofd(&file, &entries[i]);
        EXPECT_ZIP(bomb);
    }
}

static void dots_in_names_are_no_way_out(void **state)
{
    static const struct sample_entry dots = {"a..b/..c/d..", 3, 3, 0, 0, "abc"};
    bool found = false;
    (void)state;
    sample_ofd(&file, &dots);
    MUST(check(&found));
}

static void programs_inside(void **state)
{
    static const struct sample_entry entries[] = {{"run.EXE", 3, 3, 0, 0, "abc"},
                                                  {"META-INF/MANIFEST.MF", 3, 3, 0, 0, "abc"},
                                                  {"classes.dex", 3, 3, 0, 0, "abc"}};
    (void)state;
    for (size_t i = 0; i < LENGTH(entries); i++) {
        sample_ofd(&file, &entries[i]);
        EXPECT_ZIP(executable);
    }
}

/* Many names for one stretch of data: the bomb that needs no nesting. */
static void entries_that_share_their_data(void **state)
{
    static const struct sample_entry one = {"a.xml", 60000, 600000, 8, 0, NULL};
    (void)state;
    sample_begin_zip(&file);
    sample_add(&file, &one);
    for (int i = 0; i < 20; i++)
        sample_list(&file, &one, 0);
    sample_end_zip(&file);
    EXPECT_ZIP(bomb);
}

static void too_much_in_all(void **state)
{
    static const struct sample_entry most = {"a.xml", 30000, 2900000, 8, 0, NULL};
    (void)state;
    sample_begin_zip(&file);
    for (int i = 0; i < 25; i++)
        sample_add(&file, &most);
    sample_end_zip(&file);
    bool found;
    MUST(check(&found)); /* 72.5 MB */
    for (int i = 0; i < 47; i++)
        sample_list(&file, &most, 0);
    file.size = 25 * (30 + 5 + 30000);
    sample_end_zip(&file); /* 208.8 MB */
    EXPECT_ZIP(bomb);
}

static void many_small_entries_that_expand(void **state)
{
    static const struct sample_entry small = {"a", 1, 60000, 8, 0, NULL};
    (void)state;
    sample_begin_zip(&file);
    for (int i = 0; i < 100; i++)
        sample_add(&file, &small);
    sample_end_zip(&file);
    EXPECT_ZIP(bomb);
}

static void too_many_entries(void **state)
{
    static const struct sample_entry empty = {"a", 0, 0, 0, 0, NULL};
    bool found;
    (void)state;
    for (int i = 0; i < 2; i++) {
        sample_begin_zip(&file);
        for (int n = 0; n < ZIP_ENTRIES_MAX + i; n++)
            sample_add(&file, &empty);
        sample_end_zip(&file);
        if (i == 0)
            MUST(check(&found));
    }
    EXPECT_ZIP(bomb);
}

static void archives_that_are_none(void **state)
{
    static const struct sample_entry entries[] = {
        {"secret.xml", 3, 3, 0, 1, "abc"}, {"method.xml", 3, 3, 9, 0, "abc"}, {"stored.xml", 3, 4, 0, 0, "abc"}};
    (void)state;
    for (size_t i = 0; i < LENGTH(entries); i++) {
        sample_ofd(&file, &entries[i]);
        EXPECT_ZIP(type_unknown);
    }
}

/* Every place of the end record and of the first entry, falsified. */
static void falsified_figures(void **state)
{
    static const struct {
        size_t back; /* from the end of the file */
        uint8_t value;
    } ends[] = {{22, 0}, {18, 1}, {16, 1}, {14, 9}, {12, 1}, {10, 1}, {6, 1}, {2, 1}};
    (void)state;
    for (size_t i = 0; i < LENGTH(ends); i++) {
        sample_ofd(&file, NULL);
        file.data[file.size - ends[i].back] = ends[i].value;
        EXPECT_ZIP(type_unknown);
    }
    static const size_t locals[] = {0, 8, 18, 22, 26, 30}; /* signature, method, sizes, name length, name */
    for (size_t i = 0; i < LENGTH(locals); i++) {
        sample_ofd(&file, NULL);
        file.data[locals[i]] ^= 0x21;
        EXPECT_ZIP(type_unknown);
    }
    sample_ofd(&file, NULL);
    memset(file.data + file.size - 14, 0xFF, 4); /* ZIP64 */
    EXPECT_ZIP(type_unknown);
}

static void every_cut_is_refused(void **state)
{
    (void)state;
    sample_ofd(&file, NULL);
    const size_t whole = file.size;
    for (file.size = 0; file.size < whole; file.size++)
        EXPECT_ZIP(type_unknown);
}

static void bytes_around_an_archive(void **state)
{
    (void)state;
    sample_ofd(&file, NULL);
    SAMPLE_PUT(&file, "x");
    EXPECT_ZIP(type_unknown);
    sample_ofd(&file, NULL);
    memmove(file.data + 5, file.data, file.size);
    file.size += 5;
    EXPECT_ZIP(type_unknown);
    assert_true(zip_is_appended(sample_bytes(&file)));
}

static void archives_are_found_behind_other_bytes(void **state)
{
    (void)state;
    sample_pdf(&file);
    assert_false(zip_is_appended(sample_bytes(&file)));
    assert_false(zip_begins(sample_bytes(&file)));
    SAMPLE_PUT(&file, "PK\5\6 a signature alone is no archive");
    assert_false(zip_is_appended(sample_bytes(&file)));
    sample_ofd(&file, NULL);
    assert_true(zip_begins(sample_bytes(&file)));
    SAMPLE_PUT(&file, "and some more");
    assert_true(zip_is_appended(sample_bytes(&file)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_archive_is_read_to_its_end),
        cmocka_unit_test(sizes_may_stand_behind_the_data),
        cmocka_unit_test(bombs),
        cmocka_unit_test(dots_in_names_are_no_way_out),
        cmocka_unit_test(programs_inside),
        cmocka_unit_test(entries_that_share_their_data),
        cmocka_unit_test(too_much_in_all),
        cmocka_unit_test(many_small_entries_that_expand),
        cmocka_unit_test(too_many_entries),
        cmocka_unit_test(archives_that_are_none),
        cmocka_unit_test(falsified_figures),
        cmocka_unit_test(every_cut_is_refused),
        cmocka_unit_test(bytes_around_an_archive),
        cmocka_unit_test(archives_are_found_behind_other_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
