/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "view_evidence.h"
#include "view_commands.h"
#include "view_paint.h"

#include <math.h>
#include <stdio.h>

/* How much of the ground's colour lies over what did not count */
static const double most_veil = 0.75;

/* Most cells a side that are taken: nobody has more */
enum { MOST_CELLS = 1024 };

bool byline_evidence_offered(const BylineView* view)
{
  return view->offered & 1u << BYLINE_COMMAND_EXPLAIN &&
         *byline_view_announced(view) &&
         byline_rect_visible(view->layout.spectrogram);
}

void byline_evidence_close(BylineView* view)
{
  if (view->evidence.veil) {
    cairo_surface_destroy(view->evidence.veil);
  }
  view->evidence = (BylineEvidenceVeil){.open = false};
  view->dirty[BYLINE_PART_PLOT] = true;
}

void byline_evidence_toggle(BylineView* view)
{
  if (view->evidence.open) {
    byline_evidence_close(view);
  } else if (byline_evidence_offered(view)) {
    view->evidence.open = true;
    byline_text_copy(view->evidence.artist, byline_view_announced(view));
    view->dirty[BYLINE_PART_PLOT] = true;
    byline_view_command(view, BYLINE_COMMAND_EXPLAIN, 1);
  }
}

/* The most that a cell speaks for the artist */
static float most_of(const BylineViewEvidence* evidence)
{
  float most = 0;
  for (int i = 0; i < evidence->times * evidence->bands; ++i) {
    most = fmaxf(most, evidence->values[i]);
  }
  return isfinite(most) ? most : 0;
}

/* A pixel a cell: open as far as it speaks for the artist, of that which does
   most; what speaks against is veiled.  NULL where nothing does. */
static cairo_surface_t* make_veil(const BylineViewEvidence* evidence,
                                  BylineColor ground)
{
  const int w = evidence->times, h = evidence->bands;
  const float most = most_of(evidence);
  cairo_surface_t* const veil =
      cairo_image_surface_create(CAIRO_FORMAT_ARGB32, w, h);
  if (!(most > 0) || cairo_surface_status(veil) != CAIRO_STATUS_SUCCESS) {
    cairo_surface_destroy(veil);
    return NULL;
  }
  unsigned char* const pixels = cairo_image_surface_get_data(veil);
  const int stride = cairo_image_surface_get_stride(veil);
  for (int y = 0; y < h; ++y) {
    uint32_t* const row = (uint32_t*)(void*)(pixels + (ptrdiff_t)y * stride);
    for (int x = 0; x < w; ++x) {
      const float share = fmaxf(evidence->values[x * h + h - 1 - y], 0) / most;
      const double alpha = most_veil * (1 - sqrt((double)share));
      row[x] = (uint32_t)lround(255 * alpha) << 24 |
               (uint32_t)lround(255 * alpha * ground.r) << 16 |
               (uint32_t)lround(255 * alpha * ground.g) << 8 |
               (uint32_t)lround(255 * alpha * ground.b);
    }
  }
  cairo_surface_mark_dirty(veil);
  return veil;
}

static bool is_sound(const BylineViewEvidence* evidence)
{
  return evidence->times >= 1 && evidence->times <= MOST_CELLS &&
         evidence->bands >= 1 && evidence->bands <= MOST_CELLS &&
         evidence->column_count >= evidence->times &&
         evidence->column_count <= BYLINE_WATERFALL_COLUMNS &&
         evidence->first >= 0;
}

void byline_view_set_evidence(BylineView* view,
                              const BylineViewEvidence* evidence)
{
  char why[BYLINE_TEXT_SIZE] = "";
  const double rate = view->waterfall.rate;
  if (!view->evidence.open) {
    return;
  }
  byline_evidence_close(view);
  byline_text_copy(why, evidence->message);
  if (*why || !is_sound(evidence) || !(rate > 0)) {
    byline_view_say(view, *why ? why : "Nothing to show");
    return;
  }
  view->evidence.veil = make_veil(evidence, view->palette.background);
  view->evidence.open = view->evidence.veil;
  view->evidence.begin = (double)evidence->first / rate;
  view->evidence.end = view->evidence.begin + evidence->column_count / rate;
  byline_text_copy(view->evidence.artist, evidence->artist);
  if (!view->evidence.open) {
    byline_view_say(view, "Nothing in particular");
  }
}

static void fill_veil(const BylineView* view, cairo_t* cr, double x, double y,
                      double w, double h)
{
  const BylineColor ground = view->palette.background;
  cairo_set_source_rgba(cr, ground.r, ground.g, ground.b, most_veil);
  cairo_rectangle(cr, x, y, w, h);
  cairo_fill(cr);
}

static void draw_veil(const BylineView* view, cairo_t* cr, double from,
                      double to)
{
  const BylineRect plot = view->layout.spectrogram;
  cairo_surface_t* const veil = view->evidence.veil;
  fill_veil(view, cr, plot.x, plot.y, from - plot.x, plot.h);
  fill_veil(view, cr, to, plot.y, plot.x + plot.w - to, plot.h);
  cairo_save(cr);
  cairo_rectangle(cr, from, plot.y, to - from, plot.h);
  cairo_clip(cr);
  cairo_translate(cr, from, plot.y);
  cairo_scale(cr, (to - from) / cairo_image_surface_get_width(veil),
              (double)plot.h / cairo_image_surface_get_height(veil));
  cairo_set_source_surface(cr, veil, 0, 0);
  cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_BILINEAR);
  cairo_paint(cr);
  cairo_restore(cr);
}

/* What it means, in words, on a ground on which they can be read */
static void draw_legend(const BylineView* view, cairo_t* cr)
{
  char text[BYLINE_TEXT_SIZE + 64];
  const BylineRect plot = view->layout.spectrogram;
  const int margin = byline_view_px(view, 6);
  const BylineTextStyle style =
      byline_view_style(view, BYLINE_TYPE_SMALL, false);
  snprintf(text, sizeof(text), "%s%s",
           view->evidence.veil ? "Clear: what speaks for "
                               : "Looking for what speaks for ",
           view->evidence.artist);
  BylineRect area = byline_rect_top(byline_rect_inset(plot, margin),
                                    byline_view_px(view, 20));
  const int wide = byline_text_width(view->pen, text, &style) + 2 * margin + 1;
  area.w = wide < area.w ? wide : area.w;
  if (area.h < byline_view_px(view, 16)) {
    return;
  }
  byline_view_fill_raised(view, cr, area);
  area.x += margin;
  area.w -= 2 * margin;
  byline_text_draw(view->pen, cr, text, &style, area, view->palette.text);
}

void byline_evidence_draw(BylineView* view, cairo_t* cr, double now,
                          double span)
{
  const BylineEvidenceVeil* const evidence = &view->evidence;
  const BylineRect plot = view->layout.spectrogram;
  if (!evidence->open) {
    return;
  }
  if (evidence->veil) {
    const double right = plot.x + plot.w;
    const double scale = plot.w / span;
    const double to = right - fmax(now - evidence->end, 0) * scale;
    if (to <= plot.x) { // it has scrolled out
      byline_evidence_close(view);
      return;
    }
    cairo_save(cr);
    cairo_rectangle(cr, plot.x, plot.y, plot.w, plot.h);
    cairo_clip(cr);
    draw_veil(view, cr, right - (now - evidence->begin) * scale, to);
    cairo_restore(cr);
  }
  draw_legend(view, cr);
}
