/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "report/document.h"

#include "base/file.h"
#include "report/plot.h"

#include <cairo-pdf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A4, in points */
#define PAGE_WIDTH 595.0
#define PAGE_HEIGHT 842.0
#define MARGIN 54.0
#define WIDTH (PAGE_WIDTH - 2 * MARGIN)
#define FOOT (PAGE_HEIGHT - MARGIN)

/* Sizes of text and the height of its lines */
#define TITLE 20.0
#define HEADING 13.0
#define BODY 9.5
#define TABLE 8.0
#define LITERAL 7.0
#define LEADING 1.4
#define ROW (1.55 * TABLE) /* height of a table's row */

/* Space between a table's columns */
#define GAP 14.0

/* Most columns of a table */
#define MAX_COLUMNS 12

/* A page being filled */
typedef struct {
  cairo_t* cr;
  double y;   ///< Where the next line's top is
  int number; ///< Of the page
} Page;

static cairo_status_t put(void* user, const unsigned char* data,
                          unsigned int size)
{
  return fwrite(data, 1, size, user) == size ? CAIRO_STATUS_SUCCESS
                                             : CAIRO_STATUS_WRITE_ERROR;
}

static void end_page(Page* page)
{
  char text[16];
  snprintf(text, sizeof(text), "%d", page->number++);
  byline_plot_set_font(page->cr, TABLE, false);
  byline_plot_set_ink(page->cr, BYLINE_INK_FAINT);
  byline_plot_text(page->cr, PAGE_WIDTH / 2, FOOT + 24,
                   BYLINE_PLOT_ALIGN_CENTRE, text);
  cairo_show_page(page->cr);
  page->y = MARGIN;
}

/* Begin a new page unless there is room. */
static void make_room(Page* page, double height)
{
  if (page->y + height > FOOT && page->y > MARGIN) {
    end_page(page);
  }
}

static void write_line(Page* page, const char* text, double size, bool bold)
{
  make_room(page, size * LEADING);
  byline_plot_set_font(page->cr, size, bold);
  byline_plot_set_ink(page->cr, BYLINE_INK_TEXT);
  byline_plot_text(page->cr, MARGIN, page->y + size, BYLINE_PLOT_ALIGN_LEFT,
                   text);
  page->y += size * LEADING;
}

/* Write running text, broken at spaces. */
static void write_text(Page* page, const char* text, double size, bool bold)
{
  char* const copy = strdup(text);
  char* line = copy;
  while (line && *line) {
    char* end = line;
    for (char* space = line; *space; space += *space != '\0') {
      space += strcspn(space, " ");
      const char kept = *space;
      *space = '\0';
      byline_plot_set_font(page->cr, size, bold);
      const bool fits = byline_plot_text_width(page->cr, line) <= WIDTH;
      *space = kept;
      if (!fits && end > line) {
        break;
      }
      end = space;
    }
    char* const next = *end ? end + 1 : end;
    *end = '\0';
    write_line(page, line, size, bold);
    line = next;
  }
  free(copy);
}

static void write_literal(Page* page, const char* text)
{
  char* const copy = strdup(text);
  char* rest = NULL;
  for (char* line = copy ? strtok_r(copy, "\n", &rest) : NULL; line;
       line = strtok_r(NULL, "\n", &rest)) {
    write_text(page, line, LITERAL, false);
  }
  free(copy);
  page->y += 6;
}

/* ---- tables */

/* Widths of a table's columns: as wide as they need, shrunk alike to fit. */
static double measure_columns(Page* page, const BylineDocumentBlock* block,
                              double widths[static MAX_COLUMNS])
{
  byline_plot_set_font(page->cr, TABLE, false);
  double total = 0;
  for (size_t i = 0; i < block->n_columns; ++i) {
    widths[i] = 0;
    for (size_t k = i; k < block->n_cells; k += block->n_columns) {
      widths[i] =
          fmax(widths[i], byline_plot_text_width(page->cr, block->cells[k]));
    }
    widths[i] += GAP;
    total += widths[i];
  }
  return total > WIDTH ? WIDTH / total : 1;
}

static void write_row(Page* page, const BylineDocumentBlock* block, size_t row,
                      const double* widths, double scale)
{
  const double height = ROW;
  double x = MARGIN;
  cairo_save(page->cr);
  for (size_t i = 0; i < block->n_columns; ++i) {
    const size_t at = row * block->n_columns + i;
    if (at >= block->n_cells) {
      break;
    }
    byline_plot_set_font(page->cr, TABLE * scale, row == 0);
    byline_plot_set_ink(page->cr, BYLINE_INK_TEXT);
    const bool is_text = i == 0 || byline_document_block_is_text(block, i);
    byline_plot_text(page->cr, is_text ? x : x + (widths[i] - GAP) * scale,
                     page->y + TABLE,
                     is_text ? BYLINE_PLOT_ALIGN_LEFT : BYLINE_PLOT_ALIGN_RIGHT,
                     block->cells[at]);
    x += widths[i] * scale;
  }
  byline_plot_set_ink(page->cr, row == 0 ? BYLINE_INK_FAINT : BYLINE_INK_GRID);
  cairo_set_line_width(page->cr, 0.5);
  cairo_move_to(page->cr, MARGIN, page->y + height - 2);
  cairo_line_to(page->cr, x, page->y + height - 2);
  cairo_stroke(page->cr);
  cairo_restore(page->cr);
  page->y += height;
}

static void write_table(Page* page, const BylineDocumentBlock* block)
{
  double widths[MAX_COLUMNS];
  if (block->n_columns == 0 || block->n_columns > MAX_COLUMNS) {
    return;
  }
  const double scale = measure_columns(page, block, widths);
  const size_t n_rows = block->n_cells / block->n_columns;
  page->y += 4;
  /* A head stands above rows on each page, never alone */
  make_room(page, ROW * (double)(n_rows < 4 ? n_rows : 4));
  for (size_t i = 0; i < n_rows; ++i) {
    if (page->y + ROW > FOOT) {
      end_page(page);
      write_row(page, block, 0, widths, scale);
    }
    write_row(page, block, i, widths, scale);
  }
  page->y += 10;
}

/* ---- pictures */

static void draw_figure(Page* page, const BylineDocumentBlock* block)
{
  const BylineFigure* const figure = &block->figure;
  const double room = FOOT - MARGIN - 2 * BODY * LEADING;
  const double scale =
      fmin(fmin(WIDTH / figure->width, room / figure->height), 0.8);
  make_room(page, scale * figure->height + 2 * BODY * LEADING);
  cairo_save(page->cr);
  cairo_translate(page->cr, MARGIN, page->y);
  cairo_scale(page->cr, scale, scale);
  figure->draw(page->cr, figure->data);
  cairo_restore(page->cr);
  page->y += scale * figure->height + 2;
  write_text(page, block->text, TABLE, false);
  page->y += 8;
}

static void write_block(Page* page, const BylineDocumentBlock* block)
{
  switch (block->kind) {
  case BYLINE_BLOCK_HEADING:
    page->y += 14;
    make_room(page, 8 * BODY * LEADING);
    write_text(page, block->text, HEADING, true);
    page->y += 2;
    break;
  case BYLINE_BLOCK_PARAGRAPH:
    write_text(page, block->text, BODY, false);
    page->y += 5;
    break;
  case BYLINE_BLOCK_LITERAL:
    write_literal(page, block->text);
    break;
  case BYLINE_BLOCK_TABLE:
    write_table(page, block);
    break;
  case BYLINE_BLOCK_FIGURE:
    draw_figure(page, block);
    break;
  }
}

static cairo_status_t render(const BylineDocument* document, FILE* stream)
{
  cairo_surface_t* const surface =
      cairo_pdf_surface_create_for_stream(put, stream, PAGE_WIDTH, PAGE_HEIGHT);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE,
                                 document->title);
  Page page = {.cr = cairo_create(surface), .y = MARGIN, .number = 1};
  write_text(&page, document->title, TITLE, true);
  page.y += 6;
  for (size_t i = 0; i < document->n; ++i) {
    write_block(&page, &document->blocks[i]);
  }
  end_page(&page);
  cairo_status_t status = cairo_status(page.cr);
  cairo_destroy(page.cr);
  cairo_surface_finish(surface);
  if (status == CAIRO_STATUS_SUCCESS) {
    status = cairo_surface_status(surface);
  }
  cairo_surface_destroy(surface);
  return status;
}

BylineStatus byline_document_write_pdf(const BylineDocument* document,
                                       const char* path)
{
  if (document->has_failed) {
    return byline_no_memory(path);
  }
  BylineOutput output;
  BYLINE_TRY(byline_output_open(path, &output));
  const cairo_status_t drawn = render(document, output.stream);
  return byline_output_end(
      &output, drawn == CAIRO_STATUS_SUCCESS
                   ? BYLINE_OK
                   : byline_error(BYLINE_ERROR_IO, "%s: cannot draw: %s", path,
                                  cairo_status_to_string(drawn)));
}
