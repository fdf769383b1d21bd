/* list.h  Growable arrays in an arena, their maximum fixed at birth.
 *
 *     LIST(struct row) rows = LIST_INIT(arena, 1000);
 *     TRY(LIST_ADD(&rows, row));            refusals: list.full, memory.exhausted
 */
#pragma once

#include "base/arena.h"

#define LIST(type)                                                                                                     \
    struct {                                                                                                           \
        type *items;                                                                                                   \
        size_t count, cap, max;                                                                                        \
        struct arena *arena;                                                                                           \
    }
#define LIST_INIT(arena_, max_)                                                                                        \
    {                                                                                                                  \
        .items = NULL, .count = 0, .cap = 0, .max = (max_), .arena = (arena_)                                          \
    }
#define LIST_ADD(list, ...)                                                                                            \
    (list_grow((void **)&(list)->items, &(list)->cap, (list)->count, (list)->max, sizeof *(list)->items,               \
               (list)->arena)                                                                                          \
             .code                                                                                                     \
         ? (result){(list)->count >= (list)->max ? ERROR_list_full : ERROR_memory_exhausted}                           \
         : ((list)->items[(list)->count++] = __VA_ARGS__, OK))

/* Makes room for one more item. Refusals: list.full, memory.exhausted. */
RESULT list_grow(void **items, size_t *cap, size_t count, size_t max, size_t size, struct arena *arena);
