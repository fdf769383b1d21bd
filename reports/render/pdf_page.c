#include "reports/render/pdf_page.h"

#include "reports/render/phrase.h"

#include <assert.h>
#include <pango/pangocairo.h>
#include <stdio.h>

#define FONT "Noto Sans CJK SC"
#define FOOTER_SIZE 7.5
#define FOOTER_GAP 14.0

/* A cell that is being written: its layout and the next line of it. */
struct flow {
    PangoLayout *layout;
    PangoLayoutIter *next;
    bool done;
};

double pdf_page_width(const struct pdf *pdf)
{
    return pdf->width - 2 * PDF_MARGIN;
}

double pdf_page_height(const struct pdf *pdf)
{
    return pdf->height - 2 * PDF_MARGIN;
}

static double left_on_page(const struct pdf *pdf)
{
    return pdf->height - PDF_MARGIN - pdf->y;
}

/* ---- texts ---- */

/* A word that has to be broken stays as it is: a hyphen at the end of a line could be read as part of a figure. */
static void forbid_hyphens(PangoLayout *layout)
{
    PangoAttrList *attributes = pango_attr_list_new();
    pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);
}

static PangoLayout *new_layout(const struct pdf *pdf, const struct pdf_cell *cell)
{
    PangoLayout *layout = pango_layout_new(pdf->context);
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, FONT);
    pango_font_description_set_weight(font, cell->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(font, cell->size * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    if (cell->width > 0)
        pango_layout_set_width(layout, (int)(cell->width * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    forbid_hyphens(layout);
    pango_layout_set_alignment(layout, cell->right    ? PANGO_ALIGN_RIGHT
                                       : cell->centre ? PANGO_ALIGN_CENTER
                                                      : PANGO_ALIGN_LEFT);
    pango_layout_set_text(layout, cell->text ? cell->text : "", -1);
    return layout;
}

static void set_ink(cairo_t *cr, enum pdf_ink ink)
{
    static const double inks[PDF_INKS][3] = {
        [PDF_BLACK] = {0.106, 0.141, 0.149}, [PDF_GREY] = {0.302, 0.357, 0.365}, [PDF_RED] = {0.702, 0.149, 0.118}};
    cairo_set_source_rgb(cr, inks[ink][0], inks[ink][1], inks[ink][2]);
}

double pdf_page_measure(const struct pdf *pdf, const char *text, double size, bool bold)
{
    PangoLayout *layout = new_layout(pdf, &(struct pdf_cell){.text = text, .size = size, .bold = bold});
    int width, height;
    pango_layout_get_size(layout, &width, &height);
    g_object_unref(layout);
    return (double)width / PANGO_SCALE;
}

void pdf_page_mark(struct pdf *pdf, const struct pdf_cell *cell, double y)
{
    if (!pdf->cr)
        return;
    PangoLayout *layout = new_layout(pdf, cell);
    pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END); /* where a width is given */
    set_ink(pdf->cr, cell->ink);
    cairo_move_to(pdf->cr, PDF_MARGIN + cell->x, y - (double)pango_layout_get_baseline(layout) / PANGO_SCALE);
    pango_cairo_show_layout(pdf->cr, layout);
    g_object_unref(layout);
}

void pdf_page_open(struct pdf *pdf, const char *tag)
{
    if (pdf->cr && tag)
        cairo_tag_begin(pdf->cr, tag, "");
}

void pdf_page_close(struct pdf *pdf, const char *tag)
{
    if (pdf->cr && tag)
        cairo_tag_end(pdf->cr, tag);
}

/* ---- rules ---- */

static void line(struct pdf *pdf, double y, double thickness)
{
    cairo_set_line_width(pdf->cr, thickness);
    cairo_move_to(pdf->cr, PDF_MARGIN, y);
    cairo_line_to(pdf->cr, pdf->width - PDF_MARGIN, y);
    cairo_stroke(pdf->cr);
}

static void draw_rule(struct pdf *pdf, enum pdf_rule rule, double y)
{
    static const double thickness[] = {0, 0.25, 0.6, 1.2, 0.6};
    if (!pdf->cr || rule == PDF_NO_RULE)
        return;
    set_ink(pdf->cr, rule == PDF_HAIR ? PDF_GREY : PDF_BLACK);
    line(pdf, y, thickness[rule]);
    if (rule == PDF_DOUBLE)
        line(pdf, y + 2, thickness[rule]);
}

/* ---- pages ---- */

static RESULT draw_footer(struct pdf *pdf)
{
    const struct report *report = pdf->report;
    const char *number, *count, *text;
    const double y = pdf->height - PDF_MARGIN + FOOTER_GAP;
    TRY(arena_print(report->arena, &number, "%d", pdf->page));
    TRY(arena_print(report->arena, &count, "%d", pdf->pages));
    TRY(phrase_fill(report->arena, phrase(PHRASE_page_of, report->language), number, count, &text));
    const double width = pdf_page_measure(pdf, text, FOOTER_SIZE, false);
    struct pdf_cell cell = {.text = text, .x = pdf_page_width(pdf) - width, .size = FOOTER_SIZE, .ink = PDF_GREY};
    pdf_page_mark(pdf, &cell, y);
    cell.text = pdf->footer;
    cell.width = cell.x - FOOTER_GAP;
    cell.x = 0;
    pdf_page_mark(pdf, &cell, y);
    return OK;
}

RESULT pdf_page_begin(struct pdf *pdf)
{
    pdf->page++;
    pdf->y = PDF_MARGIN;
    return pdf->cr ? draw_footer(pdf) : OK;
}

RESULT pdf_page_break(struct pdf *pdf)
{
    const struct pdf_row *head = pdf->head;
    if (pdf->cr)
        cairo_show_page(pdf->cr);
    TRY(pdf_page_begin(pdf));
    if (!head)
        return OK;
    struct pdf_row again = *head;
    again.tag = again.cell_tag = NULL; /* a reader hears it once */
    pdf->head = NULL;                  /* what is repeated is not repeated for itself */
    TRY(pdf_page_row(pdf, &again));
    pdf->head = head;
    return OK;
}

RESULT pdf_page_need(struct pdf *pdf, double height)
{
    return left_on_page(pdf) < height && pdf->y > PDF_MARGIN ? pdf_page_break(pdf) : OK;
}

/* ---- rows ---- */

static double open_flows(struct pdf *pdf, const struct pdf_row *row, struct flow *flows)
{
    double highest = 0;
    assert(row->count <= PDF_CELLS_MAX);
    for (size_t i = 0; i < row->count; i++) {
        int width, height;
        flows[i].layout = new_layout(pdf, &row->cells[i]);
        flows[i].next = pango_layout_get_iter(flows[i].layout);
        pango_layout_get_size(flows[i].layout, &width, &height);
        highest = height > highest * PANGO_SCALE ? (double)height / PANGO_SCALE : highest;
    }
    return highest;
}

static void close_flows(const struct pdf_row *row, struct flow *flows)
{
    for (size_t i = 0; i < row->count; i++) {
        pango_layout_iter_free(flows[i].next);
        g_object_unref(flows[i].layout);
    }
}

/* The lines of one cell that fit into `room`, at least one when `forced`; the height they take. */
static double write_lines(struct pdf *pdf, const struct pdf_cell *cell, struct flow *flow, double room, bool forced)
{
    int start = -1;
    double used = 0;
    while (!flow->done) {
        PangoRectangle extent;
        pango_layout_iter_get_line_extents(flow->next, NULL, &extent);
        start = start < 0 ? extent.y : start;
        const double bottom = (double)(extent.y + extent.height - start) / PANGO_SCALE;
        if (bottom > room && !(forced && used <= 0))
            return used;
        if (pdf->cr) {
            const int baseline = pango_layout_iter_get_baseline(flow->next);
            cairo_move_to(pdf->cr, PDF_MARGIN + cell->x + (double)extent.x / PANGO_SCALE,
                          pdf->y + (double)(baseline - start) / PANGO_SCALE);
            pango_cairo_show_layout_line(pdf->cr, pango_layout_iter_get_line_readonly(flow->next));
        }
        used = bottom;
        flow->done = !pango_layout_iter_next_line(flow->next);
    }
    return used;
}

/* What fits on this page; true when every cell is done. */
static bool write_slice(struct pdf *pdf, const struct pdf_row *row, struct flow *flows, bool forced)
{
    const double room = left_on_page(pdf) - 2 * row->pad + 0.01;
    double highest = 0;
    bool done = true;
    pdf->y += row->pad;
    pdf_page_open(pdf, row->tag);
    for (size_t i = 0; i < row->count; i++) {
        if (pdf->cr)
            set_ink(pdf->cr, row->cells[i].ink);
        pdf_page_open(pdf, row->cell_tag);
        const double used = write_lines(pdf, &row->cells[i], &flows[i], room, forced);
        pdf_page_close(pdf, row->cell_tag);
        highest = used > highest ? used : highest;
        done = done && flows[i].done;
    }
    pdf_page_close(pdf, row->tag);
    pdf->y += highest + row->pad;
    return done;
}

static RESULT write_row(struct pdf *pdf, const struct pdf_row *row, struct flow *flows, double height)
{
    bool forced = false;
    if (height <= pdf_page_height(pdf))
        TRY(pdf_page_need(pdf, height));
    draw_rule(pdf, row->above, pdf->y);
    while (!write_slice(pdf, row, flows, forced)) {
        TRY(pdf_page_break(pdf));
        forced = true; /* a fresh page takes a line, or the row would never end */
    }
    draw_rule(pdf, row->below, pdf->y);
    return OK;
}

RESULT pdf_page_row(struct pdf *pdf, const struct pdf_row *row)
{
    struct flow flows[PDF_CELLS_MAX] = {{NULL, NULL, false}};
    const double height = open_flows(pdf, row, flows) + 2 * row->pad;
    const result written = write_row(pdf, row, flows, height);
    close_flows(row, flows);
    return written;
}
