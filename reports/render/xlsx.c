#include "reports/render/xlsx.h"

#include "base/digest.h"
#include "base/text.h"
#include "reports/render/phrase.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum {
    KINDS = REPORT_DATE + 1,
    TOTALS = REPORT_TOTAL + 1,
    LEVELS = 3,           /* deeper lines are indented like the deepest */
    WIDTH_MIN = 8,        /* of a column, in characters; a Chinese one counts two */
    WIDTH_MAX = 68,       /* beyond it a text wraps */
    HEAD_COLUMNS = 2,     /* label and value */
    WIDE_COLUMNS = 5,     /* beyond this many the paper lies across */
    PAPER_A4 = 9,         /* its number in the file format */
    LINE_POINTS = 16,     /* height of a line */
    NAME_CHARACTERS = 26, /* of a section's title in the name of its sheet; the format allows 31 in all */
    DAY_OF_1970 = 25569,  /* spreadsheets count days from 30 December 1899 */
    NAME_BYTES = 160,
    SECOND = 1000000 /* an instant counts microseconds */
};

#define COLOUR_RED 0xB3261E
#define COLOUR_GREY 0x4D5B5D

struct book {
    const struct report *report;
    lxw_workbook *file;
    lxw_worksheet *sheet;
    lxw_row_t row;   /* the next to be written */
    lxw_error error; /* the first; the book is spent then, like a buffer */
    int width[REPORT_COLUMNS_MAX];
    lxw_format *title, *caption, *note, *head[2]; /* head: of texts, of figures */
    lxw_format *cell[KINDS][TOTALS][LEVELS];
};

static void note_error(struct book *book, lxw_error error)
{
    if (book->error == LXW_NO_ERROR)
        book->error = error;
}

/* ---- formats ---- */

static lxw_format *new_format(struct book *book)
{
    lxw_format *format = workbook_add_format(book->file);
    assert(format);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    return format;
}

static lxw_format *new_head(struct book *book, bool figures)
{
    lxw_format *format = new_format(book);
    format_set_bold(format);
    format_set_text_wrap(format);
    format_set_top(format, LXW_BORDER_MEDIUM);
    format_set_bottom(format, LXW_BORDER_THIN);
    format_set_align(format, figures ? LXW_ALIGN_RIGHT : LXW_ALIGN_LEFT);
    return format;
}

static lxw_format *new_cell(struct book *book, enum report_kind kind, enum report_total total, int level)
{
    static const char *const numbers[KINDS] = {
        [REPORT_MONEY] = "#,##0.00;[Red]-#,##0.00", [REPORT_NUMBER] = "#,##0", [REPORT_DATE] = "yyyy-mm-dd"};
    lxw_format *format = new_format(book);
    if (numbers[kind])
        format_set_num_format(format, numbers[kind]);
    if (kind == REPORT_TEXT)
        format_set_text_wrap(format);
    if (kind == REPORT_DATE)
        format_set_align(format, LXW_ALIGN_LEFT);
    if (level > 0)
        format_set_indent(format, (uint8_t)level);
    if (total != REPORT_LINE) {
        format_set_bold(format);
        format_set_top(format, LXW_BORDER_THIN);
    }
    if (total == REPORT_TOTAL)
        format_set_bottom(format, LXW_BORDER_DOUBLE);
    return format;
}

static lxw_format *cell_format(struct book *book, enum report_kind kind, const struct report_row *row, size_t column)
{
    const int level = column > 0 || !row || row->level < 0 ? 0 : row->level < LEVELS ? row->level : LEVELS - 1;
    const enum report_total total = row ? row->total : REPORT_LINE;
    lxw_format **kept = &book->cell[kind][total][level];
    if (!*kept)
        *kept = new_cell(book, kind, total, level);
    return *kept;
}

static void make_formats(struct book *book)
{
    book->title = new_format(book);
    format_set_bold(book->title);
    format_set_font_size(book->title, 14);
    book->caption = new_format(book);
    format_set_bold(book->caption);
    book->note = new_format(book);
    format_set_text_wrap(book->note);
    format_set_font_color(book->note, COLOUR_GREY);
    book->head[0] = new_head(book, false);
    book->head[1] = new_head(book, true);
}

/* ---- widths, in characters ---- */

static int text_width(const char *text)
{
    const struct bytes bytes = {(const uint8_t *)text, strlen(text)};
    int width = 0;
    for (size_t at = 0; at < bytes.size;)
        width += text_next(bytes, &at) < 0x1100 ? 1 : 2; /* from the first wide letters on, all are taken for wide */
    return width;
}

static int cell_width(const struct report_cell *cell, int level)
{
    char amount[MONEY_TEXT];
    switch (cell->kind) {
    case REPORT_EMPTY:
        return 0;
    case REPORT_TEXT:
        return text_width(cell->text ? cell->text : "") + 2 * level;
    case REPORT_NUMBER:
        return WIDTH_MIN;
    case REPORT_DATE:
        return (int)strlen("2026-09-30");
    case REPORT_MONEY:
        money_format_grouped(cell->amount, amount);
        return (int)strlen(amount);
    }
    return 0;
}

static void widen(struct book *book, size_t column, int width)
{
    const int wanted = width + 2 < WIDTH_MAX ? width + 2 : WIDTH_MAX;
    if (book->width[column] < wanted)
        book->width[column] = wanted;
}

static void measure_table(struct book *book, const struct report_table *table)
{
    for (size_t c = 0; c < table->column_count; c++)
        widen(book, c, text_width(table->columns[c].title));
    for (size_t r = 0; r < table->rows.count; r++)
        for (size_t c = 0; c < table->rows.items[r]->cell_count; c++)
            widen(book, c, cell_width(&table->rows.items[r]->cells[c], c == 0 ? table->rows.items[r]->level : 0));
}

static void set_widths(struct book *book, size_t columns)
{
    for (size_t c = 0; c < columns; c++)
        note_error(book, worksheet_set_column(book->sheet, (lxw_col_t)c, (lxw_col_t)c, book->width[c], NULL));
}

/* ---- cells ---- */

static void put_text(struct book *book, size_t column, const char *text, lxw_format *format)
{
    note_error(book, worksheet_write_string(book->sheet, book->row, (lxw_col_t)column, text ? text : "", format));
}

static void put_number(struct book *book, size_t column, double number, lxw_format *format)
{
    note_error(book, worksheet_write_number(book->sheet, book->row, (lxw_col_t)column, number, format));
}

static void put_cell(struct book *book, const struct report_row *row, size_t column)
{
    const struct report_cell *cell = &row->cells[column];
    lxw_format *format = cell_format(book, cell->kind, row, column);
    switch (cell->kind) {
    case REPORT_EMPTY:
        note_error(book, worksheet_write_blank(book->sheet, book->row, (lxw_col_t)column, format));
        return;
    case REPORT_TEXT:
        put_text(book, column, cell->text, format);
        return;
    case REPORT_NUMBER:
        put_number(book, column, (double)cell->number, format);
        return;
    case REPORT_MONEY: /* below 2^53 fen: the 16 digits written are exact */
        put_number(book, column, (double)cell->amount.fen / 100, format);
        return;
    case REPORT_DATE:
        put_number(book, column, cell->date + DAY_OF_1970, format);
        return;
    }
}

/* A text over all columns of the sheet; its lines are counted here, since merged cells do not find their own height. */
static void put_note(struct book *book, const char *text, size_t columns)
{
    int width = 0;
    for (size_t c = 0; c < columns; c++)
        width += book->width[c];
    const int lines = 1 + text_width(text) * 21 / 20 / (width > 0 ? width : 1); /* a line seldom fills to the end */
    note_error(book, worksheet_set_row(book->sheet, book->row, lines * LINE_POINTS, NULL));
    if (columns > 1)
        note_error(book, worksheet_merge_range(book->sheet, book->row, 0, book->row, (lxw_col_t)(columns - 1), "",
                                               book->note));
    put_text(book, 0, text, book->note); /* merging tells nothing of a text that is too long */
    book->row++;
}

static void put_notes(struct book *book, const char *const *notes, size_t count, size_t columns)
{
    book->row += count > 0;
    for (size_t i = 0; i < count; i++)
        put_note(book, notes[i], columns);
}

/* ---- sheets ---- */

/* "2 Income": unique by its number, without the characters that names of sheets may not hold. */
static RESULT sheet_name(struct arena *arena, size_t number, const char *title, const char **ret_name)
{
    const struct bytes bytes = {(const uint8_t *)title, strlen(title)};
    struct buffer name;
    struct bytes done;
    size_t at = 0;
    buffer_init(&name, arena, NAME_BYTES);
    buffer_print(&name, "%zu ", number);
    for (int units = 0; at < bytes.size && units < NAME_CHARACTERS;) {
        const size_t from = at;
        units += text_next(bytes, &at) > 0xFFFF ? 2 : 1; /* the limit counts UTF-16 */
        if ((unsigned char)title[from] < ' ' || strchr("[]:*?/\\'", title[from]))
            buffer_char(&name, '_');
        else if (units <= NAME_CHARACTERS)
            buffer_put(&name, title + from, at - from);
    }
    TRY(buffer_done(&name, &done));
    *ret_name = (const char *)done.data;
    return OK;
}

static RESULT open_sheet(struct book *book, size_t number, const char *title, const char *heading)
{
    const char *name;
    TRY(sheet_name(book->report->arena, number, title, &name));
    book->sheet = workbook_add_worksheet(book->file, name);
    assert(book->sheet);
    book->row = 0;
    for (size_t c = 0; c < REPORT_COLUMNS_MAX; c++)
        book->width[c] = WIDTH_MIN;
    worksheet_set_paper(book->sheet, PAPER_A4);
    worksheet_fit_to_pages(book->sheet, 1, 0);
    note_error(book, worksheet_set_footer(book->sheet, "&C&P / &N"));
    put_text(book, 0, heading, book->title);
    book->row++;
    return OK;
}

static void put_pair(struct book *book, const char *label, const char *value)
{
    put_text(book, 0, label, cell_format(book, REPORT_TEXT, NULL, 0));
    put_text(book, 1, value, cell_format(book, REPORT_TEXT, NULL, 1));
    widen(book, 0, text_width(label));
    widen(book, 1, text_width(value));
    book->row++;
}

static void put_fact(struct book *book, const struct report_fact *fact)
{
    put_pair(book, fact->label, fact->value);
    if (strcmp(fact->key, "as_of") != 0)
        return;
    book->row--; /* the one fact that is a date */
    put_number(book, 1, book->report->as_of + DAY_OF_1970, cell_format(book, REPORT_DATE, NULL, 1));
    book->row++;
}

static RESULT put_head(struct book *book)
{
    const struct report *report = book->report;
    const char *code;
    TRY(arena_print(report->arena, &code, "%012llu", (unsigned long long)report->community));
    TRY(open_sheet(book, 0, phrase(PHRASE_sheet_head, report->language), report->title));
    put_pair(book, phrase(PHRASE_community, report->language), report->community_name);
    put_pair(book, phrase(PHRASE_community_code, report->language), code);
    put_pair(book, phrase(PHRASE_period, report->language), report->period_title);
    put_pair(book, phrase(PHRASE_unit, report->language), phrase(PHRASE_yuan, report->language));
    for (size_t i = 0; i < report->facts.count; i++)
        put_fact(book, &report->facts.items[i]);
    set_widths(book, HEAD_COLUMNS);
    put_notes(book, report->notes.items, report->notes.count, HEAD_COLUMNS);
    return OK;
}

static void put_table(struct book *book, const struct report_section *section, const struct report_table *table)
{
    if (strcmp(section->title, table->title) != 0) {
        put_text(book, 0, table->title, book->caption);
        book->row++;
    }
    for (size_t c = 0; c < table->column_count; c++) {
        const bool figures = table->columns[c].kind == REPORT_MONEY || table->columns[c].kind == REPORT_NUMBER;
        put_text(book, c, table->columns[c].title, book->head[figures]);
    }
    if (section->tables.count == 1) { /* of several tables none may keep its head above the others */
        worksheet_freeze_panes(book->sheet, book->row + 1, 0);
        note_error(book, worksheet_repeat_rows(book->sheet, book->row, book->row));
    }
    book->row++;
    for (size_t r = 0; r < table->rows.count; r++, book->row++)
        for (size_t c = 0; c < table->rows.items[r]->cell_count; c++)
            put_cell(book, table->rows.items[r], c);
    if (table->rows.count == 0) {
        put_text(book, 0, phrase(PHRASE_none, book->report->language), book->note);
        book->row++;
    }
}

static RESULT put_section(struct book *book, size_t number, const struct report_section *section)
{
    size_t columns = 1;
    TRY(open_sheet(book, number, section->title, section->title));
    for (size_t t = 0; t < section->tables.count; t++) {
        const struct report_table *table = section->tables.items[t];
        columns = table->column_count > columns ? table->column_count : columns;
        measure_table(book, table);
    }
    if (section->tables.count == 0)
        widen(book, 0, WIDTH_MAX);
    set_widths(book, columns);
    if (columns > WIDE_COLUMNS)
        worksheet_set_landscape(book->sheet);
    for (size_t t = 0; t < section->tables.count; t++) {
        book->row += t > 0;
        put_table(book, section, section->tables.items[t]);
    }
    put_notes(book, section->notes.items, section->notes.count, columns);
    return OK;
}

/* ---- the file ---- */

/* The library wants pointers to writable text and copies what they point to. */
static RESULT copied(struct arena *arena, const char *text, char **ret_copy)
{
    const size_t size = strlen(text) + 1;
    TRY(ARENA_TAKE(arena, size, ret_copy));
    memcpy(*ret_copy, text, size);
    return OK;
}

static RESULT set_properties(struct book *book)
{
    const struct report *report = book->report;
    char hex[2 * sizeof report->root + 1];
    lxw_doc_properties properties = {.created = (time_t)(date_begin(report->as_of) / SECOND)};
    TRY(copied(report->arena, report->title, &properties.title));
    TRY(copied(report->arena, report->period_title, &properties.subject));
    TRY(copied(report->arena, report->community_name, &properties.company));
    TRY(copied(report->arena, phrase(PHRASE_brand, report->language), &properties.author));
    hex_encode(BYTES(report->root.b, sizeof report->root.b), hex);
    TRY(copied(report->arena, hex, &properties.keywords));
    note_error(book, workbook_set_properties(book->file, &properties));
    return OK;
}

static RESULT fill(struct book *book)
{
    TRY(set_properties(book));
    make_formats(book);
    TRY(put_head(book));
    for (size_t s = 0; s < book->report->sections.count; s++)
        TRY(put_section(book, s + 1, book->report->sections.items[s]));
    return OK;
}

static RESULT read_back(int fd, struct buffer *out)
{
    uint8_t piece[1 << 14];
    ssize_t size;
    off_t at = 0;
    while ((size = pread(fd, piece, sizeof piece, at)) > 0) {
        buffer_put(out, piece, (size_t)size);
        at += size;
    }
    assert(size == 0);
    return buffer_status(out);
}

static RESULT status(struct ctx *ctx, lxw_error error)
{
    if (error == LXW_NO_ERROR)
        return OK;
    if (error == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED)
        return REFUSE(buffer, full);
    error_set(&ctx->error, "file", "XLSX");
    error_set(&ctx->error, "reason", "%s", lxw_strerror(error));
    return REFUSE(file, unwritable);
}

static void close_memory(const int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
}

static void free_file(lxw_workbook **file)
{
    if (*file)
        lxw_workbook_free(*file);
}

RESULT report_xlsx(struct ctx *ctx, const struct report *report, struct buffer *out)
{
    CLEANUP(close_memory) const int memory = memfd_create("report", MFD_CLOEXEC);
    char path[40]; /* the library writes to a path and to nothing else */
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", memory);
    CLEANUP(free_file) lxw_workbook *file = memory < 0 ? NULL : workbook_new(path);
    if (!file)
        return REFUSE(memory, exhausted);
    struct book book = {.report = report, .file = file};
    TRY(fill(&book));
    TRY(status(ctx, book.error));
    file = NULL; /* closing frees it, whatever comes of it */
    TRY(status(ctx, workbook_close(book.file)));
    return read_back(memory, out);
}
