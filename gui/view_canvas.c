/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The canvas on which the parts are drawn. */

#include "view_controls.h"
#include "view_details.h"
#include "view_hero.h"
#include "view_list.h"
#include "view_menu.h"
#include "view_models.h"
#include "view_plot.h"
#include "view_ranking.h"
#include "view_status.h"
#include "view_tip.h"

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
