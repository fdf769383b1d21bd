#include "reports/unit_statement.h"

#include "db/db.h"
#include "embed/sql.h"
#include "ledger/people/unit.h"
#include "reports/ledger_book.h"

struct movement_row {
    int64_t seq;
    int16_t line;
    int32_t booking_date;
    int16_t word;
    int32_t series;
    int64_t number;
    const char *code, *name, *summary;
    int16_t side;
    money amount;
};

struct unit_lines { /* the statement under way */
    struct statement *s;
    struct report_table *table;
    money balance, in, out;
};

static RESULT read_movements(struct statement *s, const struct unit *unit, struct movement_row **ret_rows,
                             size_t *ret_count)
{
    static const struct db_column columns[] = {
        COLUMN(movement_row, seq),  COLUMN(movement_row, line),   COLUMN(movement_row, booking_date),
        COLUMN(movement_row, word), COLUMN(movement_row, series), COLUMN(movement_row, number),
        COLUMN(movement_row, code), COLUMN(movement_row, name),   COLUMN(movement_row, summary),
        COLUMN(movement_row, side), COLUMN(movement_row, amount),
    };
    const struct db_value in[] = {db_number((int64_t)s->standing.community_id), db_uuid(&unit->unit),
                                  db_number(s->standing.as_of), db_number((int64_t)s->standing.size)};
    *ret_rows = NULL;
    return db_list(s->ctx, CALL(sql_unit_movement_list, in), ROW(movement_row, columns), ret_rows, ret_count);
}

/* Credit is more in the unit's account, debit less; red letters keep their side. */
static RESULT take(struct unit_lines *u, const struct movement_row *row, bool shown)
{
    const bool credit = row->side == SIDE_CREDIT;
    TRY(credit ? money_add(u->balance, row->amount, &u->balance) : money_sub(u->balance, row->amount, &u->balance));
    if (!shown)
        return OK;
    money *sum = credit ? &u->in : &u->out;
    return money_add(*sum, row->amount, sum);
}

static RESULT put_opening(struct unit_lines *u)
{
    struct report_row *row;
    TRY(ledger_book_edge(u->s, u->table, "opening", PHRASE_opening_balance, &row));
    report_put_empty(row);
    report_put_empty(row);
    report_put_money(row, u->balance, NULL);
    return OK;
}

static RESULT put_movement(struct unit_lines *u, const struct movement_row *from)
{
    const struct ledger_book_entry entry = {from->booking_date, from->word, from->series, from->number, from->summary};
    const char *key, *account;
    struct report_row *row;
    TRY(take(u, from, true));
    TRY(ledger_book_key(u->s, from->seq, from->line, &key));
    TRY(report_row_add(u->table, (struct report_row){.key = key, .sum_from = -1}, &row));
    TRY(ledger_book_place(u->s, row, &entry));
    TRY(arena_print(u->s->ctx->arena, &account, "%s %s", from->code, from->name));
    report_put_text(row, account);
    if (from->side != SIDE_CREDIT)
        report_put_empty(row);
    report_put_money(row, from->amount, NULL);
    if (from->side == SIDE_CREDIT)
        report_put_empty(row);
    report_put_money(row, u->balance, NULL);
    return OK;
}

static RESULT put_total(struct unit_lines *u)
{
    struct report_row *row;
    TRY(ledger_book_edge(u->s, u->table, "total", PHRASE_period_sum, &row));
    row->total = REPORT_TOTAL;
    report_put_money(row, u->in, NULL);
    report_put_money(row, u->out, NULL);
    report_put_money(row, u->balance, NULL);
    return OK;
}

static RESULT put_rows(struct unit_lines *u, const struct movement_row *rows, size_t count)
{
    const day first = month_first(u->s->in->period.first);
    size_t i = 0;
    for (; i < count && rows[i].booking_date < first; i++)
        TRY(take(u, &rows[i], false));
    TRY(put_opening(u));
    for (; i < count; i++)
        TRY(put_movement(u, &rows[i]));
    return put_total(u);
}

/* The unit by the name people give it, and its area. */
static RESULT find(struct statement *s, struct unit *ret_unit)
{
    struct unit *list;
    const struct unit *found;
    size_t count;
    TRY(unit_list(s->ctx, s->in->community, &list, &count));
    TRY(unit_find(s->ctx, list, count, s->in->what, &found));
    *ret_unit = *found;
    return OK;
}

static RESULT add_facts(struct statement *s, const struct unit *unit)
{
    char area[32];
    const char *text;
    unit_area_format(unit->area_cm2, area);
    TRY(arena_print(s->ctx->arena, &text, "%s m²", area));
    TRY(report_fact_add(s->report, "unit", statement_text(s, PHRASE_unit_named), unit->address));
    return report_fact_add(s->report, "area", statement_text(s, PHRASE_area), text);
}

RESULT unit_statement_build(struct statement *s)
{
    static const struct {
        const char *key;
        enum phrase title;
        enum report_kind kind;
    } columns[] = {{"date", PHRASE_date, REPORT_TEXT},
                   {"voucher", PHRASE_voucher, REPORT_TEXT},
                   {"summary", PHRASE_voucher_summary, REPORT_TEXT},
                   {"account", PHRASE_account, REPORT_TEXT},
                   {"in", PHRASE_increase, REPORT_MONEY},
                   {"out", PHRASE_decrease, REPORT_MONEY},
                   {"balance", PHRASE_balance, REPORT_MONEY}};
    struct unit_lines u = {.s = s, .balance = FEN(0), .in = FEN(0), .out = FEN(0)};
    struct movement_row *rows;
    struct unit unit;
    size_t count;
    TRY(find(s, &unit));
    TRY(read_movements(s, &unit, &rows, &count));
    TRY(statement_begin(s, "unit_statement", PHRASE_unit_statement));
    TRY(add_facts(s, &unit));
    TRY(statement_table(s, "lines", PHRASE_unit_statement, &u.table));
    for (size_t c = 0; c < LENGTH(columns); c++)
        report_column_add(u.table, columns[c].key, statement_text(s, columns[c].title), columns[c].kind);
    return put_rows(&u, rows, count);
}
