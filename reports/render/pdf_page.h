/* pdf_page.h  Paper for pdf.c: pages that break by themselves, and rows of wrapped texts. The only user of cairo and
 * pango with pdf*.c.
 *
 * A report is laid out twice by the same calls: first without a drawing (`cr` NULL) to count the pages, then on paper,
 * when "page 2 of 7" is known. All lengths are points; y grows downwards. */
#pragma once

#include "base/buffer.h"
#include "base/ctx.h"
#include "reports/render/model.h"

#include <cairo.h>
#include <pango/pango.h>

enum { PDF_CELLS_MAX = REPORT_COLUMNS_MAX };

#define PDF_MARGIN 45.0

enum pdf_ink { PDF_BLACK, PDF_GREY, PDF_RED, PDF_INKS };
enum pdf_rule { PDF_NO_RULE, PDF_HAIR, PDF_THIN, PDF_THICK, PDF_DOUBLE };

struct pdf_cell {
    const char *text;
    double x, width; /* x from the left margin */
    double size;
    bool bold, right, centre;
    enum pdf_ink ink;
};

struct pdf_row {
    size_t count;
    struct pdf_cell cells[PDF_CELLS_MAX];
    double pad; /* above and below the texts */
    enum pdf_rule above, below;
    const char *tag, *cell_tag; /* of the structure: "TR", "TD"; or NULL */
};

struct pdf {
    const struct report *report;
    cairo_t *cr; /* NULL while the pages are counted */
    PangoContext *context;
    double width, height; /* of a page */
    double y;             /* where the next row begins */
    int page, pages;
    const struct pdf_row *head; /* repeated on every new page, or NULL */
    const char *footer;
};

/* Width and height between the margins. */
double pdf_page_width(const struct pdf *pdf);
double pdf_page_height(const struct pdf *pdf);

/* A fresh page; its number and the footer are on it. Refusals of all below: memory.exhausted. */
RESULT pdf_page_begin(struct pdf *pdf);

/* Ends the page and begins the next, with the head where there is one. */
RESULT pdf_page_break(struct pdf *pdf);

/* Breaks the page when less than `height` is left on it. */
RESULT pdf_page_need(struct pdf *pdf, double height);

/* The row at y, which moves below it. A row that does not fit goes to the next page whole; one that fits on no page is
 * continued from line to line. */
RESULT pdf_page_row(struct pdf *pdf, const struct pdf_row *row);

/* A text on one line that stands on y, without moving anything. */
void pdf_page_mark(struct pdf *pdf, const struct pdf_cell *cell, double y);

/* Width of a text on one line. */
double pdf_page_measure(const struct pdf *pdf, const char *text, double size, bool bold);

/* Tags of the document's structure; nothing where `tag` is NULL or pages are only counted. */
void pdf_page_open(struct pdf *pdf, const char *tag);
void pdf_page_close(struct pdf *pdf, const char *tag);
