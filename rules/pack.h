/* pack.h  Rule packs: dated values with their law, in layers; which of them holds for a place on a day.
 *
 * rule: what holds of a key on a day.
 * Layers are default < nation < province < city < county < community. A pack covers the division whose digits (GB/T
 * 2260) it names: none for default and nation, 2, 4 or 6 for province, city and county, 12 for a community. It names
 * the pack above it, which is the nearest one that covers it; layers that have no pack are left out. The strictest
 * value in force holds where pack.def lets layers differ one way only, the most local one elsewhere; the defaults of
 * the program bind nobody. So a law that becomes stricter prevails over older local rules at once. Canonical bytes:
 * docs/rules.md. Pure: no JSON, no database. */
#pragma once

#include "base/bytes.h"
#include "rules/pack_value.h"

enum pack_layer { PACK_DEFAULT, PACK_NATION, PACK_PROVINCE, PACK_CITY, PACK_COUNTY, PACK_COMMUNITY, PACK_LAYERS };
enum pack_certainty { PACK_VERIFIED = 1, PACK_SECOND_HAND = 2, PACK_UNVERIFIED = 3, PACK_OWN = 4 };
enum { PACK_RULES_MAX = 2000, PACK_DIVISION_MAX = 12 };

/* One value, as a pack states it. */
struct pack_rule {
    enum pack_key_no key;
    struct pack_value value;
    const char *law;       /* id of the clause, "" where law is silent */
    const char *clause[2]; /* the clause in our own words, by enum language */
    day from, until;       /* first and last day, DAY_MAX without an end */
    enum pack_certainty certainty;
};

struct pack {
    const char *name, *under; /* under "": none above */
    const char *division, *title[2];
    enum pack_layer layer;
    const struct pack_rule *rules;
    size_t count;
};

/* The packs of a place, the least local first. */
struct pack_stack {
    const struct pack *packs[PACK_LAYERS];
    size_t count;
};

/* What holds: NULL where no pack says anything. */
struct rule {
    const struct pack_rule *stated;
    const struct pack *pack;
};

struct rule_set {
    day on;
    struct rule rules[RULE_KEYS];
    struct digest digest; /* SHA-256 of the canonical bytes */
};

const char *pack_layer_name(enum pack_layer layer);                                    /* "city" */
const char *pack_certainty_name(enum pack_certainty certainty);                        /* "V2" */
const char *pack_certainty_say(enum pack_certainty certainty, enum language language); /* "未核实" */
/* The code of a word; false for an unknown one. */
bool pack_layer_parse(const char *name, enum pack_layer *ret_layer);
bool pack_certainty_parse(const char *name, enum pack_certainty *ret_certainty);

/* One pack by itself. Refusals in order (details pack, key, place: the number of the value in the pack, and what the
 * text needs): pack.layer, then for each value pack.fixed (only the nation states it), pack.dates, pack.overlap. */
RESULT pack_check(struct ctx *ctx, const struct pack *pack);

/* Picks the packs that cover a division of 6 or 12 digits and checks how they stand on each other; packs are borrowed.
 * Refusals in order (details pack, key, place): pack.loop, pack.twice, then from the
 * nation down pack.gap, pack.loosens. */
RESULT pack_stack_make(struct ctx *ctx, const struct pack *packs, size_t count, const char *division,
                       struct pack_stack *ret_stack);

/* What holds on a day. Refusals: memory.exhausted. */
RESULT rule_set_make(struct ctx *ctx, const struct pack_stack *stack, day on, struct rule_set *ret_set);

/* The rules of the stack that are in force that day and give way, the most local first: at most PACK_LAYERS. */
size_t rule_overridden(const struct pack_stack *stack, const struct rule_set *set, enum pack_key_no key,
                       struct rule ret_rules[PACK_LAYERS]);

/* The canonical bytes of a resolved set and of a pack. Refusals: memory.exhausted. */
RESULT rule_set_encode(struct ctx *ctx, const struct rule_set *set, struct bytes *ret_bytes);
RESULT pack_encode(struct ctx *ctx, const struct pack *pack, struct bytes *ret_bytes);

/* A pack from its canonical bytes, as a journal keeps it; texts are copied. Refusals: record.malformed, pack.key (a key
 * that this program does not know), pack.value, those of pack_check, memory.exhausted. */
RESULT pack_decode(struct ctx *ctx, struct bytes canonical, struct pack *ret_pack);
