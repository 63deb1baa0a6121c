/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "view_tip.h"
#include "view_paint.h"
#include "view_panel.h"

/* In units: the longest line, and what lies around the text */
enum { LONGEST = 420, MARGIN_X = 10, MARGIN_Y = 6, GAP = 12 };

/* Most lines, for the longest text */
enum { MOST_LINES = 12 };

static BylineTextStyle tip_style(const BylineView* view)
{
  BylineTextStyle style = byline_view_style(view, BYLINE_TYPE_BODY, false);
  style.lines = MOST_LINES;
  return style;
}

/* As wide as its text, which has several lines where it is long */
static BylineRect measure(const BylineView* view)
{
  const BylineTextStyle style = tip_style(view);
  const int around = 2 * byline_view_px(view, MARGIN_X) + 1;
  int most = byline_view_px(view, LONGEST) < view->width
                 ? byline_view_px(view, LONGEST)
                 : view->width;
  most = most > around ? most - around : 1;
  const int whole = byline_text_width(view->pen, view->tip.text, &style);
  const int width = whole < most ? whole : most;
  const int height =
      byline_text_height(view->pen, view->tip.text, &style, width + 1);
  return (BylineRect){0, 0, width + around,
                      height + 2 * byline_view_px(view, MARGIN_Y)};
}

/* Above what it points at, or below where there is no room; within the window
   as far as it has room */
static BylineRect place(const BylineView* view)
{
  const int gap = byline_view_px(view, GAP);
  BylineRect area = measure(view);
  area.x = view->tip.x - area.w / 2;
  area.x = area.x + area.w > view->width ? view->width - area.w : area.x;
  area.x = area.x < 0 ? 0 : area.x;
  area.y = view->tip.y - area.h - gap;
  area.y = area.y < 0 ? view->tip.y + gap : area.y;
  area.y = area.y + area.h > view->height ? view->height - area.h : area.y;
  area.y = area.y < 0 ? 0 : area.y;
  return area;
}

bool byline_tip_shown(const BylineView* view)
{
  return *view->tip.text && view->tip.wait <= 0;
}

void byline_tip_draw(BylineView* view, cairo_t* cr)
{
  BylineTextStyle style = tip_style(view);
  BylineRect area = place(view);
  byline_view_fill_raised(view, cr, area);
  area.x += byline_view_px(view, MARGIN_X);
  area.w -= 2 * byline_view_px(view, MARGIN_X);
  style.align = BYLINE_ALIGN_CENTER;
  byline_text_draw(view->pen, cr, view->tip.text, &style, area,
                   view->palette.text);
}

void byline_tip_show(BylineView* view, const char* text, int x, int y,
                     double wait, double left)
{
  BylineTip* const tip = &view->tip;
  const bool shown = byline_tip_shown(view);
  const bool moved = shown && (x != tip->x || y != tip->y);
  if (!byline_text_copy(tip->text, text) && !moved && left == 0) {
    return;
  }
  tip->x = x;
  tip->y = y;
  tip->wait = shown && left == 0 ? 0 : wait;
  tip->left = left;
  if (shown || tip->wait <= 0) {
    view->dirty_ground = true;
  }
}

void byline_tip_hide(BylineView* view)
{
  if (byline_tip_shown(view)) {
    view->dirty_ground = true;
  }
  *view->tip.text = '\0';
}

bool byline_tip_advance(BylineView* view, double seconds)
{
  BylineTip* const tip = &view->tip;
  if (!*tip->text) {
    return false;
  }
  if (tip->wait > 0) {
    tip->wait -= seconds;
    if (tip->wait <= 0) {
      view->dirty_ground = true;
    }
    return true;
  }
  if (tip->left <= 0) {
    return false;
  }
  tip->left -= seconds;
  if (tip->left <= 0) {
    byline_tip_hide(view);
  }
  return true;
}
