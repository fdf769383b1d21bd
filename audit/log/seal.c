#include "audit/log/seal.h"

#include <assert.h>
#include <string.h>

enum { LEAF_MAX = 512, ZERO_BUILDING = 16 };

struct leaf { /* bytes behind the zero that RFC 6962 puts in front of a leaf */
    uint8_t bytes[LEAF_MAX];
    size_t size;
};

static void put(struct leaf *leaf, const void *bytes, size_t size)
{
    assert(leaf->size + size <= sizeof leaf->bytes);
    if (size > 0)
        memcpy(leaf->bytes + leaf->size, bytes, size);
    leaf->size += size;
}

static void put_number(struct leaf *leaf, uint64_t value, size_t width)
{
    uint8_t big[8];
    canon_store_u64(big, value);
    put(leaf, big + sizeof big - width, width);
}

static void put_text(struct leaf *leaf, struct bytes text)
{
    put_number(leaf, text.size, 4);
    put(leaf, text.data, text.size);
}

static struct leaf begin(const char tag[static 16])
{
    struct leaf leaf = {.bytes = {0x00}, .size = 1};
    put(&leaf, tag, 16);
    return leaf;
}

static void append(struct tree_frontier *tree, const struct leaf *leaf)
{
    struct digest hash;
    digest_sha256(BYTES(leaf->bytes, leaf->size), &hash);
    tree_append(tree, &hash);
}

void seal_add_balance(struct tree_frontier *tree, const struct seal_balance *balance)
{
    static const uint8_t whole[ZERO_BUILDING] = {0};
    struct leaf leaf = begin("mingzhang/bal/v1");
    put_number(&leaf, balance->community, 8);
    put_number(&leaf, (uint64_t)balance->to, 4);
    put_number(&leaf, balance->fund, 2);
    put_number(&leaf, balance->account_no, 4);
    put(&leaf, whole, sizeof whole);
    put_text(&leaf, balance->code);
    put_text(&leaf, balance->name);
    put_number(&leaf, (uint64_t)balance->debit.fen, 8);
    put_number(&leaf, (uint64_t)balance->credit.fen, 8);
    append(tree, &leaf);
}

void seal_add_unit(struct tree_frontier *tree, const struct seal_unit *unit, const struct digest *key)
{
    struct leaf leaf = begin("mingzhang/unb/v1");
    struct digest salt;
    put_number(&leaf, unit->community, 8);
    put_number(&leaf, (uint64_t)unit->to, 4);
    put_number(&leaf, unit->fund, 2);
    put(&leaf, unit->unit.b, sizeof unit->unit.b);
    put_number(&leaf, (uint64_t)unit->debit.fen, 8);
    put_number(&leaf, (uint64_t)unit->credit.fen, 8);
    digest_hmac_sha256(BYTES(key->b, sizeof key->b), BYTES(leaf.bytes + 1, leaf.size - 1), &salt);
    put(&leaf, salt.b, sizeof salt.b);
    append(tree, &leaf);
}

static void put_optional(struct leaf *leaf, bool present, uint64_t value, size_t width)
{
    put_number(leaf, present, 1);
    if (present)
        put_number(leaf, value, width);
}

void seal_add_account(struct tree_frontier *tree, const struct seal_account *account)
{
    struct leaf leaf = begin("mingzhang/acc/v1");
    put_number(&leaf, account->community, 8);
    put_number(&leaf, account->account_no, 4);
    put_number(&leaf, account->fund, 2);
    put_text(&leaf, account->code);
    put_text(&leaf, account->name);
    put_number(&leaf, account->class, 1);
    put_number(&leaf, account->normal_side, 1);
    put_optional(&leaf, account->has_parent, account->parent, 4);
    put_number(&leaf, account->opened_seq, 8);
    put_optional(&leaf, account->has_closed, account->closed_seq, 8);
    append(tree, &leaf);
}
