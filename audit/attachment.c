#include "audit/attachment.h"

#include "base/random.h"
#include "base/words.h"
#include "embed/sql.h"

#include <stdlib.h>

enum { ATTACHMENTS_MAX = 1 << 20 };

struct wanted { /* of one document, by all entries of the change */
    uint64_t community, seq;
    money amount;
    int64_t entries;
};

struct used {
    int64_t ordinal;
    struct uuid document;
    uint16_t type;
    struct maybe amount;
    int64_t entries;
    money used;
};

struct attachments {
    LIST(struct wanted) list;
};

static RESULT collect(const struct change *change, struct attachments *attachments)
{
    for (size_t i = 0; i < change->items.count; i++) {
        const struct change_item *item = &change->items.items[i];
        const struct record_entry *entry = item->body;
        if (item->kind != RECORD_entry || !change_is_new(change, item))
            continue;
        for (uint32_t r = 0; r < entry->refs_count; r++)
            if (entry->refs[r].role == REF_DOCUMENT)
                TRY(LIST_ADD(&attachments->list, (struct wanted){change_community(change, item), entry->refs[r].seq,
                                                                 entry->refs[r].amount, 1}));
    }
    return OK;
}

static int compare(const void *x, const void *y)
{
    const struct wanted *a = x, *b = y;
    if (a->community != b->community)
        return a->community < b->community ? -1 : 1;
    return (a->seq > b->seq) - (a->seq < b->seq);
}

/* One row a document: two entries of one change may name it. */
static RESULT merge(struct attachments *attachments)
{
    struct wanted *items = attachments->list.items;
    size_t kept = 0;
    qsort(items, attachments->list.count, sizeof *items, compare);
    for (size_t i = 0; i < attachments->list.count; i++) {
        if (kept == 0 || compare(&items[kept - 1], &items[i]) != 0) {
            items[kept++] = items[i];
            continue;
        }
        TRY(money_add(items[kept - 1].amount, items[i].amount, &items[kept - 1].amount));
        items[kept - 1].entries++;
    }
    attachments->list.count = kept;
    return OK;
}

static bool suffices(const struct used *used, const struct wanted *wanted, money sum)
{
    if (used->amount.present)
        return sum.fen <= used->amount.value;
    return document_type_is_shared(used->type) || used->entries + wanted->entries <= 1;
}

static RESULT judge(struct ctx *ctx, const struct used *used, const struct wanted *wanted)
{
    char id[UUID_TEXT], text[MONEY_TEXT];
    money sum;
    TRY(money_add(used->used, wanted->amount, &sum));
    if (suffices(used, wanted, sum))
        return OK;
    uuid_format(&used->document, id);
    error_set(&ctx->error, "document", "%s", id);
    money_format(FEN(used->amount.value), text);
    error_set(&ctx->error, "amount", "%s", used->amount.present ? text : "-");
    money_format(used->used, text);
    error_set(&ctx->error, "used", "%s", text);
    money_format(wanted->amount, text);
    error_set(&ctx->error, "wanted", "%s", text);
    error_set(&ctx->error, "entries", "%lld", (long long)used->entries);
    return REFUSE(document, exhausted);
}

static RESULT look_up(struct ctx *ctx, const struct attachments *attachments, struct used **ret_used, size_t *ret_count)
{
    static const struct db_column row[] = {COLUMN(used, ordinal), COLUMN(used, document), COLUMN(used, type),
                                           COLUMN(used, amount),  COLUMN(used, entries),  COLUMN(used, used)};
    struct db_array communities, seqs;
    struct db_value in[2];
    db_array_init(&communities, ctx->arena, DB_INT8);
    db_array_init(&seqs, ctx->arena, DB_INT8);
    for (size_t i = 0; i < attachments->list.count; i++) {
        db_array_number(&communities, (int64_t)attachments->list.items[i].community);
        db_array_number(&seqs, (int64_t)attachments->list.items[i].seq);
    }
    TRY(db_array_value(&communities, &in[0]));
    TRY(db_array_value(&seqs, &in[1]));
    return db_list(ctx, CALL(sql_attachment_used, in), ROW(used, row), ret_used, ret_count);
}

RESULT attachment_check(struct ctx *ctx, const struct change *change)
{
    struct attachments attachments = {LIST_INIT(ctx->arena, ATTACHMENTS_MAX)};
    struct used *used = NULL;
    size_t count = 0;
    TRY(collect(change, &attachments));
    if (attachments.list.count == 0)
        return OK;
    TRY(merge(&attachments));
    TRY(look_up(ctx, &attachments, &used, &count));
    for (size_t i = 0; i < attachments.list.count; i++) {
        error_set(&ctx->error, "document", "#%llu", (unsigned long long)attachments.list.items[i].seq);
        if (i >= count || used[i].ordinal != (int64_t)i + 1)
            return REFUSE(document, unknown);
        TRY(judge(ctx, &used[i], &attachments.list.items[i]));
    }
    return OK;
}
