#include "ledger/bank/reconciliation.h"

#include "embed/sql.h"

struct balance_row {
    money book;
    struct maybe asserted_seq, bank, lines;
    const char *document;
    bool has_lines;
};

static RESULT read_balance(struct ctx *ctx, const struct db_value *in, struct reconciliation *r)
{
    static const struct db_column row[] = {COLUMN(balance_row, book),     COLUMN(balance_row, asserted_seq),
                                           COLUMN(balance_row, bank),     COLUMN(balance_row, lines),
                                           COLUMN(balance_row, document), COLUMN(balance_row, has_lines)};
    struct balance_row found;
    TRY(db_one(ctx, (struct db_call){&sql_reconciliation_balance, in, 4}, ROW(balance_row, row), &found));
    r->book = found.book;
    r->asserted_seq = found.asserted_seq;
    r->bank = found.bank;
    r->lines = found.lines;
    r->document = found.document;
    r->has_lines = found.has_lines;
    return OK;
}

static RESULT read_items(struct ctx *ctx, const struct db_value *in, struct reconciliation *r)
{
    static const struct db_column row[] = {
        COLUMN(reconciliation_item, part),         COLUMN(reconciliation_item, cause),
        COLUMN(reconciliation_item, seq),          COLUMN(reconciliation_item, date),
        COLUMN(reconciliation_item, amount),       COLUMN(reconciliation_item, other_seq),
        COLUMN(reconciliation_item, other_day),    COLUMN(reconciliation_item, word),
        COLUMN(reconciliation_item, series),       COLUMN(reconciliation_item, number),
        COLUMN(reconciliation_item, other_word),   COLUMN(reconciliation_item, other_series),
        COLUMN(reconciliation_item, other_number), COLUMN(reconciliation_item, serial),
        COLUMN(reconciliation_item, summary),      COLUMN(reconciliation_item, payee)};
    r->items = NULL;
    return db_list(ctx, (struct db_call){&sql_reconciliation_item_list, in, 5}, ROW(reconciliation_item, row),
                   &r->items, &r->count);
}

static RESULT add_up(struct reconciliation *r)
{
    r->only_bank[0] = r->only_bank[1] = r->only_book[0] = r->only_book[1] = FEN(0);
    for (size_t i = 0; i < r->count; i++) {
        const struct reconciliation_item *item = &r->items[i];
        const bool out = item->amount.fen < 0;
        money *sum = item->part == RECONCILIATION_BANK ? &r->only_bank[out] : &r->only_book[out];
        TRY(money_add(*sum, out ? money_neg(item->amount) : item->amount, sum));
    }
    TRY(money_add(r->book, r->only_bank[0], &r->adjusted_book));
    TRY(money_sub(r->adjusted_book, r->only_bank[1], &r->adjusted_book));
    TRY(money_add(FEN(r->bank.value), r->only_book[0], &r->adjusted_bank));
    TRY(money_sub(r->adjusted_bank, r->only_book[1], &r->adjusted_bank));
    return money_sub(r->adjusted_book, r->adjusted_bank, &r->difference);
}

RESULT reconciliation_read(struct ctx *ctx, const struct reconciliation_in *in, struct reconciliation *ret)
{
    const struct db_value values[] = {
        db_number((int64_t)in->community), db_number(in->account->opened_seq), db_number(in->as_of),
        db_number(in->size > INT64_MAX ? INT64_MAX : (int64_t)in->size), db_number(in->account->fund)};
    struct reconciliation r = {0};
    TRY(read_balance(ctx, values, &r));
    TRY(read_items(ctx, values, &r));
    TRY(add_up(&r));
    *ret = r;
    return OK;
}
