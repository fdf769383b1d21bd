#include "reports/statement_part.h"

#include "embed/sql.h"

#include <stdio.h>
#include <string.h>

const char *statement_text(const struct statement *s, enum phrase key)
{
    return phrase(key, s->in->language);
}

static RESULT add_facts(struct statement *s)
{
    const char *fund;
    TRY(arena_print(s->ctx->arena, &fund, "%s %s", fund_code(s->standing.fund),
                    fund_name(s->standing.fund, s->in->language)));
    TRY(report_fact_add(s->report, "fund", statement_text(s, PHRASE_fund_named), fund));
    TRY(report_fact_add(s->report, "custodian", statement_text(s, PHRASE_prepared_for), s->standing.custodian));
    TRY(report_note_add(s->report, statement_text(s, PHRASE_note_open_included)));
    TRY(report_note_add(s->report, statement_text(s, PHRASE_note_numbering)));
    TRY(report_note_add(s->report, statement_text(s, PHRASE_note_verify)));
    return report_note_add(s->report, statement_text(s, PHRASE_note_signatures));
}

RESULT statement_begin(struct statement *s, const char *key, enum phrase title)
{
    const char *period_title, *period_name;
    TRY(report_period_title(s->ctx, &s->in->period, s->in->language, &period_title));
    TRY(arena_text(s->ctx->arena, s->in->period.name, strlen(s->in->period.name), &period_name));
    const struct report head = {
        .key = key,
        .title = statement_text(s, title),
        .language = s->in->language,
        .community = s->standing.community_id,
        .community_name = s->standing.name,
        .period = period_name,
        .period_title = period_title,
        .first = month_first(s->in->period.first),
        .last = month_last(s->in->period.last),
        .as_of = s->standing.as_of,
        .journal_size = s->standing.size,
        .root = s->standing.root,
    };
    TRY(report_new(s->ctx, &head, &s->report));
    return add_facts(s);
}

RESULT statement_table(struct statement *s, const char *key, enum phrase title, struct report_table **ret_table)
{
    struct report_section *section;
    TRY(report_section_add(s->report, key, title, &section));
    return report_table_add(s->report, section, key, statement_text(s, title), ret_table);
}

RESULT statement_put(struct statement *s, struct report_row *row, struct figure *figure, const char *name)
{
    money amount;
    const char *sources;
    TRY(figure_amount(&s->standing, figure, &amount));
    TRY(figure_sources(s->ctx, figure, &sources));
    report_put_money(row, amount, sources);
    row->cells[row->cell_count - 1].figure = figure;
    row->cells[row->cell_count - 1].name = name;
    return OK;
}

RESULT statement_figure(struct statement *s, const char *formula, const struct statement_column *column,
                        struct figure **ret_figure)
{
    TRY(figure_new(s->ctx, ret_figure));
    return figure_add(*ret_figure, formula, column->parts, column->count);
}

RESULT statement_prove(struct statement *s, const struct statement_line *line, money amount, money *sum)
{
    if (line->sum == SUM_LINE)
        return money_add(*sum, amount, sum);
    if (line->sum != SUM_TOTAL)
        return OK;
    const money found = *sum;
    *sum = FEN(0);
    char what[120];
    (void)snprintf(what, sizeof what, "%s, sum of lines / %s in the books", line->key, line->key);
    return report_equal(s->ctx, what, found, amount);
}

RESULT statement_line(struct statement *s, struct report_table *table, const struct statement_line *line,
                      struct statement_columns columns)
{
    struct report_row *row;
    const int sign = line->sum == SUM_LINE ? 1 : line->sum == SUM_LESS ? -1 : 0;
    TRY(report_row_add(table,
                       (struct report_row){.key = line->key,
                                           .level = line->level,
                                           .total = line->total,
                                           .sign = sign,
                                           .sum_from = line->sum == SUM_BELOW ? 0 : -1},
                       &row));
    report_put_text(row, line->text ? line->text : statement_text(s, line->label));
    for (size_t c = 0; c < columns.count; c++) {
        struct figure *figure;
        if (!line->formula) {
            report_put_empty(row);
            continue;
        }
        TRY(statement_figure(s, line->formula, &columns.items[c], &figure));
        TRY(statement_put(s, row, figure, NULL));
    }
    return OK;
}

/* Totals stand above their lines, so sums are proved from the last line up. */
static RESULT prove_column(struct statement *s, const struct report_table *table, const struct statement_line *lines,
                           size_t count, size_t column)
{
    money sum = FEN(0);
    const size_t first = table->rows.count - count;
    for (size_t i = count; i-- > 0;)
        TRY(statement_prove(s, &lines[i], table->rows.items[first + i]->cells[column].amount, &sum));
    return OK;
}

RESULT statement_form(struct statement *s, struct report_table *table, const struct statement_line *lines, size_t count,
                      struct statement_columns columns)
{
    for (size_t i = 0; i < count; i++)
        TRY(statement_line(s, table, &lines[i], columns));
    for (size_t c = 1; c <= columns.count; c++)
        TRY(prove_column(s, table, lines, count, c));
    return OK;
}

RESULT statement_read_names(struct statement *s)
{
    static const struct db_column columns[] = {COLUMN(name_then, fund), COLUMN(name_then, code),
                                               COLUMN(name_then, name)};
    const struct db_value in[] = {db_number((int64_t)s->in->community), db_number((int64_t)s->standing.size)};
    if (s->standing.size == s->standing.head_size)
        return OK;
    return db_list(s->ctx, CALL(sql_account_name_at, in), ROW(name_then, columns), &s->names, &s->name_count);
}

const char *statement_name_then(const struct statement *s, int fund, const char *code, const char *now)
{
    for (size_t i = 0; i < s->name_count; i++)
        if (s->names[i].fund == fund && strcmp(s->names[i].code, code) == 0)
            return s->names[i].name;
    return now;
}

/* NULL when the chart of the fund has no such code. */
static RESULT find_account(struct statement *s, const char *code, const struct account **ret_account)
{
    *ret_account = NULL;
    if (!s->accounts)
        TRY(account_list(s->ctx, s->in->community, &s->accounts, &s->account_count));
    for (size_t i = 0; i < s->account_count && !*ret_account; i++)
        if (s->accounts[i].fund == s->standing.fund && strcmp(s->accounts[i].code, code) == 0)
            *ret_account = &s->accounts[i];
    return OK;
}

RESULT statement_has_account(struct statement *s, const char *code, bool *ret_has)
{
    const struct account *account;
    TRY(find_account(s, code, &account));
    *ret_has = account != NULL;
    return OK;
}

RESULT statement_account_name(struct statement *s, const char *code, const char **ret_name)
{
    const struct account *account;
    TRY(find_account(s, code, &account));
    if (account) {
        *ret_name = statement_name_then(s, account->fund, code, account->name);
        return OK;
    }
    error_set(&s->ctx->error, "fund", "%s", fund_code(s->standing.fund));
    error_set(&s->ctx->error, "account", "%s", code);
    return REFUSE(report, account);
}

/* Units of the kind, turnover on its accounts, or repairs charged to it. */
static bool has_money(const struct standing *standing, int kind)
{
    if (standing->housing[kind - 1])
        return true;
    static const char *const codes[2][3] = {{"3001", "400101", "510101"}, {"3002", "400102", "510102"}};
    for (size_t i = 0; i < standing->row_count; i++)
        for (size_t c = 0; c < LENGTH(codes[0]); c++)
            if (strcmp(standing->rows[i].code, codes[kind - 1][c]) == 0 && standing_turned(&standing->rows[i]))
                return true;
    for (size_t i = 0; i < standing->works_count; i++)
        if (standing->works[i].kind == kind)
            return true;
    return false;
}

bool statement_manages(const struct statement *s, int kind)
{
    return has_money(&s->standing, kind) || (kind == 1 && !has_money(&s->standing, 2));
}

struct statement_column statement_closing(const struct statement *s, const char *key, enum phrase title)
{
    return (struct statement_column){
        key, title, {{.span = {0, s->last}, .flows = FLOW_ALL, .open = s->standing.open}}, 1};
}

struct statement_column statement_opening(const struct statement *s, const char *key, enum phrase title)
{
    const int32_t year = s->standing.year;
    return (struct statement_column){key,
                                     title,
                                     {{.span = {0, year - 1}, .flows = FLOW_ALL, .open = s->standing.open_before},
                                      {.span = {year, s->last}, .flows = FLOW_OPENING, .open = s->last + 1}},
                                     2};
}

struct statement_column statement_turnover(const char *key, enum phrase title, struct span span)
{
    return (struct statement_column){key, title, {{.span = span, .flows = FLOW_ORDINARY}}, 1};
}
