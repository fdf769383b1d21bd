/* tree.h  RFC 6962 Merkle trees over leaf hashes, and the frontier that lets a writer append one leaf in O(log n).
 *
 * leaf(i) = SHA-256(0x00 ‖ record), node = SHA-256(0x01 ‖ left ‖ right), split at the largest power of two below the
 * size, empty root SHA-256(""). Pure: no memory is taken, nothing can fail. */
#pragma once

#include "base/digest.h"

enum { TREE_LEVELS = 64 };

/* Roots of the perfect subtrees of `size` leaves, largest first: count = popcount(size). */
struct tree_frontier {
    uint64_t size;
    uint32_t count;
    struct digest node[TREE_LEVELS];
};

/* The empty tree; one more leaf; the root over all leaves so far. */
void tree_init(struct tree_frontier *frontier);
void tree_append(struct tree_frontier *frontier, const struct digest *leaf);
void tree_root(const struct tree_frontier *frontier, struct digest *ret_root);

/* SHA-256(0x01 ‖ left ‖ right). */
void tree_node(const struct digest *left, const struct digest *right, struct digest *ret_node);

/* The frontier as stored in head.frontier: the node hashes one after the other. `out` holds 32 * TREE_LEVELS bytes; the
 * number of bytes used is returned. tree_load refuses (record.malformed) when the length does not fit popcount(size).
 */
size_t tree_store(const struct tree_frontier *frontier, uint8_t *out);
RESULT tree_load(uint64_t size, struct bytes stored, struct tree_frontier *ret_frontier);
