#include "audit/correction.h"

#include "base/words.h"
#include "embed/sql.h"

#include <assert.h>
#include <stdlib.h>

struct target { /* an entry to which links of this change lead */
    uint64_t community, seq;
    bool reversed, adjusted;
    int64_t reversed_by; /* -1: by an entry of this change */
};

struct rest { /* what is left of a target on one account and side */
    int64_t ordinal;
    int32_t account_no;
    int16_t side;
    money left_fen;
};

struct targets {
    struct target *items;
    size_t count;
    struct rest *rests;
    size_t rest_count;
};

static int compare_targets(const void *x, const void *y)
{
    const struct target *a = x, *b = y;
    if (a->community != b->community)
        return a->community < b->community ? -1 : 1;
    return (a->seq > b->seq) - (a->seq < b->seq);
}

static bool is_link(const struct record_ref *ref)
{
    return ref->role == REF_REVERSES || ref->role == REF_REPLACES || ref->role == REF_ADJUSTS;
}

/* The new entry at place i of the change, or NULL. */
static const struct record_entry *entry_at(const struct change *change, size_t i)
{
    const struct change_item *item = &change->items.items[i];
    return item->kind == RECORD_entry && change_is_new(change, item) ? item->body : NULL;
}

/* The distinct entries that are linked to, sorted. */
static RESULT collect(struct ctx *ctx, const struct change *change, struct targets *targets)
{
    LIST(struct target) all = LIST_INIT(ctx->arena, CHANGE_ITEMS_MAX * 3);
    for (size_t i = 0; i < change->items.count; i++) {
        const struct record_entry *entry = entry_at(change, i);
        for (uint32_t r = 0; entry && r < entry->refs_count; r++)
            if (is_link(&entry->refs[r]))
                TRY(LIST_ADD(&all, (struct target){.community = change_community(change, &change->items.items[i]),
                                                   .seq = entry->refs[r].seq}));
    }
    if (all.count > 0)
        qsort(all.items, all.count, sizeof *all.items, compare_targets);
    for (size_t i = 0; i < all.count; i++)
        if (targets->count == 0 || compare_targets(&all.items[targets->count - 1], &all.items[i]) != 0)
            all.items[targets->count++] = all.items[i];
    targets->items = all.items;
    return OK;
}

struct state_row {
    int64_t ordinal;
    struct maybe reversed_by;
    int64_t adjusted;
};

/* What the rows say of the targets. */
static RESULT load(struct ctx *ctx, struct targets *targets)
{
    static const struct db_column row[] = {COLUMN(state_row, ordinal), COLUMN(state_row, reversed_by),
                                           COLUMN(state_row, adjusted)};
    static const struct db_column rest_row[] = {COLUMN(rest, ordinal), COLUMN(rest, account_no), COLUMN(rest, side),
                                                COLUMN(rest, left_fen)};
    struct db_array communities, seqs;
    struct db_value in[2];
    struct state_row *found = NULL;
    size_t count = 0;
    db_array_init(&communities, ctx->arena, DB_INT8);
    db_array_init(&seqs, ctx->arena, DB_INT8);
    for (size_t i = 0; i < targets->count; i++) {
        db_array_number(&communities, (int64_t)targets->items[i].community);
        db_array_number(&seqs, (int64_t)targets->items[i].seq);
    }
    TRY(db_array_value(&communities, &in[0]));
    TRY(db_array_value(&seqs, &in[1]));
    TRY(db_list(ctx, CALL(sql_correction_list, in), ROW(state_row, row), &found, &count));
    assert(count == targets->count);
    for (size_t i = 0; i < count; i++) {
        targets->items[i].reversed = found[i].reversed_by.present;
        targets->items[i].reversed_by = found[i].reversed_by.value;
        targets->items[i].adjusted = found[i].adjusted > 0;
    }
    return db_list(ctx, CALL(sql_correction_left_list, in), ROW(rest, rest_row), &targets->rests, &targets->rest_count);
}

/* ---- one link after the other ---- */

static RESULT refuse_reversed(struct ctx *ctx, const struct target *target)
{
    if (target->reversed_by < 0)
        error_set(&ctx->error, "number", "本批 this batch");
    else
        error_set(&ctx->error, "number", "#%lld", (long long)target->reversed_by);
    return REFUSE(entry, already_reversed);
}

static struct rest *rest_of(const struct targets *targets, const struct target *target, const struct record_line *line)
{
    for (size_t i = 0; i < targets->rest_count; i++) {
        struct rest *rest = &targets->rests[i];
        if (rest->ordinal == target - targets->items + 1 && rest->account_no == (int32_t)line->account_no &&
            rest->side == line->side)
            return rest;
    }
    return NULL;
}

static RESULT refuse_beyond(struct ctx *ctx, const struct record_line *line, money left)
{
    char text[MONEY_TEXT];
    error_set(&ctx->error, "account", "%u", line->account_no);
    error_set(&ctx->error, "side", "%s", line->side == SIDE_DEBIT ? "借" : "贷");
    money_format(left, text);
    error_set(&ctx->error, "left", "%s", text);
    money_format(line->amount, text);
    error_set(&ctx->error, "amount", "%s", text);
    return REFUSE(entry, beyond_original);
}

/* Blue first: the order of lines inside one entry does not matter. */
static RESULT adjust(struct ctx *ctx, const struct targets *targets, struct target *target,
                     const struct record_entry *entry)
{
    if (target->reversed)
        return refuse_reversed(ctx, target);
    target->adjusted = true;
    for (int red = 0; red <= 1; red++) {
        for (uint32_t l = 0; l < entry->lines_count; l++) {
            const struct record_line *line = &entry->lines[l];
            struct rest *rest = rest_of(targets, target, line);
            if ((line->amount.fen < 0) != (red == 1))
                continue;
            if (!rest || rest->left_fen.fen + line->amount.fen < 0)
                return refuse_beyond(ctx, line, rest ? rest->left_fen : FEN(0));
            TRY(money_add(rest->left_fen, line->amount, &rest->left_fen));
        }
    }
    return OK;
}

static RESULT judge(struct ctx *ctx, const struct targets *targets, struct target *target,
                    const struct record_entry *entry, uint16_t role)
{
    error_set(&ctx->error, "entry", "#%llu", (unsigned long long)target->seq);
    if (role == REF_ADJUSTS)
        return adjust(ctx, targets, target, entry);
    if (role == REF_REPLACES)
        return target->reversed ? OK : REFUSE(entry, not_reversed);
    if (target->reversed)
        return refuse_reversed(ctx, target);
    if (target->adjusted)
        return REFUSE(entry, already_adjusted);
    target->reversed = true;
    target->reversed_by = -1;
    return OK;
}

static RESULT judge_entry(struct ctx *ctx, const struct targets *targets, const struct record_entry *entry,
                          uint64_t community)
{
    for (uint32_t r = 0; r < entry->refs_count; r++) {
        if (!is_link(&entry->refs[r]))
            continue;
        const struct target key = {.community = community, .seq = entry->refs[r].seq};
        struct target *target = bsearch(&key, targets->items, targets->count, sizeof key, compare_targets);
        assert(target);
        TRY(judge(ctx, targets, target, entry, entry->refs[r].role));
    }
    return OK;
}

RESULT correction_check(struct ctx *ctx, const struct change *change)
{
    struct targets targets = {0};
    TRY(collect(ctx, change, &targets));
    if (targets.count == 0)
        return OK;
    TRY(load(ctx, &targets));
    for (size_t i = 0; i < change->items.count; i++) {
        const struct record_entry *entry = entry_at(change, i);
        if (entry)
            TRY(judge_entry(ctx, &targets, entry, change_community(change, &change->items.items[i])));
    }
    return OK;
}
