#include "audit/desk/table.h"

#include "embed/sql.h"

#include <assert.h>

_Static_assert(sizeof(struct row_number) == sizeof(struct maybe) &&
                   offsetof(struct row_number, value) == offsetof(struct maybe, value),
               "a number of a row is read as an optional number");

RESULT table_list(struct ctx *ctx, enum row_table_id id, struct db_call call, void *ret_rows, size_t *ret_count)
{
    const struct row_table *table = row_table(id);
    struct db_column columns[ROW_COLUMNS];
    assert(table->count <= ROW_COLUMNS);
    for (size_t i = 0; i < table->count; i++) {
        const bool number = table->columns[i].type == ROW_TYPE_NUMBER || table->columns[i].type == ROW_TYPE_AMOUNT;
        columns[i] =
            (struct db_column){table->columns[i].name, number ? DB_M_MAYBE : DB_M_BYTES, table->columns[i].offset};
    }
    return db_list(ctx, call, (struct db_row){columns, table->count, table->size}, ret_rows, ret_count);
}

RESULT table_entries(struct ctx *ctx, uint64_t community, uint64_t lo, uint64_t hi, struct books_rows *ret_rows)
{
    const struct db_value in[] = {db_number((int64_t)community), db_number((int64_t)lo), db_number((int64_t)hi)};
    books_rows_init(ret_rows, ctx->arena);
    TRY(table_list(ctx, ROW_entry, CALL(sql_entry_verify, in), &ret_rows->entry.items, &ret_rows->entry.count));
    TRY(table_list(ctx, ROW_entry_number, CALL(sql_entry_number_verify, in), &ret_rows->entry_number.items,
                   &ret_rows->entry_number.count));
    TRY(table_list(ctx, ROW_entry_ref, CALL(sql_entry_ref_verify, in), &ret_rows->entry_ref.items,
                   &ret_rows->entry_ref.count));
    TRY(table_list(ctx, ROW_posting, CALL(sql_posting_verify, in), &ret_rows->posting.items, &ret_rows->posting.count));
    return table_list(ctx, ROW_posting_dim, CALL(sql_posting_dim_verify, in), &ret_rows->posting_dim.items,
                      &ret_rows->posting_dim.count);
}
