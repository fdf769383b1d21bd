#include "audit/replay/turnover.h"

#include "base/date.h"
#include "base/words.h"

/* Beyond the range no stored sum can equal it: it will be found. */
static void add(struct row_number *sum, int64_t amount)
{
    if (__builtin_add_overflow(sum->value, amount, &sum->value))
        sum->value = amount > 0 ? INT64_MAX : INT64_MIN;
}

/* The row of the balances with the key of `row`; a new one stands at 0. */
static RESULT balance_of(struct books *books, const struct row_turnover *row, struct row_balance **ret_balance)
{
    const struct row_balance key = {.fund = row->fund,
                                    .account_no = row->account_no,
                                    .month = row->month,
                                    .debit_fen = books_number(0),
                                    .credit_fen = books_number(0),
                                    .carried_debit_fen = books_number(0),
                                    .carried_credit_fen = books_number(0)};
    const uint64_t hash = row_key(row_table(ROW_balance), &key);
    uint32_t at;
    if (!map_find(&books->balance, hash, &at)) {
        at = (uint32_t)books->balances.count;
        TRY(map_add(&books->balance, hash, at));
        TRY(LIST_ADD(&books->balances, key));
    }
    *ret_balance = &books->balances.items[at];
    return OK;
}

static RESULT turnover_of(struct books *books, const struct row_turnover *row, struct row_turnover **ret_turnover)
{
    const uint64_t hash = row_key(row_table(ROW_turnover), row);
    uint32_t at;
    if (!map_find(&books->turnover, hash, &at)) {
        at = (uint32_t)books->turnovers.count;
        TRY(map_add(&books->turnover, hash, at));
        TRY(LIST_ADD(&books->turnovers, *row));
    }
    *ret_turnover = &books->turnovers.items[at];
    return OK;
}

static int64_t flow_of(int64_t entry_type)
{
    if (entry_type == ENTRY_OPENING)
        return FLOW_OPENING;
    return entry_type == ENTRY_CARRY_FORWARD ? FLOW_CARRIED : FLOW_ORDINARY;
}

static struct row_turnover place_of(const struct row_posting *line, int64_t entry_type)
{
    const bool dated = line->booking_date.present;
    return (struct row_turnover){.fund = line->fund,
                                 .account_no = line->account_no,
                                 .month = books_number(dated ? month_of((day)line->booking_date.value) : 0),
                                 .flow = books_number(flow_of(entry_type)),
                                 .bank_account = books_number(0),
                                 .stream = books_number(0),
                                 .debit_fen = books_number(0),
                                 .credit_fen = books_number(0)};
}

/* Below, at or above 0: whether a dimension stands before its line, at it or behind it. */
static int order(const struct row_posting_dim *dim, const struct row_posting *line)
{
    if (dim->seq.value != line->seq.value)
        return dim->seq.value < line->seq.value ? -1 : 1;
    return (dim->line.value > line->line.value) - (dim->line.value < line->line.value);
}

/* The type of the entry of a line, 0 when its row is not there. */
static int64_t type_of(struct turnover_cursor *cursor, const struct row_posting *line)
{
    const struct books_rows *rows = cursor->rows;
    while (cursor->entry < rows->entry.count && rows->entry.items[cursor->entry].seq.value < line->seq.value)
        cursor->entry++;
    if (cursor->entry == rows->entry.count || rows->entry.items[cursor->entry].seq.value != line->seq.value)
        return 0;
    return rows->entry.items[cursor->entry].entry_type.value;
}

bool turnover_next(struct turnover_cursor *cursor, struct row_turnover *ret_row, const struct row_posting **ret_line)
{
    const struct books_rows *rows = cursor->rows;
    if (cursor->line == rows->posting.count)
        return false;
    const struct row_posting *line = &rows->posting.items[cursor->line++];
    *ret_line = line;
    *ret_row = place_of(line, type_of(cursor, line));
    for (; cursor->dim < rows->posting_dim.count && order(&rows->posting_dim.items[cursor->dim], line) <= 0;
         cursor->dim++) {
        const struct row_posting_dim *dim = &rows->posting_dim.items[cursor->dim];
        if (order(dim, line) == 0 && dim->dimension.value == DIMENSION_BANK_ACCOUNT)
            ret_row->bank_account.value = dim->value.value;
        if (order(dim, line) == 0 && dim->dimension.value == DIMENSION_STREAM)
            ret_row->stream.value = dim->value.value;
    }
    return true;
}

RESULT turnover_replay(struct books *books, struct turnover_cursor cursor)
{
    struct row_turnover row, *turnover;
    struct row_balance *balance;
    const struct row_posting *line;
    while (turnover_next(&cursor, &row, &line)) {
        const bool debit = line->side.value == SIDE_DEBIT;
        TRY(turnover_of(books, &row, &turnover));
        TRY(balance_of(books, &row, &balance));
        add(debit ? &turnover->debit_fen : &turnover->credit_fen, line->amount_fen.value);
        add(debit ? &balance->debit_fen : &balance->credit_fen, line->amount_fen.value);
        if (row.flow.value == FLOW_CARRIED)
            add(debit ? &balance->carried_debit_fen : &balance->carried_credit_fen, line->amount_fen.value);
    }
    return OK;
}
