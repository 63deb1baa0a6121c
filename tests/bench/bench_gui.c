/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* How long the window's picture takes to draw: everything, and what a running
   window draws 30 times a second; and a strip in a mixer, which changes once a
   second.  usage: bench_gui JSON */

#include "gui/view.h"
#include "gui/view_strip.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BANDS = 128, FRAMES = 120 };

/* The front end's columns a second, and how many of them a frame brings */
static const double rate = 24000.0 / 896;

/** Times of one scale, in ms. */
typedef struct {
  double scale;   ///< Pixels per unit
  double whole;   ///< A frame in which everything changed
  double running; ///< A frame while music plays
} Result;

static double now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return 1e3 * (double)time.tv_sec + 1e-6 * (double)time.tv_nsec;
}

static void add_column(BylineView* view, int64_t number)
{
  uint8_t cells[BANDS];
  for (int b = 0; b < BANDS; ++b) {
    cells[b] = (uint8_t)(60 + (number * 7 + b * b) % 100);
  }
  byline_view_add_columns(view, number, cells, sizeof(cells));
}

static void answer(BylineView* view, double time)
{
  BylineViewAnswer a = {
      .time = time,
      .state = BYLINE_STATE_KNOWN,
      .artist = "Michael Chapman & The Woodpiles",
      .names = {"Michael Chapman & The Woodpiles", "Josh Woodward",
                "Brad Sucks", "Severed Fifth", "The Freak Fandango Orchestra"},
      .probabilities = {0.8f, 0.1f, 0.05f, 0.02f, 0.01f}};
  a.probabilities[0] -= 0.2f * (float)fmod(time, 2);
  byline_view_set_answer(view, &a);
}

static BylineViewModel make_model(const char* name)
{
  return (BylineViewModel){.name = name,
                           .artist_count = 23,
                           .bands = BANDS,
                           .column_rate = rate,
                           .min_frequency = 30,
                           .max_frequency = 11000};
}

static BylineView* make_view(double scale)
{
  const BylineViewModel model = make_model("Free music");
  BylineView* const view = byline_view_new();
  if (!view ||
      !byline_view_set_size(view, (int)(BYLINE_VIEW_WIDTH * scale),
                            (int)(BYLINE_VIEW_HEIGHT * scale), scale)) {
    abort();
  }
  byline_view_set_model(view, &model);
  for (int64_t number = 0; number < 1600; ++number) {
    add_column(view, number);
  }
  answer(view, 59);
  return view;
}

/* A frame of a running window: new columns, another level, moving bars, and
   once a second another answer */
static void play(BylineView* view, int frame)
{
  const double time = 60 + frame / 30.0;
  const double before = time - 1 / 30.0;
  for (double n = floor(before * rate); n < floor(time * rate); ++n) {
    add_column(view, (int64_t)n);
  }
  byline_view_set_port(view, BYLINE_PORT_LEVEL, (float)(frame % 20 - 30));
  if (frame % 30 == 0) {
    answer(view, time);
  }
  byline_view_advance(view, 1 / 30.0);
}

/* The whole picture anew, as after a change of model */
static void refresh(BylineView* view, int frame)
{
  const BylineViewModel model =
      make_model(frame % 2 ? "Free music" : "Other music");
  byline_view_set_model(view, &model);
}

static double measure(BylineView* view, cairo_t* cr,
                      void (*change)(BylineView*, int))
{
  byline_view_draw(view, cr, true);
  const double begin = now();
  for (int frame = 0; frame < FRAMES; ++frame) {
    change(view, frame);
    byline_view_draw(view, cr, false);
  }
  return (now() - begin) / FRAMES;
}

static Result bench(double scale)
{
  BylineView* const view = make_view(scale);
  cairo_surface_t* const surface = cairo_image_surface_create(
      CAIRO_FORMAT_RGB24, (int)(BYLINE_VIEW_WIDTH * scale),
      (int)(BYLINE_VIEW_HEIGHT * scale));
  cairo_t* const cr = cairo_create(surface);
  Result result = {.scale = scale};
  result.whole = measure(view, cr, refresh);
  result.running = measure(view, cr, play);
  cairo_destroy(cr);
  cairo_surface_destroy(surface);
  byline_view_free(view);
  return result;
}

/* A strip as wide as Ardour's, whose number changes and now and then the name
 */
static double bench_strip(void)
{
  const BylineStripPainter* const painter = byline_strip_painter();
  BylineStripBrush* const brush = painter->make();
  BylineStrip strip = {true, BYLINE_STATE_KNOWN, 0, "Josh Woodward"};
  painter->paint(brush, &strip, 100, 112);
  const double begin = now();
  for (int frame = 0; frame < FRAMES; ++frame) {
    strip.percent = frame % 100;
    strip.artist[0] = frame % 10 ? 'J' : 'T';
    painter->paint(brush, &strip, 100, 112);
  }
  const double ms = (now() - begin) / FRAMES;
  painter->free(brush);
  return ms;
}

static void write_json(const char* path, const Result* results, int n, int met,
                       double strip)
{
  FILE* const file = path ? fopen(path, "w") : NULL;
  if (!file) {
    return;
  }
  fprintf(file, "{\"targets_met\": %d, \"strip_ms\": %.3f, \"results\": [", met,
          strip);
  for (int i = 0; i < n; ++i) {
    fprintf(
        file, "%s\n  {\"scale\": %g, \"whole_ms\": %.3f, \"running_ms\": %.3f}",
        i ? "," : "", results[i].scale, results[i].whole, results[i].running);
  }
  fprintf(file, "\n]}\n");
  fclose(file);
}

int main(int argc, char** argv)
{
  static const double scales[] = {1, 2, 4}, targets[] = {2, 8, 8};
  Result results[3];
  int met = 0;
  printf("scale  whole frame  target  running frame  CPU at 30 frames/s\n");
  for (int i = 0; i < 3; ++i) {
    results[i] = bench(scales[i]);
    met += results[i].whole <= targets[i];
    printf("%4.0fx %9.2f ms %4.0f ms %12.2f ms %17.1f %%\n", scales[i],
           results[i].whole, targets[i], results[i].running,
           results[i].running * 30 / 10);
  }
  const double strip = bench_strip();
  printf("a mixer strip, 100 pixels wide: %.2f ms\n", strip);
  met += results[0].running * 30 / 10 <= 3;
  printf("targets met: %d of 4 (the fourth: 3 %% of a core at 1x)\n", met);
  write_json(argc > 1 ? argv[1] : NULL, results, 3, met, strip);
  return 0;
}
