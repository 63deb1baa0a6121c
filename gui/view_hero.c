/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "view_hero.h"
#include "view_paint.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/** What the hero says. */
typedef struct {
  const char* caption;           ///< Small, above
  const char* name;              ///< As large as fits
  char title[BYLINE_TEXT_SIZE];  ///< Below, of what is played, or empty
  char remark[BYLINE_TEXT_SIZE]; ///< Behind it, smaller
  BylineColor mark;              ///< Colour of the mark and the ring
  BylineColor ink;               ///< Colour of the name
} Words;

static void say(Words* words, const char* caption, const char* name,
                const char* remark)
{
  words->caption = caption;
  words->name = name;
  byline_text_copy(words->remark, remark);
}

static void say_known(const BylineView* view, Words* words)
{
  static const char* const captions[] = {
      [BYLINE_KNOWN_BY_NOTHING] = "Now playing",
      [BYLINE_KNOWN_BY_EAR] = "Now playing \xc2\xb7 by ear",
      [BYLINE_KNOWN_BY_RECORDING] = "Now playing \xc2\xb7 recording"};
  char remark[64] = "", speed[BYLINE_SPEED_TEXT_SIZE];
  const BylineHistoryEntry* const now =
      byline_view_history_current(&view->history);
  if (now) {
    char duration[16];
    byline_view_format_time(duration, view->time - now->begin);
    byline_history_speed_text(view->speed, speed);
    snprintf(remark, sizeof(remark), "%s%sfor %s", speed,
             *speed ? " \xc2\xb7 " : "", duration);
  }
  say(words, captions[view->known_by], view->artist, remark);
  byline_text_copy(words->title, view->title);
  words->ink = view->palette.text;
  words->mark = byline_view_artist_color(view, view->artist);
}

static void say_unknown(const BylineView* view, Words* words)
{
  const BylinePlace* const best = &view->places[0];
  char remark[2 * BYLINE_TEXT_SIZE] = "";
  if (*best->name) {
    snprintf(remark, sizeof(remark), "perhaps %s", best->name);
  }
  say(words, "Not sure enough", "Unknown artist", remark);
}

bool byline_hero_trouble(const BylineView* view)
{
  return view->told_model && !*view->model;
}

static void say_all(const BylineView* view, Words* words)
{
  memset(words, 0, sizeof(*words));
  words->ink = words->mark = view->palette.dim;
  if (byline_hero_trouble(view)) {
    say(words, "Not listening", "No model",
        *view->message ? view->message : "Load a model file to begin");
    words->mark = view->palette.warning;
  } else if (!view->enabled) {
    say(words, "Not listening", "Switched off", "");
  } else if (*byline_view_announced(view)) {
    say_known(view, words);
  } else if (view->state == BYLINE_STATE_SILENCE) {
    say(words, "Nothing is playing", "Silence", "");
  } else if (view->state == BYLINE_STATE_UNKNOWN) {
    say_unknown(view, words);
  } else {
    say(words, "Hearing the first seconds", "Listening\xe2\x80\xa6", "");
  }
  if (view->frozen) {
    words->caption = "Frozen";
  }
}

/* Each state has a mark of its own shape: a disc for a name, a ring for
   unknown, a bar for silence, dots for listening, a triangle for trouble */
static void draw_mark(const BylineView* view, cairo_t* cr, double x, double y,
                      double size, const Words* words)
{
  const double r = size / 2;
  byline_color_set(cr, words->mark);
  cairo_set_line_width(cr, size / 5);
  cairo_new_path(cr);
  if (byline_hero_trouble(view)) {
    cairo_move_to(cr, x + r, y);
    cairo_line_to(cr, x + size, y + size);
    cairo_line_to(cr, x, y + size);
    cairo_close_path(cr);
    cairo_fill(cr);
  } else if (!view->enabled || view->state == BYLINE_STATE_SILENCE) {
    cairo_rectangle(cr, x, y + 0.38 * size, size, 0.24 * size);
    cairo_fill(cr);
  } else if (view->state == BYLINE_STATE_LISTENING) {
    for (int i = 0; i < 3; ++i) {
      cairo_new_sub_path(cr);
      cairo_arc(cr, x + size * (0.12 + 0.38 * i), y + r, 0.13 * size, 0,
                2 * M_PI);
    }
    cairo_fill(cr);
  } else {
    cairo_arc(cr, x + r, y + r, 0.85 * r, 0, 2 * M_PI);
    if (view->state == BYLINE_STATE_KNOWN) {
      cairo_fill(cr);
    } else {
      cairo_stroke(cr);
    }
  }
}

/* The title is cut where it is too long, what is behind it is not */
static void draw_title(const BylineView* view, cairo_t* cr, const Words* words,
                       BylineRect area, const BylineTextStyle* style)
{
  if (*words->title) {
    BylineTextStyle bold = *style;
    bold.bold = true;
    const int gap = byline_view_px(view, 12);
    const int behind = byline_text_width(view->pen, words->remark, style) + gap;
    BylineRect title = area;
    title.w = area.w > 2 * behind ? area.w - behind : area.w;
    const int used = byline_text_draw(view->pen, cr, words->title, &bold, title,
                                      view->palette.text);
    area.x += used + gap;
    area.w = area.w > used + gap ? area.w - used - gap : 0;
  }
  if (byline_rect_visible(area)) {
    byline_text_draw(view->pen, cr, words->remark, style, area,
                     view->palette.dim);
  }
}

static void draw_caption(const BylineView* view, cairo_t* cr,
                         const Words* words)
{
  BylineRect area = view->layout.caption;
  if (!byline_rect_visible(area)) {
    return;
  }
  const int size = byline_view_px(view, 10);
  draw_mark(view, cr, area.x, area.y + (area.h - size) / 2, size, words);
  const int indent = byline_view_px(view, 16);
  area.x += indent;
  area.w -= indent;
  const BylineTextStyle style =
      byline_view_style(view, BYLINE_TYPE_BODY, false);
  if (*words->title && !byline_rect_visible(view->layout.remark)) {
    draw_title(view, cr, words, area, &style);
    return;
  }
  byline_text_draw(view->pen, cr, words->caption, &style, area,
                   view->palette.dim);
}

/* Fitting takes several layouts, so its result is kept */
static double name_size(BylineView* view, const char* name,
                        const BylineTextStyle* style, BylineRect area)
{
  if (byline_text_copy(view->hero_name, name) || view->name_size == 0) {
    view->name_size =
        byline_text_fit(view->pen, name, style, area, 14 * view->layout.unit,
                        140 * view->layout.unit);
  }
  return view->name_size;
}

/* What is wrong must be read whole: it has the width of the ring, too, and all
   height that a name of one line leaves */
static BylineRect trouble_area(const BylineView* view)
{
  const BylineRect name = view->layout.name;
  BylineRect area = byline_rect_inset(view->layout.parts[BYLINE_PART_HERO],
                                      byline_view_px(view, 12));
  const int bottom = area.y + area.h;
  const double most = 60 * view->layout.unit;
  area.y = name.y + (int)fmin(0.4 * (bottom - name.y), most);
  area.h = bottom - area.y;
  return area;
}

/* As large as fits; where that is too small to be read, without folders */
static void draw_trouble(const BylineView* view, cairo_t* cr, const char* what)
{
  const double unit = view->layout.unit;
  BylineRect area = trouble_area(view);
  char text[BYLINE_TEXT_SIZE] = "";
  byline_text_copy(text, what);
  BylineTextStyle style = byline_view_style(view, BYLINE_TYPE_SMALL, false);
  style.lines = (int)fmax(area.h / (1.25 * BYLINE_TYPE_SMALL * unit), 1);
  byline_text_shorten(view->pen, text, &style, area);
  style.size =
      byline_text_fit(view->pen, text, &style, area, BYLINE_TYPE_SMALL * unit,
                      BYLINE_TYPE_NAME * unit);
  area = byline_rect_top(area,
                         byline_text_height(view->pen, text, &style, area.w));
  byline_text_draw(view->pen, cr, text, &style, area, view->palette.dim);
}

static void draw_remark(const BylineView* view, cairo_t* cr, const Words* words)
{
  if (byline_hero_trouble(view)) {
    draw_trouble(view, cr, words->remark);
    return;
  }
  const BylineTextStyle style =
      byline_view_style(view, BYLINE_TYPE_NAME, false);
  draw_title(view, cr, words, view->layout.remark, &style);
}

static void draw_name(BylineView* view, cairo_t* cr, const Words* words)
{
  BylineRect area = view->layout.name;
  if (byline_hero_trouble(view)) {
    const int below = trouble_area(view).y;
    area.h = below > area.y ? below - area.y : 0;
  }
  BylineTextStyle style = byline_view_style(view, 0, true);
  style.lines = area.h > 3 * 22 * view->layout.unit ? 3 : 2;
  if (area.h < 2 * 20 * view->layout.unit) {
    style.lines = 1;
  }
  style.size = name_size(view, words->name, &style, area);
  byline_text_draw(view->pen, cr, words->name, &style, area, words->ink);
}

static void arc(cairo_t* cr, double x, double y, double radius, double share,
                BylineColor color)
{
  if (share <= 0) {
    return;
  }
  byline_color_set(cr, color);
  cairo_new_path(cr);
  if (share >= 0.995) { // or a seam is seen where the ends meet
    cairo_arc(cr, x, y, radius, 0, 2 * M_PI);
    cairo_close_path(cr);
  } else {
    cairo_arc(cr, x, y, radius, -M_PI / 2, -M_PI / 2 + 2 * M_PI * share);
  }
  cairo_stroke(cr);
}

/* The threshold, a notch across the ring */
static void draw_threshold(const BylineView* view, cairo_t* cr, double x,
                           double y, double inner, double outer)
{
  const double angle = -M_PI / 2 + 2 * M_PI * (double)view->threshold;
  const double reach = 2.5 * view->layout.unit;
  for (int pass = 0; pass < 2; ++pass) {
    byline_color_set(cr, pass ? view->palette.text : view->palette.background);
    cairo_set_line_width(cr, (pass ? 2 : 6) * view->layout.unit);
    cairo_move_to(cr, x + (inner - reach) * cos(angle),
                  y + (inner - reach) * sin(angle));
    cairo_line_to(cr, x + (outer + reach) * cos(angle),
                  y + (outer + reach) * sin(angle));
    cairo_stroke(cr);
  }
}

static void draw_number(const BylineView* view, cairo_t* cr, BylineRect ring)
{
  char text[8];
  snprintf(text, sizeof(text), "%d",
           byline_view_percent(view->places[0].probability));
  BylineTextStyle number = {0.25 * ring.h, true, BYLINE_ALIGN_LEFT, 1, false};
  BylineTextStyle unit = {0.115 * ring.h, false, BYLINE_ALIGN_LEFT, 1, false};
  const int width = byline_text_width(view->pen, text, &number);
  const int gap = ring.h / 40;
  const int all = width + gap + byline_text_width(view->pen, "%", &unit);
  BylineRect area = ring;
  area.x += (ring.w - all) / 2;
  area.w = width + 1;
  byline_text_draw(view->pen, cr, text, &number, area, view->palette.text);
  area.x += width + gap;
  area.y += (int)(0.055 * ring.h);
  area.w = ring.w;
  byline_text_draw(view->pen, cr, "%", &unit, area, view->palette.dim);
}

static void draw_ring(const BylineView* view, cairo_t* cr, const Words* words)
{
  const BylineRect ring = view->layout.ring;
  const bool counts = view->enabled && *view->places[0].name &&
                      (view->state == BYLINE_STATE_KNOWN ||
                       view->state == BYLINE_STATE_UNKNOWN);
  if (!byline_rect_visible(ring) || byline_hero_trouble(view)) {
    return;
  }
  const double width = 0.085 * ring.w;
  const double margin = 3 * view->layout.unit;
  const double radius = ring.w / 2.0 - width / 2 - margin;
  const double x = ring.x + ring.w / 2.0;
  const double y = ring.y + ring.h / 2.0;
  cairo_set_line_width(cr, width);
  arc(cr, x, y, radius, 1, view->palette.track);
  if (!counts) {
    return;
  }
  arc(cr, x, y, radius, (double)view->places[0].shown, words->mark);
  draw_threshold(view, cr, x, y, radius - width / 2, radius + width / 2);
  draw_number(view, cr, ring);
}

void byline_hero_draw(BylineView* view, cairo_t* cr)
{
  Words words;
  say_all(view, &words);
  const BylineRect area = view->layout.parts[BYLINE_PART_HERO];
  byline_view_fill_round(cr, area.x, area.y, area.w, area.h,
                         8 * view->layout.unit, view->palette.panel);
  draw_caption(view, cr, &words);
  draw_name(view, cr, &words);
  draw_remark(view, cr, &words);
  draw_ring(view, cr, &words);
}
