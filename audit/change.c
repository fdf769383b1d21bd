#include "audit/change.h"

#include "audit/log/unit_line.h"
#include "base/canon.h"
#include "base/digest.h"

#include <assert.h>
#include <string.h>

void change_init(struct change *change, struct arena *arena)
{
    *change = (struct change){
        .requests = LIST_INIT(arena, CHANGE_REQUESTS_MAX),
        .items = LIST_INIT(arena, CHANGE_ITEMS_MAX),
        .links = LIST_INIT(arena, CHANGE_LINKS_MAX),
        .openings = LIST_INIT(arena, CHANGE_OPENINGS_MAX),
        .blobs = LIST_INIT(arena, CHANGE_REQUESTS_MAX),
        .keys = LIST_INIT(arena, CHANGE_ITEMS_MAX),
        .units = LIST_INIT(arena, CHANGE_UNITS_MAX),
    };
}

static bool key_is_well_formed(const char *key)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-";
    const size_t length = strlen(key);
    return length >= 8 && length <= 128 && strspn(key, allowed) == length;
}

RESULT change_request(struct ctx *ctx, struct change *change, uint64_t community, const char *key,
                      const struct digest *mac)
{
    if (!key_is_well_formed(key)) {
        error_set(&ctx->error, "key", "%s", key);
        return REFUSE(idempotency, key_malformed);
    }
    const struct bytes bytes = BYTES(key, strlen(key));
    return LIST_ADD(&change->requests, (struct change_request){.community = community,
                                                               .event_id = record_event_id(community, bytes, 0),
                                                               .mac = *mac,
                                                               .key = bytes});
}

RESULT change_add(struct change *change, uint16_t kind, void *body, uint32_t *ret_item)
{
    assert(change->requests.count > 0);
    const uint32_t request = (uint32_t)change->requests.count - 1;
    const uint32_t index = change->requests.items[request].item_count;
    TRY(LIST_ADD(&change->items, (struct change_item){.request = request, .index = index, .kind = kind, .body = body}));
    change->requests.items[request].item_count++;
    if (ret_item)
        *ret_item = (uint32_t)change->items.count - 1;
    return OK;
}

RESULT change_link(struct change *change, uint64_t *field, uint32_t item)
{
    assert(item < change->items.count);
    return LIST_ADD(&change->links, (struct change_link){field, item});
}

RESULT change_commit(struct ctx *ctx, struct change *change, enum commitment_class class, struct bytes value,
                     struct digest *ret_commitment)
{
    assert(change->requests.count > 0);
    struct change_opening opening = {.request = (uint32_t)change->requests.count - 1,
                                     .community = change->requests.items[change->requests.count - 1].community,
                                     .class = (uint16_t) class};
    TRY(arena_bytes(ctx->arena, value, &opening.value));
    random_bytes(ctx->random, opening.salt.b, sizeof opening.salt.b);
    opening.commitment = record_commitment(opening.community, class, &opening.salt, value);
    TRY(LIST_ADD(&change->openings, opening));
    *ret_commitment = opening.commitment;
    return OK;
}

RESULT change_blob(struct change *change, const struct uuid *document, const struct digest *sha256,
                   struct bytes content)
{
    assert(change->requests.count > 0);
    const uint64_t community = change->requests.items[change->requests.count - 1].community;
    return LIST_ADD(&change->blobs,
                    (struct change_blob){(uint32_t)change->requests.count - 1, community, *document, *sha256, content});
}

RESULT change_unit_key(struct ctx *ctx, struct change *change, const struct uuid *unit, uint32_t item)
{
    struct change_key key = {.request = change->items.items[item].request, .item = item, .unit = *unit};
    random_bytes(ctx->random, key.key.b, sizeof key.key.b);
    return LIST_ADD(&change->keys, key);
}

RESULT change_units(struct change *change, const struct change_shares *shares, struct record_unit_lines *ret_lines)
{
    const struct change_request *request = &change->requests.items[change->requests.count - 1];
    struct unit_line line = {.community = request->community,
                             .event_id = record_event_id(request->community, request->key, request->item_count),
                             .line = shares->line,
                             .side = shares->side};
    struct tree_frontier tree;
    tree_init(&tree);
    for (size_t i = 0; i < shares->count; i++) {
        const struct change_share *share = &shares->items[i];
        assert(i == 0 || memcmp(shares->items[i - 1].unit.b, share->unit.b, sizeof share->unit.b) < 0);
        line.unit = share->unit;
        line.amount = share->amount;
        const struct digest leaf = unit_line_leaf(&line, &share->key);
        tree_append(&tree, &leaf);
        TRY(LIST_ADD(&change->units, (struct change_unit){.item = (uint32_t)change->items.count,
                                                          .line = shares->line,
                                                          .unit = share->unit,
                                                          .amount = share->amount,
                                                          .key_seq = share->key_seq}));
    }
    ret_lines->count = (uint32_t)shares->count;
    tree_root(&tree, &ret_lines->root);
    return OK;
}

struct digest change_mac(const struct digest *secret, uint64_t community, const char *operation, struct bytes request)
{
    uint8_t pre_image[16 + 8];
    memcpy(pre_image, "mingzhang/req/v1", 16);
    canon_store_u64(pre_image + 16, community);
    struct digest inner; /* the parts are hashed first, so that one HMAC call suffices */
    const struct bytes parts[] = {BYTES(pre_image, sizeof pre_image), BYTES(operation, strlen(operation) + 1), request};
    digest_sha256_parts(parts, LENGTH(parts), &inner);
    struct digest mac;
    digest_hmac_sha256(BYTES(secret->b, sizeof secret->b), BYTES(inner.b, sizeof inner.b), &mac);
    return mac;
}

int change_compare_refs(const void *x, const void *y)
{
    const struct record_ref *a = x, *b = y;
    if (a->role != b->role)
        return a->role < b->role ? -1 : 1;
    return (a->seq > b->seq) - (a->seq < b->seq);
}

RESULT change_default_key(struct ctx *ctx, const char *word, const struct digest *mac, const char **key)
{
    char hex[2 * sizeof mac->b + 1];
    if (*key)
        return OK;
    hex_encode(BYTES(mac->b, sizeof mac->b), hex);
    return arena_print(ctx->arena, key, "%s-%.32s", word, hex);
}

bool change_is_new(const struct change *change, const struct change_item *item)
{
    return !change->requests.items[item->request].replayed;
}

uint64_t change_community(const struct change *change, const struct change_item *item)
{
    return change->requests.items[item->request].community;
}
