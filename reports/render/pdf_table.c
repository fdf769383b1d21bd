#include "reports/render/pdf_table.h"

#include "reports/render/html.h"
#include "reports/render/phrase.h"

#define SIZE_MAX_POINTS 9.0
#define SIZE_MIN_POINTS 6.0
#define GUTTER 8.0      /* between columns */
#define HEAD_MAX 90.0   /* a head of figures wraps beyond it */
#define TEXT_MIN 60.0   /* what a column of texts gets at least */
#define INDENT 10.0     /* of each level */
#define PAD 2.6         /* above and below the texts of a row */
#define DOUBLE_RULE 4.0 /* room below a total */

struct shape {
    double size;
    double natural[REPORT_COLUMNS_MAX], width[REPORT_COLUMNS_MAX], x[REPORT_COLUMNS_MAX];
};

static bool figures(const struct report_column *column)
{
    return column->kind == REPORT_MONEY || column->kind == REPORT_NUMBER;
}

static double indent(const struct report_row *row, size_t column)
{
    return column == 0 && row->level > 0 ? row->level * INDENT : 0;
}

/* ---- widths ---- */

static RESULT natural_width(const struct pdf *pdf, const struct report_table *table, size_t column, struct shape *shape)
{
    double widest = pdf_page_measure(pdf, table->columns[column].title, shape->size, true);
    if (figures(&table->columns[column]) && widest > HEAD_MAX)
        widest = HEAD_MAX;
    for (size_t r = 0; r < table->rows.count; r++) {
        const struct report_row *row = table->rows.items[r];
        const char *text;
        if (column >= row->cell_count)
            continue;
        TRY(report_html_cell(table->arena, &row->cells[column], &text));
        const bool bold = row->total != REPORT_LINE;
        const double width = pdf_page_measure(pdf, text, shape->size, bold) + indent(row, column);
        widest = width > widest ? width : widest;
    }
    shape->natural[column] = widest + 1; /* never short by a rounding */
    return OK;
}

/* What all columns of figures take with all gutters; the number of columns of texts. */
static double fixed_width(const struct report_table *table, const struct shape *shape, size_t *ret_texts)
{
    double sum = GUTTER * (double)(table->column_count - 1);
    *ret_texts = 0;
    for (size_t c = 0; c < table->column_count; c++) {
        if (figures(&table->columns[c]))
            sum += shape->natural[c];
        else
            ++*ret_texts;
    }
    return sum;
}

/* Texts share what figures leave: a modest one gets what it wants, the rest in equal parts. */
static void share(const struct report_table *table, double room, size_t texts, struct shape *shape)
{
    bool settled = false;
    for (size_t c = 0; c < table->column_count; c++)
        shape->width[c] = figures(&table->columns[c]) ? shape->natural[c] : 0;
    while (!settled && texts > 0) {
        const double part = room / (double)texts;
        settled = true;
        for (size_t c = 0; c < table->column_count && settled; c++) {
            if (shape->width[c] > 0 || shape->natural[c] > part)
                continue;
            shape->width[c] = shape->natural[c];
            room -= shape->natural[c];
            texts--;
            settled = false;
        }
    }
    for (size_t c = 0; c < table->column_count; c++)
        if (shape->width[c] <= 0)
            shape->width[c] = room / (double)texts;
}

/* What is left over is spread evenly; what is too wide even in the smallest letters is pressed and wraps. */
static void place(const struct report_table *table, double width, struct shape *shape)
{
    const double gutters = GUTTER * (double)(table->column_count - 1);
    double sum = 0, x = 0;
    for (size_t c = 0; c < table->column_count; c++)
        sum += shape->width[c];
    const double spare = (width - gutters - sum) / (double)table->column_count;
    const double press = sum > width - gutters ? (width - gutters) / sum : 1;
    for (size_t c = 0; c < table->column_count; c++) {
        shape->width[c] = shape->width[c] * press + (spare > 0 ? spare : 0);
        shape->x[c] = x;
        x += shape->width[c] + GUTTER;
    }
}

static RESULT measure(const struct pdf *pdf, const struct report_table *table, double size, struct shape *shape)
{
    shape->size = size;
    for (size_t c = 0; c < table->column_count; c++)
        TRY(natural_width(pdf, table, c, shape));
    return OK;
}

static RESULT find_shape(const struct pdf *pdf, const struct report_table *table, struct shape *shape)
{
    const double width = pdf_page_width(pdf);
    size_t texts;
    double size = SIZE_MAX_POINTS, fixed;
    for (;; size -= 1) {
        TRY(measure(pdf, table, size, shape));
        fixed = fixed_width(table, shape, &texts);
        if (size <= SIZE_MIN_POINTS || fixed + TEXT_MIN * (double)texts <= width)
            break;
    }
    const double room = width - fixed, least = TEXT_MIN * (double)texts;
    share(table, room > least ? room : least, texts, shape);
    place(table, width, shape);
    return OK;
}

RESULT pdf_table_is_wide(const struct pdf *pdf, const struct report_table *table, bool *ret_wide)
{
    struct shape shape;
    size_t texts;
    TRY(measure(pdf, table, SIZE_MAX_POINTS, &shape));
    const double fixed = fixed_width(table, &shape, &texts);
    *ret_wide = fixed + 2 * TEXT_MIN * (double)texts > pdf_page_width(pdf);
    return OK;
}

/* ---- rows ---- */

static struct pdf_row head_of(const struct report_table *table, const struct shape *shape)
{
    struct pdf_row head = {
        .count = table->column_count, .pad = PAD, .above = PDF_THICK, .below = PDF_THIN, .tag = "TR", .cell_tag = "TH"};
    for (size_t c = 0; c < table->column_count; c++)
        head.cells[c] = (struct pdf_cell){.text = table->columns[c].title,
                                          .x = shape->x[c],
                                          .width = shape->width[c],
                                          .size = shape->size,
                                          .bold = true,
                                          .right = figures(&table->columns[c])};
    return head;
}

static RESULT put_row(struct pdf *pdf, const struct report_table *table, const struct report_row *row,
                      const struct shape *shape)
{
    struct pdf_row out = {.count = row->cell_count, .pad = PAD, .below = PDF_HAIR, .tag = "TR", .cell_tag = "TD"};
    for (size_t c = 0; c < row->cell_count; c++) {
        const struct report_cell *cell = &row->cells[c];
        struct pdf_cell *to = &out.cells[c];
        TRY(report_html_cell(table->arena, cell, &to->text));
        to->x = shape->x[c] + indent(row, c);
        to->width = shape->width[c] - indent(row, c);
        to->size = shape->size;
        to->bold = row->total != REPORT_LINE;
        to->right = figures(&table->columns[c]);
        to->ink = cell->kind == REPORT_MONEY && cell->amount.fen < 0 ? PDF_RED : PDF_BLACK;
    }
    if (row->total != REPORT_LINE)
        out.above = PDF_THIN;
    if (row->total == REPORT_TOTAL)
        out.below = PDF_DOUBLE;
    TRY(pdf_page_row(pdf, &out));
    pdf->y += row->total == REPORT_TOTAL ? DOUBLE_RULE : 0;
    return OK;
}

static RESULT put_none(struct pdf *pdf, const struct shape *shape)
{
    struct pdf_row none = {.count = 1, .pad = PAD, .below = PDF_HAIR, .tag = "TR", .cell_tag = "TD"};
    none.cells[0] = (struct pdf_cell){.text = phrase(PHRASE_none, pdf->report->language),
                                      .width = pdf_page_width(pdf),
                                      .size = shape->size,
                                      .ink = PDF_GREY};
    return pdf_page_row(pdf, &none);
}

RESULT pdf_table(struct pdf *pdf, const struct report_table *table)
{
    struct shape shape;
    TRY(find_shape(pdf, table, &shape));
    const struct pdf_row head = head_of(table, &shape);
    pdf_page_open(pdf, "Table");
    TRY(pdf_page_row(pdf, &head));
    pdf->head = &head;
    for (size_t r = 0; r < table->rows.count; r++)
        TRY(put_row(pdf, table, table->rows.items[r], &shape));
    pdf->head = NULL;
    if (table->rows.count == 0)
        TRY(put_none(pdf, &shape));
    pdf_page_close(pdf, "Table");
    return OK;
}
