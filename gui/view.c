/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "view_controls.h"
#include "view_details.h"
#include "view_evidence.h"
#include "view_input.h"
#include "view_plot.h"
#include "view_tip.h"
#include "view_voice.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Seconds in which a bar goes two thirds of its way */
static const double bar_time = 0.12;

BylineView* byline_view_new(void)
{
  BylineView* const view = calloc(1, sizeof(*view));
  if (!view) {
    return NULL;
  }
  view->pen = byline_pen_new();
  if (!view->pen) {
    free(view);
    return NULL;
  }
  view->state = BYLINE_STATE_LISTENING;
  view->threshold = 0.5f;
  view->level = BYLINE_SILENCE_DB;
  view->enabled = true;
  view->voice.probability = -1;
  view->hovered = view->held = view->focus = -1;
  for (int i = 0; i < BYLINE_CONTROL_COUNT; ++i) {
    view->values[i] = byline_control(i)->usual;
  }
  byline_view_set_theme(view, BYLINE_THEME_DARK);
  return view;
}

void byline_view_free(BylineView* view)
{
  if (!view) {
    return;
  }
  byline_waterfall_clear(&view->waterfall);
  byline_evidence_close(view);
  byline_details_clear(&view->details);
  byline_view_history_clear(&view->history);
  if (view->canvas) {
    cairo_surface_destroy(view->canvas);
  }
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

bool byline_view_lay_out(BylineView* view)
{
  const BylineLayoutWish wish = {.compact = view->compact,
                                 .turning = view->turning,
                                 .hidden = byline_controls_hidden(view)};
  byline_layout_make(&view->layout, view->width, view->height, view->scale,
                     &wish);
  view->turning = view->turning && byline_rect_visible(view->layout.turn);
  view->name_size = 0;
  view->dirty_ground = true;
  view->menu.open = false;
  byline_tip_hide(view);
  const BylineRect none = {0, 0, 0, 0};
  view->model_area = none;
  return resize_waterfall(view);
}

bool byline_view_set_size(BylineView* view, int width, int height, double scale)
{
  width = width < 1 ? 1 : width;
  height = height < 1 ? 1 : height;
  scale = scale >= 1 ? fmin(scale, 4) : 1;
  if (view->canvas && width == view->width && height == view->height &&
      scale == view->scale) {
    return true;
  }
  cairo_surface_t* const canvas =
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
  if (cairo_surface_status(canvas) != CAIRO_STATUS_SUCCESS) {
    cairo_surface_destroy(canvas);
    return false;
  }
  if (view->canvas) {
    cairo_surface_destroy(view->canvas);
  }
  view->canvas = canvas;
  view->width = width;
  view->height = height;
  view->scale = scale;
  return byline_view_lay_out(view);
}

void byline_view_get_size(const BylineView* view, int* width, int* height)
{
  *width = view->width;
  *height = view->height;
}

void byline_view_set_compact(BylineView* view, bool compact)
{
  if (compact == view->compact || !view->canvas) {
    return;
  }
  view->compact = compact;
  byline_view_lay_out(view);
}

void byline_view_turn(BylineView* view, bool turning)
{
  if (turning == view->turning || !view->canvas) {
    return;
  }
  view->turning = turning;
  view->hovered = -1;
  byline_view_lay_out(view);
}

void byline_view_set_theme(BylineView* view, BylineTheme theme)
{
  if (theme == BYLINE_THEME_HOST && view->host_colors) {
    byline_palette_init(&view->palette, view->host_background, view->host_ink);
  } else if (theme == BYLINE_THEME_LIGHT) {
    byline_palette_init(&view->palette, byline_color_light(),
                        byline_color_rgb(0x101214));
  } else {
    byline_palette_init(&view->palette, byline_color_dark(),
                        byline_color_rgb(0xf2f3f5));
  }
  view->theme = theme;
  byline_evidence_close(view); // it was made of the colours before
  view->waterfall.image_end = 0;
  view->dirty_ground = true;
}

void byline_view_set_colors(BylineView* view, BylineColor background,
                            BylineColor ink)
{
  view->host_colors = true;
  view->host_background = background;
  view->host_ink = ink;
  byline_view_set_theme(view, BYLINE_THEME_HOST);
}

void byline_view_set_events(BylineView* view, const BylineViewEvents* events,
                            unsigned offered)
{
  view->events = *events;
  view->offered = offered;
}

void byline_view_offer(BylineView* view, BylineCommand command, bool offered)
{
  const unsigned bit = 1u << command;
  view->offered = offered ? view->offered | bit : view->offered & ~bit;
}

void byline_view_say(BylineView* view, const char* text)
{
  byline_tip_show(view, text, view->width / 2, view->height / 2, 0, 4);
}

bool byline_view_advance(BylineView* view, double seconds)
{
  const float step = (float)(1 - exp(-fmax(seconds, 0) / bar_time));
  bool moving = false;
  for (int i = 0; i < BYLINE_TOP; ++i) {
    BylinePlace* const place = &view->places[i];
    const float distance = place->probability - place->shown;
    if (distance == 0) {
      continue;
    }
    moving = true;
    place->shown = fabsf(distance) < 0.002f ? place->probability
                                            : place->shown + step * distance;
    view->dirty[BYLINE_PART_RANKING] = true;
    view->dirty[BYLINE_PART_HERO] |= i == 0;
  }
  moving |= byline_voice_advance(view, fmax(seconds, 0));
  return byline_tip_advance(view, fmax(seconds, 0)) || moving;
}

bool byline_view_changed(const BylineView* view)
{
  bool changed = view->dirty_ground || view->dirty_overlay;
  for (int part = 0; part < BYLINE_PART_COUNT; ++part) {
    changed |= view->dirty[part];
  }
  return changed;
}
