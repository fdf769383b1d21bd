#include "tests/model/life.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { ALL_EVERY = 16 }; /* of the refusals at which rows are compared: those of all communities */

/* ---- randomness ---- */

uint64_t life_any(struct life *life, uint64_t limit)
{
    life->random ^= life->random << 13;
    life->random ^= life->random >> 7;
    life->random ^= life->random << 17;
    return life->random % limit;
}

bool life_once_in(struct life *life, uint64_t times)
{
    return life_any(life, times) == 0;
}

int64_t life_amount(struct life *life, int64_t limit)
{
    return 1 + (int64_t)life_any(life, limit > 0 ? (uint64_t)limit : 1);
}

day life_today(const struct life *life)
{
    return ctx_today(life->ctx);
}

day life_day(struct life *life)
{
    const day today = life_today(life);
    const day from = life->model->sealed ? life->model->sealed + 1 : today - 40;
    if (life_once_in(life, 20))
        return life_once_in(life, 2) ? today + 1 : from - 1;
    return today - (day)life_any(life, (uint64_t)(today > from ? today - from + 1 : 1));
}

const char *life_key(struct life *life, const char *what)
{
    const char *key;
    harness_expect(life->ctx, arena_print(life->ctx->arena, &key, "%s-step-%u", what, life->step), ERROR_none);
    return key;
}

/* ---- an operation ---- */

void life_expect(struct life *life, enum error expected)
{
    life->expected = expected;
    life->kept = expected != ERROR_none && ++life->refusals % life->keep_every == 0;
    if (!life->kept)
        return;
    life->kept_of = life->refusals / life->keep_every % ALL_EVERY == 0 ? 0 : life->town->code;
    harness_keep(life->harness, life->kept_of);
}

bool life_agreed(struct life *life, result got)
{
    if (got.code != life->expected)
        print_message("step %u, operation %zu: %s\n", life->step, life->kind, error_info(got.code)->name);
    harness_expect(life->ctx, got, life->expected);
    if (life->kept)
        harness_expect_kept(life->harness, life->kept_of);
    life->kept = false;
    if (FAILED(got)) {
        life->kinds[life->kind].refused++;
        life->codes[got.code]++;
        return false;
    }
    life->kinds[life->kind].accepted++;
    return true;
}
