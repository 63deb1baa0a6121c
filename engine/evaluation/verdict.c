/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "evaluation/verdict.h"

/* Shares of the names given that must be right; and of the songs, that must be
   named at all for that to be of use */
#define RIGHT_ON_STAGE 0.9
#define NAMED_ON_STAGE 0.5
#define RIGHT_AS_HINT (2.0 / 3)
#define NAMED_AS_HINT 0.25

static BylineVerdictKind kind_of(const BylineVerdict* v)
{
  const double named = (double)(v->n_right + v->n_wrong);
  const double right = (double)v->n_right;
  const double songs = (double)v->n_songs;
  if (v->n_right > 0 && right >= RIGHT_ON_STAGE * named &&
      right >= NAMED_ON_STAGE * songs) {
    return BYLINE_VERDICT_STAGE;
  }
  return v->n_right > 0 && right >= RIGHT_AS_HINT * named &&
                 right >= NAMED_AS_HINT * songs
             ? BYLINE_VERDICT_HINT
             : BYLINE_VERDICT_NOT_YET;
}

BylineVerdict byline_verdict(const BylineSongs* songs, double threshold)
{
  BylineVerdict verdict = {.n_songs = songs->n};
  for (size_t i = 0; i < songs->n; ++i) {
    const BylineSongAnswer* const song = &songs->songs[i];
    if (song->confidence >= threshold) {
      verdict.n_right += song->answer == song->truth;
      verdict.n_wrong += song->answer != song->truth;
    }
  }
  verdict.kind = kind_of(&verdict);
  return verdict;
}
