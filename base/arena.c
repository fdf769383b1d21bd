#include "base/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK = 16384, LARGEST_STEP = 4 << 20, SPARE_MAX = 64 << 20 };

struct block {
    struct block *next;
    size_t size, used;
    alignas(max_align_t) uint8_t memory[];
};

struct arena {
    struct block *blocks; /* newest first */
    struct block *spare;  /* kept for use after a reset: fresh pages cost more than the work that is done in them */
    size_t cap, used;
};

struct arena *arena_new(size_t cap)
{
    struct arena *arena = calloc(1, sizeof *arena);
    if (arena)
        arena->cap = cap;
    return arena;
}

static void free_blocks(struct block *block)
{
    while (block) {
        struct block *next = block->next;
        free(block);
        block = next;
    }
}

void arena_free(struct arena **arena)
{
    if (!*arena)
        return;
    free_blocks((*arena)->blocks);
    free_blocks((*arena)->spare);
    free(*arena);
    *arena = NULL;
}

void arena_reset(struct arena *arena)
{
    size_t kept = 0;
    free_blocks(arena->spare);
    arena->spare = NULL;
    while (arena->blocks) {
        struct block *block = arena->blocks;
        arena->blocks = block->next;
        block->next = NULL;
        if (kept + block->size > SPARE_MAX) {
            free(block);
            continue;
        }
        kept += block->size;
        block->used = 0;
        block->next = arena->spare;
        arena->spare = block;
    }
    arena->used = 0;
}

size_t arena_used(const struct arena *arena)
{
    return arena->used;
}

/* The first spare block that is large enough, taken off the list. */
static struct block *take_spare(struct arena *arena, size_t least)
{
    for (struct block **at = &arena->spare; *at; at = &(*at)->next) {
        struct block *block = *at;
        if (block->size < least)
            continue;
        *at = block->next;
        return block;
    }
    return NULL;
}

static struct block *new_block(const struct arena *arena, size_t least)
{
    size_t size = arena->blocks ? arena->blocks->size * 2 : FIRST_BLOCK;
    if (size > LARGEST_STEP)
        size = LARGEST_STEP;
    if (size < least)
        size = least;
    struct block *block = malloc(sizeof *block + size);
    if (block)
        *block = (struct block){.size = size};
    return block;
}

static struct block *block_add(struct arena *arena, size_t least)
{
    struct block *block = take_spare(arena, least);
    if (!block)
        block = new_block(arena, least);
    if (!block)
        return NULL;
    block->next = arena->blocks;
    arena->blocks = block;
    return block;
}

RESULT arena_take(struct arena *arena, size_t count, size_t size, void **ret_memory)
{
    assert(size > 0);
    const size_t align = alignof(max_align_t);
    if (count > (arena->cap - arena->used) / size)
        return REFUSE(memory, exhausted);
    const size_t need = (count * size + align - 1) / align * align;
    struct block *block = arena->blocks;
    if (!block || block->size - block->used < need)
        block = block_add(arena, need);
    if (!block)
        return REFUSE(memory, exhausted);
    uint8_t *memory = block->memory + block->used;
    memset(memory, 0, need);
    block->used += need;
    arena->used += need < arena->cap - arena->used ? need : arena->cap - arena->used;
    *ret_memory = memory;
    return OK;
}

RESULT arena_text(struct arena *arena, const char *text, size_t length, const char **ret_text)
{
    char *copy;
    TRY(ARENA_TAKE(arena, length + 1, &copy));
    if (length > 0)
        memcpy(copy, text, length);
    *ret_text = copy;
    return OK;
}

RESULT arena_print(struct arena *arena, const char **ret_text, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    const int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = NULL;
    const result taken = length < 0 ? REFUSE(fault, internal) : ARENA_TAKE(arena, (size_t)length + 1, &text);
    if (!FAILED(taken))
        (void)vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    TRY(taken);
    *ret_text = text;
    return OK;
}

RESULT arena_bytes(struct arena *arena, struct bytes from, struct bytes *ret_copy)
{
    uint8_t *copy;
    TRY(ARENA_TAKE(arena, from.size + 1, &copy));
    if (from.size > 0)
        memcpy(copy, from.data, from.size);
    *ret_copy = (struct bytes){copy, from.size};
    return OK;
}
