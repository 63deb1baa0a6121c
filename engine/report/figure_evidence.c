/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "report/evidence_figure.h"

#include "explain/summary.h"
#include "report/plot.h"
#include "spectrum/mel.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>

/* Sizes in pixels: the spectrogram, around it, and the bars at its sides */
#define WIDTH 560.0
#define HEIGHT 256.0
#define LEFT 62.0
#define ABOVE 60.0
#define BELOW 64.0
#define BARS 46.0
#define GAP 6.0

/* Colours of plot.h: what speaks for, and against */
#define FOR 3
#define AGAINST 0

/* How much of the spectrogram the strongest evidence covers */
#define COVER 0.9

/* Exponent of strength, so that weak evidence is seen, too */
#define STRENGTH 0.7f

/* ---- pictures */

/* Draw a picture of pixels into a rectangle */
static void draw_pixels(cairo_t* cr, cairo_surface_t* image, double width,
                        double height, cairo_filter_t filter)
{
  cairo_surface_mark_dirty(image);
  cairo_save(cr);
  cairo_rectangle(cr, 0, 0, width, height);
  cairo_clip(cr);
  cairo_scale(cr, width / cairo_image_surface_get_width(image),
              height / cairo_image_surface_get_height(image));
  cairo_set_source_surface(cr, image, 0, 0);
  cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter(cairo_get_source(cr), filter);
  cairo_paint(cr);
  cairo_restore(cr);
}

static uint32_t* row_of(cairo_surface_t* image, size_t row)
{
  unsigned char* const pixels = cairo_image_surface_get_data(image);
  const size_t stride = (size_t)cairo_image_surface_get_stride(image);
  return (uint32_t*)(void*)(pixels + stride * row);
}

/* The clip in shades of grey: what is above its mean level, which is what its
   evidence was found by, loud cells dark */
static void fill_spectrogram(const BylineEvidencePlot* plot,
                             cairo_surface_t* image)
{
  const BylineEvidence* const e = plot->evidence;
  const size_t size = byline_front_end_cells(plot->front_end);
  float loudest = BYLINE_SILENCE_DB;
  double sum = 0;
  for (size_t i = 0; i < e->n_frames * e->n_mels; ++i) {
    const float x = plot->columns[i / e->n_mels * size + i % e->n_mels];
    loudest = fmaxf(loudest, x);
    sum += (double)x;
  }
  const float mean = (float)(sum / (double)(e->n_frames * e->n_mels));
  const float range = fmaxf(loudest - mean, 1);
  for (size_t m = 0; m < e->n_mels; ++m) {
    uint32_t* const row = row_of(image, e->n_mels - 1 - m);
    for (size_t t = 0; t < e->n_frames; ++t) {
      const float up = (plot->columns[t * size + m] - mean) / range;
      const float ink = fminf(fmaxf(up, 0), 1);
      const uint32_t grey = (uint32_t)lrintf(250 - 210 * ink);
      row[t] = grey << 16 | grey << 8 | grey;
    }
  }
}

/* Evidence in two colours, the more opaque the stronger */
static void fill_evidence(const BylineEvidence* e, cairo_surface_t* image)
{
  static const float colours[2][3] = {{213, 94, 0}, {0, 114, 178}};
  float most = 1e-6f;
  for (size_t i = 0; i < e->n_times * e->n_bands; ++i) {
    most = fmaxf(most, fabsf(e->values[i]));
  }
  for (size_t b = 0; b < e->n_bands; ++b) {
    uint32_t* const row = row_of(image, e->n_bands - 1 - b);
    for (size_t t = 0; t < e->n_times; ++t) {
      const float value = e->values[t * e->n_bands + b] / most;
      const float alpha = (float)COVER * powf(fabsf(value), STRENGTH);
      const float* const colour = colours[value < 0];
      row[t] = (uint32_t)lrintf(255 * alpha) << 24;
      for (size_t c = 0; c < 3; ++c) {
        row[t] |= (uint32_t)lrintf(alpha * colour[c]) << (16 - 8 * c);
      }
    }
  }
}

static void draw_pictures(cairo_t* cr, const BylineEvidencePlot* plot)
{
  const BylineEvidence* const e = plot->evidence;
  cairo_surface_t* const clip = cairo_image_surface_create(
      CAIRO_FORMAT_RGB24, (int)e->n_frames, (int)e->n_mels);
  cairo_surface_t* const over = cairo_image_surface_create(
      CAIRO_FORMAT_ARGB32, (int)e->n_times, (int)e->n_bands);
  if (cairo_surface_status(clip) == CAIRO_STATUS_SUCCESS &&
      cairo_surface_status(over) == CAIRO_STATUS_SUCCESS) {
    cairo_surface_flush(clip);
    cairo_surface_flush(over);
    fill_spectrogram(plot, clip);
    fill_evidence(e, over);
    draw_pixels(cr, clip, WIDTH, HEIGHT, CAIRO_FILTER_GOOD);
    draw_pixels(cr, over, WIDTH, HEIGHT, CAIRO_FILTER_BILINEAR);
  }
  cairo_surface_destroy(clip);
  cairo_surface_destroy(over);
}

/* ---- axes */

/* How far up a frequency is, 0 to 1 */
static double height_of(const BylineFrontEnd* fe, double hz)
{
  uint32_t i = 0;
  while (i < fe->n_mels && byline_mel_edge(fe, i + 1) < hz) {
    ++i;
  }
  const double low = byline_mel_edge(fe, i);
  const double high = byline_mel_edge(fe, i + 1);
  return (i + (hz - low) / (high - low) - 0.5) / fe->n_mels;
}

static void draw_frequencies(cairo_t* cr, const BylineFrontEnd* fe)
{
  static const double ticks[] = {100, 300, 600, 1000, 2000, 4000, 8000, 16000};
  byline_plot_set_font(cr, BYLINE_PLOT_SMALL + 1, false);
  byline_plot_set_ink(cr, BYLINE_INK_FAINT);
  for (size_t i = 0; i < sizeof(ticks) / sizeof(*ticks); ++i) {
    const double share = height_of(fe, ticks[i]);
    if (share >= 0 && share <= 1) {
      char text[16];
      snprintf(text, sizeof(text), ticks[i] < 1000 ? "%.0f Hz" : "%.0f kHz",
               ticks[i] < 1000 ? ticks[i] : ticks[i] / 1000);
      const double y = HEIGHT * (1 - share);
      byline_plot_text(cr, -9, y + 4, BYLINE_PLOT_ALIGN_RIGHT, text);
      cairo_rectangle(cr, -5, y - 0.5, 5, 1);
      cairo_fill(cr);
    }
  }
}

static void draw_times(cairo_t* cr, const BylineEvidencePlot* plot)
{
  const double length =
      byline_front_end_time(plot->front_end, plot->evidence->n_frames);
  byline_plot_set_font(cr, BYLINE_PLOT_SMALL + 1, false);
  byline_plot_set_ink(cr, BYLINE_INK_FAINT);
  const unsigned first = (unsigned)ceil(fmax(0, plot->begin - 0.05));
  for (unsigned t = first; t < plot->begin + length + 0.01; ++t) {
    const double x = WIDTH * fmax(0, t - plot->begin) / length;
    char text[24];
    snprintf(text, sizeof(text), "%u:%02u", t / 60, t % 60);
    byline_plot_text(cr, x, HEIGHT + 17, BYLINE_PLOT_ALIGN_CENTRE, text);
    cairo_rectangle(cr, x - 0.5, HEIGHT, 1, 5);
    cairo_fill(cr);
  }
}

/* ---- bars: when, and at which frequencies */

static double largest(const double* shares, size_t n)
{
  double most = 1e-9;
  for (size_t i = 0; i < n; ++i) {
    most = fmax(most, shares[i]);
  }
  return most;
}

static void draw_bars(cairo_t* cr, const BylineEvidence* e)
{
  const BylineEvidenceShares shares = byline_evidence_shares(e);
  const double step = WIDTH / (double)e->n_times;
  const double most = largest(shares.times, e->n_times);
  byline_plot_set_colour(cr, FOR, 1);
  for (size_t t = 0; t < e->n_times; ++t) {
    const double length = BARS * shares.times[t] / most;
    cairo_rectangle(cr, step * (double)t + 1, -GAP - length, step - 2, length);
  }
  const double height = HEIGHT / (double)e->n_bands;
  const double widest = largest(shares.bands, e->n_bands);
  for (size_t b = 0; b < e->n_bands; ++b) {
    cairo_rectangle(cr, WIDTH + GAP, HEIGHT - height * (double)(b + 1) + 1,
                    BARS * shares.bands[b] / widest, height - 2);
  }
  cairo_fill(cr);
}

static void draw_legend(cairo_t* cr)
{
  static const char* const texts[] = {"speaks for the artist", "against"};
  double x = 0;
  const double y = HEIGHT + 36;
  byline_plot_set_font(cr, BYLINE_PLOT_TEXT, false);
  for (int i = 0; i < 2; ++i) {
    byline_plot_set_colour(cr, i == 0 ? FOR : AGAINST, COVER);
    cairo_rectangle(cr, x, y - 10, 12, 10);
    cairo_fill(cr);
    byline_plot_set_ink(cr, BYLINE_INK_TEXT);
    byline_plot_text(cr, x + 18, y, BYLINE_PLOT_ALIGN_LEFT, texts[i]);
    x += 18 + byline_plot_text_width(cr, texts[i]) + 20;
  }
  byline_plot_set_ink(cr, BYLINE_INK_FAINT);
  byline_plot_text(cr, x, y, BYLINE_PLOT_ALIGN_LEFT,
                   "bars: shares of what speaks for the artist");
}

static void draw(cairo_t* cr, const void* data)
{
  const BylineEvidencePlot* const plot = data;
  byline_plot_title(cr, plot->title);
  byline_plot_set_font(cr, BYLINE_PLOT_TEXT, false);
  byline_plot_set_ink(cr, BYLINE_INK_FAINT);
  byline_plot_text(cr, BYLINE_PLOT_MARGIN, 48, BYLINE_PLOT_ALIGN_LEFT,
                   plot->note);
  cairo_translate(cr, LEFT, ABOVE + BARS + GAP);
  draw_pictures(cr, plot);
  draw_frequencies(cr, plot->front_end);
  draw_times(cr, plot);
  draw_bars(cr, plot->evidence);
  draw_legend(cr);
}

BylineFigure byline_evidence_figure(const BylineEvidencePlot* plot)
{
  return (BylineFigure){.width = LEFT + WIDTH + GAP + BARS + BYLINE_PLOT_MARGIN,
                        .height = ABOVE + BARS + GAP + HEIGHT + BELOW,
                        .draw = draw,
                        .data = plot};
}
