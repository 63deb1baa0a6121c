/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/live_curves.h"

#include "base/terminal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Lines of a diagram, and characters left of it */
#define ROWS 6
#define LABEL 7

/* Most characters of a diagram's width, each two dots wide and four high */
#define MAX_WIDTH 60

/* The least terminal that has room for diagrams and messages */
#define MIN_COLUMNS 74
#define MIN_ROWS 16

/* Of training, of validation */
enum { N_SERIES = 2 };

/* One diagram */
typedef struct {
  const char* title;
  const double* series[N_SERIES];
  size_t n;         ///< Epochs so far
  uint64_t n_total; ///< Epochs in the end
  double low;
  double high;
  const char* format; ///< Of the numbers at its left
  double unit;        ///< What is one there
} Diagram;

/* What is drawn into it */
typedef struct {
  unsigned width;                          ///< In characters
  unsigned char dots[ROWS][MAX_WIDTH];     ///< As bits of Braille's block
  unsigned char painters[ROWS][MAX_WIDTH]; ///< Which series drew there last
} Canvas;

static void find_limits(Diagram* d)
{
  d->low = INFINITY;
  d->high = -INFINITY;
  for (int k = 0; k < N_SERIES; ++k) {
    for (size_t i = 0; i < d->n; ++i) {
      if (isfinite(d->series[k][i])) {
        d->low = fmin(d->low, d->series[k][i]);
        d->high = fmax(d->high, d->series[k][i]);
      }
    }
  }
  if (!(d->low < d->high)) {
    d->low = isfinite(d->low) ? d->low - 0.5 : 0;
    d->high = d->low + 1;
  }
}

static void set_dot(Canvas* canvas, unsigned x, unsigned y, int painter)
{
  static const unsigned char bits[4][2] = {
      {0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
  canvas->dots[y / 4][x / 2] |= bits[y % 4][x % 2];
  canvas->painters[y / 4][x / 2] = (unsigned char)painter;
}

/* The value between two epochs */
static double value_at(const double* values, size_t n, double epoch)
{
  const size_t i = (size_t)epoch;
  const double share = epoch - (double)i;
  return share > 0 && i + 1 < n
             ? (1 - share) * values[i] + share * values[i + 1]
             : values[i];
}

/* Draw a series: training's as dots, validation's as a line. */
static void draw_series(Canvas* canvas, const Diagram* d, int index)
{
  const unsigned n_dots = 2 * canvas->width;
  const unsigned foot = 4 * ROWS - 1;
  const double step = (double)(d->n_total - 1) / (n_dots - 1);
  unsigned last = foot + 1;
  for (unsigned x = 0; x < n_dots && x * step <= (double)(d->n - 1); ++x) {
    const double value = value_at(d->series[index], d->n, x * step);
    if (!isfinite(value)) {
      last = foot + 1;
      continue;
    }
    const unsigned y =
        (unsigned)lrint(foot * (d->high - value) / (d->high - d->low));
    const bool is_line = index == 1;
    for (unsigned k = is_line && last <= foot ? last : y; k != y;
         k += k < y ? 1 : -1U) {
      set_dot(canvas, x, k, index);
    }
    if (is_line || x % 2 == 0) {
      set_dot(canvas, x, y, index);
    }
    last = y;
  }
}

static void put_colour(FILE* stream, bool coloured, int painter)
{
  static const char* const colours[] = {"\033[36m", "\033[33m"};
  if (coloured) {
    fputs(painter < 0 ? "\033[0m" : colours[painter], stream);
  }
}

/* Braille's characters are U+2800 to U+28FF: E2 A0 80 and so on in UTF-8. */
static void put_dots(FILE* stream, unsigned dots)
{
  fprintf(stream, "\xe2%c%c", (int)(0xa0 + (dots >> 6)),
          (int)(0x80 + (dots & 63)));
}

static void put_row(FILE* stream, const Diagram* d, const Canvas* canvas,
                    unsigned row, bool coloured)
{
  if (row == 0 || row == ROWS - 1) {
    fprintf(stream, d->format, d->unit * (row == 0 ? d->high : d->low));
  } else {
    fprintf(stream, "%*s", LABEL, "");
  }
  fputs(" ", stream);
  int painter = -1;
  for (unsigned x = 0; x < canvas->width; ++x) {
    const unsigned dots = canvas->dots[row][x];
    if (dots && painter != canvas->painters[row][x]) {
      painter = canvas->painters[row][x];
      put_colour(stream, coloured, painter);
    }
    if (dots) {
      put_dots(stream, dots);
    } else {
      fputc(' ', stream);
    }
  }
  put_colour(stream, coloured, -1);
}

static void put_heads(FILE* stream, const Diagram* diagrams, unsigned width,
                      bool coloured)
{
  fprintf(stream, "%*s %-*s%*s %s: ", LABEL, "", (int)width, diagrams[0].title,
          LABEL, "", diagrams[1].title);
  put_colour(stream, coloured, 0);
  fputs("\xe2\xa0\x84\xe2\xa0\x84 train ", stream);
  put_colour(stream, coloured, 1);
  fputs("\xe2\xa0\xa4\xe2\xa0\xa4 validation\n", stream);
  put_colour(stream, coloured, -1);
}

char* byline_live_curves_text(const BylineCurves* curves, uint64_t n_epochs,
                              unsigned columns, bool coloured)
{
  Diagram diagrams[] = {{.title = "loss",
                         .series = {curves->values[BYLINE_CURVE_TRAIN_LOSS],
                                    curves->values[BYLINE_CURVE_LOSS]},
                         .format = "%7.2f",
                         .unit = 1},
                        {.title = "clips",
                         .series = {curves->values[BYLINE_CURVE_TRAIN_ACCURACY],
                                    curves->values[BYLINE_CURVE_ACCURACY]},
                         .format = "%5.0f %%",
                         .unit = 100}};
  const unsigned width = (columns - 2 * (LABEL + 1) - 1) / 2;
  Canvas canvases[2] = {{.width = 0}};
  for (int i = 0; i < 2; ++i) {
    Diagram* const d = &diagrams[i];
    d->n = curves->n;
    d->n_total = n_epochs > d->n ? n_epochs : d->n;
    find_limits(d);
    canvases[i].width = width < MAX_WIDTH ? width : MAX_WIDTH;
    for (int k = 0; k < N_SERIES; ++k) {
      draw_series(&canvases[i], d, k);
    }
  }
  char* text = NULL;
  size_t size = 0;
  FILE* const stream = open_memstream(&text, &size);
  if (!stream) {
    return NULL;
  }
  put_heads(stream, diagrams, canvases[0].width, coloured);
  for (unsigned row = 0; row < ROWS; ++row) {
    put_row(stream, &diagrams[0], &canvases[0], row, coloured);
    put_row(stream, &diagrams[1], &canvases[1], row, coloured);
    fputc('\n', stream);
  }
  fclose(stream);
  return text;
}

void byline_live_curves_show(const char* journal, uint64_t n_epochs)
{
  const BylineTerminal terminal = byline_terminal_look();
  BylineCurves curves;
  if (!terminal.has_pictures || terminal.columns < MIN_COLUMNS ||
      terminal.rows < MIN_ROWS ||
      byline_curves_read(journal, &curves) != BYLINE_OK) {
    return;
  }
  char* const text = byline_live_curves_text(
      &curves, n_epochs, terminal.columns, terminal.has_colours);
  if (text) {
    byline_log_pin(text);
  }
  free(text);
  byline_curves_free(&curves);
}
