#include "ledger/book/subledger.h"

#include "base/digest.h"
#include "embed/sql.h"

#include <stdlib.h>
#include <string.h>

/* ---- the shares of a batch ---- */

struct subledger {
    const struct entry_in *entries;
    size_t *first;               /* of each entry, which of all lines is its first */
    struct change_share **lines; /* of each line, its shares in order of units */
    struct change_share *shares; /* of all lines; key_seq 0 where nobody knows the unit */
    size_t count;
};

static int compare_shares(const void *x, const void *y)
{
    const struct change_share *a = x, *b = y;
    return memcmp(a->unit.b, b->unit.b, sizeof a->unit.b);
}

/* Number of lines; the shares are counted. */
static size_t count_lines(struct subledger *s, size_t entries)
{
    size_t lines = 0;
    for (size_t i = 0; i < entries; i++) {
        lines += s->entries[i].line_count;
        for (size_t l = 0; l < s->entries[i].line_count; l++)
            s->count += s->entries[i].lines[l].share_count;
    }
    return lines;
}

static struct change_share *put_shares(const struct entry_line_in *line, struct change_share *to)
{
    for (size_t i = 0; i < line->share_count; i++)
        to[i] = (struct change_share){.unit = line->shares[i].unit, .amount = line->shares[i].amount};
    qsort(to, line->share_count, sizeof *to, compare_shares);
    return to + line->share_count;
}

static RESULT collect(struct ctx *ctx, struct subledger *s, size_t entries, size_t lines)
{
    struct change_share *next;
    TRY(ARENA_TAKE(ctx->arena, entries, &s->first));
    TRY(ARENA_TAKE(ctx->arena, lines, &s->lines));
    TRY(ARENA_TAKE(ctx->arena, s->count, &s->shares));
    next = s->shares;
    for (size_t i = 0, line = 0; i < entries; i++) {
        s->first[i] = line;
        for (size_t l = 0; l < s->entries[i].line_count; l++) {
            s->lines[line++] = next;
            next = put_shares(&s->entries[i].lines[l], next);
        }
    }
    return OK;
}

struct key_found {
    int64_t ordinal;
    uint64_t key_seq;
    struct digest key;
};

enum { MANY_SHARES = 200 }; /* whoever shares out to so many units does so to most of a community */

static RESULT find_keys(struct ctx *ctx, const struct subledger *s, const struct db_value *in)
{
    static const struct db_column row[] = {COLUMN(key_found, ordinal), COLUMN(key_found, key_seq),
                                           COLUMN(key_found, key)};
    const struct db_call few = {&sql_unit_find, in, 2}, many = {&sql_unit_find_most, in, 3};
    struct key_found *found = NULL;
    size_t count = 0;
    TRY(db_list(ctx, s->count < MANY_SHARES ? few : many, ROW(key_found, row), &found, &count));
    for (size_t i = 0; i < count; i++) {
        struct change_share *share = &s->shares[found[i].ordinal - 1];
        share->key = found[i].key;
        share->key_seq = found[i].key_seq;
    }
    return OK;
}

static void put_units(const struct entry_in *entry, const struct change_share *shares, size_t count,
                      struct db_array arrays[2])
{
    for (size_t i = 0; i < count; i++) {
        db_array_number(&arrays[0], (int64_t)entry->community);
        db_array_bytes(&arrays[1], BYTES(shares[i].unit.b, sizeof shares[i].unit.b));
    }
}

RESULT subledger_find(struct ctx *ctx, const struct entry_in *in, size_t count, struct subledger **ret_subledger)
{
    struct db_array arrays[3]; /* of each share its community and unit, and each community once */
    struct db_value values[3];
    struct subledger *s;
    TRY(ARENA_TAKE(ctx->arena, 1, &s));
    *ret_subledger = s;
    s->entries = in;
    const size_t lines = count_lines(s, count);
    if (s->count == 0)
        return OK;
    TRY(collect(ctx, s, count, lines));
    DB_ARRAYS_INIT(ctx->arena, arrays, DB_INT8, DB_UUID, DB_INT8);
    for (size_t i = 0, line = 0; i < count; i++) {
        if (i == 0 || in[i].community != in[i - 1].community)
            db_array_number(&arrays[2], (int64_t)in[i].community);
        for (size_t l = 0; l < in[i].line_count; l++, line++)
            put_units(&in[i], s->lines[line], in[i].lines[l].share_count, arrays);
    }
    TRY(db_arrays_value(arrays, LENGTH(arrays), values));
    return find_keys(ctx, s, values);
}

static struct change_share *shares_of(const struct subledger *s, const struct entry_in *entry, size_t l)
{
    return s->lines[s->first[entry - s->entries] + l];
}

/* ---- checks ---- */

static RESULT refuse_share(struct ctx *ctx, const struct change_share *share, result refusal)
{
    char text[UUID_TEXT];
    uuid_format(&share->unit, text);
    error_set(&ctx->error, "unit", "%s", text);
    return refusal;
}

static RESULT check_share(struct ctx *ctx, const struct change_share *shares, size_t i, money line)
{
    const struct change_share *share = &shares[i];
    if (share->key_seq == 0)
        return refuse_share(ctx, share, REFUSE(unit, unknown));
    if (i > 0 && compare_shares(&shares[i - 1], share) == 0)
        return refuse_share(ctx, share, REFUSE(entry, unit_twice));
    if (share->amount.fen == 0 || (share->amount.fen < 0) != (line.fen < 0))
        return refuse_share(ctx, share, REFUSE(line, sign));
    return OK;
}

RESULT subledger_check(struct ctx *ctx, const struct subledger *subledger, const struct entry_in *in, size_t l,
                       bool kept_per_unit)
{
    const struct entry_line_in *line = &in->lines[l];
    const bool wanted = kept_per_unit && in->entry_type != ENTRY_CARRY_FORWARD;
    money sum = FEN(0);
    if (wanted != (line->share_count > 0))
        return REFUSE(entry, unit_lines);
    if (!wanted)
        return OK;
    const struct change_share *shares = shares_of(subledger, in, l);
    for (size_t i = 0; i < line->share_count; i++) {
        TRY(check_share(ctx, shares, i, line->amount));
        TRY(money_add(sum, shares[i].amount, &sum));
    }
    if (money_cmp(sum, line->amount) == 0)
        return OK;
    char text[MONEY_TEXT];
    money_format(sum, text);
    error_set(&ctx->error, "sum", "%s", text);
    return REFUSE(entry, unit_sum);
}

RESULT subledger_fill(struct change *change, const struct subledger *subledger, const struct subledger_line *in,
                      struct record_line *line)
{
    const struct entry_line_in *given = &in->entry->lines[in->l];
    if (given->share_count == 0)
        return OK;
    const struct change_shares all = {(uint16_t)(in->l + 1), given->side, shares_of(subledger, in->entry, in->l),
                                      given->share_count};
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
