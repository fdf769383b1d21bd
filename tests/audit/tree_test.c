#include "audit/log/tree.c"

#include "builder.h"

/* RFC 6962 §2.1, word for word: slow, but nothing can be wrong with it. */
static void naive_root(const struct digest *leaves, size_t count, struct digest *ret_root)
{
    if (count == 0) {
        digest_sha256(BYTES("", 0), ret_root);
        return;
    }
    if (count == 1) {
        *ret_root = leaves[0];
        return;
    }
    size_t split = 1;
    while (split * 2 < count)
        split *= 2;
    struct digest left, right;
    naive_root(leaves, split, &left);
    naive_root(leaves + split, count - split, &right);
    const struct bytes parts[] = {BYTES("\1", 1), BYTES(left.b, sizeof left.b), BYTES(right.b, sizeof right.b)};
    digest_sha256_parts(parts, LENGTH(parts), ret_root);
}

static void assert_root(const struct tree_frontier *tree, const char *hex)
{
    struct digest root;
    char found[65];
    tree_root(tree, &root);
    hex_encode(BYTES(root.b, sizeof root.b), found);
    assert_string_equal(found, hex);
}

static void known_roots_of_rfc_6962(void **state)
{
    (void)state;
    static const struct {
        const char *input;
        size_t size;
        const char *root;
    } cases[] = {
        {"", 0, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
        {"\x00", 1, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
        {"\x10", 1, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
        {"\x20\x21", 2, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
        {"\x30\x31", 2, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
        {"\x40\x41\x42\x43", 4, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
        {"\x50\x51\x52\x53\x54\x55\x56\x57", 8, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
        {"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16,
         "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
    };
    struct tree_frontier tree;
    tree_init(&tree);
    assert_root(&tree, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct digest leaf;
        record_leaf(BYTES(cases[i].input, cases[i].size), &leaf);
        tree_append(&tree, &leaf);
        assert_root(&tree, cases[i].root);
    }
}

static void every_size_to_1000_equals_the_naive_tree(void **state)
{
    (void)state;
    static struct digest leaves[1000];
    struct tree_frontier tree;
    tree_init(&tree);
    for (size_t size = 0; size <= LENGTH(leaves); size++) {
        struct digest expected, found;
        naive_root(leaves, size, &expected);
        tree_root(&tree, &found);
        assert_memory_equal(expected.b, found.b, sizeof found.b);
        if (size == LENGTH(leaves))
            break;
        record_leaf(BYTES(&size, sizeof size), &leaves[size]);
        tree_append(&tree, &leaves[size]);
    }
}

static void the_stored_frontier_goes_on_where_it_stopped(void **state)
{
    (void)state;
    uint8_t stored[TREE_LEVELS * sizeof(struct digest)];
    struct tree_frontier tree, loaded;
    tree_init(&tree);
    for (uint64_t size = 0; size < 300; size++) {
        struct digest leaf, a, b;
        const size_t used = tree_store(&tree, stored);
        assert_int_equal(tree_load(size, BYTES(stored, used), &loaded).code, ERROR_none);
        record_leaf(BYTES(&size, sizeof size), &leaf);
        tree_append(&tree, &leaf);
        tree_append(&loaded, &leaf);
        tree_root(&tree, &a);
        tree_root(&loaded, &b);
        assert_memory_equal(a.b, b.b, sizeof a.b);
        assert_int_equal(tree_load(size, BYTES(stored, used + 32), &loaded).code, ERROR_record_malformed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_roots_of_rfc_6962),
        cmocka_unit_test(every_size_to_1000_equals_the_naive_tree),
        cmocka_unit_test(the_stored_frontier_goes_on_where_it_stopped),
    };
    return FAILED(digest_start()) ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
