#include "audit/desk/drift.h"

#include "audit/replay/turnover.h"
#include "base/words.h"

/* ---- lines ---- */

static RESULT add_line(struct desk *desk, const struct row_turnover *place, const struct row_posting *line, int sign)
{
    const uint64_t key = row_key(row_table(ROW_turnover), place);
    uint32_t at;
    if (!map_find(&desk->drift_at, key, &at)) {
        at = (uint32_t)desk->drift.count;
        TRY(map_add(&desk->drift_at, key, at));
        TRY(LIST_ADD(&desk->drift, *place));
    }
    struct row_turnover *drift = &desk->drift.items[at];
    struct row_number *side = line->side.value == SIDE_DEBIT ? &drift->debit_fen : &drift->credit_fen;
    side->value += sign * line->amount_fen.value;
    return OK;
}

struct walk { /* the lines of one side */
    struct turnover_cursor cursor;
    struct row_turnover place;
    const struct row_posting *line; /* NULL at the end */
};

static void next(struct walk *walk)
{
    if (!turnover_next(&walk->cursor, &walk->place, &walk->line))
        walk->line = NULL;
}

/* Whether two lines are the same in all that is theirs and in where they count. */
static bool same(const struct walk *a, const struct walk *b)
{
    const struct row_column *first;
    return row_differences(row_table(ROW_posting), a->line, b->line, &first) == 0 &&
           row_compare(row_table(ROW_turnover), &a->place, &b->place) == 0;
}

/* Below 0 when the next line is expected only, above 0 when it is found only. */
static int order_of(const struct walk *e, const struct walk *f)
{
    if (!e->line || !f->line)
        return e->line ? -1 : 1;
    return row_compare(row_table(ROW_posting), e->line, f->line);
}

RESULT drift_lines(struct desk *desk, const struct books_rows *expected, const struct books_rows *found)
{
    struct walk e = {.cursor = {.rows = expected}}, f = {.cursor = {.rows = found}};
    next(&e);
    next(&f);
    while (e.line || f.line) {
        const int order = order_of(&e, &f);
        if (order < 0 || (order == 0 && !same(&e, &f)))
            TRY(add_line(desk, &e.place, e.line, -1));
        if (order > 0 || (order == 0 && !same(&e, &f)))
            TRY(add_line(desk, &f.place, f.line, 1));
        if (order <= 0)
            next(&e);
        if (order >= 0)
            next(&f);
    }
    return OK;
}

/* ---- sums ---- */

/* The row with the key of `key`, NULL when there is none. */
static void *find(enum row_table_id id, void *rows, size_t count, const void *key)
{
    const struct row_table *table = row_table(id);
    uint8_t *row = rows;
    for (size_t i = 0; i < count; i++, row += table->size)
        if (row_compare(table, row, key) == 0)
            return row;
    return NULL;
}

/* Debit (0) or credit (1) of a row of sums: the columns behind its key. */
static int64_t side_of(const struct row_table *table, const void *row, size_t side)
{
    return row ? row_number_at(row, table->columns[table->keys + side].offset)->value : 0;
}

/* True when the stored sums are what records and drift add up to, and there is a drift. expected: NULL without a row.
 */
static bool explains(enum row_table_id id, const void *drift, const void *expected, const void *stored)
{
    const struct row_table *table = row_table(id);
    bool moved = !expected, equal = stored != NULL;
    for (size_t side = 0; side < 2; side++) {
        const int64_t beyond = side_of(table, drift, side);
        moved |= beyond != 0;
        equal = equal && side_of(table, stored, side) == side_of(table, expected, side) + beyond;
    }
    return moved && equal;
}

RESULT drift_turnovers(struct desk *desk, struct row_turnover *found, size_t count)
{
    struct books *books = desk->books;
    for (size_t i = 0; i < desk->drift.count; i++) {
        const struct row_turnover *drift = &desk->drift.items[i];
        struct row_turnover *expected = find(ROW_turnover, books->turnovers.items, books->turnovers.count, drift);
        const struct row_turnover *stored = find(ROW_turnover, found, count, drift);
        if (!explains(ROW_turnover, drift, expected, stored))
            continue;
        report_consequence(desk->report, desk->community, UINT64_MAX, NULL);
        if (expected)
            *expected = *stored;
        else
            TRY(LIST_ADD(&books->turnovers, *stored));
    }
    return OK;
}

/* The drift of accounts and months: balances tell no more apart. */
static RESULT sum_drift(const struct desk *desk, struct row_balance **ret_sums, size_t *ret_count)
{
    TRY(ARENA_TAKE(desk->arena, desk->drift.count + 1, ret_sums));
    *ret_count = 0;
    for (size_t i = 0; i < desk->drift.count; i++) {
        const struct row_turnover *drift = &desk->drift.items[i];
        const struct row_balance key = {.fund = drift->fund, .account_no = drift->account_no, .month = drift->month};
        struct row_balance *sum = find(ROW_balance, *ret_sums, *ret_count, &key);
        if (!sum) {
            sum = &(*ret_sums)[(*ret_count)++];
            *sum = key;
        }
        sum->debit_fen.value += drift->debit_fen.value;
        sum->credit_fen.value += drift->credit_fen.value;
    }
    return OK;
}

RESULT drift_balances(struct desk *desk, struct row_balance *found, size_t count)
{
    struct books *books = desk->books;
    struct row_balance *sums;
    size_t sum_count;
    TRY(sum_drift(desk, &sums, &sum_count));
    for (size_t i = 0; i < sum_count; i++) {
        struct row_balance *expected = find(ROW_balance, books->balances.items, books->balances.count, &sums[i]);
        const struct row_balance *stored = find(ROW_balance, found, count, &sums[i]);
        if (!explains(ROW_balance, &sums[i], expected, stored))
            continue;
        report_consequence(desk->report, desk->community, UINT64_MAX, NULL);
        if (expected)
            *expected = *stored;
        else
            TRY(LIST_ADD(&books->balances, *stored));
    }
    return OK;
}
