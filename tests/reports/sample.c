#include "tests/reports/sample.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

void sample_must(result done)
{
    assert_int_equal(done.code, ERROR_none);
}

static void movements(struct report *report, struct report_section *section)
{
    struct report_table *table;
    struct report_row *row;
    sample_must(report_table_add(report, section, "movements", SAMPLE_HOSTILE, &table));
    report_column_add(table, "account", "科目", REPORT_TEXT);
    report_column_add(table, "opening", "期初", REPORT_MONEY);
    report_column_add(table, "in", "收到", REPORT_MONEY);
    report_column_add(table, "out", "付出", REPORT_MONEY);
    report_column_add(table, "closing", "期末", REPORT_MONEY);
    sample_must(report_rule_add(table, (struct report_rule){.sign = {0, 1, 1, -1, -1}}));
    sample_must(report_row_add(table, (struct report_row){.key = "a", .sum_from = -1}, &row));
    report_put_text(row, SAMPLE_HOSTILE);
    report_put_money(row, FEN(123456789), "1002 \"x\"");
    report_put_money(row, FEN(11), NULL);
    report_put_money(row, FEN(-100), NULL);
    report_put_money(row, FEN(123456900), NULL);
    sample_must(report_row_add(table, (struct report_row){.key = "b", .level = 1, .sum_from = -1}, &row));
    report_put_text(row, "\t@cmd");
    report_put_empty(row);
    report_put_text(row, "-无-");
    report_put_empty(row);
    report_put_empty(row);
}

static void totals(struct report *report, struct report_section *section, money surplus)
{
    struct report_table *table;
    sample_must(report_table_add(report, section, "totals", "合计表", &table));
    report_column_add(table, "item", "项目", REPORT_TEXT);
    report_column_add(table, "amount", "金额", REPORT_MONEY);
    table->chart_count = 1;
    table->chart[0] = 1;
    const struct report_line lines[] = {
        {.key = "in", .label = "收入", .sign = 1, .count = 1, .amount = {FEN(1200)}},
        {.key = "out", .label = "减：支出", .level = 1, .sign = -1, .count = 1, .amount = {FEN(700)}},
        {.key = "of_which", .label = "其中", .level = 1, .sign = 0, .count = 1, .amount = {FEN(-99)}},
        {.key = "surplus", .label = "结余", .total = REPORT_TOTAL, .count = 1, .amount = {surplus}},
    };
    for (size_t i = 0; i < LENGTH(lines); i++)
        sample_must(report_line_add(table, &lines[i]));
}

static void numbers(struct report *report, struct report_section *section)
{
    struct report_table *table;
    struct report_row *row;
    sample_must(report_table_add(report, section, "numbers", "张数", &table));
    report_column_add(table, "year", "年度", REPORT_TEXT);
    report_column_add(table, "count", "张数", REPORT_NUMBER);
    sample_must(report_row_add(table, (struct report_row){.key = "2025", .sum_from = -1}, &row));
    report_put_text(row, "2025");
    report_put_number(row, -12);
}

struct report *sample_report(struct ctx *ctx, money surplus)
{
    const struct report head = {.key = "sample",
                                .title = SAMPLE_HOSTILE,
                                .language = LANGUAGE_ZH,
                                .community = 330681000217,
                                .community_name = SAMPLE_HOSTILE,
                                .period = "2026Q3",
                                .period_title = SAMPLE_HOSTILE,
                                .first = 20000,
                                .last = 20090,
                                .as_of = 20090,
                                .journal_size = 4711};
    struct report *report;
    struct report_section *section;
    sample_must(report_new(ctx, &head, &report));
    sample_must(report_fact_add(report, "hostile", "来源", SAMPLE_HOSTILE));
    sample_must(report_note_add(report, SAMPLE_HOSTILE));
    sample_must(report_section_add(report, "first", PHRASE_money, &section));
    sample_must(report_section_note(section, SAMPLE_HOSTILE));
    movements(report, section);
    sample_must(report_section_add(report, "second", PHRASE_summary, &section));
    totals(report, section, surplus);
    numbers(report, section);
    return report;
}
