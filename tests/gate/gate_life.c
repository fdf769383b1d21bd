#include "tests/gate/gate_life.h"

#include "ledger/matter/approval.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct gate_life gate;

/* ---- chance ---- */

uint64_t gate_any(uint64_t limit)
{
    gate.seed ^= gate.seed << 13;
    gate.seed ^= gate.seed >> 7;
    gate.seed ^= gate.seed << 17;
    return gate.seed % limit;
}

bool gate_once_in(uint64_t times)
{
    return gate_any(times) == 0;
}

/* Around the tiers more often than not. */
money gate_any_amount(void)
{
    static const int64_t edges[] = {500000, 499999, 500001, 250000, 250001, 5000000, 5000001, 2500000};
    return FEN(gate_once_in(2) ? edges[gate_any(LENGTH(edges))]
                               : 1 + (int64_t)gate_any(gate_once_in(8) ? 8000000 : 300000));
}

const char *gate_key_of(const char *what)
{
    const char *key;
    harness_expect(gate.ctx, arena_print(gate.ctx->arena, &key, "%s-step-%u", what, gate.step), ERROR_none);
    return key;
}

const char *gate_record_name(uint64_t seq)
{
    const char *name;
    harness_expect(gate.ctx, arena_print(gate.ctx->arena, &name, "#%" PRIu64, seq), ERROR_none);
    return name;
}

/* Makes somebody the one who acts. */
void gate_act(size_t person)
{
    gate.ctx->actor = gate.town->people[person];
}

const char *gate_any_payee(void)
{
    return gate_payees[gate_any(GATE_PAYEES)];
}

uint64_t gate_any_entry(void)
{
    if (gate.town->entry_count == 0)
        return 0;
    const uint64_t span = gate.town->entry_count > 12 && !gate_once_in(4) ? 12 : gate.town->entry_count;
    return gate.town->entries[gate.town->entry_count - 1 - gate_any(span)];
}

/* One of those that a red letter cancelled, mostly. */
uint64_t gate_any_reversed(void)
{
    const size_t count = gate.town->reversed_count < GATE_REVERSED ? gate.town->reversed_count : GATE_REVERSED;
    return count > 0 && !gate_once_in(8) ? gate.town->reversed[gate_any(count)] : gate_any_entry();
}

/* ---- what came of it ---- */

bool gate_accepted(result got)
{
    gate.codes[got.code] += FAILED(got);
    if (got.code == ERROR_fault_internal || got.code == ERROR_database_schema || got.code == ERROR_database_read_only)
        harness_expect(gate.ctx, got, ERROR_none);
    return got.code == ERROR_none;
}

bool gate_posted(result got, uint64_t seq)
{
    if (!gate_accepted(got))
        return false;
    if (gate.town->entry_count < GATE_ENTRIES)
        gate.town->entries[gate.town->entry_count++] = seq;
    return true;
}

/* Mostly somebody in this office, else anybody. */
void gate_act_in_office(uint16_t role)
{
    struct role_grant *grants;
    size_t count;
    gate_act(gate_any(GATE_PEOPLE));
    harness_expect(gate.ctx, role_list(gate.ctx, gate.town->code, &grants, &count), ERROR_none);
    for (int i = 0; i < 40 && count > 0; i++) {
        const struct role_grant *grant = &grants[gate_any(count)];
        if (grant->role != role || (!role_in_force(grant, ctx_today(gate.ctx)) && !gate_once_in(6)))
            continue;
        gate.ctx->actor.subject = grant->subject;
        return;
    }
}

/* One of the newest applications in this state; false: none. */
bool gate_some_withdrawal(int state, struct withdrawal *ret_withdrawal)
{
    struct withdrawal *list;
    size_t count, found = 0;
    harness_expect(gate.ctx, withdrawal_list(gate.ctx, gate.town->code, &list, &count), ERROR_none);
    for (size_t i = 0; i < count && found < 8; i++)
        if (list[i].state == state && (list[i].valid_until >= ctx_today(gate.ctx) || gate_once_in(20)))
            list[found++] = list[i];
    if (found > 0)
        *ret_withdrawal = list[gate_any(found)];
    return found > 0;
}
