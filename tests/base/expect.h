/* expect.h  What every unit test of this folder needs: cmocka, an arena for each test, and two assertions about
 * results. */
#pragma once

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define MUST(call) assert_int_equal((call).code, ERROR_none)
#define EXPECT(call, noun, reason) assert_int_equal((call).code, ERROR_##noun##_##reason)

/* A test that finds an arena of 64 MiB in *state. */
#define ARENA_TEST(name) cmocka_unit_test_setup_teardown(name, arena_setup, arena_teardown)

static inline int arena_setup(void **state)
{
    *state = arena_new(64 << 20);
    return *state ? 0 : -1;
}

static inline int arena_teardown(void **state)
{
    struct arena *arena = *state;
    arena_free(&arena);
    return 0;
}
