/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "view_controls.h"
#include "view_paint.h"

#include <math.h>

/* ---- whether they do anything */

bool byline_control_available(const BylineView* view, int index)
{
  return index >= 0 && !(view->layout.hidden & 1u << index);
}

unsigned byline_controls_hidden(const BylineView* view)
{
  const int focus = byline_control_find(BYLINE_PORT_VOCAL_FOCUS);
  return view->own_focus && focus >= 0 ? 1u << focus : 0;
}

/* ---- where they are */

BylineRect byline_control_area(const BylineLayout* layout, int index)
{
  const BylineRect all = layout->parts[BYLINE_PART_CONTROLS];
  const int columns = layout->control_columns;
  if (columns < 1 || layout->hidden & 1u << index) {
    return (BylineRect){0, 0, 0, 0};
  }
  int place = 0;
  for (int i = 0; i < index; ++i) {
    place += !(layout->hidden & 1u << i);
  }
  const int gap = layout->control_gap;
  const int step = (all.w + gap) / columns;
  const int height = byline_layout_pixels(layout, BYLINE_CONTROL_HEIGHT);
  return (BylineRect){all.x + place % columns * step,
                      all.y + place / columns * height,
                      step > gap ? step - gap : 0, height};
}

BylineRect byline_control_track(const BylineLayout* layout, int index)
{
  BylineRect track = byline_control_area(layout, index);
  const bool flips = byline_port_is_switch(byline_control(index));
  const int height = byline_layout_pixels(layout, flips ? 14 : 4);
  const int middle = track.y + byline_layout_pixels(layout, 29);
  track.y = middle - height / 2;
  track.h = height;
  if (flips) {
    track.w = byline_layout_pixels(layout, 28);
  }
  return track;
}

/* ---- drawing */

static void draw_words(const BylineView* view, cairo_t* cr, int index)
{
  const BylinePortInfo* const control = byline_control(index);
  const bool held = view->held == index || view->hovered == index;
  BylineTextStyle style = byline_view_style(view, BYLINE_TYPE_SMALL, false);
  BylineRect line = byline_rect_top(byline_control_area(&view->layout, index),
                                    byline_view_px(view, 18));
  char text[16] = "";
  byline_control_format(control, view->values[index], text);
  if (byline_port_is_switch(control)) { // it says so beside the switch
    const BylineRect track = byline_control_track(&view->layout, index);
    BylineRect beside = byline_control_area(&view->layout, index);
    beside.x += track.w + byline_view_px(view, 8);
    beside.y = track.y;
    beside.h = track.h;
    byline_text_draw(view->pen, cr, text, &style, beside, view->palette.text);
    *text = '\0';
  }
  const int gap = byline_view_px(view, 4);
  const int number = byline_text_width(view->pen, text, &style) + 1;
  const int name = byline_text_width(view->pen, control->name, &style) + 1;
  const bool crowded = name + gap + number > line.w;
  if (!crowded || held) {
    style.align = BYLINE_ALIGN_RIGHT;
    byline_text_draw(view->pen, cr, text, &style, line, view->palette.text);
  }
  if (!crowded || !held) { // where there is room for one, the value when asked
    style.align = BYLINE_ALIGN_LEFT;
    byline_text_draw(view->pen, cr, control->name, &style, line,
                     held ? view->palette.text : view->palette.dim);
  }
}

static void disc(cairo_t* cr, double x, double y, double radius,
                 BylineColor color)
{
  byline_color_set(cr, color);
  cairo_new_path(cr);
  cairo_arc(cr, x, y, radius, 0, 2 * M_PI);
  cairo_fill(cr);
}

static void draw_slider(const BylineView* view, cairo_t* cr, int index)
{
  const BylineRect track = byline_control_track(&view->layout, index);
  const double position =
      byline_control_position(byline_control(index), view->values[index]);
  const bool lit = view->held == index || view->hovered == index;
  const double radius = (lit ? 7 : 6) * view->layout.unit;
  const double x = track.x + radius + position * (track.w - 2 * radius);
  byline_view_fill_round(cr, track.x, track.y, track.w, track.h, track.h / 2.0,
                         view->palette.track);
  byline_view_fill_round(cr, track.x, track.y, x - track.x, track.h,
                         track.h / 2.0, view->palette.neutral);
  disc(cr, x, track.y + track.h / 2.0, radius, view->palette.text);
}

static void draw_switch(const BylineView* view, cairo_t* cr, int index)
{
  const BylineRect track = byline_control_track(&view->layout, index);
  const bool on = view->values[index] > 0;
  const double radius = track.h / 2.0;
  const double inner = radius - 2 * view->layout.unit;
  byline_view_fill_round(cr, track.x, track.y, track.w, track.h, radius,
                         on ? view->palette.accent : view->palette.neutral);
  disc(cr, on ? track.x + track.w - radius : track.x + radius, track.y + radius,
       inner,
       on ? byline_color_on(view->palette.accent) : view->palette.background);
}

/* Around what the keyboard moves */
static void draw_focus(const BylineView* view, cairo_t* cr, int index)
{
  const BylineRect area = byline_control_area(&view->layout, index);
  const double margin = 5 * view->layout.unit;
  cairo_set_line_width(cr, 1.5 * view->layout.unit);
  byline_color_set(cr, view->palette.accent);
  byline_view_path_round(cr, area.x - margin, area.y + 0.5, area.w + 2 * margin,
                         area.h - 1, 4 * view->layout.unit);
  cairo_stroke(cr);
}

void byline_controls_draw(BylineView* view, cairo_t* cr)
{
  for (int i = 0; i < BYLINE_CONTROL_COUNT; ++i) {
    if (!byline_control_available(view, i)) {
      continue;
    }
    draw_words(view, cr, i);
    if (byline_port_is_switch(byline_control(i))) {
      draw_switch(view, cr, i);
    } else {
      draw_slider(view, cr, i);
    }
    if (view->focus == i) {
      draw_focus(view, cr, i);
    }
  }
}

/* ---- using them */

void byline_control_touch(const BylineView* view, int control, bool held)
{
  if (view->events.touch) {
    view->events.touch(view->events.user, byline_controls[control], held);
  }
}

void byline_control_turn(BylineView* view, int control, float value)
{
  const BylinePort port = byline_controls[control];
  if (value == view->values[control]) {
    return;
  }
  const int held = view->held;
  view->held = -1;
  byline_view_set_port(view, port, value);
  view->held = held;
  if (view->events.set_port) {
    view->events.set_port(view->events.user, port, value);
  }
}

void byline_control_turn_once(BylineView* view, int control, float value)
{
  byline_control_touch(view, control, true);
  byline_control_turn(view, control, value);
  byline_control_touch(view, control, false);
}
