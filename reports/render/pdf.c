#include "reports/render/pdf.h"

#include "base/digest.h"
#include "reports/render/chart.h"
#include "reports/render/pdf_table.h"
#include "reports/render/phrase.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <stdio.h>
#include <string.h>

#define FONT "Noto Sans CJK SC"
#define A4_SHORT 595.276
#define A4_LONG 841.89
#define TITLE 17.0
#define HEADING 12.0
#define BODY 9.0
#define SMALL 8.0
#define FACT_LABEL 120.0
#define HEADING_ROOM 90.0 /* a heading or caption stays with the first rows below it */
#define CAPTION_ROOM 55.0
#define SECTION_GAP 14.0
#define TABLE_GAP 6.0
#define SIGNS_GAP 34.0
#define SIGNS_ROOM 50.0
#define CHART_SCALE 0.85 /* points of a unit of the chart */

enum { SIGNS = 3, KEY_SIDE = 9 };

/* ---- texts ---- */

struct style {
    double size, pad;
    bool bold, centre;
    enum pdf_ink ink;
    const char *tag;
};

static const struct style title_style = {.size = TITLE, .pad = 2, .bold = true, .centre = true, .tag = "H1"};
static const struct style about_style = {.size = 10, .pad = 1, .centre = true, .tag = "P"};
static const struct style heading_style = {.size = HEADING, .pad = 3, .bold = true, .tag = "H2"};
static const struct style caption_style = {.size = BODY, .pad = 2, .ink = PDF_GREY, .tag = "P"};
static const struct style note_style = {.size = SMALL, .pad = 1.2, .ink = PDF_GREY, .tag = "P"};

static RESULT put_text(struct pdf *pdf, const struct style *style, const char *text)
{
    struct pdf_row row = {.count = 1, .pad = style->pad, .cell_tag = style->tag};
    row.cells[0] = (struct pdf_cell){.text = text,
                                     .width = pdf_page_width(pdf),
                                     .size = style->size,
                                     .bold = style->bold,
                                     .centre = style->centre,
                                     .ink = style->ink};
    return pdf_page_row(pdf, &row);
}

static RESULT put_notes(struct pdf *pdf, const char *const *notes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        TRY(put_text(pdf, &note_style, notes[i]));
    return OK;
}

static RESULT put_fact(struct pdf *pdf, const char *label, const char *value)
{
    struct pdf_row row = {.count = 2, .pad = 0.8, .cell_tag = "P"};
    row.cells[0] = (struct pdf_cell){.text = label, .width = FACT_LABEL, .size = SMALL, .ink = PDF_GREY};
    row.cells[1] =
        (struct pdf_cell){.text = value, .x = FACT_LABEL, .width = pdf_page_width(pdf) - FACT_LABEL, .size = SMALL};
    return pdf_page_row(pdf, &row);
}

static RESULT put_head(struct pdf *pdf)
{
    const struct report *report = pdf->report;
    const enum language language = report->language;
    const char *about;
    TRY(put_text(pdf, &title_style, report->title));
    TRY(put_text(pdf, &about_style, report->community_name));
    TRY(arena_print(report->arena, &about, "%012llu   %s   %s%s%s", (unsigned long long)report->community,
                    report->period_title, phrase(PHRASE_unit, language), phrase(PHRASE_colon, language),
                    phrase(PHRASE_yuan, language)));
    TRY(put_text(pdf, &about_style, about));
    pdf->y += TABLE_GAP;
    for (size_t i = 0; i < report->facts.count; i++)
        TRY(put_fact(pdf, report->facts.items[i].label, report->facts.items[i].value));
    return OK;
}

/* ---- charts ---- */

static void set_shade(cairo_t *cr, size_t shade)
{
    static const double shades[REPORT_CHART_MAX][3] = {
        {0.043, 0.431, 0.459}, {0.310, 0.608, 0.627}, {0.561, 0.753, 0.765}, {0.769, 0.863, 0.871}};
    cairo_set_source_rgb(cr, shades[shade][0], shades[shade][1], shades[shade][2]);
}

static void draw_box(struct pdf *pdf, size_t shade, const struct report_bar *box, double top)
{
    if (!pdf->cr)
        return;
    set_shade(pdf->cr, shade);
    cairo_rectangle(pdf->cr, PDF_MARGIN + box->x * CHART_SCALE, top + box->y * CHART_SCALE, box->width * CHART_SCALE,
                    REPORT_BAR_HEIGHT * CHART_SCALE);
    cairo_fill(pdf->cr);
}

static void draw_label(struct pdf *pdf, const char *text, int x, double y)
{
    const struct pdf_cell cell = {.text = text, .x = x * CHART_SCALE, .size = SMALL};
    pdf_page_mark(pdf, &cell, y);
}

static RESULT draw_group(struct pdf *pdf, const struct report_chart *chart, const struct report_chart_group *group)
{
    const double height = (group->bottom - group->top) * CHART_SCALE;
    TRY(pdf_page_need(pdf, height));
    const double top = pdf->y - group->top * CHART_SCALE;
    draw_label(pdf, group->label, 0, top + group->y * CHART_SCALE);
    for (size_t i = 0; i < chart->bar_count; i++) {
        const struct report_bar *bar = &group->bars[i];
        draw_box(pdf, bar->shade, bar, top);
        draw_label(pdf, bar->text, bar->text_x, top + bar->text_y * CHART_SCALE);
    }
    pdf->y += height;
    return OK;
}

static RESULT put_chart(struct pdf *pdf, const struct report_table *table)
{
    struct report_chart chart;
    TRY(report_chart_layout(table, &chart));
    if (chart.groups.count == 0)
        return OK;
    for (size_t i = 0; i < chart.key_count; i++) {
        const struct report_chart_key *key = &chart.keys[i];
        draw_box(pdf, key->shade, &(struct report_bar){.x = key->x, .y = key->y, .width = KEY_SIDE}, pdf->y);
        draw_label(pdf, key->label, key->text_x, pdf->y + key->text_y * CHART_SCALE);
    }
    pdf->y += chart.groups.items[0].top * CHART_SCALE;
    for (size_t i = 0; i < chart.groups.count; i++)
        TRY(draw_group(pdf, &chart, &chart.groups.items[i]));
    return OK;
}

/* ---- the document ---- */

static RESULT put_section(struct pdf *pdf, const struct report_section *section)
{
    pdf->y += SECTION_GAP;
    TRY(pdf_page_need(pdf, HEADING_ROOM));
    TRY(put_text(pdf, &heading_style, section->title));
    TRY(put_notes(pdf, section->notes.items, section->notes.count));
    for (size_t t = 0; t < section->tables.count; t++) {
        const struct report_table *table = section->tables.items[t];
        pdf->y += t > 0 ? TABLE_GAP : 0;
        TRY(pdf_page_need(pdf, HEADING_ROOM));
        if (strcmp(section->title, table->title) != 0)
            TRY(put_text(pdf, &caption_style, table->title));
        TRY(put_chart(pdf, table));
        if (table->chart_count > 0)
            TRY(pdf_page_need(pdf, CAPTION_ROOM));
        TRY(pdf_table(pdf, table));
    }
    return OK;
}

static RESULT put_signs(struct pdf *pdf)
{
    const enum language language = pdf->report->language;
    const char *const words[SIGNS] = {phrase(PHRASE_prepared_by, language), phrase(PHRASE_reviewed_by, language),
                                      pdf->report->last_hand ? pdf->report->last_hand
                                                             : phrase(PHRASE_supervised_by, language)};
    struct pdf_row row = {.count = SIGNS, .cell_tag = "P"};
    const double width = pdf_page_width(pdf) / SIGNS;
    for (size_t i = 0; i < SIGNS; i++)
        row.cells[i] = (struct pdf_cell){.text = words[i], .x = (double)i * width, .width = width, .size = BODY};
    TRY(pdf_page_need(pdf, SIGNS_GAP + SIGNS_ROOM));
    pdf->y += SIGNS_GAP;
    return pdf_page_row(pdf, &row);
}

static RESULT put_document(struct pdf *pdf)
{
    const struct report *report = pdf->report;
    pdf->page = 0;
    pdf_page_open(pdf, "Document");
    TRY(pdf_page_begin(pdf));
    TRY(put_head(pdf));
    for (size_t s = 0; s < report->sections.count; s++)
        TRY(put_section(pdf, report->sections.items[s]));
    pdf->y += SECTION_GAP;
    TRY(put_notes(pdf, report->notes.items, report->notes.count));
    TRY(put_signs(pdf));
    pdf_page_close(pdf, "Document");
    return OK;
}

/* Upright, unless a table is too wide for that. */
static RESULT choose_paper(struct pdf *pdf)
{
    pdf->width = A4_SHORT;
    pdf->height = A4_LONG;
    bool wide = false;
    for (size_t s = 0; s < pdf->report->sections.count; s++) {
        const struct report_section *section = pdf->report->sections.items[s];
        for (size_t t = 0; t < section->tables.count && !wide; t++)
            TRY(pdf_table_is_wide(pdf, section->tables.items[t], &wide));
    }
    if (wide) {
        pdf->width = A4_LONG;
        pdf->height = A4_SHORT;
    }
    return OK;
}

/* ---- the file ---- */

static cairo_status_t keep(void *closure, const unsigned char *data, unsigned int length)
{
    struct buffer *out = closure;
    buffer_put(out, data, length);
    return FAILED(buffer_status(out)) ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static RESULT set_properties(const struct report *report, cairo_surface_t *surface)
{
    char date[DATE_TEXT], hex[2 * sizeof report->root + 1];
    const char *created;
    date_format(report->as_of, date);
    hex_encode(BYTES(report->root.b, sizeof report->root.b), hex);
    TRY(arena_print(report->arena, &created, "%sT00:00:00+08:00", date));
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, report->title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, report->period_title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, report->community_name);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_KEYWORDS, hex);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, phrase(PHRASE_brand, report->language));
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, created);
    return OK;
}

static RESULT status(struct ctx *ctx, cairo_status_t found, const struct buffer *out)
{
    TRY(buffer_status(out));
    if (found == CAIRO_STATUS_SUCCESS)
        return OK;
    error_set(&ctx->error, "file", "PDF");
    error_set(&ctx->error, "reason", "%s", cairo_status_to_string(found));
    return REFUSE(file, unwritable);
}

static void free_surface(cairo_surface_t **surface)
{
    cairo_surface_destroy(*surface);
}

static void free_cairo(cairo_t **cr)
{
    cairo_destroy(*cr);
}

static void free_fonts(PangoFontMap **fonts)
{
    g_object_unref(*fonts);
}

static void free_context(PangoContext **context)
{
    g_object_unref(*context);
}

static RESULT draw(struct ctx *ctx, struct pdf *pdf, struct buffer *out)
{
    CLEANUP(free_surface)
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(keep, out, pdf->width, pdf->height);
    CLEANUP(free_cairo) cairo_t *cr = cairo_create(surface);
    TRY(set_properties(pdf->report, surface));
    pdf->cr = cr;
    TRY(put_document(pdf));
    cairo_show_page(cr);
    const cairo_status_t drawn = cairo_status(cr);
    cairo_surface_finish(surface);
    TRY(status(ctx, drawn, out));
    return status(ctx, cairo_surface_status(surface), out);
}

/* Lengths that do not depend on a screen. */
static void set_context(PangoContext *context, enum language language)
{
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_context_set_language(context, pango_language_from_string(language == LANGUAGE_EN ? "en" : "zh-cn"));
    pango_context_set_base_dir(context, PANGO_DIRECTION_LTR);
}

RESULT report_pdf(struct ctx *ctx, const struct report *report, struct buffer *out)
{
    CLEANUP(free_fonts) PangoFontMap *fonts = pango_cairo_font_map_new(); /* a thread may not use another's */
    if (!pango_font_map_get_family(fonts, FONT)) {
        error_set(&ctx->error, "font", "%s", FONT);
        return REFUSE(report, font_missing);
    }
    CLEANUP(free_context) PangoContext *context = pango_font_map_create_context(fonts);
    set_context(context, report->language);
    struct pdf pdf = {.report = report, .context = context};
    TRY(arena_print(report->arena, &pdf.footer, "%s  %s  %s", report->title, report->period_title,
                    report->community_name));
    TRY(choose_paper(&pdf));
    TRY(put_document(&pdf)); /* counts the pages */
    pdf.pages = pdf.page;
    return draw(ctx, &pdf, out);
}
