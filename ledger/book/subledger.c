#include "ledger/book/subledger.h"

#include "base/digest.h"
#include "embed/sql.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- keys of the units of a batch ---- */

struct unit_key { /* distinct, ascending */
    uint64_t community;
    struct uuid unit;
    struct digest key;
    uint64_t key_seq;
    bool known;
};

struct subledger {
    struct unit_key *keys;
    size_t count;
};

static int compare_keys(const void *x, const void *y)
{
    const struct unit_key *a = x, *b = y;
    if (a->community != b->community)
        return a->community < b->community ? -1 : 1;
    return memcmp(a->unit.b, b->unit.b, sizeof a->unit.b);
}

static int compare_shares(const void *x, const void *y)
{
    const struct entry_share_in *a = x, *b = y;
    return memcmp(a->unit.b, b->unit.b, sizeof a->unit.b);
}

static size_t count_shares(const struct entry_in *in, size_t count)
{
    size_t shares = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t l = 0; l < in[i].line_count; l++)
            shares += in[i].lines[l].share_count;
    return shares;
}

static void collect(struct subledger *s, const struct entry_in *entry)
{
    for (size_t l = 0; l < entry->line_count; l++)
        for (size_t i = 0; i < entry->lines[l].share_count; i++)
            s->keys[s->count++] =
                (struct unit_key){.community = entry->community, .unit = entry->lines[l].shares[i].unit};
}

static void keep_distinct(struct subledger *s)
{
    size_t kept = 0;
    qsort(s->keys, s->count, sizeof *s->keys, compare_keys);
    for (size_t i = 0; i < s->count; i++)
        if (kept == 0 || compare_keys(&s->keys[kept - 1], &s->keys[i]) != 0)
            s->keys[kept++] = s->keys[i];
    s->count = kept;
}

struct key_found {
    int64_t ordinal;
    uint64_t key_seq;
    struct digest key;
};

RESULT subledger_find(struct ctx *ctx, const struct entry_in *in, size_t count, struct subledger **ret_subledger)
{
    static const struct db_column row[] = {COLUMN(key_found, ordinal), COLUMN(key_found, key_seq),
                                           COLUMN(key_found, key)};
    struct db_array communities, units;
    struct db_value keys[2];
    struct key_found *found = NULL;
    struct subledger *s;
    const size_t shares = count_shares(in, count);
    size_t found_count = 0;
    TRY(ARENA_TAKE(ctx->arena, 1, &s));
    *ret_subledger = s;
    if (shares == 0)
        return OK;
    TRY(ARENA_TAKE(ctx->arena, shares, &s->keys));
    for (size_t i = 0; i < count; i++)
        collect(s, &in[i]);
    keep_distinct(s);
    db_array_init(&communities, ctx->arena, DB_INT8);
    db_array_init(&units, ctx->arena, DB_UUID);
    for (size_t i = 0; i < s->count; i++) {
        db_array_number(&communities, (int64_t)s->keys[i].community);
        db_array_bytes(&units, BYTES(s->keys[i].unit.b, sizeof s->keys[i].unit.b));
    }
    TRY(db_array_value(&communities, &keys[0]));
    TRY(db_array_value(&units, &keys[1]));
    TRY(db_list(ctx, CALL(sql_unit_find, keys), ROW(key_found, row), &found, &found_count));
    for (size_t i = 0; i < found_count; i++) {
        struct unit_key *key = &s->keys[found[i].ordinal - 1];
        key->key = found[i].key;
        key->key_seq = found[i].key_seq;
        key->known = true;
    }
    return OK;
}

static const struct unit_key *key_of(const struct subledger *s, uint64_t community, const struct uuid *unit)
{
    const struct unit_key key = {.community = community, .unit = *unit};
    const struct unit_key *found = bsearch(&key, s->keys, s->count, sizeof key, compare_keys);
    assert(found);
    return found;
}

/* ---- checks ---- */

static void name_unit(struct ctx *ctx, const struct uuid *unit)
{
    char text[UUID_TEXT];
    uuid_format(unit, text);
    error_set(&ctx->error, "unit", "%s", text);
}

/* The shares of a line in order of units. */
static RESULT sorted(struct ctx *ctx, const struct entry_line_in *line, struct entry_share_in **ret_shares)
{
    TRY(ARENA_TAKE(ctx->arena, line->share_count, ret_shares));
    memcpy(*ret_shares, line->shares, line->share_count * sizeof **ret_shares);
    qsort(*ret_shares, line->share_count, sizeof **ret_shares, compare_shares);
    return OK;
}

static RESULT check_share(struct ctx *ctx, const struct subledger *s, uint64_t community,
                          const struct entry_share_in *share, money line)
{
    name_unit(ctx, &share->unit);
    if (!key_of(s, community, &share->unit)->known)
        return REFUSE(unit, unknown);
    if (share->amount.fen == 0 || (share->amount.fen < 0) != (line.fen < 0))
        return REFUSE(line, sign);
    return OK;
}

RESULT subledger_check(struct ctx *ctx, const struct subledger *subledger, const struct entry_in *in, size_t l,
                       bool kept_per_unit)
{
    const struct entry_line_in *line = &in->lines[l];
    const bool wanted = kept_per_unit && in->entry_type != ENTRY_CARRY_FORWARD;
    struct entry_share_in *shares;
    money sum = FEN(0);
    if (wanted != (line->share_count > 0))
        return REFUSE(entry, unit_lines);
    if (!wanted)
        return OK;
    TRY(sorted(ctx, line, &shares));
    for (size_t i = 0; i < line->share_count; i++) {
        TRY(check_share(ctx, subledger, in->community, &shares[i], line->amount));
        if (i > 0 && compare_shares(&shares[i - 1], &shares[i]) == 0)
            return REFUSE(entry, unit_twice);
        TRY(money_add(sum, shares[i].amount, &sum));
    }
    char text[MONEY_TEXT];
    money_format(sum, text);
    error_set(&ctx->error, "sum", "%s", text);
    return money_cmp(sum, line->amount) == 0 ? OK : REFUSE(entry, unit_sum);
}

RESULT subledger_fill(struct ctx *ctx, struct change *change, const struct subledger *subledger,
                      const struct subledger_line *in, struct record_line *line)
{
    const struct entry_line_in *given = &in->entry->lines[in->l];
    struct entry_share_in *shares;
    struct change_share *items;
    const size_t count = given->share_count;
    if (count == 0)
        return OK;
    TRY(sorted(ctx, given, &shares));
    TRY(ARENA_TAKE(ctx->arena, count, &items));
    for (size_t i = 0; i < count; i++) {
        const struct unit_key *key = key_of(subledger, in->entry->community, &shares[i].unit);
        items[i] = (struct change_share){shares[i].unit, shares[i].amount, key->key, key->key_seq};
    }
    const struct change_shares all = {(uint16_t)(in->l + 1), given->side, items, count};
    line->has_unit_lines = true;
    return change_units(change, &all, &line->unit_lines);
}

/* ---- reading ---- */

RESULT subledger_lines(struct ctx *ctx, const struct subledger_place *place, struct entry_share_in **ret_shares,
                       size_t *ret_count)
{
    static const struct db_column row[] = {COLUMN(entry_share_in, unit), COLUMN(entry_share_in, amount)};
    const struct db_value in[] = {db_number((int64_t)place->community), db_number((int64_t)place->seq),
                                  db_number((int64_t)place->line)};
    *ret_shares = NULL;
    return db_list(ctx, CALL(sql_unit_line_list, in), ROW(entry_share_in, row), ret_shares, ret_count);
}

RESULT subledger_balances(struct ctx *ctx, uint64_t community, day as_of, struct subledger_balance **ret_list,
                          size_t *ret_count)
{
    static const struct db_column row[] = {COLUMN(subledger_balance, unit),      COLUMN(subledger_balance, address),
                                           COLUMN(subledger_balance, area_cm2),  COLUMN(subledger_balance, use),
                                           COLUMN(subledger_balance, deposited), COLUMN(subledger_balance, spent),
                                           COLUMN(subledger_balance, earned),    COLUMN(subledger_balance, balance)};
    const struct db_value in[] = {db_number((int64_t)community), db_number(as_of)};
    *ret_list = NULL;
    return db_list(ctx, CALL(sql_subledger_balances, in), ROW(subledger_balance, row), ret_list, ret_count);
}

RESULT subledger_statement(struct ctx *ctx, uint64_t community, const struct uuid *unit,
                           struct subledger_movement **ret_list, size_t *ret_count)
{
    static const struct db_column row[] = {
        COLUMN(subledger_movement, seq),        COLUMN(subledger_movement, booking_date),
        COLUMN(subledger_movement, entry_type), COLUMN(subledger_movement, side),
        COLUMN(subledger_movement, account),    COLUMN(subledger_movement, account_name),
        COLUMN(subledger_movement, summary),    COLUMN(subledger_movement, amount)};
    const struct db_value in[] = {db_number((int64_t)community), db_uuid(unit)};
    *ret_list = NULL;
    return db_list(ctx, CALL(sql_subledger_statement, in), ROW(subledger_movement, row), ret_list, ret_count);
}
