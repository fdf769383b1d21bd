#include "audit/log/tile.c"

#include "builder.h"

static void paths_follow_the_specification(void **state)
{
    (void)state;
    static const struct {
        int level;
        uint64_t tile_no;
        uint32_t width;
        const char *path;
    } cases[] = {
        {0, 0, TILE_WIDTH, "tile/0/000"},
        {0, 999, TILE_WIDTH, "tile/0/999"},
        {0, 1000, TILE_WIDTH, "tile/0/x001/000"},
        {2, 1234067, TILE_WIDTH, "tile/2/x001/x234/067"},
        {1, 67, 1, "tile/1/067.p/1"},
        {0, 1067, 255, "tile/0/x001/067.p/255"},
        {TILE_ENTRIES, 5, TILE_WIDTH, "tile/entries/005"},
        {TILE_ENTRIES, 1005, 12, "tile/entries/x001/005.p/12"},
        {7, UINT64_C(18446744073709551615), TILE_WIDTH, "tile/7/x018/x446/x744/x073/x709/x551/615"},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        char path[TILE_PATH];
        tile_path(cases[i].level, cases[i].tile_no, cases[i].width, path);
        assert_string_equal(path, cases[i].path);
    }
}

static void partial_widths_follow_the_size(void **state)
{
    (void)state;
    assert_int_equal(tile_partial(0, 0), 0);
    assert_int_equal(tile_partial(0, 255), 255);
    assert_int_equal(tile_partial(0, 256), 0);
    assert_int_equal(tile_partial(1, 256), 1);
    assert_int_equal(tile_partial(1, 70000), 17);
    assert_int_equal(tile_partial(2, 70000), 1);
}

#define GOOD "mingzhang.example/c/330681000217\n"
#define ROOT "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

static void checkpoints_are_read_strictly(void **state)
{
    (void)state;
    struct tile_checkpoint checkpoint;
    static const char good[] = GOOD "17\n" ROOT "\n";
    assert_int_equal(tile_checkpoint_parse(TEXT_BYTES(good), &checkpoint).code, ERROR_none);
    assert_int_equal(checkpoint.community, BUILDER_COMMUNITY);
    assert_int_equal(checkpoint.size, 17);
    assert_int_equal(checkpoint.root.b[0], 0xE3);
    const struct tile_checkpoint kept = checkpoint;
    static const char *const bad[] = {
        "",
        GOOD "17\n" ROOT,
        GOOD "017\n" ROOT "\n",
        GOOD "+17\n" ROOT "\n",
        GOOD "17 \n" ROOT "\n",
        GOOD "17\r\n" ROOT "\n",
        GOOD "\n" ROOT "\n",
        GOOD "1777777777777777777\n" ROOT "\n",
        GOOD "17\n" ROOT "\n\n",
        GOOD "17\n" ROOT "\nmore\n",
        GOOD "17\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n",
        GOOD "17\n47DEQpj8HBSa-/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        GOOD "17\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFUA\n",
        "mingzhang.example/c/33068100021\n17\n" ROOT "\n",
        "mingzhang.example/c/33068100021x\n17\n" ROOT "\n",
        "mingzhang.example/d/330681000217\n17\n" ROOT "\n",
    };
    for (size_t i = 0; i < LENGTH(bad); i++)
        assert_int_equal(tile_checkpoint_parse(BYTES(bad[i], strlen(bad[i])), &checkpoint).code,
                         ERROR_record_malformed);
    for (size_t i = 0; i < sizeof good - 1; i++) {
        char changed[sizeof good];
        memcpy(changed, good, sizeof good);
        changed[i] ^= 1;
        const result parsed = tile_checkpoint_parse(BYTES(changed, sizeof good - 1), &checkpoint);
        assert_true(FAILED(parsed) || checkpoint.community != kept.community || checkpoint.size != kept.size ||
                    memcmp(checkpoint.root.b, kept.root.b, sizeof kept.root.b) != 0);
    }
}

static void bundles_are_taken_apart(void **state)
{
    (void)state;
    struct bytes bundle = TEXT_BYTES("\0\3abc\0\0\0\2x"), record;
    assert_true(tile_bundle_next(&bundle, &record));
    assert_memory_equal(record.data, "abc", 3);
    assert_true(tile_bundle_next(&bundle, &record));
    assert_int_equal(record.size, 0);
    assert_false(tile_bundle_next(&bundle, &record));
    bundle = TEXT_BYTES("\1");
    assert_false(tile_bundle_next(&bundle, &record));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_follow_the_specification),
        cmocka_unit_test(partial_widths_follow_the_size),
        cmocka_unit_test(checkpoints_are_read_strictly),
        cmocka_unit_test(bundles_are_taken_apart),
    };
    return FAILED(digest_start()) ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
