/* map.h  A hash table from 64-bit keys to 32-bit values, in an arena; it only grows. */
#pragma once

#include "base/arena.h"

struct map_slot {
    uint64_t key;
    uint32_t value; /* stored plus one; 0 is an empty slot */
};

struct map {
    struct arena *arena;
    struct map_slot *slots;
    size_t count, cap, max;
};

/* An empty table of at most `max` keys. */
void map_init(struct map *map, struct arena *arena, size_t max);

/* False when the key is unknown. ret_value may be NULL. */
bool map_find(const struct map *map, uint64_t key, uint32_t *ret_value);

/* Adds a key that is not in the map. Refusals: list.full, memory.exhausted. */
RESULT map_add(struct map *map, uint64_t key, uint32_t value);

/* Mixes several numbers into one key; equal keys of different numbers are as good as impossible. */
uint64_t map_key(const uint64_t *parts, size_t count);
