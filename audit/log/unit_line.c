#include "audit/log/unit_line.h"

#include "base/canon.h"

#include <string.h>

static const char tag[] = "mingzhang/unt/v1";

enum { TAG = 16, UNSALTED = TAG + 8 + 16 + 2 + 16 + 1 + 8, LEAF = 1 + UNSALTED + 32 };

struct digest unit_line_leaf(const struct unit_line *line, const struct digest *key)
{
    uint8_t leaf[LEAF] = {0x00}, *at = leaf + 1; /* RFC 6962: a leaf is hashed behind a zero byte */
    struct digest salt, hash;
    memcpy(at, tag, TAG);
    canon_store_u64(at += TAG, line->community);
    memcpy(at += 8, line->event_id.b, sizeof line->event_id.b);
    at += sizeof line->event_id.b;
    *at++ = (uint8_t)(line->line >> 8);
    *at++ = (uint8_t)line->line;
    memcpy(at, line->unit.b, sizeof line->unit.b);
    at += sizeof line->unit.b;
    *at++ = line->side;
    canon_store_u64(at, (uint64_t)line->amount.fen);
    digest_hmac_sha256(BYTES(key->b, sizeof key->b), BYTES(leaf + 1, UNSALTED), &salt);
    memcpy(leaf + 1 + UNSALTED, salt.b, sizeof salt.b);
    digest_sha256(BYTES(leaf, sizeof leaf), &hash);
    return hash;
}
