#include "audit/turnover.h"

#include "base/words.h"
#include "embed/sql.h"

#include <stdlib.h>

enum { CELLS_MAX = 1 << 20, BALANCE_KEYS = 4 };

struct cell {
    uint64_t community;
    uint32_t account_no;
    int32_t month;
    uint64_t bank_account, stream;
    uint16_t fund;
    uint8_t flow;
    money debit, credit;
};

struct turnover {
    struct arena *arena;
    LIST(struct cell) cells;
};

struct sums { /* of equal keys */
    money debit, credit, carried_debit, carried_credit;
};

static const struct sums nothing = {FEN(0), FEN(0), FEN(0), FEN(0)};

RESULT turnover_new(struct arena *arena, struct turnover **ret_turnover)
{
    struct turnover *turnover;
    TRY(ARENA_TAKE(arena, 1, &turnover));
    turnover->arena = turnover->cells.arena = arena;
    turnover->cells.max = CELLS_MAX;
    *ret_turnover = turnover;
    return OK;
}

static uint8_t flow_of(uint8_t entry_type)
{
    if (entry_type == ENTRY_CARRY_FORWARD)
        return FLOW_CARRIED;
    return entry_type == ENTRY_OPENING ? FLOW_OPENING : FLOW_ORDINARY;
}

RESULT turnover_add(struct turnover *turnover, const struct record_header *header, const struct record_entry *entry)
{
    for (uint32_t i = 0; i < entry->lines_count; i++) {
        const struct record_line *line = &entry->lines[i];
        const bool debit = line->side == SIDE_DEBIT;
        struct cell cell = {.community = header->community,
                            .account_no = line->account_no,
                            .month = month_of(entry->booking_date),
                            .fund = line->fund,
                            .flow = flow_of(entry->entry_type),
                            .debit = debit ? line->amount : FEN(0),
                            .credit = debit ? FEN(0) : line->amount};
        for (uint32_t d = 0; d < line->dimensions_count; d++) {
            if (line->dimensions[d].dimension == DIMENSION_BANK_ACCOUNT)
                cell.bank_account = line->dimensions[d].value;
            if (line->dimensions[d].dimension == DIMENSION_STREAM)
                cell.stream = line->dimensions[d].value;
        }
        TRY(LIST_ADD(&turnover->cells, cell));
    }
    return OK;
}

/* The key of a cell as numbers; the first BALANCE_KEYS of them are the key of a balance. */
static int compare_keys(const struct cell *a, const struct cell *b, size_t keys)
{
    const uint64_t ka[] = {a->community, a->fund,         a->account_no, (uint64_t)a->month,
                           a->flow,      a->bank_account, a->stream};
    const uint64_t kb[] = {b->community, b->fund,         b->account_no, (uint64_t)b->month,
                           b->flow,      b->bank_account, b->stream};
    for (size_t i = 0; i < LENGTH(ka) && i < keys; i++)
        if (ka[i] != kb[i])
            return ka[i] < kb[i] ? -1 : 1;
    return 0;
}

static int compare(const void *x, const void *y)
{
    return compare_keys(x, y, SIZE_MAX);
}

static RESULT add_cell(struct sums *sums, const struct cell *cell)
{
    TRY(money_add(sums->debit, cell->debit, &sums->debit));
    TRY(money_add(sums->credit, cell->credit, &sums->credit));
    if (cell->flow != FLOW_CARRIED)
        return OK;
    TRY(money_add(sums->carried_debit, cell->debit, &sums->carried_debit));
    return money_add(sums->carried_credit, cell->credit, &sums->carried_credit);
}

/* Whether cell i is the last one with its key. */
static bool ends(const struct turnover *turnover, size_t i, size_t keys)
{
    const struct cell *cells = turnover->cells.items;
    return i + 1 == turnover->cells.count || compare_keys(&cells[i], &cells[i + 1], keys) != 0;
}

static RESULT flush_balances(struct ctx *ctx, struct turnover *turnover)
{
    struct db_array arrays[8];
    struct sums sums = nothing;
    DB_ARRAYS_INIT(turnover->arena, arrays, DB_INT8, DB_INT2, DB_INT4, DB_INT4, DB_INT8, DB_INT8, DB_INT8, DB_INT8);
    for (size_t i = 0; i < turnover->cells.count; i++) {
        const struct cell *cell = &turnover->cells.items[i];
        TRY(add_cell(&sums, cell));
        if (!ends(turnover, i, BALANCE_KEYS))
            continue;
        const int64_t values[] = {
            (int64_t)cell->community, cell->fund,      cell->account_no,       cell->month,
            sums.debit.fen,           sums.credit.fen, sums.carried_debit.fen, sums.carried_credit.fen};
        db_arrays_number(arrays, LENGTH(values), values);
        sums = nothing;
    }
    return db_exec_arrays(ctx, &sql_balance_add, arrays, LENGTH(arrays));
}

static RESULT flush_cells(struct ctx *ctx, struct turnover *turnover)
{
    struct db_array arrays[9];
    struct sums sums = nothing;
    DB_ARRAYS_INIT(turnover->arena, arrays, DB_INT8, DB_INT2, DB_INT4, DB_INT4, DB_INT2, DB_INT8, DB_INT8, DB_INT8,
                   DB_INT8);
    for (size_t i = 0; i < turnover->cells.count; i++) {
        const struct cell *cell = &turnover->cells.items[i];
        TRY(add_cell(&sums, cell));
        if (!ends(turnover, i, SIZE_MAX))
            continue;
        const int64_t values[] = {(int64_t)cell->community,
                                  cell->fund,
                                  cell->account_no,
                                  cell->month,
                                  cell->flow,
                                  (int64_t)cell->bank_account,
                                  (int64_t)cell->stream,
                                  sums.debit.fen,
                                  sums.credit.fen};
        db_arrays_number(arrays, LENGTH(values), values);
        sums = nothing;
    }
    return db_exec_arrays(ctx, &sql_turnover_add, arrays, LENGTH(arrays));
}

RESULT turnover_flush(struct ctx *ctx, struct turnover *turnover)
{
    if (turnover->cells.count == 0)
        return OK;
    qsort(turnover->cells.items, turnover->cells.count, sizeof *turnover->cells.items, compare);
    TRY(flush_balances(ctx, turnover));
    return flush_cells(ctx, turnover);
}
