/* unit_line.h  The shares of units in one line of an entry, as a tree whose count and root stand in the record
 * (docs/journal.md §4).
 *
 * Leaf bytes: "mingzhang/unt/v1", u64 community, b16 event_id, u16 line, b16 unit, u8 side, fen amount, b32 salt, where
 * salt = HMAC-SHA-256(key of the unit, the bytes before it). Leaves ascend by unit. Whoever holds the key of one unit
 * can open its lines and nobody else's. */
#pragma once

#include "audit/log/tree.h"
#include "base/money.h"

struct unit_line {
    uint64_t community;
    struct uuid event_id; /* of the entry */
    uint16_t line;        /* from 1 */
    struct uuid unit;
    uint8_t side;
    money amount;
};

/* The leaf hash. No refusals. */
struct digest unit_line_leaf(const struct unit_line *line, const struct digest *key);
