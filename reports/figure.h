/* figure.h  What a cell of a statement is the sum of, said once: evaluated from month sums for the statement, and from
 * the vouchers themselves for whoever asks what stands behind it.
 *
 * A formula is a list of words: "-4001" adds credit less debit of all accounts whose code begins with 4001, "+1001"
 * debit less credit; "-5001/1" takes the shares of commodity housing alone, "-5001/2" those of public housing;
 * "+5101@3" takes stream 3. A formula is applied over parts: spans of months and the flows that count in them. */
#pragma once

#include "reports/render/model.h"
#include "reports/standing.h"

struct part { /* where a formula is applied */
    struct span span;
    unsigned flows;  /* enum turnover_flow */
    int32_t open;    /* kinds of housing count from this month on: before it, carry-forward entries told them apart */
    bool negative;   /* taken away */
    enum move moves; /* direct changes of net assets of this sort only; 0: all */
    int side;        /* 1 debit lines only, 2 credit lines only, 0 both */
};

struct figure_term {
    const char *code;
    int sign, kind;
    int64_t stream; /* -1 all */
    struct part part;
};

struct figure {
    LIST(struct figure_term) terms;
};

/* An empty figure; a formula over some parts added to it. Refusals: list.full, memory.exhausted. */
RESULT figure_new(struct ctx *ctx, struct figure **ret_figure);
RESULT figure_add(struct figure *figure, const char *formula, const struct part *parts, size_t count);

/* The amount. Refusals: money.range. */
RESULT figure_amount(const struct standing *standing, const struct figure *figure, money *ret_amount);

/* The codes behind it, "4001 5101", NULL when there are none or many. Refusals: memory.exhausted. */
RESULT figure_sources(struct ctx *ctx, const struct figure *figure, const char **ret_text);

struct figure_voucher { /* an entry, and what it adds to a figure */
    int64_t seq;
    int32_t booking_date;
    int16_t word;
    int32_t series;
    int64_t number;
    const char *summary; /* NULL where it was erased */
    money amount;
};

/* The entries behind a figure by day and record, without those that add nothing; they add up to it. Inside the
 * transaction in which `standing` was read. Refusals: report.cross_foot when they do not add up, those of db_list. */
RESULT figure_vouchers(struct ctx *ctx, const struct standing *standing, const struct figure *figure,
                       struct figure_voucher **ret_list, size_t *ret_count);
