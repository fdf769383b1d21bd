#include "reports/figure.h"

#include "db/db.h"
#include "embed/sql.h"
#include "reports/report.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { TERMS_MAX = 1000, CODE_MAX = 24, SOURCES_MAX = 8, FAR = 1 << 20 };

RESULT figure_new(struct ctx *ctx, struct figure **ret_figure)
{
    struct figure *figure;
    TRY(ARENA_TAKE(ctx->arena, 1, &figure));
    figure->terms.max = TERMS_MAX;
    figure->terms.arena = ctx->arena;
    *ret_figure = figure;
    return OK;
}

/* ---- formulas ---- */

/* The number behind `mark` in a word, and the word cut there; `none` when there is no mark. */
static int64_t cut_number(char *word, char mark, int64_t none)
{
    char *at = strchr(word, mark);
    if (!at)
        return none;
    *at = '\0';
    int64_t number = 0;
    for (const char *p = at + 1; *p >= '0' && *p <= '9'; p++)
        number = number * 10 + (*p - '0');
    return number;
}

static RESULT add_word(struct figure *figure, const char *text, size_t length, const struct part *part)
{
    char word[CODE_MAX];
    assert(length < sizeof word && (text[0] == '+' || text[0] == '-'));
    memcpy(word, text, length);
    word[length] = '\0';
    struct figure_term term = {.sign = text[0] == '+' ? 1 : -1, .part = *part};
    term.stream = cut_number(word, '@', -1);
    term.kind = (int)cut_number(word, '/', 0);
    TRY(arena_text(figure->terms.arena, word + 1, strlen(word + 1), &term.code));
    if (part->negative)
        term.sign = -term.sign;
    if (term.kind != 0 && term.part.span.first < part->open)
        term.part.span.first = part->open;
    return LIST_ADD(&figure->terms, term);
}

RESULT figure_add(struct figure *figure, const char *formula, const struct part *parts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (const char *p = formula; *p;) {
            const size_t length = strcspn(p, " ");
            TRY(add_word(figure, p, length, &parts[i]));
            p += length + (p[length] == ' ');
        }
    return OK;
}

/* ---- the amount ---- */

static bool begins(const char *code, const char *prefix)
{
    return strncmp(code, prefix, strlen(prefix)) == 0;
}

static bool inside(const struct figure_term *term, int32_t month)
{
    return month >= term->part.span.first && month <= term->part.span.last;
}

static RESULT add_sides(const struct figure_term *term, money debit, money credit, money *sum)
{
    money net = debit;
    if (term->part.side == 0)
        TRY(money_sub(debit, credit, &net));
    else if (term->part.side == 2)
        net = money_neg(credit);
    return term->sign > 0 ? money_add(*sum, net, sum) : money_sub(*sum, net, sum);
}

static RESULT add_row(const struct figure_term *term, const struct standing_row *row, money *sum)
{
    if (term->part.flows & FLOW_ORDINARY)
        TRY(add_sides(term, row->debit_fen, row->credit_fen, sum));
    if (term->part.flows & FLOW_CARRIED)
        TRY(add_sides(term, row->carried_debit_fen, row->carried_credit_fen, sum));
    return term->part.flows & FLOW_OPENING ? add_sides(term, row->opened_debit_fen, row->opened_credit_fen, sum) : OK;
}

static RESULT add_works(const struct standing *standing, const struct figure_term *term, money *sum)
{
    for (size_t i = 0; i < standing->works_count; i++) {
        const struct works_row *row = &standing->works[i];
        if (row->kind == term->kind && inside(term, row->month) && begins(row->code, term->code))
            TRY(add_sides(term, row->debit_fen, row->credit_fen, sum));
    }
    return OK;
}

static RESULT add_taxes(const struct standing *standing, const struct figure_term *term, money *sum)
{
    for (size_t i = 0; i < standing->tax_count; i++) {
        const struct tax_row *row = &standing->taxes[i];
        if (row->stream == term->stream && inside(term, row->month) && begins(row->code, term->code))
            TRY(add_sides(term, row->debit_fen, row->credit_fen, sum));
    }
    return OK;
}

static RESULT add_moves(const struct standing *standing, const struct figure_term *term, money *sum)
{
    for (size_t i = 0; i < standing->move_count; i++) {
        const struct move_row *row = &standing->moves[i];
        if (row->move == (int)term->part.moves && begins(row->code, term->code))
            TRY(add_sides(term, row->debit_fen, row->credit_fen, sum));
    }
    return OK;
}

static RESULT add_term(const struct standing *standing, const struct figure_term *term, money *sum)
{
    if (term->part.moves != 0)
        return add_moves(standing, term, sum);
    if (term->kind != 0)
        return add_works(standing, term, sum);
    if (term->stream >= 0)
        return add_taxes(standing, term, sum);
    for (size_t i = 0; i < standing->row_count; i++)
        if (inside(term, standing->rows[i].month) && begins(standing->rows[i].code, term->code))
            TRY(add_row(term, &standing->rows[i], sum));
    return OK;
}

RESULT figure_amount(const struct standing *standing, const struct figure *figure, money *ret_amount)
{
    money sum = FEN(0);
    for (size_t i = 0; i < figure->terms.count; i++)
        TRY(add_term(standing, &figure->terms.items[i], &sum));
    *ret_amount = sum;
    return OK;
}

RESULT figure_sources(struct ctx *ctx, const struct figure *figure, const char **ret_text)
{
    const char *codes[SOURCES_MAX];
    size_t count = 0;
    struct buffer out;
    struct bytes text;
    *ret_text = NULL;
    for (size_t i = 0; i < figure->terms.count; i++) {
        size_t at = 0;
        while (at < count && strcmp(codes[at], figure->terms.items[i].code) != 0)
            at++;
        if (at == SOURCES_MAX)
            return OK;
        if (at == count)
            codes[count++] = figure->terms.items[i].code;
    }
    if (count == 0)
        return OK;
    buffer_init(&out, ctx->arena, SOURCES_MAX * CODE_MAX);
    for (size_t i = 0; i < count; i++)
        buffer_print(&out, "%s%s", i > 0 ? " " : "", codes[i]);
    TRY(buffer_done(&out, &text));
    *ret_text = (const char *)text.data;
    return OK;
}

/* ---- the vouchers ---- */

struct found_row {
    int64_t seq;
    int32_t booking_date;
    int16_t word;
    int32_t series;
    int64_t number;
    const char *summary;
    money debit_fen, credit_fen;
};

static RESULT list_term(struct ctx *ctx, const struct standing *standing, const struct figure_term *term,
                        struct found_row **ret_rows, size_t *ret_count)
{
    static const struct db_column columns[] = {COLUMN(found_row, seq),       COLUMN(found_row, booking_date),
                                               COLUMN(found_row, word),      COLUMN(found_row, series),
                                               COLUMN(found_row, number),    COLUMN(found_row, summary),
                                               COLUMN(found_row, debit_fen), COLUMN(found_row, credit_fen)};
    const struct span span = term->part.span;
    const day first = span.first == 0 ? DAY_MIN : month_first(span.first);
    const day last = month_last(span.last) < standing->as_of ? month_last(span.last) : standing->as_of;
    const int64_t community = (int64_t)standing->community_id, size = (int64_t)standing->size;
    *ret_rows = NULL;
    *ret_count = 0;
    if (term->kind != 0) {
        const struct db_value in[] = {db_number(community), db_text(term->code), db_number(term->kind),
                                      db_number(first),     db_number(last),     db_number(size)};
        return db_list(ctx, CALL(sql_figure_unit_list, in), ROW(found_row, columns), ret_rows, ret_count);
    }
    const unsigned flows = term->part.moves != 0 ? (unsigned)FLOW_ORDINARY : term->part.flows;
    const struct db_value in[] = {db_number(community), db_number(standing->fund), db_text(term->code),
                                  db_number(first),     db_number(last),           db_number(size),
                                  db_number(flows),     db_number(term->stream)};
    return db_list(ctx, CALL(sql_figure_voucher_list, in), ROW(found_row, columns), ret_rows, ret_count);
}

/* Whether an entry counts for a term; of direct changes only those of its sort. */
static bool counts(const struct standing *standing, const struct figure_term *term, int64_t seq)
{
    if (term->part.moves == 0)
        return true;
    for (size_t i = 0; i < standing->move_count; i++)
        if (standing->moves[i].seq == seq && standing->moves[i].move == (int)term->part.moves)
            return true;
    return false;
}

static int compare_vouchers(const void *x, const void *y)
{
    const struct figure_voucher *a = x, *b = y;
    if (a->booking_date != b->booking_date)
        return a->booking_date < b->booking_date ? -1 : 1;
    return (a->seq > b->seq) - (a->seq < b->seq);
}

struct gathering {
    LIST(struct figure_voucher) list;
};

static RESULT gather_term(struct ctx *ctx, const struct standing *standing, const struct figure_term *term,
                          struct gathering *all)
{
    struct found_row *rows;
    size_t count;
    TRY(list_term(ctx, standing, term, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        const struct found_row *row = &rows[i];
        struct figure_voucher voucher = {.seq = row->seq,
                                         .booking_date = row->booking_date,
                                         .word = row->word,
                                         .series = row->series,
                                         .number = row->number,
                                         .summary = row->summary,
                                         .amount = FEN(0)};
        if (!counts(standing, term, row->seq))
            continue;
        TRY(add_sides(term, row->debit_fen, row->credit_fen, &voucher.amount));
        TRY(LIST_ADD(&all->list, voucher));
    }
    return OK;
}

/* One row an entry, none for what cancels itself. */
static RESULT merge(struct gathering *all, size_t *ret_count, money *ret_sum)
{
    struct figure_voucher *items = all->list.items;
    size_t kept = 0;
    *ret_sum = FEN(0);
    if (all->list.count > 0)
        qsort(items, all->list.count, sizeof *items, compare_vouchers);
    for (size_t i = 0; i < all->list.count;) {
        struct figure_voucher voucher = items[i];
        for (i++; i < all->list.count && items[i].seq == voucher.seq; i++)
            TRY(money_add(voucher.amount, items[i].amount, &voucher.amount));
        TRY(money_add(*ret_sum, voucher.amount, ret_sum));
        if (voucher.amount.fen != 0)
            items[kept++] = voucher;
    }
    *ret_count = kept;
    return OK;
}

RESULT figure_vouchers(struct ctx *ctx, const struct standing *standing, const struct figure *figure,
                       struct figure_voucher **ret_list, size_t *ret_count)
{
    struct gathering all = {.list = {.max = FAR, .arena = ctx->arena}};
    money amount, sum;
    for (size_t i = 0; i < figure->terms.count; i++)
        TRY(gather_term(ctx, standing, &figure->terms.items[i], &all));
    TRY(merge(&all, ret_count, &sum));
    TRY(figure_amount(standing, figure, &amount));
    *ret_list = all.list.items;
    return report_equal(ctx, "figure / the vouchers behind it", amount, sum);
}
