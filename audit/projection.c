#include "audit/projection.h"

#include "base/words.h"
#include "embed/sql.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct turnover {
    uint64_t community;
    uint16_t fund;
    uint32_t account_no;
    int32_t month;
    money debit, credit;
};

struct counter {
    uint64_t community;
    struct record_number number;
};

struct projection {
    struct arena *arena;
    struct db_array account[11], entry[14], number[6], ref[5], posting[9], dim[5];
    LIST(struct turnover) turnovers;
    LIST(struct counter) counters;
};

enum { TURNOVERS_MAX = 1 << 20, COUNTERS_MAX = 1 << 20 };

static void init_arrays(struct arena *arena, struct db_array *arrays, size_t count, const enum db_element *elements)
{
    for (size_t i = 0; i < count; i++)
        db_array_init(&arrays[i], arena, elements[i]);
}

#define INIT_ARRAYS(arena, arrays, ...)                                                                                \
    do {                                                                                                               \
        const enum db_element elements_[] = {__VA_ARGS__};                                                             \
        _Static_assert(LENGTH(elements_) == LENGTH(arrays), "one element type an array");                              \
        init_arrays(arena, arrays, LENGTH(arrays), elements_);                                                         \
    } while (0)

RESULT projection_new(struct arena *arena, struct projection **ret_projection)
{
    struct projection *p;
    TRY(ARENA_TAKE(arena, 1, &p));
    p->arena = arena;
    INIT_ARRAYS(arena, p->account, DB_INT8, DB_INT4, DB_INT2, DB_STRING, DB_STRING, DB_INT2, DB_INT2, DB_INT4, DB_INT2,
                DB_INT2, DB_INT8);
    INIT_ARRAYS(arena, p->entry, DB_INT8, DB_INT8, DB_UUID, DB_INT2, DB_DATE, DB_DATE, DB_DATE, DB_INSTANT, DB_INT2,
                DB_INT2, DB_BYTEA, DB_BYTEA, DB_BYTEA, DB_INT2);
    INIT_ARRAYS(arena, p->number, DB_INT8, DB_INT8, DB_INT2, DB_INT2, DB_INT4, DB_INT8);
    INIT_ARRAYS(arena, p->ref, DB_INT8, DB_INT8, DB_INT2, DB_INT8, DB_INT8);
    INIT_ARRAYS(arena, p->posting, DB_INT8, DB_INT8, DB_INT2, DB_INT2, DB_INT4, DB_INT2, DB_INT8, DB_DATE, DB_BYTEA);
    INIT_ARRAYS(arena, p->dim, DB_INT8, DB_INT8, DB_INT2, DB_INT2, DB_INT8);
    p->turnovers.arena = p->counters.arena = arena;
    p->turnovers.max = TURNOVERS_MAX;
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

static void put_numbers(struct db_array *arrays, size_t count, const int64_t *values)
{
    for (size_t i = 0; i < count; i++)
        db_array_number(&arrays[i], values[i]);
}

/* ---- entries ---- */

static RESULT add_line(struct projection *p, const struct record_header *h, const struct record_entry *e, uint32_t i)
{
    const struct record_line *line = &e->lines[i];
    const int64_t values[] = {(int64_t)h->community, (int64_t)h->seq, i + 1, line->fund, line->account_no, line->side,
                              line->amount.fen,      e->booking_date};
    put_numbers(p->posting, LENGTH(values), values);
    put_digest(&p->posting[8], line->has_summary, &line->summary);
    for (uint32_t d = 0; d < line->dimensions_count; d++) {
        const int64_t dim[] = {(int64_t)h->community, (int64_t)h->seq, i + 1, line->dimensions[d].dimension,
                               (int64_t)line->dimensions[d].value};
        put_numbers(p->dim, LENGTH(dim), dim);
    }
    const bool debit = line->side == SIDE_DEBIT;
    return LIST_ADD(&p->turnovers, (struct turnover){.community = h->community,
                                                     .fund = line->fund,
                                                     .account_no = line->account_no,
                                                     .month = month_of(e->booking_date),
                                                     .debit = debit ? line->amount : FEN(0),
                                                     .credit = debit ? FEN(0) : line->amount});
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
        put_numbers(p->number, LENGTH(values), values);
        TRY(LIST_ADD(&p->counters, (struct counter){h->community, *n}));
    }
    for (uint32_t i = 0; i < e->refs_count; i++) {
        const int64_t values[] = {(int64_t)h->community, (int64_t)h->seq, e->refs[i].role, (int64_t)e->refs[i].seq,
                                  e->refs[i].amount.fen};
        put_numbers(p->ref, LENGTH(values), values);
    }
    for (uint32_t i = 0; i < e->lines_count; i++)
        TRY(add_line(p, h, e, i));
    return OK;
}

/* ---- single facts ---- */

static struct db_value text_value(struct bytes text)
{
    return db_bytes(text);
}

static RESULT write_community(struct ctx *ctx, const struct record_header *h, const struct record_community_opened *r)
{
    const struct db_value in[] = {
        db_number((int64_t)h->community), text_value(r->name),       db_number(r->county), db_number(r->ordinal),
        db_digest(&r->rule_set),          db_number((int64_t)h->seq)};
    return db_exec(ctx, CALL(sql_community_append, in));
}

static RESULT write_subject(struct ctx *ctx, const struct record_header *h, const struct record_subject_registered *r)
{
    const struct db_value in[] = {db_number((int64_t)h->community), db_uuid(&r->subject), db_number(r->class),
                                  db_digest(&r->details), db_number((int64_t)h->seq)};
    return db_exec(ctx, CALL(sql_subject_append, in));
}

static RESULT write_fund(struct ctx *ctx, const struct record_header *h, const struct record_fund_opened *r)
{
    const struct db_value in[] = {db_number((int64_t)h->community), db_number(r->fund), text_value(r->custodian),
                                  db_number(r->regime), db_number((int64_t)h->seq)};
    return db_exec(ctx, CALL(sql_fund_append, in));
}

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

static RESULT write_bank_account(struct ctx *ctx, const struct record_header *h,
                                 const struct record_bank_account_opened *r)
{
    const struct db_value in[] = {db_number((int64_t)h->community),
                                  db_number((int64_t)h->seq),
                                  db_number(r->fund),
                                  text_value(r->bank),
                                  db_number(r->purpose),
                                  db_digest(&r->number)};
    return db_exec(ctx, CALL(sql_bank_account_append, in));
}

static RESULT write_document(struct ctx *ctx, const struct record_header *h, const struct record_document_archived *r)
{
    const struct db_value in[] = {db_number((int64_t)h->community), db_uuid(&r->document),     db_number(r->type),
                                  db_number((int64_t)r->length),    db_digest(&r->title),      db_digest(&r->content),
                                  db_number(r->keep_until),         db_number((int64_t)h->seq)};
    return db_exec(ctx, CALL(sql_document_append, in));
}

static RESULT open_matter(struct ctx *ctx, const struct record_header *h, const struct record_matter_opened *r)
{
    const struct db_value in[] = {db_number((int64_t)h->community),
                                  db_number(r->noun),
                                  db_uuid(&r->id),
                                  db_number(r->from),
                                  db_maybe_number((struct maybe){r->has_due, r->due}),
                                  db_maybe_number((struct maybe){r->has_amount, r->amount.fen}),
                                  db_digest(&r->details),
                                  db_number((int64_t)h->seq)};
    return db_exec(ctx, CALL(sql_matter_open, in));
}

static RESULT move_matter(struct ctx *ctx, const struct record_header *h, const struct record_matter_moved *r)
{
    const struct db_value in[] = {db_number((int64_t)h->community),
                                  db_number(r->noun),
                                  db_uuid(&r->id),
                                  db_number(r->old_state),
                                  db_number(r->new_state),
                                  db_maybe_number((struct maybe){r->has_amount, r->amount.fen}),
                                  db_number((int64_t)h->seq)};
    return db_exec(ctx, CALL(sql_matter_move, in));
}

static RESULT write_import_received(struct ctx *ctx, const struct record_header *h,
                                    const struct record_import_received *r)
{
    const struct db_value in[] = {db_number((int64_t)h->community),    db_uuid(&r->import), db_number(r->source),
                                  db_number((int64_t)r->document_seq), db_number(r->rows),  db_digest(&r->row_root),
                                  db_number((int64_t)h->seq)};
    return db_exec(ctx, CALL(sql_import_receive, in));
}

static RESULT write_import_posted(struct ctx *ctx, const struct record_header *h, const struct record_import_posted *r)
{
    const struct db_value in[] = {db_number((int64_t)h->community),
                                  db_number((int64_t)r->received_seq),
                                  db_number(r->posted),
                                  db_number(r->refused),
                                  db_number(r->duplicate),
                                  db_number((int64_t)h->seq)};
    return db_exec(ctx, CALL(sql_import_post, in));
}

RESULT projection_add(struct ctx *ctx, struct projection *projection, const struct record_header *header,
                      const void *body)
{
    switch ((enum record_kind)header->kind) {
    case RECORD_community_opened:
        return write_community(ctx, header, body);
    case RECORD_fund_opened:
        return write_fund(ctx, header, body);
    case RECORD_account_opened:
        add_account(projection, header, body);
        return OK;
    case RECORD_bank_account_opened:
        return write_bank_account(ctx, header, body);
    case RECORD_entry:
        return add_entry(projection, header, body);
    case RECORD_document_archived:
        return write_document(ctx, header, body);
    case RECORD_matter_opened:
        return open_matter(ctx, header, body);
    case RECORD_matter_moved:
        return move_matter(ctx, header, body);
    case RECORD_import_received:
        return write_import_received(ctx, header, body);
    case RECORD_import_posted:
        return write_import_posted(ctx, header, body);
    case RECORD_subject_registered:
        return write_subject(ctx, header, body);
    }
    return REFUSE(record, malformed);
}

/* ---- flush ---- */

static RESULT flush_arrays(struct ctx *ctx, const struct embedded *query, struct db_array *arrays, size_t count)
{
    struct db_value in[16];
    assert(count <= LENGTH(in));
    if (arrays[0].count == 0)
        return OK;
    for (size_t i = 0; i < count; i++)
        TRY(db_array_value(&arrays[i], &in[i]));
    return db_exec(ctx, (struct db_call){query, in, count});
}

static int compare_turnovers(const void *x, const void *y)
{
    const struct turnover *a = x, *b = y;
    if (a->community != b->community)
        return a->community < b->community ? -1 : 1;
    if (a->fund != b->fund)
        return a->fund < b->fund ? -1 : 1;
    if (a->account_no != b->account_no)
        return a->account_no < b->account_no ? -1 : 1;
    return (a->month > b->month) - (a->month < b->month);
}

/* Adds up equal keys in place, in key order; *ret_count keys remain. */
static RESULT merge_turnovers(struct turnover *items, size_t count, size_t *ret_count)
{
    qsort(items, count, sizeof *items, compare_turnovers);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && compare_turnovers(&items[kept - 1], &items[i]) == 0) {
            TRY(money_add(items[kept - 1].debit, items[i].debit, &items[kept - 1].debit));
            TRY(money_add(items[kept - 1].credit, items[i].credit, &items[kept - 1].credit));
        } else {
            items[kept++] = items[i];
        }
    }
    *ret_count = kept;
    return OK;
}

static RESULT flush_balances(struct ctx *ctx, struct projection *p)
{
    size_t count;
    struct db_array arrays[6];
    TRY(merge_turnovers(p->turnovers.items, p->turnovers.count, &count));
    INIT_ARRAYS(p->arena, arrays, DB_INT8, DB_INT2, DB_INT4, DB_INT4, DB_INT8, DB_INT8);
    for (size_t i = 0; i < count; i++) {
        const struct turnover *t = &p->turnovers.items[i];
        const int64_t values[] = {(int64_t)t->community, t->fund, t->account_no, t->month, t->debit.fen, t->credit.fen};
        put_numbers(arrays, LENGTH(values), values);
    }
    return flush_arrays(ctx, &sql_balance_add, arrays, LENGTH(arrays));
}

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
    INIT_ARRAYS(p->arena, arrays, DB_INT8, DB_INT2, DB_INT2, DB_INT4, DB_INT8);
    if (p->counters.count > 0)
        qsort(p->counters.items, p->counters.count, sizeof *p->counters.items, compare_counters);
    for (size_t i = 0; i < p->counters.count; i++) {
        const struct counter *c = &p->counters.items[i];
        if (i + 1 < p->counters.count && same_series(c, c + 1))
            continue; /* only the last number of each series */
        const int64_t values[] = {(int64_t)c->community, c->number.fund, c->number.word,
                                  c->number.year * 100 + c->number.month, c->number.number};
        put_numbers(arrays, LENGTH(values), values);
    }
    return flush_arrays(ctx, &sql_voucher_counter_set, arrays, LENGTH(arrays));
}

RESULT projection_flush(struct ctx *ctx, struct projection *p)
{
    TRY(flush_arrays(ctx, &sql_account_append, p->account, LENGTH(p->account)));
    TRY(flush_arrays(ctx, &sql_entry_append, p->entry, LENGTH(p->entry)));
    TRY(flush_arrays(ctx, &sql_entry_number_append, p->number, LENGTH(p->number)));
    TRY(flush_arrays(ctx, &sql_entry_ref_append, p->ref, LENGTH(p->ref)));
    TRY(flush_arrays(ctx, &sql_posting_append, p->posting, LENGTH(p->posting)));
    TRY(flush_arrays(ctx, &sql_posting_dim_append, p->dim, LENGTH(p->dim)));
    if (p->turnovers.count > 0)
        TRY(flush_balances(ctx, p));
    return flush_counters(ctx, p);
}
