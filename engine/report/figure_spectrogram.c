/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "report/spectrogram_figure.h"

#include <cairo.h>
#include <math.h>
#include <stdint.h>

/* Sizes in pixels: a cell's height, the widest picture, around and between */
#define CELL 2.0
#define MAX_WIDTH 1600.0
#define MARGIN 12.0
#define TITLE 22.0

/* What is drawn, in dB: from black to white */
#define DARKEST (-90.0f)
#define BRIGHTEST 0.0f

/* Black over violet and orange to pale yellow: brighter is louder, in print
   and for the colour-blind, too */
static uint32_t colour_of(float level)
{
  static const float stops[][3] = {{0.00f, 0.00f, 0.02f},
                                   {0.23f, 0.06f, 0.44f},
                                   {0.71f, 0.21f, 0.47f},
                                   {0.98f, 0.55f, 0.31f},
                                   {0.99f, 0.99f, 0.75f}};
  enum { N_STEPS = sizeof(stops) / sizeof(*stops) - 1 };
  const float share = (level - DARKEST) / (BRIGHTEST - DARKEST);
  const float x = N_STEPS * fminf(fmaxf(share, 0), 0.999f);
  const size_t step = (size_t)x;
  const float part = x - (float)step;
  uint32_t pixel = 0;
  for (size_t c = 0; c < 3; ++c) {
    const float value =
        stops[step][c] + part * (stops[step + 1][c] - stops[step][c]);
    pixel = pixel << 8 | (uint32_t)lrintf(255 * value);
  }
  return pixel;
}

static void fill_image(const BylineSpectrogramPanel* panel, size_t n_mels,
                       unsigned char* pixels, size_t stride)
{
  for (size_t i = 0; i < n_mels; ++i) {
    uint32_t* const row = (uint32_t*)(void*)(pixels + stride * i);
    for (size_t t = 0; t < panel->n_frames; ++t) {
      row[t] = colour_of(panel->columns[t * n_mels + n_mels - 1 - i]);
    }
  }
}

static void draw_panel(cairo_t* cr, const BylineSpectrogramPlot* plot,
                       const BylineSpectrogramPanel* panel, double scale)
{
  cairo_surface_t* const image = cairo_image_surface_create(
      CAIRO_FORMAT_RGB24, (int)panel->n_frames, (int)plot->n_mels);
  if (cairo_surface_status(image) == CAIRO_STATUS_SUCCESS) {
    cairo_surface_flush(image);
    fill_image(panel, plot->n_mels, cairo_image_surface_get_data(image),
               (size_t)cairo_image_surface_get_stride(image));
    cairo_surface_mark_dirty(image);
    cairo_save(cr);
    cairo_scale(cr, scale, CELL);
    cairo_set_source_surface(cr, image, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_GOOD);
    cairo_paint(cr);
    cairo_restore(cr);
  }
  cairo_surface_destroy(image);
}

/* Pixels a column; all panels have the same, so that times can be compared */
static double scale_of(const BylineSpectrogramPlot* plot)
{
  size_t longest = 1;
  for (size_t i = 0; i < plot->n_panels; ++i) {
    longest =
        plot->panels[i].n_frames > longest ? plot->panels[i].n_frames : longest;
  }
  return fmin(CELL, MAX_WIDTH / (double)longest);
}

static double panel_height(const BylineSpectrogramPlot* plot)
{
  return TITLE + CELL * (double)plot->n_mels + MARGIN;
}

static void draw(cairo_t* cr, const void* data)
{
  const BylineSpectrogramPlot* const plot = data;
  const double scale = scale_of(plot);
  cairo_set_source_rgb(cr, 1, 1, 1);
  cairo_paint(cr);
  cairo_select_font_face(cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                         CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size(cr, 13);
  for (size_t i = 0; i < plot->n_panels; ++i) {
    cairo_save(cr);
    cairo_translate(cr, MARGIN, (double)i * panel_height(plot));
    cairo_set_source_rgb(cr, 0.13, 0.13, 0.13);
    cairo_move_to(cr, 0, TITLE - 7);
    cairo_show_text(cr, plot->panels[i].title);
    cairo_translate(cr, 0, TITLE);
    draw_panel(cr, plot, &plot->panels[i], scale);
    cairo_restore(cr);
  }
}

void byline_spectrogram_figure(const BylineSpectrogramPlot* plot,
                               BylineFigure* figure)
{
  double width = 0;
  for (size_t i = 0; i < plot->n_panels; ++i) {
    width = fmax(width, scale_of(plot) * (double)plot->panels[i].n_frames);
  }
  *figure = (BylineFigure){
      .width = ceil(fmax(width, 300) + 2 * MARGIN),
      .height = ceil((double)plot->n_panels * panel_height(plot)),
      .draw = draw,
      .data = plot,
  };
}
