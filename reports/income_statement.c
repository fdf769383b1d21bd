/* 收支表: 会住维02 of the maintenance fund (财会〔2020〕7号), GSY-02 of the other funds. Turnover before carry-forward
 * and opening entries. */
#include "base/words.h"
#include "reports/statement_part.h"

static const struct statement_line mf_lines[] = {
    {"income", PHRASE_income_of_period, "-4", 0, REPORT_SUBTOTAL, SUM_TOTAL, NULL},
    {"4001", PHRASE_deposits, "-4001", 1, REPORT_LINE, SUM_LINE, NULL},
    {"4101", PHRASE_deposit_interest, "-4101", 1, REPORT_LINE, SUM_LINE, NULL},
    {"4102", PHRASE_bond_interest, "-4102", 1, REPORT_LINE, SUM_LINE, NULL},
    {"4201", PHRASE_operating_income, "-4201", 1, REPORT_LINE, SUM_LINE, NULL},
    {"4301", PHRASE_disposal_income, "-4301", 1, REPORT_LINE, SUM_LINE, NULL},
    {"4901", PHRASE_other_income_plain, "-4901", 1, REPORT_LINE, SUM_LINE, NULL},
    {"expense", PHRASE_expense_of_period, "+5", 0, REPORT_SUBTOTAL, SUM_TOTAL, NULL},
    {"5001", PHRASE_repairs, "+5001", 1, REPORT_LINE, SUM_LINE, NULL},
    {"5101", PHRASE_refunds, "+5101", 1, REPORT_LINE, SUM_LINE, NULL},
    {"5901", PHRASE_other_expense, "+5901", 1, REPORT_LINE, SUM_LINE, NULL},
    {"surplus", PHRASE_difference_of_period, "-4 -5", 0, REPORT_TOTAL, SUM_NOT, NULL},
};

/* A month beside the year to date; a year beside the last one, where there was one. */
static size_t choose_columns(const struct statement *s, struct statement_column columns[2])
{
    const struct period *period = &s->in->period;
    const int32_t year = s->standing.year;
    if (period->month || period->quarter) {
        const enum phrase title = period->month ? PHRASE_this_month : PHRASE_this_period;
        columns[0] = statement_turnover("period", title, (struct span){period->first, s->last});
        columns[1] = statement_turnover("year", PHRASE_year_to_date, (struct span){year, s->last});
        return 2;
    }
    columns[0] = statement_turnover("year", PHRASE_this_year, (struct span){year, s->last});
    columns[1] = statement_turnover("last_year", PHRASE_last_year, (struct span){year - 12, year - 1});
    return standing_has_last_year(&s->standing) ? 2 : 1;
}

RESULT income_statement_build(struct statement *s)
{
    struct statement_column columns[2];
    struct report_table *table;
    if (s->standing.fund != FUND_MF)
        return income_use_build(s);
    const size_t count = choose_columns(s, columns);
    TRY(statement_begin(s, "income_statement_mf", PHRASE_form_02));
    TRY(statement_table(s, "income", PHRASE_income_statement, &table));
    report_column_add(table, "item", statement_text(s, PHRASE_item), REPORT_TEXT);
    for (size_t c = 0; c < count; c++)
        report_column_add(table, columns[c].key, statement_text(s, columns[c].title), REPORT_MONEY);
    return statement_form(s, table, mf_lines, LENGTH(mf_lines), (struct statement_columns){columns, count});
}
