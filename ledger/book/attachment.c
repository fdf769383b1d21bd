#include "ledger/book/attachment.h"

#include "base/digest.h"
#include "base/random.h"
#include "base/words.h"
#include "embed/sql.h"

#include <stdlib.h>
#include <string.h>

struct attached { /* a document as the books know it */
    uint64_t seq;
    struct uuid document;
    uint16_t type;
    struct maybe amount;
};

struct seq_row {
    uint64_t seq;
};

RESULT attachment_find(struct ctx *ctx, uint64_t community, const char *name, uint64_t *ret_seq)
{
    static const struct db_column row[] = {COLUMN(seq_row, seq)};
    struct uuid id;
    struct digest sha256 = {{0}};
    struct seq_row found;
    bool any;
    error_set(&ctx->error, "document", "%s", name);
    const bool by_id = uuid_parse(name, &id);
    if (!by_id && FAILED(hex_decode(name, sha256.b, sizeof sha256.b)))
        return REFUSE(document, unknown);
    const struct db_value in[] = {db_number((int64_t)community), by_id ? db_uuid(&id) : db_bytes(BYTES(NULL, 0)),
                                  db_digest(&sha256)};
    TRY(db_maybe(ctx, CALL(sql_attachment_seq, in), ROW(seq_row, row), &found, &any));
    if (!any)
        return REFUSE(document, unknown);
    *ret_seq = found.seq;
    return OK;
}

/* Ascending by document, each once. */
static RESULT sort(struct ctx *ctx, const struct attachment_list *list, struct record_ref *refs)
{
    error_set(&ctx->error, "limit", "%d", ATTACHMENT_MAX);
    error_set(&ctx->error, "document", "-");
    if (list->count > ATTACHMENT_MAX)
        return REFUSE(document, repeated);
    for (size_t i = 0; i < list->count; i++)
        refs[i] = (struct record_ref){REF_DOCUMENT, list->items[i].seq, list->items[i].amount};
    qsort(refs, list->count, sizeof *refs, change_compare_refs);
    for (size_t i = 1; i < list->count; i++) {
        error_set(&ctx->error, "document", "#%llu", (unsigned long long)refs[i].seq);
        if (refs[i].seq == refs[i - 1].seq)
            return REFUSE(document, repeated);
    }
    return OK;
}

static RESULT look_up(struct ctx *ctx, uint64_t community, const struct record_ref *refs, size_t ref_count,
                      struct attached **ret_found)
{
    static const struct db_column row[] = {COLUMN(attached, seq), COLUMN(attached, document), COLUMN(attached, type),
                                           COLUMN(attached, amount)};
    struct db_array seqs;
    struct db_value in[2] = {db_number((int64_t)community)};
    size_t count = 0;
    db_array_init(&seqs, ctx->arena, DB_INT8);
    for (size_t i = 0; i < ref_count; i++)
        db_array_number(&seqs, (int64_t)refs[i].seq);
    TRY(db_array_value(&seqs, &in[1]));
    TRY(db_list(ctx, CALL(sql_attachment_find, in), ROW(attached, row), ret_found, &count));
    for (size_t i = 0; i < ref_count; i++) {
        error_set(&ctx->error, "document", "#%llu", (unsigned long long)refs[i].seq);
        if (i >= count || (*ret_found)[i].seq != refs[i].seq)
            return REFUSE(document, unknown);
    }
    return OK;
}

static RESULT settle_amount(struct ctx *ctx, const struct attached *document, money total, struct record_ref *ref)
{
    char id[UUID_TEXT], text[MONEY_TEXT];
    uuid_format(&document->document, id);
    money_format(ref->amount, text);
    error_set(&ctx->error, "document", "%s", id);
    error_set(&ctx->error, "amount", "%s", text);
    if (ref->amount.fen < 0 || (ref->amount.fen > 0 && !document->amount.present))
        return REFUSE(document, amount);
    if (ref->amount.fen == 0 && document->amount.present)
        ref->amount = total;
    return OK;
}

RESULT attachment_refs(struct ctx *ctx, const struct attachment_list *list, struct record_ref *ret_refs)
{
    struct attached *found = NULL;
    if (list->count == 0)
        return OK;
    TRY(sort(ctx, list, ret_refs));
    TRY(look_up(ctx, list->community, ret_refs, list->count, &found));
    for (size_t i = 0; i < list->count; i++)
        TRY(settle_amount(ctx, &found[i], list->total, &ret_refs[i]));
    return OK;
}

struct missing_row {
    int64_t entries;
};

RESULT attachment_missing(struct ctx *ctx, uint64_t community, int64_t *ret_entries)
{
    static const struct db_column row[] = {COLUMN(missing_row, entries)};
    const struct db_value in[] = {db_number((int64_t)community)};
    struct missing_row missing;
    TRY(db_one(ctx, CALL(sql_attachment_missing, in), ROW(missing_row, row), &missing));
    *ret_entries = missing.entries;
    return OK;
}
