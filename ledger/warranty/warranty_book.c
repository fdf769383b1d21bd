#include "ledger/warranty/warranty_book.h"

#include "embed/sql.h"

RESULT warranty_book_read(struct ctx *ctx, const struct warranty_reach *reach, struct warranty_book *ret_book)
{
    static const struct db_column columns[] = {COLUMN(warranty_line, warranty), COLUMN(warranty_line, interest),
                                               COLUMN(warranty_line, debit),    COLUMN(warranty_line, amount),
                                               COLUMN(warranty_line, party),    COLUMN(warranty_line, to_fund),
                                               COLUMN(warranty_line, on)};
    const struct db_value in[] = {db_number((int64_t)reach->community), db_number(reach->as_of),
                                  db_number((int64_t)reach->size)};
    *ret_book = (struct warranty_book){NULL, 0};
    return db_list(ctx, CALL(sql_warranty_line_list, in), ROW(warranty_line, columns), &ret_book->lines,
                   &ret_book->count);
}

RESULT warranty_book_sum(const struct warranty_book *book, uint64_t warranty, uint64_t developer,
                         struct warranty_sums *ret_sums)
{
    *ret_sums = (struct warranty_sums){.used_on = 0};
    for (size_t i = 0; i < book->count; i++) {
        const struct warranty_line *line = &book->lines[i];
        if (line->warranty != warranty)
            continue;
        TRY(warranty_count(ret_sums,
                           &(struct warranty_movement){.on = line->on,
                                                       .interest = line->interest,
                                                       .debit = line->debit,
                                                       .to_fund = line->to_fund,
                                                       .returned = line->party != 0 && line->party == developer,
                                                       .amount = line->amount}));
    }
    return OK;
}
