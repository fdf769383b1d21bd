#include "audit/log/tree.h"

#include <assert.h>
#include <string.h>

static uint32_t popcount(uint64_t value)
{
    uint32_t count = 0;
    for (; value > 0; value &= value - 1)
        count++;
    return count;
}

void tree_init(struct tree_frontier *frontier)
{
    frontier->size = 0;
    frontier->count = 0;
}

void tree_node(const struct digest *left, const struct digest *right, struct digest *ret_node)
{
    uint8_t pair[1 + 2 * sizeof(struct digest)];
    pair[0] = 1;
    memcpy(pair + 1, left->b, sizeof left->b);
    memcpy(pair + 1 + sizeof left->b, right->b, sizeof right->b);
    digest_sha256(BYTES(pair, sizeof pair), ret_node);
}

/* A new leaf closes one subtree for each trailing one bit of the old size. */
void tree_append(struct tree_frontier *frontier, const struct digest *leaf)
{
    assert(frontier->count == popcount(frontier->size));
    struct digest node = *leaf;
    for (uint64_t size = frontier->size; size & 1; size >>= 1)
        tree_node(&frontier->node[--frontier->count], &node, &node);
    frontier->node[frontier->count++] = node;
    frontier->size++;
}

void tree_root(const struct tree_frontier *frontier, struct digest *ret_root)
{
    assert(frontier->count == popcount(frontier->size));
    if (frontier->count == 0) {
        digest_sha256(BYTES("", 0), ret_root);
        return;
    }
    struct digest node = frontier->node[frontier->count - 1];
    for (uint32_t i = frontier->count - 1; i > 0; i--)
        tree_node(&frontier->node[i - 1], &node, &node);
    *ret_root = node;
}

size_t tree_store(const struct tree_frontier *frontier, uint8_t *out)
{
    assert(frontier->count <= TREE_LEVELS);
    const size_t used = frontier->count * sizeof(struct digest);
    memcpy(out, frontier->node, used);
    return used;
}

RESULT tree_load(uint64_t size, struct bytes stored, struct tree_frontier *ret_frontier)
{
    const uint32_t count = popcount(size);
    if (stored.size != count * sizeof(struct digest))
        return REFUSE(record, malformed);
    ret_frontier->size = size;
    ret_frontier->count = count;
    if (count > 0)
        memcpy(ret_frontier->node, stored.data, stored.size);
    return OK;
}
