#include "reports/render/csv.h"

#include "reports/render/phrase.h"

#include <stdio.h>
#include <string.h>

static void put_text(struct buffer *out, const char *text)
{
    buffer_char(out, '"');
    if (text[0] != '\0' && strchr("=+-@\t\r", text[0]))
        buffer_char(out, '\'');
    for (const char *p = text; *p; p++) {
        if (*p == '"')
            buffer_char(out, '"');
        buffer_char(out, *p);
    }
    buffer_char(out, '"');
}

static void put_cell(struct buffer *out, const struct report_cell *cell)
{
    char amount[MONEY_TEXT], date[DATE_TEXT];
    switch (cell->kind) {
    case REPORT_EMPTY:
        return;
    case REPORT_TEXT:
        put_text(out, cell->text ? cell->text : "");
        return;
    case REPORT_NUMBER:
        buffer_print(out, "%lld", (long long)cell->number);
        return;
    case REPORT_MONEY:
        money_format(cell->amount, amount);
        buffer_text(out, amount);
        return;
    case REPORT_DATE:
        date_format(cell->date, date);
        put_text(out, date);
        return;
    }
}

static void end_line(struct buffer *out)
{
    buffer_text(out, "\r\n");
}

static void put_pair(struct buffer *out, const char *label, const char *value)
{
    put_text(out, label);
    buffer_char(out, ',');
    put_text(out, value);
    end_line(out);
}

static void put_line(struct buffer *out, const char *text)
{
    put_text(out, text);
    end_line(out);
}

/* A table whose title is that of its section follows it at once. */
static void put_table(struct buffer *out, const struct report_section *section, const struct report_table *table)
{
    if (strcmp(section->title, table->title) != 0) {
        end_line(out);
        put_line(out, table->title);
    }
    for (size_t c = 0; c < table->column_count; c++) {
        if (c > 0)
            buffer_char(out, ',');
        put_text(out, table->columns[c].title);
    }
    end_line(out);
    for (size_t r = 0; r < table->rows.count; r++) {
        for (size_t c = 0; c < table->rows.items[r]->cell_count; c++) {
            if (c > 0)
                buffer_char(out, ',');
            put_cell(out, &table->rows.items[r]->cells[c]);
        }
        end_line(out);
    }
}

static void put_section(struct buffer *out, const struct report_section *section)
{
    end_line(out);
    put_line(out, section->title);
    for (size_t i = 0; i < section->notes.count; i++)
        put_line(out, section->notes.items[i]);
    for (size_t t = 0; t < section->tables.count; t++)
        put_table(out, section, section->tables.items[t]);
}

RESULT report_csv(const struct report *report, struct buffer *out)
{
    char code[24];
    (void)snprintf(code, sizeof code, "%012llu", (unsigned long long)report->community);
    buffer_text(out, "\xEF\xBB\xBF");
    put_line(out, report->title);
    put_pair(out, phrase(PHRASE_community, report->language), report->community_name);
    put_pair(out, phrase(PHRASE_community_code, report->language), code);
    put_pair(out, phrase(PHRASE_period, report->language), report->period_title);
    put_pair(out, phrase(PHRASE_unit, report->language), phrase(PHRASE_yuan, report->language));
    for (size_t i = 0; i < report->facts.count; i++)
        put_pair(out, report->facts.items[i].label, report->facts.items[i].value);
    for (size_t s = 0; s < report->sections.count; s++)
        put_section(out, report->sections.items[s]);
    end_line(out);
    for (size_t i = 0; i < report->notes.count; i++)
        put_line(out, report->notes.items[i]);
    return buffer_status(out);
}
