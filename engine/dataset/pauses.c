/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/pauses.h"

#include "dataset/segment.h"

#include <math.h>

/* In seconds */
#define LONGEST_SILENCE 5.0
#define KEPT_SILENCE 1.0

/* In dB.  Music is seldom so much quieter than itself for so long */
#define ABSOLUTE_GATE (-70.0)
#define RELATIVE_GATE (-40.0)

void byline_pauses_init(BylinePauses* pauses, const BylineFrontEnd* front_end)
{
  *pauses = (BylinePauses){
      .n_mels = front_end->n_mels,
      .longest = byline_front_end_frames(front_end, LONGEST_SILENCE),
      .kept = byline_front_end_frames(front_end, KEPT_SILENCE)};
}

size_t byline_pauses_push(BylinePauses* pauses, const float* column)
{
  const double power = byline_column_power(column, pauses->n_mels);
  const double mean = pauses->n > 0 ? pauses->sum / (double)pauses->n : 0;
  const double gate =
      fmax(pow(10, ABSOLUTE_GATE / 10), mean * pow(10, RELATIVE_GATE / 10));
  if (power < gate) {
    ++pauses->run;
    return 0;
  }
  const size_t run = pauses->run;
  pauses->run = 0;
  pauses->sum += power;
  ++pauses->n;
  return run > pauses->longest ? run - pauses->kept : 0;
}
