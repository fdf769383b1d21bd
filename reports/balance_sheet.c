/* 资产负债表: 会住维01 of the maintenance fund (财会〔2020〕7号), GSY-01 of the other funds. Assets left, claims right.
 */
#include "base/words.h"
#include "reports/statement_part.h"

static const struct statement_line mf_assets[] = {
    {"assets_head", PHRASE_assets_head, NULL, 0, REPORT_LINE, SUM_NOT, NULL},
    {"1001", PHRASE_bank_deposits, "+1001", 1, REPORT_LINE, SUM_LINE, NULL},
    {"1101", PHRASE_treasury_bonds, "+1101", 1, REPORT_LINE, SUM_LINE, NULL},
    {"1201", PHRASE_imprest, "+1201", 1, REPORT_LINE, SUM_LINE, NULL},
};
static const struct statement_line mf_claims[] = {
    {"liabilities_head", PHRASE_liabilities_head, NULL, 0, REPORT_LINE, SUM_NOT, NULL},
    {"2001", PHRASE_lost_house_payable, "-2001", 1, REPORT_LINE, SUM_LINE, NULL},
    {"liabilities", PHRASE_liabilities_total, "-2", 0, REPORT_SUBTOTAL, SUM_TOTAL, NULL},
    {"net_assets_head", PHRASE_net_assets_head, NULL, 0, REPORT_LINE, SUM_NOT, NULL},
    {"fund", PHRASE_maintenance_fund, "-3001 -400101 -510101 -5001/1 -3002 -400102 -510102 -5001/2", 1, REPORT_LINE,
     SUM_LINE, NULL},
    {"3001", PHRASE_of_which_commodity, "-3001 -400101 -510101 -5001/1", 2, REPORT_LINE, SUM_NOT, NULL},
    {"3002", PHRASE_sold_public, "-3002 -400102 -510102 -5001/2", 2, REPORT_LINE, SUM_NOT, NULL},
    {"3101", PHRASE_undistributed, "-3101 -4101 -4102 -4201 -4301 -4901 -5901", 1, REPORT_LINE, SUM_LINE, NULL},
    {"net_assets", PHRASE_net_assets_total, "-3 -4 -5", 0, REPORT_SUBTOTAL, SUM_TOTAL, NULL},
};
static const struct statement_line gsy_assets[] = {
    {"assets_head", PHRASE_assets_head, NULL, 0, REPORT_LINE, SUM_NOT, NULL},
    {"money", PHRASE_cash_and_bank, "+1001 +1002 +1012", 1, REPORT_LINE, SUM_LINE, NULL},
    {"1201", PHRASE_imprest, "+1201", 1, REPORT_LINE, SUM_LINE, NULL},
    {"1122", PHRASE_contract_receivables, "+1122", 1, REPORT_LINE, SUM_LINE, NULL},
    {"1123", PHRASE_prepayments, "+1123", 1, REPORT_LINE, SUM_LINE, NULL},
    {"1221", PHRASE_other_receivables, "+1221", 1, REPORT_LINE, SUM_LINE, NULL},
    {"1301", PHRASE_due_from_funds, "+1301", 1, REPORT_LINE, SUM_LINE, NULL},
    {"equipment", PHRASE_equipment_net, "+1601 +1602", 1, REPORT_LINE, SUM_LINE, NULL},
};
static const struct statement_line gsy_claims[] = {
    {"liabilities_head", PHRASE_liabilities_head, NULL, 0, REPORT_LINE, SUM_NOT, NULL},
    {"2202", PHRASE_vendors_payable, "-2202", 1, REPORT_LINE, SUM_LINE, NULL},
    {"2203", PHRASE_prepaid_income, "-2203", 1, REPORT_LINE, SUM_LINE, NULL},
    {"2211", PHRASE_wages_payable, "-2211", 1, REPORT_LINE, SUM_LINE, NULL},
    {"2221", PHRASE_taxes_payable, "-2221", 1, REPORT_LINE, SUM_LINE, NULL},
    {"2241", PHRASE_other_payables, "-2241", 1, REPORT_LINE, SUM_LINE, NULL},
    {"2301", PHRASE_due_to_funds, "-2301", 1, REPORT_LINE, SUM_LINE, NULL},
    {"2401", PHRASE_owners_payable, "-2401", 1, REPORT_LINE, SUM_LINE, NULL},
    {"warranty", PHRASE_warranty_payable, "-2501 -2502", 1, REPORT_LINE, SUM_LINE, NULL},
    {"liabilities", PHRASE_liabilities_total, "-2", 0, REPORT_SUBTOTAL, SUM_TOTAL, NULL},
    {"net_assets_head", PHRASE_net_assets_head, NULL, 0, REPORT_LINE, SUM_NOT, NULL},
    {"unrestricted", PHRASE_unrestricted, "-3101 -3201 -3901 -4 -5 -6", 1, REPORT_LINE, SUM_LINE, NULL},
    {"restricted", PHRASE_restricted, "-3102", 1, REPORT_LINE, SUM_LINE, NULL},
    {"net_assets", PHRASE_net_assets_total, "-3 -4 -5 -6", 0, REPORT_SUBTOTAL, SUM_TOTAL, NULL},
};
static const struct statement_line assets_total = {"assets",     PHRASE_assets_total, "+1", 0,
                                                   REPORT_TOTAL, SUM_TOTAL,           NULL};
static const struct statement_line claims_total = {
    "claims", PHRASE_claims_total, "-2 -3 -4 -5 -6", 0, REPORT_TOTAL, SUM_NOT, NULL};

enum { DATES = 2 };

struct sheet {
    struct statement *s;
    struct report_table *table;
    struct statement_column columns[DATES];
    money sums[2][DATES]; /* running, left and right */
};

/* One side of a row: label and amounts, or nothing. */
static RESULT put_side(struct sheet *sheet, struct report_row *row, const struct statement_line *line, money *sums)
{
    report_put_text(row, line ? statement_text(sheet->s, line->label) : "");
    for (size_t c = 0; c < DATES; c++) {
        struct figure *figure;
        const char *name;
        if (!line || !line->formula) {
            report_put_empty(row);
            continue;
        }
        TRY(statement_figure(sheet->s, line->formula, &sheet->columns[c], &figure));
        TRY(arena_print(sheet->s->ctx->arena, &name, "%s.%s", line->key, sheet->columns[c].key));
        TRY(statement_put(sheet->s, row, figure, name));
        TRY(statement_prove(sheet->s, line, row->cells[row->cell_count - 1].amount, &sums[c]));
    }
    return OK;
}

static RESULT put_row(struct sheet *sheet, const struct statement_line *left, const struct statement_line *right)
{
    const char *key;
    struct report_row *row;
    const struct statement_line *lead = right ? right : left;
    TRY(arena_print(sheet->s->ctx->arena, &key, "%s%s%s", left ? left->key : "", left && right ? " " : "",
                    right ? right->key : ""));
    TRY(report_row_add(sheet->table, (struct report_row){.key = key, .level = 0, .total = lead->total, .sum_from = -1},
                       &row));
    TRY(put_side(sheet, row, left, sheet->sums[0]));
    return put_side(sheet, row, right, sheet->sums[1]);
}

/* 会住维01 names the kinds of housing that are managed. */
static bool shown(const struct sheet *sheet, const struct statement_line *line)
{
    if (sheet->s->standing.fund != FUND_MF || line->level != 2)
        return true;
    return statement_manages(sheet->s, line->formula == mf_claims[5].formula ? 1 : 2);
}

struct half {
    const struct statement_line *lines;
    size_t count, next;
};

static const struct statement_line *take(const struct sheet *sheet, struct half *side)
{
    while (side->next < side->count && !shown(sheet, &side->lines[side->next]))
        side->next++;
    return side->next < side->count ? &side->lines[side->next++] : NULL;
}

static RESULT put_rows(struct sheet *sheet, struct half left, struct half right)
{
    for (;;) {
        const struct statement_line *a = take(sheet, &left), *b = take(sheet, &right);
        if (!a && !b)
            break;
        TRY(put_row(sheet, a, b));
    }
    TRY(put_row(sheet, &assets_total, &claims_total));
    const struct report_row *total = sheet->table->rows.items[sheet->table->rows.count - 1];
    for (size_t c = 1; c <= DATES; c++)
        TRY(report_equal(sheet->s->ctx, "assets / liabilities and net assets", total->cells[c].amount,
                         total->cells[c + DATES + 1].amount));
    return OK;
}

/* ---- money on its way: what other funds owe to the maintenance fund, which keeps no mirror of it ---- */

static RESULT put_in_transit(struct statement *s)
{
    struct standing_transit *list;
    struct report_table *table;
    size_t count;
    money sum = FEN(0);
    TRY(standing_transit(s->ctx, &s->standing, &list, &count));
    TRY(statement_table(s, "in_transit", PHRASE_in_transit, &table));
    report_column_add(table, "fund", statement_text(s, PHRASE_fund), REPORT_TEXT);
    report_column_add(table, "amount", statement_text(s, PHRASE_amount), REPORT_MONEY);
    for (size_t i = 0; i < count; i++) {
        const struct report_line line = {.key = fund_code(list[i].fund),
                                         .label = fund_name(list[i].fund, s->in->language),
                                         .sources = "230101",
                                         .sign = 1,
                                         .count = 1,
                                         .amount = {list[i].amount}};
        TRY(report_line_add(table, &line));
        TRY(money_add(sum, list[i].amount, &sum));
    }
    const struct report_line total = {
        .key = "total", .label = statement_text(s, PHRASE_total), .total = REPORT_TOTAL, .count = 1, .amount = {sum}};
    return report_line_add(table, &total);
}

RESULT balance_sheet_build(struct statement *s)
{
    const bool mf = s->standing.fund == FUND_MF;
    struct sheet sheet = {.s = s,
                          .columns = {statement_opening(s, "opening", PHRASE_year_start),
                                      statement_closing(s, "closing", PHRASE_period_end)}};
    TRY(statement_begin(s, mf ? "balance_sheet_mf" : "balance_sheet", mf ? PHRASE_form_01 : PHRASE_form_gsy_01));
    TRY(statement_table(s, "balance_sheet", PHRASE_balance_sheet, &sheet.table));
    report_column_add(sheet.table, "assets", statement_text(s, PHRASE_assets), REPORT_TEXT);
    report_column_add(sheet.table, "assets_opening", statement_text(s, PHRASE_year_start), REPORT_MONEY);
    report_column_add(sheet.table, "assets_closing", statement_text(s, PHRASE_period_end), REPORT_MONEY);
    report_column_add(sheet.table, "claims", statement_text(s, PHRASE_claims), REPORT_TEXT);
    report_column_add(sheet.table, "claims_opening", statement_text(s, PHRASE_year_start), REPORT_MONEY);
    report_column_add(sheet.table, "claims_closing", statement_text(s, PHRASE_period_end), REPORT_MONEY);
    TRY(mf ? put_rows(&sheet, (struct half){mf_assets, LENGTH(mf_assets), 0},
                      (struct half){mf_claims, LENGTH(mf_claims), 0})
           : put_rows(&sheet, (struct half){gsy_assets, LENGTH(gsy_assets), 0},
                      (struct half){gsy_claims, LENGTH(gsy_claims), 0}));
    return mf ? put_in_transit(s) : OK;
}
