#include "audit/payment.h"

#include "base/words.h"
#include "embed/sql.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { LINES_MAX = 1 << 20 };

struct payment_line {
    uint64_t community;
    uint32_t account_no;
    size_t number; /* of the batch */
    money paid;
};

struct payment {
    struct arena *arena;
    size_t numbers;
    LIST(struct payment_line) lines;
};

struct code_row {
    int64_t ordinal;
    const char *code;
};

RESULT payment_new(struct arena *arena, struct payment **ret_payment)
{
    struct payment *payment;
    TRY(ARENA_TAKE(arena, 1, &payment));
    payment->arena = payment->lines.arena = arena;
    payment->lines.max = LINES_MAX;
    *ret_payment = payment;
    return OK;
}

RESULT payment_add(struct payment *payment, const struct record_header *header, const struct record_entry *entry)
{
    for (uint32_t i = 0; i < entry->lines_count; i++) {
        const struct record_line *line = &entry->lines[i];
        uint32_t n = 0;
        while (n < entry->numbers_count && entry->numbers[n].fund != line->fund)
            n++;
        assert(n < entry->numbers_count); /* the door numbers every fund that an entry touches */
        TRY(LIST_ADD(&payment->lines, (struct payment_line){
                                          .community = header->community,
                                          .account_no = line->account_no,
                                          .number = payment->numbers + n,
                                          .paid = line->side == SIDE_CREDIT ? line->amount : money_neg(line->amount)}));
    }
    payment->numbers += entry->numbers_count;
    return OK;
}

static int compare(const void *x, const void *y)
{
    const struct payment_line *a = x, *b = y;
    if (a->community != b->community)
        return a->community < b->community ? -1 : 1;
    return (a->account_no > b->account_no) - (a->account_no < b->account_no);
}

/* Whether line i is the first one on its account; lines in order. */
static bool begins(const struct payment *payment, size_t i)
{
    return i == 0 || compare(&payment->lines.items[i - 1], &payment->lines.items[i]) != 0;
}

/* The accounts of the lines with their codes, in the order of the lines. */
static RESULT list_codes(struct ctx *ctx, const struct payment *payment, struct code_row **ret_rows, size_t *ret_count)
{
    static const struct db_column row[] = {COLUMN(code_row, ordinal), COLUMN(code_row, code)};
    struct db_array arrays[2];
    struct db_value in[LENGTH(arrays)];
    DB_ARRAYS_INIT(payment->arena, arrays, DB_INT8, DB_INT4);
    for (size_t i = 0; i < payment->lines.count; i++) {
        if (!begins(payment, i))
            continue;
        db_array_number(&arrays[0], (int64_t)payment->lines.items[i].community);
        db_array_number(&arrays[1], payment->lines.items[i].account_no);
    }
    TRY(db_arrays_value(arrays, LENGTH(arrays), in));
    return db_list(ctx, CALL(sql_account_code_list, in), ROW(code_row, row), ret_rows, ret_count);
}

/* An account that is not there holds no money: the guard of postings refuses the entry. */
static RESULT add_up(const struct payment *payment, const struct code_row *rows, size_t count, money *sums)
{
    int64_t ordinal = 0;
    size_t at = 0;
    bool is_money = false;
    for (size_t i = 0; i < payment->lines.count; i++) {
        const struct payment_line *line = &payment->lines.items[i];
        if (begins(payment, i)) {
            ordinal++;
            while (at < count && rows[at].ordinal < ordinal)
                at++;
            const bool known = at < count && rows[at].ordinal == ordinal;
            is_money = known && code_is_money(rows[at].code, strlen(rows[at].code));
        }
        if (is_money)
            TRY(money_add(sums[line->number], line->paid, &sums[line->number]));
    }
    return OK;
}

RESULT payment_put(struct ctx *ctx, struct payment *payment, struct db_array *paid)
{
    struct code_row *rows = NULL;
    size_t count = 0;
    money *sums;
    if (payment->lines.count == 0)
        return OK;
    qsort(payment->lines.items, payment->lines.count, sizeof *payment->lines.items, compare);
    TRY(list_codes(ctx, payment, &rows, &count));
    TRY(ARENA_TAKE(payment->arena, payment->numbers, &sums));
    TRY(add_up(payment, rows, count, sums));
    for (size_t i = 0; i < payment->numbers; i++)
        db_array_number(paid, sums[i].fen);
    return OK;
}
