/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Views as the tests of the window want them, and what they draw, in memory.
   Pictures that are kept lie in build/view, to be looked at. */

#ifndef BYLINE_TESTS_PICTURE_H
#define BYLINE_TESTS_PICTURE_H

#include "gui/view.h"
#include "gui/view_state.h"
#include "tests/unit/suite.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { BANDS = 128, RATE = 26 };

/** A surface with what a view has drawn. */
typedef struct {
  cairo_surface_t* surface; ///< RGB24
  const uint32_t* pixels;   ///< Its rows
  int width;                ///< In pixels, and so is the row
  int height;               ///< In pixels
} Picture;
static const uint32_t magenta = 0xff00ff;

static inline Picture blank(int width, int height)
{
  Picture p = {.width = width, .height = height};
  p.surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
  assert_int_equal(cairo_surface_status(p.surface), CAIRO_STATUS_SUCCESS);
  assert_int_equal(cairo_image_surface_get_stride(p.surface), 4 * width);
  cairo_t* const cr = cairo_create(p.surface);
  byline_color_set(cr, byline_color_rgb(magenta));
  cairo_paint(cr);
  cairo_destroy(cr);
  p.pixels = (const uint32_t*)(void*)cairo_image_surface_get_data(p.surface);
  return p;
}

static inline void draw_on(Picture* p, BylineView* view, bool all)
{
  cairo_t* const cr = cairo_create(p->surface);
  byline_view_draw(view, cr, all);
  assert_int_equal(cairo_status(cr), CAIRO_STATUS_SUCCESS);
  cairo_destroy(cr);
  cairo_surface_flush(p->surface);
}

static inline Picture draw(BylineView* view)
{
  while (byline_view_advance(view, 1)) {
    ;
  }
  Picture p = blank(view->width, view->height);
  draw_on(&p, view, true);
  return p;
}

static inline uint32_t pixel(const Picture* p, int x, int y)
{
  return p->pixels[y * p->width + x] & 0xffffff;
}

static inline uint32_t rgb(BylineColor color)
{
  return (uint32_t)lround(255 * color.r) << 16 |
         (uint32_t)lround(255 * color.g) << 8 | (uint32_t)lround(255 * color.b);
}

/* Whether a pixel has a colour, but for rounding */
static inline bool has(const Picture* p, int x, int y, BylineColor color)
{
  const uint32_t a = pixel(p, x, y), b = rgb(color);
  int apart = 0;
  for (int shift = 0; shift < 24; shift += 8) {
    apart |= abs((int)(a >> shift & 255) - (int)(b >> shift & 255)) > 1;
  }
  return !apart;
}

static inline bool same(const Picture* a, const Picture* b)
{
  return a->width == b->width && a->height == b->height &&
         !memcmp(a->pixels, b->pixels,
                 4 * (size_t)a->width * (size_t)a->height);
}

static inline void discard(Picture* p)
{
  cairo_surface_destroy(p->surface);
}

static inline void keep(const Picture* p, const char* name)
{
  char path[256];
  const char* const build = getenv("BUILD") ? getenv("BUILD") : "build";
  snprintf(path, sizeof(path), "%s/view", build);
  mkdir(path, 0777);
  snprintf(path, sizeof(path), "%s/view/%s.png", build, name);
  cairo_surface_write_to_png(p->surface, path);
}
/* How many pixels of an area differ from a colour */
static inline int ink(const Picture* p, BylineRect area, BylineColor ground)
{
  int count = 0;
  for (int y = area.y; y < area.y + area.h; ++y) {
    for (int x = area.x; x < area.x + area.w; ++x) {
      count += !has(p, x, y, ground);
    }
  }
  return count;
}
static inline BylineView* new_view(int width, int height, double scale)
{
  BylineView* const view = byline_view_new();
  assert_non_null(view);
  assert_true(byline_view_set_size(view, width, height, scale));
  return view;
}

/* A model of nothing special, to be changed */
static inline BylineViewModel usual_model(void)
{
  return (BylineViewModel){.name = "Free music 23",
                           .artist_count = 23,
                           .bands = BANDS,
                           .column_rate = RATE,
                           .min_frequency = 30,
                           .max_frequency = 11000};
}

static inline void set_model(BylineView* view, const char* name,
                             const char* message)
{
  BylineViewModel model = usual_model();
  model.name = name;
  model.message = message;
  byline_view_set_model(view, &model);
}

static const char* const artists[BYLINE_TOP] = {
    "Michael Chapman & The Woodpiles", "Josh Woodward", "Brad Sucks",
    "Jonathan Coulton", "The Freak Fandango Orchestra"};

static inline BylineViewAnswer known(double time)
{
  BylineViewAnswer answer = {
      .time = time,
      .state = BYLINE_STATE_KNOWN,
      .artist = artists[0],
      .probabilities = {0.75f, 0.125f, 0.0625f, 0.03f, 0.004f}};
  memcpy(answer.names, artists, sizeof(artists));
  return answer;
}

/* Something like music: beats below, chords of overtones above, a pause */
static inline void play(BylineView* view, int n)
{
  uint8_t* const cells = malloc((size_t)n * BANDS);
  for (int t = 0; t < n; ++t) {
    const double beat = fmod(t * 2.0 / RATE, 1);
    const int chord = t / RATE % 5;
    for (int b = 0; b < BANDS; ++b) {
      double db = -82 - 0.1 * b + 42 * exp(-beat * 5 - b / 14.0);
      for (int h = 1; h < 10; ++h) {
        const double off = b - (24 + 3 * chord + 20 * log2(h));
        db = fmax(db, -32 - 3 * h - 9 * beat - 5 * off * off);
      }
      db -= t / RATE % 23 == 22 ? 40 : 0;
      cells[t * BANDS + b] = (uint8_t)fmin(fmax(2 * (db + 100), 0), 255);
    }
  }
  byline_view_add_columns(view, 0, cells, (size_t)n * BANDS);
  free(cells);
}

/* Tell what speaks for the artist: some of the chords of the last ten seconds,
   more of them later */
static inline void explain(BylineView* view)
{
  enum { TIMES = 20, CELLS = 16 };
  float values[TIMES * CELLS];
  for (int t = 0; t < TIMES; ++t) {
    for (int b = 0; b < CELLS; ++b) {
      const double x = fmod(t / 2.0, 3) - 1.5, y = (b - 7.5) / 1.75;
      values[t * CELLS + b] =
          (float)(exp(-2 * x * x - y * y) * (t + 5) / 25 - 0.02);
    }
  }
  const BylineViewEvidence evidence = {.artist = artists[0],
                                       .first = 50 * RATE,
                                       .column_count = 10 * RATE,
                                       .times = TIMES,
                                       .bands = CELLS,
                                       .values = values};
  byline_view_set_evidence(view, &evidence);
}

/* A view in the middle of a show */
static inline BylineView* show(int width, int height, double scale,
                               BylineState state)
{
  BylineView* const view = new_view(width, height, scale);
  set_model(view, "Free music 23", "");
  play(view, 60 * RATE);
  BylineViewAnswer answer = known(60);
  answer.state = state;
  if (state != BYLINE_STATE_KNOWN) {
    answer.artist = NULL;
    answer.probabilities[0] = 0.31f;
  }
  if (state < BYLINE_STATE_UNKNOWN) {
    memset(answer.names, 0, sizeof(answer.names));
  }
  byline_view_set_answer(view, &answer);
  const BylineHistoryEntry entries[] = {{.begin = 8, .artist = artists[1]},
                                        {.begin = 34},
                                        {.begin = 36, .artist = artists[2]},
                                        {.begin = 48, .artist = answer.artist}};
  byline_view_set_history(view, 0, entries, 4);
  byline_view_set_port(view, BYLINE_PORT_LEVEL, -14);
  byline_view_set_port(view, BYLINE_PORT_LOAD, 2.1f);
  byline_view_set_port(view, BYLINE_PORT_VOICE,
                       state == BYLINE_STATE_KNOWN ? 0.82f : 0.06f);
  return view;
}
/* Fontconfig keeps its caches until the process ends */
const char* __lsan_default_suppressions(void);
__attribute__((visibility("default"))) const char*
__lsan_default_suppressions(void)
{
  return "leak:libfontconfig\n";
}
#endif // BYLINE_TESTS_PICTURE_H
