/* arena.h  Request memory: many small allocations, one free, a cap stated at birth.
 *
 * Everything returned lives until arena_free or arena_reset. Passing the cap is `memory.exhausted`, a refusal like any
 * other: a hostile file cannot make the program take what it likes. */
#pragma once

#include "base/bytes.h"
#include "base/result.h"

struct arena;

/* NULL only when the system is out of memory. cap: bytes handed out at most. */
struct arena *arena_new(size_t cap);
void arena_free(struct arena **arena);

/* Forgets everything handed out and keeps the memory for reuse. */
void arena_reset(struct arena *arena);

/* Bytes handed out now. */
size_t arena_used(const struct arena *arena);

/* Zeroed memory for `count` items of `size` bytes, aligned for any type. Refusals: memory.exhausted. */
RESULT arena_take(struct arena *arena, size_t count, size_t size, void **ret_memory);

/* TRY(ARENA_TAKE(arena, count, &pointer)): the item size follows from the pointer. */
#define ARENA_TAKE(arena, count, ret) arena_take((arena), (count), sizeof **(ret), (void **)(ret))

/* A NUL-terminated copy. Refusals: memory.exhausted. */
RESULT arena_text(struct arena *arena, const char *text, size_t length, const char **ret_text);

/* printf into the arena. Refusals: memory.exhausted. */
__attribute__((format(printf, 3, 4))) RESULT arena_print(struct arena *arena, const char **ret_text, const char *format,
                                                         ...);

/* A copy of raw bytes, NUL-terminated behind the end. Refusals: memory.exhausted. */
RESULT arena_bytes(struct arena *arena, struct bytes from, struct bytes *ret_copy);
