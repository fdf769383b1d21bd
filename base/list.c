#include "base/list.h"

#include <string.h>

enum { FIRST_CAP = 8 };

/* tidy: parameters */
RESULT list_grow(void **items, size_t *cap, size_t count, size_t max, size_t size, struct arena *arena)
{
    if (count >= max)
        return REFUSE(list, full);
    if (count < *cap)
        return OK;
    size_t wanted = *cap ? *cap * 2 : FIRST_CAP;
    if (wanted > max)
        wanted = max;
    void *memory;
    TRY(arena_take(arena, wanted, size, &memory));
    if (count > 0)
        memcpy(memory, *items, count * size);
    *items = memory;
    *cap = wanted;
    return OK;
}
