/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "evaluation/plot.h"

#include "base/file.h"

#include <cairo-svg.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Sizes in pixels */
#define CELL 24.0
#define MARGIN 16.0
#define TITLE 40.0
#define FONT 12.0

/* Most classes that a picture has room for */
#define MAX_CLASSES 400

/* What is drawn */
typedef struct {
  const BylineConfusion* confusion;
  char* const* names;
  size_t* classes; ///< Those that occur, in their order
  size_t n;        ///< How many
  double labels;   ///< Width of the longest name
} Plot;

static size_t row_sum(const BylineConfusion* confusion, size_t row)
{
  size_t sum = 0;
  for (size_t i = 0; i < confusion->n_classes; ++i) {
    sum += confusion->counts[row * confusion->n_classes + i];
  }
  return sum;
}

static void find_classes(Plot* plot)
{
  for (size_t i = 0; i < plot->confusion->n_classes; ++i) {
    if (row_sum(plot->confusion, i) > 0) {
      plot->classes[plot->n++] = i;
    }
  }
}

static void set_font(cairo_t* cr, double size)
{
  cairo_select_font_face(cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                         CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size(cr, size);
}

static double text_width(cairo_t* cr, const char* text)
{
  cairo_text_extents_t extents;
  cairo_text_extents(cr, text, &extents);
  return extents.x_advance;
}

/* Measure the names on a surface that nobody sees. */
static void measure(Plot* plot)
{
  cairo_surface_t* const surface =
      cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t* const cr = cairo_create(surface);
  set_font(cr, FONT);
  for (size_t i = 0; i < plot->n; ++i) {
    plot->labels =
        fmax(plot->labels, text_width(cr, plot->names[plot->classes[i]]));
  }
  cairo_destroy(cr);
  cairo_surface_destroy(surface);
}

/* Left edge of the cells; names are slanted, so they reach past the right. */
static double left_of(const Plot* plot)
{
  return MARGIN + plot->labels + 8;
}

static double top_of(const Plot* plot)
{
  return TITLE + MARGIN + 0.87 * plot->labels + 8;
}

static double width_of(const Plot* plot)
{
  return left_of(plot) + CELL * (double)plot->n + 0.5 * plot->labels + MARGIN;
}

static double height_of(const Plot* plot)
{
  return top_of(plot) + CELL * (double)plot->n + MARGIN;
}

/* Pale grey to dark blue; the square root lets small shares be seen. */
static void set_colour(cairo_t* cr, double share)
{
  const double depth = sqrt(share);
  cairo_set_source_rgb(cr, 0.96 - 0.88 * depth, 0.96 - 0.69 * depth,
                       0.97 - 0.47 * depth);
}

static void draw_cell(cairo_t* cr, double x, double y, double share)
{
  set_colour(cr, share);
  cairo_rectangle(cr, x, y, CELL - 1, CELL - 1);
  cairo_fill(cr);
  if (share < 0.005) {
    return;
  }
  char text[8];
  snprintf(text, sizeof(text), "%.0f", 100 * share);
  const double ink = share > 0.35 ? 1 : 0.1;
  cairo_set_source_rgb(cr, ink, ink, ink);
  cairo_move_to(cr, x + (CELL - 1 - text_width(cr, text)) / 2, y + CELL - 9);
  cairo_show_text(cr, text);
}

static void draw_names(cairo_t* cr, const Plot* plot, size_t i)
{
  const char* const name = plot->names[plot->classes[i]];
  const double x = left_of(plot) + CELL * (double)i;
  const double y = top_of(plot) + CELL * (double)i;
  cairo_set_source_rgb(cr, 0.13, 0.13, 0.13);
  cairo_move_to(cr, left_of(plot) - 8 - text_width(cr, name), y + CELL - 8);
  cairo_show_text(cr, name);

  const double third = 1.0471975511965976; /* of a half turn */
  cairo_save(cr);
  cairo_translate(cr, x + CELL - 8, top_of(plot) - 6);
  cairo_rotate(cr, -third);
  cairo_move_to(cr, 0, 0);
  cairo_show_text(cr, name);
  cairo_restore(cr);
}

static void draw_row(cairo_t* cr, const Plot* plot, size_t row)
{
  const BylineConfusion* const confusion = plot->confusion;
  const size_t truth = plot->classes[row];
  const double total = (double)row_sum(confusion, truth);
  for (size_t i = 0; i < plot->n; ++i) {
    const size_t count =
        confusion->counts[truth * confusion->n_classes + plot->classes[i]];
    draw_cell(cr, left_of(plot) + CELL * (double)i,
              top_of(plot) + CELL * (double)row, (double)count / total);
  }
}

static void draw(cairo_t* cr, const Plot* plot)
{
  cairo_set_source_rgb(cr, 1, 1, 1);
  cairo_paint(cr);
  cairo_set_source_rgb(cr, 0.13, 0.13, 0.13);
  set_font(cr, 16);
  cairo_move_to(cr, MARGIN, MARGIN + 14);
  cairo_show_text(cr, "Confusion matrix: rows by whom, columns taken for whom, "
                      "% of row");
  for (size_t i = 0; i < plot->n; ++i) {
    set_font(cr, FONT);
    draw_names(cr, plot, i);
    set_font(cr, 10);
    draw_row(cr, plot, i);
  }
}

static cairo_status_t put(void* user, const unsigned char* data,
                          unsigned int size)
{
  return fwrite(data, 1, size, user) == size ? CAIRO_STATUS_SUCCESS
                                             : CAIRO_STATUS_WRITE_ERROR;
}

static cairo_status_t render(const Plot* plot, bool svg, FILE* stream)
{
  const double width = ceil(fmax(width_of(plot), 600));
  const double height = ceil(height_of(plot));
  cairo_surface_t* const surface =
      svg ? cairo_svg_surface_create_for_stream(put, stream, width, height)
          : cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)width,
                                       (int)height);
  cairo_t* const cr = cairo_create(surface);
  draw(cr, plot);
  cairo_status_t status = cairo_status(cr);
  cairo_destroy(cr);
  if (status == CAIRO_STATUS_SUCCESS && !svg) {
    status = cairo_surface_write_to_png_stream(surface, put, stream);
  }
  cairo_surface_finish(surface);
  if (status == CAIRO_STATUS_SUCCESS) {
    status = cairo_surface_status(surface);
  }
  cairo_surface_destroy(surface);
  return status;
}

static BylineStatus write_picture(const char* path, const Plot* plot)
{
  const size_t n = strlen(path);
  const bool svg = n >= 4 && !strcmp(path + n - 4, ".svg");
  BylineOutput output;
  const BylineStatus status = byline_output_open(path, &output);
  if (status != BYLINE_OK) {
    return status;
  }
  const cairo_status_t drawn = render(plot, svg, output.stream);
  if (drawn != CAIRO_STATUS_SUCCESS) {
    byline_output_abandon(&output);
    return byline_error(BYLINE_ERROR_IO, "%s: cannot draw: %s", path,
                        cairo_status_to_string(drawn));
  }
  return byline_output_commit(&output);
}

BylineStatus byline_plot_confusion(const char* path,
                                   const BylineConfusion* confusion,
                                   char* const* names)
{
  Plot plot = {.confusion = confusion, .names = names};
  plot.classes = calloc(confusion->n_classes, sizeof(*plot.classes));
  if (!plot.classes) {
    return byline_error(BYLINE_ERROR_MEMORY, "%s: out of memory", path);
  }
  find_classes(&plot);
  BylineStatus status = BYLINE_OK;
  if (plot.n == 0 || plot.n > MAX_CLASSES) {
    status =
        byline_error(BYLINE_ERROR_DATA, "%s: %zu artists do not make a picture",
                     path, plot.n);
  } else {
    measure(&plot);
    status = write_picture(path, &plot);
  }
  free(plot.classes);
  return status;
}
