/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "view_layout.h"
#include "view.h"
#include "view_control.h"

#include <math.h>
#include <string.h>

enum {
  MARGIN = 16,
  GAP = 12,
  STATUS = 30,
  CONTROL_WIDTH = 92, /* for the longest name and its value */
  NARROW_WIDTH = 64,  /* for the longest name */
  NARROW_GAP = 12,
  CAPTION_WIDTH = 190, /* for the longest, and its mark */
  RANKING_MAX = 420,
  ROW_MIN = 29,
  ROW_MAX = 44
};

int byline_layout_pixels(const BylineLayout* layout, double units)
{
  return (int)lround(units * layout->unit);
}

BylineRect byline_rect_inset(BylineRect area, int margin)
{
  const BylineRect inner = {area.x + margin, area.y + margin,
                            area.w > 2 * margin ? area.w - 2 * margin : 0,
                            area.h > 2 * margin ? area.h - 2 * margin : 0};
  return inner;
}

BylineRect byline_rect_top(BylineRect area, int height)
{
  area.h = height < area.h ? height : area.h;
  return area;
}

BylineRect byline_rect_bottom(BylineRect area, int height)
{
  const int kept = height < area.h ? height : area.h;
  area.y += area.h - kept;
  area.h = kept;
  return area;
}

bool byline_rect_visible(BylineRect area)
{
  return area.w > 0 && area.h > 0;
}

bool byline_rect_has(BylineRect area, int x, int y)
{
  return x >= area.x && y >= area.y && x < area.x + area.w &&
         y < area.y + area.h;
}

/* Cut `height` and a gap off the top of what is left */
static BylineRect take_top(BylineRect* rest, int height, int gap)
{
  const BylineRect taken = byline_rect_top(*rest, height);
  const int used = taken.h + gap < rest->h ? taken.h + gap : rest->h;
  rest->y += used;
  rest->h -= used;
  return taken;
}

static BylineRect take_left(BylineRect* rest, int width, int gap)
{
  BylineRect taken = *rest;
  taken.w = width < rest->w ? width : rest->w;
  const int used = taken.w + gap < rest->w ? taken.w + gap : rest->w;
  rest->x += used;
  rest->w -= used;
  return taken;
}

static int px(const BylineLayout* layout, double units)
{
  return byline_layout_pixels(layout, units);
}

/* The ring stands right of the name as long as it leaves the name most of the
   width */
static void place_hero(BylineLayout* layout, BylineRect area)
{
  layout->parts[BYLINE_PART_HERO] = area;
  BylineRect inner = byline_rect_inset(area, px(layout, GAP));
  int side = (int)fmin(inner.h, fmin(0.24 * inner.w, px(layout, 150)));
  const bool has_caption = inner.h >= px(layout, 64);
  const int words = inner.w - side - px(layout, MARGIN);
  if (side < px(layout, 44) ||
      (has_caption && words < px(layout, CAPTION_WIDTH))) {
    side = 0;
  }
  if (side) {
    layout->ring = inner;
    layout->ring.x += inner.w - side;
    layout->ring.w = side;
    layout->ring.y += (inner.h - side) / 2;
    layout->ring.h = side;
    inner.w -= side + px(layout, MARGIN);
  }
  if (has_caption) {
    layout->caption = take_top(&inner, px(layout, 16), px(layout, 2));
  }
  if (inner.h >= px(layout, 72)) {
    layout->remark = byline_rect_bottom(inner, px(layout, 20));
    inner.h -= layout->remark.h + px(layout, 2);
  }
  layout->name = inner;
}

static void place_ranking(BylineLayout* layout, BylineRect area)
{
  layout->parts[BYLINE_PART_RANKING] = area;
  const int rows = area.h / px(layout, ROW_MIN);
  layout->rows = rows < BYLINE_TOP ? rows : BYLINE_TOP;
}

/* The spectrogram has its frequencies at the left and the time below */
static void place_plot(BylineLayout* layout, BylineRect area)
{
  layout->parts[BYLINE_PART_AXES] = area;
  BylineRect plot = area;
  take_left(&plot, px(layout, 30), 0);
  plot.h -= px(layout, 18);
  if (plot.h < px(layout, 48) || plot.w < px(layout, 80)) {
    return;
  }
  layout->parts[BYLINE_PART_PLOT] = plot;
  layout->strip = byline_rect_bottom(plot, px(layout, 20));
  layout->spectrogram = plot;
  layout->spectrogram.h -= layout->strip.h + px(layout, 4);
}

/* The usual window: the ranking at the left, the plot at the right, and above
   them both the name */
static void lay_out_wide(BylineLayout* layout, BylineRect area)
{
  const int gap = px(layout, GAP);
  const int lower = (int)fmax(px(layout, 190), 0.52 * area.h);
  place_hero(layout, take_top(&area, area.h - lower - gap, gap));
  const int ranking = (int)fmin(0.40 * area.w, px(layout, RANKING_MAX));
  place_ranking(layout, take_left(&area, ranking, px(layout, MARGIN)));
  place_plot(layout, area);
}

/* A narrow one: everything above each other */
static void lay_out_tall(BylineLayout* layout, BylineRect area)
{
  const int gap = px(layout, GAP);
  place_hero(layout, take_top(&area, (int)(0.32 * area.h), gap));
  const int ranking = (int)fmin(0.5 * area.h, px(layout, 5 * ROW_MAX));
  place_ranking(layout, take_top(&area, ranking, gap));
  place_plot(layout, area);
}

/* A percentage must not be too far from its name; but a ranking that nearly
   fills the width fills it */
static int ranking_width(const BylineLayout* layout, int room)
{
  const int most = px(layout, RANKING_MAX);
  return room > 1.25 * most ? most : room;
}

/* A small one: the name, and what fits of the ranking */
static void lay_out_compact(BylineLayout* layout, BylineRect area)
{
  const int hero = (int)fmax(0.52 * area.h, px(layout, 76));
  place_hero(layout, take_top(&area, hero, px(layout, GAP / 2)));
  area.w = ranking_width(layout, area.w);
  if (area.h >= px(layout, ROW_MIN)) {
    place_ranking(layout, area);
  }
}

/* A low one: the name, the ranking and, where there is room, the plot beside
   each other */
static void lay_out_low(BylineLayout* layout, BylineRect area)
{
  const int gap = px(layout, GAP);
  const bool has_plot =
      !layout->compact && area.w >= px(layout, 900) && area.h >= px(layout, 90);
  const double hero = (has_plot ? 0.42 : 0.6) * area.w;
  place_hero(layout, take_left(&area, (int)hero, gap));
  if (has_plot) {
    const int ranking = (int)fmin(0.45 * area.w, px(layout, RANKING_MAX));
    place_ranking(layout, take_left(&area, ranking, gap));
    place_plot(layout, area);
  } else {
    area.w = ranking_width(layout, area.w);
    place_ranking(layout, area);
  }
}

/* Windows that are too small for their scale get smaller units, down to one
   pixel */
static double choose_unit(int width, int height, double scale)
{
  const double room = fmin(width / (BYLINE_VIEW_WIDTH * scale),
                           height / (BYLINE_VIEW_HEIGHT * scale));
  const double wish = scale * fmin(fmax(pow(fmax(room, 0), 0.75), 1), 4);
  const double most = fmin(width / (double)BYLINE_VIEW_MIN_WIDTH,
                           height / (double)BYLINE_VIEW_MIN_HEIGHT);
  return fmax(fmin(wish, most), 1);
}

static int count_controls(unsigned hidden)
{
  int n = 0;
  for (int i = 0; i < BYLINE_CONTROL_COUNT; ++i) {
    n += !(hidden & 1u << i);
  }
  return n;
}

/* Divide a width into cells; returns the rows that the controls then take, 0
   where there is no room for one. */
static int divide_controls(BylineLayout* layout, int width, double cell,
                           double gap)
{
  const int n = count_controls(layout->hidden);
  const int step = px(layout, cell) + px(layout, gap);
  const int fit = (width + px(layout, gap)) / step;
  if (fit < 1 || n < 1) {
    return 0;
  }
  const int rows = (n + fit - 1) / fit;
  layout->control_columns = (n + rows - 1) / rows;
  layout->control_gap = px(layout, gap);
  return rows;
}

/* Controls stand below everything but the status, in as many rows as they need
   to be read; none where they would take more than a part of the height */
static void place_controls(BylineLayout* layout, BylineRect* area)
{
  static const double most = 0.4;
  const int rows =
      divide_controls(layout, area->w, CONTROL_WIDTH, BYLINE_CONTROL_GAP);
  const int height = rows * px(layout, BYLINE_CONTROL_HEIGHT);
  if (rows < 1 || height > most * area->h) {
    return;
  }
  layout->parts[BYLINE_PART_CONTROLS] = byline_rect_bottom(*area, height);
  area->h -= height + px(layout, GAP);
}

/* Whether the controls alone have room; then they are placed */
static bool place_controls_alone(BylineLayout* layout, BylineRect area)
{
  static const double cells[][2] = {{CONTROL_WIDTH, BYLINE_CONTROL_GAP},
                                    {NARROW_WIDTH, NARROW_GAP}};
  for (int i = 0; i < 2; ++i) {
    const int rows = divide_controls(layout, area.w, cells[i][0], cells[i][1]);
    const int height = rows * px(layout, BYLINE_CONTROL_HEIGHT);
    if (rows > 0 && height <= area.h) {
      layout->parts[BYLINE_PART_CONTROLS] = byline_rect_top(area, height);
      return true;
    }
  }
  return false;
}

/* Where there is no room for the controls, the status line has a place to be
   clicked for them; returns whether they are all that is to be shown. */
static bool offer_controls(BylineLayout* layout, BylineRect area, bool turning)
{
  const BylineRect status = layout->parts[BYLINE_PART_STATUS];
  if (!byline_rect_visible(status) || !place_controls_alone(layout, area)) {
    return false;
  }
  layout->turn = layout->list;
  layout->list.x -= layout->list.w;
  if (!turning) {
    layout->parts[BYLINE_PART_CONTROLS] = (BylineRect){0, 0, 0, 0};
    layout->control_columns = 0;
  }
  return turning;
}

/* Cut off the status line and the margins; what is left. */
static BylineRect place_status(BylineLayout* layout, int width, int height)
{
  BylineRect area = {0, 0, width, height};
  const int margin = px(layout, layout->compact ? 8 : MARGIN);
  layout->margin = margin;
  if (height >= px(layout, BYLINE_VIEW_MIN_HEIGHT)) {
    layout->parts[BYLINE_PART_STATUS] =
        byline_rect_bottom(area, px(layout, STATUS));
    area.h -= layout->parts[BYLINE_PART_STATUS].h;
    layout->list = layout->parts[BYLINE_PART_STATUS];
    layout->list.w = px(layout, STATUS);
    layout->list.x = width - margin + margin / 2 - layout->list.w;
  } else {
    area.h -= margin;
  }
  area.x += margin;
  area.y += margin;
  area.w -= 2 * margin;
  area.h -= margin;
  return area;
}

void byline_layout_make(BylineLayout* layout, int width, int height,
                        double scale, const BylineLayoutWish* wish)
{
  memset(layout, 0, sizeof(*layout));
  layout->unit = choose_unit(width, height, scale);
  layout->hidden = wish->hidden;
  const double w = width / layout->unit;
  const double h = height / layout->unit;
  layout->compact = wish->compact || h < 340 || (w < 560 && h < 520);
  BylineRect area = place_status(layout, width, height);
  if (area.w < 1 || area.h < 1) {
    return;
  }
  if (!wish->compact) {
    place_controls(layout, &area);
  }
  if (!byline_rect_visible(layout->parts[BYLINE_PART_CONTROLS]) &&
      offer_controls(layout, area, wish->turning)) {
    return;
  }
  if (w >= 560 && w > 2.4 * h) {
    layout->compact = wish->compact;
    lay_out_low(layout, area);
  } else if (layout->compact) {
    lay_out_compact(layout, area);
  } else if (w >= 560) {
    lay_out_wide(layout, area);
  } else {
    lay_out_tall(layout, area);
  }
}
