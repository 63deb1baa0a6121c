/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recognizer/ranking.h"

#include <assert.h>

/* Times are sums of column lengths; forgive their rounding */
#define TIME_TOLERANCE 1e-6

void byline_rank(const float* probabilities, size_t n,
                 BylineRank top[BYLINE_TOP])
{
  assert(probabilities || n == 0);
  for (size_t i = 0; i < BYLINE_TOP; ++i) {
    top[i] = (BylineRank){.artist = -1, .probability = 0};
  }
  for (size_t i = 0; i < n; ++i) {
    size_t place = BYLINE_TOP;
    while (place > 0 && (top[place - 1].artist < 0 ||
                         probabilities[i] > top[place - 1].probability)) {
      --place;
      if (place + 1 < BYLINE_TOP) {
        top[place + 1] = top[place];
      }
    }
    if (place < BYLINE_TOP) {
      top[place] = (BylineRank){(int32_t)i, probabilities[i]};
    }
  }
}

BylineDecision byline_decision_begin(void)
{
  return (BylineDecision){BYLINE_UNDECIDED, BYLINE_UNDECIDED, 0};
}

void byline_decision_update(BylineDecision* decision, int32_t leader,
                            double time, double hold)
{
  assert(leader >= BYLINE_NO_ARTIST);
  assert(hold >= 0);
  if (leader != decision->leader) {
    decision->leader = leader;
    decision->since = time;
  }
  if (time - decision->since >= hold - TIME_TOLERANCE) {
    decision->announced = leader;
  }
}
