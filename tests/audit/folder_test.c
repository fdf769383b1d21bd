#include "audit/replay/folder.c"

#include "builder.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RECORDS = 600 };

struct exported {
    struct builder *b;
    struct ctx ctx;
    char path[64];
    int dir;
    struct folder_verdict verdict;
};

static int setup(void **state)
{
    struct exported *x = calloc(1, sizeof *x);
    struct tile_writer *writer;
    assert_non_null(x);
    x->b = builder_new();
    builder_open(x->b);
    while (x->b->count < RECORDS)
        builder_post(x->b, builder_income(x->b, (int64_t)x->b->count));
    (void)snprintf(x->path, sizeof x->path, "/tmp/mz-folder-XXXXXX");
    assert_non_null(mkdtemp(x->path));
    x->dir = open(x->path, O_RDONLY | O_DIRECTORY);
    assert_true(x->dir >= 0);
    x->ctx.arena = arena_new((size_t)1 << 30);
    assert_false(FAILED(tile_writer_new(&x->ctx, x->dir, &writer)));
    for (uint64_t i = 0; i < x->b->count; i++)
        assert_false(FAILED(tile_write(&x->ctx, writer, x->b->record[i])));
    assert_false(FAILED(tile_write_end(&x->ctx, writer, BUILDER_COMMUNITY)));
    tile_writer_free(&writer);
    *state = x;
    return 0;
}

static int remove_one(const char *path, const struct stat *facts, int flag, struct FTW *walk)
{
    (void)facts;
    (void)flag;
    (void)walk;
    return remove(path);
}

static int teardown(void **state)
{
    struct exported *x = *state;
    assert_int_equal(nftw(x->path, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
    (void)close(x->dir);
    arena_free(&x->ctx.arena);
    builder_free(x->b);
    free(x);
    return 0;
}

static int status_of(struct exported *x)
{
    arena_reset(x->ctx.arena);
    const result verified = folder_verify(&x->ctx, x->dir, &x->verdict);
    return FAILED(verified) ? 1 : report_status(&x->verdict.report);
}

static size_t read_all_of(struct exported *x, const char *path, uint8_t *out, size_t max)
{
    const int fd = openat(x->dir, path, O_RDONLY);
    assert_true(fd >= 0);
    const ssize_t size = read(fd, out, max);
    (void)close(fd);
    assert_true(size > 0);
    return (size_t)size;
}

static void write_all_of(struct exported *x, const char *path, const uint8_t *data, size_t size)
{
    const int fd = openat(x->dir, path, O_WRONLY | O_TRUNC);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, data, size), size);
    (void)close(fd);
}

static void a_sound_folder_is_intact(void **state)
{
    struct exported *x = *state;
    assert_int_equal(status_of(x), 0);
    assert_int_equal(x->verdict.records, RECORDS);
    assert_int_equal(x->verdict.books->entries.count, RECORDS - 9);
    assert_int_equal(x->verdict.checkpoint.size, RECORDS);
    assert_int_equal(faccessat(x->dir, "tile/0/001", F_OK, 0), 0);
    assert_int_equal(faccessat(x->dir, "tile/0/002.p/88", F_OK, 0), 0);
    assert_int_equal(faccessat(x->dir, "tile/1/000.p/2", F_OK, 0), 0);
    assert_int_equal(faccessat(x->dir, "tile/entries/002.p/88", F_OK, 0), 0);
}

static const char *const files[] = {"checkpoint",     "tile/0/000",       "tile/0/001",       "tile/0/002.p/88",
                                    "tile/1/000.p/2", "tile/entries/000", "tile/entries/001", "tile/entries/002.p/88"};

static void a_changed_byte_is_found_in_every_file(void **state)
{
    struct exported *x = *state;
    static uint8_t data[1 << 20];
    for (size_t f = 0; f < LENGTH(files); f++) {
        const size_t size = read_all_of(x, files[f], data, sizeof data);
        const size_t step = size > 2000 ? size / 40 + 1 : size > 200 ? 31 : 1;
        for (size_t at = 0; at < size; at += step) {
            data[at] ^= 0x21;
            write_all_of(x, files[f], data, size);
            const int status = status_of(x);
            if (status != 5)
                print_message("%s byte %zu: status %d\n", files[f], at, status);
            assert_int_equal(status, 5);
            data[at] ^= 0x21;
        }
        write_all_of(x, files[f], data, size);
    }
    assert_int_equal(status_of(x), 0);
}

static void a_torn_file_is_found(void **state)
{
    struct exported *x = *state;
    static uint8_t data[1 << 20];
    for (size_t f = 0; f < LENGTH(files); f++) {
        const size_t size = read_all_of(x, files[f], data, sizeof data);
        write_all_of(x, files[f], data, size - 1);
        assert_int_equal(status_of(x), 5);
        write_all_of(x, files[f], data, size + 1);
        assert_int_equal(status_of(x), 5);
        write_all_of(x, files[f], data, size);
    }
}

static void a_missing_file_is_found(void **state)
{
    struct exported *x = *state;
    for (size_t f = 0; f < LENGTH(files); f++) {
        assert_int_equal(renameat(x->dir, files[f], x->dir, "kept"), 0);
        assert_int_equal(status_of(x), f == 0 ? 1 : 5); /* without a checkpoint there is nothing to check against */
        assert_int_equal(renameat(x->dir, "kept", x->dir, files[f]), 0);
    }
}

static void a_changed_record_is_named(void **state)
{
    struct exported *x = *state;
    static uint8_t data[1 << 20];
    const size_t size = read_all_of(x, "tile/entries/001", data, sizeof data);
    struct bytes rest = BYTES(data, size), record;
    for (int i = 0; i <= 44; i++)
        assert_true(tile_bundle_next(&rest, &record));
    data[record.data - data + (ptrdiff_t)record.size - 1] ^= 1;
    write_all_of(x, "tile/entries/001", data, size);
    assert_int_equal(status_of(x), 5);
    assert_int_equal(x->verdict.report.findings.count, 1);
    assert_int_equal(x->verdict.report.findings.items[0].reason, FOUND_record_altered);
    assert_int_equal(x->verdict.report.findings.items[0].seq, 256 + 44);
}

static void a_rolled_back_checkpoint_is_found(void **state)
{
    struct exported *x = *state;
    uint8_t data[256];
    const size_t size = read_all_of(x, "checkpoint", data, sizeof data);
    assert_memory_equal(data + 33, "600", 3);
    data[35] = '1';
    write_all_of(x, "checkpoint", data, size);
    assert_int_equal(status_of(x), 5);
}

static void books_that_break_a_rule_give_4(void **state)
{
    struct exported *x = *state;
    struct tile_writer *writer;
    struct builder_entry *e = builder_income(x->b, 100);
    e->lines[0].amount = FEN(101);
    builder_post(x->b, e);
    assert_false(FAILED(tile_writer_new(&x->ctx, x->dir, &writer)));
    for (uint64_t i = 0; i < x->b->count; i++)
        assert_false(FAILED(tile_write(&x->ctx, writer, x->b->record[i])));
    assert_false(FAILED(tile_write_end(&x->ctx, writer, BUILDER_COMMUNITY)));
    tile_writer_free(&writer);
    assert_int_equal(status_of(x), 4);
    assert_int_equal(x->verdict.report.findings.count, 1);
    assert_int_equal(x->verdict.report.findings.items[0].reason, FOUND_unbalanced);
    assert_int_equal(x->verdict.report.findings.items[0].seq, RECORDS);
}

int main(void)
{
#define FOLDER_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        FOLDER_TEST(a_sound_folder_is_intact),       FOLDER_TEST(a_changed_byte_is_found_in_every_file),
        FOLDER_TEST(a_torn_file_is_found),           FOLDER_TEST(a_missing_file_is_found),
        FOLDER_TEST(a_changed_record_is_named),      FOLDER_TEST(a_rolled_back_checkpoint_is_found),
        FOLDER_TEST(books_that_break_a_rule_give_4),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
