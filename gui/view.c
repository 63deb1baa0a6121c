/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "view_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Seconds in which a bar goes two thirds of its way */
static const double bar_time = 0.12;

static void touch(BylineView* view, BylinePart part)
{
  view->dirty[part] = true;
}

BylineView* byline_view_new(void)
{
  BylineView* const view = calloc(1, sizeof(*view));
  if (!view)
    return NULL;
  view->pen = byline_pen_new();
  if (!view->pen) {
    free(view);
    return NULL;
  }
  view->state = BYLINE_STATE_LISTENING;
  view->threshold = 0.5f;
  view->level = BYLINE_SILENCE_DB;
  view->enabled = true;
  byline_view_set_colors(view, byline_color_dark(), byline_color_rgb(0xf2f3f5));
  return view;
}

void byline_view_free(BylineView* view)
{
  if (!view)
    return;
  byline_waterfall_clear(&view->waterfall);
  if (view->canvas)
    cairo_surface_destroy(view->canvas);
  byline_pen_free(view->pen);
  free(view);
}

static bool resize_waterfall(BylineView* view)
{
  const BylineRect area = view->layout.spectrogram;
  return byline_waterfall_resize(&view->waterfall, area.w, area.h,
                                 byline_plot_span(&view->layout),
                                 view->palette.spectrum);
}

bool byline_view_set_size(BylineView* view, int width, int height, double scale)
{
  width = width < 1 ? 1 : width;
  height = height < 1 ? 1 : height;
  scale = scale >= 1 ? fmin(scale, 4) : 1;
  if (view->canvas && width == view->width && height == view->height &&
      scale == view->scale)
    return true;
  cairo_surface_t* const canvas =
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
  if (cairo_surface_status(canvas) != CAIRO_STATUS_SUCCESS) {
    cairo_surface_destroy(canvas);
    return false;
  }
  if (view->canvas)
    cairo_surface_destroy(view->canvas);
  view->canvas = canvas;
  view->width = width;
  view->height = height;
  view->scale = scale;
  byline_layout_make(&view->layout, width, height, scale);
  view->name_size = 0;
  view->dirty_ground = true;
  return resize_waterfall(view);
}

void byline_view_set_colors(BylineView* view, BylineColor background,
                            BylineColor ink)
{
  byline_palette_init(&view->palette, background, ink);
  view->waterfall.image_end = 0;
  view->dirty_ground = true;
}

void byline_view_set_model(BylineView* view, const BylineViewModel* model)
{
  byline_text_copy(view->model, model->name);
  byline_text_copy(view->message, model->message);
  view->artist_count = model->artist_count > 0 ? model->artist_count : 0;
  view->told_model = true;
  byline_waterfall_configure(&view->waterfall, model->bands, model->column_rate,
                             model->min_frequency, model->max_frequency);
  view->dirty_ground = true;
}

/* NaN becomes the lower end */
static float within(float value, float low, float high)
{
  return value >= low ? fminf(value, high) : low;
}

void byline_view_set_answer(BylineView* view, const BylineViewAnswer* answer)
{
  if (answer->time >= 0 && answer->time < 1e9)
    view->time = answer->time;
  view->state = answer->state;
  byline_text_copy(view->artist, answer->artist);
  for (int i = 0; i < BYLINE_TOP; ++i) {
    BylinePlace* const place = &view->places[i];
    byline_text_copy(place->name, answer->names[i]);
    place->probability =
        *place->name ? within(answer->probabilities[i], 0, 1) : 0;
  }
  byline_history_tell(&view->history, view->time, view->artist);
  touch(view, BYLINE_PART_HERO);
  touch(view, BYLINE_PART_RANKING);
  touch(view, BYLINE_PART_PLOT);
}

/* Take over a value if it makes a difference that can be seen */
static bool take(float* held, float value, float step)
{
  if (fabsf(value - *held) < step)
    return false;
  *held = value;
  return true;
}

void byline_view_set_port(BylineView* view, BylinePort port, float value)
{
  bool* const dirty = view->dirty;
  switch (port) {
  case BYLINE_PORT_ENABLED:
    dirty[BYLINE_PART_HERO] |= view->enabled != (value > 0);
    view->enabled = value > 0;
    break;
  case BYLINE_PORT_FREEZE:
    dirty[BYLINE_PART_HERO] |= view->frozen != (value > 0);
    view->frozen = value > 0;
    break;
  case BYLINE_PORT_THRESHOLD:
    if (take(&view->threshold, within(value, 0, 1), 0.001f))
      dirty[BYLINE_PART_HERO] = dirty[BYLINE_PART_RANKING] = true;
    break;
  case BYLINE_PORT_LEVEL:
    dirty[BYLINE_PART_STATUS] |=
        take(&view->level, within(value, BYLINE_SILENCE_DB, 20), 0.4f);
    break;
  case BYLINE_PORT_LOAD:
    dirty[BYLINE_PART_STATUS] |= take(&view->load, within(value, 0, 999), 0.1f);
    break;
  default:
    break;
  }
}

void byline_view_add_columns(BylineView* view, int64_t first,
                             const uint8_t* cells, size_t size)
{
  const int bands = view->waterfall.bands;
  if (!bands)
    return;
  byline_waterfall_add(&view->waterfall, first, cells, size / (size_t)bands);
  touch(view, BYLINE_PART_PLOT);
}

void byline_view_set_history(BylineView* view, const double* times,
                             const char* const* names, size_t n)
{
  byline_history_clear(&view->history);
  for (size_t i = 0; i < n && times[i] <= view->time; ++i)
    byline_history_tell(&view->history, times[i], names[i]);
  byline_history_tell(&view->history, view->time, view->artist);
  view->dirty_ground = true;
}

bool byline_view_advance(BylineView* view, double seconds)
{
  const float step = (float)(1 - exp(-fmax(seconds, 0) / bar_time));
  bool moving = false;
  for (int i = 0; i < BYLINE_TOP; ++i) {
    BylinePlace* const place = &view->places[i];
    const float distance = place->probability - place->shown;
    if (distance == 0)
      continue;
    moving = true;
    place->shown = fabsf(distance) < 0.002f ? place->probability
                                            : place->shown + step * distance;
    touch(view, BYLINE_PART_RANKING);
    if (i == 0)
      touch(view, BYLINE_PART_HERO);
  }
  return moving;
}

bool byline_view_changed(const BylineView* view)
{
  bool changed = view->dirty_ground;
  for (int part = 0; part < BYLINE_PART_COUNT; ++part)
    changed |= view->dirty[part];
  return changed;
}

static void draw_part(BylineView* view, cairo_t* cr, BylinePart part)
{
  static void (*const draw[BYLINE_PART_COUNT])(BylineView*, cairo_t*) = {
      byline_hero_draw, byline_ranking_draw, byline_axes_draw, byline_plot_draw,
      byline_status_draw};
  const BylineRect area = view->layout.parts[part];
  if (!byline_rect_visible(area))
    return;
  cairo_save(cr);
  cairo_rectangle(cr, area.x, area.y, area.w, area.h);
  cairo_clip(cr);
  if (part != BYLINE_PART_PLOT) { // it covers what it covered before
    byline_color_set(cr, view->palette.background);
    cairo_paint(cr);
  }
  draw[part](view, cr);
  cairo_restore(cr);
}

/* Bring the canvas up to date and collect in `changed` what differs */
static void update_canvas(BylineView* view, cairo_t* changed)
{
  cairo_t* const cr = cairo_create(view->canvas);
  if (view->dirty_ground) {
    byline_color_set(cr, view->palette.background);
    cairo_paint(cr);
    cairo_rectangle(changed, 0, 0, view->width, view->height);
  }
  for (int part = 0; part < BYLINE_PART_COUNT; ++part) {
    const BylineRect area = view->layout.parts[part];
    if (view->dirty[part] || view->dirty_ground) {
      draw_part(view, cr, (BylinePart)part);
      cairo_rectangle(changed, area.x, area.y, area.w, area.h);
    }
    view->dirty[part] = false;
  }
  view->dirty_ground = false;
  cairo_destroy(cr);
}

void byline_view_draw(BylineView* view, cairo_t* cr, bool all)
{
  if (!view->canvas)
    return;
  cairo_new_path(cr);
  update_canvas(view, cr);
  if (all)
    cairo_rectangle(cr, 0, 0, view->width, view->height);
  cairo_set_source_surface(cr, view->canvas, 0, 0);
  cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_NEAREST);
  cairo_fill(cr);
}

/* ---- what several parts need */

BylineColor byline_view_artist_color(const BylineView* view, const char* name)
{
  const bool announced =
      *name && !strcmp(name, view->artist) && view->state == BYLINE_STATE_KNOWN;
  const int color = announced ? byline_history_color(&view->history, name) : -1;
  return color >= 0 ? view->palette.artists[color] : view->palette.neutral;
}

int byline_view_percent(float probability)
{
  return (int)lroundf(100 * probability);
}

BylineTextStyle byline_view_style(const BylineView* view, double units,
                                  bool bold)
{
  const BylineTextStyle style = {units * view->layout.unit, bold,
                                 BYLINE_ALIGN_LEFT, 1};
  return style;
}

void byline_view_fill_round(cairo_t* cr, double x, double y, double w, double h,
                            double radius, BylineColor color)
{
  const double r = fmin(radius, fmin(w, h) / 2);
  if (w <= 0 || h <= 0)
    return;
  cairo_new_path(cr);
  cairo_arc(cr, x + w - r, y + r, r, -M_PI / 2, 0);
  cairo_arc(cr, x + w - r, y + h - r, r, 0, M_PI / 2);
  cairo_arc(cr, x + r, y + h - r, r, M_PI / 2, M_PI);
  cairo_arc(cr, x + r, y + r, r, M_PI, 1.5 * M_PI);
  cairo_close_path(cr);
  byline_color_set(cr, color);
  cairo_fill(cr);
}

void byline_view_format_time(char text[16], double seconds)
{
  const int total = (int)fmin(fmax(seconds, 0), 359999);
  if (total < 3600)
    snprintf(text, 16, "%d:%02d", total / 60, total % 60);
  else
    snprintf(text, 16, "%d:%02d:%02d", total / 3600, total / 60 % 60,
             total % 60);
}
