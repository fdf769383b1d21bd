/* 净资产变动表: 会住维03 of the maintenance fund (财会〔2020〕7号), GSY-03 of the other funds: a year. */
#include "base/words.h"
#include "reports/statement_part.h"

enum { GROUPS_MAX = 4 };

/* Which part of a group's change a row shows. */
enum aspect { BROUGHT_FORWARD, ADJUSTED, START, CHANGED, SURPLUS, INSIDE, MOVED, CLOSING };

struct group { /* a column */
    const char *key;
    enum phrase title;
    int kind;            /* of housing; 0 always shown */
    const char *equity;  /* net asset accounts */
    const char *results; /* income and expense accounts that end there */
    const char *works;   /* repairs of the kind; NULL none */
};

static const struct group mf_groups[] = {
    {"3001", PHRASE_commodity_fund, 1, "-3001", "-400101 -510101", "-5001/1"},
    {"3002", PHRASE_public_fund, 2, "-3002", "-400102 -510102", "-5001/2"},
    {"3101", PHRASE_undistributed, 0, "-3101", "-4101 -4102 -4201 -4301 -4901 -5901", NULL},
    {"total", PHRASE_net_assets_total, 0, "-3", "-4 -5", NULL},
};
static const struct group gsy_groups[] = {
    {"unrestricted", PHRASE_unrestricted, 0, "-3101 -3201 -3901", "-4 -5 -6", NULL},
    {"restricted", PHRASE_restricted, 0, "-3102", NULL, NULL},
    {"total", PHRASE_net_assets_total, 0, "-3", "-4 -5 -6", NULL},
};

struct change_row {
    const char *key;
    enum phrase mf, gsy;
    int level, sign;
    enum report_total total;
    enum aspect change;
};

/* Signs and totals: the start of the year is what was brought forward and adjusted, the end is that and the changes. */
static const struct change_row rows[] = {
    {"brought_forward", PHRASE_last_year_end, PHRASE_last_year_end, 0, 1, REPORT_LINE, BROUGHT_FORWARD},
    {"adjusted", PHRASE_prior_year_adjustment, PHRASE_prior_year_adjustment, 0, 1, REPORT_LINE, ADJUSTED},
    {"start", PHRASE_this_year_start, PHRASE_this_year_start, 0, 0, REPORT_SUBTOTAL, START},
    {"changed", PHRASE_changes_of_year, PHRASE_changes_of_year, 0, 0, REPORT_LINE, CHANGED},
    {"surplus", PHRASE_surplus_of_year, PHRASE_surplus_of_year, 1, 1, REPORT_LINE, SURPLUS},
    {"distributed", PHRASE_distributed, PHRASE_earmarked_released, 1, 1, REPORT_LINE, INSIDE},
    {"transferred", PHRASE_transferred, PHRASE_other_direct, 1, 1, REPORT_LINE, MOVED},
    {"closing", PHRASE_this_year_end, PHRASE_this_year_end, 0, 0, REPORT_TOTAL, CLOSING},
};

struct changes {
    struct statement *s;
    struct report_table *table;
    struct group groups[GROUPS_MAX];
    size_t count;
};

static RESULT add(struct figure *figure, const char *formula, struct part part)
{
    return formula ? figure_add(figure, formula, &part, 1) : OK;
}

/* Everything of the group at one date. */
static RESULT add_balance(struct figure *figure, const struct group *group, const struct statement_column *column)
{
    TRY(figure_add(figure, group->equity, column->parts, column->count));
    if (group->results)
        TRY(figure_add(figure, group->results, column->parts, column->count));
    return group->works ? figure_add(figure, group->works, column->parts, column->count) : OK;
}

/* What carry-forward entries brought this year, and what is still open now, less what was open when the year began. */
static RESULT add_surplus(const struct statement *s, struct figure *figure, const struct group *group)
{
    const struct standing *standing = &s->standing;
    const struct span year = {standing->year, s->last};
    TRY(add(figure, group->equity, (struct part){.span = year, .flows = FLOW_CARRIED}));
    TRY(add(figure, group->results, (struct part){.span = year, .flows = FLOW_ORDINARY | FLOW_CARRIED}));
    TRY(add(figure, group->works, (struct part){.span = {0, s->last}, .flows = FLOW_ORDINARY, .open = standing->open}));
    return add(
        figure, group->works,
        (struct part){
            .span = {0, standing->year - 1}, .flows = FLOW_ORDINARY, .open = standing->open_before, .negative = true});
}

static RESULT add_moves(const struct statement *s, struct figure *figure, const struct group *group, enum move move)
{
    const struct span year = {s->standing.year, s->last};
    return add(figure, group->equity, (struct part){.span = year, .flows = FLOW_ORDINARY, .moves = move});
}

static RESULT add_start(const struct statement *s, struct figure *figure, const struct group *group)
{
    const struct statement_column opening = statement_opening(s, "", PHRASE_year_start);
    return add_balance(figure, group, &opening);
}

static RESULT add_change(struct changes *c, struct figure *figure, const struct group *group, enum aspect change)
{
    const struct statement *s = c->s;
    const struct statement_column closing = statement_closing(s, "", PHRASE_period_end);
    switch (change) {
    case BROUGHT_FORWARD:
        return add_start(s, figure, group);
    case ADJUSTED:
        return add_moves(s, figure, group, MOVE_CORRECTION);
    case START:
        TRY(add_start(s, figure, group));
        return add_moves(s, figure, group, MOVE_CORRECTION);
    case CHANGED:
        TRY(add_surplus(s, figure, group));
        TRY(add_moves(s, figure, group, MOVE_INSIDE));
        return add_moves(s, figure, group, MOVE_TRANSFER);
    case SURPLUS:
        return add_surplus(s, figure, group);
    case INSIDE:
        return add_moves(s, figure, group, MOVE_INSIDE);
    case MOVED:
        return add_moves(s, figure, group, MOVE_TRANSFER);
    case CLOSING:
        return add_balance(figure, group, &closing);
    }
    return OK;
}

static RESULT put_row(struct changes *c, const struct change_row *from)
{
    const bool mf = c->s->standing.fund == FUND_MF;
    struct report_row *row;
    TRY(report_row_add(c->table,
                       (struct report_row){.key = from->key,
                                           .level = from->level,
                                           .total = from->total,
                                           .sign = from->sign,
                                           .sum_from = from->total == REPORT_LINE ? -1 : 0},
                       &row));
    report_put_text(row, statement_text(c->s, mf ? from->mf : from->gsy));
    for (size_t g = 0; g < c->count; g++) {
        struct figure *figure;
        TRY(figure_new(c->s->ctx, &figure));
        TRY(add_change(c, figure, &c->groups[g], from->change));
        TRY(statement_put(c->s, row, figure, NULL));
    }
    return OK;
}

/* The columns that are managed; across, they make the total. */
static RESULT put_columns(struct changes *c)
{
    const bool mf = c->s->standing.fund == FUND_MF;
    const struct group *all = mf ? mf_groups : gsy_groups;
    struct report_rule rule = {0};
    report_column_add(c->table, "item", statement_text(c->s, PHRASE_item), REPORT_TEXT);
    for (size_t g = 0; g < (mf ? LENGTH(mf_groups) : LENGTH(gsy_groups)); g++) {
        if (all[g].kind != 0 && !statement_manages(c->s, all[g].kind))
            continue;
        c->groups[c->count++] = all[g];
        rule.sign[c->count] = 1;
        report_column_add(c->table, all[g].key, statement_text(c->s, all[g].title), REPORT_MONEY);
    }
    rule.sign[c->count] = -1;
    return report_rule_add(c->table, rule);
}

/* 四 stands above its parts: proved apart. */
static RESULT prove_changes(const struct changes *c)
{
    for (size_t g = 1; g <= c->count; g++) {
        money sum = FEN(0);
        for (size_t r = SURPLUS; r <= MOVED; r++)
            TRY(money_add(sum, c->table->rows.items[r]->cells[g].amount, &sum));
        TRY(report_equal(c->s->ctx, "changes of the year / their parts", sum,
                         c->table->rows.items[CHANGED]->cells[g].amount));
    }
    return OK;
}

RESULT net_assets_build(struct statement *s)
{
    const bool mf = s->standing.fund == FUND_MF;
    struct changes c = {.s = s};
    TRY(statement_begin(s, mf ? "net_assets_mf" : "net_assets", mf ? PHRASE_form_03 : PHRASE_form_gsy_03));
    TRY(statement_table(s, "net_assets", PHRASE_net_assets_changes, &c.table));
    TRY(put_columns(&c));
    for (size_t r = 0; r < LENGTH(rows); r++)
        TRY(put_row(&c, &rows[r]));
    return prove_changes(&c);
}
