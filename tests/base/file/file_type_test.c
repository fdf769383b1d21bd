/* The five types that are archived, whatever their name, and the files that only look like one of them. */
#include "base/file/file_type.c"

#include "tests/base/expect.h"
#include "tests/base/file/file_sample.h"

#include <stdlib.h>

static struct sample_file file;

static RESULT check_bytes(struct bytes bytes, enum file_type *ret_type)
{
    const char *reason = NULL;
    const result checked = file_type_check(bytes, ret_type, &reason);
    assert_non_null(FAILED(checked) ? reason : "");
    return checked;
}

static RESULT check(enum file_type *ret_type)
{
    return check_bytes(sample_bytes(&file), ret_type);
}

#define EXPECT_FILE(reason_)                                                                                           \
    do {                                                                                                               \
        enum file_type type_ = (enum file_type)77;                                                                     \
        EXPECT(check(&type_), document, reason_);                                                                      \
        assert_int_equal(type_, 77);                                                                                   \
    } while (0)

#define EXPECT_TEXT(text, reason_)                                                                                     \
    do {                                                                                                               \
        file.size = 0;                                                                                                 \
        SAMPLE_PUT(&file, text);                                                                                       \
        EXPECT_FILE(reason_);                                                                                          \
    } while (0)

static void make(enum file_type type)
{
    switch (type) {
    case FILE_TYPE_PDF:
        sample_pdf(&file);
        return;
    case FILE_TYPE_OFD:
        sample_ofd(&file, NULL);
        return;
    case FILE_TYPE_JPEG:
        sample_jpeg(&file);
        return;
    case FILE_TYPE_PNG:
        sample_png(&file);
        return;
    case FILE_TYPE_XML:
        file.size = 0;
        SAMPLE_PUT(
            &file,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<EInvoice><Number>25337000000012345678</Number></EInvoice>\n");
        return;
    }
    fail();
}

static void each_type_is_known_by_its_bytes(void **state)
{
    (void)state;
    for (int type = FILE_TYPE_PDF; type <= FILE_TYPE_XML; type++) {
        enum file_type found = (enum file_type)0;
        make((enum file_type)type);
        MUST(check(&found));
        assert_int_equal(found, type);
        assert_string_not_equal(file_type_name(type), "?");
        assert_non_null(strchr(file_type_media(type), '/'));
    }
    assert_string_equal(file_type_name(0), "?");
    assert_string_equal(file_type_media(6), "application/octet-stream");
}

/* XML apart, where the last blank may go, a file that is cut anywhere is not the file. */
static void every_cut_is_refused(void **state)
{
    (void)state;
    for (int type = FILE_TYPE_PDF; type <= FILE_TYPE_XML; type++) {
        make((enum file_type)type);
        const size_t whole = file.size - (type == FILE_TYPE_PDF || type == FILE_TYPE_XML);
        for (file.size = 1; file.size < whole; file.size++) {
            enum file_type found;
            uint8_t *exact = malloc(file.size); /* so that a byte read too far is found */
            assert_non_null(exact);
            memcpy(exact, file.data, file.size);
            EXPECT(check_bytes(BYTES(exact, file.size), &found), document, type_unknown);
            free(exact);
        }
    }
}

static void sizes(void **state)
{
    enum file_type type;
    (void)state;
    EXPECT(check_bytes(BYTES("", 0), &type), document, size);
    uint8_t *big = calloc(1, FILE_TYPE_SIZE_MAX + 1);
    assert_non_null(big);
    sample_pdf(&file);
    memset(big, ' ', FILE_TYPE_SIZE_MAX + 1);
    memcpy(big, file.data, file.size);
    memcpy(big + FILE_TYPE_SIZE_MAX - 5, "%%EOF", 5);
    MUST(check_bytes(BYTES(big, FILE_TYPE_SIZE_MAX), &type));
    EXPECT(check_bytes(BYTES(big, FILE_TYPE_SIZE_MAX + 1), &type), document, size);
    free(big);
}

static void programs_are_refused(void **state)
{
    (void)state;
    EXPECT_TEXT("\x7F"
                "ELF\2\1\1",
                executable);
    EXPECT_TEXT("MZ\x90\0\3", executable);
    EXPECT_TEXT("\xCF\xFA\xED\xFE\7", executable);
    EXPECT_TEXT("\xCA\xFE\xBA\xBE\0\0\0\x34", executable);
    EXPECT_TEXT("#!/bin/sh\nrm -rf ~\n", executable);
    EXPECT_TEXT("\xEF\xBB\xBF#!/bin/sh\n", executable);
    EXPECT_TEXT("<?php system($_GET['c']); ?>", executable);
    EXPECT_TEXT("<html><script>alert(1)</script></html>", executable);
}

static void other_types_are_refused(void **state)
{
    (void)state;
    EXPECT_TEXT("GIF89a\1\0\1\0\0\0\0;", type_unknown);
    EXPECT_TEXT("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", type_unknown);
    EXPECT_TEXT("Rar!\x1A\7\0", type_unknown);
    EXPECT_TEXT("plain text", type_unknown);
    EXPECT_TEXT(" %PDF-1.4\n%%EOF", type_unknown);
    EXPECT_TEXT("\xFF\xFE<\0a\0/\0>\0", type_unknown);
    EXPECT_TEXT("\0", type_unknown);
}

static void an_archive_that_is_not_ofd(void **state)
{
    static const struct sample_entry entry = {"word/document.xml", 3, 3, 0, 0, "abc"};
    static const struct sample_entry bomb = {"zeros.bin", 4000, 4000000, 8, 0, NULL};
    (void)state;
    sample_begin_zip(&file);
    sample_end_zip(&file);
    EXPECT_FILE(type_unknown);
    sample_begin_zip(&file);
    sample_add(&file, &entry);
    sample_end_zip(&file);
    EXPECT_FILE(type_unknown);
    sample_begin_zip(&file);
    sample_add(&file, &bomb);
    sample_end_zip(&file);
    EXPECT_FILE(bomb);
}

/* The same bytes as a voucher to one program and as something to run to another. */
static void two_files_in_one(void **state)
{
    static struct sample_file archive;
    (void)state;
    sample_ofd(&archive, NULL);
    for (int type = FILE_TYPE_PDF; type <= FILE_TYPE_XML; type++) {
        if (type == FILE_TYPE_OFD)
            continue;
        make((enum file_type)type);
        sample_put(&file, archive.data, archive.size);
        EXPECT_FILE(executable);
        SAMPLE_PUT(&file, "%%EOF"); /* does not help */
        EXPECT_FILE(executable);
    }
    for (int type = FILE_TYPE_PDF; type <= FILE_TYPE_PNG; type++) {
        make((enum file_type)type);
        SAMPLE_PUT(&file, "\nMZ\x90\0\3\0\0\0\4");
        if (type == FILE_TYPE_OFD)
            EXPECT_FILE(type_unknown);
        else
            EXPECT_FILE(executable);
    }
}

static void cameras_append_to_pictures(void **state)
{
    enum file_type type;
    (void)state;
    sample_jpeg(&file);
    SAMPLE_PUT(&file, "\0\0\0\x18"
                      "ftypmp42 a film");
    MUST(check(&type));
    sample_png(&file);
    SAMPLE_PUT(&file, "anything");
    EXPECT_FILE(type_unknown);
}

static void pictures_without_picture(void **state)
{
    (void)state;
    EXPECT_TEXT("\xFF\xD8\xFF\xD9", type_unknown);
    EXPECT_TEXT("\xFF\xD8\xFF\x01\xFF\xD9", type_unknown);
    EXPECT_TEXT("\xFF\xD8\xFF\xC0\x00\x05\x08\x00\x01\xFF\xD9", type_unknown);
    EXPECT_TEXT("\xFF\xD8\xFF\xE0\x00\x01\xFF\xD9", type_unknown);
    sample_png(&file);
    memmove(file.data + 33, file.data + 55, file.size - 55); /* no IDAT */
    file.size -= 22;
    EXPECT_FILE(type_unknown);
    sample_png(&file);
    file.data[11] = 12; /* length of IHDR */
    EXPECT_FILE(type_unknown);
    sample_png(&file);
    file.data[37] = '1'; /* a chunk called 1DAT */
    EXPECT_FILE(type_unknown);
}

static void pictures_too_large_to_unpack(void **state)
{
    (void)state;
    sample_png(&file);
    memset(file.data + 16, 0x7F, 8);
    EXPECT_FILE(bomb);
    sample_jpeg(&file);
    memset(file.data + 25, 0xFF, 4);
    EXPECT_FILE(bomb);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_type_is_known_by_its_bytes),
        cmocka_unit_test(every_cut_is_refused),
        cmocka_unit_test(sizes),
        cmocka_unit_test(programs_are_refused),
        cmocka_unit_test(other_types_are_refused),
        cmocka_unit_test(an_archive_that_is_not_ofd),
        cmocka_unit_test(two_files_in_one),
        cmocka_unit_test(cameras_append_to_pictures),
        cmocka_unit_test(pictures_without_picture),
        cmocka_unit_test(pictures_too_large_to_unpack),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
