/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The constellation of a recording; declared in writer.h. */

#include "recordings/index_writer.h"
#include "recordings/quads.h"

#include <stdlib.h>

#define BLOCK 2048

struct BylineSketcher {
  BylinePeakFinder* finder;
  BylineConstellation constellation;
  double rate;
  double n_samples; ///< So far
};

BylineStatus byline_sketcher_new(double rate, BylineSketcher** sketcher)
{
  *sketcher = NULL;
  BylineSketcher* const s = calloc(1, sizeof(*s));
  if (!s) {
    return byline_no_memory("an index");
  }
  s->rate = rate;
  const BylineStatus status =
      byline_peak_finder_new(rate, BYLINE_INDEX_RANK, false, &s->finder);
  if (status != BYLINE_OK) {
    byline_sketcher_free(s);
    return status;
  }
  *sketcher = s;
  return BYLINE_OK;
}

void byline_sketcher_free(BylineSketcher* sketcher)
{
  if (sketcher) {
    byline_peak_finder_free(sketcher->finder);
    byline_constellation_free(&sketcher->constellation);
    free(sketcher);
  }
}

static BylineStatus take_peaks(BylineSketcher* s)
{
  BylineConstellation* const c = &s->constellation;
  BylinePeak peak;
  while (byline_peak_finder_take(s->finder, &peak)) {
    if (c->n == c->capacity) {
      const size_t capacity = c->capacity ? 2 * c->capacity : 4096;
      BylinePeak* const grown = realloc(c->peaks, capacity * sizeof(*grown));
      if (!grown) {
        return byline_no_memory("an index");
      }
      c->peaks = grown;
      c->capacity = capacity;
    }
    c->peaks[c->n++] = peak;
  }
  return BYLINE_OK;
}

BylineStatus byline_sketcher_feed(BylineSketcher* s, const float* left,
                                  const float* right, size_t n)
{
  float mono[BLOCK];
  BylineStatus status = BYLINE_OK;
  s->n_samples += (double)n;
  for (size_t at = 0; at < n && status == BYLINE_OK; at += BLOCK) {
    const size_t rest = n - at;
    const size_t step = rest < BLOCK ? rest : BLOCK;
    for (size_t i = 0; i < step; ++i) {
      mono[i] = (left[at + i] + right[at + i]) / 2;
    }
    byline_peak_finder_feed(s->finder, mono, step);
    status = take_peaks(s);
  }
  return status;
}

BylineStatus byline_sketcher_finish(BylineSketcher* s,
                                    BylineConstellation* constellation)
{
  byline_peak_finder_finish(s->finder);
  const BylineStatus status = take_peaks(s);
  *constellation = s->constellation;
  constellation->duration = s->n_samples / s->rate;
  s->constellation = (BylineConstellation){0};
  return status;
}
