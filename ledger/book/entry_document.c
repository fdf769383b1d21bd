#include "ledger/book/entry_document.h"

#include "embed/sql.h"

struct missing_row {
    int64_t seq;
};

static RESULT refuse(struct ctx *ctx, uint64_t seq)
{
    error_set(&ctx->error, "document", "#%llu", (unsigned long long)seq);
    return REFUSE(entry, document_unknown);
}

RESULT entry_document_check(struct ctx *ctx, const struct entry_in *in)
{
    static const struct db_column row[] = {COLUMN(missing_row, seq)};
    struct db_array seqs;
    struct db_value key[2] = {db_number((int64_t)in->community)};
    struct missing_row missing;
    bool any;
    if (in->document_count == 0)
        return OK;
    db_array_init(&seqs, ctx->arena, DB_INT8);
    for (size_t i = 0; i < in->document_count; i++) {
        if (i == ENTRY_DOCUMENTS_MAX || (i > 0 && in->documents[i] <= in->documents[i - 1]))
            return refuse(ctx, in->documents[i]);
        db_array_number(&seqs, (int64_t)in->documents[i]);
    }
    TRY(db_array_value(&seqs, &key[1]));
    TRY(db_maybe(ctx, CALL(sql_entry_document_missing, key), ROW(missing_row, row), &missing, &any));
    return any ? refuse(ctx, (uint64_t)missing.seq) : OK;
}
