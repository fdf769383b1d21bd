#include "audit/series.h"

#include "embed/sql.h"

#include <assert.h>
#include <stdlib.h>

struct series {
    uint64_t community;
    uint16_t fund;
    uint8_t word;
    int32_t series;
    uint32_t last;
};

struct counter {
    int64_t ordinal, last_no;
};

static int compare_series(const void *x, const void *y)
{
    const struct series *a = x, *b = y;
    if (a->community != b->community)
        return a->community < b->community ? -1 : 1;
    const int32_t ka[] = {a->fund, a->word, a->series}, kb[] = {b->fund, b->word, b->series};
    for (size_t i = 0; i < LENGTH(ka); i++)
        if (ka[i] != kb[i])
            return ka[i] < kb[i] ? -1 : 1;
    return 0;
}

static struct series series_of(uint64_t community, const struct record_number *n)
{
    return (struct series){
        .community = community, .fund = n->fund, .word = n->word, .series = n->year * 100 + n->month};
}

static RESULT list_series(struct ctx *ctx, const struct change *change, struct series **ret_series, size_t *ret_count)
{
    LIST(struct series) all = LIST_INIT(ctx->arena, CHANGE_ITEMS_MAX * 4);
    for (size_t i = 0; i < change->items.count; i++) {
        const struct change_item *item = &change->items.items[i];
        const struct record_entry *entry = item->body;
        if (item->kind != RECORD_entry || !change_is_new(change, item))
            continue;
        for (uint32_t n = 0; n < entry->numbers_count; n++)
            TRY(LIST_ADD(&all, series_of(change_community(change, item), &entry->numbers[n])));
    }
    if (all.count > 0)
        qsort(all.items, all.count, sizeof *all.items, compare_series);
    size_t count = 0;
    for (size_t i = 0; i < all.count; i++)
        if (count == 0 || compare_series(&all.items[count - 1], &all.items[i]) != 0)
            all.items[count++] = all.items[i];
    *ret_series = all.items;
    *ret_count = count;
    return OK;
}

static RESULT load_counters(struct ctx *ctx, struct series *series, size_t count)
{
    static const struct db_column row[] = {COLUMN(counter, ordinal), COLUMN(counter, last_no)};
    struct db_array arrays[4];
    struct db_value in[LENGTH(arrays)];
    DB_ARRAYS_INIT(ctx->arena, arrays, DB_INT8, DB_INT2, DB_INT2, DB_INT4);
    for (size_t i = 0; i < count; i++) {
        db_array_number(&arrays[0], (int64_t)series[i].community);
        db_array_number(&arrays[1], series[i].fund);
        db_array_number(&arrays[2], series[i].word);
        db_array_number(&arrays[3], series[i].series);
    }
    TRY(db_arrays_value(arrays, LENGTH(arrays), in));
    struct counter *counters = NULL;
    size_t found = 0;
    TRY(db_list(ctx, CALL(sql_voucher_counter_list, in), ROW(counter, row), &counters, &found));
    assert(found == count);
    for (size_t i = 0; i < count; i++)
        series[i].last = (uint32_t)counters[i].last_no;
    return OK;
}

/* Gives each new entry the next number of each of its series, in the order of the change. */
RESULT series_give(struct ctx *ctx, struct change *change)
{
    struct series *series;
    size_t count;
    TRY(list_series(ctx, change, &series, &count));
    if (count == 0)
        return OK;
    TRY(load_counters(ctx, series, count));
    for (size_t i = 0; i < change->items.count; i++) {
        const struct change_item *item = &change->items.items[i];
        struct record_entry *entry = item->body;
        if (item->kind != RECORD_entry || !change_is_new(change, item))
            continue;
        for (uint32_t n = 0; n < entry->numbers_count; n++) {
            const struct series key = series_of(change_community(change, item), &entry->numbers[n]);
            struct series *found = bsearch(&key, series, count, sizeof *series, compare_series);
            assert(found);
            entry->numbers[n].number = ++found->last;
        }
    }
    return OK;
}
