/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "view_panel.h"
#include "view_paint.h"

#include <math.h>

enum { MARGIN = 16 };

BylineRect byline_panel_area(const BylineView* view, double width,
                             double height)
{
  const BylineRect all = {0, 0, view->width, view->height};
  const BylineRect most = byline_rect_inset(all, byline_view_px(view, MARGIN));
  const int w = byline_view_px(view, width);
  const int h = height > 0 ? byline_view_px(view, height) : most.h;
  BylineRect area = {0, 0, w < most.w ? w : most.w, h < most.h ? h : most.h};
  area.x = (view->width - area.w) / 2;
  area.y = (view->height - area.h) / 2;
  return area;
}

BylineRect byline_panel_rows(BylineRect area, int above, int below, int row)
{
  const int room = area.h - above - below;
  area.y += above;
  area.h = room > row ? room - room % row : room > 0 ? room : 0;
  return area;
}

static BylineRect close_area(const BylineView* view, BylineRect panel)
{
  const int side = byline_view_px(view, BYLINE_PANEL_TITLE);
  const BylineRect rect = {panel.x + panel.w - side - byline_view_px(view, 6),
                           panel.y + byline_view_px(view, 8), side, side};
  return rect;
}

bool byline_panel_dismissed(const BylineView* view, BylineRect panel, int x,
                            int y)
{
  return !byline_rect_has(panel, x, y) ||
         byline_rect_has(close_area(view, panel), x, y);
}

BylineRect byline_panel_draw(const BylineView* view, cairo_t* cr,
                             BylineRect panel, BylineRect line,
                             const char* title)
{
  const BylineTextStyle style =
      byline_view_style(view, BYLINE_TYPE_LARGE, true);
  byline_view_fill_raised(view, cr, panel);
  byline_panel_draw_cross(view, cr, close_area(view, panel));
  line.w -= byline_view_px(view, BYLINE_PANEL_TITLE);
  const int used =
      byline_text_draw(view->pen, cr, title, &style, line, view->palette.text);
  line.x += used;
  line.w -= used;
  return line;
}

void byline_panel_draw_button(const BylineView* view, cairo_t* cr,
                              BylineRect area, const BylineButton* button)
{
  const BylineColor ground = button->lit ? view->palette.accent : button->idle;
  BylineTextStyle style = byline_view_style(view, button->size, false);
  style.align = BYLINE_ALIGN_CENTER;
  byline_view_fill_round(cr, area.x, area.y, area.w, area.h,
                         4 * view->layout.unit, ground);
  byline_text_draw(view->pen, cr, button->label, &style, area,
                   button->lit ? byline_color_on(ground) : view->palette.text);
}

void byline_panel_draw_cross(const BylineView* view, cairo_t* cr,
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

void byline_panel_draw_scroll_bar(const BylineView* view, cairo_t* cr,
                                  BylineRect area, int scroll, int most)
{
  if (most <= 0 || !area.h) {
    return;
  }
  const double shortest = fmin(14 * view->layout.unit, area.h);
  const double length =
      fmax((double)area.h * area.h / (area.h + most), shortest);
  const double top = (area.h - length) * scroll / most;
  const int width = byline_view_px(view, 4);
  byline_view_fill_round(cr, area.x + area.w + byline_view_px(view, 5),
                         area.y + top, width, length, width / 2.0,
                         view->palette.neutral);
}
