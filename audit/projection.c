#include "audit/projection.h"

#include "audit/fact.h"
#include "audit/payment.h"
#include "audit/turnover.h"
#include "embed/sql.h"

#include <stdlib.h>
#include <string.h>

struct counter {
    uint64_t community;
    struct record_number number;
};

struct projection {
    struct arena *arena;
    struct db_array account[11], entry[14], number[7], ref[5], posting[11], dim[5], unit[9];
    struct turnover *turnover;
    struct payment *payment;
    LIST(struct counter) counters;
};

enum { COUNTERS_MAX = 1 << 20 };

RESULT projection_new(struct arena *arena, struct projection **ret_projection)
{
    struct projection *p;
    TRY(ARENA_TAKE(arena, 1, &p));
    p->arena = arena;
    DB_ARRAYS_INIT(arena, p->account, DB_INT8, DB_INT4, DB_INT2, DB_STRING, DB_STRING, DB_INT2, DB_INT2, DB_INT4,
                   DB_INT2, DB_INT2, DB_INT8);
    DB_ARRAYS_INIT(arena, p->entry, DB_INT8, DB_INT8, DB_UUID, DB_INT2, DB_DATE, DB_DATE, DB_DATE, DB_INSTANT, DB_INT2,
                   DB_INT2, DB_BYTEA, DB_BYTEA, DB_BYTEA, DB_INT2);
    DB_ARRAYS_INIT(arena, p->number, DB_INT8, DB_INT8, DB_INT2, DB_INT2, DB_INT4, DB_INT8, DB_INT8);
    DB_ARRAYS_INIT(arena, p->ref, DB_INT8, DB_INT8, DB_INT2, DB_INT8, DB_INT8);
    DB_ARRAYS_INIT(arena, p->posting, DB_INT8, DB_INT8, DB_INT2, DB_INT2, DB_INT4, DB_INT2, DB_INT8, DB_DATE, DB_BYTEA,
                   DB_INT8, DB_BYTEA);
    DB_ARRAYS_INIT(arena, p->unit, DB_INT8, DB_INT8, DB_INT2, DB_UUID, DB_INT2, DB_INT2, DB_INT8, DB_DATE, DB_INT8);
    DB_ARRAYS_INIT(arena, p->dim, DB_INT8, DB_INT8, DB_INT2, DB_INT2, DB_INT8);
    TRY(turnover_new(arena, &p->turnover));
    TRY(payment_new(arena, &p->payment));
    p->counters.arena = arena;
    p->counters.max = COUNTERS_MAX;
    *ret_projection = p;
    return OK;
}

static void put_digest(struct db_array *array, bool present, const struct digest *digest)
{
    if (present)
        db_array_bytes(array, BYTES(digest->b, sizeof digest->b));
    else
        db_array_null(array);
}

static void put_optional(struct db_array *array, bool present, int64_t value)
{
    if (present)
        db_array_number(array, value);
    else
        db_array_null(array);
}

/* ---- entries ---- */

static void add_line(struct projection *p, const struct record_header *h, const struct record_entry *e, uint32_t i)
{
    const struct record_line *line = &e->lines[i];
    const int64_t values[] = {(int64_t)h->community, (int64_t)h->seq, i + 1, line->fund, line->account_no, line->side,
                              line->amount.fen,      e->booking_date};
    db_arrays_number(p->posting, LENGTH(values), values);
    put_digest(&p->posting[8], line->has_summary, &line->summary);
    put_optional(&p->posting[9], line->has_unit_lines, line->unit_lines.count);
    put_digest(&p->posting[10], line->has_unit_lines, &line->unit_lines.root);
    for (uint32_t d = 0; d < line->dimensions_count; d++) {
        const int64_t dim[] = {(int64_t)h->community, (int64_t)h->seq, i + 1, line->dimensions[d].dimension,
                               (int64_t)line->dimensions[d].value};
        db_arrays_number(p->dim, LENGTH(dim), dim);
    }
}

void projection_add_unit(struct projection *projection, const struct record_header *header,
                         const struct record_entry *entry, const struct change_unit *unit)
{
    struct db_array *a = projection->unit;
    const struct record_line *line = &entry->lines[unit->line - 1];
    db_array_number(&a[0], (int64_t)header->community);
    db_array_number(&a[1], (int64_t)header->seq);
    db_array_number(&a[2], unit->line);
    db_array_bytes(&a[3], BYTES(unit->unit.b, sizeof unit->unit.b));
    db_array_number(&a[4], line->fund);
    db_array_number(&a[5], line->side);
    db_array_number(&a[6], unit->amount.fen);
    db_array_number(&a[7], entry->booking_date);
    db_array_number(&a[8], (int64_t)unit->key_seq);
}

size_t projection_units(const struct projection *projection)
{
    return projection->unit[0].count;
}

static RESULT add_entry(struct projection *p, const struct record_header *h, const struct record_entry *e)
{
    struct db_array *a = p->entry;
    db_array_number(&a[0], (int64_t)h->community);
    db_array_number(&a[1], (int64_t)h->seq);
    db_array_bytes(&a[2], BYTES(h->event_id.b, sizeof h->event_id.b));
    db_array_number(&a[3], e->entry_type);
    db_array_number(&a[4], e->booking_date);
    put_optional(&a[5], e->has_value_date, e->value_date);
    put_optional(&a[6], e->has_original_date, e->original_date);
    db_array_number(&a[7], h->recorded_at);
    db_array_number(&a[8], e->source);
    db_array_number(&a[9], e->lines_count);
    put_digest(&a[10], true, &e->summary);
    put_digest(&a[11], e->has_payee, &e->payee);
    put_digest(&a[12], true, &e->judged.rule_set);
    db_array_number(&a[13], e->judged.outcome);
    for (uint32_t i = 0; i < e->numbers_count; i++) {
        const struct record_number *n = &e->numbers[i];
        const int64_t values[] = {(int64_t)h->community,    (int64_t)h->seq, n->fund, n->word,
                                  n->year * 100 + n->month, n->number};
        db_arrays_number(p->number, LENGTH(values), values);
        TRY(LIST_ADD(&p->counters, (struct counter){h->community, *n}));
    }
    for (uint32_t i = 0; i < e->refs_count; i++) {
        const int64_t values[] = {(int64_t)h->community, (int64_t)h->seq, e->refs[i].role, (int64_t)e->refs[i].seq,
                                  e->refs[i].amount.fen};
        db_arrays_number(p->ref, LENGTH(values), values);
    }
    for (uint32_t i = 0; i < e->lines_count; i++)
        add_line(p, h, e, i);
    TRY(turnover_add(p->turnover, h, e));
    return payment_add(p->payment, h, e);
}

/* ---- accounts: a chart is opened at once ---- */

static void add_account(struct projection *p, const struct record_header *h, const struct record_account_opened *r)
{
    struct db_array *a = p->account;
    db_array_number(&a[0], (int64_t)h->community);
    db_array_number(&a[1], r->account_no);
    db_array_number(&a[2], r->fund);
    db_array_bytes(&a[3], r->code);
    db_array_bytes(&a[4], r->name);
    db_array_number(&a[5], r->class);
    db_array_number(&a[6], r->normal_side);
    put_optional(&a[7], r->has_parent, r->parent);
    db_array_number(&a[8], r->unit_ledger);
    put_optional(&a[9], r->has_counter_fund, r->counter_fund);
    db_array_number(&a[10], (int64_t)h->seq);
}

RESULT projection_add(struct ctx *ctx, struct projection *projection, const struct record_header *header,
                      const void *body)
{
    if (header->kind == RECORD_entry)
        return add_entry(projection, header, body);
    if (header->kind != RECORD_account_opened)
        return fact_write(ctx, header, body);
    add_account(projection, header, body);
    return OK;
}

/* ---- flush ---- */

static int compare_counters(const void *x, const void *y)
{
    const struct counter *a = x, *b = y;
    if (a->community != b->community)
        return a->community < b->community ? -1 : 1;
    const int64_t ka[] = {a->number.fund, a->number.word, a->number.year, a->number.month, a->number.number};
    const int64_t kb[] = {b->number.fund, b->number.word, b->number.year, b->number.month, b->number.number};
    for (size_t i = 0; i < LENGTH(ka); i++)
        if (ka[i] != kb[i])
            return ka[i] < kb[i] ? -1 : 1;
    return 0;
}

static bool same_series(const struct counter *a, const struct counter *b)
{
    return a->community == b->community && a->number.fund == b->number.fund && a->number.word == b->number.word &&
           a->number.year == b->number.year && a->number.month == b->number.month;
}

static RESULT flush_counters(struct ctx *ctx, struct projection *p)
{
    struct db_array arrays[5];
    DB_ARRAYS_INIT(p->arena, arrays, DB_INT8, DB_INT2, DB_INT2, DB_INT4, DB_INT8);
    if (p->counters.count > 0)
        qsort(p->counters.items, p->counters.count, sizeof *p->counters.items, compare_counters);
    for (size_t i = 0; i < p->counters.count; i++) {
        const struct counter *c = &p->counters.items[i];
        if (i + 1 < p->counters.count && same_series(c, c + 1))
            continue; /* only the last number of each series */
        const int64_t values[] = {(int64_t)c->community, c->number.fund, c->number.word,
                                  c->number.year * 100 + c->number.month, c->number.number};
        db_arrays_number(arrays, LENGTH(values), values);
    }
    return db_exec_arrays(ctx, &sql_voucher_counter_set, arrays, LENGTH(arrays));
}

RESULT projection_flush(struct ctx *ctx, struct projection *p)
{
    TRY(db_exec_arrays(ctx, &sql_account_append, p->account, LENGTH(p->account)));
    TRY(db_exec_arrays(ctx, &sql_entry_append, p->entry, LENGTH(p->entry)));
    TRY(payment_put(ctx, p->payment, &p->number[6]));
    TRY(db_exec_arrays(ctx, &sql_entry_number_append, p->number, LENGTH(p->number)));
    TRY(db_exec_arrays(ctx, &sql_entry_ref_append, p->ref, LENGTH(p->ref)));
    TRY(db_exec_arrays(ctx, &sql_posting_append, p->posting, LENGTH(p->posting)));
    TRY(db_exec_arrays(ctx, &sql_posting_dim_append, p->dim, LENGTH(p->dim)));
    TRY(db_exec_arrays(ctx, &sql_unit_line_append, p->unit, LENGTH(p->unit)));
    TRY(turnover_flush(ctx, p->turnover));
    return flush_counters(ctx, p);
}
