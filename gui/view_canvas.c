/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The canvas on which the parts are drawn, and what several of them need. */

#include "view_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void draw_part(BylineView* view, cairo_t* cr, BylinePart part)
{
  static void (*const draw[BYLINE_PART_COUNT])(BylineView*, cairo_t*) = {
      byline_hero_draw, byline_ranking_draw,  byline_axes_draw,
      byline_plot_draw, byline_controls_draw, byline_status_draw};
  const BylineRect area = view->layout.parts[part];
  if (!byline_rect_visible(area)) {
    return;
  }
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

/* What lies above the parts is drawn again whenever one of them was.  Its
   ground is opaque, so that this may be done over itself; what it no longer
   covers is drawn anew as a whole. */
static void draw_overlay(BylineView* view, cairo_t* cr)
{
  if (view->details.open) {
    byline_details_draw(view, cr);
  }
  if (view->list.open) {
    byline_list_draw(view, cr);
  }
  if (view->models.open) {
    byline_models_draw(view, cr);
  }
  if (view->menu.open) {
    byline_menu_draw(view, cr);
  }
  if (byline_tip_shown(view)) {
    byline_tip_draw(view, cr);
  }
}

static bool has_overlay(const BylineView* view)
{
  return view->details.open || view->list.open || view->models.open ||
         view->menu.open || byline_tip_shown(view);
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
  if (has_overlay(view)) {
    draw_overlay(view, cr);
    cairo_rectangle(changed, 0, 0, view->width, view->height);
  }
  view->dirty_ground = view->dirty_overlay = false;
  cairo_destroy(cr);
}

void byline_view_draw(BylineView* view, cairo_t* cr, bool all)
{
  if (!view->canvas) {
    return;
  }
  cairo_new_path(cr);
  if (byline_view_changed(view)) {
    update_canvas(view, cr);
  }
  if (all) {
    cairo_rectangle(cr, 0, 0, view->width, view->height);
  }
  cairo_set_source_surface(cr, view->canvas, 0, 0);
  cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_NEAREST);
  cairo_fill(cr);
}

/* ---- what several parts need */

BylineColor byline_view_artist_color(const BylineView* view, const char* name)
{
  const bool announced =
      *name && !strcmp(name, view->artist) && view->state == BYLINE_STATE_KNOWN;
  const int color =
      announced ? byline_view_history_color(&view->history, name) : -1;
  return color >= 0 ? view->palette.artists[color] : view->palette.neutral;
}

/* Nobody is ever certain */
int byline_view_percent(float probability)
{
  const int nearest = (int)lroundf(100 * probability);
  return nearest < 100 ? nearest : 99;
}

BylineTextStyle byline_view_style(const BylineView* view, double units,
                                  bool bold)
{
  const BylineTextStyle style = {units * view->layout.unit, bold,
                                 BYLINE_ALIGN_LEFT, 1, false};
  return style;
}

void byline_view_path_round(cairo_t* cr, double x, double y, double w, double h,
                            double radius)
{
  const double r = fmax(fmin(radius, fmin(w, h) / 2), 0);
  cairo_new_path(cr);
  cairo_arc(cr, x + w - r, y + r, r, -M_PI / 2, 0);
  cairo_arc(cr, x + w - r, y + h - r, r, 0, M_PI / 2);
  cairo_arc(cr, x + r, y + h - r, r, M_PI / 2, M_PI);
  cairo_arc(cr, x + r, y + r, r, M_PI, 1.5 * M_PI);
  cairo_close_path(cr);
}

void byline_view_fill_round(cairo_t* cr, double x, double y, double w, double h,
                            double radius, BylineColor color)
{
  if (w <= 0 || h <= 0) {
    return;
  }
  byline_view_path_round(cr, x, y, w, h, radius);
  byline_color_set(cr, color);
  cairo_fill(cr);
}

void byline_view_fill_raised(const BylineView* view, cairo_t* cr,
                             BylineRect area)
{
  byline_color_set(cr, view->palette.neutral);
  cairo_rectangle(cr, area.x, area.y, area.w, area.h);
  cairo_fill(cr);
  const BylineRect inner = byline_rect_inset(area, 1);
  byline_color_set(cr, view->palette.raised);
  cairo_rectangle(cr, inner.x, inner.y, inner.w, inner.h);
  cairo_fill(cr);
}

void byline_view_name_entry(const BylineHistoryEntry* entry,
                            char text[2 * BYLINE_TEXT_SIZE])
{
  snprintf(text, 2 * BYLINE_TEXT_SIZE, "%s%s%s", entry->artist,
           *entry->title ? " - " : "", entry->title);
}

void byline_view_draw_cross(const BylineView* view, cairo_t* cr,
                            BylineRect area)
{
  const double reach = 5 * view->layout.unit;
  const double x = area.x + area.w / 2.0, y = area.y + area.h / 2.0;
  byline_color_set(cr, view->palette.dim);
  cairo_set_line_width(cr, 1.5 * view->layout.unit);
  cairo_new_path(cr);
  for (int side = -1; side <= 1; side += 2) {
    cairo_move_to(cr, x - reach, y - side * reach);
    cairo_line_to(cr, x + reach, y + side * reach);
  }
  cairo_stroke(cr);
}

void byline_view_draw_scroll_bar(const BylineView* view, cairo_t* cr,
                                 BylineRect area, int scroll, int most)
{
  if (most <= 0 || !area.h) {
    return;
  }
  const double length = (double)area.h * area.h / (area.h + most);
  const double top = (area.h - length) * scroll / most;
  const int width = byline_layout_pixels(&view->layout, 4);
  byline_view_fill_round(
      cr, area.x + area.w + byline_layout_pixels(&view->layout, 5),
      area.y + top, width, length, width / 2.0, view->palette.neutral);
}

void byline_view_format_time(char text[16], double seconds)
{
  const int total = (int)fmin(fmax(seconds, 0), 359999);
  if (total < 3600) {
    snprintf(text, 16, "%d:%02d", total / 60, total % 60);
  } else {
    snprintf(text, 16, "%d:%02d:%02d", total / 3600, total / 60 % 60,
             total % 60);
  }
}
