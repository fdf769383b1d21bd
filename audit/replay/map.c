#include "audit/replay/map.h"

#include <assert.h>

enum { FIRST_CAP = 64 };

void map_init(struct map *map, struct arena *arena, size_t max)
{
    *map = (struct map){.arena = arena, .max = max};
}

/* The finalizer of splitmix64: every bit of the key moves every bit of the place. */
static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

uint64_t map_key(const uint64_t *parts, size_t count)
{
    uint64_t key = UINT64_C(0x9E3779B97F4A7C15);
    for (size_t i = 0; i < count; i++)
        key = mix(key + UINT64_C(0x9E3779B97F4A7C15) * (i + 1)) ^ mix(parts[i] + i);
    return key;
}

static struct map_slot *slot_of(struct map_slot *slots, size_t cap, uint64_t key)
{
    size_t at = mix(key) & (cap - 1);
    while (slots[at].value != 0 && slots[at].key != key)
        at = (at + 1) & (cap - 1);
    return &slots[at];
}

bool map_find(const struct map *map, uint64_t key, uint32_t *ret_value)
{
    if (map->cap == 0)
        return false;
    const struct map_slot *slot = slot_of(map->slots, map->cap, key);
    if (slot->value != 0 && ret_value)
        *ret_value = slot->value - 1;
    return slot->value != 0;
}

static RESULT grow(struct map *map)
{
    struct map_slot *slots;
    const size_t cap = map->cap ? map->cap * 2 : FIRST_CAP;
    TRY(ARENA_TAKE(map->arena, cap, &slots));
    for (size_t i = 0; i < map->cap; i++)
        if (map->slots[i].value != 0)
            *slot_of(slots, cap, map->slots[i].key) = map->slots[i];
    map->slots = slots;
    map->cap = cap;
    return OK;
}

RESULT map_add(struct map *map, uint64_t key, uint32_t value)
{
    assert(value < UINT32_MAX);
    if (map->count >= map->max)
        return REFUSE(list, full);
    if (map->count * 4 >= map->cap * 3)
        TRY(grow(map));
    *slot_of(map->slots, map->cap, key) = (struct map_slot){key, value + 1};
    map->count++;
    return OK;
}
